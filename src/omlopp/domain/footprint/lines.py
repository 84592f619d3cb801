"""Quantity times factor, line by line, in kg CO2e."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext

from omlopp.domain.indicators.checked import ONE, ZERO, above_zero, not_below_zero
from omlopp.domain.indicators.errors import Incompatible, InputMissing
from omlopp.domain.model.exact import EXACT


@dataclass(frozen=True, slots=True)
class Activity:
    """`quantity` × `intensity` (units per quantity) × `factor` (kg CO2e per unit)."""

    quantity: Decimal
    factor_kgco2e: Decimal
    intensity: Decimal = ONE


def activity(lines: Sequence[Activity]) -> Decimal:
    with localcontext(EXACT):
        return sum((one.quantity * one.intensity * one.factor_kgco2e for one in lines), ZERO)


def waste(lines: Sequence[tuple[Decimal, Decimal]]) -> Decimal:
    """(tonnes, kg CO2e per tonne) → kg CO2e."""
    not_below_zero({"tonnes": min((tonnes for tonnes, _ in lines), default=None)})
    with localcontext(EXACT):
        return sum((tonnes * factor for tonnes, factor in lines), ZERO)


@dataclass(frozen=True, slots=True)
class Spend:
    """One purchase, and the factor it meets: per unit of money in the factor's own year and currency, or the
    supplier's own reported footprint and revenue.

    Prices are brought to the factor's year in the buyer's currency, then exchanged at the rate of the factor's year
    (`exchange`: units of the purchase's currency per unit of the factor's). `index_year`: the year that the index of
    the purchase belongs to; None: the purchase's own.
    """

    spend: Decimal
    currency: str
    factor_kgco2e: Decimal | None = None
    factor_currency: str = ""
    factor_year: int | None = None
    purchase_year: int | None = None
    index_factor_year: Decimal | None = None
    index_purchase_year: Decimal | None = None
    index_year: int | None = None
    exchange: Decimal | None = None
    supplier_kgco2e: Decimal | None = None
    supplier_revenue: Decimal | None = None
    label: str = ""


@dataclass(frozen=True, slots=True)
class SpendFootprint:
    """kg CO2e, and what was supposed on the way."""

    kgco2e: Decimal
    not_deflated: bool  # a year is known on one side and the price level was not changed
    index_year_fallback: bool  # the index of another year stood in


def spend(lines: Sequence[Spend]) -> SpendFootprint:
    """Refuses a currency that differs from the factor's without an exchange rate (Incompatible), and a line with
    neither factor nor supplier's figure (InputMissing).
    """
    total, not_deflated, fallback = ZERO, False, False
    with localcontext(EXACT):
        for number, one in enumerate(lines):
            if one.factor_kgco2e is None:
                if one.supplier_kgco2e is None or one.supplier_revenue is None:
                    raise InputMissing(fields=("factor_kgco2e_per_unit",), where=one.label or str(number + 1))
                above_zero({"supplier_revenue": one.supplier_revenue})
                total += one.spend * one.supplier_kgco2e / one.supplier_revenue
                continue
            if one.factor_currency and one.factor_currency != one.currency and one.exchange is None:
                raise Incompatible(
                    one=one.currency, other=one.factor_currency, where=one.label or str(number + 1)
                )
            amount = one.spend
            if one.index_factor_year is not None and one.index_purchase_year is not None:
                amount = deflate(amount, one.index_purchase_year, one.index_factor_year)
                fallback |= (
                    None not in (one.index_year, one.purchase_year) and one.index_year != one.purchase_year
                )
            else:
                years = (one.purchase_year, one.factor_year)
                not_deflated |= years != (None, None) and years[0] != years[1]
            above_zero({"fx_per_factor_currency": one.exchange})
            total += amount / (one.exchange or ONE) * one.factor_kgco2e
    return SpendFootprint(total, not_deflated, fallback)


def deflate(amount: Decimal, index_from: Decimal, index_to: Decimal) -> Decimal:
    """An amount of one year in the prices of another, by two values of one index."""
    above_zero({"index_from": index_from, "index_to": index_to})
    with localcontext(EXACT):
        return amount * index_to / index_from
