"""What is known of ledgers: column names, charts of accounts, words, product groups and their levers.

Every table is data with its source and the day it was checked; `status` recalled means: not read in a source.
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from omlopp.domain.model.text import Text

FOLDER = Path(__file__).parent


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


@cache
def columns() -> Mapping[str, tuple[str, ...]]:
    """Our column → the names seen for it, plain letters, the likeliest first."""
    found: dict[str, list[str]] = {}
    for row in _rows("columns.csv"):
        found.setdefault(row["column"], []).append(row["name"])
    return {column: tuple(names) for column, names in found.items()}


@cache
def transfer_words() -> tuple[str, ...]:
    return tuple(row["word"] for row in _rows("transfer_words.csv"))


@dataclass(frozen=True, slots=True)
class Account:
    """A prefix of account numbers. `reason`: why it is no purchase ("" where it is one). `cpv`: its product groups."""

    chart: str
    prefix: str
    name: str
    reason: str
    cpv: tuple[str, ...]
    recalled: bool
    valid_from: date | None = None
    valid_to: date | None = None

    def holds(self, year: int) -> bool:
        """Is the row good for postings of that year? Year 0 (not known): yes."""
        after = self.valid_from is None or not year or self.valid_from.year <= year
        return after and (self.valid_to is None or not year or year <= self.valid_to.year)


@cache
def accounts() -> Mapping[str, tuple[Account, ...]]:
    """Chart → its prefixes, the longest first."""
    found: dict[str, list[Account]] = {}
    for path in sorted(FOLDER.glob("accounts_*.csv")):
        for row in _rows(path.name):
            first, last = (
                date.fromisoformat(row[name]) if row[name] else None for name in ("valid_from", "valid_to")
            )
            groups = tuple(part for part in row["cpv"].split("|") if part)
            found.setdefault(row["chart"], []).append(
                Account(
                    row["chart"],
                    row["prefix"],
                    row["name_sv"],
                    row["reason"],
                    groups,
                    row["status"] != "verified",
                    first,
                    last,
                )
            )
    return {
        chart: tuple(sorted(rows, key=lambda one: (-len(one.prefix), one.prefix)))
        for chart, rows in found.items()
    }


@cache
def charts() -> tuple[tuple[str, str], ...]:
    """What a buyer's organisation number begins with → its chart, the longest beginning first."""
    found = [(row["number_starts"], row["chart"]) for row in _rows("charts.csv")]
    return tuple(sorted(found, key=lambda one: -len(one[0])))


def chart_of(buyer_id: str) -> str:
    """The chart of accounts of a buyer by its organisation number; "" where nothing tells."""
    number = "".join(sign for sign in buyer_id if sign.isdigit())
    return next((chart for start, chart in charts() if number.startswith(start)), "")


@cache
def reasons() -> Mapping[str, Text]:
    """Why a row is no purchase: code → words."""
    return {row["reason"]: Text(row["sv"], row["en"]) for row in _rows("reasons.csv")}


@dataclass(frozen=True, slots=True)
class Word:
    """A word as a table has it: `möbl*` begins a word, `*möbl*` stands anywhere in one, `kurs` is a whole word.

    `gives`: a reason or a CPV prefix. `where`: account, supplier or both.
    """

    word: str
    gives: str
    where: str = "account"

    @property
    def letters(self) -> str:
        return self.word.strip("*")

    def stands_in(self, text: str) -> bool:
        """`text` in lower case, between spaces: " kontorsmöbler ab "."""
        before = "" if self.word.startswith("*") else " "
        after = "" if self.word.endswith("*") else " "
        return before + self.letters + after in text


@cache
def clean_words() -> tuple[Word, ...]:
    return tuple(Word(row["word"], row["reason"]) for row in _rows("clean_words.csv"))


@cache
def cpv_words() -> tuple[Word, ...]:
    """The longest word first: what says most decides."""
    found = [Word(row["word"], row["cpv"], row["where"]) for row in _rows("words_cpv.csv")]
    return tuple(sorted(found, key=lambda one: -len(one.letters)))


@dataclass(frozen=True, slots=True)
class Rule:
    """A way a row came to its category. `confidence`: decided, high, medium, low or none."""

    id: str
    confidence: str
    name: Text


@cache
def rules() -> Mapping[str, Rule]:
    return {
        row["rule"]: Rule(row["rule"], row["confidence"], Text(row["sv"], row["en"]))
        for row in _rows("rules.csv")
    }


@dataclass(frozen=True, slots=True)
class Lever:
    """What can be done. `r`, `goal`, `indicator` are empty where it is no circular strategy."""

    name: Text
    r: str
    goal: str
    indicator: str


@dataclass(frozen=True, slots=True)
class Group:
    """A product group: a CPV prefix with the keys of factor sets and the levers. Expert judgement, no official table.

    `potential`: L, M or H. `confidence`: how sure the keys are (low, medium, high).
    """

    cpv: str
    name: Text
    keys: Mapping[str, str]
    potential: str
    levers: tuple[Lever, ...]
    confidence: str
    note: str


@cache
def groups() -> Mapping[str, Group]:
    """CPV prefix → product group."""
    known = {
        row["lever"]: Lever(Text(row["sv"], row["en"]), row["r"], row["goal"], row["indicator"])
        for row in _rows("levers.csv")
    }
    return {
        row["cpv"]: Group(
            row["cpv"],
            Text(row["sv"], row["en"]),
            {name: row[name] for name in ("exiobase_product", "naics2017")} | {"cpv": row["cpv"]},
            row["potential"],
            tuple(known[part.strip()] for part in row["levers"].split(";") if part.strip()),
            row["confidence"],
            row["note"],
        )
        for row in _rows("crosswalk.csv")
    }


def group_of(cpv: str) -> str:
    """The product group of a CPV code or prefix: the longest prefix that has one; "" for none."""
    code = "".join(sign for sign in cpv[:8] if sign.isdigit())
    known = groups()
    return next((code[:size] for size in range(len(code), 1, -1) if code[:size] in known), "")


@dataclass(frozen=True, slots=True)
class Contrast:
    """A county to hold a region against, and why."""

    code: str
    why: Text


@cache
def contrasts() -> Sequence[Contrast]:
    return tuple(Contrast(row["county"], Text(row["sv"], row["en"])) for row in _rows("contrast.csv"))
