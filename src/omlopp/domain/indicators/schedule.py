"""When each chosen criterion is asked for: days from the contract's beginning and end, and which are answered."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from omlopp.domain.model.criteria import ChosenCriterion
from omlopp.domain.model.indicators import Measurement, Stage
from omlopp.domain.model.procurement import Procurement

MONTHS = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}
CONTRACT_FROM, CONTRACT_TO = "contract_from", "contract_to"  # questions of the step where the contract begins
WITHOUT_END = 4  # periods told in advance when nobody has said when the contract ends
MOST = 120  # ten years of months: beyond that a date is a slip of the keyboard


class DueStatus(StrEnum):
    DONE = "done"
    LATE = "late"
    COMING = "coming"


@dataclass(frozen=True, slots=True)
class Due:
    """One period that is asked for. `day`: its last day. `measured`: the newest measurement of it."""

    day: date
    status: DueStatus
    measured: Measurement | None


@dataclass(frozen=True, slots=True)
class Asked:
    """A chosen criterion and when it is asked for. `days` empty: at each delivery, or no contract day is known."""

    chosen: ChosenCriterion
    days: tuple[Due, ...]

    @property
    def late(self) -> tuple[Due, ...]:
        return tuple(due for due in self.days if due.status is DueStatus.LATE)

    @property
    def next(self) -> Due | None:
        return next((due for due in self.days if due.status is DueStatus.COMING), None)


def contract_days(procurement: Procurement) -> tuple[date | None, date | None]:
    """The contract's first and last day as answered; None where nobody has said."""
    return _day(procurement.answers.get(CONTRACT_FROM, "")), _day(procurement.answers.get(CONTRACT_TO, ""))


def due_days(each: str, start: date | None, end: date | None) -> tuple[date, ...]:
    """Last days of the periods asked for, in order: every month … year counted from `start`, and the last day.

    once: the contract's last day. delivery: none, the deliveries decide. Without an end the next few periods.
    """
    if each == "once":
        return (end,) if end else ()
    if each not in MONTHS or start is None or (end is not None and end < start):
        return ()
    found: list[date] = []
    for number in range(1, (MOST if end else WITHOUT_END) + 1):
        begins = after(start, number * MONTHS[each])
        if begins is None or (end is not None and begins > end):
            break
        found.append(begins - timedelta(days=1))
    if end is not None and (not found or found[-1] < end):
        found.append(end)
    return tuple(found)


def after(start: date, months: int) -> date | None:
    """The same day of a later month, or that month's last; None past the calendar."""
    year, month = divmod(start.month - 1 + months, 12)
    year, month = start.year + year, month + 1
    if year > date.max.year:
        return None
    return date(year, month, min(start.day, monthrange(year, month)[1]))


def asked(procurement: Procurement, today: date) -> tuple[Asked, ...]:
    """Every chosen criterion that is followed up, with its periods and whether each is answered."""
    start, end = contract_days(procurement)
    found = []
    for chosen in procurement.criteria:
        if chosen.criterion.follow_up is None:
            continue
        own = [one for one in procurement.measurements if one.indicator == chosen.criterion.measured_by]
        days = due_days(chosen.criterion.follow_up.each, start, end)
        found.append(Asked(chosen, _dues(days, own, start, end, today)))
    return tuple(found)


def _dues(
    days: Sequence[date], own: Sequence[Measurement], start: date | None, end: date | None, today: date
) -> tuple[Due, ...]:
    found = []
    before = start - timedelta(days=1) if start and start > date.min else date.min
    for day in days:
        of_it = [one for one in own if _is_of(one, before, day, last=day == end)]
        newest = max(of_it, key=lambda one: one.measured_on) if of_it else None
        status = DueStatus.DONE if newest else DueStatus.LATE if day < today else DueStatus.COMING
        found.append(Due(day, status, newest))
        before = day
    return tuple(found)


def _is_of(one: Measurement, before: date, day: date, last: bool) -> bool:
    """Said to be of the period; or, where nothing is said, measured in it. The end measurement is of the last one."""
    if one.stage is Stage.BASELINE:
        return False
    if one.period_to is not None:
        return before < one.period_to <= day
    if one.stage is Stage.END:
        return last
    return before < one.measured_on <= day


def _day(answer: str) -> date | None:
    try:
        return date.fromisoformat(answer)
    except ValueError:
        return None
