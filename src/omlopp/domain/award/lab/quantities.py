"""S8: the price form is compared at one set of quantities and bought at another. Who is cheapest then, and
what can be gained?"""

from dataclasses import replace
from decimal import Decimal

import numpy as np

from omlopp.domain.award.evaluate import evaluate
from omlopp.domain.award.lab.arrays import Fields, winners
from omlopp.domain.award.lab.found import Found, example_of, first_where, not_applicable, share_found
from omlopp.domain.award.lab.given import given
from omlopp.domain.model.award import AwardModel, Bid

ZERO = Decimal(0)
LINE_SD = 0.4  # spread of the logarithm of a bidder's unit price around its own level
SERIOUS = 0.05


def shifts(model: AwardModel) -> dict[str, Decimal]:
    """Line → bought ÷ compared quantity. A line that is bought and compared at zero has no limit:
    infinity."""
    found: dict[str, Decimal] = {}
    for line in model.lines:
        bought = line.quantity if line.contract_quantity is None else line.contract_quantity
        found[line.id] = bought / line.quantity if line.quantity else Decimal("inf") if bought else Decimal(1)
    return found


def contract_shift(model: AwardModel, drawn: Fields, seed: int) -> tuple[Found, ...]:
    """Drawn fields: unit prices spread freely over the lines. How often is another bid best at what will be
    bought?

    Each line has an equal part of the compared sum, times a lognormal factor of LINE_SD: our assumption,
    since a price form without bids says nothing of its prices.
    """
    if not model.lines:
        return (not_applicable("S8", "no_lines"),)
    ratios = shifts(model)
    if len(set(ratios.values())) < 2:
        return (not_applicable("S8", "same_quantities"),)
    free = [name for name, ratio in ratios.items() if not ratio.is_finite()]
    finite = np.array([float(ratio) for ratio in ratios.values() if ratio.is_finite()])
    rng = np.random.default_rng([seed, 8])
    parts = np.exp(LINE_SD * rng.standard_normal((len(finite), *drawn.prices.shape), dtype=np.float32))
    factor = np.tensordot(finite.astype(np.float32), parts, 1) / parts.sum(axis=0)
    bought = Fields(drawn.prices * factor, drawn.shares)
    before, after = winners(model, drawn), winners(model, bought)
    share, error, of = share_found(before != after)
    at = first_where(before != after)
    told = example_of(model, drawn, at, int(after[at])) if at is not None else None
    names = {line.id: line.name or line.id for line in model.lines}
    rows: tuple[dict[str, object], ...] = tuple(
        {"line": names[name], "ratio": float(ratio) if ratio.is_finite() else None}
        for name, ratio in ratios.items()
    )
    facts = {"lines": len(model.lines), "free": ", ".join(names[name] for name in free)}
    shifted = Found(
        "S8",
        "shift_some" if share else "shift_none",
        share,
        error,
        of,
        "share",
        facts,
        rows,
        told,
        share > SERIOUS,
    )
    return shifted, _unbalanced(model, ratios, names, rows)


def _unbalanced(
    model: AwardModel, ratios: dict[str, Decimal], names: dict[str, str], rows: tuple[dict[str, object], ...]
) -> Found:
    """Exact: the whole price on the line that is bought most over what is compared, against an even form."""
    most = max(ratios, key=lambda name: ratios[name])
    if not ratios[most].is_finite():
        return Found(
            "S8", "free_line", 0.0, None, 1, "count", {"line": names[most]}, rows, None, True, "models"
        )
    even = sum(ratios.values(), ZERO) / len(ratios)
    gain = float(ratios[most] / even - 1) if even else 0.0
    facts = {"line": names[most], "ratio": float(ratios[most])}
    return Found(
        "S8", "unbalanced", gain, None, 1, "share", facts, rows, None, gain > SERIOUS, "models", "unbalanced"
    )


def realised(model: AwardModel, bids: tuple[Bid, ...]) -> Found:
    """Given bids: evaluated again, exactly, at what will be bought."""
    if not model.lines or not bids:
        return not_applicable("S8", "no_lines" if not model.lines else "no_bids")
    if len(set(shifts(model).values())) < 2:
        return not_applicable("S8", "same_quantities")
    bought_lines = tuple(
        replace(line, quantity=line.quantity if line.contract_quantity is None else line.contract_quantity)
        for line in model.lines
    )
    before = evaluate(model, bids)
    # A price that the bid states for the compared quantities is none for what is bought.
    own = [replace(bid, price=None) for bid in bids]
    bought = replace(model, lines=bought_lines)
    after = evaluate(bought, own)
    prices = {bid.id: bid.price or ZERO for bid in given(bought, own).bids}
    titles = {bid.id: bid.title for bid in bids}
    rows = tuple(
        {"bid": bid.id, "bidder": bid.title, "bought": prices.get(bid.id), "rank": after.rank.get(bid.id)}
        for bid in bids
    )
    same = before.winner == after.winner
    dearer = prices.get(before.winner or "", ZERO) - prices.get(after.winner or "", ZERO)
    facts = {"before": titles.get(before.winner or "", ""), "after": titles.get(after.winner or "", "")}
    variant = "bids_same" if same else "bids_change"
    return Found(
        "S8", variant, float(dearer), None, len(bids), "money", facts, rows, None, not same, "bids", "given"
    )
