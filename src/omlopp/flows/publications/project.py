"""The project report: what was to be done, what was done, money, deviations – of the base's newest programme."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from omlopp.documents.chart import Chart
from omlopp.documents.pictures.bars import BarRow, bars
from omlopp.documents.plan import Table
from omlopp.domain.model.procurement import Procurement
from omlopp.domain.model.text import Language
from omlopp.domain.portfolio.figures import Figure
from omlopp.domain.programme import report
from omlopp.domain.programme.budget import by_type
from omlopp.domain.programme.model import Programme
from omlopp.flows import programme_figures
from omlopp.flows.publications.base import Base
from omlopp.flows.publications.drawn import Drawn
from omlopp.flows.publications.fill import Figures
from omlopp.library import policy
from omlopp.library.messages import keyed
from omlopp.library.numbers import day, number
from omlopp.library.programme import cost_types, strategies

METHOD = "policy.md#project"
DASH = "–"
GOAL = "programme.goal."


def chosen(base: Base) -> Programme | None:
    """The programme that the report is about: the one that began last, a programme before a pre-study."""
    return max(
        base.programmes, key=lambda one: (one.kind == "programme", one.starts_on, one.id), default=None
    )


def held(base: Base) -> Mapping[str, Procurement]:
    return {one.procurement.id: one.procurement for one in base.entries}


def figures(base: Base) -> Iterator[Figure]:
    """`project.*`: what `programme_figures` reckons over every programme, of this one alone (`programme.goals.met` is
    `project.goals.met`, `budget.total` is `project.budget.total`), and what only its report tells. The same ids on
    every base, None where there is no programme.
    """
    one = chosen(base)
    alone = replace(base, programmes=() if one is None else (one,))
    for each in programme_figures.figures(alone):
        if not each.id.startswith(GOAL):  # one per goal, told in the table
            yield replace(each, id=f"project.{each.id.removeprefix('programme.')}")
    source = programme_figures.source(alone)

    def made(id: str, value: int | str | None, unit: str, of: int | None = None) -> Figure:
        known = Decimal(value) if isinstance(value, int) else value or None
        return Figure(f"project.{id}", known, unit, source, METHOD, of, exercise=bool(one and one.exercise))

    yield made("owner", one.owner if one else None, "text")
    yield made("diary_number", one.diary_number if one else None, "text")
    yield made("goals", len(one.goals) if one else None, "count")
    activities = one.activities if one else ()
    done = sum(each.done_on is not None for each in activities)
    yield made("activities.done", done if one else None, "count", len(activities))


def say(key: str, language: Language, **facts: object) -> str:
    return keyed(f"project.{key}", facts, language)


def assignment(base: Base, figures: Figures, language: Language) -> Table:
    """What the public assignments asked for, and what there is."""
    rows = tuple(
        (each.name.within(language), one.asked.within(language), figures.fill(one.answer.within(language)))
        for each in policy.assignments()
        for one in each.asks
    )
    head = (say("assignment", language), say("asked", language), say("answer", language))
    return Table(head, rows, say("assignment.caption", language), widths=(3, 5, 7))


def goals(base: Base, figures: Figures, language: Language) -> Table:
    """Goal, target, what is reached, and which strategies it serves."""
    _ = figures["project.goals"]  # the table rests on the programme
    one, names = chosen(base), strategies()
    rows = [
        (
            each.goal.text,
            _amount(each.goal.target, language),
            say("unknown", language) if each.now is None else _amount(each.now, language),
            say(each.standing, language),
            ", ".join(names[id].short.within(language) for id in each.goal.serves if id in names) or DASH,
        )
        for each in (report.goals(one, held(base), base.on) if one else ())
    ]
    head = tuple(say(f"goal.{key}", language) for key in ("text", "target", "reached", "met", "serves"))
    return Table(
        head, tuple(rows) or ((DASH,) * 5,), say("goal.caption", language), frozenset({1, 2}), (7, 2, 2, 3, 5)
    )


def pilots(base: Base, figures: Figures, language: Language) -> Table:
    """Each pilot: whose, where it stands, how much help it was given."""
    _ = figures["project.pilots.all"]  # the table rests on the programme
    one, names = chosen(base), base.library.names
    rows = [
        (
            each.title,
            each.buyer or DASH,
            names.of("pilot_state", each.state, language),
            _amount(each.hours, language),
        )
        for each in (report.pilots(one, held(base)) if one else ())
        if each.state is not None
    ]
    head = tuple(say(f"pilot.{key}", language) for key in ("title", "buyer", "state", "hours"))
    return Table(
        head, tuple(rows) or ((DASH,) * 4,), say("pilot.caption", language), frozenset({3}), (7, 4, 3, 2)
    )


def _by_type(base: Base) -> list[tuple[str, Decimal, Decimal]]:
    """Cost type, planned, spent until the base's day: those of the budget first, in its order."""
    one = chosen(base)
    rows = by_type(one, base.on) if one else ()
    return [(each.cost_type, each.planned or Decimal(0), each.spent) for each in rows]


