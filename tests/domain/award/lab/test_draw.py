"""Drawing fields: seeded, as the market says, and refused where it cannot be."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from omlopp.domain.award.lab.draw import BidderType, Market, draw, on_levels, plain, steps_of
from omlopp.domain.award.lab.errors import MarketNotAllowed
from omlopp.domain.model.award import AwardCriterion
from tests.domain.award.lab.models import in_money, in_points

MODEL, MARKET = in_money(100_000, 50_000), Market(1_000_000)


@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_the_same_seed_draws_the_same_fields_and_another_does_not(seed):
    one, again, other = (draw(MODEL, MARKET, 200, s)[0] for s in (seed, seed, seed + 1))
    assert np.array_equal(one.prices, again.prices) and np.array_equal(one.shares, again.shares)
    assert not np.array_equal(one.prices, other.prices)


def test_every_number_of_bids_has_its_share_and_its_own_stream():
    mixed = draw(MODEL, replace(MARKET, bidders={2: 0.25, 5: 0.75}), 1000, 7)
    assert [(one.bids, one.count) for one in mixed] == [(2, 250), (5, 750)]
    alone = draw(MODEL, replace(MARKET, bidders={5: 1.0}), 750, 7)[0]
    assert np.array_equal(mixed[1].prices, alone.prices)


def test_prices_and_qualities_are_as_the_market_says():
    kinds = (BidderType("only", 1.0, 1.2, 0.5, {"q1": 0.9}),)
    market = replace(MARKET, types=kinds, common_sd=0, cost_of_quality=0, levels=False)
    field = draw(MODEL, market, 50_000, 1)[0]
    logs = np.log(field.prices)
    assert logs.mean() == pytest.approx(np.log(1_200_000), abs=0.002)
    assert logs.std() == pytest.approx(0.12, abs=0.001)
    assert np.median(field.shares[0]) == pytest.approx(0.5, abs=0.005)
    assert np.median(field.shares[1]) == pytest.approx(0.9, abs=0.005)


def test_better_bids_cost_what_quality_costs():
    model = in_points("relative.min_max", AwardCriterion("quality"), AwardCriterion("more"))
    kinds = (BidderType("only", 1.0, 1.0, 0.5),)

    def slope(cost: float) -> float:
        market = Market(1.0, types=kinds, common_sd=0, private_sd=0.01, cost_of_quality=cost)
        field = draw(model, market, 20_000, 3)[0]
        effort = np.log(field.shares / (1 - field.shares)).sum(axis=0) / market.quality_sd / 2**0.5
        return float(np.polyfit(effort.ravel(), np.log(field.prices).ravel(), 1)[0])

    assert slope(0.05) == pytest.approx(0.05, abs=0.001)
    assert slope(-0.05) == pytest.approx(-0.05, abs=0.001)


def test_qualities_land_on_the_levels_the_documents_have():
    field = draw(MODEL, MARKET, 500, 2)[0]
    assert np.isin(field.shares, np.array([0, 0.35, 0.6, 1], np.float32)).all()
    criterion = MODEL.criteria[0]
    assert steps_of(criterion) == (0.0, 0.35, 0.6, 1.0)
    assert list(on_levels(np.array([0.0, 0.34, 0.35, 0.99, 1.0]), criterion)) == [0, 0, 0.35, 0.6, 1]


def test_the_plain_generator_has_the_shapes_asked_for():
    field = plain(5, 6, 1000, 1e6, 1)
    assert field.prices.shape == (5, 1000) and field.shares.shape == (6, 5, 1000)
    assert field.prices.dtype == field.shares.dtype == np.float32
    assert np.log(field.prices).std() == pytest.approx(0.12, abs=0.01)


@pytest.mark.parametrize(
    "fault",
    [
        {"expected_price": 0},
        {"bidders": {3: 0.5}},
        {"bidders": {0: 1.0}},
        {"bidders": {61: 1.0}},
        {"types": (BidderType("half", 0.5, 1, 0.5),)},
        {"private_sd": -0.1},
    ],
)
def test_a_market_that_cannot_be_drawn_is_refused(fault):
    with pytest.raises(MarketNotAllowed):
        replace(MARKET, **fault)
