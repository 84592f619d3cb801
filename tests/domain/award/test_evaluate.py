"""From results to places: what is admitted, how results are rounded, when two are equal, and what parts them."""

from dataclasses import replace
from decimal import Decimal as D

import pytest

from omlopp.domain.award.errors import SeveralLots, UnknownLot
from omlopp.domain.award.evaluate import evaluate
from omlopp.domain.model.award import AwardCriterion, AwardModel, Bid, NamedTwice, Threshold, digest
from tests.domain.award.examples import bid, model

GRADES = AwardModel("additive.weighted_grades", (AwardCriterion("grade", weight=D(1)),))
MONEY = AwardModel("monetised.fixed_amounts")
STEPS = {"none": D(0), "half": D("0.5"), "all": D(1)}


def graded(**grades):
    return [Bid(name, grades={"grade": D(grade)}) for name, grade in grades.items()]


def priced(**prices):
    return [Bid(name, f"{name} AB", price=D(str(price))) for name, price in prices.items()]


def rules(evaluation):
    return [step.rule for step in evaluation.trace]


class TestAdmitted:
    def test_the_id_that_stands_twice_is_named(self):
        with pytest.raises(NamedTwice) as caught:
            evaluate(MONEY, [*priced(A=1, B=2), Bid("B", price=D(3))])
        assert caught.value.facts == {"what": "bid", "id": "B"}

    def test_bids_on_one_lot_and_on_none_are_compared(self):
        both = [
            Bid("A", lot_id="LOT-1", price=D(1)),
            Bid("B", lot_id="LOT-1", price=D(2)),
            Bid("C", price=D(3)),
        ]
        assert evaluate(MONEY, both).winner == "A"
        assert evaluate(MONEY, both[:2], lots=["LOT-1", "LOT-2"]).winner == "A"
        with pytest.raises(SeveralLots) as caught:
            evaluate(MONEY, [replace(both[1], lot_id="LOT-2"), both[0]])
        assert caught.value.facts == {"lots": "LOT-1, LOT-2"}

    def test_a_lot_that_is_not_there_is_named_with_those_that_are(self):
        with pytest.raises(UnknownLot) as caught:
            evaluate(MONEY, [Bid("A", "Alfa", "LOT-3", D(1))], lots=["LOT-2", "LOT-1"])
        assert caught.value.facts == {"bid": "A", "bidder": "Alfa", "lot": "LOT-3", "known": "LOT-1, LOT-2"}


class TestPlaces:
    def test_the_lowest_comparison_price_or_the_highest_total_is_first(self):
        assert evaluate(MONEY, priced(A=30, B=10, C=20)).rank == {"A": 3, "B": 1, "C": 2}
        assert evaluate(GRADES, graded(A="0.3", B="0.1", C="0.2")).rank == {"A": 1, "B": 3, "C": 2}

    def test_two_on_one_place_leave_the_next_empty(self):
        found = evaluate(MONEY, priced(A=10, B=30, C=20, D=20, E=40))
        assert found.rank == {"A": 1, "C": 2, "D": 2, "B": 4, "E": 5}
        assert (found.winner, found.tied) == ("A", ())

    def test_a_shared_first_place_has_no_winner(self):
        found = evaluate(MONEY, priced(B=10, C=30, A=10))
        assert (found.winner, found.tied) == (None, ("B", "A")), "in the order they were given"
        assert found.rank == {"B": 1, "A": 1, "C": 3}
        assert (found.trace[-1].rule, found.trace[-1].words) == ("tied", {"bidders": "B AB, A AB"})

    def test_each_place_is_a_step_best_first(self):
        found = evaluate(MONEY, priced(A=30, B=10))
        assert [(step.bid, step.rule, step.inputs, step.output, step.words) for step in found.trace[-2:]] == [
            ("B", "rank_low", {"result": D(10)}, 1, {"bidder": "B AB", "currency": "SEK"}),
            ("A", "rank_low", {"result": D(30)}, 2, {"bidder": "A AB", "currency": "SEK"}),
        ]
        assert found.model_digest == digest(MONEY)

    @pytest.mark.parametrize("family, rule", [
        ("monetised.fixed_amounts", "rank_low"), ("relative.min_max", "rank_high"), ("priority.order", "rank_order"),
        ("ratio.quality_per_price", "rank_high_number"), ("value.cost_effectiveness", "rank_low_number"),
    ])  # fmt: skip
    def test_the_step_says_what_is_counted_and_which_end_is_best(self, family, rule):
        assert rules(evaluate(model(family), [bid(family, "A", D(9))]))[-1] == rule

    def test_nobody_above_the_threshold_leaves_nobody_to_rank(self):
        quality = AwardCriterion("reuse", value=D(9), levels=STEPS, threshold=Threshold(D("0.6")))
        own = AwardModel("monetised.fixed_amounts", (quality,))
        found = evaluate(own, [Bid("A", price=D(1), levels={"reuse": "half"})])
        assert (found.rejected, found.rank, found.winner) == ({"A": "reuse"}, {}, None)
        assert (found.model_digest, rules(found)) == (digest(own), ["below_threshold"])

    def test_coefficients_without_prices_rank_nobody(self):
        own = AwardModel("ratio.feature_coefficient", (AwardCriterion("reuse", steps=(D(0), D("0.2"))),))
        found = evaluate(own, [Bid("A", features={"reuse": D("0.2")})])
        assert (found.rank, found.coefficient, found.model_digest) == ({}, {"A": D("1.25")}, digest(own))


