"""What people say to each other in a procurement, what they give each other to do, and the files they attach.

What is said at a step where bids are handled is read by those who see bids alone, so no event or message holds a text.
"""

import re
from collections.abc import Collection
from datetime import date, timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from omlopp.domain.model.errors import OmloppError
from omlopp.library.load import library
from omlopp.web import evidence
from omlopp.web.records import convert
from omlopp.web.records.access import IN_ORGANISATION, MAY, NotAllowed, may, require
from omlopp.web.records.actions import acting, need_reason
from omlopp.web.records.actions.messages import tell
from omlopp.web.records.models import Comment, FileRecord, ProcurementRecord, Task
from omlopp.web.records.waiting import secret_places

LONGEST = 8000
LONGEST_TASK = 400  # as the column
MOST_FILES = 500  # of one procurement
SAME_CLICK = timedelta(minutes=1)  # the same from the same person within it is one click too many
NAMES = re.compile(r"(?<![\w@])@([\w.@+:-]+)")


class CommentEmpty(OmloppError):
    code = "comment-empty"


class TextTooLong(OmloppError):
    """Facts: found, limit (characters)."""

    code = "text-too-long"


class UnknownPlace(OmloppError):
    """Facts: place."""

    code = "unknown-place"


class StruckAlready(OmloppError):
    """Facts: person."""

    code = "comment-struck-already"


class NotYourComment(NotAllowed):
    """Somebody else's, and the person does not answer for the procurement's people."""

    code = "not-your-comment"


class TaskEmpty(OmloppError):
    code = "task-empty"


class TaskForNobody(OmloppError):
    """A task for somebody who may not read the procurement. Facts: person."""

    code = "task-for-nobody"


class FileTwice(OmloppError):
    """The same bytes are in the procurement already. No name is told: it may be a file of bids."""

    code = "file-twice"


class TooManyFiles(OmloppError):
    """Facts: limit."""

    code = "files-too-many"


class FileKindUnknown(OmloppError):
    code = "file-kind-unknown"


def readers(procurement: ProcurementRecord, place: str = "") -> list[User]:
    """Everybody who may read what is said at the place, by user name."""
    asks = {"read", "see_bids"} if is_secret(procurement, place) else {"read"}
    here = [role for role, rights in MAY.items() if asks <= rights]
    over = [role for role, rights in IN_ORGANISATION.items() if asks <= rights]
    member = Q(memberships__procurement=procurement, memberships__role__in=here)
    ours = Q(
        organisation_roles__organisation=procurement.organisation_id, organisation_roles__role__in=over
    ) if procurement.organisation_id else Q(pk__in=())  # fmt: skip
    return list(User.objects.filter(member | ours, is_active=True).distinct().order_by("username"))


def is_secret(procurement: ProcurementRecord, place: str) -> bool:
    return place in secret_places(convert.edition(procurement.model))


def mentioned(text: str, names: Collection[str]) -> tuple[list[str], list[str]]:
    """Names written as @name: those among `names`, and those that are nobody there, each once in order."""
    known: dict[str, None] = {}
    unknown: dict[str, None] = {}
    for found in NAMES.findall(text):
        name = found
        while name and name not in names and name[-1] in ".:+-@":
            name = name[:-1]  # the sentence goes on after the name
        (known if name in names else unknown)[name or found] = None
    return list(known), list(unknown)


def say_something(*, by: User, procurement: ProcurementRecord, text: str, place: str = "") -> Comment:
    """A comment; whoever it names and may read it is told. The same again within a minute is the one that is there."""
    text = _text(text.replace("\r\n", "\n"), LONGEST)
    if not text:
        raise CommentEmpty()
    with transaction.atomic():
        _enter(by, procurement, place)
        since = timezone.now() - SAME_CLICK
        mine = Comment.objects.filter(
            procurement=procurement, place=place, by=by.get_username(), at__gte=since
        )
        same = mine.filter(text=text, struck_at=None).first()
        if same is not None:
            return same
        with acting("comment-made", by=by, procurement=procurement, right="comment", also_ended=True) as says:
            people = {user.get_username(): user for user in readers(procurement, place)}
            named, _ = mentioned(text, people)
            row = Comment.objects.create(
                procurement=procurement,
                place=place,
                text=text,
                mentions=named,
                by=by.get_username(),
                at=timezone.now(),
            )
            says |= {"comment": row.pk, "place": place, "mentions": named}
            facts = {"by": by.get_username(), "procurement": procurement.title}
            for name in named:
                if name != by.get_username():
                    tell(
                        people[name],
                        f"mention:{row.pk}",
                        "mention",
                        facts,
                        _link(procurement, f"comment-{row.pk}"),
                    )
    return row


