"""What is known of ledgers: the names publishers give their columns, and words that tell a transfer from a purchase."""

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent


@cache
def columns() -> Mapping[str, tuple[str, ...]]:
    """Our column → the names seen for it, plain letters, the likeliest first."""
    found: dict[str, list[str]] = {}
    with (FOLDER / "columns.csv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            found.setdefault(row["column"], []).append(row["name"])
    return {column: tuple(names) for column, names in found.items()}


@cache
def transfer_words() -> tuple[str, ...]:
    with (FOLDER / "transfer_words.csv").open(encoding="utf-8") as lines:
        return tuple(row["word"] for row in csv.DictReader(lines))
