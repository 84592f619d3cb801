"""Faults of accessibility: reported by anybody, answered by those who run an organisation here."""

from datetime import timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from omlopp.domain.model.errors import OmloppError
from omlopp.web.records.actions import acting_in, need_reason
from omlopp.web.records.events import record
from omlopp.web.records.models import FaultReport, Organisation

LONGEST = 4000
MOST_AN_HOUR = 60  # of all together: a flood is turned away before it fills the disk
ANYBODY = "public"


class FaultEmpty(OmloppError):
    code = "fault-empty"


class FaultTooLong(OmloppError):
    """Facts: found, limit (characters)."""

    code = "fault-too-long"


class TooManyFaults(OmloppError):
    code = "faults-too-many"


class HandledAlready(OmloppError):
    """Facts: person."""

    code = "fault-handled-already"


@transaction.atomic
def report_fault(*, by: str, text: str, page: str = "", contact: str = "") -> FaultReport:
    """Keep what somebody says does not work. The same text for the same page within an hour is one report."""
    text = text.strip()
    if not text:
        raise FaultEmpty()
    if len(text) > LONGEST:
        raise FaultTooLong(found=len(text), limit=LONGEST)
    recent = FaultReport.objects.filter(at__gte=timezone.now() - timedelta(hours=1))
    same = recent.filter(text=text, page=page[:300]).first()
    if same is not None:
        return same
    if recent.count() >= MOST_AN_HOUR:
        raise TooManyFaults()
    row = FaultReport.objects.create(text=text, page=page[:300], contact=contact[:300], at=timezone.now())
    record("fault-reported", by=by, fault=row.pk, page=row.page)
    return row


def handle_fault(*, by: User, organisation: Organisation, fault: FaultReport, how: str) -> None:
    """Note what was done about a report. Faults are of the whole workspace: any organisation's administrator may."""
    how = need_reason(how, action="handle-fault")
    with acting_in("fault-handled", by=by, organisation=organisation, right="settings", why=how) as says:
        row = FaultReport.objects.select_for_update().get(pk=fault.pk)
        if row.handled_at is not None:
            raise HandledAlready(person=row.handled_by)
        row.handled_at, row.handled_by, row.handled_how = timezone.now(), by.get_username(), how
        row.save(update_fields=["handled_at", "handled_by", "handled_how"])
        says["fault"] = row.pk
