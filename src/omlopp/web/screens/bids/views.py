"""Bids opened elsewhere: registering, evaluating with a trace, deciding with a reason. Secret until the decision."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from omlopp.documents.plans.common import unbroken
from omlopp.documents.trace import trace_sentence
from omlopp.domain.award.bid_table import FIXED, columns
from omlopp.domain.model.award import AwardModel
from omlopp.domain.model.errors import OmloppError
from omlopp.library.secrecy import secrecy
from omlopp.web.forms import SwedishDecimal, written
from omlopp.web.looking import note_looking
from omlopp.web.pages import Place, place, reads_and_writes, refusal, writes
from omlopp.web.records import convert
from omlopp.web.records.actions.award import correct_bid, decide, evaluate_lot, register_bid
from omlopp.web.records.models import BidRecord
from omlopp.web.words import keyed, language, say


@reads_and_writes
def bids(
    request: HttpRequest, pk: int, lot_id: str = "", error: str = "", typed: dict[str, str] | None = None
) -> HttpResponse:
    """All lots with their bids. That somebody looked is noted while the bids are still secret."""
    here = place(request, pk, "see_bids")
    note_looking(here)
    context = {
        "place": here,
        "secrecy": keyed("bids.secret" if here.row.outcome == "open" else "bids.decided", {}),
        "secrecy_source": secrecy().source,
        "received": secrecy().received_elsewhere,
        "received_section": received_section(here),
        "lots": [lot_view(here, lot.id) for lot in here.value.lots],
        "error": error,
        "error_lot": lot_id,
        "error_here": lot_id in [lot.id for lot in here.value.lots],
        "typed": typed or {},
        "steps": [*here.steps_of("bids"), *here.steps_of("decision")],
        "rights": here.rights,
        "today": timezone.localdate().isoformat(),
    }
    return render(request, "bids/bids.html", context, status=422 if error else 200)


def received_section(here: Place) -> str:
    """Where it says that bids are received electronically by the buyer's own system; empty under other rules."""
    law, regime = secrecy().received_elsewhere, here.value.regime.regime if here.value.regime else None
    if regime is None or regime not in law.regimes:
        return ""
    return f"{unbroken(law.section)} {keyed(f'documents.act.{regime.value}', {})}"


def lot_view(here: Place, lot_id: str) -> dict[str, Any]:
    """One lot as the page shows it: what a bid is judged on, the bids, the newest evaluation, the decision."""
    row = here.row.lots.get(lot_id=lot_id)
    model = here.value.award_models.get(lot_id)
    result = here.value.evaluations.get(lot_id)
    stored = convert.newest_evaluation(row)
    bids_now = list(row.bids.all())
    stale = bool(stored and any(bid.registered_at > stored.made_at for bid in bids_now))
    results: list[dict[str, Any]] = []
    if result and model:
        measure = result.comparison if result.comparison is not None else result.total
        for bid in sorted(bids_now, key=lambda bid: result.rank.get(bid.bidder, 99)):
            if bid.bidder in result.rank:
                results.append(
                    {
                        "bid": bid,
                        "rank": result.rank[bid.bidder],
                        "measure": measure[bid.bidder] if measure else None,
                        "deduction": result.deduction_sum[bid.bidder] if result.deduction_sum else None,
                        "trace": [
                            trace_sentence(step, model, language())
                            for step in result.trace
                            if step.bid == bid.bidder
                        ],
                    }
                )
    return {
        "row": row,
        "model": model,
        "qualities": qualities(model),
        "by_form": by_form(model) if model else False,
        "bids": [(bid, _answers(bid, model)) for bid in bids_now],
        "rejected": {bid.bidder: bid.rejection for bid in bids_now if hasattr(bid, "rejection")},
        "result": result,
        "results": results,
        "money": bool(result and result.comparison is not None),
        "stale": stale,
        "decision": getattr(row, "decision", None),
        "opening": row.openings.order_by("-id").first(),
    }


def by_form(model: AwardModel) -> bool:
    """Whether bids answer more than a price and levels, so that they are read from the form and not typed here."""
    keys = [column.key for column in columns(model) if column.key not in FIXED]
    return any(key != "price" and not key.startswith("level:") for key in keys) or "price" not in keys


def _answers(bid: BidRecord, model: AwardModel | None) -> list[tuple[str, str]]:
    """Each quality, and what the bid gives for it, in words."""
    value = convert.bid(bid)
    numbers = {**value.measured, **value.grades, **value.points, **value.features}
    return [
        (
            one.title,
            one.level_texts.get(value.levels[one.id]) or value.levels[one.id]
            if one.id in value.levels
            else written(numbers.get(one.id)) or "–",
        )
        for one in qualities(model)
    ]


