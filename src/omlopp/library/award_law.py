"""The award room's law and limits: library/award/*.yaml as frozen values."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, ClassVar, TypeVar

from omlopp.domain.award.properties import Limits
from omlopp.domain.model.errors import OmloppError
from omlopp.domain.model.law import LegalHook
from omlopp.domain.model.text import STRICT, Source
from omlopp.library.files import Problem, read_one

T = TypeVar("T")
FOLDER = Path(__file__).parent / "award"


@dataclass(frozen=True, slots=True)
class AwardLaw:
    """Every hook, by the check it belongs to. `read_on`: when the sources were last read."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    read_on: date
    hooks: tuple[LegalHook, ...]

    def hook(self, check: str) -> LegalHook | None:
        return next((one for one in self.hooks if one.id == check), None)


@dataclass(frozen=True, slots=True)
class _Limits:
    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    least_effect: Decimal
    influence_gap: Decimal
    fields: int
    source: Source


class AwardLibraryBroken(OmloppError):
    code = "award-library-broken"


@cache
def award_law() -> AwardLaw:
    return _read("law.yaml", AwardLaw)


@cache
def limits() -> Limits:
    read = _read("limits.yaml", _Limits)
    return Limits(read.least_effect, read.influence_gap, read.fields)


def _read(name: str, shape: type[T]) -> T:
    found = read_one(FOLDER / name, shape, FOLDER)
    if isinstance(found, Problem):
        raise AwardLibraryBroken(file=name, where=found.where, says=found.says)
    return found
