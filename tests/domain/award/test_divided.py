"""The families that divide, each worked by hand: quality per krona, price per quality, coefficients, one exponent."""

from dataclasses import replace
from decimal import Decimal as D

import pytest

from omlopp.domain.award.errors import (
    CriterionWithoutWeight,
    MissingArgument,
    NoCriteria,
    ParameterOutOfRange,
    WeightsDoNotSum,
    ZeroLowestPrice,
    ZeroQuality,
)
from omlopp.domain.award.evaluate import evaluate
from omlopp.domain.award.ratio import exponent, full_worth
from omlopp.domain.model.award import AwardCriterion, AwardModel, Bid, ParameterMissing, UnknownAwardCriterion

STEPS = {"none": D(0), "half": D("0.5"), "all": D(1)}
PRICE = AwardCriterion("price", weight=D("0.6"), price=True)


def qualities(reuse, parts):
    return tuple(
        AwardCriterion(name, weight=D(weight), levels=STEPS)
        for name, weight in (("reuse", reuse), ("parts", parts))
    )


ALONE, BESIDE = qualities("0.75", "0.25"), (PRICE, *qualities("0.3", "0.1"))
# Quality is 0.75 and 0.5, whether the price has a weight of its own or not.
A = Bid("A", "Alfa", price=D(1000), levels={"reuse": "all", "parts": "none"})
B = Bid("B", "Beta", price=D(800), levels={"reuse": "half", "parts": "half"})
NOTHING = Bid("C", "Noll", price=D(500), levels={"reuse": "none", "parts": "none"})


def last(evaluation, bid):
    return next(
        one for one in reversed(evaluation.trace) if one.bid == bid and not one.rule.startswith("rank")
    )


class TestQualityPerKrona:
    OWN = AwardModel("ratio.quality_per_price", ALONE, {"scale": D(1000)})

    @pytest.mark.parametrize("criteria", [ALONE, BESIDE])
    def test_a_thousand_times_quality_over_price(self, criteria):
        found = evaluate(replace(self.OWN, criteria=criteria), [A, B])
        assert (found.total, found.comparison) == ({"A": D("0.75"), "B": D("0.625")}, None)
        assert evaluate(replace(self.OWN, parameters={}), [A]).total == {"A": D("0.00075")}

    def test_each_step_is_told(self):
        found = evaluate(self.OWN, [A, B], field=[D(400)])
        assert [(one.rule, one.inputs, one.output) for one in found.trace[:2]] == [
            ("quality_share", {"weight_percent": 75, "share_percent": 100}, D("0.75")),
            ("quality_share", {"weight_percent": 25, "share_percent": 0}, 0),
        ]
        step = last(found, "A")
        assert (step.rule, step.output, step.words) == ("quality_per_price", D("0.75"), {"bidder": "Alfa"})
        assert step.inputs == {"best_quality": D("0.75"), "least_quality": D("0.5"), "lowest": 400,
                               "price": 1000, "quality": D("0.75"), "scale": 1000}  # fmt: skip

    def test_a_free_bid_is_refused_and_half_a_krona_is_not(self):
        with pytest.raises(ZeroLowestPrice) as caught:
            evaluate(self.OWN, [A, replace(B, price=D(0))])
        assert caught.value.facts == {"lowest": 0}
        assert evaluate(self.OWN, [A, replace(B, price=D("0.5"))]).winner == "B"

    @pytest.mark.parametrize("criteria, error", [
        ((), NoCriteria), ((PRICE,), NoCriteria), (qualities("0.75", "0.2"), WeightsDoNotSum),
        ((PRICE, *qualities("0.3", "0.2")), WeightsDoNotSum),
        ((*qualities("0.75", "0.25"), AwardCriterion("looks")), CriterionWithoutWeight),
    ])  # fmt: skip
    def test_weights_come_to_a_hundred_per_cent(self, criteria, error):
        with pytest.raises(error) as caught:
            evaluate(replace(self.OWN, criteria=criteria), [Bid("A", price=D(1))])
        if error is WeightsDoNotSum:
            assert caught.value.facts["sum_percent"] in (95, 110)

    def test_but_for_a_third_written_out(self):
        assert evaluate(replace(self.OWN, criteria=qualities("0.750000001", "0.25")), [A]).winner == "A"
        with pytest.raises(WeightsDoNotSum):
            evaluate(replace(self.OWN, criteria=qualities("0.7500000011", "0.25")), [A])


