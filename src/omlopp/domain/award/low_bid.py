"""Screens for an abnormally low bid. A screen asks a question and never rejects: people do, after an answer."""

from collections.abc import Sequence
from decimal import Decimal, localcontext

from omlopp.domain.award.errors import MissingArgument
from omlopp.domain.model.exact import EXACT


def two_ratio(
    opening: Sequence[Decimal], final: Sequence[Decimal], mean_ratio: Decimal, next_ratio: Decimal
) -> tuple[int, ...]:
    """Which of two criteria the first bid meets: 0, far under the mean of the others' opening prices; 1, far
    under the next final price. Equality counts. Both lists are in rank order. Source: ProZorro's abnormally
    low test.
    """
    if len(opening) < 2 or len(final) < 2:
        raise MissingArgument(fields=("opening", "final"), where="low_bid.screen")
    with localcontext(EXACT):
        mean = sum(opening[1:], Decimal(0)) / (len(opening) - 1)
        met = []
        if mean and 1 - final[0] / mean >= mean_ratio:
            met.append(0)
        if final[1] and 1 - final[0] / final[1] >= next_ratio:
            met.append(1)
        return tuple(met)
