"""What a region's pre-study tells, as plain rows, and the words and tables its sections are laid with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from omlopp.documents.plan import Picture, Table
from omlopp.documents.words import say
from omlopp.domain.model.text import Language
from omlopp.library.numbers import NBSP, kr, number, percent_short

Row = Mapping[str, Any]
SHOWN, SIZES = 10, ("micro", "small", "medium", "large", "not_stated")
DASH = "–"


@dataclass(frozen=True, slots=True)
class Prestudy:
    """All that the pre-study tells, as plain rows (flows.programme_prestudy fills it).

    `regions`: the nation, the county, then others; each with bids by lot and by procurement. `sizes`: name → counts
    by size, None where withheld. `pilots`: rows with potential, opening, supply and reasons. Kronor are Decimal.
    """

    county: str
    county_name: str
    on: date
    ledger: str
    years: str
    exercise: bool
    read: Row
    groups: Sequence[Row]
    factors: str
    licence: str
    credits: Sequence[str]
    register: str
    months: int
    treemap: Picture
    matrix: Picture
    regions: Sequence[Row]  # `about`: why another county stands beside
    alike: Row | None  # the rest of the country with the county's databases: platforms, bids, single_share
    sizes: Sequence[tuple[str, tuple[int | None, ...], int | None]]
    size_rule: str
    county_groups: Sequence[Row]
    buyers: Sequence[Row]
    pools: Sequence[Row]
    pilots: Sequence[Row]
    placeholders: int
    source: str
    least_base: int
    least_count: int
    notes: Sequence[str]


class Teller:
    """Words, numbers and tables of one pre-study in one language."""

    def __init__(self, found: Prestudy, language: Language) -> None:
        self.found, self.language = found, language
        self.nation, self.here = found.regions[0], found.regions[1]

    def say(self, key: str, **facts: object) -> str:
        return say(f"pre.{key}", self.language, **facts)

    def n(self, value: float | int | Decimal | None, decimals: int = 0) -> str:
        return (
            DASH if value is None else number(Decimal(str(value)), language=self.language, decimals=decimals)
        )

    def share(self, value: float | Decimal | None) -> str:
        return DASH if value is None else percent_short(float(value), self.language, decimals=0)

    def kr(self, value: Decimal) -> str:
        return kr(value.quantize(Decimal(1), ROUND_HALF_UP), self.language)

    def table(
        self,
        heads: Sequence[str],
        rows: Sequence[Sequence[str]],
        caption: str,
        numeric: Sequence[int] = (),
        widths: Sequence[int] = (),
    ) -> Table:
        head = tuple(self.say(key) for key in heads)
        return Table(head, tuple(tuple(row) for row in rows), caption, frozenset(numeric), tuple(widths))

    def withheld(self, count: int | None) -> str:
        return self.say("withheld") if count is None else self.n(count)

    def count(self, count: int) -> str:
        """A count of firms, or of what they won: 1–2 is not shown."""
        return f"<{NBSP}{self.found.least_count}" if 0 < count < self.found.least_count else self.n(count)

    def millions(self, value: Decimal) -> str:
        shown = number(value / 1_000_000, language=self.language, decimals=0)
        return f"{shown}{NBSP}mnkr" if self.language == "sv" else f"SEK{NBSP}{shown}{NBSP}m"
