"""Judging bids of a lot: each assessor apart, then agreed; questions about low prices; bids taken out."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from omlopp.domain.model.award import AwardModel
from omlopp.domain.model.errors import OmloppError
from omlopp.web.forms import SwedishDecimal, written
from omlopp.web.pages import Place, place, reads_and_writes, refusal, writes
from omlopp.web.records.actions.assess import (
    Judgement,
    agree,
    ask_about_price,
    assess_together,
    judge_answer,
    reject_bid,
    take_back_rejection,
)
from omlopp.web.records.actions.bids import look_at_bids
from omlopp.web.records.models import AssessmentRecord, BidRecord, InquiryRecord, LotRecord
from omlopp.web.screens.judging.board import Cell, board, judged
from omlopp.web.words import say


@reads_and_writes
def judging(request: HttpRequest, pk: int, lot_id: str) -> HttpResponse:
    """Every bid and criterion in one table: what is judged, where the assessors differ, what is asked and rejected."""
    here, lot, bids, model = _lot(request, pk, lot_id)
    rows = [_row_of(bid, here, lot, model) for bid in bids]
    cells = [cell for row in rows for cell in row["cells"] if not row["rejection"]]
    own = sum(cell.own is not None for cell in cells)
    evaluation = here.value.evaluations.get(lot_id)
    context = {
        "place": here,
        "lot": lot,
        "model": model,
        "criteria": judged(model) if model else (),
        "rows": rows,
        "cells": len(cells),
        "own": own,
        "differ": sum(cell.state == "differ" for cell in cells),
        "next": next((row for row in rows if row["left"]), None),
        "asked_for": [
            bid.bidder
            for bid in bids
            if evaluation and bid.bidder in evaluation.questions and not bid.inquiries.all()
        ],
        "decided": hasattr(lot, "decision"),
        "rights": here.rights,
    }
    return render(request, "judging/judging.html", context)


@reads_and_writes
def one_bid(
    request: HttpRequest, pk: int, lot_id: str, bid: int, error: str = "", typed: dict[str, str] | None = None
) -> HttpResponse:
    """One bid: one's own judgements in one form, then what all gave and what they agree on, its price, its rejection.

    Those of others are shown only where one's own is made, so that nobody is led by them.
    """
    here, lot, bids, model = _lot(request, pk, lot_id)
    row = next((one for one in bids if one.pk == bid), None)
    if row is None:
        raise Http404
    shown = _row_of(row, here, lot, model)
    places = [one.pk for one in bids]
    at = places.index(row.pk)
    context = {
        "place": here,
        "lot": lot,
        "model": model,
        "bid": shown,
        **_forms(shown["cells"], typed or {}),
        "inquiries": list(row.inquiries.all()),
        "before": bids[at - 1] if at else None,
        "after": bids[at + 1] if at + 1 < len(bids) else None,
        "decided": hasattr(lot, "decision"),
        "rights": here.rights,
        "error": error,
        "typed": typed or {},
    }
    return render(request, "judging/bid.html", context, status=422 if error else 200)


def _forms(cells: list[Cell], typed: dict[str, str]) -> dict[str, Any]:
    """The two forms, each row as (cell, level, number, reason): as stored, or as typed when that form was refused."""
    assessing = any(name.startswith("reason-") for name in typed)
    agreeing = "why" in typed and not assessing

    def shown(cell: Cell, stored: AssessmentRecord | None, use: bool) -> tuple[Cell, str, str, str]:
        if use:
            level, number, reason = (
                typed.get(f"{part}-{cell.criterion.id}", "") for part in ("level", "number", "reason")
            )
            return cell, level, number, reason
        if stored is None:
            return cell, "", "", ""
        return cell, stored.level, written(stored.number), stored.reason

    return {
        "own": [shown(cell, cell.own, assessing) for cell in cells],
        "together": [shown(cell, cell.proposed, agreeing) for cell in cells if cell.others],
    }


def _lot(
    request: HttpRequest, pk: int, lot_id: str
) -> tuple[Place, LotRecord, list[BidRecord], AwardModel | None]:
    here = place(request, pk, "see_bids")
    lot = here.row.lots.filter(lot_id=lot_id).first()
    if lot is None:
        raise Http404
    bids = list(lot.bids.select_related("rejection").prefetch_related("assessments", "inquiries"))
    if bids and here.row.outcome == "open":
        look_at_bids(by=here.user, procurement=here.row, what=f"judging {lot_id}")
    return here, lot, bids, here.value.award_models.get(lot_id)


def _row_of(bid: BidRecord, here: Place, lot: LotRecord, model: AwardModel | None) -> dict[str, Any]:
    """A bid with its cells, as the person may see them."""
    all_shown = hasattr(lot, "decision") or not here.may("evaluate")
    cells = board(bid, model, here.user.get_username(), all_shown) if model else []
    rejection = getattr(bid, "rejection", None)
    return {
        "row": bid,
        "cells": cells,
        "rejection": rejection,
        "left": 0 if rejection else sum(cell.own is None for cell in cells),
        "unanswered": any(one.accepted is None for one in bid.inquiries.all()),
    }


@writes
def assess_bid(request: HttpRequest, pk: int, lot_id: str, bid: int) -> HttpResponse:
    def do(here: Place) -> str:
        row, typed = _row(here, lot_id, bid), _typed(request)
        names = [name.removeprefix("reason-") for name in typed if name.startswith("reason-")]
        given = [
            Judgement(
                name,
                typed[f"reason-{name}"],
                typed.get(f"level-{name}", ""),
                _number(typed.get(f"number-{name}", "")),
            )
            for name in names
        ]
        said = [one for one in given if one.reason.strip() or one.level or one.number is not None]
        changed = assess_together(by=here.user, bid=row, given=said)
        if not changed:
            return say("Inget var ändrat.", "Nothing was changed.")
        return say(
            f"Sparat: {changed} av {len(names)} bedömningar av {row.bidder}.",
            f"Saved: {changed} of {len(names)} assessments of {row.bidder}.",
        )

    return _done(request, pk, lot_id, bid, do)


@writes
def agree_on(request: HttpRequest, pk: int, lot_id: str, bid: int) -> HttpResponse:
    def do(here: Place) -> str:
        typed = _typed(request)
        levels = {name: level for name, level in typed.items() if name.startswith("level-") and level}
        numbers = {name: _number(given) for name, given in typed.items() if name.startswith("number-")}
        agree(
            by=here.user, bid=_row(here, lot_id, bid), why=typed.get("why", ""),
            levels={name.removeprefix("level-"): level for name, level in levels.items()},
            grades={name.removeprefix("number-"): one for name, one in numbers.items() if one is not None},
        )  # fmt: skip
        return say(
            "Den gemensamma bedömningen är sparad. Utvärdera igen.",
            "The agreed assessment is saved. Evaluate again.",
        )

    return _done(request, pk, lot_id, bid, do)


@writes
def ask(request: HttpRequest, pk: int, lot_id: str, bid: int) -> HttpResponse:
    def do(here: Place) -> str:
        ask_about_price(
            by=here.user, bid=_row(here, lot_id, bid), question=request.POST.get("question", ""),
            answer_by=_day(request.POST.get("answer_by", "")), on=timezone.localdate(),
        )  # fmt: skip
        return say(
            "Frågan är sparad. Hämta brevet under Brev.",
            "The question is saved. Fetch the letter under Letters.",
        )

    return _done(request, pk, lot_id, bid, do)


@writes
def judge(request: HttpRequest, pk: int, lot_id: str, inquiry: int) -> HttpResponse:
    place(request, pk, "see_bids")
    row = get_object_or_404(InquiryRecord, pk=inquiry, bid__lot__procurement_id=pk, bid__lot__lot_id=lot_id)

    def do(here: Place) -> str:
        typed = request.POST
        judge_answer(
            by=here.user, inquiry=row, answer=typed.get("answer", ""),
            answered_on=_day(typed["answered_on"]) if typed.get("answered_on") else None,
            accepted=_yes_or_no(typed.get("accepted", "")), reason=typed.get("reason", ""),
        )  # fmt: skip
        return say("Bedömningen av svaret är sparad.", "The judgement of the answer is saved.")

    return _done(request, pk, lot_id, row.bid_id, do)


@writes
def reject(request: HttpRequest, pk: int, lot_id: str, bid: int) -> HttpResponse:
    def do(here: Place) -> str:
        typed = request.POST
        reject_bid(
            by=here.user, bid=_row(here, lot_id, bid), ground=typed.get("ground", ""),  # type: ignore[arg-type]
            reason=typed.get("reason", ""), on=timezone.localdate(),
        )  # fmt: skip
        return say("Anbudet är förkastat. Utvärdera igen.", "The bid is rejected. Evaluate again.")

    return _done(request, pk, lot_id, bid, do)


@writes
def take_back(request: HttpRequest, pk: int, lot_id: str, bid: int) -> HttpResponse:
    def do(here: Place) -> str:
        take_back_rejection(by=here.user, bid=_row(here, lot_id, bid), why=request.POST.get("why", ""))
        return say("Anbudet jämförs igen. Utvärdera igen.", "The bid is compared again. Evaluate again.")

    return _done(request, pk, lot_id, bid, do)


def _done(request: HttpRequest, pk: int, lot_id: str, bid: int, do: Callable[[Place], str]) -> HttpResponse:
    """Do it and show the bid again; when it is refused, with all that was typed."""
    here = place(request, pk, "see_bids")
    try:
        messages.success(request, do(here))
        return redirect("judge-bid", pk, lot_id, bid)
    except OmloppError as refused:
        error = refusal(refused)
    except ValidationError as refused:
        error = " ".join(refused.messages)
    request.method = "GET"
    return one_bid(
        request, pk, lot_id, bid, error, {name: str(value) for name, value in request.POST.items()}
    )


def _typed(request: HttpRequest) -> dict[str, str]:
    return {name: str(value) for name, value in request.POST.items()}


def _row(here: Place, lot_id: str, bid: int) -> BidRecord:
    return get_object_or_404(BidRecord, pk=bid, lot__procurement=here.row, lot__lot_id=lot_id)


def _yes_or_no(text: str) -> bool:
    if text not in ("yes", "no"):
        raise ValidationError(
            say("Välj om svaret förklarar priset.", "Choose whether the answer explains the price.")
        )
    return text == "yes"


def _number(text: str) -> Decimal | None:
    found: Decimal | None = SwedishDecimal(required=False).clean(text)
    return found


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValidationError(say("Skriv dagen som ÅÅÅÅ-MM-DD.", "Write the day as YYYY-MM-DD.")) from None
