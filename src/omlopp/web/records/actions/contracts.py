"""A contract's life: entered, described, followed by its supplier through a link, ended; and what was learnt."""

import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone

from omlopp.domain.model.errors import OmloppError
from omlopp.domain.process.reporting import Left, leftover
from omlopp.flows.contracts import reporting, ways
from omlopp.web.records import convert
from omlopp.web.records.actions import acting, acting_in
from omlopp.web.records.contracts import asks_of, digest_of, offered, planned
from omlopp.web.records.models import (
    Contract,
    ContractEnd,
    DeliveryReport,
    Lesson,
    Organisation,
    ProcurementRecord,
    SupplierLink,
)

MOST_LINK_DAYS = 3 * 366
MOST_MONTHS = 120
LONGEST = 4000  # signs of a text that somebody types
SIGNS = {"title": 400, "number": 80, "supplier": 300, "supplier_number": 40, "options": LONGEST}
KEPT = ("title", "number", "supplier", "supplier_number", "cpv", "value_sek", "starts_on", "ends_on", "option_until",
        "notice_months", "options", "report_each")  # fmt: skip


class NoAward(OmloppError):
    """The lot was not awarded to anybody. Facts: lot."""

    code = "contract.no-award"


class ContractExists(OmloppError):
    """Facts: lot."""

    code = "contract.exists"


class DatesAreOdd(OmloppError):
    """Facts: starts, ends."""

    code = "contract.dates"


class OptionBeforeEnd(OmloppError):
    """Facts: until, ends."""

    code = "contract.option-before-end"


class FactsMissing(OmloppError):
    code = "contract.facts-missing"


class FactOutOfRange(OmloppError):
    """Facts: field, value."""

    code = "contract.out-of-range"


class ContractOver(OmloppError):
    """Facts: contract, day."""

    code = "contract.ended"


class NobodysContract(OmloppError):
    code = "contract.not-ours"


class NothingLeft(OmloppError):
    code = "contract.nothing-left"


class UnknownWay(OmloppError):
    """Facts: what."""

    code = "contract.unknown-way"


class NotAContact(OmloppError):
    """Facts: person."""

    code = "contract.no-contact"


class LessonEmpty(OmloppError):
    code = "lesson.empty"


class LinkDays(OmloppError):
    """Facts: most."""

    code = "link.days"


class LinkUnnamed(OmloppError):
    code = "link.no-label"


@contextmanager
def acting_on(
    action: str, contract: Contract, who: User, why: str = "", *, also_ended: bool = False
) -> Iterator[dict[str, Any]]:
    """An action on a contract: by right in its procurement, or in the organisation whose register it stands in."""
    if contract.procurement is not None:
        with acting(
            action, by=who, procurement=contract.procurement, right="measure", why=why, also_ended=also_ended
        ) as says:
            yield says
            says["contract"] = contract.pk
    elif contract.organisation is not None:
        with acting_in(
            action, by=who, organisation=contract.organisation, right="contracts", why=why
        ) as says:
            yield says
            says["contract"] = contract.pk
    else:
        raise NobodysContract()


def create_contract(
    *,
    by: User,
    procurement: ProcurementRecord,
    lot_id: str,
    facts: Mapping[str, Any],
    owner: User | None = None,
) -> Contract:
    """Enter the contract of an awarded lot, with the periods that its supplier is to report on.

    `facts`: the fields of KEPT, of which title and supplier are needed. One contract to each lot; other lots have
    their own. Raises NoAward, ContractExists, and what `checked` refuses.
    """
    kept = checked(facts)
    with acting("contract-entered", by=by, procurement=procurement, right="measure") as says:
        if procurement.contracts.filter(lot_id=lot_id).exists():
            raise ContractExists(lot=lot_id)
        if lot_id not in [each["lot_id"] for each in offered(procurement)]:
            raise NoAward(lot=lot_id)
        row = Contract.objects.create(
            organisation=procurement.organisation,
            procurement=procurement,
            lot_id=lot_id,
            owner=owner,
            added_at=timezone.now(),
            added_by=by.get_username(),
            **kept,
        )
        says |= {"contract": row.pk, "lot": lot_id, "reports": plan_reports(row), **shown(kept)}
    return row


