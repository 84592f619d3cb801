"""Lessons on their way into the library: proposed by one, judged by another."""

from typing import Any

from django.contrib.auth.models import User

from omlopp.domain.model.text import Text
from omlopp.web.records.actions import lessons
from omlopp.web.records.actions.contracts import note_lesson
from omlopp.web.records.models import Lesson, LessonProposal, ProcurementRecord
from tests.web.acting import MEASURERS, Row
from tests.web.building import STATES, Workspace
from tests.web.parts.programme import LEADS

JUDGES = frozenset({"buyer", "in:administrator", "in:environmental_strategist", "in:project_lead"})
PROPOSER = "contract_manager"
AFTER = Text("Laga först. Köp begagnat sedan.", "Repair first. Then buy used.")
WHY = "Vikten gick inte att få fram i efterhand."


def lesson_of(row: ProcurementRecord) -> Lesson:
    return row.lessons.get(text="Be om vikten på följesedeln.")


def waiting() -> LessonProposal:
    return LessonProposal.objects.get(state="proposed")


def propose(
    by: User, lesson: Lesson, of: str = "need", after: Text = AFTER, why: str = WHY
) -> LessonProposal:
    return lessons.propose_change(
        by=by, lesson=lesson, kind="steps", of=of, passage="purpose", after=after, why=why
    )


ROWS = (
    Row(
        lessons.correct_lesson, MEASURERS | LEADS,
        lambda by, row: lessons.correct_lesson(
            by=by, lesson=lesson_of(row), text="Be om vikten per artikel.", was="Be om vikten på  följesedeln.", why="Fel papper."
        ),
        "lesson-corrected", "Fel papper.", ended_too=True,
    ),
    Row(
        lessons.propose_change, MEASURERS, lambda by, row: propose(by, lesson_of(row), "reuse_first"),
        "lesson-change-proposed", WHY, ended_too=True,
    ),
    Row(
        lessons.judge_proposal, JUDGES,
        lambda by, row: lessons.judge_proposal(by=by, proposal=waiting(), accepted=True, why="Stämmer med vår erfarenhet."),
        "lesson-change-accepted", "Stämmer med vår erfarenhet.", ended_too=True,
    ),
    Row(
        lessons.judge_proposal, JUDGES,
        lambda by, row: lessons.judge_proposal(by=by, proposal=waiting(), accepted=False, why="Gäller bara här."),
        "lesson-change-refused", "Gäller bara här.", ended_too=True, note="refused",
    ),
    Row(
        lessons.withdraw_proposal, frozenset({PROPOSER}),
        lambda by, row: lessons.withdraw_proposal(by=by, proposal=waiting(), why="Jag tänkte fel."),
        "lesson-change-withdrawn", "Jag tänkte fel.", ended_too=True,
    ),
)  # fmt: skip
NO_PROCUREMENT = (lessons.judge_proposal, lessons.withdraw_proposal)
FORMS: dict[str, dict[str, Any]] = {
    "lesson-propose": {
        "about": "steps:reuse_first",
        "passage": "purpose",
        "sv": AFTER.sv,
        "en": AFTER.en,
        "why": WHY,
    },
    "lesson-proposal": {"do": "refuse", "why": "Gäller bara här."},
}
NO_FORM = {"lesson-proposals"}


def build(buyer: User, built: Workspace) -> None:
    """A lesson in each state, and one proposal that waits."""
    for state in STATES:
        note_lesson(
            by=buyer, procurement=built.row(state), text="Be om vikten på följesedeln.", step="follow_up"
        )
    propose(User.objects.get(username=PROPOSER), lesson_of(built.row("awarded")))


def VALUES(workspace: Workspace, of: int) -> dict[str, list[object]]:
    found = Lesson.objects.filter(procurement_id=of, text="Be om vikten på följesedeln.").first()
    row = LessonProposal.objects.first()
    return {"lesson": [found.pk if found else 1], "lesson_proposal": [row.pk if row else 1]}
