"""Participants: buyers who apply, are chosen, sign and leave – and the open page for applying without an account."""

import secrets
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from omlopp.domain.model.errors import OmloppError
from omlopp.web.forms import DayField
from omlopp.web.pages import reads_and_writes, refusal, status_of
from omlopp.web.records.access import organisations_of
from omlopp.web.records.actions.programme import (
    Applied,
    apply_by_link,
    choose_participant,
    close_applications,
    decline_participant,
    enter_application,
    open_applications,
    participant_leaves,
    sign_participant,
)
from omlopp.web.records.models import Organisation, ProgrammeRecord
from omlopp.web.records.programme_lines import ProgrammeField
from omlopp.web.screens.programme.forms import ApplicationForm
from omlopp.web.screens.programme.here import Here, here
from omlopp.web.words import keyed, say

TRAP = "webbadress"  # a field that people do not see and that programs fill in


@reads_and_writes
def participants(request: HttpRequest, programme: int) -> HttpResponse:
    """Everybody who has applied, and what can be done next with each."""
    at = here(request, programme)
    error, status = "", 200
    doing = request.POST.get("do", "")
    form = ApplicationForm(request.POST if doing == "enter" else None)
    if request.method == "POST":
        try:
            if doing != "enter" or form.is_valid():
                messages.success(request, _done(request, at, doing, form))
                return redirect("programme-participants", programme)
            status = 422
        except OmloppError as refused:
            error, status = refusal(refused), status_of(refused)
    rows = list(
        at.row.participants.filter(removed_at=None).prefetch_related("pilots").select_related("organisation")
    )
    typed = {name: request.POST.get(name, "") for name in ("participant", "why", "until", "organisation")}
    link = request.build_absolute_uri(reverse("programme-apply", args=[at.row.token])) if at.row.token else ""
    more = {
        "tab": "participants",
        "rows": [(row, sum(one.left_on is None for one in row.pilots.all())) for row in rows], "form": form,
        "error": error, "link": link, "typed": typed, "doing": doing,
        "organisations": Organisation.objects.filter(pk__in=_open_to(at)),
    }  # fmt: skip
    return render(request, "programme/participants.html", at.context(**more), status=status)


def _open_to(at: Here) -> list[int]:
    """The organisations that a participant may be: those that the lead is in."""
    return [one.pk for one in organisations_of(at.user)]


def _done(request: HttpRequest, at: Here, doing: str, form: ApplicationForm) -> str:
    """The action asked for. → what the page says."""
    today, by = timezone.localdate(), at.user
    if doing == "enter":
        enter_application(by=by, programme=at.row, applied=applied(form, at), on=today)
        return say("Ansökan är inskriven.", "The application is entered.")
    if doing == "open":
        open_applications(by=by, programme=at.row, until=_day(request.POST.get("until", "")))
        return say("Ansökan är öppen. Sprid länken.", "Applications are open. Spread the link.")
    if doing == "close":
        close_applications(by=by, programme=at.row)
        return say("Ansökan är stängd.", "Applications are closed.")
    typed = request.POST.get("participant", "")
    found = (
        at.row.participants.filter(pk=int(typed))
        if typed.isascii() and typed.isdigit() and len(typed) < 18
        else ()
    )
    row = next(iter(found), None)
    if row is None:
        raise Http404
    why = request.POST.get("why", "")
    match doing:
        case "choose":
            choose_participant(by=by, participant=row, on=today)
            return say(f"{row.buyer_name} är utvald.", f"{row.buyer_name} is chosen.")
        case "decline":
            decline_participant(by=by, participant=row, why=why, on=today)
            return say(f"{row.buyer_name} är inte utvald.", f"{row.buyer_name} is not chosen.")
        case "sign":
            chosen = request.POST.get("organisation", "")
            mine = {str(one.pk): one for one in organisations_of(by)}
            sign_participant(by=by, participant=row, on=today, organisation=mine.get(chosen))
            return say(f"{row.buyer_name} deltar nu.", f"{row.buyer_name} now takes part.")
        case "leave":
            participant_leaves(by=by, participant=row, why=why, on=today)
            return say(
                f"{row.buyer_name} har lämnat programmet.", f"{row.buyer_name} has left the programme."
            )
    raise Http404


def applied(form: ApplicationForm, at: Here | None = None) -> Applied:
    data = form.cleaned_data
    named = data["buyer_name"].casefold()
    ours = (
        next((one for one in organisations_of(at.user) if one.name.casefold() == named), None) if at else None
    )
    return Applied(data["buyer_name"], data["county"], data["contact"], data["why"], ours)


def _day(typed: str) -> Any:
    from django.core.exceptions import ValidationError

    try:
        return DayField().clean(typed)
    except ValidationError:
        raise ProgrammeField(field_sv="sista dag", field_en="last day", found=typed[:40] or "–") from None


@login_not_required
@reads_and_writes
def apply(request: HttpRequest, programme_token: str) -> HttpResponse:
    """The open page. Closed or past its day: 410; a guessed address: 404. What was typed is never lost."""
    row = ProgrammeRecord.objects.select_related("organisation").filter(token=programme_token).first()
    if row is None or not programme_token:
        raise Http404
    today = timezone.localdate()
    if row.closed_on is not None or (row.apply_until is not None and today > row.apply_until):
        return render(request, "programme/apply_closed.html", {"programme": row}, status=410)
    form = ApplicationForm(request.POST or None)
    error, status = "", 200
    nonce = request.POST.get("once", "")[:64] or secrets.token_urlsafe(12)
    if request.method == "POST":
        status = 422
        if request.POST.get(TRAP):
            error = keyed("programme.trap", {})
        elif form.is_valid():
            try:
                kept = apply_by_link(programme=row, applied=applied(form), nonce=nonce, on=today)
                return render(request, "programme/applied.html", {"programme": row, "kept": kept})
            except OmloppError as refused:
                error, status = refusal(refused), status_of(refused)
    context = {"programme": row, "form": form, "error": error, "nonce": nonce, "trap": TRAP}
    return render(request, "programme/apply.html", context, status=status)
