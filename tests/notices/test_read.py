"""Bytes to notice: what is read, and what is refused with which words."""

import gzip
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from omlopp.domain.model.errors import OmloppError
from omlopp.library.messages import sentence, sentences
from omlopp.notices import errors
from omlopp.notices.read import read
from omlopp.notices.schema import Declared, Notice

SAMPLES = Path(errors.__file__).parents[1] / "library" / "samples" / "notices"


def sample(name: str) -> Notice:
    return read((SAMPLES / name).read_bytes(), name)


def test_an_eforms_notice_gives_buyer_object_values_dates_and_lots():
    notice = sample("mobler-exempelby.xml")
    assert notice.format == "eforms" and notice.kind == "competition" and notice.object_kind == "goods"
    assert notice.buyer_name == "Exempelby kommun (övning)" and notice.buyer_id == "000000-0001"
    assert (notice.country, notice.language, notice.nuts) == ("SE", "sv", ("SE322",))
    assert notice.cpv == ("39130000", "39112000", "39121100")
    assert (notice.value_amount, notice.currency, notice.value_kind) == (
        Decimal(12400000),
        "SEK",
        "estimated",
    )
    assert notice.sent_on == date(2026, 10, 5) and notice.published_on is None
    assert notice.deadline == date(2026, 11, 30)
    assert [lot.lot_id for lot in notice.lots] == ["LOT-0001", "LOT-0002"]
    assert [lot.value_amount for lot in notice.lots] == [Decimal(7400000), Decimal(5000000)]


def test_criteria_keep_kind_name_and_weight_as_written():
    lot = sample("mobler-exempelby.xml").lots[0]
    assert [(one.kind, one.weight_as_written, one.weight_code) for one in lot.criteria] == [
        ("price", "50", "per-exa"),
        ("quality", "30", "per-exa"),
        ("quality", "20", "per-exa"),
    ]
    assert [one.weight for one in lot.criteria] == [0.5, 0.3, 0.2]
    assert lot.criteria[1].name == "Andel återbrukade möbler"


def test_strategic_codes_are_told_apart_by_their_list():
    declared = sample("datorer-ovningsregionen.xml").declared
    assert set(declared) == {
        Declared("BT-06", "env-imp", "LOT-0001"),
        Declared("BT-774", "circ-econ", "LOT-0001"),
        Declared("BT-805", "eu", "LOT-0001"),
    }


def test_none_is_a_declaration_and_silence_is_not():
    assert sample("arbetsklader-resultat.xml").declared == (Declared("BT-06", "none", "LOT-0001"),)
    assert sample("mobler-exempelby.xml").declared == ()


def test_a_result_tells_bids_and_what_was_awarded():
    notice = sample("arbetsklader-resultat.xml")
    assert notice.kind == "result" and notice.bids_received == 4
    assert (notice.value_amount, notice.value_kind) == (Decimal(3150000), "awarded")


def test_a_planning_notice_has_parts_and_no_criteria():
    notice = sample("byggmaterial-planering.xml")
    assert notice.kind == "planning" and notice.object_kind == "works" and notice.procedure_id is None
    assert [lot.lot_id for lot in notice.lots] == ["PAR-0001"] and notice.lots[0].criteria == ()


def test_ted_r209_reads_the_original_form_only():
    notice = sample("skrivare-ted-r209.xml")
    assert notice.notice_id == "1-2022" and notice.schema_version == "R2.0.9.S05.E01" and notice.form == "F02"
    assert notice.published_on == date(2022, 1, 3) and notice.language == "sv"
    assert (notice.value_amount, notice.currency, notice.value_kind) == (Decimal(2400000), "SEK", "estimated")
    assert notice.deadline == date(2022, 2, 15) and notice.links == (
        "https://example.org/upphandling/OVN-2021-90",
    )
    assert [lot.lot_id for lot in notice.lots] == ["1", "2"]
    every = "\n".join(text.text for text in notice.texts)
    assert "efurbished" not in every, "neither the translated form nor TRANSLATION_SECTION is searched"


def test_ted_r209_weights_and_criteria_left_to_the_documents():
    first, second = sample("skrivare-ted-r209.xml").lots
    assert [(one.kind, one.weight_as_written, one.weight) for one in first.criteria] == [
        ("quality", "30 %", 0.3),
        ("quality", "20 %", 0.2),
        ("price", "50 %", 0.5),
    ]
    assert second.criteria == () and second.criteria_in_documents


def test_ted_r207_is_read_by_the_table_of_r208():
    """The name of an organisation stands straight in its element, the e-mail address has a name of its own."""
    xml = (
        (SAMPLES / "dack-ted-r208.xml")
        .read_text("utf-8")
        .replace("R2.0.8", "R2.0.7")
        .replace("E_MAILS", "E_MAIL")
    )
    start, end = xml.index("<ORGANISATION>"), xml.index("</ORGANISATION>")
    assert "<OFFICIALNAME>" in xml[start:end]
    old = read((xml[: start + 14] + "Gamla Övningsby kommun" + xml[end:]).encode(), "r207.xml")
    assert old.schema_version.startswith("R2.0.7") and old.buyer_name == "Gamla Övningsby kommun"
    assert old.unread == () and [lot.title for lot in old.lots] == ["Regummerade däck", "Nya däck"]


def test_a_text_split_over_elements_is_joined():
    texts = {(text.field, text.lot_id): text.text for text in sample("skrivare-ted-r209.xml").texts}
    assert texts["II.2.4", "1"].endswith("yta 12 m2.")
    assert texts["II.2.4", "1"].count("\n") == 1, "one line per paragraph"


