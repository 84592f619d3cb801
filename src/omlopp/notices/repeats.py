"""Which notices speak of one procurement, so that it is counted once. Nothing is dropped: every notice keeps its row.

Columns in, columns out: works on a million rows without an object per notice.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from omlopp.notices.buyers import buyer_key

Link = Literal["alone", "procedure", "number", "likeness"]
WANTED = (
    *(
        "notice_id",
        "procedure_id",
        "file",
        "repeats",
        "country",
        "buyer_id",
        "buyer_name",
        "title",
        "cpv",
        "kind",
    ),
    *("format", "published_on", "remarks"),
)
Columns = Mapping[str, Sequence[Any]]
# Which notice stands for the procurement: the call if there is one. Otherwise the newest of the best kind there is.
_ORDER = {"competition": 0, "result": 1, "planning": 2, "change": 3, "other": 4}
# The steps of one procurement in time; "other" is mostly a notice before a direct award.
_STEPS = {"planning": 0, "competition": 1, "other": 2, "result": 3, "change": 4}
_NOT_WORD = re.compile(r"[^\w]+")
_SHORT = 12  # a title with fewer letters ("Möbler") is no sign that two notices speak of the same
_DAYS = 550  # how far apart two notices that are only alike may lie


@dataclass(frozen=True, slots=True)
class Procedures:
    """One entry per row given. `key` names the procurement (the id of its first row). `stands`: the row that counts for
    it. `link`: how the row was joined to others – procedure (the same procedure_id), number (one names the other),
    likeness (same buyer, title and CPV within a year and a half: an inference), alone.
    """

    key: tuple[str, ...]
    stands: tuple[bool, ...]
    link: tuple[Link, ...]

    def columns(self) -> dict[str, list[Any]]:
        """As columns: procedure_key, stands, linked_by."""
        return {"procedure_key": list(self.key), "stands": list(self.stands), "linked_by": list(self.link)}


def procedures(rows: Any) -> Procedures:
    """The procurement of each notice. `rows`: an Arrow table or columns of equal length, with at least notice_id.

    Used where present: procedure_id, repeats (list of ids), country, buyer_id, buyer_name, title, cpv (text or list),
    kind, format, published_on (date or None), remarks (list). A test notice never stands for a procurement.
    """
    said = _columns(rows)
    ids = said["notice_id"]
    size = len(ids)
    sets = _Sets(size)
    _by_procedure(said, sets)
    _by_number(said, sets)
    _by_likeness(said, sets)
    roots = [sets.root(row) for row in range(size)]
    standing = _standing(said, roots)
    grouped = [0] * size
    for root in roots:
        grouped[root] += 1
    return Procedures(
        tuple(str(said["procedure_id"][root] or ids[root] or said["file"][root] or root) for root in roots),
        tuple(standing[root] == row for row, root in enumerate(roots)),
        tuple(sets.link[row] if grouped[root] > 1 else "alone" for row, root in enumerate(roots)),
    )


def buyers(rows: Any) -> tuple[str, ...]:
    """One key per row for its buyer: the organisation number where there is one, else the plain name."""
    said = _columns(rows)
    known: dict[tuple[Any, ...], str] = {}
    made = []
    for one in zip(said["buyer_id"], said["buyer_name"], said["country"], strict=True):
        if (key := known.get(one)) is None:
            key = known[one] = buyer_key(one[0], one[1] or "", one[2] or "")
        made.append(key)
    return tuple(made)


class _Sets:
    """Rows in disjoint sets; the root of a set is its first row. `link`: how a row came to its set, surest first."""

    def __init__(self, size: int) -> None:
        self.parent = list(range(size))
        self.link: list[Link] = ["alone"] * size

    def root(self, row: int) -> int:
        parent = self.parent
        while parent[row] != row:
            parent[row] = parent[parent[row]]
            row = parent[row]
        return row

    def join(self, one: int, other: int, link: Link) -> None:
        for row in (one, other):
            if self.link[row] == "alone":
                self.link[row] = link
        first, second = self.root(one), self.root(other)
        if first != second:
            self.parent[max(first, second)] = min(first, second)


def _columns(rows: Any) -> Columns:
    """The columns asked for as plain lists; one that is missing is filled with None."""
    table = (
        {name: rows.column(name).to_pylist() for name in rows.column_names}
        if hasattr(rows, "column_names")
        else rows
    )
    size = len(table["notice_id"])
    return {name: table[name] if name in table else [None] * size for name in WANTED}


def _by_procedure(said: Columns, sets: _Sets) -> None:
    """Same procedure_id; two formats of one notice carry the same notice_id."""
    first: dict[tuple[str, str], int] = {}
    for column in ("procedure_id", "notice_id"):
        for row, value in enumerate(said[column]):
            if value:
                other = first.setdefault((column, value), row)
                if other != row:
                    sets.join(other, row, "procedure")


def _by_number(said: Columns, sets: _Sets) -> None:
    """A notice that names another: the one it corrects, follows or was announced by. Unknown numbers join those who
    name the same one.
    """
    first: dict[str, int] = {}
    for column in ("notice_id", "procedure_id"):
        for row, value in enumerate(said[column]):
            if value:
                first.setdefault(value, row)
    for row, others in enumerate(said["repeats"]):
        for number in (*(others or ()), said["procedure_id"][row]):
            if number:
                other = first.setdefault(number, row)
                if other != row and sets.root(other) != sets.root(row):
                    sets.join(other, row, "number")


def _by_likeness(said: Columns, sets: _Sets) -> None:
    """Same buyer, same words in the title, same group of CPV, near in time; only rows that nothing else has joined, and
    never two of a kind: a buyer who calls again with the same words runs a new procurement.
    """
    keys = buyers(said)
    last: dict[tuple[str, str, str], int] = {}
    for row in _in_time(said["published_on"]):
        title = _plain(said["title"][row] or "")
        if not keys[row] or len(title) < _SHORT:
            continue
        key = (keys[row], title, _main(said["cpv"][row]))
        other = last.get(key)
        if other is not None and _may_belong(said, other, row) and sets.link[row] == "alone":
            sets.join(other, row, "likeness")
        last[key] = row


def _may_belong(said: Columns, other: int, row: int) -> bool:
    """Near in time, and a later step of the same procurement: never two notices of one kind."""
    day, before = said["published_on"][row], said["published_on"][other]
    if day and before and abs((day - before).days) > _DAYS:
        return False
    steps = [_STEPS.get(said["kind"][one] or "other", 2) for one in (other, row)]
    return steps[0] < steps[1]


def _in_time(days: Sequence[date | None]) -> Iterator[int]:
    yield from sorted(range(len(days)), key=lambda row: (days[row] or date.min, row))


def _standing(said: Columns, roots: Sequence[int]) -> dict[int, int]:
    """Root → the row that stands for the set: real before test, the call first, then the newest."""
    best: dict[int, tuple[Any, ...]] = {}
    for row, root in enumerate(roots):
        day = said["published_on"][row]
        rank = (
            "test" in (said["remarks"][row] or ()),
            _ORDER.get(said["kind"][row] or "other", 4),
            -(day.toordinal() if day else 0),
            said["format"][row]
            != "eforms",  # of two formats of one notice, the one with fields to declare in
            row,
        )
        if root not in best or rank < best[root]:
            best[root] = rank
    return {root: rank[-1] for root, rank in best.items()}


def _main(cpv: Any) -> str:
    """The main code's group (three digits): notices of one procurement may differ in the details."""
    return (cpv if isinstance(cpv, str) else (cpv[0] if cpv else ""))[:3]


def _plain(title: str) -> str:
    letters = unicodedata.normalize("NFKD", title.casefold())
    return _NOT_WORD.sub(" ", "".join(one for one in letters if not unicodedata.combining(one))).strip()
