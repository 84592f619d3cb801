"""A procurement's rows → the dossier its documents are made of, how the organisation wants them to look, and the kept
versions. Reads only.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from django.utils import timezone

from omlopp.documents.dossier import Change, Contract, Dossier, Evidence, Left, Moved, Report, Talk
from omlopp.documents.look import OURS, Look, looked_at_logo, looked_at_template
from omlopp.documents.plan import Document
from omlopp.documents.stored import digest_of, from_plain
from omlopp.domain.model.errors import OmloppError
from omlopp.domain.model.procurement import Procurement
from omlopp.domain.model.text import Text
from omlopp.flows.contracts import grounds, ways
from omlopp.flows.dialogue import evidence_says
from omlopp.web.evidence import content_of
from omlopp.web.records import convert
from omlopp.web.records.dialogues import asked_of
from omlopp.web.records.models import Contract as ContractRow
from omlopp.web.records.models import (
    ContractChange,
    EvidenceRecord,
    Organisation,
    PaperVersion,
    ProcurementRecord,
)


class VersionAltered(OmloppError):
    """A kept version is not what it was when it was kept. Facts: number."""

    code = "papers.altered"


def dossier(row: ProcurementRecord, value: Procurement | None = None) -> Dossier:
    """All that documents tell. `value`: the procurement as this person may see it; else with bids."""
    procurement = convert.procurement(row) if value is None else value
    talks = [one for one in row.dialogues.all() if one.published_at or one.closed_at]
    standing = [int(one.id) for one in procurement.measurements if one.id]
    return Dossier(
        procurement=procurement,
        moved=tuple(_moved(one) for one in row.transfers.filter(undone_at=None).select_related("item__unit")),
        talks=tuple(
            Talk(
                one.kind,
                one.title,
                one.opens_on or (timezone.localdate(one.published_at) if one.published_at else None),
                timezone.localdate(one.closed_at) if one.closed_at else one.closes_on,
                one.answers.values("firm").distinct().count(),
                one.summary,
            )
            for one in talks
        ),
        asked={str(one.pk): asked_of(one) for one in row.dialogues.all()},
        market={
            str(pk): Text(evidence_says(kept, "sv"), evidence_says(kept, "en"))
            for pk, kept in row.criteria.values_list("pk", "market")
            if kept
        },
        contracts=tuple(_contract(one) for one in row.contracts.all()),
        lessons=tuple(row.lessons.values_list("text", flat=True)),
        evidence=tuple(
            Evidence(str(one.measurement_id), one.name, one.sha256)
            for one in EvidenceRecord.objects.filter(measurement__in=standing)
        ),
        decided_by={
            lot.lot_id: lot.decision.decided_by for lot in row.lots.all() if hasattr(lot, "decision")
        },
        in_hindsight=row.in_hindsight,
    )


def _moved(row: Any) -> Moved:
    item = row.item
    place = ", ".join(part for part in (item.unit.name if item.unit else "", item.place) if part)
    return Moved(
        item.name, row.pieces, row.to_place, row.decided_on, place, item.condition, row.new_price_each_sek,
        row.price_source, item.mass_kg_each,
    )  # fmt: skip


def _contract(row: ContractRow) -> Contract:
    ending = getattr(row, "ending", None)
    return Contract(
        row.title,
        row.supplier,
        row.number,
        row.lot_id,
        row.starts_on,
        row.ends_on,
        row.option_until,
        row.options,
        row.ended_on,
        tuple(_change(one) for one in row.changes.all()),
        tuple(
            Report(
                one.period_from,
                one.period_to,
                one.due_on,
                one.state,
                timezone.localdate(one.received_at) if one.received_at else None,
                ", ".join(each["name"] for each in [*([one.file] if one.file else []), *one.files]),
                one.note,
            )
            for one in row.reports.all()
        ),
        tuple(
            Left(
                each.get("what", ""),
                _named(ways(), each.get("way", "")),
                each.get("to", ""),
                _number(each.get("pieces")),
                _number(each.get("mass_kg")),
            )
            for each in ending.left
        )
        if ending
        else (),
        ending.note if ending else "",
    )


def _change(row: ContractChange) -> Change:
    return Change(
        row.what, _named(grounds(), row.ground), row.why, row.decided_on, row.value_sek, row.new_end
    )


def _named(table: Mapping[str, Any], code: str) -> Text:
    """A code in both languages where the library has it; else as it is."""
    return table[code].name if code in table else Text(code, code)


def _number(kept: object) -> Decimal | None:
    """A figure as it is kept; None: not known."""
    return None if kept in (None, "") else Decimal(str(kept))


def look(row: ProcurementRecord) -> tuple[Look, list[OmloppError]]:
    """The look of the organisation that owns the procurement, and what of it could not be used."""
    return (OURS, []) if row.organisation is None else look_of(row.organisation)


def look_of(own: Organisation) -> tuple[Look, list[OmloppError]]:
    """An organisation's look, and what of it could not be used."""
    faults: list[OmloppError] = []
    found: dict[str, bytes] = {}
    for name, kept, check in (
        ("logo", own.logo, looked_at_logo),
        ("template", own.word_template, looked_at_template),
    ):
        if not kept:
            continue
        try:
            found[name] = check(kept["name"], content_of(kept["name"], kept["sha256"]))
        except OmloppError as refused:
            faults.append(refused)
    return Look(own.name, **found), faults


def versions(row: ProcurementRecord, *, bids: bool) -> Iterator[PaperVersion]:
    """Newest first; those of bids only for those who see bids."""
    rows = row.papers.defer("content").order_by("-made_at", "-pk")
    yield from rows if bids else rows.filter(of_bids=False)


def document(row: PaperVersion) -> Document:
    """The kept document. Refuses one that was altered (VersionAltered) or cannot be read."""
    made = from_plain(row.content)
    if digest_of(made) != row.digest:
        raise VersionAltered(number=row.number)
    return made
