"""What quality is worth is the slope of the formula itself; and the ends of every scale lie where they are said to."""

from dataclasses import replace
from decimal import Decimal as D
from decimal import localcontext

import pytest

from omlopp.domain.award import points
from omlopp.domain.award.arith import EXACT as ARITH
from omlopp.domain.award.evaluate import evaluate
from omlopp.domain.award.families import FAMILIES
from omlopp.domain.award.own_numbers import standing
from omlopp.domain.award.prices import PRICE_SCORES
from omlopp.domain.award.worth import worth
from omlopp.domain.model.award import (
    AwardCriterion,
    AwardModel,
    Bid,
    LowBidQuestion,
    Threshold,
    ValueFunction,
)
from omlopp.domain.model.exact import EXACT
from tests.domain.award.examples import EVERY, bid, model

STRAIGHT = ValueFunction("linear", ((D(0), D(0)), (D(1), D(1))))
PRICES = (D(900), D(1000), D(1150), D(1300))
PRICED = [  # families whose qualities have a slope in money
    name
    for name in EVERY
    if FAMILIES[name].coefficients
    and name not in ("price.basket_sum", "additive.weighted_grades", "ratio.band")
]


def measured(family):
    own = model(family)
    return replace(
        own,
        criteria=tuple(
            one if one.price else replace(one, levels={}, value_function=STRAIGHT) for one in own.criteria
        ),
    )


def offers(**moved):
    """Four bids; B is in the middle of everything."""
    shares = {"A": D("0.2"), "B": D("0.5"), "C": D("0.6"), "D": D("0.9")}
    return [
        Bid(name, price=price + (moved.get("price", 0) if name == "B" else 0),
            measured={"reuse": share + (moved.get("share", 0) if name == "B" else 0), "parts": share})
        for (name, share), price in zip(shares.items(), (PRICES[0], PRICES[1], PRICES[2], PRICES[3]), strict=True)
    ]  # fmt: skip


@pytest.mark.parametrize("family", PRICED)
def test_the_worth_of_a_quality_is_the_slope_of_the_formula(family):
    own, tiny = measured(family), D("1e-8")
    with localcontext(EXACT):
        by_share, by_price = (
            standing(own, offers(**{what: tiny}))["B"] - standing(own, offers(**{what: -tiny}))["B"]
            for what in ("share", "price")
        )
        slope = by_share / -by_price
    (found,) = [one for one in worth(own, offers()) if one.criterion == "reuse"]
    if family.startswith("relative.") or family in ("absolute.utility_index", "value.relative_cost"):
        # a mean or a sum moves a little with the own price; the slope is at the field as it stands
        tolerance = D("0.4") if family in ("relative.average", "relative.share_of_sum") else D("1e-6")
    else:
        tolerance = D("1e-6")
    # a share of the own price, or a mark-up on it, is told as the money it takes off what is compared: at the rate of
    # exchange between comparison price and bid price it is the slope
    exchange = {"monetised.percent_of_own_price": D("0.8"), "monetised.markup_for_missing": D(4) / 3}.get(
        family, D(1)
    )
    assert abs(found.per_bid["B"] / exchange / slope - 1) < tolerance


def test_the_worths_known_by_formula():
    def reuse(family):
        return next(one for one in worth(measured(family), offers()) if one.criterion == "reuse").per_bid["B"]

    weight = D("0.3") / D("0.6")
    known = {
        "relative.lowest_price_ratio": weight * 1000 * 1000 / 900, "relative.linear_from_lowest": weight * 900,
        "relative.n_times_lowest": weight * 900, "relative.min_max": weight * 400, "relative.estimate_mixed": weight * 950,
        "relative.average": weight * D("1087.5"), "relative.share_of_sum": weight * 4350,
        "relative.log_price": weight * 1000 * D(3).ln(), "absolute.linear_between_bounds": weight * 1500,
        "absolute.reference_price_ratio": weight * 1000, "monetised.fixed_amounts": D(300),
        "monetised.percent_of_own_price": D(300), "monetised.markup_for_missing": weight * 1000,
        "monetised.quality_margin": weight * 1000, "ratio.quality_per_price": D("0.75") * 1000 / D("0.5"),
        "value.cost_effectiveness": D("0.75") * 1000 / D("0.5"),
    }  # fmt: skip
    for family, value in known.items():
        assert abs(reuse(family) - value) < D("1e-20"), family


@pytest.mark.parametrize("family", PRICE_SCORES)
def test_full_and_no_points_lie_where_they_are_said_to(family):
    formula, terms = PRICE_SCORES[family], points.terms(model(family))
    with localcontext(EXACT):
        full, zero = formula.bounds(PRICES, terms)
        for price, share in ((full, 1), (zero, 0)):
            if price is not None and price > 0:
                assert abs(formula.formula(ARITH, [price], PRICES, terms)[0] - share) < D("1e-30")


