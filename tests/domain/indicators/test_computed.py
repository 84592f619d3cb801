"""From figures to a result: what is undeclared is unknown, parts never exceed their whole, every result can be traced."""

from dataclasses import replace
from datetime import date
from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omlopp.domain.indicators import computed, material
from omlopp.domain.indicators.balance import INFLOW, Balance
from omlopp.domain.indicators.computed import FUNCTIONS, About, compute, result
from omlopp.domain.indicators.errors import (
    DisplacementNotShown,
    FractionOutOfRange,
    Incompatible,
    InputMissing,
    InputNotKnown,
    NotAdditive,
    NothingToMeasure,
    OutOfRange,
    PartsExceedWhole,
)
from omlopp.domain.indicators.found import Given, Part, Weight, share, share_of
from omlopp.domain.indicators.measure import measure
from omlopp.domain.indicators.result import FactorUsed, added, fingerprint
from omlopp.domain.model.errors import OmloppError
from omlopp.domain.model.indicators import Measurement, Stage
from omlopp.flows.indicators import computed as by_id
from omlopp.library.load import library
from omlopp.library.weights import weight_set

CARDS = library().indicators
NEAR = D("1e-25")


def row(**figures):
    return {name: None if value is None else D(str(value)) for name, value in figures.items()}


def found(id, *rows, **whole):
    return by_id(id, row(**whole), [row(**one) for one in rows]).found


# Shares: known, unknown, and the ends between which the whole answer lies


@st.composite
def flows(draw):
    """A flow whose classes are declared, or not, within its total."""
    total = draw(st.integers(1, 1000))
    cuts = sorted(draw(st.lists(st.integers(0, total), min_size=4, max_size=4)))
    sizes = [b - a for a, b in zip([0, *cuts], cuts, strict=False)]
    told = draw(st.lists(st.booleans(), min_size=4, max_size=4))
    return {"mass_kg": D(total)} | {
        name: D(size) if said else None for name, size, said in zip(INFLOW, sizes, told, strict=True)
    }


@given(rows=st.lists(flows(), min_size=1, max_size=5), name=st.sampled_from(INFLOW[:3]))
def test_a_share_lies_between_the_ends_that_the_unknown_leaves(rows, name):
    got = material.inflow_share(Given(rows=rows), name)
    assert 0 <= got.low <= got.high <= 1 and 0 <= got.completeness <= 1
    if got.value is None:
        assert got.completeness == 0 and got.low == 0
    else:
        assert got.low - NEAR <= got.value <= got.high + NEAR
    assert (got.low == got.high) == (got.completeness == 1)


@given(rows=st.lists(flows(), min_size=1, max_size=5), scale=st.sampled_from([D("0.001"), D(1000)]))
def test_the_unit_of_mass_does_not_matter_to_a_balance(rows, scale):
    scaled = [{name: None if kg is None else kg * scale for name, kg in one.items()} for one in rows]
    one, other = (material.inflow_share(Given(rows=some), "recycled_kg") for some in (rows, scaled))
    assert (one.low, one.high, one.completeness) == (other.low, other.high, other.completeness)


@given(rows=st.lists(flows(), min_size=1, max_size=5))
def test_virgin_material_is_what_no_class_claims(rows):
    got = material.virgin(Given(rows=[{n: v for n, v in one.items() if n != "linear_kg"} for one in rows]))
    assert 0 <= got.low <= got.high
    whole = sum(one["mass_kg"] for one in rows)
    assert got.high <= whole and (got.value is None) == (got.completeness == 0)


def test_the_parts_of_a_flow_are_told_in_kilos_and_a_class_that_nobody_mentions_is_unknown():
    rows = [{"mass_kg": D(10), "reused_kg": D(4)}, {"mass_kg": D(6), "reused_kg": D(1), "recycled_kg": D(0)}]
    parts = material.inflow_share(Given(rows=rows), "reused_kg").parts
    assert (parts["reused_kg"], parts["recycled_kg"], parts["unclaimed_kg"]) == (5, 0, 11)
    assert parts["renewable_kg"] is None and parts["linear_kg"] is None


