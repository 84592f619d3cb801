"""What the contract promises, and what is decided when a promise is missed. Nothing happens by itself."""

from datetime import date
from decimal import Decimal
from typing import get_args

from django.contrib.auth.models import User

from omlopp.domain.indicators.promises import missed
from omlopp.domain.model.errors import OmloppError
from omlopp.domain.model.procurement import Ruling
from omlopp.web.records import convert
from omlopp.web.records.actions import acting, need_reason
from omlopp.web.records.actions.goals import ShareOutOfRange, UnknownIndicator
from omlopp.web.records.models import (
    CriterionChoice,
    DeviationRecord,
    MeasurementRecord,
    ProcurementRecord,
    PromiseRecord,
)


class NothingMissed(OmloppError):
    """The measurement keeps its promise, is unknown, was corrected, or nothing was promised. Facts: indicator."""

    code = "deviation.nothing-missed"


class UnknownRuling(OmloppError):
    """Facts: ruling."""

    code = "deviation.unknown-ruling"


class NothingToAccept(OmloppError):
    """No chosen requirement has a clause with a consequence for the indicator, so none can be accepted as it stands."""

    code = "deviation.no-consequence"


class ConsequenceMissing(OmloppError):
    """An adapted consequence was not written."""

    code = "deviation.text-missing"


def agree_promise(
    *, by: User, procurement: ProcurementRecord, indicator: str, value: Decimal, source: str, on: date
) -> PromiseRecord:
    """Write down what the contract promises of an indicator and where it stands. An earlier one stays in the log."""
    source = need_reason(source, action="agree-promise")
    card = convert.indicators(procurement).get(indicator)
    if card is None:
        raise UnknownIndicator(indicator=indicator, goal="")
    if value < 0 or (card.is_share and value > 1):
        raise ShareOutOfRange(goal=card.name, value=value * 100 if card.is_share else value)
    with acting("promise-agreed", by=by, procurement=procurement, right="measure") as says:
        row = PromiseRecord.objects.create(
            procurement=procurement,
            indicator=indicator,
            value=value,
            source=source,
            noted_on=on,
            noted_by=by.get_username(),
        )
        says |= {"indicator": indicator, "value": value, "source": source}
    return row


def decide_deviation(
    *,
    by: User,
    measurement: MeasurementRecord,
    criterion: CriterionChoice | None,
    ruling: str,
    on: date,
    text: str = "",
    reason: str = "",
) -> DeviationRecord:
    """Accept the agreed consequence, adapt it or waive it. Adapting, waiving and deciding anew need a reason.

    Refuses a measurement that misses no promise (NothingMissed).
    """
    procurement = measurement.procurement
    if ruling not in get_args(Ruling):
        raise UnknownRuling(ruling=ruling)
    with acting(
        "deviation-decided", by=by, procurement=procurement, right="measure", why=reason.strip()
    ) as says:
        value, wanted = convert.procurement(procurement), str(criterion.pk) if criterion else None
        found = [
            each
            for each in missed(value, convert.indicators(procurement))
            if each.measurement.id == str(measurement.pk)
            and (each.criterion.id if each.criterion else None) == wanted
        ]
        realised = found[0].measured.value if found else None
        if realised is None:
            raise NothingMissed(indicator=measurement.indicator)
        one = found[0]
        chosen = one.criterion
        if ruling != "accepted" or one.decided is not None:
            reason = need_reason(reason, action="decide-deviation")
        consequence = chosen.criterion.clause.consequence if chosen and chosen.criterion.clause else None
        if ruling == "accepted":
            if consequence is None:
                raise NothingToAccept(indicator=measurement.indicator)
            text = consequence.sv
        if ruling == "adapted" and not text.strip():
            raise ConsequenceMissing(indicator=measurement.indicator)
        clause = chosen.clause_wording if chosen else None
        row = DeviationRecord.objects.create(
            measurement=measurement,
            criterion=criterion,
            indicator=measurement.indicator,
            promised=one.promise.value,
            realised=realised,
            ruling=ruling,
            text="" if ruling == "waived" else text.strip(),
            reason=reason.strip(),
            clause_sv=clause.sv if clause else "",
            clause_en=clause.en if clause else "",
            consequence_sv=consequence.sv if consequence else "",
            consequence_en=consequence.en if consequence else "",
            decided_on=on,
            decided_by=by.get_username(),
        )
        says |= {
            "measurement": measurement.pk,
            "criterion": criterion.criterion_id if criterion else "",
            "indicator": measurement.indicator,
            "promised": one.promise.value,
            "realised": realised,
            "short": one.short,
            "ruling": ruling,
            "text": row.text,
        }
    return row
