"""At which weight, value or lowest price do two bids come out equal?"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, localcontext
from typing import Literal

from omlopp.domain.award.errors import CannotVary, CriterionWithoutWeight, NoBids, UnknownBid
from omlopp.domain.award.families import family_of
from omlopp.domain.model.award import AwardModel, Bid
from omlopp.domain.model.exact import EXACT


@dataclass(frozen=True, slots=True)
class Vary:
    """What is moved. `fixed` leaves other weights alone; `keep_ratio` scales them, the sum stays."""

    what: Literal["weight", "value", "lowest_price"]
    criterion: str = ""
    others: Literal["fixed", "keep_ratio"] = "fixed"


def break_even(
    model: AwardModel, bids: Sequence[Bid], between: tuple[str, str], vary: Vary
) -> Decimal | None:
    """The value at which the two bids tie: a weight 0–1, an amount of money, or a lowest price.

    None: no lawful value makes them equal. A lowest price can only be as low as one more bid sets it, so the
    answer never lies above the lowest price there is. A weight or a value that the results do not follow in a
    straight line is refused.
    """
    if not bids:
        raise NoBids()
    one, other = _bid(bids, between[0]), _bid(bids, between[1])
    family = family_of(model.family)
    family.demand(model)
    with localcontext(EXACT):
        if vary.what == "lowest_price":
            if not family.relative:
                raise CannotVary(what=vary.what, family=model.family)
            lowest = min(bid.price for bid in bids if bid.price is not None)
            if family.tie_at_lowest_price is not None and model.words.get("clip", "none") == "none":
                found = family.tie_at_lowest_price(model, one, other)
            else:
                found = _searched(model, bids, one, other, lowest)
            return found if found is not None and found <= lowest else None
        top = _top(model, vary)

        def lead(to: Decimal) -> Decimal:
            try:
                return _lead(_varied(model, vary, to), bids, one, other)
            except ArithmeticError:  # all weight on the quality leaves some formulas nothing to divide by
                raise CannotVary(what=vary.what, family=model.family) from None

        at_zero, at_top = lead(Decimal(0)), lead(top)
        # Where results are straight lines in a weight or a value, two points tell where they cross.
        largest = max(abs(at_zero), abs(at_top))
        if abs(lead(top / 3) - (2 * at_zero + at_top) / 3) > SAME * largest:
            raise CannotVary(what=vary.what, family=model.family)
        if at_zero == at_top:
            return None
        found = top * at_zero / (at_zero - at_top)
        if found < 0 or (vary.what == "weight" and found > top):
            return None
        if abs(lead(found)) > SAME * largest:  # a cap on deductions bends the line further out
            raise CannotVary(what=vary.what, family=model.family)
        return found


SAME = Decimal("1e-20")  # share of the lead by which decimals of forty digits may miss
STEPS = 400  # prices tried, evenly in the logarithm from a millionth of the lowest price up to it


def _searched(
    model: AwardModel, bids: Sequence[Bid], one: Bid, other: Bid, lowest: Decimal
) -> Decimal | None:
    """The highest price of one more bid, not above `lowest`, at which the lead changes sign; narrowed to
    1e-12.
    """
    if lowest <= 0:
        return None

    def lead(price: Decimal) -> Decimal:
        return _lead(model, bids, one, other, (price,))

    near, at_near = lowest, lead(lowest)
    for step in range(1, STEPS + 1):
        if not at_near:
            return near
        far = lowest * Decimal(10) ** (Decimal(-6 * step) / STEPS)
        at_far = lead(far)
        if at_near * at_far < 0:
            for _ in range(80):
                middle = (near + far) / 2
                if lead(middle) * at_near > 0:
                    near = middle
                else:
                    far = middle
            return (near + far) / 2
        near, at_near = far, at_far
    return None


def _top(model: AwardModel, vary: Vary) -> Decimal:
    """The far point: 1, or all weight there is when the others keep their ratio."""
    criterion = model.criterion(vary.criterion)
    if vary.what == "value":
        if criterion.value is None:
            raise CannotVary(what=vary.what, family=model.family)
        return Decimal(1)
    if criterion.weight is None:
        raise CriterionWithoutWeight(criterion=criterion.title)
    return Decimal(1) if vary.others == "fixed" else _all_weight(model)


def _varied(model: AwardModel, vary: Vary, to: Decimal) -> AwardModel:
    if vary.what == "value":
        moved = (replace(one, value=to) if one.id == vary.criterion else one for one in model.criteria)
        return replace(model, criteria=tuple(moved))
    whole = _all_weight(model)
    others = whole - (model.criterion(vary.criterion).weight or Decimal(0))
    if vary.others == "keep_ratio" and not others:
        raise CannotVary(what=vary.what, family=model.family)
    scale = (whole - to) / others if vary.others == "keep_ratio" else Decimal(1)
    return replace(
        model,
        criteria=tuple(
            replace(one, weight=to if one.id == vary.criterion else one.weight and one.weight * scale)
            for one in model.criteria
        ),
    )


def _all_weight(model: AwardModel) -> Decimal:
    return sum((one.weight or Decimal(0) for one in model.criteria), Decimal(0))


def _lead(
    model: AwardModel, bids: Sequence[Bid], one: Bid, other: Bid, field: Sequence[Decimal] = ()
) -> Decimal:
    """How far the one lies above the other, in points or in money, before rounding."""
    scored = family_of(model.family).score(model, bids, field)
    results = scored.comparison if scored.comparison is not None else scored.total
    assert results is not None
    return results[one.id] - results[other.id]


def _bid(bids: Sequence[Bid], bid_id: str) -> Bid:
    for bid in bids:
        if bid.id == bid_id:
            return bid
    raise UnknownBid(bid=bid_id, known=", ".join(bid.id for bid in bids))
