"""Is a criterion of the library ready for use? One sentence per fault, each with its place in the file."""

import re
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from decimal import Decimal

from omlopp.domain.criteria.check import PROMISES
from omlopp.domain.model.criteria import Criterion
from omlopp.domain.model.findings import Finding
from omlopp.domain.model.goals import Goal
from omlopp.domain.model.indicators import Indicator
from omlopp.domain.model.law import Regime

CPV_PREFIX = re.compile(r"[0-9]{2,8}")


def faults(
    criterion: Criterion,
    *,
    goals: Collection[Goal],
    indicators: Mapping[str, Indicator],
    known: Collection[str],
    cpv_known: Collection[str] | None = None,
    codes_known: Collection[str] | None = None,
    on: date | None = None,
) -> tuple[Finding, ...]:
    """What must be mended before publishing; empty when ready. `where` is the field, as written in the file.

    known: the ids of all criteria, which relations may name. cpv_known: every CPV code and every beginning of one.
    codes_known: "eforms:<code>" and "ocds:<code>". on: the day the review date is held against. None: not looked at.
    """
    found = (
        *_indicator(criterion, indicators),
        *_goal(criterion, goals),
        *_contract(criterion),
        *_scores(criterion),
        *_hooks(criterion),
        *_risks(criterion),
        *_market(criterion),
        *_codes(criterion, cpv_known, codes_known),
        *_relations(criterion, known),
        *_review(criterion, on),
    )
    return tuple(
        Finding(f"library-{name}", "failed", facts | {"id": criterion.id}, where=where)
        for name, where, facts in found
    )


Fault = tuple[str, str, dict[str, object]]


def _indicator(criterion: Criterion, indicators: Mapping[str, Indicator]) -> Iterator[Fault]:
    indicator = indicators.get(criterion.measured_by)
    if indicator is None:
        yield "indicator-unknown", "measured_by", {"indicator": criterion.measured_by}
    elif criterion.goal not in indicator.goals:
        yield "indicator-other-goal", "measured_by", {"indicator": indicator.id, "goal": criterion.goal}


def _goal(criterion: Criterion, goals: Collection[Goal]) -> Iterator[Fault]:
    of_goal = {
        strategy.id: strategy for goal in goals if goal.id == criterion.goal for strategy in goal.strategies
    }
    strategy = of_goal.get(criterion.strategy)
    if strategy is None:
        yield "strategy-unknown", "strategy", {"strategy": criterion.strategy, "goal": criterion.goal}
    elif criterion.r_step not in strategy.r_steps:
        steps = ", ".join(step.value for step in strategy.r_steps)
        yield (
            "r-step-other",
            "r_step",
            {"strategy": strategy.id, "r_step": criterion.r_step.value, "steps": steps},
        )


def _contract(criterion: Criterion) -> Iterator[Fault]:
    if criterion.kind in PROMISES and criterion.clause is None:
        yield "clause-missing", "clause", {}
    if criterion.clause and criterion.follow_up is None:
        yield "follow-up-missing", "follow_up", {}


def _scores(criterion: Criterion) -> Iterator[Fault]:
    if not criterion.scored:
        if criterion.scores or criterion.deduction_logic:
            yield "scores-not-award", "scores", {}
        return
    shares = [level.share for level in criterion.scores]
    if len(set(shares)) < 2 or shares != sorted(shares) or shares[0] < 0 or shares[-1] != Decimal(1):
        yield "scores-wrong", "scores", {"shares": ", ".join(str(share) for share in shares)}
    if len({level.id for level in criterion.scores}) < len(shares):
        yield "scores-twice", "scores", {}
    if criterion.deduction_logic is None:
        yield "deduction-missing", "deduction_logic", {}


def _hooks(criterion: Criterion) -> Iterator[Fault]:
    """Each point is judged in its own file; here only that one of them grounds the criterion above the thresholds."""
    if not any(hook.section(Regime.LOU) for hook in criterion.hooks):
        yield "hooks-none", "hooks", {}


def _risks(criterion: Criterion) -> Iterator[Fault]:
    if "" in criterion.risk_notes:  # copies that procurements keep may be so, the bank may not
        yield "risks-as-one", "risks", {}


def _market(criterion: Criterion) -> Iterator[Fault]:
    if criterion.market.above != "not_yet_known" and not criterion.market.evidence:
        yield "market-unproven", "market.above", {"above": criterion.market.above}
    official = criterion.official
    if official and (official.source is None or not official.krav_id.strip().isdigit()):
        yield "official-unread", "official", {"krav_id": official.krav_id}
    if criterion.pasted and official:
        yield "official-copied", "official.relation", {"krav_id": official.krav_id}


def _codes(
    criterion: Criterion, cpv_known: Collection[str] | None, codes_known: Collection[str] | None
) -> Iterator[Fault]:
    for at, prefix in enumerate(criterion.cpv):
        if not CPV_PREFIX.fullmatch(prefix):
            yield "cpv-form", f"cpv.{at}", {"cpv": prefix}
        elif cpv_known is not None and prefix not in cpv_known:
            yield "cpv-unknown", f"cpv.{at}", {"cpv": prefix}
    if not criterion.cpv:
        yield "cpv-missing", "cpv", {}
    named = {"eforms_bt_774": "eforms", "ocds_goal": "ocds"}
    for name, system in named.items():
        for code in getattr(criterion.codes, name):
            if codes_known is not None and f"{system}:{code}" not in codes_known:
                yield "code-unknown", f"codes.{name}", {"code": code}
    if not criterion.dimensions:
        yield "dimension-missing", "dimensions", {}


def _relations(criterion: Criterion, known: Collection[str]) -> Iterator[Fault]:
    related = criterion.relations
    for kind in ("requires", "replaces", "conflicts", "combines"):
        for other in getattr(related, kind):
            if other not in known or other == criterion.id:
                yield "relation-unknown", f"relations.{kind}", {"other": other}
    for other in sorted(set(related.requires + related.combines) & set(related.conflicts + related.replaces)):
        yield "relation-both", "relations", {"other": other}


def _review(criterion: Criterion, on: date | None) -> Iterator[Fault]:
    checked = criterion.checked
    if checked.next <= checked.last:
        yield "review-before-check", "checked.next", {"next": checked.next, "last": checked.last}
    elif on is not None and checked.next < on:
        yield "review-past", "checked.next", {"next": checked.next}


def unused_indicators(
    criteria: Collection[Criterion], goals: Collection[Goal], indicators: Mapping[str, Indicator]
) -> tuple[str, ...]:
    """Indicators to follow up that no goal proposes and no criterion is measured by."""
    used = {one.measured_by for one in criteria} | {name for goal in goals for name in goal.indicators}
    return tuple(sorted({name for name, one in indicators.items() if one.use == "follow_up"} - used))
