"""How sure a factor is: pedigree scores to the spread of a lognormal. The tables are data."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import exp, log, sqrt

from omlopp.domain.indicators.errors import InputMissing, OutOfRange

SCORES = ("reliability", "completeness", "temporal", "geographical", "technological")
Table = Mapping[str, tuple[float, ...]]  # indicator → uncertainty factor of scores 1 to 5


@dataclass(frozen=True, slots=True)
class Spread:
    """`sigma_ln`: standard deviation of the logarithm. `gsd95`: 95 per cent lie in median ÷ it … median × it."""

    sigma_ln: float
    gsd95: float


def spread(table: Table, basic: float, scores: Mapping[str, int]) -> Spread:
    """σ = √Σ ln²(U) ÷ 2 over the basic uncertainty and the five factors. Scores run 1 (best) to 5."""
    missing = tuple(name for name in SCORES if name not in scores)
    if missing:
        raise InputMissing(fields=missing, where="scores")
    wrong = tuple(name for name in SCORES if not 1 <= scores[name] <= 5)
    if wrong or basic <= 0:
        raise OutOfRange(fields=wrong or ("basic_uncertainty",))
    factors = [basic, *(table[name][scores[name] - 1] for name in SCORES)]
    sigma = sqrt(sum(log(one) ** 2 for one in factors)) / 2
    return Spread(sigma, exp(2 * sigma))
