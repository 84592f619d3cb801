"""The sections of a programme – goals, time, money, risks, communication, decisions – and one line at a time."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from omlopp.documents.pictures.gantt import gantt
from omlopp.documents.pictures.gantt import state_of as activity_state
from omlopp.domain.model.errors import OmloppError
from omlopp.flows.publish import slug
from omlopp.library.load import library
from omlopp.web.download import csv_of
from omlopp.web.pages import reads, reads_and_writes, refusal, status_of, writes
from omlopp.web.records.actions.programme_lines import remove_line, restore_line, write_line
from omlopp.web.records.pilots import run_of
from omlopp.web.records.programme_lines import KINDS, NAMES
from omlopp.web.screens.programme.forms import LineForm, of_line
from omlopp.web.screens.programme.here import KINDS_OF, PART_OF, PARTS, Here, here
from omlopp.web.screens.programme.room import edition_of, goal_rows, money
from omlopp.web.words import language, say

NEWEST = 10  # costs on the page; the rest are one press away
SHOWN = {
    "budget": ("cost_type", "amount_sek"),
    "cofunding": ("name", "kind", "amount_sek", "certified_on", "number"),
    "spent": ("on", "cost_type", "amount_sek", "voucher", "text", "flat"),
    "claim": ("number", "period_from", "period_to", "claimed_sek", "approved_sek", "paid_sek"),
    "risk": ("text", "likelihood", "effect", "measure", "who", "closed_on"),
    "outreach": ("on", "target_group", "message", "channel", "result"),
    "decision": ("decided_on", "kind", "number", "title", "decision", "by", "reported_to"),
    "deviation": ("on", "what", "why", "measure"),
    "activity": ("title", "starts_on", "ends_on", "done_on", "who"),
    "goal": ("text", "target", "unit", "serves", "counted"),
}  # fmt: skip
"""The columns of each list; the first but days names the line. The rest stands in the form."""
TITLE = {"budget": "cost_type", "cofunding": "name", "spent": "on", "claim": "number", "risk": "text",
         "outreach": "target_group", "decision": "title", "deviation": "what", "activity": "title",
         "goal": "text"}  # fmt: skip


@reads
def section(request: HttpRequest, programme: int, part: str) -> HttpResponse:
    """One part of the programme: what there is, with a way to add, change, take away and put back."""
    at = here(request, programme)
    if part not in PARTS:
        raise Http404
    return render(
        request, "programme/section.html", section_context(at, part, everything="alla" in request.GET)
    )


def section_context(at: Here, part: str, *, everything: bool = False) -> dict[str, Any]:
    today = timezone.localdate()
    run = run_of(at.row, at.user, today)
    more: dict[str, Any] = {
        "part": part,
        "lists": [listed(at, kind, today, everything) for kind in KINDS_OF[part]],
    }
    if part == "mal":
        more["goals"] = goal_rows(run)
    if part == "tid":
        said = run.value.activities, at.row.starts_on, at.row.ends_on, today, language()
        more |= {"picture": gantt(*said), "narrow": gantt(*said, narrow=True)}
    if part == "pengar":
        more["money"] = money(run)
    return at.context(**more)


def listed(at: Here, kind: str, today: Any, everything: bool) -> dict[str, Any]:
    """A kind's lines as the table shows them, and those that have been taken away. Costs: the newest first, and few."""
    rows = list(KINDS[kind].table.objects.filter(programme=at.row))
    columns = [name for name in SHOWN[kind] if name != TITLE[kind]]
    standing = [one for one in rows if one.removed_at is None]
    count = len(standing)
    if kind == "spent":
        standing = standing[::-1] if everything else standing[::-1][:NEWEST]
    return {
        "kind": kind,
        "count": count,
        "title": TITLE[kind],
        "title_shape": KINDS[kind].fields[TITLE[kind]],
        "heading": say(*_upper(NAMES[TITLE[kind]])),
        "columns": [(name, say(*_upper(NAMES[name])), KINDS[kind].fields[name]) for name in columns],
        "rows": [
            (row, getattr(row, TITLE[kind]), _cells(kind, columns, row), _tag(kind, row, today)) for row in standing
        ],
        "removed": [(row, getattr(row, TITLE[kind])) for row in rows if row.removed_at is not None],
    }  # fmt: skip


def _upper(words: tuple[str, str]) -> tuple[str, str]:
    return words[0][0].upper() + words[0][1:], words[1][0].upper() + words[1][1:]