def register_contract(
    *,
    by: User,
    organisation: Organisation,
    facts: Mapping[str, Any],
    owner: User | None = None,
    source: str = "",
) -> Contract:
    """Enter a contract that was not procured here. No requirement of it is followed: its supplier reports nothing."""
    kept = checked(facts)
    with acting_in("contract-registered", by=by, organisation=organisation, right="contracts") as says:
        row = Contract.objects.create(
            organisation=organisation,
            owner=owner,
            source=source,
            added_at=timezone.now(),
            added_by=by.get_username(),
            **kept,
        )
        says |= {"contract": row.pk, **shown(kept)}
    return row


def describe_contract(
    *, by: User, contract: Contract, facts: Mapping[str, Any], owner: User | None
) -> Contract:
    """Correct what is known of a contract. Its end is moved by a change or an option, with a reason; never here."""
    kept = checked({name: getattr(contract, name) for name in KEPT} | dict(facts))
    with acting_on("contract-described", contract, by) as says:
        refuse_ended(contract)
        if contract.ends_on is not None:
            kept["ends_on"] = contract.ends_on
        before = {name: getattr(contract, name) for name in KEPT}
        for name, value in kept.items():
            setattr(contract, name, value)
        contract.owner = owner
        contract.save()
        changed = {name: value for name, value in kept.items() if before[name] != value}
        says |= {
            "changed": shown(changed),
            "owner": owner.get_username() if owner else "",
            "reports": plan_reports(contract),
        }
    return contract


def name_contacts(*, by: User, contract: Contract, contacts: Sequence[str]) -> None:
    """Say which of the supplier's contacts report on this contract. Others of the procurement see nothing of it."""
    with acting_on("contract-contacts-named", contract, by) as says:
        row = contract.procurement
        known = (
            set(row.memberships.filter(role="supplier_contact").values_list("user__username", flat=True))
            if row
            else set()
        )
        for person in contacts:
            if person not in known:
                raise NotAContact(person=person)
        contract.contacts = list(dict.fromkeys(contacts))
        contract.save()
        says["contacts"] = contract.contacts


def open_supplier_link(
    *, by: User, contract: Contract, label: str, days: int, on: date
) -> tuple[SupplierLink, str]:
    """A way in for the supplier → the link and its token, which is shown now and never again."""
    if not label.strip():
        raise LinkUnnamed()
    if not 1 <= days <= MOST_LINK_DAYS:
        raise LinkDays(most=MOST_LINK_DAYS)
    token = secrets.token_urlsafe(32)
    with acting_on("supplier-link-opened", contract, by) as says:
        refuse_ended(contract)
        row = SupplierLink.objects.create(
            contract=contract,
            label=label.strip()[:200],
            token_sha256=digest_of(token),
            made_at=timezone.now(),
            made_by=by.get_username(),
            expires_on=on + timedelta(days=days),
        )
        says |= {"link": row.pk, "label": row.label, "expires_on": row.expires_on}
    return row, token


def close_supplier_link(*, by: User, link: SupplierLink) -> None:
    """Close a way in, at once. A new one is opened where the supplier is to go on reporting."""
    with acting_on("supplier-link-closed", link.contract, by, also_ended=True) as says:
        if link.closed_at is None:
            link.closed_at = timezone.now()
            link.save()
        says |= {"link": link.pk, "label": link.label}


def end_contract(
    *, by: User, contract: Contract, came: Mapping[str, Decimal | None], left: Sequence[Mapping[str, Any]], on: date,
    note: str = "",
) -> ContractEnd:  # fmt: skip
    """Record what became of what was left: rows of {what, way, pieces, mass_kg, to}. The contract takes no more after.

    `came`: {pieces, mass_kg} that came under it; None: not known. More out than in is refused (PartsExceedWhole).
    No row at all is taken only with a note. Recorded again, the newest holds and the log keeps the former.
    """
    rows = [_left(row) for row in left]
    if not rows and not note.strip():
        raise NothingLeft()
    for unit in ("pieces", "mass_kg"):
        leftover([Left(row["way"], row["pieces"], row["mass_kg"]) for row in rows], came.get(unit), unit)
    with acting_on("contract-ended", contract, by, also_ended=True) as says:
        content = convert.plain(
            {"came": {unit: came.get(unit) for unit in ("pieces", "mass_kg")}, "left": rows}
        )
        made, _ = ContractEnd.objects.update_or_create(
            contract=contract,
            defaults={
                **content,
                "note": note.strip()[:LONGEST],
                "ended_on": on,
                "recorded_by": by.get_username(),
                "recorded_at": timezone.now(),
            },
        )
        contract.ended_on = on
        contract.save()
        SupplierLink.objects.filter(contract=contract, closed_at=None).update(closed_at=timezone.now())
        says |= {**content, "note": made.note, "ended_on": on}
    return made


