"""Tables as files: CSV, Parquet and JSON, each with source line, day, filters and version of the method."""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from omlopp.domain.model.errors import OmloppError
from omlopp.domain.model.text import Text
from omlopp.notices.filters import Filters, value_of
from omlopp.statistics import METHOD
from omlopp.statistics.rows import (
    BidsTable,
    DeclaredMatrix,
    PlatformBias,
    SentencePage,
    ShareTable,
    SourceLine,
)
from omlopp.statistics.store import Store
from omlopp.statistics.words import say

FORMS = ("csv", "parquet", "json")
MEDIA = {
    "csv": "text/csv; charset=utf-8",
    "parquet": "application/vnd.apache.parquet",
    "json": "application/json",
    "svg": "image/svg+xml",
    "png": "image/png",
}
Row = dict[str, Any]


class UnknownForm(OmloppError):
    """Facts: table, form, known."""

    code = "market.unknown_form"


@dataclass(frozen=True, slots=True)
class Export:
    """A file to hand over; `name` is safe in every file system."""

    content: bytes
    name: str
    media_type: str


def source_line(sources: Sequence[SourceLine], filters: Filters, text_read: str, on: date) -> Text:
    """Where the figures come from: sources with their period, which text was read, what was done, the day and the
    filters. `text_read` "": each row says it by itself.
    """
    said = [_source(one) for one in sources] or [say("source.none")]
    chosen = [one for one in filters.chosen() if one.filter != "text_read" or not text_read]
    words = [say("filter", name=one.name, value=one.shown) for one in chosen]
    if filters.q:
        words.insert(0, say("filter", name=Text("Ord", "Words"), value=filters.q))
    joined = Text(*("; ".join(one.within(language) for one in said) for language in ("sv", "en")))
    picked = Text(*("; ".join(one.within(language) for one in words) for language in ("sv", "en")))
    tail = say("source.filters", filters=picked) if words else Text("", "")
    read = (
        say("source.read", text=value_of("text_read", text_read)) if text_read and sources else Text("", "")
    )
    return say("source", sources=joined, read=read, method=METHOD, day=on, filters=tail)


def _source(one: SourceLine) -> Text:
    name = say(f"source.{one.source}")
    if one.first and one.last:
        return say("source.one", name=name, procurements=one.procurements, first=one.first, last=one.last)
    return say("source.undated", name=name, procurements=one.procurements)


def sources(store: Store, where: str, given: Sequence[Any]) -> tuple[SourceLine, ...]:
    """What each source gave, largest first: the procurements counted and the notices read."""
    notices = {(one[0], one[1]): one[2] for one in store.notes["notices"]}
    rows = store.rows(
        "SELECT format::VARCHAR, text_read::VARCHAR, count(*), min(published_on), max(published_on)"
        f" FROM facts WHERE {where} GROUP BY 1, 2 ORDER BY 3 DESC, 1",
        given,
    )
    return tuple(
        SourceLine(source, text_read, count, notices.get((source, text_read), count), first, last)
        for source, text_read, count, first, last in rows
    )


def written(
    rows: Sequence[Row],
    name: str,
    form: str,
    *,
    title: Text,
    note: Text,
    line: Text,
    filters: Filters,
    on: date,
) -> Export:
    """Rows as a file. Raises UnknownForm. The head of a CSV is its title, note and source line, each behind a #."""
    if form not in FORMS:
        raise UnknownForm(table=name, form=form, known=FORMS)
    about = {
        "title": {"sv": title.sv, "en": title.en},
        "note": {"sv": note.sv, "en": note.en},
        "source": {"sv": line.sv, "en": line.en},
        "made_on": on.isoformat(),
        "filters": filters.query(),
        "method": METHOD,
    }
    made = {"csv": _csv, "parquet": _parquet, "json": _json}[form](rows, about)
    return Export(made, file_name(name, filters, on, form), MEDIA[form])


def file_name(name: str, filters: Filters, on: date, form: str) -> str:
    """omlopp-<table>-<day>.<form>; filters stand inside the file, where they can be read in full."""
    return f"omlopp-{name}{'-urval' if filters.query() else ''}-{on.isoformat()}.{form}"


