"""OCDS in all its shapes. Small releases are invented; the 54 of the pack are compared with the notices they come from."""

import csv
import json
from collections import Counter
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omlopp.notices import errors
from omlopp.notices.errors import Rejected
from omlopp.notices.ocds_merge import merged
from omlopp.notices.read import notices
from omlopp.notices.schema import Declared, Notice
from omlopp.notices.sources import contents
from tests.conftest import needs_pack, pack_folder

RELEASE = {
    "ocid": "ocds-ovning-1",
    "id": "ovning-1-2",
    "date": "2026-03-04T10:00:00Z",
    "tag": ["tender"],
    "language": "sv",
    "buyer": {"id": "B1", "name": "Övningskommunen"},
    "parties": [
        {
            "id": "B1",
            "name": "Övningskommunen",
            "roles": ["buyer"],
            "identifier": {"scheme": "SE-ON", "id": "000000-0001"},
            "address": {"countryName": "Sverige", "country": "SE", "streetAddress": "Gatan 1"},
            "contactPoint": {"name": "hemlig"},
        },
        {"id": "S1", "name": "Övning AB", "roles": ["supplier"], "details": {"scale": "sme"}},
    ],
    "tender": {
        "id": "T1",
        "title": "ÖVNING – möbler",
        "title_en": "EXERCISE – refurbished furniture",
        "status": "active",
        "mainProcurementCategory": "goods",
        "value": {"amount": 1200000.50, "currency": "SEK"},
        "tenderPeriod": {"endDate": "2026-04-30T23:59:59Z"},
        "items": [
            {
                "id": "1",
                "relatedLot": "L1",
                "classification": {"scheme": "CPV", "id": "39130000-2"},
                "additionalClassifications": [
                    {"scheme": "CPV", "id": "39112000"},
                    {"scheme": "UNSPSC", "id": "56100000"},
                ],
                "deliveryAddress": {"region": "SE322", "countryName": "Sverige"},
            }
        ],
        "lots": [
            {
                "id": "L1",
                "title": "Stolar",
                "description": "Återbrukade stolar.",
                "awardCriteria": {
                    "criteria": [
                        {
                            "type": "price",
                            "name": "Pris",
                            "numbers": [{"number": 60, "weight": "percentageExact"}],
                        },
                        {
                            "type": "quality",
                            "name": "Återbruk",
                            "numbers": [{"number": 40, "weight": "percentageExact"}],
                        },
                    ]
                },
                "contractTerms": {"performanceTerms": "Leverantören tar tillbaka stolarna."},
                "hasSustainability": True,
                "sustainability": [
                    {
                        "goal": "environmental.circularEconomy",
                        "strategies": ["awardCriteria", "euGPPCriteria"],
                    }
                ],
            }
        ],
    },
    "relatedProcesses": [{"id": "1", "relationship": ["prior"], "identifier": "ocds-ovning-0"}],
}


def data(value):
    return json.dumps(value, ensure_ascii=False).encode()


def only(value, file="release.json"):
    [notice] = notices(data(value), file)
    assert isinstance(notice, Notice), notice
    return notice


def test_a_release_is_a_notice():
    notice = only(RELEASE)
    assert (notice.notice_id, notice.procedure_id, notice.file) == (
        "ovning-1-2",
        "ocds-ovning-1",
        "release.json",
    )
    assert (notice.kind, notice.language, notice.country, notice.object_kind) == (
        "competition",
        "sv",
        "SE",
        "goods",
    )
    assert (notice.buyer_name, notice.buyer_id) == ("Övningskommunen", "000000-0001")
    assert (notice.value_amount, notice.currency, notice.value_kind) == (
        Decimal("1200000.5"),
        "SEK",
        "estimated",
    )
    assert notice.cpv == ("39130000", "39112000") and notice.nuts == ("SE322",)
    assert str(notice.deadline) == "2026-04-30" and str(notice.published_on) == "2026-03-04"
    assert notice.repeats == ("ocds-ovning-0",)


def test_lots_have_their_criteria_weights_and_codes():
    [lot] = only(RELEASE).lots
    assert (lot.lot_id, lot.title, lot.cpv, lot.nuts) == (
        "L1",
        "Stolar",
        ("39130000", "39112000"),
        ("SE322",),
    )
    assert [
        (one.kind, one.name, one.weight_as_written, one.weight_code, one.weight) for one in lot.criteria
    ] == [
        ("price", "Pris", "60", "per-exa", 0.6),
        ("quality", "Återbruk", "40", "per-exa", 0.4),
    ]


def test_declared_aims_keep_the_ocds_code_beside_the_eforms_code():
    assert set(only(RELEASE).declared) == {
        Declared("ocds-goal", "environmental.circularEconomy", "L1"),
        Declared("BT-774", "circ-econ", "L1"),
        Declared("ocds-strategy", "awardCriteria", "L1"),
        Declared("ocds-strategy", "euGPPCriteria", "L1"),
        Declared("BT-805", "eu", "L1"),
    }


