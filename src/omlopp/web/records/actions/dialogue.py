"""What is put to the market: written, put out, closed, summed up. What is out is never changed."""

import secrets
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date

from django.contrib.auth.models import User
from django.utils import timezone

from omlopp.domain.model.errors import OmloppError
from omlopp.domain.process.market import KINDS, AskedCriterion, Question, State, state
from omlopp.library.dialogue import limits
from omlopp.library.messages import keyed
from omlopp.web.records.actions import acting
from omlopp.web.records.models import (
    CriterionChoice,
    Dialogue,
    ProcurementRecord,
    SharedInformation,
    Supplier,
)

LONGEST_BODY = 20_000


class WithoutTitle(OmloppError):
    code = "dialogue-without-title"


class NothingToAnswer(OmloppError):
    code = "dialogue-empty"


class TooLong(OmloppError):
    """Facts: what, found, most."""

    code = "dialogue-too-long"


class TooMany(OmloppError):
    """Facts: what, found, most."""

    code = "dialogue-too-many"


class KindUnknown(OmloppError):
    """Facts: found."""

    code = "dialogue-kind-unknown"


class PublishedAlready(OmloppError):
    """Facts: day."""

    code = "dialogue-published-already"


class NotPublished(OmloppError):
    code = "dialogue-not-published"


class DaysWrong(OmloppError):
    """Facts: opens, closes, today."""

    code = "dialogue-days"


class Closed(OmloppError):
    """Facts: title, day."""

    code = "dialogue-closed"


class NobodyAsked(OmloppError):
    code = "dialogue-nobody-asked"


def make_dialogue(
    *,
    by: User,
    procurement: ProcurementRecord,
    kind: str,
    title: str,
    body: str = "",
    questions: Sequence[Question] = (),
    choices: Sequence[CriterionChoice] = (),
) -> Dialogue:
    """A draft of what is put to the market. Requirements are copied as they are worded now."""
    with acting("dialogue-made", by=by, procurement=procurement, right="dialogue") as says:
        row = Dialogue(procurement=procurement, token=secrets.token_urlsafe(32), made_by=by.get_username())
        row.made_at = timezone.now()
        _write(row, kind, title, body, questions, choices)
        says |= {"dialogue": row.pk, "kind": row.kind, "title": row.title}
    return row


def change_dialogue(
    *,
    by: User,
    dialogue: Dialogue,
    title: str,
    body: str = "",
    questions: Sequence[Question] = (),
    choices: Sequence[CriterionChoice] = (),
) -> None:
    """Only while it is a draft: what the market has read is not changed afterwards."""
    with acting("dialogue-changed", by=by, procurement=dialogue.procurement, right="dialogue") as says:
        _require_draft(dialogue)
        _write(dialogue, dialogue.kind, title, body, questions, choices)
        says |= {"dialogue": dialogue.pk, "title": dialogue.title}


def drop_dialogue(*, by: User, dialogue: Dialogue) -> None:
    """A draft that nobody has seen is taken away."""
    with acting("dialogue-dropped", by=by, procurement=dialogue.procurement, right="dialogue") as says:
        _require_draft(dialogue)
        says |= {"dialogue": dialogue.pk, "title": dialogue.title}
        Dialogue.objects.filter(pk=dialogue.pk).delete()


def _require_draft(dialogue: Dialogue) -> None:
    row = Dialogue.objects.filter(pk=dialogue.pk).first()
    if row is not None and row.published_at:
        raise PublishedAlready(day=timezone.localdate(row.published_at))


def _write(
    row: Dialogue,
    kind: str,
    title: str,
    body: str,
    questions: Sequence[Question],
    choices: Sequence[CriterionChoice],
) -> None:
    most = limits()
    if kind not in KINDS:
        raise KindUnknown(found=kind[:40])
    if not title.strip():
        raise WithoutTitle()
    for what, text, longest in (
        ("rubriken / title", title, most.title), ("texten / text", body, LONGEST_BODY),
        *(("frågan / question", one.text, most.note) for one in questions),
    ):  # fmt: skip
        short(what, text, longest)
    for what, found, largest in (
        ("frågor / questions", len(questions), most.questions),
        ("krav / requirements", len(choices), most.criteria),
    ):
        if found > largest:
            raise TooMany(what=what, found=found, most=largest)
    row.kind, row.title, row.body = kind, title.strip(), body.strip()
    row.questions = [asdict(one) for one in questions]
    row.criteria = [
        asdict(AskedCriterion(str(one.pk), one.copy["name"]["sv"], one.wording_sv)) for one in choices
    ]
    row.save()


