"""What a test of the lab says: a number with its error, the sentence's key, one example field, and rows for a
picture."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import sqrt
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from omlopp.domain.award.families import family_of
from omlopp.domain.award.lab.arrays import Fields, results
from omlopp.domain.model.award import AwardModel

Unit = Literal["share", "money", "count", "points"]
NOT_APPLICABLE = "not_applicable"
NORMAL_95 = 1.96


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
    """One answer. `test` is S1 … S18 or P10, `about` what within the test was asked (a criterion, an attack
    …): the two together are the answer's id. `variant` chooses its sentence, library/messages/award_lab.yaml
    `lab.<test>.<variant>`.

    `number` in `unit`, with its Monte-Carlo standard error (None: exact), over `of` of what `base` names
    (fields, weights, futures, bids …). `facts` are for the sentence, `rows` for its picture or table.
    `serious`: the model should not be published before somebody has thought about it.
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
    base: str = "fields"
    about: str = ""

    @property
    def id(self) -> str:
        return f"{self.test}.{self.about}" if self.about else self.test

    @property
    def says(self) -> str:
        return f"lab.{self.test}.{self.variant}"

    @property
    def applies(self) -> bool:
        return self.variant != NOT_APPLICABLE

    @property
    def interval(self) -> tuple[float, float] | None:
        """The middle 95 per cent around the number (None: exact); a share stays within 0–1."""
        if self.error is None:
            return None
        low, high = self.number - NORMAL_95 * self.error, self.number + NORMAL_95 * self.error
        return (max(low, 0.0), min(high, 1.0)) if self.unit == "share" else (low, high)


def not_applicable(test: str, because: str, **facts: Any) -> Found:
    """A test that says nothing about this model, and why: `because` is the key lab.because.<because>."""
    return Found(test, NOT_APPLICABLE, 0.0, None, 0, "count", {"because": because, **facts})


def gathered(parts: Sequence[Sequence[Found]]) -> tuple[Found, ...]:
    """The answers of one test over fields with different numbers of bids: those with the same id pooled into
    one.

    What does not apply to some of the fields is left out where anything applies at all.
    """
    every = [one for part in parts for one in part]
    said = [one for one in every if one.applies] or every[:1]
    ids = dict.fromkeys(one.id for one in said)
    return tuple(pooled([one for one in said if one.id == name]) for name in ids)


def pooled(found: Sequence[Found]) -> Found:
    """One answer from several with the same id: means weighted by how many fields each had.

    Words and example are those of the largest part in which something happened; rows are averaged where they
    say the same thing, else those of the largest part stand. Serious where it is so in at least half of the
    fields.
    """
    parts = sorted((one for one in found if one.of), key=lambda one: -one.of)
    if len(parts) < 2:
        return parts[0] if parts else found[0]
    whole = sum(one.of for one in parts)
    told = next((one for one in parts if one.number), parts[0])
    errors = [one.error for one in parts]
    variance = sum((one.of * (error or 0.0)) ** 2 for one, error in zip(parts, errors, strict=True))
    return replace(
        told,
        facts=_facts_together(parts, told, whole),
        number=sum(one.number * one.of for one in parts) / whole,
        error=None if None in errors else sqrt(variance) / whole,
        of=whole,
        rows=_rows_together(parts, whole),
        serious=sum(one.of for one in parts if one.serious) * 2 >= whole,
    )


def _facts_together(parts: Sequence[Found], told: Found, whole: int) -> Mapping[str, Any]:
    """Numbers of the sentence are pooled as the number is; words are those of the part that is told."""
    mixed = dict(told.facts)
    for name, value in told.facts.items():
        if isinstance(value, float) and all(isinstance(one.facts.get(name), float) for one in parts):
            mixed[name] = sum(one.facts[name] * one.of for one in parts) / whole
    return mixed


def _rows_together(parts: Sequence[Found], whole: int) -> tuple[Mapping[str, Any], ...]:
    largest = max(parts, key=lambda one: one.of).rows
    if any([_words(row) for row in one.rows] != [_words(row) for row in largest] for one in parts):
        return largest
    together: list[Mapping[str, Any]] = []
    for place, row in enumerate(largest):
        mixed = dict(row)
        for name, value in row.items():
            if name == "error":
                squares = sum((one.rows[place][name] * one.of) ** 2 for one in parts)
                mixed[name] = sqrt(squares) / whole
            elif isinstance(value, float):
                mixed[name] = sum(one.rows[place][name] * one.of for one in parts) / whole
            elif name == "of":
                mixed[name] = sum(one.rows[place][name] for one in parts)
        together.append(mixed)
    return tuple(together)


def _words(row: Mapping[str, Any]) -> Mapping[str, Any]:
    return {name: value for name, value in row.items() if not isinstance(value, float) and name != "of"}


def taken(drawn: Sequence[Fields], most: int) -> tuple[Fields, ...]:
    """The first fields of each number of bids, `most` in all, in the proportions drawn."""
    whole = sum(one.count for one in drawn)
    share = min(1.0, most / whole) if whole else 1.0
    counts = [max(1, round(one.count * share)) for one in drawn]
    return tuple(
        Fields(one.prices[:, :count], one.shares[:, :, :count])
        for one, count in zip(drawn, counts, strict=True)
    )


def mean_found(values: npt.NDArray[np.floating]) -> tuple[float, float, int]:
    """A mean, its standard error, and its base."""
    count = len(values)
    spread = float(values.std(dtype=np.float64)) if count else 0.0
    return (
        float(values.mean(dtype=np.float64)) if count else 0.0,
        spread / sqrt(count) if count else 0.0,
        count,
    )


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
