"""Sets of weights for environmental cost: library/indicators/weights/*.yaml, each with how sure every weight is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, ClassVar

from omlopp.domain.model.errors import OmloppError
from omlopp.domain.model.text import STRICT, Certainty, Source, Text
from omlopp.library.files import Problem, read_one

FOLDER = Path(__file__).parent / "indicators/weights"


@dataclass(frozen=True, slots=True)
class ImpactWeight:
    """`unit`: EUR per unit of the impact. `mark`: how sure the weight is; what is unverified is never shown as fact."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    value: Decimal
    unit: str
    mark: Certainty


@dataclass(frozen=True, slots=True)
class WeightSet:
    """`version`: A1 or A2; sets of different versions are different types. `basis`: the declarations it fits."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: str
    name: Text
    version: str
    price_year: int | None
    basis: str
    source: Source
    checked_on: date
    weights: Mapping[str, ImpactWeight]


class WeightsBroken(OmloppError):
    """A set that is not there or cannot be read. Facts: id, where, says."""

    code = "impact.weights-broken"


@cache
def weight_set(id: str, folder: Path = FOLDER) -> WeightSet:
    path = folder / f"{id}.yaml"
    if not path.is_file():
        raise WeightsBroken(id=id, where=str(path.name), says="missing")
    found = read_one(path, WeightSet, folder, id=id)
    if isinstance(found, Problem):
        raise WeightsBroken(id=id, where=found.where, says=found.says)
    return found
