"""`omlopp demo`: the main job, from nothing to a running workbench."""

import shutil
import sys
from datetime import date
from typing import Annotated, Any

import typer

from omlopp.cli.serve import serve_until_stopped
from omlopp.cli.tell import as_json, fail, language, out, plain_errors, t
from omlopp.library.workspace import home

app = typer.Typer(
    help=t(
        "Huvudjobbet: skapar en arbetsyta, läser annonser, bygger en portfölj, skriver dokumenten och startar "
        "arbetsbänken. Kör igen för att fortsätta; --reset börjar om.",
        "The main job: makes a workspace, reads notices, builds a portfolio, writes the documents and starts the "
        "workbench. Run again to continue; --reset starts over.",
    ),
    invoke_without_command=True,
    epilog=t(
        "Andra kommandon: serve · model · criteria · notices · award · cases · packs · people · audit – "
        "lägg till --help efter namnet.",
        "Other commands: serve · model · criteria · notices · award · cases · packs · people · audit – "
        "add --help after the name.",
    ),
)


@app.callback()
def demo(
    no_serve: Annotated[
        bool, typer.Option("--no-serve", help=t("Stanna efter sammanfattningen", "Stop after the summary"))
    ] = False,
    reset: Annotated[
        bool, typer.Option("--reset", help=t("Ta bort arbetsytan först", "Remove the workspace first"))
    ] = False,
    port: Annotated[int, typer.Option(help=t("Första port att prova", "First port to try"))] = 8765,
    json_: Annotated[
        bool, typer.Option("--json", help=t("Skriv sammanfattningen som JSON", "Print the summary as JSON"))
    ] = False,
) -> None:
    place = home()
    if reset and place.exists():
        if not (place / "secret-key").exists():
            fail(
                t(
                    f"{place} ser inte ut som en arbetsyta från Omlopp och tas inte bort.",
                    f"{place} does not look like an Omlopp workspace and is not removed.",
                )
            )
        shutil.rmtree(place)

    from omlopp.web.server import ready_workspace, set_up_django, sign_in

    set_up_django()
    ready_workspace()

    from omlopp.web.demo import build

    name, password = sign_in(place)
    with plain_errors():
        told = build(place, name, date.today(), language(), progress)
    if sys.stderr.isatty():
        print("\r\033[K", end="", file=sys.stderr)
    if json_:
        as_json(told)
    else:
        tell(told)
    if no_serve:
        return
    out()
    serve_until_stopped(port, name, password)


def progress(says: str) -> None:
    print(
        f"\r\033[K{says[:100]}" if sys.stderr.isatty() else says[:100],
        end="" if sys.stderr.isatty() else "\n",
        file=sys.stderr,
        flush=True,
    )


def tell(told: dict[str, Any]) -> None:
    """The summary for a person."""
    place = home()
    out(t("Klart på {s} sekunder.", "Done in {s} seconds.").format(s=told["seconds"]))
    out(
        t(
            f"  Annonser lästa:      {told['notices_read']}  (från {', '.join(told['notice_sources'])})",
            f"  Notices read:        {told['notices_read']}  (from {', '.join(told['notice_sources'])})",
        )
    )
    out(
        t(
            f"  Annonser utelämnade: {told['notices_rejected']}",
            f"  Notices left out:    {told['notices_rejected']}",
        )
    )
    rows = sum(told["market"].values())
    listed = ", ".join(f"{name} {count}" for name, count in told["market"].items())
    out(
        t(
            f"  I marknaden:         {rows}  ({listed}; utelämnade {told['market_left_out']})",
            f"  In the market:       {rows}  ({listed}; left out {told['market_left_out']})",
        )
    )
    for each in told["rejected"][:5]:
        out(f"      {each['reason']}")
    if told["notices_rejected"] > 5:
        out(
            t(
                f"      … alla {told['notices_rejected']} står i summary.json",
                f"      … all {told['notices_rejected']} are in summary.json",
            )
        )
    out(
        t(
            f"  Upphandlingar:       {len(told['procurements'])}",
            f"  Procurements:        {len(told['procurements'])}",
        )
    )
    for each in told["procurements"]:
        marked = t(" [ÖVNING – påhittad]", " [EXERCISE – invented]") if each["exercise"] else ""
        out(f"      {each['title']}{marked}")
    out(
        t(
            f"  Dokument:            {len(told['documents'])} i {place / 'out'}",
            f"  Documents:           {len(told['documents'])} in {place / 'out'}",
        )
    )
    if told["samples_only"]:
        out(
            t(
                "  Annonserna är projektets egna, påhittade. Hämta riktiga från TED med:\n      python3 run.py notices fetch --country SE --days 7",
                "  The notices are the project's own, invented. Get real ones from TED with:\n      python3 run.py notices fetch --country SE --days 7",
            )
        )
