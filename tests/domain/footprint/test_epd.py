"""Product declarations: what is undeclared is not zero, scenarios are alternatives, bases never add up silently."""

from dataclasses import replace
from datetime import date
from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omlopp.domain.footprint.epd import (
    Epd,
    MakingTwice,
    Mass,
    added,
    circularity,
    conservative,
    end_of_life,
    making,
    mass_of,
    modules_of,
    per_unit,
    site_waste,
    total,
    value,
)
from omlopp.domain.footprint.epd_sum import CLIMATE, NoUnit, ScenarioNotChosen, Used, expired, summed, tier
from omlopp.domain.indicators.errors import Incompatible, InputMissing, OutOfRange, UnitMismatch

NEAR = D("1e-25")


def one(value):
    return {"": None if value is None else D(str(value))}


def epd(basis="EN15804+A2", amount=1, unit="kg", climate=None, **indicators):
    name = "GWP-total" if basis == "EN15804+A2" else "GWP"
    made = {name: climate or {"A1-A3": one(10), "C3": one(1), "D": one(-4)}} | indicators
    return Epd("id", "ÖVNING", basis, D(amount), unit, unit, made, {name: "kg CO2 eqv."})


# Modules


def test_making_is_declared_together_or_summed_and_never_guessed():
    assert making(epd(), "GWP-total") == 10
    apart = {"A1": one(5), "A2": one(1), "A3": one(2)}
    assert making(epd(climate=apart), "GWP-total") == 8
    assert making(epd(climate=apart | {"A3": one(None)}), "GWP-total") is None
    assert making(epd(climate={"A1": one(5)}), "GWP-total") is None and making(epd(), "SM") is None
    assert making(epd(climate={"A1-A3": one(0)}), "GWP-total") == 0


def test_together_and_apart_agree_within_a_hundredth_or_are_refused():
    apart = {"A1": one(5), "A2": one(3), "A3": one(2)}
    assert making(epd(climate=apart | {"A1-A3": one("10.05")}), "GWP-total") == D("10.05")
    with pytest.raises(MakingTwice) as refusal:
        making(epd(climate=apart | {"A1-A3": one("10.2")}), "GWP-total")
    assert refusal.value.facts == {"indicator": "GWP-total", "together": D("10.2"), "apart": 10}
    exact = {"A1": one(99), "A2": one(0), "A3": one(0), "A1-A3": one(100)}
    assert making(epd(climate=exact), "GWP-total") == 100


def test_a_module_has_one_value_several_or_none():
    modules = {"C3": {"S1": D(1), "S2": D(2)}, "B1": one(None), "A4": one(3)}
    assert value(modules, "C3") == {"S1": 1, "S2": 2} and value(modules, "B1") is None
    assert value(modules, "A4") == 3 and value(modules, "C9") is None
    with pytest.raises(InputMissing) as refusal:
        modules_of(epd(), "SM")
    assert refusal.value.facts["fields"] == ("SM",) and refusal.value.facts["where"] == "ÖVNING"


def test_scenarios_are_never_added():
    mfr = {"C1": one(1), "C3": {"S1": D(60), "S2": D(20)}, "C4": {"S1": None}, "A5": one(99), "D": one(99)}
    assert end_of_life(epd(MFR=mfr), "MFR") == {"S1": 61, "S2": 21}
    assert end_of_life(epd(MFR={"C3": one(None)}), "MFR") == {"": None}
    assert end_of_life(epd(), "MFR") == {"": None}


# Mass and circularity


