"""What an exercise says: one invented procurement per YAML file (library/samples/exercise), read strictly.

Amounts and figures are written in quotes, so that no decimal is rounded on its way in. Persons are user names.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, ClassVar, Literal

from omlopp.domain.model.errors import OmloppError
from omlopp.domain.model.indicators import Stage
from omlopp.domain.model.law import Regime
from omlopp.domain.model.process import Entrance
from omlopp.domain.model.text import STRICT
from omlopp.library.files import Problem, read_one

MARK = "övning"  # in every title: nobody is to take it for a real one


class ExerciseUnreadable(OmloppError):
    """The file is not an exercise. Facts: file, where, says."""

    code = "exercise.unreadable"


@dataclass(frozen=True, slots=True)
class RegimeSaid:
    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    regime: Regime
    reason: str


@dataclass(frozen=True, slots=True)
class LotSaid:
    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: str
    title: str
    value_sek: Decimal
    cpv: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GoalSaid:
    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    goal: str
    strategies: tuple[str, ...]
    indicator: str
    target: Decimal


@dataclass(frozen=True, slots=True)
class CriterionSaid:
    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    criterion: str
    owner: str = ""


@dataclass(frozen=True, slots=True)
class AddedSaid:
    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    link: str
    sanction: Decimal


@dataclass(frozen=True, slots=True)
class AwardSaid:
    """`worth`: criterion → kronor (or weight 0–1 with `price_weight`)."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    family: str
    worth: Mapping[str, Decimal]
    added: Mapping[str, AddedSaid]
    price_weight: Decimal | None = None


@dataclass(frozen=True, slots=True)
class BidSaid:
    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    lot: str
    bidder: str
    price_sek: Decimal
    levels: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class OpeningSaid:
    """`present`: pairs of an office and whom it stands for; never a person's name."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    lot: str
    at: datetime
    present: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class AssessmentSaid:
    """`by` buyer: the person who carries the exercise."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    bidder: str
    by: Literal["buyer", "assessor"]
    criterion: str
    level: str
    reason: str


@dataclass(frozen=True, slots=True)
class AgreedSaid:
    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    bidder: str
    levels: Mapping[str, str]
    why: str


@dataclass(frozen=True, slots=True)
class QuestionSaid:
    """A question about a price, and its answer; `accepted` None: not judged yet."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    bidder: str
    asked_on: date
    answer_by: date
    question: str
    answer: str = ""
    answered_on: date | None = None
    accepted: bool | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class DecisionSaid:
    """`winner` None: nobody is awarded."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    lot: str
    day: date
    reason: str
    winner: str | None = None


@dataclass(frozen=True, slots=True)
class RulingSaid:
    """What was decided of a missed promise, under the clause of `criterion`."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    criterion: str
    ruling: str
    day: date
    text: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class MeasurementSaid:
    """`inputs`: what is known; a part that nobody kept is left out. `decided`: what was decided of a missed promise."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    indicator: str
    stage: Stage
    day: date
    inputs: Mapping[str, Decimal]
    source: str
    proof: str = ""
    note: str = ""
    period_to: date | None = None
    decided: tuple[RulingSaid, ...] = ()


@dataclass(frozen=True, slots=True)
class StockSaid:
    """A thing of the organisation's own store. `take`: pieces promised to this need; 0: it only stands there."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    name: str
    pieces: int
    number: str
    condition: str = "good"
    place: str = ""
    bought_year: int | None = None
    mass_kg_each: Decimal | None = None
    cpv: str = ""
    note: str = ""
    take: int = 0
    to: str = ""
    day: date | None = None
    new_price_sek: Decimal | None = None
    price_source: str = ""


@dataclass(frozen=True, slots=True)
class ReplySaid:
    """A firm's answer, as it was noted. `can`: requirement → now, later, other or no."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    firm: str
    answers: Mapping[str, str]
    can: Mapping[str, str] = field(default_factory=dict)
    size: str = ""
    county: str = ""


@dataclass(frozen=True, slots=True)
class DialogueSaid:
    """`asks`: requirements put to the market, chosen before it is asked; what the firms said becomes their evidence."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    kind: str
    title: str
    body: str
    opens: date
    closes: date
    questions: Mapping[str, str]
    asked: tuple[str, ...]
    how: str
    asks: tuple[str, ...] = ()
    replies: tuple[ReplySaid, ...] = ()
    summary: str = ""


@dataclass(frozen=True, slots=True)
class ToldSaid:
    """What one firm was told. `told_all` None: the others have not been told yet."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    what: str
    to: str
    day: date
    told_all: date | None = None
    how: str = ""


