"""Life-cycle cost of one bid by a published method: every line with its years, and what is budget, running or
external.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, localcontext

from omlopp.domain.lifecycle.discounting import annuity_share
from omlopp.domain.lifecycle.errors import (
    LccInputMissing,
    LccInputUnknown,
    LccLineNotFit,
    MixedWeightSets,
    RateTooLow,
    YearsNotAllowed,
)
from omlopp.domain.model.exact import EXACT
from omlopp.domain.model.lifecycle import Kind, LccLine, LccMethod

ZERO, ONE = Decimal(0), Decimal(1)
LONGEST = 100  # years


@dataclass(frozen=True, slots=True)
class CostLine:
    """A line as it fell: `amounts` year → money in today's prices (negative: comes back), and their present
    value.
    """

    id: str
    name: str
    kind: Kind
    amounts: Mapping[int, Decimal]
    present_value: Decimal


@dataclass(frozen=True, slots=True)
class LifeCycleCost:
    """`total` is the present value over the horizon; `per_year` the level yearly cost with the same present
    value.

    `investment` and `running_per_year` are two budgets: what is bought at the start (present value of
    purchases and what comes back), and the running cost as a level yearly amount.
    """

    lines: tuple[CostLine, ...]
    total: Decimal
    per_year: Decimal
    investment: Decimal
    running_per_year: Decimal
    external: Decimal


def check(method: LccMethod) -> None:
    """The method can be used: a horizon, a rate, and one set of environmental weights at most."""
    if not 1 <= method.horizon_years <= LONGEST:
        raise YearsNotAllowed(name="horizon_years", found=method.horizon_years)
    if not method.rate.is_finite() or method.rate <= -1:
        raise RateTooLow(rate=method.rate)
    names = [line.id for line in method.lines]
    for line in method.lines:
        if names.count(line.id) > 1:
            raise LccLineNotFit(line=line.id, of=line.id)
        of = line.share_of or line.left_of
        if of and (of not in names or _named(method, of).share_of or _named(method, of).left_of):
            raise LccLineNotFit(line=line.name or line.id, of=of)
        if line.left_of and _named(method, of).when != "cycle":
            raise LccLineNotFit(line=line.name or line.id, of=of)
        for year in (line.year, line.first_year, line.last_year or 0):
            if not 0 <= year <= LONGEST or (line.when == "once" and line.year > method.horizon_years):
                raise YearsNotAllowed(name=line.id, found=year)
        if not line.escalation.is_finite() or line.escalation <= -1:
            raise RateTooLow(rate=line.escalation, name=line.id)
    sets = sorted({line.weight_set for line in method.lines if line.weight_set})
    if len(sets) > 1:
        raise MixedWeightSets(sets=", ".join(sets))


def life_cycle_cost(method: LccMethod, inputs: Mapping[str, Decimal], bidder: str = "") -> LifeCycleCost:
    """The cost of one bid. `inputs`: the numbers the method asks for, all of them and no others."""
    check(method)
    missing = [name for name in method.asked if name not in inputs]
    if missing:
        raise LccInputMissing(bidder=bidder, named=", ".join(missing))
    unknown = [name for name in inputs if name not in method.asked]
    if unknown:
        raise LccInputUnknown(bidder=bidder, named=", ".join(unknown), known=", ".join(method.asked))
    with localcontext(EXACT):
        lines = tuple(_line(method, line, inputs, bidder) for line in method.lines)
        total = sum((line.present_value for line in lines), ZERO)
        by_kind = {
            kind: sum((line.present_value for line in lines if line.kind == kind), ZERO)
            for kind in ("investment", "residual", "running", "external")
        }
        share = annuity_share(method.rate, Decimal(method.horizon_years))
        return LifeCycleCost(
            lines,
            total,
            total * share,
            by_kind["investment"] + by_kind["residual"],
            by_kind["running"] * share,
            by_kind["external"],
        )


def _line(method: LccMethod, line: LccLine, inputs: Mapping[str, Decimal], bidder: str) -> CostLine:
    amount = _amount(method, line, inputs) * (-ONE if line.kind == "residual" else ONE)
    if line.left_of:
        amount *= _share_left(method, _named(method, line.left_of), inputs, bidder)
    amounts = {
        year: amount * (ONE + line.escalation) ** year for year in _years(method, line, inputs, bidder)
    }
    present = sum((money / (ONE + method.rate) ** year for year, money in amounts.items()), ZERO)
    return CostLine(line.id, line.name or line.id, line.kind, amounts, present)


def _amount(method: LccMethod, line: LccLine, inputs: Mapping[str, Decimal]) -> Decimal:
    """One payment in today's prices, before its sign. A share of another line multiplies that line's payment."""
    quantity = inputs[line.asks_quantity] if line.asks_quantity else line.quantity
    value = inputs[line.asks_value] if line.asks_value else line.unit_value
    of = line.share_of or line.left_of
    if of:
        share = (ONE if quantity is None else quantity) * (ONE if value is None else value)
        return share * _amount(method, _named(method, of), inputs)
    return (ONE if quantity is None else quantity) * (ZERO if value is None else value)


def _named(method: LccMethod, line_id: str) -> LccLine:
    return next(line for line in method.lines if line.id == line_id)


def _share_left(method: LccMethod, line: LccLine, inputs: Mapping[str, Decimal], bidder: str) -> Decimal:
    """How much of the last purchase's life is left at the horizon, 0–1, in a straight line."""
    bought = max(_years(method, line, inputs, bidder))
    life = _cycle(line, inputs, bidder)
    return max(ZERO, ONE - (method.horizon_years - bought) / life)


def _years(
    method: LccMethod, line: LccLine, inputs: Mapping[str, Decimal], bidder: str
) -> range | tuple[int, ...]:
    """When the line falls. A cycle starts anew at each whole multiple before the horizon; year 0 is the first
    purchase.
    """
    horizon = method.horizon_years
    if line.when == "once":
        return (line.year,)
    if line.when == "end":
        return (horizon,)
    if line.when == "yearly":
        last = horizon if line.last_year is None else min(line.last_year, horizon)
        return range(line.first_year, last + 1)
    cycle = int(_cycle(line, inputs, bidder))
    return range(0 if line.first_year == 0 else cycle, horizon, cycle)


def _cycle(line: LccLine, inputs: Mapping[str, Decimal], bidder: str) -> Decimal:
    """The years of one cycle: whole, one or more."""
    cycle = inputs[line.asks_cycle] if line.asks_cycle else Decimal(line.cycle_years or 0)
    if not cycle.is_finite() or cycle < 1 or cycle != cycle.to_integral_value():
        raise YearsNotAllowed(name=line.asks_cycle or "cycle_years", found=cycle, bidder=bidder)
    return cycle


def by_year(cost: LifeCycleCost, horizon_years: int) -> tuple[Mapping[Kind, Decimal], ...]:
    """What falls each year, 0 to the horizon, by kind, in today's prices and before discounting: the budgets."""
    kinds: tuple[Kind, ...] = ("investment", "running", "residual", "external")
    with localcontext(EXACT):
        return tuple(
            {
                kind: sum((line.amounts.get(year, ZERO) for line in cost.lines if line.kind == kind), ZERO)
                for kind in kinds
            }
            for year in range(horizon_years + 1)
        )
