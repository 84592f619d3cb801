"""How much each criterion decides, over fields supposed from the buyer's own numbers: P9 and P10.

The fields are not drawn but laid out evenly (the additive recurrence of the golden ratio and its kin), so that
the same model gives the same numbers everywhere. The lab draws far more, from a market.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext

from omlopp.domain.award.arith import EXACT as ARITH
from omlopp.domain.award.families import family_of
from omlopp.domain.award.own_numbers import price_now, steps_of
from omlopp.domain.award.points import GRADED
from omlopp.domain.award.worth import stated_price_weight
from omlopp.domain.model.award import AwardModel, Bid
from omlopp.domain.model.errors import OmloppError
from omlopp.domain.model.exact import EXACT

ZERO, ONE = Decimal(0), Decimal(1)
SPREAD = Decimal("0.25")  # prices within a quarter of the middle of the buyer's own
PRICE = ""  # the price's name among the criteria
Field = tuple[tuple[Decimal, ...], tuple[tuple[Decimal, ...], ...]]  # prices; quality → bid → share


@dataclass(frozen=True, slots=True)
class Influence:
    """One criterion (`criterion` empty: the price). It decides in `decides` of `of` fields: the winner changes when
    all bids are alike there. `real`: its part of the squared differences between two bids' results; `stated`:
    its weight as a reader of the documents takes it.
    """

    criterion: str
    name: str
    decides: int
    of: int
    real: Decimal
    stated: Decimal


def influences(model: AwardModel, bids: Sequence[Bid], count: int) -> tuple[Influence, ...]:
    """One per quality and one for the price; empty where the model does not reduce to a price and shares."""
    family = family_of(model.family)
    if (family.results is None and family.over_shares is None) or model.lcc is not None:
        return ()
    qualities = [one for one in model.criteria if not one.price]
    prices = [price_now(bid, model) for bid in bids]
    middle = sum(prices, ZERO) / len(prices)
    graded_price = model.family == GRADED and len(qualities) < len(model.criteria)
    if middle <= 0 or not qualities or graded_price:
        return ()
    with localcontext(EXACT):
        fields = [_field(model, n, middle, max(len(bids), 3)) for n in range(1, count + 1)]
        flat = [None, *range(len(qualities)), len(qualities)]
        try:
            tables = [[_results(model, *_alike(one, which)) for one in fields] for which in flat]
            alone = [[_results(model, *_only(one, which)) for one in fields] for which in flat[1:]]
            own, each = stated_price_weight(model, middle)
        except (OmloppError, ArithmeticError):
            return ()
    winners = [[_winner(model, row) for row in table] for table in tables]
    spreads = [sum(((row[0] - row[1]) ** 2 for row in table), ZERO) for table in alone]
    whole = sum(spreads, ZERO) or ONE
    named = [(one.id, one.title, each[one.id]) for one in qualities] + [(PRICE, PRICE, own)]
    return tuple(
        Influence(
            name,
            title,
            sum(one != other for one, other in zip(winners[0], winners[place], strict=True)),
            count,
            spreads[place - 1] / whole,
            weight,
        )
        for place, (name, title, weight) in enumerate(named, 1)
    )


def _field(model: AwardModel, n: int, middle: Decimal, bids: int) -> Field:
    """The n-th field: every number has its own step on the unit circle, n times round."""
    qualities = [one for one in model.criteria if not one.price]
    steps = _roots(bids * (1 + len(qualities)))
    at = [(n * step) % 1 for step in steps]
    prices = tuple(middle * (ONE + SPREAD * (2 * one - 1)) for one in at[:bids])
    shares = []
    for place, criterion in enumerate(qualities):
        own = at[bids * (place + 1) : bids * (place + 2)]
        levels = steps_of(model, criterion)
        shares.append(
            tuple(
                levels[int(one * len(levels))]
                if criterion.levels
                else levels[0] + one * (levels[-1] - levels[0])
                for one in own
            )
        )
    return prices, tuple(shares)


def _roots(count: int) -> list[Decimal]:
    """Square roots of primes, their fractions: steps that never line up."""
    found: list[Decimal] = []
    number = 2
    while len(found) < count:
        if all(number % other for other in range(2, int(number**0.5) + 1)):
            found.append(Decimal(number).sqrt() % 1)
        number += 1
    return found


def _alike(field: Field, which: int | None) -> Field:
    """The field with all bids alike in one thing: a quality, or (last) the price."""
    prices, shares = field
    if which is None:
        return field
    if which == len(shares):
        return tuple([sum(prices, ZERO) / len(prices)] * len(prices)), shares
    same = sum(shares[which], ZERO) / len(prices)
    return prices, tuple(
        tuple([same] * len(prices)) if place == which else own for place, own in enumerate(shares)
    )


def _only(field: Field, which: int | None) -> Field:
    """The field with all bids alike in everything but one."""
    for other in range(len(field[1]) + 1):
        if other != which:
            field = _alike(field, other)
    return field


def _results(
    model: AwardModel, prices: Sequence[Decimal], shares: Sequence[Sequence[Decimal]]
) -> list[Decimal]:
    family = family_of(model.family)
    if family.over_shares is not None:
        return family.over_shares(ARITH, prices, shares, model)
    assert family.results is not None and family.coefficients is not None
    weights, base = family.coefficients(model)
    quality = [
        base + sum((w * own[bid] for w, own in zip(weights, shares, strict=True)), ZERO)
        for bid in range(len(prices))
    ]
    return family.results(ARITH, prices, quality, prices, model)


def _winner(model: AwardModel, row: Sequence[Decimal]) -> int:
    best = min(row) if family_of(model.family).lowest_wins(model) else max(row)
    return list(row).index(best)
