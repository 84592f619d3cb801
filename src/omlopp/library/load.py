"""The library as frozen domain objects. One call, cached; faults are collected, not thrown."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, ClassVar, TypeVar

from omlopp.domain.model.aids import Aid, LawBeside
from omlopp.domain.model.cases import Case
from omlopp.domain.model.criteria import Criterion, CriterionKind
from omlopp.domain.model.crosswalk import Crosswalk
from omlopp.domain.model.goals import Goal
from omlopp.domain.model.groups import GroupPage
from omlopp.domain.model.indicators import Indicator
from omlopp.domain.model.initiatives import Initiative
from omlopp.domain.model.instruments import InstrumentCard
from omlopp.domain.model.law import LegalHook, LegalPoint, Parameter
from omlopp.domain.model.process import Phase, ProcessModel, Step
from omlopp.domain.model.text import STRICT, Text
from omlopp.library.cache import Parsed, place_for
from omlopp.library.files import Problem, Unfilled, read_one
from omlopp.library.workspace import home

ROOT = Path(__file__).parent
MODEL_FILES = ("process/model.yaml", "process/steps/*.yaml", "process/legal/*.yaml", "goals/*.yaml")
T = TypeVar("T")
Fill = Callable[[dict[str, Any]], dict[str, Any]]


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
class HooksByKind:
    """library/process/legal_by_kind.yaml: the points every criterion of a kind stands on, ids in process/legal."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    kinds: Mapping[CriterionKind, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Library:
    model: ProcessModel
    goals: tuple[Goal, ...]
    criteria: Mapping[str, Criterion]
    indicators: Mapping[str, Indicator]
    parameters: Mapping[str, Parameter]
    names: Names
    problems: tuple[Problem, ...]
    legal: Mapping[str, LegalPoint] = field(default_factory=dict)
    groups: Mapping[str, GroupPage] = field(default_factory=dict)
    instruments: Mapping[str, InstrumentCard] = field(default_factory=dict)
    initiatives: Mapping[str, Initiative] = field(default_factory=dict)
    cases: Mapping[str, Case] = field(default_factory=dict)
    crosswalks: Mapping[str, Crosswalk] = field(default_factory=dict)
    aids: Mapping[str, Aid] = field(default_factory=dict)
    law_beside: Mapping[str, LawBeside] = field(default_factory=dict)  # rules outside the procurement acts
    legal_by_kind: Mapping[CriterionKind, tuple[str, ...]] = field(default_factory=dict)

    def hook(self, hook_id: str, on: date | None = None) -> LegalHook:
        """The legal point of that id: as the model's steps have it (a procurement keeps its edition of the model), else
        as it reads on a day in the library; where an older library lacks it, as the shipped one has it.
        """
        in_steps = (hook for step in self.model.steps for hook in step.hooks if hook.id == hook_id)
        if found := next(in_steps, None):
            return found
        return (self.legal if hook_id in self.legal else library().legal)[hook_id].hook(on)

    def criterion_on(self, criterion_id: str, day: date) -> Criterion:
        """The criterion with its legal points as they read on a day: what a procurement copies."""
        one = self.criteria[criterion_id]
        hooks = tuple(self.legal[hook.id].hook(day) if hook.id in self.legal else hook for hook in one.hooks)
        return replace(one, hooks=hooks)

    def points_of(self, kind: CriterionKind, day: date) -> tuple[LegalHook, ...]:
        """The legal points that every criterion of a kind stands on, as they read on a day."""
        return tuple(self.legal[id].hook(day) for id in self.legal_by_kind.get(kind, ()))

    def reading(self) -> "Fill":
        """What `files.read_one` puts into a criterion that is not of this library yet: legal points for their ids."""
        return _putting_in(self.legal, self.legal_by_kind)

    def goal(self, goal_id: str) -> Goal:
        return next(goal for goal in self.goals if goal.id == goal_id)


