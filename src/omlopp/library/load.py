"""The library as frozen domain objects. One call, cached; faults are collected, not thrown."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, ClassVar, TypeVar

from omlopp.domain.model.criteria import Criterion
from omlopp.domain.model.goals import Goal
from omlopp.domain.model.indicators import Indicator
from omlopp.domain.model.law import LegalHook, Parameter
from omlopp.domain.model.process import Phase, ProcessModel, Step
from omlopp.domain.model.text import STRICT, Text
from omlopp.library.files import Problem, read_one

ROOT = Path(__file__).parent
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class ModelHead:
    """library/process/model.yaml: everything of the model but its steps."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    edition: str
    name: Text
    credit: Text
    phases: tuple[Phase, ...]


@dataclass(frozen=True, slots=True)
class Names:
    """library/names.yaml: what the codes of the domain are called. table → code → text."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    tables: Mapping[str, Mapping[str, Text]]

    def of(self, table: str, code: str, language: str) -> str:
        return self.tables[table][code].within(language)


@dataclass(frozen=True, slots=True)
class Library:
    model: ProcessModel
    goals: tuple[Goal, ...]
    criteria: Mapping[str, Criterion]
    indicators: Mapping[str, Indicator]
    parameters: Mapping[str, Parameter]
    names: Names
    problems: tuple[Problem, ...]

    def hook(self, hook_id: str) -> LegalHook:
        """The legal point of that id among the model's steps; where an older edition of the model has not named it, the
        point as the shipped model has it.
        """
        named = (
            hook for model in (self.model, library().model) for step in model.steps for hook in step.hooks
        )
        return next(hook for hook in named if hook.id == hook_id)

    def goal(self, goal_id: str) -> Goal:
        return next(goal for goal in self.goals if goal.id == goal_id)


@cache
def library(root: Path = ROOT) -> Library:
    """Everything under `root`. A file that cannot be read is named in `problems`; the rest is there."""
    problems: list[Problem] = []

    def every(pattern: str, shape: type[T], **place: Any) -> list[T]:
        found: list[T] = []
        for path in sorted(root.glob(pattern)):
            given = {name: value(path) for name, value in place.items()}
            one = read_one(path, shape, root, **given)
            problems.append(one) if isinstance(one, Problem) else found.append(one)
        return found

    head = every("process/model.yaml", ModelHead)[0]
    goals = every("goals/*.yaml", Goal, id=lambda path: path.stem)
    steps = every("process/steps/*.yaml", Step, id=lambda path: path.stem)
    steps.sort(key=lambda step: step.order)
    criteria = every(
        "criteria/*/*.yaml", Criterion, id=lambda path: path.stem, group=lambda path: path.parent.name
    )
    indicators = every("indicators/*.yaml", Indicator, id=lambda path: path.stem)
    parameters = every("parameters/*.yaml", Parameter, id=lambda path: path.stem)
    names = every("names.yaml", Names)[0]
    version = f"{head.edition}+{_hash_of(root, 'process/**/*.yaml', 'goals/*.yaml')}"
    return Library(
        model=ProcessModel(version, head.name, head.credit, head.phases, tuple(steps)),
        goals=tuple(goals),
        criteria={criterion.id: criterion for criterion in criteria},
        indicators={indicator.id: indicator for indicator in indicators},
        parameters={parameter.id: parameter for parameter in parameters},
        names=names,
        problems=tuple(problems),
    )


def _hash_of(root: Path, *patterns: str) -> str:
    """Eight hex digits of the files' content, so that any change of model or goals is a new version."""
    digest = hashlib.sha256()
    for path in sorted(path for pattern in patterns for path in root.glob(pattern)):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:8]
