"""Waste or product: the aid walked for one procurement, and what it came to kept with its day."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from omlopp.domain.model.errors import OmloppError
from omlopp.library.load import library
from omlopp.web import aiding
from omlopp.web.pages import place, reads_and_writes, refusal, status_of
from omlopp.web.records.actions.waste import keep_waste_answer
from omlopp.web.stocking import waste_answer
from omlopp.web.words import say


@reads_and_writes
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """One question at a time, in the address; the outcome is kept when a person says so. The newest holds."""
    here = place(request, pk)
    standing = aiding.standing_of(here.value, timezone.localdate())
    said = request.POST if request.method == "POST" else request.GET
    error, status = "", 200
    if request.method == "POST":
        try:
            answers = aiding.answers_in(said, library().aids[aiding.WASTE])
            keep_waste_answer(by=here.user, procurement=here.row, answers=answers, standing=standing)
            messages.success(request, say("Svaret är sparat.", "The answer is kept."))
            return redirect("step", pk, "need")
        except OmloppError as refused:
            error, status = refusal(refused), status_of(refused)
    made = aiding.walk_of(said, standing)
    context = aiding.walk_context(made) | {
        "place": here,
        "error": error,
        "kept": waste_answer(pk),
        "may_need": here.may("need") and here.row.outcome in ("open", "awarded"),
    }
    return render(request, "stock/waste.html", context, status=status)
