"""`omlopp documents`: the documents of a procurement in the workspace, written to a folder."""

from datetime import date
from pathlib import Path
from typing import Annotated, Any, cast

import typer

from omlopp.cli.tell import as_json, fail, language, out, plain_errors, t

app = typer.Typer(
    help=t("Skriv en upphandlings dokument.", "Write the documents of a procurement."), no_args_is_help=True
)


@app.callback()
def group() -> None:
    """Two commands: list and write."""


@app.command("list", help=t("Vilka dokument som finns.", "Which documents there are."))
def list_() -> None:
    from omlopp.flows.papers import PAPERS
    from omlopp.library.messages import keyed

    for one in PAPERS:
        if one.plan is not None:
            out(f"{one.address:22} {one.name(cast(Any, language()))}")
            out(f"{'':22} {keyed(f'papers.for.{one.kind}', {}, language())}")


@app.command(
    help=t(
        "Skriv dokumenten för en upphandling som Word och PDF, på svenska eller engelska (OMLOPP_LANG). Dokument med "
        "anbud skrivs bara med --as och namnet på någon som får se anbuden; innan beslutet antecknas det i loggen.\n\n"
        "Exempel: omlopp documents write 3 --to mapp --kind strategi --kind avtalsvillkor",
        "Write the documents of a procurement as Word and PDF, in Swedish or English (OMLOPP_LANG). Documents of bids "
        "are written only with --as and the name of somebody who may see bids; before the decision the log notes it."
        "\n\nExample: omlopp documents write 3 --to folder --kind strategi --kind avtalsvillkor",
    )
)
def write(
    procurement: Annotated[int, typer.Argument(help=t("Upphandlingens nummer", "The procurement's number"))],
    to: Annotated[Path, typer.Option(metavar=t("MAPP", "FOLDER"), help=t("Hit skrivs de", "Written here"))],
    kind: Annotated[
        list[str] | None,
        typer.Option(help=t("Bara detta slag (kan upprepas)", "Only this kind (repeatable)")),
    ] = None,
    form: Annotated[list[str] | None, typer.Option(help="docx, pdf")] = None,
    as_: Annotated[
        str,
        typer.Option("--as", metavar=t("NAMN", "NAME"), help=t("Den som ser anbuden", "Who sees the bids")),
    ] = "",
    json_: Annotated[bool, typer.Option("--json", help=t("Skriv JSON", "Write JSON"))] = False,
) -> None:
    from omlopp.web.server import ready_workspace, set_up_django

    forms = form or ["docx", "pdf"]
    if wrong := [one for one in forms if one not in ("docx", "pdf")]:
        fail(
            t(
                f"Formen {wrong[0]} finns inte. Välj docx eller pdf.",
                f"There is no form {wrong[0]}. Choose docx or pdf.",
            )
        )
    set_up_django()
    ready_workspace()
    from omlopp.web.taking_out import take_out

    with plain_errors():
        written = take_out(
            procurement,
            to,
            cast(Any, language()),
            date.today(),
            kinds=kind or [],
            forms=cast(Any, forms),
            by=as_,
        )
    if json_:
        as_json({"documents": [str(path) for path in written]})
        return
    for path in written:
        out(str(path))
    if not written:
        out(t("Inget av dokumenten kan göras än.", "None of the documents can be made yet."))