def qualities(model: AwardModel | None) -> list[Any]:
    return [criterion for criterion in model.criteria if not criterion.price] if model else []


@writes
def register(request: HttpRequest, pk: int, lot_id: str) -> HttpResponse:
    here = place(request, pk, "register_bids")
    typed = {name: str(value) for name, value in request.POST.items()}
    try:
        register_bid(
            by=here.user,
            procurement=here.row,
            lot_id=lot_id,
            bidder=bidder_of(typed),
            price_sek=price_of(typed),
            levels=levels_of(typed),
        )
    except (OmloppError, ValidationError) as refused:
        request.method = "GET"
        return bids(request, pk, lot_id, says(refused), typed)
    messages.success(request, say("Anbudet är registrerat.", "The bid is registered."))
    return redirect("bids", pk)


@reads_and_writes
def correct(request: HttpRequest, pk: int, lot_id: str, bid: int) -> HttpResponse:
    here = place(request, pk, "register_bids")
    row = get_object_or_404(BidRecord, pk=bid, lot__procurement=here.row, lot__lot_id=lot_id)
    note_looking(here, f"bid {row.pk}")
    typed = {"price": written(row.price_sek)} | {f"level-{name}": level for name, level in row.levels.items()}
    error = ""
    if request.method == "POST":
        typed = {name: str(value) for name, value in request.POST.items()}
        try:
            correct_bid(
                by=here.user,
                bid=row,
                price_sek=price_of(typed) if row.price_sek is not None else None,
                levels=levels_of(typed),
                points={name: Decimal(str(one)) for name, one in row.points.items()},
                why=typed.get("why", ""),
            )
            messages.success(
                request,
                say(
                    "Registreringen är rättad. Utvärdera igen.",
                    "The registration is corrected. Evaluate again.",
                ),
            )
            return redirect("bids", pk)
        except (OmloppError, ValidationError) as refused:
            error = says(refused)
    context = {
        "place": here,
        "row": row,
        "typed": typed,
        "error": error,
        "qualities": [one for one in qualities(here.value.award_models.get(lot_id)) if one.levels],
    }
    return render(request, "bids/correct.html", context, status=422 if error else 200)


@writes
def evaluate(request: HttpRequest, pk: int, lot_id: str) -> HttpResponse:
    here = place(request, pk, "evaluate")
    try:
        evaluate_lot(by=here.user, procurement=here.row, lot_id=lot_id)
    except OmloppError as refused:
        request.method = "GET"
        return bids(request, pk, lot_id, refusal(refused))
    messages.success(
        request,
        say(
            "Anbuden är utvärderade. Uträkningen är inget beslut.",
            "The bids are evaluated. The calculation is not a decision.",
        ),
    )
    return redirect("bids", pk)


@writes
def decide_lot(request: HttpRequest, pk: int, lot_id: str) -> HttpResponse:
    here = place(request, pk, "decide")
    typed = {name: str(value) for name, value in request.POST.items()}
    try:
        decide(
            by=here.user,
            procurement=here.row,
            lot_id=lot_id,
            winner=typed.get("winner") or None,
            reason=typed.get("reason", ""),
            on=day_of(typed.get("decided_on", "")),
        )
    except (OmloppError, ValidationError) as refused:
        request.method = "GET"
        return bids(request, pk, lot_id, says(refused), typed)
    messages.success(request, say("Beslutet är sparat.", "The decision is saved."))
    return redirect("bids", pk)


def bidder_of(typed: dict[str, str]) -> str:
    if not typed.get("bidder", "").strip():
        raise ValidationError(say("Skriv anbudsgivarens namn.", "Write the bidder's name."))
    return typed["bidder"].strip()


def price_of(typed: dict[str, str]) -> Decimal:
    price: Decimal | None = SwedishDecimal(required=False).clean(typed.get("price", ""))
    if price is None:
        raise ValidationError(
            say(
                "Skriv anbudets pris i kronor. Noll är tillåtet, tomt är det inte.",
                "Write the bid's price in kronor. Zero is allowed, empty is not.",
            )
        )
    return price


def levels_of(typed: dict[str, str]) -> dict[str, str]:
    return {
        name.removeprefix("level-"): level
        for name, level in typed.items()
        if name.startswith("level-") and level
    }


def day_of(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValidationError(
            say("Skriv beslutsdagen som ÅÅÅÅ-MM-DD.", "Write the day of decision as YYYY-MM-DD.")
        ) from None


def says(refused: OmloppError | ValidationError) -> str:
    return refusal(refused) if isinstance(refused, OmloppError) else " ".join(refused.messages)
