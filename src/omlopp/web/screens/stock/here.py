"""The need against the store: what may meet it, pieces reserved, what remains to buy – or that nothing needs to be."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from omlopp.domain.model.errors import OmloppError
from omlopp.web.forms import SwedishDecimal
from omlopp.web.pages import Place, place, reads, refusal, status_of, writes
from omlopp.web.records.actions.steps import end_procurement, save_answers
from omlopp.web.records.actions.stock import reserve_pieces, undo_transfer
from omlopp.web.records.models import StockItem, Transfer
from omlopp.web.stocking import STEP, looked
from omlopp.web.words import say


def _page(
    request: HttpRequest,
    here: Place,
    error: str = "",
    status: int = 200,
    typed: Mapping[str, str] | None = None,
) -> HttpResponse:
    asked = request.GET.get("q", "").strip()[:200]
    found = looked(here.row, here.value, timezone.localdate(), asked)
    step = here.row.steps.filter(step_id=STEP).first()
    context: dict[str, Any] = {
        "place": here,
        "looked": found,
        "asked": asked,
        "error": error,
        "typed": typed or {},
        "may_need": here.may("need") and here.row.outcome == "open",
        "may_edit": here.may("edit") and here.row.outcome == "open",
        "edition": step.edition if step else None,
        "step": step,
        "saved_after": here.value.answers.get("amount_after", ""),
        "reason": _reason(found),
    }
    return render(request, "stock/here.html", context, status=status)


def _reason(found: Any) -> str:
    """A beginning for the reason of ending without a purchase; a person finishes it."""
    if not found.transfers:
        return ""
    things = ", ".join(f"{one.pieces} {one.item.name}" for one in found.transfers)
    return say(
        f"Behovet möts ur det egna förrådet: {things}.", f"The need is met from our own store: {things}."
    )


@reads
def stock_here(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, place(request, pk))


@writes
def reserve(request: HttpRequest, pk: int, stock_item: int) -> HttpResponse:
    """Pieces of one thing promised to this need; whoever comes second is told what is left."""
    here = place(request, pk)
    thing = get_object_or_404(StockItem, pk=stock_item, organisation=here.row.organisation_id or 0)
    typed = {name: request.POST.get(name, "") for name in ("pieces", "to_place", "price", "price_source")}
    try:
        pieces = typed["pieces"].strip()
        price = SwedishDecimal(required=False).clean(typed["price"])
        if price is not None and not 0 < price < 10**9:
            raise ValidationError(
                say("Skriv nypriset i kronor, mer än noll.", "Write the new price in kronor.")
            )
        reserve_pieces(
            by=here.user,
            procurement=here.row,
            item=thing,
            pieces=int(pieces) if pieces.isascii() and pieces.isdigit() and len(pieces) < 9 else 0,
            to_place=typed["to_place"],
            on=timezone.localdate(),
            new_price_each_sek=round(price, 2) if price is not None else None,
            price_source=typed["price_source"],
        )
    except ValidationError as refused:
        return _page(request, here, " ".join(refused.messages), 422, typed | {"item": str(thing.pk)})
    except OmloppError as refused:
        status = 409 if refused.code in ("stock.not-enough", "stock.gone") else status_of(refused)
        return _page(request, here, refusal(refused), status, typed | {"item": str(thing.pk)})
    messages.success(
        request,
        say(f"{pieces} av ”{thing.name}” är reserverade.", f"{pieces} of “{thing.name}” are reserved."),
    )
    return redirect("stock-here", pk)


@writes
def undo(request: HttpRequest, pk: int, transfer: int) -> HttpResponse:
    here = place(request, pk)
    row = get_object_or_404(Transfer, pk=transfer, procurement=here.row)
    try:
        undo_transfer(by=here.user, transfer=row, why=request.POST.get("why", ""))
    except OmloppError as refused:
        return _page(request, here, refusal(refused), status_of(refused))
    messages.success(request, say("Reservationen är ångrad.", "The reservation is undone."))
    return redirect("stock-here", pk)


@writes
def amount(request: HttpRequest, pk: int) -> HttpResponse:
    """How many are needed, and how many are left to buy: into the step's own answers, as a person asks."""
    here = place(request, pk)
    step = here.model.step(STEP)
    record = here.row.steps.get(step_id=STEP)
    given = request.POST.get("edition", "")
    changed = {
        name: request.POST[name].strip() for name in ("amount_before", "amount_after") if name in request.POST
    }
    try:
        save_answers(
            by=here.user,
            procurement=here.row,
            step=step,
            answers={**{one.id: record.answers.get(one.id, "") for one in step.questions}, **changed},
            edition=int(given) if given.isascii() and given.isdigit() and len(given) < 9 else -1,
        )
    except OmloppError as refused:
        return _page(request, here, refusal(refused), status_of(refused), changed)
    messages.success(request, say("Sparat i steget Återbruk först.", "Saved in the step Reuse first."))
    return redirect("stock-here", pk)


@writes
def enough(request: HttpRequest, pk: int) -> HttpResponse:
    """We have it already: the procurement ends without a purchase, and what was reserved is its result."""
    here = place(request, pk)
    reason = request.POST.get("reason", "")
    try:
        end_procurement(by=here.user, procurement=here.row, outcome="no_purchase", reason=reason)
    except OmloppError as refused:
        return _page(request, here, refusal(refused), status_of(refused), {"reason": reason})
    messages.success(
        request,
        say(
            "Avslutad utan köp. Det som kom ur förrådet räknas som resultatet.",
            "Ended without a purchase. What came from the store counts as the result.",
        ),
    )
    return redirect("procurement", pk)
