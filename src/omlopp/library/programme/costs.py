"""The budget's data: cost types with what proves them, simplified cost options, questions about state aid."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, ClassVar, Literal

from omlopp.domain.model.text import STRICT, Source, Text
from omlopp.domain.programme.budget import CostOption
from omlopp.library.programme import _read


@dataclass(frozen=True, slots=True)
class CostType:
    """`direct`: a cost of its own, which flat rates may rest on. `proof`: what must be kept."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: str
    name: Text
    direct: bool
    proof: Text


@dataclass(frozen=True, slots=True)
class Option:
    """A simplified cost option as the file has it. `sek`: a fixed unit cost. `yearly_rise`: 0–1, of a unit cost.

    `excludes`: options not to be used beside it. `rate`, 0–1, is the most the rules allow.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: str
    kind: Literal["flat_rate", "unit_cost", "lump_sum"]
    name: Text
    gives: tuple[str, ...]
    says: Text
    source: Source
    valid_from: date
    valid_to: date | None = None
    of: tuple[str, ...] = ()
    rate: Decimal | None = None
    hours_a_year: int | None = None
    sek: Decimal | None = None
    yearly_rise: Decimal | None = None
    excludes: tuple[str, ...] = ()

    @property
    def value(self) -> CostOption:
        """As the domain reckons with it."""
        return CostOption(
            self.id,
            self.kind,
            self.gives,
            self.of,
            self.rate,
            self.hours_a_year,
            self.valid_from,
            self.valid_to,
        )


@dataclass(frozen=True, slots=True)
class Question:
    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: str
    asks: Text
    source: Source


@dataclass(frozen=True, slots=True)
class Condition:
    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    says: Text
    source: Source


@dataclass(frozen=True, slots=True)
class StateAid:
    """`questions`: what a note on state aid answers. `conditions`: what every cost must meet."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    read_on: date
    questions: tuple[Question, ...]
    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class _Types:
    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    read_on: date
    cost_types: tuple[CostType, ...]


@dataclass(frozen=True, slots=True)
class _Options:
    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    read_on: date
    options: tuple[Option, ...]


@cache
def cost_types() -> Mapping[str, CostType]:
    """Id → cost type, in the order of the file. Raises ProgrammeDataBroken."""
    return {one.id: one for one in _read("cost_types.yaml", _Types).cost_types}


@cache
def cost_options() -> Mapping[str, Option]:
    """Id → option, those of every period. Raises ProgrammeDataBroken."""
    return {one.id: one for one in _read("cost_options.yaml", _Options).options}


def options_on(on: date) -> tuple[Option, ...]:
    """The options in force on a day."""
    return tuple(
        one
        for one in cost_options().values()
        if one.valid_from <= on and (one.valid_to is None or on <= one.valid_to)
    )


@cache
def state_aid() -> StateAid:
    """Raises ProgrammeDataBroken."""
    return _read("state_aid.yaml", StateAid)
