"""The stock as pages show it: lists laid aside until they are confirmed, and what of it may meet a procurement's need.

A list that somebody gave lies in OMLOPP_HOME/stock for at most a day; once read, or left, it is removed.
"""

import hashlib
import json
import re
import shutil
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from omlopp.domain.model.errors import OmloppError
from omlopp.domain.model.procurement import Procurement
from omlopp.domain.process.reuse import Effect, Held, Match, Met, Moved, effect, matches, met
from omlopp.flows import stock_search as flow
from omlopp.flows.publish import write_whole
from omlopp.library.stock import conditions
from omlopp.library.workspace import home
from omlopp.web.background import safe_name
from omlopp.web.records.actions.stock import reserved_of
from omlopp.web.records.models import Event, Organisation, ProcurementRecord, StockItem, Transfer

KEPT_SECONDS = 24 * 3600
LIMIT_BYTES = 20 * 2**20
SHOWN = 30  # proposals of each kind
ID = re.compile(r"[0-9a-f]{24}")
STEP = "reuse_first"


class NoList(OmloppError):
    """No file was chosen."""

    code = "stock.no-file"


class ListTooLarge(OmloppError):
    """Facts: size, limit (MB)."""

    code = "stock.too-large"


class ListGone(OmloppError):
    """The list was read, or laid aside too long ago."""

    code = "stock.list-gone"


class NoRoomForList(OmloppError):
    """Facts: says."""

    code = "stock.no-room"


@dataclass(frozen=True)
class Given:
    """A list laid aside. `digest`: SHA-256 of its bytes."""

    id: str
    name: str
    content: bytes
    digest: str


def _place(organisation: int, id: str) -> Path:
    return home() / "stock" / f"{organisation}-{id}"


def lay_aside(organisation: Organisation, name: str, content: bytes) -> str:
    """The id of the list. The same bytes get the same id."""
    if not content:
        raise NoList()
    if len(content) > LIMIT_BYTES:
        raise ListTooLarge(size=-(-len(content) // 2**20), limit=LIMIT_BYTES // 2**20)
    digest = hashlib.sha256(content).hexdigest()
    place = _place(organisation.pk, digest[:24])
    _forget_old()
    try:
        write_whole(place / "list", content)
        write_whole(place / "name.json", json.dumps(safe_name(name)).encode())
    except OSError as error:
        shutil.rmtree(place, ignore_errors=True)
        raise NoRoomForList(says=error.strerror or str(error)) from None
    return digest[:24]


def laid_aside(organisation: Organisation, id: str) -> Given:
    """Raises ListGone."""
    place = _place(organisation.pk, id)
    try:
        if not ID.fullmatch(id):
            raise ListGone()
        content, name = (place / "list").read_bytes(), json.loads((place / "name.json").read_text("utf-8"))
    except (OSError, ValueError):
        raise ListGone() from None
    return Given(id, name, content, hashlib.sha256(content).hexdigest())


def forget(organisation: Organisation, id: str) -> None:
    if ID.fullmatch(id):
        shutil.rmtree(_place(organisation.pk, id), ignore_errors=True)


def _forget_old() -> None:
    folder = home() / "stock"
    for place in folder.iterdir() if folder.is_dir() else ():
        try:
            if time.time() - place.stat().st_mtime > KEPT_SECONDS:
                shutil.rmtree(place, ignore_errors=True)
        except OSError:
            continue  # another request took it away


def held(rows: Iterable[StockItem], promised: Mapping[int, int]) -> list[Held]:
    return [
        Held(
            str(row.pk),
            row.name,
            row.pieces,
            promised.get(row.pk, 0),
            row.cpv,
            row.group,
            conditions()[row.condition].use if row.condition in conditions() else "",
            row.free_from,
        )
        for row in rows
    ]


@dataclass(frozen=True)
class Proposal:
    """A thing of the stock beside a need. `match` None: found by a search, nothing else speaks for it."""

    row: StockItem
    item: Held
    match: Match | None
    proposed: int  # pieces filled in beforehand


@dataclass(frozen=True)
class Looked:
    """The need against the stock. `kinds`: things in the store; `free`: pieces of the close ones that are free."""

    organisation: Organisation | None
    needed: int | None
    effect: Effect
    transfers: list[Transfer]
    undone: list[Transfer]
    close: list[Proposal]
    group: list[Proposal]
    more: int  # proposals that were not shown
    kinds: int
    free: int
    met: Met


def needed_of(value: Procurement) -> int | None:
    """How many were meant to be bought, as the step says; None where nobody has said a whole number."""
    said = value.answers.get("amount_before", "").strip()
    try:
        number = float(said) if said else -1.0
    except ValueError:
        return None
    return int(number) if 0 <= number < 10**9 and number == int(number) else None


def need_texts(value: Procurement) -> list[str]:
    """What tells what is needed: title, lots, and what the need step says."""
    answers = [value.answers.get(name, "") for name in ("need_statement", "need_function", "stream_what")]
    return [value.title, *(lot.title for lot in value.lots), *answers]


def looked(row: ProcurementRecord, value: Procurement, on: date, asked: str = "") -> Looked:
    """What stands in store for the need; with words asked for, what answers them instead."""
    every = list(row.transfers.select_related("item").order_by("id"))
    standing = [one for one in every if one.undone_at is None]
    needed = needed_of(value)
    found = effect(needed, sum(one.pieces for one in standing))
    organisation = row.organisation
    rows = list(organisation.stock.filter(gone_at=None).select_related("unit")) if organisation else []
    by_id = {str(one.pk): one for one in rows}
    items = {item.id: item for item in held(rows, reserved_of([one.pk for one in rows]))}
    texts = {one.id: one.name for one in items.values()}
    cpv = [*value.cpv, *(code for lot in value.lots for code in lot.cpv)]
    proposed = matches(
        items.values(),
        cpv=cpv,
        groups=flow.groups_of(cpv, value.title),
        words=flow.words_met(texts, need_texts(value)),
        on=on,
    )
    left = found.remaining if found.remaining is not None else 0

    def shown(item: Held, match: Match | None) -> Proposal:
        return Proposal(by_id[item.id], item, match, min(item.free, left) if left else item.free)

    if asked.strip():
        known = {match.item.id: match for match in proposed}
        ids = flow.searched(asked, texts, {one.id: one.group for one in items.values()})
        close = [shown(items[id], known.get(id)) for id in ids]
        group: list[Proposal] = []
    else:
        close = [shown(one.item, one) for one in proposed if one.close]
        group = [shown(one.item, one) for one in proposed if not one.close]
    return Looked(
        organisation,
        needed,
        found,
        standing,
        [one for one in every if one.undone_at is not None],
        close[:SHOWN],
        group[:SHOWN],
        max(0, len(close) - SHOWN) + max(0, len(group) - SHOWN),
        len(rows),
        sum(one.item.free for one in close),
        met(moved(standing)),
    )


def moved(transfers: Sequence[Transfer]) -> list[Moved]:
    return [
        Moved(one.pieces, one.item.mass_kg_each, one.new_price_each_sek, one.price_source)
        for one in transfers
    ]


def waste_answer(pk: int) -> dict[str, Any] | None:
    """The newest kept answer of the aid "waste or product": what the event holds, with `at` and `by`."""
    event = Event.objects.filter(procurement_id=pk, action="waste-answer-kept").order_by("-id").first()
    return {**event.content, "at": event.at, "by": event.by} if event else None
