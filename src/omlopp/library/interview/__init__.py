"""The interview guide for procurements that are entered afterwards: questions in three roles, link by link."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from omlopp.domain.model.text import Text
from omlopp.domain.process.chain import Link
from omlopp.domain.process.hindsight import Question

FILE = Path(__file__).parent / "guide.yaml"


@cache
def _read() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(FILE.read_text("utf-8"))
    return found


@cache
def guide() -> tuple[Question, ...]:
    """In the order they are asked, which is the order of the chain."""
    return tuple(
        Question(
            one["id"],
            Link(one["link"]),
            tuple(one["roles"]),
            Text(**one["asks"]),
            Text(**one["help"]) if "help" in one else None,
            one.get("kind", "text"),
            one.get("into", ""),
        )
        for one in _read()["questions"]
    )


@cache
def roles() -> Mapping[str, Text]:
    """Role → what it is called."""
    return {id: Text(**name) for id, name in _read()["roles"].items()}


@cache
def openings() -> Mapping[str, Text]:
    """Role → what to say before the first question."""
    return {id: Text(**text) for id, text in _read()["openings"].items()}
