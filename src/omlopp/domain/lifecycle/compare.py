"""Alternatives by one method: which is cheapest, where that changes (rate, life, external price), how sure it is.

Uncertain numbers are triangular distributions; they serve to test a method, never to award by it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal, localcontext
from itertools import pairwise
from random import Random

from omlopp.domain.lifecycle.cost import LifeCycleCost, life_cycle_cost
from omlopp.domain.lifecycle.errors import NothingToCompare, UnknownNotFit
from omlopp.domain.model.exact import EXACT
from omlopp.domain.model.lifecycle import LccMethod

ZERO, ONE = Decimal(0), Decimal(1)
RATES = tuple(Decimal(step) / 400 for step in range(0, 81))  # 0 to 20 per cent in quarters of one


@dataclass(frozen=True, slots=True)
class Alternative:
    """A bid, or one way of meeting the need: the numbers the method asks for."""

    id: str
    inputs: Mapping[str, Decimal]
    name: str = ""

    @property
    def title(self) -> str:
        return self.name or self.id


@dataclass(frozen=True, slots=True)
class Triangle:
    """A number that may turn out from `low` to `high`, most likely `likely`."""

    low: Decimal
    likely: Decimal
    high: Decimal


@dataclass(frozen=True, slots=True)
class Unknowns:
    """`rate`: the discount rate; `inputs`: bidders' numbers by name, the same surprise for all; `lines`: fixed unit
    values by line id."""

    rate: Triangle | None = None
    inputs: Mapping[str, Triangle] = field(default_factory=dict)
    lines: Mapping[str, Triangle] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class BreakEven:
    """Where two alternatives cost the same. `what`: rate, price (of a line) or life (of a bidder's number).

    `at`: every value found, lowest first (for a life: the first whole year at which the order is another);
    empty: the order stands all over the range.
    """

    what: str
    name: str
    one: str
    other: str
    at: tuple[Decimal, ...]


@dataclass(frozen=True, slots=True)
class Sureness:
    """`cheapest`: alternative → how many of `of` draws it was cheapest in. `low` and `high`: 5th and 95th
    percentile of each alternative's total."""

    cheapest: Mapping[str, int]
    low: Mapping[str, Decimal]
    high: Mapping[str, Decimal]
    of: int


def costs(method: LccMethod, alternatives: Sequence[Alternative]) -> dict[str, LifeCycleCost]:
    """Each alternative's cost, by id. Refuses an empty list and whatever the method refuses."""
    if not alternatives:
        raise NothingToCompare()
    return {one.id: life_cycle_cost(method, one.inputs, one.title) for one in alternatives}


def cheapest(found: Mapping[str, LifeCycleCost]) -> tuple[str, ...]:
    """The one with the lowest total, or those that share it."""
    least = min(cost.total for cost in found.values())
    return tuple(name for name, cost in found.items() if cost.total == least)


def break_evens(method: LccMethod, alternatives: Sequence[Alternative]) -> tuple[BreakEven, ...]:
    """The cheapest against each of the others: rate, every external line's price, and every life a bidder states."""
    with localcontext(EXACT):
        return _answers(method, alternatives)


def _answers(method: LccMethod, alternatives: Sequence[Alternative]) -> tuple[BreakEven, ...]:
    found = costs(method, alternatives)
    first = next(one for one in alternatives if one.id == cheapest(found)[0])
    answers: list[BreakEven] = []
    for other in alternatives:
        if other.id == first.id:
            continue
        answers.append(_rate(method, first, other))
        answers += [
            _price(method, line.id, first, other)
            for line in method.lines
            if line.kind == "external" and line.unit_value is not None and not line.asks_value
        ]
        answers += [
            _life(method, name, one, first, other)
            for name in dict.fromkeys(line.asks_cycle for line in method.lines if line.asks_cycle)
            for one in (first, other)
        ]
    return tuple(answers)


def _lead(method: LccMethod, one: Alternative, other: Alternative) -> Decimal:
    """How much dearer the other is."""
    return (
        life_cycle_cost(method, other.inputs, other.title).total
        - life_cycle_cost(method, one.inputs, one.title).total
    )


def _rate(method: LccMethod, one: Alternative, other: Alternative) -> BreakEven:
    leads = [_lead(replace(method, rate=rate), one, other) for rate in RATES]
    at: list[Decimal] = []
    for place, (near, far) in enumerate(pairwise(leads)):
        if near * far < 0:
            low, high = RATES[place], RATES[place + 1]
            for _ in range(40):
                middle = (low + high) / 2
                same = _lead(replace(method, rate=middle), one, other) * near > 0
                low, high = (middle, high) if same else (low, middle)
            at.append(((low + high) / 2).quantize(Decimal("1e-9")))
        elif not near and far:
            at.append(RATES[place])
    return BreakEven("rate", "", one.id, other.id, tuple(at))


def _price(method: LccMethod, line_id: str, one: Alternative, other: Alternative) -> BreakEven:
    """The total is a straight line in a unit value, so two points tell where the two meet."""
    at_zero = _lead(_priced(method, line_id, ZERO), one, other)
    at_one = _lead(_priced(method, line_id, ONE), one, other)
    slope = at_one - at_zero
    at = -at_zero / slope if slope else None
    lawful = at is not None and at >= 0
    return BreakEven("price", line_id, one.id, other.id, (at,) if lawful and at is not None else ())


def _priced(method: LccMethod, line_id: str, value: Decimal) -> LccMethod:
    moved = (replace(line, unit_value=value) if line.id == line_id else line for line in method.lines)
    return replace(method, lines=tuple(moved))


def _life(
    method: LccMethod, name: str, moved: Alternative, first: Alternative, other: Alternative
) -> BreakEven:
    """The first life of `moved`, in whole years away from the stated one, at which the order of the two is another."""
    stated = int(moved.inputs[name])
    away = range(stated - 1, 0, -1) if moved.id == first.id else range(stated + 1, method.horizon_years + 1)
    for years in away:
        then = replace(moved, inputs={**moved.inputs, name: Decimal(years)})
        pair = (then, other) if moved.id == first.id else (first, then)
        if _lead(method, *pair) < 0:
            return BreakEven("life", f"{name}:{moved.id}", first.id, other.id, (Decimal(years),))
    return BreakEven("life", f"{name}:{moved.id}", first.id, other.id, ())


def check(method: LccMethod, unknowns: Unknowns) -> None:
    """Every uncertain number is one the method has, and its corners stand in order."""
    named = {line.id for line in method.lines if line.unit_value is not None and not line.asks_value}
    known = (("inputs", unknowns.inputs, set(method.asked)), ("lines", unknowns.lines, named))
    every = dict(unknowns.inputs) | dict(unknowns.lines) | ({"rate": unknowns.rate} if unknowns.rate else {})
    for _, given, allowed in known:
        for name in given:
            if name not in allowed:
                raise UnknownNotFit(name=name)
    for name, one in every.items():
        if one is not None and not one.low <= one.likely <= one.high:
            raise UnknownNotFit(name=name)


def sureness(
    method: LccMethod,
    alternatives: Sequence[Alternative],
    unknowns: Unknowns,
    draws: int,
    seed: int,
) -> Sureness:
    """How often each is cheapest when the uncertain numbers turn out otherwise. A seed gives the same draws anywhere.

    An uncertain input moves every alternative by the same factor of its own stated number.
    """
    check(method, unknowns)
    random = Random(seed)
    whole = {line.asks_cycle for line in method.lines if line.asks_cycle}
    won = dict.fromkeys((one.id for one in alternatives), 0)
    totals: dict[str, list[Decimal]] = {one.id: [] for one in alternatives}
    for _ in range(draws):
        drawn = method if unknowns.rate is None else replace(method, rate=_drawn(unknowns.rate, random))
        for line_id, triangle in unknowns.lines.items():
            drawn = _priced(drawn, line_id, _drawn(triangle, random))
        factors = {
            name: _drawn(one, random) / one.likely for name, one in unknowns.inputs.items() if one.likely
        }
        moved = [
            replace(
                one,
                inputs={
                    name: _moved(own, factors.get(name), name in whole) for name, own in one.inputs.items()
                },
            )
            for one in alternatives
        ]
        found = costs(drawn, moved)
        for name, cost in found.items():
            totals[name].append(cost.total)
        won[cheapest(found)[0]] += 1
    ordered = {name: sorted(own) for name, own in totals.items()}
    return Sureness(
        won,
        {name: own[len(own) // 20] for name, own in ordered.items()},
        {name: own[-1 - len(own) // 20] for name, own in ordered.items()},
        draws,
    )


def _drawn(triangle: Triangle, random: Random) -> Decimal:
    return Decimal(repr(random.triangular(float(triangle.low), float(triangle.high), float(triangle.likely))))


def _moved(own: Decimal, factor: Decimal | None, whole: bool) -> Decimal:
    """The number times the factor; a life stays a whole number of years, at least one."""
    if factor is None:
        return own
    return max(ONE, (own * factor).quantize(ONE)) if whole else own * factor
