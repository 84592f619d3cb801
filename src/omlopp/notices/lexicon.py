"""The terms of one language made ready to search with.

Two steps. A set automaton (RE2) tells in one pass which terms may stand in a text at all; nothing more is done for the
others. The places are then found with Python's `re`, from the anchor of each term: a literal piece that str.find looks
for. RE2 knows only ASCII word edges, so its patterns have none: the second step checks them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from typing import Any

from omlopp.library.detection import State, Term, state, terms

_GAP = re.compile(r"<(\d+)>")
_SET_MEMORY = 1 << 28  # bytes the automaton may use for its cache; far more than any language needs
_LETTER = r"[\p{L}\p{N}_]"


@dataclass(frozen=True, slots=True)
class Searchable:
    """A term ready to search with. `anchor`: literal, lower case, that stands in every match; `opens`: letters may
    stand before the anchor; `alternatives`: regex terms, which are searched as they are.
    """

    term: Term
    anchor: str
    opens: bool
    candidate: str
    source: str

    def places(self, lowered: str) -> Iterator[tuple[int, int]]:
        """Start and end of every place in a text that went through `lower`; they are the places in the text itself."""
        pattern = compiled(self.source)
        if not self.anchor:
            yield from (hit.span() for hit in pattern.finditer(lowered) if hit.end() > hit.start())
            return
        at = lowered.find(self.anchor)
        while at >= 0:
            start = at
            if self.opens:
                while start and _is_word(lowered[start - 1]):
                    start -= 1
            if (hit := pattern.match(lowered, start)) and hit.end() > start:
                yield hit.span()
            at = lowered.find(self.anchor, max(at + 1, hit.end() if hit else 0))


@lru_cache(maxsize=4096)
def compiled(source: str) -> re.Pattern[str]:
    """Compiled when first needed: most terms never occur in a day's notices."""
    return re.compile(source)


def _is_word(letter: str) -> bool:
    return letter.isalnum() or letter == "_"


@dataclass(frozen=True)
class Lexicon:
    """Terms of one language. `state` is shown beside whatever it finds: reviewed, draft, unreviewed or missing."""

    language: str
    state: State
    searched: tuple[Searchable, ...]
    cues: dict[str, tuple[str, ...]]
    signs: dict[str, tuple[str, ...]] = field(
        default_factory=dict
    )  # the cues as RE2 finds them, without word edges

    @cached_property
    def _automaton(self) -> "object | None":
        import re2

        if not self.searched:
            return None
        options = re2.Options()
        options.max_mem = _SET_MEMORY
        options.never_capture = True
        options.log_errors = False
        automaton = re2.Set.SearchSet(options)
        for one in self.searched:
            automaton.Add(one.candidate)
        automaton.Compile()
        return automaton

    def candidates(self, lowered: str) -> list[Searchable]:
        """The terms that may stand in the text (lower case), in one pass over it."""
        if self._automaton is None:
            return []
        numbers = self._automaton.Match(lowered)  # type: ignore[attr-defined]
        return [self.searched[number] for number in sorted(numbers or ())]

    def says(self, group: str, lowered: str) -> bool:
        """Whether words of a group stand in a text. RE2 looks first, without word edges: mostly it finds none."""
        return _says(self, group, lowered)

    def cue(self, group: str) -> re.Pattern[str] | None:
        """One pattern for the words of a group (must, negation, sale …), or None where the language has none."""
        return _cue_pattern(self, group)


@cache
def lexicon(language: str) -> Lexicon:
    """The words of a language (two letters); empty, state `missing`, when there are none."""
    made = [_searchable(term, lower(term.term, language)) for term in terms(language)]
    cues: dict[str, list[str]] = {}
    signs: dict[str, list[str]] = {}
    for one in made:
        if one.term.role == "cue":
            group = one.term.concept.removeprefix("cue_")
            cues.setdefault(group, []).append(one.source)
            signs.setdefault(group, []).append(one.candidate)
    return Lexicon(
        language,
        state(language),
        tuple(one for one in made if one.term.role != "cue"),
        {group: tuple(some) for group, some in cues.items()},
        {group: tuple(some) for group, some in signs.items()},
    )


