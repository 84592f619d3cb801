"""Programmes: the list, a new one, its facts, and its first page – what is stuck before what goes well."""

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from omlopp.documents.pictures.gantt import state_of as activity_state
from omlopp.domain.model.errors import OmloppError
from omlopp.domain.programme.state import STATES, tally
from omlopp.library.programme import settings, strategies
from omlopp.web.pages import reads, reads_and_writes, refusal, signed_in, status_of
from omlopp.web.records.access import may_in, organisations_of
from omlopp.web.records.actions.programme import (
    RIGHT,
    close_programme,
    create_programme,
    describe_programme,
    open_again,
)
from omlopp.web.records.models import ProgrammeRecord
from omlopp.web.records.pilots import Run, by_phase, run_of
from omlopp.web.records.programme import readable_by
from omlopp.web.screens.programme.forms import FactsOfProgramme, of_programme
from omlopp.web.screens.programme.here import Here, here
from omlopp.web.words import language, say


@reads
def programmes(request: HttpRequest) -> HttpResponse:
    """The programmes of the organisations the person is in."""
    user = signed_in(request)
    today = timezone.localdate()
    found = []
    for row in readable_by(user):
        run = run_of(row, user, today)
        found.append((row, tallied(run), len(run.staying)))
    context = {"section": "programmes", "found": found, "may_begin": bool(_led(user))}
    return render(request, "programme/programmes.html", context)


def _led(user: Any) -> list[Any]:
    return [one for one in organisations_of(user) if may_in(user, RIGHT, one)]