def budget(base: Base, figures: Figures, language: Language) -> Table:
    types, every = cost_types(), _by_type(base)
    rows = [
        (
            types[id].within(language) if id in types else id,
            _amount(planned, language),
            _amount(spent, language),
            _amount(planned - spent, language),
        )
        for id, planned, spent in every
    ]
    if every:
        left = sum((planned - spent for _, planned, spent in every), Decimal(0))
        rows.append((say("money.all", language), figures.show("project.budget.total", "plain"),
                     figures.show("project.budget.spent", "plain"), _amount(left, language)))  # fmt: skip
    head = tuple(say(f"money.{key}", language) for key in ("type", "planned", "spent", "left"))
    caption = say("money.caption", language)
    return Table(head, tuple(rows) or ((DASH,) * 4,), caption, frozenset({1, 2, 3}), (5, 3, 3, 3))


def funding(base: Base, figures: Figures, language: Language) -> Table:
    _ = figures["project.budget.funded"]  # the table rests on the programme
    one, names = chosen(base), base.library.names
    rows = [
        (
            each.name,
            names.of("funder", each.kind, language),
            _amount(each.amount_sek, language),
            day(each.certified_on, language) if each.certified_on else say("fund.waits", language),
        )
        for each in (one.cofunding if one else ())
    ]
    head = tuple(say(f"fund.{key}", language) for key in ("name", "kind", "amount", "certified"))
    return Table(
        head, tuple(rows) or ((DASH,) * 4,), say("fund.caption", language), frozenset({2}), (5, 3, 3, 4)
    )


def deviations(base: Base, figures: Figures, language: Language) -> Table:
    _ = figures["project.deviations"]  # the table rests on the programme
    one = chosen(base)
    rows = [
        (day(each.on, language), each.what, each.why, each.measure or DASH)
        for each in (one.deviations if one else ())
    ]
    head = tuple(say(f"deviation.{key}", language) for key in ("on", "what", "why", "measure"))
    return Table(head, tuple(rows) or ((DASH,) * 4,), say("deviation.caption", language), widths=(4, 5, 5, 5))


def money(base: Base, figures: Figures, language: Language) -> Drawn:
    """Planned beside spent, a pair of bars for each cost type, in thousands of kronor."""
    types, rows = cost_types(), _by_type(base)
    series = (say("money.planned", language), say("money.spent", language))
    named = [
        (types[id].within(language) if id in types else id, (planned / 1000, spent / 1000))
        for id, planned, spent in rows
    ]
    shown = [
        (name, values, tuple(f"{_amount(one, language)} tkr" for one in values)) for name, values in named
    ]
    source = f"{figures['project.budget.total'].source[0 if language == 'sv' else 1]}."
    told = "; ".join(f"{name}: {series[0]} {a}, {series[1]} {b}" for name, _, (a, b) in shown)
    picture = bars(
        [BarRow(name, tuple(float(one) for one in values), words) for name, values, words in shown],
        series,
        title=say("money.title", language),
        alt=say("money.alt", language, rows=told) if rows else say("money.empty", language),
        source=source,
        empty=say("money.empty", language),
    )
    chart = Chart(
        "bar",
        tuple(name for name, _ in named),
        tuple(
            (name, tuple(values[at].quantize(Decimal(1)) for _, values in named))
            for at, name in enumerate(series)
        ),
        say("money.unit", language),
    )
    return Drawn(picture, budget(base, figures, language), chart if rows else None)


def _amount(value: Decimal, language: Language) -> str:
    return number(
        value, language=language, decimals=0 if value == value.to_integral_value() or value > 100 else 1
    )
