"""What the supplier reports and what is done with it: sent in, asked about, sent back, accepted, missed."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from omlopp.domain.model.errors import OmloppError
from omlopp.domain.model.indicators import Stage
from omlopp.flows.contracts import reporting
from omlopp.library.numbers import day
from omlopp.web import evidence
from omlopp.web.records import convert
from omlopp.web.records.access import NotAllowed
from omlopp.web.records.actions import ENDED, acting, changing
from omlopp.web.records.actions.contracts import acting_on, refuse_ended
from omlopp.web.records.actions.follow_up import attach_evidence, record_measurement
from omlopp.web.records.actions.messages import WORKBENCH, tell
from omlopp.web.records.contracts import OPEN_STATES, TO_JUDGE, WAITING, cards_of, figures_of, link_holds
from omlopp.web.records.events import record
from omlopp.web.records.models import (
    Contract,
    CriterionChoice,
    DeliveryReport,
    MeasurementRecord,
    ReportMessage,
    SupplierLink,
)

LONGEST = 4000
Figures = Mapping[str, Mapping[str, Decimal | None]]
Sender = User | SupplierLink


class ReportJudged(OmloppError):
    """The report is accepted; nothing in it changes."""

    code = "report.judged"


class ReportStale(OmloppError):
    """Somebody has sent it anew, or judged it, since the page was opened. Facts: edition."""

    code = "report.stale"


class ReportNotReceived(OmloppError):
    code = "report.not-received"


class ReportTextMissing(OmloppError):
    code = "report.text-missing"


class TooManyFiles(OmloppError):
    """Facts: limit."""

    code = "report.files"


class LinkClosed(OmloppError):
    code = "link.closed"


@contextmanager
def _delivering(action: str, sender: Sender, contract: Contract) -> Iterator[dict[str, Any]]:
    """An action of the supplier: through its link, or signed in as a contact that the contract names."""
    if isinstance(sender, User):
        if contract.procurement is None:
            raise NotAllowed(person=sender.get_username(), right="report", procurement=contract.title)
        with acting(action, by=sender, procurement=contract.procurement, right="report") as says:
            if sender.get_username() not in contract.contacts:
                raise NotAllowed(person=sender.get_username(), right="report", procurement=contract.title)
            refuse_ended(contract)
            yield says
            says["contract"] = contract.pk
        return
    with transaction.atomic():
        link = SupplierLink.objects.get(pk=sender.pk)
        if (
            contract.procurement is None
            or link.contract_id != contract.pk
            or not link_holds(link, timezone.localdate())
        ):
            raise LinkClosed()
        refuse_ended(contract)
        with changing(action, by=sender_name(sender), procurement=contract.procurement) as says:
            yield says
            says["contract"] = contract.pk


def sender_name(sender: Sender) -> str:
    """Never a person's own name: a user name, or the number of the link."""
    return sender.get_username() if isinstance(sender, User) else f"supplier-link:{sender.pk}"


def send_report(
    *,
    by: Sender,
    report: DeliveryReport,
    figures: Figures,
    note: str = "",
    files: Sequence[tuple[str, bytes]] = (),
    sheet: tuple[str, bytes] | None = None,
) -> DeliveryReport:
    """Send in a report, or correct one until it is judged. The same again adds nothing; each new one is an edition.

    `files`: evidence (omlopp.web.evidence), added to what was sent before; `sheet`: the filled spreadsheet. Raises
    ReportJudged, ContractOver, LinkClosed, TooManyFiles and what evidence refuses.
    """
    given = [(evidence.looked_at(name, content), content) for name, content in files]
    filled = (evidence.looked_at(*sheet), sheet[1]) if sheet else None
    same = _same(report, figures, note, given, filled)
    if same and _may_deliver(by, report.contract):
        return DeliveryReport.objects.get(pk=report.pk)
    with _delivering("report-sent", by, report.contract) as says:
        row = _fresh(report)
        if row.state not in OPEN_STATES:
            raise ReportJudged()
        kept = [*row.files]
        for name, content in given:
            one = {"name": name, "size": len(content), "sha256": evidence.keep(name, content)}
            if one["sha256"] not in [each["sha256"] for each in kept]:
                kept.append(one)
        if len(kept) > reporting().files:
            raise TooManyFiles(limit=reporting().files)
        row.files = kept
        row.file = None if filled is None else {
            "name": filled[0], "size": len(filled[1]), "sha256": evidence.keep(filled[0], filled[1]),
        }  # fmt: skip
        row.figures = _plain(figures)
        row.note = note.strip()[:LONGEST]
        row.state, row.edition = "received", row.edition + 1
        row.reported_by, row.received_at = sender_name(by), timezone.now()
        row.save()
        says |= {
            "report": row.pk, "period_from": row.period_from, "period_to": row.period_to, "edition": row.edition,
            "figures": row.figures, "note": row.note, "files": [one["sha256"] for one in kept],
        }  # fmt: skip
        _tell_buyers(row, f"report-received:{row.pk}:{row.edition}", "report-received")
    return row