def test_texts_have_their_kind_and_translations_are_never_searched():
    notice = only(RELEASE)
    about = {text.field: text.about for text in notice.texts}
    assert about["tender/lots/contractTerms/performanceTerms"] == "performance"
    assert about["tender/lots/awardCriteria/name"] == "award"
    assert not any("refurbished" in text.text for text in notice.texts) and notice.unread == ()


def test_what_no_row_names_is_audited_by_path():
    changed = json.loads(json.dumps(RELEASE))
    changed["tender"]["lots"][0]["newThing"] = {"deep": ["text"]}
    assert only(changed).unread == ("tender/lots/newThing/deep",)


def test_requirements_are_read_as_text():
    changed = RELEASE | {
        "tender": {
            "title": "ÖVNING",
            "criteria": [
                {
                    "id": "1",
                    "title": "Krav på varan",
                    "requirementGroups": [
                        {
                            "id": "1",
                            "requirements": [
                                {"id": "1", "title": "Reservdelar i tio år", "dataType": "boolean"}
                            ],
                        }
                    ],
                }
            ],
        }
    }
    texts = {text.text: text.about for text in only(changed).texts}
    assert texts["Reservdelar i tio år"] == "technical"


def test_awards_give_winners_values_and_bids():
    changed = RELEASE | {
        "tag": ["award"],
        "awards": [
            {
                "id": "1",
                "status": "active",
                "relatedLots": ["L1"],
                "value": {"amount": 900, "currency": "SEK"},
                "suppliers": [{"id": "S1"}],
            },
            {
                "id": "2",
                "status": "unsuccessful",
                "relatedLots": ["L2"],
                "value": {"amount": 5, "currency": "SEK"},
            },
        ],
        "bids": {"statistics": [{"id": "1", "measure": "bids", "value": 4, "relatedLot": "L1"}]},
    }
    notice = only(changed)
    assert notice.kind == "result" and notice.bids_received == 4 and notice.lots[0].bids_received == 4
    assert (notice.value_amount, notice.value_kind) == (Decimal(900), "awarded")
    [winner] = notice.winners
    assert (winner.lot_id, winner.name, winner.size, winner.value_amount) == (
        "L1",
        "Övning AB",
        "sme",
        Decimal(900),
    )


def test_core_ocds_without_lots_keeps_its_award_criteria():
    changed = RELEASE | {
        "tender": {
            "title": "ÖVNING",
            "awardCriteria": "ratedCriteria",
            "awardCriteriaDetails": "Pris 60 %, återbruk 40 %",
        }
    }
    notice = only(changed)
    assert ("Pris 60 %, återbruk 40 %", "award") in {(text.text, text.about) for text in notice.texts}
    assert notice.unread == ()


def test_several_numbers_gathered_in_one_criterion_are_nobodys_weight():
    changed = json.loads(json.dumps(RELEASE))
    changed["tender"]["lots"][0]["awardCriteria"]["criteria"][0]["numbers"] = [
        {"number": 1, "weight": "pointsExact"},
        {"number": 2},
    ]
    assert only(changed).lots[0].criteria[0].weight_as_written == "1; 2"
    assert only(changed).lots[0].criteria[0].weight is None


SHAPES = {
    "a release": (RELEASE, ["x.json"]),
    "a release package": ({"uri": "u", "releases": [RELEASE, RELEASE]}, ["x.json!1", "x.json!2"]),
    "a record": ({"ocid": "o", "compiledRelease": RELEASE}, ["x.json"]),
    "a record package": ({"records": [{"ocid": "o", "releases": [RELEASE]}]}, ["x.json!1"]),
    "a list": ([RELEASE, {"releases": [RELEASE]}], ["x.json!1", "x.json!2"]),
}


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_every_shape_is_read_and_named(shape):
    value, names = SHAPES[shape]
    found = list(notices(data(value), "x.json"))
    assert [one.file for one in found] == names and all(one.title == "ÖVNING – möbler" for one in found)


def test_json_lines_are_named_by_line_and_a_bad_one_is_rejected_alone():
    lines = b"\n".join([data(RELEASE), b'{"ocid": "o", ', data(RELEASE)])
    first, bad, last = notices(lines, "r.jsonl")
    assert (first.file, last.file) == ("r.jsonl!1", "r.jsonl!3")
    assert isinstance(bad, Rejected) and bad.file == "r.jsonl!2" and isinstance(bad.error, errors.NotJson)


def test_json_lines_are_taken_line_by_line_from_a_file(tmp_path):
    (tmp_path / "r.jsonl").write_bytes(data(RELEASE) + b"\n\n" + data(RELEASE) + b"\n")
    assert [name for name, _ in contents([tmp_path])] == ["r.jsonl!1", "r.jsonl!3"]


def test_a_release_without_ids_is_still_a_row():
    notice = only({"tender": {"title": "ÖVNING"}}, "r.jsonl!7")
    assert notice.notice_id == "made:r.jsonl!7" and notice.procedure_id is None
    assert notice.remarks == ("made_id",)


def test_a_language_not_said_is_told_by_the_words():
    text = "Kommunen behöver möbler som är återbrukade och som ska levereras till den nya skolan."
    assert only({"ocid": "o", "id": "1", "tender": {"title": "ÖVNING", "description": text}}).language == "sv"


