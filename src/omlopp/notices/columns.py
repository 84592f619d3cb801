"""Notices to the columns of a batch and back. Column by column: Arrow builds no row, and Python no dict of one."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import accumulate, chain, pairwise
from operator import attrgetter
from typing import Any

import pyarrow as pa

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
    "published_on": lambda notice: notice.published_on or notice.sent_on,
    "value_amount": lambda notice: _amount(notice.value_amount),
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
        "bids_received": lambda lot: _whole(lot.bids_received),
        "description": lambda lot: lot.description[:DESCRIBED],
    },
    "winners": {"value_amount": lambda winner: _amount(winner.value_amount)},
    "audit": {"count": lambda one: _whole(one.count)},
    "evidence": {"goal": lambda one: next(iter(one.goals), None)},
}


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row of `rejected`."""

    file: str
    reason: str
    code: str
    reason_en: str


def refusal(one: Rejected) -> Refusal:
    from omlopp.library.messages import sentence

    return Refusal(one.file, sentence(one.error, "sv"), one.error.code, sentence(one.error, "en"))


def notices(batch: pa.RecordBatch, whole: bool = True) -> list[Notice]:
    """The notices of a batch of `read`; refusals are passed over. Not `whole`: without criteria and winners, for those
    who only read the words.

    As they were read, but for what the tables do not keep: a description's end, the day of publication where there
    is only one of dispatch, and the unread elements, which are counted by path.
    """
    own = {name: batch.column(name).to_pylist() for name in _PLAIN}
    lots, texts = _parts(batch, "lots"), _parts(batch, "texts")
    none: list[list[dict[str, Any]]] = [[] for _ in range(batch.num_rows)]
    winners, weighed = (_parts(batch, "winners"), _parts(batch, "criteria")) if whole else (none, none)
    refused = batch.column("rejected").to_pylist()
    made: list[Notice] = []
    for place in range(batch.num_rows):
        if refused[place]:
            continue
        values = {name: column[place] for name, column in own.items()}
        for name in _TUPLES:
            values[name] = tuple(values[name])
        values["value_amount"] = _decimal(values["value_amount"])
        values["declared"] = tuple(Declared(**code) for code in values.pop("declared_codes"))
        of_lot: dict[str, list[CriterionNotice]] = {}
        for one in weighed[place]:
            of_lot.setdefault(one.pop("lot_id"), []).append(CriterionNotice(**one))
        made.append(
            Notice(
                **values,
                lots=tuple(_lot(lot, of_lot) for lot in lots[place]),
                texts=tuple(
                    TextField(text["field"], text["lot_id"], text["language"], text["text"], text["about"])
                    for text in texts[place]
                ),
                winners=tuple(
                    Winner(**{**one, "value_amount": _decimal(one["value_amount"])}) for one in winners[place]
                ),
                unread=(),
            )
        )
    return made


_PLAIN = tuple(
    column.name
    for column in columns("notices")
    if column.name in Notice.__dataclass_fields__ and column.name != "declared"
) + ("declared_codes",)
_TUPLES = tuple(
    column.name for column in columns("notices") if column.type == "strings" and column.name in _PLAIN
)


def _parts(batch: pa.RecordBatch, table: str) -> list[list[dict[str, Any]]]:
    """The nested rows of each notice, read column by column."""
    column = batch.column(table)
    inner = column.flatten()
    names = [field.name for field in inner.type]
    found = [
        dict(zip(names, values, strict=True))
        for values in zip(*(child.to_pylist() for child in inner.flatten()), strict=True)
    ]
    offsets = column.offsets.to_pylist()
    return [found[begin - offsets[0] : end - offsets[0]] for begin, end in pairwise(offsets)]


def _lot(lot: dict[str, Any], weighed: dict[str, list[CriterionNotice]]) -> LotNotice:
    return LotNotice(
        **{
            **lot,
            "cpv": tuple(lot["cpv"]),
            "nuts": tuple(lot["nuts"]),
            "value_amount": _decimal(lot["value_amount"]),
            "criteria": tuple(weighed.get(lot["lot_id"], ())),
        }
    )


def _decimal(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(repr(value))


def day_of(notice: Notice) -> date | None:
    """The day the tables go by."""
    return notice.published_on or notice.sent_on