def test_a_mass_in_two_classes_is_refused_by_name():
    with pytest.raises(PartsExceedWhole) as refusal:
        Balance(D(100), {"reused_kg": D(60), "recycled_kg": D(50), "renewable_kg": D(0)})
    assert refusal.value.facts["fields"] == ("reused_kg", "recycled_kg")
    assert (refusal.value.facts["sum"], refusal.value.facts["whole"]) == (110, 100)
    with pytest.raises(OutOfRange):
        Balance(D(100), {"reused_kg": D(-1)})
    assert Balance(D(100), {"reused_kg": D(100)}).unclaimed_kg == 0


def test_where_the_others_fill_the_flow_the_one_not_mentioned_is_nought():
    got = found("iso_inflow_renewable", mass_kg=100, reused_kg=40, recycled_kg=60)
    assert (got.value, got.completeness, got.missing) == (0, 1, ())


def test_a_share_stands_with_tonnes_and_pieces_known_or_not():
    got = found(
        "iso_inflow_reused",
        dict(mass_kg=600, reused_kg=60, pieces=3),
        dict(mass_kg=400, reused_kg=0, pieces=2),
    )
    assert got.beside == {"tonnes": 1, "pieces": 5} and got.value == D("0.06")
    assert found("iso_inflow_reused", mass_kg=600, reused_kg=60).beside == {
        "tonnes": D("0.6"),
        "pieces": None,
    }
    assert found("reused_value_share", reused_sek=2, bought_sek=8).beside == {
        "tonnes": None,
        "pieces": None,
        "value_sek": 8,
    }
    assert found("renewable_item_share", renewable_items=2, delivered_items=8, mass_kg=2000).beside == {
        "tonnes": 2,
        "pieces": 8,
    }
    assert found("reused_share", reused_mass=2, delivered_mass=8, pieces=4).beside == {
        "tonnes": D("0.008"),
        "pieces": 4,
    }


def test_rows_without_a_part_or_a_whole_are_told_of():
    got = share_of(Given(rows=[row(part=1, whole=4), row(whole=4), row(part=2, whole=4)]), "part", "whole")
    assert (got.value, got.low, round(got.high, 6)) == (D("0.375"), D("0.25"), D("0.583333"))
    assert got.missing == ("part",) and abs(got.completeness - D(2) / 3) < D("1e-25")
    got = share_of(Given(rows=[row(part=1, whole=4), row(part=1)]), "part", "whole")
    assert (got.value, got.low, got.high, got.completeness, got.missing) == (
        D("0.25"),
        None,
        None,
        None,
        ("whole",),
    )
    got = share_of(Given(rows=[row(part=1)]), "part", "whole")
    assert got.value is None and got.completeness is None and got.missing == ("whole",)
    with pytest.raises(PartsExceedWhole):
        share_of(Given(row(part=5, whole=4)), "part", "whole")
    with pytest.raises(NothingToMeasure):
        share_of(Given(row(part=0, whole=0)), "part", "whole")
    assert share_of(Given(row(part=4, whole=4)), "part", "whole").value == 1
    assert share([Part(D(4), D(1), D(3))], "kg").value == 1, "of what is declared"


# Material circularity from rows


def test_undeclared_parts_leave_the_product_between_two_ends():
    whole = dict(recycled=0, reused=1, regrown=0, to_recycling=0, to_reuse=1, to_compost=0, to_energy=0)
    got = found("mci", dict(mass_kg=5, **whole), dict(mass_kg=15))
    assert (got.value, got.high, got.completeness) == (1, 1, D("0.25"))
    assert got.low == D("0.325") and got.assumed == ("life_is_average", "use_is_average")
    assert set(got.missing) == set(whole)
    assert got.beside["tonnes"] == D("0.02")


def test_a_recycling_without_its_efficiency_is_undeclared():
    shares = dict(reused=0, regrown=0, to_reuse=0, to_compost=0, to_energy=0)
    before = found("mci", dict(mass_kg=1, recycled="0.5", to_recycling=0, **shares))
    after = found("mci", dict(mass_kg=1, recycled=0, to_recycling="0.5", **shares))
    assert before.value is None and after.value is None and before.completeness == 0
    assert (before.low, before.high) == (D("0.1"), D("0.55")) and (after.low, after.high) == (
        D("0.1"),
        D("0.55"),
    )
    assert found("mci", dict(mass_kg=1, recycled=0, to_recycling=0, **shares)).value == D("0.1")