@cache
def library(root: Path = ROOT) -> Library:
    """Everything under `root`. A file that cannot be read is named in `problems`; the rest is there."""
    problems: list[Problem] = []
    parsed = Parsed(place_for(root, home()))

    def every(pattern: str, shape: type[T], fill: Fill | None = None, **place: Any) -> list[T]:
        found: list[T] = []
        for path in sorted(root.glob(pattern)):
            given = {name: value(path) for name, value in place.items()}
            one = read_one(path, shape, root, parse=parsed, fill=fill, **given)
            if isinstance(one, Problem):
                parsed.refuse()
                problems.append(one)
            else:
                found.append(one)
        return found

    def named(folder: str, shape: type[T]) -> dict[str, T]:
        """A folder of files whose names are their ids."""
        return {one.id: one for one in every(f"{folder}/*.yaml", shape, id=_stem)}  # type: ignore[attr-defined]

    head = every("process/model.yaml", ModelHead)[0]
    goals = every("goals/*.yaml", Goal, id=_stem)
    legal = named("process/legal", LegalPoint)
    by_kind = every("process/legal_by_kind.yaml", HooksByKind)
    put_in = _putting_in(legal, by_kind[0].kinds if by_kind else {})
    steps = sorted(every("process/steps/*.yaml", Step, put_in, id=_stem), key=lambda step: step.order)
    criteria = every("criteria/*/*.yaml", Criterion, put_in, id=_stem, group=lambda path: path.parent.name)
    groups = named("groups", GroupPage)
    names = every("names.yaml", Names)[0]
    version = f"{head.edition}+{_hash_of(root, *MODEL_FILES)}"
    made = Library(
        model=ProcessModel(version, head.name, head.credit, head.phases, tuple(steps)),
        goals=tuple(goals),
        criteria={criterion.id: criterion for criterion in criteria},
        indicators=named("indicators", Indicator),
        parameters=named("parameters", Parameter),
        names=_with_groups(names, criteria, groups),
        legal=legal,
        groups=groups,
        instruments=named("instruments", InstrumentCard),
        initiatives=named("initiatives", Initiative),
        cases=named("cases", Case),
        crosswalks=named("crosswalk", Crosswalk),
        aids=named("aids", Aid),
        law_beside=named("aids/law", LawBeside),
        legal_by_kind=by_kind[0].kinds if by_kind else {},
        problems=tuple(problems),
    )
    parsed.save()
    return made


def _stem(path: Path) -> str:
    return path.stem


def _putting_in(legal: Mapping[str, LegalPoint], by_kind: Mapping[CriterionKind, tuple[str, ...]]) -> Fill:
    """Legal points in full where a criterion or step names them by id: its own first, then those of its kind.

    The library shows them as they read last; a procurement copies them as they read on the day its rules were fixed.
    """
    hooks = {id: point.hook() for id, point in legal.items()}

    def point(at: int, named: Any) -> Any:
        if not isinstance(named, str):
            return named  # written out in place
        if named not in hooks:
            raise Unfilled("read-hook-unknown", where=f"hooks.{at}", id=named)
        return hooks[named]

    def fill(content: dict[str, Any]) -> dict[str, Any]:
        own = content.get("hooks", ())
        if not isinstance(own, list | tuple):
            return content  # the shape refuses it, with its place
        of_kind = by_kind.get(content["kind"], ()) if isinstance(content.get("kind"), str) else ()
        ids = [*own, *(id for id in of_kind if id not in own)]
        return content | {"hooks": [point(at, one) for at, one in enumerate(ids)]}

    return fill


def _with_groups(names: Names, criteria: list[Criterion], groups: Mapping[str, GroupPage]) -> Names:
    """The groups' own names; a group that has no page yet is called by its id."""
    called = {one.group: Text(one.group, one.group) for one in criteria} | dict(names.tables.get("group", {}))
    return Names({**names.tables, "group": called | {id: page.name for id, page in groups.items()}})


def _hash_of(root: Path, *patterns: str) -> str:
    """Eight hex digits of the files' content, so that any change of model or goals is a new version."""
    digest = hashlib.sha256()
    for path in sorted(path for pattern in patterns for path in root.glob(pattern)):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:8]
