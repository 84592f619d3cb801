"""Before bids are scored: the price form and the life-cycle cost, thresholds, and questions about low prices."""

from dataclasses import replace
from decimal import Decimal as D

import pytest

from omlopp.domain.award.errors import (
    LineMissing,
    LineTwicePriced,
    MissingArgument,
    PartPriceTooLow,
    UnknownLine,
)
from omlopp.domain.award.evaluate import evaluate
from omlopp.domain.award.low_bid import two_ratio
from omlopp.domain.model.award import (
    AwardCriterion,
    AwardModel,
    Bid,
    LowBidQuestion,
    ModelLine,
    PriceLine,
    Threshold,
)
from omlopp.domain.model.lifecycle import LccLine, LccMethod

FAMILY = "monetised.fixed_amounts"
LINES = (ModelLine("chair", D(10), "Stol"), ModelLine("table", D(5)))
FORM = AwardModel(FAMILY, lines=LINES)


def filled(chair=20, table=40, **more):
    lines = (PriceLine("table", D(99), D(str(table))), PriceLine("chair", None, D(str(chair))))
    return Bid("A", "Alfa", lines=lines, **more)


def told(evaluation, *rules):
    return [(one.rule, one.inputs, one.output, one.words) for one in evaluation.trace if one.rule in rules]


class TestPriceForm:
    def test_published_quantities_times_the_bid_s_prices_in_the_form_s_order(self):
        found = evaluate(FORM, [filled()])
        assert found.comparison == {"A": 400}, "10 × 20 + 5 × 40, whatever quantity the bid wrote"
        assert told(found, "line", "sum_of_lines") == [
            ("line", {"quantity": 10, "unit_price": 20}, 200, {"bidder": "Alfa", "line": "chair"}),
            ("line", {"quantity": 5, "unit_price": 40}, 200, {"bidder": "Alfa", "line": "table"}),
            ("sum_of_lines", {}, 400, {"bidder": "Alfa"}),
        ]

    def test_a_price_beside_the_form_is_its_sum(self):
        assert evaluate(FORM, [filled(price=D(400))]).winner == "A"
        with pytest.raises(LineTwicePriced) as caught:
            evaluate(FORM, [filled(price=D(399))])
        assert caught.value.facts == {"bid": "A", "bidder": "Alfa", "price": 399, "lines": 400}

    def test_every_line_is_priced_and_no_other(self):
        with pytest.raises(LineMissing) as caught:
            evaluate(FORM, [replace(filled(), lines=filled().lines[:1])])
        assert caught.value.facts["line"] == "Stol"
        with pytest.raises(UnknownLine) as unknown:
            evaluate(FORM, [replace(filled(), lines=(*filled().lines, PriceLine("lamp", None, D(1))))])
        assert (unknown.value.facts["line"], unknown.value.facts["known"]) == ("lamp", "chair, table")

    def test_a_part_price_may_not_lie_under_the_least(self):
        with pytest.raises(PartPriceTooLow) as caught:
            evaluate(FORM, [filled(chair="-0.01")])
        assert caught.value.facts == {
            "bid": "A",
            "bidder": "Alfa",
            "line": "Stol",
            "price": D("-0.01"),
            "least": 0,
        }
        assert evaluate(FORM, [filled(chair=0)]).comparison == {"A": 200}
        free = replace(FORM, lines=(replace(LINES[0], least_unit_price=None), LINES[1]))
        assert evaluate(free, [filled(chair=-1)]).comparison == {"A": 190}
        floor = replace(FORM, lines=(LINES[0], replace(LINES[1], least_unit_price=D(41))))
        with pytest.raises(PartPriceTooLow) as caught:
            evaluate(floor, [filled()])
        assert (caught.value.facts["line"], caught.value.facts["least"]) == ("table", 41)


class TestLifeCycle:
    BUY = LccLine("buy", "investment", "once", "Inköp", asks_value="price")
    ENERGY = LccLine("el", "running", "yearly", "El", asks_quantity="kwh", unit_value=D(2))

    def test_the_cost_takes_the_price_s_place_and_each_line_is_a_step(self):
        own = AwardModel(FAMILY, lcc=LccMethod(3, D(0), (self.BUY, self.ENERGY)))
        found = evaluate(own, [Bid("A", "Alfa", price=D(100), lcc_inputs={"kwh": D(5)})])
        assert found.comparison == {"A": 130}, "100 and three years of ten kronor"
        assert told(found, "lcc_line", "lcc") == [
            ("lcc_line", {"years": 1, "rate_percent": 0}, 100, {"bidder": "Alfa", "line": "Inköp"}),
            ("lcc_line", {"years": 3, "rate_percent": 0}, 30, {"bidder": "Alfa", "line": "El"}),
            ("lcc", {"years": 3}, 130, {"bidder": "Alfa"}),
        ]
        half = AwardModel(FAMILY, lcc=LccMethod(3, D("0.03"), (self.BUY,)))
        assert told(evaluate(half, [Bid("A", price=D(100))]), "lcc_line")[0][1]["rate_percent"] == 3

    def test_the_sum_of_the_form_is_the_price_that_is_bought_for(self):
        own = AwardModel(FAMILY, lines=LINES, lcc=LccMethod(3, D(0), (self.BUY,)))
        assert evaluate(own, [filled()]).comparison == {"A": 400}

    def test_a_method_that_asks_no_price_needs_none(self):
        own = AwardModel(FAMILY, lcc=LccMethod(3, D(0), (self.ENERGY,)))
        assert evaluate(own, [Bid("A", lcc_inputs={"kwh": D(5)})]).comparison == {"A": 30}


