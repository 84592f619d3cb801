"""The one arithmetic of everything that is awarded or printed: decimals with forty digits, halves to even."""

from decimal import ROUND_HALF_EVEN, Context

EXACT = Context(prec=40, rounding=ROUND_HALF_EVEN)  # our own, so that a caller's context changes nothing
