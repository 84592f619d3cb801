"""Baselines keep still, and a change is shared out without residual."""

from dataclasses import replace
from datetime import date
from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omlopp.domain.indicators.baseline import (
    BaselineChanged,
    BaselineKind,
    BaselineLine,
    difference_in_differences,
    freeze,
    unchanged,
)
from omlopp.domain.indicators.decompose import change, logarithmic_mean
from omlopp.domain.indicators.errors import InputMissing, OutOfRange
from tests.domain.indicators.test_method_pages import rows

LINES = (BaselineLine("desks", D(10), D(180), "ivl@1"), BaselineLine("chairs", D(20), D(80), "ivl@1"))
DAY = date(2026, 11, 21)


def test_a_baseline_is_what_was_bought_times_its_factors():
    made = freeze("2025", BaselineKind.HISTORICAL, DAY, "kg CO2e", LINES)
    assert made.value == 3400 and len(made.seal) == 16
    unchanged(made)


def test_a_baseline_may_follow_the_activity():
    made = freeze("2025", BaselineKind.INTENSITY, DAY, "kg CO2e", LINES, "employees", D(200), D(300))
    assert made.value == 5100
    unchanged(made)
    for then, now in ((None, D(1)), (D(1), None)):
        with pytest.raises(InputMissing) as refusal:
            freeze("2025", BaselineKind.INTENSITY, DAY, "kg CO2e", LINES, "employees", then, now)
        assert refusal.value.facts["fields"] == (("activity_then",) if then is None else ("activity_now",))
    with pytest.raises(OutOfRange):
        freeze("2025", BaselineKind.INTENSITY, DAY, "kg CO2e", LINES, "employees", D(0), D(1))


def test_a_baseline_without_lines_or_with_less_than_nothing_is_refused():
    with pytest.raises(InputMissing):
        freeze("empty", BaselineKind.MARKET, DAY, "kg CO2e", ())
    with pytest.raises(OutOfRange):
        BaselineLine("", D(-1), D(1), "f")
    with pytest.raises(OutOfRange) as refusal:
        BaselineLine("desks", D(-1), D(1), "f")
    assert refusal.value.facts["fields"] == ("desks",)


@pytest.mark.parametrize(
    "changed",
    [
        {"name": "other"}, {"kind": BaselineKind.MARKET}, {"frozen_on": date(2026, 11, 22)}, {"unit": "t"}, {"activity": "beds"},
        {"value": D(3399)}, {"lines": LINES[:1]}, {"activity_then": D(2)}, {"activity_now": D(2)}, {"seal": "0" * 16},
        {"lines": (replace(LINES[0], factor_id="ivl@2"), LINES[1])},
    ],
)  # fmt: skip
def test_any_change_breaks_the_seal(changed):
    made = freeze("2025", BaselineKind.PROMISE, DAY, "kg CO2e", LINES)
    with pytest.raises(BaselineChanged):
        unchanged(replace(made, **changed))


def test_difference_in_differences():
    assert difference_in_differences(D(100), D(70), D(90), D(80)) == -20


amounts = st.dictionaries(st.sampled_from("abcd"), st.integers(0, 1000).map(D), min_size=1)
factors = st.fixed_dictionaries({name: st.integers(0, 500).map(lambda n: D(n) / 10) for name in "abcd"})


@given(before=amounts, after=amounts, old=factors, new=factors, updated=factors)
def test_the_parts_are_the_whole_change(before, after, old, new, updated):
    got = change(before, old, after, new, updated)
    assert got.before == sum(q * old[name] for name, q in before.items())
    assert got.after == sum(q * new[name] for name, q in after.items())
    assert abs(got.factor_update + got.volume + got.mix + got.intensity - (got.after - got.before)) < D(
        "1e-20"
    )


@given(before=amounts, old=factors)
def test_a_newer_set_alone_is_neither_saving_nor_worsening(before, old):
    got = change(
        before,
        old,
        before,
        {name: 2 * f for name, f in old.items()},
        {name: 2 * f for name, f in old.items()},
    )
    assert got.factor_update == got.before and (got.volume, got.mix, got.intensity) == (0, 0, 0)
    assert change(before, old, before, old).factor_update == 0


@given(
    before=st.fixed_dictionaries({name: st.integers(1, 99).map(D) for name in "ab"}),
    f=factors,
    times=st.integers(2, 9),
)
def test_buying_more_of_the_same_is_volume(before, f, times):
    got = change(before, f, {name: times * q for name, q in before.items()}, f)
    assert (
        abs(got.volume - (got.after - got.before)) < D("1e-20")
        and abs(got.mix) < D("1e-20")
        and got.intensity == 0
    )


def test_the_worked_example_of_the_page():
    told = [[name, *map(D, rest)] for name, *rest in rows("baselines", "item")]
    got = change(*({row[0]: row[at] for row in told} for at in (1, 3, 2, 4, 5)))
    assert (got.before, got.after, got.factor_update) == (600, 560, 100)
    assert got.volume > 0 > got.mix and got.intensity < 0


def test_what_comes_and_goes_is_mix_and_a_factor_from_nought_is_intensity():
    got = change({"a": D(10)}, {"a": D(2)}, {"b": D(10)}, {"b": D(3)})
    assert (got.volume, got.mix, got.intensity) == (0, 10, 0)
    got = change({"a": D(10)}, {"a": D(0)}, {"a": D(10)}, {"a": D(3)})
    assert (got.volume, got.mix, got.intensity) == (0, 0, 30)
    got = change({"a": D(0)}, {"a": D(3)}, {"a": D(10)}, {"a": D(3)})
    assert (got.volume, got.mix, got.intensity) == (30, 0, 0)


def test_what_was_bought_needs_a_factor_and_nothing_is_below_zero():
    with pytest.raises(InputMissing) as refusal:
        change({"a": D(1)}, {"a": D(1)}, {"b": D(1)}, {"a": D(1)})
    assert refusal.value.facts["fields"] == ("b",)
    for wrong in (({"a": D(-1)}, {"a": D(1)}), ({"a": D(1)}, {"a": D(-1)})):
        with pytest.raises(OutOfRange):
            change(*wrong, {"a": D(1)}, {"a": D(1)})


@given(one=st.integers(1, 10**6), other=st.integers(1, 10**6))
def test_the_logarithmic_mean_lies_between(one, other):
    got = logarithmic_mean(D(one), D(other))
    assert min(one, other) <= got <= max(one, other) and abs(got - logarithmic_mean(D(other), D(one))) < D(
        "1e-20"
    )
