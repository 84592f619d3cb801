"""My work: everything that waits for the person, by day, and what can be filtered and taken along of it."""

from datetime import date
from urllib.parse import urlencode

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from omlopp.domain.process.waiting import KINDS, Waits
from omlopp.flows.waiting import chosen, kinds_in, left_in_words, waits_for, why
from omlopp.library.load import library
from omlopp.web.download import csv_of
from omlopp.web.pages import reads, signed_in
from omlopp.web.records.contracts import reports_of_contact
from omlopp.web.records.waiting import desk
from omlopp.web.waits import link_of, shown
from omlopp.web.words import keyed, language, say

FILTERS = {"slag": "kind", "upphandling": "procurement", "organisation": "organisation"}


def mine(user: User, today: date) -> tuple[Waits, ...]:
    return waits_for(desk(user, today))


@reads
def my_work(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    found = mine(signed_in(request), today)
    asked = asked_for(request)
    left = chosen(found, **asked)
    late = [one for one in left if one.late(today)]
    context = {
        "section": "mine",
        "today": today,
        "theirs": reports_of_contact(signed_in(request)),
        "on": today,
        "late": shown(late, today),
        "rows": shown([one for one in left if not one.late(today)], today),
        "count": len(found),
        "kinds": kinds_in(found),
        "procurements": sorted(
            {(one.procurement, one.title) for one in found if one.procurement}, key=_second
        ),
        "organisations": sorted(
            {(str(one.organisation), one.organisation_name) for one in found if one.organisation}, key=_second
        ),
        "asked": asked,
        "query": urlencode({name: asked[field] for name, field in FILTERS.items() if asked[field]}),
    }
    return render(request, "home/work.html", context)


@reads
def my_work_file(request: HttpRequest) -> HttpResponse:
    """What the page shows, as a table. What tells of bids is marked, so that it is not passed on."""
    today, to = timezone.localdate(), language()
    names = library().names
    head = (
        say("Slag", "Kind"), say("Vad", "What"), say("Upphandling eller avtal", "Procurement or contract"),
        say("Organisation", "Organisation"), say("Dag", "Day"), say("Kvar", "Left"),
        say("Arbetsdagar kvar", "Working days left"), say("Sekretess", "Secrecy"), say("Adress", "Address"),
    )  # fmt: skip
    rows = [
        (
            names.of("waiting", one.kind, to), why(one, to), one.title, one.organisation_name,
            one.day.isoformat() if one.day else "", left_in_words(one, today, to), "" if one.left is None else one.left,
            say("anbud", "bids") if one.of_bids else "", request.build_absolute_uri(link_of(one) or "/"),
        )
        for one in chosen(mine(signed_in(request), today), **asked_for(request))
    ]  # fmt: skip
    return csv_of(f"{keyed('waiting.file', {})}-{today.isoformat()}.csv", head, rows)


def asked_for(request: HttpRequest) -> dict[str, str]:
    """The filters of the address; a kind that there is none of takes everything."""
    asked = {field: request.GET.get(name, "")[:80] for name, field in FILTERS.items()}
    return asked | ({} if asked["kind"] in KINDS else {"kind": ""})


def _second(pair: tuple[str, str]) -> str:
    return pair[1].casefold()
