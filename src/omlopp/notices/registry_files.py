"""The files of the Swedish procurement statistics: which of them a table is, and which belong together.

The column names stand in library/notices/registry_se.csv, in the short form of the shared CSV files and in the long
form of the database's own exports. A table is known by its columns, never by its name.
"""

import csv
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from omlopp.library.codelists import rows
from omlopp.notices.fields import FOLDER

Table = Literal["procurements", "bids", "winners", "values"]
TABLES: tuple[Table, ...] = ("procurements", "bids", "winners", "values")
# The column that only this table has; procurements have none of them.
_TELLING: dict[str, Table] = {"bids": "bids", "supplier": "winners", "value": "values"}


@dataclass(frozen=True, slots=True)
class RegistryFiles:
    """The tables of one delivery, each the bytes of a CSV or XLSX file, and their names. Any may be missing."""

    procurements: bytes | None = None
    bids: bytes | None = None
    winners: bytes | None = None
    values: bytes | None = None
    names: tuple[tuple[Table, str], ...] = ()

    def tables(self) -> list[tuple[Table, str, bytes]]:
        """The tables at hand, procurements first: (which, file name, bytes)."""
        named = dict(self.names)
        found = ((table, getattr(self, table)) for table in TABLES)
        return [(table, named.get(table, table), data) for table, data in found if data is not None]


@cache
def columns() -> dict[str, str]:
    """Every column name, short and long, lower case → what it becomes ("left": known and left out on purpose)."""
    known: dict[str, str] = {}
    for row in rows(FOLDER / "registry_se.csv"):
        known[row["short"].lower()] = known[row["long"].lower()] = row["use"]
    return known


@cache
def needed() -> dict[str, str]:
    """The columns no table of the registry lacks: what each becomes → its short name."""
    return {row["use"]: row["short"] for row in rows(FOLDER / "registry_se.csv") if row["needed"] == "yes"}


def table_of(head: Sequence[str]) -> Table | None:
    """Which of the tables has these columns; None when it is none of the registry's."""
    known = columns()
    uses = {known.get(name.strip().lower(), "") for name in head}
    if not needed().keys() <= uses:
        return None
    return next((table for use, table in _TELLING.items() if use in uses), "procurements")


def head_of(data: bytes) -> list[str]:
    """The columns of a CSV file, from its first bytes. No columns when these are not text."""
    line = data.lstrip(b"\xef\xbb\xbf").split(b"\n", 1)[0].rstrip(b"\r")
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError:
        text = line.decode("cp1252", errors="replace")
    if not text.strip() or "\x00" in text:
        return []
    try:
        return next(csv.reader([text], delimiter=";" if text.count(";") > text.count(",") else ","), [])
    except csv.Error:
        return []


def grouped(files: Iterable[tuple[str, Table]]) -> list[list[tuple[str, Table]]]:
    """Files that make up one delivery, by name: "bids_2021_a.csv.gz" belongs to "upphandlingar_2021_a.csv.gz".

    What follows the first underscore is the delivery's own name; where every table occurs at most once, all belong
    together whatever they are called. Procurements come first in a group.
    """
    every = list(files)
    tables = [table for _, table in every]
    if len(set(tables)) == len(tables):
        groups = {"": every}
    else:
        groups = {}
        for name, table in every:
            own = re.split("[/!]", name)[-1].lower().removesuffix(".gz")
            groups.setdefault(re.sub(r"^[^_]*_?", "", own), []).append((name, table))
    made: list[list[tuple[str, Table]]] = []
    for group in groups.values():
        most = max((sum(table == one for _, table in group) for one in tables), default=0)
        # Two of a kind in one group are no delivery: each is read for itself.
        made += [group] if most == 1 else [[one] for one in group]
    for group in made:
        group.sort(key=lambda one: one[1] != "procurements")
    return [group for group in made if group]
