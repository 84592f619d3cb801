"""Contracts that live: of an awarded lot and of a register, with a report, a link, a lesson."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import User

from omlopp.web.records.actions import contract_changes, contracts, deliveries
from omlopp.web.records.actions.contracts import ContractExists, NoAward
from omlopp.web.records.models import Contract, DeliveryReport, Organisation, ProcurementRecord, SupplierLink
from tests.web.acting import KEEPERS_OF_CONTRACTS, MEASURERS, Row

DAY = date(2026, 3, 2)
SUPPLIER = "Påhittade Möbler AB"  # no bidder of the tests: what stands in a contract is no secret
FACTS: dict[str, Any] = {
    "title": "Stolar, avtal", "supplier": SUPPLIER, "value_sek": Decimal(1_000_000), "cpv": ["39130000"],
    "starts_on": date(2026, 1, 1), "ends_on": date(2027, 12, 31), "option_until": date(2029, 12, 31),
    "notice_months": 3, "report_each": "quarter",
}  # fmt: skip
FIGURES = {"reused_share": {"reused_mass": Decimal(31), "delivered_mass": Decimal(100)}}
MORE = {"reused_share": {"reused_mass": Decimal(45), "delivered_mass": Decimal(100)}}
REPORTERS = frozenset({"supplier_contact"})
made: dict[str, str] = {}  # the token of the link, which is kept nowhere else


def contract_of(row: ProcurementRecord) -> Contract:
    """The procurement's contract; in a state that has none yet, one that is not entered by an action."""
    first = row.contracts.order_by("pk").first()
    return first or Contract(pk=0, procurement=row, title="Saknas", supplier="-")


def report_of(row: ProcurementRecord, state: str = "awaited") -> DeliveryReport:
    report: DeliveryReport | None = contract_of(row).reports.filter(state=state).first()
    return report or DeliveryReport(pk=0, contract=contract_of(row))


def link_of(row: ProcurementRecord) -> SupplierLink:
    link: SupplierLink | None = contract_of(row).links.first()
    return link or SupplierLink(pk=0, contract=contract_of(row))


def build(buyer: User, built: Any) -> None:
    """A contract on the awarded procurement and the closed one; one report in, one contract in the register."""
    ours = Organisation.objects.get(name="Provkommunen")
    contracts.register_contract(
        by=buyer, organisation=ours, source="register",
        facts={"title": "Hjälpmedel, ramavtal", "supplier": SUPPLIER, "ends_on": date(2027, 5, 31)},
    )  # fmt: skip
    row = built.row("awarded")
    contract = contracts.create_contract(
        by=buyer, procurement=row, lot_id="LOT-0001", facts=FACTS, owner=buyer
    )
    contracts.name_contacts(by=buyer, contract=contract, contacts=["supplier_contact"])
    link, made["token"] = contracts.open_supplier_link(
        by=buyer, contract=contract, label=SUPPLIER, days=900, on=date.today()
    )
    first = contract.reports.order_by("period_from")[0]
    deliveries.send_report(by=link, report=first, figures=FIGURES, note="Vi väger från april.")
    contracts.note_lesson(
        by=buyer, procurement=row, text="Väg återbrukat från första dagen.", step="baseline"
    )


def values(workspace: Any, of: int) -> dict[str, list[object]]:
    row = ProcurementRecord.objects.filter(pk=of).first()
    ours = Organisation.objects.get(name="Provkommunen")
    held = (
        Contract.objects.filter(procurement_id=of).first()
        or Contract.objects.filter(procurement=None).first()
    )
    report = DeliveryReport.objects.filter(contract=held).order_by("pk").first() if row else None
    shown = report or DeliveryReport.objects.order_by("pk").first()
    link = SupplierLink.objects.filter(contract=held).first() or SupplierLink.objects.first()
    return {
        "organisation": [ours.pk], "contract": [held.pk if held else 1], "report": [shown.pk if shown else 1],
        "link": [link.pk if link else 1], "door": [made.get("token", "finns-inte")], "number": [1],
    }  # fmt: skip


VALUES = values
AT = dict.fromkeys(
    ("contract", "contract-describe", "contract-change", "contract-end", "delivery", "delivery-file",
     "my-contract", "my-report", "my-report-form"),
    lambda workspace: workspace.awarded,
) | {"contract-new": lambda workspace: workspace.exercise}  # fmt: skip
AS = dict.fromkeys(("my-contract", "my-report", "my-report-form"), "supplier_contact")
OPEN = {"deliver", "deliver-report", "deliver-form"}
NEEDS = ("begun", "open", "closed")  # states of the tests without a contract

