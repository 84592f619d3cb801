"""From a measured number to a share: the value functions a criterion may have."""

import itertools
from bisect import bisect_right
from collections.abc import Sequence
from decimal import Decimal, localcontext
from typing import Literal

from omlopp.domain.award.errors import MissingArgument, OutOfBounds
from omlopp.domain.model.award import ValueFunction
from omlopp.domain.model.exact import EXACT

Beyond = Literal["refuse", "clip", "interpolate"]


def piecewise_linear(
    cutoffs: Sequence[Decimal], values: Sequence[Decimal], x: Decimal, beyond: Beyond = "refuse"
) -> Decimal:
    """Straight lines between (cutoff, value); `beyond` the ends: refused, held, or gone on along the end
    segment.
    """
    if len(cutoffs) != len(values) or len(cutoffs) < 2 or any(a >= b for a, b in itertools.pairwise(cutoffs)):
        raise MissingArgument(fields=("cutoffs", "values"), where="value.piecewise_linear")
    if not cutoffs[0] <= x <= cutoffs[-1]:
        if beyond == "refuse":
            raise OutOfBounds(fields=("x",), value=x, lowest=cutoffs[0], highest=cutoffs[-1])
        if beyond == "clip":
            return values[0] if x < cutoffs[0] else values[-1]
    with localcontext(EXACT):
        at = min(max(bisect_right(cutoffs, x) - 1, 0), len(cutoffs) - 2)
        run, rise = cutoffs[at + 1] - cutoffs[at], values[at + 1] - values[at]
        return values[at] + rise * (x - cutoffs[at]) / run


def share_of(function: ValueFunction, number: Decimal) -> Decimal:
    """The share 0–1 a measured number earns by its criterion's value function."""
    numbers, shares = [at for at, _ in function.points], [share for _, share in function.points]
    if function.kind == "step":
        reached = bisect_right(numbers, number)
        return shares[reached - 1] if reached else Decimal(0)
    beyond: Beyond = "clip" if function.clip == "both" else "interpolate"
    return piecewise_linear(numbers, shares, number, beyond)
