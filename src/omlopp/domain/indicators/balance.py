"""One balance of masses for all indicators that ask where material comes from and where it goes.

A mass stands in one class only: recycled paper is recycled or renewable, not both. What no class claims is unknown –
never linear by default. The arithmetic is that of ISO 59020's core indicators: docs/method/indicators/mass-balance.md.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext

from omlopp.domain.indicators.checked import ZERO, not_below_zero
from omlopp.domain.indicators.errors import PartsExceedWhole
from omlopp.domain.indicators.found import Found, Given, Part, Row, needed, share
from omlopp.domain.model.exact import EXACT

INFLOW = ("reused_kg", "recycled_kg", "renewable_kg", "linear_kg")
OUTFLOW = ("out_reused_kg", "out_recycled_kg", "out_biological_kg", "out_linear_kg")


@dataclass(frozen=True, slots=True)
class Balance:
    """A flow of `total_kg` and its classes in kg; None: nobody said. Refuses classes that add to more than the flow."""

    total_kg: Decimal
    classes: Mapping[str, Decimal | None]
    total_name: str = "mass_kg"

    def __post_init__(self) -> None:
        not_below_zero({self.total_name: self.total_kg, **self.classes})
        told = {name: kg for name, kg in self.classes.items() if kg is not None}
        with localcontext(EXACT):
            whole = sum(told.values(), ZERO)
        if whole > self.total_kg:
            names = tuple(name for name, kg in told.items() if kg)
            raise PartsExceedWhole(fields=names, sum=whole, whole=self.total_kg)

    @property
    def unclaimed_kg(self) -> Decimal:
        """What no class claims."""
        with localcontext(EXACT):
            return self.total_kg - sum((kg for kg in self.classes.values() if kg is not None), ZERO)

    def part(self, name: str) -> Part:
        kg = self.told(name)
        return Part(self.total_kg, kg or ZERO, self.unclaimed_kg if kg is None else ZERO)

    def told(self, name: str) -> Decimal | None:
        """kg of a class. Where the other classes make up the whole flow, one that is not mentioned is nought."""
        kg = self.classes.get(name)
        return ZERO if kg is None and not self.unclaimed_kg else kg


def balances(given: Given, total: str, classes: Sequence[str]) -> tuple[Balance, ...]:
    """One per row. Refuses a row without its total (InputMissing)."""
    return tuple(_balance(row, total, classes) for row in given.each())


def _balance(row: Row, total: str, classes: Sequence[str]) -> Balance:
    (kg,) = needed(row, total)
    return Balance(kg, {name: row.get(name) for name in classes}, total)


def class_share(flows: Sequence[Balance], name: str) -> Found:
    """The share of a class in the flow: m_class ÷ m_total."""
    found = share([one.part(name) for one in flows], flows[0].total_name)
    missing = (name,) if any(one.told(name) is None for one in flows) else ()
    return Found(
        found.value, found.low, found.high, found.completeness, found.of,
        parts=sums(flows) | {"unclaimed_kg": sum_of(one.unclaimed_kg for one in flows)}, missing=missing,
    )  # fmt: skip


def sums(flows: Sequence[Balance]) -> dict[str, Decimal | None]:
    """kg of each class over all rows; None for a class that no row mentions."""
    found: dict[str, Decimal | None] = {}
    for name in flows[0].classes:
        known = [kg for one in flows if (kg := one.classes[name]) is not None]
        found[name] = sum_of(known) if known else None
    return found


def sum_of(some: Iterable[Decimal]) -> Decimal:
    with localcontext(EXACT):
        return sum(some, ZERO)
