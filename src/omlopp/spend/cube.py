"""A ledger folded: what rows have in common, how many they are and what they come to.

Nothing that decides a category is lost.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple

from omlopp.spend.ledger import BadRow, Posting
from omlopp.spend.masking import ANONYMOUS, SOLE

KEPT_BAD = 1_000  # rows named one by one; the rest are counted by why
DUPLICATE = "spend.duplicate"


class Key(NamedTuple):
    """What rows of one kind share. `year` 0: not told."""

    buyer_id: str
    account: str
    account_name: str
    supplier_id: str
    supplier: str
    cpv: str
    contract: str
    year: int

    @property
    def payee(self) -> str:
        """Who was paid: the number where there is one, else the name."""
        return self.supplier_id or self.supplier


class Sum(NamedTuple):
    """`credit_rows`, `credit_sek`: those below zero, which are among the rest."""

    rows: int
    sek: Decimal
    credit_rows: int = 0
    credit_sek: Decimal = Decimal(0)

    def plus(self, other: "Sum") -> "Sum":
        return Sum(
            self.rows + other.rows, self.sek + other.sek, self.credit_rows + other.credit_rows,
            self.credit_sek + other.credit_sek,
        )  # fmt: skip


NOTHING = Sum(0, Decimal(0))
Cube = Mapping[Key, Sum]


@dataclass(frozen=True, slots=True)
class Form:
    """How a file was written, as found: `columns` ours → theirs, `left` its columns that no use is known for."""

    file: str
    encoding: str
    delimiter: str
    line_ends: str
    columns: Mapping[str, str]
    left: tuple[str, ...] = ()
    repairs: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Folded:
    """What was read.

    `bad`: rows that cannot be used, at most KEPT_BAD; `bad_by`: how many of each kind there are in all.

    `converted`: currency → rows exchanged to SEK. `again`: voucher rows that came twice with another content, all
    kept. `lines`: how many rows the file has, good and bad.
    """

    form: Form
    cube: Cube
    bad: tuple[BadRow, ...] = ()
    bad_by: Mapping[str, int] = field(default_factory=dict)
    converted: Mapping[str, int] = field(default_factory=dict)
    again: int = 0

    @property
    def total(self) -> Sum:
        found = NOTHING
        for one in self.cube.values():
            found = found.plus(one)
        return found

    @property
    def lines(self) -> int:
        return self.total.rows + sum(self.bad_by.values())

    def rows_of(self, supplier: str) -> int:
        return sum(one.rows for key, one in self.cube.items() if key.supplier == supplier)

    @property
    def sole_rows(self) -> int:
        return self.rows_of(SOLE)

    @property
    def anonymous_rows(self) -> int:
        return self.rows_of(ANONYMOUS)


@dataclass(slots=True)
class Seen:
    """Rows that were met, by (buyer, year, voucher, row): never by amount.

    One `Seen` for files that are read together.
    """

    rows: dict[int, int] = field(default_factory=dict)
    counted: dict[tuple[str, int, str], int] = field(default_factory=dict)
    again: int = 0

    def next_file(self) -> None:
        self.counted.clear()

    def duplicate(self, one: Posting, between_files: bool) -> bool:
        """Is it a row met before? Without row numbers a row is its place in the voucher, and only another file
        repeats it.
        """
        if not one.voucher or not (one.row_number or between_files):
            return False
        voucher = (one.buyer_id or one.buyer, one.year, one.voucher)
        row = one.row_number
        if not row:
            self.counted[voucher] = place = self.counted.get(voucher, 0) + 1
            row = f"#{place}"
        key = hash((voucher, row))
        content = hash((one.supplier, one.account, one.amount_sek, one.booked_on))
        if key not in self.rows:
            self.rows[key] = content
            return False
        if self.rows[key] == content:
            return True
        self.again += 1
        return False


def folded(
    form: Form, found: Iterable[Posting | BadRow], seen: Seen | None = None, between_files: bool = False
) -> Folded:
    """Postings to a cube, one pass, keeping none of them."""
    known = seen or Seen()
    known.next_file()
    before = known.again
    cube: dict[Key, list[Any]] = {}
    bad: list[BadRow] = []
    bad_by: dict[str, int] = {}
    converted: dict[str, int] = {}
    for one in found:
        if isinstance(one, Posting) and known.duplicate(one, between_files):
            one = BadRow(one.line, one.voucher, DUPLICATE)
        if isinstance(one, BadRow):
            bad_by[one.code] = bad_by.get(one.code, 0) + 1
            if len(bad) < KEPT_BAD:
                bad.append(one)
            continue
        if one.converted_from:
            converted[one.converted_from] = converted.get(one.converted_from, 0) + 1
        key = Key(
            one.buyer_id,
            one.account,
            one.account_name,
            one.supplier_id,
            one.supplier,
            one.cpv,
            one.contract,
            one.year,
        )
        cell = cube.get(key)
        if cell is None:
            cell = cube[key] = [0, Decimal(0), 0, Decimal(0)]
        value = one.amount_sek
        cell[0] += 1
        cell[1] += value
        if value < 0:
            cell[2] += 1
            cell[3] += value
    return Folded(
        form,
        {key: Sum(*cell) for key, cell in cube.items()},
        tuple(bad),
        bad_by,
        converted,
        known.again - before,
    )


def together(parts: Iterable[Folded]) -> Cube:
    """The cubes of several files as one."""
    whole: dict[Key, Sum] = {}
    for part in parts:
        for key, one in part.cube.items():
            whole[key] = whole[key].plus(one) if key in whole else one
    return whole
