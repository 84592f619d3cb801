"""Writing what is put to the market, looking at it as the market will, putting it out and closing it."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date

from omlopp.domain.model.errors import OmloppError
from omlopp.domain.process.market import CANS, KINDS, Kind, Question
from omlopp.flows.dialogue import own_questions, questions_for
from omlopp.library.dialogue import counties, limits, sizes
from omlopp.library.load import library
from omlopp.web.pages import Place, place, reads, reads_and_writes, refusal, status_of, writes
from omlopp.web.records.actions.dialogue import (
    change_dialogue,
    close_dialogue,
    drop_dialogue,
    make_dialogue,
    publish_dialogue,
    summarise_dialogue,
)
from omlopp.web.records.dialogues import asked_of
from omlopp.web.records.models import CriterionChoice, Dialogue
from omlopp.web.screens.dialogue.views import law, talk_of
from omlopp.web.words import language, say


@reads_and_writes
def new(request: HttpRequest, pk: int) -> HttpResponse:
    """?sort= says which kind: rfi, hearing or draft."""
    here = place(request, pk)
    kind = request.POST.get("kind") or request.GET.get("sort", "rfi")
    kind = kind if kind in KINDS else "rfi"
    error, status = "", 200
    if request.method == "POST":
        try:
            row = make_dialogue(by=here.user, procurement=here.row, kind=kind, **_typed(request, here, kind))
            return redirect("preview-dialogue", pk, row.pk)
        except OmloppError as refused:
            error, status = refusal(refused), status_of(refused)
    return _form(request, here, kind, None, error, status)


@reads_and_writes
def change(request: HttpRequest, pk: int, talk: int) -> HttpResponse:
    here = place(request, pk)
    row = talk_of(here, talk)
    error, status = "", 200
    if request.method == "POST":
        try:
            change_dialogue(by=here.user, dialogue=row, **_typed(request, here, row.kind, row))
            return redirect("preview-dialogue", pk, talk)
        except OmloppError as refused:
            error, status = refusal(refused), status_of(refused)
    if row.published_at and not error:
        return redirect("one-dialogue", pk, talk)
    return _form(request, here, row.kind, row, error, status)


def _offered(here: Place, kind: str, row: Dialogue | None) -> list[tuple[str, str, str]]:
    """Id, question, and whose it is or why; those already in the draft stay as they were written there."""
    codes = here.value.cpv or tuple(code for lot in here.value.lots for code in lot.cpv)
    wanted: Kind = next(one for one in KINDS if one == kind)
    found = [
        (one.id, one.text.sv, (one.of or one.why).within(language()) if one.of or one.why else "")  # type: ignore[union-attr]
        for one in questions_for(library(), codes, wanted)
    ]
    known = {id for id, _, _ in found}
    kept = [] if row is None else [one for one in row.questions if one["id"] not in known]
    return [*found, *((one["id"], one["text"], say("egen fråga", "own question")) for one in kept)]


def _typed(request: HttpRequest, here: Place, kind: str, row: Dialogue | None = None) -> dict[str, Any]:
    chosen = set(request.POST.getlist("question"))
    questions = [Question(id, text) for id, text, _ in _offered(here, kind, row) if id in chosen]
    questions += own_questions(
        request.POST.get("own", ""), limits().questions + 1, [one.id for one in questions]
    )
    picked = [text for text in request.POST.getlist("choice") if text.isascii() and text.isdigit()]
    return {
        "title": request.POST.get("title", ""),
        "body": request.POST.get("body", ""),
        "questions": questions,
        "choices": list(
            CriterionChoice.objects.filter(procurement=here.row, pk__in=[n[:18] for n in picked])
        ),
    }


def _form(
    request: HttpRequest, here: Place, kind: str, row: Dialogue | None, error: str, status: int
) -> HttpResponse:
    typed = request.method == "POST"
    held = [one["id"] for one in row.questions] if row else []
    asked = [one["choice"] for one in row.criteria] if row else []
    chosen = request.POST.getlist("question") if typed else held
    picked = request.POST.getlist("choice") if typed else asked
    context = {
        "place": here,
        "row": row,
        "kind": kind,
        "kinds": KINDS,
        "title": request.POST.get("title", "") if typed else row.title if row else here.row.title,
        "body": request.POST.get("body", "") if typed else row.body if row else "",
        "own": request.POST.get("own", ""),
        "offered": [(*one, one[0] in chosen) for one in _offered(here, kind, row)],
        "choices": [(one, str(one.pk) in picked) for one in here.row.criteria.all()],
        "error": error,
        "most": limits(),
        "may_talk": here.may("dialogue"),
    }
    return render(request, "dialogue/compose.html", context, status=status)


@reads
def preview(request: HttpRequest, pk: int, talk: int) -> HttpResponse:
    """As the market will see it, before anybody does."""
    here = place(request, pk)
    row = talk_of(here, talk)
    context = {
        "place": here,
        "row": row,
        "asked": asked_of(row),
        "buyer": here.row.buyer_name,
        "cans": CANS,
        "counties": counties(),
        "sizes": sizes(),
        "limits": limits(),
        "closes": _in_three_weeks(timezone.localdate()),
        "today": timezone.localdate(),
        "law": law(here),
        "may_talk": here.may("dialogue"),
    }
    return render(request, "dialogue/preview.html", context)


def _in_three_weeks(today: date) -> date:
    return date.fromordinal(today.toordinal() + 21)


def _done(
    request: HttpRequest, pk: int, talk: int, do: Callable[[Place, Dialogue], None], sv: str, en: str, to: str
) -> HttpResponse:
    here = place(request, pk)
    row = talk_of(here, talk)
    try:
        do(here, row)
        messages.success(request, say(sv, en))
    except OmloppError as refused:
        messages.error(request, refusal(refused))
        return redirect("one-dialogue", pk, talk)
    return redirect("dialogue", pk) if to == "dialogue" else redirect(to, pk, talk)


@writes
def publish(request: HttpRequest, pk: int, talk: int) -> HttpResponse:
    def do(here: Place, row: Dialogue) -> None:
        publish_dialogue(
            by=here.user,
            dialogue=row,
            opens_on=day_of(request.POST.get("opens_on", "")),
            closes_on=day_of(request.POST.get("closes_on", "")),
            on=timezone.localdate(),
            address=request.build_absolute_uri(reverse("answer-dialogue", args=[row.token])),
        )

    return _done(
        request, pk, talk, do,
        "Frågorna är utlagda. Skicka länken till dem du vill ska svara; den ligger också på den öppna sidan.",
        "The questions are put out. Send the link to those you want to answer; it is on the public page too.",
        "one-dialogue",
    )  # fmt: skip


def day_of(text: str) -> date | None:
    try:
        return parse_date(text.strip())
    except ValueError:
        return None


@writes
def close(request: HttpRequest, pk: int, talk: int) -> HttpResponse:
    return _done(
        request, pk, talk, lambda here, row: close_dialogue(by=here.user, dialogue=row),
        "Frågorna är stängda.", "The questions are closed.", "one-dialogue",
    )  # fmt: skip


@writes
def drop(request: HttpRequest, pk: int, talk: int) -> HttpResponse:
    return _done(
        request, pk, talk, lambda here, row: drop_dialogue(by=here.user, dialogue=row),
        "Utkastet är borttaget.", "The draft is removed.", "dialogue",
    )  # fmt: skip


@writes
def summarise(request: HttpRequest, pk: int, talk: int) -> HttpResponse:
    return _done(
        request, pk, talk,
        lambda here, row: summarise_dialogue(by=here.user, dialogue=row, summary=request.POST.get("summary", "")),
        "Sammanfattningen är sparad. Den visas på den öppna sidan när frågorna är stängda.",
        "The summary is kept. It is shown on the public page when the questions are closed.", "one-dialogue",
    )  # fmt: skip
