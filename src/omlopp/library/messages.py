"""Refusals in words: the sentence for an error code, Swedish and English, from library/messages/*.yaml.

A file maps code → {sv, en}; a sentence may name the error's facts in braces. One file per room.
"""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from omlopp.domain.model.errors import OmloppError
from omlopp.domain.model.text import Text
from omlopp.library import numbers

FOLDER = Path(__file__).parent / "messages"
UNITS = {
    "SEK": {"sv": "kr", "en": "SEK"},
    "days": {"sv": "dagar", "en": "days"},
    "months": {"sv": "månader", "en": "months"},
    "years": {"sv": "år", "en": "years"},
    "percent": {"sv": "procent", "en": "per cent"},
    "times": {"sv": "gånger", "en": "times"},
    "servings": {"sv": "per dag", "en": "a day"},
}
BEYOND = Decimal(10) ** 20  # no sum of money or mass: shown as it was written


class _Facts(dict[str, Any]):
    def __missing__(self, name: str) -> str:
        return "–"


@cache
def sentences() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for path in sorted(FOLDER.glob("*.yaml")):
        found |= yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader) or {}  # ten times as quick
    return found


def keyed(key: str, facts: Mapping[str, object], language: str) -> str:
    """The sentence of `key`, filled with `facts` as the language writes them. A key without one shows itself."""
    template = sentences().get(key, {}).get(language, key)
    words = {name: shown(fact, language) for name, fact in facts.items()}
    if words.get("unit") in UNITS:
        words["unit"] = UNITS[str(words["unit"])][language]
    return template.format_map(_Facts(words))


def sentence(error: OmloppError, language: str) -> str:
    """What happened, where, and what to do. An unknown code falls back to the error's own words."""
    return keyed(error.code, error.facts, language) if error.code in sentences() else str(error)


def shown(fact: object, language: str) -> object:
    """A fact as people read it: numbers and days in the language's form, texts in the language, lists with commas."""
    if isinstance(fact, Decimal):
        return (
            numbers.number(fact, language=language) if fact.is_finite() and abs(fact) < BEYOND else str(fact)
        )
    if isinstance(fact, datetime):
        return f"{numbers.day(fact.date(), language)} {fact:%H:%M}"
    if isinstance(fact, date):
        return numbers.day(fact, language)
    if isinstance(fact, Text):
        return fact.within(language)
    if isinstance(fact, list | tuple):
        parts = [str(shown(each, language)) for each in fact]
        if parts and all(part.endswith("?") for part in parts):
            return " ".join(parts)
        return ("; " if any("," in part for part in parts) else ", ").join(parts)
    return fact
