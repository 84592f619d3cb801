"""Do the chosen criteria hold together – with their indicators, clauses, levels, goals and each other?"""

import re
from collections.abc import Callable, Collection, Iterator
from datetime import date

from omlopp.domain.model.criteria import ChosenCriterion, CriterionKind
from omlopp.domain.model.findings import Finding
from omlopp.domain.model.law import UNEXAMINED, Regime
from omlopp.domain.model.procurement import Procurement

PROMISES = (CriterionKind.AWARD, CriterionKind.PERFORMANCE)

Facts = dict[str, object]
Fault = tuple[str, Facts]  # where, facts


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
    day = on or procurement.rules_fixed_on
    chosen = procurement.criteria
    found: list[Finding] = []

    def judge(
        name: str, of: Collection[object], faults: Iterator[Fault], because: str = "", blocks: bool = True
    ) -> None:
        if not of:
            found.append(
                Finding(name, "not_applicable", because=because or "criteria-because-none", blocks=blocks)
            )
            return
        failed = [Finding(name, "failed", facts, blocks=blocks, where=where) for where, facts in faults]
        found.extend(failed or [Finding(name, "passed", {"count": len(of)}, blocks=blocks)])

    def each(
        name: str,
        of: Collection[ChosenCriterion],
        wrong: Callable[[ChosenCriterion], bool | Facts],
        because: str = "",
        blocks: bool = True,
    ) -> None:
        """A fault for each criterion of which `wrong` is true, or which it answers with facts."""
        faults = (
            (_place(one), _named(one) | (said if isinstance(said, dict) else {}))
            for one in of
            if (said := wrong(one))
        )
        judge(name, of, faults, because, blocks)

    promises = [one for one in chosen if one.criterion.kind in PROMISES]
    scored = [one for one in chosen if one.criterion.scored]
    bound = [one for one in chosen if one.clause_wording]
    adapted = [one for one in chosen if one.adapted]
    measured = [one for one in chosen if one.criterion.measured_by]

    each("criterion-has-indicator", chosen, lambda one: not one.criterion.measured_by)
    each(
        "criterion-indicator-in-library",
        measured,
        lambda one: (
            one.criterion.measured_by not in indicators_known and {"indicator": one.criterion.measured_by}
        ),
    )
    each(
        "criterion-promise-has-clause",
        promises,
        lambda one: not _said(one.clause_wording),
        because="criteria-because-no-promise",
    )
    each("criterion-award-has-levels", scored, _levels_missing, because="criteria-because-not-scored")
    each(
        "criterion-only-award-scores",
        chosen,
        lambda one: not one.criterion.scored and bool(one.criterion.scores),
    )
    each(
        "criterion-clause-has-follow-up",
        bound,
        lambda one: one.criterion.follow_up is None,
        because="criteria-because-no-clause",
    )
    each(
        "criterion-has-lawful-place",
        chosen if regime else (),
        lambda one: _no_place(one, regime),
        because="criteria-because-no-regime" if chosen else "",
        blocks=False,
    )
    each("criterion-has-owner", chosen, lambda one: not one.owner.strip(), blocks=False)
    each("criterion-lot-exists", chosen, lambda one: _lot_missing(one, procurement))
    judge("criterion-chosen-once", chosen, _twice(chosen), blocks=False)
    judge("criterion-no-conflict", chosen, _conflicts(chosen))
    judge("criterion-has-what-it-requires", chosen, _requires(chosen))
    each(
        "criterion-wording-keeps-number",
        adapted,
        _number_lost,
        because="criteria-because-not-adapted",
        blocks=False,
    )
    judge(
        "goal-has-criterion", procurement.goals, _goals_alone(procurement), because="criteria-because-no-goal"
    )
    each(
        "criterion-goal-is-chosen",
        chosen,
        lambda one: all(goal.goal != one.criterion.goal for goal in procurement.goals),
        blocks=False,
    )
    each(
        "criterion-reviewed-in-time",
        chosen,
        lambda one: one.criterion.checked.next < day and {"next": one.criterion.checked.next},
        blocks=False,
    )
    return tuple(found)


