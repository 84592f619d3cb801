"""The buyer's own numbers, to try a model on: the bids there are, or supposed ones around the expected price.

`standing` is what ranks, turned so that more is better; None where the model cannot count those bids.
"""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal, localcontext

from omlopp.domain.award import monetised, points, ratio
from omlopp.domain.award.example import example_bids
from omlopp.domain.award.families import family_of
from omlopp.domain.award.prepare import above_thresholds, priced
from omlopp.domain.model.award import AwardCriterion, AwardModel, Bid, PriceLine
from omlopp.domain.model.errors import OmloppError
from omlopp.domain.model.exact import EXACT

ZERO, ONE = Decimal(0), Decimal(1)
USUAL = Decimal(1_000_000)  # where nothing tells what the purchase may cost
_TELLING = ("estimate", "reference_price", "base_price", "zero_points_at")


def expected(model: AwardModel, price: Decimal | None = None) -> Decimal:
    """A price to suppose bids around: the one given, a price the model names, three times its deductions."""
    if price:
        return price
    for name in _TELLING:
        if model.parameters.get(name):
            return model.parameters[name]
    values = sum((one.value for one in model.criteria if one.value is not None), ZERO)
    return values * 3 or USUAL


def own_bids(
    model: AwardModel, bids: Sequence[Bid], expected_price: Decimal | None = None
) -> tuple[tuple[Bid, ...], bool]:
    """The bids, or three supposed ones; and whether they are supposed."""
    if bids:
        return tuple(bids), False
    price = expected(model, expected_price)
    return tuple(_complete(model, bid, price) for bid in example_bids(model, price)), True


def _complete(model: AwardModel, bid: Bid, price: Decimal) -> Bid:
    """What some families ask beyond price and levels: lines, declared features, a declared environmental cost."""
    own = bid.price or price
    if model.family == "price.basket_sum" and not model.lines:
        return replace(bid, price=None, lines=(PriceLine("1", ONE, own),))
    if model.family == points.GRADED:
        low, high = model.grade_scale or (ZERO, ONE)
        share = {"A": ONE, "B": Decimal("0.5"), "C": ZERO}[
            bid.id
        ]  # the cheapest has the best grade for price
        priced = {one.id: low + share * (high - low) for one in model.criteria if one.price}
        return replace(bid, grades={**bid.grades, **priced})
    if model.family == monetised.MKI:
        return replace(bid, features={"mki": own / 10})
    if model.family == ratio.COEFFICIENT:
        place = {"A": 0, "B": 1, "C": 2}[bid.id]  # the lowest, the middle and the highest step
        declared = {one.id: sorted(one.steps)[place * (len(one.steps) - 1) // 2] for one in model.criteria}
        return replace(bid, grades={}, features=declared)
    if model.family == ratio.SUPER:
        full = model.number("full_quality")
        span = {"A": Decimal("0.6"), "B": Decimal("0.8"), "C": ONE}[bid.id]
        return replace(bid, quality=min(full * span, ONE))
    return bid


def price_now(bid: Bid, model: AwardModel) -> Decimal:
    """The bid's price before life-cycle cost: as stated, or the sum of its lines."""
    if bid.price is not None:
        return bid.price
    published = {line.id: line.quantity for line in model.lines}
    return sum(
        ((line.quantity or published.get(line.id, ZERO)) * line.unit_price for line in bid.lines), ZERO
    )


def scaled(bid: Bid, factor: Decimal) -> Bid:
    """The same bid with every price times the factor."""
    lines = tuple(replace(line, unit_price=line.unit_price * factor) for line in bid.lines)
    return replace(bid, price=None if bid.price is None else bid.price * factor, lines=lines)


def steps_of(model: AwardModel, criterion: AwardCriterion) -> tuple[Decimal, ...]:
    """Shares a bid can earn, lowest first: its levels, the value function's, or both ends."""
    if criterion.levels:
        return tuple(sorted(set(criterion.levels.values())))
    if criterion.value_function is not None:
        return tuple(sorted({share for _, share in criterion.value_function.points}))
    return (ZERO, Decimal("0.5"), ONE)


def with_share(model: AwardModel, bid: Bid, criterion: AwardCriterion, share: Decimal) -> Bid:
    """The bid at a share of the criterion: the level nearest, the number that earns it, or the grade there."""
    name = criterion.id
    if criterion.levels:
        level = min(criterion.levels, key=lambda one: (abs(criterion.levels[one] - share), one))
        return replace(bid, levels={**bid.levels, name: level})
    if criterion.value_function is not None:
        points = criterion.value_function.points
        number = min(points, key=lambda point: (abs(point[1] - share), point[0]))[0]
        return replace(bid, measured={**bid.measured, name: number})
    if name in bid.points and criterion.max_points is not None:
        return replace(bid, points={**bid.points, name: share * criterion.max_points})
    low, high = model.grade_scale or (ZERO, ONE)
    return replace(bid, grades={**bid.grades, name: low + share * (high - low)})


def at_share(model: AwardModel, bid: Bid, share: Decimal) -> Bid:
    """The bid at one share of everything that is judged."""
    for criterion in model.criteria:
        if not criterion.price and not criterion.steps:
            bid = with_share(model, bid, criterion, share)
    if model.ladder:
        level = min(model.ladder, key=lambda one: (abs(model.ladder[one] - share), one))
        bid = replace(bid, level=level)
    return bid


def standing(model: AwardModel, bids: Sequence[Bid]) -> dict[str, Decimal] | None:
    """Bid id → what ranks it, more is better, before rounding. Bids below a threshold are left out."""
    family = family_of(model.family)
    try:
        with localcontext(EXACT):
            kept, _ = above_thresholds(model, [priced(model, bid, []) for bid in bids], [])
            if not kept:
                return None
            scored = family.score(model, kept, ())
            found = scored.comparison if scored.comparison is not None else scored.total
            if found is None:
                return None
            sign = -ONE if family.lowest_wins(model) else ONE
            return {bid: sign * own for bid, own in found.items()}
    except (OmloppError, ArithmeticError):
        return None


def leads(found: dict[str, Decimal]) -> dict[tuple[str, str], Decimal]:
    """How far the one stands above the other, for every ordered pair in the order given."""
    names = list(found)
    return {
        (one, other): found[one] - found[other]
        for place, one in enumerate(names)
        for other in names[place + 1 :]
    }


def place_of(found: dict[str, Decimal], bid: str) -> int:
    """1 is best; equal bids share a place."""
    return 1 + sum(other > found[bid] for name, other in found.items() if name != bid)