@pytest.mark.parametrize(
    ("unit", "amount", "mass", "kg", "differ"),
    [
        ("kg", 2, Mass(), 2, False), ("t", 2, Mass(), 2000, False), ("m3", 2, Mass(density_kg_per_m3=D(100)), 200, False),
        ("m2", 1, Mass(grammage_kg_per_m2=D(40)), 40, False),
        ("m2", 1, Mass(grammage_kg_per_m2=D(40), density_kg_per_m3=D(2000), thickness_m=D("0.03")), 40, True),
        ("m2", 1, Mass(density_kg_per_m3=D(2000), thickness_m=D("0.03")), None, False),
        ("m2", 1, Mass(flow_property_kg=D(50), density_kg_per_m3=D(1000), thickness_m=D("0.05")), 50, False),
        ("m3", 1, Mass(flow_property_kg=D(2000), density_kg_per_m3=D(2200)), 2000, False),
        ("m3", 1, Mass(flow_property_kg=D(2000), density_kg_per_m3=D(2201)), 2000, True),
        ("piece", 1, Mass(), None, False), ("piece", 1, Mass(flow_property_kg=D(7)), 7, False),
        ("m2", 2, Mass(grammage_kg_per_m2=D(40), thickness_m=D(1)), 80, False),
    ],
)  # fmt: skip
def test_the_mass_of_the_declared_unit(unit, amount, mass, kg, differ):
    found = mass_of(replace(epd(unit=unit, amount=amount), mass=mass))
    assert (found.kg, found.sources_differ) == (kg, differ)


def test_shares_of_mass():
    found = circularity(epd(SM={"A1-A3": one("0.25"), "D": one(9)}, MFR={"C3": one("0.5"), "A5": one(3)}))
    assert (found.recycled_in, found.raw_recycled_in, found.to_recycling, found.secondary_kg) == (
        D("0.25"),
        D("0.25"),
        D("0.5"),
        D("0.25"),
    )
    assert not found.share_out_of_range and found.mass_kg == 1
    whole = circularity(epd(SM={"A1-A3": one(1)}))
    assert whole.recycled_in == 1 and not whole.share_out_of_range


def test_scrap_beyond_the_mass_is_no_share():
    found = circularity(epd(SM={"A1-A3": one("1.234")}))
    assert found.recycled_in is None and found.raw_recycled_in == D("1.234") and found.share_out_of_range


def test_without_mass_or_figure_there_is_no_share():
    found = circularity(epd(unit="piece", SM={"A1-A3": one(1)}, MFR={"C3": one(1)}))
    assert found.recycled_in is None and found.to_recycling is None and found.secondary_kg == 1
    assert circularity(epd()).recycled_in is None


# Totals


def test_undeclared_is_not_zero_and_module_d_stands_for_itself():
    found = total({"A1-A3": D(7), "B2": None, "C3": D(1), "D": D(-3)}, D(2))
    assert (found.excluding_d, found.including_d, found.undeclared) == (16, 10, ("B2",))
    assert found.modules["B2"] is None
    assert total({"A1-A3": D(7)}).excluding_d == 7
    assert total({"A1-A3": D(7)}, D(10), "kg", D(5), "kg").excluding_d == 14


def test_no_conversion_is_guessed():
    with pytest.raises(UnitMismatch):
        total({"A1-A3": D(7)}, D(1), "m2", D(1), "m3")
    with pytest.raises(OutOfRange):
        total({"A1-A3": D(7)}, D(1), "", D(0))
    assert total({}, D(1), "m2").excluding_d == 0


@given(quantity=st.integers(1, 10**6), amount=st.integers(1, 1000))
def test_the_unit_scales_through(quantity, amount):
    scaled = per_unit(epd(amount=amount, MFR={"C3": one(None)}), D(quantity))
    assert scaled.amount == quantity and scaled.indicators["MFR"]["C3"][""] is None
    assert abs(scaled.indicators["GWP-total"]["A1-A3"][""] - D(10) * quantity / amount) < NEAR * quantity


def test_generic_values_are_cautious_and_waste_on_site_was_made_too():
    assert conservative(D(8), D("1.25")) == 10 and site_waste(D(10), D(1), D("1.05")) == D("0.55")


# Adding declarations up


def test_declarations_of_one_basis_add_module_by_module():
    used = [Used(epd(), D(100), "kg"), Used(epd(amount=10), D(50), "kg")]
    found = summed(used, ("A1-A3", "C3", "D"))
    assert found.modules == {"A1-A3": 1050, "C3": 105, "D": -420}
    assert (found.total, found.module_d, found.indicator, found.basis) == (
        1155,
        -420,
        "GWP-total",
        "EN15804+A2",
    )
    assert found.declarations == ("id", "id") and summed(used, ("C3",)).module_d is None