def short(what: str, text: str, most: int) -> None:
    if len(text) > most:
        raise TooLong(what=what, found=len(text), most=most)


def publish_dialogue(
    *, by: User, dialogue: Dialogue, closes_on: date | None, opens_on: date | None, on: date, address: str
) -> None:
    """Open to everybody from `opens_on` (today without one) to `closes_on`, both inclusive.

    That all were told the same is noted with it: `address` is where it stands.
    """
    with acting("dialogue-published", by=by, procurement=dialogue.procurement, right="dialogue") as says:
        _require_draft(dialogue)
        if not dialogue.questions and not dialogue.criteria:
            raise NothingToAnswer()
        opens_on = opens_on or on
        if closes_on is None or opens_on < on or closes_on <= max(opens_on, on):
            raise DaysWrong(opens=opens_on, closes=closes_on or "–", today=on)
        dialogue.opens_on, dialogue.closes_on = opens_on, closes_on
        dialogue.published_at = timezone.now()
        dialogue.save()
        SharedInformation.objects.create(
            procurement=dialogue.procurement,
            what=keyed("dialogue.log.published", {"title": dialogue.title}, "sv"),
            given_to=keyed("dialogue.log.all", {}, "sv"),
            given_on=opens_on,
            shared_how=keyed("dialogue.log.how", {"address": address, "day": closes_on}, "sv"),
            shared_on=opens_on,
            noted_by=by.get_username(),
        )
        says |= {
            "dialogue": dialogue.pk,
            "title": dialogue.title,
            "opens_on": opens_on,
            "closes_on": closes_on,
        }


def close_dialogue(*, by: User, dialogue: Dialogue) -> None:
    """No more answers from now on."""
    with acting("dialogue-closed", by=by, procurement=dialogue.procurement, right="dialogue") as says:
        _require_published(dialogue)
        if dialogue.closed_at is not None:
            raise Closed(title=dialogue.title, day=timezone.localdate(dialogue.closed_at))
        dialogue.closed_at = timezone.now()
        dialogue.save(update_fields=["closed_at"])
        says |= {"dialogue": dialogue.pk, "title": dialogue.title}


def summarise_dialogue(*, by: User, dialogue: Dialogue, summary: str) -> None:
    """What the market said, in the buyer's words and without firms' names: shown on the public page when closed."""
    with acting("dialogue-summarised", by=by, procurement=dialogue.procurement, right="dialogue") as says:
        _require_published(dialogue)
        short("sammanfattningen / summary", summary, LONGEST_BODY)
        dialogue.summary = summary.strip()
        dialogue.save(update_fields=["summary"])
        says |= {"dialogue": dialogue.pk, "summary": dialogue.summary}


def _require_published(dialogue: Dialogue) -> None:
    if dialogue.published_at is None:
        raise NotPublished()


def note_asked(
    *,
    by: User,
    dialogue: Dialogue,
    on: date,
    how: str,
    names: Sequence[str] = (),
    suppliers: Sequence[Supplier] = (),
) -> None:
    """Whom the buyer turned to, how and when: the base that the answers are read against. A firm is noted once."""
    with acting("firms-asked", by=by, procurement=dialogue.procurement, right="dialogue") as says:
        given = [(one.name, one.number) for one in suppliers]
        given += [(" ".join(name.split()), "") for name in names if name.strip()]
        if not given:
            raise NobodyAsked()
        for name, _ in given:
            short("namnet / name", name, limits().firm)
        dialogue.refresh_from_db(fields=["asked"])
        before = {(one["name"].casefold(), one["number"]) for one in dialogue.asked}
        new = [
            {"name": name, "number": number, "how": how.strip()[:200], "on": on.isoformat()}
            for name, number in dict.fromkeys(given)
            if (name.casefold(), number) not in before
        ]
        dialogue.asked = [*dialogue.asked, *new]
        dialogue.save(update_fields=["asked"])
        says |= {"dialogue": dialogue.pk, "firms": len(new), "how": how.strip()[:200], "on": on}


def state_of(dialogue: Dialogue, on: date) -> State:
    return state(
        published=dialogue.published_at is not None,
        closed=dialogue.closed_at is not None or dialogue.procurement.outcome != "open",
        opens_on=dialogue.opens_on,
        closes_on=dialogue.closes_on,
        on=on,
    )


def closed_on(dialogue: Dialogue) -> date | None:
    """The day after which nothing is taken in: the last day to answer, or the earlier day it was closed."""
    days = [dialogue.closes_on, timezone.localdate(dialogue.closed_at) if dialogue.closed_at else None]
    return min((day for day in days if day is not None), default=None)
