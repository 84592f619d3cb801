"""Tables of uncertainty.

pedigree.csv: factor tables version 1 and 2 of pedigree_matrix 0.2.2 (Brightway, BSD-3-Clause).
"""

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path


@cache
def pedigree() -> Mapping[int, Mapping[str, tuple[float, ...]]]:
    """Version → indicator (temporal correlation is called temporal) → factor of scores 1 to 5."""
    found: dict[int, dict[str, list[float]]] = {}
    with (Path(__file__).parent / "pedigree.csv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            name = row["indicator"].removesuffix(" correlation").split()[-1]
            found.setdefault(int(row["version"]), {}).setdefault(name, []).append(
                float(row["uncertainty_factor"])
            )
    return {
        version: {name: tuple(values) for name, values in table.items()} for version, table in found.items()
    }
