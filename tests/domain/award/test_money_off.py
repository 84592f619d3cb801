"""The families in money, each worked by hand: what is taken off, what is added, and every step as it is told."""

from dataclasses import replace
from decimal import Decimal as D

import pytest

from omlopp.domain.award.errors import (
    CannotVary,
    CriterionWithoutValue,
    CriterionWithoutWeight,
    MissingArgument,
    UnknownLevel,
)
from omlopp.domain.award.evaluate import evaluate
from omlopp.domain.award.monetised import price_weight
from omlopp.domain.award.worth import worth
from omlopp.domain.model.award import AwardCriterion, AwardModel, Bid, ParameterMissing

STEPS = {"none": D(0), "half": D("0.5"), "all": D(1)}
PRICE = AwardCriterion("price", weight=D("0.6"), price=True)
WEIGHED = (AwardCriterion("reuse", "Återbruk", weight=D("0.3"), levels=STEPS, level_texts={"all": "Allt"}),
           AwardCriterion("parts", weight=D("0.06"), levels=STEPS))  # fmt: skip
A = Bid("A", "Alfa", price=D(1000), levels={"reuse": "all", "parts": "none"})
B = Bid("B", "Beta", price=D(800), levels={"reuse": "half", "parts": "all"})


def steps(evaluation, bid):
    return [(one.rule, dict(one.inputs), one.output) for one in evaluation.trace if one.bid == bid][:-1]


class TestFixedAmounts:
    OWN = AwardModel("monetised.fixed_amounts", (
        AwardCriterion("reuse", value=D(300), levels=STEPS), AwardCriterion("parts", value=D(100), levels=STEPS)))  # fmt: skip

    def test_every_column(self):
        found = evaluate(self.OWN, [A, B])
        assert found.comparison == {"A": 700, "B": 550}
        assert found.deduction == {"A": {"reuse": 300, "parts": 0}, "B": {"reuse": 150, "parts": 100}}
        assert found.deduction_sum == {"A": 300, "B": 250}
        assert found.max_deduction == {name: {"reuse": 300, "parts": 100} for name in "AB"}
        assert found.level_values == {"reuse": {"none": 0, "half": 150, "all": 300},
                                      "parts": {"none": 0, "half": 50, "all": 100}}  # fmt: skip

    def test_a_cap_is_told_when_it_holds_and_only_then(self):
        held = evaluate(replace(self.OWN, most_deducted_share=D("0.25")), [A, B])
        assert held.comparison == {"A": 750, "B": 600}
        assert ("capped", {"cap_percent": 25, "earned": 300, "price": 1000}, 250) in steps(held, "A")
        assert steps(held, "A")[-1] == ("comparison", {"price": 1000, "deductions": 250}, 750)
        exactly = evaluate(replace(self.OWN, most_deducted_share=D("0.3")), [A])
        assert exactly.comparison == {"A": 700}
        assert "capped" not in [one.rule for one in exactly.trace]

    def test_a_quality_without_value_is_refused(self):
        with pytest.raises(CriterionWithoutValue):
            evaluate(replace(self.OWN, criteria=WEIGHED), [A])


class TestShareOfOwnPrice:
    OWN = AwardModel("monetised.percent_of_own_price", WEIGHED)

    def test_the_dearer_bid_earns_more_for_the_same(self):
        found = evaluate(self.OWN, [A, B])
        assert found.max_deduction == {"A": {"reuse": 300, "parts": 60}, "B": {"reuse": 240, "parts": 48}}
        assert found.deduction == {"A": {"reuse": 300, "parts": 0}, "B": {"reuse": 120, "parts": 48}}
        assert found.comparison == {"A": 700, "B": 632}
        assert found.level_values is None

    def test_each_step_is_told_with_names_and_level_text(self):
        found = evaluate(self.OWN, [A])
        assert steps(found, "A") == [
            ("price", {"price": 1000}, 1000),
            ("deduction", {"value": 300, "share_percent": 100}, 300),
            ("deduction", {"value": 60, "share_percent": 0}, 0),
            ("comparison", {"price": 1000, "deductions": 300}, 700),
        ]
        assert found.trace[1].words == {
            "bidder": "Alfa", "criterion": "Återbruk", "level": "all", "level_text": "Allt"
        }  # fmt: skip

    def test_a_quality_without_weight_is_refused(self):
        with pytest.raises(CriterionWithoutWeight) as caught:
            evaluate(replace(self.OWN, criteria=(WEIGHED[0], AwardCriterion("parts", levels=STEPS))), [A])
        assert caught.value.facts == {"criterion": "parts"}


