"""A question as people type it: words, "phrases", -minus, prefix*. Read forgivingly; refused when nothing is left."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from omlopp.notices.search.data import stopwords, weights
from omlopp.notices.search.errors import NoWords, OnlyMinus, OnlyStopWords, ShortPrefix
from omlopp.notices.search.words import WORD, fold, plain, words

MOST = 24  # words of a question; what comes after is left aside, and said
_PIECE = re.compile(r'([-−–]?)(?:["“”„»«]([^"“”„»«]*)["“”„»«]?|([^\s"“”„»«]+))')
# A CPV code with its check digit, which is left aside; an organisation number with its hyphen.
_NUMBER = re.compile(r"([0-9]{8})-[0-9]|([0-9]{6})-([0-9]{4})", re.ASCII)
# The number of a notice, or its UUID: searched as it stands.
_IDENTITY = re.compile(
    r"[0-9]{1,8}-[0-9]{4}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII | re.IGNORECASE
)
Note = str  # a code: "long" (words left aside) or "quote" (a quote mark without its pair)


@dataclass(frozen=True, slots=True)
class Word:
    """One word: `terms` are its stems by language rules with their weight; `split` the parts of a compound.

    The first term is by the rules of `home`. A term that rules of another language leave whole answers for texts in
    other languages only: by English rules möbler is left whole, which in Swedish would be the stem of möblera.
    """

    typed: str
    terms: tuple[tuple[str, float], ...]
    exact: tuple[str, ...] = ()
    strict: bool = False
    split: tuple[tuple[str, ...], ...] = ()
    home: str = "sv"

    def abroad(self, term: str) -> bool:
        """Does the term answer for texts in other languages than `home` only?"""
        return term != self.terms[0][0] and term == fold(self.typed)

    def terms_in(self, language: str) -> Iterator[str]:
        """The terms that a text of the language is searched for."""
        return (term for term, _ in self.terms if language != self.home or not self.abroad(term))


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words beside each other: one row of stems per language whose rules differ."""

    typed: str
    stems: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Prefix:
    """The beginning of a word, folded, and the stem it would have if it were a whole word."""

    typed: str
    start: str
    stem: str