@pytest.mark.parametrize("basis", ["EN15804+A1", "TRACI 2.1"])
def test_bases_never_add_up_silently(basis):
    with pytest.raises(Incompatible) as refusal:
        summed([Used(epd(), D(1), "kg"), Used(epd(basis), D(1), "kg")], ("A1-A3",))
    assert basis in refusal.value.facts["other"]
    with pytest.raises(Incompatible):
        added(epd(), epd("EN15804+A1"))
    added(epd(), epd())


def test_every_basis_has_a_climate_of_its_own_name():
    assert [epd(basis).climate for basis in ("EN15804+A1", "EN15804+A2", "TRACI 2.1")] == [
        "GWP",
        "GWP-total",
        "GWP",
    ]
    assert summed([Used(epd("EN15804+A1"), D(1), "kg")], ("A1-A3",), CLIMATE).indicator == "GWP"


def test_an_error_names_the_missing_indicator_or_module():
    for indicator, modules, fields in (
        ("SM", ("A1-A3",), ("SM",)), (CLIMATE, ("A1-A3", "C4"), ("GWP-total C4",)), (CLIMATE, ("B1",), ("GWP-total B1",)),
    ):  # fmt: skip
        with pytest.raises(InputMissing) as refusal:
            summed([Used(epd(), D(1), "kg")], modules, indicator)
        assert refusal.value.facts["fields"] == fields and refusal.value.facts["where"] == "ÖVNING"
    half = epd(climate={"A1": one(1), "A3": one(1)})
    with pytest.raises(InputMissing) as refusal:
        summed([Used(half, D(1), "kg")], ("A1-A3",))
    assert refusal.value.facts["fields"] == ("GWP-total A2",)
    with pytest.raises(InputMissing) as refusal:
        summed([Used(epd(climate={"C3": one(1)}), D(1), "kg")], ("A1-A3",))
    assert refusal.value.facts["fields"] == ("GWP-total A1-A3",)
    with pytest.raises(InputMissing):
        summed([Used(epd(climate={"A1-A3": one(1), "C3": one(None)}), D(1), "kg")], ("C3",))
    for empty in (([], ("A1-A3",)), ([Used(epd(), D(1), "kg")], ())):
        with pytest.raises(InputMissing):
            summed(*empty)


def test_a_scenario_is_chosen_where_there_are_several():
    several = epd(climate={"A1-A3": one(1), "C3": {"S1": D(2), "S2": D(5)}, "C4": {"S1": D(7)}})
    with pytest.raises(ScenarioNotChosen) as refusal:
        summed([Used(several, D(1), "kg")], ("C3",))
    assert refusal.value.facts["scenarios"] == ("S1", "S2")
    assert summed([Used(several, D(1), "kg", "S2")], ("A1-A3", "C3", "C4")).total == 13


def test_units_must_be_the_declared_ones():
    with pytest.raises(UnitMismatch):
        summed([Used(epd(), D(1), "m2")], ("A1-A3",))
    with pytest.raises(NoUnit):
        summed([Used(epd(unit=""), D(1), "kg")], ("A1-A3",))
    with pytest.raises(OutOfRange):
        summed([Used(epd(), D(-1), "kg")], ("A1-A3",))
    other = replace(epd(), units={"GWP-total": "t CO2"})
    with pytest.raises(UnitMismatch):
        summed([Used(epd(), D(1), "kg"), Used(other, D(1), "kg")], ("A1-A3",))
    spelt = replace(epd(), units={"GWP-total": "kg CO₂-Äq."})
    assert summed([Used(epd(), D(1), "kg"), Used(spelt, D(1), "kg")], ("A1-A3",)).unit == "kgco2"


def test_an_old_declaration_and_a_generic_one_are_told_of():
    made = replace(epd(), valid_until=2026)
    assert expired(made, date(2026, 12, 31)) is False and expired(made, date(2027, 1, 1)) is True
    assert expired(epd(), date(2027, 1, 1)) is None
    kinds = {
        "specific dataset": 2,
        "average dataset": 3,
        "representative dataset": 3,
        "generic dataset": 4,
        "template dataset": 4,
        "": None,
    }
    for kind, quality in kinds.items():
        assert tier(replace(epd(), subtype=kind)) == quality
