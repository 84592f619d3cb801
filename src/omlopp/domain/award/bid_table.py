"""Bids as rows of a table: which columns a model asks for, and reading them back with a fault for every bad cell.

A column is found by its key ("price", "level:reuse"), which stands in a row of its own under the titles; whatever
stands above the keys is for people. All faults are reported together, so that a bidder mends the sheet once.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from omlopp.domain.award import monetised, ratio
from omlopp.domain.model.award import AwardModel, Bid, PriceLine
from omlopp.domain.model.errors import OmloppError

BEFORE_KEYS = 20  # rows searched for the row of keys
FIXED = ("id", "bidder", "lot_id")
LARGEST = 5_000  # bids in one table


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the form. `key` is what the program reads, `title` what a person does; `choices` the levels of a
    criterion; `needed`: a bid cannot be compared without it."""

    key: str
    title: str
    unit: str = ""
    choices: tuple[str, ...] = ()
    needed: bool = True


@dataclass(frozen=True, slots=True)
class CellFault:
    """What is wrong in one cell. `cell` as people call it (C5); `code` is the key of its sentence."""

    cell: str
    code: str
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class BidTable:
    bids: tuple[Bid, ...]
    faults: tuple[CellFault, ...]


class CellsRefused(OmloppError):
    """A table with faults. `faults`: every CellFault; the sentence names the first and how many there are."""

    code = "award-cells-refused"

    def __init__(self, *, faults: tuple[CellFault, ...], **facts: Any) -> None:
        first = faults[0]
        super().__init__(faults=faults, count=len(faults), cell=first.cell, **facts)


def columns(model: AwardModel) -> tuple[Column, ...]:
    """Every column the model's bids need, in the order a bidder fills them."""
    found = [Column("id", "Anbud", needed=True), Column("bidder", "Anbudsgivare", needed=False)]
    if model.lines:
        found += [
            Column(f"line:{line.id}", line.name or line.id, f"{model.currency}/{line.unit or 'st'}")
            for line in model.lines
        ]
    elif model.family != "price.basket_sum":
        found.append(Column("price", "Pris", model.currency))
    for one in model.criteria:
        if one.steps:
            found.append(Column(f"feature:{one.id}", one.title, choices=tuple(map(str, one.steps))))
        elif one.price and model.family != "additive.weighted_grades":
            continue
        elif one.levels:
            found.append(Column(f"level:{one.id}", one.title, choices=tuple(one.levels)))
        elif one.value_function is not None:
            found.append(Column(f"measured:{one.id}", one.title, one.value_function.unit))
        elif one.weight is None and one.max_points is not None:
            found.append(Column(f"points:{one.id}", one.title, f"0–{one.max_points}"))
        else:
            low, high = model.grade_scale or (Decimal(0), Decimal(1))
            found.append(Column(f"grade:{one.id}", one.title, f"{low}–{high}"))
    if model.ladder:
        found.append(Column("level", "Nivå", choices=tuple(model.ladder)))
    if model.family == ratio.SUPER:
        found.append(Column("quality", "Kvalitet", "0–1"))
    if model.family == monetised.MKI:
        found.append(Column("feature:mki", "Miljökostnad (MKI)", model.currency))
    if model.lcc is not None:
        asked = [name for name in model.lcc.asked if name != "price"]
        found += [Column(f"lcc:{name}", name, model.lcc.units.get(name, "")) for name in asked]
    return tuple(found)


def bids_from_table(model: AwardModel, rows: Sequence[Sequence[str]]) -> BidTable:
    """The bids of a table of texts. Empty rows are passed over; a bid with a faulty cell is left out of `bids`."""
    known = {column.key: column for column in columns(model)} | {
        "lot_id": Column("lot_id", "Del", needed=False)
    }
    at = _keys_at(rows, known)
    if at is None:
        return BidTable((), (CellFault("A1", "award-cell-no-keys", {"known": ", ".join(known)}),))
    keys = [cell.strip() for cell in rows[at]]
    faults = [
        CellFault(_cell(at, place), "award-cell-unknown-column", {"key": key, "known": ", ".join(known)})
        for place, key in enumerate(keys)
        if key and key not in known
    ]
    faults += [
        CellFault(_cell(at, keys.index(key)), "award-cell-column-twice", {"key": key})
        for key in dict.fromkeys(keys)
        if key and keys.count(key) > 1
    ]
    faults += [
        CellFault(_cell(at, 0), "award-cell-column-missing", {"title": column.title, "key": key})
        for key, column in known.items()
        if column.needed and key not in keys
    ]
    if faults:
        return BidTable((), tuple(faults))
    bids: list[Bid] = []
    named: dict[str, int] = {}
    for row, cells in enumerate(rows[at + 1 : at + 1 + LARGEST], at + 1):
        if any(cell.strip() for cell in cells):
            bids += _read(model, known, keys, row, cells, named, faults)
    return BidTable(tuple(bids), tuple(faults))