@pytest.mark.parametrize(
    ("share_", "claim"),
    [
        ("regrown", "regrowth_shown"),
        ("to_compost", "safe_and_returned"),
        ("to_energy", "energy_conditions_met"),
    ],
)
def test_a_biological_route_counts_only_where_its_condition_is_shown(share_, claim):
    none = dict.fromkeys(
        ("recycled", "reused", "regrown", "to_recycling", "to_reuse", "to_compost", "to_energy"), 0
    )
    claimed = dict(mass_kg=1, **(none | {share_: 1}))
    bare, shown = found("mci", claimed), found("mci", claimed | {claim: 1})
    assert bare.value == D("0.1") and bare.warnings == ("biological_claim_not_shown",)
    assert shown.value == D("0.55") and shown.warnings == ()


def test_the_warning_and_the_life_are_said():
    shares = dict(
        mass_kg=1,
        recycled="0.5",
        reused="0.1",
        regrown=0,
        to_recycling=0,
        to_reuse=1,
        to_compost=0,
        to_energy=0,
        recycling_in="0.1",
    )
    got = by_id("mci", row(life_years=20, average_life_years=10, use=3, average_use=2), [row(**shares)]).found
    assert "mci_not_monotone" in got.warnings and got.assumed == () and got.parts["X"] == 3
    with pytest.raises(OutOfRange):
        found("mci", shares, life_years=0, average_life_years=10)
    with pytest.raises(FractionOutOfRange):
        found("mci", shares | {"reused": "1.2"})
    with pytest.raises(InputMissing):
        found("mci", dict(recycled=0))


@given(life=st.integers(1, 50), other=st.integers(1, 50))
def test_the_ends_hold_whatever_the_unknown_turns_out_to_be(life, other):
    told = dict(mass_kg=2, recycled="0.2", to_recycling="0.3", recycling_in="0.6", recycling_out="0.7")
    ends = found("mci", told, life_years=life, average_life_years=other)
    rest = dict(reused="0.3", regrown=0, to_reuse="0.1", to_compost=0, to_energy=0)
    turned_out = found("mci", told | rest, life_years=life, average_life_years=other)
    assert ends.value is None and ends.low <= turned_out.value <= ends.high


# The other functions


def test_cti_needs_both_terms_of_the_outflow():
    figures = dict(
        mass_kg=1000, reused_kg=100, recycled_kg=350, renewable_kg=0, linear_kg=550, out_mass_kg=900
    )
    got = found("cti_circularity", recovery_potential="0.9", actual_recovery="0.4", **figures)
    assert round(got.value, 4) == D("0.4074")
    assert (got.parts["circular_inflow_share"], got.parts["circular_outflow_share"]) == (D("0.45"), D("0.36"))
    half = found("cti_circularity", recovery_potential="0.5", **figures)
    assert round(half.high, 6) == D("0.473684") and "actual_recovery" in half.missing
    nothing_out = found(
        "cti_circularity", **(figures | {"out_mass_kg": 0}), recovery_potential=1, actual_recovery=1
    )
    assert nothing_out.parts["circular_outflow_share"] is None and nothing_out.value == D("0.45")
    with pytest.raises(FractionOutOfRange):
        found("cti_circularity", recovery_potential="1.1", **figures)
    with pytest.raises(OutOfRange):
        found("cti_circularity", **(figures | {"out_mass_kg": -1}))
    with pytest.raises(InputMissing):
        found("cti_circularity", mass_kg=1)


def test_waste_stands_in_one_treatment_and_hazardous_waste_is_a_part_of_it():
    got = found("waste_by_treatment", waste_kg=1000, recycled_kg=350, energy_kg=300, hazardous_kg=20)
    assert (got.low, got.high, got.completeness) == (D("0.35"), D("0.7"), D("0.65"))
    assert (
        got.parts["unclaimed_kg"] == 350 and got.parts["hazardous_kg"] == 20 and got.parts["waste_kg"] == 1000
    )
    assert got.missing == ("prepared_for_reuse_kg", "landfilled_kg") and got.beside["tonnes"] == 1
    with pytest.raises(PartsExceedWhole) as refusal:
        found("waste_by_treatment", waste_kg=10, hazardous_kg=11)
    assert refusal.value.facts["fields"] == ("hazardous_kg",)
    assert found("waste_by_treatment", waste_kg=10, recycled_kg=10, hazardous_kg=10).value == 1
    with pytest.raises(PartsExceedWhole):
        found("waste_by_treatment", waste_kg=10, recycled_kg=6, energy_kg=5)


