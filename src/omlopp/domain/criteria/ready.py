"""Is a criterion of the library ready for use? One sentence per fault, each with its place in the file."""

import re
from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal

from omlopp.domain.criteria.check import PROMISES
from omlopp.domain.model.criteria import Criterion
from omlopp.domain.model.findings import Finding
from omlopp.domain.model.goals import Goal
from omlopp.domain.model.indicators import Indicator
from omlopp.domain.model.law import NO_RULE, UNEXAMINED, Regime
from omlopp.domain.model.text import Text

# How a section is written ("9 kap. 1 §", "19 a kap. 11 §"), and how those begin that a regime's own chapter
# holds: these two regimes ARE chapters of the act, so a hook that cites another chapter does not apply there.
SECTION = re.compile(r"(\d+ (?:[a-z] )?kap\.) \d+(?: [a-z])? §")
OWN_CHAPTER = {Regime.LOU_19: "19 kap.", Regime.LOU_19A: "19 a kap."}
CPV_PREFIX = re.compile(r"[0-9]{2,8}")


def faults(
    criterion: Criterion,
    *,
    goals: Collection[Goal],
    indicators: Mapping[str, Indicator],
    known: Collection[str],
) -> tuple[Finding, ...]:
    """What must be mended before publishing; empty when ready. `where` is the field, as written in the file.

    known: the ids of all criteria, which relations may name.
    """
    found = (
        *_texts(criterion),
        *_indicator(criterion, indicators),
        *_goal(criterion, goals),
        *_contract(criterion),
        *_scores(criterion),
        *_hooks(criterion),
        *_rest(criterion, known),
    )
    return tuple(
        Finding(f"library-{name}", "failed", facts | {"id": criterion.id}, where=where)
        for name, where, facts in found
    )


Fault = tuple[str, str, dict[str, object]]


def _texts(criterion: Criterion) -> Iterator[Fault]:
    texts: dict[str, Text | None] = {
        "name": criterion.name,
        "text": criterion.text,
        "why": criterion.why,
        "proof": criterion.proof,
        "risks": criterion.risks,
        "market.because": criterion.market.because,
        "deduction_logic": criterion.deduction_logic,
    }
    if criterion.clause:
        texts |= {"clause.text": criterion.clause.text, "clause.consequence": criterion.clause.consequence}
    if criterion.follow_up:
        texts["follow_up.record"] = criterion.follow_up.record
    texts |= {f"scores.{level.id}.text": level.text for level in criterion.scores}
    for where, text in texts.items():
        for language in ("sv", "en"):
            if text and not text.within(language).strip():
                yield "text-empty", f"{where}.{language}", {"language": language}


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
    if not any(hook.section(Regime.LOU) for hook in criterion.hooks):
        yield "hooks-none", "hooks", {}
    for at, hook in enumerate(criterion.hooks):
        for regime, rule in hook.rules.items():
            if rule in (NO_RULE, UNEXAMINED):
                continue
            section = SECTION.fullmatch(rule)
            own = OWN_CHAPTER.get(regime)
            if section is None:
                yield "section-form", f"hooks.{at}.rules.{regime.value}", {"rule": rule}
            elif own and section[1] != own:
                yield (
                    "section-other-chapter",
                    f"hooks.{at}.rules.{regime.value}",
                    {"rule": rule, "chapter": own},
                )


def _rest(criterion: Criterion, known: Collection[str]) -> Iterator[Fault]:
    for prefix in criterion.cpv:
        if not CPV_PREFIX.fullmatch(prefix):
            yield "cpv-form", "cpv", {"cpv": prefix}
    if not criterion.cpv:
        yield "cpv-missing", "cpv", {}
    related = criterion.relations
    for kind in ("requires", "replaces", "conflicts"):
        for other in getattr(related, kind):
            if other not in known or other == criterion.id:
                yield "relation-unknown", f"relations.{kind}", {"other": other}
    for other in set(related.requires) & set(related.conflicts + related.replaces):
        yield "relation-both", "relations", {"other": other}
    if criterion.checked.next <= criterion.checked.last:
        yield (
            "review-before-check",
            "checked.next",
            {"next": criterion.checked.next, "last": criterion.checked.last},
        )


def unused_indicators(
    criteria: Collection[Criterion], goals: Collection[Goal], indicators: Mapping[str, Indicator]
) -> tuple[str, ...]:
    """Indicators to follow up that no goal proposes and no criterion is measured by."""
    used = {one.measured_by for one in criteria} | {name for goal in goals for name in goal.indicators}
    return tuple(sorted({name for name, one in indicators.items() if one.use == "follow_up"} - used))
