"""A ledger screened: what was bought, sorted into product groups, with what was left out and by which rule each
row came there.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from omlopp.library.spend import rules
from omlopp.spend.categorise import Desk, Placed
from omlopp.spend.cube import NOTHING, Cube, Key, Sum


@dataclass(frozen=True, slots=True)
class Bought:
    """A product group. `years`: year → sum (0: year not told). `payees`: how many were paid, masked ones as one."""

    group: str
    sum: Sum
    years: Mapping[int, Sum]
    payees: int
    rules: Mapping[str, Sum]


@dataclass(frozen=True, slots=True)
class Open:
    """Rows without a category by account, for a person to decide. `candidates`: what the account leaves open."""

    account: str
    account_name: str
    sum: Sum
    candidates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Screening:
    """`purchases` = categorised + uncategorised; `left_out` are rows that are no purchase, by reason."""

    bought: tuple[Bought, ...]
    left_out: Mapping[str, Sum]
    by_rule: Mapping[str, Sum]
    open: tuple[Open, ...]
    recalled: Sum = NOTHING  # purchases placed by rows of a chart that were not read in a source
    no_year: Sum = NOTHING

    @property
    def purchases(self) -> Sum:
        return _summed(self.by_rule.values())

    @property
    def categorised(self) -> Sum:
        return _summed(one for rule, one in self.by_rule.items() if rule != "none")

    @property
    def share_of_value(self) -> Decimal | None:
        """Of the purchases' value (credits taken off); None where they come to nothing or less."""
        whole = self.purchases.sek
        return self.categorised.sek / whole if whole > 0 else None

    @property
    def share_of_rows(self) -> Decimal | None:
        return Decimal(self.categorised.rows) / self.purchases.rows if self.purchases.rows else None


def _summed(found: Iterable[Sum]) -> Sum:
    whole = NOTHING
    for one in found:
        whole = whole.plus(one)
    return whole


@dataclass(slots=True)
class _Group:
    sum: Sum = NOTHING
    years: dict[int, Sum] = field(default_factory=dict)
    payees: set[str] = field(default_factory=set)
    rules: dict[str, Sum] = field(default_factory=dict)


def placed(cube: Cube, desk: Desk) -> Iterable[tuple[Key, Sum, Placed]]:
    """Each cell with its place: what a table of rows, or a correction, is made from."""
    for key, one in cube.items():
        yield key, one, desk.place(key)


def screen(cube: Cube, desk: Desk) -> Screening:
    """Every cell in one place. The sums of all places are the ledger's, to the öre."""
    groups: dict[str, _Group] = {}
    left_out: dict[str, Sum] = {}
    by_rule: dict[str, Sum] = {}
    left: dict[tuple[str, str], tuple[Sum, tuple[str, ...]]] = {}
    recalled = no_year = NOTHING
    for key, one, place in placed(cube, desk):
        if place.reason:
            _add(left_out, place.reason, one)
            continue
        _add(by_rule, place.rule if place.group else "none", one)
        if place.recalled:
            recalled = recalled.plus(one)
        if not key.year:
            no_year = no_year.plus(one)
        if not place.group:
            at = (key.account, key.account_name)
            left[at] = (left.get(at, (NOTHING, ()))[0].plus(one), place.candidates)
            continue
        group = groups.setdefault(place.group, _Group())
        group.sum = group.sum.plus(one)
        group.payees.add(key.payee)
        _add(group.years, key.year, one)
        _add(group.rules, place.rule, one)
    bought = [Bought(name, one.sum, one.years, len(one.payees), one.rules) for name, one in groups.items()]
    still = [Open(*at, one, candidates) for at, (one, candidates) in left.items()]
    return Screening(
        tuple(sorted(bought, key=lambda one: (-one.sum.sek, one.group))),
        left_out,
        {rule: by_rule[rule] for rule in rules() if rule in by_rule},
        tuple(sorted(still, key=lambda one: (-one.sum.sek, one.account))),
        recalled,
        no_year,
    )


def _add(sums: dict[Any, Sum], name: str | int, one: Sum) -> None:
    sums[name] = sums[name].plus(one) if name in sums else one
