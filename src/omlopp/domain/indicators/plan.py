"""Which indicators a procurement follows, and where each stands at its three stages."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from omlopp.domain.indicators.measure import measure
from omlopp.domain.indicators.promises import promise_of
from omlopp.domain.model.goals import GoalId
from omlopp.domain.model.indicators import Indicator, Measured, Stage
from omlopp.domain.model.procurement import Procurement


@dataclass(frozen=True, slots=True)
class FollowUpRow:
    """One indicator: the goals and requirements it serves, what was promised, and the newest value of each stage.

    `promised`: what the contract promises, else the goal's target (a share is 0–1); None when nothing was promised.
    A stage without a value is None.
    """

    indicator: Indicator
    goals: tuple[GoalId, ...]
    criteria: tuple[str, ...]  # ids of the chosen criteria
    promised: Decimal | None
    stages: Mapping[Stage, Measured | None]


def follow_up_rows(procurement: Procurement, cards: Mapping[str, Indicator]) -> tuple[FollowUpRow, ...]:
    """One row per indicator chosen for a goal or measuring a chosen criterion; goals' own indicators first."""
    wanted = [goal.indicator for goal in procurement.goals if goal.indicator]
    wanted += [each.criterion.measured_by for each in procurement.criteria if each.criterion.follow_up]
    return tuple(_row(procurement, cards[name]) for name in dict.fromkeys(wanted) if name in cards)


def _row(procurement: Procurement, card: Indicator) -> FollowUpRow:
    criteria = [each for each in procurement.criteria if each.criterion.measured_by == card.id]
    own = [goal for goal in procurement.goals if goal.indicator == card.id]
    served = {goal.goal for goal in own} | {each.criterion.goal for each in criteria}
    return FollowUpRow(
        indicator=card,
        goals=tuple(sorted(served)),
        criteria=tuple(each.id for each in criteria),
        promised=promise.value if (promise := promise_of(procurement, card.id)) else None,
        stages={stage: _newest(procurement, card, stage) for stage in Stage},
    )


def _newest(procurement: Procurement, card: Indicator, stage: Stage) -> Measured | None:
    """The latest measurement of a stage; of two on the same day the one recorded last."""
    found = [each for each in procurement.measurements if each.indicator == card.id and each.stage is stage]
    return (
        measure(card, max(enumerate(found), key=lambda pair: (pair[1].measured_on, pair[0]))[1])
        if found
        else None
    )
