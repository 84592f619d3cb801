"""Does the model hold together as data? Faults with the key of their sentence ("model.<key>") and facts."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from itertools import pairwise
from typing import Any

from omlopp.domain.model.citing import out_of_place
from omlopp.domain.model.goals import Goal
from omlopp.domain.model.law import LegalHook, Parameter
from omlopp.domain.model.process import ProcessModel, Step
from omlopp.domain.model.text import Text
from omlopp.domain.process.checks import CHECKS


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in the library. `where` is the place as people name it: "step:need", "goal:D"."""

    key: str
    where: str
    facts: Mapping[str, object] = field(default_factory=dict)


def model_faults(
    model: ProcessModel, goals: Iterable[Goal], known_indicators: Collection[str]
) -> tuple[Fault, ...]:
    """Everything wrong in phases, steps, questions, gates, hooks and goals."""
    found: list[Fault] = []
    phases = {phase.id for phase in model.phases}
    questions = {question.id for step in model.steps for question in step.questions}
    found += [
        Fault("phase_empty", f"phase:{phase}") for phase in phases - {step.phase for step in model.steps}
    ]
    found += _twice("question_twice", "model", (one.id for step in model.steps for one in step.questions))
    found += _twice("order_twice", "model", (str(step.order) for step in model.steps))
    for step in model.steps:
        found += _step_faults(step, phases, questions)
        found += hook_faults(f"step:{step.id}", step.hooks)
    for goal in goals:
        found += _goal_faults(goal, known_indicators)
    found += [Fault("text_blank", where) for where in _blank(model, "model")]
    return tuple(found)


def hook_faults(where: str, hooks: Iterable[LegalHook]) -> tuple[Fault, ...]:
    """Citations of chapters that do not apply under their regime."""
    return tuple(
        Fault(
            "hook_out_of_place",
            where,
            {"regime": wrong.regime.value, "section": wrong.section, "chapter": wrong.chapter or "?"},
        )
        for hook in hooks
        for wrong in out_of_place(hook)
    )


def parameter_faults(parameters: Iterable[Parameter]) -> tuple[Fault, ...]:
    """Values of one parameter that hold on the same day, run backwards, or are not there at all."""
    found: list[Fault] = []
    for parameter in parameters:
        where = f"parameter:{parameter.id}"
        values = sorted(parameter.values, key=lambda value: value.valid_from)
        if not values:
            found.append(Fault("parameter_empty", where))
        backwards = [
            value for value in values if value.valid_to is not None and value.valid_to < value.valid_from
        ]
        found += [Fault("parameter_backwards", where, {"day": value.valid_from}) for value in backwards]
        for earlier, later in pairwise(values):
            if earlier.valid_to is None or earlier.valid_to >= later.valid_from:
                found.append(Fault("parameter_overlap", where, {"day": later.valid_from}))
        found += [Fault("text_blank", place) for place in _blank(parameter, where)]
    return tuple(found)


def _step_faults(step: Step, phases: Collection[str], questions: Collection[str]) -> Iterator[Fault]:
    where = f"step:{step.id}"
    if step.phase not in phases:
        yield Fault("phase_unknown", where, {"phase": step.phase})
    if not step.gate.holds:
        yield Fault("gate_empty", where)
    if not step.provenance:
        yield Fault("provenance_missing", where)
    asked = {question_id for condition in step.gate.holds for question_id in condition.of}
    for condition in step.gate.holds:
        if condition.check not in CHECKS:
            yield Fault("check_unknown", where, {"check": condition.check})
    points = {hook.id for hook in step.hooks}  # a check may rest on a legal point of the step
    for question_id in sorted(asked - points - set(questions)):
        yield Fault("question_unknown", where, {"question": question_id})
    for question in step.questions:
        if question.required and question.id not in asked:
            yield Fault("required_not_in_gate", where, {"question": question.id})
        if (question.kind == "choice") is not bool(question.options):
            yield Fault("options_misplaced", where, {"question": question.id})
        yield from _twice(
            "option_twice", f"{where}/{question.id}", (option.id for option in question.options)
        )


def _goal_faults(goal: Goal, known_indicators: Collection[str]) -> Iterator[Fault]:
    where = f"goal:{goal.id}"
    yield from _twice("strategy_twice", where, (strategy.id for strategy in goal.strategies))
    for strategy in goal.strategies:
        if not strategy.id.startswith(goal.id):
            yield Fault("strategy_foreign", where, {"strategy": strategy.id})
    for indicator in goal.indicators:
        if indicator not in known_indicators:
            yield Fault("indicator_unknown", where, {"indicator": indicator})
    yield from (Fault("text_blank", place) for place in _blank(goal, where))


def _twice(key: str, where: str, ids: Iterable[str]) -> list[Fault]:
    return [Fault(key, where, {"id": id}) for id, times in Counter(ids).items() if times > 1]


def _blank(value: Any, where: str) -> Iterator[str]:
    """The places of texts that lack a language."""
    if isinstance(value, Text):
        if not (value.sv.strip() and value.en.strip()):
            yield where
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _blank(item, f"{where}/{getattr(item, 'id', index)}")
    elif is_dataclass(value):
        for one in fields(value):
            yield from _blank(getattr(value, one.name), f"{where}.{one.name}")
