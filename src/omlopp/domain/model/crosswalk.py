"""A framework of others laid beside our own words, entry by entry."""

from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from omlopp.domain.model.criteria import Checked
from omlopp.domain.model.text import STRICT, NotStated, Source, Text

OurKind = Literal[
    "goal", "strategy", "r_step", "dimension", "level", "criterion_kind", "indicator", "step", "phase", "group",
    "code",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ours:
    """What in Omlopp an entry meets. Every id is looked up; `code` is a code of eForms or OCDS as we write it."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    kind: OurKind
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Meeting:
    """One entry of the framework. `ours` empty goes with the relation none: it has no counterpart here.

    relation: same · broader (theirs holds more) · narrower (theirs holds less) · related · none.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    theirs: str  # their code or number
    name: Text
    relation: Literal["same", "broader", "narrower", "related", "none"]
    ours: tuple[Ours, ...] = ()
    says: Text | None = None
    source: Source | None = None  # where this entry rests on something other than the framework's own source


@dataclass(frozen=True, slots=True)
class Crosswalk:
    """One file, library/crosswalk/<id>.yaml."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: str
    name: Text
    version: str | NotStated
    licence: Text | NotStated
    use: Text  # what the crosswalk is good for, and what it must not be used for
    entries: tuple[Meeting, ...]
    source: Source
    checked: Checked
