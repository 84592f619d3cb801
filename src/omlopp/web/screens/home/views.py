"""The first page: what waits, where to begin, and what is here."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from omlopp.library.load import library
from omlopp.web.pages import reads, signed_in, writes
from omlopp.web.records.access import organisations_of
from omlopp.web.records.contracts import reports_of_contact
from omlopp.web.records.models import NoticeRecord
from omlopp.web.screens.home.listing import find
from omlopp.web.screens.home.work import mine
from omlopp.web.waits import shown

WAITS_FIRST, NEWEST = 5, 10


@reads
def home(request: HttpRequest) -> HttpResponse:
    user, today = signed_in(request), timezone.localdate()
    waits, found = mine(user, today), find(user, {})
    rows = list(found.rows[: NEWEST + 1])
    lib = library()
    return render(
        request,
        "home/home.html",
        {
            "section": "start",
            "organisations": organisations_of(user),
            "theirs": reports_of_contact(user),
            "on": today,
            "waits": shown(waits[:WAITS_FIRST], today),
            "more_waits": max(0, len(waits) - WAITS_FIRST),
            "late": sum(one.late(today) for one in waits),
            "lines": found.lines(rows[:NEWEST]),
            "more": len(rows) > NEWEST,
            "found": found,
            "notices": NoticeRecord.objects.count(),
            "criteria": len(lib.criteria),
            "groups": len({criterion.group for criterion in lib.criteria.values()}),
            "steps": len(lib.model.steps),
        },
    )


@writes
@login_not_required
def set_language(request: HttpRequest) -> HttpResponse:
    to = request.POST.get("next", "/")
    safe = url_has_allowed_host_and_scheme(to, {request.get_host()}, request.is_secure())
    response = HttpResponseRedirect(to if safe else "/")
    chosen = "en" if request.POST.get("language") == "en" else "sv"
    response.set_cookie("omlopp_language", chosen, max_age=365 * 86400, samesite="Lax", httponly=True)
    return response
