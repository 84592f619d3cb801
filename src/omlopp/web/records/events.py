"""Writing and checking the event log. Only actions write; `verify` reads every row."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from omlopp.web.records.models import Event
from omlopp.web.records.models.event import FIRST


def record(
    action: str, *, by: str, procurement_id: int | None = None, why: str = "", **content: Any
) -> Event:
    """Append one event inside the caller's transaction. Events are written one after the other, never side by side."""
    event = Event(by=by, action=action, procurement_id=procurement_id, why=why, content=content)
    event.at, event.previous = timezone.now(), _last_seal()
    event.seal = event.sealed()
    event.save(force_insert=True)
    return event


def record_many(told: Sequence[Event]) -> None:
    """Append events that have neither time nor seal yet, in order, as `record` would have done one by one."""
    previous = _last_seal()
    for event in told:
        event.at, event.previous = timezone.now(), previous
        previous = event.seal = event.sealed()
    Event.objects.bulk_create(told, batch_size=200)


def _last_seal() -> str:
    """The seal that the next event follows. From here to the end of the transaction nobody else writes one."""
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError(
            "an event is written in the transaction of what it tells of"
        )
    if connection.vendor == "postgresql":  # SQLite holds the write lock already (IMMEDIATE)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(4817)")
    return Event.objects.order_by("-id").values_list("seal", flat=True).first() or FIRST


@dataclass(frozen=True)
class Verdict:
    """What `verify` found: how many events, and the first that does not fit (None: the log is whole)."""

    events: int
    broken: Event | None
    because: str = ""  # "content" (a row was altered) or "order" (a row was removed, added or moved)
    head: str = FIRST


def verify() -> Verdict:
    """Recompute every seal from the first event on. The head can be compared with one noted elsewhere.

    In SQLite every byte of a row is looked at as it lies in the file: another way of writing the same time or the same
    content is an alteration too, and so is another number of the row.
    """
    previous, count, number = FIRST, 0, None
    for event, as_written in _rows():
        if event.previous != previous or (
            as_written is not None and number is not None and event.pk != number + 1
        ):
            return Verdict(count, event, "order", previous)
        if as_written is False or _seal_of(event) != event.seal:
            return Verdict(count, event, "content", previous)
        previous, count, number = event.seal, count + 1, event.pk
    return Verdict(count, None, head=previous)


def _seal_of(event: Event) -> str:
    """The seal that the row should have; empty for one that says nothing readable."""
    return event.sealed() if event.at is not None else ""


def _rows() -> Iterator[tuple[Event, bool | None]]:
    """Every event, and whether its row is written as this program writes it (None: not looked at)."""
    if connection.vendor != "sqlite":
        for event in Event.objects.order_by("id").iterator(chunk_size=2000):
            yield event, None
        return
    columns = ("id", "at", "by", "action", "procurement_id", "why", "content", "previous", "seal")
    asked = ", ".join(f'CAST("{name}" AS BLOB)' for name in columns)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {asked} FROM records_event ORDER BY id")
        while rows := cursor.fetchmany(2000):
            for row in rows:
                yield _read(dict(zip(columns, row, strict=True)))


def _read(row: dict[str, bytes | None]) -> tuple[Event, bool]:
    """A row of SQLite as an event. What cannot be read becomes an event without a time, which no seal fits."""
    text = {name: (raw or b"").decode("utf-8", "surrogateescape") for name, raw in row.items()}
    event = Event(  # type: ignore[misc]
        id=int(text["id"]), at=None, by=text["by"], action=text["action"], why=text["why"],
        previous=text["previous"], seal=text["seal"],
    )  # fmt: skip
    try:
        event.procurement_id = int(text["procurement_id"]) if row["procurement_id"] is not None else None
        event.content = json.loads(text["content"])
        at = datetime.fromisoformat(text["at"]).replace(tzinfo=UTC)
        text["by"].encode() + text["why"].encode() + text["action"].encode()  # strange bytes are no text
    except ValueError:
        return event, False
    event.at = at
    again = str(at.replace(tzinfo=None)), json.dumps(event.content)
    return event, again == (text["at"], text["content"])


def lines() -> Iterator[str]:
    """Every event as a line of JSON, for keeping or checking elsewhere (docs/audit.md tells how)."""
    for event, _ in _rows():
        yield json.dumps(
            {
                "number": event.pk,
                "at": event.at.isoformat(timespec="microseconds") if event.at else None,
                "by": event.by,
                "action": event.action,
                "procurement": event.procurement_id,
                "why": event.why,
                "content": event.content,
                "previous": event.previous,
                "seal": event.seal,
            },
            ensure_ascii=False,
        )
