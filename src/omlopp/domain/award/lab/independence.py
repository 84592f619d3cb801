"""S1 and S7: can a bid that does not win decide who does? Withdrawals, phantom bids, and rings of allied
bids."""

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np

from omlopp.domain.award.lab.arrays import Bools, Fields, winners
from omlopp.domain.award.lab.found import Found, example_of, first_where, not_applicable, share_found
from omlopp.domain.model.award import AwardModel

SERIOUS = 0.001  # one field in a thousand: a losing bid should never decide


def withdrawal(model: AwardModel, fields: Fields, seed: int) -> tuple[Found, ...]:
    """A random loser leaves; and whether any one loser could do it."""
    if fields.bids < 3:
        return (not_applicable("S1", "two_bids"),)
    before = winners(model, fields)
    rng = np.random.default_rng([seed, 1])
    loser = (before + rng.integers(1, fields.bids, fields.count)) % fields.bids
    moved = surely(partial(_by_leaving, model), fields)
    some: Bools = np.any(moved, axis=0)
    random = np.take_along_axis(moved, loser[None], axis=0)[0]
    at = first_where(random)
    told = None
    if at is not None:
        gone = int(loser[at])
        then = int(winners(model, fields.without(gone))[at])
        told = example_of(model, fields, at, then + (then >= gone), left=gone)
    return tuple(
        Found(
            "S1",
            f"{name}_{'none' if not share else 'some'}",
            share,
            error,
            of,
            "share",
            {},
            (),
            told,
            share > SERIOUS,
            about=name,
        )
        for name, (share, error, of) in (
            ("random_loser", share_found(random)),
            ("any_loser", share_found(some)),
        )
    )


def _by_leaving(model: AwardModel, fields: Fields) -> Bools:
    """(bids, fields): whether that bid, a loser, changes the winner by leaving."""
    before = winners(model, fields)
    moved = np.zeros((fields.bids, fields.count), np.bool_)
    for bid in range(fields.bids):
        after = winners(model, fields.without(bid))
        after = after + (after >= bid)  # numbered as before
        moved[bid] = (after != before) & (before != bid)
    return moved


def surely(happens: Callable[[Fields], Bools], fields: Fields) -> Bools:
    """What happens in the fields; where that is seldom, looked at again in float64, so that no rounding is
    told as a fault."""
    found = happens(fields)
    at = np.flatnonzero(found.any(axis=0) if found.ndim > 1 else found)
    if 0 < len(at) <= max(SERIOUS * fields.count, 1):
        few = Fields(fields.prices[:, at].astype(np.float64), fields.shares[:, :, at].astype(np.float64))
        found[..., at] = happens(few)
    return found


PHANTOMS = ((0.7, "lowest"), (3.0, "highest"))


def phantom(model: AwardModel, fields: Fields) -> tuple[Found, ...]:
    """One more bid with no quality: 30 per cent under the lowest, and at three times the highest price. Does
    the winner among the other bids change?"""
    if fields.bids < 2:
        return (not_applicable("S1", "one_bid"),)
    found: list[Found] = []
    for factor, end in PHANTOMS:
        extreme = fields.prices.min(axis=0) if end == "lowest" else fields.prices.max(axis=0)
        price = extreme * np.asarray(factor, fields.prices.dtype)
        after = winners(model, fields.with_bid(price, 0.0), among=fields.bids)
        moved = surely(partial(_by_phantom, model, factor, end), fields)
        share, error, of = share_found(moved)
        at = first_where(moved)
        told = (
            example_of(model, fields, at, int(after[at]), phantom=float(price[at]))
            if at is not None
            else None
        )
        variant = f"phantom_{end}_{'none' if not share else 'some'}"
        found.append(
            Found(
                "S1",
                variant,
                share,
                error,
                of,
                "share",
                {"factor": factor},
                (),
                told,
                share > SERIOUS,
                about=f"phantom_{end}",
            )
        )
    return tuple(found)


def _by_phantom(model: AwardModel, factor: float, end: str, fields: Fields) -> Bools:
    extreme = fields.prices.min(axis=0) if end == "lowest" else fields.prices.max(axis=0)
    more = fields.with_bid(extreme * np.asarray(factor, fields.prices.dtype), 0.0)
    moved: Bools = winners(model, more, among=fields.bids) != winners(model, fields)
    return moved


def ring(
    model: AwardModel,
    fields: Fields,
    allied: int = 2,
    steps: Sequence[float] = (0.5, 0.7, 0.85, 1.3, 2.0, 4.0),
) -> Found:
    """A bidder (bid 0) lets `allied` bids with no quality in, and asks more itself: how much dearer can it
    win?

    The gain is in shares of its own price, over the fields in which it would have won honestly or does with
    its allies.
    """
    honest = winners(model, fields) == 0
    best_gain = np.zeros(fields.count, fields.prices.dtype)
    for raised in (0.0, 0.02, 0.05, 0.1, 0.2):
        dearer = fields.prices.copy()
        dearer[0] *= 1 + raised
        own = Fields(dearer, fields.shares)
        alone = winners(model, own) == 0
        for step in steps:
            helped = own
            base = fields.prices.min(axis=0) if step < 1 else fields.prices.max(axis=0)
            for number in range(allied):
                helped = helped.with_bid(base * np.asarray(step * (1 + 0.01 * number), base.dtype), 0.0)
            won = (winners(model, helped) == 0) & ~alone
            np.maximum(best_gain, np.where(won, (raised or 1e-9) * fields.prices[0], 0), out=best_gain)
    gained = best_gain > 0
    share, error, of = share_found(gained)
    money = float(best_gain[gained].mean()) if share else 0.0
    at = first_where(gained)
    told = example_of(model, fields, at, 0) if at is not None else None
    facts = {"allied": allied, "gain": money, "honest_share": float(honest.mean())}
    return Found(
        "S7",
        "ring_none" if not share else "ring_some",
        share,
        error,
        of,
        "share",
        facts,
        (),
        told,
        share > SERIOUS,
    )
