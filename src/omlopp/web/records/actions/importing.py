"""Many things at once from a list: planned procurements, or the contracts of a register. All of a batch, or none."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone

from omlopp.domain.model.errors import OmloppError
from omlopp.domain.model.process import Entrance
from omlopp.flows.many import Key, keys_of
from omlopp.library.importing import plain
from omlopp.web.records import convert
from omlopp.web.records.actions import acting_in
from omlopp.web.records.actions.begin import begun_as, current_edition, keep
from omlopp.web.records.events import record_many
from omlopp.web.records.models import Contract, Event, Organisation, ProcurementRecord, Unit


class AlreadyThere(OmloppError):
    """Another has imported or written the same meanwhile. Nothing was written. Facts: title."""

    code = "import.already"


class NothingNew(OmloppError):
    """No row to import."""

    code = "import.nothing-new"


def import_planned(
    *, by: User, organisation: Organisation, rows: Sequence[Mapping[str, Any]], source: str, on: date
) -> list[ProcurementRecord]:
    """Each row becomes a procurement of the organisation, under today's model, with the day it is planned for.

    Written at once, but for that as `begin_procurement` and `save_answers` would have made them one by one: that would
    hold the workspace for 15 ms a row and more.
    `rows`: values by the columns of library/importing/planned.yaml. Raises NothingNew, AlreadyThere.
    """
    with acting_in("planned-imported", by=by, organisation=organisation, right="import") as says:
        _require_new("planned", rows, known_planned(organisation))
        units = {plain(unit.name): unit for unit in Unit.objects.filter(organisation=organisation)}
        edition = current_edition()
        made = [
            ProcurementRecord(
                title=row["title"], buyer_name=organisation.name, buyer_kind=organisation.kind,
                buyer_number=organisation.number, entrance=Entrance.NEED.value, object_kind=row["object_kind"],
                value_sek=row.get("value_sek"), cpv=list(row.get("cpv") or ()), rules_fixed_on=on, model=edition,
                organisation=organisation, planned_on=row["planned_on"], unit=units.get(plain(row.get("unit") or "")),
            )
            for row in rows
        ]  # fmt: skip
        step = convert.edition(edition).step("need")
        needs = {
            place: {one.id: need if one.id == "need_statement" else "" for one in step.questions}
            for place, row in enumerate(rows)
            if (need := (row.get("need") or "").strip())
        }
        keep(made, buyer=by, answered={place: (step.id, answers) for place, answers in needs.items()})
        record_many(list(_told(made, by.get_username(), step.id, needs)))
        says |= {"source": source[:200], "procurements": [one.pk for one in made]}
    return made


def _told(
    made: Sequence[ProcurementRecord], by: str, step: str, needs: Mapping[int, Mapping[str, str]]
) -> Iterator[Event]:
    """What the log says of each: that it was begun, and the need where the list tells of one."""
    for place, row in enumerate(made):
        yield Event(by=by, action="procurement-begun", procurement_id=row.pk, content=begun_as(row))
        if place in needs:
            changed = {name: answer for name, answer in needs[place].items() if answer}
            said = {"step": step, "edition": 1, "answers": changed}
            yield Event(by=by, action="step-answered", procurement_id=row.pk, content=said)


def import_contracts(
    *, by: User, organisation: Organisation, rows: Sequence[Mapping[str, Any]], source: str
) -> list[Contract]:
    """Each row becomes a contract of the organisation without a procurement.

    `rows`: values by the columns of library/importing/contracts.yaml. Raises NothingNew, AlreadyThere.
    """
    with acting_in("contracts-imported", by=by, organisation=organisation, right="import") as says:
        _require_new("contracts", rows, known_contracts(organisation))
        people = {user.username: user for user in User.objects.filter(is_active=True)}
        now = timezone.now()
        made = Contract.objects.bulk_create(
            Contract(
                organisation=organisation,
                title=row["title"],
                number=row.get("number") or "",
                supplier=row["supplier"],
                supplier_number=row.get("supplier_number") or "",
                cpv=list(row.get("cpv") or ()),
                value_sek=row.get("value_sek"),
                starts_on=row.get("starts_on"),
                ends_on=row["ends_on"],
                option_until=row.get("option_until"),
                notice_months=row.get("notice_months"),
                owner=people.get(row.get("owner") or ""),
                source=source[:400],
                added_at=now,
                added_by=by.get_username(),
            )
            for row in rows
        )
        says |= {"source": source[:200], "contracts": len(made), "first": made[0].pk, "last": made[-1].pk}
    return made


def _require_new(kind: str, rows: Sequence[Mapping[str, Any]], known: Mapping[Key, str]) -> None:
    if not rows:
        raise NothingNew()
    seen = set(known)
    for row in rows:
        keys = keys_of(kind, row)
        if any(key in seen for key in keys):
            raise AlreadyThere(title=row["title"])
        seen |= set(keys)


def known_planned(organisation: Organisation) -> dict[Key, str]:
    """What makes each procurement of the organisation itself → its title."""
    rows = ProcurementRecord.objects.filter(organisation=organisation).values_list("title", "planned_on")
    return {
        key: title
        for title, planned in rows
        for key in keys_of("planned", {"title": title, "planned_on": planned})
    }


def known_contracts(organisation: Organisation) -> dict[Key, str]:
    """What makes each contract of the organisation itself → its title."""
    fields = ("title", "supplier", "ends_on", "number")
    rows = Contract.objects.filter(organisation=organisation).values(*fields)
    return {key: row["title"] for row in rows for key in keys_of("contracts", row)}
