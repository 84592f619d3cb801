"""The checks that gates are made of: each is one sentence with three answers, and CHECKS names them all."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

from omlopp.domain.award.checks import check as check_award_model
from omlopp.domain.model.award import digest
from omlopp.domain.model.criteria import ChosenCriterion, CriterionKind
from omlopp.domain.model.findings import Finding
from omlopp.domain.model.indicators import Stage
from omlopp.domain.model.process import Condition
from omlopp.domain.model.procurement import Lot
from omlopp.domain.process.judging import (
    each_criterion,
    each_goal,
    each_lot,
    has_clause,
    judged,
    on_lot,
    same,
    yes,
)
from omlopp.domain.process.secrecy import opening_is_required, standing_openings
from omlopp.domain.process.standing import Standing

Check = Callable[[Standing, Condition], Finding]

FOLLOWED_KINDS = (CriterionKind.TECHNICAL, CriterionKind.AWARD, CriterionKind.PERFORMANCE)
"""What binds during the contract and therefore needs somebody who follows it up."""


def answered(standing: Standing, condition: Condition) -> Finding:
    """Every question named has an answer of the right kind; those of the other entrance are not asked."""
    questions = [standing.question(question_id) for question_id in condition.of]
    unknown = [id for id, question in zip(condition.of, questions, strict=True) if question is None]
    if unknown:
        return Finding("unknown_question", "failed", {"questions": ", ".join(unknown)})
    asked = [question for question in questions if question and standing.applies(question)]
    if not asked:
        return Finding(condition.check, "not_applicable", because="nothing_asked")
    missing = [question for question in asked if not standing.answered(question)]
    return judged(condition.check, [(f"question:{one.id}", one.text) for one in missing], len(asked))


def regime_confirmed(standing: Standing, condition: Condition) -> Finding:
    """A person has confirmed which rules govern, and said why."""
    choice = standing.procurement.regime
    return yes(condition, choice is not None and bool(choice.reason.strip()), where="regime")


def goals_chosen(standing: Standing, condition: Condition) -> Finding:
    """At least one goal is lit."""
    return yes(condition, bool(standing.procurement.goals))


def each_goal_has_strategy(standing: Standing, condition: Condition) -> Finding:
    """Every goal chosen has at least one strategy."""
    return each_goal(standing, condition, lambda goal: bool(goal.strategies))


def each_goal_has_indicator(standing: Standing, condition: Condition) -> Finding:
    """Every goal chosen has the measure that will tell whether it was reached."""
    return each_goal(standing, condition, lambda goal: bool(goal.indicator))


def each_goal_has_criterion(standing: Standing, condition: Condition) -> Finding:
    """Every goal chosen is carried by at least one criterion."""
    carried = {chosen.criterion.goal for chosen in standing.procurement.criteria}
    return each_goal(standing, condition, lambda goal: goal.goal in carried)


def baseline_measured_or_said_unknown(standing: Standing, condition: Condition) -> Finding:
    """Every goal's indicator has a baseline, or somebody has said why it is unknown."""
    if any(standing.procurement.answers.get(question_id, "").strip() for question_id in condition.of):
        return Finding(condition.check, "passed", {"said_unknown": True})
    return each_goal(standing, condition, lambda goal: standing.measured(goal.indicator, Stage.BASELINE))


def information_shared(standing: Standing, condition: Condition) -> Finding:
    """What one firm was told in the dialogue, all others were told too."""
    given = standing.procurement.shared
    if not given:
        return Finding(condition.check, "not_applicable", because="nothing_given")
    failing = [
        (f"shared:{number}", same(f"{one.given_to} ({one.given_on.isoformat()})"))
        for number, one in enumerate(given, 1)
        if one.shared_on is None
    ]
    return judged(condition.check, failing, len(given))


def criteria_chosen(standing: Standing, condition: Condition) -> Finding:
    """At least one criterion is chosen."""
    return yes(condition, bool(standing.procurement.criteria))


def each_criterion_has_indicator(standing: Standing, condition: Condition) -> Finding:
    """Every criterion names what it is measured by."""
    return each_criterion(standing, condition, lambda chosen: bool(chosen.criterion.measured_by.strip()))


