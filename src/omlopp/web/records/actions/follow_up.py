"""Recording what was found at baseline, in the contract and at its end."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.contrib.auth.models import User

from omlopp.domain.indicators.measure import measure
from omlopp.domain.model.indicators import Measurement, Stage
from omlopp.web.records import convert
from omlopp.web.records.actions import acting, need_reason
from omlopp.web.records.actions.goals import UnknownIndicator
from omlopp.web.records.models import CriterionChoice, MeasurementRecord, ProcurementRecord


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
) -> MeasurementRecord:
    """Record figures for one stage. What is not recorded stays unknown; figures that cannot be are refused."""
    source = need_reason(source, action="measure")
    cards = convert.indicators(procurement)
    if indicator not in cards:
        raise UnknownIndicator(indicator=indicator, goal="")
    measure(cards[indicator], Measurement(indicator, stage, inputs, measured_on, source))
    with acting("measured", by=by, procurement=procurement, right="measure", why=note) as says:
        row = MeasurementRecord.objects.create(
            procurement=procurement,
            criterion=criterion,
            indicator=indicator,
            stage=stage.value,
            inputs=convert.plain(dict(inputs)),
            measured_on=measured_on,
            source=source,
            proof=proof,
            note=note,
            recorded_by=by.get_username(),
        )
        says |= {"indicator": indicator, "stage": stage.value, "inputs": dict(inputs), "source": source}
    return row
