"""The tables a run writes: their Arrow schemas, out of library/notices/tables.csv, and rows cut out of batches.

On disk: DIR/<table>/year=YYYY/part-*.parquet; year 0 holds what has no date. `year` is in the path only. A batch on its
way carries the same columns, one row per notice, with the other tables as nested lists.
"""

from dataclasses import dataclass
from functools import cache

import pyarrow as pa
import pyarrow.compute as pc

from omlopp.library.codelists import rows
from omlopp.notices.fields import FOLDER

TABLES = ("notices", "lots", "criteria", "evidence", "rejected", "audit", "texts", "winners")
NESTED = ("lots", "criteria", "texts", "winners", "audit", "rejected")  # of `read`; `evidence` adds its own
FOUND = (
    "circular",
    "circular_score",
    "waste_service",
    "barrier",
    "intent",
    "concepts",
    "r_strategies",
    "goals",
    "lexicon_state",
)
"""The columns of notices that detection fills."""

_CODE = pa.struct([("field", pa.string()), ("code", pa.string()), ("lot_id", pa.string())])
TYPES: dict[str, pa.DataType] = {
    "string": pa.string(),
    "strings": pa.list_(pa.string()),
    "date": pa.date32(),
    "int": pa.int32(),
    "float": pa.float64(),
    "bool": pa.bool_(),
    "codes": pa.list_(_CODE),
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column as documented. `source`: eForms field and section of TED's forms; `unit` in words."""

    name: str
    type: str
    unit: str
    source: str
    sv: str
    en: str

    def field(self) -> pa.Field:
        said = {"sv": self.sv, "en": self.en, "unit": self.unit, "source": self.source}
        return pa.field(
            self.name, TYPES[self.type], metadata={key: text for key, text in said.items() if text}
        )


@cache
def columns(table: str) -> tuple[Column, ...]:
    """The columns of a table, in order."""
    return tuple(
        Column(*(row[key] for key in ("column", "type", "unit", "source", "sv", "en")))
        for row in rows(FOLDER / "tables.csv")
        if row["table"] == table
    )


@cache
def schema(table: str) -> pa.Schema:
    """The schema of a table on disk, without the year of its folder."""
    return pa.schema([column.field() for column in columns(table)])


@cache
def nested(table: str) -> pa.ListType:
    """The type of a table's column in a batch: its columns without those the row of the notice has already."""
    own = ("source",) if table == "rejected" else _KEYS  # a refusal may name a part of the file
    kept = [column.field() for column in columns(table) if column.name not in own]
    return pa.list_(pa.struct(kept))


_KEYS = ("notice_id", "file", "source")


@cache
def read_schema() -> pa.Schema:
    """What `batch.read` gives: a row per notice or refusal."""
    own = [column.field() for column in columns("notices") if column.name not in FOUND]
    return pa.schema([*own, *(pa.field(table, nested(table)) for table in NESTED)])


@cache
def evidence_schema() -> pa.Schema:
    """What `batch.evidence` gives: the same, with what was found."""
    found = [column.field() for column in columns("notices") if column.name in FOUND]
    return pa.schema([*read_schema(), *found, pa.field("evidence", nested("evidence"))])


def split(batch: pa.RecordBatch) -> dict[int, dict[str, pa.Table]]:
    """A batch with evidence as tables of each year; tables without rows are left out."""
    years = pc.cast(pc.fill_null(pc.year(batch.column("published_on")), 0), pa.int32())
    order = pc.sort_indices(years)  # equal years keep their order
    counted = sorted((one["values"], one["counts"]) for one in pc.value_counts(years).to_pylist())
    if len(counted) > 1:
        batch = batch.take(order)
    made, begin = {}, 0
    for year, size in counted:
        made[year] = tables(batch.slice(begin, size))
        begin += size
    return made


def tables(batch: pa.RecordBatch) -> dict[str, pa.Table]:
    """The tables of a batch with evidence, as they are written; those without rows are left out."""
    read = pc.equal(pc.list_value_length(batch.column("rejected")), 0)
    made = {"notices": pa.Table.from_batches([batch]).filter(read).select(schema("notices").names)}
    for table in TABLES[1:]:
        lists = batch.column(table)
        inner = lists.flatten()
        parents = pc.list_parent_indices(lists)
        own = dict(zip((field.name for field in inner.type), inner.flatten(), strict=True))
        made[table] = pa.Table.from_arrays(
            [own[name] if name in own else batch.column(name).take(parents) for name in schema(table).names],
            schema=schema(table),
        )
    made["notices"] = made["notices"].cast(schema("notices"))
    return {name: table for name, table in made.items() if table.num_rows}


def page() -> str:
    """docs/method/market-tables.md: every table, column by column, in Swedish with the English beside it."""
    titles = {row["table"]: row for row in rows(FOLDER / "table_titles.csv")}
    lines = [titles["page"]["sv"], "", titles["page"]["en"], ""]
    for table in TABLES:
        title = titles[table]
        lines += [f"## {table}", "", f"{title['sv']} *{title['en']}*", ""]
        lines += [
            "| Kolumn | Typ | Enhet | Källa | Innehåll | Content |",
            "| --- | --- | --- | --- | --- | --- |",
        ]
        for column in columns(table):
            cells = (
                f"`{column.name}`",
                _TYPE_SV[column.type],
                column.unit,
                column.source,
                column.sv,
                column.en,
            )
            lines.append(f"| {' | '.join(cells)} |")
        lines.append("")
    return "\n".join(lines)


_TYPE_SV = {
    "string": "text",
    "strings": "lista av text",
    "date": "dag",
    "int": "heltal (int32)",
    "float": "tal (double)",
    "bool": "ja/nej",
    "codes": "lista av (field, code, lot_id)",
}