def _csv(rows: Sequence[Row], about: Mapping[str, Any]) -> bytes:
    out = io.StringIO()
    for part in ("title", "note", "source"):
        for language in ("sv", "en"):
            if text := " ".join(about[part][language].split()):
                out.write(f"# {text}\r\n")
    if rows:
        writer = csv.DictWriter(out, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows({name: _cell(value) for name, value in row.items()} for row in rows)
    return ("\ufeff" + out.getvalue()).encode()


def _cell(value: Any) -> Any:
    """A text that a spreadsheet would run as a formula is given an apostrophe before it."""
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return "'" + value
    return value


def _parquet(rows: Sequence[Row], about: Mapping[str, Any]) -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pa.Table.from_pylist(list(rows))
    said = {f"omlopp.{key}": json.dumps(value, ensure_ascii=False) for key, value in about.items()}
    out = io.BytesIO()
    pq.write_table(table.replace_schema_metadata(said), out, compression="zstd")
    return out.getvalue()


def _json(rows: Sequence[Row], about: Mapping[str, Any]) -> bytes:
    return json.dumps({**about, "rows": rows}, ensure_ascii=False, indent=2, default=str).encode()


# Rows as plain values: what stands in the files and in --json


def of_shares(table: ShareTable) -> list[Row]:
    """Every row, then what could not be placed, then all. Shares 0–1. An estimate is never read without
    `may_be_zero`: where that is true, the share cannot be told from zero.
    """
    rows = [("row", one) for one in table.rows]
    rows += [("unplaced", table.unplaced)] if table.unplaced else []
    if table.id != "strata":
        rows.append(("all", table.total))
    made = []
    for sort, one in rows:
        kept = one.corrected
        made.append(
            {
                "row": sort,
                "code": one.code,
                "name_sv": one.name.sv,
                "name_en": one.name.en,
                "text_read": one.code if table.id == "strata" else table.text_read,
                "hits": one.hits,
                "of": one.of,
                "share": one.share,
                "low": one.interval.low if one.interval else None,
                "high": one.interval.high if one.interval else None,
                "incidental": one.incidental,
                "weak": one.weak,
                "estimate": kept.estimate if kept else None,
                "estimate_low": kept.low if kept else None,
                "estimate_high": kept.high if kept else None,
                "may_be_zero": kept.may_be_zero if kept else None,
                "withheld": one.hidden,
            }
        )
    return made


def of_matrices(matrices: Sequence[tuple[str, DeclaredMatrix]]) -> list[Row]:
    stated = {True: "yes", False: "no", None: "nothing_stated"}
    return [
        {
            "by": by,
            "code": one.code,
            "name_sv": one.name.sv,
            "name_en": one.name.en,
            "declared": stated[cell.declared],
            "found": cell.found,
            "count": cell.count,
            "of": one.of,
        }
        for by, one in matrices
        for cell in one.cells
    ]


def of_platforms(bias: PlatformBias) -> list[Row]:
    return [
        {
            "platform": row.platform,
            "name_sv": row.name.sv,
            "name_en": row.name.en,
            "declared": row.declared,
            "of": row.of,
            "share_declared": row.share,
            "low": row.interval.low,
            "high": row.interval.high,
            "found": row.found,
            "found_and_declared": row.found_declared,
        }
        for row in (*bias.rows, bias.total)
    ]


def of_bids(table: BidsTable) -> list[Row]:
    return [
        {
            "code": row.code,
            "name_sv": row.name.sv,
            "name_en": row.name.en,
            "counted_by": row.by,
            "largest_left_out": row.trimmed,
            "buyers": row.buyers,
            "lots": row.lots,
            "procurements": row.procurements,
            "bids_mean": row.mean,
            "bids_median": row.median,
            "single": row.single,
            "of": row.of,
            "single_share": row.single_share,
            "low": row.interval.low,
            "high": row.interval.high,
        }
        for row in table.rows
    ]


def of_winners(table: BidsTable) -> list[Row]:
    return [
        {"code": row.code, "name_sv": row.name.sv, "name_en": row.name.en, **row.sizes, "total": row.total}
        for row in table.winners
    ]


def of_sentences(page: SentencePage) -> list[Row]:
    made = []
    for one in page.rows:
        plain = {name: getattr(one, name) for name in type(one).__dataclass_fields__}
        for name in ("field_name", "concept_name"):
            text = plain.pop(name)
            plain |= {f"{name}_sv": text.sv, f"{name}_en": text.en}
        made.append(plain)
    return made
