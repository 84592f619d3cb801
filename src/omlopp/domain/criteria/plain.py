"""Plain language: what in a text of the library is long, loose, passive or untranslated. The rules are data."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from decimal import Decimal
from typing import Any, ClassVar

from omlopp.domain.model.criteria import Criterion
from omlopp.domain.model.text import STRICT, Source, Text

Fault = tuple[str, str, dict[str, object]]  # name, where, facts
SENTENCE_END = re.compile(r"(?<=[.?!])(?<!kap\.)(?<!nr\.)\s+(?=[A-ZÅÄÖ”“0-9])")
FIGURE = re.compile(r"\d+(?:[\u00a0 ]\d{3})*(?:[.,]\d+)*")
STANDARD = re.compile(r"\b(?:ISO|EN|SS|DIN|IEC)(?:[ -](?:EN|ISO|IEC))* \d")


@dataclass(frozen=True, slots=True)
class Passive:
    """A passive after one of `after`, within so many words, by its ending. At most `most` in one text."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    after: tuple[str, ...]
    within_words: int
    endings: tuple[str, ...]
    not_passive: tuple[str, ...]
    most: int


@dataclass(frozen=True, slots=True)
class Binding:
    """Rules for the texts that bind somebody. `never`: word → what to write instead."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    says: tuple[str, ...]
    never: Mapping[str, str]
    passive: Passive


@dataclass(frozen=True, slots=True)
class Free:
    """Rules for the fields of a criterion that bind nobody."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    never_ska: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plain:
    """library/language/plain_swedish.yaml. `words`: beginning of a word or a phrase → what to write instead."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    source: Source
    longest_sentence: int
    mean_sentence: int
    most_alike: Decimal
    binding: Binding
    free: Free
    words: Mapping[str, str]
    words_in_criteria: Mapping[str, str]
    numbers: tuple[str, ...]
    swedish: tuple[str, ...]  # words that show that an English text is Swedish, two of them
    english: tuple[str, ...]


def texts_of(value: Any, where: str = "") -> Iterator[tuple[str, Text]]:
    """Every text of an object with its place as the file has it ("works.0.says"). Legal hooks are not its own."""
    if isinstance(value, Text):
        yield where, value
    elif isinstance(value, tuple):
        for at, one in enumerate(value):
            yield from texts_of(one, f"{where}.{at}")
    elif is_dataclass(value):
        for one in fields(value):
            if one.name != "hooks":
                yield from texts_of(getattr(value, one.name), f"{where}.{one.name}".strip("."))


def sentences(text: str) -> list[str]:
    """A full stop ends a sentence only before space and a capital letter, a figure or the end."""
    return [one for one in SENTENCE_END.split(text.strip()) if one]


def language_faults(value: Any, rules: Plain, extra: Mapping[str, str] | None = None) -> Iterator[Fault]:
    """Texts that lack a language, are not translated, run too long or use words that say nothing."""
    words = {**rules.words, **(extra or {})}
    loose = _pattern(words)
    for where, text in texts_of(value):
        for language in ("sv", "en"):
            if not text.within(language).strip():
                yield "text-empty", f"{where}.{language}", {"language": language}
        yield from _untranslated(where, text, rules)
        for sentence in sentences(text.sv):
            if (count := len(sentence.split())) > rules.longest_sentence:
                facts = {"count": count, "most": rules.longest_sentence, "sentence": _begin(sentence)}
                yield "sentence-long", f"{where}.sv", facts
        for word in sorted({found.casefold() for found in loose.findall(text.sv)}):
            yield "word-loose", f"{where}.sv", {"word": word.strip(), "instead": words[word]}


def criterion_language_faults(one: Criterion, rules: Plain) -> Iterator[Fault]:
    """What `language_faults` finds, and besides: what binds must say so, be measurable and name who acts."""
    yield from language_faults(one, rules, rules.words_in_criteria)
    yield from _long_on_average(one, rules)
    for where, text in _binding(one):
        for word, instead in rules.binding.never.items():
            if re.search(rf"\b{word}\b", text.sv, re.IGNORECASE):
                yield "binding-word", f"{where}.sv", {"word": word, "instead": instead}
        passives = list(_passives(text.sv, rules.binding.passive))
        if len(passives) > rules.binding.passive.most:
            yield "passive", f"{where}.sv", {"found": ", ".join(passives), "most": rules.binding.passive.most}
        if _figures(text.sv) != _figures(text.en):
            yield "figures-differ", where, {"sv": _listed(text.sv), "en": _listed(text.en)}
    yield from _says_shall(one, rules)
    for where, text in texts_of(one):
        free = where in rules.free.never_ska or where.split(".")[0] in rules.free.never_ska
        if free and re.search(r"\bska\b", text.sv):
            yield "free-ska", f"{where}.sv", {}
        for sentence in sentences(text.sv):
            if STANDARD.search(sentence) and not re.search(r"eller\s+likvärdig", sentence):
                yield "standard-alone", f"{where}.sv", {"sentence": _begin(sentence)}
    asked = one.text.sv + " " + " ".join(level.text.sv for level in one.scores)
    if not re.search(rf"\d|\b(?:{'|'.join(rules.numbers)})\b", asked, re.IGNORECASE):
        yield "no-measure", "text.sv", {}


def alike(
    criteria: Iterable[Criterion], nouns: Mapping[str, tuple[str, ...]], most: Decimal
) -> Iterator[tuple[Criterion, Criterion, float]]:
    """Pairs of requirements that are one but for the noun: share of word triples in common above `most`.

    nouns: group → beginnings of the words that name its objects. Figures count as alike.
    """
    for language in ("sv", "en"):
        said = [(one, _triples(one.text.within(language), nouns.get(one.group, ()))) for one in criteria]
        for at, (one, mine) in enumerate(said):
            for other, theirs in said[at + 1 :]:
                shared = len(mine & theirs)
                if shared and (share := shared / len(mine | theirs)) > most:
                    yield one, other, share


def _triples(text: str, nouns: tuple[str, ...]) -> set[tuple[str, str, str]]:
    words = [
        "□" if any(noun in word for noun in nouns) else "#" if word[0].isdigit() else word
        for word in re.findall(r"\w+", text.casefold())
    ]
    return set(zip(words, words[1:], words[2:], strict=False))


def _binding(one: Criterion) -> Iterator[tuple[str, Text]]:
    yield "text", one.text
    yield "proof", one.proof
    if one.clause:
        yield "clause.text", one.clause.text
        yield "clause.consequence", one.clause.consequence
    for at, level in enumerate(one.scores):
        yield f"scores.{at}.text", level.text


def _says_shall(one: Criterion, rules: Plain) -> Iterator[Fault]:
    saying = {"text": one.text} | ({"clause.text": one.clause.text} if one.clause else {})
    for where, text in saying.items():
        if not re.search(rf"\b(?:{'|'.join(rules.binding.says)})\b", text.sv):
            yield "binds-nobody", f"{where}.sv", {"word": "ska"}
        if not re.search(r"\bshall\b", text.en):
            yield "binds-nobody", f"{where}.en", {"word": "shall"}


def _long_on_average(one: Criterion, rules: Plain) -> Iterator[Fault]:
    counted = [len(each.split()) for _, text in texts_of(one) for each in sentences(text.sv)]
    mean = sum(counted) / len(counted)
    if mean > rules.mean_sentence:
        yield "sentences-long", "text.sv", {"mean": f"{mean:.0f}", "most": rules.mean_sentence}


def _untranslated(where: str, text: Text, rules: Plain) -> Iterator[Fault]:
    if text.sv == text.en and len(text.sv.split()) > 4:
        yield "untranslated", f"{where}.en", {"language": "en"}
        return
    for language, signs in (("en", rules.swedish), ("sv", rules.english)):
        unquoted = re.sub(r"[“”\"][^“”\"]*[“”\"]", "", text.within(language)).casefold()
        if len(set(re.findall(r"\w+", unquoted)) & set(signs)) >= 2:
            yield "untranslated", f"{where}.{language}", {"language": language}


def _passives(text: str, rule: Passive) -> Iterator[str]:
    """Verbs that hide who acts, as in "ska lämnas". A word after "som" belongs to another clause."""
    after, ending = "|".join(rule.after), "|".join(rule.endings)
    between = rf"(?:\s+(?!som\b)\w+){{0,{rule.within_words - 1}}}?"
    pattern = rf"\b(?:{after})\b({between})\s+(\w{{2,}}(?:{ending}))\b"
    for found in re.finditer(pattern, text):
        if found[2] not in rule.not_passive:
            yield found[0]


def _pattern(words: Mapping[str, str]) -> re.Pattern[str]:
    """Any of the beginnings, longest first. Compiled once: `re` keeps what it has compiled."""
    every = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    return re.compile(rf"\b(?:{every})", re.IGNORECASE)


def _figures(text: str) -> list[str]:
    return sorted(re.sub(r"[\u00a0 ,.]", "", figure) for figure in FIGURE.findall(text))


def _listed(text: str) -> str:
    return ", ".join(FIGURE.findall(text)) or "–"


def _begin(sentence: str) -> str:
    words = sentence.split()
    return " ".join(words[:8]) + (" …" if len(words) > 8 else "")
