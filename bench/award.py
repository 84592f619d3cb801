"""The award: one exact evaluation with its trace, a million stored fields, drawing, the attack report, the peers.

The lab's rows run in a process of their own with one BLAS thread (`_award_lab`), the peers' in another, over the
same stored fields (`_award_peers`). Peers stand in the interpreter that OMLOPP_BENCH_PEERS names, else in this one:
scikit-criteria, pymcdm, pyDecision, pyrepo-mcda.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from decimal import Decimal
from functools import partial
from typing import Any

from omlopp.domain.award.evaluate import evaluate
from omlopp.domain.model.award import AwardCriterion, AwardModel, Bid

REPEATS = 500
PROMISED_SECONDS = 0.002
SHARES = (Decimal(0), Decimal("0.35"), Decimal("0.6"), Decimal(1))


def rows() -> list[dict[str, Any]]:
    """Seconds for all n evaluations: the best of five rounds, since a shared machine only ever adds."""
    found = []
    promised = PROMISED_SECONDS * REPEATS
    for model, bids in (monetised(), ratio()):
        exact, bare = best(partial(evaluate, model, bids)), best(partial(sums, model, bids))
        name = f"{model.family}, 5 bids × 6 criteria, with trace"
        head = {"name": name, "n": REPEATS, "seconds": exact}
        found.append(head | {"beside": promised, "against": "2 ms each", "ratio": exact / promised})
        found.append(head | {"beside": bare, "against": "the bare sums", "ratio": exact / bare})
    return [*found, *_apart()]


def _apart() -> list[dict[str, Any]]:
    """The rows of the lab, with the peers on the same fields, measured in turns with nothing else in the process."""
    one_thread = {name: "1" for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")}
    done = subprocess.run(
        [sys.executable, "-m", "bench._award_lab"],
        env=os.environ | one_thread,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    rows: list[dict[str, Any]] = json.loads(done.stdout)
    return rows


def monetised() -> tuple[AwardModel, list[Bid]]:
    levels = {str(n): share for n, share in enumerate(SHARES)}
    criteria = tuple(
        AwardCriterion(f"c{n}", value=Decimal(10_000 * (n + 1)), levels=levels) for n in range(6)
    )
    return AwardModel("monetised.fixed_amounts", criteria), bids_on(criteria)


def ratio() -> tuple[AwardModel, list[Bid]]:
    levels = {str(n): share for n, share in enumerate(SHARES)}
    price = AwardCriterion("price", weight=Decimal("0.5"), price=True)
    criteria = tuple(AwardCriterion(f"c{n}", weight=Decimal("0.1"), levels=levels) for n in range(5))
    return AwardModel("relative.lowest_price_ratio", (price, *criteria)), bids_on(criteria)


def bids_on(criteria: tuple[AwardCriterion, ...]) -> list[Bid]:
    return [
        Bid(
            f"bid {n}",
            price=Decimal(1_000_000 + 37_000 * n),
            levels={criterion.id: str((n + place) % len(SHARES)) for place, criterion in enumerate(criteria)},
        )
        for n in range(5)
    ]


def sums(model: AwardModel, bids: list[Bid]) -> list[Decimal]:
    """What the arithmetic itself costs."""
    lowest = min(bid.price or Decimal(0) for bid in bids)
    results = []
    for bid in bids:
        own = bid.price or Decimal(0)
        for one in model.criteria:
            if one.price:
                own += (one.weight or Decimal(0)) * lowest / own
            else:
                own -= (one.value or one.weight or Decimal(0)) * one.levels[bid.levels[one.id]]
        results.append(own)
    return sorted(results)


def best(work: Callable[[], object]) -> float:
    rounds = []
    for _ in range(5):
        began = time.perf_counter()
        for _ in range(REPEATS):
            work()
        rounds.append(time.perf_counter() - began)
    return min(rounds)
