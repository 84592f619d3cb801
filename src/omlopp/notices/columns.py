"""Notices to the columns of a batch and back. Column by column: Arrow builds no row, and Python no dict of one."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import accumulate, chain, pairwise, repeat
from operator import attrgetter
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from omlopp.notices.errors import Rejected
from omlopp.notices.evidence import Evidence
from omlopp.notices.schema import CriterionNotice, Declared, LotNotice, Notice, TextField, Winner
from omlopp.notices.tables import TYPES, columns, nested

DESCRIBED = 2_000  # characters of a description that the tables keep; the whole stands in texts
MOST = (
    2**31 - 1
)  # of a whole number in the tables: more bids or elements than this are a mistake in the source
Get = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Audit:
    """Something left unread or doubted. `path`: the element, or the column of notices; `count`: how often."""

    reason: str
    path: str
    count: int
    value: str


def of_notices(notices: Sequence[Notice], names: Iterable[str]) -> list[pa.Array]:
    """The columns of notices, by name."""
    types = {column.name: column.type for column in columns("notices")}
    return [
        pa.array([_NOTICE.get(name, attrgetter(name))(one) for one in notices], TYPES[types[name]])
        for name in names
    ]


def lists(table: str, every: Sequence[Sequence[Any]]) -> pa.ListArray:
    """A nested column of a batch: for each notice the parts of it that make rows of `table`.

    A part of criteria, texts and evidence comes as a pair: what the notice knows of it, and itself.
    """
    kind = nested(table)
    flat = list(chain.from_iterable(every))
    known: dict[str, list[Any]] = {}
    if first := _FIRST.get(table):
        known[first] = [pair[0] for pair in flat]
        flat = [pair[1] for pair in flat]
    getters = _PARTS.get(table, {})
    children = [
        pa.array(
            known.get(field.name) or list(map(getters.get(field.name) or attrgetter(field.name), flat)),
            field.type,
        )
        for field in kind.value_type
    ]
    offsets = [0, *accumulate(len(some) for some in every)]
    parts = pa.StructArray.from_arrays(children, fields=list(kind.value_type))
    return pa.ListArray.from_arrays(pa.array(offsets, pa.int32()), parts, type=kind)


def criteria(notice: Notice) -> list[tuple[str, CriterionNotice]]:
    return [(lot.lot_id, one) for lot in notice.lots for one in lot.criteria]


def numbered(notice: Notice) -> list[tuple[int, TextField]]:
    return list(enumerate(notice.texts))


def placed(notice: Notice, found: Iterable[Evidence]) -> list[tuple[int | None, Evidence]]:
    """Each passage with the number of the text it stands in: the first of its field and lot that has it there."""
    return [(_text_no(notice, one), one) for one in found]


def _text_no(notice: Notice, one: Evidence) -> int | None:
    for number, text in enumerate(notice.texts):
        if (
            text.field == one.field
            and text.lot_id == one.lot_id
            and text.text.startswith(one.quote, one.start)
        ):
            return number
    return None


def _amount(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def _whole(value: int | None) -> int | None:
    return None if value is None else min(value, MOST)


def declared(notice: Notice) -> list[str]:
    """The codes, each once. A flag of the registry is named by its field, where it is set."""
    said = (
        one.code if one.code not in ("true", "false") else one.field
        for one in notice.declared
        if one.code != "false"
    )
    return list(dict.fromkeys(said))


_NOTICE: dict[str, Get] = {
    "source": lambda _: None,  # a notice does not know where it lay: `batch.read` does
    "published_on": lambda notice: notice.published_on or notice.sent_on,
    "value_amount": lambda notice: _amount(notice.value_amount),
    "value_low": lambda notice: _amount(notice.value_low),
    "value_high": lambda notice: _amount(notice.value_high),
    "bids_received": lambda notice: _whole(notice.bids_received),
    "description": lambda notice: notice.description[:DESCRIBED],
    "declared": declared,
    "declared_codes": lambda notice: [
        {"field": one.field, "code": one.code, "lot_id": one.lot_id} for one in notice.declared
    ],
}


_FIRST = {"criteria": "lot_id", "texts": "text_no", "evidence": "text_no"}
_PARTS: Mapping[str, Mapping[str, Get]] = {
    "lots": {
        "value_amount": lambda lot: _amount(lot.value_amount),
        "value_low": lambda lot: _amount(lot.value_low),
        "value_high": lambda lot: _amount(lot.value_high),
        "bids_received": lambda lot: _whole(lot.bids_received),
        "description": lambda lot: lot.description[:DESCRIBED],
    },
    "winners": {"value_amount": lambda winner: _amount(winner.value_amount)},
    "audit": {"count": lambda one: _whole(one.count)},
    "evidence": {
        "r_strategy": lambda one: one.r_strategy or None,  # waste as the service and barriers are no step
        "goal": lambda one: next(iter(one.goals), None),
    },
}


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row of `rejected`."""

    file: str
    reason: str
    code: str
    reason_en: str
    source: str = ""


