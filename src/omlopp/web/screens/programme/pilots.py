"""Pilots: those of a programme, with what they need – and a procurement's own page about the programme and its help."""

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from omlopp.domain.model.errors import OmloppError
from omlopp.library.load import library
from omlopp.web.pages import Place, place, reads_and_writes, refusal, status_of
from omlopp.web.records import convert
from omlopp.web.records.actions.programme_pilots import (
    NotOffered,
    answer_help,
    ask_for_help,
    join_programme,
    leads,
    leave_programme,
    log_help,
    mark_moving,
    mark_stuck,
    may_join,
    name_process_leader,
    withdraw_help,
)
from omlopp.web.records.models import Participant, ProgrammeHelp, ProgrammePilot
from omlopp.web.records.pilots import run_of
from omlopp.web.screens.programme.forms import HelpForm
from omlopp.web.screens.programme.here import Here, here
from omlopp.web.words import say


@reads_and_writes
def pilots(request: HttpRequest, programme: int) -> HttpResponse:
    """Every pilot with its phase and its help in hours. The lead says here that one is stuck, moves or is let go."""
    at = here(request, programme)
    error, status, typed = "", 200, {}
    if request.method == "POST":
        typed = {name: request.POST.get(name, "") for name in ("pilot", "step", "why", "do")}
        try:
            messages.success(request, _change(at, typed))
            return redirect("programme-pilots", programme)
        except OmloppError as refused:
            error, status = refusal(refused), status_of(refused)
    run = run_of(at.row, at.user, timezone.localdate())
    rows = [(one, convert.edition(one.row.procurement.model).steps) for one in run.pilots]
    more = {"tab": "pilots", "run": run, "rows": rows, "error": error, "typed": typed}
    return render(request, "programme/pilots.html", at.context(**more), status=status)


def _change(at: Here, typed: dict[str, str]) -> str:
    row = ProgrammePilot.objects.filter(pk=_number(typed["pilot"]), programme=at.row).first()
    if row is None:
        raise Http404
    today = timezone.localdate()
    match typed["do"]:
        case "stuck":
            mark_stuck(by=at.user, pilot=row, step_id=typed["step"], why=typed["why"], on=today)
            return say("Noterat. Piloten står överst tills den rör sig igen.",
                       "Noted. The pilot stands first until it moves again.")  # fmt: skip
        case "moving":
            mark_moving(by=at.user, pilot=row)
            return say("Piloten är i rörelse igen.", "The pilot moves again.")
        case "leave":
            leave_programme(by=at.user, pilot=row, why=typed["why"], on=today)
            return say("Piloten har lämnat programmet.", "The pilot has left the programme.")
    raise Http404


@reads_and_writes
def at_procurement(request: HttpRequest, pk: int) -> HttpResponse:
    """The procurement's page: its programme, who coaches it, every piece of help – and joining or leaving."""
    at = place(request, pk)
    error, status = "", 200
    doing = request.POST.get("do", "")
    form = HelpForm(
        request.POST if doing in ("log", "answer") else None, answering=doing == "answer", prefix="help"
    )
    if request.method == "POST":
        try:
            if doing not in ("log", "answer") or form.is_valid():
                messages.success(request, _done(request, at, doing, form))
                return redirect("programme-here", pk)
            status = 422
        except OmloppError as refused:
            error, status = refusal(refused), status_of(refused)
    context = {
        "place": at, "error": error, "form": form, "doing": doing,
        "typed": {name: request.POST.get(name, "") for name in
                  ("pilot", "help", "asked", "why", "step", "participant", "process_leader")},
        **_shown(at),
    }  # fmt: skip
    return render(request, "programme/here.html", context, status=status)


