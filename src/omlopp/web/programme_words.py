"""Template filters of the programme room: cost types and strategies in words."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import template

from omlopp.library.programme import Strategy, cost_types, strategies
from omlopp.web.words import language

register = template.Library()


@register.filter
def cost_type(id: str) -> str:
    """A cost type in words; one that the file no longer has is shown as it was written."""
    known = cost_types().get(id)
    return known.within(language()) if known else id


@register.filter
def strategy(id: str) -> str:
    """A strategy's short name; what is no strategy is shown as it stands."""
    known = strategies().get(id)
    return known.short.within(language()) if known else id


@register.filter
def strategies_of(rows: Iterable[Mapping[str, Any]]) -> list[Strategy]:
    """Every strategy that the goals serve, once."""
    return list({one.id: one for row in rows for one in row["serves"]}.values())
