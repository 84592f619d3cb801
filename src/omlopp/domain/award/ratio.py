"""Families that divide: quality per krona, price per quality, coefficients. Their pages tell which number
wins.
"""

from collections.abc import Sequence
from decimal import Decimal, localcontext
from functools import lru_cache

from omlopp.domain.award.arith import EXACT, Arith, Number
from omlopp.domain.award.errors import (
    CriterionWithoutWeight,
    MissingArgument,
    NoCriteria,
    ParameterOutOfRange,
    WeightsDoNotSum,
    ZeroLowestPrice,
    ZeroQuality,
)
from omlopp.domain.award.shares import ONE, percent, price_of, share_earned, words
from omlopp.domain.model.award import AwardCriterion, AwardModel, Bid, Evaluation, TraceStep
from omlopp.domain.model.exact import EXACT as EXACT_DECIMALS

PER_PRICE = "ratio.quality_per_price"
BAND = "ratio.band"
UTILITY = "absolute.utility_index"
RELATIVE_COST = "value.relative_cost"
COST_PER_QUALITY = "value.cost_effectiveness"
COEFFICIENT = "ratio.feature_coefficient"
SUPER = "absolute.superformula"
TOTALS = (PER_PRICE, BAND, UTILITY)
ZERO = Decimal(0)
CENT = Decimal("0.01")


def _qualities(model: AwardModel) -> tuple[AwardCriterion, ...]:
    return tuple(one for one in model.criteria if not one.price)


def demand(model: AwardModel) -> None:
    """Qualities with weights that sum to 1 (a price criterion beside them, where there is one, has its own)."""
    found = _qualities(model)
    if not found:
        raise NoCriteria(family=model.family)
    for one in found:
        if one.weight is None:
            raise CriterionWithoutWeight(criterion=one.title)
    whole = sum((one.weight or ZERO for one in model.criteria), ZERO)
    if abs(whole - ONE) > Decimal("1e-9"):
        raise WeightsDoNotSum(sum_percent=percent(whole), fields=("weight",))
    if model.family == BAND:
        if not ZERO <= model.number("band") < ONE:
            raise ParameterOutOfRange(fields=("band",), value=model.number("band"), above=0, below=1)
        model.criterion(model.words.get("decided_by", ""))
    if model.family == UTILITY and price_weight(model) <= 0:
        raise CriterionWithoutWeight(criterion="pris")


def price_weight(model: AwardModel) -> Decimal:
    return sum((one.weight or ZERO for one in model.criteria if one.price), ZERO)


def coefficients(model: AwardModel) -> tuple[tuple[Decimal, ...], Decimal]:
    """Weight of each quality among the qualities: a bid's quality runs from 0 to 1."""
    whole = sum((one.weight or ZERO for one in _qualities(model)), ZERO) or ONE
    return tuple((one.weight or ZERO) / whole for one in _qualities(model)), ZERO


def results(
    a: Arith, prices: Sequence[Number], quality: Sequence[Number], field: Sequence[Number], model: AwardModel
) -> list[Number]:
    """The number that ranks, from price and quality (0–1). A band's second step is not in it."""
    pairs = list(zip(prices, quality, strict=True))
    if model.family in (PER_PRICE, BAND):
        scale = a.number(model.number("scale", ONE))
        return [scale * own / price for price, own in pairs]
    if model.family == UTILITY:
        pull = a.number((ONE - price_weight(model)) / price_weight(model))
        best, lowest = a.highest(quality), a.lowest(field)
        return [(1 - (best - own) * pull) * lowest / price for price, own in pairs]
    if model.family == RELATIVE_COST:
        best, least = a.highest(quality), a.lowest(quality)
        return [price * (least + best) / (own + best) for price, own in pairs]
    return [price / own for price, own in pairs]


