"""A document as plain JSON values and back: what a kept version is, with its checksum."""

import hashlib
import json
from dataclasses import asdict, fields, replace
from datetime import date
from typing import Any

from omlopp.documents.plan import (
    Block,
    Bullets,
    Callout,
    Document,
    Facts,
    Heading,
    Paragraph,
    Picture,
    Reference,
    Revised,
    Sources,
    Table,
    printable,
)
from omlopp.domain.model.errors import OmloppError
from omlopp.library.numbers import day

KINDS: dict[str, type[Any]] = {
    one.__name__.lower(): one
    for one in (Heading, Paragraph, Bullets, Facts, Table, Picture, Callout, Sources, Revised)
}


class VersionUnreadable(OmloppError):
    """A kept version holds something this program does not know. Facts: what."""

    code = "papers.unreadable"


def as_plain(document: Document) -> dict[str, Any]:
    """JSON types only; `from_plain` gives the same document back."""
    made = asdict(replace(printable(document), blocks=()))
    blocks = [_plain(block) for block in printable(document).blocks]
    held: dict[str, Any] = json.loads(
        json.dumps(made | {"made_on": document.made_on.isoformat(), "blocks": blocks})
    )
    return held


def from_plain(data: dict[str, Any]) -> Document:
    """Raises VersionUnreadable where a block or a field is of no kind we know."""
    try:
        own = {
            one.name: _tuples(data[one.name])
            for one in fields(Document)
            if one.name not in ("blocks", "made_on")
        }
        return Document(
            **own,
            made_on=date.fromisoformat(data["made_on"]),
            blocks=tuple(_block(each) for each in data["blocks"]),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise VersionUnreadable(what=str(error)[:120]) from None


def digest_of(document: Document) -> str:
    """SHA-256 (hex) of everything it says."""
    said = json.dumps(as_plain(document), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(said.encode()).hexdigest()


def same_content(one: Document, other: Document) -> bool:
    """Do they say the same, apart from the day they were made?"""
    first, second = (
        as_plain(replace(each, made_on=date.min, marks=undated_marks(each))) for each in (one, other)
    )
    return first == second


def undated_marks(document: Document) -> tuple[tuple[str, str], ...]:
    """The marks without the day it was made, which differs always and says nothing of the content."""
    return tuple(mark for mark in document.marks if mark[1] != day(document.made_on, document.language))


def _plain(block: Block) -> dict[str, Any]:
    made = asdict(block)
    held = {name: sorted(value) if isinstance(value, frozenset) else value for name, value in made.items()}
    return {"is": type(block).__name__.lower(), **held}


def _block(data: dict[str, Any]) -> Block:
    shape = KINDS[data["is"]]
    given = {name: _tuples(value) for name, value in data.items() if name != "is"}
    if shape is Table:
        given["numeric"] = frozenset(given["numeric"])
    if shape is Sources:
        given["references"] = tuple(Reference(**one) for one in data["references"])
    made: Block = shape(**given)
    return made


def _tuples(value: Any) -> Any:
    return tuple(_tuples(one) for one in value) if isinstance(value, list) else value
