"""Many things from one list: planned procurements, or the contracts of a register. Read whole, nothing guessed.

A cell that cannot be read is a fault of its row, told by row and column; the other rows are read all the same.
"""

import io
import zipfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from omlopp.domain.model.errors import OmloppError
from omlopp.domain.model.text import Language
from omlopp.flows.many_cells import Unreadable, choice, cpv, day, number, text
from omlopp.library.importing import Column, ListKind, plain, words
from omlopp.library.load import library
from omlopp.spend import amounts, sheets, table

MOST_BYTES = 10_000_000
UNPACKED_BYTES = 200_000_000
SHEET = "Inläsning"  # of our own form; in another file the sheet with most cells is read
FAULTS = {"sv": "Vad som är fel", "en": "What is wrong"}  # our own column, passed over when it comes back


class ListHasMacros(OmloppError):
    """A workbook with a program in it. Facts: file."""

    code = "import.macros"


class ListTooLarge(OmloppError):
    """Facts: file, limit – in bytes, or unpacked."""

    code = "import.too-large"


class ListOldFormat(OmloppError):
    """A workbook of the form before 2007, or one with a password: neither can be looked through. Facts: file."""

    code = "import.old-format"


class TooManyRows(OmloppError):
    """Facts: file, rows, limit, why_sv, why_en."""

    code = "import.too-many-rows"

    @classmethod
    def of(cls, kind: ListKind, file: str, rows: int) -> "TooManyRows":
        return cls(file=file, rows=rows, limit=kind.most, why_sv=kind.limit.sv, why_en=kind.limit.en)


class ColumnsNotFound(OmloppError):
    """Columns that the list cannot be without. Facts: file, missing, head."""

    code = "import.columns"


class NothingInList(OmloppError):
    """A head and no row under it, or nothing at all. Facts: file."""

    code = "import.empty"


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a row cannot be imported: the column and the sentence `import.fault.CODE` with its facts."""

    column: str
    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ListRow:
    """One row. `line`: in the file, from 1. `values`: column id → text, day, number or codes; None where empty.

    `same_as`: what is there already that it is the same as ("" where nothing is). `notes`: what to look at before it
    is imported: `alike` (another has the same title) and `unit` (the organisation has no such unit).
    """

    line: int
    cells: tuple[str, ...]
    values: Mapping[str, Any]
    faults: tuple[Fault, ...] = ()
    same_as: str = ""
    notes: tuple[str, ...] = ()

    @property
    def good(self) -> bool:
        return not self.faults and not self.same_as


@dataclass(frozen=True, slots=True)
class ReadList:
    """A whole list. `found`: column id → the file's own name; `unread`: columns nobody reads."""

    kind: ListKind
    file: str
    head: tuple[str, ...]
    found: Mapping[str, str]
    unread: tuple[str, ...]
    rows: tuple[ListRow, ...]

    @property
    def good(self) -> tuple[ListRow, ...]:
        return tuple(row for row in self.rows if row.good)

    @property
    def faulty(self) -> tuple[ListRow, ...]:
        return tuple(row for row in self.rows if row.faults)

    @property
    def same(self) -> tuple[ListRow, ...]:
        return tuple(row for row in self.rows if row.same_as and not row.faults)


def read_list(kind: ListKind, file: str, content: bytes, people: Collection[str] = ()) -> ReadList:
    """Every row of the list. `people`: account names that may be responsible.

    Raises ListHasMacros, ListTooLarge, ListOldFormat, TooManyRows, ColumnsNotFound, NothingInList, and what
    omlopp.spend's sheets and table raise for bytes that are no list.
    """
    grid = _cells(kind, file, content)
    found = columns_of(kind, grid.head)
    missing = [one for one in kind.columns if one.needed and one.id not in found]
    if missing:
        raise ColumnsNotFound(
            file=file, missing=[one.name for one in missing], head=", ".join(grid.head)[:400]
        )
    reader = _Reader(kind, grid, found, people)
    rows = tuple(reader.row(place) for place in range(len(grid.rows)))
    ours = {plain(name) for name in FAULTS.values()}
    unread = [name for name in grid.head if name not in found.values() and plain(name) not in ours]
    used = [name for name in unread if any(row[grid.head.index(name)].strip() for row in grid.rows)]
    return ReadList(kind, file, grid.head, found, tuple(used), rows)