def answer_question(*, by: Sender, report: DeliveryReport, text: str) -> ReportMessage:
    """The supplier's answer to a question about a report. It is then to be judged again."""
    with _delivering("report-answered", by, report.contract) as says:
        row = _fresh(report)
        made = _said(row, text, sender_name(by), of_supplier=True)
        if row.state == "questioned":
            row.state = "received"
            row.save()
        says |= {"report": row.pk, "message": made.pk, "text": made.text}
        _tell_buyers(row, f"report-answered:{made.pk}", "report-answered")
    return made


def ask_supplier(*, by: User, report: DeliveryReport, text: str) -> ReportMessage:
    """Ask about a report; the supplier sees the question on its page and answers there."""
    with acting_on("report-questioned", report.contract, by) as says:
        row = _fresh(report)
        made = _said(row, text, by.get_username(), of_supplier=False)
        if row.state == "received":
            row.state = "questioned"
            row.save()
        says |= {"report": row.pk, "message": made.pk, "text": made.text}
        _tell_contacts(row, f"report-questioned:{made.pk}", "report-questioned")
    return made


def return_report(*, by: User, report: DeliveryReport, edition: int, text: str) -> DeliveryReport:
    """Send a report back to be corrected, saying what. Raises ReportStale where another edition stands now."""
    with acting_on("report-returned", report.contract, by) as says:
        row = _to_judge(report, edition)
        made = _said(row, text, by.get_username(), of_supplier=False)
        row.state = "returned"
        row.save()
        says |= {"report": row.pk, "edition": row.edition, "text": made.text}
        _tell_contacts(row, f"report-returned:{made.pk}", "report-returned")
    return row


def accept_report(
    *,
    by: User,
    report: DeliveryReport,
    edition: int,
    stage: Stage = Stage.CONTRACT,
    measured_on: date | None = None,
) -> list[MeasurementRecord]:
    """Take the figures as they stand: a measurement of each indicator with a known figure, evidence attached.

    `measured_on`: the day the figures came, where they came by another way before they were sent in here; by default
    the day they were received.

    Each measurement has an event of its own beside this one. Raises ReportStale and ReportNotReceived.
    """
    made: list[MeasurementRecord] = []
    with acting_on("report-accepted", report.contract, by) as says:
        row = _to_judge(report, edition)
        for name in row.figures if row.contract.procurement else ():
            known = figures_of(row, name)
            if known and name in cards_of(row.contract):
                made.append(_measured(by, row, name, known, stage, measured_on))
        row.state, row.judged_by, row.judged_at = "accepted", by.get_username(), timezone.now()
        row.save()
        says |= {"report": row.pk, "edition": row.edition, "measurements": [one.pk for one in made]}
    return made


def _measured(
    by: User,
    row: DeliveryReport,
    name: str,
    known: Mapping[str, Decimal],
    stage: Stage,
    measured_on: date | None,
) -> MeasurementRecord:
    contract = row.contract
    assert contract.procurement is not None and row.received_at is not None
    span = f"{day(row.period_from)}–{day(row.period_to)}"
    asking: list[str] = next((ask["criteria"] for ask in row.asks if ask["indicator"] == name), [])
    measurement = record_measurement(
        by=by,
        procurement=contract.procurement,
        indicator=name,
        stage=stage,
        inputs=known,
        measured_on=measured_on or timezone.localdate(row.received_at),
        source=f"leverantörens rapport {span}, utgåva {row.edition} ({contract.supplier})",
        proof=", ".join(one["name"] for one in row.files)[:300],
        criterion=CriterionChoice.objects.filter(pk__in=[int(one) for one in asking]).first(),
        period_to=row.period_to,
    )
    for one in [*row.files, *([row.file] if row.file else [])]:
        content = evidence.content_of(one["name"], one["sha256"])
        attach_evidence(
            by=by, measurement=measurement, name=one["name"], content=content, what=f"rapport {span}"
        )
    return measurement


