"""The questions of a specification put to the rows: one regression each, and the robustness table."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from omlopp.statistics.effect_data import Rows
from omlopp.statistics.effect_doubt import Estimate, as_points, by_draws, judged, with_doubt
from omlopp.statistics.effect_few import randomised
from omlopp.statistics.effect_fit import (
    Codes,
    Design,
    NotEstimable,
    counts,
    dispersion_of,
    linear,
    logit,
)
from omlopp.statistics.effect_spec import Check, Exposure, Outcome, Specification

MAIN = "main"
BY_LOT = ("bids", "single", "small")  # what the source says lot by lot
Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Plan:
    """How one row of the robustness table differs from the main model."""

    keep: Callable[[Any], Any] | None = None
    groups: tuple[str, ...] = ()
    controls: tuple[str, ...] = ()
    lots: bool = False
    family: str = ""  # negative_binomial, risk_ratio, logit


def answers(rows: Rows, spec: Specification, progress: Progress = lambda _: None) -> list[Estimate]:
    """The main questions: each main exposure with each outcome, adjusted for asking several."""
    made: list[Estimate] = []
    for exposure in (one for one in spec.exposures.values() if one.main):
        several = []
        for outcome in spec.outcomes.values():
            progress(f"{exposure.id} · {outcome.id}")
            several.append(estimate(rows, spec, exposure, outcome, MAIN, main_plan(spec)))
        made += judged(several, spec)
    return made


def robustness(
    rows: Rows, spec: Specification, exposure: str, outcome: str, progress: Progress = lambda _: None
) -> list[Estimate]:
    """The rows of the robustness table for one question: other samples and models, then other exposures."""
    asked, of = spec.exposures[exposure], spec.outcomes[outcome]
    made = []
    for check in spec.robustness:
        if check.outcomes and outcome not in check.outcomes:
            continue
        progress(f"{exposure} · {outcome} · {check.id}")
        plan = _plan(check, spec, rows)
        if (check.id == "lots" and outcome not in BY_LOT) or (check.id == "reporting" and asked.reporting):
            continue
        made.append(estimate(rows, spec, asked, of, check.id, plan))
    return made


def other_exposures(rows: Rows, spec: Specification, outcome: str) -> list[Estimate]:
    """The same question of the other definitions of the requirement."""
    return [
        estimate(rows, spec, one, spec.outcomes[outcome], one.id, main_plan(spec))
        for one in spec.exposures.values()
        if not one.main
    ]


def main_plan(spec: Specification) -> Plan:
    return Plan(groups=spec.fixed_effects, controls=spec.controls)


def _plan(check: Check, spec: Specification, rows: Rows) -> Plan:
    base = main_plan(spec)
    match check.id:
        case "lots":
            return replace(base, lots=True)
        case "without_largest":
            largest = set(rows.procurements["buyer"].value_counts().head(check.facts["buyers"]).index)
            return replace(
                base,
                keep=lambda all_: ~all_["buyer"].isin(largest) & (all_["lots"] <= check.facts["lots"]),
            )
        case "reporting":
            return replace(base, keep=lambda all_: all_["reporting"])
        case "above_threshold":
            return replace(base, keep=lambda all_: all_["above_threshold"] == "True")
        case "value":
            return replace(
                base, keep=lambda all_: all_["value"].notna(), controls=(*spec.controls, "value_log")
            )
        case "other_flags":
            return replace(base, controls=(*spec.controls, "social", "innovation"))
        case "no_buyer":
            return replace(base, groups=("county", "buyer_kind", "platform", "division", "month"))
        case "cpv_group":
            return replace(base, groups=("buyer", "cpv_group", "month"))
        case "raw":
            return replace(base, groups=(), controls=())
        case "negative_binomial" | "risk_ratio":
            return replace(base, family=check.id)
        case "logit":
            return replace(
                base, groups=("county", "buyer_kind", "platform", "division", "month"), family="logit"
            )
    raise ValueError(f"unknown robustness row {check.id}")


def estimate(
    rows: Rows, spec: Specification, exposure: Exposure, outcome: Outcome, id: str, plan: Plan
) -> Estimate:
    """One regression with its doubt. What cannot be estimated says why; nothing is raised."""
    made = Estimate(id, exposure.id, outcome.id, outcome.ratio, "lot" if plan.lots else "procurement")
    if outcome.model == "none":
        return replace(made, why="not_in_source")
    kept = rows.procurements
    if exposure.reporting:
        kept = kept.loc[kept["reporting"]]
    if plan.keep is not None:
        kept = kept.loc[plan.keep(kept)]
    if plan.lots:
        names = ["id", outcome.id]
        kept = kept.drop(columns=[outcome.id]).merge(rows.lots[names], on="id")
    kept = kept.loc[kept[outcome.id].notna() & (kept["buyer"] != "")]
    before = len(kept)
    counted = outcome.model == "poisson" or plan.family in ("risk_ratio", "logit")
    kept = compared(kept, plan.groups, outcome.id if counted else "")
    x = kept[exposure.id].to_numpy(float)
    varies = kept.groupby("buyer")[exposure.id].nunique() > 1
    exposed_units = int(kept.loc[kept[exposure.id], "id"].nunique())
    told = kept.loc[kept["buyer"].isin(varies[varies].index) & kept[exposure.id], "id"].nunique()
    made = replace(
        made,
        n=len(kept),
        exposed=int(x.sum()),
        buyers=int(kept["buyer"].nunique()),
        exposed_buyers=int(varies.sum())
        if "buyer" in plan.groups
        else int(kept.loc[kept[exposure.id], "buyer"].nunique()),
        base=float(kept.loc[~kept[exposure.id], outcome.id].mean()) if (x == 0).any() else None,
        alone=before - len(kept),
    )
    if (told if "buyer" in plan.groups else exposed_units) < spec.fewest_exposed:
        return replace(made, why="too_few")
    try:
        return _estimated(made, kept, spec, exposure, outcome, plan)
    except NotEstimable as error:
        return replace(made, why=str(error.facts["says"]))


def compared(rows: Any, groups: Sequence[str], counted: str = "") -> Any:
    """Without rows that stand alone in an effect, and, for a count, without effects where every outcome is zero:
    neither says anything of a difference. Repeated until none is left.
    """
    while True:
        keep = np.ones(len(rows), bool)
        for name in groups:
            by = rows.groupby(name)[rows.columns[0]].transform("size").to_numpy()
            keep &= by > 1
            if counted:
                keep &= rows.groupby(name)[counted].transform("sum").to_numpy() > 0
        if keep.all():
            return rows
        rows = rows.loc[keep]


def design_of(
    rows: Any, exposure: str, outcome: str, groups: Sequence[str], controls: Sequence[str]
) -> Design:
    """The regression of the rows: the buyer's effect is absorbed where it is asked for, the others are dummies."""
    import pandas as pd
    from scipy import sparse

    group = (
        pd.factorize(rows["buyer"])[0].astype(np.int64)
        if "buyer" in groups
        else np.zeros(len(rows), np.int64)
    )
    parts = [_dummies(rows[name]) for name in groups if name != "buyer"]
    for name in controls:
        if name == "lots_log":
            parts.append(_number(np.log(np.maximum(rows["lots"].to_numpy(float), 1))))
        elif name == "value_log":
            parts.append(_number(np.log(rows["value"].to_numpy(float))))
        else:
            parts.append(_dummies(rows[name]))
    others = sparse.hstack([*parts, sparse.csr_matrix((len(rows), 1))], format="csr")
    cluster = pd.factorize(rows["buyer"])[0].astype(np.int64)
    return Design(rows[outcome].to_numpy(float), rows[exposure].to_numpy(float), group, others, cluster)


