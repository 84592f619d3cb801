"""Training: answers that only the person sees, and an exercise of one's own."""

from typing import Any

from django.contrib.auth.models import User

from omlopp.domain.model.process import Entrance
from omlopp.web.records.actions import training
from omlopp.web.records.actions.begin import begin_procurement
from omlopp.web.records.models import ProcurementRecord, Sandbox
from tests.web.acting import ALL, Row
from tests.web.building import DAY, Workspace


def quick(by: User) -> ProcurementRecord:
    """A copy that is only begun: what carrying it further leaves is tried in test_training."""
    return begin_procurement(
        by=by, title="Egen övning", buyer_name="Övningsköparen", buyer_kind="municipality", entrance=Entrance.NEED,
        object_kind="goods", on=DAY, exercise=True,
    )  # fmt: skip


def begin(by: User) -> Sandbox:
    return training.begin_sandbox(by=by, begins_at="need", carry=quick)


def reset(by: User, row: ProcurementRecord) -> None:
    begin(by)
    training.reset_sandbox(by=by)


ROWS = (
    Row(
        training.answer_question, ALL,
        lambda by, row: training.answer_question(by=by, lesson="kedjan", question="brister", option="mal"),
        "training-answered", ended_too=True,
    ),
    Row(
        training.forget_training, ALL, lambda by, row: training.forget_training(by=by), "training-forgotten",
        ended_too=True,
    ),
    Row(
        training.begin_sandbox, ALL, lambda by, row: begin(by), "sandbox-begun", ended_too=True,
        beside=("procurement-begun",),
    ),
    Row(
        training.reset_sandbox, ALL, reset, "sandbox-reset", ended_too=True,
        beside=("procurement-begun", "sandbox-begun", "ended-cancelled"),
    ),
)  # fmt: skip
NO_PROCUREMENT = (
    training.answer_question, training.forget_training, training.begin_sandbox, training.reset_sandbox,
)  # fmt: skip
FORMS: dict[str, dict[str, Any]] = {
    "training-lesson": {"question": "brister", "option": "villkor"},
    "training-sandbox": {"do": "reset"},
    "training-forget": {},
}
NO_FORM = {"training", "training-open", "training-open-lesson"}
OPEN = {"training-open", "training-open-lesson"}


def VALUES(workspace: Workspace, of: int) -> dict[str, list[object]]:
    return {
        "training_path": ["upphandlare"], "training_lesson": ["kedjan"], "training_open_lesson": ["hitta_behovet"],
    }  # fmt: skip
