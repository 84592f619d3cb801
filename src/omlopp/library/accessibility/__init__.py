"""What the accessibility statement says of this version, as data."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

from omlopp.domain.model.errors import OmloppError
from omlopp.domain.model.text import Source, Text
from omlopp.library.files import Problem, read_one

FOLDER = Path(__file__).parent


class StatementBroken(OmloppError):
    """The data file cannot be read. Facts: where, says."""

    code = "accessibility-broken"


@dataclass(frozen=True, slots=True)
class Shortcoming:
    """A known fault: what, against which success criterion of WCAG, and what is done or offered instead."""

    id: str
    what: Text
    criterion: str
    plan: Text


@dataclass(frozen=True, slots=True)
class Law:
    text: Text
    source: Source
    standard: Text


@dataclass(frozen=True, slots=True)
class Supervisor:
    name: Text
    source: Source


@dataclass(frozen=True, slots=True)
class Statement:
    law: Law
    supervisor: Supervisor
    status: Literal["fully", "partly", "not"]
    assessed_on: date
    assessed_how: Text
    shortcomings: tuple[Shortcoming, ...]


@cache
def statement() -> Statement:
    """statement.yaml. Raises StatementBroken."""
    read = read_one(FOLDER / "statement.yaml", Statement, FOLDER)
    if isinstance(read, Problem):
        raise StatementBroken(where=read.where, says=read.says)
    return read
