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
    quantity = inputs[line.asks_quantity] if line.asks_quantity else (line.quantity or ONE)
    unit_value = inputs[line.asks_value] if line.asks_value else (line.unit_value or ZERO)
    amount = quantity * unit_value * (-ONE if line.kind == "residual" else ONE)
    amounts = {
        year: amount * (ONE + line.escalation) ** year for year in _years(method, line, inputs, bidder)
    }
    present = sum((money / (ONE + method.rate) ** year for year, money in amounts.items()), ZERO)
    return CostLine(line.id, line.name or line.id, line.kind, amounts, present)


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
    cycle = inputs[line.asks_cycle] if line.asks_cycle else Decimal(line.cycle_years or 0)
    if cycle < 1 or cycle != cycle.to_integral_value():
        raise YearsNotAllowed(name=line.asks_cycle or "cycle_years", found=cycle, bidder=bidder)
    return range(0 if line.first_year == 0 else int(cycle), horizon, int(cycle))
