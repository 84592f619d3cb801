"""A stock list as lines with their faults, and what of the stock may meet a need: the library and search, wired."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal, InvalidOperation

from omlopp.domain.model.errors import OmloppError
from omlopp.domain.process.stock_list import Line, joined, twice
from omlopp.flows.stock_search import group_of
from omlopp.library.codelists import cpv_name
from omlopp.library.stock import columns, conditions, measures
from omlopp.spend import masking, register, sheets, table

MOST_ROWS = 100_000
MOST_PIECES = 1_000_000
OLDEST = 1900
_NUMBER = re.compile(r"[+-]?\d[\d\s\u00a0\u202f]*(?:[.,]\d+)?")


class NoNameColumn(OmloppError):
    """No column that says what the things are. Facts: file, head."""

    code = "stock.no-name-column"


class TooManyRows(OmloppError):
    """Facts: file, rows, limit."""

    code = "stock.too-many-rows"


@dataclass(frozen=True, slots=True)
class Fault:
    """A cell that cannot be read; its row is left out. `column`: the head's own name. Sentence: "stock.fault.<key>"."""

    row: int
    column: str
    key: str
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StockList:
    """A file as read. `chosen`: our column → theirs. `read`: rows that made lines, before rows of the same thing were
    joined. `notes`: what was understood otherwise than it stands: key → (rows, examples).
    """

    file: str
    head: tuple[str, ...]
    chosen: Mapping[str, str]
    lines: tuple[Line, ...]
    faults: tuple[Fault, ...]
    rows: int
    read: int
    notes: Mapping[str, tuple[int, tuple[str, ...]]]
    sample: tuple[tuple[str, ...], ...] = ()

    @property
    def pieces(self) -> int:
        return sum(line.pieces for line in self.lines)


def read_list(
    content: bytes,
    file: str,
    units: Collection[str] = (),
    chosen: Mapping[str, str] | None = None,
    year: int = 2100,
) -> StockList:
    """CSV or a workbook; formulas and macros are not run. units: names of the organisation's units. year: this one.

    Raises NoRows, NotATable, SheetRefused, SheetLocked, SheetTooLarge, NoNameColumn, TooManyRows.
    """
    found = _table(content, file)
    if len(found.rows) > MOST_ROWS:
        raise TooManyRows(file=file, rows=len(found.rows), limit=MOST_ROWS)
    use = _checked(chosen, found.head) if chosen is not None else proposed(found.head, found.rows)
    if "name" not in use:
        raise NoNameColumn(file=file, head=", ".join(found.head)[:300])
    reader = _Reader(use, found.head, {name.casefold(): name for name in units}, year)
    for number, row in zip(found.lines(), found.rows, strict=True):
        reader.take(number, row)
    lines, faults = reader.lines, reader.faults
    if "pieces" in use:
        again = twice(lines)
        faults += [
            Fault(row, use["number"], "number-twice", {"earlier": earlier}) for row, earlier in again.items()
        ]
        lines = [line for line in lines if line.row not in again]
    return StockList(
        file,
        found.head,
        use,
        joined(lines),
        tuple(sorted(faults, key=lambda one: one.row)),
        len(found.rows),
        len(lines),
        {key: (len(cells), tuple(dict.fromkeys(cells))[:5]) for key, cells in reader.notes.items()},
        tuple(tuple(masking.text(cell)[:60] for cell in row) for row in found.rows[:5]),
    )


def _table(content: bytes, file: str) -> table.Table:
    if not sheets.is_workbook(content):
        return table.read(content, file)
    rows = [(number, row) for number, row in enumerate(sheets.rows(content, file), 1)]
    filled = [(number, row) for number, row in rows if any(cell.strip() for cell in row)]
    return table.of_rows(
        [row for _, row in filled], file, "", "workbook", "", [number for number, _ in filled]
    )


def head_of(content: bytes, file: str) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """The columns' names and the first rows, numbers of persons masked. Raises what `read_list` does of the file."""
    found = _table(content, file)
    return found.head, tuple(tuple(masking.text(cell)[:60] for cell in row) for row in found.rows[:5])


