"""A product group's page: where its impact sits, what works and what made things worse, how its market looks."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar, Literal

from omlopp.domain.model.criteria import Checked
from omlopp.domain.model.goals import GoalId
from omlopp.domain.model.text import STRICT, Claim, Source, Text


@dataclass(frozen=True, slots=True)
class Typical:
    """What a thing of the group usually is. A figure has low and high (equal where one is given) and its unit."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    of: Literal["material", "mass", "life"]
    what: Text  # which thing: "Höj- och sänkbart skrivbord"
    says: Text
    source: Source
    low: Decimal | None = None
    high: Decimal | None = None
    unit: Text | None = None


@dataclass(frozen=True, slots=True)
class Worked:
    """What a goal and its strategies gave in practice. `worse`: a counter-example, told as plainly as a success."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    goal: GoalId
    strategies: tuple[str, ...]
    outcome: Literal["works", "depends", "worse", "not_yet_known"]
    says: Text
    source: Source
    cases: tuple[str, ...] = ()  # ids in library/cases


@dataclass(frozen=True, slots=True)
class Pitfall:
    """What buyers trip over. `hooks`: the legal points it turns on, ids in library/process/legal."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    kind: Literal[
        "waste_or_product",
        "warranty",
        "product_liability",
        "ce_marking",
        "same_series",
        "substances",
        "hygiene",
        "data",
        "ordering",
        "accounting",
        "other",
    ]
    says: Text
    mend: Text
    source: Source
    hooks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Questions:
    """Questions to put: to the own organisation before anything is bought, and to the market."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    need: tuple[Text, ...]
    market: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Substances:
    """Do substances of concern matter in the group? Then at least one criterion deals with them."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    matter: bool
    says: Text
    source: Source


GroupPart = Literal["impact", "material", "mass", "life", "works", "market", "pitfalls", "contract_end"]


@dataclass(frozen=True, slots=True)
class Gap:
    """A part of the page that nothing was found for, said openly."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    part: GroupPart
    because: Text


@dataclass(frozen=True, slots=True)
class Nouns:
    """Beginnings of the words that name the group's objects: two criteria that differ by them alone are one."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    sv: tuple[str, ...]
    en: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GroupPage:
    """One file, library/groups/<id>.yaml; `id` is the folder's name in library/criteria."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: str
    name: Text
    summary: Text
    cpv: tuple[str, ...]
    nouns: Nouns
    impact: tuple[Claim, ...]
    typical: tuple[Typical, ...]
    works: tuple[Worked, ...]
    market: tuple[Claim, ...]
    questions: Questions
    pitfalls: tuple[Pitfall, ...]
    indicators: tuple[str, ...]
    contract_end: tuple[Claim, ...]
    substances: Substances
    checked: Checked
    not_found: tuple[Gap, ...] = ()

    def holds(self, part: GroupPart) -> bool:
        """Does the page say something of that part?"""
        if part in ("material", "mass", "life"):
            return any(one.of == part for one in self.typical)
        return bool(getattr(self, part))
