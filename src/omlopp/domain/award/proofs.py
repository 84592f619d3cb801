"""What can be proved of a formula without any numbers: property → the key of its ground.

Each line is a short argument from the formula (docs/method/award has it page by page). What is not proved here
is searched for a counter-example; a property test holds the two together: nothing proved is ever refuted.
"""

from collections.abc import Callable
from decimal import Decimal

from omlopp.domain.award import expression, monetised, points, ratio
from omlopp.domain.award.families import family_of
from omlopp.domain.award.formula_slopes import degree, falls_in_price, moves_with_price, rises_in_quality
from omlopp.domain.award.prices import PRICE_SCORES
from omlopp.domain.model.award import AwardModel

ZERO, ONE = Decimal(0), Decimal(1)
LOG = "relative.log_price"
PRIORITY = "priority.order"
EXPRESSION = "expression"
BASKET = "price.basket_sum"
AT_MOST_ONE = ("relative.linear_from_lowest", "relative.n_times_lowest", LOG)  # never above full points
SCALE_FREE = frozenset(
    {
        BASKET,
        "relative.lowest_price_ratio",
        "relative.linear_from_lowest",
        "relative.n_times_lowest",
        "relative.min_max",
        "relative.average",
        "relative.share_of_sum",
        LOG,
        points.RESCALED,
        points.GRADED,
        monetised.PERCENT,
        monetised.MARKUP,
        ratio.PER_PRICE,
        ratio.BAND,
        ratio.UTILITY,
        ratio.RELATIVE_COST,
        ratio.COST_PER_QUALITY,
        ratio.COEFFICIENT,
        PRIORITY,
    }
)
"""Families in which every price may be multiplied by one number and no order changes."""


def proofs(model: AwardModel, middle: Decimal) -> dict[str, str]:
    """P1 … P7 as far as they follow from the formula. A typed formula is judged for prices from a hundredth of
    `middle` to a hundred times it."""
    found: dict[str, str] = {"P7": "symmetric"}
    if price_reaches(model):
        if _price_monotone(model):
            found["P1"] = "price_monotone"
        if _price_strict(model):
            found["P2"] = "price_strict"
    if model.family != EXPRESSION and _functions_rise(model):
        found["P3"] = "quality_monotone"
    if model.family == EXPRESSION:
        found |= _typed(model, middle)
    alone = on_its_own(model)
    if alone or _constant_for_all(model):
        found["P4"] = "own_bid_only" if alone else "same_for_all"
    by_share = model.family == monetised.LADDER and model.words.get("method", "share") == "share"
    if model.lcc is None and (model.family in SCALE_FREE or by_share):
        found["P5"] = "scale_free"
    if alone and model.family != monetised.MARGIN:
        found["P6"] = "own_bid_only"
    return found


def _typed(model: AwardModel, middle: Decimal) -> dict[str, str]:
    """A typed formula: the sign of its slopes over every price and share, and its degree in the prices."""
    found: dict[str, str] = {}
    low, high = middle / 100, middle * 100
    if price_reaches(model):
        if falls_in_price(model, low, high):
            found["P1"] = "slope"
        if moves_with_price(model, low, high):
            found["P2"] = "slope"
    if _functions_rise(model) and rises_in_quality(model, low, high):
        found["P3"] = "slope"
    if model.lcc is None and degree(model) is not None:
        found["P5"] = "scale_free"
    return found


def on_its_own(model: AwardModel) -> bool:
    """A bid's result comes from the bid and the model alone."""
    if model.family == EXPRESSION:
        return not expression.looks_at_others(model)
    return not family_of(model.family).relative and model.family not in (monetised.MARGIN, PRIORITY)


def _constant_for_all(model: AwardModel) -> bool:
    """Other bids move every result by the same amount, or are not looked at when two bids are compared."""
    unclipped = model.words.get("clip", "none") == "none"
    return model.family in (monetised.MARGIN, PRIORITY) or (model.family == LOG and unclipped)


def price_reaches(model: AwardModel) -> bool:
    """The bid price itself is compared, or is one of the life-cycle method's purchases at full value."""
    if model.lcc is None:
        return True
    lines = [line for line in model.lcc.lines if "price" in (line.asks_quantity, line.asks_value)]
    return bool(lines) and all(
        line.kind == "investment" and (line.quantity is None or line.quantity > 0) and not line.asks_quantity
        for line in lines
    )


def _price_monotone(model: AwardModel) -> bool:
    """P1: a lower price never worsens the place."""
    name = model.family
    if name == monetised.PERCENT:
        return _weights(model) <= ONE
    if name == monetised.LADDER:
        return not _by_share(model) or max(model.ladder.values()) <= ONE
    if name == ratio.UTILITY:
        return _pull(model) <= ONE
    if name in PRICE_SCORES:
        return _falls(model)
    if name == points.GRADED:
        return False
    return name != EXPRESSION


def _price_strict(model: AwardModel) -> bool:
    """P2: every krona moves the bid against at least one other, at every lawful price."""
    name = model.family
    if name in PRICE_SCORES:
        return _price_points(model) and _falls(model) and not _held(model) and name != "relative.min_max"
    strict: dict[str, Callable[[], bool]] = {
        monetised.FIXED: lambda: model.most_deducted_share is None or model.most_deducted_share < ONE,
        monetised.PERCENT: lambda: _weights(model) < ONE,
        monetised.LADDER: lambda: not _by_share(model) or max(model.ladder.values()) < ONE,
        ratio.PER_PRICE: lambda: _least_quality(model) > ZERO,
        ratio.UTILITY: lambda: _pull(model) < ONE,
        PRIORITY: lambda: bool(model.criteria) and model.criteria[0].price,
    }
    if name in strict:
        return strict[name]()
    return name not in (ratio.BAND, points.GRADED, EXPRESSION)


def _falls(model: AwardModel) -> bool:
    """The price score falls when the price rises."""
    if PRICE_SCORES[model.family].relative:
        return True
    terms = points.terms(model)
    if "zero_points_at" in terms:
        return terms["full_points_at"] < terms["zero_points_at"]
    if "base_price" in terms:
        return terms["lowest_plausible_price"] < terms["base_price"]
    return True


def _held(model: AwardModel) -> bool:
    """A clip keeps the price score still over some prices."""
    clip = model.words.get("clip", "none")
    return clip in ("low", "both") or (clip == "high" and model.family not in AT_MOST_ONE)


def _price_points(model: AwardModel) -> bool:
    return points.full_price_points(model) > ZERO


def _functions_rise(model: AwardModel) -> bool:
    """Every value function gives more for more, or less for more, all the way."""
    for criterion in model.criteria:
        if criterion.value_function is not None:
            shares = [share for _, share in criterion.value_function.points]
            if shares not in (sorted(shares), sorted(shares, reverse=True)):
                return False
    return model.family != monetised.MKI or model.number("factor") >= ZERO


def _weights(model: AwardModel) -> Decimal:
    return sum((one.weight or ZERO for one in monetised.qualities(model)), ZERO)


def _by_share(model: AwardModel) -> bool:
    return model.words.get("method", "share") == "share"


def _pull(model: AwardModel) -> Decimal:
    own = ratio.price_weight(model)
    return (ONE - own) / own


def _least_quality(model: AwardModel) -> Decimal:
    """The least quality a bid can have and still be compared."""
    whole = ZERO
    for one, weight in zip(monetised.qualities(model), ratio.coefficients(model)[0], strict=True):
        least = min(one.levels.values()) if one.levels else ZERO
        if one.threshold is not None and one.threshold.effect == "reject":
            least = max(least, one.threshold.least)
        whole += weight * least
    return whole