def remind(on: date) -> int:
    """Tell of reports that are due in so many days, once each → how many reports. The supplier's contacts are told;
    where it has none, those who follow the contract, so that they can."""
    told = 0
    for row in _running().filter(state__in=("awaited", "returned"), due_on__gte=on):
        passed = [days for days in reporting().remind_before if (row.due_on - on).days <= days]
        if not passed:
            continue
        mark = f"{row.due_on.isoformat()}:{min(passed)}"  # a report that was moved is reminded of anew
        if mark in row.reminded:
            continue
        with transaction.atomic():
            row.reminded = [*row.reminded, mark]
            row.save()
            key = f"report-due:{row.pk}:{mark}"
            if not _tell_contacts(row, key, "report-due"):
                _tell_buyers(row, key, "report-due")
            _note("report-reminded", row, {"due_on": row.due_on, "days": min(passed)})
        told += 1
    return told


def escalate(on: date) -> int:
    """Reports that are missing: marked so the day after they were due, and after some days told to leader and buyer,
    each once → how many were told."""
    told = 0
    for row in _running().filter(state__in=("awaited", "returned"), due_on__lt=on):
        with transaction.atomic():
            if row.state == "awaited":
                row.state = "missed"
                row.save()
            elif f"missed:{row.due_on.isoformat()}" in row.reminded:
                continue
            row.reminded = [*row.reminded, f"missed:{row.due_on.isoformat()}"]
            row.save()
            key = f"report-missed:{row.pk}:{row.due_on.isoformat()}"
            _tell_buyers(row, key, "report-missed")
            _tell_contacts(row, key, "report-missed")
            _note("report-missed", row, {"due_on": row.due_on})
        told += 1
    late = on - timedelta(days=reporting().escalate_after)
    for row in _running().filter(state__in=("missed", "returned"), due_on__lte=late, escalated_at=None):
        with transaction.atomic():
            row.escalated_at = timezone.now()
            row.save()
            for user in _people(row.contract, ("leader", "buyer")):
                tell(user, f"report-escalated:{row.pk}", "report-escalated", _facts(row), _address(row))
            _note("report-escalated", row, {"due_on": row.due_on})
        told += 1
    return told


def remind_of_ends(on: date) -> int:
    """Tell those who follow a contract that its end measurement is near, so many days before its end, once each."""
    told = 0
    for contract in Contract.objects.filter(
        ended_on=None, ends_on__gte=on, procurement__isnull=False
    ).exclude(procurement__outcome__in=ENDED):
        assert contract.ends_on is not None
        passed = [days for days in reporting().end_measure_before if (contract.ends_on - on).days <= days]
        if not passed:
            continue
        key = f"end-measurement:{contract.pk}:{contract.ends_on.isoformat()}:{min(passed)}"
        with transaction.atomic():
            facts = {"contract": contract.title, "day": contract.ends_on}
            people = _followers(contract)
            if any([tell(user, key, "end-measurement", facts, _address_of(contract)) for user in people]):
                record(
                    "end-measurement-told", by=WORKBENCH, procurement_id=contract.procurement_id,
                    contract=contract.pk, ends_on=contract.ends_on.isoformat(),
                )  # fmt: skip
                told += 1
    return told


def _running() -> Any:
    return (
        DeliveryReport.objects.filter(contract__ended_on=None)
        .exclude(contract__procurement__outcome__in=ENDED)
        .select_related("contract__procurement", "contract__organisation")
    )


def _note(action: str, row: DeliveryReport, content: Mapping[str, Any]) -> None:
    record(
        action, by=WORKBENCH, procurement_id=row.contract.procurement_id, contract=row.contract_id, report=row.pk,
        **convert.plain(dict(content)),
    )  # fmt: skip


