"""What lies before one person – procurements, contracts, tasks, invitations – and one thing that waits. Values only."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from omlopp.domain.model.process import ProcessModel
from omlopp.domain.model.procurement import Procurement
from omlopp.domain.process.gates import GateResult

Kind = Literal[
    "gate",
    "task",
    "mention",
    "assess",
    "price",
    "follow_up",
    "report",
    "standstill",
    "reporting",
    "contract",
    "publication",
    "plan",
    "invitation",
]
KINDS: tuple[Kind, ...] = (
    "task", "mention", "gate", "assess", "price", "standstill", "report", "follow_up", "reporting", "publication",
    "plan", "contract", "invitation",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Duty:
    """A task that is not done. `mine`: given to this person (else it is shown on the procurement's page alone)."""

    id: int
    text: str
    day: date | None
    place: str = ""
    mine: bool = True


@dataclass(frozen=True, slots=True)
class Mention:
    """A comment that names the person, who has said nothing in the same place since."""

    id: int
    by: str
    on: date
    place: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """A delivery report of a contract. `state`: awaited, received, questioned, returned, accepted, missed."""

    id: int
    due: date
    until: date
    state: str


@dataclass(frozen=True, slots=True)
class Agreement:
    """A contract that this person looks after."""

    id: int
    title: str
    organisation: int | None
    organisation_name: str
    starts: date | None
    ends: date | None
    option_until: date | None
    notice_months: int | None
    ended: bool
    procurement: str = ""  # its id; empty: from a register
    reports: tuple[Report, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """A procurement as it lies before one person.

    roles: what they are in it. rights: what they may do in it. `procurement` holds bids only where they may see them;
    `gates` were judged on the whole.
    """

    procurement: Procurement
    model: ProcessModel
    organisation: int | None
    organisation_name: str
    roles: frozenset[str]
    rights: frozenset[str]
    gates: tuple[GateResult, ...] = ()
    planned: date | None = None
    duties: tuple[Duty, ...] = ()
    mentions: tuple[Mention, ...] = ()


@dataclass(frozen=True, slots=True)
class Call:
    """An invitation: one the person sent and nobody has taken (`sent`), or one to them."""

    id: int
    organisation: int | None
    organisation_name: str
    expires: date
    sent: bool
    to: str = ""
    procurement: str = ""  # its id, where the invitation is to a procurement
    title: str = ""  # of the procurement


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything that lies before one person on a day. `user`: the name that assessments are signed with."""

    user: str
    today: date
    cases: tuple[Case, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    calls: tuple[Call, ...] = ()


@dataclass(frozen=True, slots=True)
class Waits:
    """One thing that waits. `key`: the sentence waiting.KEY that says why, filled with `facts`.

    `day`: the last day, None where there is none; `left`: working days until it, negative when it has passed, None
    where there is no day or the calendar does not reach it. `at`: what the link leads to (a kind of page and its ids).
    """

    kind: Kind
    key: str
    day: date | None
    left: int | None
    procurement: str
    title: str
    organisation: int | None
    organisation_name: str
    at: tuple[str, ...]
    facts: Mapping[str, object] = field(default_factory=dict)
    of_bids: bool = False

    def late(self, today: date) -> bool:
        return self.day is not None and self.day < today
