"""Omlopp's model as data: phases, steps, questions, gates."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar, Literal

from omlopp.domain.model.law import LegalHook
from omlopp.domain.model.text import STRICT, Source, Text


class Entrance(StrEnum):
    NEED = "need"  # somebody needs something
    WASTE = "waste"  # a stream of things or material must be handled better


Role = Literal[
    "buyer",
    "requester",
    "environmental_strategist",
    "contract_manager",
    "assessor",
    "lawyer",
    "leader",
    "supplier",
]

QuestionKind = Literal["text", "yes_no", "choice", "number", "date"]


@dataclass(frozen=True, slots=True)
class Option:
    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: str
    text: Text
    ends: bool = False  # choosing it can end the procurement without a purchase


@dataclass(frozen=True, slots=True)
class Question:
    """Asked once per procurement; `id` is unique in the model. `only` limits it to one entrance."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: str
    kind: QuestionKind
    text: Text
    help: Text | None = None
    options: tuple[Option, ...] = ()
    unit: Text | None = None
    required: bool = True
    only: Entrance | None = None


@dataclass(frozen=True, slots=True)
class Condition:
    """One thing a gate asks for: a check of domain/process/gates, by name, with what it concerns."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    check: str
    of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Gate:
    """What must hold before the next step."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    says: Text
    holds: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Instrument:
    """A tool or method that helps in a step (the bank of instruments is filled later)."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    name: Text
    why: Text
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class Provenance:
    """What in a step is taken from where; `source` None: it is ours."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    what: Text
    source: Source | None = None


Room = Literal["questions", "goals", "market", "requirements", "award", "bids", "decision", "follow_up"]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the model. `room` is the kind of page where it is done."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: str
    phase: str
    order: int
    room: Room
    name: Text
    purpose: Text
    questions: tuple[Question, ...]
    roles: tuple[Role, ...]
    instruments: tuple[Instrument, ...]
    records: Text
    gate: Gate
    hooks: tuple[LegalHook, ...]
    provenance: tuple[Provenance, ...]

    @property
    def right_to_pass(self) -> str:
        """Passing the gate asks for it (library/roles.yaml)."""
        return "measure" if self.room == "follow_up" else "edit"

    @property
    def right_to_answer(self) -> str:
        """Saving its answers asks for it: the need is described by those who have it, too."""
        return "need" if self.phase == "need" else self.right_to_pass


@dataclass(frozen=True, slots=True)
class Phase:
    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: str
    name: Text
    question: Text  # the question the phase answers


@dataclass(frozen=True, slots=True)
class ProcessModel:
    """The whole model. `version` is the edition and a hash of steps and goals, so that any change shows."""

    version: str
    name: Text
    credit: Text
    phases: tuple[Phase, ...]
    steps: tuple[Step, ...]  # in the order they are walked

    def step(self, step_id: str) -> Step:
        return next(step for step in self.steps if step.id == step_id)

    def of_phase(self, phase_id: str) -> tuple[Step, ...]:
        return tuple(step for step in self.steps if step.phase == phase_id)
