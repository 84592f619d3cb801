"""A page a bidder can be given: what would this bid come to? The same evaluation as in earnest; nothing is kept."""

from decimal import Decimal
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from omlopp.documents.trace import trace_sentence
from omlopp.domain.award.bid_table import FIXED, bids_from_table, columns
from omlopp.domain.award.evaluate import evaluate
from omlopp.domain.award.families import family_of
from omlopp.domain.model.award import AwardModel, Evaluation
from omlopp.domain.model.errors import OmloppError
from omlopp.library.files import from_data
from omlopp.library.messages import keyed
from omlopp.web.forms import SwedishDecimal
from omlopp.web.pages import reads, refusal
from omlopp.web.records.models import AwardModelVersion
from omlopp.web.words import language, say

MOST_OTHERS = 20


@login_not_required
@reads
def calculator(request: HttpRequest, token: str) -> HttpResponse:
    """Whoever has the address may compute. It tells of the model only, which is published; of bids it knows none."""
    version = (
        AwardModelVersion.objects.select_related("lot__procurement")
        .filter(token=token)
        .exclude(token="")
        .first()
    )
    if version is None:
        raise Http404
    model = from_data(AwardModel, version.content)
    typed = {name: str(value)[:200] for name, value in request.GET.items()}
    asked = [column for column in columns(model) if column.key not in FIXED]
    relative = family_of(model.family).relative
    faults: dict[str, str] = {}
    error, lines, result = "", [], None
    if any(typed.get(column.key) for column in asked):
        rows = [
            ["id", *(column.key for column in asked)],
            ["1", *(typed.get(column.key, "") for column in asked)],
        ]
        table = bids_from_table(model, rows)
        faults = {_key(one.cell, rows[0]): keyed(one.code, one.facts, language()) for one in table.faults}
        if not faults:
            try:
                found = evaluate(model, table.bids, _others(typed.get("others", "")))
                lines = [
                    trace_sentence(step, model, language()) for step in found.trace if "rank" not in step.rule
                ]
                result = _result(found)
            except OmloppError as refused:
                error = refusal(refused)
            except ValidationError as refused:
                error = " ".join(refused.messages)
    fields: list[dict[str, Any]] = [
        {
            "column": column,
            "value": typed.get(column.key, ""),
            "fault": faults.pop(column.key, ""),
            "choices": [(one, _text(model, column.key, one)) for one in column.choices],
        }
        for column in asked
    ]
    context = {
        "version": version, "model": model, "fields": fields, "error": error or " ".join(faults.values()),
        "lines": lines, "result": result, "relative": relative, "others": typed.get("others", ""),
        "procurement": version.lot.procurement, "lot": version.lot,
    }  # fmt: skip
    return render(request, "calculator/calculator.html", context)


def _key(cell: str, keys: list[str]) -> str:
    """The column of a cell such as C2."""
    number = 0
    for letter in cell.rstrip("0123456789"):
        number = number * 26 + ord(letter) - 64
    return keys[number - 1] if 0 < number <= len(keys) else ""


def _text(model: AwardModel, key: str, choice: str) -> str:
    kind, _, criterion = key.partition(":")
    return model.criterion(criterion).level_texts.get(choice) or choice if kind == "level" else choice


def _others(text: str) -> list[Decimal]:
    """Prices that the bidder supposes of others, with semicolons between."""
    found = [SwedishDecimal(required=False).clean(part) for part in text.split(";")[:MOST_OTHERS]]
    return [price for price in found if price is not None]


def _result(found: Evaluation) -> dict[str, Any] | None:
    if found.comparison:
        return {
            "name": say("Jämförelsepris", "Comparison price"),
            "money": next(iter(found.comparison.values())),
        }
    if found.total:
        return {"name": say("Poäng", "Points"), "points": next(iter(found.total.values()))}
    return None
