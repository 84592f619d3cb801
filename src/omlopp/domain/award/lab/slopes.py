"""S3 and P10: what each quality is worth in kronor over the drawn fields, and whether the stated weight is
the real one."""

from collections.abc import Sequence
from decimal import Decimal
from math import sqrt

import numpy as np

from omlopp.domain.award.lab.arrays import ARRAYS, Fields, Floats, quality, results, simulated
from omlopp.domain.award.lab.found import Found, not_applicable, taken
from omlopp.domain.award.worth import stated_price_weight
from omlopp.domain.model.award import AwardModel

STEP = 1e-4  # of the price, or of a full mark: small beside any bend, large beside float64's last digit
BATCHES = 10
UNEVEN = 0.10  # ten percentage points between stated weight and real influence
WIDE = 3.0  # the dearest 5 per cent of bids are paid three times what the cheapest are


def full_mark_worth(model: AwardModel, fields: Fields, place: int) -> Floats:
    """Money that a full mark of quality `place` is worth at each bid's own price: (bids, fields).

    V = (dS/dshare) ÷ (−dS/dprice), by small differences in float64. What the others set (lowest price, mean)
    is held still, as in the formulas of docs/method/award; a typed formula moves as a whole.
    """
    family = simulated(model)
    exact = fields.first(fields.count)
    base = results(model, exact)
    worth = np.empty_like(exact.prices)
    for bid in range(exact.bids):
        rise = exact.prices[bid] * STEP
        better = exact.shares.copy()
        # Downwards where the bid is near the top, so that no cap or best mark is crossed.
        step = np.where(exact.shares[place, bid] > 0.5, -STEP, STEP)
        better[place, bid] += step
        by_quality = (results(model, Fields(exact.prices, better))[bid] - base[bid]) / step
        dearer = exact.prices.copy()
        dearer[bid] += rise
        if family.results is not None:
            with np.errstate(divide="ignore", invalid="ignore"):
                moved = family.results(
                    ARRAYS, list(dearer), quality(model, exact), list(exact.prices), model
                )[bid]
        else:
            moved = results(model, Fields(dearer, exact.shares))[bid]
        by_price = (moved - base[bid]) / rise
        with np.errstate(divide="ignore", invalid="ignore"):
            worth[bid] = -by_quality / by_price
    return worth


def middle(values: Floats) -> tuple[float, float, float, float]:
    """5th percentile, median, 95th percentile, and the median's standard error (from its order
    statistics)."""
    kept = values[np.isfinite(values)]
    if not len(kept):
        return 0.0, 0.0, 0.0, 0.0
    half = 0.5 / sqrt(len(kept))
    low, below, mid, above, high = np.quantile(
        kept, [0.05, max(0.5 - half, 0), 0.5, min(0.5 + half, 1), 0.95]
    )
    return float(low), float(mid), float(high), float(above - below) / 2


def kronor(
    model: AwardModel, drawn: Sequence[Fields], expected_price: float, most: int = 10_000
) -> tuple[Found, ...]:
    """One Found per quality: the median of its worth over all bids, with the 5th and 95th percentile and the
    stated weight."""
    names = [one for one in model.criteria if not one.price]
    if not names:
        return (not_applicable("S3", "price_only"),)
    few = taken(drawn, most)
    _, stated = stated_price_weight(model, Decimal(repr(expected_price)))
    prices = np.concatenate([one.prices.ravel() for one in few])
    found: list[Found] = []
    for place, one in enumerate(names):
        worth = np.concatenate([full_mark_worth(model, each, place).ravel() for each in few])
        low, mid, high, error = middle(worth)
        same = high - low <= 1e-4 * max(abs(mid), 1.0)  # the noise of small differences
        facts = {"criterion": one.title, "low": low, "high": high, "stated": float(stated[one.id])}
        serious = not same and (low <= 0 or high / low > WIDE)
        found.append(
            Found(
                "S3",
                "same" if same else "range",
                mid,
                None if same else error,
                worth.size,
                "money",
                facts,
                _curve(prices, worth),
                None,
                serious,
                "bids",
                one.id,
            )
        )
    return tuple(found)


