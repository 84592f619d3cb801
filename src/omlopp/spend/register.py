"""A contract register: what was agreed, with whom, and until when.

A contracted value is a promise over years, never spend.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from omlopp.library.spend import group_of
from omlopp.spend import amounts, ledger, lines, masking, reading
from omlopp.spend.ledger import BadRow

PLACEHOLDER_SEK = Decimal(1_000)  # at or below it a value fills a field and says nothing of the contract


@dataclass(frozen=True, slots=True)
class Contract:
    """One row. `value_sek` None: not stated or a placeholder. `ends_on` None: not told; `announced_on` is no start."""

    line: int
    id: str
    buyer: str
    buyer_id: str
    title: str
    cpv: str
    supplier: str
    value_sek: Decimal | None
    announced_on: str
    starts_on: date | None
    ends_on: date | None
    kind: str

    @property
    def group(self) -> str:
        return group_of(self.cpv)


@dataclass(frozen=True, slots=True)
class Register:
    """`placeholders`: how many values filled a field only. `bad`: rows without an id, a title and a CPV code."""

    file: str
    contracts: tuple[Contract, ...]
    placeholders: int
    bad: tuple[BadRow, ...]
    columns: Mapping[str, str]

    @property
    def has_ends(self) -> bool:
        """Does any contract say when it ends? Without it nothing is known of what can be addressed when."""
        return any(one.ends_on for one in self.contracts)

    def cpv_of(self) -> dict[str, str]:
        """Contract → CPV code, for ledgers whose rows name their contract."""
        return {one.id: one.cpv for one in self.contracts if one.id and one.cpv}

    def ending(self, group: str, after: date, until: date) -> tuple[Contract, ...]:
        found = [
            one
            for one in self.contracts
            if one.group == group and one.ends_on and after <= one.ends_on <= until
        ]
        return tuple(sorted(found, key=lambda one: (one.ends_on or after, one.id)))


def read(path: Path, mapping: Mapping[str, str] | None = None) -> Register:
    """Any table with a CPV code or a title a row. Raises what `reading` raises; ColumnMissing without CPV codes."""
    if reading.whole(path):
        found = reading.table_of(path)
        head, rows = found.head, list(zip(found.lines(), found.rows, strict=True))
    else:
        file = lines.opened(path)
        head, rows = file.head, list(file.rows())
    known = dict(mapping if mapping is not None else ledger.mapped(head))
    if "cpv" not in known:
        raise ledger.ColumnMissing(file=path.name, column="cpv", head=", ".join(head))
    at = {own: head.index(theirs) for own, theirs in known.items() if theirs in head}
    decimals = amounts.decimals_of(row[at["amount_sek"]] for _, row in rows) if "amount_sek" in at else "none"
    contracts: list[Contract] = []
    bad: list[BadRow] = []
    placeholders = 0
    for line, row in rows:
        said = {own: row[place].strip() for own, place in at.items()}
        if not (said.get("cpv") or said.get("title")):
            bad.append(BadRow(line, "", "spend.contract-empty"))
            continue
        value = amounts.amount(said.get("amount_sek", ""), decimals)
        if value is not None and value <= PLACEHOLDER_SEK:
            placeholders, value = placeholders + 1, None
        contracts.append(
            Contract(
                line,
                said.get("contract", ""),
                said.get("buyer", ""),
                said.get("buyer_id", ""),
                masking.text(said.get("title", "")),
                said.get("cpv", "")[:8],
                masking.supplier(said.get("supplier_id", ""), said.get("supplier", ""))[1],
                value,
                said.get("booked_on", ""),
                day(said.get("starts_on", "")),
                day(said.get("ends_on", "")),
                said.get("kind", ""),
            )
        )
    return Register(path.name, tuple(contracts), placeholders, tuple(bad), known)


def day(cell: str) -> date | None:
    """2026-01-31, 20260131 or 31/1 2026; a month alone is its last day's month: None, it is not guessed."""
    plain = cell.strip()
    if found := re.fullmatch(r"(\d{4})-?(\d{2})-?(\d{2})(?:[ T].*)?", plain):
        parts = found[1], found[2], found[3]
    elif found := re.fullmatch(r"(\d{1,2})[/.](\d{1,2})[ /.](\d{4})", plain):
        parts = found[3], found[2], found[1]
    else:
        return None
    try:
        return date(*(int(part) for part in parts))
    except ValueError:
        return None
