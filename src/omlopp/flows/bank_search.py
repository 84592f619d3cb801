"""Words typed → criteria and cards of the bank, the most apt first: stems, compounds, å, ä and ö not needed."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from functools import lru_cache
from typing import Any

from omlopp.domain.criteria.find import cpv_match
from omlopp.domain.model.criteria import Criterion
from omlopp.domain.model.text import LANGUAGES, Source, Text
from omlopp.library.codelists import cpv_name
from omlopp.library.load import Library
from omlopp.notices.search.data import stopwords
from omlopp.notices.search.words import Forms, fold, tokens, words

# What a word weighs by where it stands: a name says what a thing is about, a reason only touches it.
NAME, OBJECT, TEXT, REST = 8.0, 4.0, 3.0, 1.0
PART = 0.6  # a word found as a part of a compound, or a compound found by its parts
BEGUN = 0.4  # a word that is only begun: "repar"
SHORTEST_BEGUN = 4  # letters

Weighted = Iterable[tuple[float, str, str]]  # weight, language, text


@dataclass(frozen=True, slots=True)
class Found:
    """`ids`: best first. `missing`: words that nothing found holds; `relaxed`: no entry holds every word."""

    ids: tuple[str, ...]
    missing: tuple[str, ...] = ()
    relaxed: bool = False


class BankIndex:
    """Some hundred entries in memory: form of a word → entry → weight."""

    def __init__(self, entries: Mapping[str, Weighted]) -> None:
        self._order = {id: at for at, id in enumerate(entries)}
        self._forms: dict[str, dict[str, float]] = defaultdict(dict)
        for id, texts in entries.items():
            for weight, language, text in texts:
                for _, _, token in tokens(text):
                    forms = words(language).forms(token)
                    self._put(id, forms.main, weight)
                    self._put(id, fold(token), weight)
                    for more in (*forms.parts, forms.loose):
                        if more:
                            self._put(id, more, weight * PART)
        self._sorted = sorted(self._forms)

    def _put(self, id: str, form: str, weight: float) -> None:
        kept = self._forms[form]
        kept[id] = max(weight, kept.get(id, 0.0))

    def find(self, asked: str, more: Mapping[str, Mapping[str, float]] | None = None) -> Found:
        """Entries that hold every word; where none does, those that hold most. Small words do not count.

        more: word as typed → entries that answer it in another way than by words (a CPV code, a Krav-ID).
        """
        typed = list(dict.fromkeys(token for _, _, token in tokens(asked)))
        telling = [
            token for token in typed if not any(token in stopwords(language) for language in LANGUAGES)
        ]
        if not telling:
            return Found((), tuple(typed), bool(typed))
        by_word = {token: self._of(token) | dict((more or {}).get(token, {})) for token in telling}
        scores: dict[str, tuple[int, float]] = {}
        for held in by_word.values():
            for id, weight in held.items():
                count, sum_ = scores.get(id, (0, 0.0))
                scores[id] = (count + 1, sum_ + weight)
        most = max((count for count, _ in scores.values()), default=0)
        ids = sorted(
            (id for id, (count, _) in scores.items() if count == most),
            key=lambda id: (-scores[id][1], self._order[id]),
        )
        missing = tuple(token for token, held in by_word.items() if not held)
        return Found(tuple(ids), missing, most < len(telling))

    def _of(self, token: str) -> dict[str, float]:
        held: dict[str, float] = {}
        for language in LANGUAGES:
            forms = words(language).forms(token)
            for form in {forms.main, forms.loose, fold(token)} - {""}:
                _merge(held, self._forms.get(form, {}), 1.0)
            _merge(held, self._by_parts(forms), PART)
        if not held and len(token) >= SHORTEST_BEGUN:
            for form in self._begun_with(fold(token)):
                _merge(held, self._forms[form], BEGUN)
        return held

    def _by_parts(self, forms: Forms) -> dict[str, float]:
        """Entries that hold every part of a compound, each in some word: återbruksmöbler finds återbrukade möbler."""
        if not forms.last:
            return {}
        each = [self._forms.get(part, {}) for part in forms.last]
        both = set.intersection(*(set(held) for held in each))
        return {id: min(held[id] for held in each) for id in both}

    def _begun_with(self, start: str) -> Iterator[str]:
        from bisect import bisect_left

        at = bisect_left(self._sorted, start)
        while at < len(self._sorted) and self._sorted[at].startswith(start):
            yield self._sorted[at]
            at += 1


def _merge(held: dict[str, float], more: Mapping[str, float], share: float) -> None:
    for id, weight in more.items():
        held[id] = max(held.get(id, 0.0), weight * share)


def find_criteria(held: Library, asked: str) -> Found:
    """Criteria by words, CPV code or Krav-ID."""
    more: dict[str, dict[str, float]] = {}
    for _, _, token in tokens(asked):
        if token.isdigit() and len(token) >= 4:
            more[token] = {
                one.id: NAME
                for one in held.criteria.values()
                if cpv_match(one.cpv, token) or (one.official and one.official.krav_id == token)
            }
    return _index(_Same(held), "criteria").find(asked, more)


def find_cards(held: Library, kind: str, asked: str) -> Found:
    """Cases, instruments, initiatives or groups by words. kind: the library's attribute."""
    return _index(_Same(held), kind).find(asked)


