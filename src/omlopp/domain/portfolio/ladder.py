"""The a–d ladder: of many procurements, how many ask for circular strategies, trigger them, trigger more than the
market gives anyhow, and prove it in the contract. After Zijp et al. 2022; method: docs/method/evaluation.md.

Each rung is answered per requirement from the chain, and stands on the one below. What nobody knows is unknown: it is
never a no, and it stays in the base.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from omlopp.domain.portfolio.seen import Answer, Demand, Position, Seen, Told

RungId = Literal["a", "b", "c", "d"]
RUNGS: tuple[RungId, ...] = ("a", "b", "c", "d")
ORDER: dict[Answer, int] = {"no": 0, "unknown": 1, "yes": 2}
NOTHING = Told("no", "nothing_asked")


@dataclass(frozen=True, slots=True)
class Rung:
    """`because`: a code, told in words at the edge. `about`: ids of requirements, measurements or sources behind it."""

    rung: RungId
    answer: Answer
    because: str
    about: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Climb:
    """How far one procurement or documented case came. Only `counted` ones have rungs and stand in the base.

    `shown`: what the contract phase showed, whatever the rungs below say: a promise may be kept and nobody know
    whether the market would have given the same.
    """

    id: str
    title: str
    position: Position
    rungs: tuple[Rung, ...]
    shown: Rung | None = None

    def answer(self, rung: RungId) -> Answer:
        return next(each.answer for each in self.rungs if each.rung == rung)

    def top(self) -> RungId | None:
        """The highest rung that is surely reached."""
        reached = [each.rung for each in self.rungs if each.answer == "yes"]
        return reached[-1] if reached else None

    def stopped(self) -> Rung | None:
        """The first rung that is not surely reached, with why; None for those that reached the top or do not count."""
        return next((each for each in self.rungs if each.answer != "yes"), None)


@dataclass(frozen=True, slots=True)
class Count:
    """One rung over a base: yes + no + unknown = base. Shares lie between yes/base and (yes + unknown)/base."""

    rung: RungId
    yes: tuple[str, ...]
    no: tuple[str, ...]
    unknown: tuple[str, ...]
    because: Mapping[str, int]  # why the answer is not yes: code → how many

    @property
    def base(self) -> int:
        return len(self.yes) + len(self.no) + len(self.unknown)


def climb(seen: Seen) -> Climb:
    """The ladder of one procurement or documented case."""
    if seen.position != "counted":
        return Climb(seen.id, seen.title, seen.position, ())
    demands = [nested(each) for each in seen.demands] or [[Rung(rung, *_parts(NOTHING)) for rung in RUNGS]]
    rungs = tuple(best([each[place] for each in demands]) for place in range(len(RUNGS)))
    alone = [Rung("d", *_parts(each.shown)) for each in seen.demands] or [Rung("d", *_parts(NOTHING))]
    return Climb(seen.id, seen.title, seen.position, rungs, best(alone))


def nested(demand: Demand) -> list[Rung]:
    """The four answers of one requirement. A rung stands on the one below: it is never surer than that."""
    told = (demand.asked, demand.offered, demand.market, demand.shown)
    held: list[Rung] = []
    for rung, each in zip(RUNGS, told, strict=True):
        below = held[-1] if held else None
        if below and (below.answer == "no" or ORDER[below.answer] < ORDER[each.answer]):
            held.append(Rung(rung, below.answer, below.because, below.about))
        else:
            held.append(Rung(rung, *_parts(each)))
    return held


def best(rungs: Sequence[Rung]) -> Rung:
    """Of several requirements the one that came furthest; the first of those alike."""
    return max(rungs, key=lambda each: ORDER[each.answer])


def counted(climbs: Iterable[Climb]) -> tuple[Count, ...]:
    """Each rung over all that count, with why it is not yes."""
    held = [each for each in climbs if each.position == "counted"]
    return tuple(
        count(rung, {each.id: next(one for one in each.rungs if one.rung == rung) for each in held})
        for rung in RUNGS
    )


def alone(climbs: Iterable[Climb]) -> Count:
    """What the contract phase showed, whatever the market gives."""
    return count("d", {each.id: each.shown for each in climbs if each.shown is not None})


def count(rung: RungId, answers: Mapping[str, Rung]) -> Count:
    by: dict[Answer, list[str]] = {"yes": [], "no": [], "unknown": []}
    why: Counter[str] = Counter()
    for id, one in answers.items():
        by[one.answer].append(id)
        if one.answer != "yes":
            why[one.because] += 1
    return Count(rung, tuple(by["yes"]), tuple(by["no"]), tuple(by["unknown"]), dict(why))


def _parts(told: Told) -> tuple[Answer, str, tuple[str, ...]]:
    return told.answer, told.because, told.about
