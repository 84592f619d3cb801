"""An instrument – a tool or a method of others – with our verdict: does it fit Swedish conditions?"""

from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from omlopp.domain.model.criteria import Checked
from omlopp.domain.model.text import STRICT, Claim, NotStated, Source, Text

Country = Literal[
    "SE",
    "NL",
    "BE",
    "DK",
    "NO",
    "FI",
    "IS",
    "DE",
    "ES",
    "HR",
    "Nordic",
    "EU",
    "GB",
    "US",
    "AU",
    "UA",
    "International",
]
"""Who made it. Flanders is BE; a body of several Nordic states is Nordic."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """`fits`: as_is used as it stands · adapted used in a form of our own · not_used. `where`: where in Omlopp."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    fits: Literal["as_is", "adapted", "not_used"]
    because: Text
    where: Text | None = None


@dataclass(frozen=True, slots=True)
class Licence:
    """May it be used and built upon? `open`: yes, no or not_stated."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    open: Literal["yes", "no", "not_stated"]
    says: Text


@dataclass(frozen=True, slots=True)
class InstrumentCard:
    """One file, library/instruments/<id>.yaml."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: str
    name: Text
    kind: Literal[
        "tool", "method", "guide", "criteria", "calculator", "data", "label", "standard", "network", "law"
    ]
    made_by: tuple[str, ...]  # organisations, never persons
    country: Country
    year: int | NotStated
    purpose: Text
    steps: tuple[str, ...]  # ids of the model's steps where it helps
    inputs: Text | NotStated
    time: Text | NotStated
    licence: Licence
    verdict: Verdict
    tested_by: tuple[Claim, ...] | NotStated
    evidence: tuple[Claim, ...] | NotStated
    source: Source
    checked: Checked
    goals: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()  # product groups it is made for; empty: any
