"""The secret address of a person's calendar feed: made, renewed and closed. It is never written in the log."""

import secrets

from django.contrib.auth.models import User
from django.db import transaction

from omlopp.web.records.events import record
from omlopp.web.records.models import Person


@transaction.atomic
def renew_calendar(*, by: User) -> str:
    """A new address of the person's own feed; the one before answers no more. → its token."""
    row, _ = Person.objects.get_or_create(user=by)
    earlier = bool(row.calendar_token)
    row.calendar_token = secrets.token_urlsafe(32)
    row.save(update_fields=["calendar_token"])
    if earlier:
        record("calendar-renewed", by=by.get_username())
    else:
        record("calendar-opened", by=by.get_username())
    return row.calendar_token


@transaction.atomic
def close_calendar(*, by: User) -> None:
    """The feed is closed: its address answers no more, and none later will be the same."""
    row = Person.objects.filter(user=by).exclude(calendar_token="").first()
    if row is not None:
        row.calendar_token = ""
        row.save(update_fields=["calendar_token"])
        record("calendar-closed", by=by.get_username())
