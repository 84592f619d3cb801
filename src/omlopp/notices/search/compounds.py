"""The parts of a compound: kontorsmöbelåterbruk is kontor, möbel and återbruk. By a list of words, never by guess."""

from collections.abc import Callable
from dataclasses import dataclass

from omlopp.notices.search.data import constituents, never_parts

SHORTEST = 7  # letters of a compound worth splitting
# What may stand between two parts. "" first: a word of its own counts before one with a letter over.
LINKS = {
    "sv": ("", "s"), "no": ("", "s", "e"), "da": ("", "s", "e"), "nl": ("", "s", "en", "e"),
    "de": ("", "s", "es", "n", "en", "er", "e"), "fi": ("", "n", "en", "jen", "iden"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Found:
    """A way to explain the end of a word: how many parts, the letters of the shortest, and the parts."""

    count: int
    shortest: int
    pieces: tuple[str, ...]


class Splitter:
    """Splits the words of one language. A part is a known word in any inflection: its stem is that of a listed one.

    Parts of two or three letters must be listed as they stand (two only at the beginning): the stem of a longer word
    is too often another word's beginning. All of the compound must be explained, or it is not split.
    """

    def __init__(self, language: str, stem: Callable[[str], str]) -> None:
        listed = constituents(language)
        self._stem = stem
        self._listed = frozenset(word for word in listed if len(word) >= 2)
        self._stems = frozenset(stem(word) for word in listed if len(word) >= 4)
        self._starts = frozenset(word[:3] for word in self._listed)
        self._links = LINKS[language]
        self._tiny = frozenset(word for word in self._listed if len(word) == 2)
        self._never = never_parts(language)
        self._known: dict[str, str] = {}

    def parts(self, word: str) -> tuple[str, ...]:
        """The stems of the parts, first to last, a part that is itself a compound before its own parts.

        () for a word that is not a compound of known words.
        """
        made: list[str] = []
        for piece in self._pieces(word):
            made.append(self._part(piece))
            made.extend(self.parts(piece))
        return tuple(made)

    def last(self, word: str) -> tuple[str, ...]:
        """The stems of the parts that are no compounds themselves, first to last; () like `parts`."""
        return tuple(
            stem for piece in self._pieces(word) for stem in self.last(piece) or (self._part(piece),)
        )

    def _pieces(self, word: str) -> tuple[str, ...]:
        """The parts as they stand: the fewest that explain the whole word, then with the longest shortest part."""
        if len(word) < SHORTEST or not word.isalpha():
            return ()
        size = len(word)
        best: list[Found | None] = [None] * (size + 1)  # best[i] explains word[i:]
        best[size] = Found(0, 99, ())
        for start in range(size - 3, -1, -1):
            if word[start : start + 3] not in self._starts and word[start : start + 2] not in self._tiny:
                continue
            for end in range(start + (2 if start == 0 else 3), size + (start > 0)):
                piece = word[start:end]
                if not self._part(piece):
                    continue
                for link in self._links:
                    after = end + len(link)
                    rest = best[after] if after <= size and word.startswith(link, end) else None
                    if rest is None or (link and after == size):
                        continue
                    one = Found(rest.count + 1, min(rest.shortest, len(piece)), (piece, *rest.pieces))
                    present = best[start]
                    if present is None or (one.count, -one.shortest) < (present.count, -present.shortest):
                        best[start] = one
        whole = best[0]
        return whole.pieces if whole else ()

    def _part(self, piece: str) -> str:
        """The stem of a piece that is a known word; "" when it is none."""
        known = self._known.get(piece)
        if known is None:
            known = ""
            if piece not in self._never:
                if piece in self._listed:
                    known = self._stem(piece)
                elif len(piece) >= 4 and (stem := self._stem(piece)) in self._stems and len(stem) >= 4:
                    known = stem
            if len(self._known) > 400_000:
                self._known.clear()
            self._known[piece] = known
        return known
