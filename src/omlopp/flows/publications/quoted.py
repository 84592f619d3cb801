"""Titles and publishers as their sources write them: quoted in both languages, and no fault of translation."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from omlopp.domain.model.text import Source
from omlopp.flows.publications.base import Base


def quoted(base: Base) -> tuple[str, ...]:
    """Every source's title and publisher, and the names of buyers and procurements; the longest first."""
    found = {text for source in _sources(base.library) for text in (source.title, source.publisher)}
    found |= {case.buyer for case in base.library.cases.values()}
    for entry in base.entries:
        found |= {entry.procurement.title, entry.procurement.buyer.name, entry.organisation}
    for programme in base.programmes:
        found |= {programme.title, programme.owner}
    return tuple(sorted((one for one in found if one.strip()), key=lambda one: (-len(one), one)))


def without(passage: str, titles: tuple[str, ...]) -> str:
    for one in titles:
        if one in passage:
            passage = passage.replace(one, " ")
    return passage


def _sources(value: Any) -> Iterator[Source]:
    if isinstance(value, Source):
        yield value
    elif is_dataclass(value) and not isinstance(value, type):
        for each in fields(value):
            yield from _sources(getattr(value, each.name))
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _sources(one)
    elif isinstance(value, tuple | list):
        for one in value:
            yield from _sources(one)