class TestThresholds:
    STEPS = {"none": D(0), "half": D("0.5"), "all": D(1)}

    def own(self, *thresholds):
        names = ("reuse", "parts")
        return AwardModel(FAMILY, tuple(AwardCriterion(name, name.title(), value=D(10), levels=self.STEPS, threshold=one)
                                        for name, one in zip(names, thresholds, strict=True)))  # fmt: skip

    def bid(self, name, reuse, parts):
        return Bid(name, price=D(100), levels={"reuse": reuse, "parts": parts})

    def test_the_first_one_missed_is_named_and_the_others_go_on(self):
        least = Threshold(D("0.5"))
        found = evaluate(self.own(least, least), [
            self.bid("A", "none", "none"), self.bid("B", "all", "none"), self.bid("C", "half", "half")])  # fmt: skip
        assert found.rejected == {"A": "reuse", "B": "parts"} and found.rank == {"C": 1}
        assert told(found, "below_threshold")[0][1:] == (
            {"share_percent": 0, "least_percent": 50}, None, {"bidder": "A", "criterion": "Reuse"}
        )  # fmt: skip

    def test_one_that_only_takes_the_points_rejects_nobody(self):
        found = evaluate(self.own(Threshold(D(1), "zero"), None), [self.bid("A", "half", "half")])
        assert (found.rejected, found.comparison) == ({}, {"A": 95})

    def test_one_after_a_criterion_without_is_held_too(self):
        found = evaluate(self.own(None, Threshold(D("0.6"))), [self.bid("A", "none", "half")])
        assert found.rejected == {"A": "parts"}
        assert told(found, "below_threshold")[0][1] == {"share_percent": 50, "least_percent": 60}


class TestQuestions:
    """A low price is asked about, by the first rule it meets; nothing is rejected."""

    def asked(self, *rules, **prices):
        own = AwardModel(FAMILY, low_bid_questions=rules)
        return evaluate(own, [Bid(name, price=D(price)) for name, price in prices.items()])

    def test_under_the_mean_of_the_others(self):
        found = self.asked(LowBidQuestion("mean_of_others", D("0.3")), A=630, B=800, C=1000)
        assert found.questions == ("A",) and found.rank["A"] == 1
        assert told(found, "low_bid.mean_of_others") == [
            (
                "low_bid.mean_of_others",
                {"price": 630, "against": 900, "under_percent": 30},
                None,
                {"bidder": "A"},
            )
        ]
        assert self.asked(LowBidQuestion("mean_of_others", D("0.3")), A=631, B=800, C=1000).questions == ()

    def test_under_the_next_price_above_and_the_dearest_has_none_above(self):
        rule = LowBidQuestion("next", D("0.2"))
        assert self.asked(rule, A=400, B=500, C=1000).questions == ("A", "B")
        assert self.asked(rule, A=401, B=801, C=1000).questions == ("A",)
        assert self.asked(rule, A=500, B=500).questions == ()
        assert self.asked(LowBidQuestion("next", D(0)), A=500, B=500).questions == ("A", "B"), (
            "as low is next too"
        )

    def test_under_the_estimate_alone_or_not(self):
        rule = LowBidQuestion("estimate", D("0.1"), D(1000))
        assert self.asked(rule, A=900).questions == ("A",)
        assert self.asked(rule, A=901).questions == ()
        assert self.asked(LowBidQuestion("estimate", D("0.1")), A=1).questions == (), (
            "no estimate, no question"
        )
        assert self.asked(LowBidQuestion("mean_of_others", D(0)), A=1).questions == ()

    def test_one_question_each(self):
        found = self.asked(
            LowBidQuestion("estimate", D("0.1"), D(1000)), LowBidQuestion("next", D(0)), A=800, B=950
        )
        assert found.questions == ("A",)
        assert [one.rule for one in found.trace if one.rule.startswith("low_bid")] == ["low_bid.estimate"]
        turned = self.asked(
            LowBidQuestion("next", D("0.5")), LowBidQuestion("estimate", D("0.1"), D(1000)), A=800, B=950
        )
        assert turned.questions == ("A",)


class TestTwoRatios:
    """Criterion 0: 30 per cent under the mean of the others' opening prices; 1: 20 under the next final price."""

    @pytest.mark.parametrize("first, met", [(630, (0, 1)), (631, (1,)), (640, (1,)), (641, ()), (0, (0, 1))])
    def test_each_is_met_from_exactly_its_share(self, first, met):
        assert two_ratio([D(1), D(800), D(1000)], [D(first), D(800)], D("0.3"), D("0.2")) == met

    def test_one_may_be_met_without_the_other(self):
        assert two_ratio([D(1), D(1000)], [D(700), D(800)], D("0.3"), D("0.2")) == (0,)

    def test_free_bids_are_held_against_nothing(self):
        assert two_ratio([D(5), D(0)], [D(0), D(0)], D("0.3"), D("0.2")) == ()

    def test_two_of_each_are_needed(self):
        for opening, final in (([D(1)], [D(1), D(2)]), ([D(1), D(2)], [D(1)])):
            with pytest.raises(MissingArgument) as caught:
                two_ratio(opening, final, D("0.3"), D("0.2"))
            assert caught.value.facts["fields"] == ("opening", "final")
