"""omlopp spend: from a supplier ledger to a shortlist of pilot procurements."""

import sys
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from omlopp.cli.tell import LEFT_OUT, as_json, language, out, plain_errors, t

app = typer.Typer(
    name="spend",
    no_args_is_help=True,
    help=t(
        "Läs en leverantörsreskontra, sortera den i varugrupper, och se var cirkulär upphandling skulle betyda mest.\n\n"
        "FIL är CSV, XLSX, XLS, ODS eller JSON; flera filer läses tillsammans. Känns en kolumn inte igen frågas det en gång "
        "(--column leverantör=…); svaret sparas i arbetsytan. Faktorer per krona används bara för att rangordna varugrupper.\n\n"
        "Exempel: omlopp spend potential reskontra.csv --county jämtland",
        "Read a supplier ledger, sort it into product groups, and see where circular procurement would matter most.\n\n"
        "FILE is CSV, XLSX, XLS, ODS or JSON; several are read together. A column that is not known is asked for once "
        "(--column supplier=…); the answer is kept in the workspace. Factors per unit of money only rank product groups.\n\n"
        "Example: omlopp spend potential ledger.csv --county jämtland",
    ),
)
Files = Annotated[
    list[Path], typer.Argument(metavar=t("FIL...", "FILE..."), help=t("Reskontran", "The ledger"))
]
MaybeFiles = Annotated[
    list[Path] | None, typer.Argument(metavar=t("[FIL...]", "[FILE...]"), help=t("Reskontran", "The ledger"))
]
AsJson = Annotated[
    bool, typer.Option("--json", help=t("Skriv JSON, för program", "Write JSON, for programs"))
]
Column = Annotated[
    list[str] | None,
    typer.Option(
        help=t(
            "Vad en kolumn är: account=Kontokod. Behövs bara en gång",
            "What a column is: account=Code. Once is enough",
        )
    ),
]
Rate = Annotated[
    list[str] | None,
    typer.Option(
        help=t("Kurs för rader i annan valuta: EUR=11,25", "Rate for rows in another currency: EUR=11.25")
    ),
]
Chart = Annotated[
    str, typer.Option(help=t("Kontoplan: kommunbas eller region", "Chart of accounts: kommunbas or region"))
]
Set = Annotated[str, typer.Option("--factors", help=t("Faktorset (omlopp factors list)", "Factor set"))]
Register = Annotated[
    Path | None,
    typer.Option("--register", help=t("Avtalsregister: fil med CPV-kod per avtal", "Contract register")),
]
RuleFile = Annotated[
    Path | None,
    typer.Option(
        "--rules",
        help=t("Regler för varugrupper, som arbetsytan lämnar dem (YAML)", "Rules for product groups (YAML)"),
    ),
]

Pictures = Annotated[
    Path | None, typer.Option("--pictures", help=t("Mapp för bilder (SVG)", "Folder for pictures (SVG)"))
]


@app.command(
    help=t(
        "Läs och kontrollera: vilka kolumner som hittades, vad som lagades, och rad för rad vad som inte gick att använda.",
        "Read and check: the columns found, what was mended, and row by row what could not be used.",
    )
)
def read(
    files: Files,
    column: Column = None,
    rate: Rate = None,
    rows: Annotated[
        int, typer.Option(help=t("Högst så många rader visas", "Show at most so many rows"))
    ] = 20,
    json: AsJson = False,
) -> None:
    from omlopp.cli import spend_lines as words
    from omlopp.flows import spend

    with plain_errors():
        parts = spend.read(files, _asked(files, column, rate, "", spend.SET))
    if json:
        as_json([words.read_plain(part, language()) for part in parts])
    else:
        _say(words.read_lines(parts, language(), rows))
    if any(part.bad_by for part in parts):
        raise SystemExit(LEFT_OUT)


@app.command(
    help=t(
        "Sortera i varugrupper: vad som inte är köp, hur stor andel som fick en kategori, efter vilken regel, och klimatavtrycket "
        "som rangordning.",
        "Sort into product groups: what is no purchase, what share got a category, by which rule, and the footprint as a ranking.",
    )
)
def screen(
    files: Files,
    column: Column = None,
    rate: Rate = None,
    chart: Chart = "",
    factors: Set = "epa_v1_3",
    register: Register = None,
    rules: RuleFile = None,
    pictures: Pictures = None,
    json: AsJson = False,
) -> None:
    from omlopp.cli import spend_lines as words
    from omlopp.flows import spend

    with plain_errors():
        contracts = spend.register_of(register)
        found = spend.screen(files, _asked(files, column, rate, chart, factors, rules), contracts)
    if json:
        as_json(words.screened_plain(found, language()))
        return
    _say(words.screened_lines(found, language()))
    if pictures:
        _draw(pictures, words.screened_pictures(found, language()))


