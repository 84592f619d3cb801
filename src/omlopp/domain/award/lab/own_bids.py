"""S1 and S2 on the buyer's own bids, exactly: who wins when a loser leaves, when one more bid comes in, under
other formulas."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from omlopp.domain.award.evaluate import evaluate
from omlopp.domain.award.families import family_of
from omlopp.domain.award.lab.alternatives import COMMON, comparable, translated
from omlopp.domain.award.lab.arrays import winners
from omlopp.domain.award.lab.found import Found, not_applicable
from omlopp.domain.award.lab.given import Given
from omlopp.domain.model.award import AwardModel

CENT, ZERO, TEN = Decimal("0.01"), Decimal(0), Decimal(10)
STEPS = 60


def leaving(given: Given) -> Found:
    """How many of the losing bids change the winner by leaving. Rows: each of them, with the winner then."""
    if len(given.bids) < 3:
        return not_applicable("S1", "two_bids")
    winner = given.evaluated().winner
    titles = {bid.id: bid.title for bid in given.bids}
    rows: list[dict[str, object]] = []
    for bid in given.bids:
        if bid.id == winner:
            continue
        left = [one for one in given.bids if one is not bid]
        then = evaluate(given.model, left).winner
        rows.append({"leaves": bid.title, "winner": titles.get(then or "", ""), "changes": then != winner})
    moved = [row for row in rows if row["changes"]]
    facts = {
        "winner": titles.get(winner or "", ""),
        "leaves": ", ".join(str(row["leaves"]) for row in moved),
        "then": str(moved[0]["winner"]) if moved else "",
    }
    variant = f"given_leaving_{'some' if moved else 'none'}"
    serious = bool(moved)
    return Found(
        "S1",
        variant,
        float(len(moved)),
        None,
        len(rows),
        "count",
        facts,
        tuple(rows),
        None,
        serious,
        "losing_bids",
        "given_leaving",
    )


def phantom_price(given: Given) -> Found:
    """The price of one more bid, that itself is out of the race, at which the award goes to another; to 0.01.

    Sought outwards from the mean price, to a thousand times it and a millionth of it: the number is the first
    that changes the winner. Rows: the nearest below and above.
    """
    if len(given.bids) < 2:
        return not_applicable("S1", "one_bid")
    winner = given.evaluated().winner
    titles = {bid.id: bid.title for bid in given.bids}
    prices = [bid.price for bid in given.bids if bid.price is not None]
    facts: dict[str, object] = {"winner": titles.get(winner or "", "")}
    turning: list[tuple[Decimal, str, str]] = []
    if family_of(given.model.family).relative and winner is not None and sum(prices) > 0:
        start = (sum(prices, ZERO) / len(prices)).quantize(CENT)
        for side, powers in (("under", -6), ("over", 3)):
            found = _turn(
                given, winner, start, [start * TEN ** (powers * Decimal(n) / STEPS) for n in range(STEPS + 1)]
            )
            if found is not None:
                turning.append((found[0], side, titles[found[1]]))
    if not turning:
        return Found(
            "S1",
            "given_phantom_none",
            0.0,
            None,
            len(prices),
            "count",
            facts,
            base="bids",
            about="given_phantom",
        )
    at, side, then = min(turning, key=lambda one: abs((one[0] / start).ln()))
    rows = tuple({"price": float(price), "side": where, "winner": name} for price, where, name in turning)
    facts |= {"then": then}
    return Found(
        "S1",
        f"given_phantom_{side}",
        float(at),
        None,
        len(prices),
        "money",
        facts,
        rows,
        None,
        True,
        "bids",
        "given_phantom",
    )


def _turn(given: Given, winner: str, start: Decimal, tried: Sequence[Decimal]) -> tuple[Decimal, str] | None:
    """The first price along `tried`, narrowed to 0.01, at which another bid alone is first; and that bid."""

    def other(price: Decimal) -> str | None:
        then = evaluate(given.model, given.bids, (price,)).winner
        return then if then != winner else None

    near = start
    for far in tried:
        if other(far) is not None:
            while abs(far - near) > CENT:
                half = (near + far) / 2
                near, far = (near, half) if other(half) is not None else (half, far)
            far = far.quantize(CENT, ROUND_FLOOR if far < start else ROUND_CEILING)
            then = other(far)
            return (far, then) if then is not None else None
        near = far
    return None


def other_formulas(given: Given, expected_price: Decimal) -> Found:
    """How many of the common formulas, with the same stated weights, choose the same bid. Rows: each, with
    its choice."""
    because = comparable(given.model, expected_price)
    if because or len(given.bids) < 2:
        return not_applicable("S2", because or "one_bid")
    own = _winner(given, given.model)
    rows: list[dict[str, object]] = []
    for family, parameters, words in COMMON:
        if family == given.model.family:
            continue
        chosen = _winner(given, translated(given.model, family, expected_price, parameters, words))
        rows.append(
            {"family": family, "winner": given.bids[chosen].title, "place": chosen, "same": chosen == own}
        )
    same = sum(bool(row["same"]) for row in rows)
    facts = {
        "winner": given.bids[own].title,
        "winners": len({row["place"] for row in rows}),
        "bids": len(given.bids),
    }
    return Found(
        "S2",
        f"given_{'same' if same == len(rows) else 'differ'}",
        float(same),
        None,
        len(rows),
        "count",
        facts,
        tuple(rows),
        base="formulas",
        about="given",
    )


def _winner(given: Given, model: AwardModel) -> int:
    return int(winners(replace(model, lines=(), lcc=None), given.field)[0])
