"""How a price becomes points: every formula at prices that can be followed by hand, its ends, and what it refuses."""

from decimal import Decimal as D
from decimal import localcontext
from math import log

import pytest

from omlopp.domain.award.errors import MissingArgument, ParameterOutOfRange, ZeroLowestPrice
from omlopp.domain.award.evaluate import evaluate
from omlopp.domain.award.families import FAMILIES
from omlopp.domain.award.points import terms
from omlopp.domain.award.prices import PRICE_SCORES
from omlopp.domain.model.award import AwardCriterion, AwardModel, Bid
from omlopp.domain.model.exact import EXACT

# Two bids, 1,000 and 1,600, and a third price of 400 that is looked at and not ranked: sum 3,000, mean 1,000.
SCORES = [
    ("relative.lowest_price_ratio", {}, "0.4", "0.25"),
    ("relative.quality_rescaled", {}, "0.4", "0.25"),
    ("relative.linear_from_lowest", {"slope": 2}, "0.25", "-0.5"),  # 1 − 600/800 and 1 − 1,200/800
    ("relative.n_times_lowest", {"times": 3}, "0.25", "-0.5"),  # (1,200 − p)/800
    ("relative.estimate_mixed", {"times": 3, "estimate": 1600}, "1", "0.7"),  # (3,000 − p)/2,000
    ("relative.min_max", {}, "0.5", "0"),  # (1,600 − p)/1,200
    ("relative.average", {}, "1", "0.4"),
    ("relative.share_of_sum", {}, D(2) / 3, D(7) / 15),
    ("relative.log_price", {"zero_at_ratio": 4}, D(1 - log(2.5) / log(4)), "0"),
    ("absolute.linear_between_bounds", {"full_points_at": 500, "zero_points_at": 2500}, "0.75", "0.45"),
    ("absolute.reference_price_ratio", {"reference_price": 800}, "0.8", "0.5"),
    # a discount of half and a fifth on 2,000; a third of the way to its own odds
    ("absolute.capped_hyperbola", {"base_price": 2000, "lowest_plausible_price": 500}, D(1) / 3, D(1) / 12),
]  # fmt: skip
OWN = {family: own for family, own, *_ in SCORES}
PRICES = (D(1000), D(1600))


def scored(family, *, words=None, **parameters):
    numbers = {name: D(str(value)) for name, value in (OWN[family] | parameters).items()}
    criteria = AwardCriterion("price", weight=D(1), price=True), AwardCriterion("quality", weight=D(0))
    return AwardModel(family, criteria, numbers, words=words or {})


def scores(own, *prices, field=()):
    bids = [Bid(str(n), price=D(str(price)), grades={"quality": D(1)}) for n, price in enumerate(prices)]
    return list(evaluate(own, bids, [D(str(one)) for one in field]).price_score.values())


@pytest.mark.parametrize("family, parameters, first, second", SCORES)
def test_each_formula_by_hand(family, parameters, first, second):
    found = scores(scored(family), *PRICES, field=[400])
    assert [abs(one - D(said)) < D("1e-15") for one, said in zip(found, (first, second), strict=True)] == [
        True,
        True,
    ]


def test_every_formula_is_here():
    assert set(OWN) == set(PRICE_SCORES)


@pytest.mark.parametrize("family", OWN)
def test_the_score_that_looks_at_others_is_the_one_that_others_move(family):
    alone, joined = scores(scored(family), *PRICES), scores(scored(family), *PRICES, field=[400, 7000])
    assert (alone != joined) is FAMILIES[family].relative is PRICE_SCORES[family].relative


@pytest.mark.parametrize("family, full, zero", [
    ("relative.lowest_price_ratio", 400, None), ("relative.quality_rescaled", 400, None),
    ("relative.linear_from_lowest", 400, 1200), ("relative.n_times_lowest", 400, 1200),
    ("relative.estimate_mixed", 1000, 3000), ("relative.min_max", 400, 1600), ("relative.average", 1000, 2000),
    ("relative.share_of_sum", 0, 3000), ("relative.log_price", 400, 1600), ("absolute.linear_between_bounds", 500, 2500),
    ("absolute.reference_price_ratio", 800, None), ("absolute.capped_hyperbola", 500, 2000),
])  # fmt: skip
def test_the_prices_with_full_and_with_no_points(family, full, zero):
    assert PRICE_SCORES[family].bounds((*PRICES, D(400)), terms(scored(family))) == (full, zero)


