"""Families in money: comparison price = price − what the qualities take off. Lowest wins.

`fixed_amounts` is the default: a bid's comparison price depends on nothing but the bid and the published
model, and what each quality is worth is printed in money.
"""

from collections.abc import Sequence
from decimal import Decimal

from omlopp.domain.award.arith import Arith, Number
from omlopp.domain.award.errors import (
    CannotVary,
    CriterionWithoutValue,
    CriterionWithoutWeight,
    MissingArgument,
    UnknownLevel,
)
from omlopp.domain.award.shares import ONE, price_of, share_earned, words
from omlopp.domain.model.award import AwardCriterion, AwardModel, Bid, Evaluation, TraceStep

FIXED = "monetised.fixed_amounts"
PERCENT = "monetised.percent_of_own_price"
MARKUP = "monetised.markup_for_missing"
MARGIN = "monetised.quality_margin"
LADDER = "monetised.level_discount"
MKI = "monetised.environmental_cost"
ZERO = Decimal(0)


def qualities(model: AwardModel) -> tuple[AwardCriterion, ...]:
    """Everything but the price, which counts as it stands."""
    return tuple(criterion for criterion in model.criteria if not criterion.price)


def demand(model: AwardModel) -> None:
    """Every quality has its value in money, or its weight, as the family asks; parameters are there."""
    if model.family == FIXED:
        for criterion in qualities(model):
            _value(criterion)
    if model.family in (PERCENT, MARKUP, MARGIN):
        for criterion in qualities(model):
            _weight(criterion)
    if model.family in (MARKUP, MARGIN) and price_weight(model) <= 0:
        raise CriterionWithoutWeight(criterion="pris")
    if model.family == MARGIN:
        model.number("estimate")
    if model.most_deducted_share is not None and model.family != FIXED:
        raise CannotVary(what="most_deducted_share", family=model.family)
    if model.family == LADDER:
        ladder(model)
    if model.family == MKI:
        model.number("factor")


def price_weight(model: AwardModel) -> Decimal:
    """The weight of the price criterion, else what the qualities leave of 1."""
    stated = [one.weight for one in model.criteria if one.price and one.weight is not None]
    return stated[0] if stated else ONE - sum((_weight(one) for one in qualities(model)), ZERO)


def ladder(model: AwardModel) -> dict[str, Decimal]:
    """The levels of a ladder: level → share of the price, or money, by the parameter `method`."""
    if not model.ladder:
        raise MissingArgument(fields=("levels",), where="parameters")
    if model.words.get("method", "share") not in ("share", "amount"):
        raise MissingArgument(fields=("method",), where="parameters")
    return dict(model.ladder)


def coefficients(model: AwardModel) -> tuple[tuple[Decimal, ...], Decimal]:
    """What a full share of each quality adds to the bid's quality: money (fixed amounts) or weight."""
    if model.family == FIXED:
        return tuple(_value(one) for one in qualities(model)), ZERO
    return tuple(one.weight or ZERO for one in qualities(model)), ZERO


def results(
    a: Arith, prices: Sequence[Number], quality: Sequence[Number], field: Sequence[Number], model: AwardModel
) -> list[Number]:
    """Comparison prices from price and quality (money, or the sum of weight × share)."""
    cap = model.most_deducted_share
    if model.family == FIXED and cap is not None:
        most = a.number(cap)
        return [price - a.lowest([own, most * price]) for price, own in zip(prices, quality, strict=True)]
    if model.family == FIXED:
        return [price - own for price, own in zip(prices, quality, strict=True)]
    if model.family == PERCENT:
        return [price * (1 - own) for price, own in zip(prices, quality, strict=True)]
    if model.family == MARKUP:
        whole = a.number(sum((_weight(one) for one in qualities(model)), ZERO))
        over = a.number(price_weight(model))
        return [price * (1 + (whole - own) / over) for price, own in zip(prices, quality, strict=True)]
    least, per_point = a.lowest(quality), a.number(model.number("estimate") / price_weight(model))
    return [price - (own - least) * per_point for price, own in zip(prices, quality, strict=True)]


