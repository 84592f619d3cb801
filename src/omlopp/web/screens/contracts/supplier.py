"""The supplier's own pages: what is asked for when, a form or a spreadsheet, evidence, questions, and a receipt.

Reached through a link, or signed in as a contact that the contract names. Nothing else of the procurement stands here.
"""

import functools
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from omlopp.domain.model.errors import OmloppError
from omlopp.flows import delivery_form
from omlopp.flows.contracts import reporting
from omlopp.flows.delivery_form import Cell, ReportEmpty, ReportRefused
from omlopp.flows.publish import Made, slug
from omlopp.web import evidence
from omlopp.web.download import download
from omlopp.web.pages import reads, reads_and_writes, refusal, signed_in, status_of
from omlopp.web.records.actions import ENDED
from omlopp.web.records.actions.deliveries import Sender, TooManyFiles, answer_question, send_report
from omlopp.web.records.contracts import (
    OPEN_STATES,
    WAITING,
    contracts_of_contact,
    fields_of,
    open_link,
    reports_of_contact,
    today,
)
from omlopp.web.records.models import Contract, DeliveryReport
from omlopp.web.words import language, say

HONEY = "webbplats"  # a field no person sees; what fills it is no person
Page = Callable[..., HttpResponse]


@dataclass(frozen=True)
class Door:
    """Who stands in it, at which contract, and the addresses that keep to the same way in."""

    sender: Sender
    contract: Contract
    token: str = ""

    @property
    def running(self) -> bool:
        row = self.contract.procurement
        return self.contract.ended_on is None and (row is None or row.outcome not in ENDED)

    @property
    def home(self) -> str:
        if self.token:
            return reverse("deliver", args=(self.token,))
        return reverse("my-contract", args=(self.contract.pk,))

    def report(self, row: DeliveryReport) -> str:
        if self.token:
            return reverse("deliver-report", args=(self.token, row.pk))
        return reverse("my-report", args=(self.contract.pk, row.pk))

    def form(self, row: DeliveryReport) -> str:
        name = "deliver-form" if self.token else "my-report-form"
        return reverse(name, args=(self.token or self.contract.pk, row.pk))

    @property
    def context(self) -> dict[str, Any]:
        row = self.contract.procurement
        return {
            "contract": self.contract,
            "home": self.home,
            "running": self.running,
            "by_link": bool(self.token),
            "exercise": row is not None and row.exercise,
            "buyer": row.buyer_name if row else self.contract.organisation,
        }


def through_a_link(view: Page) -> Page:
    """Whoever holds a link that holds. One that is wrong, closed or has expired: the same page, and nothing told."""

    @login_not_required
    @functools.wraps(view)
    def opened(request: HttpRequest, door: str, *args: Any, **kwargs: Any) -> HttpResponse:
        link = open_link(door, today())
        if link is None:
            return _unindexed(render(request, "contracts/gone.html", {}, status=404))
        return _unindexed(view(request, Door(link, link.contract, door), *args, **kwargs))

    return opened


