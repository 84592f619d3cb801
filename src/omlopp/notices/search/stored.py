"""A notice of the store as it was read: notice and passages out of its rows, explained as one that was just read."""

from collections.abc import Mapping
from dataclasses import MISSING, fields
from decimal import Decimal
from pathlib import Path
from typing import Any

from omlopp.notices.evidence import Evidence
from omlopp.notices.explanation import Explanation
from omlopp.notices.schema import CriterionNotice, Declared, LotNotice, Notice, TextField
from omlopp.notices.search import store
from omlopp.notices.search.shape import Entry


def explanation(market: Path, part: str, file: str) -> Explanation | None:
    """A notice of the store with its passages; None when the store has it no longer."""
    entry = store.one(market, part, file)
    if entry is None:
        return None
    found = tuple(_made(Evidence, row) for row in entry.evidence)
    return Explanation(notice_of(entry), found, entry.notice.get("lexicon_state") or "missing")


def notice_of(entry: Entry) -> Notice:
    """The notice as read, but for what the tables leave out: its unread elements and the ends of long descriptions."""
    row = dict(entry.notice)
    lots = tuple(_lot(lot, entry) for lot in entry.lots)
    row |= {
        "lots": lots,
        "texts": tuple(_made(TextField, text) for text in entry.texts),
        "declared": tuple(_made(Declared, code) for code in row.get("declared_codes") or ()),
        "value_amount": _amount(row.get("value_amount")),
        "unread": (),
        "winners": (),
    }
    for name in ("buyer_name", "title", "country", "language", "form", "schema_version", "description"):
        row[name] = row.get(name) or ""
    made: Notice = _made(Notice, row)
    return made


def _lot(lot: Mapping[str, Any], entry: Entry) -> LotNotice:
    criteria = tuple(
        _made(CriterionNotice, one) for one in entry.criteria if one.get("lot_id") == lot["lot_id"]
    )
    texts = {name: lot.get(name) or "" for name in ("title", "description")}
    made: LotNotice = _made(
        LotNotice, {**lot, **texts, "criteria": criteria, "value_amount": _amount(lot.get("value_amount"))}
    )
    return made


def _amount(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(repr(value)).normalize()


def _made(kind: Any, row: Mapping[str, Any]) -> Any:
    """A value of `kind` from the columns of its fields' names; lists become tuples, a column left out its default."""
    values: dict[str, Any] = {}
    for field in fields(kind):
        value = row.get(field.name)
        if value is None and (field.default is not MISSING or field.default_factory is not MISSING):
            continue
        if isinstance(value, list):
            value = tuple(value)
        if value is None and str(field.type).startswith("tuple"):
            value = ()
        values[field.name] = value
    return kind(**values)