def _cells(kind: str, columns: list[str], row: Any) -> list[tuple[str, str, Any]]:
    fields: Mapping[str, str] = KINDS[kind].fields
    return [(say(*_upper(NAMES[name])), fields[name], getattr(row, name)) for name in columns]


def _tag(kind: str, row: Any, today: Any) -> tuple[str, str] | None:
    """(colour, words) beside the line's name."""
    if kind == "activity":
        state = activity_state(row, today)
        words = {"done": say("klar", "done"), "late": say("sen", "late"), "going": say("pågår", "going on"),
                 "coming": say("kommer", "to come")}[state]  # fmt: skip
        return ("ok" if state == "done" else "warn" if state == "late" else ""), words
    if kind == "risk" and row.closed_on is None:
        weight = row.likelihood * row.effect
        return ("warn" if weight >= 12 else ""), say(f"{weight} av 25", f"{weight} of 25")
    if kind == "claim" and row.approved_on is None:
        return "warn", say("inte prövad än", "not decided yet")
    if kind == "cofunding" and row.certified_on is None:
        return "warn", say("intyg saknas", "certificate missing")
    if kind == "decision" and row.decided_on is None:
        return "", say("förslag", "proposed")
    return None


@reads
def as_file(request: HttpRequest, programme: int, kind: str) -> HttpResponse:
    """Every line of a kind for a spreadsheet."""
    at = here(request, programme)
    if kind not in KINDS:
        raise Http404
    fields = KINDS[kind].fields
    head = [say(*_upper(NAMES[name])) for name in fields]
    rows = KINDS[kind].table.objects.filter(programme=at.row, removed_at=None)
    name = f"{at.row.title[:60]}-{library().names.of('programme_line', kind, language())}"
    return csv_of(
        f"{slug(name)}.csv", head, [[_plain(getattr(row, each)) for each in fields] for row in rows]
    )


def _plain(value: Any) -> Any:
    return "; ".join(value) if isinstance(value, list) else "" if value is None else value


@reads_and_writes
def line(request: HttpRequest, programme: int, kind: str, line: int | None = None) -> HttpResponse:
    """A line written new or changed. A save from an older page is refused, and what was typed stands."""
    at = here(request, programme)
    if kind not in KINDS:
        raise Http404
    row = None
    if line is not None:
        row = KINDS[kind].table.objects.filter(pk=line, programme=at.row).first()
        if row is None:
            raise Http404
    form = LineForm(request.POST or None, kind=kind, initial=of_line(kind, row) if row else {})
    error, status = "", 200
    edition = row.edition if row else 0
    if request.method == "POST":
        status, edition = 422, edition_of(request)
        if form.is_valid():
            try:
                write_line(
                    by=at.user, programme=at.row, kind=kind, typed=form.typed, line=line, edition=edition
                )
                messages.success(request, say("Sparat.", "Saved."))
                return redirect("programme-part", programme, PART_OF[kind])
            except OmloppError as refused:
                error, status = refusal(refused), status_of(refused)
                if refused.code == "programme.stale" and row is not None:
                    edition = KINDS[kind].table.objects.get(pk=row.pk).edition
    more = {"form": form, "kind": kind, "row": row, "error": error, "edition": edition, "part": PART_OF[kind]}
    return render(request, "programme/line.html", at.context(**more), status=status)


@writes
def change(request: HttpRequest, programme: int, kind: str, line: int) -> HttpResponse:
    """Take a line away, with a reason, or put it back."""
    at = here(request, programme)
    if kind not in KINDS:
        raise Http404
    try:
        if request.POST.get("do") == "restore":
            restore_line(by=at.user, programme=at.row, kind=kind, line=line)
            messages.success(request, say("Raden är tillbaka.", "The line is back."))
        else:
            why = request.POST.get("why", "")
            remove_line(by=at.user, programme=at.row, kind=kind, line=line, why=why)
            messages.success(
                request,
                say("Raden är borttagen. Den kan tas tillbaka längst ned.",
                    "The line is taken away. It can be put back at the bottom."),
            )  # fmt: skip
    except OmloppError as refused:
        row = KINDS[kind].table.objects.filter(pk=line, programme=at.row).first()
        if row is None:
            raise Http404 from None
        form = LineForm(kind=kind, initial=of_line(kind, row))
        more = {"form": form, "kind": kind, "row": row, "error": refusal(refused), "edition": row.edition,
                "part": PART_OF[kind], "why": request.POST.get("why", "")}  # fmt: skip
        return render(request, "programme/line.html", at.context(**more), status=status_of(refused))
    return redirect("programme-part", programme, PART_OF[kind])
