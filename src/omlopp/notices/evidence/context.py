"""What stands around a hit, and whether a rule's conditions hold there. All is worked out only when asked for."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any

from omlopp.library.detection import Rule, Term
from omlopp.notices.fields import table
from omlopp.notices.lexicon import Lexicon, lower
from omlopp.notices.schema import Notice, TextField

_STOP = re.compile(r"[.!?;•·](?=\s|$)|\n|\t")
_WORD = re.compile(r"\w+")
_NUMBER = re.compile(r"\d")
NEAR_WORDS = 6  # how far `before` and `after` reach
_NEG_BEFORE, _NEG_AFTER_WORD, _NEG_AFTER_PHRASE = 4, 1, 5  # how many words off a negation may stand
_SENTENCE = 400  # characters either side of a hit that still count as its sentence where no full stop comes


@cache
def columns() -> dict[str, str]:
    """Field id → what the field holds (title, description, options, direct_award …), over the tables of notices."""
    every = (
        row
        for name in ("eforms", "ted_r208", "ted_r209", "ocds", "registry_texts")
        for some in table(name).values()
        for row in some
        if row.record in ("notice", "lot") and row.field and row.type == "text"
    )
    found: dict[str, str] = {}
    for row in every:
        found.setdefault(row.field, row.column)
    return found


@dataclass(frozen=True, slots=True)
class Subject:
    """What the procurement is about: its codes and titles, asked by the guards. `titles` in lower case."""

    cpv: tuple[str, ...] = ()
    titles: str = ""
    waste: bool = False
    lots: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def works(self) -> bool:
        return bool(self.cpv) and self.cpv[0].startswith("45")


def subject_of(notice: Notice) -> Subject:
    titles = "\n".join(dict.fromkeys([notice.title, *(lot.title for lot in notice.lots)]))
    return Subject(notice.cpv, titles, lots={lot.lot_id: lot.cpv for lot in notice.lots})


@dataclass(slots=True)
class Context:
    """A hit in its text. `first`–`last` is its sentence or line."""

    field: TextField
    start: int
    end: int
    term: Term
    words: Lexicon
    subject: Subject
    lowered: str
    first: int = 0
    last: int = 0
    _negated: bool | None = None

    def __post_init__(self) -> None:
        whole = (
            self.title and len(self.lowered) <= _SENTENCE
        )  # "Beg. lastbil": a full stop ends no sentence in a title
        self.first, self.last = (
            (0, len(self.lowered)) if whole else sentence(self.lowered, self.start, self.end)
        )

    @property
    def column(self) -> str:
        return columns().get(self.field.field, "")

    @property
    def title(self) -> bool:
        return self.column == "title"

    def has(self, groups: Iterable[str], lowered: str) -> bool:
        return any(self.words.says(group, lowered) for group in groups)

    def sentence(self) -> str:
        return self.lowered[self.first : self.last]

    def before(self, size: int = NEAR_WORDS) -> str:
        words = [word.start() for word in _WORD.finditer(self.lowered, self.first, self.start)]
        return self.lowered[words[-size:][0] : self.start] if words else ""

    def after(self, size: int = NEAR_WORDS) -> str:
        words = [word.end() for word in _WORD.finditer(self.lowered, self.end, self.last)]
        return self.lowered[self.end : words[:size][-1]] if words else ""

    def around(self) -> str:
        """The sentence without the hit itself, so that a term is never its own context."""
        return self.lowered[self.first : self.start] + " \u2026 " + self.lowered[self.end : self.last]

    def negated(self) -> bool:
        """A negation just before the hit, or after it: a phrase ("accepteras inte") reaches further than a word."""
        if self._negated is None:
            self._negated = self._has_negation()
        return self._negated

    def _has_negation(self) -> bool:
        cue = self.words.cue("negation")
        if cue is None:
            return False
        if cue.search(self.before(_NEG_BEFORE)):
            return True
        ends = [word.end() for word in _WORD.finditer(self.lowered, self.end, self.last)]
        for hit in cue.finditer(self.lowered, self.end, self.last):
            place = sum(end <= hit.start() for end in ends)
            if place < (_NEG_AFTER_PHRASE if re.search(r"\s", hit[0]) else _NEG_AFTER_WORD):
                return True
        return False

    def titles(self) -> str:
        return _lowered(self.subject.titles, self.words.language)

    def cpv(self) -> tuple[str, ...]:
        own = self.subject.lots.get(self.field.lot_id or "", ())
        return (*own, *self.subject.cpv)

    def fits(self, rule: Rule) -> bool:
        return all(_TESTS[name](self, asked) for name, asked in rule.when.items())


@lru_cache(maxsize=64)
def _lowered(titles: str, language: str) -> str:
    """Every hit of a notice asks for the same titles."""
    return lower(titles, language)


def _cpv(context: Context, prefixes: list[str]) -> bool:
    return any(code.startswith(tuple(prefixes)) for code in context.cpv())


_TESTS: dict[str, Callable[[Context, Any], bool]] = {
    "near": lambda c, groups: c.has(groups, c.around()),
    "near_also": lambda c, groups: c.has(groups, c.sentence()),
    "not_near_also": lambda c, groups: not c.has(groups, c.sentence()),
    "words": lambda c, groups: c.has(groups, c.lowered[c.start : c.end]),
    "column": lambda c, names: c.column in names,
    "not_column": lambda c, names: c.column not in names,
    "before": lambda c, groups: c.has(groups, c.before()),
    "after": lambda c, groups: c.has(groups, c.after()),
    "object": lambda c, groups: c.has(groups, c.titles()),
    "not_near": lambda c, groups: not c.has(groups, c.around()),
    "not_before": lambda c, groups: not c.has(groups, c.before()),
    "not_after": lambda c, groups: not c.has(groups, c.after()),
    "not_object": lambda c, groups: not c.has(groups, c.titles()),
    "title": lambda c, asked: c.title is asked,
    "about": lambda c, kinds: c.field.about in kinds,
    "not_about": lambda c, kinds: c.field.about not in kinds,
    "cpv": _cpv,
    "not_cpv": lambda c, prefixes: not _cpv(c, prefixes),
    "main_cpv": lambda c, prefixes: bool(c.cpv()) and c.cpv()[0].startswith(tuple(prefixes)),
    "concept": lambda c, ids: c.term.concept in ids,
    "not_concept": lambda c, ids: c.term.concept not in ids,
    "term": lambda c, strength: (c.term.strength or "strong") == strength,
    "number": lambda c, asked: bool(_NUMBER.search(c.sentence())) is asked,
    "negated": lambda c, asked: c.negated() is asked,
    "waste": lambda c, asked: c.subject.waste is asked,
    "works": lambda c, asked: c.subject.works is asked,
}


def sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """The bounds of the sentence or line around a hit."""
    begin = max(0, start - _SENTENCE)
    first = begin
    for stop in _STOP.finditer(text, begin, start):
        first = stop.end()
    after = _STOP.search(text, end, min(len(text), end + _SENTENCE))
    return first, after.end() if after else min(len(text), end + _SENTENCE)
