"""Recording a measurement, correcting it, and the files that show it."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header

from omlopp.domain.model.errors import OmloppError
from omlopp.domain.model.indicators import Indicator, Stage
from omlopp.library.load import library
from omlopp.web import evidence
from omlopp.web.pages import Place, place, reads, reads_and_writes, refusal, status_of, writes
from omlopp.web.records import convert
from omlopp.web.records.actions.follow_up import attach_evidence, correct_measurement, record_measurement
from omlopp.web.records.models import CriterionChoice, EvidenceRecord, MeasurementRecord
from omlopp.web.screens.follow_up import fields
from omlopp.web.words import say


class NoFileChosen(OmloppError):
    """Nothing was sent."""

    code = "evidence.none-chosen"


@reads_and_writes
def measure_one(request: HttpRequest, pk: int, indicator: str, stage: str) -> HttpResponse:
    """Record one indicator at one stage. A figure left empty is unknown, never zero."""
    here = place(request, pk)
    if stage not in [each.value for each in Stage]:
        raise Http404
    card = card_of(here, indicator, Stage(stage))
    typed = {name: str(value) for name, value in request.POST.items()}
    criterion = typed.get("criterion") or request.GET.get("krav", "")
    if "period" in request.GET and not typed:
        typed["period_to"] = request.GET["period"]
    error, status = "", 200
    if request.method == "POST":
        try:
            given = checked_files(request.FILES.getlist("evidence"))
            row = record_measurement(
                by=here.user,
                procurement=here.row,
                indicator=indicator,
                stage=Stage(stage),
                criterion=followed(here, indicator, criterion),
                **fields.read(typed, card),
            )
            for name, content in given:
                attach_evidence(by=here.user, measurement=row, name=name, content=content)
            messages.success(request, say("Mätningen är sparad.", "The measurement is saved."))
            return redirect("follow-up", pk)
        except OmloppError as refused:
            error, status = refusal(refused), status_of(refused)
        except ValidationError as refused:
            error, status = " ".join(refused.messages), 422
    context = fields.context(here, card, Stage(stage), typed, criterion)
    context |= {"place": here, "error": error, "may_measure": here.may("measure")}
    return render(request, "follow_up/measure.html", context, status=status)


def card_of(here: Place, indicator: str, stage: Stage) -> Indicator:
    """The procurement's own copy; for a baseline any card of the library, before goals are chosen."""
    cards = convert.indicators(here.row)
    if indicator in cards:
        return cards[indicator]
    if stage is Stage.BASELINE and indicator in library().indicators:
        return library().indicators[indicator]
    raise Http404


def followed(here: Place, indicator: str, choice: str) -> CriterionChoice | None:
    """The chosen requirement that the measurement is about: the one named, else the only one that there is."""
    own = [each for each in here.value.criteria if each.criterion.measured_by == indicator]
    wanted = [each for each in own if each.id == choice] or (own if len(own) == 1 else [])
    return here.row.criteria.filter(pk=int(wanted[0].id)).first() if wanted else None


def checked_files(files: Iterable[Any]) -> list[tuple[str, bytes]]:
    """Names and bytes of files that may be kept. Looked at before anything is written, so that all or nothing is."""
    found = []
    for file in files:
        if not isinstance(file, UploadedFile) or not (file.name or ""):
            continue
        if (file.size or 0) > evidence.LIMIT_BYTES:
            size, limit = -(-(file.size or 0) // 2**20), evidence.LIMIT_BYTES // 2**20
            raise evidence.EvidenceTooLarge(file=evidence.safe_name(file.name or ""), size=size, limit=limit)
        content = file.read()
        evidence.looked_at(file.name or "", content)
        found.append((file.name or "", content))
    return found


def measurement_of(here: Place, pk: int) -> MeasurementRecord:
    row = here.row.measurements.filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


@reads_and_writes
def correct(request: HttpRequest, pk: int, measurement: int) -> HttpResponse:
    """A new record in the place of one that was wrong; the old one stays, with the reason."""
    here = place(request, pk)
    row = measurement_of(here, measurement)
    stage = Stage(row.stage)
    card = card_of(here, row.indicator, stage)
    typed = fields.typed_of(convert.measurement(row))
    error, status = "", 200
    if request.method == "POST":
        typed = {name: str(value) for name, value in request.POST.items()}
        try:
            correct_measurement(
                by=here.user, measurement=row, why=typed.get("why", ""), **fields.read(typed, card)
            )
            messages.success(
                request,
                say(
                    "Mätningen är rättad. Den förra står kvar, med skälet.",
                    "The measurement is corrected. The former one stays, with the reason.",
                ),
            )
            return redirect("indicator-follow-up", pk, row.indicator)
        except OmloppError as refused:
            error, status = refusal(refused), status_of(refused)
        except ValidationError as refused:
            error, status = " ".join(refused.messages), 422
    context = fields.context(here, card, stage, typed, str(row.criterion_id or ""))
    context |= {"place": here, "error": error, "may_measure": here.may("measure"), "correcting": row}
    return render(request, "follow_up/measure.html", context, status=status)


@writes
def attach(request: HttpRequest, pk: int, measurement: int) -> HttpResponse:
    """Keep files that show a measurement. Each is kept or refused for itself, and said."""
    here = place(request, pk)
    row = measurement_of(here, measurement)
    try:
        given = checked_files(request.FILES.getlist("evidence"))
        if not given:
            raise NoFileChosen()
        for name, content in given:
            attach_evidence(
                by=here.user, measurement=row, name=name, content=content, what=request.POST.get("what", "")
            )
        messages.success(request, say("Underlaget är bifogat.", "The evidence is attached."))
    except OmloppError as refused:
        says = {"says": refusal(refused), "status": status_of(refused)}
        return render(request, "refusal.html", says, status=status_of(refused))
    return redirect("indicator-follow-up", pk, row.indicator)


@reads
def evidence_file(request: HttpRequest, pk: int, evidence: int) -> HttpResponse:
    """The file as it was attached, always to be kept and never shown in the page."""
    here = place(request, pk)
    row = EvidenceRecord.objects.filter(pk=evidence, measurement__procurement=here.row).first()
    if row is None:
        raise Http404
    response = HttpResponse(content_of(row), content_type="application/octet-stream")
    response["Content-Disposition"] = content_disposition_header(True, row.name) or "attachment"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def content_of(row: EvidenceRecord) -> bytes:
    return evidence.content_of(row.name, row.sha256)
