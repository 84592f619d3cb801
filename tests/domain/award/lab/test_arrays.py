"""The award's exact decimals and the lab's arrays are one formula: they rank alike."""

from decimal import Decimal as D

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from omlopp.domain.award.errors import NotSimulated
from omlopp.domain.award.evaluate import evaluate
from omlopp.domain.award.lab.arrays import BLOCK, Fields, lead, results, winners
from omlopp.domain.model.award import AwardCriterion, AwardModel, Bid
from tests.domain.award.lab.models import NEEDS, PRICE, QUALITY, honest_fields, in_money, in_points

QUALITIES = (
    AwardCriterion("life", weight=D("0.3"), levels={str(n): D(n) / 4 for n in range(5)}),
    AwardCriterion("parts", weight=D("0.1"), levels={str(n): D(n) / 4 for n in range(5)}),
)
SIMULATED = (
    "monetised.fixed_amounts",
    "monetised.percent_of_own_price",
    "monetised.markup_for_missing",
    "monetised.quality_margin",
    "ratio.quality_per_price",
    "value.cost_effectiveness",
    "value.relative_cost",
    "absolute.utility_index",
    "absolute.reference_price_ratio",
    "absolute.linear_between_bounds",
    "absolute.capped_hyperbola",
    "relative.lowest_price_ratio",
    "relative.linear_from_lowest",
    "relative.n_times_lowest",
    "relative.estimate_mixed",
    "relative.min_max",
    "relative.average",
    "relative.share_of_sum",
    "relative.log_price",
    "relative.quality_rescaled",
)
prices = st.decimals(min_value=500_000, max_value=2_000_000, places=2)
grade = st.sampled_from([str(n) for n in range(1, 5)])


def model_of(family: str, clip: str) -> AwardModel:
    if family == "monetised.fixed_amounts":
        values = tuple(
            AwardCriterion(one.id, value=D(400_000) * (one.weight or D(0)), levels=one.levels)
            for one in QUALITIES
        )
        return AwardModel(family, values, rounding=None)
    words = (
        {"clip": clip} if family in ("relative.linear_from_lowest", "absolute.linear_between_bounds") else {}
    )
    model = in_points(family, *QUALITIES, **words)
    return AwardModel(family, model.criteria, model.parameters, words=words, rounding=None)


@st.composite
def sets_of_bids(draw):
    size = draw(st.integers(2, 6))
    return [
        Bid(f"b{n}", price=draw(prices), levels={"life": draw(grade), "parts": draw(grade)})
        for n in range(size)
    ]


def as_field(bids) -> Fields:
    shares = [[[float(D(bid.levels[one.id]) / 4)] for bid in bids] for one in QUALITIES]
    return Fields(np.array([[float(bid.price)] for bid in bids]), np.array(shares))


@pytest.mark.parametrize("family", SIMULATED)
@settings(max_examples=30, deadline=None)
@given(bids=sets_of_bids(), clip=st.sampled_from(["none", "low", "both"]))
def test_exact_decimals_and_arrays_give_the_same_results_and_ranks(family, bids, clip):
    model = model_of(family, clip)
    evaluation, field = evaluate(model, bids), as_field(bids)
    exact = evaluation.comparison or evaluation.total
    found = results(model, field)[:, 0]
    for place, bid in enumerate(bids):
        assert found[place] == pytest.approx(float(exact[bid.id]), rel=1e-9, abs=1e-9)
    if evaluation.winner is not None and float(lead(model, field)[0]) > 1e-6 * max(abs(found)):
        assert bids[int(winners(model, field)[0])].id == evaluation.winner


@pytest.mark.parametrize("family", SIMULATED)
@settings(max_examples=10, deadline=None)
@given(order=st.permutations(range(5)), seed=st.integers(0, 1000))
def test_the_order_of_the_bids_changes_nothing(family, order, seed):
    model = model_of(family, "none")
    rng = np.random.default_rng(seed)
    field = Fields(1e6 * np.exp(rng.normal(0, 0.2, (5, 50))), 0.1 + 0.9 * rng.random((2, 5, 50)))
    turned = Fields(field.prices[list(order)], field.shares[:, list(order)])
    assert np.allclose(results(model, turned), results(model, field)[list(order)], rtol=1e-12)
    clear = lead(model, field) > 1e-9
    assert (np.array(order)[winners(model, turned)] == winners(model, field))[clear].all()


def test_of_equal_bids_the_first_wins_and_a_later_better_one_is_found():
    field = Fields(np.array([[5.0, 5.0], [3.0, 5.0], [3.0, 4.0], [9.0, 4.0]]), np.zeros((0, 4, 2)))
    assert list(winners(AwardModel("monetised.fixed_amounts"), field)) == [1, 2]


def test_blocks_are_joined_where_they_were_parted():
    field = honest_fields(200_001, seed=4)
    whole = results(in_points("relative.min_max"), field)
    for at in (0, BLOCK - 1, BLOCK, 2 * BLOCK, 200_000):
        one = Fields(field.prices[:, at : at + 1], field.shares[:, :, at : at + 1])
        assert np.array_equal(whole[:, at : at + 1], results(in_points("relative.min_max"), one))


def test_one_bid_leads_without_end_and_a_lead_is_never_negative():
    alone = Fields(np.array([[5.0]]), np.zeros((0, 1, 1)))
    assert np.isinf(lead(AwardModel("monetised.fixed_amounts"), alone)[0])
    assert (lead(in_points("relative.min_max"), honest_fields(1000)) >= 0).all()


@pytest.mark.parametrize(
    "family", ["monetised.level_discount", "ratio.feature_coefficient", "additive.weighted_grades"]
)
def test_a_formula_that_rests_on_what_only_real_bids_have_is_refused(family):
    with pytest.raises(NotSimulated) as refusal:
        winners(AwardModel(family, (PRICE, QUALITY), NEEDS.get(family, {})), honest_fields(2))
    assert refusal.value.facts == {"family": family}


def test_a_bid_that_leaves_or_comes_leaves_the_others_as_they_were():
    field = honest_fields(10)
    more = field.with_bid(field.prices.min(axis=0) * 0.7, 0.0)
    assert more.bids == 6 and (more.shares[:, 5] == 0).all()
    assert np.array_equal(more.without(5).prices, field.prices)
    assert np.array_equal(more.without(0).shares[:, :4], field.shares[:, 1:])


def test_money_beats_a_dearer_bid_exactly_where_quality_is_worth_the_difference():
    model = in_money(100_000)
    field = Fields(
        np.array([[1_000_000.0] * 2, [1_099_999.0, 1_100_001.0]]), np.array([[[0.0] * 2, [1.0] * 2]])
    )
    assert list(winners(model, field)) == [1, 0]
