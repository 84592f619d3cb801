"""S5: the law lets a weight be an interval (LOU 16:6). Over the whole box of weights, who can win, and how often?"""

from dataclasses import replace
from decimal import Decimal

import numpy as np

from omlopp.domain.award.lab.arrays import Fields, Floats, winners
from omlopp.domain.award.lab.found import Found
from omlopp.domain.model.award import AwardModel, Bid

ZERO = Decimal(0)


def intervals(model: AwardModel, spread: Decimal) -> dict[str, tuple[Decimal, Decimal]]:
    """Each weight's interval: the documents' own, else the stated weight give and take `spread` of itself."""
    found: dict[str, tuple[Decimal, Decimal]] = {}
    for one in model.criteria:
        if one.weight_between is not None:
            found[one.id] = one.weight_between
        elif one.weight is not None:
            found[one.id] = (one.weight * (1 - spread), min(one.weight * (1 + spread), Decimal(1)))
        elif one.value is not None:
            found[one.id] = (one.value * (1 - spread), one.value * (1 + spread))
    return found


def drawn_models(model: AwardModel, count: int, seed: int, spread: Decimal) -> list[AwardModel]:
    """Models with weights drawn evenly in their box; weights are then scaled to sum to 1, amounts of money are not."""
    rng = np.random.default_rng(seed)
    box = intervals(model, spread)
    models: list[AwardModel] = []
    for _ in range(count):
        drawn = {name: low + (high - low) * Decimal(repr(rng.random())) for name, (low, high) in box.items()}
        whole = sum(
            (drawn[one.id] for one in model.criteria if one.weight is not None or one.weight_between), ZERO
        )
        models.append(
            replace(
                model,
                criteria=tuple(
                    replace(one, value=drawn[one.id])
                    if one.value is not None
                    else replace(one, weight=drawn[one.id] / whole)
                    if one.id in drawn and whole
                    else one
                    for one in model.criteria
                ),
            )
        )
    return models


def acceptability(
    model: AwardModel,
    bids: list[Bid],
    one_field: Fields,
    count: int,
    seed: int,
    spread: Decimal = Decimal("0.2"),
) -> Found:
    """Share of the box in which each bid is first; the number is the largest share."""
    tally = np.zeros(one_field.bids, np.int64)
    for drawn in drawn_models(model, count, seed, spread):
        tally[int(winners(drawn, one_field)[0])] += 1
    shares: Floats = tally / count
    first = int(np.argmax(shares))
    error = float(np.sqrt(shares[first] * (1 - shares[first]) / count))
    rows = tuple(
        {"bid": bid.id, "bidder": bid.title, "share": float(share)}
        for bid, share in zip(bids, shares, strict=True)
    )
    variant = "robust" if shares[first] == 1 else "several"
    facts = {"bidder": bids[first].title, "spread_percent": spread * 100, "can_win": int((tally > 0).sum())}
    return Found(
        "S5", variant, float(shares[first]), error, count, "share", facts, rows, None, shares[first] < 0.9
    )