@pytest.mark.parametrize("clip, scores", [
    ("none", ["1.2", "-0.2"]), ("low", ["1.2", "0"]), ("high", ["1", "-0.2"]), ("both", ["1", "0"]),
])  # fmt: skip
def test_a_clip_holds_the_end_it_names(clip, scores):
    own = model(
        "absolute.linear_between_bounds",
        parameters={"full_points_at": D(500), "zero_points_at": D(1000), "clip": clip},
    )
    family = "absolute.linear_between_bounds"
    found = evaluate(own, [bid(family, "A", D(400)), bid(family, "B", D(1100))]).price_score
    assert [found["A"], found["B"]] == [D(one) for one in scores]


@pytest.mark.parametrize("share, rejected", [("0.49", True), ("0.5", False)])
def test_a_threshold_is_reached_by_exactly_its_share(share, rejected):
    quality = AwardCriterion("reuse", value=D(100), value_function=STRAIGHT, threshold=Threshold(D("0.5")))
    own = AwardModel("monetised.fixed_amounts", (quality,))
    found = evaluate(own, [Bid("A", price=D(900), measured={"reuse": D(share)})])
    assert (found.rejected == {"A": "reuse"}) is rejected and (found.winner is None) is rejected
    zeroing = replace(own, criteria=(replace(quality, threshold=Threshold(D("0.5"), "zero")),))
    kept = evaluate(zeroing, [Bid("A", price=D(900), measured={"reuse": D(share)})])
    assert kept.comparison == {"A": D(900) if rejected else D(850)}


@pytest.mark.parametrize("compared, price, asked", [
    ("mean_of_others", "700", True), ("mean_of_others", "700.01", False),
    ("next", "630", True), ("next", "630.01", False), ("estimate", "560", True), ("estimate", "560.01", False),
])  # fmt: skip
def test_a_low_price_is_asked_about_from_exactly_its_share(compared, price, asked):
    rule = LowBidQuestion(compared, D("0.3"), D(800) if compared == "estimate" else None)
    own = AwardModel("monetised.fixed_amounts", low_bid_questions=(rule,))
    found = evaluate(own, [Bid("A", price=D(price)), Bid("B", price=D(900)), Bid("C", price=D(1100))])
    assert found.questions == (("A",) if asked else ())
    assert found.rank["A"] == 1, "a question rejects nothing"


@pytest.mark.parametrize("cap, comparison", [("0.1", "900"), ("0.2", "800"), ("0.5", "800")])
def test_a_cap_holds_the_deductions(cap, comparison):
    own = AwardModel("monetised.fixed_amounts", (AwardCriterion("reuse", value=D(200), levels={"all": D(1)}),),
                     most_deducted_share=D(cap))  # fmt: skip
    assert evaluate(own, [Bid("A", price=D(1000), levels={"reuse": "all"})]).comparison == {
        "A": D(comparison)
    }


def test_points_may_be_all_there_are_and_no_more_and_are_shown_in_per_cent():
    own = AwardModel("relative.lowest_price_ratio", (
        AwardCriterion("price", max_points=D(60), price=True), AwardCriterion("quality", max_points=D(40))))  # fmt: skip
    found = evaluate(
        own,
        [Bid("A", price=D(9), points={"quality": D(40)}), Bid("B", price=D(18), points={"quality": D(0)})],
    )
    assert found.total == {"A": D(100), "B": D(30)} and found.total_percent == {"A": D(100), "B": D(30)}


def test_the_band_holds_those_at_its_very_edge():
    own = AwardModel(
        "ratio.band", (AwardCriterion("reuse", weight=D("0.5"), value_function=STRAIGHT),
                       AwardCriterion("parts", weight=D("0.5"), value_function=STRAIGHT)),
        {"band": D("0.1")}, words={"decided_by": "parts"})  # fmt: skip

    def offer(name, reuse, parts):
        return Bid(name, price=D(100), measured={"reuse": D(reuse), "parts": D(parts)})

    found = evaluate(own, [offer("A", "0.8", "0.2"), offer("B", "0.3", "0.6"), offer("C", "0.1", "0.79")])
    assert found.rank == {"B": 1, "A": 2, "C": 3}, "0.45 of 0.5 is in, 0.445 is out however good its parts"


@pytest.mark.parametrize(
    "family", ["ratio.quality_per_price", "absolute.utility_index", "absolute.superformula"]
)
def test_a_free_bid_is_refused_where_the_price_divides(family):
    from omlopp.domain.award.errors import ZeroLowestPrice

    with pytest.raises(ZeroLowestPrice):
        evaluate(model(family), [bid(family, "A", D(0)), bid(family, "B", D(9))])
