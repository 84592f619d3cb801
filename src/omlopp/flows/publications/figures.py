"""All figures of a base: the union of what each part reckons."""

import importlib
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from omlopp.domain.portfolio.figures import Figure
from omlopp.flows.publications.base import Base
from omlopp.flows.publications.errors import DuplicateFigure

PARTS: tuple[str, ...] = (
    "omlopp.flows.publications.counts:figures",
    "omlopp.flows.publications.worked:figures",
    "omlopp.flows.evaluation_figures:figures",
    "omlopp.flows.market_effect_figures:figures",
    "omlopp.flows.publications.film_figures:figures",
    "omlopp.flows.programme_figures:figures",
    "omlopp.flows.publications.policy:figures",
    "omlopp.flows.publications.project:figures",
    "omlopp.flows.publications.handed:figures",
)
"""One line each, "module:function": Base → Iterable[Figure]. A part yields the same ids on every base, also on an
empty one (value None), so that the check of the library knows them; ids of single cases come on top of those.
"""


def reckoned(base: Base) -> Mapping[str, Figure]:
    """Every figure by its id. Raises DuplicateFigure."""
    found: dict[str, Figure] = {}
    for part in PARTS:
        for each in at(part)(base):
            if each.id in found:
                raise DuplicateFigure(figure=each.id)
            found[each.id] = each
    return found


@cache
def at(place: str) -> Callable[..., Any]:
    """What stands at "module:name". Loaded when it is asked for, so that a list of names costs nothing."""
    module, _, name = place.partition(":")
    found: Callable[..., Any] = getattr(importlib.import_module(module), name)
    return found
