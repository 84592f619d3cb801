"""The typed formula: a closed arithmetic language that runs nothing, forgets nothing, and refuses by name."""

from decimal import Decimal as D

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from omlopp.domain.award.arith import EXACT
from omlopp.domain.award.errors import (
    ExpressionNotRead,
    ExpressionUndefined,
    ExpressionUnknownName,
    MissingPrice,
    NotOneOf,
)
from omlopp.domain.award.evaluate import evaluate
from omlopp.domain.award.expression import looks_at_others, lowest_wins, parsed, results
from omlopp.domain.model.award import Bid
from tests.domain.award.examples import model

BIDS = [Bid("A", price=D(900), levels={"reuse": "none", "parts": "some"}),
        Bid("B", price=D(1000), levels={"reuse": "all", "parts": "all"})]  # fmt: skip


def result(formula, better="high", **numbers):
    own = model("expression", parameters={"formula": formula, "better": better, **numbers})
    evaluation = evaluate(own, BIDS)
    return evaluation.total if better == "high" else evaluation.comparison


@pytest.mark.parametrize("formula, first", [
    ("p", "900"),
    ("p + 0.1 + 0.2", "900.3"),  # in binary floats it would be 900.3000000000001
    ("0.12345678901234567890123456789", "0.12345678901234567890123456789"),
    ("reuse", "0.1"), ("parts", "0.5"), ("q", "0.2"),  # 3/4 × 0.1 + 1/4 × 0.5
    ("n", "2"), ("lowest(p)", "900"), ("highest(p)", "1000"), ("total(p)", "1900"), ("mean(p)", "950"),
    ("total(p * q)", "1180"),
    ("2 ^ 3 ** 2", "512"), ("-2 ** 2", "-4"), ("7 − 2 × 3 ÷ 2", "4"),
    ("min(p, 100, 7)", "7"), ("max(p, 100)", "900"), ("clip(p, 0, 500)", "500"), ("clip(-5, 0, 1)", "0"),
    ("sqrt(p)", "30"), ("pow(2, 10)", "1024"), ("ln(1)", "0"), ("v * p", "1800"), ("+p", "900"), ("-p", "-900"),
    ("min(p, 7)", "7"), ("max(1, 2, p)", "900"), ("min(9, 8, 7, 6, 5, 4, 3, 2, 1)", "1"),
    ("max(1, 2, 3, 4, 5, 6, 7, 8, 9)", "9"), ("p +" + " " * 1996 + "1", "901"), ("-" * 198 + "p", "900"),
])  # fmt: skip
def test_what_the_language_can_say(formula, first):
    assert result(formula, v=D(2))["A"] == D(first)


@pytest.mark.parametrize("formula", [
    "", "   ", "p +", "(p", "p p", "p; q", "p = 1", "lambda: 1", "[p]", "{p}", "'p'", "p if q else 1", "p < q", "p and q",
    "p.real", "p[0]", "__import__('os')", "().__class__", "eval(p)", "open(p)", "exec(p)", "print(p)", "p // 2", "p % 2",
    "p << 2", "~p", "not p", "f'{p}'", "True", "None", "1j", "0x10", "1_000j", "min(p)", "ln(p, 2)", "clip(p, 1)",
    "min(*p)", "max(p, key=q)", "mean(p, q)", "p @ q", "...", "await p", "(p := 1)", "p\nq",
    "max(p)", "min(1, 2, 3, 4, 5, 6, 7, 8, 9, 0)", "max(1, 2, 3, 4, 5, 6, 7, 8, 9, 0)", "sqrt(p, 2)", "sqrt()", "pow(p)", "pow(p, 1, 1)", "ln()",
    "clip(p, 1, 2, 3)", "lowest()", "total(p, p)", "p +" + " " * 1997 + "1", "-" * 199 + "p",
    "(" * 10_000 + "p" + ")" * 10_000, "-" * 500 + "p", "+".join(["p"] * 900), "p" * 3_000,
])  # fmt: skip
def test_what_is_no_arithmetic_is_refused_by_name(formula):
    with pytest.raises((ExpressionNotRead, ExpressionUnknownName)):
        result(formula)


@pytest.mark.parametrize("formula", ["price", "os", "__name__", "colour + p"])
def test_a_name_the_model_does_not_have_is_refused(formula):
    with pytest.raises(ExpressionUnknownName) as caught:
        result(formula)
    assert "reuse" in caught.value.facts["known"]