def _place(one: ChosenCriterion) -> str:
    return f"criterion:{one.id}"


def _named(one: ChosenCriterion) -> Facts:
    name = one.criterion.name
    return {"id": one.criterion.id, "name_sv": name.sv, "name_en": name.en, "goal": one.criterion.goal}


def _said(text: object) -> bool:
    return bool(text and getattr(text, "sv", "").strip())


def _levels_missing(one: ChosenCriterion) -> bool:
    """Fewer than two levels, or levels that all earn the same: nothing tells bids apart."""
    return len({level.share for level in one.criterion.scores}) < 2


def _no_place(one: ChosenCriterion, regime: Regime | None) -> bool | Facts:
    """No hook has been examined under this regime. `none` is an answer: the regime has no rule there."""
    if regime is None or any(hook.rules[regime] != UNEXAMINED for hook in one.criterion.hooks):
        return False
    return {"regime": regime.value}


def _lot_missing(one: ChosenCriterion, procurement: Procurement) -> bool | Facts:
    if one.lot_id is None or any(lot.id == one.lot_id for lot in procurement.lots):
        return False
    return {"lot": one.lot_id}


def _meet(one: ChosenCriterion, other: ChosenCriterion) -> bool:
    """Do both concern some same lot?"""
    return one.lot_id is None or other.lot_id is None or one.lot_id == other.lot_id


def _pairs(chosen: Collection[ChosenCriterion]) -> Iterator[tuple[ChosenCriterion, ChosenCriterion]]:
    listed = list(chosen)
    return ((one, other) for at, one in enumerate(listed) for other in listed[at + 1 :] if _meet(one, other))


def _both(one: ChosenCriterion, other: ChosenCriterion) -> Facts:
    name = other.criterion.name
    return _named(one) | {"other": other.criterion.id, "other_sv": name.sv, "other_en": name.en}


def _twice(chosen: Collection[ChosenCriterion]) -> Iterator[Fault]:
    for one, other in _pairs(chosen):
        if one.criterion.id == other.criterion.id:
            yield _place(other), _both(other, one)


def _conflicts(chosen: Collection[ChosenCriterion]) -> Iterator[Fault]:
    """Said by either of the two, or one replaces the other: both must not stand for the same lot."""
    for one, other in _pairs(chosen):
        mine, theirs = one.criterion.relations, other.criterion.relations
        if (
            other.criterion.id in mine.conflicts + mine.replaces
            or one.criterion.id in theirs.conflicts + theirs.replaces
        ):
            yield _place(other), _both(other, one)


def _requires(chosen: Collection[ChosenCriterion]) -> Iterator[Fault]:
    for one in chosen:
        for wanted in one.criterion.relations.requires:
            if not any(other.criterion.id == wanted and _covers(other, one) for other in chosen):
                yield _place(one), _named(one) | {"required": wanted}


def _covers(other: ChosenCriterion, one: ChosenCriterion) -> bool:
    """Does `other` hold in every lot where `one` does?"""
    return other.lot_id is None or other.lot_id == one.lot_id


def _number_lost(one: ChosenCriterion) -> bool:
    """The library's wording measured something in figures; the adapted one names no figure at all."""
    return any(
        re.search(r"\d", before) is not None and re.search(r"\d", after) is None
        for before, after in (
            (one.criterion.text.sv, one.wording.sv),
            (one.criterion.text.en, one.wording.en),
        )
    )


def _goals_alone(procurement: Procurement) -> Iterator[Fault]:
    for goal in procurement.goals:
        if all(one.criterion.goal != goal.goal for one in procurement.criteria):
            yield f"goal:{goal.goal}", {"goal": goal.goal}
