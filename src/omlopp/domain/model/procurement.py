"""A procurement as a value: what has been said, chosen, promised and measured so far."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from omlopp.domain.model.award import AwardModel, Bid, Evaluation
from omlopp.domain.model.criteria import ChosenCriterion
from omlopp.domain.model.goals import GoalId
from omlopp.domain.model.indicators import Measurement
from omlopp.domain.model.law import BuyerKind, ObjectKind, Regime
from omlopp.domain.model.process import Entrance
from omlopp.domain.model.text import Text


@dataclass(frozen=True, slots=True)
class Buyer:
    name: str
    kind: BuyerKind
    organisation_number: str = ""


@dataclass(frozen=True, slots=True)
class Lot:
    id: str  # "LOT-0001"
    title: str
    value_sek: Decimal | None = None
    cpv: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RegimeChoice:
    """The rules that govern, as confirmed by a person with a reason."""

    regime: Regime
    reason: str
    proposed: Regime | None
    confirmed_on: date


@dataclass(frozen=True, slots=True)
class ChosenGoal:
    """A goal that was lit, its strategies, and the indicator that will tell whether it was reached."""

    goal: GoalId
    strategies: tuple[str, ...]
    indicator: str | None
    target: Decimal | None = None  # the indicator's value aimed at by the contract's end; a share is 0–1


@dataclass(frozen=True, slots=True)
class Decision:
    """The award decision: who won a lot and why. Evaluation is a calculation; this is a decision."""

    lot_id: str
    winner_bid: str | None  # None: nobody is awarded
    reason: str
    decided_on: date
    evaluation_digest: str


@dataclass(frozen=True, slots=True)
class Inquiry:
    """A question to a bidder about a price that seems abnormally low, and what came back. It rejects nothing."""

    lot_id: str
    bid: str
    question: str
    asked_on: date
    answer_by: date
    answer: str = ""
    answered_on: date | None = None
    accepted: bool | None = None  # None: not judged yet
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Assessment:
    """What one assessor gave a bid for a criterion, and why. `assessor` empty: what they agreed on afterwards."""

    lot_id: str
    bid: str
    criterion: str
    assessor: str
    reason: str
    level: str = ""
    number: Decimal | None = None


RejectionGround = Literal["abnormally_low", "requirement", "threshold"]


@dataclass(frozen=True, slots=True)
class Rejection:
    """A bid that people took out of the comparison, and why."""

    lot_id: str
    bid: str
    ground: RejectionGround
    reason: str
    decided_on: date


@dataclass(frozen=True, slots=True)
class Opening:
    """How a lot's bids were opened, elsewhere. `present`: name and whom each stands for. As secret as the bids.

    `chamber_asked`: a bidder asked for somebody named by a chamber of commerce; `chamber`: such a person was there.
    """

    lot_id: str
    opened_at: datetime
    place: str
    present: tuple[tuple[str, str], ...]
    bidders: tuple[str, ...]  # in the order the bids were opened
    chamber_asked: bool = False
    chamber: bool = False
    note: str = ""
    recorded_by: str = ""
    corrected: str = ""  # why it replaces an earlier record


@dataclass(frozen=True, slots=True)
class Agreed:
    """What the contract promises of an indicator. `source`: where in the contract it stands. A share is 0–1."""

    indicator: str
    value: Decimal
    source: str
    noted_on: date


Ruling = Literal["accepted", "adapted", "waived"]  # the agreed consequence as it stands, another one, or none


@dataclass(frozen=True, slots=True)
class Deviation:
    """A promise that was missed and what people decided about it. Figures, clause and consequence as they stood then.

    `criterion` None: no chosen criterion has a clause for it. `text`: what happens; empty when waived.
    """

    measurement: str
    criterion: str | None
    indicator: str
    promised: Decimal
    realised: Decimal
    ruling: Ruling
    text: str
    reason: str
    decided_on: date
    decided_by: str = ""
    consequence: Text | None = None


@dataclass(frozen=True, slots=True)
class Shared:
    """What one firm was told before the bids, and how all others were told the same. `shared_on` None: not yet."""

    what: str
    given_to: str
    given_on: date
    shared_how: str = ""
    shared_on: date | None = None


Outcome = Literal["open", "no_purchase", "cancelled", "awarded", "closed"]


@dataclass(frozen=True, slots=True)
class Procurement:
    """Everything the domain needs to judge where a procurement stands. Answers are texts by question id."""

    id: str
    title: str
    buyer: Buyer
    entrance: Entrance
    object_kind: ObjectKind
    model_version: str
    rules_fixed_on: date
    value_sek: Decimal | None = None
    cpv: tuple[str, ...] = ()
    regime: RegimeChoice | None = None
    exercise: bool = False  # övning: everything in it is invented
    in_hindsight: bool = (
        False  # carried out before it was entered: gates tell what is not known, and block nothing
    )
    outcome: Outcome = "open"
    lots: tuple[Lot, ...] = ()
    answers: Mapping[str, str] = field(default_factory=dict)
    passed_steps: frozenset[str] = frozenset()
    goals: tuple[ChosenGoal, ...] = ()
    criteria: tuple[ChosenCriterion, ...] = ()
    award_models: Mapping[str, AwardModel] = field(default_factory=dict)  # lot id → model
    bids: tuple[Bid, ...] = ()
    evaluations: Mapping[str, Evaluation] = field(default_factory=dict)  # lot id → evaluation
    decisions: tuple[Decision, ...] = ()
    inquiries: tuple[Inquiry, ...] = ()
    rejections: tuple[Rejection, ...] = ()
    assessments: tuple[Assessment, ...] = ()
    openings: tuple[Opening, ...] = ()  # in the order recorded; of a lot the last holds
    measurements: tuple[Measurement, ...] = ()
    indicator_names: Mapping[str, Text] = field(default_factory=dict)  # copies, by indicator id
    agreed: Mapping[str, Agreed] = field(default_factory=dict)  # indicator id → what the contract promises
    deviations: tuple[
        Deviation, ...
    ] = ()  # in the order decided; of a measurement and criterion the last holds
    shared: tuple[Shared, ...] = ()  # what single firms were told, in the order given
