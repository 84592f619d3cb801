"""Writing and checking the event log. Only actions write; `verify` reads every row."""

from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from omlopp.web.records.models import Event
from omlopp.web.records.models.event import FIRST


def record(
    action: str, *, by: str, procurement_id: int | None = None, why: str = "", **content: Any
) -> Event:
    """Append one event inside the caller's transaction. Events are written one after the other, never side by side."""
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError(
            "an event is written in the transaction of what it tells of"
        )
    if connection.vendor == "postgresql":  # SQLite holds the write lock already (IMMEDIATE)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(4817)")
    last = Event.objects.order_by("-id").values_list("seal", flat=True).first()
    event = Event(
        at=timezone.now(),
        by=by,
        action=action,
        procurement_id=procurement_id,
        why=why,
        content=content,
        previous=last or FIRST,
    )
    event.seal = event.sealed()
    event.save(force_insert=True)
    return event


@dataclass(frozen=True)
class Verdict:
    """What `verify` found: how many events, and the first that does not fit (None: the log is whole)."""

    events: int
    broken: Event | None
    because: str = ""  # "content" (a row was altered) or "order" (a row was removed, added or moved)
    head: str = FIRST


def verify() -> Verdict:
    """Recompute every seal from the first event on. The head can be compared with one noted elsewhere."""
    previous, count = FIRST, 0
    for event in Event.objects.order_by("id").iterator(chunk_size=2000):
        if event.previous != previous:
            return Verdict(count, event, "order", previous)
        if event.sealed() != event.seal:
            return Verdict(count, event, "content", previous)
        previous, count = event.seal, count + 1
    return Verdict(count, None, head=previous)