def plain_name(name: str) -> str:
    """`Vikt (kg/st)` → `vikt`; what stands in brackets is a unit or a help."""
    bare = re.sub(r"\([^)]*\)|\[[^\]]*\]", " ", name.casefold())
    return re.sub(r"[^0-9a-zåäöéü]+", " ", bare).strip() or name.casefold().strip()


def proposed(head: Sequence[str], rows: Sequence[Sequence[str]] = ()) -> dict[str, str]:
    """Our column → theirs, by name: the likeliest name of each first. `enhet` is told by what stands in it."""
    plain = {name: plain_name(name) for name in head}
    found: dict[str, str] = {}
    ranked = sorted(
        (known.names.index(theirs), order, own, name)
        for order, (own, known) in enumerate(columns().items())
        for name, theirs in plain.items()
        if theirs in known.names
    )
    for _, _, own, name in ranked:
        if own not in found and name not in found.values():
            found[own] = name
    for own, known in columns().items():  # the form's own heads, in both languages
        for name in head:
            if own not in found and name not in found.values() and name in (known.name.sv, known.name.en):
                found[own] = name
    counted = found.get("measure")
    if counted and rows and not _measures(rows, head.index(counted)):
        del found["measure"]
        found.setdefault("unit", counted)
    return found


def _measures(rows: Sequence[Sequence[str]], place: int) -> bool:
    """Does the column say what is counted (st, par), rather than which unit of the organisation?"""
    cells = [row[place].strip().casefold().rstrip(".") for row in rows[:400] if row[place].strip()]
    known = {word for all_ in measures().values() for word in all_}
    lengths = {
        "m",
        "m2",
        "m3",
        "kg",
        "l",
        "liter",
        "meter",
        "lpm",
        "löpmeter",
        "kvm",
        "ton",
        "förp",
        "kartong",
    }
    return bool(cells) and sum(cell in known | lengths for cell in cells) >= 0.8 * len(cells)


def _checked(chosen: Mapping[str, str], head: Sequence[str]) -> dict[str, str]:
    """What a person chose; a column that the file lacks, or that is chosen twice, is left aside."""
    found: dict[str, str] = {}
    for own in columns():
        theirs = chosen.get(own, "")
        if theirs in head and theirs not in found.values():
            found[own] = theirs
    return found


