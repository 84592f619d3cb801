"""Randomisation inference: which of a buyer's own procurements were the exposed ones is drawn anew, again and again.

For few exposed buyers errors clustered by buyer are too small (MacKinnon & Webb 2018). Here the estimate is held
against those of the draws; the interval holds every effect that the draws do not reject (docs/method/market-effect.md).
"""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from omlopp.statistics.effect_fit import Absorber, Codes, Design, NotEstimable, Numbers, solved

WIDEST = 8.0  # where an interval is sought: logarithm of a ratio; differences of shares lie within ±1
ENOUGH = 1e-6  # relative change of the deviance at which an effect tried is fitted


@dataclass(frozen=True, slots=True)
class Randomised:
    """`spread`: standard deviation of the draws under no effect. `ways`: in how many ways the exposed could be chosen,
    at most 10^15. `low`, `high`: None where it is not bounded within WIDEST.
    """

    p: float
    low: float | None
    high: float | None
    spread: float
    ways: float


def drawn(design: Design, unit: Codes, strata: Codes, draws: int, seed: int) -> tuple[Any, float]:
    """A sparse matrix (1 + draws × rows): the exposures as they were, then as drawn within the strata among units
    (procurements); and in how many ways they could be drawn.

    Every stratum keeps its number of exposed units. A unit's rows (lots) follow it.
    """
    from math import comb

    from scipy import sparse

    units, first = np.unique(unit, return_index=True)
    exposed, home = design.exposure[first] > 0, strata[first]
    source = np.random.default_rng(seed)
    rows, columns, ways = [], [], 1.0
    for stratum in np.unique(home[exposed]):
        members = np.flatnonzero(home == stratum)
        number = int(exposed[members].sum())
        ways = min(1e15, ways * comb(len(members), number))
        order = _some(source, len(members), number, draws)
        rows.append(np.repeat(np.arange(draws), number))
        columns.append(members[order].ravel())
    ones = np.ones(sum(map(len, rows)))
    chosen = sparse.csr_matrix((ones, (np.concatenate(rows), np.concatenate(columns))), (draws, len(units)))
    of_unit = np.searchsorted(units, unit)
    spread = sparse.csr_matrix((np.ones(len(unit)), (of_unit, np.arange(len(unit)))), (len(units), len(unit)))
    return sparse.vstack([sparse.csr_matrix(design.exposure), chosen @ spread], format="csr"), ways


def _some(source: np.random.Generator, of: int, number: int, draws: int) -> Codes:
    """`number` different places out of `of`, in each of the draws; every choice is as likely."""
    if number * 8 > of:
        luck = source.random((draws, of))
        return (
            luck.argpartition(number, axis=1)[:, :number]
            if number < of
            else np.tile(np.arange(number), (draws, 1))
        )
    made = source.integers(0, of, (draws, number))
    while True:  # few of many: those with a repeated place are drawn again
        ordered = np.sort(made, axis=1)
        again = (ordered[:, 1:] == ordered[:, :-1]).any(axis=1)
        if not again.any():
            return made
        made[again] = source.integers(0, of, (int(again.sum()), number))


def randomised(
    design: Design, unit: Codes, *, count: bool, dispersion: float, draws: int, seed: int, level: float,
    interval: bool = True,
) -> Randomised:  # fmt: skip
    """The test of no effect and its interval. The statistic is the estimate, less the effect tried.

    A linear effect is a difference, a count effect the logarithm of a ratio, the same for every exposed procurement.
    """
    tried, ways = drawn(design, unit, design.group, draws, seed)
    walk = _Counted(design, tried, dispersion) if count else _Linear(design, tried)
    real, fake = walk.at(0.0)
    alpha = 1 - level
    low = high = None
    if interval:
        low, high = (_end(walk, real, side, float(fake.std()), alpha) for side in (-1, 1))
    return Randomised(_p(real, fake), low, high, float(fake.std()), ways)


def _p(real: float, fake: Numbers) -> float:
    """Two-sided; the draw that happened counts as one (Phipson & Smyth 2010). Ties count against us."""
    return float((1 + (np.abs(fake) >= abs(real) - 1e-12).sum()) / (1 + len(fake)))


def _end(walk: "_Linear | _Counted", estimate: float, side: int, spread: float, alpha: float) -> float | None:
    """The furthest effect on one side that is not rejected, by bisection from the estimate."""

    def kept(effect: float) -> bool:
        try:
            return _p(*walk.at(effect)) > alpha
        except NotEstimable:
            return True

    inner, step = estimate, max(spread, 0.01)
    outer = inner + side * step
    while kept(outer):
        inner, step = outer, step * 1.6
        outer = inner + side * step
        if abs(outer - estimate) > WIDEST:
            return None
    while abs(outer - inner) > walk.fine * abs(outer - estimate):
        middle = (inner + outer) / 2
        if kept(middle):
            inner = middle
        else:
            outer = middle
    return outer


class _Linear:
    """The estimate less the effect tried, and the same for every draw."""

    fine = 1e-4  # how exact an end of the interval is, of its distance from the estimate

    def __init__(self, design: Design, tried: Any) -> None:
        absorber = Absorber(design, np.ones(design.size))
        x, y = absorber.left(design.exposure), absorber.left(design.outcome)
        own = float(x @ x)
        if own < 1e-10:
            raise NotEstimable(says="the exposure does not vary within the effects")
        size = absorber.sizes(tried)
        self.of_outcome, self.of_exposure = tried @ y / size, tried @ x / size

    def at(self, effect: float) -> tuple[float, Numbers]:
        told = self.of_outcome - effect * self.of_exposure
        return float(told[0]), told[1:]


class _Counted:
    """The same for the count model. An effect tried is taken out of the exposed outcomes; what is left must then look
    as if the exposed were any. Statistic: logarithm of outcomes over expected, scaled to the information about the
    effect – to first order the one-step estimate, but without its floor at −1, where no large effect could be rejected.
    """

    fine = 0.01

    def __init__(self, design: Design, tried: Any, dispersion: float) -> None:
        self.design, self.tried, self.dispersion = design, tried, dispersion
        self.mean: Numbers | None = None

    def at(self, effect: float) -> tuple[float, Numbers]:
        without = self.design.outcome * np.exp(-effect * self.design.exposure)
        design = replace(self.design, outcome=without)
        absorber, _, self.mean = solved(design, self.dispersion, 0.0, self.mean, ENOUGH)
        weights = absorber.weights
        seen = without * weights / self.mean  # both over 1 + dispersion × mean
        expected = self.tried @ weights
        share = np.maximum(self.tried @ seen, 1e-9) / expected
        told = np.log(share) * expected / absorber.sizes(self.tried)
        return float(told[0]), told[1:]
