"""Families that give points: a price score from `prices`, plus points for qualities. The highest total wins.

`additive.weighted_grades` has no formula for price: the price has a grade too, or does not count.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from omlopp.domain.award.arith import EXACT, Arith, Number
from omlopp.domain.award.errors import (
    CriterionWithoutWeight,
    MissingArgument,
    NoCriteria,
    NoPriceCriterion,
    WeightsDoNotSum,
)
from omlopp.domain.award.prices import PRICE_SCORES, clipped
from omlopp.domain.award.shares import ONE, grade_of, percent, points_given, price_of, share_earned, words
from omlopp.domain.model.award import AwardCriterion, AwardModel, Bid, Evaluation, TraceStep

SUM_TOLERANCE = Decimal("1e-9")  # room for a third written with ten decimals
GRADED = "additive.weighted_grades"
RESCALED = "relative.quality_rescaled"
ZERO = Decimal(0)


def demand(model: AwardModel) -> None:
    """One price criterion; every criterion has its weight (sum 100 %), or every one its maximum points."""
    if not model.criteria:
        raise NoCriteria(family=model.family)
    if model.family != GRADED:
        price_criterion(model)
        terms(model)
    weights = [criterion.weight for criterion in model.criteria if criterion.weight is not None]
    for criterion in model.criteria:
        if criterion.weight is None and (weights or criterion.max_points is None):
            raise CriterionWithoutWeight(criterion=criterion.title)
    if weights and abs(sum(weights) - ONE) > SUM_TOLERANCE:
        raise WeightsDoNotSum(sum_percent=percent(sum(weights, ZERO)), fields=("weight",))


def price_criterion(model: AwardModel) -> AwardCriterion:
    found = [criterion for criterion in model.criteria if criterion.price]
    if len(found) != 1:
        raise NoPriceCriterion(found=len(found), family=model.family)
    return found[0]


def price_maximum(model: AwardModel) -> Decimal:
    """Where the price score ends: the price criterion's points, else the top of the scale, else 1."""
    own = price_criterion(model).max_points
    return own or (model.grade_scale[1] if model.grade_scale else model.number("max_points", ONE))


def full_price_points(model: AwardModel) -> Decimal:
    """Points for a full price score: the maximum times the weight of price."""
    weight = price_criterion(model).weight
    return price_maximum(model) * (ONE if weight is None else weight)


def terms(model: AwardModel) -> dict[str, Decimal]:
    """The parameters the price formula reads, each within its range."""
    formula = PRICE_SCORES[model.family]
    missing = tuple(name for name, *_ in formula.needs if name not in model.parameters)
    if missing:
        raise MissingArgument(fields=missing, where="parameters")
    found = {name: model.number(name) for name, *_ in formula.needs}
    formula.demand(found)
    return found


def price_scores(
    model: AwardModel, prices: Sequence[Decimal], field: Sequence[Decimal], maximum: Decimal
) -> list[Decimal]:
    """One score per price, on the way to `maximum`; `field` are further prices the formula looks at."""
    formula, every = PRICE_SCORES[model.family], [*prices, *field]
    formula.refuse(every)
    clip = model.words.get("clip", "none")
    return [
        maximum * clipped(EXACT, share, clip) for share in formula.formula(EXACT, prices, every, terms(model))
    ]


def results(
    a: Arith, prices: Sequence[Number], quality: Sequence[Number], field: Sequence[Number], model: AwardModel
) -> list[Number]:
    """Totals, from the price and the sum of quality points of each bid: the same formula for decimals and
    arrays.
    """
    if model.family == GRADED:
        return list(quality)
    formula, numbers = (
        PRICE_SCORES[model.family],
        {name: a.number(value) for name, value in terms(model).items()},
    )
    full, clip = a.number(full_price_points(model)), model.words.get("clip", "none")
    scores = [clipped(a, share, clip) for share in formula.formula(a, prices, field, numbers)]
    return [full * share + own for share, own in zip(scores, _rescaled(a, quality, model), strict=True)]


