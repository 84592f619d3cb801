"""An indicator card, and a measurement of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, ClassVar, Literal

from omlopp.domain.model.goals import GoalId
from omlopp.domain.model.text import STRICT, Source, Text


class Stage(StrEnum):
    """An indicator is measured three times."""

    BASELINE = "baseline"
    CONTRACT = "contract"
    END = "end"


@dataclass(frozen=True, slots=True)
class Input:
    """One figure that is recorded. `unit` as written to people: "kg", "st", "år", "SEK".

    `needed` False: the indicator can be computed without it, and says what it then supposed or could not tell.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: str
    name: Text
    unit: Text
    needed: bool = True
    help: Text | None = None  # what to take the figure from, and what not to count


@dataclass(frozen=True, slots=True)
class Indicator:
    """What is measured, how it is computed from what is recorded, and what silence means.

    formula: share = first input ÷ second input (shown as per cent, never without the second);
    per = first ÷ second (a rate); amount = the first input as it stands; computed = `function`, a name of
    `domain.indicators.computed.FUNCTIONS`, from all inputs, row by row where a thing has parts.

    `additive` False: an amount that tells of each thing (years of warranty), so that several contracts have no sum.
    use: follow_up is typed in at the three stages; calculation is worked out from a file of rows.
    `applies`: when the indicator says something, where it does not always. `core`: the number it has in a standard.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: str
    name: Text
    text: Text
    formula: Literal["share", "per", "amount", "computed"]
    inputs: tuple[Input, ...]
    unit: Text
    direction: Literal["higher", "lower"]
    missing: Text
    goals: tuple[GoalId, ...]
    method: str  # page under docs/method
    source: Source
    use: Literal["follow_up", "calculation"] = "follow_up"
    function: str = ""
    weights: str = ""  # set of weights that the function takes: a file of library/indicators/weights
    additive: bool = True
    applies: Text | None = None
    core: str = ""

    @property
    def is_share(self) -> bool:
        """A share of something: 0–1, shown in per cent and never without what it is a share of."""
        return self.formula == "share" or self.unit.en.startswith("share of ")


@dataclass(frozen=True, slots=True)
class FactorUsed:
    """A factor that stands behind a result: its id in a set of a version and year, under a licence."""

    id: str
    set: str
    version: str
    year: int | None
    licence: str


@dataclass(frozen=True, slots=True)
class Measurement:
    """What was found at one stage: the recorded figures with source, proof and day. Missing figures are unknown.

    `pedigree`: how sure the figures are, scores 1 (best) to 5 by the names of `domain.footprint.pedigree.SCORES`;
    one that is not there was not judged. `period_to`: the last day of the period the figures are about.
    `replaces`: id of the measurement that this one corrects, for the reason `correction`.
    """

    indicator: str
    stage: Stage
    inputs: Mapping[str, Decimal]
    measured_on: date
    source: str
    proof: str = ""
    criterion: str | None = None
    note: str = ""
    pedigree: Mapping[str, int] = field(default_factory=dict)
    factors: tuple[FactorUsed, ...] = ()
    period_to: date | None = None
    id: str = ""
    replaces: str | None = None
    correction: str = ""


@dataclass(frozen=True, slots=True)
class Measured:
    """An indicator's value. `value` None: unknown, because `missing` inputs were not recorded.

    value: a share runs 0–1 (more is refused); `base` is what a share is a share of.
    """

    indicator: str
    stage: Stage
    value: Decimal | None
    base: Decimal | None = None
    missing: tuple[str, ...] = ()
    facts: Mapping[str, Decimal] = field(default_factory=dict)
