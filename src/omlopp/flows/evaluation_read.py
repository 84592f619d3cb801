"""What is at hand, read into the one shape that is judged: procurements of the workspace, and the library's cases."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from omlopp.domain.criteria.find import cpv_match
from omlopp.domain.model.goals import Strategy
from omlopp.domain.model.indicators import Measurement, Stage
from omlopp.domain.portfolio.effects import Kind, amounts
from omlopp.domain.portfolio.effects import Stocked as Held
from omlopp.domain.portfolio.obstacles import Code, coded
from omlopp.domain.portfolio.read_case import read_case
from omlopp.domain.portfolio.read_own import demand, lit, need_of, position_of
from omlopp.domain.portfolio.seen import Obstacle, Seen
from omlopp.domain.process.reuse import Moved, met
from omlopp.flows.follow_up import judged, spread_of
from omlopp.flows.portfolio_base import Base, Entry
from omlopp.library import evaluation as data
from omlopp.library.load import Library

NEVER = date.min  # a measurement that is only asked how sure it would be


def read_cases(library: Library) -> tuple[Seen, ...]:
    """Every documented case of the library. One that the editors have not coded yet tells nothing of what came."""
    strategies, codings = strategies_of(library), data.codings()
    return tuple(read_case(case, codings.get(id, ()), strategies) for id, case in library.cases.items())


def read_own(base: Base) -> tuple[Seen, ...]:
    """The procurements of a base: real ones, unless none of them is known to have been put to the market or measured
    while an exercise has. Real and invented ones are never counted together.
    """
    chosen = entries_of(base.entries)
    strategies, kinds, codes = strategies_of(base.library), data.kinds(), data.codes()
    return tuple(read_entry(one, base.library, strategies, kinds, codes) for one in chosen)


def entries_of(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    every = tuple(entries)
    real = tuple(one for one in every if not one.procurement.exercise)
    invented = tuple(one for one in every if one.procurement.exercise)
    return invented if invented and not any(_tells(one) for one in real) else real


def _tells(one: Entry) -> bool:
    return position_of(one.procurement) != "not_yet" or bool(one.procurement.measurements)


def read_entry(
    entry: Entry,
    library: Library,
    strategies: Mapping[str, Strategy],
    kinds: tuple[Kind, ...],
    codes: tuple[Code, ...],
) -> Seen:
    own = entry.procurement
    position = position_of(own)
    cards = {**library.indicators, **entry.indicators}
    counted = position == "counted"
    measured = [one for one in own.measurements if one.indicator in entry.indicators]
    spreads = {one.id: (spread_of(one).sigma_ln, judged(one) == 5) for one in measured}
    return Seen(
        id=own.id,
        title=own.title,
        origin="own",
        position=position,
        demands=tuple(demand(own, each, cards, entry.above) for each in own.criteria) if counted else (),
        need=need_of(own.goals, strategies),
        lit=lit(own, cards),
        amounts=amounts(kinds, measured, entry.indicators, spreads, stock_of(entry.moved)),
        pairs=_pairs(measured),
        value_sek=own.value_sek,
        obstacles=obstacles_of(entry, codes),
        instruments=entry.instruments,
        steps=entry.steps,
        model=entry.model or own.model_version,
        organisation=entry.organisation or own.buyer.name,
        county=entry.county,
        country="SE",
        year=own.rules_fixed_on.year,
        groups=groups_of(own.cpv, library),
        exercise=own.exercise,
        in_hindsight=own.in_hindsight,
    )


def obstacles_of(entry: Entry, codes: tuple[Code, ...]) -> tuple[Obstacle, ...] | None:
    """None: nobody has told. That none was met is an answer, and so is a text that no rule could code."""
    if not entry.obstacles:
        return None
    none = data.obstacles_file().none
    return tuple(coded(given, text, codes) for given, text in entry.obstacles if given not in none)


def stock_of(moved: Iterable[Moved]) -> Mapping[str, Held]:
    """Pieces are counted; what one weighs or would have cost is as unsure as a figure that nobody has judged."""
    whole = met(moved)
    unsure = spread_of(Measurement("", Stage.END, {}, NEVER, "")).sigma_ln
    found = {
        "pieces": Held(Decimal(whole.pieces), 0.0) if whole.pieces else None,
        "mass_kg": Held(whole.mass_kg, unsure) if whole.mass_kg is not None else None,
        "avoided_sek": Held(whole.avoided_sek, unsure) if whole.avoided_sek is not None else None,
    }
    return {name: held for name, held in found.items() if held is not None}


def groups_of(cpv: Iterable[str], library: Library) -> tuple[str, ...]:
    """The product groups that a procurement's codes fall in."""
    return tuple(
        dict.fromkeys(
            id for one in cpv for id, page in library.groups.items() if cpv_match(page.cpv, one) is not None
        )
    )


def strategies_of(library: Library) -> Mapping[str, Strategy]:
    return {one.id: one for goal in library.goals for one in goal.strategies}


def _pairs(measured: Iterable[Measurement]) -> int:
    """Indicators measured both before and in the contract's time."""
    rows = list(measured)
    before = {one.indicator for one in rows if one.stage is Stage.BASELINE}
    return len(before & {one.indicator for one in rows if one.stage is not Stage.BASELINE})
