"""The first page: what is here, and where to begin."""

from collections import Counter
from dataclasses import dataclass

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from omlopp.domain.model.process import Step
from omlopp.library.load import library
from omlopp.web.pages import reads, signed_in, writes
from omlopp.web.records import convert
from omlopp.web.records.access import visible_to
from omlopp.web.records.models import NoticeRecord, ProcurementRecord

OUTCOMES = ("open", "awarded", "no_purchase", "closed", "cancelled")


@dataclass(frozen=True)
class Mine:
    """A procurement as the list shows it."""

    row: ProcurementRecord
    now: Step | None
    goals: list[str]


def first_open_step(row: ProcurementRecord) -> Step | None:
    passed = {step.step_id for step in row.steps.all() if step.passed_at}
    return next((step for step in convert.edition(row.model).steps if step.id not in passed), None)


@reads
def home(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    rows = (
        ProcurementRecord.objects.select_related("model")
        .prefetch_related("steps", "goals")
        .filter(pk__in=visible_to(user))
    )
    totals = Counter(rows.values_list("outcome", flat=True))
    lib = library()
    return render(
        request,
        "home/home.html",
        {
            "section": "home",
            "mine": [
                Mine(row, first_open_step(row), [goal.goal for goal in row.goals.all()]) for row in rows[:50]
            ],
            "totals": [(outcome, count) for outcome in OUTCOMES if (count := totals.get(outcome, 0))],
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
