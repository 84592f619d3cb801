"""When a contract ends: what becomes of what is left, what is still missing, and what was learnt."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode

from omlopp.domain.indicators.promises import missed
from omlopp.domain.model.errors import OmloppError
from omlopp.domain.process.reporting import Left, leftover
from omlopp.flows.contracts import ways
from omlopp.web.pages import place, reads_and_writes, refusal, status_of
from omlopp.web.records import convert
from omlopp.web.records.actions.contracts import end_contract, note_lesson
from omlopp.web.records.actions.lessons import correct_lesson, corrects
from omlopp.web.records.contracts import cards_of, today
from omlopp.web.records.models import ContractEnd, Lesson, ProcurementRecord
from omlopp.web.screens.contracts.forms import ROWS, amount, day_or_none, left_rows
from omlopp.web.screens.contracts.seat import Seat, seat
from omlopp.web.screens.contracts.views import end_missing
from omlopp.web.words import say

EXIT_WAY, EXIT_REASON = "exit_way", "exit_reason"  # questions of the step where what is left is decided


@reads_and_writes
def end(
    request: HttpRequest, contract: int, pk: int | None = None, organisation: int | None = None
) -> HttpResponse:
    """What is left, in pieces and kg, and where it goes. What nobody knows stays unknown and is said."""
    found = seat(request, contract, pk, organisation)
    typed = {name: str(value) for name, value in request.POST.items()} or _typed(found)
    error, status = "", 200
    if request.method == "POST":
        try:
            end_contract(
                by=found.user,
                contract=found.row,
                came={
                    "pieces": amount(typed.get("came-pieces", "")),
                    "mass_kg": amount(typed.get("came-mass_kg", "")),
                },
                left=left_rows(typed),
                on=day_or_none(typed.get("ended_on", "")) or today(),
                note=typed.get("note", ""),
            )
            messages.success(request, say("Avtalets slut är sparat.", "The contract's end is saved."))
            return redirect(found.address())
        except OmloppError as refused:
            error, status = refusal(refused), status_of(refused)
        except ValidationError as refused:
            error, status = " ".join(refused.messages), 422
    names = ("what", "way", "pieces", "mass_kg", "to")
    context = found.context | {
        "typed": typed,
        "error": error,
        "rows": [{"number": number, "shown": number + 1, **{name: typed.get(f"{name}-{number}", "") for name in names}}
                 for number in range(ROWS)],
        "ways": ways().values(),
        "came": [("pieces", say("Antal", "Pieces"), typed.get("came-pieces", "")),
                 ("mass_kg", say("Vikt, kg", "Mass, kg"), typed.get("came-mass_kg", ""))],
        "ended_on": typed.get("ended_on") or (found.row.ends_on or today()).isoformat(),
        "balance": balance(getattr(found.row, "ending", None)),
        "aid_query": _aid_query(found),
        **_still(found),
    }  # fmt: skip
    return render(request, "contracts/end.html", context, status=status)


def balance(ending: ContractEnd | None) -> list[tuple[str, Any]]:
    """In against out, by pieces and by mass; empty before the end is recorded."""
    if ending is None:
        return []
    rows = [Left(row["way"], _number(row["pieces"]), _number(row["mass_kg"])) for row in ending.left]
    units = (("pieces", say("Antal", "Pieces")), ("mass_kg", say("Kilo", "Kilograms")))
    return [(name, leftover(rows, _number(ending.came.get(unit)), unit)) for unit, name in units]


def _number(text: Any) -> Any:
    return amount(str(text)) if text not in (None, "") else None


def _typed(found: Seat) -> dict[str, str]:
    """What was recorded; else what the step says of where most of it goes."""
    ending = getattr(found.row, "ending", None)
    if ending is not None:
        made = {"note": ending.note, "ended_on": ending.ended_on.isoformat()}
        made |= {f"came-{unit}": _as_typed(figure) for unit, figure in ending.came.items()}
        for number, row in enumerate(ending.left[:ROWS]):
            made |= {f"{name}-{number}": _as_typed(value) for name, value in row.items()}
        return made
    answers = found.place.value.answers if found.place else {}
    way = next((one.id for one in ways().values() if one.exit and one.exit == answers.get(EXIT_WAY)), "")
    return {"way-0": way, "note": answers.get(EXIT_REASON, "")}


def _as_typed(value: Any) -> str:
    return (
        ""
        if value is None
        else str(value).replace(".", ",")
        if str(value).replace(".", "").isdigit()
        else str(value)
    )


def _still(found: Seat) -> dict[str, Any]:
    """What waits before it is over: end measurements, promises nobody has decided on, consequences to see through."""
    if found.place is None:
        return {"end_missing": [], "undecided": [], "consequences": []}
    cards = cards_of(found.row)
    every = missed(found.place.value, cards)
    return {
        "end_missing": end_missing(found.place, found.row),
        "undecided": [(each, cards[each.measurement.indicator], int(each.criterion.id) if each.criterion else 0)
                      for each in every if each.decided is None],
        "consequences": [(each, cards[each.measurement.indicator]) for each in every
                         if each.decided is not None and each.decided.ruling != "waived"],
    }  # fmt: skip


def _aid_query(found: Seat) -> str:
    if found.place is None:
        return ""
    value = found.place.value
    regime = value.regime.regime.value if value.regime else ""
    return urlencode({"regel": regime, "kopare": value.buyer.kind, "dag": today().isoformat()})


@reads_and_writes
def lessons(request: HttpRequest, pk: int) -> HttpResponse:
    """What was learnt, about a step or a requirement; it meets the next procurement of the same kind at its need.

    With the number of a lesson, that one is written anew.
    """
    at = place(request, pk)
    typed = {name: request.POST.get(name, "") for name in ("text", "about", "lesson", "was", "why")}
    error, status = "", 200
    if request.method == "POST":
        kind, _, name = typed["about"].partition(":")
        try:
            if typed["lesson"]:
                correct_lesson(
                    by=at.user, lesson=_lesson(at.row, typed["lesson"]), text=typed["text"], was=typed["was"],
                    why=typed["why"],
                )  # fmt: skip
                messages.success(request, say("Lärdomen är rättad.", "The lesson is corrected."))
                return redirect("lessons", pk)
            note_lesson(
                by=at.user, procurement=at.row, text=typed["text"], step=name if kind == "step" else "",
                criterion_id=name if kind == "criterion" else "",
            )  # fmt: skip
            messages.success(request, say("Lärdomen är sparad.", "The lesson is saved."))
            return redirect("lessons", pk)
        except OmloppError as refused:
            error, status = refusal(refused), status_of(refused)
    steps = {one.id: one.name for one in at.model.steps}
    chosen = {one.criterion.id: one.criterion.name for one in at.value.criteria}
    context = {
        "place": at,
        "lessons": [
            (row, steps.get(row.step), chosen.get(row.criterion_id), str(row.pk) == typed["lesson"])
            for row in at.row.lessons.order_by("-id")
        ],
        "steps": steps.items(),
        "criteria": chosen.items(),
        "typed": typed,
        "error": error,
        "may_write": at.may("measure"),
        "may_correct": corrects(at.user, at.row),
        "division": [code[:2] for code in at.row.cpv[:1]],
        "goals": convert.goals(at.row.model),
    }
    return render(request, "contracts/lessons.html", context, status=status)


def _lesson(row: ProcurementRecord, number: str) -> Lesson:
    """Raises Http404."""
    found = (
        row.lessons.filter(pk=number).first()
        if number.isascii() and number.isdigit() and len(number) < 10
        else None
    )
    if found is None:
        raise Http404
    return found
