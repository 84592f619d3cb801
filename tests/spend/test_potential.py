"""Potential as parts, fronts without a score, the county's market, and a contract register whose values are promises."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from omlopp.flows import spend as flow
from omlopp.flows import spend_potential as potential
from omlopp.library.factors import factor_set
from omlopp.library.spend import groups
from omlopp.spend import footing, register, screening
from omlopp.spend.categorise import Desk
from omlopp.spend.cube import Key, Sum
from omlopp.spend.ledger import ColumnMissing
from omlopp.statistics import supply
from tests.conftest import needs_pack, pack_folder

DAY = date(2026, 11, 21)


def screened(**kroner: int) -> tuple[screening.Screening, footing.Footprints]:
    cube = {
        Key("", "", "", "", "", f"{name.strip('c'):0<8}", "", 2022): Sum(1, Decimal(sek))
        for name, sek in kroner.items()
    }
    found = screening.screen(cube, Desk())
    return found, footing.footprints(found.bought, factor_set("epa_v1_3"))


# Fronts


def test_the_first_front_holds_what_nothing_else_beats_in_every_part():
    """Construction: most kilos and levers. Furniture has as many levers and far fewer kilos: behind it."""
    found = potential.potentials(*screened(c45=1_000_000, c391=10_000, c66=50_000), DAY)
    assert [(one.group.cpv, one.front) for one in found] == [("45", 1), ("391", 2), ("66", 3)]


def test_a_contract_that_ends_lifts_a_group_to_the_first_front(tmp_path):
    path = tmp_path / "avtal.csv"
    path.write_text(
        "avtalsnummer;cpv;avtalsslut;belopp\nA1;39100000;2027-03-31;900000\nA2;45000000;2031-01-01;5\n",
        "utf-8",
    )
    contracts = register.read(path)
    found = potential.potentials(*screened(c45=1_000_000, c391=10_000), DAY, contracts)
    assert {one.group.cpv: (one.front, len(one.addressable.ending)) for one in found} == {
        "45": (1, 0),
        "391": (1, 1),
    }
    [pilot] = [one for one in potential.shortlist(found) if one.potential.group.cpv == "391"]
    assert ("spend.why.ending", {"count": 1, "first": date(2027, 3, 31)}) in pilot.why


PARTS = st.tuples(st.sampled_from(["45", "391", "66", "15", "302", "34"]), st.integers(1, 10**7))


@settings(deadline=None)
@given(st.lists(PARTS, min_size=1, max_size=6, unique_by=lambda part: part[0]))
def test_fronts_agree_with_the_parts_and_with_nothing_else(parts):
    found = potential.potentials(*screened(**{f"c{cpv}": sek for cpv, sek in parts}), DAY)
    assert [one.place for one in found] == list(range(1, len(found) + 1))
    for one in found:
        for other in found:
            mine, theirs = potential.parts(one), potential.parts(other)
            if all(a >= b for a, b in zip(mine, theirs, strict=True)) and mine != theirs:
                assert one.front < other.front


def test_what_is_not_known_is_none_and_said():
    [one] = potential.potentials(*screened(c391=10), DAY)
    assert (one.addressable.ending, one.addressable.supply, one.addressable.supply_nation) == (
        None,
        None,
        None,
    )
    [pilot] = potential.shortlist([one])
    assert set(pilot.lacks) == {"spend.lacks.ends", "spend.lacks.supply"}


def test_a_pilot_carries_its_effect_logic():
    [pilot] = potential.shortlist(potential.potentials(*screened(c391=10), DAY))
    assert pilot.goals == ("D", "C")
    assert "reused_item_share" in pilot.indicators


def test_low_potential_and_net_credits_make_no_pilot():
    assert potential.shortlist(potential.potentials(*screened(c85=10**7, c391=-5), DAY)) == ()


# Contract registers


def test_a_register_is_read_with_placeholders_apart(tmp_path):
    path = tmp_path / "avtal.csv"
    path.write_text(
        "avtalsnummer;titel;cpv;belopp;slutdatum\nA1;Möbler;39100000;1;31/12 2027\nA2;;;5;\nA3;Bilar;34100000;2 000 000;snart\n",
        "utf-8",
    )
    found = register.read(path)
    assert [(one.id, one.group, one.value_sek, one.ends_on) for one in found.contracts] == [
        ("A1", "391", None, date(2027, 12, 31)),
        ("A3", "34", Decimal(2_000_000), None),
    ]
    assert (found.placeholders, [one.line for one in found.bad]) == (1, [3])
    assert found.cpv_of() == {"A1": "39100000", "A3": "34100000"}


def test_a_register_without_cpv_codes_is_refused(tmp_path):
    path = tmp_path / "avtal.csv"
    path.write_text("avtalsnummer;belopp\nA1;5\n", "utf-8")
    with pytest.raises(ColumnMissing) as refused:
        register.read(path)
    assert refused.value.facts["column"] == "cpv"


@needs_pack("spend")
def test_the_contracted_values_of_2021_are_a_register_without_ends():
    found = register.read(pack_folder("spend") / "uhm_kontrakterat_varde_2021_jamtland_vasterbotten_vgr.csv")
    assert len(found.contracts) == 555 and not found.has_ends
    # Two have CPV 00000000 or a code without a group.
    assert sum(bool(one.group) for one in found.contracts) >= 550


# The county's market


def lots(*bids: tuple[str, int]) -> tuple[supply.Lot, ...]:
    return tuple(supply.Lot(procurement, "SE322", "391", number) for procurement, number in bids)


def test_bids_by_lot_and_by_procurement_differ_where_one_procurement_is_large():
    found = supply.bids_of(lots(("A", 1), ("A", 1), ("A", 1), ("B", 5)))
    assert (found.lots, found.procurements, found.mean, found.median, found.single) == (4, 2, 2, 1, 3)
    assert (found.mean_of_procurements, found.single_share_of_procurements) == (3, 0.5)
    assert supply.bids_of(lots(("A", 1), ("A", 1), ("B", 5)), 1).mean == 5
    assert supply.bids_of(()).mean is None


def table(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text, "utf-8")


def test_a_delivery_is_known_by_its_columns_and_joined_by_procurement(tmp_path):
    head = "upphandlings_id,kopare,kopare_orgnr,sektor,cpv,samordnad,titel,publicerad"
    a = "U1,BERGS KOMMUN,2120002502,Kommun,39100000,False,Möbler,2021-01-01"
    b = "U2,BRÄCKE KOMMUN,2120002460,Kommun,39130000,False,Stolar,2021-02-01"
    table(tmp_path, "a.csv", f"{head}\n{a}\n{b}\n")
    table(tmp_path, "b.csv", f"{head},anbudsomrades_id,antal_anbud\n{a},L1,1\n{a},L2,3\n")
    table(
        tmp_path,
        "c.csv",
        f"{head},anbudsomrades_id,leverantor,leverantor_storlek\n{a},L1,ÖVNING AB,Små företag\n{b},L1,maskerad,\n",
    )
    table(tmp_path, "d.csv", f"{head},kontrakterat_varde_sek\n{a},500000\n{b},1\n")
    market = supply.market(tmp_path)
    found = supply.supply(market, "SE322", "391")
    assert (found.bids.lots, found.bids.single, found.suppliers, found.wins, found.masked_wins) == (
        2,
        1,
        1,
        2,
        1,
    )
    assert (found.contracted_sek, market.placeholders, found.here_only) == (Decimal(500_000), 1, 1)
    [pool] = supply.pools(market, "SE322")
    assert (pool.cpv, pool.buyers, pool.valued) == ("391", ("BERGS KOMMUN", "BRÄCKE KOMMUN"), 1)


@needs_pack("registry-se")
def test_jamtland_is_what_the_packs_own_description_says():
    market = supply.market(pack_folder("registry-se"))
    found = supply.supply(market, "SE322")
    assert (found.bids.lots, found.bids.procurements, round(found.bids.mean, 2)) == (267, 111, 2.48)
    assert round(found.bids.single / found.bids.lots, 3) == 0.348
    assert (found.without_largest.lots, round(found.without_largest.mean, 2)) == (129, 3.08)
    assert found.sizes == {"micro": 57, "small": 92, "medium": 63, "large": 138, "not_stated": 3}


@pytest.mark.parametrize("said", ["SE322", "se322", "Jämtland", "jämtlands", "Jämtlands län"])
def test_a_county_by_its_name_or_code(said):
    assert flow.county_code(said) == "SE322"


def test_a_county_that_is_none():
    with pytest.raises(flow.NoCounty):
        flow.county_code("Atlantis")


def test_every_group_of_the_shortlist_can_start_a_procurement():
    """A CPV prefix that the codelist knows, so that a procurement can begin from it."""
    from omlopp.library.codelists import FOLDER, rows

    codes = {row["code"] for row in rows(FOLDER / "cpv.csv")}
    assert [one for one in groups() if not any(code.startswith(one) for code in codes)] == []
