"""What an entry of another framework meets in Omlopp, as links with names."""

from dataclasses import dataclass

from django.urls import reverse

from omlopp.domain.model.crosswalk import Crosswalk, Meeting
from omlopp.library.load import Library
from omlopp.web.words import language


@dataclass(frozen=True)
class Link:
    """`address` empty: it has no page of its own."""

    kind: str
    name: str
    address: str = ""


def meetings(card: Crosswalk, lib: Library) -> list[tuple[Meeting, list[Link]]]:
    return [
        (entry, [link_to(ours.kind, id, lib) for ours in entry.ours for id in ours.ids])
        for entry in card.entries
    ]


def link_to(kind: str, id: str, lib: Library) -> Link:
    """A thing of ours by its kind and id. An id that is gone is shown as it is."""
    to = language()
    bank = reverse("criteria")
    tables = lib.names.tables
    steps = {step.id: step for step in lib.model.steps}
    phases = {phase.id: phase for phase in lib.model.phases}
    goals = {goal.id: goal for goal in lib.goals}
    strategies = {each.id: each for goal in lib.goals for each in goal.strategies}
    if kind == "goal" and id in goals:
        return Link(kind, f"{id} {goals[id].short.within(to)}", f"{bank}?mal={id}")
    if kind == "strategy" and id in strategies:
        return Link(kind, f"{id} {strategies[id].name.within(to)}", f"{bank}?mal={id[:1]}")
    if kind == "r_step":
        return Link(kind, f"{id} {tables['r_step'][id].within(to)}", f"{bank}?steg={id}")
    if kind == "level":
        return Link(kind, tables["level"][id].within(to), f"{bank}?niva={id}")
    if kind == "criterion_kind":
        return Link(kind, tables["kind"][id].within(to), f"{bank}?typ={id}")
    if kind == "indicator" and id in lib.indicators:
        return Link(kind, lib.indicators[id].name.within(to), reverse("indicator", args=[id]))
    if kind == "group":
        page = reverse("group", args=[id]) if id in lib.groups else f"{bank}?grupp={id}"
        return Link(kind, tables["group"][id].within(to), page)
    if kind == "step" and id in steps:
        return Link(kind, steps[id].name.within(to), f"{reverse('model')}#{id}")
    if kind == "phase" and id in phases:
        return Link(kind, phases[id].name.within(to), reverse("model"))
    if kind == "dimension":
        return Link(kind, tables["dimension"][id].within(to))
    return Link(kind, id)
