"""The store of read notices, opened for counting: DuckDB over the Parquet that `omlopp notices read … --to DIR` writes.

Views have the names of the tables (notices, lots, criteria, evidence, texts, winners). Beside them stand two tables in
memory, made by omlopp.statistics.facts: `facts`, one row per procurement, and `buyers`.
"""

import hashlib
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from omlopp.domain.model.errors import OmloppError
from omlopp.library.workspace import home
from omlopp.statistics import METHOD

TABLES = ("notices", "lots", "criteria", "evidence", "texts", "winners", "audit")


class NoMarketStore(OmloppError):
    """Nothing has been read yet, so there is nothing to count. Facts: path."""

    code = "market.no_store"


class NotAStore(OmloppError):
    """A folder whose tables cannot be read as those of a run. Facts: path, says (what the database says)."""

    code = "market.not_a_store"


@dataclass(frozen=True, slots=True, eq=False)
class Store:
    """An open store. Safe to share between threads: each question gets a cursor of its own.

    `notes`: counts made when the facts were built (left out, sources).
    """

    path: Path
    fingerprint: str
    notes: Mapping[str, Any]
    _connection: duckdb.DuckDBPyConnection = field(repr=False)

    def rows(self, sql: str, given: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """The rows a query gives. `given`: values for its ?; a tuple is a list of the database."""
        return self._connection.cursor().execute(sql, _values(given)).fetchall()

    def named(self, sql: str, given: Sequence[Any] = ()) -> list[dict[str, Any]]:
        """The same with the names of the columns."""
        cursor = self._connection.cursor().execute(sql, _values(given))
        names = [column[0] for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def columns(self, table: str) -> dict[str, str]:
        """Name → DuckDB type of the columns of a view or table."""
        return {row[0]: row[1] for row in self.rows(f"DESCRIBE {table}")}


def _values(given: Sequence[Any]) -> list[Any]:
    return [list(value) if isinstance(value, tuple) else value for value in given]


_open: dict[Path, Store] = {}
_lock = threading.Lock()


def workspace_store() -> Path:
    """Where the workspace keeps its own store."""
    return home() / "market"


def has_store(path: Path | None = None) -> bool:
    """Is there anything to count?"""
    return any(((path or workspace_store()) / "notices").glob("year=*/*.parquet"))


def open_store(path: Path | None = None) -> Store:
    """The store in a folder, the workspace's own without one. An unchanged store is opened once and kept.

    Raises NoMarketStore and NotAStore.
    """
    from omlopp.statistics.facts import load

    path = (path or workspace_store()).resolve()
    if not has_store(path):
        raise NoMarketStore(path=str(path))
    mark = fingerprint(path)
    with _lock:
        known = _open.get(path)
        if known and known.fingerprint == mark:
            return known
        connection = duckdb.connect(":memory:")
        connection.execute("SET preserve_insertion_order = false")
        connection.execute("SET enable_progress_bar = false")  # what a program reads on stdout is ours alone
        try:
            for table in TABLES:
                _view(connection, path, table)
            notes = load(connection, path, mark)
        except duckdb.Error as error:
            connection.close()
            raise NotAStore(path=str(path), says=str(error).splitlines()[0]) from error
        _open[path] = Store(path, mark, notes, connection)
        return _open[path]


def fingerprint(path: Path) -> str:
    """Changes when any file of the store, or the method of counting, changes."""
    from omlopp.statistics.facts import made_by

    mark = hashlib.sha256(METHOD.encode() + made_by())
    for table in TABLES:
        for file in sorted((path / table).glob("year=*/*.parquet")):
            stat = file.stat()
            mark.update(f"{file.relative_to(path)} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    return mark.hexdigest()[:20]


def _view(connection: duckdb.DuckDBPyConnection, path: Path, table: str) -> None:
    files = str(path / table / "year=*" / "*.parquet").replace("'", "''")
    if any((path / table).glob("year=*/*.parquet")):
        connection.execute(
            f"CREATE VIEW {table} AS SELECT * FROM read_parquet('{files}', hive_partitioning=true, "
            "hive_types={'year': SMALLINT}, union_by_name=true)"
        )
    else:  # a store without, say, winners: the same questions are answered with nothing
        connection.execute(f"CREATE VIEW {table} AS SELECT {_EMPTY.get(table, _KEY)} WHERE false")


_KEY = "''::VARCHAR AS notice_id, ''::VARCHAR AS file, 0::SMALLINT AS year"
_EMPTY = {
    "lots": _KEY + ", ''::VARCHAR AS lot_id, 0 AS bids_received",
    "evidence": _KEY
    + ", ''::VARCHAR AS lot_id, ''::VARCHAR AS field, ''::VARCHAR AS language, ''::VARCHAR AS concept,"
    " ''::VARCHAR AS r_strategy, ''::VARCHAR AS goal, ''::VARCHAR AS requirement, ''::VARCHAR AS strength,"
    " ''::VARCHAR AS intent, ''::VARCHAR AS quote, 0 AS start, 0 AS \"end\", ''::VARCHAR AS rule_id,"
    " 0.0 AS confidence, false AS weak",
    "texts": _KEY
    + ", ''::VARCHAR AS lot_id, ''::VARCHAR AS field, ''::VARCHAR AS language, ''::VARCHAR AS text",
    "audit": _KEY + ", ''::VARCHAR AS reason",
    "winners": _KEY + ", ''::VARCHAR AS lot_id, ''::VARCHAR AS size",
}
