"""A supplier ledger: the Swedish open-data form or any table whose columns are known, one posting a row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from omlopp.domain.model.errors import OmloppError
from omlopp.library.spend import columns, transfer_words
from omlopp.spend.table import Table, amount, decimals_of


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
    """One row. `amount_sek` without VAT; below zero: a credit. Texts as written."""

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


def mapped(head: Sequence[str]) -> dict[str, str]:
    """Our columns to those of the file, by the names that publishers are known to use."""
    found: dict[str, str] = {}
    plain = {_plain(name): name for name in head}
    for own, names in columns().items():
        hit = next((plain[name] for name in names if name in plain), None)
        if hit is not None:
            found[own] = hit
    return found


def _plain(name: str) -> str:
    return name.strip().lower().replace(" ", "_").replace("å", "a").replace("ä", "a").replace("ö", "o")


def postings(table: Table, file: str, mapping: Mapping[str, str] | None = None) -> Ledger:
    """Every row that has an amount; the others are named with their line. Refuses a table without amounts."""
    known = dict(mapping) if mapping is not None else mapped(table.head)
    if "amount_sek" not in known or known["amount_sek"] not in table.head:
        raise ColumnMissing(file=file, column="amount_sek", head=", ".join(table.head))
    at = {own: table.head.index(theirs) for own, theirs in known.items() if theirs in table.head}
    decimals = decimals_of([row[at["amount_sek"]] for row in table.rows])
    found: list[Posting] = []
    bad: list[BadRow] = []
    for line, row in enumerate(table.rows, table.first_line):
        cell = row[at["amount_sek"]]
        value = amount(cell, decimals)
        if value is None:
            bad.append(BadRow(line, cell, "spend.no-amount"))
            continue
        said = {own: row[place].strip() for own, place in at.items() if own != "amount_sek"}
        found.append(
            Posting(
                line=line,
                amount_sek=value,
                **{name: said.get(name, "") for name in _TEXTS},
            )
        )
    return Ledger(tuple(found), tuple(bad), known)


_TEXTS = (
    "buyer",
    "supplier",
    "supplier_id",
    "account",
    "account_name",
    "booked_on",
    "voucher",
    "unit",
    "contract",
)


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
