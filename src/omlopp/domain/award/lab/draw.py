"""Draws fields of bids: who bids, at what cost, with what quality. Drawn once, then used for every model and
every test.

Everything the generator assumes stands in `Market`, so that a reader sees it and can change it. Prices are
invented, and say nothing about a real market until they are set from one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from omlopp.domain.award.lab.arrays import Fields, Floats
from omlopp.domain.award.lab.errors import MarketNotAllowed
from omlopp.domain.model.award import AwardCriterion, AwardModel

FEW_STEPS = 12  # up to so many, comparing with each is quicker than searching
SMALLEST_PRICE = 0.01  # of the expected price: a draw below it would be no bid


@dataclass(frozen=True, slots=True)
class BidderType:
    """A kind of bidder. `share`: how many of the bids; `cost`: its cost over the expected price at usual
    quality; `quality`: the middle of its share of a full mark, 0–1, for every quality it has no own number
    for."""

    name: str
    share: float
    cost: float
    quality: float
    by_criterion: Mapping[str, float] = field(default_factory=dict)


LINEAR = BidderType("linear", 0.5, 0.97, 0.45)
CIRCULAR = BidderType("circular", 0.3, 1.02, 0.75)
PREMIUM = BidderType("premium", 0.2, 1.10, 0.85)


@dataclass(frozen=True, slots=True)
class Market:
    """What the generator assumes.

    `expected_price`: money, the middle of all bids. `bidders`: number of bids → how often, summing to 1.
    `common_sd` and `private_sd`: spread of the logarithm of cost that all share, and that is each bidder's
    own. `quality_sd`: spread of quality around its type's middle, on the logit scale. `cost_of_quality`: rise
    of the logarithm of cost when quality rises one such spread (negative: the better bid is also the
    cheaper). `levels`: qualities land on the criterion's levels.
    """

    expected_price: float
    bidders: Mapping[int, float] = field(default_factory=lambda: {5: 1.0})
    types: Sequence[BidderType] = (LINEAR, CIRCULAR, PREMIUM)
    common_sd: float = 0.10
    private_sd: float = 0.12
    quality_sd: float = 0.9
    cost_of_quality: float = 0.03
    levels: bool = True

    def __post_init__(self) -> None:
        shares = [*self.bidders.values()], [one.share for one in self.types]
        if self.expected_price <= 0 or any(abs(sum(some) - 1) > 1e-9 or min(some) < 0 for some in shares):
            raise MarketNotAllowed(price=self.expected_price, shares=sum(shares[0]), types=sum(shares[1]))
        if (
            min(self.bidders) < 1
            or max(self.bidders) > 60
            or min(self.common_sd, self.private_sd, self.quality_sd) < 0
        ):
            raise MarketNotAllowed(price=self.expected_price, shares=min(self.bidders), types=self.private_sd)


def generator(*seed: int) -> np.random.Generator:
    """A seeded stream; SFC64 is the fastest of numpy's and passes the same tests of randomness."""
    return np.random.Generator(np.random.SFC64(list(seed)))


def plain(
    bids: int, qualities: int, count: int, expected_price: float, seed: int, sd: float = 0.12
) -> Fields:
    """The simplest fields: independent lognormal prices, even qualities. `count` fields of `bids` bids, in
    float32."""
    rng = generator(seed)
    prices = rng.standard_normal((bids, count), dtype=np.float32)
    np.multiply(prices, np.float32(sd), out=prices)
    np.exp(prices, out=prices)
    prices *= np.float32(expected_price)
    return Fields(prices, rng.random((qualities, bids, count), dtype=np.float32))


def draw(model: AwardModel, market: Market, count: int, seed: int) -> tuple[Fields, ...]:
    """`count` fields of the market for the model's qualities: one `Fields` per number of bidders, in float32.

    The same model criteria, market, count and seed give the same fields. Every number of bidders has its own
    stream, so that a market with another mix keeps what it shares with this one.
    """
    qualities = [one for one in model.criteria if not one.price]
    drawn: list[Fields] = []
    for bids, share in sorted(market.bidders.items()):
        number = round(count * share)
        if number:
            drawn.append(_drawn(qualities, market, bids, number, generator(seed, bids)))
    return tuple(drawn)


def _drawn(
    qualities: Sequence[AwardCriterion], market: Market, bids: int, count: int, rng: np.random.Generator
) -> Fields:
    cumulative = np.cumsum([one.share for one in market.types])
    kinds = np.searchsorted(cumulative, rng.random((bids, count), dtype=np.float32)).astype(np.intp)
    np.minimum(kinds, len(market.types) - 1, out=kinds)
    shares = np.empty((len(qualities), bids, count), np.float32)
    effort = np.zeros((bids, count), np.float32)  # the mean of the quality shocks: what better quality costs
    for place, criterion in enumerate(qualities):
        middle = np.array(
            [one.by_criterion.get(criterion.id, one.quality) for one in market.types], np.float32
        )
        middle = np.clip(middle, 0.01, 0.99)
        shock = rng.standard_normal((bids, count), dtype=np.float32)
        effort += shock
        shock *= np.float32(market.quality_sd)
        shock += np.log(middle / (1 - middle))[kinds]
        np.negative(shock, out=shock)
        np.exp(shock, out=shock)
        shock += 1
        np.reciprocal(shock, out=shares[place])
        if market.levels and steps_of(criterion):
            shares[place] = on_levels(shares[place], criterion)
    cost = rng.standard_normal((bids, count), dtype=np.float32)
    cost *= np.float32(market.private_sd)
    cost += np.float32(market.common_sd) * rng.standard_normal((1, count), dtype=np.float32)
    if qualities:
        cost += np.float32(market.cost_of_quality / len(qualities) ** 0.5) * effort
    np.exp(cost, out=cost)
    cost *= np.array([one.cost for one in market.types], np.float32)[kinds]
    np.maximum(cost, SMALLEST_PRICE, out=cost)
    cost *= np.float32(market.expected_price)
    return Fields(cost, shares)


def steps_of(criterion: AwardCriterion) -> tuple[float, ...]:
    """The shares a bid can earn, lowest first: those of its levels, or of a value function with steps. Empty:
    any."""
    function = criterion.value_function
    if criterion.levels:
        return tuple(sorted({float(share) for share in criterion.levels.values()}))
    if function is not None and function.kind == "step":
        return tuple(sorted({0.0, *(float(share) for _, share in function.points)}))
    return ()


def on_levels(shares: Floats, criterion: AwardCriterion) -> Floats:
    """Each share moved to the highest level at or below it (to the lowest level where there is none)."""
    steps = np.array(steps_of(criterion), shares.dtype)
    if len(steps) > FEW_STEPS:
        return steps[np.maximum(np.searchsorted(steps, shares, side="right") - 1, 0)]
    found = np.full_like(shares, steps[0])
    for step in steps[1:]:  # rising, so the last that is reached stands
        np.copyto(found, step, where=shares >= step)
    return found
