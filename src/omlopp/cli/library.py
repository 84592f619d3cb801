"""omlopp library: check, compare and give away the whole bank."""

from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from omlopp.cli.tell import CHECK_FAILED, as_json, fail, language, out, plain_errors, t

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    help=t(
        "Kontrollera, jämför och lämna ut hela banken.\n\nBörja med: omlopp library check",
        "Check, compare and give away the whole bank.\n\nBegin with: omlopp library check",
    ),
)

AsJson = Annotated[bool, typer.Option("--json", help=t("Skriv svaret som JSON", "Write the answer as JSON"))]
Folder = Annotated[
    Path | None,
    typer.Option(
        "--library", help=t("En annan biblioteksmapp än den inbyggda", "Another library folder"), exists=True
    ),
]


@app.command(
    help=t(
        "Kontrollera hela banken: fil, rad, fält och hur felet rättas; sist räkning. Slutkod 1 om något är fel.",
        "Check the whole bank: file, line, field and mend; counts last. Exit code 1 if anything is wrong.",
    )
)
def check(
    folder: Folder = None,
    only: Annotated[
        str,
        typer.Option(
            "--only",
            help=t("Bara filer vars namn börjar så, t.ex. cases/", "Only files that begin so, e.g. cases/"),
        ),
    ] = "",
    on: Annotated[
        str,
        typer.Option(
            "--on", help=t("Dag för granskningsdatum, ÅÅÅÅ-MM-DD. Annars i dag.", "Day for review dates")
        ),
    ] = "",
    json: AsJson = False,
) -> None:
    show_faults(folder, (only,), day_of(on), json)


def show_faults(folder: Path | None, only: tuple[str, ...], on: date | None, json: bool) -> None:
    """Print every fault of files that begin so, and counts where all are asked for. Ends with 1 when there are any."""
    from omlopp.flows.library import counts, library_faults
    from omlopp.flows.publications.faults import publication_faults
    from omlopp.library.load import ROOT, library

    root = folder or ROOT
    held = library(root)
    day = on or date.today()
    every = [*library_faults(held, root, day), *publication_faults(held, root, day)]
    found = [one for one in every if one.file.startswith(only)]
    wrong = [told(one) for one in found]
    if json:
        as_json({"counts": counts(held), "problems": wrong})
    else:
        for one in wrong:
            out(": ".join(part for part in (one["file"], one["place"], one["says"]) if part))
        if only == ("",):
            _show_counts(counts(held), held.names)
        else:
            read = counts(held)["files"]
            out(
                t(
                    f"{read['criteria']} krav och {read['indicators']} indikatorer lästa.",
                    f"{read['criteria']} criteria and {read['indicators']} indicators read.",
                )
            )
        out(t(f"{len(wrong)} fel.", f"{len(wrong)} faults."))
    raise SystemExit(CHECK_FAILED if wrong else 0)


@app.command(
    help=t(
        "Visa vad som skiljer två versioner av banken: två mappar, eller filer från export.",
        "Show what differs between two versions of the bank: two folders, or files from export.",
    )
)
def diff(
    before: Annotated[Path, typer.Argument(metavar="A", help=t("Den äldre", "The older"))],
    after: Annotated[
        Path | None,
        typer.Argument(metavar="B", help=t("Den nyare; annars den inbyggda", "The newer; else the built-in")),
    ] = None,
    json: AsJson = False,
) -> None:
    show_differences(before, after, None, json)


def show_differences(before: Path, after: Path | None, only: tuple[str, ...] | None, json: bool) -> None:
    """Print what differs; `only`: these tables."""
    from dataclasses import asdict

    from omlopp.cli.learnt import source
    from omlopp.domain.criteria.diff import differences
    from omlopp.flows.learning import came_between, lessons_behind
    from omlopp.library.bank import read_version
    from omlopp.library.load import ROOT

    with plain_errors():
        sides = [read_version(path) for path in (before, after or ROOT)]
    if only:
        sides = [{name: side.get(name, {}) for name in only} for side in sides]
    found = differences(*sides)
    with plain_errors():
        behind = lessons_behind(found, came_between(before, after or ROOT))
    if json:
        as_json([asdict(one) | {"lessons": [each.id for _, each in _of(behind, one)]} for one in found])
        return
    words = {"added": t("ny", "new"), "removed": t("borttagen", "removed"), "changed": t("ändrad", "changed")}
    for one in found:
        out(f"{one.kind}/{one.id}: {words[one.what]}" + (f": {one.where}" if one.where else ""))
        if one.where:
            out(f"  - {_in_short(one.before)}\n  + {_in_short(one.after)}")
        for _, lesson in _of(behind, one):
            out(f"  = {source(lesson)}")
    tally = {what: len({(one.kind, one.id) for one in found if one.what == what}) for what in words}
    out(", ".join(f"{tally[what]} {word}" for what, word in words.items()) + ".")
    if learnt := {lesson.id for _, lesson in behind}:
        out(t(f"{len(learnt)} lärdomar ligger bakom.", f"{len(learnt)} lessons lie behind."))


