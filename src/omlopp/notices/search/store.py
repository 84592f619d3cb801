"""The market store as search reads it: one part of the notices table at a time, joined with its rows of the others."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from omlopp.notices.search.shape import Entry, Row

BESIDE = ("lots", "criteria", "evidence", "texts")


def parts(store: Path) -> dict[str, str]:
    """Every part of the notices table, by its path within it, with the sizes and times of it and its fellows."""
    folder = store / "notices"
    return {
        part.relative_to(folder).as_posix(): _fingerprint(store, part.relative_to(folder).as_posix())
        for part in sorted(folder.rglob("*.parquet"))
        if not part.name.startswith((".", "_"))
    }


def _fingerprint(store: Path, part: str) -> str:
    said = []
    for table in ("notices", *BESIDE):
        path = store / table / part
        if path.is_file():
            state = path.stat()
            said.append(f"{table}:{state.st_size}:{state.st_mtime_ns}")
    return " ".join(said)


def entries(store: Path, part: str) -> Iterator[Entry]:
    """The notices of a part, each with its lots, criteria, evidence and texts."""
    notices = _rows(_plain(pq.ParquetFile(store / "notices" / part).read()))
    files = [str(notice["file"]) for notice in notices]
    beside = {table: _grouped(_beside(store, table, part, files)) for table in BESIDE}
    for notice in notices:
        yield _entry(notice, beside)


def one(store: Path, part: str, file: str) -> Entry | None:
    """One notice of a part, read without the rest; None when it is not there any more."""
    path = store / "notices" / part
    if not path.is_file():
        return None
    notices = _rows(_plain(pq.read_table(path, filters=[("file", "=", file)], partitioning=None)))
    if not notices:
        return None
    beside = {table: _grouped(_beside(store, table, part, [file])) for table in BESIDE}
    return _entry(notices[0], beside)


def _entry(notice: Row, beside: Mapping[str, Mapping[str, Sequence[Row]]]) -> Entry:
    file = notice["file"]
    return Entry(notice, *(beside[table].get(file, ()) for table in BESIDE))


def _beside(store: Path, table: str, part: str, files: list[str]) -> list[Row]:
    """The rows of another table for these files. They lie in the part of the same name, if there are any."""
    path = store / table / part
    if not files or not path.is_file():
        return []
    wanted = ds.field("file").isin(files)
    return _rows(_plain(ds.dataset(path, format="parquet", partitioning=None).to_table(filter=wanted)))


def _plain(table: pa.Table) -> pa.Table:
    """Dictionary columns as plain text: rows of Python values are made faster from them."""
    for place, field in enumerate(table.schema):
        if pa.types.is_dictionary(field.type):
            table = table.set_column(place, field.name, table.column(place).cast(field.type.value_type))
    return table


def _rows(table: pa.Table) -> list[Row]:
    found: list[Row] = table.to_pylist()
    return found


def _grouped(rows: Sequence[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row["file"], []).append(row)
    return found
