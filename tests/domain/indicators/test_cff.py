"""The Circular Footprint Formula: closed loop, linearity, and silence that stays silence."""

from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omlopp.domain.indicators.cff import Formula, footprint
from omlopp.domain.indicators.errors import FractionOutOfRange, OutOfRange

share = st.integers(0, 100).map(lambda n: D(n) / 100)
impact = st.integers(-500, 5000).map(lambda n: D(n) / 100)
NEAR = D("1e-25")


@given(a=share, r=share, virgin=impact, recycled=impact)
def test_in_a_closed_loop_the_allocation_does_not_matter(a, r, virgin, recycled):
    found = footprint(Formula(a, r, r, virgin, recycled, recycled, virgin, D(1), D(1))).per_kg
    assert found is not None and abs(found - ((1 - r) * virgin + r * recycled)) < NEAR


@given(a=share, r1=share, r2=share, e=st.tuples(impact, impact, impact, impact), q=st.tuples(share, share))
def test_it_is_linear_in_what_comes_in_and_goes_out(a, r1, r2, e, q):
    def at(x, y):
        return footprint(Formula(a, x, y, *e, *q)).per_kg

    none, whole = D(0), D(1)
    assert abs(at(r1, r2) - ((1 - r1) * at(none, r2) + r1 * at(whole, r2))) < NEAR
    assert abs(at(r1, r2) - ((1 - r2) * at(r1, none) + r2 * at(r1, whole))) < NEAR


@given(r2=share, after=impact)
def test_at_allocation_one_there_is_no_credit_after_use(r2, after):
    found = footprint(Formula(D(1), D(0), r2, D(5), None, after, D(9), None, D(1)))
    assert found.after == 0 and found.per_kg == 5


def test_the_terms():
    found = footprint(Formula(D("0.2"), D("0.5"), D("0.4"), D(10), D(2), D(1), D(8), D("0.9"), D("0.5")))
    assert (found.virgin, found.recycled, found.after) == (D(5), D("3.8"), D("-0.96"))
    assert found.per_kg == D("7.84")


@pytest.mark.parametrize(
    ("given_", "unknown"),
    [
        (Formula(D("0.5"), D("0.5"), D(0), None, D(1), quality_in=D(1)), ("virgin", "recycled")),
        (Formula(None, D("0.5"), D(0), D(4), D(1), quality_in=D(1)), ("recycled",)),
        (Formula(D("0.5"), D("0.5"), D(0), D(4), None, quality_in=D(1)), ("recycled",)),
        (Formula(D("0.5"), D("0.5"), D(0), D(4), D(1)), ("recycled",)),
        (Formula(D("0.5"), D(0), D("0.5"), D(4)), ("after",)),
        (Formula(D("0.5"), D(0), D("0.5"), D(4), None, D(1), D(4)), ("after",)),
    ],
)
def test_a_term_without_its_values_is_unknown_and_so_is_the_sum(given_, unknown):
    found = footprint(given_)
    assert {name for name in ("virgin", "recycled", "after") if getattr(found, name) is None} == set(unknown)
    assert found.per_kg is None


def test_a_share_of_nought_needs_no_values():
    assert footprint(Formula(recycled_in=D(1), allocation=D(1), recycled=D(3))).per_kg == 3
    assert footprint(Formula(allocation=D(0), recycled_in=D("0.5"), virgin=D(4), quality_in=D(1))).per_kg == 4


def test_shares_and_ratios_are_checked():
    with pytest.raises(FractionOutOfRange) as refusal:
        Formula(D("1.2"), D(2), D(0))
    assert refusal.value.facts["fields"] == ("A", "R1")
    with pytest.raises(OutOfRange):
        Formula(quality_in=D(-1))
