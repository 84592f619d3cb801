"""The need is described by everybody who may describe it; the other steps by those who edit (test_actions)."""

from django.contrib.auth.models import User

from omlopp.web.records import convert
from omlopp.web.records.actions import steps
from omlopp.web.records.models import ProcurementRecord, StepRecord
from tests.web.acting import NEEDERS, Row


def describe_the_need(by: User, row: ProcurementRecord) -> StepRecord:
    held = row.steps.get(step_id="need")
    return steps.save_answers(
        by=by, procurement=row, step=convert.edition(row.model).step("need"), edition=held.edition,
        answers={"need_statement": "Besökare får stå.", "need_function": "Tio ska kunna sitta."},
    )  # fmt: skip


ROWS = (Row(steps.save_answers, NEEDERS, describe_the_need, "step-answered", note="need"),)
