"""What is known of stock lists: the names their columns have, and how condition and count are written."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml

from omlopp.domain.model.text import Text

FOLDER = Path(__file__).parent
Use = Literal["now", "after_repair", "no"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a stock list. `names`: how lists are known to call it. `most`: letters of a text; 0: no text."""

    id: str
    kind: str
    name: Text
    help: Text
    names: tuple[str, ...]
    needed: bool = False
    most: int = 0


@dataclass(frozen=True, slots=True)
class Condition:
    """`use`: can it be used now, after repair, or not at all. `words`: beginnings of how lists write it."""

    id: str
    use: Use
    name: Text
    words: tuple[str, ...]


@cache
def _read(name: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((FOLDER / name).read_text("utf-8"))
    return found


@cache
def columns() -> Mapping[str, Column]:
    """In the order of the form."""
    return {
        one["id"]: Column(
            one["id"],
            one["kind"],
            Text(**one["name"]),
            Text(**one["help"]),
            tuple(one["names"]),
            one.get("needed", False),
            one.get("most", 0),
        )
        for one in _read("columns.yaml")["columns"]
    }


@cache
def conditions() -> Mapping[str, Condition]:
    """From new to unfit."""
    return {
        id: Condition(id, one["use"], Text(**one["name"]), tuple(one["words"]))
        for id, one in _read("conditions.yaml")["conditions"].items()
    }


@cache
def measures() -> Mapping[str, tuple[str, ...]]:
    """`pieces`: words for single things; `kept`: pairs and sets, which are counted and told of."""
    return {kind: tuple(words) for kind, words in _read("columns.yaml")["measures"].items()}
