"""omlopp notices: read notices, explain one, fetch from TED."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from omlopp.cli.classify import CLASSIFY, classify
from omlopp.cli.declared import DECLARED, declared
from omlopp.cli.detected import EVALUATE, evaluate
from omlopp.cli.search import INDEX, index
from omlopp.cli.tell import LEFT_OUT, as_json, fail, language, out, plain_errors, t

app = typer.Typer(
    no_args_is_help=True,
    help=t(
        "Läs annonser: vad de ber om i ord och vad de bara flaggar.\n\n"
        "Börja med en fil: omlopp notices explain annons.xml",
        "Read notices: what they ask in words, and what they only flag.\n\n"
        "Begin with one file: omlopp notices explain notice.xml",
    ),
)
AsJson = Annotated[
    bool, typer.Option("--json", help=t("Skriv JSON, för program", "Write JSON, for programs"))
]


@app.command(
    help=t(
        "Förklara en annons: fakta, delar och tilldelningskriterier, vad den ber om (med citat och fält), vad den anger "
        "med koder (BT-06, BT-774, BT-805) och vilka av målen A–E som saknar ord.\n\n"
        "Läser eForms, TED_EXPORT (R2.0.7–R2.0.9) och OCDS, även packade med gzip, och upphandlingsdokument: PDF, DOCX, "
        "ODT, XLSX, ODS, TXT, MD, HTML. - läser det som kommer in på standard in.\n\n"
        "Exempel: omlopp notices explain annons.xml",
        "Explain one notice: facts, lots and award criteria, what it asks (with quotes and fields), what it declares by "
        "code (BT-06, BT-774, BT-805), and which of the goals A–E no words were found for.\n\n"
        "Reads eForms, TED_EXPORT (R2.0.7–R2.0.9) and OCDS, also gzipped, and procurement documents: PDF, DOCX, ODT, "
        "XLSX, ODS, TXT, MD, HTML. - reads what comes in on standard input.\n\n"
        "Example: omlopp notices explain notice.xml",
    )
)
def explain(
    file: Annotated[
        Path,
        typer.Argument(
            metavar=t("FIL", "FILE"),
            help=t("Annonsens eller dokumentets fil", "The file of the notice or document"),
        ),
    ],
    codes: Annotated[
        bool,
        typer.Option(
            "--codes",
            help=t(
                "Skriv bara de strategiska koder som orden ger stöd för, som eForms-XML att klistra in",
                "Write only the strategic codes that the words support, as eForms XML to paste in",
            ),
        ),
    ] = False,
    json: AsJson = False,
) -> None:
    from omlopp.flows.notices import explain as explained
    from omlopp.notices.shown import lines

    with plain_errors():
        explanation = explained(file)
    if codes:
        none = t("Annonsens ord ger inte stöd för någon kod.", "The notice's words support no code.")
        out(explanation.codes().rstrip("\n") or f"<!-- {none} -->")
        return
    data = explanation.data()
    as_json(data) if json else out("\n".join(lines(data, language())))


@app.command(
    help=t(
        "Läs alla annonser i filer, mappar och arkiv (eForms, TED_EXPORT, OCDS, Upphandlingsmyndighetens statistik, "
        "dokument; även .gz, .zip, .tar.gz) och räkna dem. Det som inte gick att läsa listas med skäl; då är "
        "slutkoden 3.\n\n"
        "Med --to skrivs tabellerna notices, lots, criteria, evidence, texts, winners, rejected och audit som Parquet, "
        "delade på år. Avbryt när du vill: samma kommando fortsätter där det slutade. Kolumnerna står i "
        "docs/method/market-tables.md.\n\n"
        "Exempel: omlopp notices read annonser/ paket.zip --to tabeller/",
        "Read every notice in files, folders and archives (eForms, TED_EXPORT, OCDS, the Swedish statistics registry, "
        "documents; also .gz, .zip, .tar.gz) and count them. What could not be read is listed with its reason; the "
        "exit code is then 3.\n\n"
        "With --to the tables notices, lots, criteria, evidence, texts, winners, rejected and audit are written as "
        "Parquet, partitioned by year. Stop it when you like: the same command goes on where it stopped. The columns "
        "are in docs/method/market-tables.md.\n\n"
        "Example: omlopp notices read notices/ package.zip --to tables/",
    )
)
def read(
    sources: Annotated[
        list[Path],
        typer.Argument(
            metavar=t("KÄLLA…", "SRC…"),
            help=t(
                "Filer, mappar och arkiv (zip, gz, tar.gz); - läser standard in",
                "Files, folders and archives (zip, gz, tar.gz); - reads standard input",
            ),
        ),
    ],
    to: Annotated[
        Path | None,
        typer.Option(help=t("Mapp för tabellerna (Parquet)", "Folder for the tables (Parquet)")),
    ] = None,
    processes: Annotated[
        int | None,
        typer.Option(
            min=1,
            max=256,
            help=t("Antal processer; annars en per kärna", "Number of processes; else one per core"),
        ),
    ] = None,
    again: Annotated[
        bool,
        typer.Option(
            "--again",
            help=t(
                "Kasta det som finns i mappen och läs om allt", "Throw away what is there and read everything"
            ),
        ),
    ] = False,
    json: AsJson = False,
) -> None:
    from omlopp.cli.reading import count, write

    if to is None and (again or processes is not None):
        fail(t("--processes och --again hör till --to MAPP.", "--processes and --again go with --to DIR."))
    left_out = count(sources, json) if to is None else write(sources, to, processes, again, json)
    if left_out:
        raise typer.Exit(LEFT_OUT)


@app.command(
    help=t(
        "Hämta annonser från TED för ett land och de senaste dagarna. Hämtningen är hövlig: högst en fråga i sekunden, "
        "väntar när TED ber om det, fortsätter där den slutade och hämtar inte det som redan finns. Filernas "
        "kontrollsummor står i SHA256SUMS.\n\n"
        "Exempel: omlopp notices fetch --country SE --days 7 --to annonser/",
        "Fetch notices from TED for a country and the last days. Politely: at most one request a second, waits when TED "
        "asks for it, continues where it stopped and does not fetch what is there. Checksums are in SHA256SUMS.\n\n"
        "Example: omlopp notices fetch --country SE --days 7 --to notices/",
    )
)
def fetch(
    country: Annotated[str, typer.Option(help=t("Landkod, t.ex. SE", "Country code, e.g. SE"))] = "SE",
    days: Annotated[int, typer.Option(min=1, max=366, help=t("Antal dagar bakåt", "How many days back"))] = 7,
    to: Annotated[
        Path | None,
        typer.Option(
            help=t(
                "Mapp att lägga filerna i; annars ett paket i arbetsytan, som omlopp demo läser",
                "Folder for the files; else a pack in the workspace, which omlopp demo reads",
            )
        ),
    ] = None,
    api: Annotated[str, typer.Option(help=t("Sökningens adress", "Address of the search"))] = "",
    json: AsJson = False,
) -> None:
    from datetime import UTC, datetime, timedelta

    from omlopp.flows.packs import write_card
    from omlopp.library.workspace import home
    from omlopp.notices.fetch import SEARCH, Fetcher

    def progress(done: int, of: int) -> None:
        print(t(f"{done} av {of}", f"{done} of {of}"), file=sys.stderr, flush=True)

    today = datetime.now(UTC).date()
    name = f"ted-{country.lower()}"
    to = to or home() / "packs" / name
    with plain_errors(), Fetcher(to, api or SEARCH, progress=progress) as fetcher:
        result = fetcher.fetch(country, today - timedelta(days=days))
    write_card(to, name, country.upper(), today)
    if json:
        as_json(result.data())
    else:
        out(
            t(
                f"{result.fetched} hämtade, {result.kept} fanns redan, {len(result.left_out)} lämnades utanför. Mapp: {to}",
                f"{result.fetched} fetched, {result.kept} were there, {len(result.left_out)} left out. Folder: {to}",
            )
        )
        for line in result.left_out:
            out(f"  {line}")
        out(t("Läs in dem i arbetsytan: omlopp demo", "Read them into the workspace: omlopp demo"))
    if result.left_out:
        raise typer.Exit(LEFT_OUT)


# Commands of the group that live in modules of their own.
app.command("index", help=INDEX)(index)
app.command("classify", help=CLASSIFY)(classify)
app.command("evaluate", help=EVALUATE)(evaluate)
app.command("declared", help=DECLARED)(declared)
