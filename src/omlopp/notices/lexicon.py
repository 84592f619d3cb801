"""The terms of one language made ready to search with."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from omlopp.library.detection import State, Term, state, terms

_GAP = re.compile(r"<(\d+)>")


@dataclass(frozen=True, slots=True)
class Searchable:
    """A term with its pattern. `core` is its longest literal piece, lower case: text without it cannot match."""

    term: Term
    core: str
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Terms of one language by role. `state`: draft, unreviewed or missing – shown beside whatever it finds."""

    language: str
    state: State
    positive: tuple[Searchable, ...]
    negative: tuple[Searchable, ...]
    cues: dict[str, tuple[Searchable, ...]]


@cache
def lexicon(language: str) -> Lexicon:
    """The draft lexicon of a language (two letters); empty, state `missing`, when there is none."""
    made = [_searchable(term) for term in terms(language)]
    cues: dict[str, list[Searchable]] = {}
    for one in made:
        if one.term.role == "cue":
            cues.setdefault(one.term.concept, []).append(one)
    return Lexicon(
        language,
        state(language),
        tuple(one for one in made if one.term.role in ("pos", "adj")),
        tuple(one for one in made if one.term.role == "neg"),
        {concept: tuple(some) for concept, some in cues.items()},
    )


def spans(text: str, searched: tuple[Searchable, ...]) -> Iterator[tuple[int, int, Term]]:
    """Every place in the text where a term stands."""
    lowered = text.lower()
    for one in searched:
        if one.core in lowered:
            for hit in one.pattern.finditer(text):
                if hit.end() > hit.start():
                    yield hit.start(), hit.end(), one.term


def _searchable(term: Term) -> Searchable:
    if term.kind == "regex":
        return Searchable(term, "", re.compile(term.term, re.IGNORECASE))
    parts: list[str] = []
    cores: list[str] = []
    gap = False
    for piece in term.term.split():
        if hit := _GAP.fullmatch(piece):
            parts.append(rf"\W+(?:\w+\W+){{0,{hit[1]}}}")
            gap = True
            continue
        if parts and not gap:
            parts.append(r"[\s-]+")
        gap = False
        literals = piece.split("*")
        cores += [literal.lower() for literal in literals]
        parts.append(r"\w*".join(re.escape(literal) for literal in literals))
    pattern = re.compile(rf"(?<!\w){''.join(parts)}(?!\w)", re.IGNORECASE)
    return Searchable(term, max(cores, key=len), pattern)
