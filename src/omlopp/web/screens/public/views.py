"""The public pages: coming needs, one need, and how a supplier answers. Nobody signs in, nothing is written."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone

from omlopp.library.dialogue import counties
from omlopp.library.dialogue import guide as guide_text
from omlopp.library.load import library
from omlopp.web.pages import reads
from omlopp.web.records.models import ProcurementRecord, PublicNeed
from omlopp.web.screens.public.shown import chosen, entries, entry

A_PAGE = 30


def filters(request: HttpRequest) -> dict[str, str]:
    """?lan=23&cpv=391&mal=D, each "" where it is not given or not known."""
    county, goal = request.GET.get("lan", ""), request.GET.get("mal", "")
    return {
        "lan": county if county in counties() else "",
        "cpv": "".join(sign for sign in request.GET.get("cpv", "")[:10] if sign in "0123456789")[:8],
        "mal": goal if goal in [each.id for each in library().goals] else "",
    }


@login_not_required
@reads
def needs(request: HttpRequest) -> HttpResponse:
    asked = filters(request)
    everything = entries(timezone.localdate())
    found = chosen(everything, county=asked["lan"], cpv=asked["cpv"], goal=asked["mal"])
    query = QueryDict(mutable=True)
    query.update({name: value for name, value in asked.items() if value})
    context = {
        "page": Paginator(found, A_PAGE).get_page(request.GET.get("sida")),
        "total": len(everything),
        "asked": asked,
        "query": query.urlencode(),
        "counties": counties(),
        "goals": library().goals,
    }
    return render(request, "public/needs.html", context)


@login_not_required
@reads
def need(request: HttpRequest, need_token: str) -> HttpResponse:
    """One need. A guessed address, and one that was withdrawn, are answered alike; one that has ended says so."""
    row = PublicNeed.objects.filter(token=need_token, withdrawn_at=None).first()
    if row is None:
        raise Http404
    procurement = (
        ProcurementRecord.objects.select_related("public_need", "organisation")
        .prefetch_related("dialogues", "goals", "lots")
        .get(pk=row.procurement_id)
    )
    made = entry(procurement, timezone.localdate())
    if made is None:
        return render(request, "public/gone.html", {"what": "need"}, status=410)
    known = {goal.id: goal for goal in library().goals}
    context = {"one": made, "goals": [known[goal] for goal in made.goals if goal in known]}
    return render(request, "public/need.html", context)


@login_not_required
@reads
def guide(request: HttpRequest) -> HttpResponse:
    return render(request, "public/guide.html", {"guide": guide_text()})
