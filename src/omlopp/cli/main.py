"""The command `omlopp`: groups are imported only when they are used, so that `--help` answers at once."""

import importlib
import sys
from typing import Any

import typer.core
import typer.main

from omlopp.cli.tell import STOPPED, t

GROUPS = {
    "demo": t("Huvudjobbet: arbetsyta, annonser, portfölj, dokument, arbetsbänk", "The main job, end to end"),
    "serve": t("Starta arbetsbänken på den här datorn", "Start the workbench on this computer"),
    "model": t("Läs och kontrollera Omlopps modell", "Read and check Omlopp's model"),
    "law": t(
        "Hjälp i lagen: avfall eller produkt, avyttring, redovisning, ändringar",
        "Aids in law: waste or product, disposal, accounting, changes",
    ),
    "criteria": t("Hitta, läs och kontrollera krav", "Find, read and check requirements"),
    "library": t("Kontrollera, jämför och lämna ut banken", "Check, compare and give away the bank"),
    "lessons": t(
        "Lärdomar till biblioteket: lämna ut, ta in, läs", "Lessons to the library: hand out, take in, read"
    ),
    "notices": t(
        "Läs annonser: vad de ber om och vad de bara flaggar", "Read notices: what they ask and declare"
    ),
    "search": t(
        "Sök bland annonserna, med stället utpekat", "Search the notices, with the place pointed out"
    ),
    "drafts": t(
        "Pröva ett utkast mot det upphandlingen har valt",
        "Check a draft against what the procurement has chosen",
    ),
    "documents": t("Skriv en upphandlings dokument", "Write the documents of a procurement"),
    "programme": t(
        "Ett programs dokument och en regions förstudie", "A programme's documents and a region's pre-study"
    ),
    "publish": t(
        "Bygg och kontrollera publikationer ur portföljen", "Build and check publications from the portfolio"
    ),
    "market": t(
        "Räkna på annonserna: andelar, flaggor, anbud, marknadsnivå", "Count the notices: shares, flags, bids"
    ),
    "evaluate": t(
        "Utvärdera portföljen: a–d, effekter, mål, hinder, använt",
        "Evaluate the portfolio: a–d, effects, goals",
    ),
    "award": t("Utvärdera anbud med spår", "Evaluate bids with a trace"),
    "lcc": t("Räkna livscykelkostnad", "Compute life-cycle cost"),
    "indicator": t(
        "Indikatorer: visa, läs och räkna med fullständighet", "Indicators: list, read and compute"
    ),
    "epd": t("Läs miljövarudeklarationer", "Read product declarations"),
    "spend": t(
        "Läs en reskontra och se var det cirkulära betyder mest", "Read a ledger, see where circular matters"
    ),
    "factors": t("Faktorset: lista, lägg till, bygg", "Factor sets: list, add, build"),
    "cases": t("Räkna om publicerade räkneexempel", "Recompute published worked cases"),
    "packs": t("Lägg till, lista och ta bort officiella data", "Add, list and remove official data"),
    "people": t("Konton i arbetsytan", "Accounts in the workspace"),
    "tick": t(
        "Påminn om datum och skicka e-post (körs en gång i timmen)", "Remind of days and send mail (hourly)"
    ),
    "audit": t("Kontrollera att händelseloggen är hel", "Check that the event log is whole"),
}


class Groups(typer.core.TyperGroup):
    """Each group lives in omlopp.cli.<name> and offers `app`, a Typer."""

    def list_commands(self, ctx: Any) -> list[str]:
        return list(GROUPS)

    def get_command(self, ctx: Any, name: str) -> Any:
        if name not in GROUPS:
            return None
        if ctx.resilient_parsing or "--help" in sys.argv[1:2] or len(sys.argv) == 1:
            return typer.core.TyperCommand(name, help=GROUPS[name], add_help_option=False)
        module: Any = importlib.import_module(f"omlopp.cli.{name}")
        command = typer.main.get_command(module.app)
        command.name, command.help = name, command.help or GROUPS[name]
        return command


app = Groups(
    name="omlopp",
    help=t(
        "Omlopp: cirkulär offentlig upphandling från behov till bevisat resultat.\n\n"
        "Börja med: omlopp demo – eller: omlopp notices explain FIL. Språk: OMLOPP_LANG=sv|en.",
        "Omlopp: circular public procurement from need to proven result.\n\n"
        "Begin with: omlopp demo – or: omlopp notices explain FILE. Language: OMLOPP_LANG=sv|en.",
    ),
    no_args_is_help=True,
    epilog=t(
        "Slutkoder: 0 klart · 1 en kontroll föll · 2 fel använt · 3 klart, men något lämnades utanför · 130 stoppad.",
        "Exit codes: 0 done · 1 a check failed · 2 wrong use · 3 done, some input left out · 130 stopped.",
    ),
)


def run() -> None:
    """Entry point. Ctrl-C ends with 130, everywhere."""
    try:
        app(prog_name="omlopp")
    except KeyboardInterrupt:
        sys.exit(STOPPED)
