"""S9: life-cycle cost rests on numbers nobody knows. What if the rate, an energy price, a life or a residual
turns out otherwise?

The unknowns are for stress tests alone; the award counts with the published numbers (LOU 16:4–5).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import numpy as np
import numpy.typing as npt

from omlopp.domain.award.evaluate import evaluate
from omlopp.domain.award.lab.arrays import Fields, Floats, winners
from omlopp.domain.award.lab.found import Found, not_applicable, share_found
from omlopp.domain.award.lab.given import Given, given
from omlopp.domain.award.shares import price_of
from omlopp.domain.model.award import AwardModel, Bid
from omlopp.domain.model.lifecycle import LccLine, LccMethod

ZERO = Decimal(0)
SERIOUS = 0.9
HALVINGS = 40


@dataclass(frozen=True, slots=True)
class Unknown:
    """A number drawn from a triangle between `low` and `high` with its top at `likely`.

    `what`: "rate" or "escalation:<line>" (the draw is added), "value:<line>" or "input:<bidder's number>" (it
    multiplies). `own`: every bid has its own draw (a life), else all share one (an energy price).
    """

    what: str
    low: float
    likely: float
    high: float
    own: bool = False


def usual(method: LccMethod) -> tuple[Unknown, ...]:
    """What the lab assumes where nobody has said: our choice, shown with the result."""
    found = [Unknown("rate", -0.02, 0.0, 0.03)]
    for line in method.lines:
        if line.kind in ("running", "external") and not line.asks_value:
            found.append(Unknown(f"value:{line.id}", 0.7, 1.0, 1.6))
        if line.asks_cycle:
            found.append(Unknown(f"input:{line.asks_cycle}", 0.6, 1.0, 1.2, own=True))
        if line.kind == "residual":
            found.append(Unknown(f"value:{line.id}", 0.0, 1.0, 1.1, own=True))
    return tuple({one.what: one for one in found}.values())


Drawn = Mapping[str, Floats]  # what → (bids or 1, draws)


def drawn(unknowns: Sequence[Unknown], bids: int, count: int, seed: int) -> dict[str, Floats]:
    """One array per unknown; each has its own stream, so that one more unknown changes no other."""
    found: dict[str, Floats] = {}
    for place, one in enumerate(unknowns):
        rng = np.random.default_rng([seed, 9, place])
        shape = (bids if one.own else 1, count)
        found[one.what] = (
            rng.triangular(one.low, one.likely, one.high, shape)
            if one.low < one.high
            else np.full(shape, one.likely)
        )
    return found


def costs(method: LccMethod, inputs: Sequence[Mapping[str, Decimal]], draws: Drawn) -> Floats:
    """Life-cycle costs (bids, draws): the arithmetic of `domain.lifecycle.cost` over arrays. Lives are
    rounded to whole years."""
    count = max((array.shape[1] for array in draws.values()), default=1)
    shape = (len(inputs), count)
    rate = float(method.rate) + np.broadcast_to(draws.get("rate", np.zeros((1, 1))), shape)
    total = np.zeros(shape)
    for line in method.lines:
        total += _line(method, line, inputs, draws, rate)
    return total


def _line(
    method: LccMethod, line: LccLine, inputs: Sequence[Mapping[str, Decimal]], draws: Drawn, rate: Floats
) -> Floats:
    def asked(name: str) -> Floats:
        stated = np.array([[float(own[name])] for own in inputs])
        return stated * draws.get(f"input:{name}", np.ones((1, 1)))

    quantity = asked(line.asks_quantity) if line.asks_quantity else float(line.quantity or 1)
    value = asked(line.asks_value) if line.asks_value else float(line.unit_value or 0)
    sign = -1.0 if line.kind == "residual" else 1.0
    amount = sign * quantity * value * draws.get(f"value:{line.id}", np.ones((1, 1)))
    growth = 1 + float(line.escalation) + draws.get(f"escalation:{line.id}", np.zeros((1, 1)))
    step = growth / (1 + rate)
    return np.broadcast_to(amount, rate.shape) * _years_worth(method, line, step, asked)


def _years_worth(method: LccMethod, line: LccLine, step: Floats, asked: Callable[[str], Floats]) -> Floats:
    """Σ step^year over the years in which the line falls."""
    horizon = method.horizon_years
    if line.when == "once":
        return step**line.year
    if line.when == "end":
        return step**horizon
    if line.when == "yearly":
        last = horizon if line.last_year is None else min(line.last_year, horizon)
        return sum((step**year for year in range(line.first_year, last + 1)), np.zeros_like(step))
    cycle = np.broadcast_to(
        asked(line.asks_cycle) if line.asks_cycle else float(line.cycle_years or 1), step.shape
    )
    cycle = np.maximum(np.rint(cycle), 1)
    falls = np.zeros_like(step)
    for year in range(0 if line.first_year == 0 else 1, horizon):
        falls += np.where(year % cycle == 0, step**year, 0.0)
    return falls


def inputs_of(model: AwardModel, bids: Sequence[Bid]) -> list[dict[str, Decimal]]:
    """What each bid says to the method, its price among it where the method asks for it."""
    assert model.lcc is not None
    before = given(replace(model, lcc=None), bids).bids
    stated = {bid.id: dict(bid.lcc_inputs) for bid in bids}
    return [
        stated[bid.id] | ({"price": price_of(bid)} if "price" in model.lcc.asked else {}) for bid in before
    ]


def lcc_uncertainty(
    model: AwardModel,
    bids: Sequence[Bid],
    ready: Given | None,
    unknowns: Sequence[Unknown] = (),
    count: int = 5_000,
    seed: int = 1,
) -> tuple[Found, ...]:
    """P(winner unchanged) over the unknowns, rows with what each does alone and what each bid wins, and
    break-even prices."""
    if model.lcc is None:
        return (not_applicable("S9", "no_method"),)
    if ready is None or len(ready.bids) < 2:
        return (not_applicable("S9", "no_bids" if ready is None else "one_bid"),)
    method, moved = model.lcc, tuple(unknowns) or usual(model.lcc)
    kept = [bid for bid in bids if any(bid.id == one.id for one in ready.bids)]
    stated = inputs_of(model, kept)
    shares = np.broadcast_to(ready.field.shares, (*ready.field.shares.shape[:2], count))
    first = int(winners(ready.model, ready.field)[0])

    def stands(some: Sequence[Unknown]) -> npt.NDArray[np.uint8]:
        prices = costs(method, stated, drawn(some, len(kept), count, seed))
        prices = np.broadcast_to(prices, (len(kept), count))
        return winners(ready.model, Fields(np.ascontiguousarray(prices), shares))

    together = stands(moved)
    share, error, of = share_found(together == first)
    alone = [
        {
            "unknown": one.what,
            "low": one.low,
            "likely": one.likely,
            "high": one.high,
            "stands": float((stands((one,)) == first).mean()),
        }
        for one in moved
    ]
    wins = [
        {"bid": bid.id, "bidder": bid.title, "share": float((together == n).mean())}
        for n, bid in enumerate(kept)
    ]
    weakest = min(alone, key=lambda row: float(str(row["stands"])))
    facts = {
        "bidder": kept[first].title,
        "weakest": _called(method, str(weakest["unknown"])),
        "assumed": not unknowns,
    }
    variant = "stands" if share >= SERIOUS else "shaky"
    found = Found(
        "S9",
        variant,
        share,
        error,
        of,
        "share",
        facts,
        (*alone, *wins),
        None,
        share < SERIOUS,
        "futures",
        "winner",
    )
    return found, *break_even_values(model, kept), _padding(model, kept, kept[first].id)


def _called(method: LccMethod, what: str) -> str:
    """`value:el` with the line's own name."""
    kind, _, name = what.partition(":")
    names = {line.id: line.name or line.id for line in method.lines}
    return f"{kind}:{names.get(name, name)}" if name else kind