def _unindexed(response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def of_contact(request: HttpRequest, contract: int) -> Door:
    """A contract that names the signed-in person as its supplier's contact (else 404)."""
    user = signed_in(request)
    row = next((one for one in contracts_of_contact(user) if one.pk == contract), None)
    if row is None:
        raise Http404
    return Door(user, row)


@reads
def mine(request: HttpRequest) -> HttpResponse:
    """The contracts that the signed-in contact reports on. Empty for everybody else."""
    rows = reports_of_contact(signed_in(request))
    return render(request, "contracts/mine.html", {"rows": rows, "on": today()})


@reads
def my_contract(request: HttpRequest, contract: int) -> HttpResponse:
    return _page(request, of_contact(request, contract))


@reads_and_writes
def my_report(request: HttpRequest, contract: int, report: int) -> HttpResponse:
    return _report(request, of_contact(request, contract), report)


@reads
def my_form(request: HttpRequest, contract: int, report: int) -> HttpResponse:
    return _form(of_contact(request, contract), report)


@reads
@through_a_link
def by_link(request: HttpRequest, door: Door) -> HttpResponse:
    return _page(request, door)


@reads_and_writes
@through_a_link
def report_by_link(request: HttpRequest, door: Door, report: int) -> HttpResponse:
    return _report(request, door, report)


@reads
@through_a_link
def form_by_link(request: HttpRequest, door: Door, report: int) -> HttpResponse:
    return _form(door, report)


for _view in (by_link, report_by_link, form_by_link):
    _view.login_required = False  # type: ignore[attr-defined]


def _page(request: HttpRequest, door: Door) -> HttpResponse:
    """Every period of the contract, what waits first."""
    rows = list(door.contract.reports.prefetch_related("messages"))
    context = door.context | {
        "rows": [(row, door.report(row), len(row.asks)) for row in rows],
        "waiting": [row for row in rows if row.state in WAITING and row.due_on <= today()],
        "on": today(),
    }
    return render(request, "contracts/deliver.html", context)


def _report(request: HttpRequest, door: Door, report: int) -> HttpResponse:
    """`do`: send (the form), sheet (a filled workbook) or answer (a question). What was typed stays on a refusal."""
    row = _row(door, report)
    fields = fields_of(row)
    typed = {name: str(value) for name, value in request.POST.items()} or _typed(row)
    error, status = "", 200
    faults: tuple[delivery_form.Fault, ...] = ()
    if request.method == "POST" and typed.get(HONEY):
        return redirect(door.report(row))
    if request.method == "POST":
        try:
            return _taken(request, door, row, fields, typed)
        except ReportRefused as refused:
            faults, error, status = refused.facts["faults"], refusal(refused), 422
        except OmloppError as refused:
            error, status = refusal(refused), status_of(refused)
    beside = {fault.key: fault.says(language()) for fault in faults}
    context = door.context | {
        "report": row,
        "form": door.form(row),
        "groups": _groups(fields, typed, beside),
        "faults": [(fault, fault.says(language())) for fault in faults],
        "error": error,
        "typed": typed,
        "messages_of": row.messages.all(),
        "may_send": door.running and row.state in OPEN_STATES,
        "honey": HONEY,
        "limit_files": reporting().files,
        "receipt": "kvitto" in request.GET and row.edition > 0,
    }
    return render(request, "contracts/report.html", context, status=status)


def _taken(
    request: HttpRequest,
    door: Door,
    row: DeliveryReport,
    fields: tuple[delivery_form.Asked, ...],
    typed: Mapping[str, str],
) -> HttpResponse:
    do = typed.get("do", "")
    if do == "answer":
        answer_question(by=door.sender, report=row, text=typed.get("text", ""))
        messages.success(request, say("Svaret är skickat.", "The answer is sent."))
        return redirect(door.report(row))
    files = _files(request.FILES.getlist("evidence"))
    sheet = None
    if do == "sheet":
        given = _files(request.FILES.getlist("sheet"), reporting().report_bytes)
        if not given:
            raise ReportEmpty()
        sheet = given[0]
        evidence.looked_at(*sheet)  # no macros, and what its name says
        cells = delivery_form.cells_of(sheet[1], evidence.safe_name(sheet[0]), fields)
    else:
        cells = {
            one.key: Cell(typed.get(one.key, ""), bool(typed.get(f"unknown-{one.key}"))) for one in fields
        }
    if fields:
        figures = delivery_form.read_cells(fields, cells, language())
    elif not (files or typed.get("note", "").strip()):
        raise ReportEmpty()
    else:
        figures = {}
    send_report(
        by=door.sender, report=row, figures=figures, note=typed.get("note", ""), files=files, sheet=sheet
    )
    return redirect(door.report(row) + "?kvitto")


def _files(given: Iterable[Any], limit: int = evidence.LIMIT_BYTES) -> list[tuple[str, bytes]]:
    """Names and bytes, each looked at before anything is kept."""
    found: list[tuple[str, bytes]] = []
    for file in given:
        if not isinstance(file, UploadedFile) or not file.name:
            continue
        if (file.size or 0) > limit:
            size = -(-(file.size or 0) // 10**6)
            raise delivery_form.SheetTooLarge(
                file=evidence.safe_name(file.name), size=f"{size} MB", limit=f"{limit // 10**6} MB"
            )
        if len(found) == reporting().files:
            raise TooManyFiles(limit=reporting().files)
        content = file.read()
        evidence.looked_at(file.name, content)
        found.append((file.name, content))
    return found


def _groups(
    fields: tuple[delivery_form.Asked, ...], typed: Mapping[str, str], beside: Mapping[str, str]
) -> list[dict[str, Any]]:
    """The figures by indicator, with what was typed and what was wrong with it."""
    found: dict[str, dict[str, Any]] = {}
    for one in fields:
        group = found.setdefault(
            one.card.id,
            {"card": one.card, "since": one.since, "rows": [], "fault": beside.get(one.card.id, "")},
        )
        group["rows"].append(
            {
                "key": one.key,
                "html": one.key.replace(":", "-"),
                "input": one.input,
                "value": typed.get(one.key, ""),
                "unknown": bool(typed.get(f"unknown-{one.key}")),
                "fault": beside.get(one.key, ""),
            }
        )
    return list(found.values())


def _typed(row: DeliveryReport) -> dict[str, str]:
    """What was sent before, as its form would have been typed."""
    found = {"note": row.note}
    for indicator, given in row.figures.items():
        for name, figure in given.items():
            key = f"{indicator}:{name}"
            if figure is None:
                found[f"unknown-{key}"] = "on"
            else:
                found[key] = figure.replace(".", ",")
    return found


def _form(door: Door, report: int) -> HttpResponse:
    """The same as a workbook to fill."""
    row = _row(door, report)
    title = f"{door.contract.title}, {row.period_from}–{row.period_to}"
    name = f"{slug(door.contract.title)}-{row.period_to}-{say('rapport', 'report')}.xlsx"
    return download(Made(name, delivery_form.form(fields_of(row), title, row.period_to, language())))


def _row(door: Door, report: int) -> DeliveryReport:
    row = door.contract.reports.filter(pk=report).first()
    if row is None:
        raise Http404
    row.contract = door.contract
    return row
