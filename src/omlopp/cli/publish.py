"""`omlopp publish`: what the portfolio shows, as publications that can be checked number by number."""

import sys
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Any, cast

import typer

from omlopp.cli.tell import CHECK_FAILED, LEFT_OUT, STOPPED, as_json, fail, language, out, plain_errors, t

COMMANDS = ("check", "list")
SEVERAL = 8  # a publication of more files is told by its folder

app = typer.Typer(no_args_is_help=True)


@app.command(
    help=t(
        "Bygg publikationer ur arbetsytan: NAMN, flera namn eller all. Det som inte har ändrats byggs inte om, och ett avbrutet "
        "bygge fortsätter där det var.\n\n"
        "omlopp publish list visar vilka som finns. omlopp publish check MAPP räknar om alla tal och prövar länkar, bilder "
        "och språk.\n\n"
        "Exempel: omlopp publish all --lang sv --to mapp · omlopp publish handledning --lang sv --lang en",
        "Build publications from the workspace: NAME, several names or all. What has not changed is not built again, and an "
        "interrupted build goes on.\n\n"
        "omlopp publish list shows which there are. omlopp publish check FOLDER recomputes every figure and tests links, "
        "pictures and language.\n\n"
        "Example: omlopp publish all --lang sv --to folder · omlopp publish handledning --lang sv --lang en",
    )
)
def publish(
    names: Annotated[
        list[str],
        typer.Argument(
            metavar=t("NAMN|all|list|check MAPP", "NAME|all|list|check FOLDER"),
            help=t(
                "Publikationer att bygga, eller vad som ska göras", "Publications to build, or what to do"
            ),
        ),
    ],
    lang: Annotated[
        list[str] | None, typer.Option(help=t("sv eller en (kan upprepas)", "sv or en (repeatable)"))
    ] = None,
    to: Annotated[
        Path | None,
        typer.Option(
            metavar=t("MAPP", "FOLDER"),
            help=t("Hit skrivs de; annars OMLOPP_HOME/out/publications", "Else OMLOPP_HOME/out/publications"),
        ),
    ] = None,
    without: Annotated[
        list[str] | None,
        typer.Option(
            help=t("Form som lämnas, t.ex. film (kan upprepas)", "Form left alone, e.g. film (repeatable)")
        ),
    ] = None,
    exercise: Annotated[
        bool | None,
        typer.Option(
            "--exercise/--real",
            help=t(
                "Övningar eller verkliga upphandlingar; annars de verkliga om de har något att visa",
                "Exercises or real procurements; else the real ones if they show anything",
            ),
        ),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help=t("Skriv JSON", "Write JSON"))] = False,
) -> None:
    if names[0] == "list":
        _list(json)
    elif names[0] == "check":
        _check([Path(each) for each in names[1:]] or [to or _default()], json)
    else:
        try:
            _build(names, _languages(lang), to or _default(), without or [], exercise, json)
        except KeyboardInterrupt:
            fail(
                t(
                    "Stoppad. Det som är klart ligger kvar; samma kommando fortsätter där det slutade.",
                    "Stopped. What is done is kept; the same command goes on where it stopped.",
                ),
                STOPPED,
            )


def _default() -> Path:
    from omlopp.library.workspace import home

    return home() / "out" / "publications"


def _languages(given: list[str] | None) -> list[str]:
    chosen = given or [language()]
    if wrong := [one for one in chosen if one not in ("sv", "en")]:
        fail(
            t(
                f"Språket {wrong[0]} finns inte. Välj sv eller en.",
                f"There is no language {wrong[0]}. Choose sv or en.",
            )
        )
    return list(dict.fromkeys(chosen))


def _base(exercise: bool | None = None) -> Any:
    """Function of a day → the base, from the workspace's rows."""
    from omlopp.web.server import ready_workspace, set_up_django

    set_up_django()
    ready_workspace()
    from omlopp.web.publishing import gather

    return lambda on, invented=exercise: gather(on, exercise=invented)


