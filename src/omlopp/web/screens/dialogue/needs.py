"""What all are told: what one firm was told, and the coming need on the public page."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from omlopp.domain.model.errors import OmloppError
from omlopp.web.pages import place, reads_and_writes, refusal, status_of, writes
from omlopp.web.records import convert
from omlopp.web.records.actions.public_needs import note_given, publish_need, tell_all, withdraw_need
from omlopp.web.records.models import PublicNeed
from omlopp.web.screens.dialogue.composing import day_of
from omlopp.web.words import say


@writes
def given(request: HttpRequest, pk: int) -> HttpResponse:
    here = place(request, pk)
    today = timezone.localdate()
    try:
        note_given(
            by=here.user,
            procurement=here.row,
            what=request.POST.get("what", ""),
            given_to=request.POST.get("given_to", ""),
            given_on=day_of(request.POST.get("given_on", "")) or today,
            on=today,
        )
        messages.success(
            request,
            say(
                "Antecknat. Steget Marknaden är öppet tills alla har fått veta samma sak.",
                "Noted. The step The market stays open until all have been told the same.",
            ),
        )
    except OmloppError as refused:
        messages.error(request, refusal(refused))
    return redirect(reverse("dialogue", args=[pk]) + "#lika")


@writes
def tell(request: HttpRequest, pk: int, shared: int) -> HttpResponse:
    here = place(request, pk)
    row = here.row.shared.filter(pk=shared).first()
    if row is None:
        raise Http404
    today = timezone.localdate()
    try:
        tell_all(
            by=here.user,
            shared=row,
            how=request.POST.get("how", ""),
            told_on=day_of(request.POST.get("told_on", "")) or today,
            on=today,
        )
        messages.success(request, say("Uppgiften är delad med alla.", "The information is shared with all."))
    except OmloppError as refused:
        messages.error(request, refusal(refused))
    return redirect(reverse("dialogue", args=[pk]) + "#lika")


@reads_and_writes
def need(request: HttpRequest, pk: int) -> HttpResponse:
    """The coming need in plain words: written, looked at, put on the public page."""
    here = place(request, pk)
    row = PublicNeed.objects.filter(procurement=here.row).first()
    organisation = here.row.organisation
    typed: dict[str, Any] = {
        "summary_sv": row.summary_sv if row else "",
        "summary_en": row.summary_en if row else "",
        "contact": row.contact if row else organisation.contact_email if organisation else "",
        "planned_on": (row.planned_on if row else here.row.planned_on) or "",
        "shows_calculator": row.shows_calculator if row else False,
    }
    error, status = "", 200
    if request.method == "POST":
        typed = {name: request.POST.get(name, "") for name in typed}
        try:
            publish_need(
                by=here.user,
                procurement=here.row,
                summary_sv=typed["summary_sv"],
                summary_en=typed["summary_en"],
                contact=typed["contact"],
                planned_on=day_of(typed["planned_on"]),
                shows_calculator=bool(typed["shows_calculator"]),
            )
            messages.success(
                request, say("Behovet ligger på den öppna sidan.", "The need is on the public page.")
            )
            return redirect("dialogue", pk)
        except OmloppError as refused:
            error, status = refusal(refused), status_of(refused)
    context = {
        "place": here,
        "need": row if row and row.withdrawn_at is None else None,
        "typed": typed,
        "planned": typed["planned_on"]
        if isinstance(typed["planned_on"], str)
        else typed["planned_on"].isoformat(),
        "has_calculator": any(
            made.token for lot in here.row.lots.all() if (made := convert.newest_model(lot)) is not None
        ),
        "error": error,
        "may_talk": here.may("dialogue"),
    }
    return render(request, "dialogue/need.html", context, status=status)


@writes
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    here = place(request, pk)
    try:
        withdraw_need(by=here.user, procurement=here.row)
        messages.success(
            request, say("Behovet är taget från den öppna sidan.", "The need is off the public page.")
        )
    except OmloppError as refused:
        messages.error(request, refusal(refused))
    return redirect("dialogue", pk)
