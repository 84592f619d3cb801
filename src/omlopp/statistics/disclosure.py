"""What is withheld from published tables, and why: library/statistics/disclosure.yaml."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

import yaml

from omlopp.domain.model.text import Text
from omlopp.library.load import ROOT


@dataclass(frozen=True, slots=True)
class Rules:
    """`smallest_base`: procurements a share must rest on. `smallest_count`: firms a cell must count (or none)."""

    valid_from: date
    smallest_base: int
    smallest_count: int
    reason: Text
    source: str


@dataclass(frozen=True, slots=True)
class Withheld:
    """Counts of one row, None where withheld; `total` None when even the sum would give a cell away."""

    counts: tuple[int | None, ...]
    total: int | None


def rules(on: date) -> Rules:
    """The rules in force on a day; before the first, the first."""
    known = _rules()
    return next((one for one in reversed(known) if one.valid_from <= on), known[0])


@cache
def _rules() -> tuple[Rules, ...]:
    content = yaml.safe_load((ROOT / "statistics" / "disclosure.yaml").read_text("utf-8"))
    return tuple(
        Rules(
            one["valid_from"],
            one["smallest_base"],
            one["smallest_count"],
            Text(**one["reason"]),
            f"{one['source']['title']} ({one['source']['publisher']}, {one['source']['year']})",
        )
        for one in sorted(content["rules"], key=lambda one: one["valid_from"])
    )


def withhold(counts: Sequence[int], smallest: int) -> Withheld:
    """The counts of a row whose sum is published, so that no count of 1 … smallest − 1 can be read or worked out.

    Zeros are shown. Then the smallest others are withheld too, until the withheld cells can share their sum (which
    a reader gets by subtraction) in so many ways that each may hold at least `smallest` + 1 different numbers.
    """
    hidden = {place for place, count in enumerate(counts) if 0 < count < smallest}
    if not hidden:
        return Withheld(tuple(counts), sum(counts))
    others = sorted(
        (place for place, count in enumerate(counts) if count >= smallest), key=counts.__getitem__
    )
    while not _safe([counts[place] for place in hidden], smallest) and others:
        hidden.add(others.pop(0))
    shown = tuple(None if place in hidden else count for place, count in enumerate(counts))
    return Withheld(shown, sum(counts) if _safe([counts[place] for place in hidden], smallest) else None)


def nested(rows: Sequence[Sequence[int]], smallest: int) -> tuple[Withheld, ...]:
    """Rows of which each lies within the one before (the nation, a county, some of its buyers).

    What a reader gets by taking one row from the one around it must not be small either: then, and where the row
    around it withholds anything, the inner row is withheld whole.
    """
    made: list[Withheld] = []
    for place, row in enumerate(rows):
        around = rows[place - 1] if place else None
        if around is not None and (
            None in made[-1].counts
            or any(0 < outer - inner < smallest for outer, inner in zip(around, row, strict=True))
        ):
            made.append(Withheld((None,) * len(row), None))
        else:
            made.append(withhold(row, smallest))
    return tuple(made)


def _safe(cells: Sequence[int], smallest: int) -> bool:
    """Every withheld cell holds at least 1, so each lies between 1 and the sum less one for each of the others."""
    return len(cells) >= 2 and sum(cells) - len(cells) >= smallest