def refusal(one: Rejected, source: str = "") -> Refusal:
    from omlopp.library.messages import sentence

    return Refusal(one.file, sentence(one.error, "sv"), one.error.code, sentence(one.error, "en"), source)


def notices(batch: pa.RecordBatch, whole: bool = True) -> list[Notice]:
    """The notices of a batch of `read`; refusals are passed over. Not `whole`: without criteria and winners, for those
    who only read the words.

    As they were read, but for what the tables do not keep: a description's end, the day of publication where there
    is only one of dispatch, and the unread elements, which are counted by path.
    """
    own = {name: batch.column(name).to_pylist() for name in _PLAIN}
    for name in _TUPLES:
        own[name] = [tuple(value or ()) for value in own[name]]
    for name in _AMOUNTS:
        own[name] = list(map(_decimal, own[name]))
    own["declared"] = [tuple(Declared(**code) for code in codes or ()) for codes in own.pop("declared_codes")]
    nobody: list[tuple[Any, ...]] = [()] * batch.num_rows
    own["lots"], own["texts"] = _lots(batch), _texts(batch)
    own["winners"] = _winners(batch) if whole else nobody
    own["unread"] = nobody
    refused = pc.list_value_length(batch.column("rejected")).to_pylist()
    names = tuple(own)
    made = [
        Notice(**dict(zip(names, values, strict=True)))
        for values, left_out in zip(zip(*own.values(), strict=True), refused, strict=True)
        if not left_out
    ]
    if not whole:
        return made
    kept = (some for some, left_out in zip(_criteria(batch), refused, strict=True) if not left_out)
    return [_with(notice, some) for notice, some in zip(made, kept, strict=True)]


_PLAIN = tuple(
    column.name
    for column in columns("notices")
    if column.name in Notice.__dataclass_fields__ and column.name != "declared"
) + ("declared_codes",)
_AMOUNTS = ("value_amount", "value_low", "value_high")
_TUPLES = tuple(
    column.name for column in columns("notices") if column.type == "strings" and column.name in _PLAIN
)


def _cut(batch: pa.RecordBatch, table: str) -> tuple[dict[str, list[Any]], list[tuple[int, int]]]:
    """The columns of a nested table, and where the rows of each notice begin and end in them."""
    column = batch.column(table)
    inner = column.flatten()
    values = {field.name: child.to_pylist() for field, child in zip(inner.type, inner.flatten(), strict=True)}
    offsets = column.offsets.to_pylist()
    return values, [(begin - offsets[0], end - offsets[0]) for begin, end in pairwise(offsets)]


def _texts(batch: pa.RecordBatch) -> list[tuple[TextField, ...]]:
    of, places = _cut(batch, "texts")
    made = tuple(map(TextField, of["field"], of["lot_id"], of["language"], of["text"], of["about"]))
    return [made[begin:end] for begin, end in places]


def _lots(batch: pa.RecordBatch) -> list[tuple[LotNotice, ...]]:
    """Without their criteria."""
    of, places = _cut(batch, "lots")
    made = tuple(
        map(
            LotNotice,
            *(of["lot_id"], of["title"], of["description"]),
            *(map(tuple, of["cpv"]), map(tuple, of["nuts"]), map(_decimal, of["value_amount"]), repeat(())),
            *(of["currency"], of["criteria_in_documents"], of["bids_received"]),
            *(map(_decimal, of["value_low"]), map(_decimal, of["value_high"])),
        )
    )
    return [made[begin:end] for begin, end in places]


def _winners(batch: pa.RecordBatch) -> list[tuple[Winner, ...]]:
    of, places = _cut(batch, "winners")
    of["value_amount"] = list(map(_decimal, of["value_amount"]))
    made = tuple(Winner(**dict(zip(of, values, strict=True))) for values in zip(*of.values(), strict=True))
    return [made[begin:end] for begin, end in places]


def _criteria(batch: pa.RecordBatch) -> list[tuple[tuple[str, CriterionNotice], ...]]:
    """Each criterion with its lot."""
    of, places = _cut(batch, "criteria")
    lots = of.pop("lot_id")
    every = (
        CriterionNotice(**dict(zip(of, values, strict=True))) for values in zip(*of.values(), strict=True)
    )
    made = tuple(zip(lots, every, strict=True))
    return [made[begin:end] for begin, end in places]


def _with(notice: Notice, weighed: Iterable[tuple[str, CriterionNotice]]) -> Notice:
    """The notice with the criteria of its lots."""
    of_lot: dict[str, list[CriterionNotice]] = {}
    for lot_id, one in weighed:
        of_lot.setdefault(lot_id, []).append(one)
    lots = tuple(replace(lot, criteria=tuple(of_lot.get(lot.lot_id, ()))) for lot in notice.lots)
    return replace(notice, lots=lots)


def _decimal(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(repr(value))


def day_of(notice: Notice) -> date | None:
    """The day the tables go by."""
    return notice.published_on or notice.sent_on
