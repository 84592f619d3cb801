"""The buyer's own numbers: bids supposed around a price, and the small moves by which a model is tried on them."""

from dataclasses import replace
from decimal import Decimal as D

import pytest

from omlopp.domain.award.own_numbers import (
    at_share,
    expected,
    leads,
    own_bids,
    place_of,
    price_now,
    scaled,
    standing,
    steps_of,
    with_share,
)
from omlopp.domain.model.award import (
    AwardCriterion,
    AwardModel,
    Bid,
    ModelLine,
    PriceLine,
    Threshold,
    ValueFunction,
)
from tests.domain.award.examples import model

STEPS = {"none": D(0), "half": D("0.5"), "all": D(1)}
LIFE = AwardCriterion(
    "life", value=D(9), value_function=ValueFunction("linear", ((D(2), D("0.2")), (D(8), D("0.9"))))
)
REUSE = AwardCriterion("reuse", value=D(300), levels=STEPS)


class TestExpectedPrice:
    def test_the_one_given_then_one_the_model_names_then_three_times_its_deductions(self):
        named = AwardModel("x", (REUSE,), {"estimate": D(0), "reference_price": D(70), "base_price": D(80)})
        assert expected(named, D(50)) == 50
        assert expected(named, D(0)) == expected(named) == 70
        assert expected(replace(named, parameters={"zero_points_at": D(90), "base_price": D(80)})) == 80
        assert expected(replace(named, parameters={"zero_points_at": D(90)})) == 90
        assert expected(replace(named, parameters={"slope": D(2)}, criteria=(REUSE, LIFE))) == 927
        assert expected(AwardModel("x")) == 1_000_000

    def test_the_bids_there_are_stand_and_are_not_supposed(self):
        bids = [Bid("X", price=D(1))]
        assert own_bids(AwardModel("x"), bids) == (tuple(bids), False)
        found, supposed = own_bids(AwardModel("monetised.fixed_amounts"), [], D(1000))
        assert supposed and [one.price for one in found] == [900, 1000, 1100]


class TestWhatSomeFamiliesAskBeside:
    def supposed(self, own, price=D(1000)):
        return own_bids(own, (), price)[0]

    def test_a_basket_without_published_lines_has_one(self):
        found = self.supposed(AwardModel("price.basket_sum"))
        assert [(one.price, one.lines) for one in found] == [
            (None, (PriceLine("1", D(1), D(price)),)) for price in (900, 1000, 1100)
        ]
        published = self.supposed(AwardModel("price.basket_sum", lines=(ModelLine("chair", D(4)),)))
        assert [one.lines[0].unit_price for one in published] == [225, 250, 275]

    def test_the_cheapest_has_the_best_grade_for_price(self):
        criteria = (
            AwardCriterion("price", weight=D("0.5"), price=True),
            AwardCriterion("looks", weight=D("0.5")),
        )
        own = AwardModel("additive.weighted_grades", criteria, grade_scale=(D(1), D(5)))
        assert [one.grades for one in self.supposed(own)] == [
            {"looks": 1, "price": 5}, {"looks": 3, "price": 3}, {"looks": 5, "price": 1}
        ]  # fmt: skip
        bare = self.supposed(replace(own, grade_scale=None))
        assert [one.grades["price"] for one in bare] == [1, D("0.5"), 0]

    def test_an_environmental_cost_is_a_tenth_of_the_price(self):
        found = self.supposed(model("monetised.environmental_cost"))
        assert [one.features for one in found] == [{"mki": 90}, {"mki": 100}, {"mki": 110}]

    def test_the_lowest_the_middle_and_the_highest_step_are_declared(self):
        steps = tuple(D(one) / 10 for one in (3, 0, 1, 2))
        own = AwardModel(
            "ratio.feature_coefficient",
            (AwardCriterion("a", steps=steps), AwardCriterion("b", steps=(D(0), D("0.1")))),
        )
        found = self.supposed(own)
        assert [one.features for one in found] == [
            {"a": 0, "b": 0}, {"a": D("0.1"), "b": 0}, {"a": D("0.3"), "b": D("0.1")}
        ]  # fmt: skip
        assert [one.grades for one in found] == [{}] * 3

    def test_the_superformula_s_quality_is_six_eight_and_ten_tenths_of_the_full(self):
        own = model("absolute.superformula")
        assert [one.quality for one in self.supposed(own)] == [D("0.6"), D("0.8"), 1]
        two = replace(own, parameters={**own.parameters, "full_quality": D(2)})
        assert [one.quality for one in self.supposed(two)] == [1, 1, 1], "and never above the whole"


class TestPrices:
    LINES = (PriceLine("1", D(2), D(10)), PriceLine("2", None, D(5)), PriceLine("3", None, D(7)))

    def test_the_price_stated_or_the_sum_of_the_lines_by_published_quantities(self):
        own = AwardModel("x", lines=(ModelLine("2", D(4)),))
        assert price_now(Bid("A", lines=self.LINES), own) == 40, "line 3 has no quantity anywhere"
        assert price_now(Bid("A", price=D(9), lines=self.LINES), own) == 9

    def test_scaled_every_price_is(self):
        found = scaled(Bid("A", price=D(9), lines=self.LINES), D(3))
        assert (found.price, [line.unit_price for line in found.lines]) == (27, [30, 15, 21])
        assert scaled(Bid("A", lines=self.LINES), D(3)).price is None


