"""Factors from an input-output system: the sums by hand, and pymrio's own test system where pymrio is installed."""

from datetime import date

import pytest

from omlopp.flows import factors as flow
from omlopp.library.factors import factor_set

DAY = date(2026, 11, 21)


def test_a_factor_is_the_median_of_regions_that_make_it():
    rows = flow.factor_rows(
        {("SE", "Möbler"): 2e6, ("CN", "Möbler"): 8e6, ("NO", "Möbler"): 0.0, ("SE", "Ris"): 0.0}, None, 1e6
    )
    assert rows == [("Möbler", "Möbler", "5", "2", "8")]


def test_a_mix_weighs_regions_by_what_is_used():
    mix = {("SE", "Möbler"): 3.0, ("CN", "Möbler"): 1.0}
    rows = flow.factor_rows({("SE", "Möbler"): 2e6, ("CN", "Möbler"): 8e6}, mix, 1e6)
    assert rows == [("Möbler", "Möbler", "3.5", "2", "8")]


def test_a_product_that_is_not_used_has_no_factor():
    assert flow.factor_rows({("SE", "Möbler"): 2e6}, {}, 1e6) == []


def test_without_pymrio_it_says_what_to_do(tmp_path, monkeypatch):
    monkeypatch.setattr(flow.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(flow.BuilderMissing):
        flow.build("test", tmp_path / "set", flow.Wanted("emissions", "emission_type1", 2010), DAY)


def test_pymrios_own_system_becomes_a_set(tmp_path):
    """M = S·(I − A)⁻¹, checked against our own inverse, one multiplier at a time."""
    pymrio = pytest.importorskip("pymrio")
    from omlopp.domain.footprint.leontief import inverse

    system = pymrio.load_test().calc_all()
    made = flow.build(
        "test", tmp_path / "pymrio-test", flow.Wanted("emissions", "emission_type1", 2010, money=1.0), DAY
    )
    found = factor_set(made.name, places=[tmp_path])
    leontief = inverse(tuple(tuple(row) for row in system.A.to_numpy().tolist()))
    direct = system.emissions.S.loc[("emission_type1", "air")].tolist()
    own = {
        place: sum(direct[row] * leontief[row][column] for row in range(len(direct)))
        for column, place in enumerate(system.A.columns)
    }
    for product in system.get_sectors():
        regions = sorted(value for (_, sector), value in own.items() if sector == product)
        assert float(found.factors[product].low) == pytest.approx(regions[0], rel=1e-5)
        assert float(found.factors[product].high) == pytest.approx(regions[-1], rel=1e-5)
        assert float(found.factors[product].value) == pytest.approx((regions[2] + regions[3]) / 2, rel=1e-5)
    assert found.card.share_alike and found.card.price_basis == "basic"


@pytest.mark.parametrize(
    ("extension", "row", "country"),
    [
        ("nothing", "x", ""),
        ("emissions", "x", ""),
        ("emissions", "emission", ""),
        ("emissions", "emission_type1", "XX"),
    ],
)
def test_a_row_that_the_system_lacks_is_refused_with_those_it_has(tmp_path, extension, row, country):
    pytest.importorskip("pymrio")
    with pytest.raises(flow.NoExtension) as refused:
        flow.build("test", tmp_path / "set", flow.Wanted(extension, row, 2010, country), DAY)
    assert refused.value.facts["known"]
