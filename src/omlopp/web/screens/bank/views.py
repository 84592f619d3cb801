"""Reading the library: the model with its sources, and the handbook."""

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
    try:
        made = guide(library(), "sv", timezone.localdate())
    except OmloppError as refused:
        return HttpResponse(refusal(refused), content_type="text/plain; charset=utf-8", status=409)
    response = HttpResponse(made.content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{made.name}"'
    return response
