"""Material circularity: the long formula against the closed one, its bounds, and where it rises."""

from dataclasses import replace
from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omlopp.domain.indicators.errors import FractionOutOfRange, OutOfRange
from omlopp.domain.indicators.mci import Materials, circularity, flow, from_linear, utility

NEAR = D("1e-25")


@st.composite
def parts_of_one(draw, count):
    """Shares that add to at most one, of whole hundredths."""
    cuts = sorted(draw(st.lists(st.integers(0, 100), min_size=count, max_size=count)))
    return [D(b - a) / 100 for a, b in zip([0, *cuts], cuts, strict=False)]


@st.composite
def materials(draw, least_in=1):
    before, after = draw(parts_of_one(3)), draw(parts_of_one(4))
    return Materials(
        D(draw(st.integers(1, 10**6))), *before, *after,
        recycling_out=D(draw(st.integers(0, 100))) / 100,
        recycling_in=D(draw(st.integers(least_in, 100))) / 100,
    )  # fmt: skip


lives = st.integers(1, 500).map(lambda n: D(n) / 10)


def closed(of: Materials) -> D:
    """1 − LFI = S ÷ (2 + (k·F_R − (1 − E_C)·C_R) ÷ 2), derived apart from the long formula."""
    k = (1 - of.recycling_in) / of.recycling_in
    s = (
        of.recycled + of.reused + of.regrown
        + of.to_reuse + of.to_compost + of.to_energy + of.recycling_out * of.to_recycling
    )  # fmt: skip
    return s / (2 + (k * of.recycled - (1 - of.recycling_out) * of.to_recycling) / 2)


@given(of=materials())
def test_the_long_formula_is_the_closed_one(of):
    assert abs(1 - flow(of).linear - closed(of)) < NEAR


@given(of=materials(), x=lives)
def test_it_runs_from_nought_to_one(of, x):
    found = circularity(of, x)
    assert 0 <= found.linear <= 1
    assert 0 <= found.value <= 1 and found.value == max(D(0), found.unfloored)
    assert abs(found.utility_factor * x - D("0.9")) < NEAR


@given(of=materials(), x=lives, scale=st.sampled_from([D("0.001"), D(1000), D("0.4536")]))
def test_the_unit_of_mass_does_not_matter(of, x, scale):
    other = circularity(replace(of, mass_kg=of.mass_kg * scale), x)
    assert abs(other.unfloored - circularity(of, x).unfloored) < NEAR


@given(
    of=materials(),
    x=lives,
    name=st.sampled_from(["reused", "regrown", "to_reuse", "to_compost", "to_energy"]),
)
def test_more_of_what_returns_never_lowers_it(of, x, name):
    feedstock = name in ("reused", "regrown")
    names = (
        ("recycled", "reused", "regrown")
        if feedstock
        else ("to_recycling", "to_reuse", "to_compost", "to_energy")
    )
    more = getattr(of, name) + (1 - sum(getattr(of, one) for one in names))
    assert circularity(replace(of, **{name: more}), x).unfloored >= circularity(of, x).unfloored - NEAR


@given(of=materials(), x=lives, longer=lives)
def test_longer_life_never_lowers_it(of, x, longer):
    assert circularity(of, x + longer).value >= circularity(of, x).value


@given(of=materials(least_in=34), x=lives)
def test_more_recycled_never_lowers_it_from_a_third_of_efficiency_on(of, x):
    more = replace(of, recycled=1 - of.reused - of.regrown)
    assert circularity(more, x).unfloored >= circularity(of, x).unfloored - NEAR
    assert not circularity(of, x).not_monotone


def test_below_a_third_more_recycled_may_lower_it_and_that_is_said():
    less = Materials(D(1), recycled=D("0.1"), reused=D("0.5"), to_reuse=D(1), recycling_in=D("0.1"))
    more = replace(less, recycled=D("0.5"))
    assert circularity(more, D(1)).value < circularity(less, D(1)).value
    assert circularity(less, D(1)).not_monotone
    assert not circularity(replace(less, recycled=D(0)), D(1)).not_monotone, "nothing recycled, nothing lost"
    assert not circularity(replace(less, recycling_in=D(1) / 3 + D("1e-38")), D(1)).not_monotone


@given(of=materials(), x=lives)
def test_parts_of_one_kind_are_one_product(of, x):
    third = replace(of, mass_kg=of.mass_kg / 3)
    assert abs(circularity([third] * 3, x).unfloored - circularity(of, x).unfloored) < NEAR


@given(one=materials(), other=materials())
def test_a_product_lies_between_its_parts(one, other):
    low, high = sorted([flow(one).linear, flow(other).linear])
    assert low - NEAR <= flow(one, other).linear <= high + NEAR


def test_the_ends():
    linear, whole = Materials(D(1)), Materials(D(1), reused=D(1), to_reuse=D(1))
    assert circularity(linear, D(1)).value == D("0.1")
    assert circularity(linear, D("0.8")).value == 0 and circularity(linear, D("0.8")).unfloored == D("-0.125")
    assert circularity(linear, D(10)).value == D("0.91")
    assert circularity(whole, D(1)).value == 1
    made = Materials(D(2), recycled=D(1), to_recycling=D(1), recycling_in=D("0.75"), recycling_out=D("0.75"))
    assert round(circularity(made, D(1)).value, 6) == D("0.871429")
    found = flow(made)
    assert (found.virgin_kg, found.to_landfill_kg, found.lost_after_kg) == (0, 0, D("0.5"))
    assert round(found.lost_before_kg, 6) == D("0.666667") and round(found.waste_kg, 6) == D("0.583333")


def test_use_counts_as_life_does():
    assert utility(D(12), D(10)) == D("1.2")
    assert utility(D(12), D(10), D(3), D(2)) == D("1.8")


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"mass_kg": D(0)}, OutOfRange),
        ({"mass_kg": D("NaN")}, OutOfRange),
        ({"recycled": D("0.6"), "reused": D("0.5")}, FractionOutOfRange),
        ({"to_reuse": D("1.004")}, FractionOutOfRange),
        ({"to_recycling": D("0.6"), "to_energy": D("0.5")}, FractionOutOfRange),
        ({"recycled": D("-0.1")}, FractionOutOfRange),
        ({"recycled": D("0.1"), "recycling_in": D(0)}, FractionOutOfRange),
        ({"recycling_out": D("1.1")}, FractionOutOfRange),
    ],
)
def test_what_cannot_be_is_refused_and_not_clamped(fields, wrong):
    with pytest.raises(wrong):
        Materials(**{"mass_kg": D(1)} | fields)


def test_an_efficiency_of_nought_is_no_matter_where_nothing_recycled_goes_in():
    assert Materials(D(1), recycling_in=D(0)).recycled == 0


def test_refusals_name_the_fields():
    with pytest.raises(FractionOutOfRange) as refusal:
        Materials(D(1), recycled=D("0.6"), reused=D("0.5"))
    assert refusal.value.facts["fields"] == ("F_R", "F_U") and refusal.value.facts["sum"] == D("1.1")
    with pytest.raises(OutOfRange) as life:
        utility(D(0), D(10))
    assert life.value.facts["fields"] == ("L",)
    with pytest.raises(FractionOutOfRange):
        from_linear(D("1.01"), D(1))
