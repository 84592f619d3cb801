"""Reading declarations: JSON, XML and packages; what is missing is named, what is mixed is refused."""

import json
import zipfile
from datetime import date
from decimal import Decimal as D

import pytest

from omlopp.domain.footprint.epd import making, value
from omlopp.domain.indicators.errors import InputMissing
from omlopp.epd.ilcd import BothBases, NoDeclaredUnit, NotAnEpd, read
from omlopp.epd.tables import plain_unit
from omlopp.flows.epd import chosen, declarations, shown
from omlopp.library.cases import FileMissing
from tests.conftest import needs_pack, pack_folder
from tests.epd.made import KG_GROUP, PACKAGE, ilcd_json, ilcd_xml

CLIMATE = {
    "GWP-total": [
        ("A1-A3", "10", ""),
        ("B1", None, ""),
        ("C3", "1", "S1"),
        ("C3", "2", "S2"),
        ("D", "-4", ""),
    ]
}


def from_json(data):
    return read(json.dumps(data).encode(), "made.json")


def test_json_with_its_unit_mass_and_kind():
    found = from_json(ilcd_json(CLIMATE, {"SM": [("A1-A3", "0", "")]}))
    assert (found.amount, found.unit, found.plain_unit, found.name) == (2, "qm", "m2", "ÖVNING board")
    assert (found.mass.flow_property_kg, found.mass.grammage_kg_per_m2) == (30, 15)
    assert (found.subtype, found.reference_year, found.valid_until, found.basis) == (
        "specific dataset",
        2024,
        2029,
        "EN15804+A2",
    )
    assert value(found.indicators["GWP-total"], "C3") == {"S1": 1, "S2": 2} and found.units["SM"] == "kg"
    assert value(found.indicators["GWP-total"], "B1") is None, "null is undeclared"
    assert making(found, "SM") == 0, "nought is nought"


@pytest.mark.parametrize("undeclared", [None, "ND", "MND", "", "NaN"])
def test_what_is_no_figure_is_undeclared(undeclared):
    found = from_json(ilcd_json({"GWP-total": [("A1-A3", undeclared, ""), ("A4", "0,5", "")]}))
    assert making(found, "GWP-total") is None and value(found.indicators["GWP-total"], "A4") == D("0.5")


def test_the_unit_through_the_unit_group():
    found = from_json(ilcd_json(CLIMATE, unit="", group=KG_GROUP))
    assert (
        (found.unit, found.plain_unit) == ("kg", "kg")
        and plain_unit("Stück") == "piece"
        and plain_unit("hank") == "hank"
    )


def test_gwp_iobc_is_a_kind_of_its_own():
    found = from_json(ilcd_json(CLIMATE | {"GWP-IOBC": [("A1-A3", "12", "")]}))
    assert (
        making(found, "GWP-IOBC") == 12 and making(found, "GWP-total") == 10 and found.basis == "EN15804+A2"
    )


def test_both_bases_in_one_file_are_refused():
    with pytest.raises(BothBases):
        from_json(ilcd_json(CLIMATE | {"GWP": [("A1-A3", "9", "")]}))


def test_without_a_climate_indicator_it_is_named():
    with pytest.raises(InputMissing) as refusal:
        from_json(ilcd_json({}, {"SM": [("A1-A3", "0", "")]}))
    assert refusal.value.facts["fields"] == ("GWP",)
    assert from_json(ilcd_json(CLIMATE | {"unheard-of": [("A1", "1", "")]})).unknown == ("unheard-of",)


@pytest.mark.parametrize("fault", ["no reference flow", "no property", "no unit"])
def test_without_a_declared_unit_it_is_refused(fault):
    data = ilcd_json(CLIMATE, unit="" if fault == "no unit" else "kg")
    if fault == "no reference flow":
        data["exchanges"]["exchange"] = []
    if fault == "no property":
        data["exchanges"]["exchange"][0]["flowProperties"] = []
    with pytest.raises(NoDeclaredUnit):
        from_json(data)


