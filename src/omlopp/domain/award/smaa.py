"""How robust is a winner when weights or values are uncertain? Indices over given draws, exact shares of
them.

Source: stochastic multicriteria acceptability analysis as in rsmaa (award.md 8); the worked case
`smaa-rsmaa-small`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext

from omlopp.domain.award.errors import MissingArgument
from omlopp.domain.model.exact import EXACT

ZERO = Decimal(0)
Rows = Sequence[Sequence[Decimal]]


@dataclass(frozen=True, slots=True)
class Indices:
    """`pairwise_winning` a → b: share of draws in which a ranks before b. `rank_acceptability`: share of rank
    1, 2 … `central_weights`: mean weights of the draws that a wins, None where it wins none.
    `confidence_factor`: share of draws in which a is first when everybody is judged by a's central weights.
    """

    pairwise_winning: dict[str, dict[str, Decimal]]
    rank_acceptability: dict[str, list[Decimal]]
    central_weights: dict[str, list[Decimal] | None]
    confidence_factor: dict[str, Decimal | None]


def indices(names: Sequence[str], values: Sequence[Rows], weights: Rows) -> Indices:
    """`values`: draw → alternative → criterion; `weights`: draw → criterion. Equal totals share the better
    rank.
    """
    if not values or len(values) != len(weights):
        raise MissingArgument(fields=("values", "weights"), where="smaa.indices")
    for draw, own in zip(values, weights, strict=True):
        if len(draw) != len(names) or any(len(row) != len(own) for row in draw):
            raise MissingArgument(fields=("values",), where="smaa.indices")
    with localcontext(EXACT):
        draws = Decimal(len(values))
        totals = [_totals(draw, own) for draw, own in zip(values, weights, strict=True)]
        before = {
            a: {
                b: Decimal(sum(one[i] > one[j] for one in totals)) / draws
                for j, b in enumerate(names)
                if j != i
            }
            for i, a in enumerate(names)
        }
        ranks = [[sum(other > mine for other in one) for mine in one] for one in totals]
        acceptability = {
            a: [Decimal(sum(one[i] == place for one in ranks)) / draws for place in range(len(names))]
            for i, a in enumerate(names)
        }
        central: dict[str, list[Decimal] | None] = {}
        confidence: dict[str, Decimal | None] = {}
        for i, a in enumerate(names):
            won = [own for own, one in zip(weights, ranks, strict=True) if one[i] == 0]
            if not won:
                central[a] = confidence[a] = None
                continue
            mean = [sum(column, ZERO) / len(won) for column in zip(*won, strict=True)]
            central[a] = mean
            first = [one[i] == max(one) for one in (_totals(draw, mean) for draw in values)]
            confidence[a] = Decimal(sum(first)) / draws
        return Indices(before, acceptability, central, confidence)


def _totals(draw: Rows, weights: Sequence[Decimal]) -> list[Decimal]:
    return [sum((w * v for w, v in zip(weights, row, strict=True)), ZERO) for row in draw]