def _build(
    names: Sequence[str],
    languages: list[str],
    to: Path,
    without: list[str],
    exercise: bool | None,
    json: bool,
) -> None:
    from omlopp.flows import market_effect
    from omlopp.flows.publications.build import Step, build
    from omlopp.flows.publications.plan import plans
    from omlopp.library.messages import sentence

    last = [""]

    def told(step: Step) -> None:
        part = f" {step.done}/{step.parts}" if step.parts else ""
        says(f"[{step.at}/{step.of}] {step.publication} {step.language} {step.form}", part)

    def says(line: str, part: str = "") -> None:
        if sys.stderr.isatty():
            print(f"\r\033[K{line}{part}", end="", file=sys.stderr, flush=True)
        elif line != last[0]:
            print(line, file=sys.stderr, flush=True)
        last[0] = line

    with plain_errors():
        chosen = [] if "all" in names else list(names)
        for name in chosen:  # a misspelt name is told before the workspace is read
            plans().one(name)
        told_of = t("marknaden räknas", "market evidence")
        market_effect.at_hand(progress=lambda line: says(f"{told_of}: {line}"))
        report = build(
            _base(exercise)(date.today()), chosen, cast(Any, languages), to, without=without, told=told
        )
    if sys.stderr.isatty():
        print("\r\033[K", end="", file=sys.stderr, flush=True)
    left = [
        {"publication": name, "language": lang, "form": form, "says": sentence(error, language())}
        for name, lang, form, error in report.left_out
    ]
    if json:
        built = {"built": [str(path) for path in report.built], "unchanged": len(report.unchanged)}
        as_json({**built, "left_out": left, "to": str(to)})
    else:
        for line in _files(report.built, to):
            out(line)
        out(
            t(
                f"{len(report.built)} filer byggda, {len(report.unchanged)} oförändrade, i {to}",
                f"{len(report.built)} files built, {len(report.unchanged)} unchanged, in {to}",
            )
        )
    for one in left:
        print(f"{one['publication']} {one['language']} {one['form']}: {one['says']}", file=sys.stderr)
    raise SystemExit(LEFT_OUT if left else 0)


def _files(built: Sequence[Path], to: Path) -> Iterator[str]:
    """One line a file, with its size; a site of many pages is one line."""
    held: dict[Path, list[Path]] = {}
    for path in built:
        held.setdefault(to.joinpath(*path.relative_to(to).parts[:2]), []).append(path)
    for folder, paths in held.items():
        pages = [one for one in paths if one.suffix not in (".pdf", ".docx", ".pptx", ".mp4")]
        many = len(pages) > SEVERAL
        for path in paths:
            if not many or path not in pages:
                yield f"{path}  {_kb([path])} kB"
        if many:
            yield f"{folder}  {len(pages)} {t('filer', 'files')}, {_kb(pages)} kB"


def _kb(paths: Sequence[Path]) -> str:
    return f"{sum(path.stat().st_size for path in paths) / 1024:.0f}"


def _check(folders: Sequence[Path], json: bool) -> None:
    from omlopp.flows.publications.check import check
    from omlopp.library.messages import keyed

    with plain_errors():
        found = [one for folder in folders for one in check(folder, _base())]
    if json:
        as_json([{"code": one.code, "file": one.file, **one.facts} for one in found])
    else:
        for one in found:
            out(keyed(f"publish.check.{one.code}", {"file": one.file, **one.facts}, language()))
        out(t(f"{len(found)} fel.", f"{len(found)} faults."))
    raise SystemExit(CHECK_FAILED if found else 0)


def _list(json: bool) -> None:
    from omlopp.flows.publications.plan import plans

    known = plans()
    rows = [
        (each.name, each.title.within(language()), ", ".join(each.forms)) for each in known.found.values()
    ]
    if json:
        as_json([{"name": name, "title": title, "forms": forms} for name, title, forms in rows])
        return
    width = max((len(name) for name, _, _ in rows), default=0)
    for name, title, forms in rows:
        out(f"{name:{width}}  {title}  ({forms})")
    for one in known.problems:
        fail(str(one), CHECK_FAILED)
