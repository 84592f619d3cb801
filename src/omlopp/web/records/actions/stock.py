"""The organisation's stock, and the pieces of it that met a need. Two people on one thing: the second is refused."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Sum
from django.utils import timezone

from omlopp.domain.model.errors import OmloppError
from omlopp.domain.process.reuse import Held, reserve
from omlopp.domain.process.stock_list import TOLD, Compared, Line, compared
from omlopp.library.stock import conditions
from omlopp.web.records.actions import acting, acting_in, need_reason
from omlopp.web.records.models import Organisation, ProcurementRecord, StockItem, Transfer

BATCH = 1_000


class StockReserved(OmloppError):
    """Pieces of it are promised to a need. Facts: item, reserved."""

    code = "stock.reserved"


class StockGone(OmloppError):
    """It was taken out of the store. Facts: item."""

    code = "stock.gone"


class NotOurStock(OmloppError):
    """The thing belongs to another organisation than the procurement. Facts: item."""

    code = "stock.not-ours"


class NameMissing(OmloppError):
    """A thing without a name."""

    code = "stock.name-needed"


class CountWrong(OmloppError):
    """Pieces below zero. Facts: pieces."""

    code = "stock.count-wrong"


class ConditionUnknown(OmloppError):
    """Facts: condition."""

    code = "stock.condition-unknown"


class PriceWithoutSource(OmloppError):
    """A new price without a source counts for nothing, so it is not taken. Facts: item."""

    code = "stock.price-without-source"


class AlreadyUndone(OmloppError):
    """Facts: item."""

    code = "stock.already-undone"


@dataclass(frozen=True)
class Imported:
    """What reading a list did, in things."""

    new: int
    changed: int
    same: int
    taken_out: int


def reserved_of(items: Sequence[int]) -> dict[int, int]:
    """Item → pieces promised to needs. Those that nobody has promised are not in it."""
    rows = Transfer.objects.filter(item__in=items, undone_at=None) if len(items) < 900 else None
    standing = rows if rows is not None else Transfer.objects.filter(undone_at=None)
    found = standing.values("item").annotate(all=Sum("pieces"))
    wanted = set(items)
    return {row["item"]: row["all"] for row in found if row["item"] in wanted}


def kept_line(row: StockItem, pieces: int | None = None) -> Line:
    """A kept thing as a list would tell of it."""
    return Line(
        row.name, row.pieces if pieces is None else pieces, row.number, row.condition, row.place, row.bought_year,
        row.mass_kg_each, row.free_from, row.cpv, row.group, row.unit.name if row.unit else "", row.note,
    )  # fmt: skip


def compare(
    organisation: Organisation, lines: Sequence[Line], given: Sequence[str], *, moved_out: bool
) -> Compared:
    """A list against what is kept. `moved_out`: its counts are without the pieces that are reserved here."""
    rows = list(organisation.stock.filter(gone_at=None).select_related("unit"))
    promised = reserved_of([row.pk for row in rows]) if moved_out else {}
    kept = {str(row.pk): kept_line(row, max(0, row.pieces - promised.get(row.pk, 0))) for row in rows}
    return compared(lines, kept, given)


def add_stock_item(*, by: User, organisation: Organisation, line: Line) -> StockItem:
    """One thing by hand."""
    with acting_in("stock-item-added", by=by, organisation=organisation, right="stock") as says:
        _sound(line)
        row = _new(organisation, line, "", by.get_username())
        row.save()
        says |= {"item": row.pk, "name": row.name, "pieces": row.pieces}
    return row


def correct_stock_item(*, by: User, item: StockItem, line: Line) -> None:
    """What a person saw otherwise. Fewer pieces than are reserved is refused: undo the reservation first."""
    with acting_in("stock-item-corrected", by=by, organisation=item.organisation, right="stock") as says:
        row = _held(item)
        _sound(line)
        promised = reserved_of([row.pk]).get(row.pk, 0)
        if line.pieces < promised:
            raise StockReserved(item=row.name, reserved=promised)
        before = kept_line(row)
        _fill(row, line)
        row.save()
        says |= {"item": row.pk, "name": row.name, "changed": _changes(before, line)}


def take_out_of_stock(*, by: User, item: StockItem, why: str) -> None:
    """It is not in the store any more: thrown away, given away, taken into use without a procurement."""
    why = need_reason(why, action="take-out-of-stock")
    with acting_in(
        "stock-item-taken-out", by=by, organisation=item.organisation, right="stock", why=why
    ) as says:
        row = _held(item)
        promised = reserved_of([row.pk]).get(row.pk, 0)
        if promised:
            raise StockReserved(item=row.name, reserved=promised)
        row.gone_at = timezone.now()
        row.save(update_fields=["gone_at"])
        says |= {"item": row.pk, "name": row.name, "pieces": row.pieces}


def import_stock(
    *,
    by: User,
    organisation: Organisation,
    file: str,
    digest: str,
    lines: Sequence[Line],
    given: Sequence[str],
    whole: bool = False,
    moved_out: bool = False,
) -> Imported:
    """A list that a person has looked at: new things in, changed ones updated.

    given: our columns that the list has. whole: the list is the whole store, so what is not in it is taken out – but
    never what is reserved. moved_out: the list counts without the reserved pieces. The event keeps counts, no rows.
    """
    with acting_in("stock-imported", by=by, organisation=organisation, right="stock") as says:
        found = compare(organisation, lines, given, moved_out=moved_out)
        rows = {str(row.pk): row for row in organisation.stock.filter(gone_at=None)}
        promised = reserved_of([row.pk for row in rows.values()])
        units = {unit.name: unit for unit in organisation.units.all()}
        source, name = file[:300], by.get_username()
        StockItem.objects.bulk_create(
            (_new(organisation, line, source, name, units) for line in found.new), batch_size=BATCH
        )
        for id, (line, _) in found.changed.items():
            _fill(rows[id], line, units)
            rows[id].pieces += promised.get(rows[id].pk, 0) if moved_out else 0
            rows[id].source = source
        changed = [rows[id] for id in found.changed]
        StockItem.objects.bulk_update(changed, [*_FIELDS, "unit", "source"], batch_size=BATCH)
        gone = [int(id) for id in found.missing if whole and int(id) not in promised]
        now = timezone.now()
        for start in range(0, len(gone), 500):
            StockItem.objects.filter(pk__in=gone[start : start + 500]).update(gone_at=now)
        made = Imported(len(found.new), len(found.changed), found.same, len(gone))
        says |= {
            "file": file, "sha256": digest, "new": made.new, "changed": made.changed, "same": made.same,
            "taken_out": made.taken_out, "whole": whole, "moved_out": moved_out,
        }  # fmt: skip
    return made


def reserve_pieces(
    *,
    by: User,
    procurement: ProcurementRecord,
    item: StockItem,
    pieces: int,
    to_place: str,
    on: date,
    new_price_each_sek: Decimal | None = None,
    price_source: str = "",
) -> Transfer:
    """Promise pieces to the need. Raises NotEnough when they are not free – the second of two people is told so.

    A new price says what was not paid; it needs a source.
    """
    with acting("stock-reserved", by=by, procurement=procurement, right="need") as says:
        row = _held(item)
        if row.organisation_id != procurement.organisation_id:
            raise NotOurStock(item=row.name)
        if new_price_each_sek is not None and not price_source.strip():
            raise PriceWithoutSource(item=row.name)
        promised = reserved_of([row.pk]).get(row.pk, 0)
        reserve(Held(str(row.pk), row.name, row.pieces, promised), pieces)
        made = Transfer.objects.create(
            procurement=procurement,
            item=row,
            pieces=pieces,
            to_place=to_place.strip()[:300],
            new_price_each_sek=new_price_each_sek,
            price_source=price_source.strip() if new_price_each_sek is not None else "",
            decided_on=on,
            decided_by=by.get_username(),
        )
        says |= {
            "transfer": made.pk, "item": row.pk, "name": row.name, "pieces": pieces, "to": made.to_place,
            "price": new_price_each_sek, "price_source": made.price_source,
        }  # fmt: skip
    return made


def undo_transfer(*, by: User, transfer: Transfer, why: str) -> None:
    """The pieces are free again; that they were promised stays."""
    why = need_reason(why, action="undo-transfer")
    with acting(
        "stock-reservation-undone", by=by, procurement=transfer.procurement, right="need", why=why
    ) as says:
        row = Transfer.objects.select_for_update().get(pk=transfer.pk)
        if row.undone_at is not None:
            raise AlreadyUndone(item=row.item.name)
        row.undone_at, row.undone_why = timezone.now(), why
        row.save(update_fields=["undone_at", "undone_why"])
        says |= {"transfer": row.pk, "item": row.item_id, "name": row.item.name, "pieces": row.pieces}


_FIELDS = [name for name in TOLD if name != "unit"]


def _held(item: StockItem) -> StockItem:
    """The row as it stands now, locked. Raises StockGone."""
    row = StockItem.objects.select_for_update().get(pk=item.pk)
    if row.gone_at is not None:
        raise StockGone(item=row.name)
    return row


def _sound(line: Line) -> None:
    if not line.name.strip():
        raise NameMissing()
    if not 0 <= line.pieces <= 10**6:
        raise CountWrong(pieces=line.pieces)
    if line.condition and line.condition not in conditions():
        raise ConditionUnknown(condition=line.condition)


def _fill(row: StockItem, line: Line, units: Mapping[str, Any] | None = None) -> None:
    known = units if units is not None else {unit.name: unit for unit in row.organisation.units.all()}
    for name in _FIELDS:
        setattr(row, name, getattr(line, name))
    row.unit = known.get(line.unit)


def _new(
    organisation: Organisation, line: Line, source: str, by: str, units: Mapping[str, Any] | None = None
) -> StockItem:
    row = StockItem(organisation=organisation, source=source, added_at=timezone.now(), added_by=by)
    _fill(row, line, units)
    return row


def _changes(before: Line, after: Line) -> dict[str, Any]:
    """Field → what it was and is."""
    return {
        name: {"before": getattr(before, name), "now": getattr(after, name)}
        for name in TOLD
        if getattr(before, name) != getattr(after, name)
    }
