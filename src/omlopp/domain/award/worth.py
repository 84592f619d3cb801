"""What each quality is worth in money: the numbers behind the picture *kronor per quality*."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext

from omlopp.domain.award.errors import NoBids
from omlopp.domain.award.families import family_of
from omlopp.domain.model.award import AwardModel, Bid
from omlopp.domain.model.exact import EXACT


@dataclass(frozen=True, slots=True)
class Worth:
    """Money in the model's currency for a criterion's full mark.

    `low` and `high` are the ends over the bids; equal where the model prints one value for all. `per_bid`: at
    each bid's own price. `levels`: level → (low, high), the full worth times the level's share.
    In a ratio family these are slopes: what a small rise in quality is worth, scaled to the full mark.
    """

    criterion: str
    name: str
    low: Decimal
    high: Decimal
    per_bid: Mapping[str, Decimal]
    levels: Mapping[str, tuple[Decimal, Decimal]]


def worth(model: AwardModel, bids: Sequence[Bid] = ()) -> tuple[Worth, ...]:
    """One Worth per quality. A family whose worths move with the prices needs bids, real or supposed."""
    family = family_of(model.family)
    family.demand(model)
    found: list[Worth] = []
    with localcontext(EXACT):
        for criterion in model.criteria:
            if criterion.price:
                continue
            if family.relative and not bids:
                raise NoBids()
            per_bid = family.full_worth(model, criterion, bids or (Bid(""),))
            if not per_bid:  # a formula of the buyer's own has no worth that can be read off
                continue
            low, high = min(per_bid.values()), max(per_bid.values())
            levels = {level: (low * share, high * share) for level, share in criterion.levels.items()}
            found.append(Worth(criterion.id, criterion.title, low, high, per_bid if bids else {}, levels))
    return tuple(found)


def sanction(offered_value: Decimal, reached_value: Decimal, factor: Decimal) -> Decimal:
    """Money due when the contract gives a lower level than the bid promised: factor × (offered − reached)."""
    return factor * (offered_value - reached_value)


def stated_price_weight(model: AwardModel, expected_price: Decimal) -> tuple[Decimal, dict[str, Decimal]]:
    """The weight of price and of each quality, 0–1, as a reader of the documents would take them.

    Weights as they stand; points by their share of all points; money V beside an expected price P as V ÷ (P +
    ΣV).
    """
    qualities = [one for one in model.criteria if not one.price]
    if all(one.value is not None for one in qualities):
        whole = expected_price + sum((one.value or Decimal(0) for one in qualities), Decimal(0))
        return expected_price / whole, {one.id: (one.value or Decimal(0)) / whole for one in qualities}
    parts = {
        one.id: one.weight if one.weight is not None else one.max_points or Decimal(0)
        for one in model.criteria
    }
    own = sum((parts[one.id] for one in model.criteria if one.price), Decimal(0))
    if not own and model.criteria and all(one.weight is not None for one in qualities):
        own = max(Decimal(1) - sum(parts.values(), Decimal(0)), Decimal(0))
    whole = own + sum((parts[one.id] for one in qualities), Decimal(0)) or Decimal(1)
    return own / whole, {one.id: parts[one.id] / whole for one in qualities}
