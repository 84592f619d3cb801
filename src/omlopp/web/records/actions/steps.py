"""Answering the questions of a step, passing its gate, and ending without a purchase."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from django.contrib.auth.models import User
from django.utils import timezone

from omlopp.domain.model.errors import OmloppError
from omlopp.domain.model.process import Question, Step
from omlopp.domain.process.gates import gate_of
from omlopp.library.load import library
from omlopp.web.records import convert
from omlopp.web.records.actions import ENDED, acting, need_reason
from omlopp.web.records.models import ProcurementRecord, StepRecord


class StaleEdit(OmloppError):
    """Somebody else saved the step after the page was opened. Nothing was written."""

    code = "stale-edit"


class AnswerUnreadable(OmloppError):
    """An answer that is not what the question asks for."""

    code = "answer-unreadable"


class NotAnOutcome(OmloppError):
    code = "not-an-outcome"


class GateClosed(OmloppError):
    """The gate of a step does not hold yet; `findings` tell what is missing."""

    code = "gate-closed"


def save_answers(
    *, by: User, procurement: ProcurementRecord, step: Step, answers: Mapping[str, str], edition: int
) -> StepRecord:
    """Save a step's answers on top of `edition`. Raises StaleEdit when the step was saved since."""
    with acting("step-answered", by=by, procurement=procurement, right=step.right_to_answer) as says:
        row = StepRecord.objects.select_for_update().get(procurement=procurement, step_id=step.id)
        if row.edition != edition:
            raise StaleEdit(step_sv=step.name.sv, step_en=step.name.en, by=row.saved_by, at=row.saved_at)
        checked = {
            question.id: read_answer(question, answers.get(question.id, "")) for question in step.questions
        }
        changed = {name: answer for name, answer in checked.items() if row.answers.get(name, "") != answer}
        row.answers |= checked
        row.edition += 1
        row.saved_by, row.saved_at = by.get_username(), timezone.now()
        row.save()
        says |= {"step": step.id, "edition": row.edition, "answers": changed}
    return row


def read_answer(question: Question, answer: str) -> str:
    """The answer as it is kept: text; numbers with a point, dates as YYYY-MM-DD. Empty stays empty."""
    answer = answer.strip()
    if not answer or question.kind == "text":
        return answer
    if question.kind == "number":
        try:
            number = Decimal(answer.replace("\u00a0", "").replace(" ", "").replace(",", "."))
        except InvalidOperation:
            number = Decimal("NaN")
        if number.is_nan() or (number and not Decimal("0.000001") <= abs(number) < Decimal(10) ** 12):
            raise AnswerUnreadable(
                question_sv=question.text.sv, question_en=question.text.en, found=answer[:40], wanted_sv="ett tal",
                wanted_en="a number",
            )  # fmt: skip
        return str(number)
    if question.kind == "date":
        try:
            day = date.fromisoformat(answer)
        except ValueError:
            day = date.min
        if not 1900 <= day.year <= 2200:  # a slip of the pen: periods are counted from it
            raise AnswerUnreadable(
                question_sv=question.text.sv, question_en=question.text.en, found=answer[:40],
                wanted_sv="ett datum (ÅÅÅÅ-MM-DD)", wanted_en="a date (YYYY-MM-DD)",
            )  # fmt: skip
        return day.isoformat()
    allowed = {"yes", "no"} if question.kind == "yes_no" else {option.id for option in question.options}
    if answer not in allowed:
        raise AnswerUnreadable(
            question_sv=question.text.sv,
            question_en=question.text.en,
            found=answer,
            wanted_sv="ett av alternativen",
            wanted_en="one of the options",
        )
    return answer


def pass_step(*, by: User, procurement: ProcurementRecord, step_id: str) -> None:
    """Pass a step's gate. Raises GateClosed, with what is missing, when it does not hold."""
    model = convert.edition(procurement.model)
    step = model.step(step_id)
    with acting("step-passed", by=by, procurement=procurement, right=step.right_to_pass) as says:
        now = convert.whole(ProcurementRecord.objects.filter(pk=procurement.pk)).get()  # in few queries
        gate = gate_of(convert.procurement(now), model, step_id, library().indicators)
        if not gate.open:
            raise GateClosed(step_sv=step.name.sv, step_en=step.name.en, findings=gate.findings)
        row = StepRecord.objects.get(procurement=procurement, step_id=step_id)
        row.passed_at, row.passed_by = timezone.now(), by.get_username()
        row.save(update_fields=["passed_at", "passed_by"])
        says |= {"step": step_id, "checks": [finding.check for finding in gate.findings]}


def end_procurement(*, by: User, procurement: ProcurementRecord, outcome: str, reason: str) -> None:
    """End without a purchase (a result that counts), cancel, or close a contract that is over."""
    if outcome not in ENDED:
        raise NotAnOutcome(outcome=outcome)
    reason = need_reason(reason, action=f"end-{outcome}")
    with acting(f"ended-{outcome}", by=by, procurement=procurement, why=reason) as says:
        procurement.outcome = outcome
        procurement.save(update_fields=["outcome"])
        says["outcome"] = outcome


def reopen_procurement(*, by: User, procurement: ProcurementRecord, reason: str) -> None:
    """Undo an ending: the procurement goes on where it was."""
    reason = need_reason(reason, action="reopen")
    with acting("reopened", by=by, procurement=procurement, why=reason, also_ended=True):
        decided = any(hasattr(lot, "decision") for lot in procurement.lots.all())
        procurement.outcome = "awarded" if decided else "open"
        procurement.save(update_fields=["outcome"])