def _dummies(column: Any) -> Any:
    """A sparse column for each value but the first."""
    import pandas as pd
    from scipy import sparse

    codes, values = pd.factorize(column)
    told = np.flatnonzero(codes > 0)
    return sparse.csr_matrix(
        (np.ones(len(told)), (told, codes[told] - 1)), (len(codes), max(0, len(values) - 1))
    )


def _number(values: Any) -> Any:
    """A column with mean zero, so that its cross products lose no figures."""
    from scipy import sparse

    return sparse.csr_matrix((values - values.mean())[:, None])


def _estimated(
    made: Estimate, rows: Any, spec: Specification, exposure: Exposure, outcome: Outcome, plan: Plan
) -> Estimate:
    import pandas as pd

    # How many lots have a number of bids is known after the bids, and only there.
    counted_lots = outcome.id in ("bids", "single")
    controls = tuple(one for one in plan.controls if one != "lots_log" or counted_lots)
    design = design_of(rows, exposure.id, outcome.id, plan.groups, controls)
    few = made.exposed_buyers < spec.few_buyers
    if plan.family == "logit":
        if few:
            raise NotEstimable(says="too few buyers for errors clustered by buyer")
        return with_doubt(made, *logit(design), spec, ratio=False)
    count = outcome.model == "poisson" or plan.family == "risk_ratio"
    fit = counts(design) if count else linear(design)
    if plan.family == "negative_binomial":
        fit = counts(design, dispersion_of(design, fit))
    made = with_doubt(made, fit.effect, fit.error, spec, ratio=count)
    if made.id == MAIN or few:
        unit: Codes = pd.factorize(rows["id"])[0].astype(np.int64)
        random = randomised(
            design, unit, count=count, dispersion=fit.dispersion, draws=spec.draws, seed=spec.seed, level=spec.level,
            interval=few,
        )  # fmt: skip
        made = replace(made, p_random=random.p)
        if few:
            made = by_draws(made, random, spec, ratio=count)
    return as_points(made, design, fit) if plan.family == "risk_ratio" else made
