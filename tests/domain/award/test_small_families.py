"""The price form, the order of priority, what each family says of itself; and who wins when weights are drawn."""

from decimal import Decimal as D

import pytest

from omlopp.domain.award.errors import MissingArgument, MissingLines, NoCriteria, UnknownFamily
from omlopp.domain.award.evaluate import evaluate
from omlopp.domain.award.families import FAMILIES, family_of
from omlopp.domain.award.smaa import indices
from omlopp.domain.award.worth import worth
from omlopp.domain.model.award import AmountNotAllowed, AwardCriterion, AwardModel, Bid, PriceLine
from tests.domain.award.examples import EVERY, model

STEPS = {"none": D(0), "half": D("0.5"), "all": D(1)}


class TestPriceForm:
    OWN = AwardModel("price.basket_sum", (AwardCriterion("reuse"),))

    def bid(self, *lines):
        return Bid(
            "A", "Alfa", lines=tuple(PriceLine(str(n), q and D(q), D(u)) for n, (q, u) in enumerate(lines))
        )

    def test_quantity_times_unit_price_line_by_line(self):
        found = evaluate(self.OWN, [self.bid(("3", "0.5"), ("2", "10"))])
        assert found.line_sums == {"A": {"0": D("1.5"), "1": 20}} and found.comparison == {"A": D("21.5")}
        assert [(one.rule, one.inputs, one.output, one.words) for one in found.trace[:3]] == [
            ("line", {"quantity": 3, "unit_price": D("0.5")}, D("1.5"), {"bidder": "Alfa", "line": "0"}),
            ("line", {"quantity": 2, "unit_price": 10}, 20, {"bidder": "Alfa", "line": "1"}),
            ("comparison_lines", {}, D("21.5"), {"bidder": "Alfa"}),
        ]
        assert [(one.low, one.high) for one in worth(self.OWN, [self.bid(("3", "1"))])] == [(0, 0)]

    def test_free_lines_are_lawful_and_none_below(self):
        assert evaluate(self.OWN, [self.bid(("3", "0"))]).comparison == {"A": 0}
        assert evaluate(self.OWN, [self.bid(("3", "0.5"))]).comparison == {"A": D("1.5")}
        for line in (("3", "-0.01"), (None, "1")):
            with pytest.raises(AmountNotAllowed) as caught:
                evaluate(self.OWN, [self.bid(line)])
            assert caught.value.facts["where"] == "0"
        with pytest.raises(MissingLines):
            evaluate(self.OWN, [self.bid()])


class TestPriority:
    OWN = AwardModel(
        "priority.order",
        (AwardCriterion("reuse", "Återbruk", levels=STEPS), AwardCriterion("price", price=True)),
    )

    def test_the_next_counts_where_the_first_is_equal(self):
        bids = [Bid(name, price=D(price), levels={"reuse": level}) for name, price, level in (
            ("A", 90, "half"), ("B", 100, "all"), ("C", 80, "half"), ("D", 80, "half"), ("E", 10, "none"))]  # fmt: skip
        found = evaluate(self.OWN, bids)
        assert found.comparison == {"A": 3, "B": 1, "C": 2, "D": 2, "E": 4}
        assert found.rank == {"A": 4, "B": 1, "C": 2, "D": 2, "E": 5}
        assert [(one.rule, one.inputs, one.output) for one in found.trace[:2]] == [
            ("priority_share", {"share_percent": 50}, D("0.5")), ("price", {"price": 90}, 90)
        ]  # fmt: skip
        assert [one.words for one in found.trace if one.rule == "priority"] == [
            {"criteria": "Återbruk, price"}
        ]

    def test_no_criteria_no_order(self):
        with pytest.raises(NoCriteria):
            evaluate(AwardModel("priority.order"), [Bid("A")])