def note_lesson(
    *, by: User, procurement: ProcurementRecord, text: str, step: str = "", criterion_id: str = ""
) -> Lesson:
    """Write down what was learnt, about a step or a requirement or all of it. It meets the next of the same kind."""
    if not text.strip():
        raise LessonEmpty()
    with acting("lesson-noted", by=by, procurement=procurement, right="measure", also_ended=True) as says:
        known = [one.id for one in convert.edition(procurement.model).steps]
        chosen = procurement.criteria.filter(criterion_id=criterion_id).exists()
        row = Lesson.objects.create(
            organisation=procurement.organisation,
            procurement=procurement,
            cpv=procurement.cpv,
            step=step if step in known else "",
            criterion_id=criterion_id if chosen else "",
            text=text.strip()[:LONGEST],
            by=by.get_username(),
            at=timezone.now(),
        )
        says |= {"lesson": row.pk, "step": row.step, "criterion": row.criterion_id, "text": row.text}
    return row


def plan_reports(contract: Contract) -> int:
    """Make the awaited reports fit the contract's days and requirements → how many it has. What came in is left.

    A report that somebody sent in or that was told missed stays as it is; only awaited ones are moved, made, removed.
    """
    kept = [row for row in contract.reports.all() if row.state != "awaited" or row.edition]
    held = {row.period_from for row in kept}
    last = max((row.period_to for row in kept), default=None)
    contract.reports.exclude(pk__in=[row.pk for row in kept]).delete()
    for period in planned(contract):
        if period.begins in held or (last is not None and period.ends <= last):
            continue
        begins = last + timedelta(days=1) if last is not None and period.begins <= last else period.begins
        DeliveryReport.objects.create(
            contract=contract,
            period_from=begins,
            period_to=period.ends,
            due_on=period.due,
            asks=asks_of(period),
        )
    return contract.reports.count()


def refuse_ended(contract: Contract) -> None:
    """Raises ContractOver. Reads the row anew: somebody may have ended it since the page was opened."""
    ended = Contract.objects.filter(pk=contract.pk).values_list("ended_on", flat=True).first()
    if ended is not None:
        raise ContractOver(contract=contract.title, day=ended)


def checked(facts: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a contract, held to what they can be."""
    kept = {name: facts[name] for name in KEPT if name in facts}
    if not str(kept.get("title") or "").strip() or not str(kept.get("supplier") or "").strip():
        raise FactsMissing()
    for name, longest in (
        ("title", 400),
        ("number", 80),
        ("supplier", 300),
        ("supplier_number", 40),
        ("options", LONGEST),
    ):
        kept[name] = str(kept.get(name) or "").strip()[:longest]
    starts, ends, until = kept.get("starts_on"), kept.get("ends_on"), kept.get("option_until")
    if starts and ends and ends < starts:
        raise DatesAreOdd(starts=starts, ends=ends)
    if ends and until and until < ends:
        raise OptionBeforeEnd(until=until, ends=ends)
    value, months = kept.get("value_sek"), kept.get("notice_months")
    if value is not None and value < 0:
        raise FactOutOfRange(field="värde / value", value=value)
    if months is not None and not 0 <= months <= MOST_MONTHS:
        raise FactOutOfRange(field="månader / months", value=months)
    return kept


def shown(kept: Mapping[str, Any]) -> dict[str, Any]:
    """What the log says of a contract's fields: those that hold something."""
    return {name: value for name, value in kept.items() if value not in (None, "", [])}


def _left(row: Mapping[str, Any]) -> dict[str, Any]:
    what = str(row.get("what", "")).strip()[:300]
    if row.get("way") not in ways():
        raise UnknownWay(what=what or "–")
    return {
        "what": what,
        "way": row["way"],
        "pieces": row.get("pieces"),
        "mass_kg": row.get("mass_kg"),
        "to": str(row.get("to", "")).strip()[:300],
    }


def link_days() -> int:
    return reporting().link_days
