"""Reading the law as data: its numbers with their dates, its points by regime, and where the aids begin."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from omlopp.domain.model.errors import OmloppError
from omlopp.domain.model.law import Parameter, Regime
from omlopp.domain.process.aids import cite
from omlopp.flows.aids import aids_in_order, cited_as, rules_of, value_as
from omlopp.library.load import library
from omlopp.web.pages import reads, refusal
from omlopp.web.screens.law.asked import choices, day_of, standing_of
from omlopp.web.words import language


@reads
def home(request: HttpRequest) -> HttpResponse:
    lib = library()
    day = day_of(request)
    context = {
        "section": "law",
        "aids": aids_in_order(lib),
        "numbers": len(lib.parameters),
        "points": len(lib.legal),
        "expired": sum(1 for one in lib.parameters.values() if not any(v.holds_on(day) for v in one.values)),
        "day": day,
    }
    return render(request, "law/home.html", context)


@reads
def numbers(request: HttpRequest) -> HttpResponse:
    """Every number of law by kind. ?regel= narrows to one regime, ?dag= asks for another day; expired is marked."""
    lib, day, regime = library(), day_of(request), standing_of(request).regime
    shown = [one for one in lib.parameters.values() if _concerns(one, regime)]
    kinds = [kind for kind in lib.names.tables["parameter_kind"] if any(one.kind == kind for one in shown)]
    rows = {kind: [_row(one, day) for one in shown if one.kind == kind] for kind in kinds}
    context = {
        "section": "law",
        "kinds": rows.items(),
        "count": len(shown),
        "total": len(lib.parameters),
        "expired": sum(1 for each in rows.values() for row in each if row["now"] is None),
        "day": day,
        "regime": regime,
    } | choices()
    return render(request, "law/numbers.html", context)


@reads
def points(request: HttpRequest) -> HttpResponse:
    """The legal points under one regime, in three parts: must, should, may. What is not read says so."""
    lib, standing = library(), standing_of(request)
    found = cite(sorted(lib.legal), (), standing, rules_of(lib))
    rows: list[dict[str, Any]] = [
        {"rule": one, "told": cited_as(one, lib, language()), "order": _place(one.section)} for one in found
    ]
    parts = [
        (force, sorted((row for row in rows if row["rule"].force == force), key=_by_section))
        for force in ("shall", "should", "may")
    ]
    context = {
        "section": "law",
        "parts": [(force, each) for force, each in parts if each],
        "standing": standing,
        "total": len(rows),
        "cited": sum(1 for one in found if one.state == "cited"),
    } | choices()
    return render(request, "law/points.html", context)


def _concerns(parameter: Parameter, regime: Regime | None) -> bool:
    return regime is None or not parameter.applies.regimes or regime in parameter.applies.regimes


def _row(parameter: Parameter, day: date) -> dict[str, Any]:
    """A number on the day: its value, or the refusal; and every value it has had, newest first."""
    now, missing = None, ""
    try:
        now = parameter.on(day)
    except OmloppError as error:
        missing = refusal(error)
    lib = library()
    values = sorted(parameter.values, key=lambda one: one.valid_from, reverse=True)
    return {
        "parameter": parameter,
        "now": now,
        "amount": value_as(parameter, now, lib, language()) if now else "",
        "missing": missing,
        "values": [
            {
                "value": one,
                "amount": value_as(parameter, one, lib, language()),
                "state": "now" if one == now else "later" if one.valid_from > day else "past",
            }
            for one in values
        ],
    }


def _place(section: str) -> tuple[int, str, int]:
    """Chapter and section as numbers, to sort "4 kap. 1 §" before "19 a kap. 2 §"; nothing cited comes last."""
    parts = section.replace("–", " ").split()
    numbers = [int(one) for one in parts if one.isdigit()]
    letter = parts[1] if len(parts) > 1 and len(parts[1]) == 1 and parts[1].isalpha() else ""
    return (numbers[0], letter, numbers[1] if len(numbers) > 1 else 0) if numbers else (999, "", 0)


def _by_section(row: dict[str, Any]) -> tuple[int, str, int, str]:
    chapter, letter, section = row["order"]
    return chapter, letter, section, row["rule"].id