def score(model: AwardModel, bids: Sequence[Bid], field: Sequence[Decimal]) -> Evaluation:
    """All columns but the ranks."""
    per_share, _ = coefficients(model)
    trace: list[TraceStep] = []
    prices = [price_of(bid) for bid in bids]
    quality: list[Decimal] = []
    for bid in bids:
        own = ZERO
        for criterion, weight in zip(_qualities(model), per_share, strict=True):
            share = share_earned(model, criterion, bid)
            own += weight * share
            inputs = {"weight_percent": weight * 100, "share_percent": share * 100}
            trace.append(TraceStep(bid.id, "quality_share", inputs, weight * share, words(criterion, bid)))
        quality.append(own)
    _refuse(model, bids, [*prices, *field], quality)
    found = results(EXACT, prices, quality, [*prices, *field], model)
    known = {"best_quality": max(quality), "least_quality": min(quality), "lowest": min([*prices, *field])}
    if model.family == UTILITY:
        known["pull"] = (ONE - price_weight(model)) / price_weight(model)
    for bid, price, own, result in zip(bids, prices, quality, found, strict=True):
        rule = model.family.split(".")[1] if model.family != BAND else "quality_per_price"
        inputs = known | {"price": price, "quality": own, "scale": model.number("scale", ONE)}
        trace.append(TraceStep(bid.id, rule, inputs, result, {"bidder": bid.title}))
    named = {bid.id: result for bid, result in zip(bids, found, strict=True)}
    if model.family == BAND:
        named = _banded(model, bids, named, trace)
    if model.family in TOTALS:
        return Evaluation(total=named, trace=tuple(trace))
    return Evaluation(comparison=named, trace=tuple(trace))


def _refuse(
    model: AwardModel, bids: Sequence[Bid], prices: Sequence[Decimal], quality: Sequence[Decimal]
) -> None:
    """What a family divides by must not be zero."""
    if model.family in TOTALS and min(prices) <= 0:
        raise ZeroLowestPrice(lowest=min(prices))
    if model.family == COST_PER_QUALITY or (model.family == RELATIVE_COST and not max(quality)):
        for bid, own in zip(bids, quality, strict=True):
            if not own:
                raise ZeroQuality(bid=bid.id, bidder=bid.title)


def _banded(
    model: AwardModel, bids: Sequence[Bid], totals: dict[str, Decimal], trace: list[TraceStep]
) -> dict[str, Decimal]:
    """Bids within the band under the best compete on one criterion: its share is lifted above every ratio."""
    best, band = max(totals.values()), model.number("band")
    criterion = model.criterion(model.words.get("decided_by", ""))
    inside = [bid for bid in bids if totals[bid.id] >= (ONE - band) * best]
    said = {"bidders": ", ".join(bid.title for bid in inside), "criterion": criterion.title}
    trace.append(TraceStep("", "band", {"band_percent": band * 100, "best": best}, None, said))
    lifted = {bid.id: best * (ONE + share_earned(model, criterion, bid)) for bid in inside}
    return totals | lifted


def full_worth(model: AwardModel, criterion: AwardCriterion, bids: Sequence[Bid]) -> dict[str, Decimal]:
    """Money per full mark at each bid's own price: what keeps the ratio when quality rises a little."""
    if model.family in (COEFFICIENT, SUPER):
        return {}
    per_share, _ = coefficients(model)
    weight = dict(zip((one.id for one in _qualities(model)), per_share, strict=True))[criterion.id]
    quality = {
        bid.id: sum(
            (w * share_earned(model, one, bid) for one, w in zip(_qualities(model), per_share, strict=True)),
            ZERO,
        )
        for bid in bids
    }
    best, found = max(quality.values()), {}
    for bid in bids:
        price, own = price_of(bid), quality[bid.id]
        if model.family == UTILITY:
            pull = (ONE - price_weight(model)) / price_weight(model)
            per_quality = price * pull / (1 - (best - own) * pull) if (best - own) * pull != 1 else ZERO
        elif model.family == RELATIVE_COST:
            per_quality = price / (own + best) if own + best else ZERO
        else:
            per_quality = price / own if own else ZERO
        if per_quality:
            found[bid.id] = weight * per_quality
    return found


# Declared features: price ÷ coefficient


def demand_features(model: AwardModel) -> None:
    """The largest declarable values leave room for the price: their sum is below 1."""
    for one in model.criteria:
        if not one.steps:
            raise MissingArgument(fields=("steps",), where=one.title)
    if maxima(model) >= 1:
        raise ParameterOutOfRange(fields=("steps",), value=maxima(model), above=0, below=1)


def maxima(model: AwardModel) -> Decimal:
    return sum((max(one.steps) for one in model.criteria), ZERO)


