"""The interview of one role: every question with room for its answer, and the guide to take along."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from omlopp.domain.model.errors import OmloppError
from omlopp.domain.process.hindsight import ROLES, Question, Role, Said
from omlopp.flows.hindsight import Guide, guide_file
from omlopp.library.interview import openings, roles
from omlopp.library.load import library
from omlopp.web.download import download
from omlopp.web.pages import Place, reads, reads_and_writes, refusal
from omlopp.web.records import convert
from omlopp.web.records.actions.hindsight import Noted, note_interview, questions_of, told
from omlopp.web.screens.hindsight.views import place_in
from omlopp.web.words import keyed, language, say


class NoDay(OmloppError):
    """The day of the interview is missing or no day."""

    code = "hindsight.no-day"


def role_of(role: str) -> Role:
    found = next((one for one in ROLES if one == role), None)
    if found is None:
        raise Http404
    return found


@reads_and_writes
def interview(request: HttpRequest, pk: int, role: str) -> HttpResponse:
    """What is typed stays on the page when it cannot be saved."""
    here, who = place_in(request, pk), role_of(role)
    error, status = "", 200
    if request.method == "POST":
        try:
            changed = note_interview(
                by=here.user,
                procurement=here.row,
                role=who,
                answers=_typed(request, who),
                said_by=request.POST.get("said_by", ""),
                said_on=_day(request.POST.get("said_on", "")),
            )
            messages.success(request, say(f"{changed} svar är sparade.", f"{changed} answers are saved."))
            return redirect("hindsight", pk)
        except OmloppError as refused:
            error, status = refusal(refused), 409 if refused.code == "hindsight.stale-answer" else 422
            if refused.code.startswith("not-allowed"):
                status = 403
    context = _context(request, here, who) | {"error": error}
    return render(request, "hindsight/interview.html", context, status=status)


def _typed(request: HttpRequest, role: Role) -> list[Noted]:
    """Only questions that the form holds; an unknown one is the action's to refuse."""
    names = [name.removeprefix("a-") for name in request.POST if name.startswith("a-")]
    known = set(request.POST.getlist("unknown"))
    return [
        Noted(
            name,
            request.POST.get(f"a-{name}", "").replace("\r\n", "\n"),
            name not in known,
            (request.POST.get(f"was-{name}", "").replace("\r\n", "\n") or None),
        )
        for name in names
    ]


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        raise NoDay() from None
    if not 1990 <= day.year <= 2200:
        raise NoDay()
    return day


def _context(request: HttpRequest, here: Place, role: Role) -> dict[str, Any]:
    rows = {row.question: row for row in here.row.interviews.filter(role=role)}
    posted = request.method == "POST"
    last = max(rows.values(), key=lambda row: row.pk, default=None)
    asked = []
    for one in questions_of(role).values():
        row = rows.get(one.id)
        text = request.POST.get(f"a-{one.id}", "") if posted else row.answer if row else ""
        unknown = one.id in request.POST.getlist("unknown") if posted else bool(row and not row.known)
        asked.append(
            {
                "question": one,
                "link": keyed(f"hindsight.link.{one.link}", {}),
                "text": text,
                "unknown": unknown,
                "was": told(row) or "",
                "row": row,
                "options": _options(here, one),
                "into": keyed(f"hindsight.into.{one.into}", {}) if one.into else "",
            }
        )
    return {
        "place": here,
        "role": role,
        "role_name": roles()[role].within(language()),
        "opening": openings()[role].within(language()),
        "asked": asked,
        "said_by": request.POST.get("said_by", last.said_by if last else ""),
        "said_on": request.POST.get("said_on", timezone.localdate().isoformat()),
        "may_need": here.may("need"),
    }


def _options(here: Place, one: Question) -> list[tuple[str, str]]:
    """The choices of a question that has them."""
    to, goals = language(), convert.goals(here.row.model)
    if one.kind == "goal":
        return [(goal.id, f"{goal.id} {goal.name.within(to)}") for goal in goals]
    if one.kind == "strategy":
        return [(each.id, f"{each.id} {each.name.within(to)}") for goal in goals for each in goal.strategies]
    if one.kind == "indicator":
        cards = sorted(library().indicators.values(), key=lambda card: card.name.within(to).casefold())
        return [(card.id, card.name.within(to)) for card in cards if card.use == "follow_up"]
    return []


@reads
def guide_docx(request: HttpRequest, pk: int, role: str) -> HttpResponse:
    here, who = place_in(request, pk), role_of(role)
    rows = here.row.interviews.filter(role=who)
    said = {row.question: Said(row.question, who, row.known, row.answer) for row in rows}
    made = guide_file(
        here.value, Guide(who, said), convert.library_of(here.row), language(), timezone.localdate()
    )
    return download(made)
