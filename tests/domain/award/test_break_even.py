"""Where two bids come out equal: at which weight, which value, which lowest price. Each answer worked out by hand."""

from dataclasses import replace
from decimal import Decimal as D

import pytest

from omlopp.domain.award.break_even import Vary, break_even
from omlopp.domain.award.errors import CannotVary, CriterionWithoutWeight, NoBids, UnknownBid
from omlopp.domain.model.award import AwardCriterion, AwardModel, Bid
from tests.domain.award.examples import bid, model

ANY = {
    str(at): D(str(at)) for at in ("0", "0.0625", "0.1", "0.1875", "0.2", "0.25", "0.3", "0.5", "0.6", "1")
}


def weighed(name, weight, **more):
    return AwardCriterion(name, weight=D(str(weight)), levels=ANY, **more)


def offer(name, price, **levels):
    return Bid(name, price=D(str(price)), levels=levels)


def found(own, one, other, what, criterion="", others="fixed"):
    return break_even(own, [one, other], (one.id, other.id), Vary(what, criterion, others))


PRICE = AwardCriterion("price", weight=D("0.6"), price=True)
RATIO = AwardModel("relative.lowest_price_ratio", (PRICE, weighed("quality", "0.4")))


class TestWeight:
    """At 100 and 125 the price scores are 1 and 0.8: 0.2 apart, times the weight."""

    CHEAP, GOOD = offer("A", 100, quality="0.25"), offer("B", 125, quality="0.5")

    def test_the_others_left_alone(self):
        # 0.2 × w = 0.25 × 0.4
        assert found(RATIO, self.CHEAP, self.GOOD, "weight", "price") == D("0.5")
        # 0.2 × 0.6 = 0.25 × w
        assert found(RATIO, self.CHEAP, self.GOOD, "weight", "quality") == D("0.48")
        assert found(RATIO, self.GOOD, self.CHEAP, "weight", "quality") == D("0.48"), "whoever is named first"

    def test_the_others_keep_their_ratio_and_the_sum_stays(self):
        three = replace(RATIO, criteria=(PRICE, weighed("quality", "0.3"), weighed("colour", "0.1")))
        cheap, good = offer("A", 100, quality="0.25", colour="1"), offer("B", 125, quality="0.5", colour="1")
        # the price keeps 6/7 of what is left: 0.2 × 6/7 × (1 − w) = 0.25 × w, so w = 24/59
        at = found(three, cheap, good, "weight", "quality", "keep_ratio")
        assert abs(at - D(24) / 59) < D("1e-25")

    def test_both_ends_of_what_a_weight_can_be_are_answers_and_beyond_them_is_none(self):
        as_cheap = offer("B", 100, quality="0.5")
        assert found(RATIO, offer("A", 100, quality="0.25"), as_cheap, "weight", "quality") == 0
        # 90 ÷ 100: 0.1 × w = 0.25 × 0.4 at w = 1; 95 ÷ 100 would take w = 2
        assert (
            found(RATIO, offer("A", 90, quality="0.25"), offer("B", 100, quality="0.5"), "weight", "price")
            == 1
        )
        assert (
            found(RATIO, offer("A", 95, quality="0.25"), offer("B", 100, quality="0.5"), "weight", "price")
            is None
        )
        assert (
            found(RATIO, offer("A", 90, quality="0.5"), offer("B", 100, quality="0.25"), "weight", "price")
            is None
        )

    def test_where_they_are_alike_no_weight_parts_them(self):
        cheap, dear = offer("A", 100, quality="0.5"), offer("B", 125, quality="0.5")
        assert found(RATIO, cheap, dear, "weight", "quality") is None
        assert found(RATIO, cheap, replace(cheap, id="B"), "weight", "quality") is None

    def test_a_quality_that_weighs_nothing_yet_may_be_given_weight(self):
        idle = replace(RATIO, criteria=(replace(PRICE, weight=D(1)), weighed("quality", 0)))
        # 0.2 × (1 − w) = 0.3 × w
        good = offer("B", 125, quality="0.5")
        assert found(idle, offer("A", 100, quality="0.2"), good, "weight", "quality", "keep_ratio") == D(
            "0.4"
        )

    def test_a_share_of_the_own_price(self):
        own = AwardModel("monetised.percent_of_own_price", (weighed("reuse", "0.3"), weighed("parts", "0.2")))
        one, other = offer("A", 100, reuse="1", parts="0"), offer("B", 120, reuse="0", parts="1")
        # 100 (1 − w) = 120 (1 − (0.5 − w)): 100 − 100 w = 60 + 120 w
        at = found(own, one, other, "weight", "reuse", "keep_ratio")
        assert abs(at - D(2) / 11) < D("1e-25")
        # 100 (1 − w) = 40 at w = 0.6, but together the two have 0.5: parts would weigh less than nothing
        far = found(own, one, offer("B", 40, reuse="0", parts="0"), "weight", "reuse", "keep_ratio")
        assert far is None

    def test_a_price_whose_weight_is_what_the_others_leave_keeps_it(self):
        qualities = (weighed("reuse", "0.3"), weighed("parts", "0.1"))
        own = AwardModel("monetised.quality_margin", (AwardCriterion("price", price=True), *qualities),
                         {"estimate": D(600)})  # fmt: skip
        one, other = offer("A", 100, reuse="0", parts="1"), offer("B", 200, reuse="1", parts="0")
        # price weighs 0.6, so a whole share is worth 1,000 × weight: 100 = 1,000 (w − (0.4 − w)), w = 0.25
        assert found(own, one, other, "weight", "reuse", "keep_ratio") == D("0.25")

    def test_a_weight_alone_has_no_others_to_keep_their_ratio(self):
        alone = AwardModel("monetised.percent_of_own_price", (weighed("reuse", "0.3"),))
        one, other = offer("A", 100, reuse="1"), offer("B", 90, reuse="0")
        with pytest.raises(CannotVary) as caught:
            found(alone, one, other, "weight", "reuse", "keep_ratio")
        assert caught.value.facts == {"what": "weight", "family": "monetised.percent_of_own_price"}
        assert found(alone, one, other, "weight", "reuse") == D("0.1"), "left alone: 100 (1 − w) = 90"

    @pytest.mark.parametrize("others", ["fixed", "keep_ratio"])
    @pytest.mark.parametrize("family", [
        "relative.quality_rescaled", "ratio.band", "absolute.utility_index", "value.relative_cost", "value.cost_effectiveness"
    ])  # fmt: skip
    def test_where_results_bend_with_the_weight_it_is_refused(self, family, others):
        bids = bid(family, "A", D(900), "none", "all"), bid(family, "B", D(1000), "all", "some")
        with pytest.raises(CannotVary) as caught:
            found(model(family), *bids, "weight", "reuse", others)
        assert caught.value.facts == {"what": "weight", "family": family}

    def test_points_have_no_weight_to_vary(self):
        points = AwardModel("relative.lowest_price_ratio", (
            AwardCriterion("price", max_points=D(60), price=True), AwardCriterion("quality", max_points=D(40))))  # fmt: skip
        with pytest.raises(CriterionWithoutWeight):
            found(points, self.CHEAP, self.GOOD, "weight", "quality")