@app.command(
    help=t(
        "Cirkulär potential per varugrupp, som delar bredvid varandra, och en kort lista över möjliga pilotupphandlingar. Utan FIL "
        "visas bara regionen: anbud, leverantörer och vad som kan köpas tillsammans.",
        "Circular potential per product group, as parts side by side, and a shortlist of possible pilot procurements. Without "
        "FILE only the region is shown: bids, suppliers and what may be bought together.",
    )
)
def potential(
    files: MaybeFiles = None,
    county: Annotated[
        str, typer.Option(help=t("Län: namn eller NUTS-kod", "County: name or NUTS code"))
    ] = "",
    on: Annotated[str, typer.Option(help=t("Dag att räkna från, ÅÅÅÅ-MM-DD", "Day to count from"))] = "",
    months: Annotated[
        int,
        typer.Option(
            min=1,
            max=120,
            help=t("Avtal som löper ut inom så många månader", "Contracts that end within so many months"),
        ),
    ] = 24,
    most: Annotated[
        int, typer.Option(min=1, max=60, help=t("Så många på listan", "So many on the list"))
    ] = 10,
    column: Column = None,
    rate: Rate = None,
    chart: Chart = "",
    factors: Set = "epa_v1_3",
    register: Register = None,
    rules: RuleFile = None,
    pictures: Pictures = None,
    json: AsJson = False,
) -> None:
    from omlopp.cli import spend_lines as words
    from omlopp.flows import spend

    with plain_errors():
        statistics = spend.statistics_at_hand(needed=not files)
        if not files:
            region = spend.region(statistics, county or "SE322")
            if json:
                as_json(words.region_plain(region, language()))
            else:
                _say(words.region_lines(region, language()))
            return
        contracts = spend.register_of(register)
        found = spend.screen(files, _asked(files, column, rate, chart, factors, rules), contracts)
        day = spend.day_of(on) if on else date.today()
        made = spend.potential(found, day, county, contracts, statistics, months, most)
    if json:
        as_json(words.potential_plain(made, language()))
        return
    _say(words.potential_lines(made, language()))
    if pictures:
        _draw(
            pictures, words.screened_pictures(found, language()) | words.potential_pictures(made, language())
        )


@app.command(
    help=t(
        "Säg vad en leverantör säljer, så att dess rader hamnar rätt nästa gång. CPV: de första siffrorna, eller – för att glömma.\n\n"
        "Exempel: omlopp spend decide 5560000001 391",
        "Say what a supplier sells, so that its rows fall right next time. CPV: the first digits, or – to forget.\n\n"
        "Example: omlopp spend decide 5560000001 391",
    )
)
def decide(
    supplier: Annotated[str, typer.Argument(help=t("Organisationsnummer eller namn", "Number or name"))],
    cpv: Annotated[str, typer.Argument(help="CPV")],
) -> None:
    from omlopp.library.spend import group_of, groups
    from omlopp.spend import mappings

    with plain_errors():
        mappings.decide(supplier, "" if cpv in ("-", "–") else cpv)
    group = group_of(cpv)
    name = groups()[group].name.within(language()) if group else t("ingen kategori", "no category")
    out(f"{supplier}: {name}")


def _asked(
    files: Sequence[Path],
    column: list[str] | None,
    rate: list[str] | None,
    chart: str,
    factors: str,
    rules: Path | None = None,
) -> Any:
    from omlopp.flows import spend

    chosen = spend.columns_said(column or ())
    asked = spend.Asked(chosen, spend.rates(rate or ()), chart, factors)
    for path in files:
        if sys.stdin.isatty() and path.is_file() and "amount_sek" not in spend.columns_of(path, chosen):
            chosen = chosen | _ask(path)
    return spend.Asked(chosen, asked.rates, chart, factors, rules=rules)


def _ask(path: Path) -> dict[str, str]:
    """Which column is which, asked once: the sum is needed, the others may be left out with Enter."""
    from omlopp.spend import reading

    head, rows = reading.sample_of(path, 3)
    out(
        t(
            f"Kolumnerna i {path.name} känns inte igen. De är:",
            f"The columns of {path.name} are not known. They are:",
        )
    )
    for number, name in enumerate(head, 1):
        out(f"  {number}. {name}: {' · '.join(row[number - 1] for row in rows)}")
    found: dict[str, str] = {}
    for own, sv, en in (
        ("amount_sek", "belopp utan moms", "amount without VAT"), ("supplier", "leverantör", "supplier"),
        ("supplier_id", "leverantörens organisationsnummer", "the supplier's number"), ("account", "konto", "account"),
        ("account_name", "kontots namn", "the account's name"), ("booked_on", "datum", "day"),
        ("voucher", "verifikatnummer", "voucher number"), ("buyer_id", "köparens organisationsnummer", "the buyer's number"),
    ):  # fmt: skip
        said = input(
            t(f"Vilken är {sv}? Nummer, eller Enter: ", f"Which is {en}? Number, or Enter: ")
        ).strip()
        if said.isdigit() and 1 <= int(said) <= len(head):
            found[own] = head[int(said) - 1]
    return found


def _say(lines: Iterable[str]) -> None:
    for line in lines:
        out(line)


def _draw(folder: Path, pictures: dict[str, Any]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, picture in pictures.items():
        (folder / f"{name}.svg").write_text(picture.svg, "utf-8")
        out(str(folder / f"{name}.svg"))
