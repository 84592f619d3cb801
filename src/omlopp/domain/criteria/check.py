"""Do the chosen criteria hold together – with their indicators, clauses, levels, goals and each other?

Every check is a row of RULES: what it looks at, what is wrong there, and what is said when there is nothing to look at.
"""

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date

from omlopp.domain.model.criteria import ChosenCriterion, CriterionKind
from omlopp.domain.model.findings import Finding
from omlopp.domain.model.law import UNEXAMINED, Regime
from omlopp.domain.model.procurement import Procurement

PROMISES = (CriterionKind.AWARD, CriterionKind.PERFORMANCE)

Facts = dict[str, object]
Fault = tuple[str, Facts]  # where, facts
Chosen = Collection[ChosenCriterion]


@dataclass(frozen=True, slots=True)
class Seen:
    """All that a check may look at. `regime` None: not confirmed yet; `day`: review dates are held against it."""

    procurement: Procurement
    indicators_known: Collection[str]
    regime: Regime | None
    day: date

    @property
    def chosen(self) -> tuple[ChosenCriterion, ...]:
        return self.procurement.criteria


@dataclass(frozen=True, slots=True)
class Rule:
    """`of`: what it looks at; `faults`: what is wrong there; `because`: key of the sentence for nothing to look at."""

    name: str
    of: Callable[[Seen], Collection[object]]
    faults: Callable[[Seen], Iterator[Fault]]
    because: Callable[[Seen], str]
    blocks: bool = True


def check(
    procurement: Procurement,
    indicators_known: Collection[str],
    regime: Regime | None,
    on: date | None = None,
) -> tuple[Finding, ...]:
    """Every check once: a finding per fault, or one that says it passed, or why there was nothing to check.

    indicators_known: ids of the library's indicators. regime None: not confirmed yet. on: the day review
    dates are held against (default: the day the procurement's rules were fixed).
    `check.<name>.<status>` is the key of the sentence, `because` that of a reason for not applicable.
    """
    seen = Seen(procurement, indicators_known, regime, on or procurement.rules_fixed_on)
    return tuple(finding for rule in RULES for finding in _judged(rule, seen))


def _judged(rule: Rule, seen: Seen) -> list[Finding]:
    looked_at = rule.of(seen)
    if not looked_at:
        return [Finding(rule.name, "not_applicable", because=rule.because(seen), blocks=rule.blocks)]
    failed = [
        Finding(rule.name, "failed", facts, blocks=rule.blocks, where=where)
        for where, facts in rule.faults(seen)
    ]
    return failed or [Finding(rule.name, "passed", {"count": len(looked_at)}, blocks=rule.blocks)]


def _chosen(seen: Seen) -> Chosen:
    return seen.chosen


def _promises(seen: Seen) -> Chosen:
    return [one for one in seen.chosen if one.criterion.kind in PROMISES]


def _scored(seen: Seen) -> Chosen:
    return [one for one in seen.chosen if one.criterion.scored]


def _bound(seen: Seen) -> Chosen:
    return [one for one in seen.chosen if one.clause_wording]


def _adapted(seen: Seen) -> Chosen:
    return [one for one in seen.chosen if one.adapted]


def _measured(seen: Seen) -> Chosen:
    return [one for one in seen.chosen if one.criterion.measured_by]


def _under_a_regime(seen: Seen) -> Chosen:
    return seen.chosen if seen.regime else ()


def _each(
    name: str,
    wrong: Callable[[ChosenCriterion, Seen], bool | Facts],
    *,
    of: Callable[[Seen], Chosen] = _chosen,
    because: str = "criteria-because-none",
    blocks: bool = True,
) -> Rule:
    """A fault for each criterion of which `wrong` is true, or which it answers with facts."""

    def faults(seen: Seen) -> Iterator[Fault]:
        for one in of(seen):
            if said := wrong(one, seen):
                yield _place(one), _named(one) | (said if isinstance(said, dict) else {})

    return Rule(name, of, faults, lambda _: because, blocks)


def _together(name: str, faults: Callable[[Chosen], Iterator[Fault]], *, blocks: bool = True) -> Rule:
    """Faults that show only when the criteria are seen side by side."""
    return Rule(name, _chosen, lambda seen: faults(seen.chosen), lambda _: "criteria-because-none", blocks)


def _no_indicator(one: ChosenCriterion, _: Seen) -> bool:
    return not one.criterion.measured_by


def _indicator_gone(one: ChosenCriterion, seen: Seen) -> bool | Facts:
    gone = one.criterion.measured_by not in seen.indicators_known
    return gone and {"indicator": one.criterion.measured_by}


def _no_clause(one: ChosenCriterion, _: Seen) -> bool:
    return not (one.clause_wording and one.clause_wording.sv.strip())


def _levels_alike(one: ChosenCriterion, _: Seen) -> bool:
    """Fewer than two levels, or levels that all earn the same: nothing tells bids apart."""
    return len({level.share for level in one.criterion.scores}) < 2


def _scores_unasked(one: ChosenCriterion, _: Seen) -> bool:
    return not one.criterion.scored and bool(one.criterion.scores)


def _not_followed_up(one: ChosenCriterion, _: Seen) -> bool:
    return one.criterion.follow_up is None


