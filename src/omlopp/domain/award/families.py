"""The kinds of award model, one line each. A new family is one formula, one line here, one page, its cases."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from omlopp.domain.award import basket, expression, monetised, points, priority, ratio
from omlopp.domain.award.arith import Arith, Number
from omlopp.domain.award.errors import UnknownFamily
from omlopp.domain.award.prices import PRICE_SCORES
from omlopp.domain.model.award import AwardCriterion, AwardModel, Bid, Evaluation

Results = Callable[[Arith, Sequence[Number], Sequence[Number], Sequence[Number], AwardModel], list[Number]]


def _never(model: AwardModel) -> bool:
    return False


def _always(model: AwardModel) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Family:
    """What the rest of the room needs to know about a formula.

    `demand` refuses a model that cannot be used; `score` gives every column but the ranks; `full_worth` gives
    money per full mark and bid. `results` is the same formula over arrays, from prices and one quality number
    per bid (Σ coefficient × share, by `coefficients`); None where the family does not reduce to that
    (`over_shares` takes every share). `relative`: a bid's score depends on other bids. `counts_in`: what the
    number that ranks is – money, points, a bare number, or a place.
    """

    demand: Callable[[AwardModel], None]
    score: Callable[[AwardModel, Sequence[Bid], Sequence[Decimal]], Evaluation]
    full_worth: Callable[[AwardModel, AwardCriterion, Sequence[Bid]], dict[str, Decimal]]
    lowest_wins: Callable[[AwardModel], bool]
    relative: bool = False
    weighted: bool = False
    parameters: frozenset[str] = frozenset()
    coefficients: Callable[[AwardModel], tuple[tuple[Decimal, ...], Decimal]] | None = None
    results: Results | None = None
    over_shares: (
        Callable[[Arith, Sequence[Number], Sequence[Sequence[Number]], AwardModel], list[Number]] | None
    ) = None
    price_scores: bool = False
    counts_in: Literal["money", "points", "number", "place"] = "money"
    tie_at_lowest_price: Callable[[AwardModel, Bid, Bid], Decimal | None] | None = None


_TIES_AT_LOWEST = frozenset(
    {
        "relative.lowest_price_ratio",
        "relative.linear_from_lowest",
        "relative.n_times_lowest",
        "relative.log_price",
    }
)


def _points(name: str) -> Family:
    formula = PRICE_SCORES[name]
    own = {parameter for parameter, *_ in formula.needs} | {"max_points", "slope_known_before_bidding"}
    return Family(
        points.demand,
        points.score,
        points.full_worth,
        lowest_wins=_never,
        relative=formula.relative,
        weighted=True,
        parameters=frozenset(own | ({"clip"} if formula.clips else set())),
        coefficients=points.coefficients,
        results=points.results,
        price_scores=True,
        counts_in="points",
        tie_at_lowest_price=points.tie_at_lowest_price if name in _TIES_AT_LOWEST else None,
    )


def _money(parameters: frozenset[str] = frozenset(), *, weighted: bool = True) -> Family:
    return Family(
        monetised.demand,
        monetised.score,
        monetised.full_worth,
        lowest_wins=_always,
        weighted=weighted,
        parameters=parameters,
        coefficients=monetised.coefficients,
        results=monetised.results,
    )


def _own_money(parameters: frozenset[str]) -> Family:
    """Level ladder and environmental cost: what is deducted or added stands in the bid, not in shares."""
    return Family(
        monetised.demand,
        monetised.score,
        lambda model, criterion, bids: {},
        lowest_wins=_always,
        parameters=parameters,
    )


def _divided(
    *, lowest_wins: bool, relative: bool = False, parameters: frozenset[str] = frozenset()
) -> Family:
    return Family(
        ratio.demand,
        ratio.score,
        ratio.full_worth,
        lowest_wins=_always if lowest_wins else _never,
        relative=relative,
        weighted=True,
        counts_in="number",
        parameters=parameters,
        coefficients=ratio.coefficients,
        results=ratio.results,
    )


FAMILIES: dict[str, Family] = {
    "monetised.fixed_amounts": _money(weighted=False),
    "relative.lowest_price_ratio": _points("relative.lowest_price_ratio"),
    "price.basket_sum": Family(
        basket.demand,
        basket.score,
        basket.full_worth,
        lowest_wins=_always,
        coefficients=basket.coefficients,
        results=basket.results,
    ),
    **{name: _points(name) for name in PRICE_SCORES if name != "relative.lowest_price_ratio"},
    points.GRADED: Family(
        points.demand,
        points.score,
        points.full_worth,
        lowest_wins=_never,
        weighted=True,
        counts_in="points",
        coefficients=points.coefficients,
        results=points.results,
    ),
    monetised.PERCENT: _money(),
    monetised.MARKUP: _money(),
    monetised.MARGIN: _money(frozenset({"estimate"})),
    monetised.LADDER: _own_money(frozenset({"method", "levels"})),
    monetised.MKI: _own_money(frozenset({"factor"})),
    ratio.PER_PRICE: _divided(lowest_wins=False, parameters=frozenset({"scale"})),
    ratio.BAND: _divided(
        lowest_wins=False, relative=True, parameters=frozenset({"scale", "band", "decided_by"})
    ),
    ratio.UTILITY: _divided(lowest_wins=False, relative=True),
    ratio.RELATIVE_COST: _divided(lowest_wins=True, relative=True),
    ratio.COST_PER_QUALITY: _divided(lowest_wins=True),
    ratio.COEFFICIENT: Family(
        ratio.demand_features, ratio.score_features, ratio.full_worth, lowest_wins=_always
    ),
    ratio.SUPER: Family(
        ratio.demand_super,
        ratio.score_super,
        ratio.full_worth,
        lowest_wins=ratio.super_lowest_wins,
        counts_in="number",
        parameters=frozenset({"reference_price", "reference_quality", "full_quality", "full_quality_price"}),
    ),
    "priority.order": Family(
        priority.demand, priority.score, priority.full_worth, lowest_wins=_always, counts_in="place"
    ),
    "expression": Family(
        expression.demand,
        expression.score,
        expression.full_worth,
        lowest_wins=expression.lowest_wins,
        weighted=True,
        counts_in="number",
        over_shares=expression.results,
    ),
}
"""`expression` reads any parameter: they are the names of its formula."""


def family_of(name: str) -> Family:
    if name not in FAMILIES:
        raise UnknownFamily(family=name, known=", ".join(FAMILIES))
    return FAMILIES[name]