class TestMarkUpForWhatIsMissing:
    """Weight over the price's weight, times the own price: 0.3/0.6 and 0.06/0.6."""

    OWN = AwardModel("monetised.markup_for_missing", (PRICE, *WEIGHED))

    def test_what_is_missing_is_added(self):
        found = evaluate(self.OWN, [A, B])
        assert found.max_deduction == {"A": {"reuse": 500, "parts": 100}, "B": {"reuse": 400, "parts": 80}}
        assert found.deduction == {"A": {"reuse": 0, "parts": -100}, "B": {"reuse": -200, "parts": 0}}
        assert found.comparison == {"A": 1100, "B": 1000}
        assert steps(found, "A")[2] == ("markup", {"value": 100, "share_percent": 0}, -100)

    def test_it_divides_by_the_weight_of_price(self):
        for own in (
            self.OWN,
            replace(self.OWN, family="monetised.quality_margin", parameters={"estimate": D(6)}),
        ):
            none = replace(own, criteria=(replace(PRICE, weight=D(0)), *WEIGHED))
            with pytest.raises(CriterionWithoutWeight) as caught:
                evaluate(none, [A])
            assert caught.value.facts == {"criterion": "pris"}
            assert (
                evaluate(replace(none, criteria=(replace(PRICE, weight=D("0.5")), *WEIGHED)), [A]).winner
                == "A"
            )


class TestMarginOverTheWeakest:
    """An estimate of 600 over a price weight of 0.6: a whole share is worth 1,000 times its weight."""

    OWN = AwardModel("monetised.quality_margin", (PRICE, *WEIGHED), {"estimate": D(600)})

    def test_the_weakest_pays_its_price_and_the_others_less(self):
        found = evaluate(self.OWN, [A, B])
        # A has 0.3, B 0.15 + 0.06
        assert found.comparison == {"A": 910, "B": 800}
        assert found.max_deduction == {name: {"reuse": 300, "parts": 60} for name in "AB"}
        assert steps(found, "A")[3:] == [
            ("margin", {"least": 210}, 90), ("comparison", {"price": 1000, "deductions": 90}, 910)
        ]  # fmt: skip
        assert steps(found, "B")[3] == ("margin", {"least": 210}, 0)

    def test_a_lone_bid_pays_its_price(self):
        assert evaluate(self.OWN, [A]).comparison == {"A": 1000}

    def test_an_estimate_is_needed(self):
        with pytest.raises(ParameterMissing):
            evaluate(replace(self.OWN, parameters={}), [A])


@pytest.mark.parametrize("criteria, weight", [
    ((PRICE, *WEIGHED), "0.6"), (WEIGHED, "0.64"), ((AwardCriterion("price", price=True), *WEIGHED), "0.64"),
    ((replace(PRICE, weight=D(0)), *WEIGHED), "0"),
])  # fmt: skip
def test_the_weight_of_price_is_the_one_stated_or_what_the_qualities_leave(criteria, weight):
    assert price_weight(AwardModel("monetised.markup_for_missing", criteria)) == D(weight)


