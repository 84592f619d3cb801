"""How long a scene stands: long enough to read what it shows and to hear, or read, what is said.

Speeds are those of careful reading aloud and of Swedish television's subtitles; they stand with their sources in
library/publications/film/storyboard.yaml.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from omlopp.documents.film.shot import FRAMES_A_SECOND, Shot, TextTooLong, Timed
from omlopp.domain.model.errors import OmloppError
from omlopp.domain.model.text import STRICT


class LengthOutside(OmloppError):
    """Facts: seconds, least, most, language."""

    code = "film.length"


@dataclass(frozen=True, slots=True)
class Pace:
    """Words a second of what stands on the screen, characters a second of subtitles, seconds of rest around both."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    words_a_second: float
    characters_a_second: float
    rest: float
    least: float
    film_least: float
    film_most: float


GLANCE = 2  # words that a number in a picture is reckoned as


@dataclass(frozen=True, slots=True)
class Limits:
    """Characters that a text of a scene may have at most, after its figures are filled in."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    kicker: int
    title: int
    text: int
    point: int
    label: int
    quote: int
    narration: int


def within(shot: Shot, limits: Limits, language: str) -> Shot:
    """The shot as it is. Raises TextTooLong for the first text that is over its limit."""
    quoted = shot.kind == "quote"
    texts = [
        ("kicker", shot.kicker, limits.kicker),
        ("title", shot.title, limits.quote if quoted else limits.title),
        ("text", shot.text, limits.text),
        ("narration", shot.narration, limits.narration),
        *(("points", point, limits.point) for point in shot.points if shot.kind != "sources"),
        *(("items", item.label, limits.label) for item in shot.items),
    ]
    for field, text, limit in texts:
        if len(text) > limit:
            raise TextTooLong(scene=shot.id, field=field, language=language, length=len(text), limit=limit)
    return shot


def words(shot: Shot) -> int:
    """How much there is to read. A number is taken in at a glance; a list of sources is looked up, not read, and a map
    is looked at: its countries are a glance each, their codes and numbers together."""
    texts = [shot.kicker, shot.title, shot.text, *(() if shot.kind == "sources" else shot.points)]
    if shot.kind == "map":
        return sum(len(text.split()) for text in texts) + sum(bool(item.shown) for item in shot.items)
    labels = [item.label for item in shot.items]
    values = sum(bool(item.shown) * GLANCE for item in shot.items)
    return sum(len(text.split()) for text in (*texts, *labels)) + values


def seconds(shot: Shot, pace: Pace, settled: float, spoken: float = 0.0) -> float:
    """The longest of reading, listening and the picture's own movement, and the rest after it.

    `settled`: when the movement ends. `spoken`: seconds of the narration as recorded, 0 where there is none.
    """
    read = words(shot) / pace.words_a_second
    heard = max(len(shot.narration) / pace.characters_a_second, spoken)
    return max(read, heard, settled, shot.least, pace.least) + pace.rest


def timed(
    shots: Sequence[tuple[Shot, float, float]], pace: Pace, language: str, *, whole: bool = True
) -> tuple[Timed, ...]:
    """The shots (shot, settled, spoken) one after another. Raises LengthOutside for a `whole` film that is too short
    or too long to read; recorded voices may make it longer."""
    if whole:
        silent = sum(seconds(shot, pace, settled) for shot, settled, _ in shots)
        if not pace.film_least <= silent <= pace.film_most:
            raise LengthOutside(
                seconds=round(silent),
                least=round(pace.film_least),
                most=round(pace.film_most),
                language=language,
            )
    placed: list[Timed] = []
    first = 0
    for shot, settled, spoken in shots:
        frames = math.ceil(seconds(shot, pace, settled, spoken) * FRAMES_A_SECOND)
        placed.append(Timed(shot, first, frames, spoken))
        first += frames
    return tuple(placed)
