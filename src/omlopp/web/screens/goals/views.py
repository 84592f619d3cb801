"""The goal map: light goals, choose strategies, tie each goal to an indicator and a target."""

from dataclasses import dataclass, replace
from decimal import Decimal

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render

from omlopp.documents.drawn import measured_one
from omlopp.documents.drawn_follow_up import with_figures
from omlopp.documents.pictures.goal_map import goal_map as goal_map_picture
from omlopp.domain.model.errors import OmloppError
from omlopp.domain.model.goals import Goal
from omlopp.domain.model.indicators import Indicator, Stage
from omlopp.domain.model.procurement import ChosenGoal
from omlopp.library.load import library
from omlopp.web.forms import SwedishDecimal, written
from omlopp.web.pages import Place, place, reads_and_writes, refusal, status_of, writes
from omlopp.web.records import convert
from omlopp.web.records.actions.goals import choose_goals
from omlopp.web.words import language, say


@dataclass
class GoalField:
    """One goal as the form shows it."""

    goal: Goal
    lit: bool
    strategies: tuple[str, ...]
    indicator: str
    target: str
    proposed: list[Indicator]
    others: list[Indicator]
    computed: list[Indicator]
    kept: bool = False  # stands so in the procurement; else it is only what was typed
    baseline: str = ""  # what is known of today, for the indicator that is kept


@reads_and_writes
def goal_map(request: HttpRequest, pk: int) -> HttpResponse:
    here = place(request, pk)
    error, status = "", 200
    goals = convert.goals(here.row.model)
    if request.method == "POST":
        try:
            choose_goals(by=here.user, procurement=here.row, chosen=read(request.POST, goals))
            messages.success(request, say("Målen är sparade.", "The goals are saved."))
            return redirect("goals", pk)
        except OmloppError as refused:
            error, status = refusal(refused), status_of(refused)
        except ValidationError as refused:
            error, status = " ".join(refused.messages), 422
        fields = [as_typed(goal, request.POST) for goal in goals]
    else:
        fields = [as_stored(goal, here) for goal in goals]
    lit: dict[str, tuple[str, ...]] = {field.goal.id: field.strategies for field in fields if field.lit}
    context = {
        "place": here,
        "fields": fields,
        "error": error,
        "picture": goal_map_picture(goals, language(), lit),
        "steps": here.steps_of("goals"),
        "may_edit": here.may("edit"),
        "may_measure": here.may("measure"),
    }
    return render(request, "goals/goals.html", context, status=status)


@writes
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The map as it would look with what is marked now (a fragment)."""
    here = place(request, pk)
    goals = convert.goals(here.row.model)
    fields = [as_typed(goal, request.POST) for goal in goals]
    lit: dict[str, tuple[str, ...]] = {field.goal.id: field.strategies for field in fields if field.lit}
    return render(request, "goals/map.html", {"picture": goal_map_picture(goals, language(), lit)})


def read(posted: QueryDict, goals: tuple[Goal, ...]) -> list[ChosenGoal]:
    """The lit goals: those marked, or with a marked strategy. A share's target is typed in per cent."""
    cards = library().indicators
    chosen = []
    for goal in goals:
        field = as_typed(goal, posted)
        if not field.lit:
            continue
        target: Decimal | None = SwedishDecimal(required=False).clean(field.target.removesuffix("%"))
        card = cards.get(field.indicator)
        if target is not None and card and card.formula == "share":
            target = target / 100
        chosen.append(ChosenGoal(goal.id, field.strategies, field.indicator or None, target))
    return chosen


def as_typed(goal: Goal, posted: QueryDict) -> GoalField:
    strategies = tuple(posted.getlist(f"strategies-{goal.id}"))
    lit = bool(posted.get(f"goal-{goal.id}")) or bool(strategies)
    return field_of(
        goal, lit, strategies, posted.get(f"indicator-{goal.id}", ""), posted.get(f"target-{goal.id}", "")
    )


def as_stored(goal: Goal, here: Place) -> GoalField:
    row = here.row.goals.filter(goal=goal.id).first()
    if row is None:
        return field_of(goal, False, (), goal.indicators[0] if goal.indicators else "", "")
    share = row.indicator_copy and row.indicator_copy["formula"] == "share"
    target = written(row.target * 100 if share and row.target is not None else row.target)
    field = field_of(goal, True, tuple(row.strategies), row.indicator, target)
    return replace(field, kept=True, baseline=baseline_of(here, row.indicator))


def baseline_of(here: Place, indicator: str) -> str:
    """The newest baseline in words; empty where it is not measured."""
    card = convert.indicators(here.row).get(indicator)
    own = [
        one for one in here.value.measurements if one.indicator == indicator and one.stage is Stage.BASELINE
    ]
    if card is None or not own:
        return ""
    return with_figures(card, measured_one(own[-1], convert.library_of(here.row)), language())


def field_of(goal: Goal, lit: bool, strategies: tuple[str, ...], indicator: str, target: str) -> GoalField:
    cards = library().indicators
    proposed = [cards[name] for name in goal.indicators if name in cards]
    others = [card for card in cards.values() if card not in proposed and card.use == "follow_up"]
    # one that takes a set of weights is worked out from declarations, not from figures typed in
    computed = [card for card in cards.values() if card.use == "calculation" and not card.weights]
    return GoalField(goal, lit, strategies, indicator, target, proposed, others, computed)
