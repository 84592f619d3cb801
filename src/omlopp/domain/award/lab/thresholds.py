"""S14: announced thresholds. How often do they leave no bid, or one? And the fields as they stand after
them."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from omlopp.domain.award.lab.arrays import Fields
from omlopp.domain.award.lab.found import Found, first_where, not_applicable, share_found
from omlopp.domain.model.award import AwardModel

SERIOUS_NONE = 0.01  # one procurement in a hundred without any bid left
SERIOUS_ONE = 0.10  # one in ten with a single bid left: no competition


def standing(model: AwardModel, fields: Fields) -> npt.NDArray[np.bool_]:
    """Which bids reach every rejecting threshold: (bids, fields)."""
    left = np.ones(fields.prices.shape, np.bool_)
    for place, one in enumerate(one for one in model.criteria if not one.price):
        if one.threshold is not None and one.threshold.effect == "reject":
            left &= fields.shares[place] >= np.asarray(float(one.threshold.least), fields.shares.dtype)
    return left


def admitted(model: AwardModel, drawn: Sequence[Fields]) -> tuple[Fields, ...]:
    """The fields the award would compare: rejected bids are gone, a share below a zeroing threshold is
    nothing.

    Fields are put together by how many bids are left in them; those with none are gone.
    """
    qualities = [one for one in model.criteria if not one.price]
    if all(one.threshold is None for one in qualities):
        return tuple(drawn)
    by_count: dict[int, list[Fields]] = {}
    for fields in drawn:
        zeroed = _zeroed(model, fields)
        left = standing(model, fields)
        counts = left.sum(axis=0)
        for count in range(1, fields.bids + 1):
            chosen = np.flatnonzero(counts == count)
            if not len(chosen):
                continue
            # A stable sort puts the bids that stand first, in their own order.
            order = np.argsort(~left[:, chosen], axis=0, kind="stable")[:count]
            by_count.setdefault(count, []).append(
                Fields(
                    np.take_along_axis(zeroed.prices[:, chosen], order, axis=0),
                    np.take_along_axis(zeroed.shares[:, :, chosen], order[None], axis=1),
                )
            )
    return tuple(
        Fields(
            np.concatenate([one.prices for one in parts], axis=1),
            np.concatenate([one.shares for one in parts], axis=2),
        )
        for _, parts in sorted(by_count.items())
    )


def _zeroed(model: AwardModel, fields: Fields) -> Fields:
    shares = fields.shares
    for place, one in enumerate(one for one in model.criteria if not one.price):
        if one.threshold is not None and one.threshold.effect == "zero":
            shares = shares.copy() if shares is fields.shares else shares
            shares[place][shares[place] < np.asarray(float(one.threshold.least), shares.dtype)] = 0
    return Fields(fields.prices, shares)


def threshold_risk(model: AwardModel, drawn: Sequence[Fields]) -> tuple[Found, ...]:
    """Share of fields with no bid left, and with exactly one left where there were several."""
    limits = [one for one in model.criteria if one.threshold and one.threshold.effect == "reject"]
    if not limits:
        return (not_applicable("S14", "no_thresholds"),)
    counts = np.concatenate([standing(model, fields).sum(axis=0) for fields in drawn])
    several = np.concatenate([np.full(fields.count, fields.bids > 1) for fields in drawn])
    rows = tuple(_row(model, drawn, one.id, one.title) for one in limits)
    found: list[Found] = []
    for variant, happened, limit in (
        ("none_left", counts == 0, SERIOUS_NONE),
        ("one_left", (counts == 1) & several, SERIOUS_ONE),
    ):
        share, error, of = share_found(happened)
        facts = {"thresholds": len(limits), "first": first_where(happened)}
        name = variant if share else f"never_{variant}"
        found.append(
            Found("S14", name, share, error, of, "share", facts, rows, None, share > limit, about=variant)
        )
    return tuple(found)


def _row(model: AwardModel, drawn: Sequence[Fields], criterion_id: str, title: str) -> dict[str, object]:
    """How many bids one threshold rejects by itself."""
    qualities = [one for one in model.criteria if not one.price]
    place = [one.id for one in qualities].index(criterion_id)
    limit = qualities[place].threshold
    assert limit is not None
    below = sum(int((fields.shares[place] < float(limit.least)).sum()) for fields in drawn)
    of = sum(fields.prices.size for fields in drawn)
    return {"criterion": title, "rejects": below / of if of else 0.0, "of": of}
