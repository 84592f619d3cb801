"""The checks every formula makes before it computes: nothing is clamped, and silence is never zero."""

from collections.abc import Mapping
from decimal import Decimal

from omlopp.domain.indicators.errors import FractionOutOfRange, OutOfRange

ZERO, ONE = Decimal(0), Decimal(1)


def fractions(given: Mapping[str, Decimal | None]) -> None:
    """Each known share is a number 0–1. Refuses with the names of all that are not."""
    wrong = tuple(name for name, value in given.items() if value is not None and not _is_fraction(value))
    if wrong:
        raise FractionOutOfRange(fields=wrong, sum=None)


def parts_of_one(given: Mapping[str, Decimal]) -> None:
    """Shares of the same whole add to at most 1. Refuses with the names of those that are above zero."""
    whole = sum(given.values(), ZERO)
    if whole > ONE:
        raise FractionOutOfRange(fields=tuple(name for name, value in given.items() if value), sum=whole)


def above_zero(given: Mapping[str, Decimal | None]) -> None:
    wrong = tuple(
        name for name, value in given.items() if value is not None and not (value.is_finite() and value > 0)
    )
    if wrong:
        raise OutOfRange(fields=wrong)


def not_below_zero(given: Mapping[str, Decimal | None]) -> None:
    wrong = tuple(
        name for name, value in given.items() if value is not None and not (value.is_finite() and value >= 0)
    )
    if wrong:
        raise OutOfRange(fields=wrong)


def _is_fraction(value: Decimal) -> bool:
    return value.is_finite() and ZERO <= value <= ONE