REFUSED = {
    "broken off": (b'{"ocid": "1",\n "tender": {"ti', errors.NotJson, {"line": 2}),
    "JSON of another kind": (b'{"name": "x", "version": 1}', errors.AnotherJson, {"found": "name, version"}),
    "a number": (b"[1, 2]", errors.AnotherJson, {}),
    "Latin-1": ('{"ocid": "ö"}'.encode("latin-1"), errors.NotUtf8, {"place": 10}),
    "too deep": (b'{"a":' * 5000 + b"1" + b"}" * 5000, errors.NotJson, {}),
    "a record of links": (
        b'{"ocid": "o", "releases": [{"url": "https://example.org/1"}]}',
        errors.LinkedReleases,
        {"number": 1},
    ),
    "a release that is no object": (b'{"releases": ["x"]}', errors.AnotherJson, {}),
}


@pytest.mark.parametrize("case", REFUSED, ids=str)
def test_what_cannot_be_read_is_rejected_with_its_place(case):
    content, kind, facts = REFUSED[case]
    [rejected] = notices(content, "x.json")
    assert isinstance(rejected, Rejected) and type(rejected.error) is kind
    assert facts.items() <= rejected.error.facts.items()


def test_utf16_and_a_byte_order_mark_are_read():
    for encoding in ("utf-8-sig", "utf-16"):
        [notice] = notices(json.dumps(RELEASE, ensure_ascii=False).encode(encoding), "x.json")
        assert isinstance(notice, Notice) and notice.title == "ÖVNING – möbler"


def test_releases_merge_by_date_and_lists_by_id():
    early = {
        "date": "2026-01-01",
        "ocid": "o",
        "tender": {"title": "a", "value": {"amount": 1}, "items": [{"id": "1", "q": 1}, {"id": "2"}]},
    }
    late = {
        "date": "2026-02-01",
        "ocid": "o",
        "tender": {"title": "b", "value": None, "items": [{"id": 1, "q": 2}]},
    }
    assert merged([late, early]) == {
        "date": "2026-02-01",
        "ocid": "o",
        "id": "o-2026-02-01",
        "tag": ["compiled"],
        "tender": {"title": "b", "items": [{"id": 1, "q": 2}, {"id": "2"}]},
    }


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda below: (
        st.lists(below, max_size=3)
        | st.dictionaries(st.sampled_from(["id", "title", "lots", "items", "x"]), below, max_size=3)
    ),
    max_leaves=12,
)


@given(json_values)
def test_a_release_of_any_shape_is_read_or_rejected_never_raised(value):
    for one in notices(data({"ocid": "o", "tender": value, "parties": value, "awards": value}), "x.json"):
        assert isinstance(one, (Notice, Rejected))


@given(json_values)
def test_merging_one_release_changes_nothing_but_its_name(value):
    release = {"ocid": "o", "date": "2026-01-01", "tender": {"title": "t", "x": value}}
    once = merged([release])
    assert merged([once, once]) == once


# The 54 releases that a converter made of Doffin notices, against those notices. What differs, and why.
EXPLAINED = {
    "lots": "planning notices: the converter writes no lots for the parts of eForms",
    "buyer_name": "the converter adds the department (touch point) to the name",
    "criteria": "the converter takes name, text, type and number of one criterion apart, in both languages",
}


@needs_pack("notices")
def test_the_releases_agree_with_the_notices_they_come_from():
    folder = pack_folder("notices")
    with (folder / "manifest_ocds.csv").open(encoding="utf-8") as lines:
        origin = {row["file"]: row["from_notice"] for row in csv.DictReader(lines)}
    theirs = {f"doffin/{name}": _one(content, name) for name, content in contents([folder / "doffin"])}
    ours = {f"ocds/{name}": _one(content, name) for name, content in contents([folder / "ocds"])}
    assert len(ours) == 54 and set(ours) == set(origin)
    differs = Counter()
    for file, release in ours.items():
        notice = theirs[f"{origin[file]}.xml"]
        assert release.unread == (), file
        for fact in ("title", "buyer_id", "country", "language", "object_kind"):
            assert getattr(release, fact) == getattr(notice, fact), (file, fact)
        assert set(release.cpv) == set(notice.cpv), file
        differs["lots"] += [lot.lot_id for lot in release.lots] != [lot.lot_id for lot in notice.lots]
        differs["buyer_name"] += release.buyer_name != notice.buyer_name
        if release.buyer_name != notice.buyer_name:
            assert release.buyer_name.startswith(notice.buyer_name), file
        if [lot.lot_id for lot in release.lots] != [lot.lot_id for lot in notice.lots]:
            assert not release.lots and notice.kind == "planning", file
        weights = [[one.weight for one in lot.criteria] for lot in release.lots]
        differs["criteria"] += weights != [
            [one.weight for one in lot.criteria] for lot in notice.lots
        ] and bool(release.lots)
    assert set(differs) == set(EXPLAINED)
    assert differs == {"lots": 5, "buyer_name": 5, "criteria": 6}


def _one(content, name):
    [notice] = notices(content, name)
    assert isinstance(notice, Notice), notice
    return notice