def _no_place(one: ChosenCriterion, seen: Seen) -> bool | Facts:
    """No hook has been examined under this regime. `none` is an answer: the regime has no rule there."""
    regime = seen.regime
    if regime is None or any(hook.rules[regime] != UNEXAMINED for hook in one.criterion.hooks):
        return False
    return {"regime": regime.value}


def _no_owner(one: ChosenCriterion, _: Seen) -> bool:
    return not one.owner.strip()


def _lot_missing(one: ChosenCriterion, seen: Seen) -> bool | Facts:
    if one.lot_id is None or any(lot.id == one.lot_id for lot in seen.procurement.lots):
        return False
    return {"lot": one.lot_id}


def _number_lost(one: ChosenCriterion, _: Seen) -> bool:
    """The library's wording measured something in figures; the adapted one names no figure at all."""
    return any(
        re.search(r"\d", before) is not None and re.search(r"\d", after) is None
        for before, after in (
            (one.criterion.text.sv, one.wording.sv),
            (one.criterion.text.en, one.wording.en),
        )
    )


def _goal_not_chosen(one: ChosenCriterion, seen: Seen) -> bool:
    return all(goal.goal != one.criterion.goal for goal in seen.procurement.goals)


def _review_past(one: ChosenCriterion, seen: Seen) -> bool | Facts:
    return one.criterion.checked.next < seen.day and {"next": one.criterion.checked.next}


def _place(one: ChosenCriterion) -> str:
    return f"criterion:{one.id}"


def _named(one: ChosenCriterion) -> Facts:
    name = one.criterion.name
    return {"id": one.criterion.id, "name_sv": name.sv, "name_en": name.en, "goal": one.criterion.goal}


def _meet(one: ChosenCriterion, other: ChosenCriterion) -> bool:
    """Do both concern some same lot?"""
    return one.lot_id is None or other.lot_id is None or one.lot_id == other.lot_id


def _pairs(chosen: Chosen) -> Iterator[tuple[ChosenCriterion, ChosenCriterion]]:
    listed = list(chosen)
    return ((one, other) for at, one in enumerate(listed) for other in listed[at + 1 :] if _meet(one, other))


def _both(one: ChosenCriterion, other: ChosenCriterion) -> Facts:
    name = other.criterion.name
    return _named(one) | {"other": other.criterion.id, "other_sv": name.sv, "other_en": name.en}


def _twice(chosen: Chosen) -> Iterator[Fault]:
    for one, other in _pairs(chosen):
        if one.criterion.id == other.criterion.id:
            yield _place(other), _both(other, one)


def _conflicts(chosen: Chosen) -> Iterator[Fault]:
    """Said by either of the two, or one replaces the other: both must not stand for the same lot."""
    for one, other in _pairs(chosen):
        mine, theirs = one.criterion.relations, other.criterion.relations
        if (
            other.criterion.id in mine.conflicts + mine.replaces
            or one.criterion.id in theirs.conflicts + theirs.replaces
        ):
            yield _place(other), _both(other, one)


def _requires(chosen: Chosen) -> Iterator[Fault]:
    for one in chosen:
        for wanted in one.criterion.relations.requires:
            if not any(other.criterion.id == wanted and _covers(other, one) for other in chosen):
                yield _place(one), _named(one) | {"required": wanted}


def _covers(other: ChosenCriterion, one: ChosenCriterion) -> bool:
    """Does `other` hold in every lot where `one` does?"""
    return other.lot_id is None or other.lot_id == one.lot_id


def _goals_alone(seen: Seen) -> Iterator[Fault]:
    for goal in seen.procurement.goals:
        if all(one.criterion.goal != goal.goal for one in seen.chosen):
            yield f"goal:{goal.goal}", {"goal": goal.goal}


def _no_regime_because(seen: Seen) -> str:
    return "criteria-because-no-regime" if seen.chosen else "criteria-because-none"


RULES: tuple[Rule, ...] = (
    _each("criterion-has-indicator", _no_indicator),
    _each("criterion-indicator-in-library", _indicator_gone, of=_measured),
    _each("criterion-promise-has-clause", _no_clause, of=_promises, because="criteria-because-no-promise"),
    _each("criterion-award-has-levels", _levels_alike, of=_scored, because="criteria-because-not-scored"),
    _each("criterion-only-award-scores", _scores_unasked),
    _each(
        "criterion-clause-has-follow-up", _not_followed_up, of=_bound, because="criteria-because-no-clause"
    ),
    replace(
        _each("criterion-has-lawful-place", _no_place, of=_under_a_regime, blocks=False),
        because=_no_regime_because,
    ),
    _each("criterion-has-owner", _no_owner, blocks=False),
    _each("criterion-lot-exists", _lot_missing),
    _together("criterion-chosen-once", _twice, blocks=False),
    _together("criterion-no-conflict", _conflicts),
    _together("criterion-has-what-it-requires", _requires),
    _each(
        "criterion-wording-keeps-number",
        _number_lost,
        of=_adapted,
        because="criteria-because-not-adapted",
        blocks=False,
    ),
    Rule(
        "goal-has-criterion",
        lambda seen: seen.procurement.goals,
        _goals_alone,
        lambda _: "criteria-because-no-goal",
    ),
    _each("criterion-goal-is-chosen", _goal_not_chosen, blocks=False),
    _each("criterion-reviewed-in-time", _review_past, blocks=False),
)
"""In the order they are shown."""
