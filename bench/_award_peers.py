"""Decision-analysis libraries over stored fields: python _award_peers.py fields.npz writes what each took, as JSON.

Runs under the interpreter that has them, with nothing of Omlopp. Each scores field after field, as its interface asks:
one matrix (bids × criteria) a call, with its own cheapest settings. `same`: the share of fields with our winner – less
than all where a library always rescales the matrix first.
"""

import importlib
import json
import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np

ROUNDS = 3


def scikit_criteria(weights: Any) -> Callable[[Any], Any]:
    data = importlib.import_module("skcriteria.core.data")
    simple = importlib.import_module("skcriteria.agg.simple")
    method, up = simple.WeightedSumModel(), [max] * len(weights)
    return lambda matrix: method.evaluate(data.mkdm(matrix, up, weights=weights)).e_.score


def pymcdm(weights: Any) -> Callable[[Any], Any]:
    methods = importlib.import_module("pymcdm.methods")
    method, up = methods.WSM(normalization_function=lambda column, cost: column), np.ones(len(weights))
    return lambda matrix: method(matrix, weights, up, verbose=False)


def py_decision(weights: Any) -> Callable[[Any], Any]:
    method = importlib.import_module("pyDecision.algorithm").saw_method
    up = ["max"] * len(weights)
    return lambda matrix: method(matrix, up, weights, graph=False, verbose=False)[:, 1]


def pyrepo_mcda(weights: Any) -> Callable[[Any], Any]:
    method = importlib.import_module("pyrepo_mcda.mcda_methods").SAW()
    up = np.ones(len(weights))
    return lambda matrix: method(matrix, weights, up)


PEERS = {
    "scikit-criteria": scikit_criteria,
    "pymcdm": pymcdm,
    "pyDecision": py_decision,
    "pyrepo-mcda": pyrepo_mcda,
}


def main(path: str) -> list[dict[str, Any]]:
    stored = np.load(path)
    matrices, weights, winners = stored["matrices"], stored["weights"], stored["winners"]
    found = []
    for name, make in PEERS.items():
        try:
            score = make(weights)
        except ImportError as fault:
            found.append({"name": name, "seconds": None, "fault": f"not installed ({fault})"})
            continue
        rounds = []
        for _ in range(ROUNDS):
            began = time.process_time()
            chosen = [int(np.argmax(score(matrix))) for matrix in matrices]
            rounds.append(time.process_time() - began)
        found.append(
            {"name": name, "seconds": min(rounds), "same": float((np.array(chosen) == winners).mean())}
        )
    return found


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1])))
