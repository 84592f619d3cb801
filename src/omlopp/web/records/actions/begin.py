"""Beginning a procurement, and settling which rules govern it."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from omlopp.domain.model.errors import OmloppError
from omlopp.domain.model.law import Regime
from omlopp.domain.model.process import Entrance
from omlopp.domain.model.procurement import Lot
from omlopp.library.files import as_data
from omlopp.library.load import library
from omlopp.web.records.access import organisations_of, require_in
from omlopp.web.records.actions import acting, need_reason
from omlopp.web.records.events import record
from omlopp.web.records.models import (
    LotRecord,
    Membership,
    ModelEdition,
    NoticeRecord,
    Organisation,
    ProcurementRecord,
    StepRecord,
)


class NegativeValue(OmloppError):
    """A value below zero."""

    code = "negative-value"


def current_edition() -> ModelEdition:
    """The library's model of today, kept whole the first time a procurement is begun under it."""
    lib = library()
    row, _ = ModelEdition.objects.get_or_create(
        version=lib.model.version,
        defaults={"content": as_data(lib.model), "goals": [as_data(goal) for goal in lib.goals]},
    )
    return row


@transaction.atomic
def begin_procurement(
    *,
    by: User,
    title: str,
    buyer_name: str,
    buyer_kind: str,
    entrance: Entrance,
    object_kind: str,
    on: date,
    buyer_number: str = "",
    value_sek: Decimal | None = None,
    cpv: Sequence[str] = (),
    lots: Sequence[Lot] = (),
    from_notice: NoticeRecord | None = None,
    from_spend: Mapping[str, Any] | None = None,
    exercise: bool = False,
    organisation: Organisation | None = None,
    in_hindsight: bool = False,
    copied_from: ProcurementRecord | None = None,
    planned_on: date | None = None,
) -> ProcurementRecord:
    """A new procurement under today's model; whoever begins it is its buyer. Without lots it gets one.

    `from_spend`: ledger, group, sums and factor set it was begun from, as they stood: plain data, kept for good.
    `organisation`: who owns it; by default the one of the person's own that has the buyer's name. A given one must be
    one the person has a role in. `in_hindsight`: it was carried out before it was entered here.
    """
    if organisation is not None:
        require_in(by, "read", organisation)
    else:
        named = (one for one in organisations_of(by) if one.name.casefold() == buyer_name.strip().casefold())
        organisation = next(named, None)
    if value_sek is not None and value_sek < 0:
        raise NegativeValue(value=value_sek, what=title)
    edition = current_edition()
    row = ProcurementRecord(
        title=title,
        buyer_name=buyer_name,
        buyer_kind=buyer_kind,
        buyer_number=buyer_number,
        entrance=entrance.value,
        object_kind=object_kind,
        value_sek=value_sek,
        cpv=list(cpv),
        rules_fixed_on=on,
        model=edition,
        exercise=exercise,
        from_notice=from_notice,
        from_spend=dict(from_spend) if from_spend else None,
        organisation=organisation,
        in_hindsight=in_hindsight,
        copied_from=copied_from,
        planned_on=planned_on,
    )
    keep([row], buyer=by, lots=lots)
    record("procurement-begun", by=by.get_username(), procurement_id=row.pk, **begun_as(row))
    return row


def keep(
    rows: Sequence[ProcurementRecord],
    *,
    buyer: User,
    lots: Sequence[Lot] = (),
    answered: Mapping[int, tuple[str, dict[str, str]]] = MappingProxyType({}),
) -> None:
    """New rows, not saved yet, with their buyer, lots and the steps of their model: in as few statements as tables.

    `lots`: of each; without any it gets one of its own. `answered`: place among the rows → a step, its answers.
    """
    now, steps = timezone.now(), []
    for row in rows:
        row.begun_at, row.begun_by, row.changed_at = now, buyer, now
    ProcurementRecord.objects.bulk_create(rows, batch_size=200)
    Membership.objects.bulk_create(
        (Membership(procurement=row, user=buyer, role="buyer") for row in rows), batch_size=500
    )
    LotRecord.objects.bulk_create(
        (
            LotRecord(
                procurement=row, lot_id=lot.id, title=lot.title, value_sek=lot.value_sek, cpv=list(lot.cpv)
            )
            for row in rows
            for lot in lots or [Lot("LOT-0001", row.title, row.value_sek, tuple(row.cpv))]
        ),
        batch_size=500,
    )
    for place, row in enumerate(rows):
        ours, answers = answered.get(place, ("", {}))
        for step in row.model.content["steps"]:
            made = StepRecord(procurement=row, step_id=step["id"])
            if step["id"] == ours:
                made.answers, made.edition = answers, 1
                made.saved_by, made.saved_at = buyer.get_username(), now
            steps.append(made)
    StepRecord.objects.bulk_create(steps, batch_size=1000)


def begun_as(row: ProcurementRecord) -> dict[str, Any]:
    """What the log says of how a procurement was begun."""
    return {
        "title": row.title,
        "entrance": row.entrance,
        "model": row.model.version,
        "exercise": row.exercise,
        "notice": row.from_notice.notice_id if row.from_notice else None,
        "spend": row.from_spend,
        "organisation": row.organisation_id,
        "in_hindsight": row.in_hindsight,
        "copied_from": row.copied_from_id,
    }


def confirm_regime(
    *,
    by: User,
    procurement: ProcurementRecord,
    regime: Regime,
    reason: str,
    proposed: Regime | None,
    on: date,
) -> None:
    """Which rules govern, as a person says, with the reason; the proposal is kept beside."""
    reason = need_reason(reason, action="confirm-regime")
    with acting("regime-confirmed", by=by, procurement=procurement, why=reason) as says:
        procurement.regime = regime.value
        procurement.regime_reason = reason
        procurement.regime_proposed = proposed.value if proposed else ""
        procurement.regime_confirmed_on = on
        procurement.save(update_fields=["regime", "regime_reason", "regime_proposed", "regime_confirmed_on"])
        says |= {"regime": regime.value, "proposed": procurement.regime_proposed, "on": on}


def describe(
    *,
    by: User,
    procurement: ProcurementRecord,
    title: str,
    buyer_name: str,
    buyer_kind: str,
    buyer_number: str,
    object_kind: str,
    value_sek: Decimal | None,
    cpv: Sequence[str],
) -> None:
    """Correct the facts of the procurement."""
    if value_sek is not None and value_sek < 0:
        raise NegativeValue(value=value_sek, what=title)
    with acting("procurement-described", by=by, procurement=procurement) as says:
        for field, value in {
            "title": title,
            "buyer_name": buyer_name,
            "buyer_kind": buyer_kind,
            "buyer_number": buyer_number,
            "object_kind": object_kind,
            "value_sek": value_sek,
            "cpv": list(cpv),
        }.items():
            if getattr(procurement, field) != value:
                says[field] = value
                setattr(procurement, field, value)
        procurement.save(
            update_fields=list(says)
        )  # only these: the rest may have been saved by another meanwhile
