"""What all are told: information that one firm was given, and coming needs on the public page."""

import secrets
from datetime import date

from django.contrib.auth.models import User
from django.utils import timezone

from omlopp.domain.model.errors import OmloppError
from omlopp.library.dialogue import limits
from omlopp.web.records.actions import acting
from omlopp.web.records.actions.dialogue import LONGEST_BODY, short
from omlopp.web.records.models import ProcurementRecord, PublicNeed, SharedInformation


class WhatMissing(OmloppError):
    code = "information-what-missing"


class HowMissing(OmloppError):
    code = "information-how-missing"


class SharedAlready(OmloppError):
    """Facts: day."""

    code = "information-shared-already"


class DayAhead(OmloppError):
    """Facts: day."""

    code = "information-day-ahead"


class SummaryMissing(OmloppError):
    code = "need-summary-missing"


class ContactMissing(OmloppError):
    code = "need-contact-missing"


class NeedNotPublished(OmloppError):
    code = "need-not-published"


def note_given(
    *, by: User, procurement: ProcurementRecord, what: str, given_to: str, given_on: date, on: date
) -> SharedInformation:
    """Something one firm was told that others were not: it waits to be shared with all."""
    with acting("information-given", by=by, procurement=procurement, right="dialogue") as says:
        if not what.strip() or not given_to.strip():
            raise WhatMissing()
        short("uppgiften / information", what, LONGEST_BODY)
        short("namnet / name", given_to, 300)
        if given_on > on:
            raise DayAhead(day=given_on)
        row = SharedInformation.objects.create(
            procurement=procurement,
            what=what.strip(),
            given_to=" ".join(given_to.split()),
            given_on=given_on,
            noted_by=by.get_username(),
        )
        says |= {"information": row.pk, "what": row.what, "given_to": row.given_to, "given_on": given_on}
    return row


def tell_all(*, by: User, shared: SharedInformation, how: str, told_on: date, on: date) -> None:
    """How and when all others were told the same."""
    with acting("information-shared", by=by, procurement=shared.procurement, right="dialogue") as says:
        if not how.strip():
            raise HowMissing()
        short("texten / text", how, LONGEST_BODY)
        held = SharedInformation.objects.filter(pk=shared.pk).first()
        if held is not None and held.shared_on:
            raise SharedAlready(day=held.shared_on)
        if told_on > on:
            raise DayAhead(day=told_on)
        shared.shared_how, shared.shared_on = how.strip(), told_on
        shared.save(update_fields=["shared_how", "shared_on"])
        says |= {"information": shared.pk, "how": shared.shared_how, "on": told_on}


def publish_need(
    *,
    by: User,
    procurement: ProcurementRecord,
    summary_sv: str,
    contact: str,
    summary_en: str = "",
    planned_on: date | None = None,
    shows_calculator: bool = False,
) -> PublicNeed:
    """Show the coming need to everybody, or change what is shown. The address stays the same."""
    with acting("need-published", by=by, procurement=procurement, right="dialogue") as says:
        if not summary_sv.strip():
            raise SummaryMissing()
        if not contact.strip():
            raise ContactMissing()
        for what, text, most in (
            ("sammanfattningen / summary", summary_sv, limits().text),
            ("sammanfattningen / summary", summary_en, limits().text),
            ("kontaktvägen / contact", contact, 300),
        ):
            short(what, text, most)
        now = timezone.now()
        row = PublicNeed.objects.filter(procurement=procurement).first() or PublicNeed(
            procurement=procurement, token=secrets.token_urlsafe(32), published_at=now
        )
        if row.withdrawn_at is not None:
            row.published_at = now
        row.summary_sv, row.summary_en = summary_sv.strip(), summary_en.strip()
        row.contact, row.planned_on = " ".join(contact.split()), planned_on
        row.shows_calculator, row.changed_at, row.withdrawn_at = shows_calculator, now, None
        row.save()
        says |= {"summary_sv": row.summary_sv, "planned_on": planned_on, "calculator": shows_calculator}
    return row


def withdraw_need(*, by: User, procurement: ProcurementRecord) -> None:
    """The need is shown no more; its address answers as one that never was."""
    with acting("need-withdrawn", by=by, procurement=procurement, right="dialogue", also_ended=True) as says:
        row = PublicNeed.objects.filter(procurement=procurement, withdrawn_at=None).first()
        if row is None:
            raise NeedNotPublished()
        row.withdrawn_at = row.changed_at = timezone.now()
        row.save(update_fields=["withdrawn_at", "changed_at"])
        says |= {"published": row.published_at.isoformat()}
