"""priority.order: criteria in order of priority (LOU 16:6); the next counts only where bids are equal so far."""

from collections.abc import Sequence
from decimal import Decimal

from omlopp.domain.award.errors import NoCriteria
from omlopp.domain.award.shares import price_of, share_earned, words
from omlopp.domain.model.award import AwardCriterion, AwardModel, Bid, Evaluation, TraceStep


def demand(model: AwardModel) -> None:
    """At least one criterion: their order in the model is the order of priority."""
    if not model.criteria:
        raise NoCriteria(family=model.family)


def score(model: AwardModel, bids: Sequence[Bid], field: Sequence[Decimal]) -> Evaluation:
    """`comparison` is the place by the order of priority: whole numbers, equal where every criterion is
    equal.
    """
    trace: list[TraceStep] = []
    keys: dict[str, tuple[Decimal, ...]] = {}
    for bid in bids:
        own: list[Decimal] = []
        for criterion in model.criteria:
            if criterion.price:
                own.append(price_of(bid))
                trace.append(TraceStep(bid.id, "price", {"price": own[-1]}, own[-1], {"bidder": bid.title}))
            else:
                share = share_earned(model, criterion, bid)
                own.append(-share)
                trace.append(
                    TraceStep(
                        bid.id, "priority_share", {"share_percent": share * 100}, share, words(criterion, bid)
                    )
                )
        keys[bid.id] = tuple(own)
    order = sorted(set(keys.values()))
    places = {bid: Decimal(order.index(key) + 1) for bid, key in keys.items()}
    said = {"criteria": ", ".join(one.title for one in model.criteria)}
    trace.append(TraceStep("", "priority", {}, None, said))
    return Evaluation(comparison=places, trace=tuple(trace))


def full_worth(model: AwardModel, criterion: AwardCriterion, bids: Sequence[Bid]) -> dict[str, Decimal]:
    """No number of kronor buys a higher priority."""
    return {}
