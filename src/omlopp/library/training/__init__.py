"""The training as data: paths per role, short lessons with questions, the trainer's half day. Checked when it is read.

Law stands here only as ids of legal points; the page shows their words and the section under each set of rules.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, ClassVar, Literal, TypeVar

from omlopp.domain.model.errors import OmloppError
from omlopp.domain.model.text import STRICT, Text
from omlopp.library.files import Problem, read_one

FOLDER = Path(__file__).parent
T = TypeVar("T")
LinkKind = Literal[
    "step", "criterion", "group", "instrument", "indicator", "case", "aid", "model", "needs", "guide"
]
Picture = Literal["chain", "goal_map", "way"]


class TrainingBroken(OmloppError):
    """A file of the training cannot be read. Facts: file, where, says."""

    code = "training.broken"


class NoLesson(OmloppError):
    """Facts: lesson."""

    code = "training.no-lesson"


@dataclass(frozen=True, slots=True)
class Link:
    """To a card of the library; `id` is empty for pages that have none."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    kind: LinkKind
    id: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """Exactly one of text, picture and law (a legal point's id)."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    text: Text | None = None
    picture: Picture | None = None
    law: str = ""


@dataclass(frozen=True, slots=True)
class Option:
    """`because`: why it is right or wrong; told to who chose it."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: str
    text: Text
    because: Text
    right: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: str
    text: Text
    options: tuple[Option, ...]
    law: tuple[str, ...] = ()

    @property
    def answer(self) -> Option:
        return next(one for one in self.options if one.right)


@dataclass(frozen=True, slots=True)
class Lesson:
    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: str
    title: Text
    aim: Text
    passages: tuple[Passage, ...]
    links: tuple[Link, ...]
    questions: tuple[Question, ...]

    def words(self, language: str) -> int:
        """Words that are read: the text, the questions and every answer with its feedback."""
        texts = [one.text for one in self.passages if one.text]
        for question in self.questions:
            texts += [question.text, *(each for one in question.options for each in (one.text, one.because))]
        return sum(len(re.findall(r"\S+", each.within(language))) for each in texts)

    def minutes(self, language: str) -> int:
        """Reading at `words_a_minute` and thinking `seconds_a_question`, in whole minutes."""
        held = settings()
        seconds = (
            self.words(language) * 60 / held.words_a_minute + len(self.questions) * held.seconds_a_question
        )
        return max(1, round(seconds / 60))


@dataclass(frozen=True, slots=True)
class LearningPath:
    """`open`: read without an account, and then no progress is kept."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: str
    name: Text
    about: Text
    lessons: tuple[str, ...]
    open: bool = False


@dataclass(frozen=True, slots=True)
class Begin:
    """A step at which a sandbox may begin; `learn`: what to try there."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    step: str
    learn: Text


@dataclass(frozen=True, slots=True)
class Settings:
    """`exercise`: the file in samples/exercise that sandboxes are made of."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    words_a_minute: int
    seconds_a_question: int
    shortest: int
    longest: int
    exercise: str
    begins: tuple[Begin, ...]


@dataclass(frozen=True, slots=True)
class HalfDayPart:
    """A part of the trainer's half day; `exercise`: the step the participants' sandboxes begin at."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    minutes: int
    title: Text
    does: Text
    lesson: str = ""
    exercise: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    question: Text
    answer: Text


@dataclass(frozen=True, slots=True)
class Task:
    """An exercise for the room: what to do and what a good answer holds."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    title: Text
    do: tuple[Text, ...]
    good: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Guide:
    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    parts: tuple[HalfDayPart, ...]
    tasks: tuple[Task, ...]
    asked: tuple[Asked, ...]


@dataclass(frozen=True, slots=True)
class _Paths:
    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    settings: Settings
    paths: tuple[LearningPath, ...]


@cache
def paths() -> Mapping[str, LearningPath]:
    """Id → path, in the order of the file."""
    return {one.id: one for one in _whole().paths}


@cache
def settings() -> Settings:
    return _whole().settings


@cache
def _whole() -> _Paths:
    return _read(FOLDER / "paths.yaml", _Paths)


@cache
def lessons() -> Mapping[str, Lesson]:
    """Id → lesson, by id. Raises TrainingBroken."""
    found = (_read(path, Lesson, id=path.stem) for path in sorted((FOLDER / "lessons").glob("*.yaml")))
    return {one.id: one for one in found}


def lesson(lesson_id: str) -> Lesson:
    """Raises NoLesson."""
    if lesson_id not in lessons():
        raise NoLesson(lesson=lesson_id)
    return lessons()[lesson_id]


@cache
def guide() -> Guide:
    return _read(FOLDER / "guide.yaml", Guide)


def _read(path: Path, shape: type[T], **place: Any) -> T:
    found = read_one(path, shape, FOLDER, **place)
    if isinstance(found, Problem):
        raise TrainingBroken(file=found.file, where=found.where, says=found.says)
    return found
