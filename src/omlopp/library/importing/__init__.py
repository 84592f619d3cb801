"""Lists that many things are imported from: their columns by the names they are known under, as data.

Names are plain letters (å → a), lower case; the likeliest first.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, ClassVar, Literal

import yaml

from omlopp.domain.model.text import STRICT, Text
from omlopp.library.files import from_data

FOLDER = Path(__file__).parent
ColumnKind = Literal["text", "date", "choice", "money", "whole", "cpv", "person"]


@dataclass(frozen=True, slots=True)
class Column:
    """`table`: the table of names.yaml that a choice is made from. `most`: the largest whole number.

    `private`: what looks like a personal number in it is not kept.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: str
    kind: ColumnKind
    name: Text
    help: Text
    names: tuple[str, ...]
    example: str = ""
    needed: bool = False
    longest: int = 300
    table: str = ""
    most: int = 0
    private: bool = False


@dataclass(frozen=True, slots=True)
class ListKind:
    """A kind of list. `most`: rows that are taken at a time; `limit`: why no more, in a sentence."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: str
    name: Text
    what: Text
    most: int
    limit: Text
    columns: tuple[Column, ...]

    @property
    def needed(self) -> tuple[Text, ...]:
        """The names of the columns that the list cannot be without."""
        return tuple(one.name for one in self.columns if one.needed)

    def column(self, id: str) -> Column:
        return next(one for one in self.columns if one.id == id)


@dataclass(frozen=True, slots=True)
class Words:
    """Months by every name they go under, what stands in an empty cell, and what a broken formula shows."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    months: tuple[tuple[str, ...], ...]
    empty: tuple[str, ...]
    errors: tuple[str, ...]


@cache
def kinds() -> Mapping[str, ListKind]:
    found = (from_data(ListKind, _read(name)) for name in ("planned", "contracts"))
    return {one.id: one for one in found}


@cache
def words() -> Words:
    return from_data(Words, _read("words"))


def _read(name: str) -> Any:
    return yaml.safe_load((FOLDER / f"{name}.yaml").read_text("utf-8"))


def plain(name: str) -> str:
    """A column's name as it is compared: lower case, å → a, without what stands in front or behind."""
    letters = name.lower().translate(str.maketrans("åäöéü", "aaoeu"))
    return " ".join(letters.replace("_", " ").replace(",", " ").replace(":", " ").split()).strip(" .*")


@cache
def copied_answers() -> Mapping[str, tuple[str, ...]]:
    """Step → the questions whose answers may come along to a procurement that is begun from another."""
    return {step: tuple(questions) for step, questions in _read("copying")["steps"].items()}
