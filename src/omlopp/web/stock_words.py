"""Blocks of the stock that stand on pages of others: at the step "reuse first", and at the need of a waste stream."""

from typing import Any

from django import template
from django.utils import timezone

from omlopp.library.load import library
from omlopp.library.stock import conditions
from omlopp.web.pages import Place
from omlopp.web.stocking import looked, waste_answer
from omlopp.web.words import keyed, language

register = template.Library()


@register.filter
def condition_name(code: str) -> str:
    """A condition in words; a code nobody knows is shown as it is."""
    return conditions()[code].name.within(language()) if code in conditions() else code


@register.filter
def group_name(code: str) -> str:
    page = library().groups.get(code)
    return page.name.within(language()) if page else code


@register.filter
def stock_reason(reason: Any) -> str:
    """Why a thing is proposed."""
    facts = dict(reason.facts)
    if "group" in facts:
        facts["group"] = group_name(str(facts["group"]))
    return keyed(f"stock.reason.{reason.key}", facts)


@register.inclusion_tag("stock/at_step.html")
def stock_at_step(place: Place) -> dict[str, Any]:
    """The need against the store, in short, on the step's own page."""
    return {
        "place": place,
        "looked": looked(place.row, place.value, timezone.localdate()),
        "may_need": place.may("need"),
    }


@register.inclusion_tag("stock/waste_kept.html")
def waste_kept(place: Place) -> dict[str, Any]:
    """What "waste or product" came to, with its day, and the way to walk it again."""
    return {"place": place, "kept": waste_answer(place.row.pk), "may_need": place.may("need")}
