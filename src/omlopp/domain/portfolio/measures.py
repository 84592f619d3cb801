"""Shares of policy over many procurements: OECD/SIGMA's points and the R-ladder of what was asked and what came."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from omlopp.domain.model.goals import RStep
from omlopp.domain.portfolio.seen import Seen

Where = Literal["need", "asked", "came"]


@dataclass(frozen=True, slots=True)
class Limits:
    """`low`, `high`: shares 0–1 between which points rise evenly from 0 to `most`. `above_sek`: what counts."""

    low: Decimal
    high: Decimal
    most: Decimal
    above_sek: Decimal


@dataclass(frozen=True, slots=True)
class Sigma:
    """`green` of `contracts` above the limit have a green objective. `points` None where nothing is counted.

    `unknown`: contracts whose value nobody has told, so that they may or may not count.
    """

    green: tuple[str, ...]
    contracts: int
    points: Decimal | None
    unknown: int = 0

    @property
    def share(self) -> Decimal | None:
        """0–1."""
        return Decimal(len(self.green)) / self.contracts if self.contracts else None


def points(green: int, contracts: int, limits: Limits) -> Decimal | None:
    """0 below the low limit, the most from the high one, even between. Refuses more green than there are."""
    if not 0 <= green <= contracts:
        raise ValueError(f"{green} of {contracts}")
    if not contracts:
        return None
    within = (Decimal(green) / contracts - limits.low) / (limits.high - limits.low)
    return limits.most * min(max(within, Decimal(0)), Decimal(1))


def sigma(rows: Iterable[Seen], limits: Limits) -> Sigma:
    """Of those put to the market and worth more than the limit: how many ask for something circular anywhere."""
    held = [each for each in rows if each.position == "counted"]
    above = [each for each in held if each.value_sek is not None and each.value_sek > limits.above_sek]
    green = tuple(each.id for each in above if any(one.asked.answer == "yes" for one in each.demands))
    unknown = sum(each.value_sek is None for each in held)
    return Sigma(green, len(above), points(len(green), len(above), limits), unknown)


@dataclass(frozen=True, slots=True)
class Steps:
    """How many procurements stand on each step of the R-ladder: in the need, in what was asked, in what came.

    One may stand on several steps. `unknown`: those where nobody knows what came.
    """

    by: dict[Where, dict[RStep, int]]
    base: int
    unknown: int


def steps(rows: Iterable[Seen]) -> Steps:
    """Over those put to the market. What came: the steps of requirements that the contract phase showed."""
    made: dict[Where, Counter[RStep]] = {"need": Counter(), "asked": Counter(), "came": Counter()}
    base = unknown = 0
    for each in rows:
        if each.position != "counted":
            continue
        base += 1
        made["need"].update(each.need)
        made["asked"].update(
            {step for one in each.demands if one.asked.answer == "yes" for step in one.steps}
        )
        made["came"].update({step for one in each.demands if one.shown.answer == "yes" for step in one.steps})
        answers = [one.shown.answer for one in each.demands]
        unknown += "yes" not in answers and "unknown" in answers
    return Steps({where: {step: held[step] for step in RStep} for where, held in made.items()}, base, unknown)
