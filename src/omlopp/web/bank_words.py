"""Template filters for the bank: what no source states, sources with their certainty, law per regime."""

from decimal import Decimal
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from omlopp.documents.plans.criterion_sheet import section_or_words
from omlopp.domain.model.law import LegalHook, Regime
from omlopp.domain.model.text import Source, Text
from omlopp.library.load import library
from omlopp.library.numbers import NBSP
from omlopp.web.words import language, named, number, say

register = template.Library()


@register.filter
def stated(value: Any) -> str:
    """A text, number or word; "ej angivet" where the source says nothing."""
    if value == "not_stated":
        return say("ej angivet", "not stated")
    return value.within(language()) if isinstance(value, Text) else str(value)


@register.filter
def silent(value: Any) -> bool:
    """Does the source say nothing here?"""
    return bool(value == "not_stated")


@register.filter
def cited(source: Source) -> SafeString:
    """Publisher, title and year, a link to the publisher's own page where there is one, and how sure it is."""
    title = f"{source.title} ({source.year})" if source.year else source.title
    linked = format_html('<a href="{}" rel="noreferrer">{}</a>', source.link, title) if source.link else title
    sure = source.certainty.value
    return format_html(
        '<span class="cited">{}: {} <span class="sure sure-{}">{}</span></span>',
        source.publisher,
        linked,
        sure,
        named(sure, "certainty"),
    )


@register.filter
def ruled(hook: LegalHook, regime: Regime) -> str:
    """The section of a regime, or the words for no rule and for not read."""
    return section_or_words(hook, regime, language())


@register.filter
def strategy_name(strategy_id: str) -> str:
    """ "D7 Köp begagnat och renoverat"."""
    names = {each.id: each.name for goal in library().goals for each in goal.strategies}
    return f"{strategy_id} {names[strategy_id].within(language())}" if strategy_id in names else strategy_id


@register.filter
def goal_short(goal_id: str) -> str:
    return next((goal.short.within(language()) for goal in library().goals if goal.id == goal_id), goal_id)


@register.filter
def joined(values: Any) -> str:
    """Names with commas; a list within a list is not meant."""
    return ", ".join(str(each) for each in values)


@register.filter
def per_cent(share: Decimal) -> str:
    """A level's part of full worth; no more decimals than it has."""
    return f"{number(share * 100)}{say(NBSP, '')}%"


@register.filter
def cut_words(text: str) -> list[str]:
    """The words of a template's own list."""
    return text.split()
