"""Learning: answers that only the person sees, and the person's own copy of the exercise."""

from collections.abc import Callable

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from omlopp.domain.model.errors import OmloppError
from omlopp.library.training import lesson as known_lesson
from omlopp.web.records.actions import ENDED
from omlopp.web.records.actions.steps import end_procurement
from omlopp.web.records.events import record
from omlopp.web.records.models import ProcurementRecord, Sandbox, TrainingAnswer

Carry = Callable[[User], ProcurementRecord]
OVER = "Övningen började om."


class SandboxOpen(OmloppError):
    """The person has a copy of the exercise already. Facts: procurement."""

    code = "training.sandbox-open"


class NoSandbox(OmloppError):
    code = "training.no-sandbox"


class NoQuestion(OmloppError):
    """Facts: lesson, question."""

    code = "training.no-question"


class NoOption(OmloppError):
    code = "training.no-option"


@transaction.atomic
def answer_question(*, by: User, lesson: str, question: str, option: str) -> TrainingAnswer:
    """Keep the person's latest answer. The log tells that a lesson was worked with, not what was answered."""
    asked = next((one for one in known_lesson(lesson).questions if one.id == question), None)
    if asked is None:
        raise NoQuestion(lesson=lesson, question=question)
    chosen = next((one for one in asked.options if one.id == option), None)
    if chosen is None:
        raise NoOption()
    held = TrainingAnswer.objects.filter(user=by, lesson=lesson, question=question).first()
    row, _ = TrainingAnswer.objects.update_or_create(
        user=by,
        lesson=lesson,
        question=question,
        defaults={
            "option": option,
            "right": chosen.right,
            "tries": held.tries + 1 if held else 1,
            "at": timezone.now(),
        },
    )
    record("training-answered", by=by.get_username(), lesson=lesson)
    return row


@transaction.atomic
def forget_training(*, by: User) -> int:
    """Remove all of the person's own answers → how many. The person begins anew."""
    count: int = by.training_answers.all().delete()[0]
    record("training-forgotten", by=by.get_username(), answers=count)
    return count


@transaction.atomic
def begin_sandbox(*, by: User, begins_at: str, carry: Carry) -> Sandbox:
    """A copy of the exercise of the person's own. `carry` makes it (omlopp.web.training), by the actions of a user.

    Raises SandboxOpen: one at a time.
    """
    held = Sandbox.objects.filter(user=by, reset_at=None).select_related("procurement").first()
    if held is not None:
        raise SandboxOpen(procurement=held.procurement.title)
    row = Sandbox.objects.create(user=by, procurement=carry(by), begins_at=begins_at, begun_at=timezone.now())
    record("sandbox-begun", by=by.get_username(), procurement_id=row.procurement_id, begins_at=begins_at)
    return row


@transaction.atomic
def reset_sandbox(*, by: User) -> Sandbox:
    """Put the person's copy aside: ended, out of every list, kept in the log. A new one may then be begun."""
    row = Sandbox.objects.filter(user=by, reset_at=None).select_related("procurement").first()
    if row is None:
        raise NoSandbox()
    if row.procurement.outcome not in ENDED:
        end_procurement(by=by, procurement=row.procurement, outcome="cancelled", reason=OVER)
    row.reset_at = timezone.now()
    row.save()
    record("sandbox-reset", by=by.get_username(), procurement_id=row.procurement_id)
    return row
