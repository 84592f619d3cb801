"""What a ledger came to: read, cleaned, sorted – and every oddity with what to do about it."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from omlopp.flows import spend_board
from omlopp.flows.spend_plain import read_plain, short_names
from omlopp.library.messages import sentences
from omlopp.library.spend import reasons, rules
from omlopp.spend.cube import NOTHING, Sum
from omlopp.spend.ledger import BadRow
from omlopp.web.download import csv_of
from omlopp.web.pages import reads
from omlopp.web.screens.spend.files import follows, progress
from omlopp.web.screens.spend.here import Here, frame, here, intake_or_404, mine, stem
from omlopp.web.words import keyed, language, say

SHOWN_BAD = 50
SHOWN_OPEN = 10


@reads
def result(request: HttpRequest, ledger: str) -> HttpResponse:
    """How the reading goes; once it is done, what it came to."""
    intake = intake_or_404(ledger, "ledger")
    if intake.state != "done" or follows(request):
        return progress(request, intake)
    where = here(request, ledger)
    screened = where.found.screened
    sums = screened.screening
    bad = [(part.form.file, one) for part in screened.read for one in part.bad]
    counted: dict[str, int] = {}
    for part in screened.read:
        for code, rows in part.bad_by.items():
            counted[code] = counted.get(code, 0) + rows
    credit = Sum(sums.purchases.credit_rows, sums.purchases.credit_sek)
    context = frame(where, "result") | {
        "lines": sum(part.lines for part in screened.read),
        "used": sum((part.total.rows for part in screened.read), 0),
        "total": _total(where), "sums": sums, "credit": credit, "years": spend_board.years(where.found),
        "bad": [(file, one, todo(one.code), keyed(one.code, {})) for file, one in bad[:SHOWN_BAD]],
        "bad_by": [(keyed(code, {}), todo(code), rows) for code, rows in counted.items()],
        "bad_rows": sum(counted.values()), "named": len(bad), "several": len(screened.read) > 1,
        "left_out": [
            (code, reasons()[code].within(language()), one)
            for code, one in sorted(sums.left_out.items(), key=lambda pair: -abs(pair[1].sek))
        ],
        "by_rule": [(rules()[name], one) for name, one in sums.by_rule.items()],
        "open": [
            (one, list(short_names(one.candidates, language()).values())) for one in sums.open[:SHOWN_OPEN]
        ],
        "open_sum": sums.by_rule.get("none", NOTHING), "watch": list(watch(where)),
        "files": [read_plain(part, language()) for part in screened.read],
        "charts": [(chart, rows) for chart, rows in screened.charts.items()],
        "mine": mine(request, intake),
    }  # fmt: skip
    return render(request, "spend/ledger.html", context)


def _total(where: Here) -> Sum:
    found = NOTHING
    for part in where.found.screened.read:
        found = found.plus(part.total)
    return found


def todo(code: str) -> str:
    key = f"spend-web.todo.{code}"
    return keyed(key, {}) if key in sentences() else ""


def watch(where: Here) -> Iterator[tuple[str, int, str, str]]:
    """What is odd about the whole: (what, rows, what to do, where to look within the ledger)."""
    screened = where.found.screened
    sums = screened.screening
    if rows := sums.recalled.rows:
        yield (
            say("Köp vilar på kontogrupper som inte är kontrollerade mot källan",
                "Purchases rest on account groups that have not been checked against the source"),
            rows,
            say("Titta igenom raderna; stämmer inte varugruppen gör du en regel för kontot.",
                "Look through the lines; where the group is wrong, make a rule for the account."),
            "lines",
        )  # fmt: skip
    if rows := sum(part.sole_rows for part in screened.read):
        yield (
            say("Rader från enskilda näringsidkare", "Rows of sole traders"), rows,
            say("Ingenting: organisationsnumret är ett personnummer, så namn och nummer är maskerade.",
                "Nothing: the number is a personal one, so name and number are masked."), "",
        )  # fmt: skip
    if rows := sum(part.anonymous_rows for part in screened.read):
        yield (
            say("Rader där leverantören är dold i filen", "Rows whose supplier is hidden in the file"), rows,
            say("Ingenting, om det är avsikten. De sorteras bara efter konto.",
                "Nothing, if that is intended. They are sorted by account only."), "",
        )  # fmt: skip
    if rows := sum(part.again for part in screened.read):
        yield (
            say("Samma verifikat och rad igen, med annat innehåll",
                "The same voucher and row again, with another content"),
            rows,
            say("Alla är kvar. Kontrollera om någon är en rättelse som ska ersätta den andra.",
                "All are kept. See whether one is a correction that replaces the other."), "",
        )  # fmt: skip
    if rows := sum(sum(part.converted.values()) for part in screened.read):
        yield (
            say("Rader omräknade till kronor", "Rows exchanged to SEK"), rows,
            say("Summorna är uppskattningar efter kursen du angav.", "The sums are estimates by the rate you gave."),
            "",
        )  # fmt: skip
    if rows := sums.no_year.rows:
        yield (
            say("Köp utan år", "Purchases without a year"), rows,
            say("De räknas inte om till faktorsetets prisnivå. Peka ut datumkolumnen och läs in filen igen.",
                "They are not brought to the price level of the factors. Point out the day and read again."), "",
        )  # fmt: skip
    if rows := screened.charts.get("", 0):
        yield (
            say("Rader med okänd kontoplan", "Rows with an unknown chart of accounts"), rows,
            say("Bara orden i kontonas namn används. Välj kontoplan när du läser in filen igen.",
                "Only the words of account names are used. Choose a chart when you read the file again."), "",
        )  # fmt: skip


@reads
def oddities(request: HttpRequest, ledger: str) -> HttpResponse:
    """Every row that could not be used, with what to do, as a table for a spreadsheet."""
    where = here(request, ledger)
    head = (say("fil", "file"), say("rad", "row"), say("innehåll", "content"), say("varför", "why"),
            say("gör så här", "what to do"))  # fmt: skip
    rows: list[tuple[str, Any, str, str, str]] = []
    for part in where.found.screened.read:
        rows += [_row(part.form.file, one) for one in part.bad]
        more = sum(part.bad_by.values()) - len(part.bad)
        if more:
            rows.append((part.form.file, "", "", say(f"och {more} rader till", f"and {more} more rows"), ""))
    return csv_of(f"avvikelser-{stem(where)}.csv", head, rows)


def _row(file: str, one: BadRow) -> tuple[str, Any, str, str, str]:
    return file, one.line, one.cell, keyed(one.code, {}), todo(one.code)
