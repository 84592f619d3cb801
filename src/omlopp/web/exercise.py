"""The exercise: invented procurements carried from need to end measurement, by the actions a user has.

`carry` takes one of them through its steps, gates and all, and is all that a sandbox needs; the programme round ten of
them is in `exercise_programme`.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from omlopp.domain.award.compose import Added, award_criteria, compose
from omlopp.domain.model.indicators import Stage
from omlopp.domain.model.process import Entrance, Step
from omlopp.domain.model.procurement import ChosenGoal, Lot
from omlopp.domain.model.text import Text
from omlopp.web import exercise_acts as acts
from omlopp.web.exercise_says import EndingSaid, Exercise, read_exercise
from omlopp.web.records import convert
from omlopp.web.records.actions import ENDED
from omlopp.web.records.actions.assess import agree, ask_about_price, assess, judge_answer
from omlopp.web.records.actions.award import decide, evaluate_lot, register_bid, set_award_model
from omlopp.web.records.actions.begin import begin_procurement, confirm_regime
from omlopp.web.records.actions.criteria import adapt_criterion, choose_criterion
from omlopp.web.records.actions.goals import choose_goals
from omlopp.web.records.actions.people import give_role
from omlopp.web.records.actions.steps import end_procurement, pass_step, save_answers
from omlopp.web.records.models import ProcurementRecord

Act = Callable[[User, ProcurementRecord, Exercise], None]
CLOSED = EndingSaid("closed", "Avtalet är slut och slutmätningen gjord (övning).")


def carry_exercise(user: User, path: Path) -> ProcurementRecord:
    """The exercise of the file, unless the workspace has it: one that is there is left as people have made it."""
    says = read_exercise(path)
    held = (
        ProcurementRecord.objects.filter(title=says.title, exercise=True, sandbox=None).order_by("pk").first()
    )
    return held or carry(user, says)


@transaction.atomic
def carry(
    by: User,
    says: Exercise,
    *,
    until: str = "",
    title: str = "",
    begun: Callable[[ProcurementRecord], None] | None = None,
) -> ProcurementRecord:
    """A new procurement, carried as far as the exercise goes: all of it or, if anything is refused, nothing.

    `until`: stop at this step instead, with all that is done there left to do (a sandbox begins anywhere); `title`:
    another than the file's; `begun`: what happens as soon as it exists, before an ending closes it for writing. Raises
    what an action refuses, as a user would be told it.
    """
    row = begin(by, says, title)
    if begun is not None:
        begun(row)
    for step in convert.edition(row.model).steps:
        if step.id == until:
            break
        for act in ACTS.get(step.id, ()):
            act(by, row, says)
        here = step.id == says.stands_at
        row.refresh_from_db()
        if row.outcome in ENDED:  # a decision without a winner has ended it
            break
        answers = answers_of(step, row, says.answers.get(step.id, {}), filled=not here)
        if answers:
            save_answers(by=by, procurement=row, step=step, answers=answers, edition=0)
        if not here or says.ends:
            pass_step(by=by, procurement=row, step_id=step.id)
        if here:
            break
    if not until:
        acts.talk(by, row, says)
        end(by, row, says)
        acts.learn(by, row, says)
    return row


def begin(by: User, says: Exercise, title: str = "") -> ProcurementRecord:
    """Begun, with everybody in their roles."""
    row = begin_procurement(
        by=by,
        title=title or says.title,
        buyer_name=says.buyer_name,
        buyer_kind=says.buyer_kind,
        buyer_number=says.buyer_number,
        entrance=says.entrance,
        object_kind=says.object_kind,
        value_sek=says.value_sek,
        cpv=says.cpv,
        exercise=True,
        on=says.begun_on,
        planned_on=says.planned_on,
        lots=[Lot(lot.id, lot.title, lot.value_sek, lot.cpv) for lot in says.lots],
    )
    acts.seat(by, row, says)
    return row


def end(by: User, row: ProcurementRecord, says: Exercise) -> None:
    """As the file says; closed, where every step is passed and it says nothing."""
    ends = says.ends or (None if says.stands_at else CLOSED)
    if ends is not None and row.outcome not in ENDED:
        end_procurement(by=by, procurement=row, outcome=ends.outcome, reason=ends.reason)


def answers_of(
    step: Step, row: ProcurementRecord, given: Mapping[str, Any], *, filled: bool
) -> dict[str, str]:
    """The file's answers. `filled`: what a step asks for since the file was written gets an answer that says so."""
    answers = {name: str(answer) for name, answer in given.items()}
    for question in step.questions if filled else ():
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