Part = Word | Phrase | Prefix


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it is searched: every one of `must`, none of `never`.

    `near`: words typed beside each other, small words with them; notices where they stand so too come first.
    `places`: where each of `must` stands in `text`; (0, 0) for what stood in quotes and means its very words.
    """

    text: str
    must: tuple[Part, ...]
    never: tuple[Part, ...]
    notes: tuple[Note, ...] = ()
    near: tuple[Phrase, ...] = ()
    places: tuple[tuple[int, int], ...] = ()

    @property
    def empty(self) -> bool:
        return not self.must and not self.never


NOTHING = Asked("", (), ())


def ask(text: str, languages: Iterable[str] = ("sv",), *, filtered: bool = False) -> Asked:
    """The question in `text`, by the rules of `languages` (the first weighs most). Empty text asks for everything.

    `filtered`: filters narrow too, so that minus words alone make sense. Raises a CannotAsk that says what to write.
    """
    text = " ".join(text.split())
    if not text:
        return NOTHING
    known = tuple(dict.fromkeys(languages)) or ("sv",)
    must: list[Part] = []
    never: list[Part] = []
    small: list[Part] = []
    notes: list[Note] = ["quote"] if len(re.findall('["“”„»«]', text)) % 2 else []
    places: list[tuple[int, int]] = []
    row: list[tuple[str, bool]] = []  # the bare words in order, each with whether it is small
    count = 0
    for piece in _PIECE.finditer(text):
        minus, quoted, bare = piece.groups("")
        for part, is_small in _parts(quoted, bare, known):
            if count >= MOST:
                notes = [*notes, "long"] if "long" not in notes else notes
                break
            count += 1
            (never if minus else small if is_small else must).append(part)
            if not minus and not is_small:
                places.append(piece.span(3) if bare else (0, 0))
            if not minus and isinstance(part, Word):
                row.append((part.typed, is_small))
    if not count:
        raise NoWords(asked=text[:60])
    if not must and small:
        raise OnlyStopWords(asked=text[:60])
    if not must and not filtered:
        raise OnlyMinus(asked=text[:60])
    return Asked(text, tuple(must), tuple(never), tuple(notes), _near(row, known), tuple(places))


def _near(row: list[tuple[str, bool]], languages: tuple[str, ...]) -> tuple[Phrase, ...]:
    """The words as one phrase where small words stand between them, and each two that follow each other."""
    words_ = [word for word, is_small in row if not is_small]
    pairs = [_phrase(" ".join(pair), list(pair), languages) for pair in pairwise(words_)]
    whole = [word for word, _ in row]
    if len(words_) < 2 or len(whole) == len(words_):
        return tuple(pairs)
    return (_phrase(" ".join(whole), whole, languages), *pairs)


def _parts(quoted: str, bare: str, languages: tuple[str, ...]) -> list[tuple[Part, bool]]:
    """What one piece of the question asks for, each with whether it is a stop word."""
    if quoted:
        listed = [plain(word) for word in WORD.findall(quoted)]
        if len(listed) > 1:
            return [(_phrase(quoted, listed, languages), False)]
        return [(_word(word, languages), _small(word, languages)) for word in listed]
    number = _NUMBER.fullmatch(bare)
    listed = ["".join(number.groups(""))] if number else [plain(word) for word in WORD.findall(bare)]
    if not listed:
        return []
    if _IDENTITY.fullmatch(bare):  # six digits and four may be a notice or an organisation
        return [(Word(bare, ((plain(bare), 1.0), *(((listed[0], 1.0),) if number else ()))), False)]
    if len(listed) > 1 and not bare.endswith("*"):  # kontors-möbler, 541259-2025: beside each other
        return [(_phrase(bare, listed, languages), False)]
    made: list[tuple[Part, bool]] = [(_word(word, languages), _small(word, languages)) for word in listed]
    if bare.endswith("*"):
        start = fold(listed[-1])
        if len(start) < 2:
            raise ShortPrefix(prefix=listed[-1])
        made[-1] = (Prefix(f"{listed[-1]}*", start, words(languages[0]).forms(listed[-1]).main), False)
    return made


def _small(word: str, languages: tuple[str, ...]) -> bool:
    return word in stopwords(languages[0]) or (len(word) == 1 and not word.isdigit())


def _word(word: str, languages: tuple[str, ...]) -> Word:
    rules = weights()
    terms: dict[str, float] = {}
    exact: dict[str, None] = {}
    split: dict[tuple[str, ...], None] = {}
    for place, language in enumerate(languages):
        forms = words(language).forms(word)
        if place and _too_short(forms.main, word):
            continue
        terms.setdefault(forms.main, 1.0 if place == 0 else rules["other_language"])
        if forms.exact and not forms.exact.isascii():
            exact[forms.exact] = None
        if len(forms.last) > 1:
            split[forms.last] = None
    strict = fold(word) != word and len(word) <= rules["short"]
    return Word(word, tuple(terms.items()), tuple(exact), strict, tuple(split), languages[0])


def _too_short(stem: str, word: str) -> bool:
    """Rules of a language that is not the word's may leave a scrap of it: fordon, cut to for."""
    return len(stem) < 4 and len(word) - len(stem) > 2


def _phrase(typed: str, listed: list[str], languages: tuple[str, ...]) -> Phrase:
    rows = (tuple(words(language).forms(word).main for word in listed) for language in languages)
    return Phrase(typed.strip(), tuple(dict.fromkeys(rows)))


def terms_of(parts: Iterable[Part], language: str = "") -> frozenset[str]:
    """Every single form a text of the language may hold for one of the parts: what is marked in it."""
    found: set[str] = set()
    for part in parts:
        if isinstance(part, Word):
            found.update(part.exact)
            if not part.strict:
                found.update(part.terms_in(language))
                found.update(term for row in part.split for term in row)
    return frozenset(found)
