"""The evaluation: a–d, effects, goals, obstacles and what was used – own procurements, or documented cases."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone

from omlopp.documents.plan import Table
from omlopp.flows import evaluation_tables as tables
from omlopp.flows import evaluation_words as words
from omlopp.flows.evaluation import Evaluation, Filters, evaluate, order_of
from omlopp.flows.evaluation_read import read_cases, read_own
from omlopp.flows.portfolio_base import Base
from omlopp.library.load import library
from omlopp.statistics.disclosure import rules
from omlopp.web.download import csv_of
from omlopp.web.pages import reads, signed_in
from omlopp.web.records.access import visible_to
from omlopp.web.records.entries import entries
from omlopp.web.records.models import ProcurementRecord
from omlopp.web.words import county_name, language

OWN, CASES = "egna", "fall"
REAL, EXERCISE = "verkliga", "ovning"


@dataclass(frozen=True)
class Choice:
    """A value of a filter, as its list shows it."""

    value: str
    name: str
    chosen: bool


@dataclass(frozen=True)
class Looked:
    """What the address asks for, and what it found. `kept`: the address' own words, for links and forms."""

    found: Evaluation
    cases: bool
    exercise: bool
    real: int
    exercises: int
    groups: list[Choice]
    years: list[Choice]
    counties: list[Choice]
    kept: str
    narrowed: bool


@dataclass(frozen=True)
class Told:
    """A procurement or case with its four answers; none where it does not count."""

    id: str
    title: str
    answers: list[tuple[str, str]]  # letter, answer
    why: str
    shown: str
    position: str


@dataclass(frozen=True)
class Laid:
    """A table as the page lays it: every cell with its column's name, for small screens, and whether it is a number."""

    caption: str
    head: list[tuple[str, bool]]
    rows: list[list[tuple[str, str, bool]]]


def laid(table: Table) -> Laid:
    return Laid(
        table.caption,
        [(cell, place in table.numeric) for place, cell in enumerate(table.head)],
        [
            [(cell, table.head[place], place in table.numeric) for place, cell in enumerate(row)]
            for row in table.rows
        ],
    )


@reads
def evaluation(request: HttpRequest) -> HttpResponse:
    looked = look(request)
    found, lib, spoken = looked.found, library(), language()
    smallest = rules(found.on).smallest_base
    instruments = [
        (lib.instruments[one.id].name.within(spoken) if one.id in lib.instruments else one.id,
         one.having.base, words.of_beside(one, spoken, smallest))
        for one in found.instruments
    ]  # fmt: skip
    context: dict[str, Any] = {
        "section": "portfolio",
        "looked": looked,
        "found": found,
        "opening": words.opening(found, spoken),
        "picture": words.ladder_picture(found, spoken) if found.base else None,
        "ladder": laid(tables.ladder_table(found, spoken)),
        "outside": [
            (words.told(f"position.{one}", spoken), len(found.at(one)))
            for one in ("not_yet", "no_purchase", "cancelled")
            if found.at(one)
        ],
        "reasons": laid(tables.reasons_table(found, spoken)),
        "steps_picture": words.steps_picture(found, lib, spoken) if found.steps.base else None,
        "steps": laid(tables.steps_table(found, lib, spoken)),
        "effects": laid(tables.effects_table(found, lib, spoken)),
        "untold": words.untold(found, spoken),
        "change": words.of_change(found, spoken),
        "goals": laid(tables.goals_table(found, lib, spoken)),
        "obstacles": laid(tables.obstacles_table(found, lib, spoken)),
        "obstacles_say": words.of_obstacles(found, spoken),
        "traced": traced(found),
        "criteria": laid(tables.criteria_table(found, lib, spoken)),
        "model_steps": laid(tables.model_steps_table(found, lib, spoken)),
        "instruments": instruments,
        "no_instruments": words.told("says.instruments_none", spoken, base=len(found.rows)),
        "sigma": words.of_sigma(found, spoken),
        "versions": words.of_versions(found, spoken),
        "told": told(found),
    }
    return render(request, "portfolio/evaluation.html", context)


