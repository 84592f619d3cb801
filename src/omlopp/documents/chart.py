"""The numbers of a chart, for a program that draws it itself."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal


@dataclass(frozen=True, slots=True)
class Chart:
    """`series`: name and a value per category, None where it is not known (a gap, never 0). `unit`: in words."""

    kind: Literal["bar", "column", "stacked", "line"]
    categories: tuple[str, ...]
    series: tuple[tuple[str, tuple[Decimal | None, ...]], ...]
    unit: str