@pytest.mark.parametrize("family", OWN)
def test_a_krona_costs_as_many_points_as_the_formula_is_steep(family):
    own, field, step = PRICE_SCORES[family], (D(1000), D(1600), D(400)), D("1e-6")
    with localcontext(EXACT):
        # measured at 1,000 with the field held still: the own price moves, what it is held against does not
        from omlopp.domain.award.arith import EXACT as ARITH

        low, high = (
            own.formula(ARITH, [D(1000) + aside], field, terms(scored(family)))[0] for aside in (-step, step)
        )
        measured = (low - high) / (2 * step)
        assert abs(own.steepness(D(1000), field, terms(scored(family))) / measured - 1) < D("1e-9")


def test_between_highest_and_lowest_bids_at_one_price_all_have_full_points():
    assert scores(scored("relative.min_max"), 500, 500) == [1, 1]
    own = PRICE_SCORES["relative.min_max"]
    assert own.steepness(D(500), [D(500), D(500)], {}) == 0


class TestParameters:
    @pytest.mark.parametrize("family, name, edge", [
        ("relative.linear_from_lowest", "slope", "0"), ("relative.n_times_lowest", "times", "1"),
        ("relative.estimate_mixed", "times", "1"), ("relative.estimate_mixed", "estimate", "0"),
        ("relative.log_price", "zero_at_ratio", "1"), ("absolute.linear_between_bounds", "full_points_at", "-1"),
        ("absolute.linear_between_bounds", "zero_points_at", "-1"), ("absolute.reference_price_ratio", "reference_price", "0"),
        ("absolute.capped_hyperbola", "base_price", "0"), ("absolute.capped_hyperbola", "lowest_plausible_price", "0"),
    ])  # fmt: skip
    def test_each_lies_above_its_edge(self, family, name, edge):
        with pytest.raises(ParameterOutOfRange) as caught:
            scores(scored(family, **{name: edge}), *PRICES)
        assert caught.value.facts == {
            "fields": (name,), "named": name, "value": D(edge), "above": D(edge), "below": ""
        }  # fmt: skip
        assert scores(scored(family, **{name: D(edge) + D("0.5")}), *PRICES)
        with pytest.raises(ParameterOutOfRange):
            scores(scored(family, **{name: "Infinity"}), *PRICES)

    @pytest.mark.parametrize("family, names", [
        ("absolute.linear_between_bounds", ("full_points_at", "zero_points_at")),
        ("absolute.capped_hyperbola", ("base_price", "lowest_plausible_price")),
    ])  # fmt: skip
    def test_two_ends_at_one_price_leave_no_scale(self, family, names):
        with pytest.raises(ParameterOutOfRange) as caught:
            scores(scored(family, **dict.fromkeys(names, 700)), *PRICES)
        assert (caught.value.facts["fields"], caught.value.facts["value"]) == (names, 700)

    def test_what_is_missing_is_named_all_at_once(self):
        bare = AwardModel("relative.estimate_mixed", scored("relative.estimate_mixed").criteria)
        with pytest.raises(MissingArgument) as caught:
            scores(bare, *PRICES)
        assert caught.value.facts["fields"] == ("times", "estimate")


@pytest.mark.parametrize("family", OWN)
def test_a_free_bid_is_refused_where_the_formula_divides_by_it(family):
    divides = family not in ("relative.estimate_mixed", "relative.min_max", "absolute.linear_between_bounds")
    if divides:
        with pytest.raises(ZeroLowestPrice) as caught:
            scores(scored(family), 0, 1000)
        assert caught.value.facts == {"lowest": 0}
    else:
        assert scores(scored(family), 0, 1000)
    assert scores(scored(family), "0.5", 1000)


def test_a_clip_is_a_parameter_of_the_formulas_that_can_leave_their_scale():
    never = {"relative.lowest_price_ratio", "relative.quality_rescaled", "relative.min_max", "relative.share_of_sum",
             "absolute.reference_price_ratio"}  # fmt: skip
    assert {family for family in OWN if "clip" not in FAMILIES[family].parameters} == never
    for family, own in OWN.items():
        assert FAMILIES[family].parameters - {"clip"} == {*own, "max_points", "slope_known_before_bidding"}


@pytest.mark.parametrize("clip, first, second", [
    ("none", "1.25", "-0.5"), ("low", "1.25", "0"), ("high", "1", "-0.5"), ("both", "1", "0")
])  # fmt: skip
def test_a_score_is_held_at_the_ends_it_is_clipped_to(clip, first, second):
    own = scored(
        "absolute.linear_between_bounds", words={"clip": clip}, full_points_at=1200, zero_points_at=2000
    )
    assert scores(own, 1000, 2400) == [D(first), D(second)]
