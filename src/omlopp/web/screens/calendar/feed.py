"""A person's calendar as iCalendar (RFC 5545). Calendars cannot sign in: who has the address reads it.

So it holds days, what kind of day each is, and the title of the procurement or contract – nothing else anybody typed,
nothing of bids. What the person may read is asked anew at each fetch.
"""

import re
from datetime import UTC, date, datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from omlopp.web.dates import Dated, days_of
from omlopp.web.pages import reads
from omlopp.web.records.models import Person
from omlopp.web.records.waiting import desk
from omlopp.web.words import language, say

BACK = timedelta(days=365)  # what is longer past than that is history
TOKEN = re.compile(r"[A-Za-z0-9_-]{20,64}")


@login_not_required
@reads
def feed(request: HttpRequest, calendar_token: str) -> HttpResponse:
    """404 for every address that is not somebody's, and for an account that is closed."""
    person = None
    if TOKEN.fullmatch(calendar_token):
        person = Person.objects.select_related("user").filter(calendar_token=calendar_token).first()
    if person is None or not person.user.is_active:
        raise Http404
    today = timezone.localdate()
    found = [one for one in days_of(desk(person.user, today)) if one.day >= today - BACK]
    address = request.build_absolute_uri("/").rstrip("/")
    response = HttpResponse(written(found, address, today), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="omlopp.ics"'
    response["X-Robots-Tag"] = "noindex"
    return response


def written(found: list[Dated], address: str, today: date) -> bytes:
    """The days as all-day events. The same day of the same thing keeps its UID though it is moved.

    DTSTAMP is the day of reading: a program that compares sees what is newest, and the feed is the same all day.
    """
    from icalendar import Calendar, Event

    made = Calendar()
    made.add("prodid", "-//Omlopp//omlopp//SV")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", say("Omlopp: mina datum", "Omlopp: my days"))
    made.add("x-wr-timezone", "Europe/Stockholm")
    made.add("refresh-interval;value=duration", "PT6H")
    made.add("x-published-ttl", "PT6H")
    stamp = datetime(today.year, today.month, today.day, tzinfo=UTC)
    for one in found:
        event = Event()
        event.add("uid", f"{uuid5(NAMESPACE_URL, f'https://omlopp.invalid/day/{one.key}')}@omlopp")
        event.add("dtstamp", stamp)
        event.add("dtstart", one.day)
        event.add("dtend", one.day + timedelta(days=1))
        event.add("summary", plain(f"{one.what.within(language())} – {one.title}"))
        event.add("url", f"{address}{one.link}")
        event.add("categories", [one.kind])
        event.add("transp", "TRANSPARENT")  # a deadline takes nobody's time
        made.add_component(event)
    content: bytes = made.to_ical()
    return content


def plain(text: str) -> str:
    """On one line, without what no calendar can hold."""
    return " ".join("".join(sign if sign.isprintable() or sign.isspace() else " " for sign in text).split())[
        :300
    ]
