"""Rows of contracts → domain values: periods, ways in, law on changes, lessons. Reads only."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import User
from django.http import Http404
from django.utils import timezone

from omlopp.domain.indicators.schedule import contract_days
from omlopp.domain.model.indicators import Indicator
from omlopp.domain.model.law import Regime
from omlopp.domain.process.contract_change import Change, Earlier, GroundRule, Term
from omlopp.domain.process.reporting import Period, followed, periods
from omlopp.flows import delivery_form
from omlopp.flows.contracts import ground_rule, reporting
from omlopp.library.load import library
from omlopp.web.records import convert
from omlopp.web.records.access import visible_to
from omlopp.web.records.models import (
    Contract,
    DeliveryReport,
    Lesson,
    Organisation,
    ProcurementRecord,
    SupplierLink,
)

OPTION = "option"
OPEN_STATES = (
    "awaited",
    "missed",
    "returned",
    "received",
    "questioned",
)  # a report that the supplier may still send
WAITING = ("awaited", "missed", "returned")
TO_JUDGE = ("received", "questioned")
CONTACT_ACTS = ("awaited", "missed", "returned", "questioned")  # the supplier has something to do
DIVISION = 2  # digits of a CPV code that make its division


def digest_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def open_link(token: str, on: date) -> SupplierLink | None:
    """The link behind an address, if it holds on the day; None for one that is wrong, closed or has expired."""
    row = (
        SupplierLink.objects.select_related("contract__procurement")
        .filter(token_sha256=digest_of(token))
        .first()
    )
    return row if row and link_holds(row, on) else None


def link_holds(link: SupplierLink, on: date) -> bool:
    return link.closed_at is None and on <= link.expires_on


def contracts_of_contact(user: User) -> list[Contract]:
    """The contracts that a supplier's contact reports on: named there, and still with the role."""
    rows = Contract.objects.filter(
        procurement__memberships__user=user, procurement__memberships__role="supplier_contact"
    ).select_related("procurement")
    return [row for row in rows if user.get_username() in row.contacts]


def reports_of_contact(user: User) -> list[tuple[Contract, list[DeliveryReport]]]:
    """The same, each with what the contact has left to send or answer, the first due first."""
    return [
        (row, [one for one in row.reports.order_by("due_on", "pk") if one.state in CONTACT_ACTS])
        for row in contracts_of_contact(user)
    ]


def planned(contract: Contract) -> tuple[Period, ...]:
    """The periods that the contract's requirements ask for, with its days as they are now. A register has none."""
    if contract.procurement is None:
        return ()
    chosen = convert.procurement(contract.procurement, with_bids=False).criteria
    days = reporting()
    return periods(
        followed(chosen, contract.lot_id),
        contract.starts_on,
        contract.ends_on,
        days_to_report=days.days_to_report,
        delivery_as=days.delivery_as,
        each=contract.report_each,
    )


def asks_of(period: Period) -> list[dict[str, Any]]:
    """What a report row keeps of a period."""
    return [
        {
            "indicator": one.indicator,
            "since": one.since.isoformat(),
            "each": one.each,
            "criteria": list(one.criteria),
        }
        for one in period.asks
    ]


def cards_of(contract: Contract) -> Mapping[str, Indicator]:
    """The indicator cards of the contract's procurement; none for a contract of a register."""
    return convert.indicators(contract.procurement) if contract.procurement else {}


def fields_of(report: DeliveryReport) -> tuple[delivery_form.Asked, ...]:
    asks = [(str(one["indicator"]), date.fromisoformat(one["since"])) for one in report.asks]
    return delivery_form.asked(cards_of(report.contract), asks)


def figures_of(report: DeliveryReport, indicator: str) -> dict[str, Decimal]:
    """The figures that the supplier gave of an indicator; what it does not know is not there."""
    given = report.figures.get(indicator, {})
    return {name: Decimal(figure) for name, figure in given.items() if figure is not None}


def offered(procurement: ProcurementRecord) -> list[dict[str, Any]]:
    """What a contract of each awarded lot would be prefilled with; lots that have one are left out."""
    value = convert.procurement(procurement, with_bids=False)
    starts, ends = contract_days(value)
    have = set(procurement.contracts.values_list("lot_id", flat=True))
    found = []
    for decision in value.decisions:
        if decision.winner_bid is None or decision.lot_id in have:
            continue
        lot = next(lot for lot in value.lots if lot.id == decision.lot_id)
        found.append(
            {
                "lot_id": lot.id,
                "title": lot.title or value.title,
                "supplier": decision.winner_bid,
                "value_sek": lot.value_sek,
                "cpv": list(lot.cpv or value.cpv),
                "starts_on": starts,
                "ends_on": ends,
                "decided_on": decision.decided_on,
            }
        )
    return found


def rule_for(contract: Contract, ground: str, on: date, *, regime: str = "", object_kind: str = "goods",
             buyer_kind: str = "municipality") -> GroundRule:  # fmt: skip
    """The law on a change of this contract. For one of a register people say which rules govern it and what it buys."""
    row = contract.procurement
    if row is None:
        known = Regime(regime) if regime in [one.value for one in Regime] else None
        fixed = contract.starts_on or on
        return ground_rule(ground, library(), regime=known, object_kind=object_kind, buyer_kind=buyer_kind,  # type: ignore[arg-type]
                           fixed_on=fixed, on=on)  # fmt: skip
    chosen = convert.regime(row)
    return ground_rule(
        ground,
        convert.library_of(row),
        regime=chosen.regime if chosen else None,
        object_kind=row.object_kind,  # type: ignore[arg-type]
        buyer_kind=row.buyer_kind,  # type: ignore[arg-type]
        fixed_on=row.rules_fixed_on,
        on=on,
    )


def earlier_of(contract: Contract) -> list[Earlier]:
    """Changes already decided; what an option adds was counted in the contract's value from the start."""
    return [Earlier(row.ground, row.value_sek, row.ground == OPTION) for row in contract.changes.all()]


def term_of(contract: Contract, on: date) -> Term:
    return Term(on, contract.ends_on, contract.option_until, contract.notice_months)


def change_of(
    contract: Contract,
    ground: str,
    value_sek: Decimal | None,
    indexed_sek: Decimal | None,
    answers: Mapping[str, str],
    new_end: date | None,
) -> Change:
    return Change(ground, value_sek, contract.value_sek, indexed_sek, answers, new_end)


def lessons_for(procurement: ProcurementRecord) -> list[Lesson]:
    """What the organisation has learnt of procurements in the same CPV division, newest first; never its own."""
    if procurement.organisation_id is None:
        return []
    wanted = divisions(procurement.cpv)
    rows = (
        Lesson.objects.filter(organisation_id=procurement.organisation_id)
        .exclude(procurement_id=procurement.pk)
        .select_related("procurement")
        .order_by("-id")
    )
    return [row for row in rows if wanted & divisions(row.cpv)]


def divisions(cpv: Sequence[str]) -> frozenset[str]:
    return frozenset(code[:DIVISION] for code in cpv if len(code) >= DIVISION)


def register_of(user: User, organisation: Organisation) -> list[Contract]:
    """The organisation's contracts: those of its register, and those of procurements that the person may read."""
    readable = frozenset(visible_to(user))
    rows = Contract.objects.filter(organisation=organisation).select_related("procurement", "owner")
    return [row for row in rows if row.procurement_id is None or row.procurement_id in readable]


def today() -> date:
    return timezone.localdate()


def or_404(found: Any) -> Any:
    if found is None:
        raise Http404
    return found