def score_features(model: AwardModel, bids: Sequence[Bid], field: Sequence[Decimal]) -> Evaluation:
    """Coefficient = 1 + Σ declared ÷ (1 − Σ maxima); comparison = price ÷ coefficient, to 0.01. Nothing is
    ranked while prices are unknown.
    """
    whole = maxima(model)
    trace: list[TraceStep] = []
    found: dict[str, Decimal] = {}
    comparison: dict[str, Decimal] = {}
    for bid in bids:
        said = {"bidder": bid.title}
        if bid.coefficient is not None:
            if bid.coefficient <= 0:
                raise ParameterOutOfRange(fields=("coefficient",), value=bid.coefficient, above=0, below="")
            found[bid.id] = bid.coefficient
            trace.append(TraceStep(bid.id, "coefficient_given", {}, bid.coefficient, said))
        else:
            declared = _declared(model, bid)
            found[bid.id] = ONE + declared / (ONE - whole)
            inputs = {"declared": declared, "maxima": whole}
            trace.append(TraceStep(bid.id, "coefficient", inputs, found[bid.id], said))
        if bid.price is not None:
            own = (bid.price / found[bid.id] / CENT + Decimal("0.5")).to_integral_value("ROUND_FLOOR") * CENT
            comparison[bid.id] = own
            inputs = {"price": bid.price, "coefficient": found[bid.id]}
            trace.append(TraceStep(bid.id, "comparison_coefficient", inputs, own, said))
    return Evaluation(
        sum_of_maxima=whole,
        coefficient=found,
        comparison=comparison if len(comparison) == len(bids) else None,
        trace=tuple(trace),
    )


def _declared(model: AwardModel, bid: Bid) -> Decimal:
    for name, value in bid.features.items():
        if value and value not in model.criterion(name).steps:
            raise ParameterOutOfRange(
                fields=(name,), value=value, above=0, below=max(model.criterion(name).steps)
            )
    return sum(bid.features.values(), ZERO)


# The superformula: one exponent, from a pair of bids judged equal


def demand_super(model: AwardModel) -> None:
    for name in ("reference_price", "reference_quality", "full_quality", "full_quality_price"):
        if model.number(name) <= 0:
            raise ParameterOutOfRange(fields=(name,), value=model.number(name), above=0, below="")
    exponent(model)


def exponent(model: AwardModel) -> Decimal:
    """The root n ≠ 0 of (Q/q)^n + (P/p)^(−n) = 2, Q and P the full quality and its price over the reference."""
    names = ("full_quality", "reference_quality", "full_quality_price", "reference_price")
    return _root(*(model.number(name) for name in names))


@lru_cache(maxsize=64)
def _root(full: Decimal, quality: Decimal, full_price: Decimal, price: Decimal) -> Decimal:
    """With u = ln(Q/q) and v = ln(P/p): e^(un) + e^(−vn) = 2 is convex in n and passes 0 at n = 0, so there is
    one more root when u ≠ v, on the side where the curve falls from n = 0. Found by bisection to 28 decimals.
    """
    with localcontext(EXACT_DECIMALS):
        u, v = (full / quality).ln(), (full_price / price).ln()
        if u <= 0 or v <= 0 or u == v:
            raise ParameterOutOfRange(
                fields=("full_quality", "full_quality_price"), value=full_price, above=0, below=""
            )

        def above(n: Decimal) -> bool:
            return (u * n).exp() + (-v * n).exp() > 2

        far = Decimal(1) if u < v else Decimal(-1)  # the side where the sum first sinks below 2
        while not above(far):
            far *= 2
        near = far / 2
        while above(near):
            far, near = near, near / 2
        for _ in range(120):
            middle = (near + far) / 2
            near, far = (near, middle) if above(middle) else (middle, far)
        return ((near + far) / 2).quantize(Decimal("1e-28"))


def score_super(model: AwardModel, bids: Sequence[Bid], field: Sequence[Decimal]) -> Evaluation:
    """total = (q/q_ref)^n + (p/p_ref)^(−n)."""
    n = exponent(model)
    trace = [TraceStep("", "exponent", {}, n)]
    totals: dict[str, Decimal] = {}
    for bid in bids:
        price, quality = price_of(bid), bid.quality
        if quality is None:
            raise MissingArgument(fields=("quality",), where=bid.title)
        if price <= 0:
            raise ZeroLowestPrice(lowest=price)
        if quality <= 0:
            raise ZeroQuality(bid=bid.id, bidder=bid.title)
        for_quality = (n * (quality / model.number("reference_quality")).ln()).exp()
        for_price = (-n * (price / model.number("reference_price")).ln()).exp()
        totals[bid.id] = for_quality + for_price
        inputs = {"price": price, "quality": quality, "for_quality": for_quality, "for_price": for_price}
        trace.append(TraceStep(bid.id, "superformula", inputs, totals[bid.id], {"bidder": bid.title}))
    return Evaluation(total=totals, exponent=n, trace=tuple(trace))


def super_lowest_wins(model: AwardModel) -> bool:
    """With a negative exponent the sum falls as a bid gets better."""
    return exponent(model) < 0
