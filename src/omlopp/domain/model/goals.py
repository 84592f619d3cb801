"""Goals A–E, their strategies, the R-ladder and the three dimensions of circularity."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar, Literal

from omlopp.domain.model.text import STRICT, Source, Text


class RStep(StrEnum):
    """The R-ladder, ordered: a lower step keeps more value. Compare with `order`."""

    R0 = "R0"  # refuse
    R1 = "R1"  # rethink
    R2 = "R2"  # reduce
    R3 = "R3"  # reuse
    R4 = "R4"  # repair
    R5 = "R5"  # refurbish
    R6 = "R6"  # remanufacture
    R7 = "R7"  # repurpose
    R8 = "R8"  # recycle
    R9 = "R9"  # recover

    @property
    def order(self) -> int:
        return int(self.value[1:])


class Dimension(StrEnum):
    RECIRCULATION = "recirculation"
    UTILISATION = "utilisation"
    ENDURANCE = "endurance"


GoalId = Literal["A", "B", "C", "D", "E"]


@dataclass(frozen=True, slots=True)
class Codes:
    """How notices and open data name the same thing. Codes of eForms BT-774 and of the OCDS extension."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    eforms_bt_774: tuple[str, ...] = ()
    ocds_goal: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Strategy:
    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: str  # "D5": the goal's letter and a number
    name: Text
    text: Text
    r_steps: tuple[RStep, ...]
    dimensions: tuple[Dimension, ...]


@dataclass(frozen=True, slots=True)
class Goal:
    """One of five goals round the loop of a product's life. `phase` is where in the loop it acts."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: GoalId
    name: Text
    short: Text
    text: Text
    phase: Literal["input", "use", "output"]
    codes: Codes
    strategies: tuple[Strategy, ...]
    indicators: tuple[str, ...]  # proposed first for this goal, ids in library/indicators
    source: Source
