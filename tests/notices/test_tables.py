"""The output, fixed: other tools read these tables by these names and types."""

from pathlib import Path

import pyarrow as pa
import pytest

from omlopp.notices import batch
from omlopp.notices.tables import (
    TABLES,
    columns,
    evidence_schema,
    page,
    read_schema,
    schema,
    split,
)
from tests.notices.test_read import SAMPLES

TEXT, NUMBER, WHOLE, FLAG, LIST = pa.string(), pa.float64(), pa.int32(), pa.bool_(), pa.list_(pa.string())
FIXED = {
    "notices": {
        **dict.fromkeys(
            ["notice_id", "procedure_id", "file", "format", "form", "kind", "country", "language"], TEXT
        ),
        "published_on": pa.date32(),
        **dict.fromkeys(["buyer_name", "buyer_id", "currency", "circular", "intent"], TEXT),
        **dict.fromkeys(["nuts", "cpv", "declared"], LIST),
        **dict.fromkeys(["value_amount", "circular_score"], NUMBER),
        "bids_received": WHOLE,
        **dict.fromkeys(["waste_service", "barrier"], FLAG),
    },
    "lots": {
        **dict.fromkeys(["notice_id", "file", "lot_id", "title"], TEXT),
        **dict.fromkeys(["cpv", "nuts"], LIST),
        "value_amount": NUMBER,
    },
    "criteria": {
        **dict.fromkeys(["notice_id", "file", "lot_id", "kind", "name", "weight_as_written"], TEXT),
        "weight": NUMBER,
    },
    "evidence": {
        **dict.fromkeys(
            ["notice_id", "file", "lot_id", "field", "language", "concept", "r_strategy", "goal"], TEXT
        ),
        **dict.fromkeys(["requirement", "strength", "quote", "rule_id"], TEXT),
        **dict.fromkeys(["start", "end"], WHOLE),
        "confidence": NUMBER,
    },
    "rejected": dict.fromkeys(["file", "reason"], TEXT),
    "audit": dict.fromkeys(["notice_id", "file", "reason", "path"], TEXT),
}
for every in FIXED.values():
    every["source"] = TEXT


@pytest.mark.parametrize("name", FIXED)
def test_the_columns_others_read_have_their_names_and_types(name):
    assert {column: schema(name).field(column).type for column in FIXED[name]} == FIXED[name]


@pytest.mark.parametrize("name", TABLES)
def test_every_column_says_what_it_is_in_both_languages(name):
    assert columns(name)
    for field in schema(name):
        assert {b"sv", b"en"} <= set(field.metadata), f"{name}.{field.name}"


def test_a_batch_carries_the_tables_as_nested_lists():
    assert [name for name in evidence_schema().names if name not in read_schema().names] == [
        *(
            "circular",
            "circular_score",
            "waste_service",
            "barrier",
            "intent",
            "concepts",
            "r_strategies",
            "goals",
        ),
        *("lexicon_state", "evidence"),
    ]


def judged():
    files = [(path.name, path.read_bytes()) for path in sorted(SAMPLES.glob("*.xml"))]
    return batch.evidence(batch.read(batch.source([*files, ("fel.xml", b"<a/>")])))


def test_rows_are_parted_by_year_and_what_has_no_date_is_in_year_0():
    whole = judged()
    by_year = split(whole)
    assert 0 in by_year and by_year[0]["rejected"].num_rows == 1
    for year, tables in by_year.items():
        for name, table in tables.items():
            assert table.schema.equals(schema(name), check_metadata=True), (year, name)
        days = tables["notices"].column("published_on").to_pylist() if "notices" in tables else []
        assert {day.year if day else 0 for day in days} <= {year}
    assert sum(tables["notices"].num_rows for tables in by_year.values() if "notices" in tables) == 7


def test_rows_keep_their_order_within_a_year():
    whole = judged()
    files = whole.column("file").to_pylist()
    for tables in split(whole).values():
        for table in tables.values():
            places = [files.index(file) for file in table.column("file").to_pylist()]
            assert places == sorted(places)


def test_the_method_page_is_the_schema_as_it_stands():
    """Written by: python -c "from omlopp.notices.tables import page; print(page(), end='')" """
    assert Path("docs/method/market-tables.md").read_text("utf-8") == page()