def test_an_item_without_a_declaration_is_neither_free_nor_hazardous():
    got = found("hazardous_substances", articles=200, declared_articles=150, articles_with_hazardous=30)
    assert got.parts == {"free": 120, "with": 30, "unknown": 50}
    assert (got.value, got.low, got.high, got.completeness) == (D("0.8"), D("0.6"), D("0.85"), D("0.75"))
    assert got.beside["pieces"] == 200
    assert (
        found("hazardous_substances", articles=2, declared_articles=0, articles_with_hazardous=0).value
        is None
    )
    assert (
        found("hazardous_substances", articles=2, declared_articles=2, articles_with_hazardous=2).value == 0
    )
    for wrong in ({"declared_articles": 201}, {"articles_with_hazardous": 151}):
        with pytest.raises(PartsExceedWhole):
            found(
                "hazardous_substances",
                **(dict(articles=200, declared_articles=150, articles_with_hazardous=30) | wrong),
            )


def test_land_is_measured_or_it_is_not():
    got = found(
        "land_occupation",
        dict(quantity=10, land_m2_year_per_unit=3, land_transformed_m2_per_unit="0.5"),
        dict(quantity=4),
    )
    assert (got.value, got.low, got.high, got.completeness) == (30, 30, None, D("0.5"))
    assert got.parts == {"land_transformed_m2": 5} and got.missing == ("land_m2_year_per_unit",)
    bare = found("land_occupation", quantity=4)
    assert (
        bare.value is None
        and bare.warnings == ("not_measured",)
        and bare.parts == {"land_transformed_m2": None}
    )
    whole = found("land_occupation", quantity=4, land_m2_year_per_unit=0)
    assert (whole.value, whole.high, whole.warnings, whole.completeness) == (0, 0, (), 1)
    with pytest.raises(OutOfRange):
        found("land_occupation", quantity=4, land_m2_year_per_unit=-1)


A2 = dict(zip(weight_set("mki_a2").weights, range(1, 99), strict=False))


def test_environmental_cost_has_marks_and_says_what_is_missing():
    got = found("mki_a2", **{"GWP-total": 100, "ODP": 0})
    assert got.value == D("11.6") and got.low is None and got.high is None
    assert got.completeness == D(2) / 16 and len(got.missing) == 14 and "AP" in got.missing
    assert got.marks == {"GWP-total": "secondary", "ODP": "secondary"} and got.warnings == ()
    assert got.parts == {"GWP-total": D("11.6"), "ODP": 0}
    unsure = found("mki_a2", PM="0.00001")
    assert unsure.warnings == ("weights_unverified",) and unsure.value == D("5.75838")
    whole = found("mki_a2", **A2)
    assert whole.completeness == 1 and whole.missing == () and whole.low == whole.high == whole.value
    assert found("mki_a2").value is None


def test_climate_total_or_its_parts_and_never_both():
    parts = {"GWP-fossil": 70, "GWP-biogenic": -10, "GWP-luluc": 40}
    assert found("mki_a2", **parts).value == found("mki_a2", **{"GWP-total": 100}).value
    with pytest.raises(Incompatible) as refusal:
        found("mki_a2", **{"GWP-total": 100, "GWP-fossil": 70})
    assert refusal.value.facts["one"] == "GWP-total"
    lacking = found("mki_a2", **{"GWP-fossil": 70, "GWP-biogenic": 1})
    assert lacking.value is None and "GWP-total" in lacking.missing, "a part is not the total"


def test_the_two_sets_of_weights_are_different_types():
    one, other = by_id("mki_a1", row(GWP=100)), by_id("mki_a2", row(**{"GWP-total": 100}))
    assert one.kind == "mki_a1/mki_a1" and one.rules != other.rules
    with pytest.raises(Incompatible):
        added(CARDS["mki_a1"], [one, other])
    with pytest.raises(InputNotKnown):
        by_id("mki_a1", row(**{"GWP-total": 1}))


