"""`omlopp programme`: the documents of a programme, and a region's pre-study."""

from datetime import date
from pathlib import Path
from typing import Annotated, Any, cast

import typer

from omlopp.cli.tell import as_json, fail, language, out, plain_errors, t

app = typer.Typer(
    no_args_is_help=True,
    help=t(
        "Ett programs dokument och en regions förstudie.\n\n"
        "Exempel: omlopp programme prestudy --county SE322 --ledger reskontra.csv --to mapp",
        "The documents of a programme and a region's pre-study.\n\n"
        "Example: omlopp programme prestudy --county SE322 --ledger ledger.csv --to folder",
    ),
)
To = Annotated[Path, typer.Option(metavar=t("MAPP", "FOLDER"), help=t("Hit skrivs de", "Written here"))]
FormOption = Annotated[list[str] | None, typer.Option(help="docx, pdf")]
AsJson = Annotated[bool, typer.Option("--json", help=t("Skriv JSON", "Write JSON"))]


@app.command(
    help=t(
        "En regions förstudie ur en reskontra och upphandlingsstatistiken (paketet registry-se): tio punkter och ett "
        "förslag till beslut. Kontrakterade värden är lovade över löptiden, aldrig inköp.",
        "A region's pre-study from a ledger and the procurement statistics (the pack registry-se): ten points and a "
        "proposed decision. Contracted values are promised over the term, never spend.",
    )
)
def prestudy(
    county: Annotated[
        str, typer.Option(help=t("Länet: SE322 eller jämtland", "The county: SE322 or jämtland"))
    ],
    ledger: Annotated[
        list[Path],
        typer.Option(
            metavar=t("FIL", "FILE"), help=t("Reskontran (kan upprepas)", "The ledger (repeatable)")
        ),
    ],
    to: To,
    register: Annotated[
        Path | None, typer.Option(metavar=t("FIL", "FILE"), help=t("Avtalsregister", "Contract register"))
    ] = None,
    owner: Annotated[str, typer.Option(help=t("Vem som gör förstudien", "Who makes the pre-study"))] = "",
    number: Annotated[str, typer.Option(help=t("Diarienummer", "Diary number"))] = "",
    exercise: Annotated[
        bool | None,
        typer.Option(
            "--exercise/--real",
            help=t(
                "Reskontran är påhittad; annars avgör leverantörernas namn",
                "The ledger is invented; otherwise the suppliers' names tell",
            ),
        ),
    ] = None,
    form: FormOption = None,
    json_: AsJson = False,
) -> None:
    from omlopp.flows import programme_prestudy as flow

    forms = _forms(form)
    lang = cast(Any, language())
    with plain_errors():
        found = flow.study(county, ledger, date.today(), lang, register=register, exercise=exercise)
        plan = flow.document(found, lang, owner, number)
        written = flow.write(plan, found.county, to, cast(Any, forms))
    _told(written, json_)


@app.command(
    help=t(
        "Skriv ett programs dokument: rapporter, risklista, kommunikationsplan, ekonomi, utlysning, överenskommelser, "
        "intyg och beslut. Utan --kind skrivs alla.\n\nExempel: omlopp programme documents 1 --to mapp --kind half_time",
        "Write a programme's documents: reports, risk list, communication plan, economy, call, agreements, certificates "
        "and decisions. Without --kind all are written.\n\nExample: omlopp programme documents 1 --to folder --kind half_time",
    )
)
def documents(
    programme: Annotated[int, typer.Argument(help=t("Programmets nummer", "The programme's number"))],
    to: To,
    kind: Annotated[
        list[str] | None, typer.Option(help=t("Bara detta (kan upprepas)", "Only this (repeatable)"))
    ] = None,
    form: FormOption = None,
    json_: AsJson = False,
) -> None:
    from omlopp.web.server import ready_workspace, set_up_django

    forms = _forms(form)
    set_up_django()
    ready_workspace()
    from omlopp.flows.programme_documents import write
    from omlopp.web.programme_papers import material, row_of

    with plain_errors():
        row = row_of(programme)
        value, given = material(row, date.today())
        written = write(value, kind or [], given, cast(Any, language()), date.today(), to, cast(Any, forms))
    _told(written, json_)


def _forms(form: list[str] | None) -> list[str]:
    forms = form or ["docx", "pdf"]
    if wrong := [one for one in forms if one not in ("docx", "pdf")]:
        fail(
            t(
                f"Formen {wrong[0]} finns inte. Välj docx eller pdf.",
                f"There is no form {wrong[0]}. Choose docx or pdf.",
            )
        )
    return forms


def _told(written: Any, json: bool) -> None:
    if json:
        as_json({"documents": [str(path) for path in written]})
        return
    for path in written:
        out(str(path))
