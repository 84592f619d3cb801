"""Rows of the follow-up → domain values, and a measurement back again. Used through omlopp.web.records.convert."""

from decimal import Decimal
from typing import Any

from omlopp.domain.model.indicators import FactorUsed, Measurement, Stage
from omlopp.domain.model.procurement import Agreed, Deviation
from omlopp.domain.model.text import Text
from omlopp.library.files import as_data, from_data
from omlopp.web.records.models import DeviationRecord, MeasurementRecord, PromiseRecord


def measurement(row: MeasurementRecord) -> Measurement:
    return Measurement(
        indicator=row.indicator,
        stage=Stage(row.stage),
        inputs={name: Decimal(figure) for name, figure in row.inputs.items()},
        measured_on=row.measured_on,
        source=row.source,
        proof=row.proof,
        criterion=str(row.criterion_id) if row.criterion_id else None,
        note=row.note,
        pedigree={name: int(score) for name, score in row.pedigree.items()},
        factors=tuple(from_data(FactorUsed, each) for each in row.factors),
        period_to=row.period_to,
        id=str(row.pk),
        replaces=str(row.replaces_id) if row.replaces_id else None,
        correction=row.correction,
    )


def measurement_fields(value: Measurement) -> dict[str, Any]:
    """The columns of a new row for a measurement: the inverse of `measurement`, but for its id."""
    return {
        "indicator": value.indicator,
        "stage": value.stage.value,
        "inputs": {name: str(figure) for name, figure in value.inputs.items()},
        "measured_on": value.measured_on,
        "source": value.source,
        "proof": value.proof,
        "criterion_id": int(value.criterion) if value.criterion else None,
        "note": value.note,
        "pedigree": dict(value.pedigree),
        "factors": [as_data(each) for each in value.factors],
        "period_to": value.period_to,
        "replaces_id": int(value.replaces) if value.replaces else None,
        "correction": value.correction,
    }


def agreed(row: PromiseRecord) -> Agreed:
    return Agreed(row.indicator, row.value.normalize(), row.source, row.noted_on)


def deviation(row: DeviationRecord) -> Deviation:
    return Deviation(
        str(row.measurement_id),
        str(row.criterion_id) if row.criterion_id else None,
        row.indicator,
        row.promised.normalize(),
        row.realised.normalize(),
        row.ruling,  # type: ignore[arg-type]
        row.text,
        row.reason,
        row.decided_on,
        row.decided_by,
        Text(row.consequence_sv, row.consequence_en) if row.consequence_sv else None,
    )
