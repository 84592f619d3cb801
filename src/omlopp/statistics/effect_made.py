"""Invented procurements with a planted effect: does the method find what is there, and nothing where nothing is?

Buyers that ask more often, and divisions where they do, have more bids from the start: the raw difference misleads
on purpose.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import numpy as np

from omlopp.statistics.effect_data import Rows, finished
from omlopp.statistics.effect_spec import Specification

PLANTED: Mapping[str, float] = MappingProxyType({"bids": -0.25, "single": 0.08, "small": 0.0, "appeal": 0.0})
PLATFORM = "PÅHITTAD"


@dataclass(frozen=True, slots=True)
class World:
    """What is invented. `asked`: share of procurements with the requirement; `confounding`: how far buyers and
    divisions that ask also differ in bids (logarithm per standard deviation). `heavy`: spread beyond Poisson.
    """

    buyers: int = 250
    procurements: int = 6_000
    asked: float = 0.08
    confounding: float = 0.5
    heavy: float = 0.4
    planted: Mapping[str, float] = field(default_factory=lambda: PLANTED)


def made(seed: int, spec: Specification, world: World | None = None) -> Rows:
    """Rows as effect_data.read gives them, one lot per procurement; the same seed gives the same rows."""
    import pandas as pd

    world = world or World()
    source = np.random.default_rng(seed)
    n = world.procurements
    weight = source.pareto(1.2, world.buyers) + 1
    buyer = source.choice(world.buyers, n, p=weight / weight.sum())
    division = source.choice(40, n, p=source.dirichlet(np.full(40, 0.7)))
    month = source.integers(1, 13, n)
    liking, field_ = source.normal(0, 1, world.buyers), source.normal(0, 1, 40)
    leaning = 0.9 * liking[buyer] + 0.9 * field_[division]
    asks = source.random(n) < 1 / (1 + np.exp(-(leaning + _level(leaning, world.asked))))
    drawn = world.confounding * (liking[buyer] + field_[division]) / math.sqrt(2)
    season = 0.1 * np.sin(month)
    mean = np.exp(1.1 + drawn + season + np.log1p(world.planted["bids"]) * asks)
    bids = source.poisson(mean * source.gamma(1 / world.heavy, world.heavy, n)).astype(float)
    shift = np.clip(0.06 * liking[buyer] + 0.04 * field_[division], -0.15, 0.15)
    chance = {"single": 0.25, "small": 0.5, "appeal": 0.16}
    drawn_yes = {
        name: (source.random(n) < base + shift / 2 + world.planted[name] * asks).astype(float)
        for name, base in chance.items()
    }
    ids = np.array([f"P{place}" for place in range(n)])
    rows = pd.DataFrame(
        {
            "id": ids,
            "buyer": [f"K{one}" for one in buyer],
            "buyer_name": [f"Påhittad köpare {one}" for one in buyer],
            "buyer_kind": "la",
            "county": [f"SE{one % 21}" for one in buyer],
            "platform": PLATFORM,
            "month": [f"{spec.year}-{one:02}" for one in month],
            "division": [f"{one + 10}" for one in division],
            "cpv_group": [
                f"{one + 10}{source_}"
                for one, source_ in zip(division, source.integers(1, 4, n), strict=True)
            ],
            "kind": source.choice(["Varor", "Tjänster"], n),
            "procedure": source.choice(["Öppet förfarande", "Förenklat förfarande"], n),
            "framework": source.random(n) < 0.3,
            "above_threshold": source.choice(["True", "False"], n),
            "flag": np.where(asks, "True", ""),
            "social": source.random(n) < 0.05,
            "innovation": source.random(n) < 0.03,
            "circular": np.where(asks, "yes", "no"),
            "intent": np.where(asks, "explicit", ""),
            "appeal": drawn_yes["appeal"],
        }
    )
    lots: Any = pd.DataFrame(
        {
            "id": ids,
            "lot": ids,
            "bids": bids,
            "single": drawn_yes["single"],
            "small": drawn_yes["small"],
            "winners": 1.0,
        }
    )
    values = dict(zip(ids, np.exp(source.normal(15, 1.5, n)), strict=True))
    return finished(rows, lots, values, spec, {"all": n}, {f"seed-{seed}": str(seed)}, dict(world.planted))


def _level(leaning: Any, share: float) -> float:
    """The intercept that gives a share, by bisection."""
    low, high = -20.0, 20.0
    for _ in range(60):
        middle = (low + high) / 2
        if (1 / (1 + np.exp(-(leaning + middle)))).mean() < share:
            low = middle
        else:
            high = middle
    return (low + high) / 2
