"""Sums over a portfolio of contracts whose errors go together. Twenty contracts with one common factor are one guess.

Lognormal errors; between any two contracts the same stated correlation of the logarithms. Offer and baseline of a
contract meet the same draw of its factor. Formulas: docs/method/indicators/uncertainty.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from omlopp.domain.indicators.errors import OutOfRange
from omlopp.domain.indicators.uncertain import DRAWS, SEED, Interval, interval

Table = npt.NDArray[np.float64]
AT_ONCE = 100  # draws held at a time, for every contract: few enough to stay in the processor's cache


@dataclass(frozen=True, slots=True)
class PortfolioSum:
    """One indicator over all contracts. `saved`, `better` None where there is no baseline."""

    whole: Interval
    saved: Interval | None
    better: float | None


def portfolio_sums(
    medians: Sequence[Sequence[float]] | Table,
    sigmas: Sequence[Sequence[float]] | Table,
    correlation: float,
    baseline: Sequence[Sequence[float]] | Table | None = None,
    draws: int = DRAWS,
    seed: int = SEED,
) -> tuple[PortfolioSum, ...]:
    """One sum per indicator. Tables are contracts × indicators; sigmas of the logarithm; correlation 0–1.

    value of a contract = median × e^(σ·(√ρ·z + √(1−ρ)·e)), z common to all contracts, e its own. Indicators are
    never added to each other.
    """
    m, s = np.asarray(medians, float), np.asarray(sigmas, float)
    b = None if baseline is None else np.asarray(baseline, float)
    if m.ndim != 2 or m.shape != s.shape or (b is not None and b.shape != m.shape):
        raise OutOfRange(fields=("medians", "sigmas", "baseline"))
    if not (np.isfinite(m).all() and np.isfinite(s).all() and (s >= 0).all()):
        raise OutOfRange(fields=("medians", "sigmas"))
    if not 0 <= correlation <= 1 or draws < 1:
        raise OutOfRange(fields=("correlation", "draws"))
    return tuple(
        _one(m[:, k], s[:, k], None if b is None else b[:, k], correlation, draws, seed + k)
        for k in range(m.shape[1])
    )


def _one(
    medians: Table, sigmas: Table, baseline: Table | None, correlation: float, draws: int, seed: int
) -> PortfolioSum:
    random = np.random.Generator(np.random.SFC64(seed))
    # Single precision in the draws: seven digits of a guess; the sums are kept in full.
    together = (sigmas * np.sqrt(correlation)).astype(np.float32)
    apart = (sigmas * np.sqrt(1 - correlation)).astype(np.float32)
    sides = np.stack([medians] if baseline is None else [medians, baseline - medians], axis=1)
    scale = float(np.abs(sides).max(initial=0)) or 1.0
    weights = (sides / scale).astype(np.float32)
    sums = np.empty((draws, sides.shape[1]))
    held = np.empty((min(AT_ONCE, draws), medians.size), np.float32)
    for start in range(0, draws, AT_ONCE):
        some = held[: min(AT_ONCE, draws - start)]
        common = random.standard_normal(len(some), dtype=np.float32)
        if correlation < 1:
            random.standard_normal(out=some, dtype=np.float32)
            some *= apart
            if correlation:
                some += common[:, None] * together
        else:
            np.multiply(common[:, None], together, out=some)
        np.exp(some, out=some)
        sums[start : start + len(some)] = some @ weights
    sums *= scale
    if baseline is None:
        return PortfolioSum(interval(sums[:, 0]), None, None)
    saved = sums[:, 1]
    better = float(np.mean(saved > 0) + np.mean(saved == 0) / 2)
    return PortfolioSum(interval(sums[:, 0]), interval(saved), better)
