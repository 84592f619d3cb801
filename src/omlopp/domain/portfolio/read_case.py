"""A documented case, read into the shape that is judged: what its sources say, as the library's editors coded it."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, localcontext
from typing import Literal

from omlopp.domain.model.cases import Case
from omlopp.domain.model.exact import EXACT
from omlopp.domain.model.goals import Strategy
from omlopp.domain.portfolio.seen import Amount, Demand, Lit, Obstacle, Position, Seen, Told

OVER = ("in_use", "finished")
Tells = Literal["effect", "delivered", "market", "price", "promise", "target", "abroad", "doubted", "other"]


@dataclass(frozen=True, slots=True)
class Coded:
    """What one result tells (library/evaluation/case_results.yaml). `at`: its place in the case, from 0."""

    at: int
    tells: Tells
    figure: Decimal | None = None
    effect: str = ""
    measure: str = ""
    times: Decimal = Decimal(1)
    how: str = ""
    a_year: bool = False


Coding = tuple[Coded, ...]


def read_case(case: Case, coding: Coding, strategies: Mapping[str, Strategy]) -> Seen:
    """A case is one demand: its sources tell what was asked and what came, not requirement by requirement."""
    steps = frozenset(
        step for name in case.strategies if name in strategies for step in strategies[name].r_steps
    )
    position = position_of(case)
    shown = _shown(case, coding)
    demand = Demand(
        "case", "", _asked(case), _offered(case, coding), Told("unknown", "market_not_told"), shown, steps
    )
    return Seen(
        id=case.id,
        title=case.name.sv,
        origin="case",
        position=position,
        demands=(demand,) if position == "counted" else (),
        need=steps,
        lit=tuple(Lit(goal, Told("unknown", "no_target_told")) for goal in case.goals),
        amounts=_amounts(case, coding) if position == "counted" else (),
        obstacles=None
        if case.obstacles == "not_stated"
        else tuple(Obstacle(one.kind, one.says.sv, "people") for one in case.obstacles),
        country=case.country,
        organisation=case.buyer,
        year=case.year if isinstance(case.year, int) else None,
        groups=case.groups,
    )


def position_of(case: Case) -> Position:
    if case.outcome == "no_purchase":
        return "no_purchase"
    return "cancelled" if case.outcome == "stopped" else "counted"


def _asked(case: Case) -> Told:
    """The sources tell of something circular, or they do not tell what was asked."""
    told = case.asked != "not_stated" and bool(case.strategies)
    return Told("yes", "asked") if told else Told("unknown", "request_not_told")


def _offered(case: Case, coding: Coding) -> Told:
    """Something came: a source that is not the seller says so, of a purchase in use or finished."""
    if case.outcome not in OVER:
        return Told("unknown", "outcome_not_told")
    came = _came(case, coding)
    own = tuple(str(at) for at, seller in came if not seller)
    if own:
        return Told("yes", "delivered", own)
    return Told("unknown", "seller_only" if came else "result_not_told")


def _shown(case: Case, coding: Coding) -> Told:
    """A figure that was counted, and not by the seller. A counter-example came out worse: the source says so."""
    if case.outcome not in OVER:
        return Told("unknown", "outcome_not_told")
    if case.counter_example:
        return Told("no", "became_worse")
    results = case.results if case.results != "not_stated" else ()
    figures = [one for one in coding if one.tells == "effect"]
    own = [one for one in figures if not results[one.at].seller]
    counted = tuple(str(one.at) for one in own if one.how == "counted")
    if counted:
        return Told("yes", "measured", counted)
    if own:
        return Told("unknown", "calculated_only", tuple(str(one.at) for one in own))
    return Told("unknown", "seller_only" if figures else "not_measured")


def _came(case: Case, coding: Coding) -> list[tuple[int, bool]]:
    results = case.results if case.results != "not_stated" else ()
    return [(one.at, results[one.at].seller) for one in coding if one.tells in ("effect", "delivered")]


def _amounts(case: Case, coding: Coding) -> tuple[Amount, ...]:
    """Figures as the sources give them. A seller's own, a share and a yearly figure are told and never summed.

    How far they may be off no source says: `spread` is None.
    """
    results = case.results if case.results != "not_stated" else ()
    made = []
    for one in coding:
        if one.tells != "effect" or one.figure is None:
            continue
        with localcontext(EXACT):
            value = one.figure * one.times
        summed = one.measure != "share" and not one.a_year and not results[one.at].seller
        made.append(Amount(one.effect, one.measure, str(one.at), value, summed=summed, goals=case.goals))
    return tuple(made)
