"""omlopp notices: read notices, explain one, fetch from TED."""

import sys
import time
from collections import Counter
from pathlib import Path
from typing import Annotated, Any

import typer

from omlopp.cli.tell import LEFT_OUT, as_json, language, out, plain_errors, t

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
        "Läser eForms och TED_EXPORT (R2.0.8, R2.0.9), även packade med gzip.\n\n"
        "Exempel: omlopp notices explain annons.xml",
        "Explain one notice: facts, lots and award criteria, what it asks (with quotes and fields), what it declares by "
        "code (BT-06, BT-774, BT-805), and which of the goals A–E no words were found for.\n\n"
        "Reads eForms and TED_EXPORT (R2.0.8, R2.0.9), also gzipped.\n\n"
        "Example: omlopp notices explain notice.xml",
    )
)
def explain(
    file: Annotated[
        Path, typer.Argument(metavar=t("FIL", "FILE"), help=t("Annonsens XML-fil", "The notice's XML file"))
    ],
    json: AsJson = False,
) -> None:
    from omlopp.flows.notices import explain as explained
    from omlopp.notices.shown import lines

    with plain_errors():
        data = explained(file).data()
    as_json(data) if json else out("\n".join(lines(data, language())))


@app.command(
    help=t(
        "Läs alla annonser i filer, mappar och arkiv (.xml, .gz, .zip, .tar.gz) och räkna dem. Det som inte gick att "
        "läsa listas med skäl; då är slutkoden 3.\n\n"
        "Exempel: omlopp notices read annonser/ paket.zip",
        "Read every notice in files, folders and archives (.xml, .gz, .zip, .tar.gz) and count them. What could not be "
        "read is listed with its reason; the exit code is then 3.\n\n"
        "Example: omlopp notices read notices/ package.zip",
    )
)
def read(
    sources: Annotated[
        list[Path],
        typer.Argument(
            metavar=t("KÄLLA…", "SRC…"),
            help=t(
                "Filer, mappar och arkiv (zip, gz, tar.gz)", "Files, folders and archives (zip, gz, tar.gz)"
            ),
        ),
    ],
    json: AsJson = False,
) -> None:
    from omlopp.flows.notices import Rejected, each
    from omlopp.library.messages import sentence

    counts: dict[str, Counter[str]] = {
        name: Counter() for name in ("format", "kind", "country", "language", "year")
    }
    rejected: list[dict[str, Any]] = []
    number, unread, begun = 0, 0, time.monotonic()
    for one in each(sources):
        if isinstance(one, Rejected):
            rejected.append(
                {"file": one.file, "code": one.error.code, "reason": sentence(one.error, language())}
            )
        else:
            number += 1
            unread += len(one.unread)
            day = one.published_on or one.sent_on
            values = (
                one.format,
                one.kind,
                one.country or "?",
                one.language or "?",
                str(day.year) if day else "?",
            )
            for name, value in zip(counts, values, strict=True):
                counts[name][value] += 1
        if (number + len(rejected)) % 200 == 0:
            _progress(number, len(rejected))
    _progress(number, len(rejected), last=True)
    if json:
        as_json(
            {
                "read": number,
                "rejected": rejected,
                "elements_unread": unread,
                **{name: dict(counted.most_common()) for name, counted in counts.items()},
            }
        )
    else:
        seconds = f"{time.monotonic() - begun:.1f}"
        out(
            t(
                f"{number} annonser lästa på {seconds.replace('.', ',')} s.",
                f"{number} notices read in {seconds} s.",
            )
        )
        for name, heading in _HEADINGS.items():
            shown = " · ".join(
                f"{_shown(name, value)} {count}" for value, count in counts[name].most_common(12)
            )
            out(f"  {t(*heading)}: {shown or '–'}")
        if rejected:
            out(t(f"Lämnades utanför ({len(rejected)}):", f"Left out ({len(rejected)}):"))
            for line in rejected:
                out(f"  {line['reason']}")
    if rejected:
        raise typer.Exit(LEFT_OUT)


def _shown(name: str, value: str) -> str:
    from omlopp.notices.explanation import said

    return said("kind", value)[language()] if name == "kind" else value


_HEADINGS = {
    "format": ("Format", "Format"),
    "kind": ("Slag", "Kind"),
    "country": ("Land", "Country"),
    "language": ("Språk", "Language"),
    "year": ("År", "Year"),
}


def _progress(number: int, rejected: int, last: bool = False) -> None:
    """One line on stderr that rewrites itself; only where somebody watches."""
    if sys.stderr.isatty():
        text = t(f"{number} lästa, {rejected} utanför", f"{number} read, {rejected} left out")
        print(f"\r{text}", end="\n" if last else "", file=sys.stderr, flush=True)


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
