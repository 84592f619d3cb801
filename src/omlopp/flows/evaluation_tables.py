"""The evaluation's tables, for the page, the command and the publications."""

from collections.abc import Mapping
from decimal import Decimal

from omlopp.documents.plan import Table
from omlopp.domain.model.goals import RStep
from omlopp.domain.portfolio.effects import Sum
from omlopp.flows.evaluation import Evaluation
from omlopp.flows.evaluation_words import (
    DASH,
    because,
    bounds,
    interval,
    name_of,
    noun,
    of_beside,
    rungs,
    share,
    shown,
    told,
)
from omlopp.library import evaluation as data
from omlopp.library.load import Library
from omlopp.library.numbers import number
from omlopp.statistics.disclosure import rules


def ladder_table(found: Evaluation, language: str) -> Table:
    head = ("measure", "yes", "no", "unknown", "share", "bounds", "interval")
    return Table(
        head=tuple(told(f"table.{name}", language) for name in head),
        rows=tuple(
            (
                f"{letter}. {says}" if letter else f"({says})",
                *(shown(len(ids), language) for ids in (one.count.yes, one.count.no, one.count.unknown)),
                share(one, language),
                bounds(one, language),
                interval(one, language),
            )
            for letter, says, one in rungs(found, language)
        ),
        caption=told("table.ladder", language, base=found.base, noun=noun(found, language)),
        numeric=frozenset(range(1, 7)),
        widths=(6, 2, 2, 2, 2, 3, 3),
    )


def reasons_table(found: Evaluation, language: str) -> Table:
    stops = found.stops()
    return Table(
        head=(told("table.reason", language), told("table.number", language)),
        rows=tuple((because(code, language), shown(len(ids), language)) for code, ids in stops.items()),
        caption=told("table.reasons", language, n=sum(len(ids) for ids in stops.values()), base=found.base),
        numeric=frozenset({1}),
        widths=(5, 1),
    )


def steps_table(found: Evaluation, library: Library, language: str) -> Table:
    by = found.steps.by
    return Table(
        head=tuple(
            told(key, language) for key in ("table.r_step", "steps.need", "steps.asked", "steps.came")
        ),
        rows=tuple(
            (
                f"{step} {library.names.of('r_step', step, language)}",
                *(shown(by[where][step], language) for where in ("need", "asked", "came")),
            )
            for step in RStep
        ),
        caption=told("steps.key", language, unknown=found.steps.unknown, base=found.steps.base),
        numeric=frozenset({1, 2, 3}),
        widths=(3, 1, 1, 1),
    )


def amount(one: Sum, library: Library, language: str) -> str:
    return DASH if one.value is None else with_unit(one.value, unit_of(one), library, language)


def within(one: Sum, library: Library, language: str) -> str:
    """The interval of a sum; a dash where no source says how sure the figures are."""
    if one.interval is None:
        return DASH
    low, high = (Decimal(str(each)) for each in (one.interval.low, one.interval.high))
    unit = unit_of(one)
    places = 1 if unit == "tonnes" else 0
    return f"{number(low, language=language, decimals=places)}–{with_unit(high, unit, library, language)}"


def with_unit(value: Decimal, unit: str, library: Library, language: str) -> str:
    one, _, many = library.names.of("unit", unit, language).partition("|")
    places = 1 if unit == "tonnes" and value != value.to_integral_value() else 0
    return number(value, (one if abs(value) == 1 else many) if many else one, language, decimals=places)


def unit_of(one: Sum) -> str:
    return data.effects_file().effects[one.effect].measures[one.measure].unit


def effects_table(found: Evaluation, library: Library, language: str) -> Table:
    effects = data.effects_file().effects
    return Table(
        head=tuple(
            told(f"table.{name}", language) for name in ("effect", "measure", "amount", "base", "range")
        ),
        rows=tuple(
            (
                effects[one.effect].name.within(language),
                effects[one.effect].measures[one.measure].name.within(language),
                amount(one, library, language),
                told("picture.yes", language, n=len(one.known), base=one.base),
                within(one, library, language),
            )
            for one in found.sums
            if one.known or one.unknown
        ),
        caption=told("table.effects", language, origin=name_of(found, language).lower()),
        numeric=frozenset({2, 3, 4}),
        widths=(2, 4, 3, 2, 3),
    )


def goals_table(found: Evaluation, library: Library, language: str) -> Table:
    return Table(
        head=tuple(told(f"table.{name}", language) for name in ("goal", "lit", "kept", "missed", "unknown")),
        rows=tuple(
            (
                f"{one.goal} {library.goal(one.goal).name.within(language)}",
                *(
                    shown(count, language)
                    for count in (len(one.lit), len(one.kept), len(one.missed), one.unknown)
                ),
            )
            for one in found.goals
        ),
        caption=told("table.goals", language),
        numeric=frozenset({1, 2, 3, 4}),
        widths=(4, 1, 1, 1, 1),
    )


def obstacles_table(found: Evaluation, library: Library, language: str) -> Table:
    one = found.obstacles
    by = sorted(one.by.items(), key=lambda pair: -len(pair[1]))
    return Table(
        head=(told("table.obstacle", language), told("table.number", language)),
        rows=(
            *((library.names.of("obstacle", code, language), shown(len(ids), language)) for code, ids in by),
            *([(told("uncoded", language), shown(len(one.uncoded), language))] if one.uncoded else []),
        ),
        caption=told("table.obstacles", language, told=len(one.told), base=len(found.rows)),
        numeric=frozenset({1}),
        widths=(4, 1),
    )


def criteria_table(found: Evaluation, library: Library, language: str) -> Table:
    def called(id: str) -> str:
        return library.criteria[id].name.within(language) if id in library.criteria else id

    return Table(
        head=tuple(
            told(f"table.{name}", language)
            for name in ("criterion", "chosen", "triggered", "shown", "failed", "unknown")
        ),
        rows=tuple(
            (
                called(one.criterion),
                *(
                    shown(count, language)
                    for count in (
                        len(one.chosen),
                        len(one.triggered),
                        len(one.shown),
                        len(one.failed),
                        one.unknown,
                    )
                ),
            )
            for one in found.requirements
        ),
        caption=told("table.criteria", language),
        numeric=frozenset(range(1, 6)),
        widths=(5, 1, 2, 2, 1, 1),
    )


def model_steps_table(found: Evaluation, library: Library, language: str) -> Table:
    names: Mapping[str, str] = {step.id: step.name.within(language) for step in library.model.steps}
    smallest = rules(found.on).smallest_base
    return Table(
        head=tuple(
            told(f"table.{name}", language) for name in ("step", "passed", "waits", "skipped", "difference")
        ),
        rows=tuple(
            (
                names.get(one.id, one.id),
                *(shown(count, language) for count in (one.passed, one.waits, one.skipped)),
                told("says.too_few_short", language, having=other.having.base, lacking=other.lacking.base)
                if other.verdict == "too_few"
                else of_beside(other, language, smallest),
            )
            for one, other in found.model_steps
        ),
        caption=told("table.steps", language, base=sum(bool(each.steps) for each in found.rows)),
        numeric=frozenset({1, 2, 3}),
        widths=(6, 3, 2, 3, 7),
    )
