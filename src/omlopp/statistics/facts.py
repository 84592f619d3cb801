"""One row per procurement: what every table counts. Made once for a store, kept beside it, loaded into memory.

Rules (docs/method/statistics.md): test notices and notices in languages whose words nobody has reviewed are left out;
notices of one procurement (omlopp.notices.repeats) are one row, told by the notice with most text read, then the call
before results, plans and changes, then the latest. Bids and winners come from whichever
notice of the procurement has them.
"""

import contextlib
import hashlib
import json
import os
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import yaml

from omlopp.library.codelists import rows as table
from omlopp.library.load import ROOT
from omlopp.notices.buyers import buyer_key, organisation_number
from omlopp.notices.repeats import procedures
from omlopp.statistics import facts_sql
from omlopp.statistics.places import county_of

FOLDER = "statistics"
# What omlopp.notices.repeats goes by.
REPEATS = (
    "notice_id", "procedure_id", "file", "repeats", "country", "buyer_id", "buyer_name", "title", "cpv", "kind",
    "format", "published_on",
)  # fmt: skip
# Few values each: as codes they group ten times as fast as texts.
CODED = ("text_read", "format", "country", "county", "nuts", "cpv", "platform", "buyer_kind")
CHOICES = (
    "country",
    "year",
    "platform",
    "text_read",
    "buyer_kind",
    "format",
)  # counted once, for filter forms
KEPT = ("facts", "found", "buyers")


def load(connection: duckdb.DuckDBPyConnection, path: Path, mark: str) -> dict[str, Any]:
    """Tables `facts`, `asking` (those of them that ask for anything), `found` (their passages, by `pid`) and `buyers`
    in memory, from the files kept beside the store or made anew; gives the notes.
    """
    kept = path / FOLDER
    files = {name: kept / f"{name}-{mark}.parquet" for name in KEPT}
    notes = kept / f"notes-{mark}.json"
    if all(file.is_file() for file in (*files.values(), notes)):
        for name, file in files.items():
            connection.execute(f"CREATE TABLE made_{name} AS SELECT * FROM read_parquet('{_quoted(file)}')")
        said: dict[str, Any] = json.loads(notes.read_text("utf-8"))
    else:
        said = _build(connection)
        with contextlib.suppress(OSError):  # a store that cannot be written is counted all the same
            _keep(connection, kept, files, notes, said)
    for column in CODED:
        connection.execute(
            f"CREATE TYPE {column}_code AS ENUM (SELECT DISTINCT {column} FROM made_facts ORDER BY 1)"
        )
    coded = ", ".join(f"{column}::{column}_code AS {column}" for column in CODED)
    connection.execute(f"CREATE TABLE facts AS SELECT * REPLACE ({coded}) FROM made_facts")
    connection.execute("CREATE TABLE asking AS SELECT * FROM facts WHERE class > 0")
    connection.execute("DROP TABLE made_facts")
    for name in ("found", "buyers"):
        connection.execute(f"ALTER TABLE made_{name} RENAME TO {name}")
    return said


@cache
def made_by() -> bytes:
    """What facts are made by – the questions here and the library's tables: a change of either makes them anew."""
    sql = "".join(
        (
            facts_sql.NOTES,
            facts_sql.FOUND,
            facts_sql.BIDS,
            facts_sql.WINNERS,
            facts_sql.BUYERS,
            facts_sql.FACTS,
            *facts_sql.MACROS,
        )
    )
    tables = [file.read_bytes() for file in sorted((ROOT / "statistics").iterdir()) if file.is_file()]
    return hashlib.sha256(b"".join([sql.encode(), *tables])).digest()