def _rescaled(a: Arith, quality: Sequence[Number], model: AwardModel) -> list[Number]:
    """Quality points as they are, or so stretched that the best bid has all there are."""
    if model.family != RESCALED:
        return list(quality)
    full, best = a.number(full_quality_points(model)), a.highest(quality)
    return [full * a.over(own, best, a.number(ONE)) for own in quality]


def full_quality_points(model: AwardModel) -> Decimal:
    """Points for full marks on every quality."""
    return sum((_full(model, one) for one in model.criteria if not one.price), ZERO)


def _full(model: AwardModel, criterion: AwardCriterion) -> Decimal:
    if criterion.weight is None:
        return criterion.max_points or ZERO
    return criterion.weight * (model.grade_scale[1] if model.grade_scale else ONE)


def score(model: AwardModel, bids: Sequence[Bid], field: Sequence[Decimal]) -> Evaluation:
    """All columns but the ranks."""
    trace: list[TraceStep] = []
    scores = dict.fromkeys((bid.id for bid in bids), ZERO)
    if model.family != GRADED:
        scores = _scored_prices(model, bids, field, trace)
    points: dict[str, dict[str, Decimal]] = {}
    for bid in bids:
        points[bid.id] = {}
        for criterion in model.criteria:
            step = _points(model, criterion, bid, scores[bid.id])
            assert step.output is not None
            points[bid.id][criterion.id] = step.output
            trace.append(step)
    if model.family == RESCALED:
        points = _stretched(model, points, bids, trace)
    totals = {bid_id: sum(own.values(), ZERO) for bid_id, own in points.items()}
    trace += [
        TraceStep(bid.id, "total", dict(points[bid.id]), totals[bid.id], {"bidder": bid.title})
        for bid in bids
    ]
    maxima = [criterion.max_points for criterion in model.criteria if criterion.max_points is not None]
    all_points = sum(maxima) if len(maxima) == len(model.criteria) else None
    return Evaluation(
        price_score=scores if model.family != GRADED else None,
        points=points,
        total=totals,
        trace=tuple(trace),
        total_percent={bid: total / all_points * 100 for bid, total in totals.items()}
        if all_points
        else None,
    )


def _scored_prices(
    model: AwardModel, bids: Sequence[Bid], field: Sequence[Decimal], trace: list[TraceStep]
) -> dict[str, Decimal]:
    """The price score of each bid, with a step for each and one for what all are measured against."""
    prices = [price_of(bid) for bid in bids]
    every, maximum = [*prices, *field], price_maximum(model)
    scores = price_scores(model, prices, field, maximum)
    free = PRICE_SCORES[model.family].formula(EXACT, prices, every, terms(model))
    name = model.family.split(".")[1]
    known = {"maximum": maximum, "lowest": min(every), "highest": max(every), **terms(model)}
    known |= {"sum": sum(every, ZERO), "average": sum(every, ZERO) / len(every)}
    if PRICE_SCORES[model.family].relative:
        trace.append(TraceStep("", f"field.{name}", known, min(every)))
    for bid, price, own, unheld in zip(bids, prices, scores, free, strict=True):
        rule = f"price_score.{name}" + (".clipped" if own != maximum * unheld else "")
        trace.append(TraceStep(bid.id, rule, known | {"price": price}, own, {"bidder": bid.title}))
    return {bid.id: own for bid, own in zip(bids, scores, strict=True)}


def _stretched(
    model: AwardModel,
    points: Mapping[str, Mapping[str, Decimal]],
    bids: Sequence[Bid],
    trace: list[TraceStep],
) -> dict[str, dict[str, Decimal]]:
    """Quality points scaled so that the best bid has all there are; price points stand."""
    price = price_criterion(model).id
    sums = {
        bid: sum((won for name, won in own.items() if name != price), ZERO) for bid, own in points.items()
    }
    best, full = max(sums.values()), full_quality_points(model)
    factor = full / best if best else ONE
    trace.append(TraceStep("", "quality_rescaled", {"best": best, "full": full}, factor))
    return {
        bid.id: {name: won if name == price else won * factor for name, won in points[bid.id].items()}
        for bid in bids
    }


