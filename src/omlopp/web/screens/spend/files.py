"""Giving a ledger or a contract register: laid aside, its columns settled once, read in the background."""

import re
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from omlopp.domain.model.errors import OmloppError
from omlopp.flows import spend
from omlopp.library.spend import accounts
from omlopp.web import background, spending
from omlopp.web.pages import reads, reads_and_writes, refusal, signed_in, status_of, writes
from omlopp.web.records.access import may_spend, require_spend
from omlopp.web.records.actions.spend import (
    add_spend_file,
    confirm_columns,
    drop_spend_file,
    go_on_spend_reading,
    stop_spend_reading,
)
from omlopp.web.records.models import SpendRule
from omlopp.web.screens.spend.here import mine, own
from omlopp.web.spending import Intake, Seen, Settled
from omlopp.web.words import language, say

FILES = 24  # read together: two years of months
WAYS = ("ledger", "register")


class NoFile(OmloppError):
    code = "spend-web.no-file"


class TooManyFiles(OmloppError):
    """Facts: limit."""

    code = "spend-web.too-many"


def listing(request: HttpRequest) -> dict[str, Any]:
    every = spending.every()
    return {
        "may_spend": may_spend(signed_in(request)),
        "section": "spend",
        "ledgers": [one for one in every if one.kind == "ledger"],
        "registers": [one for one in every if one.kind == "register"],
        "rules": SpendRule.objects.count(),
        "limit_mb": settings.UPLOAD_LIMIT_BYTES // 2**20,
    }


@reads
def overview(request: HttpRequest) -> HttpResponse:
    return render(request, "spend/overview.html", listing(request))


def refused(request: HttpRequest, says: str, kind: str, status: int = 422) -> HttpResponse:
    return render(
        request, "spend/overview.html", listing(request) | {"error": says, "wrong": kind}, status=status
    )


@writes
def upload(request: HttpRequest) -> HttpResponse:
    """What cannot be read as a table is refused at once and nothing of it is kept."""
    kind = request.POST.get("kind", "ledger")
    given = [file for file in request.FILES.getlist("file") if file]
    try:
        require_spend(signed_in(request))
        if kind not in WAYS or not given:
            raise NoFile()
        if len(given) > (FILES if kind == "ledger" else 1):
            raise TooManyFiles(limit=FILES if kind == "ledger" else 1)
        return begin(request, kind, given)
    except OmloppError as error:
        return refused(
            request, refusal(error), kind, 507 if error.code == "spend-web.no-room" else status_of(error)
        )


@writes
def sample(request: HttpRequest) -> HttpResponse:
    """The shipped, invented ledger of 5,000 rows: what the pages show, before anybody has a file of their own."""
    require_spend(signed_in(request))
    content = spending.SAMPLE.read_bytes()
    return begin(request, "ledger", [SimpleUploadedFile(spending.SAMPLE.name, content)])


def begin(request: HttpRequest, kind: Any, given: list[Any]) -> HttpResponse:
    by = signed_in(request)
    laid = spending.put(by.get_username(), kind, given)
    try:
        seen = spending.look(laid)
    except OmloppError:
        spending.drop(laid)
        raise
    add_spend_file(by=by, intake=laid.id, kind=kind, files=laid.names, size=laid.size)
    if "ask" not in request.POST and all(file.remembered for file in seen) and _whole(laid, seen):
        settled = Settled(tuple(file.columns for file in seen))
        _settle(laid, seen, settled, by)
        messages.success(
            request,
            say(
                "Kolumnerna är desamma som i en fil ni har bekräftat förut, så filen läses på samma sätt.",
                "The columns are those of a file you have confirmed before, so it is read in the same way.",
            ),
        )
        return redirect(address(laid))
    return redirect("spend-columns", laid.id)


def _whole(laid: Intake, seen: tuple[Seen, ...]) -> bool:
    return all(use in file.columns for file in seen for use in spending.NEEDED[laid.kind])


def _settle(laid: Intake, seen: tuple[Seen, ...], settled: Settled, by: User) -> None:
    confirm_columns(by=by, intake=laid.id, columns=settled.columns)
    spending.settle(laid, seen, settled)
    spending.start(laid)


def address(one: Intake) -> str:
    return reverse("spend-ledger" if one.kind == "ledger" else "spend-register", args=[one.id])


