"""Net present value of an energy-service bid, as ProZorro's esculator computes it; higher is better.

Twenty-one periods: the rest of the year of announcement, nineteen whole years, and what the first lacked. The
supplier is paid a share of the yearly cost reduction while the contract runs, the client keeps the rest; each
period is discounted by the bank rate scaled by its days, one after another. Source: openprocurement/esculator
(Apache-2.0), read in `lcc-ua-esco-npv`. Fractions, so that no digit is lost.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from omlopp.domain.lifecycle.errors import NotADay, YearsNotAllowed

PERIODS = 21


@dataclass(frozen=True, slots=True)
class EnergyService:
    npv: Decimal
    contract_price: Decimal


def esco_npv(
    rate: Decimal,
    reductions: tuple[Decimal, ...],
    share: Decimal,
    contract_days: int,
    announced: str,
    days_per_year: int,
) -> EnergyService:
    """`reductions`: one per period, money a year; `share` paid to the supplier, 0–1; amounts to 14 decimals."""
    if len(reductions) != PERIODS:
        raise YearsNotAllowed(name="rest_count", found=len(reductions) - 1)
    if days_per_year < 1 or contract_days < 0:
        raise YearsNotAllowed(name="days_per_year" if days_per_year < 1 else "contract", found=contract_days)
    try:
        day = date.fromisoformat(announced[:10])
    except ValueError:
        raise NotADay(found=announced) from None
    first = (date(day.year, 12, 31) - day).days
    days = [first, *[days_per_year] * (PERIODS - 2), max(days_per_year - first, 0)]
    left, discount, npv, paid = contract_days, Fraction(1), Fraction(0), Fraction(0)
    for place, (length, reduction) in enumerate(zip(days, map(Fraction, reductions), strict=True)):
        used = min(left, length)
        left -= used
        payment = Fraction(share) * reduction * Fraction(used, length) if length else Fraction(0)
        kept = reduction if place == 0 else reduction * Fraction(length, days_per_year)
        income = kept - payment if length else Fraction(0)
        discount *= 1 + Fraction(rate) * Fraction(length, days_per_year)
        npv += income / discount
        paid += payment
    return EnergyService(_decimal(npv), _decimal(paid))


def _decimal(value: Fraction) -> Decimal:
    return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(Decimal("1e-14"))
