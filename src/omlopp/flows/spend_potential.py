"""Circular potential per product group, as parts that stand side by side: footprint, levers, and what can be
addressed.

Parts are never multiplied or weighed into a score. Groups are ordered in fronts: nothing in the first is worse
than another group in every part that is known. Within a front the larger footprint comes first. The order is
explained beside each group.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from omlopp.library.spend import Group, contrasts, groups
from omlopp.spend.footing import Footprint, Footprints
from omlopp.spend.register import Contract, Register
from omlopp.spend.screening import Bought, Screening
from omlopp.statistics import supply as market
from omlopp.statistics.supply import Market, Pool, Supply

STEPS = {"L": 0, "M": 1, "H": 2}
MONTHS = 24  # how far ahead contracts that end are looked for


@dataclass(frozen=True, slots=True)
class Addressable:
    """What can be acted on. None: not known, because no register or no statistics were at hand; never zero.

    `ending`: contracts that end within the months asked about. `supply_nation`: the same product group in all of
    the source.
    """

    payees: int
    rows: int
    ending: tuple[Contract, ...] | None
    supply: Supply | None
    supply_nation: Supply | None
    pools: tuple[Pool, ...]


@dataclass(frozen=True, slots=True)
class Potential:
    """One product group. `footprint` None: the set has no factor for it. `front` from 1; `place` in the list from 1."""

    group: Group
    bought: Bought
    footprint: Footprint | None
    addressable: Addressable
    front: int = 0
    place: int = 0

    @property
    def circular_levers(self) -> int:
        """Levers that are steps of the R-ladder; expert judgement."""
        return sum(bool(lever.r) for lever in self.group.levers)


def potentials(
    screening: Screening,
    footprints: Footprints,
    on: date,
    register: Register | None = None,
    statistics: Market | None = None,
    county: str = "",
    months: int = MONTHS,
) -> tuple[Potential, ...]:
    """Every product group that something was paid for, in order."""
    feet = footprints.by_group()
    until = later(on, months)
    pools = market.pools(statistics, county) if statistics and county else ()
    found = []
    for one in screening.bought:
        ending = register.ending(one.group, on, until) if register and register.has_ends else None
        addressable = Addressable(
            one.payees, one.sum.rows, ending,
            market.supply(statistics, county, one.group) if statistics and county else None,
            market.supply(statistics, "", one.group) if statistics else None,
            tuple(pool for pool in pools if pool.cpv.startswith(one.group) or one.group.startswith(pool.cpv)),
        )  # fmt: skip
        found.append(Potential(groups()[one.group], one, feet.get(one.group), addressable))
    return ordered(found)


def later(day: date, months: int) -> date:
    """The same day so many months on; the 28th where the month is shorter."""
    years, month = divmod(day.month - 1 + months, 12)
    return date(day.year + years, month + 1, min(day.day, 28))


def parts(one: Potential) -> tuple[Decimal, int, int, int]:
    """What fronts compare: kg CO2e, step of potential (L, M, H), circular levers, contracts that end.

    Unknown counts as none.
    """
    ending = len(one.addressable.ending or ())
    kg = one.footprint.kgco2e if one.footprint else Decimal(0)
    return kg, STEPS[one.group.potential], one.circular_levers, ending


def ordered(found: Sequence[Potential]) -> tuple[Potential, ...]:
    """In fronts (Pareto): a group stands behind another only where that one is at least as good in every part,
    and better in one.
    """
    left = list(found)
    made: list[Potential] = []
    front = 0
    while left:
        front += 1
        values = {id(one): parts(one) for one in left}
        first = [
            one
            for one in left
            if not any(_behind(values[id(one)], values[id(other)]) for other in left if other is not one)
        ]
        first.sort(key=lambda one: (-values[id(one)][0], one.group.cpv))
        for one in first:
            made.append(
                Potential(one.group, one.bought, one.footprint, one.addressable, front, len(made) + 1)
            )
        left = [one for one in left if one not in first]
    return tuple(made)


def _behind(one: Sequence[Any], other: Sequence[Any]) -> bool:
    return all(a <= b for a, b in zip(one, other, strict=True)) and any(
        a < b for a, b in zip(one, other, strict=True)
    )


@dataclass(frozen=True, slots=True)
class Pilot:
    """A proposed pilot procurement: the group, its effect logic and the numbers a follow-up would ask for.

    `levers`: (name in both languages, R-step, goal, indicator). `why`: codes of sentences with facts, the
    strongest first. `lacks`: what was not known, as codes.
    """

    potential: Potential
    why: tuple[tuple[str, Mapping[str, object]], ...]
    lacks: tuple[str, ...]

    @property
    def goals(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(lever.goal for lever in self.potential.group.levers if lever.goal))

    @property
    def indicators(self) -> tuple[str, ...]:
        return tuple(
            dict.fromkeys(lever.indicator for lever in self.potential.group.levers if lever.indicator)
        )


def shortlist(found: Sequence[Potential], most: int = 10) -> tuple[Pilot, ...]:
    """The first groups that have a circular lever, medium or high potential and some spend: why each stands
    there, what is not known.
    """
    feet = sorted((one for one in found if one.footprint), key=lambda one: -parts(one)[0])
    rank = {one.group.cpv: place for place, one in enumerate(feet, 1)}
    chosen = [
        one for one in found if one.circular_levers and one.group.potential != "L" and one.bought.sum.sek > 0
    ][:most]
    return tuple(_pilot(one, rank, len(feet)) for one in chosen)


def _pilot(one: Potential, rank: Mapping[str, int], of: int) -> Pilot:
    why: list[tuple[str, Mapping[str, object]]] = []
    lacks: list[str] = []
    if one.footprint:
        why.append(("spend.why.footprint", {"place": rank[one.group.cpv], "of": of}))
    else:
        lacks.append("spend.lacks.footprint")
    why.append((f"spend.why.potential.{one.group.potential}", {"levers": one.circular_levers}))
    able = one.addressable
    if able.ending is None:
        lacks.append("spend.lacks.ends")
    elif able.ending:
        why.append(("spend.why.ending", {"count": len(able.ending), "first": able.ending[0].ends_on}))
    if able.supply is None:
        lacks.append("spend.lacks.supply")
    else:
        bids = able.supply.bids
        facts = {
            "suppliers": able.supply.suppliers,
            "wins": able.supply.wins,
            "single": bids.single,
            "lots": bids.lots,
        }
        why.append(("spend.why.supply" if bids.lots else "spend.why.supply-no-lots", facts))
    if able.pools:
        largest = able.pools[0]
        why.append(("spend.why.pool", {"buyers": len(largest.buyers), "cpv": largest.cpv}))
    if not one.footprint or one.group.confidence == "low":
        lacks.append("spend.lacks.sure-key")
    return Pilot(one, tuple(why), tuple(lacks))


def counties(statistics: Market, chosen: str = "") -> tuple[Supply, ...]:
    """The nation, the county asked for and the contrast counties (library/spend/contrast.csv), as they stand in
    the source.
    """
    codes = list(dict.fromkeys(["", *([chosen] if chosen else []), *(one.code for one in contrasts())]))
    return tuple(market.supply(statistics, code) for code in codes)
