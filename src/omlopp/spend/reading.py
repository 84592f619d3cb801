"""A ledger from a file, whatever it is written in: its columns found or remembered, every row used or named."""

import hashlib
import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path

from omlopp.spend import amounts, cube, ledger, lines, sheets, table
from omlopp.spend.cube import Folded, Form, Seen
from omlopp.spend.ledger import Layout

LARGE_BYTES = 30_000_000  # from here DuckDB reads, where it can
LOOK = 2_000  # rows between two looks of a watcher
Row = tuple[int, tuple[str, ...]]
Watch = Callable[[int, int], None]  # (rows gone through, of how many); what it raises stops the reading


def head_of(path: Path) -> tuple[str, ...]:
    """The columns' names. Raises NoRows, NotATable and what `sheets` refuses."""
    return table_of(path).head if whole(path) else lines.opened(path).head


def sample_of(path: Path, rows: int = 5) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Names and the first rows, to choose columns by."""
    if whole(path):
        found = table_of(path)
        return found.head, list(found.rows[:rows])
    file = lines.opened(path)
    return file.head, [row for _, row in itertools.islice(file.rows(), rows)]


def fingerprint(head: Sequence[str]) -> str:
    """What a mapping is remembered by: the columns' names, in order. Sixteen hex digits."""
    return hashlib.sha256("\x1f".join(name.strip().lower() for name in head).encode()).hexdigest()[:16]


def read(
    path: Path,
    mapping: Mapping[str, str] | None = None,
    rates: Mapping[str, Decimal] | None = None,
    *,
    seen: Seen | None = None,
    fast: bool | None = None,
    watch: Watch | None = None,
) -> Folded:
    """The whole file folded. `mapping` ours → theirs; without it, the names that publishers are known to use.

    `rates`: SEK per unit of a currency whose rows may be exchanged; rows in others are refused. `seen`: for files that
    are read together. `fast`: DuckDB or not; by size without it. `watch` is told how far it has come, row by row (never
    with DuckDB). Raises ColumnMissing, NoRows, NotATable, SheetRefused.
    """
    known_rates = dict(rates or {})
    if whole(path):
        found = table_of(path)
        known = dict(mapping if mapping is not None else ledger.mapped(found.head))
        where = ledger.layout(found.head, found.rows, path.name, known, known_rates)
        form = _form(path, found.encoding, found.delimiter, found.line_ends, found.head, known, found.repairs)
        rows = watched(zip(found.lines(), found.rows, strict=True), watch, 0, len(found.rows))
        return cube.folded(form, ledger.each(rows, where), seen, seen is not None)
    if fast if fast is not None else path.stat().st_size >= LARGE_BYTES and seen is None and watch is None:
        from omlopp.spend import fast as quick

        file = lines.opened(path, surely=False)
        known = dict(mapping if mapping is not None else ledger.mapped(file.head))
        form = _form(path, file.encoding, file.delimiter, file.line_ends, file.head, known, file.repairs)
        try:
            return quick.folded(file, known, known_rates, form)
        except quick.Irregular:
            pass  # a row is not as the others: the careful reader tells which
    file = lines.opened(path)
    known = dict(mapping if mapping is not None else ledger.mapped(file.head))
    at = ledger.places(file.head, path.name, known)
    form = _form(path, file.encoding, file.delimiter, file.line_ends, file.head, known, file.repairs)
    lines_below = file.lines_below() if watch else 0  # read twice: for the decimal mark, then for the rows
    looked = watched(file.rows(), watch, 0, 2 * lines_below)
    decimals = amounts.decimals_of(row[at["amount_sek"]] for _, row in looked)
    file.repairs.clear()  # counted in the pass above; they are counted again below
    file.repairs.update(
        {name: times for name, times in form.repairs.items() if name not in ("short_rows", "long_rows")}
    )
    again = watched(file.rows(), watch, lines_below, 2 * lines_below)
    found_rows = ledger.each(again, Layout(at, decimals, known_rates))
    done = cube.folded(form, found_rows, seen, seen is not None)
    repaired = _form(
        path, file.encoding, file.delimiter, file.line_ends, file.head, known, dict(file.repairs)
    )
    return Folded(repaired, done.cube, done.bad, done.bad_by, done.converted, done.again)


def watched(rows: Iterable[Row], watch: Watch | None, before: int, total: int) -> Iterator[Row]:
    """The same rows, told of as they pass."""
    if watch is None:
        yield from rows
        return
    done = before
    for done, row in enumerate(rows, before + 1):
        if done % LOOK == 0:
            watch(min(done, total), total)
        yield row
    watch(min(done, total), total)


def _form(
    path: Path, encoding: str, delimiter: str, ends: str, head: Sequence[str], known: Mapping[str, str],
    repairs: Mapping[str, int],
) -> Form:  # fmt: skip
    used = set(known.values())
    return Form(
        path.name, encoding, delimiter, ends, {own: theirs for own, theirs in known.items() if theirs in head},
        tuple(name for name in head if name not in used), dict(repairs),
    )  # fmt: skip


def _first(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(4096)


def whole(path: Path) -> bool:
    """Workbooks and JSON are read whole; text goes a row at a time."""
    first = _first(path)
    return sheets.is_workbook(first) or first.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"[", b"{")


def table_of(path: Path) -> table.Table:
    content = path.read_bytes()
    if not sheets.is_workbook(content):
        return table.read(content, path.name)
    found = [(number, row) for number, row in enumerate(sheets.rows(content, path.name), 1)]
    kept = [(number, row) for number, row in found if any(cell.strip() for cell in row)]
    return table.of_rows(
        [row for _, row in kept], path.name, "", "workbook", "", [number for number, _ in kept]
    )
