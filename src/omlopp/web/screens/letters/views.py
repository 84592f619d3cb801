"""The letters of an award: made from the evaluation, released by a person who has examined secrecy."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.safestring import mark_safe

from omlopp.documents import html
from omlopp.documents.plans.letters.common import Release, answer_due
from omlopp.domain.model.errors import OmloppError
from omlopp.domain.process.secrecy import marking_of
from omlopp.flows import letters as made
from omlopp.flows.publish import Made
from omlopp.library.load import library
from omlopp.library.secrecy import secrecy
from omlopp.web.download import download
from omlopp.web.looking import note_looking
from omlopp.web.pages import Place, place, reads, reads_and_writes, refusal, writes
from omlopp.web.records import convert
from omlopp.web.records.actions.assess import release_letter
from omlopp.web.records.models import BidRecord, InquiryRecord
from omlopp.web.words import keyed, language, say


@reads_and_writes
def letters(
    request: HttpRequest, pk: int, error: str = "", typed: dict[str, Any] | None = None
) -> HttpResponse:
    """Every letter that can be made now, lot by lot, and what each of them needs. It names bidders, so that somebody
    looked is noted while the bids are still secret.
    """
    here = place(request, pk, "see_bids")
    note_looking(here, "letters")
    context = {
        "place": here,
        "lots": [_lot(here, lot.id) for lot in here.value.lots],
        "error": error,
        "typed": typed or {"form": "docx", "sent_on": timezone.localdate().isoformat()},
        "answer": answer_due(here.value, library(), language(), timezone.localdate()),
        "secrecy": _secrecy(),
        "steps": here.steps_of("decision"),
        "may_release": here.may("decide"),
        "reading": _reading(here, request.GET.get("las", "")),
    }
    return render(request, "letters/letters.html", context, status=422 if error else 200)


def _secrecy() -> str:
    """What is said where somebody writes how secrecy was examined: the law, and what becomes of the words."""
    law = secrecy().markings
    says = marking_of(False, "bids", timezone.localdate(), law).says.within(language())
    return f"{says} {keyed('letters.assessed_logged', {})}"


def _reading(here: Place, asked: str) -> dict[str, Any] | None:
    """The answer to one bidder as it would read with nothing withheld: read here, released only by who decides."""
    bids = BidRecord.objects.filter(lot__procurement=here.row).select_related("lot__decision")
    row = (
        bids.filter(pk=int(asked)).first()
        if asked.isascii() and asked.isdigit() and len(asked) < 18
        else None
    )
    if row is None or not hasattr(row.lot, "decision") or row.lot.decision.winner_id == row.pk:
        return None
    plan = made.letter_as_it_reads(here.value, row.lot.lot_id, row.bidder, *_made_with(here))
    # Made by the renderer, which escapes every text.
    return {"bid": row, "title": plan.title, "html": mark_safe(html.fragment(plan, folded=False))}


def _lot(here: Place, lot_id: str) -> dict[str, Any]:
    row = here.row.lots.get(lot_id=lot_id)
    model, decision = here.value.award_models.get(lot_id), getattr(row, "decision", None)
    bids = list(row.bids.all())
    winner = decision.winner_id if decision else None
    return {
        "row": row,
        "model": model,
        "decision": decision,
        "losers": [bid for bid in bids if decision and bid.pk != winner],
        "inquiries": list(InquiryRecord.objects.filter(bid__lot=row).select_related("bid")),
        "withholdable": [
            ("price", say("Priser", "Prices")),
            ("result", say("Jämförelsepriser eller poäng", "Comparison prices or points")),
            *((one.id, one.title) for one in (model.criteria if model else ()) if not one.price),
        ],
    }


@writes
def notice(request: HttpRequest, pk: int, lot_id: str) -> HttpResponse:
    here, form = _asked(request, pk, lot_id)

    def make(typed: dict[str, Any]) -> Made:
        release = _release(typed)
        release_letter(
            by=here.user, procurement=here.row, lot_id=lot_id, what="award_notice", bidder="",
            withheld=sorted(release.withheld), why=typed["why"],
        )  # fmt: skip
        return made.notice(here.value, lot_id, release, *_made_with(here), form)

    return _or_say(request, pk, make)


@writes
def letter(request: HttpRequest, pk: int, lot_id: str, bid: int) -> HttpResponse:
    here, form = _asked(request, pk, lot_id)
    row = get_object_or_404(BidRecord, pk=bid, lot__procurement=here.row, lot__lot_id=lot_id)

    def make(typed: dict[str, Any]) -> Made:
        release = _release(typed)
        asked_on = _day(typed.get("asked_on", "")) if typed.get("asked_on") else None
        release_letter(
            by=here.user, procurement=here.row, lot_id=lot_id, what="bidder_letter", bidder=row.bidder,
            withheld=sorted(release.withheld), why=typed["why"],
        )  # fmt: skip
        return made.letter(
            here.value, lot_id, row.bidder, release, *_made_with(here), form,
            asked_on=asked_on, tell_what_would_have_won="would" in typed,
        )  # fmt: skip

    return _or_say(request, pk, make)


@reads_and_writes
def question(request: HttpRequest, pk: int, lot_id: str, inquiry: int) -> HttpResponse:
    """The draft of a question: it holds the bidder's own figures only, and goes to that bidder. Noted as a look."""
    here, form = _asked(request, pk, lot_id)
    row = get_object_or_404(
        InquiryRecord, pk=inquiry, bid__lot__procurement=here.row, bid__lot__lot_id=lot_id
    )
    note_looking(here, f"price_question {lot_id}")
    return download(made.question(here.value, convert.inquiry(row), *_made_with(here), form))


@reads
def example(request: HttpRequest, pk: int, lot_id: str) -> HttpResponse:
    """The model with a worked example, for the procurement documents: nothing in it is secret."""
    here = place(request, pk)
    if lot_id not in [lot.id for lot in here.value.lots]:
        raise Http404
    form: made.Form = "pdf" if request.GET.get("form") == "pdf" else "docx"
    return download(made.example(here.value, lot_id, *_made_with(here), form))


def _asked(request: HttpRequest, pk: int, lot_id: str) -> tuple[Place, made.Form]:
    here = place(request, pk, "see_bids")
    if lot_id not in [lot.id for lot in here.value.lots]:
        raise Http404
    asked = request.POST.get("form") or request.GET.get("form")
    return here, "pdf" if asked == "pdf" else "docx"


def _made_with(here: Place) -> tuple[Any, Any, date]:
    return convert.library_of(here.row), language(), timezone.localdate()


def _release(typed: dict[str, Any]) -> Release:
    return Release(
        frozenset(typed.get("withheld", ())),
        _day(typed["sent_on"]) if typed.get("sent_on") else None,
        typed.get("sent_how", "electronic") == "electronic",
    )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValidationError(say("Skriv dagen som ÅÅÅÅ-MM-DD.", "Write the day as YYYY-MM-DD.")) from None


def _or_say(request: HttpRequest, pk: int, make: Any) -> HttpResponse:
    """The letter as a file, or the page again with what was refused and all that was typed."""
    typed: dict[str, Any] = {name: str(value) for name, value in request.POST.items()}
    typed["withheld"] = request.POST.getlist("withheld")
    typed.setdefault("why", "")
    try:
        return download(make(typed))
    except OmloppError as refused:
        error = refusal(refused)
    except ValidationError as refused:
        error = " ".join(refused.messages)
    request.method = "GET"
    return letters(request, pk, error, typed)