_CUES: dict[tuple[str, str], re.Pattern[str] | None] = {}


def _cue_pattern(words: Lexicon, group: str) -> re.Pattern[str] | None:
    key = (words.language, group)
    if key not in _CUES:
        sources = words.cues.get(group)
        _CUES[key] = re.compile("|".join(f"(?:{one})" for one in sources)) if sources else None
    return _CUES[key]


_SIGNS: dict[tuple[str, str], Any] = {}


def _says(words: Lexicon, group: str, lowered: str) -> bool:
    key = (words.language, group)
    if key not in _SIGNS:
        import re2

        some = words.signs.get(group)
        _SIGNS[key] = re2.compile("|".join(f"(?:{one})" for one in some)) if some else None
    signs = _SIGNS[key]
    if signs is None or signs.search(lowered) is None:
        return False
    cue = words.cue(group)
    return cue is not None and cue.search(lowered) is not None


# Capitals are often written without accents (ΑΝΑΚΥΚΛΩΜΕΝΟ, REEMPLOI), and Romanian with ş, ș or s for one letter: in
# these languages an accent never tells words apart here. Letters that are letters of their own (å, ä, ö, ø, ü) stay.
_ACCENTS = tuple(zip("áàâãäéèêëíìîïóòôõúùûüçάέήίόύώϊϋΐΰς", "aaaaaeeeeiiiioooouuuucαεηιουωιυιυσ", strict=True))
_ROMANIAN = tuple(zip("ăâîșşțţ", "aaisstt", strict=True))
_UNACCENTED = {**dict.fromkeys(("el", "fr", "es", "it", "pt"), _ACCENTS), "ro": _ROMANIAN}


def lower(text: str, language: str = "") -> str:
    """Lower case of the very same length, so that places are the same (İ alone would grow); accents by language."""
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = "".join(low if len(low := letter.lower()) == 1 else letter for letter in text)
    if language in _UNACCENTED:
        for accented, bare in _UNACCENTED[language]:  # letter by letter: five times as quick as str.translate
            lowered = lowered.replace(accented, bare)
    return lowered


# A term's own signs: * any letters, # a digit, - hyphen, space or nothing, ' either apostrophe, a space any space or
# hyphen.
_PYTHON = {"*": r"\w*", "#": r"\d", "-": r"[\s-]?", "'": "['’]", "’": "['’]"}
_RE2 = {
    "*": _LETTER + "*",
    "#": r"\p{N}",
    "-": r"[\s\p{Zs}-]?",
    "'": "['’]",
    "’": "['’]",
    " ": r"[\s\p{Zs}-]+",
}


def _searchable(term: Term, written: str) -> Searchable:
    if term.kind == "regex":
        return Searchable(term, "", True, written, written)
    opens = written.startswith("*")
    runs: list[list[str]] = [[]]  # words between gaps
    parts: list[str] = []
    for piece in written.split():
        if hit := _GAP.fullmatch(piece):
            parts.append(rf"\W+(?:\w+\W+){{0,{hit[1]}}}")
            runs.append([])
            continue
        if runs[-1]:
            parts.append(r"[\s-]+")
        runs[-1].append(piece)
        parts.append("".join(_PYTHON.get(letter) or re.escape(letter) for letter in piece))
    source = ("" if opens else r"(?<!\w)") + "".join(parts) + r"(?!\w)"
    anchor = re.split(r"[*#'’-]", runs[0][0].lstrip("*"))[0]
    longest = " ".join(max(runs, key=lambda run: sum(map(len, run)))).strip("*")
    candidate = "".join(
        _RE2.get(letter) or (re.escape(letter) if letter.isascii() else letter) for letter in longest
    )
    return Searchable(term, anchor, opens, candidate, source)