def test_ted_r208_gives_its_criteria_to_every_lot():
    notice = sample("dack-ted-r208.xml")
    assert (
        notice.buyer_id == "000000-0061"
        and notice.value_amount == Decimal(1800000)
        and notice.currency == "SEK"
    )
    assert notice.deadline == date(2015, 2, 16), "the day stands in three elements"
    assert [lot.title for lot in notice.lots] == ["Regummerade däck", "Nya däck"]
    for lot in notice.lots:
        assert [(one.name, one.weight) for one in lot.criteria] == [
            ("Pris", 0.7),
            ("Livslängd i körda mil", 0.3),
        ]


def test_a_notice_in_bulgarian_is_read():
    notice = sample("mebeli-bulgariska.xml")
    assert (notice.language, notice.country, notice.currency) == ("bg", "BG", "EUR")


def test_an_eforms_notice_without_lots_is_read_with_no_lots():
    xml = (SAMPLES / "byggmaterial-planering.xml").read_text("utf-8")
    start, end = xml.index("<cac:ProcurementProjectLot>"), xml.index("</cac:ProcurementProjectLot>")
    without = xml[:start] + xml[end + len("</cac:ProcurementProjectLot>") :]
    assert read(without.encode(), "utan-delar.xml").lots == ()


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.xml")), ids=lambda path: path.name)
def test_every_sample_says_that_it_is_invented(path):
    notice = sample(path.name)
    assert notice.title.startswith("ÖVNING – påhittad annons")
    assert "övning" in notice.buyer_name.lower()
    assert (notice.buyer_id or "").startswith("000000-"), "no real organisation number"


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.xml")), ids=lambda path: path.name)
def test_every_element_of_our_own_samples_is_read_or_left_out_on_purpose(path):
    assert sample(path.name).unread == ()


def test_what_no_table_names_is_counted():
    xml = (SAMPLES / "dack-ted-r208.xml").read_text("utf-8")
    more = xml.replace("<QUANTITY_SCOPE>", "<NEW_ELEMENT>text</NEW_ELEMENT><QUANTITY_SCOPE>")
    assert len(read(more.encode(), "x.xml").unread) == 1


BOMB = b"""<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>
<TED_EXPORT>&b;</TED_EXPORT>"""
R206 = b'<TED_EXPORT VERSION="R2.0.6.S03.E01"><FORM_SECTION><CONTRACT CATEGORY="ORIGINAL"/></FORM_SECTION></TED_EXPORT>'

REFUSED = {
    "an empty file": (b"", errors.EmptyFile, {}),
    "only blanks": (b" \n ", errors.EmptyFile, {}),
    "not XML": (b'{"ocid": "1"}', errors.NotXml, {"line": 1}),
    "XML that breaks off": (b"<TED_EXPORT><FORM_SECTION>", errors.BrokenOff, {"line": 1}),
    "XML with a fault in it": (b"<TED_EXPORT>\n<FORM_SECTION></TED_EXPORT>", errors.NotXml, {"line": 2}),
    "a web page": (b"<!DOCTYPE html><html></html>", errors.AnotherXml, {"root": "html"}),
    "XML of another kind": (b"<invoice><line/></invoice>", errors.AnotherXml, {"root": "invoice"}),
    "a UBL document of another kind": (
        b'<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"/>',
        errors.AnotherXml,
        {"root": "Invoice"},
    ),
    "a namesake in no namespace": (b"<ContractNotice/>", errors.AnotherXml, {"root": "ContractNotice"}),
    "entities of its own": (BOMB, errors.UnsafeXml, {}),
    "entities in UTF-16": (
        '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'.encode("utf-16"),
        errors.UnsafeXml,
        {},
    ),
    "an outside file asked for": (
        b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><TED_EXPORT>&b;</TED_EXPORT>',
        errors.UnsafeXml,
        {},
    ),
    "TED R2.0.6": (R206, errors.TedVersion, {"version": "R2.0.6"}),
    "TED without a form": (b"<TED_EXPORT><FORM_SECTION/></TED_EXPORT>", errors.NoForm, {}),
}


@pytest.mark.parametrize("case", REFUSED, ids=str)
def test_what_cannot_be_read_is_refused_by_name(case):
    data, kind, facts = REFUSED[case]
    with pytest.raises(kind) as refusal:
        read(data, "annons.xml")
    assert refusal.value.facts["file"] == "annons.xml"
    assert facts.items() <= refusal.value.facts.items()
    for language in ("sv", "en"):
        said = sentence(refusal.value, language)
        assert said.startswith("annons.xml: ") and "–" not in said.split(":")[0] and "{" not in said


def test_a_notice_larger_than_the_limit_is_refused_by_its_size():
    with pytest.raises(errors.TooLarge) as refusal:
        read(b"<" + b" " * 2_000_000, "stor.xml", limit_mb=1)
    assert refusal.value.facts["limit_mb"] == 1


def test_every_refusal_has_its_sentence_in_both_languages():
    kinds = [
        kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, OmloppError)
    ]
    own = [kind for kind in kinds if kind.__module__ == errors.__name__ and kind is not errors.NoticeRefused]
    assert len(own) > 10
    for kind in own:
        assert set(sentences()[kind.code]) == {"sv", "en"}, kind.code


def test_gzip_is_not_mistaken_for_xml():
    with pytest.raises(errors.NotXml):
        read(gzip.compress(b"<TED_EXPORT/>"), "annons.xml")
