"""Promised against delivered: what was promised of an indicator, which measurements miss it, and what was agreed then.

Nothing follows by itself: a missed promise is a proposal, and people decide.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, localcontext
from typing import Literal

from omlopp.domain.indicators.measure import Comparison, compare, measure
from omlopp.domain.model.criteria import ChosenCriterion
from omlopp.domain.model.exact import EXACT
from omlopp.domain.model.indicators import Indicator, Measured, Measurement, Stage
from omlopp.domain.model.procurement import Deviation, Procurement


@dataclass(frozen=True, slots=True)
class Promise:
    """`origin`: agreed in the contract, or only the goal's target, which binds no supplier. A share is 0–1."""

    indicator: str
    value: Decimal
    origin: Literal["agreed", "target"]
    source: str = ""


@dataclass(frozen=True, slots=True)
class Missed:
    """A measurement below (or above, where lower is better) what was promised, and the criterion whose clause answers.

    `criterion` None: no chosen criterion measured so has a clause; nothing was agreed. `decided` None: not decided yet.
    `short`: how much is missing in the unit of the whole (kg, pieces) for a share, else in the indicator's own unit.
    """

    measurement: Measurement
    measured: Measured
    promise: Promise
    comparison: Comparison
    short: Decimal
    criterion: ChosenCriterion | None
    decided: Deviation | None


def promise_of(procurement: Procurement, indicator: str) -> Promise | None:
    """What the contract promises; else the goal's target; else None: nothing was promised."""
    agreed = procurement.agreed.get(indicator)
    if agreed is not None:
        return Promise(indicator, agreed.value, "agreed", agreed.source)
    targets = (
        goal.target for goal in procurement.goals if goal.indicator == indicator and goal.target is not None
    )
    target = next(targets, None)
    return None if target is None else Promise(indicator, target, "target")


def missed(procurement: Procurement, cards: Mapping[str, Indicator]) -> tuple[Missed, ...]:
    """Every measurement of the contract's time that misses its promise, newest first, once for each clause answering.

    An unknown value misses nothing: it is not known.
    """
    found: list[Missed] = []
    for one in procurement.measurements:
        promise, card = promise_of(procurement, one.indicator), cards.get(one.indicator)
        if one.stage is Stage.BASELINE or promise is None or card is None:
            continue
        measured = measure(card, one)
        comparison = compare(card, promise.value, measured.value)
        if comparison.kept is not False or comparison.difference is None:
            continue
        short = missing_amount(card, measured, comparison.difference)
        answering: list[ChosenCriterion | None] = [
            each for each in procurement.criteria if answers(each, one.indicator)
        ]
        found += [
            Missed(one, measured, promise, comparison, short, each, decision(procurement, one, each))
            for each in answering or [None]
        ]
    return tuple(sorted(found, key=lambda each: each.measurement.measured_on, reverse=True))


def answers(chosen: ChosenCriterion, indicator: str) -> bool:
    """Does its clause say what happens when this indicator falls short?"""
    return (
        chosen.criterion.measured_by == indicator
        and chosen.criterion.clause is not None
        and chosen.clause_wording is not None
    )


def missing_amount(card: Indicator, measured: Measured, difference: Decimal) -> Decimal:
    """How much is missing, 0 or more: a share's difference times what it is a share of."""
    with localcontext(EXACT):
        gap = abs(difference)
        return gap * measured.base if card.is_share and measured.base is not None else gap


def decision(
    procurement: Procurement, measurement: Measurement, chosen: ChosenCriterion | None
) -> Deviation | None:
    """What was decided last about this measurement under this criterion."""
    criterion = chosen.id if chosen else None
    same = [
        each
        for each in procurement.deviations
        if each.measurement == measurement.id and each.criterion == criterion
    ]
    return same[-1] if same else None
