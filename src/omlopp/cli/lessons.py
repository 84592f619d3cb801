"""omlopp lessons: what procurements taught, handed to the library's editors and taken in by them."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from omlopp.cli.learnt import source
from omlopp.cli.tell import LEFT_OUT, as_json, language, out, plain_errors, t

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    help=t(
        "Lärdomar till biblioteket: lämna ut godtagna förslag, ta in dem, läs vad som kom ur lärdomar.\n\n"
        "Börja med: omlopp lessons export --to lardomar.yaml",
        "Lessons to the library: hand out accepted proposals, take them in, read what came from lessons.\n\n"
        "Begin with: omlopp lessons export --to lessons.yaml",
    ),
)
AsJson = Annotated[bool, typer.Option("--json", help=t("Skriv svaret som JSON", "Write the answer as JSON"))]


@app.command(
    help=t(
        "Skriv arbetsytans godtagna förslag till en fil för bibliotekets redaktion. Övningar lämnas alltid utanför; ingen "
        "upphandling, köpare eller person nämns.",
        "Write the workspace's accepted proposals to a file for the library's editors. Exercises are always left out; no "
        "procurement, buyer or person is named.",
    )
)
def export(
    to: Annotated[Path, typer.Option("--to", help=t("Fil att skriva", "File to write"), dir_okay=False)],
) -> None:
    from omlopp.flows.learning import patch
    from omlopp.web.server import ready_workspace, set_up_django

    with plain_errors():
        set_up_django()
        ready_workspace()
        from omlopp.web.records.lessons import accepted

        found, exercises = accepted()
        to.write_text(patch(found), "utf-8")
    out(str(to))
    out(
        t(
            f"{len(found)} godtagna förslag. {exercises} övningar lämnades utanför.",
            f"{len(found)} accepted proposals. {exercises} exercises were left out.",
        )
    )


@app.command(
    "take-in",
    help=t(
        "För bibliotekets redaktion: ta in förslagen i en biblioteksmapp. Varje ändring kontrolleras; det som inte passar "
        "lämnas och nämns (slutkod 3). Samma fil två gånger ändrar inget.",
        "For the library's editors: take the proposals into a library folder. Each change is checked; what does not fit is "
        "left and told (exit code 3). The same file twice changes nothing.",
    ),
)
def take_in(
    file: Annotated[
        Path,
        typer.Argument(
            metavar=t("FIL", "FILE"),
            help=t(
                "Förslagen, en fil från omlopp lessons export",
                "The proposals, a file of omlopp lessons export",
            ),
            exists=True,
            dir_okay=False,
        ),
    ],
    folder: Annotated[
        Path,
        typer.Option(
            "--library", help=t("Biblioteksmappen", "The library folder"), exists=True, file_okay=False
        ),
    ],
    on: Annotated[
        str, typer.Option("--on", help=t("Dag, ÅÅÅÅ-MM-DD; annars i dag", "Day, YYYY-MM-DD; else today"))
    ] = "",
) -> None:
    from omlopp.cli.library import day_of, told
    from omlopp.flows.learning import ChangeFaulty
    from omlopp.flows.learning import take_in as take
    from omlopp.library.messages import sentence

    with plain_errors():
        found = take(file, folder, day_of(on) or date.today())
    for name in found.written:
        out(name)
    for one, error in found.left:
        says = (
            told(error.facts["first"])["says"]
            if isinstance(error, ChangeFaulty)
            else sentence(error, language())
        )
        out(f"! {one.kind}/{one.of}: {one.passage}: {says}")
    out(
        t(
            f"{len(found.taken)} införda, {len(found.already)} fanns redan, {len(found.left)} lämnade.",
            f"{len(found.taken)} taken in, {len(found.already)} there already, {len(found.left)} left.",
        )
    )
    if found.left:
        raise SystemExit(LEFT_OUT)


@app.command(
    help=t(
        "Ändringslogg: vad i biblioteket som kom ur lärdomar, var de lärdes (slag av köpare, CPV, dag) och när de infördes.",
        "Changelog: what in the library came from lessons, where they were learnt (kind of buyer, CPV, day) and taken in.",
    )
)
def log(
    folder: Annotated[
        Path | None,
        typer.Option("--library", help=t("En annan biblioteksmapp", "Another library folder"), exists=True),
    ] = None,
    json: AsJson = False,
) -> None:
    from omlopp.library.learnt import as_written, learnt
    from omlopp.library.load import ROOT

    with plain_errors():
        held = learnt(folder or ROOT)
    if json:
        as_json([as_written(one) for one in held])
        return
    for one in held:
        out(f"{one.taken_in} {one.kind}/{one.of}: {one.passage}. {source(one)}")
    out(t(f"{len(held)} ändringar ur lärdomar.", f"{len(held)} changes from lessons."))