def _keys_at(rows: Sequence[Sequence[str]], known: Iterable[str]) -> int | None:
    """The first row that has the key `id` and one more key."""
    for at, row in enumerate(rows[:BEFORE_KEYS]):
        cells = {cell.strip() for cell in row}
        if "id" in cells and len(cells & set(known)) > 1:
            return at
    return None


def _read(
    model: AwardModel,
    known: dict[str, Column],
    keys: Sequence[str],
    row: int,
    cells: Sequence[str],
    named: dict[str, int],
    faults: list[CellFault],
) -> list[Bid]:
    """One row to one bid, or to none and its faults."""
    before = len(faults)
    given: dict[str, Any] = {}
    for place, key in enumerate(keys):
        if not key:
            continue
        written = cells[place].strip() if place < len(cells) else ""
        column, where = known[key], _cell(row, place)
        if not written:
            if column.needed:
                faults.append(CellFault(where, "award-cell-empty", {"title": column.title}))
            continue
        if key in FIXED or key == "level" or key.startswith("level:"):
            if column.choices and written not in column.choices:
                known_levels = ", ".join(column.choices)
                facts = {"found": written, "title": column.title, "known": known_levels}
                faults.append(CellFault(where, "award-cell-unknown-level", facts))
            given[key] = written
            continue
        number = number_in(written)
        if number is None:
            facts = {"found": written, "title": column.title}
            faults.append(CellFault(where, "award-cell-not-a-number", facts))
        else:
            given[key] = number
    name = str(given.get("id", ""))
    if name and name in named:
        twice: dict[str, Any] = {"found": name, "row": named[name] + 1}
        faults.append(CellFault(_cell(row, keys.index("id")), "award-cell-bid-twice", twice))
    named.setdefault(name, row)
    if len(faults) > before:
        return []
    try:
        return [_bid(model, given)]
    except OmloppError as error:
        faults.append(CellFault(_cell(row, 0), error.code, error.facts))
        return []


def _bid(model: AwardModel, given: dict[str, Any]) -> Bid:
    def part(kind: str) -> dict[str, Any]:
        return {key.split(":", 1)[1]: own for key, own in given.items() if key.startswith(f"{kind}:")}

    return Bid(
        id=given["id"],
        bidder=given.get("bidder", ""),
        lot_id=given.get("lot_id"),
        price=given.get("price"),
        lines=tuple(PriceLine(line, None, own) for line, own in part("line").items()),
        levels=part("level"),
        grades=part("grade"),
        points=part("points"),
        measured=part("measured"),
        features=part("feature"),
        lcc_inputs=part("lcc"),
        level=given.get("level"),
        quality=given.get("quality"),
    )


def number_in(written: str) -> Decimal | None:
    """A number as people write it: 1 234,50 or 1234.5 or 1,234.50; None where it is none, or could be two."""
    plain = re.sub(r"[\s\u00a0\u202f']", "", written).replace("−", "-")
    if "," in plain and "." in plain:
        plain = plain.replace(",", "") if plain.rfind(".") > plain.rfind(",") else plain.replace(".", "")
    plain = plain.replace(",", ".")
    if not re.fullmatch(r"[-+]?\d+(\.\d+)?([eE][-+]?\d{1,3})?", plain):
        return None
    try:
        return Decimal(plain)
    except InvalidOperation:
        return None


def _cell(row: int, place: int) -> str:
    """C5 for row 4, place 2."""
    letters, place = "", place + 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"
