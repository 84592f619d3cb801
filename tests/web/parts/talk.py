"""Comments, tasks and files of a procurement, and the pages of everyday work."""

from django.contrib.auth.models import User

from omlopp.web.records.actions import talk
from omlopp.web.records.models import Comment, FileRecord, ProcurementRecord, Task
from tests.web.acting import COMMENTERS, Row
from tests.web.building import Workspace

STRIKERS = frozenset(
    {"buyer", "project_lead", "in:project_lead"}
)  # not the author: who answers for the people


def build(buyer: User, built: Workspace) -> None:
    """Something said, something to do and a file in each; in the open one also what only those who see bids may read."""
    for row in ProcurementRecord.objects.order_by("pk"):
        talk.say_something(by=buyer, procurement=row, text="Räcker förrådet?\n@requester vet.", place="need")
        talk.add_task(by=buyer, procurement=row, text="Räkna stolarna", who="requester")
        talk.keep_file(by=buyer, procurement=row, name="rum.csv", content=b"rum;stolar\n", kind="need")
    row = built_open(built)
    talk.say_something(by=buyer, procurement=row, text="Zirkelkvist lovar 1357911 kronor.", place="bids")
    talk.add_task(
        by=buyer, procurement=row, text="Fråga Ytterlid om priset", who="assessor", place="decision"
    )
    talk.keep_file(
        by=buyer, procurement=row, name="Zirkelkvist.csv", content=b"Ytterlid;1246802\n", kind="decision",
        what="Zirkelkvist", of_bids=True,
    )  # fmt: skip


def built_open(built: Workspace) -> ProcurementRecord:
    return built.row("open")


def first(table: type, row_or_pk: ProcurementRecord | int) -> object:
    pk = row_or_pk if isinstance(row_or_pk, int) else row_or_pk.pk
    return table.objects.filter(procurement_id=pk).order_by("pk").first()  # type: ignore[attr-defined]


ROWS = (
    Row(
        talk.say_something, COMMENTERS,
        lambda by, row: talk.say_something(by=by, procurement=row, text="Vi räknar om.", place="need"),
        "comment-made", ended_too=True,
    ),
    Row(
        talk.strike, STRIKERS,
        lambda by, row: talk.strike(by=by, comment=first(Comment, row), why="Fel upphandling."),
        "comment-struck", ended_too=True,
    ),
    Row(
        talk.add_task, COMMENTERS,
        lambda by, row: talk.add_task(by=by, procurement=row, text="Ring grannkommunen", who="buyer"),
        "task-made", ended_too=True,
    ),
    Row(
        talk.finish_task, COMMENTERS,
        lambda by, row: talk.finish_task(by=by, task=first(Task, row)), "task-done", ended_too=True,
    ),
    Row(
        talk.keep_file, COMMENTERS,
        lambda by, row: talk.keep_file(by=by, procurement=row, name="a.txt", content=b"abc", kind="other"),
        "file-kept", ended_too=True,
    ),
)  # fmt: skip
FORMS = {
    "say-something": {"text": "Hej @assessor", "place": "", "from": ""},
    "strike-comment": {"why": "Fel.", "place": ""},
    "add-task": {"task": "Räkna", "who": "requester", "due_on": "2026-12-01", "place": ""},
    "mark-task": {"done": "yes", "place": ""},
    "keep-file": {"file": "inte en fil", "kind": "need", "what": "Lista", "place": "", "of_bids": ""},
}
NO_FORM = {"talk", "kept-file", "my-work", "my-work-file", "procurements", "procurements-file"}


def VALUES(workspace: Workspace, of: int) -> dict[str, list[object]]:
    found = {"comment": first(Comment, of), "task": first(Task, of), "file": first(FileRecord, of)}
    return {name: [getattr(each, "pk", 1)] for name, each in found.items()}
