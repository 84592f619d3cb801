"""Words as search compares them: stems without accents, the parts of compounds, and the spelling as typed."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import Stemmer

from omlopp.notices.search.compounds import Splitter
from omlopp.notices.search.data import COMPOUNDING, endings

# A word may hold soft hyphens and loose accents (NFD); an underscore ends it.
WORD = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f\u00ad])*")
LONGEST = 60  # letters: what is longer is a code or an accident, and is cut
KEPT = 400_000  # words whose forms are kept in memory for each language
STEMMERS = {
    "sv": "swedish", "no": "norwegian", "da": "danish", "de": "german", "nl": "dutch", "fi": "finnish",
    "en": "english", "fr": "french", "it": "italian", "es": "spanish", "pt": "portuguese", "ro": "romanian",
    "hu": "hungarian", "el": "greek", "lt": "lithuanian", "et": "estonian", "cs": "czech", "pl": "polish",
    "ga": "irish",
}  # fmt: skip
_LETTERS = str.maketrans({"ø": "o", "æ": "a", "đ": "d", "ł": "l", "ı": "i", "œ": "o", "þ": "t", "ð": "d"})


@dataclass(frozen=True, slots=True)
class Forms:
    """What one word is compared by. `main`: its folded stem. `exact`: "=" and the stem as spelt, "" without accents.

    `parts`: the folded stems of a compound's parts, with those that are compounds themselves; `last`: without. `loose`:
    the stem of the word typed without accents, where the rules for endings then go another way.
    """

    main: str
    exact: str
    parts: tuple[str, ...]
    loose: str
    last: tuple[str, ...] = ()

    @property
    def more(self) -> tuple[str, ...]:
        """Everything but the main form."""
        return tuple(form for form in (self.exact, self.loose, *self.parts) if form)


def tokens(text: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, word) in code points of `text`; the word in small letters, composed, without soft hyphens."""
    for found in WORD.finditer(text):
        yield found.start(), found.end(), plain(found[0])


def plain(word: str) -> str:
    return unicodedata.normalize("NFC", word.replace("\u00ad", "")).casefold()[:LONGEST]


@cache
def _letter(letter: str) -> str:
    apart = unicodedata.normalize("NFKD", letter.translate(_LETTERS))
    return "".join(each for each in apart if not unicodedata.combining(each))


def fold(word: str) -> str:
    """Small letters without accents: återvunnet → atervunnet, miljø → miljo."""
    return word if word.isascii() else "".join(map(_letter, word))


class Words:
    """The forms of the words of one language. Languages without stemming rules are folded only."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._stemmer = Stemmer.Stemmer(STEMMERS[language], 0) if language in STEMMERS else None
        self._before, self._after = endings(language, "before"), endings(language, "after")
        self._splitter = Splitter(language, self.stem) if language in COMPOUNDING else None
        self._forms: dict[str, Forms] = {}
        self._written: dict[
            str, tuple[str, str]
        ] = {}  # a word as it stands in a text → main form, other forms

    def stem(self, word: str) -> str:
        """The stem as spelt, accents kept. `word` is in small letters."""
        if self._stemmer is None or not word.isalpha():
            return word
        for each in self._before:
            if word.endswith(each.ending) and len(word) - len(each.ending) >= each.rest:
                word = word[: len(word) - len(each.ending)] + each.becomes
                break
        stem: str = self._stemmer.stemWord(word)
        for each in self._after:
            if stem.endswith(each.ending) and len(stem) - len(each.ending) >= each.rest:
                return stem[: len(stem) - len(each.ending)] + each.becomes
        return stem

    def forms(self, word: str) -> Forms:
        """The forms of a word of `tokens`."""
        known = self._forms.get(word)
        if known is None:
            if len(self._forms) >= KEPT:
                self._forms.clear()
            known = self._forms[word] = self._made(word)
        return known

    def _made(self, word: str) -> Forms:
        spelt = self.stem(word)
        main = fold(spelt)
        bare = fold(word)
        loose = fold(self.stem(bare)) if bare != word else main
        parts = self._splitter.parts(word) if self._splitter else ()
        last = self._splitter.last(word) if self._splitter and parts else ()
        return Forms(
            main,
            f"={spelt}" if fold(spelt) != spelt else "",
            tuple(dict.fromkeys(fold(part) for part in parts)),
            loose if loose != main else "",
            tuple(dict.fromkeys(fold(part) for part in last)),
        )

    def indexed(self, text: str) -> tuple[str, str]:
        """What an index holds of a text: its main forms in order, and every other form once per word."""
        known, mains, others = self._written, [], []
        for written in WORD.findall(text):
            both = known.get(written)
            if both is None:
                if len(known) >= KEPT:
                    known.clear()
                forms = self.forms(plain(written))
                both = known[written] = (forms.main, " ".join(forms.more))
            mains.append(both[0])
            if both[1]:
                others.append(both[1])
        return " ".join(mains), " ".join(others)


@cache
def words(language: str) -> Words:
    return Words(language)