@reads_and_writes
def columns(request: HttpRequest, ledger: str) -> HttpResponse:
    """What each column is: proposed from names and cells, confirmed by a person, remembered for the organisation."""
    laid = own(request, ledger)
    if laid.state != "asking":
        return redirect(address(laid))
    seen, error, chart, rates = spending.look(laid), "", "", ""
    chosen = [dict(file.columns) for file in seen]
    if request.method == "POST":
        chosen = [
            {use: request.POST.get(f"{number}-{use}", "") for use in spending.ASKED[laid.kind]}
            for number in range(len(seen))
        ]
        chart, rates = request.POST.get("chart", ""), request.POST.get("rates", "")[:200]
        try:
            found = spending.checked(laid, seen, chosen)
            settled = Settled(found, chart if chart in accounts() else "", _rates(rates))
            _settle(laid, seen, settled, signed_in(request))
            return redirect(address(laid))
        except OmloppError as refused_:
            error = refusal(refused_)
    files = [
        {
            "number": number,
            "seen": file,
            "fields": _fields(laid, file, said, number),
            "rows": _rows(file, said),
        }
        for number, (file, said) in enumerate(zip(seen, chosen, strict=True))
    ]
    context = {"section": "spend", "intake": laid, "files": files, "error": error, "charts": list(accounts()),
               "chart": chart, "rates": rates}  # fmt: skip
    return render(request, "spend/columns.html", context, status=422 if error else 200)


def _rates(said: str) -> dict[str, str]:
    """Raises RateWrong."""
    parts = [part for part in re.split(r"[;\s]+", said) if part]
    return {currency: str(rate) for currency, rate in spend.rates(parts).items()}


def _fields(laid: Intake, file: Seen, said: dict[str, str], number: int) -> list[dict[str, Any]]:
    return [
        {
            "id": f"{number}-{use}", "label": spending.use_name(laid.kind, use, language()),
            "needed": use in spending.NEEDED[laid.kind], "now": said.get(use, ""), "options": file.head,
        }
        for use in spending.ASKED[laid.kind]
    ]  # fmt: skip


def _rows(file: Seen, said: dict[str, str]) -> dict[str, Any]:
    """The preview: each column with what it is now proposed to be."""
    use_of = {theirs: own_ for own_, theirs in said.items() if theirs}
    return {"head": [(name, use_of.get(name, "")) for name in file.head], "rows": file.rows}


@writes
def stop(request: HttpRequest, ledger: str) -> HttpResponse:
    """What was given stays; the reading can begin again."""
    found = own(request, ledger)
    if not found.ended:
        stop_spend_reading(by=signed_in(request), intake=found.id)
        background.ask_to_stop(found.folder)
    return redirect(address(found))


@writes
def go_on(request: HttpRequest, ledger: str) -> HttpResponse:
    found = own(request, ledger)
    if found.state in ("stopped", "interrupted", "failed"):
        require_spend(signed_in(request))
        spending.go_on(found)
        go_on_spend_reading(by=signed_in(request), intake=found.id)
    return redirect(address(found))


@writes
def drop(request: HttpRequest, ledger: str) -> HttpResponse:
    """Take away what was read, with a reason; rules and procurements that came of it stay."""
    found = own(request, ledger)
    drop_spend_file(
        by=signed_in(request), intake=found.id, files=found.names, why=request.POST.get("why", "")
    )
    spending.drop(found)
    messages.success(request, say(f"”{found.title}” är borttagen.", f"“{found.title}” is removed."))
    return redirect("spend")


def follows(request: HttpRequest) -> bool:
    """Is it the page of a reading that asks how far it has come? Once it is done, that page is to be loaded anew."""
    return request.headers.get("HX-Request") == "true"


def progress(request: HttpRequest, one: Intake) -> HttpResponse:
    """A file that is not read yet: how far, what went wrong, what can be done. With htmx only what changes."""
    state, now = one.state, one.progress
    if state == "asking":
        return redirect("spend-columns", one.id)
    quarter = f"{now.file}-{4 * now.done // now.total if now.total else 0}"
    if follows(request) and one.ended:
        response = HttpResponse()
        response["HX-Refresh"] = "true"
        return response
    context: dict[str, Any] = {
        "section": "spend", "intake": one, "state": state, "progress": now, "quarter": quarter,
        "says": now.says.get(language(), ""), "mine": mine(request, one),
        "at": address(one), "announce": "" if request.GET.get("sagt") == quarter else _aloud(now),
    }  # fmt: skip
    page = "spend/progress.html" if follows(request) else "spend/reading.html"
    return render(request, page, context)


def _aloud(now: spending.Progress) -> str:
    if not now.total:
        return say("Läsningen börjar.", "The reading begins.")
    share = int(Decimal(100) * now.done / now.total)
    return say(f"{share} procent av raderna lästa.", f"{share} per cent of the rows read.")
