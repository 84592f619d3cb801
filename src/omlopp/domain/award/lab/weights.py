"""S5: the law lets a weight be an interval (LOU 16:6). Over the whole box of weights, who can win, and how
often?

Where the result is a straight line in the weights the answer is exact: by corners and volumes of the box
(given bids), by the worst corner (drawn fields). Elsewhere weights are drawn.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from math import sqrt

import numpy as np

from omlopp.domain.award.families import family_of
from omlopp.domain.award.lab.arrays import Bools, Fields, Floats, results, winners
from omlopp.domain.award.lab.found import Found, example_of, first_where, not_applicable, share_found
from omlopp.domain.award.lab.given import Given
from omlopp.domain.award.lab.polytope import corners, cut_box, feasible_size, volume
from omlopp.domain.award.monetised import FIXED
from omlopp.domain.award.points import GRADED, RESCALED
from omlopp.domain.award.prices import PRICE_SCORES
from omlopp.domain.model.award import AwardModel

ZERO = Decimal(0)
SPREAD = Decimal("0.2")  # where the documents give no interval: a fifth up and down
SERIOUS = 0.9


def intervals(model: AwardModel, spread: Decimal) -> dict[str, tuple[Decimal, Decimal]]:
    """Each weight's interval: the documents' own, else the stated weight give and take `spread` of itself."""
    found: dict[str, tuple[Decimal, Decimal]] = {}
    for one in model.criteria:
        if one.weight_between is not None:
            found[one.id] = one.weight_between
        elif one.weight is not None:
            found[one.id] = (one.weight * (1 - spread), min(one.weight * (1 + spread), Decimal(1)))
        elif one.value is not None:
            found[one.id] = (one.value * (1 - spread), one.value * (1 + spread))
    return found


def is_linear(model: AwardModel) -> bool:
    """The order of bids depends on weights or values through straight lines only."""
    weighted = all(one.weight is not None for one in model.criteria)
    in_points = (model.family in PRICE_SCORES and model.family != RESCALED) or model.family == GRADED
    return (model.family == FIXED and model.most_deducted_share is None) or (in_points and weighted)


@dataclass(frozen=True, slots=True, eq=False)
class Lines:
    """Results as straight lines: `slopes` (weights, bids, fields) and `base` (bids, fields), so that larger
    is better.

    Weights need not sum to 1 here: scaling them all scales all results, and the order stays.
    """

    names: tuple[str, ...]
    low: Floats
    high: Floats
    slopes: Floats
    base: Floats


def lines_of(model: AwardModel, fields: Fields, spread: Decimal) -> Lines:
    """The model's results as lines in its weights or values; only where `is_linear`."""
    box = intervals(model, spread)
    moved = [one for one in model.criteria if one.id in box]
    slopes: list[Floats] = []
    base = np.zeros_like(fields.prices)
    if model.family == FIXED:
        base = -fields.prices
    places = {one.id: place for place, one in enumerate(o for o in model.criteria if not o.price)}
    low_grade, high_grade = model.grade_scale or (ZERO, Decimal(1))
    for one in moved:
        if one.price:
            alone = replace(
                model, criteria=tuple(replace(c, weight=Decimal(int(c.price))) for c in model.criteria)
            )
            slopes.append(results(alone, Fields(fields.prices, np.zeros_like(fields.shares))))
        elif model.family == FIXED:
            slopes.append(fields.shares[places[one.id]])
        else:
            slopes.append(fields.shares[places[one.id]] * float(high_grade - low_grade) + float(low_grade))
    low, high = (np.array([float(box[one.id][end]) for one in moved]) for end in (0, 1))
    return Lines(tuple(one.id for one in moved), low, high, np.array(slopes), base)


