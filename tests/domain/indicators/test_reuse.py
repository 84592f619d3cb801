"""What reuse, repair and longer life save – and when they save nothing."""

from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omlopp.domain.indicators.errors import FractionOutOfRange, OutOfRange
from omlopp.domain.indicators.reuse import (
    Item,
    ReusedItem,
    avoided,
    net_saving,
    replacements,
    saved_by_longer_life,
    yearly,
)

share = st.integers(0, 100).map(lambda n: D(n) / 100)
kg = st.integers(0, 10**5).map(lambda n: D(n) / 10)
years = st.integers(1, 400).map(lambda n: D(n) / 10)
NEAR = D("1e-25")


@given(new=kg, life=years, left=years, rate=share, cost=kg, old=kg, newer=kg)
def test_at_the_needed_displacement_reuse_saves_nothing(new, life, left, rate, cost, old, newer):
    found = net_saving(ReusedItem(new, life, left, rate, cost, old, newer))
    assert found.saved_kgco2e == found.displaced_kgco2e - found.reuse_kgco2e - found.use_penalty_kgco2e
    if not new:
        assert found.needed_displacement is None
    elif found.needed_displacement is not None and 0 <= found.needed_displacement <= 1:
        even = net_saving(ReusedItem(new, life, left, found.needed_displacement, cost, old, newer))
        assert abs(even.saved_kgco2e) < NEAR * 10**6


def test_a_remaining_life_beyond_a_new_ones_counts_once():
    assert net_saving(ReusedItem(D(80), D(10), D(30), D(1))).saved_kgco2e == 80
    assert net_saving(ReusedItem(D(80), D(10), D(5), D("0.5"), D(4))).saved_kgco2e == 16
    assert net_saving(ReusedItem(D(80), D(10), D(5), D("0.5"), D(0), D(3), D(1))).use_penalty_kgco2e == 10


@pytest.mark.parametrize(
    "fields",
    [
        {"new_life_years": D(0)},
        {"remaining_life_years": D(0)},
        {"new_kgco2e": D(-1)},
        {"reuse_kgco2e": D(-1)},
    ],
)
def test_lives_are_above_zero_and_footprints_not_below(fields):
    with pytest.raises(OutOfRange):
        ReusedItem(
            **{
                "new_kgco2e": D(1),
                "new_life_years": D(1),
                "remaining_life_years": D(1),
                "displacement_rate": D(1),
            }
            | fields
        )


def test_the_rate_is_a_share():
    with pytest.raises(FractionOutOfRange):
        ReusedItem(D(1), D(1), D(1), D("1.1"))
    with pytest.raises(FractionOutOfRange):
        avoided([], [], D(2))


def test_avoided_over_a_fleet_and_a_year():
    found = avoided(
        [Item("desk", D(180)), Item("chair", D(80))],
        [Item("van", D(2), D(5))],
        D("0.5"),
        D(100),
        D("0.7"),
        D(7),
    )
    assert (found.baseline_kgco2e, found.alternative_kgco2e, found.saved_kgco2e) == (260, 10, 8400)
    assert found.per_year_t == D("1.2")
    assert avoided([], [], D(0)).per_year_t is None
    for wrong in ({"units": D(-1)}, {"interval_years": D(0)}):
        with pytest.raises(OutOfRange):
            avoided([], [], D(0), **wrong)
    with pytest.raises(OutOfRange):
        Item("desk", D(1), D(-1))


@pytest.mark.parametrize(
    ("rule", "period", "life", "times"),
    [
        ("general", 50, 20, 2), ("netherlands", 50, 20, "1.5"), ("germany", 50, 20, 1),
        ("general", 60, 30, 1), ("germany", 60, 30, 1), ("germany", 10, 20, -1), ("general", 10, 20, 0),
    ],
)  # fmt: skip
def test_the_rule_changes_how_often_a_thing_is_replaced(rule, period, life, times):
    assert replacements(rule, D(period), D(life)) == D(times)
    with pytest.raises(OutOfRange):
        replacements(rule, D(period), D(0))


@given(made=kg, life=years, longer=years)
def test_a_longer_life_saves_the_difference_of_the_years(made, life, longer):
    saved = saved_by_longer_life(made, life, longer)
    assert saved >= 0 and abs(saved - (yearly(made, life) - yearly(made, life + longer))) <= NEAR * (
        1 + 10 * made
    )


def test_a_year_is_its_share_of_making_and_its_use():
    assert yearly(D(300), D(4), D(12)) == 87
    for call in (
        lambda: yearly(D(1), D(0)),
        lambda: saved_by_longer_life(D(1), D(1), D(-1)),
        lambda: saved_by_longer_life(D(1), D(0), D(1)),
    ):
        with pytest.raises(OutOfRange):
            call()