class TestRounding:
    """Half a step goes up, on either side of zero, before anything is ranked."""

    @pytest.mark.parametrize("price, value, step, rounded", [
        ("10.005", 0, "0.01", "10.01"), ("10.0049", 0, "0.01", "10.00"), ("12.5", 0, "5", "15"), ("12.4", 0, "5", "10"),
        ("0", "10.5", "1", "-10"), ("0", "10.6", "1", "-11"), ("10.005", 0, None, "10.005"),
    ])  # fmt: skip
    def test_to_the_step(self, price, value, step, rounded):
        quality = AwardCriterion("reuse", value=D(value), levels=STEPS)
        own = AwardModel("monetised.fixed_amounts", (quality,), rounding=D(step) if step else None)
        found = evaluate(own, [Bid("A", price=D(price), levels={"reuse": "all"})])
        assert found.comparison == {"A": D(rounded)}

    def test_points_are_not_rounded(self):
        found = evaluate(GRADES, graded(A="0.1234567", B="0.1234568"))
        assert found.winner == "B" and found.total["A"] == D("0.1234567")


class TestEqual:
    @pytest.mark.parametrize("other, shared", [
        ("0.999999999", True), ("0.9999999989", False), ("1", True), ("0.99", False)
    ])  # fmt: skip
    def test_a_billionth_of_the_larger_is_no_difference(self, other, shared):
        assert (evaluate(GRADES, graded(A="1", B=other)).winner is None) is shared
        low = replace(MONEY, rounding=None)
        assert (evaluate(low, priced(A=1000, B=D(other) * 1000)).winner is None) is shared

    def test_held_against_the_first_of_the_group_not_against_its_neighbour(self):
        chain = graded(A="1", B="0.9999999992", C="0.9999999984")
        assert evaluate(GRADES, chain).rank == {"A": 1, "B": 1, "C": 3}


class TestParted:
    """What the documents say parts bids that end equal, in its order. Lots are drawn by people."""

    OWN = AwardModel("monetised.fixed_amounts", (
        AwardCriterion("reuse", "Återbruk", value=D(100), levels=STEPS), AwardCriterion("parts", value=D(50), levels=STEPS)))  # fmt: skip
    BIDS = (
        Bid("A", price=D(100), levels={"reuse": "none", "parts": "none"}),
        Bid("B", price=D(150), levels={"reuse": "half", "parts": "none"}),
        Bid("C", price=D(150), levels={"reuse": "none", "parts": "all"}),
        Bid("D", price=D(250), levels={"reuse": "all", "parts": "all"}),
    )

    def parted(self, *ties, bids=BIDS):
        return evaluate(replace(self.OWN, ties=ties), bids)

    @pytest.mark.parametrize("ties, rank", [
        ((), "1111"), (("lot",), "1111"), (("lower_price",), "1224"), (("better:reuse",), "3231"),
        (("better:parts",), "3311"), (("better:parts", "lower_price"), "3412"), (("lower_price", "better:parts"), "1324"),
        (("better:parts", "lot", "lower_price"), "3311"), (("better:reuse", "better:parts"), "4231"),
    ])  # fmt: skip
    def test_all_four_compare_at_a_hundred(self, ties, rank):
        assert "".join(str(place) for place in self.parted(*ties).rank.values()) == rank

    def test_what_parted_them_is_told_and_what_did_not_is_not(self):
        found = self.parted("better:reuse", "lower_price")
        told = [(step.rule, step.words) for step in found.trace if step.rule.startswith("tie")]
        everybody = "A, B, C, D"
        assert told == [("tie_better", {"bidders": everybody, "criterion": "Återbruk"}),
                        ("tie_lower_price", {"bidders": everybody, "criterion": ""})]  # fmt: skip
        idle = self.parted("better:reuse", "better:parts", bids=self.BIDS[1:])
        assert [step.words["criterion"] for step in idle.trace if step.rule == "tie_better"] == ["Återbruk"]

    def test_lots_are_drawn_among_those_still_equal_only(self):
        found = self.parted("better:parts", "lot")
        drawn = [step.words["bidders"] for step in found.trace if step.rule == "tie_lot"]
        assert drawn == ["C, D", "A, B"] and found.tied == ("C", "D")
        alone = self.parted("lower_price", "lot")
        assert [step.words["bidders"] for step in alone.trace if step.rule == "tie_lot"] == ["B, C"]

    def test_a_bid_that_is_alone_on_its_place_needs_no_parting(self):
        found = self.parted("lower_price", bids=[self.BIDS[0], replace(self.BIDS[1], price=D(200))])
        assert not [rule for rule in rules(found) if rule.startswith("tie")]

    def test_in_points_too(self):
        own = AwardModel("additive.weighted_grades", (
            AwardCriterion("one", weight=D("0.5")), AwardCriterion("other", weight=D("0.5"))), ties=("better:other",))  # fmt: skip
        bids = [Bid("A", grades={"one": D("0.6"), "other": D("0.2")}),
                Bid("B", grades={"one": D("0.2"), "other": D("0.6")})]  # fmt: skip
        assert evaluate(own, bids).rank == {"A": 2, "B": 1}
        cheap = [replace(bids[0], price=D(9)), replace(bids[1], price=D(8))]
        assert evaluate(replace(own, ties=("lower_price",)), cheap).winner == "B"
        assert evaluate(replace(own, ties=("lower_price",)), bids).tied == ("A", "B"), (
            "no price, no lower one"
        )
