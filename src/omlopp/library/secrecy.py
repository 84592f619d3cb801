"""The law of secrecy, opening and disposal as frozen values: library/secrecy.yaml."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, ClassVar

from omlopp.domain.model.errors import OmloppError
from omlopp.domain.model.law import Regime
from omlopp.domain.model.text import STRICT, Source, Text
from omlopp.domain.process.secrecy import Holds, Marking
from omlopp.library.files import Problem, read_one

FILE = Path(__file__).parent / "secrecy.yaml"


@dataclass(frozen=True, slots=True)
class OpeningLaw:
    """`point`: the legal point (process/legal). `persons`: how many must be there where it applies."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    point: str
    persons: int
    chamber: Text
    source: Source


@dataclass(frozen=True, slots=True)
class ReceivedElsewhere:
    """That bids are received by another system, and where it says so under which rules."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    section: str
    says: Text
    regimes: tuple[Regime, ...]


@dataclass(frozen=True, slots=True)
class DisposalLaw:
    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    section: str
    says: Text
    point: str
    source: Source


@dataclass(frozen=True, slots=True)
class SecrecyLaw:
    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    read_on: date
    next_look: date
    source: Source
    markings: tuple[Marking, ...]
    documents_of_bids: frozenset[str]
    documents_without_bids: frozenset[str]
    opening: OpeningLaw
    received_elsewhere: ReceivedElsewhere
    disposal: DisposalLaw

    def of(self, kind: str) -> Holds:
        """What a kind of document holds; one that nobody has placed is taken to hold bids."""
        return "other" if kind in self.documents_without_bids else "bids"


class SecrecyBroken(OmloppError):
    """The file cannot be used. Facts: file, where, says."""

    code = "secrecy-broken"


@cache
def secrecy() -> SecrecyLaw:
    found = read_one(FILE, SecrecyLaw, FILE.parent)
    if isinstance(found, Problem):
        raise SecrecyBroken(file=FILE.name, where=found.where, says=found.says)
    return found
