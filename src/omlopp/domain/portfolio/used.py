"""What was used and what came after: requirements, instruments and steps of the model, and versions beside each other.

What came after is not what came of it: those who use an instrument may differ in more than that.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from omlopp.domain.portfolio.ladder import Climb, climb
from omlopp.domain.portfolio.seen import Seen


@dataclass(frozen=True, slots=True)
class Requirement:
    """A requirement of the library over those that chose it: how often it was triggered and shown in the contract."""

    criterion: str
    chosen: tuple[str, ...]
    triggered: tuple[str, ...]
    shown: tuple[str, ...]
    failed: tuple[str, ...]  # shown not to have been delivered, or left out of the contract

    @property
    def unknown(self) -> int:
        return len(self.chosen) - len(self.shown) - len(self.failed)


@dataclass(frozen=True, slots=True)
class Group:
    """Some of those at hand and what the contract phase showed of them. yes + no + unknown = base."""

    ids: tuple[str, ...]
    yes: tuple[str, ...]
    no: tuple[str, ...]

    @property
    def base(self) -> int:
        return len(self.ids)

    @property
    def unknown(self) -> int:
        return self.base - len(self.yes) - len(self.no)


@dataclass(frozen=True, slots=True)
class Side:
    """Those that did something (used an instrument, passed a step) beside those that did not."""

    id: str
    having: Group
    lacking: Group


def requirements(rows: Iterable[Seen]) -> tuple[Requirement, ...]:
    """Most chosen first; those alike by id."""
    held: dict[str, dict[str, list[str]]] = {}
    for each in rows:
        if each.position != "counted":
            continue
        for one in each.demands:
            if not one.criterion:
                continue
            row = held.setdefault(one.criterion, {"chosen": [], "yes": [], "shown": [], "failed": []})
            row["chosen"].append(each.id)
            if one.offered.answer == "yes":
                row["yes"].append(each.id)
            if one.shown.answer != "unknown":
                row["shown" if one.shown.answer == "yes" else "failed"].append(each.id)
    made = [
        Requirement(name, *(tuple(row[part]) for part in ("chosen", "yes", "shown", "failed")))
        for name, row in held.items()
    ]
    return tuple(sorted(made, key=lambda one: (-len(one.chosen), one.criterion)))


def group(rows: Iterable[Seen]) -> Group:
    """Those of them that stand in the ladder's base."""
    climbs = [one for each in rows if (one := climb(each)).shown is not None]
    return Group(
        tuple(one.id for one in climbs),
        tuple(one.id for one in climbs if _shown(one) == "yes"),
        tuple(one.id for one in climbs if _shown(one) == "no"),
    )


def _shown(one: Climb) -> str:
    return one.shown.answer if one.shown else "unknown"


def instruments(rows: Sequence[Seen]) -> tuple[Side, ...]:
    """Each instrument that anybody used, most used first."""
    names = {name for each in rows for name in each.instruments}
    made = [
        Side(
            name,
            group(each for each in rows if name in each.instruments),
            group(each for each in rows if name not in each.instruments),
        )
        for name in names
    ]
    return tuple(sorted(made, key=lambda one: (-one.having.base, one.id)))


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the model over those that tell: how many passed, wait at and skipped it."""

    id: str
    passed: int
    waits: int
    skipped: int
    side: Side


def steps(rows: Sequence[Seen], order: Sequence[str]) -> tuple[Step, ...]:
    """In the model's order, then steps that only older versions have."""
    known = [each for each in rows if each.steps]
    names = [*order, *sorted({name for each in known for name in each.steps} - set(order))]
    made = []
    for name in names:
        states = [each.steps.get(name, "") for each in known]
        made.append(
            Step(
                name,
                states.count("passed"),
                states.count("waits"),
                states.count("skipped"),
                Side(
                    name,
                    group(each for each in known if each.steps.get(name) == "passed"),
                    group(each for each in known if each.steps.get(name) == "skipped"),
                ),
            )
        )
    return tuple(made)


def versions(rows: Iterable[Seen]) -> Mapping[str, Group]:
    """What the contract phase showed under each version of the model, by version."""
    held: dict[str, list[Seen]] = {}
    for each in rows:
        if each.model:
            held.setdefault(each.model, []).append(each)
    return {version: group(held[version]) for version in sorted(held)}