@given(st.dictionaries(st.sampled_from(sorted(A2)), st.integers(-1000, 1000), min_size=1))
def test_environmental_cost_is_linear(impacts):
    once, twice = (
        found("mki_a2", **impacts),
        found("mki_a2", **{name: 2 * kg for name, kg in impacts.items()}),
    )
    assert abs(twice.value - 2 * once.value) < NEAR


def test_displacement_and_remaining_life_are_never_supposed():
    told = dict(
        pieces=10,
        new_kgco2e=300,
        new_life_years=4,
        remaining_life_years=2,
        displacement_rate="0.6",
        reuse_kgco2e=20,
    )
    got = found("avoided_emissions", **told)
    assert got.value == 700 and got.assumed == ("use_phase_equal",) and got.warnings == ()
    assert (
        got.parts["displaced_kgco2e"] == 900
        and got.parts["reuse_kgco2e"] == 200
        and got.beside["pieces"] == 10
    )
    for name in told:
        with pytest.raises(InputMissing) as refusal:
            found("avoided_emissions", **(told | {name: None}))
        assert refusal.value.facts["fields"] == (name,)
    with pytest.raises(DisplacementNotShown):
        found("avoided_emissions", **(told | {"displacement_rate": 1}))
    with pytest.raises(DisplacementNotShown):
        found("avoided_emissions", **(told | {"displacement_rate": 1, "request_withdrawn": 0}))
    assert (
        found("avoided_emissions", **(told | {"displacement_rate": 1, "request_withdrawn": 1})).value == 1300
    )
    assert found("avoided_emissions", **(told | {"displacement_rate": 0})).warnings == ("saves_nothing",)
    used = found("avoided_emissions", **told, use_old_kgco2e_per_year=15, use_new_kgco2e_per_year=5)
    assert used.value == 500 and used.assumed == () and used.parts["use_penalty_kgco2e"] == 200
    for one in ("use_old_kgco2e_per_year", "use_new_kgco2e_per_year"):
        with pytest.raises(InputMissing) as refusal:
            found("avoided_emissions", **told, **{one: 15})
        assert refusal.value.facts["fields"] != (one,)
    with pytest.raises(OutOfRange):
        found("avoided_emissions", **(told | {"pieces": -1}))


def test_a_year_of_service_costs_what_is_left_after_what_it_is_worth():
    told = dict(
        pieces=10,
        purchase_sek=30000,
        running_sek_per_year=500,
        worth_after_sek=2000,
        disposal_sek=1000,
        service_years=8,
    )
    got = found("cost_per_service_year", **told)
    assert got.value == D("412.5") and got.parts["whole_sek"] == 33000 and got.completeness == 1
    part = found("cost_per_service_year", **(told | {"disposal_sek": None}))
    assert part.value == 400 and part.completeness is None and part.missing == ("disposal_sek",)
    for name, wrong in (
        ("service_years", 0),
        ("pieces", 0),
        ("purchase_sek", -1),
        ("running_sek_per_year", -1),
        ("worth_after_sek", -1),
        ("disposal_sek", -1),
    ):
        with pytest.raises(OutOfRange):
            found("cost_per_service_year", **(told | {name: wrong}))


def test_recirculated_value_by_parts():
    got = found("recirculated_value", dict(value_sek=600, recirculated_sek=300), dict(value_sek=400))
    assert (got.value, got.low, got.high, got.beside["value_sek"]) == (D("0.5"), D("0.3"), D("0.7"), 1000)


def test_energy_is_net():
    told = dict(renewable_in_kwh=80, renewable_out_kwh=10, all_in_kwh=110, all_out_kwh=10)
    assert found("iso_energy_renewable", **told).value == D("0.7")
    assert found("iso_energy_renewable", **told).beside == {"kwh": 100}
    assert found("iso_energy_renewable", **(told | {"renewable_in_kwh": 110})).value == 1
    for wrong in (
        {"all_out_kwh": 110},
        {"renewable_in_kwh": 111},
        {"renewable_in_kwh": 9},
        {"all_in_kwh": -1},
    ):
        with pytest.raises(OutOfRange):
            found("iso_energy_renewable", **(told | wrong))