@dataclass(frozen=True, slots=True)
class _Grid:
    head: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    lines: Sequence[int]
    unanswered: frozenset[tuple[int, int]]  # (line from 1, column from 0)


def _cells(kind: ListKind, file: str, content: bytes) -> _Grid:
    if len(content) > MOST_BYTES:
        raise ListTooLarge(file=file, limit=f"{MOST_BYTES // 1_000_000} MB")
    if not content.strip():
        raise NothingInList(file=file)
    if content.startswith(sheets.OLE):
        raise ListOldFormat(file=file)
    if not content.startswith(sheets.ZIP):
        return _of(table_of_text(kind, file, content), frozenset())
    look_through(file, content)
    grid = sheets.grid(content, file, SHEET, kind.most + 40)  # a title above the head takes some rows
    if grid.total > kind.most + 20:
        raise TooManyRows.of(kind, file, grid.total)
    filled = [(place + 1, row) for place, row in enumerate(grid.rows) if any(cell.strip() for cell in row)]
    if not filled:
        raise NothingInList(file=file)
    try:
        made = table.of_rows([row for _, row in filled], file, "", "", "", [line for line, _ in filled])
    except table.NoRows:
        raise NothingInList(file=file) from None
    if len(made.rows) > kind.most:
        raise TooManyRows.of(kind, file, len(made.rows))
    return _of(made, frozenset((row + 1, column) for row, column in grid.unanswered))


def _of(made: table.Table, unanswered: frozenset[tuple[int, int]]) -> _Grid:
    return _Grid(made.head, made.rows, list(made.lines()), unanswered)


def table_of_text(kind: ListKind, file: str, content: bytes) -> table.Table:
    lines = content.count(b"\n")
    if lines > 40 * kind.most:  # far more than its rows, even with broken lines in cells: not worth reading
        raise TooManyRows.of(kind, file, lines)
    try:
        made = table.read(content, file)
    except table.NoRows:
        raise NothingInList(file=file) from None
    if len(made.rows) > kind.most:
        raise TooManyRows.of(kind, file, len(made.rows))
    return made


