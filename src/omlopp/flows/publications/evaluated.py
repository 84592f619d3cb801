"""The evaluation's pictures and tables in publications: every number is a figure, shown through `Figures`."""

from collections.abc import Callable
from decimal import Decimal
from functools import partial
from typing import Literal

from omlopp.documents.chart import Chart
from omlopp.documents.pictures.ladder import Bar, StepRow, ladder, r_steps
from omlopp.documents.plan import Table
from omlopp.domain.model.goals import RStep
from omlopp.domain.model.text import Language
from omlopp.domain.portfolio.ladder import RUNGS
from omlopp.flows.evaluation import GOALS
from omlopp.flows.evaluation_figures import BECAUSE
from omlopp.flows.evaluation_words import DASH, because, told
from omlopp.flows.portfolio_base import Base
from omlopp.flows.publications.drawn import Drawn
from omlopp.flows.publications.fill import Figures
from omlopp.library import evaluation as data

Of = Literal["own", "cases"]
WHERE = ("need", "asked", "came")


def _whole(figures: Figures, id: str) -> int:
    """A count, remembered as shown. An unknown count is drawn as nothing and told as unknown in the table."""
    figures.show(id, "plain")
    value = figures[id].value
    return int(value) if isinstance(value, Decimal) else 0


def _source(figures: Figures, id: str, language: Language) -> str:
    return figures[id].source[0 if language == "sv" else 1]


def _origin(of: Of, figures: Figures, language: Language) -> str:
    return told("exercise" if figures[f"{of}.base"].exercise else of, language).lower()


def draw_ladder(of: Of, base: Base, figures: Figures, language: Language) -> Drawn:
    bars = []
    for rung in RUNGS:
        counts = [_whole(figures, f"{of}.ladder.{rung}.{answer}") for answer in ("yes", "no", "unknown")]
        yes, no, unknown = counts
        share, whole = figures[f"{of}.ladder.{rung}.share"], max(sum(counts), 1)
        low = float(share.low) if share.low is not None else yes / whole
        high = float(share.high) if share.high is not None else (yes + unknown) / whole
        bars.append(Bar(rung, told(f"rung.{rung}", language), yes, no, unknown, low, high))
    title = told("picture.title", language, origin=_origin(of, figures, language))
    source = told("picture.source", language, source=_source(figures, f"{of}.ladder.base", language))
    table = lay_ladder(of, base, figures, language)
    chart = Chart(
        "stacked",
        tuple(f"{bar.rung}. {bar.name}" for bar in bars),
        tuple(
            (told(f"table.{answer}", language), tuple(Decimal(getattr(bar, answer)) for bar in bars))
            for answer in ("yes", "unknown", "no")
        ),
        told("table.number", language),
    )
    return Drawn(ladder(bars, title, source, language), table, chart)


def lay_ladder(of: Of, base: Base, figures: Figures, language: Language) -> Table:
    def row(id: str, name: str) -> tuple[str, ...]:
        share = f"{of}.ladder.{id}.share"
        known = figures[share].value is not None
        return (
            name,
            *(figures.show(f"{of}.ladder.{id}.{answer}", "plain") for answer in ("yes", "no", "unknown")),
            figures.show(share, "plain") if known else DASH,
            f"{figures.show(share, 'low')}–{figures.show(share, 'high')}" if known else DASH,
        )

    whole = _whole(figures, f"{of}.ladder.base")
    one, _, many = told("unit.procurements" if of == "own" else "unit.cases", language).partition("|")
    return Table(
        head=tuple(
            told(f"table.{name}", language)
            for name in ("measure", "yes", "no", "unknown", "share", "interval")
        ),
        rows=(
            *(row(rung, f"{rung}. {told(f'rung.{rung}', language)}") for rung in RUNGS),
            row("alone", f"({told('shown', language)})"),
        ),
        caption=told("table.ladder", language, base=whole, noun=one if whole == 1 else many),
        numeric=frozenset(range(1, 6)),
        widths=(6, 2, 2, 2, 2, 3),
    )


def lay_reasons(of: Of, base: Base, figures: Figures, language: Language) -> Table:
    counts = {
        code: _whole(figures, f"{of}.because.{code}")
        for code in BECAUSE
        if figures.known(f"{of}.because.{code}")
    }
    return Table(
        head=(told("table.reason", language), told("table.number", language)),
        rows=tuple(
            (because(code, language), figures.show(f"{of}.because.{code}", "plain"))
            for code in sorted(counts, key=lambda code: -counts[code])
        ),
        caption=told(
            "table.reasons", language, n=sum(counts.values()), base=figures.show(f"{of}.ladder.base", "plain")
        ),
        numeric=frozenset({1}),
        widths=(5, 1),
    )


