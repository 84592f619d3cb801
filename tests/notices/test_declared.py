"""Declared against found, and the codes that the words support."""

import gzip
import json
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree
from typer.testing import CliRunner

from omlopp.cli import notices
from omlopp.flows.notices import explained
from omlopp.library.codelists import label, rows
from omlopp.notices.declared import STATES, Compared, compared, declares, fragment, proposal, summed
from omlopp.notices.fields import FOLDER
from omlopp.notices.read import read
from omlopp.notices.schema import Declared
from tests.conftest import needs_pack, pack_folder
from tests.notices.test_read import SAMPLES, sample

CAC = "{urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2}"


def found(name):
    explanation = explained(sample(name))
    return explanation.notice, explanation.found


@pytest.mark.parametrize(
    "codes, state",
    [
        ([("BT-06", "env-imp"), ("BT-774", "circ-econ")], "circular"),
        ([("BT-06", "env-imp"), ("BT-774", "clim-mitig")], "green"),
        ([("BT-805", "eu")], "green"),
        ([("registry-environmental", "true")], "green"),
        ([("BT-06", "soc-obj"), ("BT-805", "none")], "other"),
        ([("BT-06", "none")], "none"),
        ([("BT-805", "none")], "none"),
        ([("registry-environmental", "false"), ("registry-social", "false")], "none"),
        ([], "silent"),
    ],
)
def test_what_a_lot_declares_and_silence_is_not_none(codes, state):
    notice = replace(
        sample("mobler-exempelby.xml"),
        declared=tuple(Declared(field, code, "LOT-0001") for field, code in codes),
    )
    assert declares(notice, "LOT-0001") == state
    assert declares(notice, "LOT-0002") == "silent"


def test_a_format_without_the_field_is_neither_silent_nor_none():
    assert declares(sample("skrivare-ted-r209.xml")) == "no_field"


def test_each_lot_is_compared_and_the_sum_has_every_cell():
    cells = [*compared(*found("mobler-exempelby.xml")), *compared(*found("datorer-ovningsregionen.xml"))]
    assert [(one.declares, one.found > 0) for one in cells] == [
        ("silent", True),
        ("silent", True),
        ("circular", True),
    ]
    matrix = summed(cells)
    assert set(matrix) == {(state, there) for state in STATES for there in (True, False)}
    assert (
        matrix["silent", True] == 2 and matrix["circular", True] == 1 and sum(matrix.values()) == len(cells)
    )
    assert summed([])["none", False] == 0
    assert summed([Compared("1", "none", 0)])["none", False] == 1


def test_the_words_of_each_lot_support_codes_with_their_quotes():
    notice, passages = found("mobler-exempelby.xml")
    made = proposal(notice, passages)
    assert {(one.field, one.code) for one in made if one.lot_id == "LOT-0001"} == {
        ("BT-06", "env-imp"),
        ("BT-774", "circ-econ"),
    }
    texts = [text.text for text in notice.texts]
    for one in made:
        assert one.because and not one.stands
        assert all(any(quote in text for text in texts) for quote in one.because)
        assert (one.aim != "") == (one.field == "BT-06") and len(one.aim) <= 500


def test_a_code_that_is_declared_already_is_marked():
    assert {one.code: one.stands for one in proposal(*found("datorer-ovningsregionen.xml"))}["circ-econ"]


def test_nothing_is_proposed_where_nothing_strong_is_found():
    notice, passages = found("mobler-exempelby.xml")
    assert proposal(notice, [replace(one, weak=True) for one in passages]) == ()
    assert fragment((), "sv") == ""


def test_criteria_for_green_procurement_are_proposed_only_where_the_words_name_them():
    notice, passages = found("mobler-exempelby.xml")
    named = replace(
        notice,
        texts=(
            *notice.texts,
            replace(notice.texts[0], lot_id="LOT-0001", text="Vi följer EU:s GPP-kriterier."),
        ),
    )
    made = [one for one in proposal(named, passages) if one.field == "BT-805"]
    assert [(one.lot_id, one.code, one.because) for one in made] == [
        ("LOT-0001", "eu", ("EU:s GPP-kriterier",))
    ]


def test_every_code_of_the_table_is_in_its_list():
    for row in rows(FOLDER / "declared_codes.csv"):
        assert label(row["list"], row["code"], "sv") != row["code"], row


