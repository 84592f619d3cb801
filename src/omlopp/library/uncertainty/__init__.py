"""Tables of uncertainty.

pedigree.csv: the two tables of factors that pedigree_matrix 0.2.2 (Brightway, BSD-3-Clause) has, one row per indicator.
"""

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path


@cache
def pedigree() -> Mapping[int, Mapping[str, tuple[float, ...]]]:
    """Version → indicator (temporal correlation is called temporal) → factor of scores 1 to 5."""
    found: dict[int, dict[str, tuple[float, ...]]] = {}
    with (Path(__file__).parent / "pedigree.csv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            factors = tuple(float(row[f"score_{score}"]) for score in range(1, 6))
            found.setdefault(int(row["version"]), {})[row["indicator"]] = factors
    return found
