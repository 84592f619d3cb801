"""What is said, to be done and attached in a procurement, as one person may read it."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from omlopp.domain.model.text import Text
from omlopp.web.pages import Place
from omlopp.web.records.access import may
from omlopp.web.records.actions.talk import readers
from omlopp.web.records.models import Comment, FileRecord, Task
from omlopp.web.records.waiting import secret_places


@dataclass(frozen=True)
class Said:
    row: Comment
    step: Text | None
    may_strike: bool


@dataclass(frozen=True)
class ToDo:
    row: Task
    step: Text | None
    late: bool


@dataclass(frozen=True)
class Kept:
    row: FileRecord
    step: Text | None


@dataclass(frozen=True)
class Talk:
    """`place` empty: everything; else what belongs to that step. Newest comment last, open tasks first."""

    place: str
    comments: list[Said]
    tasks: list[ToDo]
    files: list[Kept]
    may_speak: bool
    people: list[str]  # who can be named, for the fields that complete

    @property
    def open_tasks(self) -> list[ToDo]:
        return [one for one in self.tasks if one.row.done_at is None]


def talk_of(here: Place, at: str = "", newest: int | None = None, people: bool = True) -> Talk:
    """What this person may read of it; `newest`: only so many of the last comments."""
    row, model = here.row, here.model
    names = {step.id: step.name for step in model.steps}
    sees = may(here.user, "see_bids", row)
    hidden = frozenset() if sees else secret_places(model)
    speaks = may(here.user, "comment", row) and at not in hidden
    rules = may(here.user, "people", row)
    today = timezone.localdate()
    here_alone = {"place": at} if at else {}
    comments = row.comments.filter(**here_alone).exclude(place__in=hidden)
    tasks = row.tasks.filter(**here_alone).exclude(place__in=hidden).select_related("who")
    files = row.files.filter(**here_alone).exclude(place__in=hidden)
    if not sees:
        files = files.filter(of_bids=False)
    said = list(comments.order_by("-id")[:newest] if newest else comments.order_by("-id"))[::-1]
    me = here.user.get_username()
    return Talk(
        at,
        [
            Said(one, names.get(one.place), speaks and one.struck_at is None and (rules or one.by == me))
            for one in said
        ],
        sorted((_to_do(one, names, today) for one in tasks), key=_first),
        [Kept(one, names.get(one.place)) for one in files],
        speaks,
        [user.get_username() for user in readers(row, at)] if people and speaks else [],
    )


def _to_do(row: Task, names: dict[str, Text], today: date) -> ToDo:
    return ToDo(
        row, names.get(row.place), row.done_at is None and row.due_on is not None and row.due_on < today
    )


def _first(one: ToDo) -> tuple[bool, date, int]:
    return one.row.done_at is not None, one.row.due_on or date.max, one.row.pk
