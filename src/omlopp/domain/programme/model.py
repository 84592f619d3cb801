"""A programme as a value: what it is for, who takes part, what was given and spent, and how it goes.

Money in whole kronor as Decimal, hours as Decimal, days as dates. Codes (cost type, strategy, kind of help) are ids of
library/programme.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

ProgrammeKind = Literal["programme", "pre_study"]
Counted = Literal["live", "finished", "measured", "people_trained", "by_hand"]
HelpKind = Literal["question", "answer", "instrument", "meeting", "training"]
Funder = Literal["eu", "state", "region", "municipality", "own", "private"]
DecisionKind = Literal["service_letter", "delegation", "commission"]


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal of a programme. `counted`: how it is told that it is reached. `serves`: ids of strategies, never empty."""

    id: str
    text: str
    target: Decimal
    unit: str
    counted: Counted
    serves: tuple[str, ...]
    reached: Decimal | None = None  # by_hand only


@dataclass(frozen=True, slots=True)
class Participant:
    """A buyer that applied. Days not yet come are None."""

    id: str
    buyer_name: str
    county: str
    applied_on: date
    chosen_on: date | None = None
    signed_on: date | None = None
    left_on: date | None = None
    why: str = ""
    declined_on: date | None = None

    @property
    def takes_part(self) -> bool:
        return self.signed_on is not None and self.left_on is None


@dataclass(frozen=True, slots=True)
class Pilot:
    """A procurement in the programme, the participant that makes it, and who coaches it (user name).

    `stuck_at`: the step of the model where the process leader says that it stands still, with the reason. What else is
    known of it (phase, outcome, measurements) is the procurement's own.
    """

    procurement: str
    participant: str
    process_leader: str
    joined_on: date | None = None
    left_on: date | None = None
    left_why: str = ""
    stuck_since: date | None = None
    stuck_at: str = ""
    stuck_why: str = ""


@dataclass(frozen=True, slots=True)
class Help:
    """One piece of help given to a pilot. `instrument`: an id of the library, or empty.

    `asked`, `answered` are the pilot's inner talk: empty in everything that is published. `waits`: asked, not answered.
    """

    id: str
    procurement: str
    on: date
    by: str
    kind: HelpKind
    asked: str
    answered: str
    instrument: str
    hours: Decimal
    waits: bool = False


@dataclass(frozen=True, slots=True)
class Activity:
    id: str
    title: str
    starts_on: date
    ends_on: date  # the same day as it starts: a milestone
    done_on: date | None = None
    who: str = ""


@dataclass(frozen=True, slots=True)
class BudgetLine:
    """Planned cost of one type (library/programme/cost_types.yaml)."""

    cost_type: str
    amount_sek: Decimal


@dataclass(frozen=True, slots=True)
class Cofunding:
    """Who pays what. `certified_on`: the day of the certificate (medfinansieringsintyg), None until it is there."""

    name: str
    kind: Funder
    amount_sek: Decimal
    certified_on: date | None = None
    number: str = ""  # diarienummer of the certificate


@dataclass(frozen=True, slots=True)
class Spent:
    """A cost that has arisen. `flat`: reckoned by a simplified cost option, without a voucher."""

    on: date
    cost_type: str
    amount_sek: Decimal
    voucher: str = ""
    flat: bool = False
    text: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """A payment claim for a period. What is not yet decided or paid is None, never 0."""

    number: int
    period_from: date
    period_to: date
    claimed_on: date
    claimed_sek: Decimal
    approved_on: date | None = None
    approved_sek: Decimal | None = None
    paid_on: date | None = None
    paid_sek: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Risk:
    """`likelihood`, `effect`: 1–5."""

    text: str
    likelihood: int
    effect: int
    measure: str
    who: str = ""
    closed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Outreach:
    """A line of the communication plan."""

    target_group: str
    message: str
    channel: str
    on: date
    result: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision about the programme, as its document needs it. `by`: an office or body, never a person's name.

    `delegation`: the point of the delegation order it rests on. `basis`: the papers it was decided on. `decided_on`
    None: proposed. `reported_to`: the body it is reported to (anmäls till). `extract_to`: who gets the extract.
    """

    kind: DecisionKind
    number: str  # diarienummer
    title: str
    matter: str  # ärendebeskrivning
    decision: str
    by: str
    basis: tuple[str, ...] = ()
    delegation: str = ""
    decided_on: date | None = None
    reported_to: str = ""
    extract_to: tuple[str, ...] = ()
    effect_sek: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Deviation:
    """What did not go as planned, why, and what was done about it: told in the half-time and the final report."""

    on: date
    what: str
    why: str
    measure: str


@dataclass(frozen=True, slots=True)
class Programme:
    """`exercise`: everything in it is invented.

    `deliverables`: what it is to leave behind. `horizontal`: (principle of library/programme, how it is met).
    `state_aid`: what was judged about state aid, empty when nobody has.
    """

    id: str
    title: str
    kind: ProgrammeKind
    owner: str  # the organisation
    diary_number: str
    starts_on: date
    ends_on: date
    goals: tuple[Goal, ...] = ()
    participants: tuple[Participant, ...] = ()
    pilots: tuple[Pilot, ...] = ()
    help: tuple[Help, ...] = ()
    activities: tuple[Activity, ...] = ()
    budget: tuple[BudgetLine, ...] = ()
    cofunding: tuple[Cofunding, ...] = ()
    spent: tuple[Spent, ...] = ()
    claims: tuple[Claim, ...] = ()
    risks: tuple[Risk, ...] = ()
    outreach: tuple[Outreach, ...] = ()
    decisions: tuple[Decision, ...] = ()
    deviations: tuple[Deviation, ...] = ()
    about: str = ""
    deliverables: tuple[str, ...] = ()
    state_aid: str = ""
    horizontal: tuple[tuple[str, str], ...] = ()
    exercise: bool = False
