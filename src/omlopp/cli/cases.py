"""omlopp cases: recompute worked cases."""

from pathlib import Path
from typing import Annotated

import typer

from omlopp.cli.tell import CHECK_FAILED, as_json, out, plain_errors, t
from omlopp.flows.cases import CheckResult, check_cases, summary

app = typer.Typer(
    no_args_is_help=True,
    help=t(
        "Räkna om publicerade räkneexempel och jämför med det som källan trycker.",
        "Recompute published worked cases and compare with what the source prints.",
    ),
)


@app.callback()
def group() -> None:
    """Keeps `check` a command of its own."""


@app.command(
    help=t(
        "Kontrollera alla räkneexempel (*.yaml) i en mapp.\n\n"
        "Varje kontroll anropar en namngiven funktion med de angivna argumenten och jämför svaret. "
        "Slutkod 0 bara när alla gick igenom; 1 när någon föll eller inte kunde prövas.\n\n"
        "Exempel: omlopp cases check tests/cases/award",
        "Check every worked case (*.yaml) in a folder.\n\n"
        "Each check calls one named function with the given arguments and compares the answer. "
        "Exit code 0 only when all passed; 1 when one failed or could not be tried.\n\n"
        "Example: omlopp cases check tests/cases/award",
    )
)
def check(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help=t("Mappen med räkneexempel", "The folder of cases"))
    ],
    json: Annotated[
        bool, typer.Option("--json", help=t("Skriv svaret som JSON", "Write the answer as JSON"))
    ] = False,
) -> None:
    with plain_errors():
        results = check_cases(folder)
    counts = summary(results)
    if json:
        as_json({"summary": counts, "checks": [one.as_data() for one in results]})
    else:
        for one in results:
            tell(one)
        out(
            t(
                "{passed} godkända, {failed} fallna, {not_applicable} ej tillämpliga.",
                "{passed} passed, {failed} failed, {not_applicable} not applicable.",
            ).format(**counts)
        )
    if counts["failed"] or counts["not_applicable"]:
        raise SystemExit(CHECK_FAILED)


def tell(result: CheckResult) -> None:
    """One line per check, and one per difference."""
    words = {
        "passed": t("godkänd", "passed"),
        "failed": t("FÖLL", "FAILED"),
        "not_applicable": t("ej tillämplig", "not applicable"),
    }
    check = result.check
    lacking = t("{name} finns inte i Omlopp än", "{name} is not implemented yet").format(name=result.lacking)
    because = f" – {lacking}" if result.lacking else ""
    out(f"{words[result.status]:<14} {check.file} · {check.case} · {check.index} · {check.call}{because}")
    for one in result.differences:
        said = t("väntat {expected}, räknat {found}", "expected {expected}, found {found}")
        out(f"    {one.at or check.call}: {said.format(expected=one.expected, found=one.found)}")
