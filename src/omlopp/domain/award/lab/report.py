"""The attack report: what every test found, with all that is needed to run it again."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from omlopp.domain.award.lab.draw import Market
from omlopp.domain.award.lab.found import Found

TESTS = (
    "S2",
    "S3",
    "P10",
    "S12",
    "S1",
    "S7",
    "S6",
    "S5",
    "S4",
    "S10",
    "S11",
    "S18",
    "S8",
    "S9",
    "S13",
    "S14",
    "S15",
    "S17",
    "S16",
)
"""In the order they are run: what gives the first pictures first."""


@dataclass(frozen=True, slots=True)
class Report:
    """`found` in the order of the tests. The same model, market, seed and draws give an equal report.

    `draws`: how many fields were drawn; `fields`: bids in a field → how many fields were compared, after
    thresholds. `stopped`: a person stopped the run; `missing` names the tests that were not run.
    """

    model_digest: str
    family: str
    market: Market
    seed: int
    draws: int
    fields: Mapping[int, int]
    found: tuple[Found, ...]
    bids: int = 0
    stopped: bool = False
    missing: tuple[str, ...] = ()
    currency: str = "SEK"
    spread: Decimal = Decimal("0.2")
    qualities: tuple[str, ...] = ()  # their names, in the order of an example's shares

    def of(self, test: str) -> tuple[Found, ...]:
        return tuple(one for one in self.found if one.test == test)

    def one(self, found_id: str) -> Found | None:
        return next((one for one in self.found if one.id == found_id), None)

    @property
    def serious(self) -> tuple[Found, ...]:
        return tuple(one for one in self.found if one.serious)
