"""omlopp notices classify: a file of titles, each with a verdict."""

from pathlib import Path
from typing import Annotated

import typer

from omlopp.cli.tell import as_json, out, plain_errors, t

CLASSIFY = t(
    "Bedöm titlar: lägger till kolumnerna circular (yes, weak, no), circular_score (0–1), r_strategy och evidence i en "
    "CSV-fil. Rader och ordning är kvar. CPV-koden gör bedömningen säkrare: den läses ur --cpv-column, annars ur kolumnen "
    "cpv om den finns.\n\n"
    "Exempel: omlopp notices classify --titles upphandlingar.csv --column titel --cpv-column cpv --to bedomda.csv",
    "Judge titles: adds the columns circular (yes, weak, no), circular_score (0–1), r_strategy and evidence to a CSV "
    "file. Rows and order are kept. The CPV code makes the judgement surer: it is read from --cpv-column, else from a "
    "column named cpv where there is one.\n\n"
    "Example: omlopp notices classify --titles procurements.csv --column title --cpv-column cpv --to judged.csv",
)


def classify(
    titles: Annotated[
        Path, typer.Option(help=t("CSV-fil med titlar (även .gz)", "CSV file with titles (also .gz)"))
    ],
    column: Annotated[str, typer.Option(help=t("Kolumnen med titeln", "Column that holds the title"))],
    to: Annotated[Path, typer.Option(help=t("Fil att skriva", "File to write"))],
    language: Annotated[
        str, typer.Option(help=t("Titlarnas språk, två bokstäver", "Language of the titles, two letters"))
    ] = "sv",
    cpv_column: Annotated[
        str, typer.Option(help=t("Kolumnen med CPV-koden", "Column that holds the CPV code"))
    ] = "",
    json: Annotated[
        bool, typer.Option("--json", help=t("Skriv JSON, för program", "Write JSON, for programs"))
    ] = False,
) -> None:
    from omlopp.flows.detection import classify_titles

    with plain_errors():
        done = classify_titles(titles, to, column, language, cpv_column)
    if json:
        as_json(
            {
                "rows": done.rows,
                "yes": done.yes,
                "weak": done.weak,
                "no": done.no,
                "lexicon_state": done.state,
                "to": str(to),
            }
        )
        return
    out(
        t(
            f"{done.rows} titlar bedömda: {done.yes} yes, {done.weak} weak, {done.no} no. Fil: {to}",
            f"{done.rows} titles judged: {done.yes} yes, {done.weak} weak, {done.no} no. File: {to}",
        )
    )
    if done.state in ("unreviewed", "missing"):
        out(
            t(
                f"Orden för språket {language} är inte granskade: siffrorna ska inte publiceras.",
                f"The words for the language {language} are not reviewed: do not publish these figures.",
            )
            if done.state == "unreviewed"
            else t(
                f"Det finns inga ord för språket {language}: inget har sökts.",
                f"There are no words for the language {language}: nothing was searched.",
            )
        )