def look_through(file: str, content: bytes) -> None:
    """Only the list of parts is read. A program inside, or more than it should unpack to, is refused."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            inside = parts.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise sheets.SheetRefused(file=file, says=str(error)) from None
    names = [one.filename.lower() for one in inside]
    if any("vbaproject" in name or name.startswith("basic/") for name in names):
        raise ListHasMacros(file=file)
    if sum(one.file_size for one in inside) > UNPACKED_BYTES or len(inside) > 5_000:
        raise ListTooLarge(file=file, limit=f"{UNPACKED_BYTES // 1_000_000} MB")


def columns_of(kind: ListKind, head: Sequence[str]) -> dict[str, str]:
    """Our columns → those of the file. The likeliest name wins; a column is read once."""
    known = {plain(name): name for name in reversed(head)}  # the first of two alike
    known |= {
        plain(name.split(" (")[0]): name for name in reversed(head) if plain(name.split(" (")[0]) not in known
    }
    found: dict[str, str] = {}
    for column in kind.columns:
        names = (column.name.sv, column.name.en, *column.names)
        hit = next(
            (known[one] for one in map(plain, names) if one in known and known[one] not in found.values()),
            None,
        )
        if hit is not None:
            found[column.id] = hit
    return found


class _Reader:
    """The cells of one list to values; decimal marks are told from the whole column."""

    def __init__(
        self, kind: ListKind, grid: _Grid, found: Mapping[str, str], people: Collection[str]
    ) -> None:
        self.grid, self.people = grid, {name.casefold(): name for name in people}
        self.at = {column: grid.head.index(found[column.id]) for column in kind.columns if column.id in found}
        self.decimals = {
            column.id: amounts.decimals_of(row[place] for row in grid.rows)
            for column, place in self.at.items()
            if column.kind in ("money", "whole")
        }

    def row(self, place: int) -> ListRow:
        line, cells = self.grid.lines[place], self.grid.rows[place]
        values: dict[str, Any] = {}
        faults: list[Fault] = []
        for column, at in self.at.items():
            values[column.id] = None
            try:
                if (line, at) in self.grid.unanswered:
                    raise Unreadable("formula")
                values[column.id] = self._value(column, cells[at].strip())
            except Unreadable as why:
                faults.append(Fault(column.id, why.code, {"found": cells[at].strip()[:60], **why.facts}))
        start, end = values.get("starts_on"), values.get("ends_on")
        if start and end and end < start:
            faults.append(Fault("ends_on", "order", {"found": end, "start": start}))
        if (until := values.get("option_until")) and end and until < end:
            faults.append(Fault("option_until", "option", {"found": until, "end": end}))
        return ListRow(line, cells, values, tuple(faults))

    def _value(self, column: Column, cell: str) -> Any:
        if cell in words().errors:
            raise Unreadable("error")
        if not cell or plain(cell) in words().empty or cell in words().empty:
            if column.needed:
                raise Unreadable("needed")
            return None
        match column.kind:
            case "date":
                return day(cell)
            case "money" | "whole":
                return number(column, cell, self.decimals[column.id])
            case "choice":
                return choice(column, cell)
            case "cpv":
                return cpv(cell)
            case "person":
                if cell.casefold() not in self.people:
                    raise Unreadable("person")
                return self.people[cell.casefold()]
        return text(column, cell)


# What is there already

Key = tuple[str, ...]


def keys_of(kind: str, values: Mapping[str, Any]) -> tuple[Key, ...]:
    """What makes two rows the same. A contract: its number with its supplier, else title, supplier and end.

    A planned procurement: its title and the day it is planned for.
    """
    text = {name: plain(str(value or "")) for name, value in values.items()}
    if kind == "planned":
        return ((text["title"], text["planned_on"]),)
    whole = (text["title"], text["supplier"], text["ends_on"])
    return (("nr", text["number"], text["supplier"]), whole) if text.get("number") else (whole,)


def compared(
    read: ReadList,
    known: Mapping[Key, str],
    titles: Mapping[str, str] | None = None,
    units: Collection[str] | None = None,
) -> ReadList:
    """The list with each row that is there already, or stands twice in the file, marked with what it is the same as.

    `known`: key → what it is called. `titles`, `units`: of what the organisation has, plain (None: not looked at).
    """
    seen: dict[Key, str] = {}
    rows = []
    for row in read.rows:
        if row.faults:
            rows.append(row)
            continue
        keys = keys_of(read.kind.id, row.values)
        same = next((known[key] for key in keys if key in known), "")
        same = same or next((seen[key] for key in keys if key in seen), "")
        for key in keys:
            seen.setdefault(key, f"rad {row.line}")
        notes = ["alike"] if plain(str(row.values["title"])) in (titles or {}) and not same else []
        unit = row.values.get("unit")
        notes += ["unit"] if unit and units is not None and plain(str(unit)) not in units else []
        rows.append(replace(row, same_as=same, notes=tuple(notes)))
    return replace(read, rows=tuple(rows))


def fault_rows(read: ReadList) -> Iterator[tuple[ListRow, Column, Fault]]:
    for row in read.rows:
        for fault in row.faults:
            yield row, read.kind.column(fault.column), fault


def choices_of(column: Column, language: Language) -> tuple[str, ...]:
    """What a cell of the column may hold, in words; nothing for a column without choices."""
    if not column.table:
        return ()
    return tuple(name.within(language) for name in library().names.tables[column.table].values())
