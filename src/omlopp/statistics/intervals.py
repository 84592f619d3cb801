"""Intervals for shares, and shares corrected for what the detector gets wrong: docs/method/statistics.md."""

import math
import random
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from statistics import NormalDist

from omlopp.domain.model.errors import OmloppError
from omlopp.domain.model.text import Text
from omlopp.statistics.words import Percent, say

LEVEL = 0.95
DRAWS = 1_000
SEED = 20261121


class NotACount(OmloppError):
    """More hits than there were tries, or fewer than none. Facts: hits, of."""

    code = "statistics.not_a_count"


class DetectorIsBlind(OmloppError):
    """A detector that says yes as often when it is wrong corrects nothing. Facts: sensitivity, specificity."""

    code = "statistics.detector_is_blind"


@dataclass(frozen=True, slots=True)
class Interval:
    """Both ends are shares, 0–1. `level`: how often an interval made this way holds the true share."""

    low: float
    high: float
    level: float = LEVEL


@dataclass(frozen=True, slots=True)
class DetectorError:
    """How a detector did on labelled units of one stratum: counts, not rates, so that their own doubt is known.

    `positives_found` of `positives` were found; `negatives_left` of `negatives` were rightly left alone.
    """

    positives_found: int
    positives: int
    negatives_left: int
    negatives: int
    measured_on: date
    labels: str = ""

    @property
    def sensitivity(self) -> float:
        return self.positives_found / self.positives

    @property
    def specificity(self) -> float:
        return self.negatives_left / self.negatives


@dataclass(frozen=True, slots=True)
class Corrected:
    """The estimated true share, 0–1, with an interval over the doubt in both samples.

    `may_be_zero`: the interval reaches zero. Then no number is printed as the share: it says so instead. `right` of
    `flagged` labelled hits were true.
    """

    estimate: float
    low: float
    high: float
    may_be_zero: bool
    sensitivity: float
    specificity: float
    positives: int
    negatives: int
    right: int
    flagged: int
    measured_on: date
    level: float = LEVEL

    @property
    def says(self) -> Text:
        """The estimate with its interval in words; where the share may be zero, that and the upper end only."""
        facts = {
            "positives": self.positives,
            "negatives": self.negatives,
            "high": Percent(self.high),
            "right": self.right,
            "flagged": self.flagged,
        }
        if self.may_be_zero:
            return say("corrected.zero", **facts)
        return say("corrected", estimate=Percent(self.estimate), low=Percent(self.low), **facts)


def wilson(hits: int, of: int, level: float = LEVEL) -> Interval:
    """The score interval of Wilson (1927) without continuity correction; nothing counted gives 0–1.

    Newcombe (1998), method 3. Raises NotACount.
    """
    if not 0 <= hits <= of:
        raise NotACount(hits=hits, of=of)
    if of == 0:
        return Interval(0.0, 1.0, level)
    z = NormalDist().inv_cdf(0.5 + level / 2)
    share = hits / of
    middle = share + z * z / (2 * of)
    reach = z * math.sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    width = 1 + z * z / of
    # At both ends the formula gives 0 and 1 but for the last bit; the share always lies within.
    low = 0.0 if hits == 0 else min(max(0.0, (middle - reach) / width), share)
    high = 1.0 if hits == of else max(min(1.0, (middle + reach) / width), share)
    return Interval(low, high, level)


def rogan_gladen(share: float, sensitivity: float, specificity: float) -> float:
    """The true share behind an apparent one, kept within 0–1. Rogan & Gladen (1978).

    Raises DetectorIsBlind where sensitivity + specificity does not exceed 1.
    """
    gain = sensitivity + specificity - 1
    if gain <= 0:
        raise DetectorIsBlind(sensitivity=sensitivity, specificity=specificity)
    return min(1.0, max(0.0, (share + specificity - 1) / gain))


def corrected(hits: int, of: int, error: DetectorError, level: float = LEVEL) -> Corrected:
    """Rogan–Gladen with an interval by parametric bootstrap over both samples: what was counted and what was labelled.

    Each of 1,000 seeded draws takes the apparent share, the sensitivity and the specificity from the beta distribution
    of its counts (Jeffreys: half a unit added to each side, so that "no error in 40" does not mean "never an error")
    and corrects with them. The interval is the middle 95 per cent, stretched to hold the estimate.
    """
    if not 0 <= hits <= of:
        raise NotACount(hits=hits, of=of)
    estimate = rogan_gladen(hits / of if of else 0.0, error.sensitivity, error.specificity)
    drawn = _drawn(hits, of, error.positives_found, error.positives, error.negatives_left, error.negatives)
    low, high = _quantile(drawn, (1 - level) / 2), _quantile(drawn, (1 + level) / 2)
    low, high = min(low, estimate), max(high, estimate)
    return Corrected(
        estimate,
        low,
        high,
        low == 0.0,
        error.sensitivity,
        error.specificity,
        error.positives,
        error.negatives,
        error.positives_found,
        error.positives_found + error.negatives - error.negatives_left,
        error.measured_on,
        level,
    )


@lru_cache(maxsize=4_096)
def _drawn(hits: int, of: int, found: int, positives: int, left: int, negatives: int) -> tuple[float, ...]:
    """Corrected shares of every draw, in order of size. Seeded: the same counts give the same interval."""
    rates = _rates(found, positives, left, negatives)
    source = random.Random(SEED)
    a, b = hits + 0.5, of - hits + 0.5
    return tuple(
        sorted(
            min(1.0, max(0.0, (source.betavariate(a, b) + specificity - 1) / (sensitivity + specificity - 1)))
            for sensitivity, specificity in rates
        )
    )


@lru_cache(maxsize=64)
def _rates(found: int, positives: int, left: int, negatives: int) -> tuple[tuple[float, float], ...]:
    """Sensitivity and specificity of every draw; a draw in which the detector is blind is drawn again."""
    source = random.Random(SEED + 1)
    made: list[tuple[float, float]] = []
    for _ in range(100 * DRAWS):
        sensitivity = source.betavariate(found + 0.5, positives - found + 0.5)
        specificity = source.betavariate(left + 0.5, negatives - left + 0.5)
        if sensitivity + specificity > 1:
            made.append((sensitivity, specificity))
            if len(made) == DRAWS:
                return tuple(made)
    raise DetectorIsBlind(sensitivity=found / positives, specificity=left / negatives)


def _quantile(ordered: tuple[float, ...], share: float) -> float:
    """Linear between the two nearest (Hyndman & Fan, type 7)."""
    place = share * (len(ordered) - 1)
    below = math.floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)
