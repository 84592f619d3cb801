"""The buyer reads a report: figures against promise, evidence, questions, and what is done with it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header

from omlopp.domain.indicators.promises import missed
from omlopp.domain.model.errors import OmloppError
from omlopp.domain.model.indicators import Stage
from omlopp.web import evidence
from omlopp.web.pages import reads, reads_and_writes, refusal, status_of
from omlopp.web.records.actions.deliveries import accept_report, ask_supplier, return_report
from omlopp.web.records.contracts import TO_JUDGE, cards_of
from omlopp.web.records.models import DeliveryReport
from omlopp.web.screens.contracts.seat import Seat, seat
from omlopp.web.screens.contracts.shown import delivered
from omlopp.web.words import say


@reads_and_writes
def delivery(request: HttpRequest, pk: int, contract: int, report: int) -> HttpResponse:
    """`do`: ask, return or accept. Two who judge at once: the second is told, and nothing is done twice."""
    found = seat(request, contract, pk)
    row = report_of(found, report)
    typed = {name: request.POST.get(name, "") for name in ("do", "text", "edition", "end")}
    error, status = "", 200
    if request.method == "POST":
        try:
            return _judge(request, found, row, typed)
        except OmloppError as refused:
            error = refusal(refused)
            status = 409 if refused.code == "report.stale" else status_of(refused)
            row = report_of(found, report)
    return render(
        request,
        "contracts/delivery.html",
        _context(found, row) | {"error": error, "typed": typed},
        status=status,
    )


def _judge(request: HttpRequest, found: Seat, row: DeliveryReport, typed: dict[str, str]) -> HttpResponse:
    given = typed["edition"]
    edition = int(given) if given.isascii() and given.isdigit() and len(given) < 9 else -1
    done = redirect("delivery", found.row.procurement_id, found.row.pk, row.pk)
    if typed["do"] == "accept":
        stage = Stage.END if typed["end"] else Stage.CONTRACT
        made = accept_report(by=found.user, report=row, edition=edition, stage=stage)
        messages.success(
            request,
            say(f"Rapporten är godkänd. {len(made)} mätningar är sparade.",
                f"The report is accepted. {len(made)} measurements are saved."),
        )  # fmt: skip
        return done
    if typed["do"] == "return":
        return_report(by=found.user, report=row, edition=edition, text=typed["text"])
        messages.success(
            request, say("Rapporten är tillbaka hos leverantören.", "The report is back with the supplier.")
        )
        return done
    ask_supplier(by=found.user, report=row, text=typed["text"])
    messages.success(
        request, say("Frågan står på leverantörens sida.", "The question is on the supplier's page.")
    )
    return done


def _context(found: Seat, row: DeliveryReport) -> dict[str, object]:
    assert found.place is not None
    cards = cards_of(found.row)
    shown = delivered(row, found.place.value, cards)
    of_it = [
        each
        for each in missed(found.place.value, cards)
        if each.measurement.period_to == row.period_to and each.measurement.indicator in row.figures
    ] if row.state == "accepted" else []  # fmt: skip
    return found.context | {
        "report": row,
        "delivered": shown,
        "known": sum(each.kept is not None for each in shown),
        "short": [each for each in shown if each.kept is False],
        "missed": [(each, cards[each.measurement.indicator], int(each.criterion.id) if each.criterion else 0)
                   for each in of_it],
        "messages_of": row.messages.all(),
        "to_judge": row.state in TO_JUDGE,
        "is_last": found.row.ends_on is not None and row.period_to >= found.row.ends_on,
    }  # fmt: skip


def report_of(found: Seat, report: int) -> DeliveryReport:
    row = found.row.reports.select_related("contract__procurement").filter(pk=report).first()
    if row is None:
        raise Http404
    return row


@reads
def file(request: HttpRequest, pk: int, contract: int, report: int, number: int) -> HttpResponse:
    """A file of the report as it was sent, to be kept and never shown in the page. 0: the spreadsheet."""
    row = report_of(seat(request, contract, pk), report)
    listed = [row.file, *row.files]
    one = listed[number] if number < len(listed) else None
    if one is None:
        raise Http404
    response = HttpResponse(
        evidence.content_of(one["name"], one["sha256"]), content_type="application/octet-stream"
    )
    response["Content-Disposition"] = content_disposition_header(True, one["name"]) or "attachment"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    return response
