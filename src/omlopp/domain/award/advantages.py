"""Two bids side by side: where the one that won earned more, where it earned less, and what each difference came to."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from omlopp.domain.award.errors import UnknownBid
from omlopp.domain.model.award import AwardCriterion, AwardModel, Bid, Evaluation


@dataclass(frozen=True, slots=True)
class Difference:
    """What a quality earned each bid, in the unit of `Advantages`. `lead` above zero: to the winner's advantage."""

    criterion: AwardCriterion
    winner: Decimal
    own: Decimal

    @property
    def lead(self) -> Decimal:
        return self.winner - self.own


@dataclass(frozen=True, slots=True)
class Advantages:
    """`unit`: what qualities earn – money off the price, or points. `price_lead`: own price less the winner's, in
    money; None where a bid has no price. `result_lead`: how far apart the two came, in money or points.
    """

    unit: Literal["money", "points"]
    differences: tuple[Difference, ...]
    price_lead: Decimal | None
    result_lead: Decimal | None


def advantages(
    model: AwardModel, evaluation: Evaluation, bids: Mapping[str, Bid], winner: str, own: str
) -> Advantages:
    """Everything is read from the evaluation: nothing is computed here but differences. Prices are those compared."""
    for bid_id in (winner, own):
        if bid_id not in bids:
            raise UnknownBid(bid=bid_id, known=", ".join(bids))
    earned = evaluation.deduction if evaluation.deduction is not None else evaluation.points
    found = []
    if earned is not None:
        of_winner, of_own = earned.get(winner, {}), earned.get(own, {})
        found = [
            Difference(one, of_winner[one.id], of_own[one.id])
            for one in model.criteria
            if one.id in of_winner and one.id in of_own
        ]
    results = evaluation.comparison if evaluation.comparison is not None else evaluation.total
    ahead = abs(results[own] - results[winner]) if results and winner in results and own in results else None
    first, second = (compared_price(evaluation, bids[one]) for one in (winner, own))
    return Advantages(
        "points" if evaluation.deduction is None else "money",
        tuple(found),
        None if first is None or second is None else second - first,
        ahead,
    )


def compared_price(evaluation: Evaluation, bid: Bid) -> Decimal | None:
    """The price that was compared: the life-cycle cost or the sum of the price form where there is one."""
    for rule in ("lcc", "sum_of_lines"):
        for step in evaluation.trace:
            if step.bid == bid.id and step.rule == rule:
                return step.output
    return bid.price


@dataclass(frozen=True, slots=True)
class WouldHaveWon:
    """The least that would have put a losing bid first, each by itself: a price, or a better level of a criterion
    (id → level).

    For the buyer; it goes into a letter only after somebody has examined secrecy.
    """

    price: Decimal | None
    levels: Mapping[str, str]