def settle_regime(user: User, row: ProcurementRecord, says: Exercise) -> None:
    confirm_regime(
        by=user,
        procurement=row,
        regime=says.regime.regime,
        reason=says.regime.reason,
        proposed=convert.proposal(row).regime,
        on=says.begun_on,
    )


def light_goals(user: User, row: ProcurementRecord, says: Exercise) -> None:
    chosen = [ChosenGoal(one.goal, one.strategies, one.indicator, one.target) for one in says.goals]  # type: ignore[arg-type]
    choose_goals(by=user, procurement=row, chosen=chosen)


def choose(user: User, row: ProcurementRecord, says: Exercise) -> None:
    """Every requirement of the file that is not chosen already."""
    taken = set(row.criteria.values_list("criterion_id", flat=True))
    for each in says.criteria:
        if each.criterion in taken:
            continue
        choice = choose_criterion(by=user, procurement=row, criterion_id=each.criterion)
        clause = Text(choice.clause_sv, choice.clause_en) if choice.clause_sv else None
        adapt_criterion(
            by=user,
            choice=choice,
            wording=Text(choice.wording_sv, choice.wording_en),
            clause=clause,
            owner=each.owner,
        )


def choose_what_is_asked(user: User, row: ProcurementRecord, says: Exercise) -> None:
    """Requirements that are put to the market are chosen before it is asked."""
    if any(one.asks for one in says.dialogues):
        choose(user, row, says)


def set_models(user: User, row: ProcurementRecord, says: Exercise) -> None:
    value = convert.procurement(row)
    for lot_id, award in says.award.items():
        added = {name: Added(each.link, each.sanction) for name, each in award.added.items()}
        chosen = award_criteria(value.criteria, lot_id)
        model = compose(award.family, chosen, award.worth, price_weight=award.price_weight, added=added)
        set_award_model(by=user, procurement=row, lot_id=lot_id, model=model)


def register(user: User, row: ProcurementRecord, says: Exercise) -> None:
    for bid in says.bids:
        register_bid(
            by=user,
            procurement=row,
            lot_id=bid.lot,
            bidder=bid.bidder,
            price_sek=bid.price_sek,
            levels=bid.levels,
        )


def judge(user: User, row: ProcurementRecord, says: Exercise) -> None:
    """Assessors apart, what they agreed on, and questions about prices."""
    if not says.assessor:
        return
    assessor = acts.account(user, says.assessor)
    if not row.memberships.filter(role="assessor", user=assessor).exists():
        give_role(by=user, procurement=row, username=assessor.get_username(), role="assessor")
    bids = {bid.bidder: bid for lot in row.lots.all() for bid in lot.bids.all()}
    for one in says.assessments:
        assess(
            by={"buyer": user, "assessor": assessor}[one.by],
            bid=bids[one.bidder],
            criterion_id=one.criterion,
            level=one.level,
            reason=one.reason,
        )
    for agreed in says.agreed:
        agree(by=user, bid=bids[agreed.bidder], levels=agreed.levels, why=agreed.why)
    for each in says.questions:
        asked = ask_about_price(
            by=user,
            bid=bids[each.bidder],
            question=each.question,
            answer_by=each.answer_by,
            on=each.asked_on,
        )
        if each.accepted is not None:
            judge_answer(
                by=user,
                inquiry=asked,
                answer=each.answer,
                answered_on=each.answered_on,
                accepted=each.accepted,
                reason=each.reason,
            )


def decide_lots(user: User, row: ProcurementRecord, says: Exercise) -> None:
    for each in says.decisions:
        evaluate_lot(by=user, procurement=row, lot_id=each.lot)
        decide(
            by=user,
            procurement=row,
            lot_id=each.lot,
            winner=each.winner,
            reason=each.reason,
            on=each.day,
        )


def _measuring(stage: Stage) -> Act:
    return lambda user, row, says: acts.measure(user, row, says, stage)


ACTS: Mapping[str, tuple[Act, ...]] = {
    "regime": (settle_regime,),
    "reuse_first": (acts.look_in_store,),
    "ambition": (light_goals,),
    "baseline": (_measuring(Stage.BASELINE),),
    "market": (choose_what_is_asked, acts.ask_market),
    "requirements": (choose,),
    "award_model": (set_models,),
    "bids": (register, acts.open_bids),
    "decision": (judge, decide_lots),
    "start": (acts.sign,),
    "follow_up": (_measuring(Stage.CONTRACT), acts.take_reports),
    "end_measurement": (_measuring(Stage.END),),
    "exit": (acts.wind_up,),
}
"""Step of the model → what is done in it before its questions are answered and its gate is passed."""