def _points(model: AwardModel, criterion: AwardCriterion, bid: Bid, own_score: Decimal) -> TraceStep:
    """A criterion's points: the price score or the grade times the weight, or the points as given."""
    said = words(criterion, bid)
    if criterion.price and model.family != GRADED:
        if criterion.weight is None:
            return TraceStep(bid.id, "points_price", {}, own_score, said)
        inputs = {"score": own_score, "weight_percent": criterion.weight * 100}
        return TraceStep(bid.id, "points_price_weighted", inputs, criterion.weight * own_score, said)
    if criterion.id in bid.points:
        return TraceStep(bid.id, "points_given", {}, points_given(criterion, bid), said)
    if criterion.weight is not None:
        grade = grade_of(model, criterion, bid)
        inputs = {"grade": grade, "weight_percent": criterion.weight * 100}
        return TraceStep(bid.id, "points_graded", inputs, criterion.weight * grade, said)
    share, maximum = share_earned(model, criterion, bid), criterion.max_points or ZERO
    return TraceStep(
        bid.id, "points_share", {"share_percent": share * 100, "maximum": maximum}, maximum * share, said
    )


def coefficients(model: AwardModel) -> tuple[tuple[Decimal, ...], Decimal]:
    """Points per full share of each quality, in the model's order, and the points that every bid gets."""
    low, high = model.grade_scale or (ZERO, ONE)
    counted = [one for one in model.criteria if not one.price or model.family == GRADED]
    per_share = tuple(
        (one.max_points or ZERO) if one.weight is None else one.weight * (high - low) for one in counted
    )
    return per_share, sum((one.weight * low for one in counted if one.weight is not None), ZERO)


def full_worth(model: AwardModel, criterion: AwardCriterion, bids: Sequence[Bid]) -> dict[str, Decimal]:
    """Money per full mark at each bid's own price: V = (quality points ÷ price points) ÷ steepness of the
    price score.

    It is a slope: what a small rise in quality is worth, scaled to the full mark. Source: award method pages.
    """
    if model.family == GRADED:
        return {}
    prices = {bid.id: price_of(bid) for bid in bids}
    field, formula, numbers = list(prices.values()), PRICE_SCORES[model.family], terms(model)
    formula.refuse(field)
    price_points = full_price_points(model)
    if not price_points:
        raise CriterionWithoutWeight(criterion=price_criterion(model).title)
    low, high = model.grade_scale or (ZERO, ONE)
    full = (criterion.max_points or ZERO) if criterion.weight is None else criterion.weight * (high - low)
    if model.family == RESCALED:
        full *= _stretch(model, bids)
    steep = {bid: formula.steepness(own, field, numbers) for bid, own in prices.items()}
    return {bid: full / price_points / own for bid, own in steep.items() if own}


def _stretch(model: AwardModel, bids: Sequence[Bid]) -> Decimal:
    """What everybody's quality points are multiplied by, so that the best bid has all there are."""
    sums = [
        sum((_points(model, one, bid, ZERO).output or ZERO for one in model.criteria if not one.price), ZERO)
        for bid in bids
    ]
    return full_quality_points(model) / max(sums) if max(sums) else ONE


def tie_at_lowest_price(model: AwardModel, one: Bid, other: Bid) -> Decimal | None:
    """The lowest price of the field at which two bids get equal totals; None: there is none above zero.

    Without clipping the price score is a/x + b in the lowest price x (ratio: b = 0 at p; linear: 1/X + 1 −
    p/(X·x)), or does not part two bids by x at all (log).
    """
    scored = score(model, (one, other), ())
    price, points = price_criterion(model), scored.points or {}
    quality = {bid: sum((p for c, p in own.items() if c != price.id), ZERO) for bid, own in points.items()}
    lead, top = quality[other.id] - quality[one.id], full_price_points(model)
    mine, theirs = price_of(one), price_of(other)
    if mine == theirs or model.family == "relative.log_price":
        return None
    if model.family == "relative.lowest_price_ratio":
        lowest = lead * mine * theirs / (top * (theirs - mine))
    elif lead:
        span = model.number("slope") if "slope" in model.parameters else model.number("times") - 1
        lowest = top * (theirs - mine) / (span * lead)
    else:
        return None
    return lowest if lowest > 0 else None