@reads
def evaluation_csv(request: HttpRequest) -> HttpResponse:
    """A row a procurement or case: its answers, why, and what it was sorted by."""
    looked = look(request)
    rows = words.csv_rows([looked.found], language())
    kind = CASES if looked.cases else EXERCISE if looked.exercise else REAL
    return csv_of(f"utvardering-{kind}.csv", rows[0], rows[1:])


def look(request: HttpRequest) -> Looked:
    asked, on, lib = request.GET, timezone.localdate(), library()
    cases = asked.get("visa", "") == CASES
    seen = ProcurementRecord.objects.filter(pk__in=visible_to(signed_in(request)), sandbox=None)
    real, exercises = (seen.filter(exercise=each).count() for each in (False, True))
    exercise = not cases and (asked.get("slag") == EXERCISE or (not real and asked.get("slag") != REAL))
    if cases:
        every = read_cases(lib)
    else:
        every = read_own(Base(lib, on, entries(seen.filter(exercise=exercise).order_by("pk"))))
    group, year, county = asked.get("grupp", ""), asked.get("ar", ""), asked.get("lan", "")
    filters = Filters(group, int(year) if year.isdecimal() else None, county)
    found = evaluate(
        [one for one in every if filters.takes(one)], "case" if cases else "own", on, order_of(lib)
    )
    spoken = language()
    return Looked(
        found,
        cases,
        exercise,
        real,
        exercises,
        [
            Choice(one, lib.groups[one].name.within(spoken), one == group)
            for one in lib.groups
            if one == group or any(one in each.groups for each in every)
        ],
        [
            Choice(str(one), str(one), str(one) == year)
            for one in sorted({each.year for each in every if each.year})
        ],
        [
            Choice(one, county_name(one), one == county)
            for one in sorted({each.county for each in every if each.county})
        ],
        _kept(asked, cases, exercise),
        bool(group or year or county),
    )


def _kept(asked: QueryDict, cases: bool, exercise: bool) -> str:
    """The address' question in one form, so that the file holds what the page shows."""
    made = QueryDict(mutable=True)
    made["visa"] = CASES if cases else OWN
    if not cases:
        made["slag"] = EXERCISE if exercise else REAL
    for name in ("grupp", "ar", "lan"):
        if asked.get(name):
            made[name] = asked.get(name, "")
    return made.urlencode()


def told(found: Evaluation) -> list[Told]:
    """Furthest first; those that do not count last."""
    spoken = language()
    made = []
    for climb in found.climbs:
        stopped = climb.stopped()
        made.append(
            Told(
                climb.id,
                title_of(found, climb.id, climb.title),
                [(one.rung, one.answer) for one in climb.rungs],
                words.because(stopped.because, spoken) if stopped else "",
                words.because(climb.shown.because, spoken) if climb.shown else "",
                words.told(f"position.{climb.position}", spoken),
            )
        )
    return sorted(made, key=lambda one: (not one.answers, -sum(answer == "yes" for _, answer in one.answers)))


def title_of(found: Evaluation, id: str, title: str) -> str:
    """A case has its name in both languages."""
    cases = library().cases
    return cases[id].name.within(language()) if found.origin == "case" and id in cases else title


def traced(found: Evaluation) -> list[tuple[str, list[tuple[str, str, str]]]]:
    """Obstacle → (id, title, what was said), so that every count leads to its cases."""
    lib, spoken = library(), language()
    made = []
    coded = sorted(found.obstacles.by.items(), key=lambda pair: -len(pair[1]))
    for code, ids in (*coded, ("", found.obstacles.uncoded)):
        rows = [
            (each.id, title_of(found, each.id, each.title), _says(found, each.id, one.says))
            for each in found.rows
            if each.id in ids
            for one in each.obstacles or ()
            if one.code == code
        ]
        if rows:
            name = lib.names.of("obstacle", code, spoken) if code else words.told("uncoded", spoken)
            made.append((name, rows))
    return made


def _says(found: Evaluation, id: str, says: str) -> str:
    """What a case says, in the reader's language; what people chose from a list says no more than its code."""
    case = library().cases.get(id) if found.origin == "case" else None
    if case is not None and case.obstacles != "not_stated":
        return next((one.says.within(language()) for one in case.obstacles if one.says.sv == says), says)
    return says if " " in says else ""
