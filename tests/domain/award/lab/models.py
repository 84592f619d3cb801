"""Models and fields that several tests of the lab use."""

from decimal import Decimal as D

import numpy as np

from omlopp.domain.award.lab.arrays import Fields
from omlopp.domain.model.award import AwardCriterion, AwardModel, Bid

LEVELS = {"none": D(0), "some": D("0.35"), "most": D("0.6"), "all": D(1)}
PRICE = AwardCriterion("price", weight=D("0.6"), price=True)
QUALITY = AwardCriterion("quality", weight=D("0.4"))
NEEDS = {
    "relative.linear_from_lowest": {"slope": D(1)},
    "relative.n_times_lowest": {"times": D(3)},
    "relative.estimate_mixed": {"times": D(3), "estimate": D(900_000)},
    "relative.log_price": {"zero_at_ratio": D(2)},
    "absolute.linear_between_bounds": {"full_points_at": D(400_000), "zero_points_at": D(1_600_000)},
    "absolute.reference_price_ratio": {"reference_price": D(900_000)},
    "absolute.capped_hyperbola": {"base_price": D(20_000_000), "lowest_plausible_price": D(400_000)},
    "monetised.quality_margin": {"estimate": D(1_000_000)},
    "ratio.band": {"band": D("0.1")},
}


def in_points(family: str, *qualities: AwardCriterion, **words: str) -> AwardModel:
    """60 for price and 40 for quality under a formula, or the `qualities` given."""
    own = qualities or (QUALITY,)
    left = D(1) - sum((one.weight or D(0) for one in own), D(0))
    price = AwardCriterion("price", weight=left, price=True)
    return AwardModel(family, (price, *own), parameters=NEEDS.get(family, {}), words=words)


def in_money(*values: int, **levels) -> AwardModel:
    """Price less money for qualities with levels."""
    criteria = tuple(AwardCriterion(f"q{n}", value=D(value), levels=LEVELS) for n, value in enumerate(values))
    return AwardModel("monetised.fixed_amounts", criteria)


def bids(*rows: tuple[int, str]) -> tuple[Bid, ...]:
    """Bids A, B … from their price and the first letters of their levels, quality by quality."""
    names = {name[0]: name for name in LEVELS}
    return tuple(
        Bid(
            chr(65 + place),
            price=D(price),
            levels={f"q{n}": names[letter] for n, letter in enumerate(letters)},
        )
        for place, (price, letters) in enumerate(rows)
    )


def honest_fields(count: int = 200_000, seed: int = 1) -> Fields:
    """The fields of award.md 4: five bids, lognormal prices (sd 12 %) around 1 000 000, quality beta(4, 2)."""
    rng = np.random.default_rng(seed)
    prices = 1e6 * np.exp(rng.normal(0, 0.12, (5, count)))
    return Fields(prices, rng.beta(4, 2, (1, 5, count)))