@pytest.mark.parametrize("formula", [
    "1 / (p - 900)", "ln(0 - p)", "sqrt(0 - p)", "9 ** 9 ** 9 ** 9", "10 ** 999999999", "pow(p, 10 ** 30)", "0 / 0",
    "1e999999 * 1e999999", "ln(0)",
])  # fmt: skip
def test_a_bid_without_a_value_is_refused_and_named(formula):
    with pytest.raises(ExpressionUndefined) as caught:
        result(formula)
    assert caught.value.facts["bidder"] == "A"


def test_which_end_is_better_must_be_said_rightly():
    assert evaluate(model("expression", parameters={"formula": "p", "better": "low"}), BIDS).winner == "A"
    assert evaluate(model("expression", parameters={"formula": "p", "better": "high"}), BIDS).winner == "B"
    with pytest.raises(NotOneOf):
        result("p", "hgih")


@given(st.text(max_size=60))
@settings(max_examples=150, deadline=None)
def test_no_text_crashes_it(formula):
    try:
        found = result(formula)
    except (ExpressionNotRead, ExpressionUndefined, ExpressionUnknownName):
        return
    assert all(one.is_finite() for one in found.values())


def test_the_tree_keeps_numbers_as_they_are_written():
    assert parsed("0.1 + 1e-3").right.value == D("0.001")


@pytest.mark.parametrize("formula, words, place, length, longest", [
    ("", "", 1, 0, 2000), ("p + [q]", "[q]", 5, 0, 2000), ("p + 0x10", "0x10", 5, 0, 2000), ("40 + ln(p, 2)", "ln", 6, 2, 1),
    ("p + [" + "q, " * 40 + "q]", "[" + ("q, " * 40)[:79], 5, 0, 2000),
    ("1 + min(p)", "min", 5, 1, 9), ("-" * 199 + "p", "-" * 80, 1, 200, 2000), ("p+" + "9" * 2000, "p+" + "9" * 78, 1, 2002, 2000),
])  # fmt: skip
def test_a_refusal_tells_the_words_the_place_and_the_length_there_may_be(
    formula, words, place, length, longest
):
    with pytest.raises(ExpressionNotRead) as caught:
        result(formula)
    assert caught.value.facts == {"formula": words, "place": place, "length": length, "longest": longest}


def test_where_the_parser_stops_is_told():
    with pytest.raises(ExpressionNotRead) as caught:
        result("40 * p p")
    assert 1 < caught.value.facts["place"] <= 8


def test_each_step_shows_what_went_in():
    own = model("expression", parameters={"formula": "p + 100 * q", "better": "low"})
    found = evaluate(own, BIDS[:1])
    assert [(step.rule, step.inputs, step.output) for step in found.trace[:3]] == [
        ("quality_share", {"weight_percent": 75, "share_percent": 10}, D("0.075")),
        ("quality_share", {"weight_percent": 25, "share_percent": 50}, D("0.125")),
        ("expression", {"price": 900, "quality": D("0.2")}, 920),
    ]
    assert found.trace[2].words == {"bidder": "A", "formula": "p + 100 * q"}
    assert found.comparison == {"A": 920} and found.total is None


def test_without_a_word_high_is_better():
    own = model("expression", parameters={"formula": "p"})
    assert not lowest_wins(own) and evaluate(own, BIDS).winner == "B"
    assert lowest_wins(model("expression", parameters={"formula": "p", "better": "low"}))


@pytest.mark.parametrize("formula, looks", [
    ("p", False), ("p * n", True), ("lowest(p) / p", True), ("mean(q)", True), ("min(p, 9) + reuse", False)
])  # fmt: skip
def test_it_is_seen_whether_a_formula_looks_at_other_bids(formula, looks):
    assert looks_at_others(model("expression", parameters={"formula": formula})) is looks


@pytest.mark.parametrize("formula", ["v * p + 100 * q", "lowest(p) * n / p + reuse - parts", "mean(p * q)"])
def test_from_prices_and_shares_alone_the_same_numbers_come_out(formula):
    own = model("expression", parameters={"formula": formula, "v": D(2)})
    shares = [[D("0.1"), D(1)], [D("0.5"), D(1)]]  # reuse of A and B, then parts of A and B
    assert results(EXACT, [D(900), D(1000)], shares, own) == list(evaluate(own, BIDS).total.values())


def test_a_bid_of_no_price_has_no_number():
    with pytest.raises(MissingPrice):
        evaluate(model("expression"), [Bid("A", levels={"reuse": "all", "parts": "all"})])