def with_fragment(name):
    """The sample with its own strategic codes taken out and the proposed ones put in."""
    notice, passages = found(name)
    tree = etree.fromstring((SAMPLES / name).read_bytes())
    for old in tree.iter(f"{CAC}ProcurementAdditionalType"):
        old.getparent().remove(old)
    for lot in etree.fromstring(fragment(proposal(notice, passages), notice.language).encode()):
        lot_id = lot[0].text
        [home] = [one for one in tree.iter(f"{CAC}ProcurementProjectLot") if one[0].text == lot_id]
        project = home.find(f"{CAC}ProcurementProject")
        later = ("RequestedTenderTotal", "MainCommodityClassification")
        place = next(i for i, one in enumerate(project) if etree.QName(one).localname in later)
        for new in reversed(lot.find(f"{CAC}ProcurementProject")):
            project.insert(place, new)
    return tree


@pytest.mark.parametrize("name", ["mobler-exempelby.xml", "datorer-ovningsregionen.xml"])
def test_the_fragment_read_back_declares_what_was_proposed(name):
    notice, passages = found(name)
    again = read(etree.tostring(with_fragment(name)), name)
    assert {(one.field, one.code, one.lot_id) for one in again.declared} == {
        (one.field, one.code, one.lot_id) for one in proposal(notice, passages)
    }
    aims = {text.lot_id: text.text for text in again.texts if text.field == "BT-777"}
    assert aims == {one.lot_id: one.aim for one in proposal(notice, passages) if one.aim}
    assert again.unread == ()


@needs_pack("eforms-sdk")
@pytest.mark.parametrize("name", ["mobler-exempelby.xml", "datorer-ovningsregionen.xml"])
def test_the_fragment_stands_where_the_sdk_has_its_fields_and_keeps_the_notice_valid(name):
    folder = pack_folder("eforms-sdk")
    assert folder
    tree = with_fragment(name)
    schema = etree.XMLSchema(
        etree.parse(str(Path(folder) / "schemas" / "maindoc" / "UBL-ContractNotice-2.3.xsd"))
    )
    assert schema.validate(tree), schema.error_log
    fields = json.loads(gzip.decompress((Path(folder) / "fields" / "fields.json.gz").read_bytes()))["fields"]
    paths = {field["id"]: field["xpathAbsolute"] for field in fields}
    spaces = {key: value for key, value in tree.nsmap.items() if key}
    for field in ("BT-06-Lot", "BT-774-Lot", "BT-777-Lot"):
        assert len(tree.xpath(paths[field], namespaces=spaces)) == len(sample(name).lots), field


def test_the_explanation_and_the_command_give_the_proposal():
    one = explained(sample("mobler-exempelby.xml")).data()["codes_proposed"]
    assert one[0]["label"]["sv"] == "Minskning av miljöpåverkan" and json.loads(json.dumps(one)) == one
    shown = CliRunner().invoke(notices.app, ["explain", str(SAMPLES / "mobler-exempelby.xml"), "--codes"])
    assert shown.exit_code == 0 and 'listName="environmental-impact">circ-econ<' in shown.output
    etree.fromstring(shown.output.encode())
    none = CliRunner().invoke(notices.app, ["explain", str(SAMPLES / "arbetsklader-resultat.xml"), "--codes"])
    assert none.exit_code == 0


def test_the_sum_over_many_notices_counts_each_procurement_once(tmp_path):
    """A call twice, and its twin of another day: three files, one procurement of two lots."""
    call = (SAMPLES / "mobler-exempelby.xml").read_bytes()
    for number, data in enumerate((call, call, call.replace(b"2026-10-05", b"2026-10-06"))):
        (tmp_path / f"{number}.xml").write_bytes(data)
    (tmp_path / "datorer.xml").write_bytes((SAMPLES / "datorer-ovningsregionen.xml").read_bytes())
    (tmp_path / "mebeli.xml").write_bytes((SAMPLES / "mebeli-bulgariska.xml").read_bytes())
    (tmp_path / "tom.xml").write_bytes(b"")
    done = CliRunner().invoke(notices.app, ["declared", str(tmp_path), "--json"])
    said = json.loads(done.stdout)
    assert done.exit_code == 3 and [one["file"] for one in said["rejected"]] == ["tom.xml"]
    assert (said["read"], said["procurements"], said["lots"]) == (5, 2, 3)
    assert said["left_out"] == {"repeats": 2, "tests": 0, "unreviewed_language": 1}
    lots = {(one["declares"], one["found"]): one["lots"] for one in said["matrix"] if one["lots"]}
    assert lots == {("silent", True): 2, ("circular", True): 1}
    assert {"field": "BT-774", "code": "circ-econ", "lots": 1, "found": 1} in said["codes"]


def test_the_sum_in_words_never_shows_a_part_without_its_whole():
    done = CliRunner().invoke(notices.app, ["declared", str(SAMPLES)])
    assert "BT-774 circ-econ (Omställning till en cirkulär ekonomi): 1 av 1" in done.stdout
    assert "%" not in done.stdout and "ingen har granskat" in done.stdout