def _people(contract: Contract, roles: Sequence[str]) -> list[User]:
    """Members of the procurement with one of the roles; for a register, those who have it in the organisation."""
    if contract.procurement is not None:
        found = User.objects.filter(
            memberships__procurement=contract.procurement, memberships__role__in=roles, is_active=True
        )
    else:
        found = User.objects.filter(
            organisation_roles__organisation=contract.organisation,
            organisation_roles__role__in=roles,
            is_active=True,
        )
    return list(found.distinct())


def _followers(contract: Contract) -> list[User]:
    """Who follows it: its owner; else the contract managers; else the buyers."""
    if contract.owner is not None and contract.owner.is_active:
        return [contract.owner]
    return _people(contract, ("contract_manager",)) or _people(contract, ("buyer",))


def _tell_buyers(row: DeliveryReport, key: str, kind: str) -> int:
    people = _followers(row.contract)
    return len([user for user in people if tell(user, key, kind, _facts(row), _address(row))])


def _tell_contacts(row: DeliveryReport, key: str, kind: str) -> int:
    people = User.objects.filter(username__in=row.contract.contacts, is_active=True)
    return len([user for user in people if tell(user, key, kind, _facts(row), reverse("my-deliveries"))])


def _facts(row: DeliveryReport) -> dict[str, Any]:
    return {"contract": row.contract.title, "day": row.due_on}


def _address(row: DeliveryReport) -> str:
    if row.contract.procurement_id is None:
        return _address_of(row.contract)
    return reverse("delivery", args=(row.contract.procurement_id, row.contract_id, row.pk))


def _address_of(contract: Contract) -> str:
    if contract.procurement_id is None:
        return reverse("register-contract", args=(contract.organisation_id, contract.pk))
    return reverse("contract", args=(contract.procurement_id, contract.pk))


def _fresh(report: DeliveryReport) -> DeliveryReport:
    """The row as it stands now, inside the transaction."""
    return DeliveryReport.objects.select_related("contract__procurement").get(pk=report.pk)


def _to_judge(report: DeliveryReport, edition: int) -> DeliveryReport:
    row = _fresh(report)
    refuse_ended(row.contract)
    if row.state == "accepted" or (row.state in TO_JUDGE and row.edition != edition):
        raise ReportStale(edition=row.edition)
    if row.state in WAITING:
        raise ReportNotReceived()
    return row


def _said(row: DeliveryReport, text: str, by: str, *, of_supplier: bool) -> ReportMessage:
    """Keep what is said. The same text twice in a row from the same side is one: a double click adds nothing."""
    refuse_ended(row.contract)
    said = text.strip()[:LONGEST]
    if not said:
        raise ReportTextMissing()
    last = row.messages.last()
    if last is not None and (last.text, last.of_supplier) == (said, of_supplier):
        return last
    return ReportMessage.objects.create(
        report=row, text=said, of_supplier=of_supplier, by=by, at=timezone.now()
    )


def _plain(figures: Figures) -> dict[str, dict[str, str | None]]:
    return {
        name: {part: None if figure is None else str(figure) for part, figure in given.items()}
        for name, given in figures.items()
    }


def _same(
    report: DeliveryReport,
    figures: Figures,
    note: str,
    files: Sequence[tuple[str, bytes]],
    sheet: tuple[str, bytes] | None,
) -> bool:
    """Would sending it change anything? A second press of the button does not."""
    row = DeliveryReport.objects.get(pk=report.pk)
    if row.state not in TO_JUDGE or row.figures != _plain(figures) or row.note != note.strip()[:LONGEST]:
        return False
    kept = {one["sha256"] for one in row.files}
    held = row.file["sha256"] if row.file else ""
    digests = {_sha(content) for _, content in files}
    return digests <= kept and (_sha(sheet[1]) if sheet else "") == held


def _sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _may_deliver(sender: Sender, contract: Contract) -> bool:
    """Those who may not are refused where the action is done."""
    if isinstance(sender, SupplierLink):
        return sender.contract_id == contract.pk
    return False if contract.procurement is None else sender.get_username() in contract.contacts
