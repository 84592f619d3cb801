"""Real bids as a field of one: the same prices and shares that the award itself counts with."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, localcontext

import numpy as np

from omlopp.domain.award.evaluate import evaluate
from omlopp.domain.award.lab.arrays import Fields
from omlopp.domain.award.prepare import above_thresholds, priced
from omlopp.domain.award.shares import price_of, share_earned
from omlopp.domain.model.award import AwardCriterion, AwardModel, Bid, Evaluation
from omlopp.domain.model.exact import EXACT

OVERRIDDEN = "="  # the level of a share that a test sets itself; no document can name a level so


@dataclass(frozen=True, slots=True)
class Given:
    """Bids that reached every threshold, with their comparison prices, the model that compares them, and them
    as arrays.

    `model` has neither price form nor life-cycle method left: `bids` carry what came of them.
    """

    model: AwardModel
    bids: tuple[Bid, ...]
    field: Fields

    def evaluated(self, bids: Sequence[Bid] = ()) -> Evaluation:
        return evaluate(self.model, bids or self.bids)


def given(model: AwardModel, bids: Sequence[Bid]) -> Given:
    """Prices and shares once and for all. Refuses what an evaluation refuses."""
    with localcontext(EXACT):
        ready = [priced(model, bid, []) for bid in bids]
        kept, _ = above_thresholds(model, ready, [])
        qualities = [one for one in model.criteria if not one.price]
        shares = [[float(share_earned(model, one, bid)) for bid in kept] for one in qualities]
        prices = [float(price_of(bid)) for bid in kept]
    field = Fields(
        np.array(prices).reshape(len(kept), 1), np.array(shares).reshape(len(qualities), len(kept), 1)
    )
    plain = tuple(replace(bid, lcc_inputs={}) for bid in kept)
    return Given(replace(model, lines=(), lcc=None), plain, field)


def with_share(
    model: AwardModel, bids: Sequence[Bid], bid_id: str, criterion: AwardCriterion, share: Decimal
) -> tuple[AwardModel, list[Bid]]:
    """The same model and bids, but one bid earns `share` of one criterion, whatever it was given there."""
    criteria = tuple(
        replace(one, levels={**one.levels, OVERRIDDEN: share}) if one.id == criterion.id else one
        for one in model.criteria
    )
    changed = [
        replace(
            bid,
            levels={**bid.levels, criterion.id: OVERRIDDEN},
            points={name: value for name, value in bid.points.items() if name != criterion.id},
            grades={name: value for name, value in bid.grades.items() if name != criterion.id},
        )
        if bid.id == bid_id
        else bid
        for bid in bids
    ]
    return replace(model, criteria=criteria), changed