@pytest.mark.parametrize(
    "content",
    [b"", b"PDF", b"{", b"{}", b"[1]", b"<a", b"\xff\xfe{", b'{"processInformation": 3}', b"{" * 10_000, b'{"processInformation": {"dataSetInformation": []}}'],
)  # fmt: skip
def test_what_is_no_declaration_is_said_plainly(content):
    with pytest.raises((NotAnEpd, InputMissing)):
        read(content, "x")


def test_xml_alone_has_no_unit_and_says_so():
    found = read(ilcd_xml(), "made.xml")
    assert (found.unit, found.amount, found.name, found.basis) == ("", 3, "ÖVNING Kalk", "EN15804+A1")
    assert (
        value(found.indicators["GWP"], "C3") == {"S1": D("0.1"), "S2": D("0.2")}
        and value(found.indicators["GWP"], "D") is None
    )
    assert found.units == {"SM": "kg", "GWP": "kg CO2-eqv."}
    assert (found.subtype, found.reference_year, found.valid_until) == ("generic dataset", 2020, 2021)


def test_no_entity_is_resolved(tmp_path):
    (tmp_path / "secret").write_text("secret")
    bomb = f'<!DOCTYPE x [<!ENTITY e SYSTEM "{tmp_path / "secret"}">]>'
    content = ilcd_xml(before=bomb).replace(b"\xc3\x96VNING Kalk", b"&e;")
    assert "secret" not in read(content, "made.xml").name


def test_a_package_gives_the_unit_and_the_mass(tmp_path):
    path = tmp_path / "made.zip"
    with zipfile.ZipFile(path, "w") as package:
        for name, content in PACKAGE.items():
            package.writestr(f"ILCD/{name}", content)
    (found,) = declarations(path)
    assert (found.amount, found.unit, found.mass.flow_property_kg) == (6, "m2", D("37.5"))


def test_a_folder_as_in_a_package_does_the_same(tmp_path):
    for name, content in PACKAGE.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    (found,) = declarations(tmp_path / "processes/u1.xml")
    assert (found.unit, found.mass.flow_property_kg) == ("m2", D("37.5"))
    (tmp_path / "unitgroups/g1.xml").unlink()
    assert declarations(tmp_path / "processes/u1.xml")[0].unit == ""


def test_a_package_without_processes_and_a_file_that_is_not_there(tmp_path):
    with zipfile.ZipFile(tmp_path / "empty.zip", "w") as package:
        package.writestr("readme.txt", "")
    with pytest.raises(NotAnEpd):
        declarations(tmp_path / "empty.zip")
    with pytest.raises(FileMissing):
        declarations(tmp_path / "nowhere.json")


def test_shown_with_its_age_and_kind(tmp_path):
    (tmp_path / "made.json").write_text(json.dumps(ilcd_json(CLIMATE, {"SM": [("A1-A3", "6", "")]})), "utf-8")
    (found,) = shown(tmp_path / "made.json", date(2030, 1, 1))
    assert found.expired and found.tier == 2 and found.circularity.recycled_in == D("0.2")
    assert list(chosen(found, ["SM"]).epd.indicators) == ["SM"]
    with pytest.raises(InputMissing) as refusal:
        chosen(found, ["SM", "MFR"])
    assert refusal.value.facts["fields"] == ("MFR",)


@needs_pack("epd")
def test_every_declaration_of_the_pack_is_read():
    files = [
        path
        for path in sorted(pack_folder("epd").iterdir())
        if path.suffix in (".json", ".xml") and "minimal" not in path.name
    ]
    found = [declarations(path)[0] for path in files]
    assert len(found) >= 6 and all(making(one, one.climate) is not None for one in found)
    assert {one.basis for one in found} == {"EN15804+A1", "EN15804+A2"}
    assert all(one.unknown == () for one in found), "every indicator is in the list, also GWP-IOBC"
    assert sum(one.unit != "" for one in found) == sum(path.suffix == ".json" for path in files)
