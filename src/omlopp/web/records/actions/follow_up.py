"""Recording what was found at baseline, in the contract and at its end: measurements, corrections and evidence."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone

from omlopp.domain.footprint.pedigree import SCORES
from omlopp.domain.indicators.errors import OutOfRange
from omlopp.domain.indicators.measure import measure
from omlopp.domain.model.errors import OmloppError
from omlopp.domain.model.indicators import FactorUsed, Indicator, Measurement, Stage
from omlopp.flows.follow_up import rules_of
from omlopp.library.files import as_data
from omlopp.library.load import library
from omlopp.web import evidence
from omlopp.web.records import convert
from omlopp.web.records.actions import acting, need_reason
from omlopp.web.records.actions.goals import UnknownIndicator
from omlopp.web.records.models import CriterionChoice, EvidenceRecord, MeasurementRecord, ProcurementRecord


class AlreadyCorrected(OmloppError):
    """Somebody has corrected the measurement since the page was opened. Facts: indicator."""

    code = "measurement-corrected-already"


class EvidenceTwice(OmloppError):
    """The same bytes are attached to the measurement already. Facts: file."""

    code = "evidence.twice"


class TooMuchEvidence(OmloppError):
    """Facts: file, limit."""

    code = "evidence.too-many"


def record_measurement(
    *,
    by: User,
    procurement: ProcurementRecord,
    indicator: str,
    stage: Stage,
    inputs: Mapping[str, Decimal],
    measured_on: date,
    source: str,
    proof: str = "",
    note: str = "",
    criterion: CriterionChoice | None = None,
    pedigree: Mapping[str, int] | None = None,
    factors: Sequence[FactorUsed] = (),
    period_to: date | None = None,
) -> MeasurementRecord:
    """Record figures for one stage. What is not recorded stays unknown; figures that cannot be are refused.

    A baseline may be recorded for any indicator of the library, before goals are chosen; a copy of its card is kept.
    """
    source = need_reason(source, action="measure")
    card = _card(procurement, indicator, stage)
    said = Measurement(
        indicator, stage, inputs, measured_on, source, proof, str(criterion.pk) if criterion else None, note,
        scores(pedigree or {}), tuple(factors), period_to,
    )  # fmt: skip
    measure(card, said)
    with acting("measured", by=by, procurement=procurement, right="measure", why=note) as says:
        row = _kept(procurement, card, said, by)
        says |= _told(row)
    return row


def correct_measurement(
    *,
    by: User,
    measurement: MeasurementRecord,
    why: str,
    inputs: Mapping[str, Decimal],
    measured_on: date,
    source: str,
    proof: str = "",
    note: str = "",
    pedigree: Mapping[str, int] | None = None,
    factors: Sequence[FactorUsed] = (),
    period_to: date | None = None,
) -> MeasurementRecord:
    """Put a new record in the place of one, with the reason. The old one stays, with its evidence and this reason."""
    why = need_reason(why, action="correct-measurement")
    source = need_reason(source, action="measure")
    procurement, stage = measurement.procurement, Stage(measurement.stage)
    card = _card(procurement, measurement.indicator, stage)
    criterion = str(measurement.criterion_id) if measurement.criterion_id else None
    said = Measurement(
        measurement.indicator, stage, inputs, measured_on, source, proof, criterion, note,
        scores(pedigree or {}), tuple(factors), period_to, "", str(measurement.pk), why,
    )  # fmt: skip
    measure(card, said)
    with acting("measurement-corrected", by=by, procurement=procurement, right="measure", why=why) as says:
        if MeasurementRecord.objects.filter(replaces=measurement.pk).exists():
            raise AlreadyCorrected(indicator=card.name)
        row = _kept(procurement, card, said, by)
        says |= _told(row) | {"replaces": measurement.pk, "before": dict(measurement.inputs)}
    return row


def attach_evidence(
    *, by: User, measurement: MeasurementRecord, name: str, content: bytes, what: str = ""
) -> EvidenceRecord:
    """Keep a file that shows the measurement, with its checksum. What it may be: omlopp.web.evidence."""
    with acting("evidence-attached", by=by, procurement=measurement.procurement, right="measure") as says:
        safe = evidence.looked_at(name, content)
        if measurement.evidence.count() >= evidence.MOST_FILES:
            raise TooMuchEvidence(file=safe, limit=evidence.MOST_FILES)
        digest = evidence.keep(safe, content)
        if measurement.evidence.filter(sha256=digest).exists():
            raise EvidenceTwice(file=safe)
        row = EvidenceRecord.objects.create(
            measurement=measurement,
            name=safe,
            what=what.strip(),
            size=len(content),
            sha256=digest,
            added_at=timezone.now(),
            added_by=by.get_username(),
        )
        says |= {
            "measurement": measurement.pk,
            "indicator": measurement.indicator,
            "file": safe,
            "size": len(content),
            "sha256": digest,
        }
    return row


def scores(pedigree: Mapping[str, int]) -> dict[str, int]:
    """Only known names and scores 1 to 5; one that was not judged is left out."""
    wrong = tuple(name for name, score in pedigree.items() if name not in SCORES or not 1 <= score <= 5)
    if wrong:
        raise OutOfRange(fields=wrong)
    return {name: pedigree[name] for name in SCORES if name in pedigree}


def _card(procurement: ProcurementRecord, indicator: str, stage: Stage) -> Indicator:
    cards = convert.indicators(procurement)
    card = cards.get(indicator)
    if card is None and stage is Stage.BASELINE:
        card = library().indicators.get(indicator)
    if card is None:
        raise UnknownIndicator(indicator=indicator, goal="")
    return card


def _kept(procurement: ProcurementRecord, card: Indicator, said: Measurement, by: User) -> MeasurementRecord:
    held = card.id in convert.indicators(procurement)
    return MeasurementRecord.objects.create(
        procurement=procurement,
        **convert.measurement_fields(said),
        rules=rules_of(card),
        indicator_copy=None if held else as_data(card),
        recorded_by=by.get_username(),
    )


def _told(row: MeasurementRecord) -> dict[str, Any]:
    return {
        "measurement": row.pk,
        "indicator": row.indicator,
        "stage": row.stage,
        "inputs": dict(row.inputs),
        "source": row.source,
        "pedigree": dict(row.pedigree),
        "period_to": row.period_to,
    }
