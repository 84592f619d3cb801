"""How alike two wordings are, and which numbers in them differ. Pure text: words in, shares out."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml

from omlopp.library.codelists import rows
from omlopp.notices.fields import FOLDER
from omlopp.notices.schema import Notice

_TOKEN = re.compile(r"\d+(?:[.,]\d+)?|[^\W\d_]+")
_NUMBER = re.compile(r"(?<![\w.,])(\d+(?:[.,]\d+)?)\s?(%|[^\W\d_]+)?")
SENTENCE = re.compile(r"(?<=[.!?;])\s+(?=[A-ZÅÄÖÆØÉ\d])|\n")
_ALGORITHM = {
    "sv": "swedish",
    "no": "norwegian",
    "da": "danish",
    "fi": "finnish",
    "en": "english",
    "de": "german",
    "nl": "dutch",
    "fr": "french",
    "es": "spanish",
    "it": "italian",
    "pt": "portuguese",
    "ro": "romanian",
    "hu": "hungarian",
}


@dataclass(frozen=True, slots=True)
class NumberDiff:
    """A number of the procurement that the passage writes otherwise. `found` is "" where it has none in its place."""

    asked: str
    found: str


@dataclass(frozen=True, slots=True)
class Passage:
    text: str
    place: str
    stems: frozenset[str]


def passages_of(notice: Notice) -> list[list[Passage]]:
    """The sentences of each text of the draft, with their stems."""
    return [
        [
            Passage(sentence, text.field, frozenset(stems(sentence, notice.language)))
            for sentence in SENTENCE.split(text.text)
            if sentence.strip()
        ]
        for text in notice.texts
    ]


@cache
def _stop_words(language: str) -> frozenset[str]:
    return frozenset(
        word
        for row in rows(FOLDER / "language_words.csv")
        if row["language"] == language
        for word in row["words"].split()
        if len(word) <= 6
    )


def stems(text: str, language: str) -> list[str]:
    """The word stems of a text in order, without numbers and the most frequent small words."""
    words = [token.lower() for token in _TOKEN.findall(text) if not token[0].isdigit()]
    kept = [word for word in words if word not in _stop_words(language)] or words
    return [_stemmer(language)(word) for word in kept]


@cache
def _stemmer(language: str) -> Any:
    import Stemmer

    name = _ALGORITHM.get(language)
    return Stemmer.Stemmer(name).stemWord if name else str


def likeness(one: Iterable[str], other: Iterable[str]) -> float:
    """2 × common ÷ all, 0–1, of two sets of stems. Two empty ones are not alike."""
    first, second = frozenset(one), frozenset(other)
    return 2 * len(first & second) / (len(first) + len(second)) if first or second else 0.0


def differing(asked: str, found: str) -> tuple[NumberDiff, ...]:
    """The numbers that the other text lacks, each with what stands in its place there: same unit, in order."""
    first, second = _numbers(asked), _numbers(found)
    common = Counter(first) & Counter(second)
    left = list((Counter(first) - common).elements())
    right = list((Counter(second) - common).elements())
    made: list[NumberDiff] = []
    for value, unit in left:
        match = next((one for one in right if one[1] == unit), None)
        if match:
            right.remove(match)
        made.append(NumberDiff(_shown(value, unit), _shown(*match) if match else ""))
    return tuple(made)


def _numbers(text: str) -> list[tuple[str, str]]:
    """(number, unit) in order: "60 %" → ("60", "%"); "2,50 år" → ("2.5", "år"); "procent" is written %."""
    made: list[tuple[str, str]] = []
    for hit in _NUMBER.finditer(text):
        value = hit[1].replace(",", ".")
        value = value.rstrip("0").rstrip(".") if "." in value else value
        unit = (hit[2] or "").lower()
        made.append((value, "%" if unit in ("procent", "prosent", "percent", "prozent") else unit))
    return made


def _shown(value: str, unit: str) -> str:
    return f"{value.replace('.', ',')} {unit}".strip()


def weakened(asked: str, found: str, language: str) -> tuple[NumberDiff, ...]:
    """ "ska" in the chosen wording, only "bör" in the draft: the words, as `differing` gives numbers."""
    words = settings()["strength"].get(language)
    if not words:
        return ()

    def first(text: str, kind: str) -> str:
        return next(
            (word for word in text.lower().replace(",", " ").split() if word.strip(".;:") in words[kind]), ""
        )

    must, may = first(asked, "must"), first(found, "may")
    return (NumberDiff(must, may),) if must and may and not first(found, "must") else ()


@cache
def settings() -> dict[str, Any]:
    """library/notices/draft_check.yaml: likeness, states, words."""
    found: dict[str, Any] = yaml.safe_load((FOLDER / "draft_check.yaml").read_text("utf-8"))
    return found
