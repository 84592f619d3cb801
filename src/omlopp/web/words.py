"""Template tags for both languages and for numbers and dates the Swedish way."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby
from operator import itemgetter
from typing import Any

from django import template
from django.utils import timezone, translation
from django.utils.html import conditional_escape, format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe

from omlopp.documents.drawn import shown_value
from omlopp.documents.lab_words import family_name
from omlopp.domain.indicators.plan import FollowUpRow
from omlopp.domain.model.findings import Finding
from omlopp.domain.model.indicators import Indicator, Measured, Stage
from omlopp.domain.model.text import Language, Text
from omlopp.domain.process.gates import sentence_key
from omlopp.library import messages, numbers
from omlopp.library.codelists import cpv_name, nuts_name
from omlopp.library.load import library
from omlopp.library.messages import sentences
from omlopp.library.numbers import NBSP
from omlopp.notices.filters import value_of

register = template.Library()


def language() -> Language:
    return "en" if (translation.get_language() or "sv").startswith("en") else "sv"


def say(sv: str, en: str) -> str:
    return en if language() == "en" else sv


@register.simple_tag
def t(sv: str, en: str, **facts: Any) -> SafeString:
    """The sentence in the reader's language; {name} is filled from `facts`, escaped."""
    sentence = say(sv, en)
    return format_html(sentence, **facts) if facts else mark_safe(sentence)


@register.filter
def words(text: Text | dict[str, str] | None) -> str:
    """A Text (or its stored copy) in the reader's language."""
    if text is None:
        return ""
    return text[language()] if isinstance(text, dict) else text.within(language())


@register.filter
def named(code: str, table: str) -> str:
    """A code of the domain in words: {{ regime|named:"regime" }}."""
    return library().names.of(table, str(code), language())


@register.filter
def family(code: str) -> str:
    """An award model's formula in words: as the workbench calls its own two, else as the award lab does."""
    own = library().names.tables["family"].get(code)
    return own.within(language()) if own else family_name(code, language())


@register.filter
def kr(value: Decimal | None) -> str:
    return say("inte angivet", "not stated") if value is None else numbers.kr(value, language())


@register.filter
def day(value: date | datetime | None) -> str:
    if value is None:
        return say("inte angivet", "not stated")
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    return numbers.day(value, language())


@register.filter
def number(value: Decimal | None) -> str:
    return "–" if value is None else numbers.number(value, language=language())


@register.filter
def amount(value: Decimal, unit: str) -> str:
    """A number of law with its unit: kronor, days or years."""
    return (
        numbers.kr(value, language())
        if unit == "SEK"
        else numbers.number(value, messages.UNITS[unit][language()], language())
    )


@register.filter
def measured(row: FollowUpRow, stage: Stage) -> str:
    """What was found at a stage; a share never without what it is a share of."""
    found = row.stages[stage]
    if found is None:
        return say("inte mätt", "not measured")
    if found.value is None:
        return say("okänt", "unknown")
    return in_words(row.indicator, found.value, found.base)


@register.filter
def promised(row: FollowUpRow) -> str:
    return "–" if row.promised is None else in_words(row.indicator, row.promised, None)


def in_words(card: Indicator, value: Decimal, base: Decimal | None) -> str:
    return shown_value(card, Measured(card.id, Stage.CONTRACT, value, base), language())


@register.filter
def finding(found: Finding) -> str:
    """The sentence of a check."""
    return finding_sentence(found, language())


def finding_sentence(found: Finding, language: str) -> str:
    key = sentence_key(found)
    if key not in sentences() and found.because:
        key = found.because
    return keyed(key, {**found.facts} | named_criteria(found.facts, language), language)


def named_criteria(facts: Mapping[str, object], language: str) -> dict[str, object]:
    """Ids of criteria in a finding, as the names people know."""
    known = library().criteria
    return {
        name: f"”{known[str(fact)].name.within(language)}”"
        for name, fact in facts.items()
        if name in ("required", "other") and str(fact) in known
    }


def keyed(key: str, facts: Mapping[str, object], to: str | None = None) -> str:
    """The library's sentence for `key` in the reader's language."""
    return messages.keyed(key, facts, to or language())


@register.filter
def openness_name(found: Finding) -> str:
    """What a check of openness looks at."""
    return keyed(f"openness.name.{found.check}", {})


@register.filter
def county_name(code: str) -> str:
    return nuts_name(code)


@register.filter
def firm_size(code: str) -> str:
    return keyed(f"firm_size.{code or 'unknown'}", {})