class TestBand:
    OWN = AwardModel("ratio.band", ALONE, {"scale": D(1000), "band": D("0.2")}, words={"decided_by": "parts"})

    def test_within_the_band_one_criterion_decides(self):
        # 0.75 and 0.625: four fifths of the best is 0.6; lifted to 0.75 × (1 + share of parts)
        found = evaluate(self.OWN, [A, B, replace(NOTHING, levels={"reuse": "none", "parts": "all"})])
        assert found.total == {"A": D("0.75"), "B": D("1.125"), "C": D("0.5")}
        (step,) = [one for one in found.trace if one.rule == "band"]
        assert step.inputs == {"band_percent": 20, "best": D("0.75")}
        assert step.words == {"bidders": "Alfa, Beta", "criterion": "parts"}

    def test_outside_it_the_ratio_does(self):
        found = evaluate(replace(self.OWN, parameters={"scale": D(1000), "band": D(0)}), [A, B])
        assert found.total == {"A": D("0.75"), "B": D("0.625")}

    @pytest.mark.parametrize("band", ["-0.1", "1", "1.5"])
    def test_a_band_is_a_share_below_the_whole(self, band):
        with pytest.raises(ParameterOutOfRange) as caught:
            evaluate(replace(self.OWN, parameters={"band": D(band)}), [A])
        assert caught.value.facts == {
            "fields": ("band",),
            "named": "band",
            "value": D(band),
            "above": 0,
            "below": 1,
        }
        assert evaluate(replace(self.OWN, parameters={"band": D("0.99")}), [A]).winner == "A"

    def test_what_decides_is_one_of_the_criteria(self):
        with pytest.raises(UnknownAwardCriterion):
            evaluate(replace(self.OWN, words={}), [A])


class TestUtilityIndex:
    """(1 − (best quality − own) × 0.4/0.6) × lowest price ÷ own price."""

    OWN = AwardModel("absolute.utility_index", BESIDE)

    def test_by_hand(self):
        found = evaluate(self.OWN, [A, B], field=[D(400)])
        assert abs(found.total["A"] - D("0.4")) < D("1e-20")
        assert abs(found.total["B"] - (1 - D("0.25") * 2 / 3) / 2) < D("1e-20")
        step = last(found, "B")
        assert step.rule == "utility_index" and abs(step.inputs["pull"] - D(2) / 3) < D("1e-20")

    def test_price_must_weigh_something(self):
        with pytest.raises(CriterionWithoutWeight) as caught:
            evaluate(replace(self.OWN, criteria=ALONE), [A])
        assert caught.value.facts == {"criterion": "pris"}
        half = (replace(PRICE, weight=D("0.5")), *qualities("0.25", "0.25"))
        assert evaluate(replace(self.OWN, criteria=half), [A]).total == {"A": 1}


class TestPriceOverQuality:
    RELATIVE = AwardModel("value.relative_cost", BESIDE, rounding=None)
    OWN = AwardModel("value.cost_effectiveness", ALONE)

    def test_relative_to_the_best_and_the_weakest(self):
        found = evaluate(self.RELATIVE, [A, B])
        # 1,000 × (0.5 + 0.75) ÷ (0.75 + 0.75) and 800 × 1.25 ÷ 1.25
        assert abs(found.comparison["A"] - D(2500) / 3) < D("1e-20")
        assert abs(found.comparison["B"] - 800) < D("1e-20")
        assert (last(found, "A").rule, found.total) == ("relative_cost", None)

    def test_or_straight(self):
        found = evaluate(self.OWN, [A, B])
        assert found.comparison == {"A": D("1333.33"), "B": 1600}
        assert last(found, "B").rule == "cost_effectiveness"
        assert evaluate(self.OWN, [A, replace(B, price=D(0))]).winner == "B", "a free bid is lawful here"

    def test_no_quality_at_all_is_refused_where_it_divides(self):
        with pytest.raises(ZeroQuality) as caught:
            evaluate(self.OWN, [A, NOTHING])
        assert caught.value.facts == {"bid": "C", "bidder": "Noll"}
        assert evaluate(self.RELATIVE, [A, NOTHING]).rank == {"A": 1, "C": 1}, "1,000 × 0.75/1.5 and 500"
        with pytest.raises(ZeroQuality):
            evaluate(self.RELATIVE, [NOTHING])


