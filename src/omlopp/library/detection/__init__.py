"""Words that speak of circularity, one file per language, and what they speak of. A draft (utkast)."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from omlopp.library.codelists import rows

FOLDER = Path(__file__).parent
State = Literal["draft", "unreviewed", "missing"]


@dataclass(frozen=True, slots=True)
class Concept:
    """What a group of terms speaks of. `goals` are letters A–E, the main one first; `weak` may be ordinary quality."""

    id: str
    r_step: str
    goals: tuple[str, ...]
    weak: bool
    sv: str
    en: str


@dataclass(frozen=True, slots=True)
class Term:
    """One word or phrase as the file has it. kind: phrase, stem, regex; role: pos, adj, neg, cue."""

    concept: str
    term: str
    kind: str
    role: str
    strength: str


@cache
def concepts() -> dict[str, Concept]:
    return {
        row["concept"]: Concept(
            row["concept"], row["r_step"], tuple(row["goals"]), row["says"] == "weak", row["sv"], row["en"]
        )
        for row in rows(FOLDER / "concepts.csv")
    }


@cache
def state(language: str) -> State:
    """draft, unreviewed, or missing when there are no words for the language."""
    known = {row["language"]: row["state"] for row in rows(FOLDER / "languages.csv")}
    return known.get(language, "missing")  # type: ignore[return-value]


@cache
def terms(language: str) -> tuple[Term, ...]:
    """The terms of a language (two letters); none when there is no file."""
    path = FOLDER / "terms" / f"{language}.csv"
    if not path.is_file():
        return ()
    return tuple(
        Term(row["concept"], row["term"], row["kind"], row["role"], row["strength"]) for row in rows(path)
    )
