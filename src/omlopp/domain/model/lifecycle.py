"""The life-cycle nouns: a method published with the documents. Its arithmetic is in domain/lifecycle."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, ClassVar, Literal

from omlopp.domain.model.text import STRICT

When = Literal["once", "yearly", "cycle", "end"]
Kind = Literal["investment", "running", "residual", "external"]


@dataclass(frozen=True, slots=True)
class LccLine:
    """One cost over the life: quantity × unit value, each fixed here or asked of the bidder.

    `asks_quantity`, `asks_value`: the name of the bidder's number, where it is asked. `when`: once (in `year`),
    yearly (`first_year` to `last_year`, the horizon where None), every `cycle_years` (or the bidder's
    `asks_cycle`) while the need lasts, or at the end of the horizon. `share_of`: the line whose amount this is a
    share of (a guaranteed resale value). `left_of`: a line of purchases in cycles; what is left of the last one
    at the horizon, in a straight line. `escalation`: real rise a year. `kind` keeps investment, running cost,
    what comes back, and costs to others apart. `clause` binds the number a bidder states. `source` says where a
    fixed number comes from; `verified` false: it may be shown, never used in an award. `weight_set`: the set an
    environmental cost comes from (A1, A2); two sets are never mixed.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: str
    kind: Kind
    when: When
    name: str = ""
    quantity: Decimal | None = None
    unit_value: Decimal | None = None
    asks_quantity: str = ""
    asks_value: str = ""
    unit: str = ""
    year: int = 0
    first_year: int = 1
    last_year: int | None = None
    cycle_years: int | None = None
    asks_cycle: str = ""
    escalation: Decimal = Decimal(0)
    source: str = ""
    verified: bool = True
    weight_set: str = ""
    clause: str = ""
    share_of: str = ""
    left_of: str = ""


@dataclass(frozen=True, slots=True)
class LccMethod:
    """How cost over time becomes one number (LOU 16:4–5): one horizon for all bids, in real terms.

    `rate`: real discount rate a year. `horizon_years`: the need's, the same for every bid, so that lives of
    different length are compared over several cycles.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    horizon_years: int
    rate: Decimal
    lines: tuple[LccLine, ...]
    rate_source: str = ""
    units: Mapping[str, str] = field(default_factory=dict)  # bidder's number → its unit, for the form

    @property
    def asked(self) -> tuple[str, ...]:
        """Every number the bidder must state, in the order of the lines."""
        named = [
            name
            for line in self.lines
            for name in (line.asks_quantity, line.asks_value, line.asks_cycle)
            if name
        ]
        return tuple(dict.fromkeys(named))