class TestWorth:
    """Money per full mark that keeps the ratio: weight × what a whole quality is worth at the own price."""

    @pytest.mark.parametrize("own, reuse", [
        (TestQualityPerKrona.OWN, {"A": 1000, "B": 1200}),  # 0.75 × 1,000 ÷ 0.75 and 0.75 × 800 ÷ 0.5
        (TestPriceOverQuality.OWN, {"A": 1000, "B": 1200}),
        (TestPriceOverQuality.RELATIVE, {"A": 500, "B": 480}),  # ÷ (0.75 + 0.75) and (0.5 + 0.75)
        (TestUtilityIndex.OWN, {"A": 500, "B": 480}),  # 0.75 × 1,000 × 2/3 and 0.75 × 800 × 2/3 ÷ (1 − 0.25 × 2/3)
    ], ids=lambda one: getattr(one, "family", ""))  # fmt: skip
    def test_by_hand(self, own, reuse):
        found = full_worth(own, own.criterion("reuse"), [A, B])
        assert {name: round(value, 20) for name, value in found.items()} == reuse

    def test_where_it_divides_by_nothing_there_is_none(self):
        for own in (TestQualityPerKrona.OWN, TestPriceOverQuality.RELATIVE):
            assert full_worth(own, own.criterion("reuse"), [NOTHING]) == {}
        # (best − own) × pull is 1 when the price weighs half and the one has all, the other nothing
        even = replace(
            TestUtilityIndex.OWN, criteria=(replace(PRICE, weight=D("0.5")), *qualities("0.5", "0"))
        )
        best = replace(A, levels={"reuse": "all", "parts": "none"})
        assert full_worth(even, even.criterion("reuse"), [best, NOTHING]) == {"A": 1000}

    @pytest.mark.parametrize("family", ["ratio.feature_coefficient", "absolute.superformula"])
    def test_some_have_none(self, family):
        assert full_worth(AwardModel(family), ALONE[0], [A]) == {}


class TestCoefficient:
    """1 + what is declared ÷ (1 − the most that can be); the price is divided by it."""

    OWN = AwardModel("ratio.feature_coefficient", (
        AwardCriterion("reuse", steps=(D(0), D("0.1"), D("0.15"))), AwardCriterion("parts", steps=(D(0), D("0.05")))))  # fmt: skip

    def test_by_hand(self):
        found = evaluate(self.OWN, [Bid("A", "Alfa", price=D(1000), features={"reuse": D("0.15"), "parts": D("0.05")}),
                                    Bid("B", price=D("900.004"), features={"reuse": D(0)})])  # fmt: skip
        assert (found.sum_of_maxima, found.coefficient) == (D("0.2"), {"A": D("1.25"), "B": 1})
        assert found.comparison == {"A": 800, "B": 900}
        assert [(one.rule, one.inputs, one.output) for one in found.trace[:2]] == [
            ("coefficient", {"declared": D("0.2"), "maxima": D("0.2")}, D("1.25")),
            ("comparison_coefficient", {"price": 1000, "coefficient": D("1.25")}, 800),
        ]

    def test_a_comparison_price_goes_up_from_half_an_ore(self):
        exact = replace(self.OWN, rounding=None)
        for price, whole in (("10.005", "10.01"), ("10.0049", "10.00")):
            assert evaluate(exact, [Bid("A", price=D(price))]).comparison == {"A": D(whole)}

    def test_a_coefficient_may_be_given_ready_made(self):
        found = evaluate(self.OWN, [Bid("A", price=D(1000), coefficient=D("0.8"))])
        assert found.comparison == {"A": 1250} and found.trace[0].rule == "coefficient_given"
        with pytest.raises(ParameterOutOfRange) as caught:
            evaluate(self.OWN, [Bid("A", price=D(1), coefficient=D(0))])
        assert (caught.value.facts["value"], caught.value.facts["above"]) == (0, 0)

    def test_one_price_that_is_not_known_leaves_all_unranked(self):
        found = evaluate(self.OWN, [Bid("A", price=D(1000)), Bid("B")])
        assert (found.comparison, found.rank, found.coefficient) == (None, {}, {"A": 1, "B": 1})

    def test_only_what_can_be_declared_is(self):
        with pytest.raises(ParameterOutOfRange) as caught:
            evaluate(self.OWN, [Bid("A", price=D(1), features={"reuse": D("0.12")})])
        assert caught.value.facts == {
            "fields": ("reuse",), "named": "reuse", "value": D("0.12"), "above": 0, "below": D("0.15")
        }  # fmt: skip

    @pytest.mark.parametrize("most, lawful", [("0.94", True), ("0.95", False), ("0.96", False)])
    def test_the_most_there_is_leaves_room_for_the_price(self, most, lawful):
        own = replace(
            self.OWN, criteria=(AwardCriterion("reuse", steps=(D(0), D(most))), self.OWN.criteria[1])
        )
        if lawful:
            assert evaluate(own, [Bid("A", price=D(1))]).winner == "A"
        else:
            with pytest.raises(ParameterOutOfRange) as caught:
                evaluate(own, [Bid("A", price=D(1))])
            told = caught.value.facts
            assert (told["value"], told["above"], told["below"]) == (D(most) + D("0.05"), 0, 1)

    def test_a_criterion_without_steps_is_refused(self):
        with pytest.raises(MissingArgument) as caught:
            evaluate(replace(self.OWN, criteria=(AwardCriterion("reuse", "Återbruk"),)), [Bid("A")])
        assert (caught.value.facts["fields"], caught.value.facts["where"]) == (("steps",), "Återbruk")


