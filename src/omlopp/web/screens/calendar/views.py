"""What I have been told, and the address of my calendar."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from omlopp.web.pages import reads, signed_in, writes
from omlopp.web.records.actions.calendars import close_calendar, renew_calendar
from omlopp.web.records.actions.messages import mark_seen
from omlopp.web.records.models import Message, Person
from omlopp.web.told import readable, text_of
from omlopp.web.words import language, say

SHOWN = 100


@dataclass(frozen=True)
class Line:
    row: Message
    says: str


@reads
def told(request: HttpRequest) -> HttpResponse:
    """The newest of what I was told. What I may not read any more is not shown."""
    user = signed_in(request)
    rows = list(Message.objects.filter(user=user)[:SHOWN])
    lines = [Line(one, text_of(one, language())) for one in readable(user, rows)]
    person = Person.objects.filter(user=user).first()
    context = {
        "lines": lines, "waiting": sum(one.row.seen_at is None for one in lines), "shown": SHOWN, "section": "mine",
        "mail": person.email if person and person.wants_mail else "",
    }  # fmt: skip
    return render(request, "calendar/messages.html", context)


@writes
def seen(request: HttpRequest) -> HttpResponse:
    """One message (and on to what it points at), or all."""
    user = signed_in(request)
    number = request.POST.get("message", "")
    if not number:
        mark_seen(by=user)
        return redirect("messages")
    if not (number.isascii() and number.isdigit() and len(number) < 18):
        return redirect("messages")
    mark_seen(by=user, messages=[int(number)])
    row = Message.objects.filter(user=user, pk=int(number)).first()
    if (
        row is not None
        and request.POST.get("open")
        and row.link.startswith("/")
        and not row.link.startswith("//")
    ):
        return redirect(row.link)
    return redirect("messages")


@reads
def calendar(request: HttpRequest) -> HttpResponse:
    """The address of my feed, or the button that opens one."""
    person = Person.objects.filter(user=signed_in(request)).exclude(calendar_token="").first()
    address = ""
    if person is not None:
        address = request.build_absolute_uri(reverse("calendar-feed", args=[person.calendar_token]))
    return render(request, "calendar/calendar.html", {"address": address, "section": "mine"})


@writes
def renew(request: HttpRequest) -> HttpResponse:
    renew_calendar(by=signed_in(request))
    messages.success(
        request,
        say("Kalendern har en ny adress. En tidigare adress svarar inte längre.",
            "The calendar has a new address. An earlier one answers no more."),
    )  # fmt: skip
    return redirect("calendar")


@writes
def close(request: HttpRequest) -> HttpResponse:
    close_calendar(by=signed_in(request))
    messages.success(
        request,
        say(
            "Kalendern är stängd. Adressen svarar inte längre.",
            "The calendar is closed. Its address answers no more.",
        ),
    )
    return redirect("calendar")
