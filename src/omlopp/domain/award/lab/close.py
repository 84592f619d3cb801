"""S11 and S18: how close is the race? Does a decimal decide, and how often do bids end equal?"""

import numpy as np

from omlopp.domain.award.evaluate import SAME
from omlopp.domain.award.families import family_of
from omlopp.domain.award.lab.arrays import Bools, Fields, lead, results
from omlopp.domain.award.lab.found import Found, example_of, first_where, not_applicable, share_found
from omlopp.domain.model.award import AwardModel

POINT_STEPS = (1.0, 0.1, 0.01)  # per cent of full points
MONEY_STEPS = (10_000.0, 1_000.0, 1.0, 0.01)
ROUND_PRICES = (1_000.0, 10_000.0)
SERIOUS_DECIMAL = 0.02
SERIOUS_TIE = 0.005


def _exact(fields: Fields, most: int) -> Fields:
    return fields.first(min(most, fields.count))


def rounding(model: AwardModel, fields: Fields, most: int = 100_000) -> Found:
    """Share of fields in which the second decimal of the points, or the model's rounding step, decides.

    Two bids closer than a step change places, or end equal, by how they are rounded. Rows: other steps.
    """
    if fields.bids < 2:
        return not_applicable("S11", "one_bid")
    exact = _exact(fields, most)
    apart = lead(model, exact)
    in_money = family_of(model.family).lowest_wins(model)
    top = 1.0 if in_money else _full(model, exact)
    steps = MONEY_STEPS if in_money else tuple(top * step / 100 for step in POINT_STEPS)
    rows = tuple(
        {"step": one if in_money else said, "decides": float((apart < one).mean()), "of": exact.count}
        for one, said in zip(steps, steps if in_money else POINT_STEPS, strict=True)
    )
    step = float(model.rounding or 0) if in_money else steps[-1]
    if not step:
        return not_applicable("S11", "not_rounded")
    close = apart < step
    share, error, of = share_found(close)
    at = first_where(close)
    told = example_of(model, exact, at) if at is not None else None
    variant = ("money_" if in_money else "points_") + ("some" if share else "none")
    return Found(
        "S11",
        variant,
        share,
        error,
        of,
        "share",
        {"step": step if in_money else 0.01},
        rows,
        told,
        share > SERIOUS_DECIMAL,
    )


def _full(model: AwardModel, exact: Fields) -> float:
    """Full points: what the best bid one could think of would have in these fields."""
    best = Fields(np.broadcast_to(exact.prices.min(axis=0), exact.prices.shape), np.ones_like(exact.shares))
    return float(np.abs(results(model, best)).max())


def ties(model: AwardModel, fields: Fields, most: int = 100_000) -> Found:
    """Share of fields whose first place is shared, after the model's rounding. Rows: when bidders write round
    prices."""
    if fields.bids < 2:
        return not_applicable("S18", "one_bid")
    exact = _exact(fields, most)
    shared = _tied(model, exact)
    rows = tuple(
        {"prices_to": step, "ties": float(_tied(model, _to_step(exact, step)).mean()), "of": exact.count}
        for step in ROUND_PRICES
    )
    share, error, of = share_found(shared)
    at = first_where(shared)
    told = example_of(model, exact, at) if at is not None else None
    rule = next(iter(model.ties), "")
    facts = {"rule": rule, "round": ROUND_PRICES[0], "when_round": rows[0]["ties"]}
    variant = ("some" if share else "none") + ("" if model.ties else "_without_rule")
    worst = max(share, float(str(rows[0]["ties"])))
    return Found(
        "S18", variant, share, error, of, "share", facts, rows, told, worst > SERIOUS_TIE and not model.ties
    )


def _to_step(fields: Fields, step: float) -> Fields:
    return Fields(np.maximum(np.rint(fields.prices / step), 1) * step, fields.shares)


def _tied(model: AwardModel, exact: Fields) -> Bools:
    found = results(model, exact)
    if family_of(model.family).lowest_wins(model):
        step = float(model.rounding) if model.rounding else 0.0
        found = np.floor(found / step + 0.5) * step if step else found
    else:
        found = -found
    first, second = np.partition(found, 1, axis=0)[:2]
    equal: Bools = np.abs(first - second) <= float(SAME) * np.maximum(np.abs(first), np.abs(second))
    return equal
