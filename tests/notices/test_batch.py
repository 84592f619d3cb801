"""`read` and `evidence`: pure functions of one Arrow batch, for a process pool and for Spark alike."""

import pickle
from dataclasses import replace
from datetime import date

import pyarrow as pa
import pytest

from omlopp.notices import batch, columns
from omlopp.notices.audit import audit
from omlopp.notices.registry_files import RegistryFiles
from omlopp.notices.tables import evidence_schema, read_schema
from tests.conftest import needs_pack, pack_folder
from tests.notices.test_read import SAMPLES, sample

FILES = [(path.name, path.read_bytes()) for path in sorted(SAMPLES.glob("*.xml"))]
BAD = [
    ("tom.xml", b""),
    ("trasig.xml", b"<TED_EXPORT><FORM_SECTION>"),
    ("annan.xml", b"<invoice/>"),
    ("bomb.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'),
    ("kodning.xml", b'<?xml version="1.0" encoding="x-none"?><ContractNotice/>'),
    (
        "surrogat.json",
        b'{"ocid": "ocds-1", "id": "\\ud800", "date": "2026-01-01T00:00:00Z", "tag": ["tender"]}',
    ),
    ("tal.json", b'{"ocid": "ocds-1", "id": "1", "tag": ["tender"], "tender": {"value": {"amount": 1e999}}}'),
    ("djup.xml", b"<a>" * 5_000),
    ("na\udcffmn.xml", b"\xff\xfe"),
]


def test_a_row_per_notice_then_a_row_per_refusal():
    rows = batch.read(batch.source([*BAD[:3], *FILES]))
    assert rows.schema.equals(read_schema(), check_metadata=True)
    assert rows.column("file").to_pylist() == [name for name, _ in FILES] + [
        "tom.xml",
        "trasig.xml",
        "annan.xml",
    ]
    refused = rows.slice(len(FILES))
    assert refused.column("notice_id").null_count == 3
    assert [one[0]["code"] for one in refused.column("rejected").to_pylist()] == [
        "notices.empty",
        "notices.broken_off",
        "notices.another_xml",
    ]


@pytest.mark.parametrize(
    "name, content", BAD, ids=[name.encode("ascii", "replace").decode() for name, _ in BAD]
)
def test_no_document_stops_the_batch_it_stands_in(name, content):
    judged = batch.evidence(batch.read(batch.source([(name, content), *FILES])))
    assert judged.schema.equals(evidence_schema(), check_metadata=True)
    known = {path for path, _ in FILES}
    assert known <= set(judged.column("file").to_pylist())
    assert judged.num_rows == len(FILES) + 1, "the strange one is a notice or a refusal, never lost"


def test_an_empty_batch_gives_an_empty_batch():
    assert batch.evidence(batch.read(batch.source([]))).num_rows == 0


def test_the_functions_hold_no_state_and_can_be_sent_to_another_process():
    assert pickle.loads(pickle.dumps(batch.read)) is batch.read
    assert pickle.loads(pickle.dumps(batch.evidence)) is batch.evidence
    once = batch.evidence(batch.read(batch.source(FILES)))
    apart = [batch.evidence(batch.read(batch.source([file]))) for file in FILES]
    assert pa.Table.from_batches(apart).to_pylist() == once.to_pylist(), "a batch's borders change nothing"


def test_a_slice_of_a_batch_is_read_as_the_slice():
    whole = batch.source(FILES)
    assert batch.read(whole.slice(2, 3)).to_pylist() == batch.read(batch.source(FILES[2:5])).to_pylist()
    read = batch.read(whole)
    assert batch.evidence(read.slice(2, 3)).to_pylist() == batch.evidence(read).slice(2, 3).to_pylist()


def test_the_notices_come_back_out_of_the_columns():
    read = [sample(name) for name, _ in FILES]
    back = columns.notices(batch.read(batch.source(FILES)))
    for before, after in zip(read, back, strict=True):
        day = before.published_on or before.sent_on
        assert after == replace(before, published_on=day, unread=(), description=before.description[:2000])


def quotes_stand_where_they_say(rows):
    counted = 0
    for row in rows:
        for one in row["evidence"]:
            text = row["texts"][one["text_no"]]
            assert text["text"][one["start"] : one["end"]] == one["quote"]
            assert (text["field"], text["lot_id"]) == (one["field"], one["lot_id"])
            counted += 1
    return counted


def test_every_quote_is_the_text_between_its_offsets():
    assert quotes_stand_where_they_say(batch.evidence(batch.read(batch.source(FILES))).to_pylist()) > 5


@needs_pack("notices")
def test_every_quote_of_the_real_notices_too():
    folder = pack_folder("notices")
    paths = [path for name in ("eforms", "doffin") for path in sorted((folder / name).glob("*.xml"))]
    files = [(path.name, path.read_bytes()) for path in paths]
    assert quotes_stand_where_they_say(batch.evidence(batch.read(batch.source(files))).to_pylist()) > 5


def test_the_tables_of_a_registry_travel_as_one_content():
    files = RegistryFiles(
        procurements=b"id;kopare\n1;X\n", values=b"id;varde\n", names=(("values", "v.csv"),)
    )
    assert batch._unpacked(pa.py_buffer(batch._packed(files))) == files


def test_what_is_left_or_doubted_is_in_the_audit():
    notice = replace(
        sample("mobler-exempelby.xml"),
        notice_id="",
        unread=("A/B", "A/C", "A/B"),
        value_amount=sample("mobler-exempelby.xml").value_amount * 0,
        remarks=("test", "dispatch_after_publication", "placeholder"),
    )
    assert [(one.reason, one.path, one.count) for one in audit(notice, date(2026, 10, 4))] == [
        ("unread", "A/B", 2),
        ("unread", "A/C", 1),
        ("no_number", "notice_id", 1),
        ("placeholder_amount", "value_amount", 1),
        ("future_date", "published_on", 1),
        ("test_notice", "title", 1),
        ("dispatch_after_publication", "sent_on", 1),
    ]
    undated = replace(sample("mobler-exempelby.xml"), published_on=None, sent_on=None)
    assert [one.reason for one in audit(undated)] == ["undated"]
    assert audit(sample("mobler-exempelby.xml"), date(2026, 12, 1)) == []