def strike(*, by: User, comment: Comment, why: str) -> None:
    """Strike a comment, with a reason. It stays to be read, folded: a procurement's record loses nothing."""
    why = need_reason(why, action="strike-comment")
    procurement = comment.procurement
    with acting("comment-struck", by=by, procurement=procurement, right="comment", also_ended=True) as says:
        _enter(by, procurement, comment.place)
        held = Comment.objects.select_for_update().get(pk=comment.pk)
        if held.struck_at is not None:
            raise StruckAlready(person=held.struck_by)
        if held.by != by.get_username() and not may(by, "people", procurement):
            raise NotYourComment(person=by.get_username(), right="people", procurement=procurement.title)
        Comment.objects.filter(pk=held.pk).update(
            struck_at=timezone.now(), struck_by=by.get_username(), struck_why=_text(why, LONGEST)
        )
        says |= {"comment": held.pk, "place": held.place}


def add_task(
    *,
    by: User,
    procurement: ProcurementRecord,
    text: str,
    who: str = "",
    due_on: date | None = None,
    place: str = "",
) -> Task:
    """Something to do, for somebody who may read it (`who`: user name) or for whoever takes it."""
    text = " ".join(_text(text, LONGEST_TASK).split())
    if not text:
        raise TaskEmpty()
    with transaction.atomic():
        _enter(by, procurement, place)
        person = next((one for one in readers(procurement, place) if one.get_username() == who), None)
        if who and person is None:
            raise TaskForNobody(person=who[:80])
        since = timezone.now() - SAME_CLICK
        mine = Task.objects.filter(procurement=procurement, made_by=by.get_username(), made_at__gte=since)
        same = mine.filter(text=text, who=person, due_on=due_on, place=place, done_at=None).first()
        if same is not None:
            return same
        with acting("task-made", by=by, procurement=procurement, right="comment", also_ended=True) as says:
            row = Task.objects.create(
                procurement=procurement, place=place, text=text, who=person, due_on=due_on,
                made_by=by.get_username(), made_at=timezone.now(),
            )  # fmt: skip
            says |= {"task": row.pk, "place": place, "who": who, "due_on": due_on}
            if person is not None and person != by:
                facts = {"by": by.get_username(), "procurement": procurement.title}
                tell(person, f"task:{row.pk}", "task-given", facts, _link(procurement, f"task-{row.pk}"))
    return row


def finish_task(*, by: User, task: Task, done: bool = True) -> None:
    """Done, or not done after all. A second click changes nothing."""
    procurement = task.procurement
    with transaction.atomic():
        _enter(by, procurement, task.place)
        held = Task.objects.select_for_update().get(pk=task.pk)
        if (held.done_at is not None) == done:
            return
        action = "task-done" if done else "task-undone"
        with acting(action, by=by, procurement=procurement, right="comment", also_ended=True) as says:
            held.done_at, held.done_by = (timezone.now(), by.get_username()) if done else (None, "")
            held.save(update_fields=["done_at", "done_by"])
            says |= {"task": held.pk}


def keep_file(
    *,
    by: User,
    procurement: ProcurementRecord,
    name: str,
    content: bytes,
    kind: str,
    what: str = "",
    place: str = "",
    of_bids: bool = False,
) -> FileRecord:
    """Keep a file with its checksum. One of bids, or at a step of bids, is only for those who see bids."""
    if kind not in library().names.tables["file_kind"]:
        raise FileKindUnknown()
    what = _text(what, LONGEST)
    with acting("file-kept", by=by, procurement=procurement, right="comment", also_ended=True) as says:
        _enter(by, procurement, place)
        secret = of_bids or is_secret(procurement, place)
        if secret:
            require(by, "see_bids", procurement)
        safe = evidence.looked_at(name, content)
        if procurement.files.count() >= MOST_FILES:
            raise TooManyFiles(limit=MOST_FILES)
        digest = evidence.keep(safe, content)
        if procurement.files.filter(sha256=digest).exists():
            raise FileTwice()
        row = FileRecord.objects.create(
            procurement=procurement, place=place, kind=kind, name=safe, what=what, size=len(content), sha256=digest,
            of_bids=secret, added_at=timezone.now(), added_by=by.get_username(),
        )  # fmt: skip
        # The name of a file of bids may name a bidder, and the log is read by everybody.
        says |= {
            "file": row.pk,
            "name": "" if secret else safe,
            "kind": kind,
            "size": row.size,
            "of_bids": secret,
        }
        says |= {} if secret else {"sha256": digest}
    return row


def _enter(by: User, procurement: ProcurementRecord, place: str) -> None:
    """The person may speak here, and the place is one. Whoever comes second waits for who is first."""
    require(by, "comment", procurement)
    ProcurementRecord.objects.select_for_update().filter(pk=procurement.pk).first()
    if place and place not in {step.id for step in convert.edition(procurement.model).steps}:
        raise UnknownPlace(place=place[:40])
    if place and is_secret(procurement, place) and not may(by, "see_bids", procurement):
        raise NotAllowed(person=by.get_username(), right="see_bids", procurement=procurement.title)


def _text(text: str, limit: int) -> str:
    text = text.strip()
    if len(text) > limit:
        raise TextTooLong(found=len(text), limit=limit)
    return text


def _link(procurement: ProcurementRecord, part: str) -> str:
    return f"{reverse('talk', args=[procurement.pk])}#{part}"
