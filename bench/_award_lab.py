"""The award lab's speeds: python -m bench._award_lab writes its rows as JSON. One BLAS thread, best of several rounds.

Seconds of the processor, but for the attack report, which is what a person waits. The floor of a model over stored
fields is reading the same arrays once (their sum). Memory is this process's peak.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np

from omlopp.domain.award.lab.arrays import Fields, winners
from omlopp.domain.award.lab.attack import Attack, attack
from omlopp.domain.award.lab.draw import Market, draw, plain
from omlopp.domain.model.award import AwardCriterion, AwardModel, Bid

ONE_MILLION = 1_000_000
BIDS, QUALITIES = 5, 6
PEER_FIELDS = 2_000
LEVELS = {str(n): share for n, share in enumerate((Decimal(0), Decimal("0.35"), Decimal("0.6"), Decimal(1)))}


def main() -> list[dict[str, Any]]:
    fields = plain(BIDS, QUALITIES, ONE_MILLION, 1e6, 1)
    rows = [*floor(fields), *variants(fields), *against_peers(fields)]
    del fields
    rows += drawing()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    rows.append(
        row("peak memory of all above, MB (not seconds)", ONE_MILLION, peak, 600.0, "the promised 600 MB")
    )
    return rows + report()


def money() -> AwardModel:
    values = tuple(AwardCriterion(f"q{n}", value=Decimal(100_000), levels=LEVELS) for n in range(QUALITIES))
    return AwardModel("monetised.fixed_amounts", values)


def points(family: str, price: str = "0.4", **parameters: Decimal) -> AwardModel:
    each = (1 - Decimal(price)) / QUALITIES
    qualities = [AwardCriterion(f"q{n}", weight=each, levels=LEVELS) for n in range(QUALITIES)]
    criteria = (AwardCriterion("price", weight=Decimal(price), price=True), *qualities)
    return AwardModel(family, criteria, parameters)


def weighted_sum() -> AwardModel:
    """What the peers do: six criteria, a weight each, no price formula."""
    weights = ("0.30", "0.20", "0.20", "0.15", "0.10", "0.05")
    criteria = tuple(AwardCriterion(f"q{n}", weight=Decimal(weight)) for n, weight in enumerate(weights))
    return AwardModel("additive.weighted_grades", criteria)


def floor(fields: Fields) -> list[dict[str, Any]]:
    """One model over a million stored fields, in turns with reading the same arrays once."""
    found = []
    for model in (money(), points("relative.lowest_price_ratio"), points("relative.min_max")):
        ours, read = in_turns(
            lambda model=model: winners(model, fields),
            lambda: (fields.prices.sum(dtype=np.float32), fields.shares.sum(dtype=np.float32)),
        )
        name = f"{model.family}, {ONE_MILLION:,} stored fields of {BIDS} bids × {QUALITIES} criteria"
        found.append(
            row(name, ONE_MILLION, ours, read, "reading the same arrays once (promised: within 2.5)")
        )
    return found


def variants(fields: Fields) -> list[dict[str, Any]]:
    """Twenty models over the same fields: four formulas, five weights of price each."""
    models = [
        points(family, f"0.{tenths}", **parameters)
        for family, parameters in (
            ("relative.lowest_price_ratio", {}),
            ("relative.min_max", {}),
            ("relative.linear_from_lowest", {"slope": Decimal(1)}),
            ("relative.average", {}),
        )
        for tenths in range(3, 8)
    ]
    ours = best(lambda: [winners(model, fields) for model in models], 3)
    return [row("20 models over them", 20 * ONE_MILLION, ours, 1.0, "the promised 1 s")]


def drawing() -> list[dict[str, Any]]:
    market = Market(1e6)
    simple = best(lambda: plain(BIDS, QUALITIES, ONE_MILLION, 1e6, 1), 3)
    full = best(lambda: draw(money(), market, ONE_MILLION, 1), 3)
    return [
        row("drawing a million fields, plain generator", ONE_MILLION, simple, 0.4, "the promised 0.4 s"),
        row("drawing a million fields, full generator", ONE_MILLION, full, 1.5, "the promised 1.5 s"),
    ]


def against_peers(fields: Fields) -> list[dict[str, Any]]:
    """Each peer over the first fields, ours over them all; per field, as how many times slower than we the peer is."""
    model = weighted_sum()
    ours = best(lambda: winners(model, fields), 5) / ONE_MILLION
    drawn = best(lambda: winners(model, plain(BIDS, QUALITIES, ONE_MILLION, 1e6, 2)), 2) / ONE_MILLION
    few = Fields(fields.prices[:, :PEER_FIELDS], fields.shares[:, :, :PEER_FIELDS])
    right = winners(model, few)
    weights = [float(one.weight or 0) for one in model.criteria]
    with tempfile.TemporaryDirectory() as folder:
        stored = Path(folder) / "fields.npz"
        matrices = np.ascontiguousarray(few.shares.transpose(2, 1, 0), np.float64)  # field, bid, criterion
        np.savez(stored, matrices=matrices, weights=weights, winners=right)
        peers = json.loads(
            subprocess.run(
                [
                    os.environ.get("OMLOPP_BENCH_PEERS") or sys.executable,
                    Path(__file__).with_name("_award_peers.py"),
                    stored,
                ],
                stdout=subprocess.PIPE,
                text=True,
                check=True,
            ).stdout
        )
    against = "ours on the same weighted sum and fields: how many times slower the peer is, per field"
    found = []
    for peer in peers:
        if peer["seconds"] is None:
            found.append({"name": f"{peer['name']}: {peer['fault']}", "n": 0, "seconds": 0.0, "beside": None})
        else:
            name = f"{peer['name']} weighted sum, {peer['same']:.0%} of {PEER_FIELDS} winners as ours"
            found.append(row(name, PEER_FIELDS, peer["seconds"], ours * PEER_FIELDS, against))
    measured = [peer for peer in peers if peer["seconds"] is not None]
    if measured:
        fastest = min(measured, key=lambda peer: peer["seconds"])
        name = f"best peer: {fastest['name']}"
        found.append(
            row(name, PEER_FIELDS, fastest["seconds"], ours * PEER_FIELDS, f"{against} (promised: 300)")
        )
        said = "ours drawn and scored: how many times slower the peer is that only scores"
        found.append(
            row(f"{name}, drawn and scored", PEER_FIELDS, fastest["seconds"], drawn * PEER_FIELDS, said)
        )
    return found


def report() -> list[dict[str, Any]]:
    """The whole attack on 100 000 fields with given bids; when the first picture could be shown; with the document."""
    from omlopp.documents import html
    from omlopp.documents.pictures.award_lab import pictures
    from omlopp.documents.plans.award_lab import award_lab_report

    bids = tuple(
        Bid(
            f"bid {n}",
            price=Decimal(1_000_000 + 37_000 * n),
            levels={f"q{k}": str((n + k) % len(LEVELS)) for k in range(QUALITIES)},
        )
        for n in range(BIDS)
    )
    found = []
    for model in (money(), points("relative.min_max")):
        what = Attack(model, Market(1e6), bids=bids)
        began, first = time.perf_counter(), [0.0]

        def told(done: int, of: int, answers: Any, began: float = began, first: list[float] = first) -> None:
            if done == 1:
                first[0] = time.perf_counter() - began

        made = attack(what, told)
        whole = time.perf_counter() - began
        html.render(award_lab_report(made, "bench", "sv", date(2026, 1, 1)))
        written = time.perf_counter() - began
        began = time.perf_counter()
        pictures(made, "sv")
        drawn = time.perf_counter() - began
        name = f"attack report, 100 000 fields, {model.family}"
        found += [
            row(name, what.draws, whole, 10.0, "the promised 10 s"),
            row(f"{name}: until the first chart", what.draws, first[0] + drawn, 1.0, "the promised 1 s"),
            row(f"{name}: with the HTML file", what.draws, written, 10.0, "the promised 10 s"),
        ]
    return found


def row(name: str, n: int, seconds: float, beside: float, against: str) -> dict[str, Any]:
    return {"name": name, "n": n, "seconds": seconds, "beside": beside, "against": against}


def best(work: Callable[[], object], rounds: int) -> float:
    """The least of some rounds: a shared machine only ever adds."""
    return min(timed(work) for _ in range(rounds))


def in_turns(
    ours: Callable[[], object], theirs: Callable[[], object], rounds: int = 9
) -> tuple[float, float]:
    pairs = [(timed(ours), timed(theirs)) for _ in range(rounds)]
    return min(one for one, _ in pairs), min(other for _, other in pairs)


def timed(work: Callable[[], object]) -> float:
    """Seconds of this process on the processor: all is one thread, and other processes' turns are not ours."""
    began = time.process_time()
    work()
    return time.process_time() - began


if __name__ == "__main__":
    print(json.dumps(main()))
