"""Which way a typed formula runs: shown for every price and share, or not shown at all."""

from dataclasses import replace
from decimal import Decimal as D

import pytest

from omlopp.domain.award.formula_slopes import degree, falls_in_price, moves_with_price, rises_in_quality
from tests.domain.award.examples import model

LOW, HIGH = D(100), D(1000)


def typed(formula, better="low", **numbers):
    """Two qualities, reuse (three quarters of q) and parts (a quarter)."""
    return model("expression", parameters={"formula": formula, "better": better, **numbers})


class TestPrice:
    """A dearer bid stands worse: always (strict), never better (weak), or not shown ('')."""

    @pytest.mark.parametrize("formula, better, falls", [
        ("p", "low", "strict"), ("p", "high", ""), ("-p", "high", "strict"), ("-p", "low", ""), ("+p", "low", "strict"),
        ("-(-p)", "low", "strict"), ("p + 5", "low", "strict"), ("5 + p", "low", "strict"), ("p + p", "low", "strict"),
        ("5 - p", "high", "strict"), ("5 - p", "low", ""), ("p - 400 * q", "low", "strict"), ("400 * q - p", "high", "strict"),
        ("p * 3", "low", "strict"), ("3 * p", "low", "strict"), ("p * p", "low", "strict"), ("p * -3", "low", ""),
        ("p / 50", "low", "strict"), ("1000 / p", "high", "strict"), ("1000 / p", "low", ""), ("p / -50", "low", ""),
        ("60 * 1000 / p + 40 * q", "high", "strict"), ("1 / (0 - p)", "low", "strict"), ("p / p", "low", ""),
        ("ln(p)", "low", "strict"), ("ln(1 / p)", "high", "strict"), ("ln(5) + p", "low", "strict"),
        ("max(p, 500)", "low", "weak"), ("min(p, 500)", "low", "weak"), ("clip(p, 200, 500)", "low", "weak"),
        ("max(500 - p, 0)", "high", "weak"), ("max(p, 0 - p)", "low", ""), ("max(p, 2 * p)", "low", "strict"),
        ("q", "low", "weak"), ("7", "low", "weak"), ("p * reuse", "low", "weak"), ("p - p", "low", "weak"), ("reuse", "high", "weak"),
        ("p * (1 - 0.5 * q)", "low", "strict"), ("p * (1 - 1.5 * q)", "low", ""), ("p * (1 - 0.5 * reuse)", "low", "strict"),
        ("p * (1500 - max(p, 1))", "low", ""), ("p / reuse", "low", ""), ("p / (0 - reuse)", "low", ""),
        ("p / (1 + q)", "low", "strict"), ("p / (1 - q)", "low", ""), ("p / (0.5 - reuse)", "low", ""),
    ])  # fmt: skip
    def test_by_the_formula(self, formula, better, falls):
        assert falls_in_price(typed(formula, better), LOW, HIGH) == falls

    @pytest.mark.parametrize(
        "formula", ["p ** 2", "pow(p, 2)", "sqrt(p)", "1e200 * 1e200 * p", "ln(p - 500)", "1 / (p - 500)"]
    )
    def test_what_is_not_worked_out_is_not_shown(self, formula):
        assert falls_in_price(typed(formula), LOW, HIGH) == ""
        assert not moves_with_price(typed(formula), LOW, HIGH)

    @pytest.mark.parametrize("formula, low, high, falls", [
        # the slope is p − 150: down below it, up above
        ("p * p / 2 - 150 * p", 100, 1000, ""), ("p * p / 2 - 150 * p", 160, 1000, "strict"),
        # 950 − p: up below it, down above
        ("950 * p - p * p / 2", 100, 1000, ""), ("950 * p - p * p / 2", 100, 940, "strict"),
        # p² − 1,000 p + 249,000: down between 468 and 532 only
        ("p * p * p / 3 - 500 * p * p + 249000 * p", 100, 1000, ""),
        # 1,000 ÷ (p + 1,000)²: up everywhere, seen when the prices are cut in pieces
        ("p / (p + 1000)", 100, 1000, "strict"),
        ("ln(p - 50)", 100, 1000, "strict"), ("ln(p - 99)", 100, 1000, "strict"), ("1 / (p - 99)", 100, 1000, ""),
        ("p", "0.5", "0.9", "strict"), ("p", 0, 10, ""), ("p", 10, 10, ""), ("p", 20, 10, ""),
    ])  # fmt: skip
    def test_over_the_whole_range_of_prices(self, formula, low, high, falls):
        assert falls_in_price(typed(formula), D(low), D(high)) == falls

    @pytest.mark.parametrize("v, falls", [("2", "strict"), ("-2", ""), ("0", "weak")])
    def test_a_parameter_is_the_number_it_is(self, v, falls):
        assert falls_in_price(typed("v * p", v=D(v)), LOW, HIGH) == falls

    @pytest.mark.parametrize("formula, moves", [
        ("p", True), ("-p", True), ("max(p, 500)", False), ("q", False), ("1000 / p", True), ("p * p / 2 - 500 * p", False)
    ])  # fmt: skip
    def test_every_krona_moves_the_result_one_way_or_the_other(self, formula, moves):
        assert moves_with_price(typed(formula), LOW, HIGH) is moves
        assert not moves_with_price(typed(formula), D(0), HIGH) and not moves_with_price(
            typed(formula), HIGH, HIGH
        )
        assert moves_with_price(typed(formula), D("0.5"), D("0.9")) is (
            (moves and formula != "max(p, 500)") or "500 * p" in formula
        )

    @pytest.mark.parametrize("formula", ["lowest(p)", "p * n", "p - mean(p)"])
    def test_a_formula_that_looks_at_others_is_not_judged(self, formula):
        own = typed(formula)
        assert falls_in_price(own, LOW, HIGH) == "" and not moves_with_price(own, LOW, HIGH)
        assert not rises_in_quality(own, LOW, HIGH)


