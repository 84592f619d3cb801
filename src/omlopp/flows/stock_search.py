"""What of the stock answers a word, a need or a product group: stems, parts of compounds, groups. In memory."""

from collections.abc import Iterable, Mapping
from functools import cache, lru_cache

from omlopp.domain.criteria.find import cpv_match
from omlopp.domain.model.text import LANGUAGES
from omlopp.library.load import library
from omlopp.notices.search.data import stopwords
from omlopp.notices.search.words import fold, tokens, words


def group_of(name: str, cpv: str = "", said: str = "") -> str:
    """The bank's product group: by CPV code, by what the list says, else by the beginnings of words in the name."""
    groups = library().groups
    if cpv:
        found = [
            (len(hit), id) for id, one in groups.items() if (hit := cpv_match(one.cpv, cpv)) and len(hit) > 2
        ]
        if found:
            return max(found)[1]
    for id, one in groups.items():
        if said and said.casefold() in (id, one.name.sv.casefold(), one.name.en.casefold()):
            return id
    return _group_by_words(name)


@lru_cache(maxsize=100_000)
def _group_by_words(name: str) -> str:
    """The group whose noun begins a word of the name, or a part of a compound; the longest noun wins."""
    found: list[tuple[int, str]] = []
    heads = [part for _, _, word in tokens(name) for part in (fold(word), *words("sv").forms(word).last)]
    for noun, group in _nouns():
        if any(head.startswith(noun) for head in heads):
            found.append((len(noun), group))
    return max(found)[1] if found else ""


@cache
def _nouns() -> tuple[tuple[str, str], ...]:
    return tuple((fold(noun), id) for id, one in library().groups.items() for noun in one.nouns.sv)


@lru_cache(maxsize=200_000)
def _forms(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """The main forms of a text's words, and every other form."""
    mains, more = set(), set()
    for _, _, word in tokens(text):
        for language in LANGUAGES:
            found = words(language).forms(word)
            mains |= {found.main, fold(word)}
            more |= {found.loose, *found.parts} - {""}
    return frozenset(mains), frozenset(more)


@lru_cache(maxsize=10_000)
def _asked(word: str) -> tuple[frozenset[str], tuple[str, ...]]:
    """A word asked for: its own forms, and the parts of a compound."""
    bare = (
        word[:-2] if word.endswith("et") and len(word) > 5 else word
    )  # the stemmer leaves skrivbordet as it is
    swedish = words("sv").forms(bare)
    own = {fold(word), fold(bare), swedish.main, swedish.loose, words("en").forms(word).main} - {""}
    return frozenset(own), swedish.last


def telling(text: str) -> list[str]:
    """The words that say what something is about: no small words, no figures."""
    small = frozenset[str]().union(*(stopwords(language) for language in LANGUAGES))
    found = (
        word for _, _, word in tokens(text) if len(word) > 2 and not word.isdigit() and word not in small
    )
    return list(dict.fromkeys(found))


def answers(word: str, text: str) -> bool:
    """Does a text hold the word? By stem, within a compound, or – of a compound asked for – by its last part."""
    mains, more = _forms(text)
    own, parts = _asked(word)
    return bool(own & mains or own & more or (parts and parts[-1] in mains | more))


@cache
def _generic() -> tuple[tuple[str, str], ...]:
    """Beginnings that name a whole product group: "möbl" for Möbler."""
    names = {id: fold(one.name.sv.casefold()) for id, one in library().groups.items()}
    return tuple((noun, id) for noun, id in _nouns() if names[id].startswith(noun))


def group_meant(word: str) -> str:
    """The group a word stands for as a whole: möbler, kontorsmöbler → furniture; "" for a thing of its own."""
    heads = (fold(word), *words("sv").forms(word).last[-1:])
    return next((id for noun, id in _generic() if any(head.startswith(noun) for head in heads)), "")


def searched(asked: str, texts: Mapping[str, str], groups: Mapping[str, str] | None = None) -> list[str]:
    """Ids of the texts that answer every word, best first: whole words before parts. No word: all, as they stand.

    A word that is only begun ("skri") counts from three letters. groups: id → product group, which a word may mean.
    """
    held = groups or {}
    wanted = [word for _, _, word in tokens(asked)]
    found = []
    for order, (id, text) in enumerate(texts.items()):
        scores = [_score(word, text, held.get(id, "")) for word in wanted]
        if all(scores):
            found.append((-sum(scores), order, id))
    return [id for _, _, id in sorted(found)]


def _score(word: str, text: str, group: str) -> int:
    """3 for the word itself, 2 within a compound, 1 where it is begun or means the thing's group, else 0."""
    mains, _ = _forms(text)
    own, _ = _asked(word)
    if own & mains:
        return 3
    if answers(word, text):
        return 2
    begun = len(word) > 2 and any(form.startswith(fold(word)) for form in mains)
    return int(begun or (bool(group) and group_meant(word) == group))


def words_met(texts: Mapping[str, str], asked: Iterable[str]) -> dict[str, list[str]]:
    """Id → the words of a need that its text answers."""
    wanted = telling(" ".join(asked))
    found = {id: [word for word in wanted if answers(word, text)] for id, text in texts.items()}
    return {id: met for id, met in found.items() if met}


def groups_of(cpv: Iterable[str], title: str = "") -> frozenset[str]:
    """The product groups of a need: by its codes, else by its title."""
    found = {group_of("", code) for code in cpv} - {""}
    return frozenset(found or {group_of(title)} - {""})
