"""Procurements of the workspace as the evaluation needs them: a set of queries, however many there are."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Literal

from django.db.models import QuerySet

from omlopp.domain.model.indicators import Indicator
from omlopp.domain.model.procurement import Procurement
from omlopp.domain.portfolio.read_own import position_of
from omlopp.domain.process.reuse import Moved
from omlopp.flows.market_standard import standard_now
from omlopp.flows.portfolio_base import Entry
from omlopp.library.files import from_data
from omlopp.library.load import library
from omlopp.web.records import convert
from omlopp.web.records.models import (
    Lesson,
    ProcurementRecord,
    ProgrammeHelp,
    ProgrammePilot,
    StepRecord,
    Transfer,
)

CLOSED = ("closed", "cancelled", "no_purchase")
OBSTACLE, LESSONS = "obstacle", ("lesson_keep", "lesson_change")  # questions of the step lessons


def entries(rows: "QuerySet[ProcurementRecord]") -> tuple[Entry, ...]:
    """The rows as entries, in the order given. Bids come along: whoever shows an entry decides for whom."""
    held = list(convert.whole(rows).select_related("organisation"))
    known = [row.pk for row in held]
    moved: dict[int, list[Moved]] = defaultdict(list)
    for one in Transfer.objects.filter(procurement__in=known, undone_at=None).select_related("item"):
        given = Moved(one.pieces, one.item.mass_kg_each, one.new_price_each_sek, one.price_source)
        moved[one.procurement_id].append(given)
    lessons: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for pk, step, text in Lesson.objects.filter(procurement__in=known).values_list(
        "procurement_id", "step", "text"
    ):
        lessons[pk].append((step, text))
    used: dict[int, list[str]] = defaultdict(list)
    helped = ProgrammeHelp.objects.filter(pilot__procurement__in=known).exclude(instrument="")
    for pk, instrument in helped.values_list("pilot__procurement_id", "instrument"):
        used[pk].append(instrument)
    stuck: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for pk, why in ProgrammePilot.objects.filter(procurement__in=known).values_list(
        "procurement_id", "stuck_why"
    ):
        if why.strip():
            stuck[pk].append(("", why.strip()))
    return tuple(
        Entry(
            procurement=value,
            indicators=followed(row),
            model=row.model.version,
            organisation=row.organisation.name if row.organisation else row.buyer_name,
            county=row.organisation.county if row.organisation else "",
            exercise=row.exercise,
            in_hindsight=row.in_hindsight,
            moved=tuple(moved[row.pk]),
            lessons=(*said(row, LESSONS), *lessons[row.pk]),
            obstacles=(*said(row, (OBSTACLE,)), *stuck[row.pk]),
            steps=states(row),
            instruments=tuple(dict.fromkeys(used[row.pk])),
            above=above(value),
        )
        for row, value in ((row, convert.procurement(row)) for row in held)
    )


def followed(row: ProcurementRecord) -> dict[str, Indicator]:
    """The cards of what it measures, of its goals and of requirements that are followed up, as they were copied."""
    copies = [
        *(one.indicator_copy for one in row.measurements.all()),
        *(one.indicator_copy for one in row.goals.all()),
        *(one.indicator_copy for one in row.criteria.all() if one.copy.get("follow_up")),
    ]
    cards: dict[str, Indicator] = {}
    for copy in copies:
        if copy and copy["id"] not in cards:
            cards[copy["id"]] = from_data(Indicator, copy)
    return cards


def above(value: Procurement) -> dict[str, Literal["yes", "no"]]:
    """What the notices read here say of requirements whose own card does not know: above the market, or not.

    Only of those put to the market. Too few comparable notices say nothing (library/statistics/market_standard.yaml).
    """
    found: dict[str, Literal["yes", "no"]] = {}
    if position_of(value) != "counted":
        return found
    known = library().criteria
    for one in value.criteria:
        if one.criterion.market.above != "not_yet_known" or one.criterion.id not in known:
            continue
        standard = standard_now(known[one.criterion.id])
        if standard is not None and standard.above != "not_yet_known":
            found[one.id] = standard.above
    return found


def said(row: ProcurementRecord, questions: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """What its steps answer to the questions: (what was chosen or asked, text)."""
    found = []
    for step in row.steps.all():
        for question in questions:
            answer = str(step.answers.get(question, "")).strip()
            if answer:
                found.append((answer if question == OBSTACLE else question, answer))
    return tuple(found)


def states(row: ProcurementRecord) -> dict[str, str]:
    """Step → passed, waits (the next one) or skipped: a later one was passed, or the procurement is over."""
    records: dict[str, StepRecord] = {step.step_id: step for step in row.steps.all()}
    order = [step.id for step in convert.edition(row.model).steps if step.id in records]
    passed = [place for place, name in enumerate(order) if records[name].passed_at]
    last = max(passed, default=-1)
    found = {}
    for place, name in enumerate(order):
        if place in passed:
            found[name] = "passed"
        elif place < last or row.outcome in CLOSED:
            found[name] = "skipped"
        elif "waits" not in found.values():
            found[name] = "waits"
    return found
