"""A programme's money: the public decision RUN/532/2023 recomputed, whole kronor that add up, flat rates, months."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from omlopp.domain.programme import budget
from omlopp.domain.programme.claims import next_claim
from omlopp.domain.programme.model import BudgetLine, Cofunding, Programme, Spent

CASE = yaml.safe_load((Path(__file__).parents[2] / "cases/programme/run_532_2023.yaml").read_text("utf-8"))
FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
KRONOR = st.decimals(0, 10_000_000, places=2)


def sek(value: int | str) -> Decimal:
    return Decimal(value)


def programme(**more: Any) -> Programme:
    return Programme("1", "Program", "programme", "Regionen", "RUN/1/2026", FIRST, LAST, **more)


@pytest.fixture
def decided() -> Programme:
    """The pre-study of the public decision."""
    return Programme(
        "1", "Förstudie", "pre_study", CASE["source"]["publisher"], CASE["number"], CASE["starts_on"], CASE["ends_on"],
        cofunding=tuple(Cofunding(one["name"], one["kind"], sek(one["tkr"] * 1000)) for one in CASE["funding"]),
        budget=(BudgetLine("staff", sek(CASE["expect"]["total_tkr"] * 1000)),),
    )  # fmt: skip


def test_the_public_decision_comes_to_its_sum_and_shares(decided):
    expect = CASE["expect"]
    assert budget.funded(decided) == expect["total_tkr"] * 1000 == budget.planned(decided)
    shares = {row.name: f"{row.share * 100:.1f}" for row in budget.funding(decided)}
    assert shares == expect["per_cent"]
    assert len(budget.months(decided, LAST)) == expect["months"]
    assert budget.months(decided, LAST)[-1].planned == expect["total_tkr"] * 1000


def test_the_decisions_rate_on_a_cost_is_rounded_down_to_a_krona(decided):
    from dataclasses import replace

    spent = replace(decided, spent=(Spent(date(2024, 9, 1), "staff", sek(100_000), "A 1"),))
    coming = next_claim(spent, date(2024, 9, 30))
    assert coming is not None and coming.amount == CASE["expect"]["claim_on_100000_sek"]


def test_the_decisions_total_divided_by_its_own_parts_gives_them_back(decided):
    parts = [row.amount for row in budget.funding(decided)]
    made = dict(
        zip(
            [row.name for row in budget.funding(decided)],
            budget.split(sum(parts, sek(0)), parts),
            strict=True,
        )
    )
    assert made == CASE["expect"]["split_of_1859000"]


def test_thirds_of_a_hundred_kronor_are_a_hundred_kronor():
    assert budget.split(sek(100), [sek(1), sek(1), sek(1)]) == (34, 33, 33)
    with pytest.raises(budget.NoWhole):
        budget.split(sek(100), [sek(0)])


@given(
    KRONOR,
    st.lists(st.decimals(0, 1000, places=3), min_size=1, max_size=9).filter(lambda parts: sum(parts) > 0),
)
def test_parts_in_whole_kronor_are_always_the_whole(total, weights):
    made = budget.split(total, weights)
    assert sum(made) == total.quantize(sek(1), "ROUND_HALF_UP")
    assert all(part == part.to_integral_value() and part >= 0 for part in made)


@given(st.lists(st.decimals(-10_000, 10_000, places=2), max_size=12))
def test_rounding_moves_no_part_by_a_krona_or_more(parts):
    made = budget.whole_kronor(parts)
    assert all(abs(new - old) <= 1 for new, old in zip(made, parts, strict=True))
    assert sum(made) == sum(parts, sek(0)).quantize(sek(1), "ROUND_HALF_UP")


@given(st.lists(KRONOR, min_size=1, max_size=6).filter(lambda amounts: sum(amounts) > 0))
def test_funders_shares_sum_to_the_whole(amounts):
    funders = tuple(Cofunding(str(at), "own", amount) for at, amount in enumerate(amounts))
    assert abs(sum(row.share for row in budget.funding(programme(cofunding=funders))) - 1) < sek("1e-20")


def test_spending_is_told_by_type_also_on_what_was_not_planned():
    value = programme(
        budget=(
            BudgetLine("staff", sek(1000)),
            BudgetLine("staff", sek(500)),
            BudgetLine("travel", sek(200)),
        ),
        spent=(Spent(FIRST, "staff", sek(600)), Spent(LAST, "other", sek(50))),
    )
    rows = {row.cost_type: (row.planned, row.spent, row.left) for row in budget.by_type(value)}
    assert rows == {"staff": (1500, 600, 900), "travel": (200, 0, 200), "other": (None, 50, None)}
    assert budget.by_type(value, FIRST)[-1].cost_type == "travel", "what is spent later is not told earlier"


INDIRECT = budget.CostOption(
    "indirect_15", "flat_rate", ("indirect_flat",), ("staff",), sek("0.15"), valid_from=FIRST
)


def test_a_flat_rate_is_held_against_what_it_rests_on():
    spent = (Spent(FIRST, "staff", sek(470_000), "A"), Spent(FIRST, "indirect_flat", sek(70_501), flat=True))
    (check,) = budget.flat_checks(programme(spent=spent), [INDIRECT])
    assert (check.rests_on, check.most, check.over) == (470_000, 70_500, 1)


def test_an_option_that_came_later_does_not_count():
    later = budget.CostOption("x", "flat_rate", ("indirect_flat",), ("staff",), sek("0.15"), valid_from=LAST)
    spent = (Spent(FIRST, "indirect_flat", sek(1), flat=True),)
    assert budget.flat_checks(programme(spent=spent), [later]) == ()


def test_the_unit_cost_of_an_hour():
    """43 000 kronor a month × 12 ÷ 1 720 hours."""
    assert budget.hourly(sek(43_000), 1720) == sek("300.00")
    assert budget.hourly(sek(41_000), 1720) == sek("286.05")


@given(
    st.integers(0, 900),
    st.lists(st.tuples(st.integers(-40, 900), st.integers(0, 100_000)), max_size=10),
    st.integers(0, 1000),
)
def test_the_months_end_with_the_whole_budget_and_all_that_was_spent(days, costs, seen):
    """The even pace never goes back, and ends with the budget; so does spending once the last month has begun."""
    value = Programme(
        "1", "P", "programme", "R", "", FIRST, FIRST + timedelta(days=days), budget=(BudgetLine("staff", sek(777_777)),),
        spent=tuple(Spent(FIRST + timedelta(days=at), "staff", sek(amount)) for at, amount in costs),
    )  # fmt: skip
    on = FIRST + timedelta(days=seen)
    rows = budget.months(value, on)
    assert rows[-1].planned == 777_777
    assert [row.planned for row in rows] == sorted(row.planned for row in rows)
    assert all((row.spent is None) == (row.month > on) for row in rows)
    if rows[-1].month <= on:
        assert rows[-1].spent == budget.spent(value, on)
