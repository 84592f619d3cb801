"""relative.lowest_price_ratio: price score = maximum × lowest price ÷ own price, plus quality. Highest wins.

Relative: the lowest price of the field stands in every bid's score, so a bid that loses can decide who wins.
"""

from collections.abc import Sequence
from decimal import Decimal

from omlopp.domain.award.errors import (
    CriterionWithoutWeight,
    NoCriteria,
    NoPriceCriterion,
    WeightsDoNotSum,
    ZeroLowestPrice,
)
from omlopp.domain.award.shares import ONE, grade_of, percent, points_given, price_of, share_earned, words
from omlopp.domain.model.award import AwardCriterion, AwardModel, Bid, Evaluation, TraceStep

SUM_TOLERANCE = Decimal("1e-9")  # room for a third written with ten decimals


def demand(model: AwardModel) -> None:
    """One price criterion; every criterion has its weight (sum 100 %), or every one its maximum points."""
    if not model.criteria:
        raise NoCriteria(family=model.family)
    price_criterion(model)
    weights = [criterion.weight for criterion in model.criteria if criterion.weight is not None]
    for criterion in model.criteria:
        if criterion.weight is None and (weights or criterion.max_points is None):
            raise CriterionWithoutWeight(criterion=criterion.title)
    if weights and abs(sum(weights) - ONE) > SUM_TOLERANCE:
        raise WeightsDoNotSum(sum_percent=percent(sum(weights, Decimal(0))), fields=("weight",))


def price_criterion(model: AwardModel) -> AwardCriterion:
    found = [criterion for criterion in model.criteria if criterion.price]
    if len(found) != 1:
        raise NoPriceCriterion(found=len(found), family=model.family)
    return found[0]


def price_maximum(model: AwardModel) -> Decimal:
    """Where the price score ends: the price criterion's points, else the top of the scale, else 1."""
    own = price_criterion(model).max_points
    return own or (model.grade_scale[1] if model.grade_scale else model.parameters.get("max_points", ONE))


def lowest_of(prices: Sequence[Decimal]) -> Decimal:
    lowest = min(prices)
    if lowest <= 0:
        raise ZeroLowestPrice(lowest=lowest)
    return lowest


def price_scores(prices: Sequence[Decimal], field: Sequence[Decimal], maximum: Decimal) -> list[Decimal]:
    """One score per price; `field` are further prices that only the lowest price is taken from."""
    lowest = lowest_of([*prices, *field])
    return [maximum * lowest / price for price in prices]


def score(model: AwardModel, bids: Sequence[Bid], field: Sequence[Decimal]) -> Evaluation:
    """All columns but the ranks."""
    prices = [price_of(bid) for bid in bids]
    maximum = price_maximum(model)
    scores = price_scores(prices, field, maximum)
    lowest = min([*prices, *field])
    trace = [TraceStep("", "lowest_price", {}, lowest)]
    points: dict[str, dict[str, Decimal]] = {}
    for bid, price, own_score in zip(bids, prices, scores, strict=True):
        trace.append(
            TraceStep(
                bid.id,
                "price_score",
                {"maximum": maximum, "lowest": lowest, "price": price},
                own_score,
                {"bidder": bid.title},
            )
        )
        points[bid.id] = {}
        for criterion in model.criteria:
            step = _points(model, criterion, bid, own_score)
            assert step.output is not None
            points[bid.id][criterion.id] = step.output
            trace.append(step)
        total = sum(points[bid.id].values(), Decimal(0))
        trace.append(TraceStep(bid.id, "total", dict(points[bid.id]), total, {"bidder": bid.title}))
    totals = {bid_id: sum(own.values(), Decimal(0)) for bid_id, own in points.items()}
    maxima = [criterion.max_points for criterion in model.criteria if criterion.max_points is not None]
    all_points = sum(maxima) if len(maxima) == len(model.criteria) else None
    return Evaluation(
        price_score={bid.id: own_score for bid, own_score in zip(bids, scores, strict=True)},
        points=points,
        total=totals,
        trace=tuple(trace),
        total_percent={bid: total / all_points * 100 for bid, total in totals.items()}
        if all_points
        else None,
    )


def _points(model: AwardModel, criterion: AwardCriterion, bid: Bid, own_score: Decimal) -> TraceStep:
    """A criterion's points: the price score or the grade times the weight, or the points as given."""
    said = words(criterion, bid)
    if criterion.price:
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
    share, maximum = share_earned(model, criterion, bid), criterion.max_points or Decimal(0)
    return TraceStep(
        bid.id, "points_share", {"share_percent": share * 100, "maximum": maximum}, maximum * share, said
    )


def full_worth(model: AwardModel, criterion: AwardCriterion, bids: Sequence[Bid]) -> dict[str, Decimal]:
    """Money per full mark at each bid's own price: V = (w_q ÷ w_p) × p² ÷ p_min.

    It is a slope: what a small rise in quality is worth, scaled to the full mark. Source: award method pages.
    """
    prices = {bid.id: price_of(bid) for bid in bids}
    lowest = lowest_of(list(prices.values()))
    price = price_criterion(model)
    price_points = price_maximum(model) * (ONE if price.weight is None else price.weight)
    if not price_points:
        raise CriterionWithoutWeight(criterion=price.title)
    low_grade, high_grade = model.grade_scale or (Decimal(0), ONE)
    if criterion.weight is None:
        full = criterion.max_points or Decimal(0)
    else:
        full = criterion.weight * (high_grade - low_grade)
    return {bid: full / price_points * own * own / lowest for bid, own in prices.items()}


def tie_at_lowest_price(model: AwardModel, one: Bid, other: Bid) -> Decimal | None:
    """The lowest price of the field at which two bids get equal totals; None: there is none above zero."""
    scored = score(model, (one, other), ())
    price, points = price_criterion(model), scored.points or {}
    quality = {
        bid: sum((p for c, p in own.items() if c != price.id), Decimal(0)) for bid, own in points.items()
    }
    top = price_maximum(model) * (ONE if price.weight is None else price.weight)
    dearer = top * (price_of(other) - price_of(one))
    if not dearer:
        return None
    lowest = (quality[other.id] - quality[one.id]) * price_of(one) * price_of(other) / dearer
    return lowest if lowest > 0 else None
