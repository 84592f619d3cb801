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

from omlopp.domain.model.award import AwardCriterion, AwardModel
from omlopp.domain.model.errors import OmloppError
from omlopp.web.forms import SwedishDecimal
from omlopp.web.pages import Place, place, reads_and_writes, refusal, writes
from omlopp.web.records.actions.assess import (
    agree,
    ask_about_price,
    assess,
    judge_answer,
    reject_bid,
    take_back_rejection,
)
from omlopp.web.records.actions.bids import look_at_bids
from omlopp.web.records.models import AssessmentRecord, BidRecord, InquiryRecord
from omlopp.web.words import say


@reads_and_writes
def judging(request: HttpRequest, pk: int, lot_id: str, error: str = "") -> HttpResponse:
    """Own judgements always; those of others only where one's own is made, so that nobody is led by them."""
    here = place(request, pk, "see_bids")
    lot = here.row.lots.filter(lot_id=lot_id).first()
    model = here.value.award_models.get(lot_id)
    if lot is None:
        raise Http404
    bids = list(lot.bids.prefetch_related("assessments", "inquiries"))
    if bids and here.row.outcome == "open":
        look_at_bids(by=here.user, procurement=here.row)
    evaluation = here.value.evaluations.get(lot_id)
    context = {
        "place": here,
        "lot": lot,
        "model": model,
        "rows": [_bid(bid, model, here.user.get_username()) for bid in bids],
        "asked_for": [bid.bidder for bid in bids if evaluation and bid.bidder in evaluation.questions],
        "decided": hasattr(lot, "decision"),
        "rights": here.rights,
        "error": error,
        "today": timezone.localdate().isoformat(),
    }
    return render(request, "judging/judging.html", context, status=422 if error else 200)


def _bid(bid: BidRecord, model: AwardModel | None, who: str) -> dict[str, Any]:
    made = list(bid.assessments.all())
    judged = [one for one in model.criteria if not one.price] if model else []
    return {
        "row": bid,
        "criteria": [
            _criterion(bid, one, [each for each in made if each.criterion == one.id], who) for one in judged
        ],
        "inquiries": list(bid.inquiries.all()),
        "rejection": getattr(bid, "rejection", None),
    }


def _criterion(
    bid: BidRecord, criterion: AwardCriterion, made: list[AssessmentRecord], who: str
) -> dict[str, Any]:
    own = next((one for one in made if one.assessor == who), None)
    others = [one for one in made if one.assessor != who]
    given = {one.level or one.number for one in made}
    return {
        "criterion": criterion,
        "levels": [(name, criterion.level_texts.get(name) or name) for name in criterion.levels],
        "own": own,
        "others": others if own else [],
        "hidden": 0 if own else len(others),
        "differ": bool(own) and len(given) > 1,
        "counts": criterion.level_texts.get(
            bid.levels.get(criterion.id, ""), bid.levels.get(criterion.id, "")
        )
        or bid.more.get("grades", {}).get(criterion.id, ""),
    }


@writes
def assess_bid(request: HttpRequest, pk: int, lot_id: str, bid: int) -> HttpResponse:
    def do(here: Place) -> str:
        typed = request.POST
        assess(
            by=here.user, bid=_row(here, lot_id, bid), criterion_id=typed.get("criterion", ""),
            reason=typed.get("reason", ""), level=typed.get("level", ""), number=_number(typed.get("number", "")),
        )  # fmt: skip
        return say("Din bedömning är sparad.", "Your assessment is saved.")

    return _done(request, pk, lot_id, do)


@writes
def agree_on(request: HttpRequest, pk: int, lot_id: str, bid: int) -> HttpResponse:
    def do(here: Place) -> str:
        typed, criterion = request.POST, request.POST.get("criterion", "")
        level, grade = typed.get("level", ""), _number(typed.get("number", ""))
        agree(
            by=here.user, bid=_row(here, lot_id, bid), why=typed.get("why", ""),
            levels={criterion: level} if level else None, grades={criterion: grade} if grade is not None else None,
        )  # fmt: skip
        return say(
            "Den gemensamma bedömningen är sparad. Utvärdera igen.",
            "The agreed assessment is saved. Evaluate again.",
        )

    return _done(request, pk, lot_id, do)


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

    return _done(request, pk, lot_id, do)


@writes
def judge(request: HttpRequest, pk: int, lot_id: str, inquiry: int) -> HttpResponse:
    def do(here: Place) -> str:
        row = get_object_or_404(
            InquiryRecord, pk=inquiry, bid__lot__procurement=here.row, bid__lot__lot_id=lot_id
        )
        typed = request.POST
        judge_answer(
            by=here.user, inquiry=row, answer=typed.get("answer", ""),
            answered_on=_day(typed["answered_on"]) if typed.get("answered_on") else None,
            accepted=typed.get("accepted") == "yes", reason=typed.get("reason", ""),
        )  # fmt: skip
        return say("Bedömningen av svaret är sparad.", "The judgement of the answer is saved.")

    return _done(request, pk, lot_id, do)


@writes
def reject(request: HttpRequest, pk: int, lot_id: str, bid: int) -> HttpResponse:
    def do(here: Place) -> str:
        typed = request.POST
        reject_bid(
            by=here.user, bid=_row(here, lot_id, bid), ground=typed.get("ground", ""),  # type: ignore[arg-type]
            reason=typed.get("reason", ""), on=timezone.localdate(),
        )  # fmt: skip
        return say("Anbudet är förkastat. Utvärdera igen.", "The bid is rejected. Evaluate again.")

    return _done(request, pk, lot_id, do)


@writes
def take_back(request: HttpRequest, pk: int, lot_id: str, bid: int) -> HttpResponse:
    def do(here: Place) -> str:
        take_back_rejection(by=here.user, bid=_row(here, lot_id, bid), why=request.POST.get("why", ""))
        return say("Anbudet jämförs igen. Utvärdera igen.", "The bid is compared again. Evaluate again.")

    return _done(request, pk, lot_id, do)


def _done(request: HttpRequest, pk: int, lot_id: str, do: Callable[[Place], str]) -> HttpResponse:
    here = place(request, pk, "see_bids")
    try:
        messages.success(request, do(here))
        return redirect("judging", pk, lot_id)
    except OmloppError as refused:
        error = refusal(refused)
    except ValidationError as refused:
        error = " ".join(refused.messages)
    request.method = "GET"
    return judging(request, pk, lot_id, error)


def _row(here: Place, lot_id: str, bid: int) -> BidRecord:
    return get_object_or_404(BidRecord, pk=bid, lot__procurement=here.row, lot__lot_id=lot_id)


def _number(text: str) -> Decimal | None:
    found: Decimal | None = SwedishDecimal(required=False).clean(text)
    return found


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValidationError(say("Skriv dagen som ÅÅÅÅ-MM-DD.", "Write the day as YYYY-MM-DD.")) from None
