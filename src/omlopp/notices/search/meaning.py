"""What the words of a question mean by the lexicon of detection: begagnade is second-hand, and so is used."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from omlopp.library.codelists import rows
from omlopp.library.detection import FOLDER, concepts
from omlopp.notices.lexicon import Searchable, lexicon, lower
from omlopp.notices.search.asking import Asked, Word
from omlopp.notices.search.data import kin_of
from omlopp.notices.search.words import fold


@dataclass(frozen=True, slots=True)
class Meaning:
    """Words of a question that speak of something circular: their places in `Asked.must`, and the concepts.

    `kin`: concepts that a buyer takes for the same: who asks for used goods is helped by refurbished. `beside`: the
    stems of the goods in a compound that means both (möbel in möbelåterbruk), which must still be there.
    """

    parts: tuple[int, ...]
    concepts: tuple[str, ...]
    kin: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()

    @property
    def together(self) -> bool:
        """Is it several words that mean it together, as produkt som tjänst?"""
        return len(self.parts) > 1


@dataclass(frozen=True, slots=True)
class Term:
    """A term of the lexicon where it stands in a question, and the letters it is known by."""

    start: int
    end: int
    concept: str
    anchor: str
    never: bool = False

    def within(self, place: tuple[int, int]) -> bool:
        return place[0] <= self.start and self.end <= place[1]


def meanings(asked: Asked) -> tuple[Meaning, ...]:
    """The circular meanings of the question's bare words, in their order; () when it has none.

    A word that means something by itself stands for itself, so that the goods beside it are still asked for; longer
    terms (produkt som tjänst) count where none of their words does, the longest first. Read in every language whose
    terms have been reviewed, whatever languages the market holds.
    """
    single: dict[tuple[int, ...], list[Term]] = {}
    longer: dict[tuple[int, ...], list[Term]] = {}
    for term in sorted(_terms_in(asked.text), key=lambda one: one.start - one.end):
        covered = tuple(
            n for n, (a, b) in enumerate(asked.places) if term.start < b and a < term.end and b > a
        )
        alone = len(covered) == 1 and term.within(asked.places[covered[0]])
        if covered:
            (single if alone else longer).setdefault(covered, []).append(term)
    found = dict(single)
    for covered, terms in longer.items():
        if not any(set(covered) & set(other) for other in found):
            found[covered] = terms
    return tuple(_meaning(asked, parts, found[parts]) for parts in sorted(found))


def _meaning(asked: Asked, parts: tuple[int, ...], terms: list[Term]) -> Meaning:
    said = {term.concept for term in terms}
    word = asked.must[parts[0]]
    beside: tuple[str, ...] = ()
    if len(parts) == 1 and isinstance(word, Word) and word.split:
        anchor = min((term.anchor for term in terms), key=len)
        rest = tuple(piece for piece in word.split[0] if piece not in anchor and anchor not in piece)
        beside = rest if len(rest) < len(word.split[0]) else ()
    return Meaning(parts, tuple(sorted(said)), kin_of(said), beside)


@lru_cache(maxsize=512)
def _terms_in(text: str) -> tuple[Term, ...]:
    """Every term in the text, accents or not, without those inside a look-alike."""
    made: list[Term] = []
    for language in _reviewed():
        lowered = lower(text, language)
        folded = "".join(fold(letter) if len(fold(letter)) == 1 else letter for letter in lowered)
        for anchor, one in _anchored(language):
            if anchor in folded:
                made += [
                    Term(*hit.span(), one.term.concept, anchor, one.term.role == "neg")
                    for hit in _pattern(one.source).finditer(folded)
                    if hit.end() > hit.start()
                ]
    never = [(term.start, term.end) for term in made if term.never]
    return tuple(term for term in made if not term.never and not any(term.within(place) for place in never))


@cache
def _reviewed() -> tuple[str, ...]:
    return tuple(row["language"] for row in rows(FOLDER / "languages.csv") if row["state"] == "reviewed")


@cache
def _anchored(language: str) -> tuple[tuple[str, Searchable], ...]:
    """The terms of concepts, and the look-alikes, that have a literal anchor; with that, folded."""
    return tuple(
        (fold(one.anchor), one)
        for one in lexicon(language).searched
        if one.anchor and (one.term.concept in concepts() or one.term.role == "neg")
    )


@lru_cache(maxsize=4096)
def _pattern(source: str) -> re.Pattern[str]:
    return re.compile(fold(source))
