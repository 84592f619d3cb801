"""How sure an estimate is: interval, smallest detectable effect, adjustment for several questions, and verdict."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from statistics import NormalDist
from typing import Any, Literal

import numpy as np

from omlopp.statistics.effect_few import Randomised
from omlopp.statistics.effect_fit import Design, Fit
from omlopp.statistics.effect_spec import Specification

Verdict = Literal["shown", "none_of_interest", "cannot_tell", "not_estimated"]


@dataclass(frozen=True, slots=True)
class Estimate:
    """One line of the results. Effects and ends are relative changes (`ratio`) or differences of shares: −0.2 is 20 per
    cent fewer, or 20 points less. `n`: procurements (or lots) compared, `exposed` of them with the requirement, in
    `buyers` and `exposed_buyers` (those where it varies). `base`: mean of the outcome without the requirement.
    `mde_low`, `mde_high`: the smallest effect down and up that would have been found with the power of the
    specification. `p`: two-sided, clustered; `p_random`: by randomisation; `p_holm`: adjusted for the outcomes of the
    exposure. `alone`: rows left out because nothing can be compared with them. `why`: why nothing is estimated.
    """

    id: str
    exposure: str
    outcome: str
    ratio: bool
    unit: str = "procurement"
    verdict: Verdict = "not_estimated"
    effect: float | None = None
    low: float | None = None
    high: float | None = None
    p: float | None = None
    p_random: float | None = None
    p_holm: float | None = None
    mde_low: float | None = None
    mde_high: float | None = None
    n: int = 0
    exposed: int = 0
    buyers: int = 0
    exposed_buyers: int = 0
    base: float | None = None
    alone: int = 0
    way: str = ""  # clustered or randomised: what interval and smallest detectable effect come from
    why: str = ""


def by_draws(made: Estimate, random: Randomised, spec: Specification, *, ratio: bool) -> Estimate:
    """Interval and smallest detectable effect from the draws instead: clustered errors of few buyers are too small."""
    reach = _reach(spec, None) * random.spread
    return replace(
        made,
        way="randomised",
        low=_shown(random.low, ratio),
        high=_shown(random.high, ratio),
        mde_low=_shown(-reach, ratio),
        mde_high=_shown(reach, ratio),
    )


def with_doubt(made: Estimate, effect: float, error: float, spec: Specification, *, ratio: bool) -> Estimate:
    """Interval, p and smallest detectable effect from a clustered error; t with as many degrees of freedom as buyers
    where the exposure varies, less one.
    """
    from scipy.stats import t

    free = max(1, made.exposed_buyers - 1)
    half = float(t.ppf(0.5 + spec.level / 2, free)) * error
    reach = _reach(spec, free) * error
    return replace(
        made,
        effect=_shown(effect, ratio),
        low=_shown(effect - half, ratio),
        high=_shown(effect + half, ratio),
        p=float(2 * t.sf(abs(effect) / error, free)) if error > 0 else None,
        mde_low=_shown(-reach, ratio),
        mde_high=_shown(reach, ratio),
        way="clustered",
    )


def _reach(spec: Specification, free: int | None) -> float:
    """How many standard errors an effect must be to be found with the wanted power."""
    from scipy.stats import t

    ends = 0.5 + spec.level / 2, spec.power
    if free is None:
        return sum(NormalDist().inv_cdf(end) for end in ends)
    return float(sum(t.ppf(end, free) for end in ends))


def _shown(value: float | None, ratio: bool) -> float | None:
    """From the scale of the model: a logarithm becomes a relative change."""
    if value is None:
        return None
    return float(np.expm1(min(value, 50.0))) if ratio else float(value)


def as_points(made: Estimate, design: Design, fit: Fit) -> Estimate:
    """A relative change of a share as percentage points: of the mean the exposed would have had without it."""
    exposed = design.exposure > 0
    without = float((fit.fitted[exposed] / np.exp(fit.effect)).mean())
    names = ("effect", "low", "high", "mde_low", "mde_high")
    scaled: dict[str, Any] = {
        name: None if getattr(made, name) is None else getattr(made, name) * without for name in names
    }
    return replace(made, **scaled)


def judged(several: Sequence[Estimate], spec: Specification) -> list[Estimate]:
    """With Holm's adjustment over the outcomes and the verdict of each."""
    tested = [
        (place, max(ps))
        for place, one in enumerate(several)
        if (
            ps := [
                p
                for p in ((one.p_random,) if one.way == "randomised" else (one.p, one.p_random))
                if p is not None
            ]
        )
    ]
    adjusted = dict(zip((place for place, _ in tested), holm([p for _, p in tested]), strict=True))
    return [_judged(replace(one, p_holm=adjusted.get(place)), spec) for place, one in enumerate(several)]


def holm(values: Sequence[float]) -> list[float]:
    """Adjusted p-values (Holm 1979): never below the ones before them, at most 1."""
    order = sorted(range(len(values)), key=values.__getitem__)
    made = [0.0] * len(values)
    least = 0.0
    for rank, place in enumerate(order):
        least = max(least, min(1.0, (len(values) - rank) * values[place]))
        made[place] = least
    return made


def _judged(one: Estimate, spec: Specification) -> Estimate:
    if one.effect is None:
        return replace(one, verdict="not_estimated")
    if one.p_holm is not None and one.p_holm < 1 - spec.level:
        return replace(one, verdict="shown")
    smallest = spec.outcomes[one.outcome].smallest
    if one.low is not None and one.high is not None and -smallest < one.low and one.high < smallest:
        return replace(one, verdict="none_of_interest")
    return replace(one, verdict="cannot_tell")


def plain(one: Estimate) -> dict[str, Any]:
    """As plain data, rounded to what can be meant."""
    return {
        name: round(value, 6) if isinstance(value, float) else value for name, value in asdict(one).items()
    }