def _keep(
    connection: duckdb.DuckDBPyConnection,
    folder: Path,
    files: Mapping[str, Path],
    notes: Path,
    said: Mapping[str, Any],
) -> None:
    """Written under another name first, so that a half-written file is never read; files of an older store go."""
    folder.mkdir(exist_ok=True)
    for name, file in files.items():
        part = _part(folder)
        connection.execute(f"COPY made_{name} TO '{_quoted(part)}' (FORMAT parquet, COMPRESSION zstd)")
        os.replace(part, file)
    part = _part(folder)
    part.write_text(json.dumps(said, ensure_ascii=False), "utf-8")
    os.replace(part, notes)
    for old in folder.iterdir():
        if old not in (*files.values(), notes) and old.name.startswith(
            tuple(f"{name}-" for name in (*KEPT, "notes"))
        ):
            old.unlink(missing_ok=True)


def _part(folder: Path) -> Path:
    handle, name = tempfile.mkstemp(dir=folder, prefix=".making-")
    os.close(handle)
    return Path(name)


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


def _build(connection: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    have = {name: _columns(connection, name) for name in ("notices", "lots", "evidence", "winners")}
    for macro in facts_sql.MACROS:
        connection.execute(macro)
    connection.execute(facts_sql.NOTES.format(**_notice_columns(have["notices"])))
    _procedures(connection)
    connection.execute(
        facts_sql.BIDS.format(bids="bids_received" if "bids_received" in have["lots"] else "NULL")
    )
    connection.execute("CREATE TEMP TABLE sizes (written VARCHAR, size VARCHAR)")
    sizes = [(row["written"], row["size"]) for row in table(ROOT / "statistics" / "firm_sizes.csv")]
    connection.executemany("INSERT INTO sizes VALUES (?, ?)", sizes)
    connection.execute(facts_sql.WINNERS)
    _buyers(connection)
    connection.execute(facts_sql.FACTS)
    connection.execute(facts_sql.FOUND.format(**_evidence_columns(have["evidence"])))
    said = _said(connection)
    for name in ("note", "written", "bids", "sizes", "won", "county_by_buyer"):
        connection.execute(f"DROP TABLE {name}")
    return said


def _columns(connection: duckdb.DuckDBPyConnection, name: str) -> dict[str, str]:
    return {row[0]: row[1] for row in connection.execute(f"DESCRIBE {name}").fetchall()}


def _notice_columns(have: Mapping[str, str]) -> dict[str, str]:
    """SQL for what a store may hold as a list or as text, or not at all."""

    def listed(name: str) -> str:
        if name not in have:
            return "[]::VARCHAR[]"
        if have[name].endswith("[]"):
            return f"list_filter(coalesce({name}::VARCHAR[], []), lambda x: x <> '')"
        return f"list_filter(string_split_regex(coalesce({name}, ''), '[;,\\s]+'), lambda x: x <> '')"

    def plain(name: str, other: str = "''") -> str:
        return f"coalesce({name}, {other})" if name in have else other

    yes, no, circular = (_patterns(key) for key in ("says_yes", "says_no", "circular"))
    codes = "list_transform(coalesce(declared_codes, []), lambda x: x.field || '=' || x.code)"
    tests = " OR ".join(
        f"regexp_matches({plain(column)}, '{pattern}')"
        for column in ("title", "description")
        for pattern in _words()["test_notices"]
    )
    return {
        "nuts": listed("nuts"),
        "cpv": listed("cpv"),
        "declared": codes if "declared_codes" in have else listed("declared"),
        "repeats": listed("repeats"),
        "yes": yes,
        "no": no,
        "declares_circular": circular,
        "title": plain("title"),
        "procedure_id": plain("procedure_id"),
        "test": f"({tests} OR (file, notice_id) IN (SELECT file, notice_id FROM audit WHERE reason = 'test_notice'))",
        "text_read": plain("text_read", "'notice'"),
        "platform": plain("platform"),
        "buyer_kind": plain("buyer_kind"),
        "intent": plain("intent"),
        "lexicon_state": plain("lexicon_state"),
    }


def _evidence_columns(have: Mapping[str, str]) -> dict[str, str]:
    """`says` strong counts, weak counts as weak, and waste or a barrier asks for nothing circular."""
    return {
        "weak": "coalesce(weak, false)" if "weak" in have else "false",
        "kept": "says IS NULL OR says IN ('strong', 'weak')" if "says" in have else "true",
    }


@cache
def _words() -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load((ROOT / "statistics" / "declared.yaml").read_text("utf-8"))
    return content


def _patterns(key: str) -> str:
    """A test in SQL: does the list `declared` hold one of the codes? field=* stands for any code that is no "no"."""
    tests = []
    for pattern in _words()[key]:
        if pattern.endswith("=*"):
            denied = [each for each in _words()["says_no"] if each.startswith(pattern[:-1])]
            excepted = "".join(f" AND x <> '{each}'" for each in denied)
            tests.append(f"(starts_with(x, '{pattern[:-1]}'){excepted})")
        else:
            tests.append(f"x = '{pattern}'")
    return f"len(list_filter(declared, lambda x: {' OR '.join(tests)})) > 0"


def _procedures(connection: duckdb.DuckDBPyConnection) -> None:
    """`note` with `key`: one for all notices of a procurement, as omlopp.notices.repeats joins them."""
    wanted = ", ".join(f"{name}" for name in REPEATS)
    rows = connection.sql(f"SELECT {wanted}, nid FROM note ORDER BY nid").to_arrow_table()
    keys = procedures(rows.drop_columns(["nid"])).key
    joined = pa.table({"nid": rows["nid"], "key": pa.array(keys, pa.string())})  # noqa: F841 – DuckDB reads it by its name
    connection.execute(
        "CREATE TEMP TABLE note_of AS SELECT joined.key, note.* FROM note JOIN joined USING (nid)"
    )
    connection.execute("DROP TABLE note")
    connection.execute("ALTER TABLE note_of RENAME TO note")


def _buyers(connection: duckdb.DuckDBPyConnection) -> None:
    """One row per buyer – by organisation number where there is one – with the county its name or number tells."""
    written = connection.execute("SELECT DISTINCT country, buyer_id, buyer_name FROM note").fetchall()
    keys = [
        (country, number, name, buyer_key(number, name, country), organisation_number(number, country))
        for country, number, name in written
    ]
    names = ("country", "buyer_id", "buyer_name", "mark", "number")
    columns = zip(*keys, strict=True) if keys else [()] * len(names)
    table = pa.table([pa.array(column, pa.string()) for column in columns], names)
    connection.register("keys", table)
    connection.execute("CREATE TEMP TABLE written AS SELECT * FROM keys")
    connection.unregister("keys")
    connection.execute(facts_sql.BUYERS)
    swedish = connection.execute(
        "SELECT buyer, name, number FROM made_buyers WHERE country = 'SE'"
    ).fetchall()
    connection.execute("CREATE TEMP TABLE county_by_buyer (buyer INTEGER, county VARCHAR)")
    placed = [(buyer, county) for buyer, name, number in swedish if (county := county_of(name, number))]
    if placed:
        # One statement with two lists: row by row takes seconds where there are many buyers.
        connection.execute(
            "INSERT INTO county_by_buyer SELECT unnest(?::INTEGER[]), unnest(?::VARCHAR[])",
            [[one[0] for one in placed], [one[1] for one in placed]],
        )


def _said(connection: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    [(unreviewed, tests, read)] = connection.execute(
        "SELECT count(*) FILTER (unreviewed AND NOT test), count(*) FILTER (test), count(*) FROM note"
    ).fetchall()
    [(counted, undated)] = connection.execute(
        "SELECT count(*), count(*) FILTER (published_on IS NULL) FROM made_facts"
    ).fetchall()
    by_format = connection.execute(
        "SELECT format, text_read, count(*) FROM note WHERE NOT test AND NOT unreviewed GROUP BY ALL"
    ).fetchall()
    choices = {
        name: connection.execute(f"SELECT {name}::VARCHAR, count(*) FROM made_facts GROUP BY 1").fetchall()
        for name in CHOICES
    }
    return {
        "choices": {name: [list(row) for row in rows] for name, rows in choices.items()},
        "repeats": read - unreviewed - tests - counted,
        "unreviewed_language": unreviewed,
        "test_notices": tests,
        "undated": undated,
        "notices": [list(row) for row in by_format],
    }