@reads_and_writes
def new(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    error, status = "", 200
    led = _led(user)
    form = FactsOfProgramme(request.POST or None, organisations=led or organisations_of(user))
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                row = create_programme(
                    by=user,
                    organisation=form.chosen,
                    facts=form.facts,
                    exercise=form.cleaned_data["exercise"],
                )
                messages.success(request, say("Programmet finns nu. Skriv in mål och deltagare.",
                                              "The programme is there. Enter goals and participants."))  # fmt: skip
                return redirect("programme", row.pk)
            except OmloppError as refused:
                error, status = refusal(refused), status_of(refused)
    context = {"section": "programmes", "form": form, "error": error, "led": led}
    return render(request, "programme/facts.html", context, status=status)


@reads_and_writes
def facts(request: HttpRequest, programme: int) -> HttpResponse:
    """Its facts; and closing it or opening it again, each with a reason."""
    at = here(request, programme)
    error, status, stale = "", 200, False
    doing = request.POST.get("do", "facts")
    of_facts = request.method == "POST" and doing == "facts"
    form = FactsOfProgramme(request.POST if of_facts else None, initial=of_programme(at.row))
    if request.method == "POST":
        try:
            if doing == "close":
                close_programme(
                    by=at.user, programme=at.row, why=request.POST.get("why", ""), on=timezone.localdate()
                )
            elif doing == "open":
                open_again(by=at.user, programme=at.row, why=request.POST.get("why", ""))
            elif form.is_valid():
                describe_programme(
                    by=at.user, programme=at.row, facts=form.facts, edition=edition_of(request)
                )
            else:
                raise _Invalid()
            messages.success(request, say("Sparat.", "Saved."))
            return redirect("programme", programme)
        except _Invalid:
            status = 422
        except OmloppError as refused:
            error, status, stale = refusal(refused), status_of(refused), refused.code == "programme.stale"
    row = ProgrammeRecord.objects.get(pk=programme)
    more = {"form": form, "error": error, "edition": row.edition if stale or not of_facts else edition_of(request),
            "why": request.POST.get("why", "")}  # fmt: skip
    return render(
        request,
        "programme/facts.html",
        at.context(base="programme/frame.html", tab="facts", **more),
        status=status,
    )


class _Invalid(Exception):
    """The form itself says what is wrong."""


def edition_of(request: HttpRequest) -> int:
    typed = request.POST.get("edition", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 9 else -1


@reads
def room(request: HttpRequest, programme: int) -> HttpResponse:
    """Journey 4: what is stuck and why first; then goals, money against co-funding, days and risks."""
    at = here(request, programme)
    today = timezone.localdate()
    run = run_of(at.row, at.user, today)
    return render(request, "programme/room.html", at.context(**_shown(at, run, today)))


def _shown(at: Here, run: Run, today: Any) -> dict[str, Any]:
    soon = settings().soon_days
    activities = [
        (one, activity_state(one, today))
        for one in run.value.activities
        if one.done_on is None and (one.starts_on - today).days <= soon
    ]
    open_risks = [one for one in run.value.risks if one.closed_on is None]
    phases = by_phase(run.staying)
    return {
        "run": run,
        "tab": "room",
        "ended": [one for one in run.staying if one.step is None],
        "tallied": tallied(run),
        "stuck": run.of("stuck"),
        "still": [one for one in run.of("moving") if one.still_days is not None],
        "waiting": [one for one in run.staying if one.waiting],
        "phases": phases,
        "nobody": ", ".join(phase.name.within(language()) for phase, ones in phases if not ones),
        "goals": goal_rows(run),
        "money": money(run),
        "activities": activities,
        "high": [one for one in open_risks if one.likelihood * one.effect >= settings().high_risk],
        "open_risks": len(open_risks),
        "hours": sum((one.hours for one in run.pilots), Decimal(0)),
        "helped": sum(one.helped for one in run.pilots),
        "applied": sum(
            one.chosen_on is None and one.declined_on is None and one.left_on is None
            for one in run.value.participants
        ),
    }


def tallied(run: Run) -> list[tuple[str, int]]:
    """State and count, without those nobody stands in."""
    found = tally(run.value, run.procurements)
    order = ("moving", "stuck", *(one for one in STATES if one not in ("moving", "stuck")))
    return [(state, found[state]) for state in order if found[state]]


def goal_rows(run: Run) -> list[dict[str, Any]]:
    """Each goal with how much is reached, out of what, and the strategies it serves."""
    rows = []
    for one in run.value.goals:
        now = run.counted(one)
        rows.append(
            {"goal": one, "now": now, "met": None if now is None else now >= one.target,
             "serves": [strategies()[id] for id in one.serves if id in strategies()]}
        )  # fmt: skip
    return rows


def money(run: Run) -> dict[str, Any]:
    """Sums of what has been planned, promised, spent and claimed. What nobody has decided is not 0 but not there."""
    value = run.value
    planned = sum((one.amount_sek for one in value.budget), Decimal(0))
    funded = sum((one.amount_sek for one in value.cofunding), Decimal(0))
    spent = sum((one.amount_sek for one in value.spent), Decimal(0))
    by_type: dict[str, list[Decimal]] = {}
    for line in value.budget:
        by_type.setdefault(line.cost_type, [Decimal(0), Decimal(0)])[0] += line.amount_sek
    for cost in value.spent:
        by_type.setdefault(cost.cost_type, [Decimal(0), Decimal(0)])[1] += cost.amount_sek
    return {
        "planned": planned,
        "funded": funded,
        "certified": sum((one.amount_sek for one in value.cofunding if one.certified_on), Decimal(0)),
        "certificates": sum(one.certified_on is not None for one in value.cofunding),
        "funders": len(value.cofunding),
        "gap": planned - funded,
        "spent": spent,
        "share": spent / planned * 100 if planned else None,
        "by_type": [(id, plan, used, plan - used) for id, (plan, used) in by_type.items()],
        "claimed": sum((one.claimed_sek for one in value.claims), Decimal(0)),
        "approved": sum(
            (one.approved_sek for one in value.claims if one.approved_sek is not None), Decimal(0)
        ),
        "paid": sum((one.paid_sek for one in value.claims if one.paid_sek is not None), Decimal(0)),
        "claims": len(value.claims),
        "undecided": sum(one.approved_on is None for one in value.claims),
        "unpaid": sum(one.paid_on is None for one in value.claims),
        "language": language(),
    }
