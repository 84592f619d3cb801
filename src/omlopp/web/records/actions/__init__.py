"""Every write, as a named action: who may, one transaction, one event."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from omlopp.domain.model.errors import OmloppError
from omlopp.web.records.access import require, require_in
from omlopp.web.records.convert import plain
from omlopp.web.records.events import record
from omlopp.web.records.models import Organisation, ProcurementRecord

ENDED = ("no_purchase", "cancelled", "closed")


class ReasonMissing(OmloppError):
    """A step that needs a reason got none."""

    code = "reason-missing"


class ProcurementEnded(OmloppError):
    """The procurement has ended; it must be opened again, with a reason, before anything in it changes."""

    code = "procurement-ended"


@contextmanager
def acting(
    action: str,
    *,
    by: User,
    procurement: ProcurementRecord,
    right: str = "edit",
    why: str = "",
    also_ended: bool = False,
) -> Iterator[dict[str, Any]]:
    """One action on a procurement: the right is checked first, and the event is written with the change or not at all.

    One that has ended is left as it is, but for actions that say `also_ended`. Yields the event's content; what
    the action puts there is what the log will say.
    """
    with transaction.atomic():
        require(by, right, procurement)
        with changing(
            action, by=by.get_username(), procurement=procurement, why=why, also_ended=also_ended
        ) as says:
            yield says


@contextmanager
def acting_in(
    action: str, *, by: User, organisation: Organisation, right: str, why: str = ""
) -> Iterator[dict[str, Any]]:
    """As `acting`, on the organisation itself: its people, stock, suppliers and contracts."""
    with transaction.atomic():
        require_in(by, right, organisation)
        content: dict[str, Any] = {}
        yield content
        record(action, by=by.get_username(), why=why, organisation=organisation.pk, **plain(content))


@contextmanager
def changing(
    action: str, *, by: str, procurement: ProcurementRecord, why: str = "", also_ended: bool = False
) -> Iterator[dict[str, Any]]:
    """What `acting` does once the right is settled. For those who come through a link and have no account.

    `by` then says so: `supplier-link:7`.
    """
    with transaction.atomic():
        if procurement.outcome in ENDED and not also_ended:
            raise ProcurementEnded(procurement=procurement.title, outcome=procurement.outcome)
        content: dict[str, Any] = {}
        yield content
        now = timezone.now()
        ProcurementRecord.objects.filter(pk=procurement.pk).update(changed_at=now)
        record(action, by=by, procurement_id=procurement.pk, why=why, **plain(content))


def need_reason(why: str, *, action: str) -> str:
    if not why.strip():
        raise ReasonMissing(action=action)
    return why.strip()
