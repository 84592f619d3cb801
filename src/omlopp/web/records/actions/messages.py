"""Telling people things, once each; what they have seen; and what of it goes out as mail.

A message is no part of the record: it points at what is. Telling somebody within another action writes no event of its
own; what the workbench tells by itself (`tell_all`) and what leaves it (mail) does.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from omlopp.library.messages import sentences
from omlopp.web.records.convert import plain
from omlopp.web.records.events import record
from omlopp.web.records.models import Message

WORKBENCH = "omlopp"  # who acts when no person does
BATCH = 100  # told in one transaction: the lock is never held for long


@dataclass(frozen=True, slots=True)
class Told:
    """Something to tell one person. `key`: of what, so that the same is never told twice.

    `kind`: the sentence `told.KIND` of library/messages, filled with `facts` (days as YYYY-MM-DD). Never a bid.
    """

    user: User
    key: str
    kind: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    link: str = ""


def tell(
    user: User, key: str, kind: str, facts: Mapping[str, Any] | None = None, link: str = ""
) -> Message | None:
    """One message per person and key, never two → the message, or None when it was told already (or nobody reads it).

    Call it inside the transaction of what it tells of. A closed account is told nothing. Raises KeyError for a kind
    without a sentence.
    """
    if f"told.{kind}" not in sentences():
        raise KeyError(f"told.{kind}: write the sentence in library/messages")
    if not user.is_active:
        return None
    row, made = Message.objects.get_or_create(
        user=user,
        key=key[:200],
        defaults={"kind": kind, "facts": plain(dict(facts or {})), "link": link[:300], "at": timezone.now()},
    )
    return row if made else None


def tell_all(part: str, messages: Iterable[Told]) -> int:
    """What the workbench tells by itself, in small transactions, each with its event. → how many were new.

    Killed in the middle, it leaves whole batches; told again, it goes on where it was.
    """
    waiting, new = list(messages), 0
    for first in range(0, len(waiting), BATCH):
        with transaction.atomic():
            batch = waiting[first : first + BATCH]
            known = set(
                Message.objects.filter(key__in={one.key for one in batch}).values_list("user_id", "key")
            )  # most were told at an earlier run
            batch = [one for one in batch if (one.user.pk, one.key) not in known]
            made = [one for one in batch if tell(one.user, one.key, one.kind, one.facts, one.link)]
            if made:
                record("messages-told", by=WORKBENCH, part=part, messages=len(made))
            new += len(made)
    return new


@transaction.atomic
def mark_seen(*, by: User, messages: Sequence[int] = ()) -> int:
    """The person's own messages are seen; without numbers all of them. → how many were not before."""
    waiting = Message.objects.filter(user=by, seen_at=None)
    if messages:
        waiting = waiting.filter(pk__in=list(messages))
    seen = waiting.update(seen_at=timezone.now())
    if seen:
        record("messages-seen", by=by.get_username(), messages=seen)
    return seen


@transaction.atomic
def claim_mail(user: User, messages: Sequence[int], now: datetime) -> list[Message]:
    """Those of the messages that nobody has mailed, marked as mailed: whoever gets them hands them over, once.

    The mark is there before the mail server is spoken to (docs/decisions/0020): a run that is killed in between
    leaves a mail unsent rather than sent twice.
    """
    found = list(Message.objects.select_for_update().filter(user=user, pk__in=list(messages), mailed_at=None))
    if found:
        Message.objects.filter(pk__in=[one.pk for one in found]).update(mailed_at=now)
        record("mail-claimed", by=WORKBENCH, person=user.get_username(), messages=len(found))
    return found


@transaction.atomic
def return_mail(user: User, messages: Sequence[int], because: str) -> None:
    """The mail server did not take it: the messages wait for the next run."""
    Message.objects.filter(user=user, pk__in=list(messages)).update(mailed_at=None)
    record(
        "mail-returned",
        by=WORKBENCH,
        person=user.get_username(),
        messages=len(messages),
        because=because[:200],
    )
