"""Reading the library: the model with its sources, the handbook, and law that is a number."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from omlopp.documents.pictures.goal_map import goal_map
from omlopp.domain.model.errors import OmloppError
from omlopp.flows.publish import guide
from omlopp.library.load import library
from omlopp.web.pages import reads, refusal
from omlopp.web.words import language


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
