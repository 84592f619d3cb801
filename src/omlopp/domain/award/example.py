"""Three invented bids that show bidders a model before they bid: cheap and plain, in between, and best."""

from collections.abc import Mapping
from decimal import Decimal
from itertools import pairwise

from omlopp.domain.model.award import AwardCriterion, AwardModel, Bid, PriceLine
from omlopp.domain.model.lifecycle import LccMethod

STEPS = (
    ("A", Decimal("0.9"), Decimal(0)),
    ("B", Decimal(1), Decimal("0.5")),
    ("C", Decimal("1.1"), Decimal(1)),
)
"""Bid, price as a share of the expected one, and how much of each quality it holds. Invented, and said to be."""


def example_bids(model: AwardModel, expected_price: Decimal) -> tuple[Bid, ...]:
    """One bid per step of STEPS, answering all that the model asks. `expected_price` > 0 in the model's currency."""
    return tuple(_bid(model, name, expected_price * factor, share) for name, factor, share in STEPS)


def _bid(model: AwardModel, name: str, price: Decimal, share: Decimal) -> Bid:
    qualities = [one for one in model.criteria if not one.price]
    by_level = {one.id: _level(one, share) for one in qualities if one.levels}
    rest = [one for one in qualities if one.id not in by_level]
    measured = {one.id: _measured(one, share) for one in rest if one.value_function is not None}
    rest = [one for one in rest if one.id not in measured]
    low, high = model.grade_scale or (Decimal(0), Decimal(1))
    by_points = {
        one.id: share * one.max_points for one in rest if one.max_points and model.grade_scale is None
    }
    grades = {one.id: low + share * (high - low) for one in rest if one.id not in by_points}
    return Bid(
        id=name,
        bidder=name,
        price=None if model.lines else price,
        levels=by_level,
        measured=measured,
        points=by_points,
        grades=grades,
        lcc_inputs=_asked(model.lcc, price) if model.lcc else {},
        lines=_lines(model, price),
        level=_nearest(model.ladder, share) if model.ladder else None,
        quality=None if qualities or model.ladder else share,
    )


def _level(criterion: AwardCriterion, share: Decimal) -> str:
    least = criterion.threshold.least if criterion.threshold else Decimal(0)
    reached = {name: earns for name, earns in criterion.levels.items() if earns >= least}
    return _nearest(reached or criterion.levels, share)


def _nearest(levels: Mapping[str, Decimal], share: Decimal) -> str:
    return min(levels, key=lambda name: (abs(levels[name] - share), name))


def _measured(criterion: AwardCriterion, share: Decimal) -> Decimal:
    """A number that earns the share, or comes nearest where the function steps."""
    assert criterion.value_function is not None
    points = criterion.value_function.points
    if criterion.value_function.kind == "linear":
        for (low, at_low), (high, at_high) in pairwise(points):
            if at_low != at_high and min(at_low, at_high) <= share <= max(at_low, at_high):
                return low + (high - low) * (share - at_low) / (at_high - at_low)
    return min(points, key=lambda point: (abs(point[1] - share), point[0]))[0]


def _asked(method: LccMethod, price: Decimal) -> dict[str, Decimal]:
    """An answer to every number that the method asks: ten units, a twentieth of the price each, half the horizon."""
    found: dict[str, Decimal] = {}
    for line in method.lines:
        found |= {line.asks_quantity: Decimal(10), line.asks_value: price / 20}
        found |= {line.asks_cycle: Decimal(max(1, method.horizon_years // 2))}
    return {name: value for name, value in found.items() if name not in ("", "price")}


def _lines(model: AwardModel, price: Decimal) -> tuple[PriceLine, ...]:
    """The same sum from every line, so that the form comes to the price."""
    parts = len(model.lines)
    return tuple(
        PriceLine(
            line.id,
            None,
            (price / parts / line.quantity).quantize(Decimal("0.01")) if line.quantity else price,
        )
        for line in model.lines
    )
