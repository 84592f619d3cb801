"""The portfolio evaluated: the a–d ladder, R-steps, SIGMA, effects, obstacles, what was used – for own
procurements and for the library's documented cases, by the same functions.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from math import sqrt
from typing import Literal

from omlopp.domain.model.goals import GoalId
from omlopp.domain.portfolio import effects, measures, obstacles, used
from omlopp.domain.portfolio.ladder import Climb, Count, RungId, alone, climb, counted
from omlopp.domain.portfolio.seen import Answer, Origin, Position, Seen
from omlopp.flows.evaluation_read import read_cases, read_own
from omlopp.flows.portfolio_base import Base
from omlopp.library import evaluation as data
from omlopp.library.load import Library
from omlopp.statistics.disclosure import rules
from omlopp.statistics.intervals import wilson

GOALS: tuple[GoalId, ...] = ("A", "B", "C", "D", "E")
POSITIONS: tuple[Position, ...] = ("counted", "not_yet", "no_purchase", "cancelled")
Verdict = Literal["too_few", "cannot_tell", "more", "fewer"]


@dataclass(frozen=True, slots=True)
class Share:
    """A share with two doubts. `bounds`: what it is here, were every unknown a no and were every one a yes.
    `low`–`high`: the same with what chance does to so few (Wilson, 95 per cent, at either bound): what procurements
    like these may come to. `value` None: the base is smaller than what a share is shown of. All 0–1.
    """

    value: Decimal | None
    bounds: tuple[Decimal, Decimal]
    low: Decimal
    high: Decimal


@dataclass(frozen=True, slots=True)
class Rated:
    count: Count
    share: Share


@dataclass(frozen=True, slots=True)
class OfGoal:
    """A goal over those that lit it: its promise or target kept, not kept, and what nobody knows."""

    goal: GoalId
    lit: tuple[str, ...]
    kept: tuple[str, ...]
    missed: tuple[str, ...]
    sums: tuple[effects.Sum, ...]

    @property
    def unknown(self) -> int:
        return len(self.lit) - len(self.kept) - len(self.missed)


@dataclass(frozen=True, slots=True)
class Beside:
    """Two groups beside each other: what share the contract phase showed, and whether the difference can be told.

    `low`, `high`: of the difference in share (having less lacking), with unknowns and chance at their worst.
    """

    id: str
    having: used.Group
    lacking: used.Group
    low: Decimal
    high: Decimal
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Evaluation:
    """`shown`: the contract phase, whatever the market gives. `pairs`: ids measured before and now, of `followed`."""

    origin: Origin
    on: date
    exercise: bool
    rows: tuple[Seen, ...]
    climbs: tuple[Climb, ...]
    ladder: tuple[Rated, ...]
    shown: Rated
    steps: measures.Steps
    sigma: measures.Sigma
    sums: tuple[effects.Sum, ...]
    told: Mapping[str, tuple[str, ...]]  # effect → ids that tell anything of it
    goals: tuple[OfGoal, ...]
    obstacles: obstacles.Told
    requirements: tuple[used.Requirement, ...]
    instruments: tuple[Beside, ...]
    model_steps: tuple[tuple[used.Step, Beside], ...]
    versions: Mapping[str, used.Group]
    version_beside: tuple[Beside, ...]  # each version beside all the others
    pairs: tuple[str, ...]
    followed: tuple[str, ...]

    @property
    def base(self) -> int:
        """How many stand in the ladder."""
        return self.shown.count.base

    def at(self, position: Position) -> tuple[str, ...]:
        return tuple(each.id for each in self.rows if each.position == position)

    def rung(self, rung: RungId) -> Rated:
        return next(one for one in self.ladder if one.count.rung == rung)

    def stops(self) -> Mapping[str, tuple[str, ...]]:
        """Why the top was not surely reached: code → ids, most first."""
        held: dict[str, list[str]] = {}
        for one in self.climbs:
            if (rung := one.stopped()) is not None:
                held.setdefault(rung.because, []).append(one.id)
        return {
            code: tuple(ids) for code, ids in sorted(held.items(), key=lambda pair: (-len(pair[1]), pair[0]))
        }


@dataclass(frozen=True, slots=True)
class Filters:
    """What the reader asks for; empty is everything."""

    group: str = ""
    year: int | None = None
    county: str = ""

    def takes(self, one: Seen) -> bool:
        return (
            (not self.group or self.group in one.groups)
            and (self.year is None or one.year == self.year)
            and (not self.county or one.county == self.county)
        )


def of_base(base: Base, filters: Filters | None = None) -> tuple[Evaluation, Evaluation]:
    """(own procurements, documented cases)."""
    chosen = filters or Filters()
    return (
        evaluate(
            [one for one in read_own(base) if chosen.takes(one)], "own", base.on, order_of(base.library)
        ),
        evaluate([one for one in read_cases(base.library) if chosen.takes(one)], "case", base.on),
    )


def order_of(library: Library) -> tuple[str, ...]:
    """The model's steps in order."""
    return tuple(step.id for step in library.model.steps)