class TestWhatFamiliesSay:
    def test_which_count_on_weights_and_which_end_wins(self):
        unweighted = {name for name in EVERY if not FAMILIES[name].weighted}
        assert unweighted == {
            "monetised.fixed_amounts", "price.basket_sum", "monetised.level_discount", "monetised.environmental_cost",
            "ratio.feature_coefficient", "absolute.superformula", "priority.order",
        }  # fmt: skip
        lowest = {name for name in EVERY if FAMILIES[name].lowest_wins(model(name))}
        assert lowest == {name for name in EVERY if name.startswith(("monetised.", "value.", "price."))} | {
            "ratio.feature_coefficient", "priority.order", "absolute.superformula"
        }  # fmt: skip

    def test_which_look_at_other_bids(self):
        assert {name for name in EVERY if FAMILIES[name].relative} == {
            name for name in EVERY if name.startswith("relative.")
        } | {"ratio.band", "absolute.utility_index", "value.relative_cost"}

    def test_which_have_a_price_score_and_which_of_those_a_tie_that_can_be_solved(self):
        scored = {name for name in EVERY if FAMILIES[name].price_scores}
        assert scored == {name for name in EVERY if FAMILIES[name].counts_in == "points"} - {
            "additive.weighted_grades"
        }
        assert {name for name in scored if FAMILIES[name].tie_at_lowest_price} == {
            "relative.lowest_price_ratio", "relative.linear_from_lowest", "relative.n_times_lowest", "relative.log_price"
        }  # fmt: skip

    @pytest.mark.parametrize("family", [
        "monetised.level_discount", "monetised.environmental_cost", "priority.order", "expression", "additive.weighted_grades"
    ])  # fmt: skip
    def test_some_give_a_quality_no_worth_in_money(self, family):
        assert FAMILIES[family].full_worth(model(family), AwardCriterion("x"), [Bid("A", price=D(9))]) == {}

    def test_a_family_that_is_not_there(self):
        with pytest.raises(UnknownFamily) as caught:
            family_of("price.guess")
        assert caught.value.facts["known"].startswith("monetised.fixed_amounts, ")


class TestDrawnWeights:
    """Two criteria, three alternatives, four draws of weights; who wins, and how surely."""

    NAMES = ("a", "b", "c")
    TABLE = [[D(10), D(0)], [D(0), D(10)], [D(4), D(4)]]
    WEIGHTS = [[D("0.9"), D("0.1")], [D("0.7"), D("0.3")], [D("0.5"), D("0.5")], [D("0.2"), D("0.8")]]
    # totals: 9 1 4 · 7 3 4 · 5 5 4 · 2 8 4

    def found(self):
        return indices(self.NAMES, [self.TABLE] * 4, self.WEIGHTS)

    def test_how_often_each_is_at_each_place_equals_sharing_the_better(self):
        assert self.found().rank_acceptability == {
            "a": [D("0.75"), 0, D("0.25")], "b": [D("0.5"), 0, D("0.5")], "c": [0, D("0.75"), D("0.25")]
        }  # fmt: skip

    def test_how_often_one_ranks_before_another(self):
        assert self.found().pairwise_winning == {
            "a": {"b": D("0.5"), "c": D("0.75")}, "b": {"a": D("0.25"), "c": D("0.5")},
            "c": {"a": D("0.25"), "b": D("0.5")},
        }  # fmt: skip

    def test_the_middle_of_the_weights_that_make_it_win_and_how_sure_it_is_there(self):
        found = self.found()
        assert found.central_weights == {"a": [D("0.7"), D("0.3")], "b": [D("0.35"), D("0.65")], "c": None}
        assert found.confidence_factor == {"a": 1, "b": 1, "c": None}
        moved = indices(self.NAMES, [self.TABLE, [[D(1), D(1)], *self.TABLE[1:]]], self.WEIGHTS[:2])
        # the second time a has 1 whatever the weights, b 3 and c 4
        assert moved.central_weights["a"] == self.WEIGHTS[0] and moved.confidence_factor["a"] == D("0.5")

    @pytest.mark.parametrize("values, weights, fields", [
        ([], [], ("values", "weights")), ([TABLE], WEIGHTS, ("values", "weights")), ([TABLE[:2]], WEIGHTS[:1], ("values",)),
        ([[*TABLE[:2], [D(1)]]], WEIGHTS[:1], ("values",)),
    ])  # fmt: skip
    def test_every_draw_has_every_alternative_and_every_criterion(self, values, weights, fields):
        with pytest.raises(MissingArgument) as caught:
            indices(self.NAMES, values, weights)
        assert caught.value.facts["fields"] == fields