def score(model: AwardModel, bids: Sequence[Bid], field: Sequence[Decimal]) -> Evaluation:
    """All columns but the ranks. `field` is accepted and has no effect: that is the point of these families."""
    if model.family == LADDER:
        return _ladder_score(model, bids)
    if model.family == MKI:
        return _environmental_score(model, bids)
    trace: list[TraceStep] = []
    full = full_deductions(model, bids)
    shares = {bid.id: {one.id: share_earned(model, one, bid) for one in qualities(model)} for bid in bids}
    # A margin is counted over the weakest bid, a mark-up for what is missing: both are deductions of another sign.
    base = _least(model, shares) if model.family == MARGIN else {}
    deductions: dict[str, dict[str, Decimal]] = {}
    comparison: dict[str, Decimal] = {}
    for bid in bids:
        price = price_of(bid)
        trace.append(TraceStep(bid.id, "price", {"price": price}, price, {"bidder": bid.title}))
        deductions[bid.id] = {}
        for criterion in qualities(model):
            share, most = shares[bid.id][criterion.id], full[bid.id][criterion.id]
            earned = most * (share - ONE if model.family == MARKUP else share)
            deductions[bid.id][criterion.id] = earned
            rule = "markup" if model.family == MARKUP else "deduction"
            trace.append(
                TraceStep(
                    bid.id, rule, {"value": most, "share_percent": share * 100}, earned, words(criterion, bid)
                )
            )
        taken = sum(deductions[bid.id].values(), ZERO)
        if base:
            taken -= base[""]
            trace.append(TraceStep(bid.id, "margin", {"least": base[""]}, taken, {"bidder": bid.title}))
        if model.most_deducted_share is not None and taken > model.most_deducted_share * price:
            most = model.most_deducted_share * price
            inputs = {"cap_percent": model.most_deducted_share * 100, "earned": taken, "price": price}
            trace.append(TraceStep(bid.id, "capped", inputs, most, {"bidder": bid.title}))
            taken = most
        comparison[bid.id] = price - taken
        inputs = {"price": price, "deductions": taken}
        trace.append(TraceStep(bid.id, "comparison", inputs, comparison[bid.id], {"bidder": bid.title}))
    return Evaluation(
        level_values={
            one.id: {level: _value(one) * share for level, share in one.levels.items()}
            for one in qualities(model)
        }
        if model.family == FIXED
        else None,
        max_deduction={bid: dict(own) for bid, own in full.items()},
        deduction=deductions,
        deduction_sum={bid: sum(own.values(), ZERO) for bid, own in deductions.items()},
        comparison=comparison,
        trace=tuple(trace),
    )


def _least(model: AwardModel, shares: dict[str, dict[str, Decimal]]) -> dict[str, Decimal]:
    per_point = model.number("estimate") / price_weight(model)
    sums = [sum((_weight(one) * own[one.id] for one in qualities(model)), ZERO) for own in shares.values()]
    return {"": min(sums) * per_point}


def full_deductions(model: AwardModel, bids: Sequence[Bid]) -> dict[str, dict[str, Decimal]]:
    """Bid → criterion → money that a full mark takes off (or, for a mark-up, that a missing mark adds)."""
    return {bid.id: {one.id: _full(model, one, bid) for one in qualities(model)} for bid in bids}


def _full(model: AwardModel, criterion: AwardCriterion, bid: Bid) -> Decimal:
    if model.family == FIXED:
        return _value(criterion)
    if model.family == PERCENT:
        return _weight(criterion) * price_of(bid)
    if model.family == MARKUP:
        return _weight(criterion) / price_weight(model) * price_of(bid)
    return _weight(criterion) / price_weight(model) * model.number("estimate")


def full_worth(model: AwardModel, criterion: AwardCriterion, bids: Sequence[Bid]) -> dict[str, Decimal]:
    """Money that a full mark is worth to each bid."""
    return {bid.id: _full(model, criterion, bid) for bid in bids}


def _ladder_score(model: AwardModel, bids: Sequence[Bid]) -> Evaluation:
    """One ladder of levels: a share of the own price, or an amount, is taken off."""
    levels, by_share = ladder(model), model.words.get("method", "share") == "share"
    trace: list[TraceStep] = []
    comparison: dict[str, Decimal] = {}
    off: dict[str, Decimal] = {}
    for bid in bids:
        price, level = price_of(bid), bid.level
        if level is None:
            raise MissingArgument(fields=("level",), where=bid.title)
        if level not in levels:
            known = ", ".join(levels)
            raise UnknownLevel(bid=bid.id, bidder=bid.title, criterion="level", level=level, known=known)
        off[bid.id] = price * levels[level] if by_share else levels[level]
        comparison[bid.id] = price - off[bid.id]
        said = {"bidder": bid.title, "level": level}
        trace.append(TraceStep(bid.id, "price", {"price": price}, price, said))
        rule = "ladder_share" if by_share else "ladder_amount"
        given = {"share_percent": levels[level] * 100} if by_share else {}
        trace.append(TraceStep(bid.id, rule, {"price": price, **given}, off[bid.id], said))
        trace.append(
            TraceStep(
                bid.id, "comparison", {"price": price, "deductions": off[bid.id]}, comparison[bid.id], said
            )
        )
    return Evaluation(deduction_sum=off, comparison=comparison, trace=tuple(trace))


def _environmental_score(model: AwardModel, bids: Sequence[Bid]) -> Evaluation:
    """Price plus a factor times the environmental cost the bid declares as feature `mki`."""
    factor = model.number("factor")
    trace: list[TraceStep] = []
    comparison: dict[str, Decimal] = {}
    for bid in bids:
        price = price_of(bid)
        if "mki" not in bid.features:
            raise MissingArgument(fields=("mki",), where=bid.title)
        added = factor * bid.features["mki"]
        comparison[bid.id] = price + added
        said = {"bidder": bid.title}
        trace.append(TraceStep(bid.id, "price", {"price": price}, price, said))
        trace.append(
            TraceStep(
                bid.id, "environmental_cost", {"factor": factor, "mki": bid.features["mki"]}, added, said
            )
        )
        trace.append(
            TraceStep(bid.id, "comparison_added", {"price": price, "added": added}, comparison[bid.id], said)
        )
    return Evaluation(comparison=comparison, trace=tuple(trace))


def _value(criterion: AwardCriterion) -> Decimal:
    if criterion.value is None:
        raise CriterionWithoutValue(criterion=criterion.title)
    return criterion.value


def _weight(criterion: AwardCriterion) -> Decimal:
    if criterion.weight is None:
        raise CriterionWithoutWeight(criterion=criterion.title)
    return criterion.weight
