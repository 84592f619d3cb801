"""The store of an organisation: searched, filtered, exported; one thing added, corrected or taken out."""

from collections import Counter
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from omlopp.domain.model.errors import OmloppError
from omlopp.domain.process.reuse import Held
from omlopp.flows import stock_search as flow
from omlopp.library.load import library
from omlopp.library.stock import columns, conditions
from omlopp.web.download import csv_of
from omlopp.web.pages import reads, reads_and_writes, refusal, status_of, writes
from omlopp.web.records.access import may_in, visible_to
from omlopp.web.records.actions.stock import (
    add_stock_item,
    correct_stock_item,
    reserved_of,
    take_out_of_stock,
)
from omlopp.web.records.models import Organisation, StockItem
from omlopp.web.screens.stock.shared import ItemForm, come_from, ours, typed
from omlopp.web.stocking import held
from omlopp.web.words import language, say

ON_PAGE = 50


def _chosen(request: HttpRequest, organisation: Organisation) -> dict[str, Any]:
    """What the reader asks for: words first, then the filters. Every filter tells how many it holds."""
    asked = {
        name: request.GET.get(name, "").strip()[:200] for name in ("q", "skick", "plats", "grupp", "ledigt")
    }
    rows = list(organisation.stock.filter(gone_at=None).select_related("unit"))
    items = {item.id: item for item in held(rows, reserved_of([row.pk for row in rows]))}
    texts = {str(row.pk): f"{row.name} {row.number} {row.note}" for row in rows}
    order = flow.searched(asked["q"], texts, {str(row.pk): row.group for row in rows})
    by_id = {str(row.pk): row for row in rows}
    found = [
        (by_id[id], items[id])
        for id in order
        if asked["skick"] in ("", by_id[id].condition or "okant")
        and asked["plats"] in ("", by_id[id].place)
        and asked["grupp"] in ("", by_id[id].group)
        and (not asked["ledigt"] or (items[id].free and items[id].use != "no"))
    ]
    return {
        "asked": asked,
        "found": found,
        "kinds": len(rows),
        "pieces": sum(row.pieces for row in rows),
        "free": sum(item.free for item in items.values()),
        "weighed": sum(row.pieces for row in rows if row.mass_kg_each is not None),
        "places": sorted(Counter(row.place for row in rows if row.place).items())[:200],
        "groups": sorted(Counter(row.group for row in rows if row.group).items()),
        "conditions": [
            (id, n) for id in (*conditions(), "") if (n := sum(row.condition == id for row in rows))
        ],
    }


@reads
def stock(request: HttpRequest, organisation: int) -> HttpResponse:
    row, user = ours(request, organisation)
    chosen = _chosen(request, row)
    page = Paginator(chosen["found"], ON_PAGE).get_page(request.GET.get("sida"))
    query = {name: value for name, value in chosen["asked"].items() if value}
    context = chosen | {
        "organisation": row,
        "page": page,
        "query": query,
        "may_stock": may_in(user, "stock", row),
        "narrowed": bool(query),
        "came_from": come_from(request, row, user),
    }
    return render(request, "stock/stock.html", context)


@reads
def export(request: HttpRequest, organisation: int) -> HttpResponse:
    """What the reader has narrowed it to, with the form's own heads: the file can be read in again."""
    row, _ = ours(request, organisation)
    heads = [one.name.within(language()) for one in columns().values() if one.id != "measure"]
    extra = [say("Reserverade", "Reserved"), say("Lediga", "Free"), say("Källa", "Source")]
    lines = [_cells(item, found) for item, found in _chosen(request, row)["found"]]
    return csv_of(say("forrad.csv", "stock.csv"), [*heads, *extra], lines)


def _cells(row: StockItem, item: Held) -> list[Any]:
    said = typed(row)
    said["condition"] = (
        conditions()[row.condition].name.within(language()) if row.condition in conditions() else ""
    )
    said["group"] = (
        library().groups[row.group].name.within(language()) if row.group in library().groups else ""
    )
    said["bought_year"], said["free_from"] = row.bought_year or "", row.free_from or ""
    cells = [said[name] for name in columns() if name != "measure"]
    return [*cells, item.reserved, item.free, row.source]


@reads_and_writes
def add(request: HttpRequest, organisation: int) -> HttpResponse:
    row, user = ours(request, organisation, "stock")
    form, error = ItemForm(row, request.POST if request.method == "POST" else None), ""
    if request.method == "POST" and form.is_valid():
        try:
            made = add_stock_item(by=user, organisation=row, line=form.line)
            messages.success(
                request, say(f"”{made.name}” står nu i förrådet.", f"“{made.name}” is now in the store.")
            )
            return redirect("stock", row.pk)
        except OmloppError as refused:
            error = refusal(refused)
    context = {"organisation": row, "form": form, "error": error, "item": None}
    return render(request, "stock/item.html", context, status=422 if form.errors or error else 200)


@reads_and_writes
def item(request: HttpRequest, organisation: int, stock_item: int) -> HttpResponse:
    """A thing: what is known of it, which needs it met, and its correction."""
    row, user = ours(request, organisation)
    thing = get_object_or_404(row.stock.select_related("unit"), pk=stock_item)
    form = ItemForm(row, request.POST if request.method == "POST" else None, initial=typed(thing))
    error, status = "", 200
    if request.method == "POST":
        try:
            if form.is_valid():
                correct_stock_item(by=user, item=thing, line=form.line)
                messages.success(request, say("Sparat.", "Saved."))
                return redirect("stock-item", row.pk, thing.pk)
            status = 422
        except OmloppError as refused:
            error, status = refusal(refused), status_of(refused)
    return render(request, "stock/item.html", _item(row, thing, form, error, user), status=status)


def _item(row: Organisation, thing: StockItem, form: ItemForm, error: str, user: Any) -> dict[str, Any]:
    """Procurements that the reader may not open are counted, never named."""
    every = list(thing.transfers.select_related("procurement"))
    may_read = set(visible_to(user))
    return {
        "organisation": row,
        "item": thing,
        "held": held([thing], reserved_of([thing.pk]))[0],
        "transfers": [one for one in every if one.procurement_id in may_read],
        "hidden": sum(one.procurement_id not in may_read for one in every),
        "form": form,
        "error": error,
        "may_stock": may_in(user, "stock", row),
    }


@writes
def take_out(request: HttpRequest, organisation: int, stock_item: int) -> HttpResponse:
    row, user = ours(request, organisation)
    thing = get_object_or_404(row.stock.select_related("unit"), pk=stock_item)
    try:
        take_out_of_stock(by=user, item=thing, why=request.POST.get("why", ""))
    except OmloppError as refused:
        form = ItemForm(row, initial=typed(thing))
        context = _item(row, thing, form, refusal(refused), user) | {"why": request.POST.get("why", "")}
        return render(request, "stock/item.html", context, status=status_of(refused))
    messages.success(request, say(f"”{thing.name}” är uttagen.", f"“{thing.name}” is taken out."))
    return redirect("stock", row.pk)
