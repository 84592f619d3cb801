"""Regression with fixed effects: a linear model and a count model, with errors clustered by buyer.

The largest effect (buyer) is taken out exactly by group means, the others with the controls by an orthogonal basis
(Frisch–Waugh–Lovell); what is left of outcome and exposure is regressed by statsmodels. The count model is
pseudo-maximum likelihood by iterated weighted least squares (Correia, Guimarães & Zylkin 2020):
docs/method/market-effect.md.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from omlopp.domain.model.errors import OmloppError

Numbers = NDArray[np.float64]
Codes = NDArray[np.int64]
TOLERANCE = 1e-10
ALIKE = 1e-8  # columns closer than this are one and the same
MOST_STEPS = 60


class NotEstimable(OmloppError):
    """The data hold nothing to compare. Facts: says."""

    code = "market.effect.not_estimable"


@dataclass(frozen=True, slots=True)
class Design:
    """One regression: `outcome` and `exposure` (0 or 1) by row, `others` the dummies and controls (sparse).

    `group`: the absorbed effect, codes from 0; all 0 where there is none (then it is the intercept). `cluster`: codes.
    """

    outcome: Numbers
    exposure: Numbers
    group: Codes
    others: Any
    cluster: Codes

    @property
    def size(self) -> int:
        return len(self.outcome)


@dataclass(frozen=True, slots=True)
class Fit:
    """`effect` and `error` on the scale of the model (difference, or logarithm of the ratio). `dispersion`: of the
    negative binomial, 0 for Poisson. `fitted`: expected outcome by row, with the exposure.
    """

    effect: float
    error: float
    clusters: int
    fitted: Numbers
    dispersion: float = 0.0


class Absorber:
    """Takes the effects and controls out of a variable, with weights.

    Dummies are nearly all zeros, so they stay sparse and only their cross products are solved for: a step costs
    milliseconds however many draws follow.
    """

    def __init__(self, design: Design, weights: Numbers) -> None:
        from scipy import sparse

        self.weights, self.group, self.others = weights, design.group, design.others
        self.sums = np.bincount(design.group, weights)
        weighted = design.others.multiply(weights[:, None]).tocsr()
        n, groups = design.size, len(self.sums)
        member = sparse.csr_matrix((np.ones(n), (design.group, np.arange(n))), (groups, n))
        self.weighted = weighted
        self.by_group = (member @ weighted).tocsr()  # groups × columns: what the group means take
        whole = (design.others.T @ weighted).toarray()
        within = whole - (self.by_group.T @ self.by_group.multiply(1 / self.sums[:, None])).toarray()
        size = np.sqrt(np.maximum(np.diag(whole), 1e-300))
        self.turn: Numbers = _half_inverse(within / np.outer(size, size)) / size[:, None]

    @property
    def rank(self) -> int:
        """Columns taken out beside the group means."""
        return int(self.turn.shape[1])

    def _within(self, values: Numbers) -> Numbers:
        return values - (np.bincount(self.group, self.weights * values) / self.sums)[self.group]

    def left(self, values: Numbers) -> Numbers:
        """What is left of a variable, orthogonal (in the weights) to all effects and controls."""
        made = self._within(values)
        for _ in range(2):  # twice, so that rounding leaves nothing
            along = self.turn @ (self.turn.T @ (self.weighted.T @ made))
            made = self._within(made - self.others @ along)
        return made

    def sizes(self, tried: Any) -> Numbers:
        """What is left of each row of 0s and 1s in a sparse matrix, squared and summed with the weights."""
        from scipy import sparse

        n, groups = len(self.weights), len(self.sums)
        root = np.sqrt(self.sums)
        member = sparse.csr_matrix((self.weights / root[self.group], (np.arange(n), self.group)), (n, groups))
        by_group = tried @ member
        told = self.weighted @ self.turn - member @ (
            self.by_group.multiply(1 / root[:, None]).tocsr() @ self.turn
        )
        others = tried @ told
        size = tried @ self.weights - np.asarray(by_group.power(2).sum(1)).ravel() - (others**2).sum(1)
        return np.maximum(np.asarray(size), 1e-9)


def _half_inverse(products: Numbers) -> Numbers:
    """A matrix whose product with its own transpose inverts `products`; columns that say nothing new get zeros.

    By Cholesky with pivots, in one call: hundreds of these are made, on machines whose processors are shared.
    """
    from scipy.linalg.lapack import dpstrf, dtrtri

    if not np.diag(products).max(initial=0) > ALIKE:
        return np.zeros((len(products), 0))
    triangle, order, rank, _ = dpstrf(products, tol=ALIKE, lower=1)
    inverse, _ = dtrtri(np.tril(triangle[:rank, :rank]), lower=1)
    made = np.zeros((len(products), rank))
    made[order[:rank] - 1] = inverse.T
    return made


def linear(design: Design) -> Fit:
    """Least squares. Raises NotEstimable where the exposure does not vary within the effects."""
    absorber = Absorber(design, np.ones(design.size))
    x, y = absorber.left(design.exposure), absorber.left(design.outcome)
    effect, error, clusters = _clustered(design, absorber, x, y)
    return Fit(effect, error, clusters, design.outcome - y + x * effect)


def counts(design: Design, dispersion: float = 0.0) -> Fit:
    """Poisson pseudo-likelihood; with a `dispersion` above 0 the negative binomial (NB2). The outcome is 0 or more and
    need not be whole. Raises NotEstimable.
    """
    absorber, working, mean = solved(design, dispersion)
    x, z = absorber.left(design.exposure), absorber.left(working)
    effect, error, clusters = _clustered(design, absorber, x, z)
    return Fit(effect, error, clusters, mean, dispersion)


def solved(
    design: Design,
    dispersion: float = 0.0,
    effect: float | None = None,
    start: Numbers | None = None,
    tolerance: float = TOLERANCE,
) -> tuple[Absorber, Numbers, Numbers]:
    """The count model by iterated weighted least squares: last absorber, working outcome and means.

    `effect`: the exposure's, held fixed; None: estimated. `start`: means to begin with.
    """
    y, held = design.outcome, (0.0 if effect is None else effect) * design.exposure
    mean = (y + y.mean()) / 2 if start is None else start
    if y.sum() <= 0 or (effect is None and not (design.exposure * y).sum() > 0):
        raise NotEstimable(says="every outcome of the exposed is zero")
    along = np.log(mean)
    before = np.inf
    for _ in range(MOST_STEPS):
        weights = mean / (1 + dispersion * mean)
        working = along - held + (y - mean) / mean
        absorber = Absorber(design, weights)
        error = absorber.left(working)
        if effect is None:
            x = absorber.left(design.exposure)
            size = float((weights * x * x).sum())
            if size < TOLERANCE:
                raise NotEstimable(says="the exposure does not vary within the effects")
            error = error - x * float((weights * x * error).sum()) / size
        along = np.clip(working - error + held, -30, 30)
        mean = np.exp(along)
        now = _deviance(y, mean)
        if abs(before - now) <= tolerance * (abs(now) + 0.1):
            return absorber, working, mean
        before = now
    raise NotEstimable(says="the count model does not converge")


def dispersion_of(design: Design, fit: Fit) -> float:
    """Of the negative binomial, by the auxiliary regression of Cameron & Trivedi (1990), never below 0."""
    mean, y = fit.fitted, design.outcome
    return max(0.0, float(((y - mean) ** 2 - y).sum() / (mean**2).sum()))


def logit(design: Design) -> tuple[float, float]:
    """A logit by statsmodels, effects as dummies: the average difference of probability among the exposed, and its
    clustered error. Raises NotEstimable where the exposed all have, or all lack, the outcome.
    """
    import statsmodels.api as sm
    from scipy.linalg import qr

    of_exposed = design.outcome[design.exposure > 0]
    if len(np.unique(of_exposed)) < 2:
        raise NotEstimable(says="every outcome of the exposed is the same")

    one_by_one = np.column_stack([np.ones(design.size), design.others.toarray()])
    basis, triangle, _ = qr(one_by_one, mode="economic", pivoting=True)
    size = np.abs(np.diag(triangle))
    matrix = np.column_stack([design.exposure, basis[:, size > ALIKE * size[0]] * np.sqrt(design.size)])
    fit = sm.Logit(design.outcome, matrix).fit(
        disp=0, maxiter=50, warn_convergence=False, cov_type="cluster", cov_kwds={"groups": design.cluster}
    )
    if not fit.mle_retvals["converged"]:
        raise NotEstimable(says="the logit does not converge")
    along = matrix @ fit.params
    without = along - design.exposure * fit.params[0]
    one, none = 1 / (1 + np.exp(-(without + fit.params[0]))), 1 / (1 + np.exp(-without))
    exposed = design.exposure > 0
    gain = (one - none)[exposed].mean()
    # Delta method over all parameters: the average slope of the difference.
    slope = ((one * (1 - one))[:, None] * _with(matrix, 1) - (none * (1 - none))[:, None] * _with(matrix, 0))[
        exposed
    ].mean(0)
    return float(gain), float(np.sqrt(slope @ fit.cov_params() @ slope))


def _with(matrix: Numbers, exposure: float) -> Numbers:
    made = matrix.copy()
    made[:, 0] = exposure
    return made


def _clustered(design: Design, absorber: Absorber, x: Numbers, y: Numbers) -> tuple[float, float, int]:
    """Slope of what is left of the outcome on what is left of the exposure, with errors clustered (CR1).

    Group effects nested in the clusters are not counted among the parameters (as reghdfe does); the others are.
    """
    import statsmodels.api as sm

    if float((absorber.weights * x * x).sum()) < TOLERANCE:
        raise NotEstimable(says="the exposure does not vary within the effects")
    clusters = len(np.unique(design.cluster))
    if clusters < 2:
        raise NotEstimable(says="a single buyer")
    fit = sm.WLS(y, x[:, None], weights=absorber.weights).fit(
        cov_type="cluster", cov_kwds={"groups": design.cluster}
    )
    n, k = design.size, absorber.rank + 2
    if n <= k:
        raise NotEstimable(says="more effects than procurements")
    return float(fit.params[0]), float(fit.bse[0] * np.sqrt((n - 1) / (n - k))), clusters


def _deviance(y: Numbers, mean: Numbers) -> float:
    seen = y > 0
    return float(2 * ((y[seen] * np.log(y[seen] / mean[seen])).sum() - (y - mean).sum()))
