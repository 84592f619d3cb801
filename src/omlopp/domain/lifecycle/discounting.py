"""Present value, annuity, real and nominal rates, escalation. Formulas: docs/method/lifecycle.md, each with
its source.

Real and nominal are never mixed: an amount in today's prices is discounted with a real rate, an amount in the
prices of its year with a nominal one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext

from omlopp.domain.lifecycle.errors import RateTooLow, SeriesDiffer, YearsNotAllowed
from omlopp.domain.model.exact import EXACT

ONE, ZERO = Decimal(1), Decimal(0)
LONGEST = 200  # years or periods


def present_value(rate: Decimal, cashflows: Sequence[Decimal]) -> Decimal:
    """Σ c_t ÷ (1 + rate)^t; the first cash flow falls in year 0."""
    _rate(rate)
    with localcontext(EXACT):
        return sum((amount / (ONE + rate) ** year for year, amount in enumerate(cashflows)), ZERO)


def present_value_of(rate: Decimal, amount: Decimal, year: Decimal, escalation: Decimal = ZERO) -> Decimal:
    """amount · ((1 + escalation) ÷ (1 + rate))^year; the amount is in the prices of year 0."""
    _rate(rate)
    _rate(escalation, "escalation")
    years(year, "year")
    with localcontext(EXACT):
        return amount * ((ONE + escalation) / (ONE + rate)) ** year


def annuity(rate: Decimal, periods: Decimal, present: Decimal) -> Decimal:
    """The level payment at the end of each period that repays `present`; of the opposite sign."""
    _rate(rate)
    count = years(periods, "periods")
    if not count:
        raise YearsNotAllowed(name="periods", found=periods)
    with localcontext(EXACT):
        return -present * annuity_share(rate, count)


def annuity_share(rate: Decimal, periods: Decimal) -> Decimal:
    """Share of a present value paid each period: d ÷ (1 − (1 + d)^−n); 1 ÷ n without interest."""
    with localcontext(EXACT):
        return ONE / periods if not rate else rate / (ONE - (ONE + rate) ** -periods)


def nominal(real: Decimal, inflation: Decimal) -> Decimal:
    """(1 + i)(1 + r) − 1."""
    return _combined(real, inflation)


def real(nominal_rate: Decimal, inflation: Decimal) -> Decimal:
    """(1 + n) ÷ (1 + i) − 1; the same for escalation in real terms."""
    _rate(nominal_rate)
    _rate(inflation, "inflation")
    with localcontext(EXACT):
        return (ONE + nominal_rate) / (ONE + inflation) - ONE


def _combined(one: Decimal, other: Decimal) -> Decimal:
    _rate(one)
    _rate(other)
    with localcontext(EXACT):
        return (ONE + one) * (ONE + other) - ONE


@dataclass(frozen=True, slots=True)
class Residual:
    """What is left of a purchase at the end of the study period, and what purchase and rest are worth today.

    `residual` and `pv_residual` are negative: money that comes back.
    """

    residual: Decimal
    pv_investment: Decimal
    pv_residual: Decimal
    present_value: Decimal


def residual(cost: Decimal, year: Decimal, life: Decimal, study_period: Decimal, rate: Decimal) -> Residual:
    """Straight line: −cost · (life − years used) ÷ life, years used = study period − year + 1 (years
    inclusive).

    A purchase in year 0 or 1 counts from the beginning of the period. Source: NIST E3 test vectors (award.md
    5.1).
    """
    _rate(rate)
    for name, value in (("year", year), ("life", life), ("study_period", study_period)):
        years(value, name)
    if not life:
        raise YearsNotAllowed(name="life", found=life)
    if year > study_period:
        raise YearsNotAllowed(name="year", found=year)
    with localcontext(EXACT):
        left = -cost * (life - (study_period - year + ONE)) / life
        bought = cost / (ONE + rate) ** year
        back = left / (ONE + rate) ** study_period
        return Residual(left, bought, back, bought + back)


@dataclass(frozen=True, slots=True)
class Recurring:
    """A cost that comes back every year: quantities, amounts in the year's prices, and their present values."""

    quantities: tuple[Decimal, ...]
    amounts: tuple[Decimal, ...]
    discounted: tuple[Decimal, ...]
    present_value: Decimal


def recurring(
    quantity: Decimal,
    quantity_growth: Decimal,
    unit_value: Decimal,
    unit_value_growth: Decimal,
    rate: Decimal,
    first_year: Decimal,
    count: Decimal,
) -> Recurring:
    """`count` years from `first_year`; growth is counted from year 0."""
    _rate(rate)
    for name, growth in (("quantity_growth", quantity_growth), ("unit_value_growth", unit_value_growth)):
        _rate(growth, name)
    first, number = years(first_year, "first_year"), years(count, "years")
    with localcontext(EXACT):
        when = [first + Decimal(step) for step in range(int(number))]
        quantities = [quantity * (ONE + quantity_growth) ** year for year in when]
        amounts = [
            much * unit_value * (ONE + unit_value_growth) ** year
            for much, year in zip(quantities, when, strict=True)
        ]
        discounted = [amount / (ONE + rate) ** year for amount, year in zip(amounts, when, strict=True)]
        return Recurring(tuple(quantities), tuple(amounts), tuple(discounted), sum(discounted, ZERO))


def escalate(amounts: Sequence[Decimal], indices: Sequence[Decimal] | None = None) -> tuple[Decimal, ...]:
    """Each amount times its index (1 where none is given)."""
    factors = [ONE] * len(amounts) if indices is None else list(indices)
    if len(factors) != len(amounts):
        raise SeriesDiffer(one=len(amounts), other=len(factors), names="amounts, indices")
    with localcontext(EXACT):
        return tuple(amount * factor for amount, factor in zip(amounts, factors, strict=True))


def escalated(amount: Decimal, rates: Sequence[Decimal]) -> Decimal:
    """The amount after one rise per year."""
    with localcontext(EXACT):
        for rate in rates:
            _rate(rate)
            amount *= ONE + rate
        return +amount


def _rate(rate: Decimal, name: str = "rate") -> None:
    if not rate.is_finite() or rate <= -1:
        raise RateTooLow(rate=rate, name=name)


def years(value: Decimal, name: str) -> Decimal:
    """A whole number of years, from none to LONGEST."""
    if not value.is_finite() or value < 0 or value > LONGEST or value != value.to_integral_value():
        raise YearsNotAllowed(name=name, found=value)
    return value