class TestQuality:
    @pytest.mark.parametrize("formula, better, rises", [
        ("40 * q", "high", True), ("40 * q", "low", False), ("p - 400 * q", "low", True), ("p + 100 * q", "low", False),
        ("p", "low", True), ("reuse + parts", "high", True), ("reuse - parts", "high", False), ("parts - reuse", "high", False),
        ("reuse * (1 + reuse)", "high", True), ("reuse * parts", "high", True), ("q / p", "high", True), ("p / (1 + q)", "low", True),
        ("reuse * (1 - 0.4 * reuse)", "high", True), ("reuse * (1 - 0.6 * reuse)", "high", False),
        # the slope is s − 0.05, then 0.95 − s: wrong at one end only
        ("reuse * reuse / 2 - 0.05 * reuse", "high", False), ("0.95 * reuse - reuse * reuse / 2", "high", False),
        ("reuse * (p - 50)", "high", True), ("reuse * (p - 150)", "high", False), ("reuse * (950 - p)", "high", False),
        ("reuse / (reuse + 1)", "high", True), ("0 - ln(2 - reuse)", "high", True), ("ln(reuse)", "high", False),
    ])  # fmt: skip
    def test_doing_better_never_stands_worse(self, formula, better, rises):
        assert rises_in_quality(typed(formula, better), LOW, HIGH) is rises

    @pytest.mark.parametrize("formula, rises", [
        ("q - 0.74 * reuse", True), ("q - 0.76 * reuse", False), ("q - 0.24 * parts", True), ("q - 0.26 * parts", False)
    ])  # fmt: skip
    def test_q_is_the_weighted_share_whether_price_has_a_weight_or_not(self, formula, rises):
        own = typed(formula, "high")
        assert rises_in_quality(own, LOW, HIGH) is rises
        halved = tuple(replace(one, weight=one.weight / 2) for one in own.criteria)
        assert rises_in_quality(replace(own, criteria=halved), LOW, HIGH) is rises

    def test_no_range_of_prices_shows_nothing(self):
        for low, high in ((0, 10), (10, 10), (20, 10)):
            assert not rises_in_quality(typed("q", "high"), D(low), D(high))
        assert rises_in_quality(typed("q", "high"), D("0.5"), D("0.9"))


@pytest.mark.parametrize("formula, power", [
    ("p", 1), ("q", 0), ("reuse", 0), ("n", 0), ("3", 0), ("-p", 1), ("p + p", 1), ("p - q * p", 1), ("p + q", None), ("p - 1", None),
    ("p * p", 2), ("p / p", 0), ("1000 / p", -1), ("p * q", 1), ("p / (p * p)", -1), ("p ** 2", None), ("2 ** p", None), ("2 ** 3", 0),
    ("q ** 2", 0), ("lowest(p) / p", 0), ("mean(p)", 1), ("min(p, 3)", None), ("min(p, 2 * p)", 1), ("max(q, 1)", 0), ("ln(p)", None),
    ("ln(lowest(p) / p)", 0), ("sqrt(p)", None), ("pow(q, 2)", 0), ("pow(p, 2)", None), ("(p + q) * 2", None), ("2 * (p + q)", None),
    ("clip(p, 0, p)", None), ("clip(q, 0, 1)", 0), ("-(p + q)", None), ("min(p + q, p + q)", None), ("ln(p + q)", None),
])  # fmt: skip
def test_the_power_by_which_results_grow_with_every_price(formula, power):
    assert degree(typed(formula)) == power
