"""A stock list against what is kept of it: what is new, what has changed, what is not there any more.

The store's own number tells that two rows are of the same thing. Without one, two rows are the same when everything but
the count is.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from decimal import Decimal
from typing import Any

Key = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A thing as a list tells of it. `row`: where in the file, from 1; 0 for what is kept. `unit`: by name."""

    name: str
    pieces: int
    number: str = ""
    condition: str = ""
    place: str = ""
    bought_year: int | None = None
    mass_kg_each: Decimal | None = None
    free_from: date | None = None
    cpv: str = ""
    group: str = ""
    unit: str = ""
    note: str = ""
    row: int = 0


@dataclass(frozen=True, slots=True)
class Compared:
    """What reading a list would do. `changed`: kept id → (the line as it will be, names of what changes).

    `missing`: kept, and not in the list. `none_left`: rows that say zero of a thing that is not kept.
    """

    new: tuple[Line, ...]
    changed: Mapping[str, tuple[Line, tuple[str, ...]]]
    same: int
    missing: tuple[str, ...]
    none_left: tuple[int, ...] = ()

    @property
    def nothing(self) -> bool:
        return not self.new and not self.changed


TOLD = tuple(one.name for one in fields(Line) if one.name != "row")


def joined(lines: Iterable[Line]) -> tuple[Line, ...]:
    """Rows of the same thing as one line with their pieces added; the first row stands for them."""
    found: dict[Key, Line] = {}
    for line in lines:
        key = (line.number.casefold(), line.place.casefold(), line.name.casefold(), *_rest(line))
        kept = found.get(key)
        found[key] = replace(kept, pieces=kept.pieces + line.pieces) if kept else line
    return tuple(found.values())


def twice(lines: Iterable[Line]) -> dict[int, int]:
    """Row → the earlier row with the same number at the same place: which of them holds cannot be told."""
    seen: dict[Key, int] = {}
    found = {}
    for line in lines:
        if not line.number:
            continue
        key = (line.number.casefold(), line.place.casefold())
        if key in seen:
            found[line.row] = seen[key]
        seen.setdefault(key, line.row)
    return found


def compared(lines: Sequence[Line], kept: Mapping[str, Line], given: Iterable[str] = TOLD) -> Compared:
    """The list against what is kept. given: the columns that the list has; of others nothing is changed.

    Pure of order: a kept thing answers at most one line. Comparing once more after the result is kept finds nothing.
    """
    told = frozenset(given) | {"name", "pieces"}
    waiting = dict(kept)
    numbers = Counter(line.number.casefold() for line in lines if line.number)
    held = Counter(line.number.casefold() for line in kept.values() if line.number)
    by_key: dict[Key, list[str]] = {}
    for own, kept_line in kept.items():
        for key in _keys(kept_line, held):
            by_key.setdefault(key, []).append(own)
    new: list[Line] = []
    changed: dict[str, tuple[Line, tuple[str, ...]]] = {}
    same, none_left = 0, list[int]()
    for line in sorted(lines, key=lambda one: one.row):
        id = next((id for key in _keys(line, numbers) for id in by_key.get(key, ()) if id in waiting), None)
        if id is None:
            if line.pieces:
                new.append(line)
            else:
                none_left.append(line.row)
            continue
        before = waiting.pop(id)
        after = replace(line, **{name: getattr(before, name) for name in TOLD if name not in told})
        differs = tuple(name for name in TOLD if getattr(before, name) != getattr(after, name))
        if differs:
            changed[id] = (after, differs)
        else:
            same += 1
    return Compared(tuple(new), changed, same, tuple(waiting), tuple(none_left))


def _keys(line: Line, numbers: Mapping[str, int]) -> tuple[Key, ...]:
    """A number that stands once is enough; one that stands at several places needs the place."""
    if not line.number:
        return (("words", line.name.casefold(), line.place.casefold(), *_rest(line)),)
    number = line.number.casefold()
    at_place: Key = ("number at", number, line.place.casefold())
    return (at_place, ("number", number)) if numbers[number] == 1 else (at_place,)


def _rest(line: Line) -> tuple[Any, ...]:
    return (line.condition, line.bought_year, line.mass_kg_each, line.cpv, line.unit.casefold(), line.note)