@dataclass(frozen=True, slots=True)
class ReportSaid:
    """A supplier's report, `period` counted from 1. `figures`: indicator → parts; ~ is what it does not know.

    `judged`: accepted, asked (a question waits), returned, or empty: nobody has looked at it yet.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    period: int
    figures: Mapping[str, Mapping[str, Decimal | None]]
    came: date
    note: str = ""
    question: str = ""
    answer: str = ""
    judged: Literal["accepted", "asked", "returned", ""] = ""
    decided: tuple[RulingSaid, ...] = ()


@dataclass(frozen=True, slots=True)
class LeftSaid:
    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    what: str
    way: str
    pieces: Decimal | None = None
    mass_kg: Decimal | None = None
    to: str = ""


@dataclass(frozen=True, slots=True)
class EndSaid:
    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    day: date
    came: Mapping[str, Decimal]
    left: tuple[LeftSaid, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class ContractSaid:
    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    lot: str
    number: str
    supplier: str
    value_sek: Decimal
    starts_on: date
    ends_on: date
    option_until: date | None = None
    notice_months: int | None = None
    options: str = ""
    reports: tuple[ReportSaid, ...] = ()  # sent through the supplier's link
    end: EndSaid | None = None


@dataclass(frozen=True, slots=True)
class PromiseSaid:
    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    indicator: str
    value: Decimal
    source: str
    day: date


@dataclass(frozen=True, slots=True)
class LessonSaid:
    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    text: str
    step: str = ""
    criterion: str = ""


@dataclass(frozen=True, slots=True)
class CommentSaid:
    """`by`: a role of `people`."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    by: str
    text: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class TaskSaid:
    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    text: str
    who: str = ""  # a role of `people`
    due: date | None = None
    place: str = ""


@dataclass(frozen=True, slots=True)
class EndingSaid:
    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    outcome: Literal["no_purchase", "cancelled", "closed"]
    reason: str


@dataclass(frozen=True, slots=True)
class Exercise:
    """An invented procurement. `stands_at`: the step it has come to, which is not passed; empty: all are.

    `ends`: how it ended, as soon as the step it stands at was passed; a decision without a winner has ended it already.
    Without `stands_at` and `ends` it is closed when the last step is passed. `people`: role in it → user name.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    title: str
    buyer_name: str
    buyer_kind: str
    buyer_number: str
    object_kind: str
    value_sek: Decimal
    cpv: tuple[str, ...]
    entrance: Entrance
    begun_on: date
    regime: RegimeSaid
    lots: tuple[LotSaid, ...]
    answers: Mapping[str, Mapping[str, Any]]
    planned_on: date | None = None
    stands_at: str = ""
    ends: EndingSaid | None = None
    people: Mapping[str, str] = field(default_factory=dict)
    stock: tuple[StockSaid, ...] = ()
    goals: tuple[GoalSaid, ...] = ()
    dialogues: tuple[DialogueSaid, ...] = ()
    told: tuple[ToldSaid, ...] = ()
    criteria: tuple[CriterionSaid, ...] = ()
    award: Mapping[str, AwardSaid] = field(default_factory=dict)
    bids: tuple[BidSaid, ...] = ()
    openings: tuple[OpeningSaid, ...] = ()
    assessor: str = ""
    assessments: tuple[AssessmentSaid, ...] = ()
    agreed: tuple[AgreedSaid, ...] = ()
    questions: tuple[QuestionSaid, ...] = ()
    decisions: tuple[DecisionSaid, ...] = ()
    contracts: tuple[ContractSaid, ...] = ()
    promises: tuple[PromiseSaid, ...] = ()
    measurements: tuple[MeasurementSaid, ...] = ()
    lessons: tuple[LessonSaid, ...] = ()
    comments: tuple[CommentSaid, ...] = ()
    tasks: tuple[TaskSaid, ...] = ()


def read_exercise(path: Path) -> Exercise:
    """The file as an exercise. Raises ExerciseUnreadable, also for a title that does not say that it is one."""
    found = read_one(path, Exercise, path.parent)
    if isinstance(found, Problem):
        raise ExerciseUnreadable(file=found.file, where=found.where or f"rad {found.line}", says=found.says)
    if MARK not in found.title.casefold():
        raise ExerciseUnreadable(file=path.name, where="title", says=f"“{found.title}” lacks “{MARK}”")
    return found
