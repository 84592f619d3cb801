"""The exercise: an invented procurement carried from need to end measurement, by the actions a user has."""

import secrets
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml
from django.contrib.auth.models import User

from omlopp.domain.award.compose import Added, award_criteria, compose
from omlopp.domain.model.indicators import Stage
from omlopp.domain.model.law import Regime
from omlopp.domain.model.process import Entrance, Step
from omlopp.domain.model.procurement import ChosenGoal, Lot
from omlopp.domain.model.text import Text
from omlopp.web.records import convert
from omlopp.web.records.actions.assess import agree, ask_about_price, assess, judge_answer
from omlopp.web.records.actions.award import decide, evaluate_lot, register_bid, set_award_model
from omlopp.web.records.actions.begin import begin_procurement, confirm_regime
from omlopp.web.records.actions.criteria import adapt_criterion, choose_criterion
from omlopp.web.records.actions.follow_up import record_measurement
from omlopp.web.records.actions.goals import choose_goals
from omlopp.web.records.actions.people import add_person, give_role
from omlopp.web.records.actions.steps import end_procurement, pass_step, save_answers
from omlopp.web.records.models import ProcurementRecord


def carry_exercise(user: User, path: Path) -> None:
    """An invented procurement, carried through every phase by the actions a user has – gates and all."""
    says = yaml.safe_load(path.read_text("utf-8"))
    row = ProcurementRecord.objects.filter(title=says["title"], exercise=True).first()
    if row is not None and row.outcome == "closed":
        return
    if row is None:
        row = begin_procurement(
            by=user,
            title=says["title"],
            buyer_name=says["buyer_name"],
            buyer_kind=says["buyer_kind"],
            buyer_number=says["buyer_number"],
            entrance=Entrance(says["entrance"]),
            object_kind=says["object_kind"],
            value_sek=Decimal(says["value_sek"]),
            cpv=says["cpv"],
            exercise=True,
            on=says["begun_on"],
            lots=[
                Lot(lot["id"], lot["title"], Decimal(lot["value_sek"]), tuple(lot["cpv"]))
                for lot in says["lots"]
            ],
        )
    before = {
        "regime": settle_regime,
        "ambition": light_goals,
        "requirements": choose,
        "award_model": set_models,
        "bids": register,
        "decision": decide_lots,
    }
    for step in convert.edition(row.model).steps:
        record = row.steps.get(step_id=step.id)
        if record.passed_at:
            continue
        if step.id in before:
            before[step.id](user, row, says)
        measure_stage(
            user,
            row,
            says,
            {"baseline": "baseline", "follow_up": "contract", "end_measurement": "end"}.get(step.id),
        )
        answers = answers_of(step, row, says["answers"].get(step.id, {}))
        if answers and not record.edition:
            save_answers(by=user, procurement=row, step=step, answers=answers, edition=0)
        row.refresh_from_db()
        pass_step(by=user, procurement=row, step_id=step.id)
    end_procurement(
        by=user, procurement=row, outcome="closed", reason="Avtalet är slut och slutmätningen gjord (övning)."
    )


def answers_of(step: Step, row: ProcurementRecord, given: dict[str, Any]) -> dict[str, str]:
    """The file's answers; what a step has asked for since the file was written gets one that says so."""
    answers = {name: str(answer) for name, answer in given.items()}
    for question in step.questions:
        if (
            question.required
            and question.id not in answers
            and question.only in (None, Entrance(row.entrance))
        ):
            answers[question.id] = {
                "text": "(övning: frågan kom till efter att övningen skrevs)",
                "choice": question.options[-1].id if question.options else "",
                "yes_no": "yes",
                "number": "0",
                "date": row.rules_fixed_on.isoformat(),
            }[question.kind]
    return answers


def settle_regime(user: User, row: ProcurementRecord, says: dict[str, Any]) -> None:
    proposal = convert.proposal(row)
    confirm_regime(
        by=user,
        procurement=row,
        regime=Regime(says["regime"]["regime"]),
        reason=says["regime"]["reason"],
        proposed=proposal.regime,
        on=says["begun_on"],
    )


def light_goals(user: User, row: ProcurementRecord, says: dict[str, Any]) -> None:
    chosen = [
        ChosenGoal(goal["goal"], tuple(goal["strategies"]), goal["indicator"], Decimal(goal["target"]))
        for goal in says["goals"]
    ]
    choose_goals(by=user, procurement=row, chosen=chosen)


