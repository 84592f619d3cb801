"""Answering questions through a link: one page, ten minutes, no account. What was typed is never lost."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from omlopp.domain.model.errors import OmloppError
from omlopp.domain.process.market import CANS, told
from omlopp.flows.dialogue import public_counts, typed_answer
from omlopp.library.dialogue import counties, limits, sizes
from omlopp.web.pages import reads_and_writes, refusal
from omlopp.web.records.actions import ProcurementEnded
from omlopp.web.records.actions.answers import (
    Full,
    answer_dialogue,
    answer_with,
    new_nonce,
    plain_receipt,
    receipt_of,
    replies,
)
from omlopp.web.records.actions.dialogue import Closed, closed_on, state_of
from omlopp.web.records.dialogues import asked_of
from omlopp.web.records.models import Dialogue, DialogueAnswer
from omlopp.web.words import keyed, say

TRAP = "webbadress"  # a field that people do not see and that programs fill in


@login_not_required
@reads_and_writes
def answer(request: HttpRequest, dialogue_token: str) -> HttpResponse:
    """Form, answer and change in one address. Closed: 410, with what came of it; a guessed address: 404."""
    row = (
        Dialogue.objects.select_related("procurement")
        .filter(token=dialogue_token, published_at__isnull=False)
        .first()
    )
    if row is None:
        raise Http404
    today = timezone.localdate()
    stands = state_of(row, today)
    if stands == "closed":
        return gone(request, row)
    if request.method != "POST":
        return form(request, row, {}, nonce=new_nonce())
    typed = {name: str(value) for name, value in request.POST.items()}
    if typed.get("do") == "open":
        return opened(request, row, typed.get("code", ""))
    nonce = typed.get("once", "")[:100] or new_nonce()
    code = plain_receipt(typed.get("code", ""))
    if code and answer_with(row, code) is None:
        return form(request, row, typed, nonce=nonce, error=keyed("dialogue-receipt-unknown", {}))
    if typed.get(TRAP):
        says = say(
            "Ett fält som ska vara tomt är ifyllt, så svaret är inte skickat. Töm fältet ”Lämna tomt” och skicka igen.",
            "A field that must be empty is filled in, so the answer is not sent. Empty “Leave empty” and send again.",
        )
        return form(request, row, typed, nonce=nonce, code=code, error=says)
    try:
        kept = answer_dialogue(
            dialogue=row,
            code=code or receipt_of(row, nonce),
            answer=typed_answer(typed, asked_of(row)),
            on=today,
        )
    except (Closed, ProcurementEnded):  # while it was being written
        return gone(request, row)
    except Full as refused:
        return form(request, row, typed, nonce=nonce, code=code, error=refusal(refused), status=429)
    except OmloppError as refused:
        return form(request, row, typed, nonce=nonce, code=code, error=refusal(refused))
    return receipt(request, row, kept, code or receipt_of(row, nonce))


def opened(request: HttpRequest, row: Dialogue, code: str) -> HttpResponse:
    """An answer taken up again with its receipt code."""
    held = answer_with(row, code)
    if held is None:
        return form(request, row, {}, nonce=new_nonce(), error=keyed("dialogue-receipt-unknown", {}))
    typed: dict[str, str] = {
        "firm": held.firm,
        "number": held.number,
        "size": held.size,
        "county": held.county,
        "contact": held.contact,
        "asks_secrecy": "on" if held.asks_secrecy else "",
    }
    typed |= {f"q-{id}": text for id, text in held.answers.items()}
    for choice, one in held.criteria.items():
        typed |= {f"can-{choice}": one["can"], f"note-{choice}": one["note"]}
    return form(request, row, typed, nonce=new_nonce(), code=plain_receipt(code), status=200)


def form(
    request: HttpRequest,
    row: Dialogue,
    typed: dict[str, str],
    *,
    nonce: str,
    code: str = "",
    error: str = "",
    status: int = 0,
) -> HttpResponse:
    context: dict[str, Any] = {
        "row": row,
        "asked": asked_of(row),
        "state": state_of(row, timezone.localdate()),
        "typed": typed,
        "nonce": nonce,
        "code": code,
        "error": error,
        "trap": TRAP,
        "cans": CANS,
        "counties": counties(),
        "sizes": sizes(),
        "limits": limits(),
    }
    response = render(request, "public/answer.html", context, status=status or (422 if error else 200))
    if status == 429:
        response["Retry-After"] = "600"
    return response


def receipt(request: HttpRequest, row: Dialogue, kept: DialogueAnswer, code: str) -> HttpResponse:
    """What was sent, and the code by which it can be changed. Sent again, the same page comes back."""
    context = {
        "row": row,
        "kept": kept,
        "code": code,
        "changed": row.answers.filter(receipt_sha256=kept.receipt_sha256).count() > 1,
        "answers": [
            (one["text"], kept.answers[one["id"]]) for one in row.questions if one["id"] in kept.answers
        ],
        "criteria": [
            (one["name"], kept.criteria[one["choice"]])
            for one in row.criteria
            if one["choice"] in kept.criteria
        ],
        "nonce": new_nonce(),
    }
    return render(request, "public/receipt.html", context)


def gone(request: HttpRequest, row: Dialogue) -> HttpResponse:
    """Closed: kind words and what the market said, where enough firms answered. No firm is told by name."""
    given = replies(row.procurement)
    today = timezone.localdate()
    said = []
    for one in row.criteria:
        counts = public_counts(told(one["choice"], given).counts, today)
        if counts is not None:
            said.append((one["name"], [(can, counts[can]) for can in CANS]))
    context = {
        "what": "dialogue",
        "row": row,
        "day": closed_on(row),
        "said": said,
        "few": limits().few,
    }
    return render(request, "public/gone.html", context, status=410)
