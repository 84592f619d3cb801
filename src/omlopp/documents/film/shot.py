"""A scene as it is shot: every text in one language and filled, every number beside the words that show it."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Literal

from omlopp.domain.model.errors import OmloppError
from omlopp.domain.model.text import Language

Kind = Literal[
    "card",
    "quote",
    "number",
    "bars",
    "ladder",
    "before_after",
    "interval",
    "chain",
    "goals",
    "way",
    "map",
    "sources",
]
Ground = Literal["paper", "forest"]


class TextTooLong(OmloppError):
    """A text of a scene that nobody has time to read. Facts: scene, field, language, length, limit (characters)."""

    code = "film.text-too-long"


class DoesNotFit(OmloppError):
    """A text that runs over its place in the picture, although it is within the limit. Facts: scene, text, lines."""

    code = "film.does-not-fit"


@dataclass(frozen=True, slots=True)
class Item:
    """One value of a picture. `value` None: not known. `shown`: the number in words, with unit and base.

    `unknown`: how many of `of` nobody knows, and that in words. `mark`: a letter (goal, rung) or a country's code.
    `aside`: a quieter bar, what the others are compared with. `promise`: a line that the bars reach or miss.
    """

    label: str
    value: Decimal | None = None
    shown: str = ""
    of: Decimal | None = None
    unknown: int = 0
    unknown_shown: str = ""
    low: Decimal | None = None
    high: Decimal | None = None
    mark: str = ""
    aside: bool = False
    promise: bool = False


@dataclass(frozen=True, slots=True)
class Shot:
    """`exercise`: the words that stand in every frame where the numbers are of invented procurements; else empty.

    `source`: what the numbers rest on, one line. `items`: what is drawn. `said`: the picture in words, for those who do
    not see it. `least`: seconds it stands at least, whatever there is to read.
    """

    id: str
    kind: Kind
    title: str
    text: str = ""
    kicker: str = ""
    narration: str = ""
    points: tuple[str, ...] = ()
    items: tuple[Item, ...] = ()
    source: str = ""
    exercise: str = ""
    said: str = ""
    ground: Ground = "paper"
    ring: bool = False
    least: float = 0.0

    def on_screen(self) -> Iterator[str]:
        """Every text of the picture, in the order of reading."""
        yield from (each for each in (self.kicker, self.title, self.text, *self.points) if each)
        for item in self.items:
            yield from (each for each in (item.label, item.shown) if each)

    def digest(self) -> str:
        """Changes with anything that is seen. The narration is heard, not seen: a new one re-draws nothing."""
        seen = {name: value for name, value in asdict(self).items() if name not in ("narration", "said")}
        return hashlib.sha256(json.dumps(seen, default=str, sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Timed:
    """A shot with its place in the film, in frames. `spoken`: seconds of recorded or made narration, 0 without."""

    shot: Shot
    first: int
    frames: int
    spoken: float = 0.0

    @property
    def start(self) -> float:
        return self.first / FRAMES_A_SECOND

    @property
    def seconds(self) -> float:
        return self.frames / FRAMES_A_SECOND


@dataclass(frozen=True, slots=True)
class Film:
    """What page, transcript and subtitles are made from."""

    title: str
    subtitle: str
    language: Language
    shots: tuple[Timed, ...]
    stem: str

    @property
    def seconds(self) -> float:
        return sum(each.frames for each in self.shots) / FRAMES_A_SECOND


FRAMES_A_SECOND = 25
