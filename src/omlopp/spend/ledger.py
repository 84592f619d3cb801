"""A supplier ledger: the Swedish open-data form or any table whose columns are known, one posting a row."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from omlopp.domain.model.errors import OmloppError
from omlopp.library.spend import columns, transfer_words
from omlopp.spend import masking
from omlopp.spend.amounts import Decimals, decimals_of, money
from omlopp.spend.table import Table

SEK = "SEK"


class ColumnMissing(OmloppError):
    """A column that a ledger cannot be without was not found. Facts: file, column, head."""

    code = "spend.column-missing"


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that cannot be used: its line in the file, the cell and why (`code` of the sentence)."""

    line: int
    cell: str
    code: str


@dataclass(frozen=True, slots=True)
class Posting:
    """One row. `amount_sek` without VAT; below zero: a credit. Texts as written, persons masked."""

    line: int
    buyer: str
    supplier: str
    supplier_id: str
    account: str
    account_name: str
    amount_sek: Decimal
    booked_on: str = ""
    voucher: str = ""
    unit: str = ""
    contract: str = ""
    buyer_id: str = ""
    cpv: str = ""
    row_number: str = ""
    converted_from: str = ""  # the currency of the row where it was not SEK

    @property
    def year(self) -> int:
        return year_of(self.booked_on)


@dataclass(frozen=True, slots=True)
class Ledger:
    postings: tuple[Posting, ...]
    bad: tuple[BadRow, ...]
    mapping: Mapping[str, str]  # our column → theirs

    @property
    def sum_sek(self) -> Decimal:
        return sum((one.amount_sek for one in self.postings), Decimal(0))

    @property
    def credits(self) -> tuple[Posting, ...]:
        return tuple(one for one in self.postings if one.amount_sek < 0)


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a table's columns stand, its decimal mark, and SEK per unit of other currencies that may be converted."""

    at: Mapping[str, int]
    decimals: Decimals
    rates: Mapping[str, Decimal] = field(default_factory=dict)


def mapped(head: Sequence[str]) -> dict[str, str]:
    """Our columns to those of the file, by the names that publishers are known to use.

    A head in two rows is known by both names, by the lower or by the upper.
    """
    plain: dict[str, str] = {}
    for name in head:
        parts = name.split(" / ")
        for known in (" ".join(parts), parts[-1], parts[0]):
            plain.setdefault(_plain(known), name)
    found: dict[str, str] = {}
    for own, names in columns().items():
        hit = next((plain[name] for name in names if name in plain), None)
        if hit is not None and hit not in found.values():
            found[own] = hit
    return found


def _plain(name: str) -> str:
    return name.strip().lower().replace(" ", "_").replace("å", "a").replace("ä", "a").replace("ö", "o")


def layout(
    head: Sequence[str],
    cells: Iterable[Sequence[str]],
    file: str,
    mapping: Mapping[str, str],
    rates: Mapping[str, Decimal] | None = None,
) -> Layout:
    """Where the columns stand; the decimal mark is told from all `cells`. Raises ColumnMissing."""
    at = places(head, file, mapping)
    return Layout(at, decimals_of(row[at["amount_sek"]] for row in cells), dict(rates or {}))


def places(head: Sequence[str], file: str, mapping: Mapping[str, str]) -> dict[str, int]:
    """Our columns to their places. A ledger cannot be without amounts (ColumnMissing)."""
    if mapping.get("amount_sek") not in head:
        raise ColumnMissing(file=file, column="amount_sek", head=", ".join(head))
    return {own: head.index(theirs) for own, theirs in mapping.items() if theirs in head}


def each(rows: Iterable[tuple[int, Sequence[str]]], where: Layout) -> Iterator[Posting | BadRow]:
    """(line, cells) to postings, or to what cannot be used and why. Persons are masked here."""
    at = where.at
    place = at["amount_sek"]
    for line, row in rows:
        cell = row[place].strip()
        found = money(cell, where.decimals)
        if found is None:
            yield BadRow(line, cell, "spend.no-amount" if not cell else "spend.amount-unclear")
            continue
        value, currency = found
        if "currency" in at and row[at["currency"]].strip():
            currency = row[at["currency"]].strip().upper()
        currency = SEK if currency in ("", "KR", "SKR") else currency
        if currency != SEK and currency not in where.rates:
            named = cell if found[1] == currency else f"{cell} {currency}"
            yield BadRow(line, named, "spend.other-currency")
            continue
        said = {own: row[at[own]].strip() for own in _TEXTS if own in at}
        if is_total(said):
            yield BadRow(line, cell, "spend.total-row")
            continue
        if currency != SEK:
            value = converted(value, where.rates[currency])
        said["supplier_id"], said["supplier"] = masking.supplier(
            said.get("supplier_id", ""), said.get("supplier", "")
        )
        yield Posting(
            line=line,
            amount_sek=value,
            converted_from="" if currency == SEK else currency,
            **{name: said.get(name, "") for name in _TEXTS},
        )


def converted(value: Decimal, rate: Decimal) -> Decimal:
    """To SEK, in öre: what was converted is an estimate, and a ledger has no smaller unit."""
    return (value * rate).quantize(Decimal("0.01"))


def is_total(said: Mapping[str, str]) -> bool:
    """A row that sums others: it says so, and has neither account nor voucher."""
    if said.get("voucher") or any(sign.isdigit() for sign in said.get("account", "")):
        return False
    return any(_TOTAL.match(cell) for cell in said.values())


_TOTAL = re.compile(r"(?i)(?:summa|total(?:t|summa)?|delsumma)\b")


def postings(
    table: Table,
    file: str,
    mapping: Mapping[str, str] | None = None,
    rates: Mapping[str, Decimal] | None = None,
) -> Ledger:
    """Every row that has an amount; the others are named with their line. Refuses a table without amounts."""
    known = dict(mapping) if mapping is not None else mapped(table.head)
    where = layout(table.head, table.rows, file, known, rates)
    found: list[Posting] = []
    bad: list[BadRow] = []
    for one in each(zip(table.lines(), table.rows, strict=True), where):
        if isinstance(one, Posting):
            found.append(one)
        else:
            bad.append(one)
    return Ledger(tuple(found), tuple(bad), known)


_TEXTS = (
    "buyer",
    "buyer_id",
    "supplier",
    "supplier_id",
    "account",
    "account_name",
    "booked_on",
    "voucher",
    "row_number",
    "unit",
    "contract",
    "cpv",
)


_YEAR = re.compile(r"(?:^|[^0-9])((?:19|20)[0-9]{2})(?:[^0-9]|$)|^((?:19|20)[0-9]{2})[0-9]{2}(?:[0-9]{2})?$")


def year_of(day: str) -> int:
    """The year of 2026-01-07, 20260107, 202601, 7/1 2026 or `januari 2026`; 0 where none is told."""
    found = _YEAR.search(day.strip())
    return int(found[1] or found[2]) if found else 0


def transfer_accounts(ledger: Ledger) -> tuple[str, ...]:
    """Accounts whose name says that money was given and nothing bought."""
    words = transfer_words()
    found = {
        one.account for one in ledger.postings if any(word in one.account_name.lower() for word in words)
    }
    return tuple(sorted(found))


def placeholders(values: Sequence[Decimal | None], threshold_sek: Decimal) -> tuple[int, int]:
    """How many rows have a value, and how many of those are at or below the threshold: no money, a filled field."""
    known = [value for value in values if value is not None]
    return len(known), sum(value <= threshold_sek for value in known)
