"""A change or a used option: the form, its check in words, and the decision. Nothing is decided by the check."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from omlopp.domain.model.errors import OmloppError
from omlopp.domain.process.contract_change import check, holds
from omlopp.flows.contracts import grounds
from omlopp.web.pages import reads_and_writes, refusal, status_of
from omlopp.web.records.actions.contract_changes import as_kept, decide_change
from omlopp.web.records.contracts import change_of, earlier_of, rule_for, term_of, today
from omlopp.web.screens.contracts.forms import amount, day_or_none
from omlopp.web.screens.contracts.seat import Seat, seat
from omlopp.web.words import language, say

FIELDS = (
    "ground",
    "what",
    "value_sek",
    "indexed_sek",
    "new_end",
    "why",
    "seen",
    "do",
    "regime",
    "object_kind",
    "buyer_kind",
)
REGIMES = ("lou", "lou_19", "lou_19a", "luf", "luk")
OBJECTS = ("goods", "services", "works", "annex2_services", "concession")
BUYERS = ("municipality", "region", "state", "other_authority", "utility")


@reads_and_writes
def change(
    request: HttpRequest, contract: int, pk: int | None = None, organisation: int | None = None
) -> HttpResponse:
    """`do`: check shows what speaks for and against; decide keeps the change, with the reason and the check."""
    found = seat(request, contract, pk, organisation)
    source = request.POST if request.method == "POST" else request.GET
    typed = {name: source.get(name, "") for name in FIELDS}
    chosen = grounds().get(typed["ground"])
    answers = {one.id: source.get(f"answer-{one.id}", "") for one in chosen.conditions} if chosen else {}
    error, status, shown = "", 200, []
    ask = {
        "regime": typed["regime"],
        "object_kind": typed["object_kind"] or "goods",
        "buyer_kind": typed["buyer_kind"] or "municipality",
    }
    if request.method == "POST":
        try:
            if ask["object_kind"] not in OBJECTS or ask["buyer_kind"] not in BUYERS:
                raise ValidationError(
                    say("Välj vad avtalet gäller och vem som köper.", "Choose what is bought and by whom.")
                )
            figures: dict[str, Any] = {
                "value_sek": amount(typed["value_sek"]),
                "indexed_sek": amount(typed["indexed_sek"]),
                "new_end": day_or_none(typed["new_end"]),
                "answers": answers,
            }
            if typed["do"] == "decide":
                decide_change(
                    by=found.user, contract=found.row, ground=typed["ground"], what=typed["what"], why=typed["why"],
                    on=today(), seen=_count(typed["seen"]),
                    **figures, regime=ask["regime"],
                    object_kind=ask["object_kind"], buyer_kind=ask["buyer_kind"],
                )  # fmt: skip
                messages.success(request, say("Ändringen är beslutad.", "The change is decided."))
                return redirect(found.address())
            shown = _check(found, typed["ground"], figures, ask)
        except OmloppError as refused:
            error, status = refusal(refused), status_of(refused)
        except ValidationError as refused:
            error, status = " ".join(refused.messages), 422
        if not shown and not error:
            status = 422
        if error and chosen:
            shown = _quiet(found, typed, answers, ask)
    context = found.context | {
        "grounds": grounds().values(),
        "chosen": chosen,
        "conditions": [(one, answers.get(one.id, "")) for one in chosen.conditions] if chosen else [],
        "typed": typed,
        "findings": shown,
        "against": [one for one in shown if one["status"] == "failed"],
        "for": [one for one in shown if one["status"] != "failed"],
        "elsewhere": any(one["check"] == "change-law" and one["status"] == "not_applicable" for one in shown),
        "holds": bool(shown) and not any(one["status"] == "failed" and one["blocks"] for one in shown),
        "error": error,
        "seen": found.row.changes.count(),
        "earlier": [(row, grounds()[row.ground].name) for row in found.row.changes.all() if row.ground in grounds()],
        "regimes": REGIMES, "objects": OBJECTS, "buyers": BUYERS,
        "regime": found.place.value.regime.regime.value if found.place and found.place.value.regime else "",
        "on": today(),
    }  # fmt: skip
    return render(request, "contracts/change.html", context, status=status)


def _check(found: Seat, ground: str, figures: dict[str, Any], ask: dict[str, str]) -> list[dict[str, Any]]:
    """The findings as sentences in the reader's language, those that speak against first."""
    on = today()
    rule = rule_for(found.row, ground, on, **ask)
    said = check(change_of(found.row, ground, **figures), earlier_of(found.row), rule, term_of(found.row, on))
    kept = [as_kept(one) | {"holds": holds([one])} for one in said]
    return sorted(
        [one | {"says": one[language()]} for one in kept],
        key=lambda one: (one["status"] != "failed", not one["blocks"]),
    )


def _quiet(
    found: Seat, typed: dict[str, str], answers: dict[str, str], ask: dict[str, str]
) -> list[dict[str, Any]]:
    """The check beside a refusal, where what was typed can be read."""
    try:
        figures = {"value_sek": amount(typed["value_sek"]), "indexed_sek": amount(typed["indexed_sek"]),
                   "new_end": day_or_none(typed["new_end"]), "answers": answers}  # fmt: skip
        return _check(found, typed["ground"], figures, ask)
    except (OmloppError, ValidationError):
        return []


def _count(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else None
