"""omlopp award stress: attack an award model before it is published, and read what was found."""

import signal
import sys
from datetime import date
from pathlib import Path
from types import FrameType
from typing import Annotated

import typer

from omlopp.cli.tell import STOPPED, as_json, language, out, plain_errors, t

HELP = t(
    "Stresstesta modellen i MODEL på simulerade anbud, och på anbuden i BIDS om de finns.\n\n"
    "Testet säger om ett förlorande anbud kan avgöra, vad varje kvalitet är värd, hur robust avgörandet är, vad man "
    "tjänar på att utnyttja modellen och mycket annat: en mening, ett tal med osäkerhet och ett exempel per svar. "
    "Ctrl-C avbryter; det som är klart visas.\n\n"
    "Exempel: omlopp award stress modell.yaml anbud.yaml --to rapport.html",
    "Stress the model in MODEL on simulated bids, and on the bids in BIDS where there are any.\n\n"
    "The test says whether a losing bid can decide, what each quality is worth, how robust the award is, what is gained "
    "by gaming the model and much else: a sentence, a number with its uncertainty and an example for each answer. "
    "Ctrl-C stops it; what is done is shown.\n\n"
    "Example: omlopp award stress model.yaml bids.yaml --to report.html",
)


def stress(
    model: Annotated[Path, typer.Argument(metavar="MODEL", help=t("Modellens fil", "The model's file"))],
    bids: Annotated[
        Path | None, typer.Argument(metavar="[BIDS]", help=t("Anbudens fil", "The bids' file"))
    ] = None,
    price: Annotated[
        str | None,
        typer.Option(
            help=t("Förväntat pris; utan det anbudens medelpris", "Expected price; else the bids' mean")
        ),
    ] = None,
    bidders: Annotated[
        int | None, typer.Option(min=1, max=60, help=t("Antal anbud att simulera", "Number of bids to draw"))
    ] = None,
    draws: Annotated[
        int,
        typer.Option(
            min=100, max=2_000_000, help=t("Antal simulerade upphandlingar", "Simulated procurements")
        ),
    ] = 100_000,
    seed: Annotated[int, typer.Option(min=0, help=t("Frö för slumptalen", "Seed of the random numbers"))] = 1,
    market: Annotated[
        Path | None,
        typer.Option(help=t("Fil med marknadens antaganden", "File with the market's assumptions")),
    ] = None,
    old: Annotated[
        Path | None, typer.Option(help=t("Fil med tidigare upphandlingar", "File with earlier procurements"))
    ] = None,
    to: Annotated[
        Path | None, typer.Option(help=t("Skriv rapporten (.html, .docx, .pdf, .json)", "Write the report"))
    ] = None,
    json: Annotated[
        bool, typer.Option("--json", help=t("Skriv svaret som JSON", "Write the answer as JSON"))
    ] = False,
) -> None:
    from decimal import Decimal, InvalidOperation

    from omlopp.documents.lab_words import found_sentence
    from omlopp.domain.award.errors import NotANumber
    from omlopp.domain.award.lab.found import Found
    from omlopp.flows.lab import Options, as_plain, stress_files, write_report
    from omlopp.library.messages import keyed

    asked_to_stop: list[int] = []

    def on_interrupt(number: int, frame: FrameType | None) -> None:
        asked_to_stop.append(number)

    def show(done: int, of: int, found: tuple[Found, ...]) -> None:
        if not json and sys.stderr.isatty():
            print(f"\r{done}/{of} ", end="" if done < of else "\r", file=sys.stderr, flush=True)

    with plain_errors():
        try:
            expected = None if price is None else Decimal(price.replace(" ", "").replace(",", "."))
        except InvalidOperation:
            raise NotANumber(where="--price", found=price) from None
        before = signal.signal(signal.SIGINT, on_interrupt)
        try:
            options = Options(expected, bidders, draws, seed, market, old)
            stressed = stress_files(model, bids, options, show, lambda: bool(asked_to_stop))
        finally:
            signal.signal(signal.SIGINT, before)
        if to is not None:
            write_report(stressed, model.stem, to, "en" if language() == "en" else "sv", date.today())
    report = stressed.report
    if json:
        as_json(as_plain(stressed, language()))
    else:
        shown = ""
        for one in report.found:
            if one.test != shown:
                shown = one.test
                out(
                    ("\n" if one is not report.found[0] else "")
                    + keyed(f"lab.test.{one.test}", {}, language())
                )
            out(f"  {'!' if one.serious else ' '} {found_sentence(one, report.currency, language())}")
        out()
        out(
            t(
                "! = ta ställning till innan modellen publiceras.",
                "! = think about before the model is published.",
            )
        )
        if to is not None:
            out(t(f"Rapporten finns i {to}.", f"The report is in {to}."))
    if report.stopped:
        raise SystemExit(STOPPED)