def robust_fields(model: AwardModel, fields: Fields, spread: Decimal = SPREAD) -> Found:
    """In what share of the fields does the same bid win whatever the weights in their intervals?

    Exact in every field: the winner's worst lead over each other bid lies in a corner of the box that can be
    named at once.
    """
    if fields.bids < 2:
        return not_applicable("S5", "one_bid")
    box = intervals(model, spread)
    if not box:
        return not_applicable("S5", "no_weights")
    if not is_linear(model):
        return _robust_by_corners(model, fields, spread)
    before = winners(model, fields)
    lines = lines_of(model, fields, spread)
    at = np.arange(fields.count)
    stands = np.ones(fields.count, np.bool_)
    for bid in range(fields.bids):
        lead = lines.base[before, at] - lines.base[bid]
        for place in range(len(lines.names)):
            apart = lines.slopes[place][before, at] - lines.slopes[place][bid]
            lead = lead + apart * np.where(apart > 0, lines.low[place], lines.high[place]).astype(apart.dtype)
        stands &= (lead >= 0) | (before == bid)
    return _robust(model, fields, stands, spread, "exact")


def _robust_by_corners(model: AwardModel, fields: Fields, spread: Decimal, most: int = 24) -> Found:
    """Not lines: models at drawn points of the box; a winner that falls in one of them does not stand."""
    before, stands = winners(model, fields), np.ones(fields.count, np.bool_)
    for drawn in drawn_models(model, most, 1, spread):
        stands &= winners(drawn, fields) == before
    return _robust(model, fields, stands, spread, "tried")


def _robust(model: AwardModel, fields: Fields, stands: Bools, spread: Decimal, how: str) -> Found:
    share, error, of = share_found(stands)
    at = first_where(~stands)
    told = example_of(model, fields, at) if at is not None else None
    stated = any(one.weight_between is not None for one in model.criteria)
    facts = {"spread": float(spread), "how": how}
    variant = "fields_intervals" if stated else "fields_spread"
    return Found("S5", variant, share, error, of, "share", facts, (), told, share < 0.5, about="fields")


def drawn_models(model: AwardModel, count: int, seed: int, spread: Decimal) -> list[AwardModel]:
    """Models with weights drawn evenly in their box; weights are then scaled to sum to 1, amounts of money
    are not."""
    rng = np.random.default_rng(seed)
    box = intervals(model, spread)
    models: list[AwardModel] = []
    for _ in range(count):
        drawn = {name: low + (high - low) * Decimal(repr(rng.random())) for name, (low, high) in box.items()}
        whole = sum(
            (drawn[one.id] for one in model.criteria if one.weight is not None or one.weight_between), ZERO
        )
        models.append(
            replace(
                model,
                criteria=tuple(
                    replace(one, value=drawn[one.id])
                    if one.value is not None
                    else replace(one, weight=drawn[one.id] / whole)
                    if one.id in drawn and whole
                    else one
                    for one in model.criteria
                ),
            )
        )
    return models


def acceptability(
    given: Given | None, count: int, seed: int, spread: Decimal = SPREAD, most_models: int = 300
) -> Found:
    """SMAA over the box for given bids: rows with each bid's shares of the ranks, its central weights and
    confidence factor.

    The number is the largest share of the box in which one bid is first: exact where results are lines and
    few, else over `count` drawn weights (`most_models` where they are no lines), with its error.
    """
    if given is None:
        return not_applicable("S5", "no_bids")
    box = intervals(given.model, spread)
    if not box or len(given.bids) < 2:
        return not_applicable("S5", "one_bid" if box else "no_weights")
    if is_linear(given.model):
        lines = lines_of(given.model, given.field, spread)
        weights = lines.low + (lines.high - lines.low) * np.random.default_rng(seed).random(
            (count, len(lines.low))
        )
        scores = lines.base[:, 0] + weights @ lines.slopes[:, :, 0]
        names: Sequence[str] = lines.names
        exact = exact_shares(lines)
    else:
        models = drawn_models(given.model, min(count, most_models), seed, spread)
        names = [one.id for one in given.model.criteria if one.id in box]
        weights = np.array(
            [[float(m.criterion(n).value or m.criterion(n).weight or 0) for n in names] for m in models]
        )
        scores = np.array([_better(given, one) for one in models])
        lines, exact = None, None
    ranks = (scores[:, None, :] > scores[:, :, None]).sum(axis=2)  # draw, bid: how many are better
    first = exact if exact is not None else (ranks == 0).mean(axis=0)
    rows = tuple(
        {
            "bid": bid.id,
            "bidder": bid.title,
            "share": float(first[place]),
            "ranks": [float((ranks[:, place] == rank).mean()) for rank in range(len(given.bids))],
            "central": _central(weights, ranks[:, place], names),
            "confidence": _confidence(lines, weights, ranks, place),
        }
        for place, bid in enumerate(given.bids)
    )
    top = int(np.argmax(first))
    error = None if exact is not None else sqrt(first[top] * (1 - first[top]) / len(weights))
    can_win = can_win_count(lines) if lines is not None and exact is not None else int((first > 0).sum())
    variant = "robust" if can_win == 1 else "several"
    facts = {
        "bidder": given.bids[top].title,
        "spread": float(spread),
        "can_win": can_win,
        "bids": len(given.bids),
    }
    return Found(
        "S5",
        variant,
        float(first[top]),
        error,
        len(weights),
        "share",
        facts,
        rows,
        None,
        bool(first[top] < SERIOUS),
        base="weights",
        about="given",
    )