def test_the_footprint_formula_takes_its_mass():
    told = dict(
        mass_kg=10,
        A="0.5",
        R1="0.5",
        R2="0.5",
        E_V=4,
        E_rec=1,
        E_recEoL=1,
        E_V_star=4,
        Qsin_over_Qp=1,
        Qsout_over_Qp=1,
    )
    got = found("cff_material", **told)
    assert got.value == 25 and got.parts["per_kg"] == D("2.5") and got.completeness == 1
    lacking = found("cff_material", **(told | {"E_V": None}))
    assert lacking.value is None and lacking.missing == ("E_V",) and lacking.completeness == 0
    with pytest.raises(OutOfRange):
        found("cff_material", **(told | {"mass_kg": -1}))
    with pytest.raises(InputMissing):
        found("cff_material", mass_kg=1)


# Amounts and rates over rows


def test_amounts_and_rates_over_rows():
    got = found("waste_mass", dict(waste_mass=3), dict(waste_mass=4), {})
    assert (got.value, got.low, got.high, got.missing) == (7, 7, None, ("waste_mass",))
    assert round(got.completeness, 6) == D("0.666667")
    assert found("waste_mass", waste_mass=3).high == 3
    assert found("waste_mass").value is None
    with pytest.raises(OutOfRange):
        found("waste_mass", waste_mass=-1)
    got = found("service_life_years", dict(years_in_use=9, retired_items=3), dict(retired_items=1))
    assert (got.value, got.low, got.high, got.completeness) == (3, None, None, D("0.75"))
    assert got.missing == ("years_in_use",)
    got = found("service_life_years", dict(years_in_use=9, retired_items=3), dict(years_in_use=1))
    assert got.completeness is None and got.missing == ("retired_items",) and got.value == 3
    assert found("service_life_years", years_in_use=9, retired_items=3).low == 3
    assert found("service_life_years", years_in_use=9).value is None
    with pytest.raises(NothingToMeasure):
        found("service_life_years", years_in_use=0, retired_items=0)
    with pytest.raises(OutOfRange):
        found("service_life_years", years_in_use=-1, retired_items=1)


# Provenance


def test_a_result_carries_what_it_stands_on():
    factor = FactorUsed("f1", "set", "1.0", 2024, "CC0")
    about = About(Stage.END, date(2026, 11, 21), "delivery list", "weighed", {"reliability": 2}, (factor,))
    got = result(CARDS["reused_share"], Given(row(reused_mass=1, delivered_mass=4)), about)
    assert (got.stage, got.measured_on, got.source, got.proof) == (
        Stage.END,
        date(2026, 11, 21),
        "delivery list",
        "weighed",
    )
    assert got.pedigree == {"reliability": 2} and got.factors == (factor,) and got.kind == "reused_share"
    bare = result(CARDS["reused_share"], Given(row(reused_mass=1, delivered_mass=4)))
    assert (
        bare.factors == () and bare.pedigree == {} and bare.inputs == got.inputs and bare.rules == got.rules
    )


def test_the_hashes_change_with_rules_and_figures_and_with_nothing_else():
    first = by_id("mki_a2", row(**{"GWP-total": 100}))
    assert first.inputs == by_id("mki_a2", row(**{"GWP-total": "100.00"})).inputs
    assert first.inputs != by_id("mki_a2", row(**{"GWP-total": 101})).inputs
    card = CARDS["mki_a2"]
    dearer = Given(row(**{"GWP-total": 100}), weights={"GWP-total": Weight(D("0.2"), "EUR", "unverified")})
    assert result(card, dearer).rules != first.rules
    assert len(first.rules) == 16 and fingerprint(
        {"b": 1, "a": [D(0), Stage.END, date(2026, 1, 2)]}
    ) == fingerprint({"a": (D("0.0"), "end", "2026-01-02"), "b": 1})


def test_amounts_of_one_kind_are_added_and_what_is_unknown_in_one_is_unknown_in_the_sum():
    rows = [row(mass_kg=100, reused_kg=10, recycled_kg=20, renewable_kg=0), row(mass_kg=100, recycled_kg=20)]
    results = [by_id("virgin_material", {}, [one]) for one in rows]
    got = added(CARDS["virgin_material"], results)
    assert (got.value, got.low, got.high, got.completeness) == (70, 70, 150, 0)
    assert got.missing == ("reused_kg", "renewable_kg")
    land = [
        by_id("land_occupation", row(quantity=1, land_m2_year_per_unit=2)),
        by_id("land_occupation", row(quantity=1)),
    ]
    both = added(CARDS["land_occupation"], land)
    assert both.value == 2 and both.low is None and both.high is None and both.warnings == ("not_measured",)
    assert added(CARDS["virgin_material"], []).value is None