class TestSuperformula:
    """With full quality q(1 + a) judged equal to the reference at price p(1 + b): (Q/q)^n + (P/p)^−n = 2."""

    OWN = AwardModel("absolute.superformula", parameters={
        "reference_price": D(1000), "reference_quality": D("0.5"), "full_quality": D(1), "full_quality_price": D(1500)})  # fmt: skip

    def at(self, **changes):
        return replace(
            self.OWN,
            parameters={**self.OWN.parameters, **{name: D(str(own)) for name, own in changes.items()}},
        )

    def test_twice_the_quality_for_one_and_a_half_times_the_price_is_an_exponent_of_minus_one(self):
        assert exponent(self.OWN) == -1  # 1/2 + 3/2 = 2
        found = evaluate(
            self.OWN, [Bid("A", price=D(1000), quality=D("0.5")), Bid("B", price=D(1200), quality=D("0.8"))]
        )
        # 0.5/0.8 + 1,200/1,000; with a negative exponent low is good
        assert (
            found.exponent == -1
            and round(found.total["B"], 25) == D("1.825")
            and round(found.total["A"], 25) == 2
        )
        assert found.winner == "B"
        step = last(found, "B")
        assert {name: round(value, 20) for name, value in step.inputs.items()} == {
            "price": 1200, "quality": D("0.8"), "for_quality": D("0.625"), "for_price": D("1.2")
        }  # fmt: skip
        assert (found.trace[0].rule, found.trace[0].output) == ("exponent", -1)

    @pytest.mark.parametrize("full_quality, full_price", [("1", "4000"), ("0.6", "1500"), ("0.501", "3000"), ("1", "1001"),
                                                          ("1", "1990"), ("1", "2010")])  # fmt: skip
    def test_the_exponent_solves_its_equation_and_has_the_sign_of_what_grows_most(
        self, full_quality, full_price
    ):
        own = self.at(full_quality=full_quality, full_quality_price=full_price)
        n, quality, price = exponent(own), D(full_quality) / D("0.5"), D(full_price) / 1000
        assert abs((n * quality.ln()).exp() + (-n * price.ln()).exp() - 2) < D("1e-24")
        assert n and (n > 0) is (price > quality)
        same = [
            Bid("A", price=D(1000), quality=D("0.5")),
            Bid("B", price=D(full_price), quality=D(full_quality)),
        ]
        both = evaluate(own, [*same, Bid("C", price=D(1000), quality=D("0.51"))])
        assert both.winner == "C" and both.rank["A"] == both.rank["B"] == 2, "the two are judged equal"

    @pytest.mark.parametrize("changes", [
        {"full_quality": "0.5"}, {"full_quality": "0.4"}, {"full_quality_price": 1000}, {"full_quality_price": 900},
        {"full_quality_price": 2000},
    ])  # fmt: skip
    def test_a_pair_that_says_nothing_is_refused(self, changes):
        with pytest.raises(ParameterOutOfRange) as caught:
            evaluate(self.at(**changes), [Bid("A", price=D(1), quality=D(1))])
        assert caught.value.facts["fields"] == ("full_quality", "full_quality_price")
        assert (caught.value.facts["above"], caught.value.facts["below"]) == (0, "")

    @pytest.mark.parametrize("name", sorted(OWN.parameters))
    def test_every_parameter_is_there_and_above_zero(self, name):
        with pytest.raises(ParameterOutOfRange) as caught:
            evaluate(self.at(**{name: 0}), [Bid("A", price=D(1), quality=D(1))])
        assert (caught.value.facts["fields"], caught.value.facts["value"], caught.value.facts["above"]) == (
            (name,),
            0,
            0,
        )
        less = {other: own for other, own in self.OWN.parameters.items() if other != name}
        with pytest.raises(ParameterMissing):
            evaluate(replace(self.OWN, parameters=less), [Bid("A", price=D(1), quality=D(1))])

    def test_prices_in_millions_are_prices_too(self):
        assert evaluate(
            self.at(reference_price=1, full_quality_price="1.5"), [Bid("A", price=D("0.5"), quality=D(1))]
        ).winner

    def test_what_a_bid_must_have(self):
        for bid, error in ((Bid("A", "Alfa", price=D(9)), MissingArgument), (Bid("A", price=D(0), quality=D(1)), ZeroLowestPrice),
                           (Bid("A", "Alfa", price=D(9), quality=D(0)), ZeroQuality)):  # fmt: skip
            with pytest.raises(error) as caught:
                evaluate(self.OWN, [bid])
            if error is MissingArgument:
                assert (caught.value.facts["fields"], caught.value.facts["where"]) == (("quality",), "Alfa")
