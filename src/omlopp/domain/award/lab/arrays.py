"""A model over a million fields of bids at once. The formulas are those of the award; only the numbers are
arrays.

Arrays are laid out with the fields last, so that every operation runs over memory in order, and are taken in
blocks that stay in the processor's cache.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce

import numpy as np
import numpy.typing as npt

from omlopp.domain.award.arith import Number
from omlopp.domain.award.errors import NotSimulated
from omlopp.domain.award.families import Family, family_of
from omlopp.domain.award.points import GRADED
from omlopp.domain.model.award import AwardModel

Floats = npt.NDArray[np.floating]
Bools = npt.NDArray[np.bool_]
BLOCK = 98_304  # fields: 0.4 MB a row in float32; smaller blocks cost more calls than the cache saves
# glibc returns large blocks to the system at once, and the next block is paid page by page again. Having freed one of
# 24 MB it keeps those that are smaller (mallopt(3), M_MMAP_THRESHOLD); elsewhere this does nothing.
np.empty(24 << 20, np.uint8)


class Arrays:
    """The operations of `omlopp.domain.award.arith.Arith` over float arrays."""

    def number(self, value: Decimal) -> float:
        return float(value)

    def lowest(self, values: Sequence[Number]) -> Number:
        return reduce(np.minimum, values)

    def highest(self, values: Sequence[Number]) -> Number:
        return reduce(np.maximum, values)

    def total(self, values: Sequence[Number]) -> Number:
        return reduce(np.add, values)

    def ln(self, value: Number) -> Number:
        return np.log(value)

    def power(self, base: Number, exponent: Number) -> Number:
        return np.power(base, exponent)

    def at_least(self, value: Number, low: Number) -> Number:
        return np.maximum(value, low)

    def at_most(self, value: Number, high: Number) -> Number:
        return np.minimum(value, high)

    def over(self, value: Number, divisor: Number, otherwise: Number) -> Number:
        zero = divisor == 0
        if not np.any(zero):
            return value / divisor
        return np.where(zero, otherwise, value / np.where(zero, 1, divisor))

    def where(self, at_least_zero: Number, yes: Number, no: Number) -> Number:
        return np.where(at_least_zero >= 0, yes, no)


ARRAYS = Arrays()


@dataclass(frozen=True, slots=True, eq=False)
class Fields:
    """Drawn fields of bids. `prices`: (bids, fields), money. `shares`: (qualities, bids, fields), 0–1, in the
    order of the model's criteria without the price."""

    prices: Floats
    shares: Floats

    @property
    def count(self) -> int:
        return int(self.prices.shape[1])

    @property
    def bids(self) -> int:
        return int(self.prices.shape[0])

    def blocks(self, size: int = BLOCK) -> Iterator[tuple[slice, "Fields"]]:
        for start in range(0, self.count, size):
            part = slice(start, min(start + size, self.count))
            yield part, Fields(self.prices[:, part], self.shares[:, :, part])

    def first(self, count: int) -> "Fields":
        """The first so many fields in float64, for tests that look at small differences."""
        return Fields(self.prices[:, :count].astype(np.float64), self.shares[:, :, :count].astype(np.float64))

    def without(self, bid: int) -> "Fields":
        """The same fields when one bid has left."""
        keep = [place for place in range(self.bids) if place != bid]
        return Fields(self.prices[keep], self.shares[:, keep])

    def with_bid(self, price: Floats, share: float | Floats) -> "Fields":
        """The same fields with one more bid, at `price` and `share` of every quality."""
        more = np.broadcast_to(np.asarray(share, self.shares.dtype), (len(self.shares), 1, self.count))
        return Fields(
            np.concatenate([self.prices, price[None].astype(self.prices.dtype)]),
            np.concatenate([self.shares, more], axis=1),
        )


def simulated(model: AwardModel) -> Family:
    """The model's family, refused where it does not reduce to a price and shares (ladders, declared features
    …)."""
    family = family_of(model.family)
    graded_price = model.family == GRADED and any(one.price for one in model.criteria)  # set by an assessor
    if (family.results is None and family.over_shares is None) or graded_price:
        raise NotSimulated(family=model.family)
    family.demand(model)
    return family


def results(model: AwardModel, fields: Fields) -> Floats:
    """What ranks: (bids, fields). Whether the lowest or the highest is best, the family says."""
    family = simulated(model)
    found = np.empty_like(fields.prices)
    for part, block in fields.blocks():
        for place, row in enumerate(_rows(model, family, block)):
            found[place, part] = row
    return found


def winners(model: AwardModel, fields: Fields, among: int | None = None) -> npt.NDArray[np.uint8]:
    """The bid that wins each field: (fields,). Of equal bids the one with the lowest number.

    `among`: only the first so many bids can win; the others stand in the field all the same.
    """
    family = simulated(model)
    lowest = family.lowest_wins(model)
    found = np.empty(fields.count, np.uint8)
    for part, block in fields.blocks():
        _first(_rows(model, family, block)[:among], lowest, found[part])
    return found


def lead(model: AwardModel, fields: Fields) -> Floats:
    """How far the best result lies before the second best, in what ranks: (fields,), never below zero. One
    bid: infinite."""
    found = results(model, fields)
    if fields.bids < 2:
        return np.full(fields.count, np.inf)
    ends = np.sort(found, axis=0)
    first, second = (ends[0], ends[1]) if family_of(model.family).lowest_wins(model) else (ends[-1], ends[-2])
    apart: Floats = np.abs(first - second)
    return apart


def _first(rows: Sequence[Floats], lowest: bool, at: npt.NDArray[np.uint8]) -> None:
    """argmin or argmax over few bids and many fields into `at`, as running comparisons that the processor
    does by the dozen.

    A later bid that is better has a higher number than any before it, so the larger of the two numbers is
    right.
    """
    better, keep = (np.less, np.minimum) if lowest else (np.greater, np.maximum)
    best = rows[0].copy()
    won = np.empty(len(best), np.bool_)
    at[:] = 0
    for place in range(1, len(rows)):
        better(rows[place], best, out=won)
        np.maximum(at, won.view(np.uint8) * np.uint8(place), out=at)
        if place < len(rows) - 1:
            keep(best, rows[place], out=best)


def _rows(model: AwardModel, family: Family, block: Fields) -> list[Floats]:
    prices = list(block.prices)
    with np.errstate(divide="ignore", invalid="ignore"):
        if family.over_shares is not None:
            return family.over_shares(ARRAYS, prices, list(block.shares), model)
        assert family.results is not None
        return family.results(ARRAYS, prices, quality(model, block), prices, model)


def quality(model: AwardModel, block: Fields) -> list[Floats]:
    """Σ coefficient × share for each bid: one number a bid and field."""
    family = family_of(model.family)
    assert family.coefficients is not None
    per_share, base = family.coefficients(model)
    weights = np.array([float(one) for one in per_share], block.shares.dtype)
    if not len(weights):
        return list(np.zeros_like(block.prices))
    summed = np.einsum("k,kbn->bn", weights, block.shares[: len(weights)], optimize=False)
    return list(summed + block.shares.dtype.type(base) if base else summed)
