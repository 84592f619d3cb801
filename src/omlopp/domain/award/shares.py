"""How much of a criterion a bid earns: a share 0–1, from its level, its grade or its points."""

from decimal import Decimal

from omlopp.domain.award.errors import (
    GradeOutsideScale,
    MissingLevel,
    MissingPrice,
    PointsOutsideRange,
    UnknownLevel,
)
from omlopp.domain.award.value_functions import share_of
from omlopp.domain.model.award import AwardCriterion, AwardModel, Bid

ONE, ZERO = Decimal(1), Decimal(0)


def percent(share: Decimal) -> Decimal:
    """A share in per cent, without idle zeros."""
    found = share * 100
    return found.quantize(ONE) if found == found.to_integral_value() else found.normalize()


def price_of(bid: Bid) -> Decimal:
    if bid.price is None:
        raise MissingPrice(bid=bid.id, bidder=bid.title)
    return bid.price


def share_earned(model: AwardModel, criterion: AwardCriterion, bid: Bid) -> Decimal:
    """Share 0–1 of the criterion's full mark that the bid earns; nothing below a threshold that says so."""
    share, limit = raw_share(model, criterion, bid), criterion.threshold
    return ZERO if limit is not None and limit.effect == "zero" and share < limit.least else share


def raw_share(model: AwardModel, criterion: AwardCriterion, bid: Bid) -> Decimal:
    """The share as assessed or measured, before any threshold."""
    if criterion.id in bid.levels:
        level = bid.levels[criterion.id]
        if level not in criterion.levels:
            raise UnknownLevel(
                bid=bid.id,
                bidder=bid.title,
                criterion=criterion.title,
                level=level,
                known=", ".join(criterion.levels),
            )
        return criterion.levels[level]
    if criterion.id in bid.measured:
        if criterion.value_function is None:
            raise MissingLevel(bid=bid.id, bidder=bid.title, criterion=criterion.title)
        return share_of(criterion.value_function, bid.measured[criterion.id])
    if criterion.id in bid.grades:
        lowest, highest = model.grade_scale or (Decimal(0), ONE)
        return (grade_of(model, criterion, bid) - lowest) / (highest - lowest)
    if criterion.id in bid.points and criterion.max_points:
        return points_given(criterion, bid) / criterion.max_points
    raise MissingLevel(bid=bid.id, bidder=bid.title, criterion=criterion.title)


def grade_of(model: AwardModel, criterion: AwardCriterion, bid: Bid) -> Decimal:
    """The grade on the model's scale; a level counts as the grade that lies its share up the scale."""
    lowest, highest = model.grade_scale or (Decimal(0), ONE)
    if criterion.id not in bid.grades:
        return lowest + share_earned(model, criterion, bid) * (highest - lowest)
    grade = bid.grades[criterion.id]
    if not lowest <= grade <= highest:
        raise GradeOutsideScale(
            bid=bid.id,
            bidder=bid.title,
            criterion=criterion.title,
            grade=grade,
            lowest=lowest,
            highest=highest,
        )
    return grade


def points_given(criterion: AwardCriterion, bid: Bid) -> Decimal:
    """Points that the assessor wrote, within 0 and the criterion's maximum where it has one."""
    points = bid.points[criterion.id]
    if points < 0 or (criterion.max_points is not None and points > criterion.max_points):
        raise PointsOutsideRange(
            bid=bid.id,
            bidder=bid.title,
            criterion=criterion.title,
            points=points,
            highest=criterion.max_points,
        )
    return points


def words(criterion: AwardCriterion, bid: Bid) -> dict[str, str]:
    """Names for the sentence of a step about a bid and a criterion."""
    level = bid.levels.get(criterion.id, "")
    return {
        "bidder": bid.title,
        "criterion": criterion.title,
        "level": level,
        "level_text": criterion.level_texts.get(level, ""),
    }
