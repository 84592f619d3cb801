"""An initiative: a project, programme or lasting support of others, and how Omlopp relates to it."""

from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from omlopp.domain.model.criteria import Checked
from omlopp.domain.model.instruments import Country
from omlopp.domain.model.text import STRICT, Claim, NotStated, Source, Text


@dataclass(frozen=True, slots=True)
class Years:
    """First and last year. `last` "ongoing": it goes on; not_stated: the source does not say."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    first: int | NotStated
    last: int | Literal["ongoing", "not_stated"]


@dataclass(frozen=True, slots=True)
class Relation:
    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    kind: Literal["builds_on", "overlaps", "complements", "open_question"]
    says: Text


@dataclass(frozen=True, slots=True)
class Initiative:
    """One file, library/initiatives/<id>.yaml. `made`: what it left behind; `ask`: the organisation to ask."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: str
    name: Text
    country: Country
    who: tuple[str, ...]  # organisations, never persons
    years: Years
    aim: Text
    made: tuple[Claim, ...] | NotStated
    relation: Relation
    ask: str | NotStated
    source: Source
    checked: Checked
    funding: Text | NotStated = "not_stated"
    regions: tuple[str, ...] = ()  # counties by name, where it is regional
    instruments: tuple[str, ...] = ()  # ids in library/instruments
    cases: tuple[str, ...] = ()  # ids in library/cases
