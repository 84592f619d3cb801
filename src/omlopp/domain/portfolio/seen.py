"""One shape for what is judged: an organisation's own procurement and a documented case are both read into `Seen`.

It holds what is told, never a verdict. The verdicts are in `ladder`, `measures`, `effects`, `obstacles` and `used`, and
they do not know which of the two they judge.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from omlopp.domain.model.goals import GoalId, RStep

Answer = Literal["no", "unknown", "yes"]
Position = Literal["counted", "not_yet", "no_purchase", "cancelled"]
Origin = Literal["own", "case"]


@dataclass(frozen=True, slots=True)
class Told:
    """What the sources say of one thing. `because`: a code, told in words at the edge; `about`: what it rests on."""

    answer: Answer
    because: str
    about: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Demand:
    """One requirement, or all that a documented case asked for, and what is told of it from request to contract.

    `criterion`: id in the library, empty where none is named. `offered`: did the award bring it about?
    `market`: does it ask for more than the market gives anyhow? `shown`: was it delivered in the contract phase?
    """

    id: str
    criterion: str
    asked: Told
    offered: Told
    market: Told
    shown: Told
    steps: frozenset[RStep] = frozenset()


@dataclass(frozen=True, slots=True)
class Amount:
    """What came of an effect sought, in one measure. `now` None: it is followed and nobody knows.

    `change` True: lower is better, and what counts is `before` less `now`; without `before` it is not known.
    `spread`: standard deviation of the logarithm; None: no source says how far the figure may be off. `judged`: people
    have said how sure the figures are, all of it; otherwise the spread is that of the worst.
    `draw`: what the error is drawn as; two amounts on the same factor meet the same draw. `summed` False: shares and
    the like, told one by one. `line`: indicator, or the place in a case.
    """

    effect: str
    measure: str
    line: str
    now: Decimal | None
    before: Decimal | None = None
    change: bool = False
    summed: bool = True
    spread: float | None = None
    judged: bool = False
    draw: str = ""
    goals: tuple[GoalId, ...] = ()

    @property
    def value(self) -> Decimal | None:
        """What counts: the level, or what became less."""
        if not self.change or self.now is None:
            return self.now
        return None if self.before is None else self.before - self.now


@dataclass(frozen=True, slots=True)
class Lit:
    """A goal that was chosen. `kept`: was its promise or target reached? Unknown where none was set or measured."""

    goal: GoalId
    kept: Told


@dataclass(frozen=True, slots=True)
class Obstacle:
    """`code` of library/evaluation/obstacles.yaml; empty: met, and not coded. `by`: who coded it."""

    code: str
    says: str
    by: Literal["people", "rules", "nobody"]


@dataclass(frozen=True, slots=True)
class Seen:
    """`value_sek` None: not told. `need`: R-steps of the strategies that the need was given. `pairs`: measured both
    before and now. `obstacles` None: nobody has told; empty: asked, and none was met. `steps`: of the model → passed,
    waits or skipped.
    """

    id: str
    title: str
    origin: Origin
    position: Position
    demands: tuple[Demand, ...] = ()
    need: frozenset[RStep] = frozenset()
    lit: tuple[Lit, ...] = ()
    amounts: tuple[Amount, ...] = ()
    pairs: int = 0
    value_sek: Decimal | None = None
    obstacles: tuple[Obstacle, ...] | None = None
    instruments: tuple[str, ...] = ()
    steps: Mapping[str, str] = field(default_factory=dict)
    model: str = ""
    organisation: str = ""
    county: str = ""
    country: str = ""
    year: int | None = None
    groups: tuple[str, ...] = ()
    exercise: bool = False
    in_hindsight: bool = False