def evaluate(rows: Iterable[Seen], origin: Origin, on: date, order: Sequence[str] = ()) -> Evaluation:
    """`order`: the model's steps. Whether they are own procurements or cases, the same functions judge."""
    held = tuple(rows)
    climbs = tuple(climb(each) for each in held)
    smallest = rules(on).smallest_base
    kinds = [(one.effect, one.measure) for one in data.kinds()]
    versions = used.versions(held)
    of_steps = used.steps(held, order) if any(each.steps for each in held) else ()
    return Evaluation(
        origin=origin,
        on=on,
        exercise=any(each.exercise for each in held),
        rows=held,
        climbs=climbs,
        ladder=tuple(rated(one, smallest) for one in counted(climbs)),
        shown=rated(alone(climbs), smallest),
        steps=measures.steps(held),
        sigma=measures.sigma(held, data.limits(on)),
        sums=tuple(effects.summed(kind, held) for kind in kinds),
        told={
            effect: tuple(
                each.id
                for each in held
                if any(one.effect == effect and one.value is not None for one in each.amounts)
            )
            for effect in dict.fromkeys(effect for effect, _ in kinds)
        },
        goals=tuple(of_goal(goal, held, kinds) for goal in GOALS),
        obstacles=obstacles.told(held, data.codes()),
        requirements=used.requirements(held),
        instruments=tuple(
            beside(one.id, one.having, one.lacking, smallest) for one in used.instruments(held)
        ),
        model_steps=tuple(
            (one, beside(one.id, one.side.having, one.side.lacking, smallest)) for one in of_steps
        ),
        versions=versions,
        version_beside=tuple(
            beside(
                version,
                group,
                used.group(each for each in held if each.model and each.model != version),
                smallest,
            )
            for version, group in versions.items()
            if len(versions) > 1
        ),
        pairs=tuple(each.id for each in held if each.pairs),
        followed=tuple(each.id for each in held if each.amounts),
    )


def of_goal(goal: GoalId, rows: Sequence[Seen], kinds: Sequence[tuple[str, str]]) -> OfGoal:
    by: dict[Answer, list[str]] = {"yes": [], "no": [], "unknown": []}
    for each in rows:
        for one in each.lit:
            if one.goal == goal:
                by[one.kept.answer].append(each.id)
    everyone = tuple(each.id for each in rows if any(one.goal == goal for one in each.lit))
    sums = tuple(effects.summed(kind, rows, goal) for kind in kinds)
    return OfGoal(goal, everyone, tuple(by["yes"]), tuple(by["no"]), sums)


def rated(count: Count, smallest: int) -> Rated:
    return Rated(count, share_of(len(count.yes), len(count.unknown), count.base, smallest))


def share_of(yes: int, unknown: int, base: int, smallest: int = 0) -> Share:
    """yes of base, with every unknown at its worst and best, and Wilson's interval at either."""
    low, high = wilson(yes, base).low, wilson(yes + unknown, base).high
    bounds = (_part(yes, base), _part(yes + unknown, base)) if base else (Decimal(0), Decimal(1))
    value = _part(yes, base) if base and base >= smallest else None
    return Share(value, bounds, Decimal(str(low)), Decimal(str(high)))


def beside(id: str, having: used.Group, lacking: used.Group, smallest: int) -> Beside:
    """The difference in share with the unknowns against it and for it, and Newcombe's interval (method 10) at either.

    Too few on either side: no difference is told.
    """
    if having.base < smallest or lacking.base < smallest:
        return Beside(id, having, lacking, Decimal(-1), Decimal(1), "too_few")
    worst = _difference(len(having.yes), having.base, len(lacking.yes) + lacking.unknown, lacking.base)[0]
    best = _difference(len(having.yes) + having.unknown, having.base, len(lacking.yes), lacking.base)[1]
    verdict: Verdict = "more" if worst > 0 else "fewer" if best < 0 else "cannot_tell"
    return Beside(id, having, lacking, Decimal(str(worst)), Decimal(str(best)), verdict)


def _difference(yes: int, of: int, other: int, of_other: int) -> tuple[float, float]:
    one, two = yes / of, other / of_other
    a, b = wilson(yes, of), wilson(other, of_other)
    return (
        one - two - sqrt((one - a.low) ** 2 + (b.high - two) ** 2),
        one - two + sqrt((a.high - one) ** 2 + (two - b.low) ** 2),
    )


def _part(count: int, base: int) -> Decimal:
    return Decimal(count) / base
