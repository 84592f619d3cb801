"""The typed formula: a closed arithmetic language that runs nothing, forgets nothing, and refuses by name."""

from decimal import Decimal as D

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from omlopp.domain.award.errors import ExpressionNotRead, ExpressionUndefined, ExpressionUnknownName, NotOneOf
from omlopp.domain.award.evaluate import evaluate
from omlopp.domain.award.expression import parsed
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
    ("sqrt(p)", "30"), ("pow(2, 10)", "1024"), ("ln(1)", "0"), ("v * p", "1800"),
])  # fmt: skip
def test_what_the_language_can_say(formula, first):
    assert result(formula, v=D(2))["A"] == D(first)


@pytest.mark.parametrize("formula", [
    "", "   ", "p +", "(p", "p p", "p; q", "p = 1", "lambda: 1", "[p]", "{p}", "'p'", "p if q else 1", "p < q", "p and q",
    "p.real", "p[0]", "__import__('os')", "().__class__", "eval(p)", "open(p)", "exec(p)", "print(p)", "p // 2", "p % 2",
    "p << 2", "~p", "not p", "f'{p}'", "True", "None", "1j", "0x10", "1_000j", "min(p)", "ln(p, 2)", "clip(p, 1)",
    "min(*p)", "max(p, key=q)", "mean(p, q)", "p @ q", "...", "await p", "(p := 1)", "p\nq",
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