class TestValue:
    OWN = AwardModel("monetised.fixed_amounts", (
        AwardCriterion("reuse", value=D(10), levels=ANY), AwardCriterion("parts", value=D(40), levels=ANY)))  # fmt: skip

    def test_so_much_money_that_the_better_makes_up_for_its_price(self):
        cheap, good = offer("A", 90, reuse="0.1", parts="1"), offer("B", 110, reuse="0.6", parts="0.5")
        # 20 dearer, and 0.5 × 40 worse on parts: 0.5 × V = 40
        assert found(self.OWN, cheap, good, "value", "reuse") == 80
        assert found(self.OWN, cheap, offer("B", 80, reuse="0.6", parts="0.5"), "value", "reuse") == 20
        assert found(self.OWN, cheap, offer("B", "69.9", reuse="0.6", parts="0.5"), "value", "reuse") is None
        assert found(self.OWN, cheap, offer("B", 70, reuse="0.6", parts="0.5"), "value", "reuse") == 0

    def test_a_weight_is_no_value(self):
        with pytest.raises(CannotVary) as caught:
            found(RATIO, offer("A", 90, quality="0.25"), offer("B", 110, quality="0.5"), "value", "quality")
        assert caught.value.facts == {"what": "value", "family": "relative.lowest_price_ratio"}

    def test_a_cap_that_is_reached_before_they_are_equal_is_refused(self):
        capped = replace(self.OWN, most_deducted_share=D("0.5"))
        cheap = offer("A", 90, reuse="0.5", parts="0")
        # 0.5 × V = 50 at V = 100, where B may still take off 0.5 × 140 = 70; at 110 kronor apart it may not
        assert found(capped, cheap, offer("B", 115, reuse="1", parts="0"), "value", "reuse") == 50
        with pytest.raises(CannotVary):
            found(capped, cheap, offer("B", 300, reuse="1", parts="0"), "value", "reuse")