def break_even_values(model: AwardModel, bids: Sequence[Bid]) -> tuple[Found, ...]:
    """Exact: for every fixed unit value of an external line (a CO2 price), the nearest value at which another
    bid wins."""
    assert model.lcc is not None
    external = [one for one in model.lcc.lines if one.kind == "external" and one.unit_value is not None]
    return tuple(_break_even(model, bids, line) for line in external)


def _break_even(model: AwardModel, bids: Sequence[Bid], line: LccLine) -> Found:
    stated = line.unit_value or ZERO

    def winner(value: Decimal) -> str | None:
        assert model.lcc is not None
        lines = tuple(replace(one, unit_value=value) if one.id == line.id else one for one in model.lcc.lines)
        return evaluate(replace(model, lcc=replace(model.lcc, lines=lines)), bids).winner

    now = winner(stated)
    up = _first_change(
        winner, now, stated, [stated * n / 4 for n in range(5, 41)] + [stated * n for n in (15, 20, 40, 100)]
    )
    down = _first_change(winner, now, stated, [stated * n / 8 for n in range(7, -1, -1)])
    nearest = min(
        (one for one in (up, down) if one is not None), key=lambda one: abs(one - stated), default=None
    )
    facts = {"line": line.name or line.id, "stated": stated, "unit": line.unit, "up": up, "down": down}
    if nearest is None:
        return Found(
            "S9",
            "no_break_even",
            float(stated * 100),
            None,
            len(bids),
            "money",
            facts,
            base="bids",
            about=line.id,
        )
    near = bool(stated) and abs(nearest / stated - 1) < Decimal("0.5")
    return Found(
        "S9", "break_even", float(nearest), None, len(bids), "money", facts, (), None, near, "bids", line.id
    )


def _first_change(
    winner: Callable[[Decimal], str | None], now: str | None, start: Decimal, tried: Sequence[Decimal]
) -> Decimal | None:
    near = start
    for far in tried:
        if winner(far) != now:
            for _ in range(HALVINGS):
                half = (near + far) / 2
                near, far = (half, far) if winner(half) == now else (near, half)
            return far.quantize(Decimal("0.000001"))
        near = far
    return None


def _padding(model: AwardModel, bids: Sequence[Bid], winner: str) -> Found:
    """Attack 8: which losers would win by stating a life or a residual a quarter higher? Exact."""
    assert model.lcc is not None
    promised = {line.asks_cycle for line in model.lcc.lines if line.asks_cycle} | {
        line.asks_value for line in model.lcc.lines if line.asks_value and line.kind == "residual"
    }
    if not promised:
        return not_applicable("S9", "nothing_to_pad")
    cycles = {line.asks_cycle for line in model.lcc.lines}
    winners_by_padding: list[str] = []
    for bid in bids:
        if bid.id == winner:
            continue
        padded = {
            name: (value * Decimal("1.25")).to_integral_value("ROUND_CEILING")
            if name in cycles
            else value * Decimal("1.25")
            for name, value in bid.lcc_inputs.items()
            if name in promised
        }
        tried = [replace(one, lcc_inputs={**one.lcc_inputs, **padded}) if one is bid else one for one in bids]
        if evaluate(model, tried).winner == bid.id:
            winners_by_padding.append(bid.title)
    count = len(winners_by_padding)
    facts = {"bidders": ", ".join(winners_by_padding), "percent": 25}
    return Found(
        "S9",
        "padding_some" if count else "padding_none",
        float(count),
        None,
        len(bids) - 1,
        "count",
        facts,
        (),
        None,
        bool(count),
        "losing_bids",
        "padding",
    )