@pytest.mark.parametrize(
    "id", ["reused_share", "service_life_years", "mci", "cost_per_service_year", "iso_inflow_reused"]
)
def test_shares_and_rates_are_not_added(id):
    with pytest.raises(NotAdditive):
        added(CARDS[id], [])


def test_what_nobody_reads_and_what_is_no_number_is_refused():
    with pytest.raises(InputNotKnown) as refusal:
        found("mci", dict(mass_kg=1, recyled=1))
    assert refusal.value.facts["fields"] == ("recyled",) and "recycled" in refusal.value.facts["known"]
    with pytest.raises(OutOfRange) as refusal:
        found("waste_mass", waste_mass="NaN")
    assert refusal.value.facts["fields"] == ("waste_mass",)
    with pytest.raises(InputNotKnown) as refusal:
        found("avoided_emissions", dict(pieces=1))
    assert refusal.value.facts["fields"] == ("rows",)


@pytest.mark.parametrize("function", ["hazardous", "mki", "cff", "avoided", "cost_per_year", "net_energy"])
def test_what_is_of_the_whole_takes_no_rows(function):
    card = next(one for one in CARDS.values() if one.function == function)
    with pytest.raises(InputNotKnown) as refusal:
        compute(card, Given({}, ({},)))
    assert refusal.value.facts["fields"] == ("rows",)


def test_every_card_names_a_function_and_every_function_has_a_card():
    named = {one.function for one in CARDS.values() if one.formula == "computed"}
    assert named == set(FUNCTIONS)
    assert all((one.function == "") == (one.formula != "computed") for one in CARDS.values())
    core = {one.core for one in CARDS.values() if one.core}
    assert len(core) == 13, "the thirteen core indicators of ISO 59020, each with its number"


def test_no_indicator_is_a_total_score():
    assert not any("score" in name or "index_total" in name for name in (*CARDS, *FUNCTIONS))


def test_the_workbench_measures_a_computed_indicator_as_any_other():
    card = CARDS["hazardous_substances"]
    told = {"articles": D(4), "declared_articles": D(4), "articles_with_hazardous": D(1)}

    def at(inputs):
        return measure(card, Measurement(card.id, Stage.CONTRACT, inputs, date(2026, 11, 21), "list"))

    assert at(told).value == D("0.75") and at(told).missing == ()
    assert at(told | {"declared_articles": D(2)}).value is None, "half is unknown, so the value is"
    assert at({"articles": D(4)}).missing == ("declared_articles", "articles_with_hazardous")


@pytest.mark.parametrize(
    "card", [one for one in CARDS.values() if one.formula == "computed"], ids=lambda one: one.id
)
@given(data=st.data())
def test_no_figures_crash_a_function_and_every_answer_is_in_order(card, data):
    figure = st.one_of(st.none(), st.decimals(-2, 5, places=2), st.decimals(0, 1, places=2))
    figures = data.draw(st.dictionaries(st.sampled_from([one.id for one in card.inputs]), figure))
    weights = {}
    if card.weights:
        weights = {
            n: Weight(w.value, w.unit, w.mark.value) for n, w in weight_set(card.weights).weights.items()
        }
    try:
        got = compute(card, Given(figures, (), weights))
    except OmloppError as refusal:
        assert refusal.code.startswith("impact.")
        return
    if got.completeness is not None:
        assert 0 <= got.completeness <= 1
    if None not in (got.low, got.high):
        assert got.low <= got.high
        if got.value is not None:
            assert got.low - NEAR <= got.value <= got.high + NEAR
    if card.is_share and got.value is not None:
        assert 0 <= got.value <= 1 and set(got.beside) & {"tonnes", "kwh"}, "no percentage without its base"


def test_a_card_may_be_replaced_without_changing_its_sum():
    card = replace(CARDS["waste_mass"], direction="higher")
    assert computed.compute(card, Given(row(waste_mass=2))).value == 2
