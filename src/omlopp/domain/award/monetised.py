"""monetised.fixed_amounts: comparison price = price − Σ value × share earned. Lowest wins.

Absolute: a bid's comparison price depends on nothing but the bid and the published model, so nobody else's
bid can move it, and what each quality is worth is printed in money.
"""

from collections.abc import Sequence
from decimal import Decimal

from omlopp.domain.award.errors import CriterionWithoutValue
from omlopp.domain.award.shares import price_of, share_earned, words
from omlopp.domain.model.award import AwardCriterion, AwardModel, Bid, Evaluation, TraceStep


def qualities(model: AwardModel) -> tuple[AwardCriterion, ...]:
    """Everything but the price, which counts as it stands."""
    return tuple(criterion for criterion in model.criteria if not criterion.price)


def demand(model: AwardModel) -> None:
    """Every quality must have its value in money."""
    for criterion in qualities(model):
        _value(criterion)


def score(model: AwardModel, bids: Sequence[Bid], field: Sequence[Decimal]) -> Evaluation:
    """All columns but the ranks. `field` is accepted and has no effect: that is the point of the family."""
    trace: list[TraceStep] = []
    deductions: dict[str, dict[str, Decimal]] = {}
    sums: dict[str, Decimal] = {}
    comparison: dict[str, Decimal] = {}
    for bid in bids:
        price = price_of(bid)
        trace.append(TraceStep(bid.id, "price", {"price": price}, price, {"bidder": bid.title}))
        earned = deductions[bid.id] = {}
        for criterion in qualities(model):
            value, share = _value(criterion), share_earned(model, criterion, bid)
            earned[criterion.id] = value * share
            trace.append(
                TraceStep(
                    bid.id,
                    "deduction",
                    {"value": value, "share_percent": share * 100},
                    value * share,
                    words(criterion, bid),
                )
            )
        sums[bid.id] = sum(earned.values(), Decimal(0))
        comparison[bid.id] = price - sums[bid.id]
        trace.append(
            TraceStep(
                bid.id,
                "comparison",
                {"price": price, "deductions": sums[bid.id]},
                comparison[bid.id],
                {"bidder": bid.title},
            )
        )
    maxima = {criterion.id: _value(criterion) for criterion in qualities(model)}
    return Evaluation(
        level_values={
            criterion.id: {level: _value(criterion) * share for level, share in criterion.levels.items()}
            for criterion in qualities(model)
        },
        max_deduction={bid.id: dict(maxima) for bid in bids},
        deduction=deductions,
        deduction_sum=sums,
        comparison=comparison,
        trace=tuple(trace),
    )


def full_worth(model: AwardModel, criterion: AwardCriterion, bids: Sequence[Bid]) -> dict[str, Decimal]:
    """Money that a full mark is worth to each bid: the same for all."""
    return {bid.id: _value(criterion) for bid in bids}


def _value(criterion: AwardCriterion) -> Decimal:
    if criterion.value is None:
        raise CriterionWithoutValue(criterion=criterion.title)
    return criterion.value