def _of(behind: Any, change: Any) -> list[Any]:
    """The pairs of a change and a lesson behind it."""
    return [pair for pair in behind if pair[0] is change]


def _in_short(value: Any) -> str:
    text = "–" if value is None else str(value)
    return text if len(text) <= 300 else text[:297] + "…"


@app.command(
    help=t(
        "Lämna ut hela banken som öppna data (CC BY 4.0): JSON, CSV och JSON-LD med beskrivning enligt DCAT-AP-SE.",
        "Give away the whole bank as open data (CC BY 4.0): JSON, CSV and JSON-LD described by DCAT-AP-SE.",
    )
)
def export(
    to: Annotated[
        Path, typer.Option("--to", help=t("Mapp att skriva i", "Folder to write in"), file_okay=False)
    ],
    format: Annotated[
        list[str] | None,
        typer.Option("--format", metavar="json|csv|jsonld", help=t("Alla utan val", "All if none")),
    ] = None,
    address: Annotated[
        str,
        typer.Option(
            "--address", help=t("Webbadress där filerna kommer att ligga", "Address where the files will lie")
        ),
    ] = "",
    folder: Folder = None,
    on: Annotated[
        str, typer.Option("--on", help=t("Utgivningsdag; annars i dag", "Day of issue; else today"))
    ] = "",
) -> None:
    from omlopp.flows.library_export import FORMATS
    from omlopp.flows.library_export import export as export_bank
    from omlopp.library.load import ROOT, library

    chosen = format or list(FORMATS)
    if unknown := [one for one in chosen if one not in FORMATS]:
        fail(
            t(
                f"Formatet ”{unknown[0]}” finns inte. Välj json, csv eller jsonld.",
                f"There is no format “{unknown[0]}”. Choose json, csv or jsonld.",
            )
        )
    root = folder or ROOT
    with plain_errors(CHECK_FAILED):
        made = export_bank(library(root), root, to, day_of(on) or date.today(), chosen, address)
    for path in made.files:
        out(str(path))
    out(t(f"Version {made.version}. Licens: CC BY 4.0.", f"Version {made.version}. Licence: CC BY 4.0."))


def told(one: Any) -> dict[str, Any]:
    """A fault as a person reads it."""
    from omlopp.library.messages import keyed, sentences

    says = keyed(one.key, one.facts, language()) if one.key in sentences() else one.says or one.key
    place = f"{t('rad', 'line')} {one.line}" if one.line else ""
    where = "" if one.where.startswith("line ") else one.where
    return {
        "file": one.file,
        "line": one.line,
        "place": ", ".join(each for each in (place, where) if each),
        "says": says,
    }


def day_of(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        fail(
            t(f"”{text}” är ingen dag. Skriv som 2026-11-22.", f"“{text}” is no day. Write it as 2026-11-22.")
        )


def _show_counts(counted: dict[str, dict[str, int]], names: Any) -> None:
    heads = {
        "group": t("Grupp", "Group"),
        "kind": t("Kravtyp", "Kind"),
        "level": t("Nivå", "Level"),
        "goal": t("Mål", "Goal"),
        "above_market": t("Mer än marknaden ger", "More than the market gives"),
        "language": t("Språk", "Language"),
        "files": t("Filer", "Files"),
    }
    for table, head in heads.items():
        out(f"\n{head}")
        for code, count in counted[table].items():
            text = names.tables.get(table, {}).get(code)
            out(f"  {count:>4}  {text.within(language()) if text else code}")
    out()
