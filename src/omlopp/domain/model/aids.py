"""Aids to a decision where law meets circular practice: one question at a time, each answer with its legal points.

An aid is data (library/aids/<id>.yaml). It helps somebody to see which rules a situation turns on; it decides nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar, Literal

from omlopp.domain.model.criteria import Checked
from omlopp.domain.model.law import BuyerKind, Regime
from omlopp.domain.model.process import Entrance
from omlopp.domain.model.text import STRICT, Source, Text

Force = Literal["shall", "should", "may", "defines"]
Tone = Literal["go", "care", "stop"]
Part = Literal["when", "extent", "nature"]
Under = Literal["lou", "lou_19", "lou_19a", "luf", "luk", "unknown"]
"""The rules somebody asks under: a Regime, or none confirmed yet."""

ACT: Mapping[Regime, str] = {
    Regime.LOU: "LOU",
    Regime.LOU_19: "LOU",
    Regime.LOU_19A: "LOU",
    Regime.LUF: "LUF",
    Regime.LUK: "LUK",
}
"""The act a section of each regime stands in, as the field abbreviates it in both languages."""


def under(regime: Regime | None) -> Under:
    return regime.value if regime else "unknown"


@dataclass(frozen=True, slots=True)
class LawBeside:
    """One rule outside the procurement acts: library/aids/law/<id>.yaml.

    `buyers`: whom it binds; empty means everybody. `section` empty: the source names none, so none is cited.
    `valid_from` None: the first day has not been looked up; `valid_to` None: no last day is known.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: str
    act: Text
    force: Force
    says: Text
    source: Source
    section: str = ""
    buyers: tuple[BuyerKind, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    note: Text | None = None

    def binds(self, buyer: BuyerKind) -> bool:
        return not self.buyers or buyer in self.buyers

    def holds_on(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )


@dataclass(frozen=True, slots=True)
class Answer:
    """One way to answer, and where it leads: the id of the next question or of an outcome.

    to_under: where it leads under other rules instead – a regime, or "unknown" while none is confirmed.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: str
    says: Text
    to: str
    because: Text | None = None
    legal: tuple[str, ...] = ()  # points of library/process/legal: cited by regime
    law: tuple[str, ...] = ()  # rules of library/aids/law: cited by buyer
    to_under: Mapping[Under, str] = field(default_factory=dict)

    def leads(self, regime: Regime | None) -> str:
        return self.to_under.get(under(regime), self.to)


@dataclass(frozen=True, slots=True)
class AidQuestion:
    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: str
    asks: Text
    answers: tuple[Answer, ...]
    help: Text | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """Where the answers lead. `parameters`: law that is a number, shown as it reads on the day."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: str
    name: Text
    means: Text
    tone: Tone
    source: Source
    track: Text | None = None  # which of two sets of rules the thing follows from here
    does: tuple[Text, ...] = ()
    records: tuple[Text, ...] = ()
    legal: tuple[str, ...] = ()
    law: tuple[str, ...] = ()
    parameters: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fill:
    """A place in a clause that the buyer fills in. `example` is shown beside the field and never used as a value.

    part: which of the three things a change clause must say it answers – when it may be used, how much, what kind.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: str
    label: Text
    example: Text
    part: Part | None = None


@dataclass(frozen=True, slots=True)
class ClauseText:
    """A clause written in advance; `{id}` in the text is the place of the fill of that id.

    basis: the legal point it stands on. in_value: what it can bring must be counted in the value of the procurement.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: str
    name: Text
    use: Text
    text: Text
    fills: tuple[Fill, ...]
    basis: str
    source: Source
    in_value: bool = True


@dataclass(frozen=True, slots=True)
class Closing:
    """The last sentence of a clause: with the section where the regime has one, else without. `{section}` is filled."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    cited: Text
    uncited: Text


@dataclass(frozen=True, slots=True)
class Aid:
    """library/aids/<id>.yaml. `steps`, `entrance`: where in the model it is offered; entrance None means both."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: str
    order: int
    name: Text
    purpose: Text
    limits: Text  # what it does not decide, and who should
    start: str
    questions: tuple[AidQuestion, ...]
    outcomes: tuple[Outcome, ...]
    checked: Checked
    steps: tuple[str, ...] = ()
    entrance: Entrance | None = None
    clauses: tuple[ClauseText, ...] = ()
    closing: Closing | None = None
    legal: tuple[str, ...] = ()  # points that hold whatever is answered
    says_under: Mapping[Under, Text] = field(
        default_factory=dict
    )  # what the rules asked under change from the start

    def question(self, id: str) -> AidQuestion | None:
        return next((one for one in self.questions if one.id == id), None)

    def outcome(self, id: str) -> Outcome:
        return next(one for one in self.outcomes if one.id == id)

    def clause(self, id: str) -> ClauseText | None:
        return next((one for one in self.clauses if one.id == id), None)
