"""What is said, as subtitles: at most two lines at a time, long enough to be read, never a number cut in two."""

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from omlopp.documents.film.shot import Film, Timed

LINE, LINES = 42, 2  # characters, as in Swedish and British television
AFTER = 0.3  # seconds into the scene before anything is said
GAP = 0.08  # seconds between two subtitles
EASY = (
    16.0  # characters a second: a voice that speaks faster is not followed where the scene has time to spare
)


@dataclass(frozen=True, slots=True)
class Cue:
    """Seconds from the film's beginning; one or two lines."""

    start: float
    end: float
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


def cues(film: Film) -> tuple[Cue, ...]:
    return tuple(cue for shot in film.shots for cue in _of(shot))


def vtt(film: Film) -> str:
    """WebVTT. They stand above the lower edge, where nothing of the picture is read."""
    head = f"WEBVTT\n\nNOTE {_flat(film.title)}\n"
    told = (
        f"\n{number}\n{_clock(cue.start, '.')} --> {_clock(cue.end, '.')} line:-1 align:center\n"
        f"{html.escape(cue.text, quote=False)}\n"
        for number, cue in enumerate(cues(film), 1)
    )
    return head + "".join(told)


def srt(film: Film) -> str:
    """SubRip has no way to write < as itself: players read it as markup, so it is written as ‹."""
    return "\n".join(
        f"{number}\n{_clock(cue.start, ',')} --> {_clock(cue.end, ',')}\n"
        f"{cue.text.replace('<', '‹').replace('>', '›')}\n"
        for number, cue in enumerate(cues(film), 1)
    )


def _of(timed: Timed) -> Iterator[Cue]:
    """One scene's narration in pieces, each for its part of the time in which it is said."""
    shot = timed.shot
    if not shot.narration:
        return
    word = shot.exercise.split(" ")[0]
    said = f"[{word}] {shot.narration}" if word else shot.narration
    pieces = pieced(said)
    whole = sum(len(" ".join(piece)) for piece in pieces)
    last = timed.seconds - 0.4
    time = min(max(timed.spoken, whole / EASY) if timed.spoken else last - AFTER, last - AFTER)
    at = timed.start + AFTER
    for piece in pieces:
        end = at + time * len(" ".join(piece)) / whole
        yield Cue(round(at, 3), round(end - GAP, 3), piece)
        at = end


def pieced(text: str) -> list[tuple[str, ...]]:
    """The text in subtitles: parted after a sentence, else after a comma, else between words, and balanced."""
    most = LINE * LINES
    pieces: list[str] = []
    for sentence in re.split(r"(?<=[.!?:])\s+", _flat(text)):
        if pieces and len(pieces[-1]) + 1 + len(sentence) <= LINE:
            pieces[-1] += f" {sentence}"
            continue
        pieces += _parted(sentence, most)
    return [tuple(_lines(piece)) for piece in pieces if piece]


def _parted(sentence: str, most: int) -> list[str]:
    if len(sentence) <= most and len(_lines(sentence)) <= LINES:
        return [sentence]
    words = sentence.split(" ")
    places = [place for place in range(1, len(words)) if len(" ".join(words[:place])) <= most]
    if not places:
        return [sentence]
    even = len(sentence) / -(-len(sentence) // (most - 8))

    def cost(place: int) -> float:
        first = " ".join(words[:place])
        return abs(len(first) - even) - (18 if first.endswith((",", ";", "–")) else 0)

    fits = [place for place in places if len(_lines(" ".join(words[:place]))) <= LINES] or places[:1]
    best = min(fits, key=cost)
    return [" ".join(words[:best]), *_parted(" ".join(words[best:]), most)]


def _lines(text: str) -> list[str]:
    """In two lines as alike as can be, where one is too short; a word longer than a line stands alone."""
    if len(text) <= LINE:
        return [text]
    words = text.split(" ")
    halves = [[" ".join(words[:place]), " ".join(words[place:])] for place in range(1, len(words))]
    fitting = [half for half in halves if max(map(len, half)) <= LINE]
    if fitting:
        return min(fitting, key=lambda half: abs(len(half[0]) - len(half[1])))
    lines: list[str] = []
    for word in words:
        if lines and len(lines[-1]) + 1 + len(word) <= LINE:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def _flat(text: str) -> str:
    """Ordinary spaces only between words; those that do not break stay."""
    return re.sub(r"[ \t\r\n]+", " ", text).strip(" ")


def _clock(seconds: float, point: str) -> str:
    whole = round(seconds * 1000)
    minutes, rest = divmod(whole, 60_000)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{rest // 1000:02}{point}{rest % 1000:03}"


def fastest(found: Sequence[Cue] | Iterable[Cue]) -> float:
    """Characters a second of the subtitle that is shown most briefly for its length; 0 where there is none."""
    return max((len(cue.text) / (cue.end - cue.start) for cue in found), default=0.0)
