"""Disposal under a decision (gallring): what is to go is counted and shown, then removed in one transaction.

The event log stays whole: it tells that something was, and under which decision it went.
"""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django.apps import apps
from django.contrib.auth.models import User
from django.db import models, transaction
from django.db.models import ProtectedError, QuerySet, RestrictedError
from django.db.models.functions import Cast
from django.utils import timezone

from omlopp.domain.model.errors import OmloppError
from omlopp.web import evidence
from omlopp.web.records.actions import ENDED, acting
from omlopp.web.records.models import (
    Comment,
    DecisionRecord,
    DialogueAnswer,
    DisposalDecision,
    EvaluationRecord,
    FileRecord,
    InterviewAnswer,
    OpeningRecord,
    ProcurementRecord,
)

Rows = Callable[[ProcurementRecord], "QuerySet[Any]"]
KINDS: dict[str, Rows] = {
    "comments": lambda row: Comment.objects.filter(procurement=row),
    "files": lambda row: FileRecord.objects.filter(procurement=row),
    "interviews": lambda row: InterviewAnswer.objects.filter(procurement=row),
    "contacts": lambda row: DialogueAnswer.objects.filter(dialogue__procurement=row).exclude(contact=""),
    "procurement": lambda row: ProcurementRecord.objects.filter(pk=row.pk),
}
"""What can be disposed of by itself; `contacts` empties who answered for a firm and leaves the answer."""


class DisposalNothing(OmloppError):
    code = "disposal-nothing"


class DisposalNumber(OmloppError):
    code = "disposal-number"


class DisposalLater(OmloppError):
    """Facts: found."""

    code = "disposal-later"


class DisposalOpen(OmloppError):
    """Facts: procurement."""

    code = "disposal-open"


class DisposalHeld(OmloppError):
    """Something else stands on it. Facts: procurement, what."""

    code = "disposal-held"


class DisposalChanged(OmloppError):
    code = "disposal-changed"


def counts(procurement: ProcurementRecord) -> dict[str, int]:
    """How many rows of each kind there are now; of the whole procurement, all that belongs to it."""
    found = {kind: rows(procurement).count() for kind, rows in KINDS.items()}
    found["procurement"] = sum(_belonging(procurement).values())
    return found


def _belonging(procurement: ProcurementRecord) -> dict[str, int]:
    """Table → rows that would go with the procurement."""
    from django.contrib.admin.utils import NestedObjects

    collector = NestedObjects(using="default")
    collector.collect([procurement])
    found = {model.__name__: len(rows) for model, rows in collector.data.items()}
    for rows in collector.fast_deletes:
        found[rows.model.__name__] = found.get(rows.model.__name__, 0) + rows.count()
    return {name: count for name, count in found.items() if count}


def dispose(
    *,
    by: User,
    procurement: ProcurementRecord,
    kinds: Sequence[str],
    number: str,
    decided_on: date,
    basis: str,
    seen: dict[str, int] | None = None,
) -> DisposalDecision:
    """Carry out a disposal decision. `seen`: the counts as they were shown; refused when they are others now."""
    kinds = [kind for kind in KINDS if kind in kinds]
    with acting(
        "disposed", by=by, procurement=procurement, right="dispose", why=basis.strip(), also_ended=True
    ) as says:
        if not kinds:
            raise DisposalNothing()
        if not number.strip() or not basis.strip():
            raise DisposalNumber()
        if decided_on > timezone.localdate():
            raise DisposalLater(found=decided_on)
        if "procurement" in kinds and procurement.outcome not in ENDED:
            raise DisposalOpen(procurement=procurement.title)
        now = counts(procurement)
        if seen is not None and any(seen.get(kind) != now[kind] for kind in kinds):
            raise DisposalChanged()
        held = digests(procurement)
        title, removed = procurement.title, {kind: now[kind] for kind in kinds}
        row = DisposalDecision.objects.create(
            organisation=procurement.organisation,
            procurement=procurement,
            number=number.strip(),
            decided_on=decided_on,
            basis=basis.strip(),
            what=[{"kind": kind, "count": count} for kind, count in removed.items()],
            carried_out_at=timezone.now(),
            carried_out_by=by.get_username(),
        )
        says |= {
            "decision": row.pk,
            "number": row.number,
            "decided_on": decided_on,
            "title": title,
            "removed": removed,
        }
        for kind in kinds:
            if kind == "contacts":
                KINDS[kind](procurement).update(contact="")
            elif kind == "procurement":
                _remove_whole(procurement)
            else:
                KINDS[kind](procurement).delete()
        gone = sorted(digest for digest in held if not referred(digest))
        says["files"] = len(gone)
        transaction.on_commit(lambda: _unlink(gone))
    return row


def _unlink(digests: Sequence[str]) -> None:
    """The bytes go when the rows are gone for good. A file that somebody attached again meanwhile stays."""
    for digest in digests:
        if not referred(digest):
            evidence.place_of(digest).unlink(missing_ok=True)


def _remove_whole(procurement: ProcurementRecord) -> None:
    """Decisions and evaluations hold on to what they rest on, so they go first; then all that belongs to it."""
    pk = procurement.pk
    DecisionRecord.objects.filter(lot__procurement=procurement).delete()
    EvaluationRecord.objects.filter(lot__procurement=procurement).delete()
    for opening in OpeningRecord.objects.filter(lot__procurement=procurement).order_by("-id"):
        opening.delete()
    try:
        ProcurementRecord.objects.get(pk=pk).delete()
    except (ProtectedError, RestrictedError) as error:
        kept: Any = getattr(error, "protected_objects", None) or getattr(error, "restricted_objects", ())
        names = sorted({type(one).__name__ for one in kept})
        raise DisposalHeld(procurement=procurement.title, what=", ".join(names)) from None


def digests(procurement: ProcurementRecord) -> set[str]:
    """Checksums of files that something of the procurement points to."""
    found = set(FileRecord.objects.filter(procurement=procurement).values_list("sha256", flat=True))
    for table in apps.get_app_config("records").get_models():
        names = {field.name for field in table._meta.get_fields()}
        for way in ("procurement", "measurement__procurement", "contract__procurement", "lot__procurement"):
            if way.split("__")[0] not in names or table is FileRecord:
                continue
            rows = table._default_manager.filter(**{way: procurement})
            if "sha256" in names:
                found |= set(rows.values_list("sha256", flat=True))
            for field in _json_fields(table):
                for value in rows.values_list(field, flat=True):
                    found |= _within(value)
    return {digest for digest in found if digest and evidence.place_of(digest).is_file()}


def referred(digest: str) -> bool:
    """Does any row of any table still point to the file?"""
    for table in apps.get_app_config("records").get_models():
        if table.__name__ == "Event":  # the log tells of it and does not need it
            continue
        has_one = any(field.name == "sha256" for field in table._meta.fields)
        if has_one and table._default_manager.filter(sha256=digest).exists():
            return True
        for field in _json_fields(table):
            said = table._default_manager.annotate(said=Cast(field, models.TextField()))
            if said.filter(said__contains=digest).exists():
                return True
    return False


def _json_fields(table: type[models.Model]) -> list[str]:
    return [field.name for field in table._meta.fields if isinstance(field, models.JSONField)]


def _within(value: Any) -> set[str]:
    """Every `sha256` in a JSON value."""
    if isinstance(value, list):
        return {digest for one in value for digest in _within(one)}
    if isinstance(value, dict):
        own = {value["sha256"]} if isinstance(value.get("sha256"), str) else set()
        return own | {digest for one in value.values() for digest in _within(one)}
    return set()
