"""How sure a footprint is: draws of its factors, and how likely an offer is to be better than its baseline.

A factor is drawn once for each id, so an offer and its baseline that use the same factor meet the same draw (common
random numbers). Other factors are independent unless a correlation is stated. This module alone of the room takes
numpy: docs/method/indicators/uncertainty.md has the reason and the formulas.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from zlib import crc32

import numpy as np
import numpy.typing as npt

from omlopp.domain.indicators.errors import InputMissing, OutOfRange

Draws = npt.NDArray[np.float64]
DRAWS, SEED, LOW, HIGH = 10_000, 1, 5.0, 95.0
COMMON = b"common"  # the stream that correlated factors share


@dataclass(frozen=True, slots=True)
class Fixed:
    """Counted, not estimated."""

    value: float


@dataclass(frozen=True, slots=True)
class Lognormal:
    """`median` above zero; `sigma`: standard deviation of the logarithm, 0 or more."""

    median: float
    sigma: float

    def __post_init__(self) -> None:
        if not (self.median > 0 and self.sigma >= 0 and np.isfinite(self.median) and np.isfinite(self.sigma)):
            raise OutOfRange(fields=("median", "sigma"))


@dataclass(frozen=True, slots=True)
class Pert:
    """Between `low` and `high`, most likely `mode`: shares, displacement rates."""

    low: float
    mode: float
    high: float

    def __post_init__(self) -> None:
        if not (
            self.low <= self.mode <= self.high and self.low < self.high and np.isfinite(self.high - self.low)
        ):
            raise OutOfRange(fields=("low", "mode", "high"))


@dataclass(frozen=True, slots=True)
class Survey:
    """A share seen in a survey: `yes` of `asked`. Beta(yes + 1, asked − yes + 1)."""

    yes: int
    asked: int

    def __post_init__(self) -> None:
        if not 0 <= self.yes <= self.asked:
            raise OutOfRange(fields=("yes", "asked"))


Factor = Fixed | Lognormal | Pert | Survey


@dataclass(frozen=True, slots=True)
class Line:
    """quantity × the product of factors by id."""

    quantity: float
    factors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Interval:
    """Median, and the range of nine draws in ten."""

    low: float
    median: float
    high: float


@dataclass(frozen=True, slots=True)
class Compared:
    """`saved` = baseline − offer, draw by draw. `better`: share of draws where the offer is lower; a tie counts half.

    `shared`: factors that both sides use, drawn once. `correlation`: what was supposed between different factors.
    `weight_of`: how much of the spread of `saved` goes with each factor (squared rank correlation, 0–1).
    """

    offer: Interval
    baseline: Interval
    saved: Interval
    better: float
    shared: tuple[str, ...]
    correlation: float
    weight_of: Mapping[str, float]
    draws: int
    seed: int


def drawn(factor: Factor, id: str, draws: int, seed: int, correlation: float = 0.0) -> Draws:
    """The draws of one factor; the same id, number and seed give the same draws, whatever else is drawn.

    `correlation` 0–1 with every other factor drawn so: of the logarithms of lognormals, of ranks for the others.
    """
    _checked(draws, correlation)
    if isinstance(factor, Fixed):
        return np.full(draws, float(factor.value))
    own = np.random.Generator(np.random.SFC64([seed, crc32(id.encode())]))
    score = own.standard_normal(draws)
    if correlation:
        score = np.sqrt(correlation) * _common(draws, seed) + np.sqrt(1 - correlation) * score
    if isinstance(factor, Lognormal):
        return np.asarray(factor.median * np.exp(factor.sigma * score))
    if isinstance(factor, Survey):
        values = own.beta(factor.yes + 1, factor.asked - factor.yes + 1, draws)
    else:
        width = factor.high - factor.low
        a, b = 1 + 4 * (factor.mode - factor.low) / width, 1 + 4 * (factor.high - factor.mode) / width
        values = factor.low + width * own.beta(a, b, draws)
    placed = np.empty(draws)
    placed[np.argsort(score)] = np.sort(
        values
    )  # the values keep their spread and take the order of the scores
    return placed


@lru_cache(maxsize=4)
def _common(draws: int, seed: int) -> Draws:
    """What every correlated factor shares: the same for all, so it is drawn once."""
    made = np.random.Generator(np.random.SFC64([seed, crc32(COMMON)])).standard_normal(draws)
    made.flags.writeable = False
    return made


def _checked(draws: int, correlation: float) -> None:
    if draws < 1:
        raise OutOfRange(fields=("draws",))
    if not 0 <= correlation <= 1:
        raise OutOfRange(fields=("correlation",))


def totals(lines: Sequence[Line], draws_of: Mapping[str, Draws], draws: int) -> Draws:
    """Σ quantity × factors, draw by draw. Refuses a factor that is not there (InputMissing)."""
    missing = tuple(dict.fromkeys(one for line in lines for one in line.factors if one not in draws_of))
    if missing:
        raise InputMissing(fields=missing, where="factors")
    whole = np.zeros(draws)
    for line in lines:
        each = np.full(draws, float(line.quantity))
        for id in line.factors:
            each *= draws_of[id]
        whole += each
    return whole


def interval(values: npt.NDArray[np.floating]) -> Interval:
    low, median, high = np.percentile(values, (LOW, 50.0, HIGH))
    return Interval(float(low), float(median), float(high))


def compared(
    offer: Sequence[Line],
    baseline: Sequence[Line],
    factors: Mapping[str, Factor],
    draws: int = DRAWS,
    seed: int = SEED,
    correlation: float = 0.0,
    weigh: bool = True,
) -> Compared:
    """An offer against its baseline, lower being better. `weigh` False: `weight_of` is left empty, which is quicker."""
    used = {one for line in (*offer, *baseline) for one in line.factors}
    draws_of = {
        id: drawn(factor, id, draws, seed, correlation) for id, factor in factors.items() if id in used
    }
    own, other = totals(offer, draws_of, draws), totals(baseline, draws_of, draws)
    saved = other - own
    both = {one for line in offer for one in line.factors} & {
        one for line in baseline for one in line.factors
    }
    return Compared(
        interval(own),
        interval(other),
        interval(saved),
        float(np.mean(own < other) + np.mean(own == other) / 2),
        tuple(sorted(both)),
        correlation,
        {id: _weight(values, saved) for id, values in sorted(draws_of.items())} if weigh else {},
        draws,
        seed,
    )


def _weight(values: Draws, outcome: Draws) -> float:
    if values.size < 2 or np.ptp(values) == 0 or np.ptp(outcome) == 0:
        return 0.0
    one, other = np.argsort(np.argsort(values)), np.argsort(np.argsort(outcome))
    return float(np.corrcoef(one, other)[0, 1] ** 2)
