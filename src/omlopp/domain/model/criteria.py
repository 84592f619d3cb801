"""A criterion with its whole story: text, proof, clause, indicator, follow-up and legal hooks."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, ClassVar, Literal

from omlopp.domain.model.goals import Codes, Dimension, GoalId, RStep
from omlopp.domain.model.law import LegalHook
from omlopp.domain.model.text import STRICT, Source, Text


class CriterionKind(StrEnum):
    """By legal place."""

    EXCLUSION = "exclusion"  # uteslutningsgrund
    SELECTION = "selection"  # kvalificeringskrav
    TECHNICAL = "technical"  # krav på föremålet (teknisk specifikation)
    AWARD = "award"  # tilldelningskriterium
    PERFORMANCE = "performance"  # särskilt kontraktsvillkor


class Level(StrEnum):
    BAS = "bas"
    AVANCERAD = "avancerad"
    SPJUTSPETS = "spjutspets"

    @property
    def order(self) -> int:
        return list(Level).index(self)


@dataclass(frozen=True, slots=True)
class Clause:
    """What binds the supplier in the contract, and what happens when the promise is not kept."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    text: Text
    consequence: Text


@dataclass(frozen=True, slots=True)
class FollowUp:
    """Which record shows it, and how often it is asked for."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    record: Text
    each: Literal["delivery", "month", "quarter", "half_year", "year", "once"]


@dataclass(frozen=True, slots=True)
class ScoreLevel:
    """A level a bid can offer. `share` of the criterion's kronor or points it earns, 0–1."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: str
    text: Text
    share: Decimal


@dataclass(frozen=True, slots=True)
class MarketStandard:
    """Does it ask for more than the market gives already? 'not_yet_known' is an answer; silence is not."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    above: Literal["yes", "no", "not_yet_known"]
    because: Text
    evidence: tuple[Source, ...] = ()  # needed where the answer is yes or no


@dataclass(frozen=True, slots=True)
class Checked:
    """Who looked at it last (a role), and when it must be looked at again."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    by: str
    last: date
    next: date


@dataclass(frozen=True, slots=True)
class Official:
    """The corresponding criterion of Upphandlingsmyndigheten's Kriterietjänst, by its Krav-ID.

    relation `itself`: it is that very criterion, pasted into a procurement. Never in the library.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    krav_id: str
    relation: Literal["same_aim", "stricter", "complements", "itself"]
    source: Source | None = None  # where the Krav-ID was read; its text is never ours to copy


@dataclass(frozen=True, slots=True)
class Relations:
    """Ids of other criteria. `combines`: measured alike and yet meant to stand together, each for its own part."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    requires: tuple[str, ...] = ()
    replaces: tuple[str, ...] = ()
    conflicts: tuple[str, ...] = ()
    combines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Risks:
    """What may go wrong, and what to do about it."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    competition: Text
    small_firms: Text
    cost: Text


@dataclass(frozen=True, slots=True)
class Criterion:
    """One file, library/criteria/<group>/<id>.yaml; `id` and `group` come from its place."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: str
    group: str
    kind: CriterionKind
    level: Level
    name: Text
    text: Text
    why: Text
    goal: GoalId
    strategy: str
    r_step: RStep
    dimensions: tuple[Dimension, ...]
    cpv: tuple[str, ...]  # prefixes, two to eight digits
    measured_by: str  # an indicator: what cannot be measured cannot be followed up
    proof: Text
    market: MarketStandard
    hooks: tuple[LegalHook, ...]
    risks: Risks | Text  # Text: as criteria were written before the three were told apart; copies keep it
    codes: Codes
    source: Source
    checked: Checked
    follow_up: FollowUp | None = None  # needed where there is a clause
    clause: Clause | None = None  # needed for award criteria and performance conditions
    scores: tuple[ScoreLevel, ...] = ()  # award criteria: what a bid can offer
    deduction_logic: Text | None = None  # award criteria: how to set its worth in kronor
    relations: Relations = Relations()
    official: Official | None = None
    substances: bool = False  # keeps substances of concern out of the flow, or makes them known

    @property
    def risk_notes(self) -> Mapping[str, Text]:
        """The risks by name; one note without a name ("") in a criterion written before they were told apart."""
        if isinstance(self.risks, Text):
            return {"": self.risks}
        return {name: getattr(self.risks, name) for name in ("competition", "small_firms", "cost")}

    @property
    def scored(self) -> bool:
        return self.kind is CriterionKind.AWARD

    @property
    def pasted(self) -> bool:
        """An official criterion, pasted into a procurement."""
        return self.official is not None and self.official.relation == "itself"


@dataclass(frozen=True, slots=True)
class ChosenCriterion:
    """A copy of a criterion as it stood when it was chosen, with the wording the procurement uses.

    Later edits of the library never change it. `indicator_name` is copied for the same reason.
    """

    id: str  # within the procurement
    criterion: Criterion
    wording: Text
    clause_wording: Text | None
    indicator_name: Text | None  # None: the indicator is gone from the library
    lot_id: str | None = None  # None: all lots
    owner: str = ""  # who follows it up in the contract phase (a role or unit)

    @property
    def adapted(self) -> bool:
        return self.wording != self.criterion.text
