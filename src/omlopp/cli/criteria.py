"""omlopp criteria: find, read and check the requirements of the library."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from omlopp.cli.tell import WRONG_USE, as_json, fail, language, out, t
from omlopp.domain.model.criteria import Criterion, CriterionKind, Level

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    help=t(
        "Hitta, läs och kontrollera krav.\n\nBörja med: omlopp criteria find --cpv 39130000 --goal D",
        "Find, read and check requirements.\n\nBegin with: omlopp criteria find --cpv 39130000 --goal D",
    ),
)

Goals = Annotated[
    list[str] | None,
    typer.Option("--goal", metavar="A–E", help=t("Mål; kan upprepas", "Goal; may be repeated")),
]
Kinds = Annotated[
    list[CriterionKind] | None,
    typer.Option(
        "--kind", help=t("Kravtyp efter rättslig plats; kan upprepas", "Kind by legal place; repeatable")
    ),
]
Highest = Annotated[
    Level | None,
    typer.Option("--level", help=t("Högsta nivå; lägre följer med", "Highest level; lower ones stay in")),
]
AsJson = Annotated[bool, typer.Option("--json", help=t("Skriv svaret som JSON", "Write the answer as JSON"))]


@app.command("list", help=t("Lista bibliotekets krav.", "List the criteria of the library."))
def list_(
    group: Annotated[
        str, typer.Option("--group", help=t("Produktgrupp, t.ex. furniture", "Product group, e.g. furniture"))
    ] = "",
    goal: Goals = None,
    kind: Kinds = None,
    level: Highest = None,
    json: AsJson = False,
) -> None:
    criteria = _library().criteria.values()
    groups = sorted({one.group for one in criteria})
    if group and group not in groups:
        fail(
            t(
                f"Gruppen ”{group}” finns inte. Grupperna är: {', '.join(groups)}.",
                f"There is no group “{group}”. The groups are: {', '.join(groups)}.",
            )
        )
    goals = _goal_ids(goal or ())
    chosen = [
        one
        for one in criteria
        if (not group or one.group == group)
        and (not goals or one.goal in goals)
        and (not kind or one.kind in kind)
        and (level is None or one.level.order <= level.order)
    ]
    if json:
        as_json([_short(one) for one in chosen])
        return
    for one in chosen:
        out(_line(one))
    out(
        t(
            f"{len(chosen)} av {len(criteria)} krav. Läs ett: omlopp criteria show ID",
            f"{len(chosen)} of {len(criteria)} criteria. Read one: omlopp criteria show ID",
        )
    )


@app.command(
    help=t(
        "Visa ett krav med bevis, villkor, uppföljning och lagrum.",
        "Show a criterion with proof, clause, follow-up and legal hooks.",
    )
)
def show(
    id: Annotated[
        str,
        typer.Argument(
            metavar="ID", help=t("Kravets id, som listan visar", "The id of the requirement, as listed")
        ),
    ],
    json: AsJson = False,
) -> None:
    from omlopp.cli.criterion_page import as_the_market_knows, page_of
    from omlopp.library.files import as_data

    library = _library()
    one = library.criteria.get(id)
    if one is None:
        near = _near(id, library.criteria)
        fail(
            t(
                f"Det finns inget krav som heter ”{id}”.{near} Se alla: omlopp criteria list",
                f"There is no criterion called “{id}”.{near} See all: omlopp criteria list",
            )
        )
    if json:
        as_json(as_data(one))
        return
    for line in page_of(as_the_market_knows(one), library):
        out(line)


@app.command(
    help=t(
        "Föreslå krav för ett föremål, mål och en nivå, med skäl.",
        "Suggest criteria for an object, goals and a level, with reasons.",
    )
)
def find(
    cpv: Annotated[
        list[str] | None, typer.Option("--cpv", help=t("CPV-kod; kan upprepas", "CPV code; may be repeated"))
    ] = None,
    goal: Goals = None,
    level: Highest = None,
    kind: Kinds = None,
    json: AsJson = False,
) -> None:
    from omlopp.domain.criteria import find as finding

    codes = cpv or []
    for code in codes:
        if not code.split("-")[0].strip().isdigit() or len(code.split("-")[0].strip()) < 2:
            fail(
                t(
                    f"”{code}” är ingen CPV-kod. Skriv åtta siffror, till exempel 39130000.",
                    f"“{code}” is not a CPV code. Write eight digits, for example 39130000.",
                )
            )
    library = _library()
    found = finding.find(
        library.criteria.values(),
        cpv=codes,
        goals=finding.goals_lit(_goal_ids(goal or ())),
        level=level,
        kinds=kind or None,
    )
    if json:
        as_json(
            [
                _short(one.criterion)
                | {
                    "score": one.score,
                    "reasons": [
                        {
                            "key": reason.key,
                            "points": reason.points,
                            "says": _say(f"reason.{reason.key}", reason.facts),
                        }
                        for reason in one.reasons
                    ],
                }
                for one in found
            ]
        )
        return
    for one in found:
        out(f"{one.score:>4}  {_line(one.criterion)}")
        for reason in one.reasons:
            out(f"      {reason.points:+d}  {_say(f'reason.{reason.key}', reason.facts)}")
    if not found:
        out(
            t(
                "Inget krav i biblioteket passar. Pröva en kortare CPV-kod, fler mål eller en högre nivå.",
                "No criterion of the library fits. Try a shorter CPV code, more goals or a higher level.",
            )
        )


@app.command(
    help=t(
        "Kontrollera krav och indikatorer: fil, rad och hur felet rättas. Hela banken: omlopp library check",
        "Check criteria and indicators: file, line and mend. The whole bank: omlopp library check",
    )
)
def check(
    folder: Annotated[
        Path | None,
        typer.Option(
            "--library",
            help=t("En annan biblioteksmapp än den inbyggda", "Another library folder"),
            exists=True,
        ),
    ] = None,
    json: AsJson = False,
) -> None:
    from omlopp.cli.library import show_faults

    show_faults(folder, ("criteria/", "indicators/"), None, json)


def _library(root: Path | None = None) -> Any:
    from omlopp.library.load import ROOT, library

    return library(root or ROOT)


def _goal_ids(named: Iterable[str]) -> list[Any]:
    goals = [one.strip().upper() for one in named]
    for goal in goals:
        if goal not in {one.id for one in _library().goals}:
            fail(
                t(
                    f"Mål ”{goal}” finns inte. Målen är A, B, C, D och E.",
                    f"There is no goal “{goal}”. The goals are A, B, C, D and E.",
                ),
                WRONG_USE,
            )
    return goals


def _say(key: str, facts: Mapping[str, object]) -> str:
    from omlopp.library.messages import keyed

    return keyed(key, facts, language())


def _short(one: Criterion) -> dict[str, Any]:
    return {
        "id": one.id,
        "group": one.group,
        "kind": one.kind.value,
        "level": one.level.value,
        "goal": one.goal,
        "strategy": one.strategy,
        "name": one.name.within(language()),
        "measured_by": one.measured_by,
    }


def _line(one: Criterion) -> str:
    names = _library().names
    return (
        f"{one.id:<32} {one.goal}  {names.of('level', one.level.value, language()):<10} "
        f"{names.of('kind', one.kind.value, language()):<28} {one.name.within(language())}"
    )


def _near(id: str, known: Iterable[str]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(id, known, n=1)
    return t(f" Menade du ”{near[0]}”?", f" Did you mean “{near[0]}”?") if near else ""