class TestLowestPrice:
    """How low a price somebody else must offer, before the order of these two turns."""

    def prices(self, family, lead, one=900, other=1000, **parameters):
        own = AwardModel(
            family, (PRICE, AwardCriterion("quality", weight=D("0.4"), levels={"low": D(0), "high": D(str(lead))})),
            {name: D(str(value)) for name, value in parameters.items() if name != "clip"},
            words={"clip": parameters["clip"]} if "clip" in parameters else {},
        )  # fmt: skip
        return found(own, offer("A", one, quality="low"), offer("B", other, quality="high"), "lowest_price")

    def test_where_the_formula_can_be_turned_round(self):
        # 0.6 × (x/900 − x/1000) = 0.4 × 0.1 at x = 600
        assert self.prices("relative.lowest_price_ratio", "0.1") == 600
        # 0.6 × 100 ÷ (2 x) = 0.4 × 0.1 at x = 750
        assert self.prices("relative.linear_from_lowest", "0.1", slope=2) == 750
        assert self.prices("relative.n_times_lowest", "0.1", times=3) == 750

    def test_a_logarithm_looks_at_ratios_alone_so_no_price_turns_them(self):
        assert self.prices("relative.log_price", "0.1", zero_at_ratio=3) is None

    def test_where_prices_are_tried(self):
        near = D("1e-9")
        # the middle of 1,000 and x: 0.6 × 100 ÷ middle = 0.4 × 0.1875 at 800
        assert abs(self.prices("relative.estimate_mixed", "0.1875", times=2, estimate=1000) - 600) < near
        # the sum: 0.6 × 100 ÷ (1,900 + x) = 0.4 × 0.0625 at 2,400
        assert abs(self.prices("relative.share_of_sum", "0.0625") - 500) < near
        # the mean of three: 0.6 × 300 ÷ (1,900 + x) = 0.4 × 0.2 at 2,250
        assert abs(self.prices("relative.average", "0.2") - 350) < near

    def test_a_clip_changes_the_answer_where_it_holds(self):
        # B has no points below x = 1,000: 0.6 × (2 − 900/x) = 0.4 × 0.3 at 500
        assert abs(
            self.prices("relative.linear_from_lowest", "0.3", other=2000, slope=1, clip="low") - 500
        ) < D("1e-9")
        assert self.prices("relative.linear_from_lowest", "0.3", other=2000, slope=1) is None, (
            "unclipped: 5,500"
        )

    def test_of_several_the_highest(self):
        # unclipped they are equal at 750; below 482 the cheaper has lost its points again
        assert abs(self.prices("relative.linear_from_lowest", "0.2", slope=1, clip="low") - 750) < D("1e-9")

    def test_equal_as_they_stand_is_the_lowest_price_there_is(self):
        # the middle of 700 and 900 is 800
        assert self.prices("relative.estimate_mixed", "0.1875", times=2, estimate=700) == 900
        assert self.prices("relative.lowest_price_ratio", "0.15") == 900  # 0.6 × (1 − 0.9) = 0.4 × 0.15

    def test_above_the_lowest_price_there_is_nobody_can_bid(self):
        assert self.prices("relative.lowest_price_ratio", "0.16") is None
        assert self.prices("relative.estimate_mixed", "0.1875", times=2, estimate=699) is None

    def test_cheaper_and_as_good_is_never_caught(self):
        assert self.prices("relative.lowest_price_ratio", 0) is None
        assert self.prices("relative.linear_from_lowest", 0, slope=1) is None
        assert self.prices("relative.estimate_mixed", 0, times=2, estimate=1000) is None

    @pytest.mark.parametrize("apart, lowest", [
        ("0.00033", "0.00099"), ("0.000303", "0.000909"), ("0.000294", None), ("0.00027", None)
    ])  # fmt: skip
    def test_it_is_looked_for_down_to_a_millionth_of_the_lowest(self, apart, lowest):
        # 0.6 × apart ÷ x = 0.4 × 0.5 at three times what they are apart
        at = self.prices("relative.linear_from_lowest", "0.5", other=900 + D(apart), slope=1, clip="high")
        assert (at is None) if lowest is None else abs(at / D(lowest) - 1) < D("1e-12")

    def test_prices_in_millions_are_prices_too(self):
        at = self.prices("relative.estimate_mixed", "0.1875", one="0.9", other="1", times=2, estimate=1)
        assert abs(at - D("0.6")) < D("1e-12")
        # below nothing there is nothing: at 0 and 100 they are equal as they stand
        assert self.prices("relative.estimate_mixed", "0.3", one=0, other=100, times=2, estimate=1000) is None

    def test_only_where_prices_are_held_against_each_other(self):
        with pytest.raises(CannotVary) as caught:
            self.prices("absolute.reference_price_ratio", "0.1", reference_price=1000)
        assert caught.value.facts["what"] == "lowest_price"


def test_bids_that_are_not_there_are_refused():
    with pytest.raises(NoBids):
        break_even(RATIO, [], ("A", "B"), Vary("weight", "price"))
    with pytest.raises(UnknownBid) as caught:
        break_even(RATIO, [offer("A", 1), offer("B", 2)], ("A", "C"), Vary("weight", "price"))
    assert caught.value.facts == {"bid": "C", "known": "A, B"}
