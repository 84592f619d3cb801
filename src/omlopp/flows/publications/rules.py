"""What texts are held against: library/publications_check.yaml."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, ClassVar

from omlopp.domain.model.text import STRICT, Language, Text
from omlopp.flows.publications.errors import BrokenPlan
from omlopp.library.files import Problem, read_one
from omlopp.library.load import ROOT


@dataclass(frozen=True, slots=True)
class Looked:
    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    last: date
    next: date


@dataclass(frozen=True, slots=True)
class Rules:
    """`longest`, `at_least`, `shortest` in words; `threshold` a share, 0–1."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    longest: int
    at_least: int
    shortest: int
    threshold: float
    stop_words: Mapping[Language, frozenset[str]]
    why: Text
    checked: Looked

    def foreign(self, passage: str, language: Language) -> tuple[list[str], int]:
        """Words of the passage that are stop words of the other language, and how many words it has."""
        words = words_of(passage)
        other = self.stop_words["sv" if language == "en" else "en"]
        return [word for word in words if word in other], len(words)


@cache
def rules() -> Rules:
    found = read_one(ROOT / "publications_check.yaml", Rules, ROOT)
    if isinstance(found, Problem):
        raise BrokenPlan(file=found.file, where=found.where, says=found.says)
    return found


def words_of(text: str) -> list[str]:
    """Words in small letters, without what stands round them; numbers are no words."""
    found = (part.strip(".,;:!?()[]”“\"'–-…/§") for part in text.lower().split())
    return [word for word in found if any(char.isalpha() for char in word)]
