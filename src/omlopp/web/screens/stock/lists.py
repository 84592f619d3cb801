"""A stock list: given, looked at with its faults, and read in when a person says so. The empty form to fill in."""

import io
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from omlopp.domain.model.errors import OmloppError
from omlopp.flows import stock as flow
from omlopp.flows.publish import Made
from omlopp.flows.stock import StockList
from omlopp.library.stock import columns, conditions, measures
from omlopp.web import stocking
from omlopp.web.download import download
from omlopp.web.pages import reads, reads_and_writes, refusal, status_of, writes
from omlopp.web.records.actions.stock import compare, import_stock
from omlopp.web.records.models import Organisation
from omlopp.web.screens.stock.shared import come_from, ours
from omlopp.web.words import keyed, language, say

SHOWN = 50  # rows and faults
PREFIX = "col-"


@writes
def upload(request: HttpRequest, organisation: int) -> HttpResponse:
    """The file laid aside; nothing of it is kept in the store until its preview is confirmed."""
    row, user = ours(request, organisation, "stock")
    given, came_from = request.FILES.get("file"), come_from(request, row, user)
    try:
        content = given.read(stocking.LIMIT_BYTES + 1) if given else b""
        id = stocking.lay_aside(row, given.name or "lista" if given else "", content)
    except OmloppError as refused:
        context = {"organisation": row, "error": refusal(refused), "came_from": came_from}
        return render(request, "stock/refused.html", context, status=422)
    to = reverse("stock-list", args=(row.pk, id))
    return redirect(f"{to}?upphandling={came_from.pk}" if came_from else to)


@reads_and_writes
def preview(request: HttpRequest, organisation: int, stock_list: str) -> HttpResponse:
    """What reading the list would do, row by row what cannot be read; then it is done, or the columns are changed.

    Who came from a procurement's need is led back to it when the list is read.
    """
    row, user = ours(request, organisation, "stock")
    chosen, came_from = _chosen(request), come_from(request, row, user)
    always: dict[str, Any] = {"organisation": row, "came_from": came_from}
    try:
        given = stocking.laid_aside(row, stock_list)
    except OmloppError as refused:
        return render(request, "stock/refused.html", always | {"error": refusal(refused)}, status=404)
    units = list(row.units.values_list("name", flat=True))
    year = timezone.localdate().year
    try:
        read = flow.read_list(given.content, given.name, units, chosen, year)
    except flow.NoNameColumn as refused:
        context = always | {"list": stock_list, "error": refusal(refused)} | _by_hand(given, chosen)
        return render(request, "stock/list.html", context, status=422)
    except OmloppError as refused:
        stocking.forget(row, stock_list)
        return render(request, "stock/refused.html", always | {"error": refusal(refused)}, status=422)
    whole, moved_out = "whole" in request.POST, "moved_out" in request.POST
    error, status = "", 200
    if request.POST.get("do") == "read":
        try:
            done = import_stock(
                by=user, organisation=row, file=given.name, digest=given.digest, lines=read.lines,
                given=_told(read), whole=whole, moved_out=moved_out,
            )  # fmt: skip
            stocking.forget(row, stock_list)
            messages.success(
                request,
                say(
                    f"Listan är inläst: {done.new} nya, {done.changed} ändrade, {done.same} oförändrade, "
                    f"{done.taken_out} uttagna.",
                    f"The list is read: {done.new} new, {done.changed} changed, {done.same} unchanged, "
                    f"{done.taken_out} taken out.",
                ),
            )
            return redirect("stock-here", came_from.pk) if came_from else redirect("stock", row.pk)
        except OmloppError as refused:
            error, status = refusal(refused), status_of(refused)
    context = always | _shown(row, read, moved_out) | {
        "list": stock_list, "error": error, "whole": whole, "moved_out": moved_out,
    }  # fmt: skip
    return render(request, "stock/list.html", context, status=status)


def _chosen(request: HttpRequest) -> dict[str, str] | None:
    """The columns as a person chose them; None: as proposed."""
    found = {
        name.removeprefix(PREFIX): str(value)
        for name, value in request.POST.items()
        if name.startswith(PREFIX)
    }
    return found or None


def _told(read: StockList) -> list[str]:
    """Our columns that the list says something of. A group that follows from the name alone overwrites no other."""
    told = [*read.chosen]
    return [*told, "note"] if {"unit", "condition", "measure"} & set(told) else told


def _shown(row: Organisation, read: StockList, moved_out: bool) -> dict[str, Any]:
    found = compare(row, read.lines, _told(read), moved_out=moved_out)
    names = {str(one.pk): one.name for one in row.stock.filter(gone_at=None)}
    reserved = (
        row.stock.filter(gone_at=None, transfers__undone_at=None, transfers__isnull=False).distinct().count()
    )
    return {
        "organisation": row,
        "read": read,
        "found": found,
        "new": found.new[:SHOWN],
        "changed": [
            (
                names[id],
                line,
                [columns()[name].name.within(language()) for name in differs if name in columns()],
            )
            for id, (line, differs) in list(found.changed.items())[:SHOWN]
        ],
        "missing": [names[id] for id in found.missing[:SHOWN]],
        "reserved": reserved,
        "faults": [
            (one.row, one.column, keyed(f"stock.fault.{one.key}", one.facts)) for one in read.faults[:SHOWN]
        ],
        "fault_rows": len({one.row for one in read.faults}),
        "notes": [
            keyed(f"stock.note.{key}", {"n": n, "examples": list(examples)})
            for key, (n, examples) in read.notes.items()
        ],
        "fields": _fields(read.head, read.chosen),
        "sample": {"head": read.head, "rows": read.sample},
        "shown": SHOWN,
    }


def _by_hand(given: stocking.Given, chosen: dict[str, str] | None) -> dict[str, Any]:
    """The columns to choose among, where none of them is known to be the name."""
    head, sample = flow.head_of(given.content, given.name)
    known = chosen or flow.proposed(head)
    return {"fields": _fields(head, known), "sample": {"head": head, "rows": sample}, "read": None}


def _fields(head: Any, chosen: Any) -> list[dict[str, Any]]:
    return [
        {
            "id": PREFIX + one.id,
            "label": one.name.within(language()),
            "needed": one.needed,
            "now": chosen.get(one.id, ""),
            "options": head,
        }
        for one in columns().values()
    ]


@reads
def form(request: HttpRequest, organisation: int) -> HttpResponse:
    """An empty list to fill in, with the conditions to choose among."""
    import xlsxwriter

    row, _ = ours(request, organisation)
    held, to = io.BytesIO(), language()
    book = xlsxwriter.Workbook(held, {"in_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet(say("Förråd", "Stock"))
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    lists = {
        "condition": [one.name.within(to) for one in conditions().values()],
        "measure": [measures()["pieces"][0], *measures()["kept"][:2]],
        "unit": list(row.units.values_list("name", flat=True)),
    }
    for place, column in enumerate(columns().values()):
        title = column.name.within(to)
        sheet.write_string(0, place, title, head)
        sheet.set_column(place, place, 36 if column.id in ("name", "note") else 18)
        rule: dict[str, Any] = {
            "validate": "any",
            "input_title": title[:32],
            "input_message": column.help.within(to)[:255],
        }
        options = lists.get(column.id, [])
        if options and sum(len(one) + 1 for one in options) < 255:  # the format's own limit
            rule |= {"validate": "list", "source": options}
        sheet.data_validation(1, place, 2000, place, rule)
    sheet.freeze_panes(1, 1)
    book.close()
    return download(Made(say("forradslista.xlsx", "stock-list.xlsx"), held.getvalue()))
