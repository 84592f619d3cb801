"""The uncertainty of a portfolio: 10,000 draws of 1,000 contracts by 10 indicators, against what drawing alone costs.

The promise is 5 seconds. The floor is the same number of standard normals from the same generator, and nothing else:
no spread, no exponent, no sum, no interval.
"""

import time
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import numpy as np

from omlopp.domain.indicators.material import AFTER, FEEDSTOCK
from omlopp.domain.indicators.sums import AT_ONCE, portfolio_sums
from omlopp.flows.indicators import computed

CONTRACTS, INDICATORS, DRAWS = 1_000, 10, 10_000
PROMISED_SECONDS = 5.0
ROUNDS = 3
PRODUCTS = 1_000


def rows() -> list[dict[str, Any]]:
    """Seconds, the best of three rounds: a shared machine only ever adds."""
    random = np.random.default_rng(1)
    medians = random.lognormal(3, 1, (CONTRACTS, INDICATORS))
    sigmas = random.uniform(0.1, 0.8, (CONTRACTS, INDICATORS))
    baseline = medians * random.uniform(0.8, 1.5, (CONTRACTS, INDICATORS))
    own = best(lambda: portfolio_sums(medians, sigmas, 0.3, baseline, DRAWS))
    floor = best(normals)
    name = f"{DRAWS} draws × {CONTRACTS} contracts × {INDICATORS} indicators, with baseline"
    head = {"name": name, "n": DRAWS * CONTRACTS * INDICATORS, "seconds": own}
    product = best(mci)
    return [
        head | {"beside": floor, "against": "the normals alone"},
        head | {"beside": PROMISED_SECONDS, "against": "5 s"},
        {"name": "MCI of a product of 20 parts, exact, with interval", "n": PRODUCTS, "seconds": product},
    ]


def normals() -> None:
    random = np.random.Generator(np.random.SFC64(1))
    held = np.empty((AT_ONCE, CONTRACTS), np.float32)
    for _ in range(DRAWS * INDICATORS // AT_ONCE):
        random.standard_normal(out=held, dtype=np.float32)


def mci() -> None:
    told: dict[str, Decimal | None] = dict.fromkeys((*FEEDSTOCK, *AFTER), Decimal("0.1"))
    told |= {"mass_kg": Decimal(3), "recycling_in": Decimal("0.7"), "recycling_out": Decimal("0.8")}
    for _ in range(PRODUCTS):
        computed("mci", {}, [told] * 20)


def best(work: Callable[[], object]) -> float:
    seconds = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - began)
    return min(seconds)
