"""S6: best replies and gaming. For one bidder (bid 0): the highest price at which it still wins, honestly and
by each attack.

The gain of an attack is how much more it can be paid for the same work. Found in every field by halving
between a price that surely wins and one that surely does not, all fields at once; families in which a lower
price is never worse.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from omlopp.domain.award.lab.arrays import Bools, Fields, Floats, winners
from omlopp.domain.award.lab.draw import Market, steps_of
from omlopp.domain.award.lab.found import (
    Found,
    example_of,
    first_where,
    mean_found,
    not_applicable,
    share_found,
)
from omlopp.domain.model.award import AwardCriterion, AwardModel

HALVINGS = 16
TOP = 8.0  # times the highest price of the field: above it a price is called unlimited
MARGIN = 0.05  # an honest price is cost and five per cent
MARKUPS = np.round(np.arange(0.80, 1.61, 0.01), 2)
SERIOUS = 0.02  # of the expected price
OFTEN = 0.01  # of the fields
NOISE = 1e-3  # of the price: what the halving leaves unknown
NEAR_TOP = 0.99
PHANTOM_LOW, PHANTOM_HIGH, NEXT_TO_NOTHING = 0.5, 3.0, 1e-4


def reach(model: AwardModel, fields: Fields, among: int | None = None) -> Floats:
    """The highest price at which bid 0 wins each field, its quality and the others as they are: (fields,).

    0: none does. `among`: only the first so many bids are rivals; the others stand in the field all the same.
    """
    prices = fields.prices.astype(np.float64)
    own = Fields(prices, fields.shares)
    low = np.full(fields.count, 1e-3) * prices.max(axis=0)
    high = TOP * prices.max(axis=0)
    top = high.copy()

    def wins(at: Floats) -> Bools:
        prices[0] = at
        won: Bools = winners(model, own, among) == 0
        return won

    never, always = ~wins(low), wins(high)
    for _ in range(HALVINGS):
        half = np.sqrt(low * high)
        won = wins(half)
        low, high = np.where(won, half, low), np.where(won, high, half)
    return np.where(always, top, np.where(never, 0.0, low))


@dataclass(frozen=True, slots=True)
class Attack:
    """What bid 0 does. `change` gives the fields as they then stand; None: there is nothing to do it with."""

    name: str
    change: Callable[[AwardModel, Fields], Fields | None]
    ally_leaves: bool = False


def _promise_all(model: AwardModel, fields: Fields) -> Fields | None:
    """Attack 6: promises everything, and means to keep nothing."""
    if not len(fields.shares):
        return None
    shares = fields.shares.copy()
    shares[:, 0] = 1
    return Fields(fields.prices, shares)


def _next_level(model: AwardModel, fields: Fields) -> Fields | None:
    """Attack 7: one unit over the next step of every criterion that has steps."""
    qualities = [one for one in model.criteria if not one.price]
    shares, moved = fields.shares.copy(), False
    for place, one in enumerate(qualities):
        steps = np.array(steps_of(one), fields.shares.dtype)
        if len(steps) > 1:
            at = np.searchsorted(steps, shares[place, 0], side="right")
            shares[place, 0] = np.maximum(steps[np.minimum(at, len(steps) - 1)], shares[place, 0])
            moved = True
    return Fields(fields.prices, shares) if moved else None


def _ally(factor: float, *, highest: bool = False) -> Callable[[AwardModel, Fields], Fields]:
    """Attacks 1, 2 and 5: one more bid, of an ally, with no quality, under the lowest or over the highest
    price."""

    def change(model: AwardModel, fields: Fields) -> Fields:
        others = fields.prices[1:] if fields.bids > 1 else fields.prices
        end = others.max(axis=0) if highest else others.min(axis=0)
        return fields.with_bid(end * np.asarray(factor, end.dtype), 0.0)

    return change


def _withdrawal(model: AwardModel, fields: Fields) -> Fields | None:
    """Attack 3: an ally (the last bid) leaves after opening."""
    return fields.without(fields.bids - 1) if fields.bids > 2 else None


ATTACKS = (
    Attack("promise_all", _promise_all),
    Attack("next_level", _next_level),
    Attack("phantom_low", _ally(PHANTOM_LOW)),
    Attack("phantom_high", _ally(PHANTOM_HIGH, highest=True)),
    Attack("price_near_zero", _ally(NEXT_TO_NOTHING)),
    Attack("withdrawal", _withdrawal, ally_leaves=True),
)


def gaming(model: AwardModel, fields: Fields, expected_price: float, most: int = 8_000) -> tuple[Found, ...]:
    """One Found per attack that can be made: the mean rise of the price at which bid 0 still wins, money.

    Where most often no price is too high any more, the number is instead the share of fields in which that is
    so.
    """
    if fields.bids < 2:
        return (not_applicable("S6", "one_bid"),)
    few = Fields(fields.prices[:, :most], fields.shares[:, :, :most])
    top = TOP * few.prices.max(axis=0) * NEAR_TOP
    alone = reach(model, few)
    found: list[Found] = []
    for attack in ATTACKS:
        changed = attack.change(model, few)
        if changed is None:
            continue
        # An ally that leaves is no rival while it stands either: what is left is what the formula itself gives.
        honest = reach(model, few, few.bids - 1) if attack.ally_leaves else alone
        gamed = reach(model, changed)
        found.append(_attacked(model, few, attack.name, honest, gamed, top, expected_price))
    return tuple(found)


def _attacked(
    model: AwardModel,
    fields: Fields,
    name: str,
    honest: Floats,
    gamed: Floats,
    top: Floats,
    expected_price: float,
) -> Found:
    boundless = (gamed >= top) & (honest < top)
    limited = (gamed < top) & (honest < top)
    gain = np.where(gamed > honest * (1 + NOISE), gamed - honest, 0)
    mean, error, of = mean_found(gain[limited])
    unlimited, unlimited_error, _ = share_found(boundless)
    at = first_where(boundless if unlimited else (gain > SERIOUS * honest) & limited)
    told = (
        example_of(model, fields, at, None, honest=float(honest[at]), gamed=float(gamed[at]))
        if at is not None
        else None
    )
    formula = name not in (
        "promise_all",
        "next_level",
    )  # what a promise earns is for the contract to hold (S17)
    serious = formula and (mean > SERIOUS * expected_price or unlimited > OFTEN)
    facts = {"attack": name, "of_price": mean / expected_price, "unlimited": unlimited}
    if unlimited > 0.5:
        return Found(
            "S6",
            f"{name}_unlimited",
            unlimited,
            unlimited_error,
            fields.count,
            "share",
            facts,
            (),
            told,
            serious,
            about=name,
        )
    variant = f"{name}_{'gain' if mean > 1e-4 * expected_price or unlimited else 'none'}"
    return Found("S6", variant, mean, error, of, "money", facts, (), told, serious, about=name)


def best_reply(model: AwardModel, fields: Fields, expected_price: float, most: int = 8_000) -> Found:
    """The mark-up on its honest price that earns bid 0 most against the drawn field, and its gain per
    procurement, money.

    Line search over mark-ups −20 to +60 per cent; an honest price is cost and MARGIN.
    """
    few = Fields(fields.prices[:, :most], fields.shares[:, :, :most])
    limit, price = reach(model, few), few.prices[0].astype(np.float64)
    cost = price / (1 + MARGIN)
    asked = MARKUPS[:, None] * price
    profit = np.where(asked <= limit, asked - cost, 0.0)
    best = int(np.argmax(profit.mean(axis=1)))
    honest = int(np.argmin(np.abs(MARKUPS - 1)))
    gain, error, of = mean_found(profit[best] - profit[honest])
    rows = tuple(
        {"markup": float(m - 1), "profit": float(p), "wins": float(w)}
        for m, p, w in zip(MARKUPS, profit.mean(axis=1), (asked <= limit).mean(axis=1), strict=True)
    )
    facts = {
        "markup": float(MARKUPS[best] - 1),
        "wins": float((asked[best] <= limit).mean()),
        "wins_honest": float((asked[honest] <= limit).mean()),
        "margin": MARGIN,
    }
    return Found("S6", "best_reply", gain, error, of, "money", facts, rows, about="best_reply")


def quality_pays(model: AwardModel, market: Market, fields: Fields, most: int = 8_000) -> Found:
    """Does it pay bid 0 to be better? One level (or spread) more of every quality against what the market
    says it costs, money."""
    qualities = [one for one in model.criteria if not one.price]
    if not qualities or fields.bids < 2:
        return not_applicable("S6", "price_only" if not qualities else "one_bid")
    few = Fields(fields.prices[:, :most], fields.shares[:, :, :most])
    shares = few.shares.copy()
    effort = np.zeros(few.count)  # spreads of quality, as the generator counts them
    for place, one in enumerate(qualities):
        own = few.shares[place, 0]
        better = _better(own, one, market)
        shares[place, 0] = better
        effort += (_logit(better) - _logit(own)) / market.quality_sd if market.quality_sd else 0
    top = TOP * few.prices.max(axis=0) * NEAR_TOP
    before, after = reach(model, few), reach(model, Fields(few.prices, shares))
    limited = (before < top) & (after < top) & (before > 0)
    room = (after - before)[limited]
    dearer = few.prices[0][limited] * np.expm1(
        market.cost_of_quality / len(qualities) ** 0.5 * effort[limited]
    )
    gain, error, of = mean_found(room - dearer)
    facts = {"room": float(room.mean()) if of else 0.0, "cost": float(dearer.mean()) if of else 0.0}
    variant = "quality_pays" if gain > 0 else "quality_does_not_pay"
    return Found("S6", variant, gain, error, of, "money", facts, about="quality")


def _better(own: Floats, criterion: AwardCriterion, market: Market) -> Floats:
    """The next level up; without levels, one spread of the market."""
    steps = np.array(steps_of(criterion), own.dtype)
    if market.levels and len(steps) > 1:
        at = np.searchsorted(steps, own, side="right")
        better: Floats = steps[np.minimum(at, len(steps) - 1)]
    else:
        better = 1 / (1 + np.exp(-_logit(own) - market.quality_sd))
    held: Floats = np.maximum(better, own)
    return held


def _logit(share: Floats) -> Floats:
    held = np.clip(share.astype(np.float64), 0.01, 0.99)
    odds: Floats = np.log(held / (1 - held))
    return odds
