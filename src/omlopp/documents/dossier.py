"""A procurement with what stands beside it: transfers, market dialogue, contract, reports, lessons – as values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from omlopp.domain.model.procurement import Procurement
from omlopp.domain.model.text import Text
from omlopp.domain.process.market import Asked


@dataclass(frozen=True, slots=True)
class Moved:
    """Pieces of the own stock that met the need. Price and mass None: not known."""

    what: str
    pieces: int
    to_place: str
    decided_on: date
    from_place: str = ""
    condition: str = ""
    new_price_each: Decimal | None = None  # SEK
    price_source: str = ""
    mass_kg_each: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Talk:
    """Questions, a hearing or a draft out. `answers`: how many firms answered."""

    kind: str
    title: str
    published_on: date | None
    closed_on: date | None
    answers: int
    summary: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    what: str
    ground: Text
    why: str
    decided_on: date
    value: Decimal | None = None  # SEK
    new_end: date | None = None


@dataclass(frozen=True, slots=True)
class Left:
    """What was left at the end and where it went. Pieces or mass None: not known."""

    what: str
    way: Text
    to: str
    pieces: Decimal | None = None
    mass_kg: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What the supplier was to report for a period.

    `state`: awaited, received, questioned, returned, accepted, missed.
    """

    period_from: date
    period_to: date
    due_on: date
    state: str
    received_on: date | None = None
    file: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Contract:
    title: str
    supplier: str
    number: str = ""
    lot_id: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    option_until: date | None = None
    options: str = ""
    ended_on: date | None = None
    changes: tuple[Change, ...] = ()
    reports: tuple[Report, ...] = ()
    left: tuple[Left, ...] = ()
    end_note: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A file that shows a measurement; `sha256` its checksum."""

    measurement: str
    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Dossier:
    """All that a document may tell. What is empty was not recorded, and the document says so.

    `decided_by`: lot id → who decided; `market`: id of a chosen criterion → what the market answered, in words with
    counts; `asked`: id → what was put to the market; `in_hindsight`: entered after it was carried out.
    """

    procurement: Procurement
    moved: tuple[Moved, ...] = ()
    talks: tuple[Talk, ...] = ()
    asked: Mapping[str, Asked] = field(default_factory=dict)
    market: Mapping[str, Text] = field(default_factory=dict)
    contracts: tuple[Contract, ...] = ()
    lessons: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    decided_by: Mapping[str, str] = field(default_factory=dict)
    in_hindsight: bool = False

    @property
    def answers(self) -> Mapping[str, str]:
        return self.procurement.answers
