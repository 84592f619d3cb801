"""How the portfolio is evaluated, as data: effects sought, SIGMA's limits, obstacle codes, the reading of cases."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, ClassVar, Literal, TypeVar

from omlopp.domain.model.errors import OmloppError
from omlopp.domain.model.text import STRICT, Source, Text
from omlopp.domain.portfolio.effects import Kind
from omlopp.domain.portfolio.effects import Source as Line
from omlopp.domain.portfolio.measures import Limits
from omlopp.domain.portfolio.obstacles import Code
from omlopp.domain.portfolio.read_case import Coded, Coding
from omlopp.library.files import Problem, read_one

FOLDER = Path(__file__).parent
T = TypeVar("T")


class EvaluationDataWrong(OmloppError):
    """A file of library/evaluation that does not read as it should. Facts: file, fault."""

    code = "evaluation.data-wrong"


@dataclass(frozen=True, slots=True)
class SigmaLimits:
    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    valid_from: date
    low: Decimal
    high: Decimal
    most: Decimal
    above_eur: Decimal
    source: Source


@dataclass(frozen=True, slots=True)
class InKronor:
    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    valid_from: date
    value: Decimal
    source: Source


@dataclass(frozen=True, slots=True)
class SigmaFile:
    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    values: tuple[SigmaLimits, ...]
    above_sek: tuple[InKronor, ...]


@dataclass(frozen=True, slots=True)
class From:
    """Either `indicator` and `take`, or `stock`."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    times: Decimal
    indicator: str = ""
    take: str = ""
    less: str = ""
    change: bool = False
    stock: Literal["", "pieces", "mass_kg", "avoided_sek"] = ""


@dataclass(frozen=True, slots=True)
class Measure:
    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    unit: str
    name: Text
    told_by: tuple[From, ...]


@dataclass(frozen=True, slots=True)
class Effect:
    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    name: Text
    text: Text
    measures: Mapping[str, Measure]


@dataclass(frozen=True, slots=True)
class EffectsFile:
    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    effects: Mapping[str, Effect]
    source: Source


@dataclass(frozen=True, slots=True)
class Words:
    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    sv: tuple[str, ...]
    en: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ObstacleCode:
    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    means: Text
    chosen: tuple[str, ...]
    words: Words


@dataclass(frozen=True, slots=True)
class ObstaclesFile:
    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    none: tuple[str, ...]
    codes: Mapping[str, ObstacleCode]
    source: Source


@dataclass(frozen=True, slots=True)
class CodedFile:
    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    at: int
    tells: Literal[
        "effect", "delivered", "market", "price", "promise", "target", "abroad", "doubted", "other"
    ]
    figure: Decimal | None = None
    effect: str = ""
    measure: str = ""
    times: Decimal = Decimal(1)
    how: Literal["", "counted", "calculated"] = ""
    a_year: bool = False


@dataclass(frozen=True, slots=True)
class CheckedBy:
    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    by: str
    last: date
    next: date


@dataclass(frozen=True, slots=True)
class CasesFile:
    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    checked: CheckedBy
    cases: Mapping[str, tuple[CodedFile, ...]]


def limits(on: date) -> Limits:
    """SIGMA's limits in force on a day; before the first, the first."""
    file = sigma_file()
    own = _on(file.values, on)
    return Limits(own.low, own.high, own.most, _on(file.above_sek, on).value)


def kinds() -> tuple[Kind, ...]:
    """Every effect in every measure, in the order of the file."""
    return tuple(
        Kind(
            effect,
            measure,
            tuple(
                Line(one.indicator, one.take, one.times, one.change, one.less, one.stock)
                for one in says.told_by
            ),
        )
        for effect, each in effects_file().effects.items()
        for measure, says in each.measures.items()
    )


def codes() -> tuple[Code, ...]:
    """The codes with the words of both languages, as the rules read them."""
    return tuple(
        Code(id, tuple(word.casefold() for word in (*each.words.sv, *each.words.en)), each.chosen)
        for id, each in obstacles_file().codes.items()
    )


@cache
def codings() -> Mapping[str, Coding]:
    """What each result of each documented case tells, by case."""
    return {
        case: tuple(
            Coded(one.at, one.tells, one.figure, one.effect, one.measure, one.times, one.how, one.a_year)
            for one in rows
        )
        for case, rows in _file("case_results", CasesFile).cases.items()
    }


@cache
def sigma_file() -> SigmaFile:
    return _file("sigma", SigmaFile)


@cache
def effects_file() -> EffectsFile:
    return _file("effects", EffectsFile)


@cache
def obstacles_file() -> ObstaclesFile:
    return _file("obstacles", ObstaclesFile)


def _file(name: str, shape: type[T]) -> T:
    found = read_one(FOLDER / f"{name}.yaml", shape, FOLDER.parent)
    if isinstance(found, Problem):
        raise EvaluationDataWrong(file=found.file, fault=str(found))
    return found


Dated = TypeVar("Dated", SigmaLimits, InKronor)


def _on(values: tuple[Dated, ...], on: date) -> Dated:
    known = sorted(values, key=lambda one: one.valid_from)
    return next((one for one in reversed(known) if one.valid_from <= on), known[0])
