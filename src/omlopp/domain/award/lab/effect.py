"""S12: the effect of each criterion. A criterion that never decides is work for every bidder and steers
nothing."""

import numpy as np

from omlopp.domain.award.lab.arrays import Fields, winners
from omlopp.domain.award.lab.found import Found, example_of, first_where, not_applicable, share_found
from omlopp.domain.model.award import AwardModel

NEVER = 0.01  # decides fewer than one field in a hundred: no effect that anybody would notice


def effects(model: AwardModel, fields: Fields) -> tuple[Found, ...]:
    """One Found per quality and one for the price: share of fields whose winner changes when all bids are
    alike there.

    Alike: every bid has the field's mean share, or the field's mean price. The first Found says which never
    decide.
    """
    names = [one for one in model.criteria if not one.price]
    if not names:
        return (not_applicable("S12", "price_only"),)
    if fields.bids < 2:
        return (not_applicable("S12", "one_bid"),)
    before = winners(model, fields)
    each: list[Found] = []
    for place, one in enumerate(names):
        flat = fields.shares.copy()
        flat[place] = flat[place].mean(axis=0)
        after = winners(model, Fields(fields.prices, flat))
        each.append(_one(model, fields, before, after, one.title, "criterion", one.id))
    even = np.broadcast_to(fields.prices.mean(axis=0), fields.prices.shape)
    after = winners(model, Fields(np.ascontiguousarray(even), fields.shares))
    each.append(_one(model, fields, before, after, "", "price", "="))
    idle = [one for one in each if one.number < NEVER]
    rows = tuple(
        {"criterion": one.facts["criterion"], "decides": one.number, "error": one.error, "of": one.of}
        for one in each
    )
    facts = {
        "criteria": ", ".join(str(one.facts["criterion"]) for one in idle if one.facts["criterion"]),
        "limit": NEVER,
    }
    variant = "price_idle" if each[-1] in idle else "idle" if idle else "all_decide"
    least = min(each, key=lambda one: one.number)
    summary = Found(
        "S12",
        variant,
        least.number,
        least.error,
        least.of,
        "share",
        facts,
        rows,
        least.example,
        bool(idle),
        about="all",
    )
    return summary, *each


def _one(
    model: AwardModel,
    fields: Fields,
    before: np.ndarray,
    after: np.ndarray,
    title: str,
    variant: str,
    about: str,
) -> Found:
    changed = before != after
    share, error, of = share_found(changed)
    at = first_where(changed)
    told = example_of(model, fields, at, int(after[at])) if at is not None else None
    return Found(
        "S12", variant, share, error, of, "share", {"criterion": title}, (), told, share < NEVER, about=about
    )
