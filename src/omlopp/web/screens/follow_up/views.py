"""Follow-up: what is measured when, recording it, and promised against realised."""

from datetime import date
from decimal import Decimal

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from omlopp.documents.drawn import procurement_promised
from omlopp.domain.indicators.measure import measure
from omlopp.domain.indicators.plan import follow_up_rows
from omlopp.domain.model.errors import OmloppError
from omlopp.domain.model.indicators import Stage
from omlopp.web.forms import SwedishDecimal
from omlopp.web.pages import place, reads, reads_and_writes, refusal, status_of
from omlopp.web.records import convert
from omlopp.web.records.actions.follow_up import record_measurement
from omlopp.web.words import language, say


@reads
def follow_up(request: HttpRequest, pk: int) -> HttpResponse:
    here = place(request, pk)
    rows = follow_up_rows(here.value, convert.indicators(here.row))
    context = {
        "place": here,
        "rows": rows,
        "picture": procurement_promised(here.value, convert.library_of(here.row), language()),
        "stages": list(Stage),
        "steps": here.steps_of("follow_up"),
        "may_measure": here.may("measure"),
        "log": here.row.measurements.order_by("-id"),
        "cards": convert.indicators(here.row),
    }
    return render(request, "follow_up/follow_up.html", context)


@reads_and_writes
def measure_one(request: HttpRequest, pk: int, indicator: str, stage: str) -> HttpResponse:
    """Record one indicator at one stage. A figure left empty is unknown, never zero."""
    here = place(request, pk)
    cards = convert.indicators(here.row)
    if indicator not in cards or stage not in [each.value for each in Stage]:
        raise Http404
    card = cards[indicator]
    typed = {name: str(value) for name, value in request.POST.items()}
    error, status = "", 200
    if request.method == "POST":
        try:
            record_measurement(
                by=here.user,
                procurement=here.row,
                indicator=indicator,
                stage=Stage(stage),
                inputs=figures(typed, [each.id for each in card.inputs]),
                measured_on=day_of(typed.get("measured_on", "")),
                source=typed.get("source", ""),
                proof=typed.get("proof", ""),
                note=typed.get("note", ""),
            )
            messages.success(request, say("Mätningen är sparad.", "The measurement is saved."))
            return redirect("follow-up", pk)
        except OmloppError as refused:
            error, status = refusal(refused), status_of(refused)
        except ValidationError as refused:
            error, status = " ".join(refused.messages), 422
    earlier = [
        (each, measure(card, each))
        for each in here.value.measurements
        if each.indicator == indicator and each.stage == stage
    ]
    context = {
        "place": here,
        "card": card,
        "stage": stage,
        "typed": typed,
        "error": error,
        "earlier": earlier,
        "fields": [(each, typed.get(f"input-{each.id}", "")) for each in card.inputs],
        "today": typed.get("measured_on") or timezone.localdate().isoformat(),
        "may_measure": here.may("measure"),
    }
    return render(request, "follow_up/measure.html", context, status=status)


def figures(typed: dict[str, str], names: list[str]) -> dict[str, Decimal]:
    field = SwedishDecimal(required=False)
    found = {name: field.clean(typed.get(f"input-{name}", "")) for name in names}
    return {name: figure for name, figure in found.items() if figure is not None}


def day_of(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValidationError(
            say("Skriv mätdagen som ÅÅÅÅ-MM-DD.", "Write the day measured as YYYY-MM-DD.")
        ) from None
