"""Counting over the tables of read notices: shares with their uncertainty, what is withheld, what is published.

Everything reads the Parquet store that `omlopp notices read` writes. docs/method/statistics.md tells the formulas.
"""

METHOD = (
    "2026-11-21"  # the version that stands in every source line: a new day when a formula or a rule changes
)
