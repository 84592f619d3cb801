"""Where the words of a question stand in a text. Offsets in code points; nothing here knows HTML."""

from collections.abc import Iterable
from dataclasses import dataclass

from omlopp.notices.search.asking import Asked, Phrase, Prefix, terms_of
from omlopp.notices.search.words import Forms, tokens, words

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text as it is shown: the pieces of a text joined are the text."""

    text: str
    marked: bool


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a text, cut at whole words: text[start:end]. `before` and `after`: is there more of the text?"""

    start: int
    end: int
    pieces: tuple[Piece, ...]
    before: bool
    after: bool
    words: int = 0  # how many different words of the question stand in it

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)


def spans(text: str, asked: Asked, language: str = "sv") -> tuple[Span, ...]:
    """The words of `text` that answer the question, in order, whole words only; a phrase gives each of its words."""
    return tuple(span for span, _ in _hits(text, asked, language))


def _hits(text: str, asked: Asked, language: str) -> list[tuple[Span, str]]:
    """(span, what it answers) for every word marked."""
    single = terms_of(asked.must, language)
    prefixes = [part for part in asked.must if isinstance(part, Prefix)]
    phrases = [row for part in asked.must if isinstance(part, Phrase) for row in part.stems]
    if not (single or prefixes or phrases):
        return []
    rules = words(language)
    found = [(start, end, rules.forms(word)) for start, end, word in tokens(text)]
    mains = [forms.main for _, _, forms in found]
    hit: dict[int, str] = {}
    for place, (_, _, forms) in enumerate(found):
        answer = _answers(forms, single, prefixes)
        if answer:
            hit[place] = answer
    for row in phrases:
        for place in range(len(mains) - len(row) + 1):
            if tuple(mains[place : place + len(row)]) == row:
                hit |= {each: " ".join(row) for each in range(place, place + len(row))}
    return [((found[place][0], found[place][1]), hit[place]) for place in sorted(hit)]


def _answers(forms: Forms, single: frozenset[str], prefixes: list[Prefix]) -> str:
    for form in (forms.main, *forms.more):
        if form in single:
            return form
        for prefix in prefixes:
            if form == prefix.stem or form.startswith(prefix.start):
                return prefix.start
    return ""


def with_words(text: str, found: Iterable[Span], said: Iterable[str]) -> tuple[Span, ...]:
    """The spans, and those of the words said where they stand in the text, joined where they meet."""
    both = list(found)
    for words_ in said:
        place = text.find(words_) if words_ else -1
        if place >= 0:
            both.append((place, place + len(words_)))
    made: list[Span] = []
    for start, end in sorted(both):
        if made and start < made[-1][1]:
            made[-1] = (made[-1][0], max(end, made[-1][1]))
        else:
            made.append((start, end))
    return tuple(made)


def marked(text: str, found: Iterable[Span]) -> tuple[Piece, ...]:
    """The text in pieces, those of the spans marked. Spans are in order and do not overlap."""
    made: list[Piece] = []
    place = 0
    for start, end in found:
        if start > place:
            made.append(Piece(text[place:start], False))
        made.append(Piece(text[start:end], True))
        place = end
    if place < len(text):
        made.append(Piece(text[place:], False))
    return tuple(made)


def passage(text: str, asked: Asked, language: str = "sv", reach: int = 280) -> Passage | None:
    """The stretch of about `reach` characters with most different words of the question; None when it has none."""
    hits = _hits(text, asked, language)
    if not hits:
        return None
    best, most = 0, (0, 0)
    for first, ((start, _), _) in enumerate(hits):
        inside = [what for (_, end), what in hits[first:] if end - start <= reach]
        if (len(set(inside)), len(inside)) > most:
            best, most = first, (len(set(inside)), len(inside))
    begin = hits[best][0][0]
    last = max(end for (_, end), _ in hits[best:] if end - begin <= max(reach, hits[best][0][1] - begin))
    room = max(0, reach - (last - begin)) // 2
    return around(text, begin, last, room, [span for span, _ in hits], words=most[0])


def around(text: str, start: int, end: int, room: int, found: Iterable[Span], words: int = 0) -> Passage:
    """text[start:end] with about `room` characters on either side, cut at whole words, spans marked."""
    begin, stop = max(0, start - room), min(len(text), end + room)
    while 0 < begin < start and not text[begin - 1].isspace():
        begin += 1
    while end < stop < len(text) and not text[stop].isspace():
        stop -= 1
    inner = [(a - begin, b - begin) for a, b in found if begin <= a and b <= stop]
    return Passage(begin, stop, marked(text[begin:stop], inner), begin > 0, stop < len(text), words)
