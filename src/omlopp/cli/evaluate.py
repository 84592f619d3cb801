"""omlopp evaluate: own procurements and the library's documented cases, judged by the same functions."""

import os
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from omlopp.cli.tell import as_json, fail, language, out, plain_errors, t

if TYPE_CHECKING:
    from omlopp.documents.plan import Table
    from omlopp.flows.evaluation import Evaluation
    from omlopp.flows.portfolio_base import Base

app = typer.Typer(add_completion=False)


@app.command(
    help=t(
        "Utvärdera portföljen: hur många som ber om cirkulära strategier (a), får dem till stånd (b), får mer än marknaden "
        "ger ändå (c) och har bevisat det i avtalet (d) – med bas, okända och intervall – och R-steg, effekter, mål, hinder "
        "och vad som användes. Utan val visas både arbetsytans upphandlingar och bankens dokumenterade fall.\n\n"
        "Exempel: omlopp evaluate --cases --group furniture",
        "Evaluate the portfolio: how many ask for circular strategies (a), trigger them (b), trigger more than the market "
        "gives anyhow (c) and have proven it in the contract (d) – with base, unknowns and interval – and R-steps, effects, "
        "goals, obstacles and what was used. With no choice both the workspace's procurements and the bank's documented cases "
        "are shown.\n\n"
        "Example: omlopp evaluate --cases --group furniture",
    )
)
def evaluate(
    cases: Annotated[
        bool, typer.Option("--cases", help=t("Bankens dokumenterade fall", "The bank's documented cases"))
    ] = False,
    own: Annotated[
        bool, typer.Option("--own", help=t("Arbetsytans upphandlingar", "The workspace's procurements"))
    ] = False,
    group: Annotated[str, typer.Option(help=t("Bara en produktgrupp", "One product group only"))] = "",
    year: Annotated[int | None, typer.Option(help=t("Bara ett år", "One year only"))] = None,
    county: Annotated[
        str, typer.Option(help=t("Bara ett län, t.ex. SE322", "One county only, e.g. SE322"))
    ] = "",
    json: Annotated[
        bool, typer.Option("--json", help=t("Skriv JSON, för program", "Write JSON, for programs"))
    ] = False,
    lang: Annotated[str, typer.Option(metavar="sv|en", help=t("Språk", "Language"))] = "",
) -> None:
    if lang not in ("", "sv", "en"):
        fail(t(f"--lang är sv eller en, inte {lang}.", f"--lang is sv or en, not {lang}."))
    if lang:
        os.environ["OMLOPP_LANG"] = lang
    from omlopp.flows.evaluation import Filters, of_base
    from omlopp.library.load import library

    both = not cases and not own
    with plain_errors():
        lib = library()
        if group and group not in lib.groups:
            known = ", ".join(lib.groups)
            fail(
                t(
                    f"Gruppen {group} finns inte. Grupperna är {known}.",
                    f"There is no group {group}. The groups are {known}.",
                )
            )
        base = _base(own or both)
        found = of_base(base, Filters(group, year, county))
    chosen = [one for one, asked in zip(found, (own or both, cases or both), strict=True) if asked]
    if json:
        as_json({_named(one): _plain(one) for one in chosen})
        return
    for one in chosen:
        _show(one, base)


def _base(with_own: bool) -> "Base":
    """The library, with the workspace's procurements where they are asked for."""
    from omlopp.flows.portfolio_base import Base
    from omlopp.library.load import library

    if not with_own:
        return Base(library(), date.today())
    from omlopp.web.server import ready_workspace, set_up_django

    set_up_django()
    ready_workspace()
    from omlopp.web.records.entries import entries
    from omlopp.web.records.models import ProcurementRecord

    return Base(
        library(), date.today(), entries(ProcurementRecord.objects.filter(sandbox=None).order_by("pk"))
    )


def _named(found: "Evaluation") -> str:
    return "own" if found.origin == "own" else "cases"


def _show(found: "Evaluation", base: "Base") -> None:
    from omlopp.flows import evaluation_tables as tables
    from omlopp.flows import evaluation_words as words

    spoken, lib = language(), base.library
    head = words.name_of(found, spoken)
    out(f"{head}: {len(found.rows)}" + (t(" – ÖVNING", " – EXERCISE") if found.exercise else ""))
    for says in words.opening(found, spoken):
        out(f"  {says}")
    if not found.rows:
        out()
        return
    for position in ("not_yet", "no_purchase", "cancelled"):
        if ids := found.at(position):
            out(f"  {words.told(f'position.{position}', spoken)}: {len(ids)}")
    laid = [
        tables.ladder_table(found, spoken),
        tables.reasons_table(found, spoken),
        tables.steps_table(found, lib, spoken),
        tables.effects_table(found, lib, spoken),
        tables.goals_table(found, lib, spoken),
        tables.obstacles_table(found, lib, spoken),
        tables.criteria_table(found, lib, spoken),
        tables.model_steps_table(found, lib, spoken),
    ]
    for table in laid:
        if table.rows:
            out()
            _table(table)
    out()
    for says in (
        *filter(None, [words.untold(found, spoken)]),
        words.of_sigma(found, spoken),
        words.of_obstacles(found, spoken),
        *words.of_change(found, spoken),
        *words.of_versions(found, spoken),
    ):
        out(says)
    out()


def _table(table: "Table") -> None:
    out(table.caption)
    rows: Sequence[tuple[str, ...]] = (table.head, *table.rows)
    widths = [max(len(row[place]) for row in rows) for place in range(len(table.head))]
    for row in rows:
        cells = (
            cell.rjust(width) if place in table.numeric else cell.ljust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        out("  " + "  ".join(cells).rstrip())


def _plain(found: "Evaluation") -> Mapping[str, Any]:
    """Every figure as it is published, and each procurement or case with its answers and why."""
    from omlopp.flows.evaluation_figures import published

    figures = {
        one.id.split(".", 1)[1]: {
            "value": None if one.value is None else str(one.value),
            "unit": one.unit,
            "base": one.base,
            "unknown": one.unknown,
            "low": None if one.low is None else str(one.low),
            "high": None if one.high is None else str(one.high),
            "about": list(one.about),
            "method": one.method,
        }
        for one in published(found)
    }
    rows = [
        {
            "id": seen.id,
            "title": seen.title,
            "position": seen.position,
            "rungs": {
                one.rung: {"answer": one.answer, "because": one.because, "about": list(one.about)}
                for one in climb.rungs
            },
            "shown": climb.shown and {"answer": climb.shown.answer, "because": climb.shown.because},
            "exercise": seen.exercise,
        }
        for seen, climb in zip(found.rows, found.climbs, strict=True)
    ]
    return {"on": found.on.isoformat(), "figures": figures, "rows": rows}
