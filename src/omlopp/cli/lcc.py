"""omlopp lcc: life-cycle cost of alternatives by one method, side by side."""

from pathlib import Path
from typing import Annotated

import typer

from omlopp.cli.tell import as_json, language, out, plain_errors, t

app = typer.Typer(
    help=t(
        "Räkna livscykelkostnad för alternativen i FILE (YAML eller JSON).\n\n"
        "FILE: method (horizon_years, rate, lines), bids (id, name, inputs) och, om något är osäkert, unknowns "
        "(rate, inputs, lines med low, likely och high).\n\n"
        "Allt räknas i dagens priser med real ränta. Investering och årlig driftbudget visas var för sig.\n\n"
        "Exempel: omlopp lcc kontorsstolar.yaml",
        "Compute life-cycle cost for the alternatives in FILE (YAML or JSON).\n\n"
        "FILE: method (horizon_years, rate, lines), bids (id, name, inputs) and, where something is uncertain, "
        "unknowns (rate, inputs, lines with low, likely and high).\n\n"
        "All in today's prices with a real rate. Investment and yearly budget are shown apart.\n\n"
        "Example: omlopp lcc chairs.yaml",
    ),
)


@app.command()
def lcc(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=t("Kalkylens fil", "The calculation's file"))],
    draws: Annotated[
        int, typer.Option(min=100, max=100_000, help=t("Antal dragningar", "Number of draws"))
    ] = 1_000,
    seed: Annotated[int, typer.Option(min=0, help=t("Frö för slumptalen", "Seed of the random numbers"))] = 1,
    json: Annotated[
        bool, typer.Option("--json", help=t("Skriv svaret som JSON", "Write the answer as JSON"))
    ] = False,
) -> None:
    from omlopp.documents.lcc_words import compared_lines
    from omlopp.flows.lifecycle import compared_as_plain, lcc_file

    with plain_errors():
        compared = lcc_file(file, draws, seed)
    if json:
        as_json(compared_as_plain(compared))
        return
    for line in compared_lines(
        compared.method,
        compared.alternatives,
        compared.costs,
        compared.break_evens,
        compared.sureness,
        compared.unverified,
        language(),
    ):
        out(line)