def choose(user: User, row: ProcurementRecord, says: dict[str, Any]) -> None:
    taken = set(row.criteria.values_list("criterion_id", flat=True))
    for each in says["criteria"]:
        if each["criterion"] in taken:
            continue
        choice = choose_criterion(by=user, procurement=row, criterion_id=each["criterion"])
        clause = Text(choice.clause_sv, choice.clause_en) if choice.clause_sv else None
        adapt_criterion(
            by=user,
            choice=choice,
            wording=Text(choice.wording_sv, choice.wording_en),
            clause=clause,
            owner=each["owner"],
        )


def set_models(user: User, row: ProcurementRecord, says: dict[str, Any]) -> None:
    value = convert.procurement(row)
    for lot_id, award in says["award"].items():
        if lot_id in value.award_models:
            continue
        worth = {name: Decimal(amount) for name, amount in award["worth"].items()}
        added = {
            name: Added(each["link"], Decimal(each["sanction"])) for name, each in award["added"].items()
        }
        model = compose(award["family"], award_criteria(value.criteria, lot_id), worth, added=added)
        set_award_model(by=user, procurement=row, lot_id=lot_id, model=model)


def register(user: User, row: ProcurementRecord, says: dict[str, Any]) -> None:
    have = {(bid.lot.lot_id, bid.bidder) for lot in row.lots.all() for bid in lot.bids.all()}
    for bid in says["bids"]:
        if (bid["lot"], bid["bidder"]) not in have:
            register_bid(
                by=user,
                procurement=row,
                lot_id=bid["lot"],
                bidder=bid["bidder"],
                price_sek=Decimal(bid["price_sek"]),
                levels=bid["levels"],
            )


def judge(user: User, row: ProcurementRecord, says: dict[str, Any]) -> None:
    """Two assessors apart, what they agreed on, and a question about a price. The second's account cannot sign in."""
    if row.memberships.filter(role="assessor").exists():
        return
    assessor = User.objects.filter(username=says["assessor"]).first() or add_person(
        by=user.get_username(), username=says["assessor"], password=secrets.token_urlsafe(24)
    )
    give_role(by=user, procurement=row, username=assessor.username, role="assessor")
    bids = {bid.bidder: bid for lot in row.lots.all() for bid in lot.bids.all()}
    for each in says["assessments"]:
        assess(
            by={"buyer": user, "assessor": assessor}[each["by"]],
            bid=bids[each["bidder"]],
            criterion_id=each["criterion"],
            level=each["level"],
            reason=each["reason"],
        )
    for each in says["agreed"]:
        agree(by=user, bid=bids[each["bidder"]], levels=each["levels"], why=each["why"])
    for each in says["questions"]:
        asked = ask_about_price(
            by=user,
            bid=bids[each["bidder"]],
            question=each["question"],
            answer_by=each["answer_by"],
            on=each["asked_on"],
        )
        judge_answer(
            by=user,
            inquiry=asked,
            answer=each["answer"],
            answered_on=each["answered_on"],
            accepted=each["accepted"],
            reason=each["reason"],
        )


def decide_lots(user: User, row: ProcurementRecord, says: dict[str, Any]) -> None:
    decided = {lot.lot_id for lot in row.lots.all() if hasattr(lot, "decision")}
    if not decided:
        judge(user, row, says)
    for each in says["decisions"]:
        if each["lot"] not in decided:
            evaluate_lot(by=user, procurement=row, lot_id=each["lot"])
            decide(
                by=user,
                procurement=row,
                lot_id=each["lot"],
                winner=each["winner"],
                reason=each["reason"],
                on=each["day"],
            )


def measure_stage(user: User, row: ProcurementRecord, says: dict[str, Any], stage: str | None) -> None:
    if stage is None:
        return
    have = set(row.measurements.filter(stage=stage).values_list("indicator", flat=True))
    for each in says["measurements"]:
        if each["stage"] == stage and each["indicator"] not in have:
            record_measurement(
                by=user,
                procurement=row,
                indicator=each["indicator"],
                stage=Stage(stage),
                measured_on=each["day"],
                inputs={name: Decimal(figure) for name, figure in each["inputs"].items()},
                source=each["source"],
                proof=each["proof"],
            )
