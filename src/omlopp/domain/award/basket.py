"""price.basket_sum: comparison price = Σ quantity × unit price. Lowest wins; nothing but price counts."""

from collections.abc import Sequence
from decimal import Decimal

from omlopp.domain.award.arith import Arith, Number
from omlopp.domain.award.errors import MissingLines
from omlopp.domain.model.award import (
    AmountNotAllowed,
    AwardCriterion,
    AwardModel,
    Bid,
    Evaluation,
    TraceStep,
)


def demand(model: AwardModel) -> None:
    """Nothing: the quantities are in the bids' price forms."""


def coefficients(model: AwardModel) -> tuple[tuple[Decimal, ...], Decimal]:
    """No quality counts."""
    return (), Decimal(0)


def results(
    a: Arith, prices: Sequence[Number], quality: Sequence[Number], field: Sequence[Number], model: AwardModel
) -> list[Number]:
    """The sum itself ranks."""
    return list(prices)


def score(model: AwardModel, bids: Sequence[Bid], field: Sequence[Decimal]) -> Evaluation:
    """All columns but the ranks."""
    trace: list[TraceStep] = []
    sums: dict[str, dict[str, Decimal]] = {}
    for bid in bids:
        if not bid.lines:
            raise MissingLines(bid=bid.id, bidder=bid.title)
        sums[bid.id] = {}
        for line in bid.lines:
            if line.quantity is None or line.unit_price < 0:
                raise AmountNotAllowed(what="unit_price", where=line.id, value=line.unit_price)
            sums[bid.id][line.id] = line.quantity * line.unit_price
            inputs = {"quantity": line.quantity, "unit_price": line.unit_price}
            trace.append(
                TraceStep(
                    bid.id,
                    "line",
                    inputs,
                    sums[bid.id][line.id],
                    {"bidder": bid.title, "line": line.id},
                )
            )
        total = sum(sums[bid.id].values(), Decimal(0))
        trace.append(TraceStep(bid.id, "comparison_lines", {}, total, {"bidder": bid.title}))
    comparison = {bid_id: sum(own.values(), Decimal(0)) for bid_id, own in sums.items()}
    return Evaluation(line_sums=sums, comparison=comparison, trace=tuple(trace))


def full_worth(model: AwardModel, criterion: AwardCriterion, bids: Sequence[Bid]) -> dict[str, Decimal]:
    """No quality counts, so none is worth anything."""
    return {bid.id: Decimal(0) for bid in bids}
