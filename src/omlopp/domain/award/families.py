"""The kinds of award model, one line each. A new family is one module, one line here, one page, its cases."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from omlopp.domain.award import basket, lowest_price_ratio, monetised
from omlopp.domain.award.errors import UnknownFamily
from omlopp.domain.model.award import AwardCriterion, AwardModel, Bid, Evaluation


@dataclass(frozen=True, slots=True)
class Family:
    """What the rest of the room needs to know about a formula.

    `demand` refuses a model that cannot be used; `score` gives every column but the ranks; `full_worth` gives
    money per full mark and bid. `relative`: a bid's score depends on other bids.
    """

    demand: Callable[[AwardModel], None]
    score: Callable[[AwardModel, Sequence[Bid], Sequence[Decimal]], Evaluation]
    full_worth: Callable[[AwardModel, AwardCriterion, Sequence[Bid]], dict[str, Decimal]]
    lowest_wins: bool
    relative: bool
    weighted: bool = False
    parameters: frozenset[str] = frozenset()
    price_scores: Callable[[Sequence[Decimal], Sequence[Decimal], Decimal], list[Decimal]] | None = None
    tie_at_lowest_price: Callable[[AwardModel, Bid, Bid], Decimal | None] | None = None


FAMILIES: dict[str, Family] = {
    "monetised.fixed_amounts": Family(
        monetised.demand,
        monetised.score,
        monetised.full_worth,
        lowest_wins=True,
        relative=False,
    ),
    "relative.lowest_price_ratio": Family(
        lowest_price_ratio.demand,
        lowest_price_ratio.score,
        lowest_price_ratio.full_worth,
        lowest_wins=False,
        relative=True,
        weighted=True,
        parameters=frozenset({"max_points"}),
        price_scores=lowest_price_ratio.price_scores,
        tie_at_lowest_price=lowest_price_ratio.tie_at_lowest_price,
    ),
    "price.basket_sum": Family(
        basket.demand,
        basket.score,
        basket.full_worth,
        lowest_wins=True,
        relative=False,
    ),
}


def family_of(name: str) -> Family:
    if name not in FAMILIES:
        raise UnknownFamily(family=name, known=", ".join(FAMILIES))
    return FAMILIES[name]
