"""The few operations a formula may use, so that one formula serves exact decimals and arrays of a million
fields.

A formula is written once, over numbers of one kind: `EXACT` for the award,
`omlopp.domain.award.lab.arrays.ARRAYS` for simulation. Plain + − × ÷ come from the numbers themselves.
"""

from collections.abc import Sequence
from decimal import Decimal
from functools import reduce
from typing import Any, Protocol

Number = Any  # Decimal, or a float array with one entry per drawn field


class Arith(Protocol):
    """What a formula asks of its numbers. `values` holds one number per bid."""

    def number(self, value: Decimal) -> Number: ...
    def lowest(self, values: Sequence[Number]) -> Number: ...
    def highest(self, values: Sequence[Number]) -> Number: ...
    def total(self, values: Sequence[Number]) -> Number: ...
    def ln(self, value: Number) -> Number: ...
    def power(self, base: Number, exponent: Number) -> Number: ...
    def at_least(self, value: Number, low: Number) -> Number: ...
    def at_most(self, value: Number, high: Number) -> Number: ...
    def over(self, value: Number, divisor: Number, otherwise: Number) -> Number:
        """value ÷ divisor; `otherwise` where the divisor is zero."""
        ...

    def where(self, at_least_zero: Number, yes: Number, no: Number) -> Number:
        """`yes` where the first number is zero or more, else `no`."""
        ...


class Exact:
    """Decimals, at the precision of the context the caller has set."""

    def number(self, value: Decimal) -> Decimal:
        return value

    def lowest(self, values: Sequence[Decimal]) -> Decimal:
        return min(values)

    def highest(self, values: Sequence[Decimal]) -> Decimal:
        return max(values)

    def total(self, values: Sequence[Decimal]) -> Decimal:
        return reduce(lambda one, other: one + other, values, Decimal(0))

    def ln(self, value: Decimal) -> Decimal:
        return value.ln()

    def power(self, base: Decimal, exponent: Decimal) -> Decimal:
        return base**exponent

    def at_least(self, value: Decimal, low: Decimal) -> Decimal:
        return max(value, low)

    def at_most(self, value: Decimal, high: Decimal) -> Decimal:
        return min(value, high)

    def over(self, value: Decimal, divisor: Decimal, otherwise: Decimal) -> Decimal:
        return value / divisor if divisor else otherwise

    def where(self, at_least_zero: Decimal, yes: Decimal, no: Decimal) -> Decimal:
        return yes if at_least_zero >= 0 else no


EXACT = Exact()
