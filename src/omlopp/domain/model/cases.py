"""A case (fall): a circular procurement that somebody has documented. A worked example is another thing."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar, Literal

from omlopp.domain.model.criteria import Checked
from omlopp.domain.model.goals import GoalId
from omlopp.domain.model.instruments import Country
from omlopp.domain.model.process import Entrance
from omlopp.domain.model.text import STRICT, Claim, NotStated, Source, Text


@dataclass(frozen=True, slots=True)
class Result:
    """What came of it, as the source states it. A figure has its unit and how it was found; the certainty is the
    source's. `figure` "not_stated": told in words only.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    says: Text
    figure: Decimal | NotStated
    source: Source
    unit: Text | None = None
    method: Text | NotStated = "not_stated"
    seller: bool = False  # the figure is a seller's own


@dataclass(frozen=True, slots=True)
class Obstacle:
    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    kind: Literal["law", "cost", "competence", "habit", "market", "organisation"]
    says: Text
    source: Source


Inferred = Literal["cpv", "groups", "goals", "strategies", "entrance", "lessons", "year"]


@dataclass(frozen=True, slots=True)
class Case:
    """One file, library/cases/<id>.yaml. Facts only: what a source does not say is `not_stated`.

    `inferred`: fields that are our own reading (a goal or a CPV code that the source never names).
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: str
    name: Text
    buyer: str  # an organisation
    country: Country
    year: int | NotStated  # when it was advertised or decided; else when it was told
    object: Text
    outcome: Literal["in_use", "finished", "under_way", "stopped", "no_purchase", "not_stated"]
    groups: tuple[str, ...]
    cpv: tuple[str, ...] | NotStated
    entrance: Entrance | NotStated
    goals: tuple[GoalId, ...]
    strategies: tuple[str, ...]
    asked: Text | NotStated
    award_model: Text | NotStated
    bids: int | NotStated
    results: tuple[Result, ...] | NotStated
    obstacles: tuple[Obstacle, ...] | NotStated
    lessons: tuple[Claim, ...] | NotStated
    source: Source
    checked: Checked
    inferred: tuple[Inferred, ...] = ()
    counter_example: bool = False  # it became worse, or stopped: as worth knowing as a success
    criteria: tuple[str, ...] = ()  # ids of criteria that ask the same