class TestShares:
    def test_the_steps_a_bid_can_earn_lowest_first(self):
        twice = replace(REUSE, levels={"b": D("0.5"), "a": D("0.5"), "c": D(0)})
        assert steps_of(AwardModel("x"), twice) == (0, D("0.5"))
        assert steps_of(AwardModel("x"), LIFE) == (D("0.2"), D("0.9"))
        assert steps_of(AwardModel("x"), AwardCriterion("looks")) == (0, D("0.5"), 1)

    def moved(self, criterion, share, scale=None, **bid):
        return with_share(
            AwardModel("x", (criterion,), grade_scale=scale), Bid("A", **bid), criterion, D(str(share))
        )

    def test_a_bid_is_moved_to_a_share_by_the_way_it_is_judged(self):
        assert self.moved(REUSE, "0.6", levels={"parts": "all"}).levels == {"parts": "all", "reuse": "half"}
        assert self.moved(REUSE, "0.25").levels == {"reuse": "half"}, "of two as near the first by name"
        assert self.moved(LIFE, 1).measured == {"life": 8} and self.moved(LIFE, 0).measured == {"life": 2}
        assert self.moved(LIFE, "0.55").measured == {"life": 2}, "of two as near the lower number"
        less = replace(LIFE, value_function=ValueFunction("linear", ((D(2), D("0.9")), (D(8), D("0.2")))))
        assert self.moved(less, "0.55").measured == {"life": 2} and self.moved(less, 0).measured == {
            "life": 8
        }
        looks = AwardCriterion("looks", max_points=D(40))
        assert self.moved(looks, "0.25", points={"looks": D(3)}).points == {"looks": 10}
        assert self.moved(looks, "0.25").grades == {"looks": D("0.25")}
        assert self.moved(looks, "0.25", scale=(D(1), D(5)), grades={"x": D(2)}).grades == {
            "x": 2,
            "looks": 2,
        }
        plain = AwardCriterion("looks")
        assert self.moved(plain, 1, points={"looks": D(3)}).grades == {"looks": 1}

    def test_at_one_share_of_everything_that_is_judged(self):
        own = AwardModel("x", (AwardCriterion("price", price=True), REUSE, LIFE, AwardCriterion("kind", steps=(D(0), D(1)))),
                         ladder={"0": D(0), "5": D("0.4")})  # fmt: skip
        found = at_share(own, Bid("A"), D(1))
        assert (found.levels, found.measured, found.grades, found.level) == (
            {"reuse": "all"},
            {"life": 8},
            {},
            "5",
        )
        assert at_share(own, Bid("A"), D("0.1")).level == "0"
        assert at_share(replace(own, ladder={}), Bid("A"), D(1)).level is None


class TestStanding:
    def test_more_is_better_whichever_end_wins(self):
        money = AwardModel("monetised.fixed_amounts", (REUSE,))
        bids = [
            Bid("A", price=D("500.004"), levels={"reuse": "half"}),
            Bid("B", price=D(600), levels={"reuse": "all"}),
        ]
        assert standing(money, bids) == {"A": D("-350.004"), "B": -300}, "before rounding"
        points = AwardModel(
            "relative.lowest_price_ratio", (AwardCriterion("price", weight=D(1), price=True),)
        )
        assert standing(points, [Bid("A", price=D(50)), Bid("B", price=D(100))]) == {"A": 1, "B": D("0.5")}

    def test_bids_below_a_threshold_are_left_out_and_what_cannot_be_counted_is_none(self):
        held = AwardModel("monetised.fixed_amounts", (replace(REUSE, threshold=Threshold(D("0.5"))),))
        low, high = (
            Bid(name, price=D(500), levels={"reuse": level}) for name, level in (("A", "none"), ("B", "all"))
        )
        assert standing(held, [low, high]) == {"B": -200}
        assert standing(held, [low]) is None
        assert standing(held, [Bid("A", price=D(5))]) is None
        coefficient = AwardModel(
            "ratio.feature_coefficient", (AwardCriterion("kind", steps=(D(0), D("0.1"))),)
        )
        assert standing(coefficient, [Bid("A")]) is None

    def test_leads_and_places(self):
        found = {"A": D(5), "B": D(7), "C": D(5)}
        assert leads(found) == {("A", "B"): -2, ("A", "C"): 0, ("B", "C"): 2}
        assert [place_of(found, name) for name in "ABC"] == [2, 1, 2]


@pytest.mark.parametrize("field", ["estimate", "reference_price", "base_price", "zero_points_at"])
def test_each_price_a_model_names_is_seen(field):
    assert expected(AwardModel("x", parameters={field: D(7)})) == 7