@register.filter
def failing(findings: Iterable[Finding]) -> list[Finding]:
    """What is missing, what blocks first."""
    return sorted((each for each in findings if each.failed), key=lambda each: not each.blocks)


@register.filter
def rest(findings: Iterable[Finding]) -> list[Finding]:
    """What is done or not needed; two that say the same are said once."""
    said = {finding(each): each for each in reversed([each for each in findings if not each.failed])}
    return list(reversed(said.values()))


@register.filter
def money(amount: str, currency: str | None) -> str:
    """An amount as a notice states it, in its own currency."""
    return numbers.money(Decimal(amount), currency or "", language())


@register.filter
def count(value: int | None) -> str:
    """A whole number with its thousands kept apart."""
    return "–" if value is None else numbers.number(value, language=language())


@register.filter
def pct(share: float | None) -> str:
    """A share (0–1) as per cent. The base always stands beside it: `12 av 768`."""
    return "–" if share is None else f"{_hundredths(share)}{say(NBSP, '')}%"


@register.filter
def span(interval: Any) -> str:
    """An interval of shares, held together by a word joiner: `0,2–0,5 %`."""
    if interval is None:
        return "–"
    return f"{_hundredths(interval.low)}–\u2060{_hundredths(interval.high)}{say(NBSP, '')}%"


def _hundredths(share: float) -> str:
    """Two decimals below one per cent, else one: enough to tell small shares apart."""
    value = Decimal(str(share)) * 100
    return numbers.number(value, language=language(), decimals=2 if 0 < value < 1 else 1)


@register.filter
def cpv(code: str) -> str:
    """The name of a CPV code or of its beginning; the code itself where it has none."""
    return cpv_name(code.ljust(8, "0"), language()) or code


@register.filter
def kronor(value: Decimal | None) -> str:
    """An amount without öre: `267 916 963 kr`."""
    return "–" if value is None else numbers.kr(value.quantize(Decimal(1), ROUND_HALF_UP), language())


@register.filter
def tonnes(kg: Decimal | None) -> str:
    """kg CO2e as whole tonnes, with a decimal below ten: what ranks needs no more."""
    if kg is None:
        return "–"
    value = Decimal(kg) / 1000
    return numbers.number(value, "t", language(), decimals=1 if abs(value) < 10 else 0)


@register.filter
def decimals(value: float | None, places: int = 1) -> str:
    return "–" if value is None else numbers.number(Decimal(str(value)), language=language(), decimals=places)


@register.filter
def named_filter(code: str, name: str) -> str:
    """What a value of a market filter is called: {{ each.requirement|named_filter:"kind" }}."""
    return value_of(name, code).within(language()) if code else ""


@register.filter
def file_name(file: str) -> str:
    """A file by the name it was given, without the folder that keeps an upload apart."""
    return file.split("/", 1)[-1] if file.startswith("uppladdat-") else file


@register.filter
def query(pairs: Mapping[str, Any]) -> str:
    """Names and values as an address writes them."""
    return urlencode(pairs)


@register.filter
def get(mapping: Any, key: Any) -> Any:
    return mapping.get(key) if mapping else None


@register.filter
def marked(text: str, passages: Iterable[Mapping[str, Any]]) -> SafeString:
    """The text with every passage found in it marked, and its line breaks kept."""
    return _marked(text, {str(each["quote"]) for each in passages})


@register.filter
def marked_words(text: str, passages: Iterable[Mapping[str, Any]]) -> SafeString:
    """A passage with the very words that were found in it marked."""
    return _marked(text, {str(each.get("words", "")) for each in passages})


def _marked(text: str, parts: set[str]) -> SafeString:
    inside = [False] * len(text)
    for part in parts - {""}:
        start = text.find(part)
        while start >= 0:
            inside[start : start + len(part)] = [True] * len(part)
            start = text.find(part, start + len(part))
    made: list[str] = []
    for found, run in groupby(zip(inside, text, strict=True), key=itemgetter(0)):
        shown = lines("".join(sign for _, sign in run))
        made.append(f"<mark>{shown}</mark>" if found else shown)
    return mark_safe("".join(made))


@register.filter
def lines(text: str) -> SafeString:
    """Line breaks kept, everything else escaped."""
    return mark_safe("<br>".join(conditional_escape(line) for line in text.split("\n")))


@register.filter
def paper_name(kind: str) -> str:
    """What a kind of document is called: {{ version.kind|paper_name }}."""
    from omlopp.flows.papers import paper

    return paper(kind).name(language())
