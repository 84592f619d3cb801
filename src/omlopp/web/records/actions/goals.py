"""Lighting goals on the map, each with strategies and the indicator that will tell whether it was reached."""

from collections.abc import Sequence

from django.contrib.auth.models import User

from omlopp.domain.model.errors import OmloppError
from omlopp.domain.model.procurement import ChosenGoal
from omlopp.library.files import as_data
from omlopp.library.load import library
from omlopp.web.records import convert
from omlopp.web.records.actions import acting
from omlopp.web.records.models import GoalChoice, ProcurementRecord


class UnknownIndicator(OmloppError):
    """An indicator that the library does not hold (any more)."""

    code = "unknown-indicator"


class UnknownStrategy(OmloppError):
    code = "unknown-strategy"


class ShareOutOfRange(OmloppError):
    """A target for a share that is not between 0 and 100 per cent."""

    code = "share-out-of-range"


def choose_goals(*, by: User, procurement: ProcurementRecord, chosen: Sequence[ChosenGoal]) -> None:
    """Replace the goals of a procurement. Indicator cards are copied as they stand today."""
    known = {
        goal.id: {strategy.id for strategy in goal.strategies} for goal in convert.goals(procurement.model)
    }
    indicators = library().indicators
    with acting("goals-chosen", by=by, procurement=procurement) as says:
        kept = {row.goal: row for row in procurement.goals.all()}
        for goal in chosen:
            if wrong := set(goal.strategies) - known[goal.goal]:
                raise UnknownStrategy(goal=goal.goal, strategies=sorted(wrong))
            row = kept.pop(goal.goal, None) or GoalChoice(procurement=procurement, goal=goal.goal)
            if goal.indicator and goal.indicator != row.indicator:
                if goal.indicator not in indicators:
                    raise UnknownIndicator(indicator=goal.indicator, goal=goal.goal)
                row.indicator_copy = as_data(indicators[goal.indicator])
            if not goal.indicator:
                row.indicator_copy = None
            row.indicator = goal.indicator or ""
            share = row.indicator_copy and row.indicator_copy["formula"] == "share"
            if goal.target is not None and (goal.target < 0 or (share and goal.target > 1)):
                raise ShareOutOfRange(goal=goal.goal, value=goal.target * 100 if share else goal.target)
            row.strategies, row.target = list(goal.strategies), goal.target
            row.save()
        for row in kept.values():
            row.delete()
        says["goals"] = [
            {"goal": g.goal, "strategies": g.strategies, "indicator": g.indicator, "target": g.target}
            for g in chosen
        ]
