"""What a supplier is to report and when: the periods of a contract, from what its requirements ask."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from omlopp.domain.indicators.balance import Balance
from omlopp.domain.indicators.schedule import MONTHS, due_days
from omlopp.domain.model.criteria import ChosenCriterion

ONE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Ask:
    """An indicator asked for in a period. `since`: first day its figures are about; `criteria`: ids that ask for it."""

    indicator: str
    since: date
    each: str
    criteria: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Period:
    begins: date
    ends: date
    due: date
    asks: tuple[Ask, ...]


def followed(criteria: Sequence[ChosenCriterion], lot_id: str) -> tuple[ChosenCriterion, ...]:
    """The chosen criteria that a contract of this lot is followed up by. `lot_id` "": every lot's."""
    return tuple(
        one for one in criteria
        if one.criterion.follow_up is not None and (one.lot_id is None or not lot_id or one.lot_id == lot_id)
    )  # fmt: skip


def periods(
    criteria: Sequence[ChosenCriterion],
    start: date | None,
    end: date | None,
    *,
    days_to_report: int,
    delivery_as: str,
    each: str = "",
) -> tuple[Period, ...]:
    """The report periods of a contract: as often as the one asked for most often, each with what it asks.

    What is asked at each delivery is gathered as often as anything else is, or `delivery_as`. `each`: how often a
    contract without such requirements reports (as a criterion's follow-up), then without indicators. Without a first
    day there are none; without a last day the next few.
    """
    asked = {one.id: one.criterion.follow_up.each for one in criteria if one.criterion.follow_up}
    often = [kind for kind in (*asked.values(), each) if kind in MONTHS]
    if start is None or not (asked or each):
        return ()
    every = min(often, key=MONTHS.__getitem__) if often else delivery_as
    if not often and set(asked.values()) == {"once"}:
        every = "once"
    found: list[Period] = []
    begins = start
    for ends in due_days(every, start, end):
        asks = _asks(criteria, start, end, begins, ends)
        found.append(Period(begins, ends, ends + timedelta(days=days_to_report), asks))
        begins = ends + ONE
    return tuple(found)


def _asks(
    criteria: Sequence[ChosenCriterion], start: date, end: date | None, begins: date, ends: date
) -> tuple[Ask, ...]:
    """One of each indicator; where two requirements ask for it, the longer time counts."""
    made: dict[str, Ask] = {}
    for one in criteria:
        follow = one.criterion.follow_up
        if follow is None:
            continue
        since = _since(follow.each, start, end, begins, ends)
        if since is None:
            continue
        name = one.criterion.measured_by
        before = made.get(name)
        criteria_of = (*before.criteria, one.id) if before else (one.id,)
        longest = min(since, before.since) if before else since
        made[name] = Ask(name, longest, before.each if before else follow.each, criteria_of)
    return tuple(made.values())


def _since(each: str, start: date, end: date | None, begins: date, ends: date) -> date | None:
    """The first day of the figures; None where the requirement asks nothing in this period."""
    if each == "delivery":
        return begins
    own = due_days(each, start, end)
    if ends not in own:
        return None
    earlier = [day for day in own if day < ends]
    return earlier[-1] + ONE if earlier else start


@dataclass(frozen=True, slots=True)
class Left:
    """What became of a part of what came: its way, pieces and kg; None: not known."""

    way: str
    pieces: Decimal | None
    mass_kg: Decimal | None


@dataclass(frozen=True, slots=True)
class Leftover:
    """In against out, in one unit. `unknown` None: nobody knows what came in. `ways`: per way, what is known."""

    came: Decimal | None
    out: Decimal
    unknown: Decimal | None
    ways: tuple[tuple[str, Decimal], ...]
    not_counted: int  # rows without a figure in this unit


def leftover(rows: Sequence[Left], came: Decimal | None, unit: str) -> Leftover:
    """Pieces (or kg) in = out by way + unknown. Refuses more out than in (PartsExceedWhole), and below zero."""
    ways: dict[str, Decimal] = {}
    missing = 0
    for row in rows:
        figure = row.pieces if unit == "pieces" else row.mass_kg
        if figure is None:
            missing += 1
        else:
            ways[row.way] = ways.get(row.way, Decimal(0)) + figure
    told = tuple(ways.items())
    out = sum(ways.values(), Decimal(0))
    if came is None:
        Balance(out, dict(ways), unit)  # nothing below zero
        return Leftover(None, out, None, told, missing)
    balance = Balance(came, dict(ways), unit)
    return Leftover(came, out, balance.unclaimed_kg, told, missing)