def each_indicator_known(standing: Standing, condition: Condition) -> Finding:
    """Every criterion's indicator is still in the library."""
    known = standing.known_indicators
    return each_criterion(
        standing,
        condition,
        lambda chosen: chosen.criterion.measured_by in known,
        only=lambda chosen: bool(chosen.criterion.measured_by.strip()),
    )


def each_scored_promise_has_clause(standing: Standing, condition: Condition) -> Finding:
    """What gives an advantage in the evaluation is bound by a clause, or it is only a promise."""
    return each_criterion(standing, condition, has_clause, only=lambda chosen: chosen.criterion.scored)


def each_clause_has_follow_up(standing: Standing, condition: Condition) -> Finding:
    """Every clause has a record that shows it and a time when it is asked for."""
    return each_criterion(
        standing, condition, lambda chosen: chosen.criterion.follow_up is not None, only=has_clause
    )


def each_criterion_has_owner(standing: Standing, condition: Condition) -> Finding:
    """Everything that binds during the contract has somebody who follows it up."""
    return each_criterion(
        standing,
        condition,
        lambda chosen: bool(chosen.owner.strip()),
        only=lambda chosen: chosen.criterion.kind in FOLLOWED_KINDS,
    )


def award_model_for_each_lot(standing: Standing, condition: Condition) -> Finding:
    """Every lot has an award model."""
    return each_lot(standing, condition, lambda lot: lot.id in standing.procurement.award_models)


def award_models_sound(standing: Standing, condition: Condition) -> Finding:
    """No award model has a fault that blocks its use (domain/award/checks says which)."""
    regime = standing.procurement.regime
    name = regime.regime.value if regime else ""

    def sound(lot: Lot) -> bool:
        model = standing.procurement.award_models[lot.id]
        return not any(finding.failed and finding.blocks for finding in check_award_model(model, name))

    return each_lot(standing, condition, sound, only=lambda lot: lot.id in standing.procurement.award_models)


def each_award_criterion_scored(standing: Standing, condition: Condition) -> Finding:
    """Every award criterion chosen is scored in the award models of the lots it concerns."""
    models = standing.procurement.award_models

    def scored(chosen: ChosenCriterion) -> bool:
        concerned = [model for lot, model in models.items() if chosen.lot_id in (None, lot)]
        return all(any(one.chosen_criterion == chosen.id for one in model.criteria) for model in concerned)

    return each_criterion(standing, condition, scored, only=lambda chosen: chosen.criterion.scored)


def bids_registered(standing: Standing, condition: Condition) -> Finding:
    """At least one bid is entered, and every bid belongs to a lot that exists."""
    bids = standing.procurement.bids
    if not bids:
        return Finding(condition.check, "failed")
    lots = {lot.id for lot in standing.procurement.lots}
    strange = [
        (f"bid:{bid.id}", same(bid.title))
        for bid in bids
        if bid.lot_id not in lots and not (bid.lot_id is None and len(lots) <= 1)
    ]
    found = judged(condition.check, strange, len(bids))
    return replace(found, check="lot_unknown") if found.failed else found


def opening_recorded(standing: Standing, condition: Condition) -> Finding:
    """The opening of every lot's bids is recorded, where the section on opening applies. `of`: its legal point."""
    regime = standing.procurement.regime
    hooks = [hook for step in standing.model.steps for hook in step.hooks if hook.id in condition.of]
    if not any(opening_is_required(hook, regime.regime if regime else None) for hook in hooks):
        return Finding(condition.check, "not_applicable", because="no_rule")
    recorded = standing_openings(standing.procurement.openings)
    return each_lot(
        standing,
        condition,
        lambda lot: lot.id in recorded,
        only=lambda lot: any(on_lot(standing, lot, bid.lot_id) for bid in standing.procurement.bids),
    )