def draw_steps(of: Of, base: Base, figures: Figures, language: Language) -> Drawn:
    names = base.library.names
    rows = [
        StepRow(
            step,
            names.of("r_step", step, language),
            *(_whole(figures, f"{of}.steps.{where}.{step}") for where in WHERE),
        )
        for step in RStep
    ]
    one = figures[f"{of}.steps.came.R0"]
    title = told("steps.title", language, origin=_origin(of, figures, language))
    source = told("picture.from", language, source=_source(figures, f"{of}.steps.came.R0", language))
    table = Table(
        head=tuple(told(key, language) for key in ("table.r_step", *(f"steps.{where}" for where in WHERE))),
        rows=tuple(
            (
                f"{row.step} {row.name}",
                *(figures.show(f"{of}.steps.{where}.{row.step}", "plain") for where in WHERE),
            )
            for row in rows
        ),
        caption=told("steps.key", language, unknown=one.unknown, base=one.base),
        numeric=frozenset({1, 2, 3}),
        widths=(3, 1, 1, 1),
    )
    chart = Chart(
        "bar",
        tuple(f"{row.step} {row.name}" for row in rows),
        tuple(
            (told(f"steps.{where}", language), tuple(Decimal(getattr(row, where)) for row in rows))
            for where in WHERE
        ),
        told("table.number", language),
    )
    return Drawn(r_steps(rows, one.base or 0, one.unknown, title, source, language), table, chart)


def lay_effects(of: Of, base: Base, figures: Figures, language: Language) -> Table:
    """Only what is told of; where nothing is, one row says so."""
    rows = []
    for effect, each in data.effects_file().effects.items():
        for measure, says in each.measures.items():
            id = f"{of}.effect.{effect}.{measure}"
            one = figures[id]
            if one.value is None:
                continue
            n = (one.base or 0) - one.unknown
            spread = one.low is not None
            rows.append(
                (
                    each.name.within(language),
                    says.name.within(language),
                    figures.show(id),
                    told("picture.yes", language, n=n, base=one.base or 0),
                    f"{figures.show(id, 'low')}–{figures.show(id, 'high')}" if spread else DASH,
                )
            )
    return Table(
        head=tuple(
            told(f"table.{name}", language) for name in ("effect", "measure", "amount", "base", "range")
        ),
        rows=tuple(rows) or ((DASH,) * 5,),
        caption=told("table.effects", language, origin=_origin(of, figures, language)),
        numeric=frozenset({2, 3, 4}),
        widths=(2, 4, 3, 2, 3),
    )


def lay_goals(of: Of, base: Base, figures: Figures, language: Language) -> Table:
    return Table(
        head=tuple(told(f"table.{name}", language) for name in ("goal", "lit", "kept", "missed", "unknown")),
        rows=tuple(
            (
                f"{goal} {base.library.goal(goal).name.within(language)}",
                *(figures.show(f"{of}.goal.{goal}.{name}", "plain") for name in ("lit", "kept", "missed")),
                figures.show(f"{of}.goal.{goal}.kept", "unknown"),
            )
            for goal in GOALS
        ),
        caption=told("table.goals", language),
        numeric=frozenset({1, 2, 3, 4}),
        widths=(4, 1, 1, 1, 1),
    )


def lay_obstacles(of: Of, base: Base, figures: Figures, language: Language) -> Table:
    counts = {code: _whole(figures, f"{of}.obstacle.{code}") for code in data.obstacles_file().codes}
    rest = f"{of}.obstacle.uncoded"
    return Table(
        head=(told("table.obstacle", language), told("table.number", language)),
        rows=(
            *(
                (
                    base.library.names.of("obstacle", code, language),
                    figures.show(f"{of}.obstacle.{code}", "plain"),
                )
                for code in sorted(counts, key=lambda code: -counts[code])
            ),
            *([(told("uncoded", language), figures.show(rest, "plain"))] if figures.known(rest) else []),
        ),
        caption=told(
            "table.obstacles",
            language,
            told=figures.show(f"{of}.obstacle.told", "plain"),
            base=figures.show(f"{of}.base", "plain"),
        ),
        numeric=frozenset({1}),
        widths=(4, 1),
    )


Draw = Callable[[Base, Figures, Language], Drawn]
Lay = Callable[[Base, Figures, Language], Table]
ladder_own: Draw = partial(draw_ladder, "own")
ladder_cases: Draw = partial(draw_ladder, "cases")
r_steps_own: Draw = partial(draw_steps, "own")
r_steps_cases: Draw = partial(draw_steps, "cases")
reasons_own: Lay = partial(lay_reasons, "own")
reasons_cases: Lay = partial(lay_reasons, "cases")
effects_own: Lay = partial(lay_effects, "own")
effects_cases: Lay = partial(lay_effects, "cases")
goals_own: Lay = partial(lay_goals, "own")
goals_cases: Lay = partial(lay_goals, "cases")
obstacles_own: Lay = partial(lay_obstacles, "own")
obstacles_cases: Lay = partial(lay_obstacles, "cases")