class TestLadder:
    OWN = AwardModel("monetised.level_discount", ladder={"0": D(0), "3": D("0.03"), "5": D("0.05")})
    AMOUNTS = replace(OWN, ladder={"0": D(0), "5": D(40)}, words={"method": "amount"})

    def test_a_level_takes_off_its_share_of_the_own_price(self):
        found = evaluate(self.OWN, [Bid("A", price=D(1000), level="5"), Bid("B", price=D(960), level="0")])
        assert (found.comparison, found.deduction_sum) == ({"A": 950, "B": 960}, {"A": 50, "B": 0})
        assert steps(found, "A") == [
            ("price", {"price": 1000}, 1000), ("ladder_share", {"price": 1000, "share_percent": 5}, 50),
            ("comparison", {"price": 1000, "deductions": 50}, 950),
        ]  # fmt: skip
        assert found.trace[0].words == {"bidder": "A", "level": "5"}
        assert evaluate(
            replace(self.OWN, words={"method": "share"}), [Bid("A", price=D(100), level="3")]
        ).comparison == {"A": 97}

    def test_or_an_amount(self):
        found = evaluate(self.AMOUNTS, [Bid("A", price=D(1000), level="5")])
        assert found.comparison == {"A": 960}
        assert steps(found, "A")[1] == ("ladder_amount", {"price": 1000}, 40)

    def test_what_is_missing_or_unknown_is_named(self):
        with pytest.raises(MissingArgument) as caught:
            evaluate(self.OWN, [Bid("A", "Alfa", price=D(1))])
        assert (caught.value.facts["fields"], caught.value.facts["where"]) == (("level",), "Alfa")
        with pytest.raises(UnknownLevel) as unknown:
            evaluate(self.OWN, [Bid("A", price=D(1), level="4")])
        assert (unknown.value.facts["level"], unknown.value.facts["known"]) == ("4", "0, 3, 5")
        for broken, field in (
            (replace(self.OWN, ladder={}), "levels"),
            (replace(self.OWN, words={"method": "x"}), "method"),
        ):
            with pytest.raises(MissingArgument) as caught:
                evaluate(broken, [Bid("A", price=D(1), level="5")])
            assert caught.value.facts["fields"] == (field,)


class TestEnvironmentalCost:
    OWN = AwardModel("monetised.environmental_cost", parameters={"factor": D("1.5")})

    def test_it_is_added_to_the_price_times_a_factor(self):
        found = evaluate(self.OWN, [Bid("A", price=D(1000), features={"mki": D(200)})])
        assert found.comparison == {"A": 1300}
        assert steps(found, "A") == [
            ("price", {"price": 1000}, 1000), ("environmental_cost", {"factor": D("1.5"), "mki": 200}, 300),
            ("comparison_added", {"price": 1000, "added": 300}, 1300),
        ]  # fmt: skip

    def test_the_factor_and_each_bid_s_number_are_needed(self):
        with pytest.raises(ParameterMissing):
            evaluate(replace(self.OWN, parameters={}), [Bid("A", price=D(1), features={"mki": D(2)})])
        with pytest.raises(MissingArgument) as caught:
            evaluate(self.OWN, [Bid("A", "Alfa", price=D(1))])
        assert (caught.value.facts["fields"], caught.value.facts["where"]) == (("mki",), "Alfa")


@pytest.mark.parametrize("own", [
    TestShareOfOwnPrice.OWN, TestMarkUpForWhatIsMissing.OWN, TestMarginOverTheWeakest.OWN, TestLadder.OWN,
    TestEnvironmentalCost.OWN,
], ids=lambda one: one.family)  # fmt: skip
def test_a_cap_belongs_to_fixed_amounts(own):
    with pytest.raises(CannotVary):
        evaluate(replace(own, most_deducted_share=D("0.5")), [Bid("A", price=D(1000))])


@pytest.mark.parametrize("own, reuse", [
    (TestFixedAmounts.OWN, {"A": 300, "B": 300}), (TestShareOfOwnPrice.OWN, {"A": 300, "B": 240}),
    (TestMarkUpForWhatIsMissing.OWN, {"A": 500, "B": 400}), (TestMarginOverTheWeakest.OWN, {"A": 300, "B": 300}),
], ids=lambda one: getattr(one, "family", ""))  # fmt: skip
def test_what_a_full_mark_is_worth_to_each(own, reuse):
    assert next(one for one in worth(own, [A, B]) if one.criterion == "reuse").per_bid == reuse