def each_lot_evaluated(standing: Standing, condition: Condition) -> Finding:
    """Every lot with bids is evaluated, by the award model it has now and over all its bids."""
    procurement = standing.procurement

    def up_to_date(lot: Lot) -> bool:
        evaluation, model = procurement.evaluations.get(lot.id), procurement.award_models.get(lot.id)
        if evaluation is None or model is None:
            return False
        same_model = not evaluation.model_digest or evaluation.model_digest == digest(model)
        bids = {bid.id for bid in procurement.bids if on_lot(standing, lot, bid.lot_id)}
        return same_model and bids <= set(evaluation.rank)

    return each_lot(
        standing,
        condition,
        up_to_date,
        only=lambda lot: any(on_lot(standing, lot, bid.lot_id) for bid in procurement.bids),
    )


def decision_made_with_reason(standing: Standing, condition: Condition) -> Finding:
    """Every lot has a decision with a reason, and a winner, if there is one, is a bid on that lot."""
    procurement = standing.procurement

    def decided(lot: Lot) -> bool:
        bids = {bid.id for bid in procurement.bids if on_lot(standing, lot, bid.lot_id)}
        return any(
            decision.lot_id == lot.id and decision.reason.strip() and decision.winner_bid in bids | {None}
            for decision in procurement.decisions
        )

    return each_lot(standing, condition, decided)


def contract_measured(standing: Standing, condition: Condition) -> Finding:
    """Every goal's indicator is measured during the contract."""
    return _each_measured(standing, condition, Stage.CONTRACT)


def end_measured(standing: Standing, condition: Condition) -> Finding:
    """Every goal's indicator is measured at the end of the contract."""
    return _each_measured(standing, condition, Stage.END)


def _each_measured(standing: Standing, condition: Condition, stage: Stage) -> Finding:
    if standing.nobody_awarded:
        return Finding(condition.check, "not_applicable", because="nobody_awarded")
    return each_goal(standing, condition, lambda goal: standing.measured(goal.indicator, stage))


_DOCUMENTS: tuple[Check, ...] = (
    goals_chosen,
    criteria_chosen,
    each_goal_has_criterion,
    each_criterion_has_indicator,
    each_indicator_known,
    each_scored_promise_has_clause,
    each_clause_has_follow_up,
    award_model_for_each_lot,
    award_models_sound,
)


def documents_ready(standing: Standing, condition: Condition) -> Finding:
    """Goals, criteria, clauses and award models hold together: the last look before publication."""
    failing = [check.__name__ for check in _DOCUMENTS if check(standing, Condition(check.__name__)).failed]
    if not failing:
        return Finding(condition.check, "passed", {"of": len(_DOCUMENTS)})
    facts = {"count": len(failing), "of": len(_DOCUMENTS), "checks": tuple(failing)}
    return Finding(condition.check, "failed", facts)


CHECKS: Mapping[str, Check] = MappingProxyType(
    {
        "answered": answered,
        "regime_confirmed": regime_confirmed,
        "reuse_considered": answered,
        "goals_chosen": goals_chosen,
        "each_goal_has_strategy": each_goal_has_strategy,
        "each_goal_has_indicator": each_goal_has_indicator,
        "each_goal_has_criterion": each_goal_has_criterion,
        "baseline_measured_or_said_unknown": baseline_measured_or_said_unknown,
        "market_evidence_recorded": answered,
        "information_shared": information_shared,
        "criteria_chosen": criteria_chosen,
        "each_criterion_has_indicator": each_criterion_has_indicator,
        "each_indicator_known": each_indicator_known,
        "each_scored_promise_has_clause": each_scored_promise_has_clause,
        "each_clause_has_follow_up": each_clause_has_follow_up,
        "each_criterion_has_owner": each_criterion_has_owner,
        "award_model_for_each_lot": award_model_for_each_lot,
        "award_models_sound": award_models_sound,
        "each_award_criterion_scored": each_award_criterion_scored,
        "documents_ready": documents_ready,
        "bids_registered": bids_registered,
        "opening_recorded": opening_recorded,
        "each_lot_evaluated": each_lot_evaluated,
        "decision_made_with_reason": decision_made_with_reason,
        "contract_measured": contract_measured,
        "end_measured": end_measured,
        "exit_decided": answered,
        "lessons_recorded": answered,
    }
)
"""Every name a gate may use. Those that read `answered` differ in the sentence shown."""
