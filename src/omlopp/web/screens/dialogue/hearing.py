"""Whom the buyer turned to, what was said in talks, and the answers and questions as files."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from omlopp.domain.model.errors import OmloppError
from omlopp.domain.process.market import CANS
from omlopp.flows.dialogue import paper as made_paper
from omlopp.flows.dialogue import typed_answer
from omlopp.library.dialogue import counties, limits, sizes
from omlopp.web.download import csv_of, download
from omlopp.web.pages import place, reads, reads_and_writes, refusal, status_of, writes
from omlopp.web.records import convert
from omlopp.web.records.actions.answers import note_hearing, standing_answers
from omlopp.web.records.actions.dialogue import note_asked
from omlopp.web.records.dialogues import asked_of
from omlopp.web.screens.dialogue.composing import day_of
from omlopp.web.screens.dialogue.views import talk_of
from omlopp.web.words import keyed, language, named, say


@writes
def asked(request: HttpRequest, pk: int, talk: int) -> HttpResponse:
    here = place(request, pk)
    row = talk_of(here, talk)
    picked = [text[:18] for text in request.POST.getlist("supplier") if text.isascii() and text.isdigit()]
    ours = here.row.organisation.suppliers.filter(pk__in=picked) if here.row.organisation else ()
    try:
        note_asked(
            by=here.user,
            dialogue=row,
            names=request.POST.get("names", "").splitlines(),
            suppliers=list(ours),
            how=request.POST.get("how", ""),
            on=day_of(request.POST.get("on", "")) or timezone.localdate(),
        )
        messages.success(request, say("De tillfrågade är antecknade.", "Those who were asked are noted."))
    except OmloppError as refused:
        messages.error(request, refusal(refused))
    return redirect("one-dialogue", pk, talk)


@reads_and_writes
def note(request: HttpRequest, pk: int, talk: int) -> HttpResponse:
    """What a firm said, written down by whoever listened."""
    here = place(request, pk)
    row = talk_of(here, talk)
    what = asked_of(row)
    typed: dict[str, Any] = {name: str(value) for name, value in request.POST.items()}
    error, status = "", 200
    if request.method == "POST":
        try:
            note_hearing(by=here.user, dialogue=row, answer=typed_answer(typed, what))
            messages.success(request, say("Samtalet är antecknat.", "The talk is noted."))
            return redirect("one-dialogue", pk, talk)
        except OmloppError as refused:
            error, status = refusal(refused), status_of(refused)
    context = {
        "place": here,
        "row": row,
        "asked": what,
        "typed": typed,
        "cans": CANS,
        "counties": counties(),
        "sizes": sizes(),
        "limits": limits(),
        "error": error,
        "may_talk": here.may("dialogue"),
    }
    return render(request, "dialogue/note.html", context, status=status)


@reads
def answers_file(request: HttpRequest, pk: int, talk: int) -> HttpResponse:
    """Every standing answer, a row each. A firm that asks for secrecy is marked, and decided on by people."""
    here = place(request, pk)
    row = talk_of(here, talk)
    head = [say("Företag", "Firm"), say("Organisationsnummer", "Number"), say("Storlek", "Size")]
    head += [say("Län", "County"), say("Kontakt", "Contact"), say("Dag", "Day")]
    head += [say("Begär sekretess", "Asks for secrecy"), say("Antecknat av", "Noted by")]
    head += [one["text"] for one in row.questions]
    head += [f"{one['name']}{what}" for one in row.criteria for what in ("", say(": kommentar", ": comment"))]
    lines = []
    for each in standing_answers(row):
        line = [each.firm, each.number, keyed(f"firm_size.{each.size or 'unknown'}", {})]
        line += [counties().get(each.county, ""), each.contact, timezone.localdate(each.at).isoformat()]
        line += [say("ja", "yes") if each.asks_secrecy else "", each.noted_by]
        line += [each.answers.get(one["id"], "") for one in row.questions]
        for one in row.criteria:
            said = each.criteria.get(one["choice"], {"can": "", "note": ""})
            line += [named(said["can"], "can") if said["can"] else "", said["note"]]
        lines.append(line)
    return csv_of(say("svar.csv", "answers.csv"), head, lines)


@reads
def paper(request: HttpRequest, pk: int, talk: int, paper_form: str) -> HttpResponse:
    """The questions as Word or PDF."""
    here = place(request, pk)
    row = talk_of(here, talk)
    if paper_form not in ("docx", "pdf"):
        raise Http404
    link = (
        request.build_absolute_uri(reverse("answer-dialogue", args=[row.token])) if row.published_at else ""
    )
    made = made_paper(
        asked_of(row),
        here.value,
        convert.library_of(here.row),
        language(),
        timezone.localdate(),
        paper_form,
        link,
    )
    return download(made)