class _Same:
    """A library as a key: the very object, since two libraries are never compared by content."""

    def __init__(self, held: Library) -> None:
        self.held = held

    def __hash__(self) -> int:
        return id(self.held)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.held is other.held


@lru_cache(maxsize=8)
def _index(same: _Same, kind: str) -> BankIndex:
    """Made when first asked for: the criteria and their words take about a second, each later question none."""
    held = same.held
    if kind != "criteria":
        return BankIndex({id: list(_of_card(card)) for id, card in getattr(held, kind).items()})
    strategies = {each.id: each.name for goal in held.goals for each in goal.strategies}
    return BankIndex({id: list(_of_criterion(one, held, strategies)) for id, one in held.criteria.items()})


def _of_criterion(
    one: Criterion, held: Library, strategies: Mapping[str, Text]
) -> Iterator[tuple[float, str, str]]:
    indicator = held.indicators.get(one.measured_by)
    placed: Sequence[tuple[float, Text | None]] = (
        (NAME, one.name),
        (OBJECT, held.names.tables["group"].get(one.group)),
        (TEXT, one.text),
        (OBJECT, strategies.get(one.strategy)),
        (TEXT, indicator.name if indicator else None),
        (REST, one.why),
        (REST, one.proof),
        (REST, one.clause.text if one.clause else None),
    )
    for weight, text in placed:
        if text is not None:
            yield from _both(weight, text)
    for prefix in one.cpv:
        code = prefix.ljust(8, "0")
        yield from ((REST, language, cpv_name(code, language) or "") for language in LANGUAGES)
    yield NAME, "sv", one.id.replace("_", " ")


def _of_card(card: Any) -> Iterator[tuple[float, str, str]]:
    """A card's name weighs most; everything else it says counts too, but its sources."""
    yield from _both(NAME, card.name)
    for name in ("object", "summary", "purpose", "aim"):
        if hasattr(card, name):
            yield from _both(TEXT, getattr(card, name))
    for text in _texts(card):
        if isinstance(text, Text):
            yield from _both(REST, text)
        else:
            yield REST, "sv", text
    yield (
        OBJECT,
        "sv",
        " ".join((getattr(card, "buyer", ""), *getattr(card, "who", ()), *getattr(card, "made_by", ()))),
    )


def _texts(value: Any) -> Iterator[Text | str]:
    if isinstance(value, Text):
        yield value
    elif isinstance(value, Source):
        yield value.publisher
    elif isinstance(value, tuple):
        for one in value:
            yield from _texts(one)
    elif is_dataclass(value):
        for one in fields(value):
            yield from _texts(getattr(value, one.name))


def _both(weight: float, text: Text) -> Iterator[tuple[float, str, str]]:
    return ((weight, language, text.within(language)) for language in LANGUAGES)
