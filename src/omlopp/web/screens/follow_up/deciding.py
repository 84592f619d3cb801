"""What the contract promises, and what is decided about a promise that was missed. Nothing happens by itself."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from omlopp.domain.indicators.promises import missed, promise_of
from omlopp.domain.model.errors import OmloppError
from omlopp.web.forms import SwedishDecimal, written
from omlopp.web.pages import place, reads_and_writes, refusal, status_of
from omlopp.web.records import convert
from omlopp.web.records.actions.deviations import agree_promise, decide_deviation
from omlopp.web.screens.follow_up.recording import measurement_of
from omlopp.web.screens.follow_up.views import shown_miss
from omlopp.web.words import say


@reads_and_writes
def promise(request: HttpRequest, pk: int, indicator: str) -> HttpResponse:
    """The value that the contract holds the supplier to, and where it stands. A share is typed in per cent."""
    here = place(request, pk)
    card = convert.indicators(here.row).get(indicator)
    if card is None:
        raise Http404
    now = promise_of(here.value, indicator)
    value = None if now is None else now.value * 100 if card.is_share else now.value
    typed = {"value": written(value), "source": now.source if now and now.origin == "agreed" else ""}
    error, status = "", 200
    if request.method == "POST":
        typed = {name: request.POST.get(name, "") for name in ("value", "source")}
        try:
            found = SwedishDecimal().clean(typed["value"].strip().removesuffix("%"))
            if found is None:
                raise ValidationError(
                    say("Skriv det värde som avtalet lovar.", "Write the value that the contract promises.")
                )
            agree_promise(
                by=here.user,
                procurement=here.row,
                indicator=indicator,
                value=found / 100 if card.is_share else found,
                source=typed["source"],
                on=timezone.localdate(),
            )
            messages.success(request, say("Det avtalade värdet är sparat.", "The agreed value is saved."))
            return redirect("indicator-follow-up", pk, indicator)
        except OmloppError as refused:
            error, status = refusal(refused), status_of(refused)
        except ValidationError as refused:
            error, status = " ".join(refused.messages), 422
    context = {
        "place": here,
        "card": card,
        "typed": typed,
        "error": error,
        "promise": now,
        "clauses": [
            each for each in here.value.criteria
            if each.criterion.measured_by == indicator and each.clause_wording is not None
        ],
        "may_measure": here.may("measure"),
    }  # fmt: skip
    return render(request, "follow_up/promise.html", context, status=status)


@reads_and_writes
def decide(request: HttpRequest, pk: int, measurement: int, clause: int) -> HttpResponse:
    """A missed promise with the agreed consequence as a proposal: use it, adapt it or waive it. `clause` 0: none."""
    here = place(request, pk)
    row = measurement_of(here, measurement)
    choice = here.row.criteria.filter(pk=clause).first() if clause else None
    cards = convert.indicators(here.row)
    found = [
        each
        for each in missed(here.value, cards)
        if each.measurement.id == str(row.pk) and (int(each.criterion.id) if each.criterion else 0) == clause
    ]
    if not found:
        raise Http404
    error, status = "", 200
    typed = {name: request.POST.get(name, "") for name in ("ruling", "text", "reason")}
    if request.method == "POST":
        try:
            decide_deviation(
                by=here.user,
                measurement=row,
                criterion=choice,
                ruling=typed["ruling"],
                text=typed["text"],
                reason=typed["reason"],
                on=timezone.localdate(),
            )
            messages.success(
                request, say("Beslutet om avvikelsen är sparat.", "The decision on the deviation is saved.")
            )
            return redirect("indicator-follow-up", pk, row.indicator)
        except OmloppError as refused:
            error, status = refusal(refused), status_of(refused)
    shown = shown_miss(found[0], cards)
    consequence = found[0].criterion.criterion.clause if found[0].criterion else None
    context = {
        "place": here,
        "shown": shown,
        "card": shown.card,
        "measurement": row,
        "criterion": found[0].criterion,
        "consequence": consequence,
        "partial": row.stage == "contract",
        "short_unit": shown.card.inputs[1].unit
        if shown.card.is_share and len(shown.card.inputs) > 1
        else shown.card.unit,
        "typed": typed,
        "error": error,
        "evidence": row.evidence.all(),
        "may_measure": here.may("measure"),
    }
    return render(request, "follow_up/decide.html", context, status=status)
