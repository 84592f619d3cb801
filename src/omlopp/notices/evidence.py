"""Passages of a notice that speak of circularity, quoted to the letter. First version: words and guards, no model."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from omlopp.library.detection import Term, concepts
from omlopp.notices.lexicon import Lexicon, spans
from omlopp.notices.schema import Notice, TextField

Requirement = Literal["subject", "award", "technical", "performance", "selection", "declared"]
_STOP = re.compile(r"[.!?;•·](?=\s|$)|\n")
_WORD = re.compile(r"\w+")
_REACH = 140  # characters of a quote on either side of the words found, within the sentence
_BEFORE, _AFTER_WORD, _AFTER_PHRASE = 4, 1, 5  # how many words off a negation may stand


@dataclass(frozen=True, slots=True)
class Evidence:
    """A passage in a notice: quote == text[start:end] of the field's stored text, in code points.

    `words` are those the term matched. `weak`: may be ordinary quality or a form of payment, not circularity.
    """

    lot_id: str | None
    field: str
    concept: str
    r_strategy: str
    quote: str
    start: int
    end: int
    term: str
    requirement: Requirement
    words: str
    weak: bool
    goals: tuple[str, ...]


def evidence(notice: Notice, lexicon: Lexicon) -> tuple[Evidence, ...]:
    """Every passage the lexicon of the notice's language points at; a term once per sentence and lot."""
    whole = "\n".join(text.text for text in notice.texts).lower()
    lexicon = replace(lexicon, positive=tuple(one for one in lexicon.positive if one.core in whole))
    found: list[Evidence] = []
    seen: set[tuple[str | None, str, str]] = set()
    for text in notice.texts:
        for one in in_text(text, lexicon):
            key = (one.lot_id, one.concept, one.quote)
            if key not in seen:
                seen.add(key)
                found.append(one)
    return tuple(found)


def in_text(field: TextField, lexicon: Lexicon) -> list[Evidence]:
    """The passages of one text. A false friend that touches a hit takes it away; so does a negation close by."""
    text = field.text
    hits = _longest(spans(text, lexicon.positive))
    if not hits:
        return []
    friends = [(start, end) for start, end, _ in spans(text, lexicon.negative)]
    made: list[Evidence] = []
    for start, end, term in hits:
        if any(start < stop and begin < end for begin, stop in friends):
            continue
        first, last = _sentence(text, start, end)
        if _negated(text, start, end, first, last, lexicon):
            continue
        concept = concepts()[term.concept]
        begin, stop = _quote(text, start, end, first, last)
        made.append(
            Evidence(
                field.lot_id,
                field.field,
                concept.id,
                concept.r_step,
                text[begin:stop],
                begin,
                stop,
                term.term,
                _requirement(field, text[first:last], lexicon),
                text[start:end],
                concept.weak or term.strength == "weak" or term.role == "adj",
                concept.goals,
            )
        )
    return made


def _longest(hits: Iterable[tuple[int, int, Term]]) -> list[tuple[int, int, Term]]:
    """Where hits overlap, the longest stays; the rest in the order of the text."""
    kept: list[tuple[int, int, Term]] = []
    for start, end, term in sorted(hits, key=lambda hit: (hit[0] - hit[1], hit[0])):
        if all(end <= begin or stop <= start for begin, stop, _ in kept):
            kept.append((start, end, term))
    return sorted(kept, key=lambda hit: hit[0])


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """The bounds of the sentence or line around a hit."""
    before = [stop.end() for stop in _STOP.finditer(text, 0, start)]
    after = _STOP.search(text, end)
    return (before[-1] if before else 0), (after.end() if after else len(text))


def _quote(text: str, start: int, end: int, first: int, last: int) -> tuple[int, int]:
    """The sentence, cut at whole words when it is long, without white space at its ends."""
    begin, stop = max(first, start - _REACH), min(last, end + _REACH)
    if begin > first:
        begin = text.find(" ", begin, start) + 1 or start
    if stop < last:
        space = text.rfind(" ", end, stop)
        stop = space if space > 0 else end
    while begin < start and text[begin].isspace():
        begin += 1
    while stop > end and text[stop - 1].isspace():
        stop -= 1
    return begin, stop


def _negated(text: str, start: int, end: int, first: int, last: int, lexicon: Lexicon) -> bool:
    """A negation just before the hit, or after it: a phrase ("accepteras inte") reaches further than a word."""
    cues = lexicon.cues.get("cue_negation", ())
    before = [word.start() for word in _WORD.finditer(text, first, start)][-_BEFORE:]
    if before and any(True for _ in spans(text[before[0] : start], cues)):
        return True
    after = [word.end() for word in _WORD.finditer(text, end, last)]
    for begin, _, term in spans(text[end:last], cues):
        place = sum(word_end <= end + begin for word_end in after)
        if place < (_AFTER_PHRASE if " " in term.term else _AFTER_WORD):
            return True
    return False


def _requirement(field: TextField, sentence: str, lexicon: Lexicon) -> Requirement:
    """The kind of requirement: by the field; in a running text, by the words of the sentence."""
    if field.about != "subject":
        return field.about
    if field.field in _TITLES:
        return "subject"
    for requirement, cue in _CUES:
        if next(spans(sentence, lexicon.cues.get(cue, ())), None):
            return requirement
    return "subject"


_TITLES = {"BT-21-Procedure", "BT-21-Lot", "II.1.1", "II.2.1", "TITLE_CONTRACT", "TITLE", "LOT_TITLE"}
_CUES: tuple[tuple[Requirement, str], ...] = (
    ("award", "cue_award_criterion"),
    ("performance", "cue_contract_condition"),
    ("technical", "cue_technical_specification"),
    ("technical", "cue_must"),
)
