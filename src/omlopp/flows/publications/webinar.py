"""The webinar pack: run sheet minute by minute, script, exercises with answers; from library/publications/webinar."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, ClassVar, Literal, TypeVar

from omlopp.documents.plan import Block, Bullets, Callout, Facts, Heading, Paragraph, Table
from omlopp.domain.model.errors import OmloppError
from omlopp.domain.model.text import STRICT, Language, Text
from omlopp.flows.publications.base import Base
from omlopp.flows.publications.errors import BrokenPlan
from omlopp.flows.publications.fill import Figures
from omlopp.library.files import Problem, read_one
from omlopp.library.load import ROOT
from omlopp.library.messages import keyed

FOLDER = Path("publications") / "webinar"
T = TypeVar("T")


class TimeDoesNotAdd(OmloppError):
    """The parts take another time than the webinar. Facts: minutes, parts."""

    code = "webinar.time"


@dataclass(frozen=True, slots=True)
class Part:
    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: str
    minutes: int
    who: Text
    title: Text
    shows: Text
    says: Text


@dataclass(frozen=True, slots=True)
class RunSheet:
    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    minutes: int
    parts: tuple[Part, ...]

    def __post_init__(self) -> None:
        together = sum(part.minutes for part in self.parts)
        if together != self.minutes:
            raise TimeDoesNotAdd(minutes=self.minutes, parts=together)

    def begins(self) -> Iterator[tuple[int, Part]]:
        """Each part with the minute it begins."""
        at = 0
        for part in self.parts:
            yield at, part
            at += part.minutes


@dataclass(frozen=True, slots=True)
class Exercise:
    """`answers`: one to each question, in order."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: str
    title: Text
    asks: Text
    questions: tuple[Text, ...]
    answers: tuple[Text, ...]

    def __post_init__(self) -> None:
        if len(self.questions) != len(self.answers):
            raise TimeDoesNotAdd(minutes=len(self.questions), parts=len(self.answers))


@dataclass(frozen=True, slots=True)
class Exercises:
    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    exercises: tuple[Exercise, ...]


def _read(name: str, shape: type[T], root: Path) -> T:
    found = read_one(root / FOLDER / name, shape, root)
    if isinstance(found, Problem):
        raise BrokenPlan(file=found.file, where=found.where, says=found.says)
    return found


@cache
def sheet(root: Path = ROOT) -> RunSheet:
    """Raises BrokenPlan."""
    return _read("run_sheet.yaml", RunSheet, root)


@cache
def exercises(root: Path = ROOT) -> tuple[Exercise, ...]:
    """Raises BrokenPlan."""
    return _read("exercises.yaml", Exercises, root).exercises


def run_sheet(base: Base, figures: Figures, language: Language) -> Table:
    rows = tuple(
        (
            f"{at}–{at + part.minutes}",
            part.title.within(language),
            part.who.within(language),
            part.shows.within(language),
        )
        for at, part in sheet().begins()
    )
    head = tuple(keyed(f"webinar.{column}", {}, language) for column in ("minute", "part", "who", "shows"))
    return Table(
        head, rows, keyed("webinar.caption", {"minutes": sheet().minutes}, language), widths=(2, 5, 4, 5)
    )


def script(base: Base, figures: Figures, language: Language) -> Iterator[Block]:
    for at, part in sheet().begins():
        title = f"{at}–{at + part.minutes}. {part.title.within(language)}"
        yield Heading(title, 2)
        yield Facts(
            (
                (keyed("webinar.who", {}, language), part.who.within(language)),
                (keyed("webinar.shows", {}, language), part.shows.within(language)),
            )
        )
        yield Paragraph(figures.fill(part.says.within(language)))


def questions(base: Base, figures: Figures, language: Language) -> Iterator[Block]:
    for one in exercises():
        yield from _asked(one, figures, language, 2)


def chain_slide(base: Base, figures: Figures, language: Language) -> Iterator[Block]:
    """What stands on the screen while the first exercise is done."""
    yield from _asked(exercises()[0], figures, language, 1)


def award_slide(base: Base, figures: Figures, language: Language) -> Iterator[Block]:
    yield from _asked(exercises()[1], figures, language, 1)


def _asked(one: Exercise, figures: Figures, language: Language, level: Literal[1, 2]) -> Iterator[Block]:
    yield Heading(one.title.within(language), level)
    yield Callout("warning", keyed("webinar.invented", {}, language), figures.fill(one.asks.within(language)))
    yield Bullets(tuple(figures.fill(each.within(language)) for each in one.questions), ordered=True)


def answers(base: Base, figures: Figures, language: Language) -> Iterator[Block]:
    yield Callout(
        "warning",
        keyed("webinar.invented", {}, language),
        keyed("webinar.invented_answers", {}, language),
    )
    for one in exercises():
        yield Heading(one.title.within(language), 2)
        yield Bullets(tuple(figures.fill(each.within(language)) for each in one.answers), ordered=True)