def _better(given: Given, model: AwardModel) -> Floats:
    """Results of one drawn model over the given bids, larger is better."""
    found = results(model, given.field)[:, 0]
    return -found if family_of(model.family).lowest_wins(model) else found


def _central(weights: Floats, rank: Floats, names: Sequence[str]) -> dict[str, float] | None:
    won = weights[rank == 0]
    return (
        {name: float(mean) for name, mean in zip(names, won.mean(axis=0), strict=True)} if len(won) else None
    )


def _confidence(lines: Lines | None, weights: Floats, ranks: Floats, place: int) -> float | None:
    """Share in which the bid is first under its own central weights: 1 or 0 where the bids themselves are
    certain."""
    won = weights[ranks[:, place] == 0]
    if lines is None or not len(won):
        return None
    scores = lines.base[:, 0] + won.mean(axis=0) @ lines.slopes[:, :, 0]
    return float(scores[place] == scores.max())


def _leads(lines: Lines, bid: int) -> Floats:
    """Rows (others, weights + 1) of the lead of one bid over each other, the constant last."""
    others = [other for other in range(lines.base.shape[0]) if other != bid]
    slopes = np.stack([lines.slopes[:, bid, 0] - lines.slopes[:, other, 0] for other in others])
    constants = np.array([lines.base[bid, 0] - lines.base[other, 0] for other in others])
    return np.concatenate([slopes, constants[:, None]], axis=1)


def _free(lines: Lines) -> Lines:
    """Without weights whose interval is a point: they belong to the base."""
    wide = lines.high > lines.low
    fixed = np.tensordot(lines.low[~wide], lines.slopes[~wide], 1) if (~wide).any() else 0.0
    names = tuple(name for name, free in zip(lines.names, wide, strict=True) if free)
    return Lines(names, lines.low[wide], lines.high[wide], lines.slopes[wide], lines.base + fixed)


def exact_shares(lines: Lines) -> Floats | None:
    """Share of the box in which each bid is first; None: too many corners, or bids that coincide."""
    free = _free(lines)
    dimensions, bids = len(free.names), free.base.shape[0]
    if not feasible_size(2 * dimensions + bids - 1, dimensions):
        return None
    found: list[float] = []
    for bid in range(bids):
        one = volume(*cut_box(free.low, free.high, _leads(free, bid)))
        if one is None:
            return None
        found.append(one)
    shares = np.array(found)
    return shares if abs(shares.sum() - 1) < 1e-6 else None  # a tie over a region would count it twice


def can_win_count(lines: Lines) -> int:
    """How many bids are first, or share it, somewhere in the box."""
    free = _free(lines)
    return sum(
        len(corners(*cut_box(free.low, free.high, _leads(free, bid)))[0]) > 0
        for bid in range(free.base.shape[0])
    )
