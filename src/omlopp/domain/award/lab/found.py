"""What a test of the lab says: a number with its error, the sentence's key, one example field, and rows for a picture."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import sqrt
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from omlopp.domain.award.families import family_of
from omlopp.domain.award.lab.arrays import Fields, results
from omlopp.domain.model.award import AwardModel

Unit = Literal["share", "money", "count", "points"]


@dataclass(frozen=True, slots=True)
class Example:
    """One drawn field, to show: per bid its price, its shares by quality, and what it came to."""

    prices: tuple[float, ...]
    shares: tuple[tuple[float, ...], ...]  # bid → quality
    results: tuple[float, ...]
    winner: int
    changed_to: int | None = None  # the winner after what the test did
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Found:
    """`test` is S1 … S18 with a name; `variant` chooses its sentence, library/messages/lab.yaml `lab.<test>.<variant>`.

    `number` in `unit`, with its Monte-Carlo standard error (None: exact) over `of` fields. `facts` are for the sentence, `rows` for
    its picture or table. `serious`: the model should not be published before somebody has thought about it.
    """

    test: str
    variant: str
    number: float
    error: float | None
    of: int
    unit: Unit
    facts: Mapping[str, Any] = field(default_factory=dict)
    rows: tuple[Mapping[str, Any], ...] = ()
    example: Example | None = None
    serious: bool = False

    @property
    def says(self) -> str:
        return f"lab.{self.test}.{self.variant}"


def share_found(happened: npt.NDArray[np.bool_]) -> tuple[float, float, int]:
    """A share, its standard error, and its base."""
    count = len(happened)
    share = float(happened.mean()) if count else 0.0
    return share, sqrt(share * (1 - share) / count) if count else 0.0, count


def example_of(
    model: AwardModel, fields: Fields, at: int, changed_to: int | None = None, **facts: Any
) -> Example:
    """The field numbered `at`, with what the model makes of it."""
    one = Fields(fields.prices[:, at : at + 1], fields.shares[:, :, at : at + 1])
    scored = results(model, one)[:, 0]
    lowest = family_of(model.family).lowest_wins(model)
    return Example(
        tuple(float(price) for price in one.prices[:, 0]),
        tuple(tuple(float(share) for share in one.shares[:, bid, 0]) for bid in range(one.bids)),
        tuple(float(result) for result in scored),
        int(np.argmin(scored) if lowest else np.argmax(scored)),
        changed_to,
        facts,
    )


def first_where(happened: npt.NDArray[np.bool_]) -> int | None:
    """The number of the first field in which it happened."""
    at = int(np.argmax(happened)) if len(happened) else 0
    return at if len(happened) and bool(happened[at]) else None