def _curve(prices: Floats, worth: Floats, parts: int = 12) -> tuple[dict[str, float], ...]:
    """The worth over the bid's own price: bids in `parts` groups of equal size by price, each with its
    range."""
    order = np.argsort(prices.ravel())
    rows: list[dict[str, float]] = []
    for group in np.array_split(order, parts):
        if len(group):
            low, mid, high, _ = middle(worth.ravel()[group])
            at = float(np.median(prices.ravel()[group]))
            rows.append({"price": at, "low": low, "middle": mid, "high": high})
    return tuple(rows)


def quality_price(
    models: Sequence[tuple[str, AwardModel]], drawn: Sequence[Fields], most: int = 4_000
) -> tuple[dict[str, object], ...]:
    """Rows of the price-of-quality curve: per model and group of own prices, what a full mark of everything
    is worth."""
    few = taken(drawn, most)
    prices = np.concatenate([one.prices.ravel() for one in few])
    rows: list[dict[str, object]] = []
    for name, model in models:
        places = range(sum(not one.price for one in model.criteria))
        worth = [
            sum((full_mark_worth(model, one, n) for n in places), np.zeros(one.prices.shape)) for one in few
        ]
        rows += [
            {"model": name, **row} for row in _curve(prices, np.concatenate([one.ravel() for one in worth]))
        ]
    return tuple(rows)


def influence(model: AwardModel, drawn: Sequence[Fields], expected_price: float, most: int = 20_000) -> Found:
    """P10: each criterion's share of the variance of result differences, beside its stated weight.

    A criterion's part of a bid's result is what the result loses when all bids of the field are given the
    field's mean there. The number is the largest gap; its error comes from ten batches of fields.
    """
    names = [one for one in model.criteria if not one.price]
    several = [one for one in drawn if one.bids > 1]
    if not names or not several:
        return not_applicable("P10", "one_bid" if names else "price_only")
    price_weight, weights = stated_price_weight(model, Decimal(repr(expected_price)))
    stated = np.array([float(price_weight), *(float(weights[one.id]) for one in names)])
    squares = np.concatenate(
        [_squares(model, one.first(one.count), len(names)) for one in taken(several, most)], axis=1
    )
    real = _shares(squares)
    # Every tenth field, so that each batch has all numbers of bids.
    batches = np.array(
        [_shares(squares[:, start::BATCHES]) for start in range(min(BATCHES, squares.shape[1]))]
    )
    errors = batches.std(axis=0, ddof=1) / sqrt(len(batches)) if len(batches) > 1 else np.zeros_like(real)
    titles = ["", *(one.title for one in names)]
    rows = tuple(
        {"criterion": title, "stated": float(say), "real": float(is_), "error": float(error)}
        for title, say, is_, error in zip(titles, stated, real, errors, strict=True)
    )
    at = int(np.argmax(np.abs(real - stated)))
    gap = float(abs(real[at] - stated[at]))
    facts = {"criterion": titles[at], "stated": float(stated[at]), "real": float(real[at])}
    variant = ("quality_" if at else "price_") + ("apart" if gap > UNEVEN else "near")
    of = squares.shape[1]
    return Found("P10", variant, gap, float(errors[at]), of, "points", facts, rows, None, gap > UNEVEN)


def _squares(model: AwardModel, fields: Fields, count: int) -> Floats:
    """(price and qualities, fields): how far the bids' parts lie apart in each field, mean square."""
    base = results(model, fields)
    even = np.broadcast_to(fields.prices.mean(axis=0), fields.prices.shape)
    flattened = [Fields(even, fields.shares)]
    for place in range(count):
        flat = fields.shares.copy()
        flat[place] = flat[place].mean(axis=0)
        flattened.append(Fields(fields.prices, flat))
    found = np.empty((count + 1, fields.count))
    for place, one in enumerate(flattened):
        part = base - results(model, one)
        found[place] = ((part - part.mean(axis=0)) ** 2).mean(axis=0)
    return found


def _shares(squares: Floats) -> Floats:
    """Mean squares as shares of their sum."""
    spread: Floats = np.nanmean(np.where(np.isfinite(squares), squares, np.nan), axis=1)
    whole = spread.sum()
    return spread / whole if whole else spread
