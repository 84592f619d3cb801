"""What a programme is laid out with, as data: the strategies it serves, horizontal principles, its settings."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, ClassVar, Literal, TypeVar

import yaml

from omlopp.domain.model.errors import OmloppError
from omlopp.domain.model.text import STRICT, Source, Text
from omlopp.library.files import Problem, read_one
from omlopp.library.importing import ListKind

FOLDER = Path(__file__).parent
T = TypeVar("T")
Level = Literal["county", "national", "union", "world"]


class ProgrammeDataBroken(OmloppError):
    """The data file cannot be read. Facts: where, says."""

    code = "programme.broken"


@dataclass(frozen=True, slots=True)
class Strategy:
    """A strategy that a goal may serve. `from_`, `to`: the years it is about, None where it states none.

    `says`: what of it we have read and no more. `region`: NUTS 3 of the county it holds in, empty for all.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: str
    name: Text
    short: Text
    level: Level
    owner: str
    says: Text
    source: Source
    from_: int | None = None
    to: int | None = None
    decided_on: date | None = None
    region: str = ""


@dataclass(frozen=True, slots=True)
class Principle:
    """A horizontal principle that a programme tells how it meets."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: str
    name: Text
    asks: Text
    source: Source


@dataclass(frozen=True, slots=True)
class Settings:
    """`still_days`: after so many days without a change a pilot is pointed out. `most_*`: sizes that are kept."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    read_on: date
    still_days: int
    soon_days: int
    high_risk: int
    most_applications: int
    most_words: int


@dataclass(frozen=True, slots=True)
class _Strategies:
    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    read_on: date
    strategies: tuple[Strategy, ...]


@dataclass(frozen=True, slots=True)
class _Principles:
    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    read_on: date
    principles: tuple[Principle, ...]


@cache
def strategies() -> Mapping[str, Strategy]:
    """Id → strategy, in the order of the file."""
    return {one.id: one for one in _read("strategies.yaml", _Strategies).strategies}


@cache
def principles() -> Mapping[str, Principle]:
    return {one.id: one for one in _read("principles.yaml", _Principles).principles}


@cache
def settings() -> Settings:
    return _read("settings.yaml", Settings)


@cache
def spent_list() -> ListKind:
    """The list that spending is imported from: its columns and the names they go under."""
    return _read("spent_list.yaml", ListKind)


def _read(name: str, shape: type[T]) -> T:
    found = read_one(FOLDER / name, shape, FOLDER)
    if isinstance(found, Problem):
        raise ProgrammeDataBroken(where=f"{name}: {found.where}", says=found.says)
    return found


@cache
def cost_types() -> Mapping[str, Text]:
    """Id → name of the cost types, in the order of the file; what more stands there is the budget's (costs)."""
    try:
        content = yaml.safe_load((FOLDER / "cost_types.yaml").read_text("utf-8"))
        return {one["id"]: Text(**one["name"]) for one in content["cost_types"]}
    except (OSError, yaml.YAMLError, KeyError, TypeError) as error:
        raise ProgrammeDataBroken(where="cost_types.yaml", says=str(error)) from None
