"""Everything a publication is made from, gathered once: procurements, documented cases, programmes, market results."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from omlopp.domain.model.indicators import Indicator
from omlopp.domain.model.procurement import Procurement
from omlopp.domain.process.reuse import Moved
from omlopp.domain.programme.model import Programme
from omlopp.library.load import Library


@dataclass(frozen=True, slots=True)
class Entry:
    """One procurement of the workspace, as the evaluation needs it. `model`: the version of the process model.

    `county`: NUTS code, empty when not told. `lessons`, `obstacles`: (code or step, text) as recorded. `steps`: step of
    the model → passed, waits or skipped. `instruments`: ids used, from help given and answers. `above`: chosen
    requirement → "yes" or "no", where the market's own notices tell whether it asks for more than the market gives.
    """

    procurement: Procurement
    indicators: Mapping[str, Indicator]
    model: str
    organisation: str = ""
    county: str = ""
    exercise: bool = False
    in_hindsight: bool = False
    moved: tuple[Moved, ...] = ()
    lessons: tuple[tuple[str, str], ...] = ()
    obstacles: tuple[tuple[str, str], ...] = ()
    steps: Mapping[str, str] = field(default_factory=dict)
    instruments: tuple[str, ...] = ()
    above: Mapping[str, Literal["yes", "no"]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Base:
    """`market`: what the regression of market evidence found, as plain data with its specification; None: not run."""

    library: Library
    on: date
    entries: tuple[Entry, ...] = ()
    programmes: tuple[Programme, ...] = ()
    market: Mapping[str, Any] | None = None
    dispatched: tuple[Mapping[str, Any], ...] = ()
