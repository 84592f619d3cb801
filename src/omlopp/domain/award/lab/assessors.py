"""S10: two careful assessors differ. How often does a level off by one move the award, and how often would
two assessors differ?"""

import numpy as np
import numpy.typing as npt

from omlopp.domain.award.lab.arrays import Fields, Floats, winners
from omlopp.domain.award.lab.draw import steps_of
from omlopp.domain.award.lab.found import Found, example_of, first_where, not_applicable, share_found
from omlopp.domain.award.lab.given import Given
from omlopp.domain.model.award import AwardCriterion, AwardModel

OFF = 0.2  # one assessment in five is one level off, up or down alike: our assumption
WITHOUT_LEVELS = 0.1  # of a full mark, where a criterion has a grade and no levels
SERIOUS = 0.2


def judged(model: AwardModel) -> list[int]:
    """Places of the qualities that people judge; what is measured with a value function is not."""
    qualities = [one for one in model.criteria if not one.price]
    return [place for place, one in enumerate(qualities) if one.value_function is None]


def noisy(model: AwardModel, fields: Fields, off: float, seed: int) -> Fields:
    """The same bids, each judged quality one level off with probability `off` (held at the ends of the
    scale)."""
    qualities = [one for one in model.criteria if not one.price]
    shares = fields.shares.copy()
    rng = np.random.Generator(np.random.SFC64([seed, 10]))
    for place in judged(model):
        chance = rng.random(fields.prices.shape, dtype=np.float32)
        step = (chance < off / 2).astype(np.int8) - (chance > 1 - off / 2)
        shares[place] = _moved(qualities[place], shares[place], step)
    return Fields(fields.prices, shares)


def _moved(criterion: AwardCriterion, shares: Floats, step: npt.NDArray[np.signedinteger]) -> Floats:
    steps = np.array(steps_of(criterion), shares.dtype)
    if len(steps) < 2:
        return np.clip(shares + step * np.asarray(WITHOUT_LEVELS, shares.dtype), 0, 1)
    at = np.searchsorted(steps, shares, side="right") - 1
    return np.where(step == 0, shares, steps[np.clip(at + step, 0, len(steps) - 1)])


def assessor_noise(model: AwardModel, fields: Fields, seed: int, off: float = OFF) -> tuple[Found, ...]:
    """Share of fields in which the winner stands, and in which two assessors with such noise would name
    different winners."""
    if not judged(model):
        return (not_applicable("S10", "nothing_judged"),)
    if fields.bids < 2:
        return (not_applicable("S10", "one_bid"),)
    before = winners(model, fields)
    one, other = (winners(model, noisy(model, fields, off, seed + n)) for n in (0, 1))
    at = first_where(one != before)
    told = example_of(model, fields, at, int(one[at])) if at is not None else None
    facts = {"off": off, "criteria": len(judged(model))}
    stands, stands_error, of = share_found(one == before)
    differ, differ_error, _ = share_found(one != other)
    return (
        Found(
            "S10",
            "stands",
            stands,
            stands_error,
            of,
            "share",
            facts,
            (),
            told,
            stands < 1 - SERIOUS,
            about="stands",
        ),
        Found(
            "S10",
            "differ",
            differ,
            differ_error,
            of,
            "share",
            facts,
            (),
            told,
            differ > SERIOUS,
            about="differ",
        ),
    )


def assessor_noise_given(given: Given, seed: int, count: int = 4_000, off: float = OFF) -> Found:
    """The same for given bids: `count` readings of the very same bids."""
    if not judged(given.model) or len(given.bids) < 2:
        return not_applicable("S10", "nothing_judged" if not judged(given.model) else "one_bid")
    many = Fields(np.repeat(given.field.prices, count, axis=1), np.repeat(given.field.shares, count, axis=2))
    first = int(winners(given.model, given.field)[0])
    again = winners(given.model, noisy(given.model, many, off, seed))
    share, error, of = share_found(again == first)
    rows = tuple(
        {"bid": bid.id, "bidder": bid.title, "share": float((again == place).mean())}
        for place, bid in enumerate(given.bids)
    )
    facts = {"bidder": given.bids[first].title, "off": off}
    return Found(
        "S10",
        "bids_stand",
        share,
        error,
        of,
        "share",
        facts,
        rows,
        None,
        share < 1 - SERIOUS,
        "readings",
        "given",
    )
