"""Reading the library: requirements, the model with its sources, the handbook, and law that is a number."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from omlopp.documents.pictures.goal_map import goal_map
from omlopp.domain.model.criteria import Criterion
from omlopp.domain.model.errors import OmloppError
from omlopp.flows import market
from omlopp.flows.publish import guide
from omlopp.library.load import library
from omlopp.web.pages import reads, refusal
from omlopp.web.words import language


@reads
def criteria(request: HttpRequest) -> HttpResponse:
    """The bank; ?grupp=, ?mal=, ?typ=, ?niva= and ?sok= narrow it, so that every view can be linked to."""
    lib = library()
    asked = {name: request.GET.get(name, "").strip() for name in ("grupp", "mal", "typ", "niva", "sok")}
    found = [each for each in lib.criteria.values() if fits(each, asked)]
    context = {
        "section": "criteria",
        "criteria": found,
        "total": len(lib.criteria),
        "asked": asked,
        "groups": sorted({each.group for each in lib.criteria.values()}),
        "goals": lib.goals,
        "kinds": sorted({each.kind.value for each in lib.criteria.values()}),
        "levels": ["bas", "avancerad", "spjutspets"],
    }
    return render(request, "bank/criteria.html", context)


def fits(criterion: Criterion, asked: dict[str, str]) -> bool:
    words = f"{criterion.name.sv} {criterion.name.en} {criterion.text.sv} {criterion.text.en}".casefold()
    return (
        asked["grupp"] in ("", criterion.group)
        and asked["mal"] in ("", criterion.goal)
        and asked["typ"] in ("", criterion.kind.value)
        and asked["niva"] in ("", criterion.level.value)
        and all(word in words for word in asked["sok"].casefold().split())
    )


@reads
def criterion(request: HttpRequest, criterion_id: str) -> HttpResponse:
    lib = library()
    if criterion_id not in lib.criteria:
        raise Http404
    each = lib.criteria[criterion_id]
    context = {
        "section": "criteria",
        "criterion": each,
        "indicator": lib.indicators.get(each.measured_by),
        "market": market.standard_now(each),
    }
    return render(request, "bank/criterion.html", context)


@reads
def model(request: HttpRequest) -> HttpResponse:
    """Omlopp's model, step by step: what is taken from where, and what is ours."""
    lib = library()
    picture = goal_map(lib.goals, language())
    return render(
        request,
        "bank/model.html",
        {"section": "model", "model": lib.model, "goals": lib.goals, "picture": picture},
    )


@reads
def handbook(request: HttpRequest) -> HttpResponse:
    """The Handledning, made from the same data as this page."""
    made = guide(library(), "sv", timezone.localdate())
    response = HttpResponse(made.content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{made.name}"'
    return response


@reads
def law(request: HttpRequest) -> HttpResponse:
    """Thresholds, limits and periods with their dates. What has expired is shown as expired."""
    today = timezone.localdate()
    rows = []
    for parameter in sorted(library().parameters.values(), key=lambda each: (each.kind, each.id)):
        try:
            now, expired = parameter.on(today), ""
        except OmloppError as error:
            now, expired = None, refusal(error)
        rows.append({"parameter": parameter, "now": now, "expired": expired})
    return render(request, "bank/law.html", {"section": "law", "rows": rows, "today": today})