ROWS = (
    Row(
        contracts.create_contract, MEASURERS,
        lambda by, row: contracts.create_contract(by=by, procurement=row, lot_id="LOT-0002", facts=FACTS),
        "contract-entered", refused={"begun": NoAward, "open": NoAward},
    ),
    Row(
        contracts.create_contract, MEASURERS,
        lambda by, row: contracts.create_contract(by=by, procurement=row, lot_id="LOT-0001", facts=FACTS),
        "contract-entered", refused={"begun": NoAward, "open": NoAward, "awarded": ContractExists}, note="entered already",
    ),
    Row(
        contracts.describe_contract, MEASURERS,
        lambda by, row: contracts.describe_contract(
            by=by, contract=contract_of(row), facts={"number": "KS 2026/7"}, owner=None
        ),
        "contract-described", not_in=NEEDS,
    ),
    Row(
        contracts.name_contacts, MEASURERS,
        lambda by, row: contracts.name_contacts(by=by, contract=contract_of(row), contacts=[]),
        "contract-contacts-named", not_in=NEEDS,
    ),
    Row(
        contracts.open_supplier_link, MEASURERS,
        lambda by, row: contracts.open_supplier_link(by=by, contract=contract_of(row), label="Kontoret", days=30, on=DAY),
        "supplier-link-opened", not_in=NEEDS,
    ),
    Row(
        contracts.close_supplier_link, MEASURERS,
        lambda by, row: contracts.close_supplier_link(by=by, link=link_of(row)),
        "supplier-link-closed", not_in=NEEDS,
    ),
    Row(
        contracts.end_contract, MEASURERS,
        lambda by, row: contracts.end_contract(
            by=by, contract=contract_of(row), came={"pieces": Decimal(9)}, on=DAY,
            left=[{"what": "Stolar", "way": "reuse_inside", "pieces": Decimal(9)}],
        ),
        "contract-ended", not_in=NEEDS,
    ),
    Row(
        contracts.note_lesson, MEASURERS,
        lambda by, row: contracts.note_lesson(by=by, procurement=row, text="Börja mäta tidigare.", step="baseline"),
        "lesson-noted", ended_too=True,
    ),
    Row(
        contracts.register_contract, KEEPERS_OF_CONTRACTS,
        lambda by, row: contracts.register_contract(
            by=by, organisation=Organisation.objects.get(name="Provkommunen"), facts={"title": "Lampor", "supplier": SUPPLIER}
        ),
        "contract-registered", ended_too=True,
    ),
    Row(
        contract_changes.decide_change, MEASURERS,
        lambda by, row: contract_changes.decide_change(
            by=by, contract=contract_of(row), ground="small_value", what="Fem stolar till.", why="De behövs.",
            value_sek=Decimal(5000), on=DAY,
        ),
        "contract-changed", "De behövs.", not_in=NEEDS,
    ),
    Row(
        deliveries.send_report, REPORTERS,
        lambda by, row: deliveries.send_report(by=by, report=report_of(row), figures=MORE),
        "report-sent", not_in=NEEDS,
    ),
    Row(
        deliveries.answer_question, REPORTERS,
        lambda by, row: deliveries.answer_question(by=by, report=report_of(row, "received"), text="Vi väger nu."),
        "report-answered", not_in=NEEDS,
    ),
    Row(
        deliveries.ask_supplier, MEASURERS,
        lambda by, row: deliveries.ask_supplier(by=by, report=report_of(row, "received"), text="Hur vägdes det?"),
        "report-questioned", not_in=NEEDS,
    ),
    Row(
        deliveries.return_report, MEASURERS,
        lambda by, row: deliveries.return_report(by=by, report=report_of(row, "received"), edition=1, text="Tal saknas."),
        "report-returned", not_in=NEEDS,
    ),
    Row(
        deliveries.accept_report, MEASURERS,
        lambda by, row: deliveries.accept_report(by=by, report=report_of(row, "received"), edition=1),
        "report-accepted", not_in=NEEDS, beside=("measured",),
    ),
)  # fmt: skip
NO_PROCUREMENT = (contracts.register_contract,)
FORMS = {
    "register-contract-new": {"title": "Lampor", "supplier": "L", "value_sek": "1", "ends_on": "2027-01-01"},
    "register-describe": {"title": "Lampor", "supplier": "L", "value_sek": "1", "ends_on": "2027-01-01"},
    "contract-change": {"ground": "small_value", "what": "Fler", "value_sek": "5000", "indexed_sek": "", "new_end": "",
                        "answer-nature_kept": "yes", "do": "decide", "why": "Skäl.", "seen": "0", "regime": "lou"},
    "contract-end": {"what-0": "Stolar", "way-0": "sale", "pieces-0": "4", "mass_kg-0": "30", "to-0": "Grannen",
                     "came-pieces": "9", "note": "", "ended_on": "2027-12-31"},
    "lessons": {"text": "Börja tidigare.", "about": "step:baseline"},
    "supplier-link": {"label": "Kontoret", "days": "30"}, "supplier-link-close": {},
    "contract-contacts": {"contact": "supplier_contact"},
    "delivery": {"do": "ask", "text": "Hur vägdes det?", "edition": "1"},
    "deliver-report": {"do": "send", "reused_share:reused_mass": "31", "reused_share:delivered_mass": "100",
                       "unknown-warranty_years:years": "on", "note": "N", "text": "T", "sheet": "inte en fil"},
}  # fmt: skip
ALIKE = {
    "contract-new": "register-contract-new", "contract-describe": "register-contract-new",
    "register-describe": "register-contract-new", "register-change": "contract-change", "register-end": "contract-end",
    "my-report": "deliver-report",
}  # fmt: skip
FORMS.pop("register-describe")
NO_FORM = {"contracts", "contracts-file", "register-contract", "contract-here", "contract", "delivery-file",
           "my-deliveries", "my-contract", "my-report-form", "deliver", "deliver-form"}  # fmt: skip
