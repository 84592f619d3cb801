"""Which language a text is written in, by its frequent words (library/notices/language_words.csv)."""

import re
from collections import Counter
from functools import cache

from omlopp.library.codelists import rows
from omlopp.notices.fields import FOLDER

_WORD = re.compile(r"[^\W\d_]+")
MOST = 20_000  # characters looked at: the language does not change after that
LEAST = 2.0  # points below which nothing is said


@cache
def _points() -> dict[str, tuple[tuple[str, float], ...]]:
    """Each word, and each telling letter, with its points per language: shared among the languages that have it."""
    homes: dict[str, list[str]] = {}
    for row in rows(FOLDER / "language_words.csv"):
        for word in dict.fromkeys(row["words"].split()):
            homes.setdefault(word, []).append(row["language"])
        for letter in row["letters"]:
            homes.setdefault(f"letter {letter}", []).append(row["language"])
    return {
        sign: tuple((language, 1 / len(languages)) for language in languages)
        for sign, languages in homes.items()
    }


def identified(text: str) -> str:
    """The language in two letters (Norwegian no), or "" when the text is too short or too even to tell."""
    words = Counter(word.lower() for word in _WORD.findall(text[:MOST]))
    points: dict[str, float] = {}
    for word, number in words.items():
        for language, worth in _points().get(word, ()):
            points[language] = points.get(language, 0.0) + number * worth
        for letter in set(word):
            for language, worth in _points().get(f"letter {letter}", ()):
                points[language] = points.get(language, 0.0) + number * worth / 2
    if not points:
        return ""
    (best, most), *rest = sorted(points.items(), key=lambda one: -one[1])[:2]
    return best if most >= LEAST and (not rest or most >= 1.1 * rest[0][1]) else ""