def _shown(at: Place) -> dict[str, Any]:
    rows = at.row.pilots.select_related("programme__organisation", "participant").prefetch_related("help")
    found: list[dict[str, Any]] = []
    for row in rows:
        help = [one for one in row.help.all() if one.removed_at is None]
        asked = [one for one in help if one.kind == "question" and not one.answered]
        given = [one for one in help if one not in asked]
        found.append({
            "row": row, "asked": asked, "given": [(one, library().instruments.get(one.instrument)) for one in given],
            "hours": sum((one.hours for one in given), Decimal(0)), "leads": leads(at.user, row),
            "open": row.left_on is None and row.programme.closed_on is None,
        })  # fmt: skip
    standing = {one["row"].programme_id for one in found if one["row"].left_on is None}
    return {
        "pilots": found,
        "offers": [one for one in _offers(at) if one.programme_id not in standing],
        "steps": at.model.steps,
        "step_names": {step.id: step.name for step in at.model.steps},
        "leaders": _leaders(at),
        "rights": at.rights,
        "answering": HelpForm(answering=True, prefix="help"),
        "logging": HelpForm(prefix="help"),
    }


def _offers(at: Place) -> list[Participant]:
    """The participants that this procurement can join as, for who decides on it."""
    if not at.may("people"):
        return []
    signed = Participant.objects.exclude(signed_on=None).filter(
        left_on=None, removed_at=None, programme__closed_on=None, programme__exercise=at.row.exercise
    )
    return [
        one
        for one in signed.select_related("programme__organisation", "organisation")
        if may_join(at.user, at.row, one)
    ]


def _leaders(at: Place) -> list[str]:
    """Who may be asked to coach: process leaders of the programmes' organisations, and of the procurement itself."""
    owners = {one.programme.organisation_id for one in _offers(at)}
    owners |= set(at.row.pilots.values_list("programme__organisation_id", flat=True))
    found = User.objects.filter(
        organisation_roles__organisation__in=owners, organisation_roles__role="process_leader", is_active=True
    )
    members = at.row.memberships.filter(role="process_leader").values_list("user__username", flat=True)
    return sorted({*found.values_list("username", flat=True), *members})


def _done(request: HttpRequest, at: Place, doing: str, form: HelpForm) -> str:
    today, typed = timezone.localdate(), request.POST
    if doing == "join":
        chosen = next((one for one in _offers(at) if one.pk == _number(typed.get("participant", ""))), None)
        if chosen is None:
            raise NotOffered
        join_programme(
            by=at.user, procurement=at.row, participant=chosen, process_leader=typed.get("process_leader", ""), on=today
        )  # fmt: skip
        return say("Upphandlingen är pilot i programmet.", "The procurement is a pilot of the programme.")
    if doing in ("answer", "withdraw"):
        help = ProgrammeHelp.objects.filter(
            pk=_number(typed.get("help", "")), pilot__procurement=at.row, removed_at=None
        ).first()
        if help is None:
            raise Http404
        if doing == "withdraw":
            withdraw_help(by=at.user, help=help, why=typed.get("why", ""))
            return say("Stödet är struket.", "The help is withdrawn.")
        said = form.cleaned_data
        answer_help(by=at.user, help=help, answered=said["answered"], hours=said["hours"],
                    instrument=said["instrument"], on=today)  # fmt: skip
        return say("Svaret är noterat.", "The answer is noted.")
    row = (
        at.row.pilots.filter(pk=_number(typed.get("pilot", "")))
        .select_related("programme__organisation")
        .first()
    )
    if row is None:
        raise Http404
    match doing:
        case "ask":
            ask_for_help(by=at.user, pilot=row, asked=typed.get("asked", ""), on=today)
            return say(
                "Frågan är skickad till processledaren.", "The question has gone to the process leader."
            )
        case "log":
            log_help(by=at.user, pilot=row, on=today, **form.cleaned_data)
            return say("Stödet är noterat.", "The help is logged.")
        case "leader":
            name_process_leader(by=at.user, pilot=row, username=typed.get("process_leader", ""))
            return say("Processledaren är utsedd.", "The process leader is named.")
        case "stuck":
            mark_stuck(
                by=at.user, pilot=row, step_id=typed.get("step", ""), why=typed.get("why", ""), on=today
            )
            return say("Noterat i programmet.", "Noted in the programme.")
        case "moving":
            mark_moving(by=at.user, pilot=row)
            return say("Noterat: i rörelse igen.", "Noted: in motion again.")
        case "leave":
            leave_programme(by=at.user, pilot=row, why=typed.get("why", ""), on=today)
            return say("Upphandlingen har lämnat programmet.", "The procurement has left the programme.")
    raise Http404


def _number(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 18 else 0
