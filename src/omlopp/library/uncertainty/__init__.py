"""Tables of uncertainty.

pedigree.csv: the two tables of factors that pedigree_matrix 0.2.2 (Brightway, BSD-3-Clause) has, one row per indicator.
scores.yaml: what the scores mean, in words.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, ClassVar

from omlopp.domain.model.text import STRICT, Source, Text
from omlopp.library.files import Problem, read_one


@cache
def pedigree() -> Mapping[int, Mapping[str, tuple[float, ...]]]:
    """Version → indicator (temporal correlation is called temporal) → factor of scores 1 to 5."""
    found: dict[int, dict[str, tuple[float, ...]]] = {}
    with (Path(__file__).parent / "pedigree.csv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            factors = tuple(float(row[f"score_{score}"]) for score in range(1, 6))
            found.setdefault(int(row["version"]), {})[row["indicator"]] = factors
    return found


@dataclass(frozen=True, slots=True)
class ScoreWords:
    """What an indicator of data quality is called, and what its scores 1 to 5 mean."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    name: Text
    steps: tuple[Text, Text, Text, Text, Text]


@dataclass(frozen=True, slots=True)
class Words:
    """scores.yaml."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    source: Source
    scores: Mapping[str, ScoreWords]


@cache
def words() -> Words:
    folder = Path(__file__).parent
    found = read_one(folder / "scores.yaml", Words, folder)
    if isinstance(found, Problem):
        raise RuntimeError(str(found))  # our own file: a fault of ours
    return found