class _Reader:
    """One pass over the rows. A row with a fault makes no line, and every fault of it is told."""

    def __init__(
        self, use: Mapping[str, str], head: Sequence[str], units: Mapping[str, str], year: int
    ) -> None:
        self.use, self.units, self.year = use, units, year
        self.at = {own: head.index(theirs) for own, theirs in use.items()}
        self.lines: list[Line] = []
        self.faults: list[Fault] = []
        self.notes: dict[str, list[str]] = {}

    def take(self, number: int, row: Sequence[str]) -> None:
        cells = {own: _cell(row[place]) for own, place in self.at.items()}
        before = len(self.faults)
        note = [cells.get("note", "")]
        line = Line(
            name=self._text(number, "name", cells["name"]),
            pieces=self._pieces(number, cells),
            number=self._text(number, "number", cells.get("number", "")),
            condition=self._condition(cells.get("condition", ""), note),
            place=self._text(number, "place", cells.get("place", "")),
            bought_year=self._year(number, cells.get("bought_year", "")),
            mass_kg_each=self._mass(number, cells.get("mass_kg_each", "")),
            free_from=self._day(number, cells.get("free_from", "")),
            cpv=self._cpv(number, cells.get("cpv", "")),
            unit=self._unit(cells.get("unit", ""), note),
            row=number,
        )
        self._measure(number, cells.get("measure", ""), note)
        if len(self.faults) > before:
            return
        group = group_of(line.name, line.cpv, cells.get("group", ""))
        told = "\n".join(part for part in note if part)
        self.lines.append(replace(line, group=group, note=self._text(number, "note", told)))

    def _fault(self, row: int, own: str, key: str, **facts: object) -> None:
        self.faults.append(Fault(row, self.use.get(own, ""), key, facts))

    def _note(self, key: str, cell: str) -> None:
        self.notes.setdefault(key, []).append(cell[:60])

    def _text(self, row: int, own: str, cell: str) -> str:
        most = columns()[own].most
        if own == "name" and not cell:
            self._fault(row, own, "name-missing")
        if len(cell) > most:
            self._note("cut", cell)
        return masking.text(cell)[:most].strip()

    def _pieces(self, row: int, cells: Mapping[str, str]) -> int:
        if "pieces" not in self.use:
            return 1
        cell = cells["pieces"]
        if not cell:
            self._fault(row, "pieces", "pieces-missing")
            return 0
        bare = re.sub(r"(?i)\s*(st|styck|stycken|stk|pcs)\.?$", "", cell)
        number = _decimal(bare)
        if number is None or number != number.to_integral_value():
            self._fault(row, "pieces", "pieces-no-number", found=cell[:40])
            return 0
        if not 0 <= number <= MOST_PIECES:
            self._fault(row, "pieces", "pieces-beyond", found=cell[:40], limit=MOST_PIECES)
            return 0
        return int(number)

    def _condition(self, cell: str, note: list[str]) -> str:
        if not cell:
            return ""
        found = condition_of(cell)
        if not found:
            self._note("condition", cell)
            note.append(f"Skick: {cell}")
        return found

    def _year(self, row: int, cell: str) -> int | None:
        if not cell:
            return None
        day = register.day(cell)
        year = day.year if day else int(cell) if re.fullmatch(r"\d{4}", cell) else 0
        if not OLDEST <= year <= self.year + 1:
            self._fault(row, "bought_year", "year", found=cell[:40])
            return None
        return year

    def _mass(self, row: int, cell: str) -> Decimal | None:
        if not cell:
            return None
        number = _decimal(re.sub(r"(?i)\s*kg\.?$", "", cell))
        if number is None or not 0 < number < 1_000_000:
            self._fault(row, "mass_kg_each", "mass", found=cell[:40])
            return None
        return number.quantize(Decimal("0.001"))

    def _day(self, row: int, cell: str) -> date | None:
        if not cell or cell.casefold() in ("nu", "omgående", "now", "ja", "yes"):
            return None
        day = register.day(cell)
        if day is None:
            self._fault(row, "free_from", "day", found=cell[:40])
        return day

    def _cpv(self, row: int, cell: str) -> str:
        code = cell.split("-")[0].strip()
        if code and not cpv_name(code, "sv"):
            self._fault(row, "cpv", "cpv", found=cell[:40])
            return ""
        return code

    def _unit(self, cell: str, note: list[str]) -> str:
        known = self.units.get(cell.casefold(), "")
        if cell and not known:
            self._note("unit", cell)
            note.append(f"Enhet: {cell}")
        return known

    def _measure(self, row: int, cell: str, note: list[str]) -> None:
        word = cell.casefold().rstrip(".")
        if not word or word in measures()["pieces"]:
            return
        if word in measures()["kept"]:
            self._note("measure", cell)
            note.append(f"Räknas i: {cell}")
        else:
            self._fault(row, "measure", "measure", found=cell[:40])


def _cell(text: str) -> str:
    """A cell without space round it, and without the mark that our own export puts before a formula's sign."""
    bare = text.strip()
    return bare[1:] if bare[:1] == "'" and bare[1:2] in ("=", "+", "-", "@") else bare


def _decimal(text: str) -> Decimal | None:
    bare = text.strip()
    if not _NUMBER.fullmatch(bare):
        return None
    try:
        return Decimal(re.sub(r"[\s\u00a0\u202f]", "", bare).replace(",", "."))
    except InvalidOperation:
        return None


def condition_of(cell: str) -> str:
    """A condition by its id, its name or how it is known to be written; "" for what is not known."""
    said = cell.casefold().strip()
    for id, one in conditions().items():
        if said in (id, one.name.sv.casefold(), one.name.en.casefold()):
            return id
    starts = [
        (len(word), id) for id, one in conditions().items() for word in one.words if said.startswith(word)
    ]
    return max(starts)[1] if starts else ""
