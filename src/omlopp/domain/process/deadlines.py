"""Days in law and in work: which are working days, when a period ends, how long a standstill lasts.

Pure: the public holidays are handed in (omlopp.library.calendar reads them from a kept library). Counted as the Act
(1930:173) on the computation of statutory time says: a last day on a Saturday, a Sunday, another public holiday,
Midsummer Eve, Christmas Eve or New Year's Eve moves to the next working day.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, ClassVar, Literal

from omlopp.domain.model.errors import OmloppError
from omlopp.domain.model.law import Parameter, Regime
from omlopp.domain.model.text import STRICT, Source, Text

ONE = timedelta(days=1)
OF_LOU = (Regime.LOU, Regime.LOU_19)
SENT = {"electronic": "electronic", "other": "other"}  # how a notice was sent → how its parameter's id ends


class CalendarUnknown(OmloppError):
    """A day outside the years whose holidays are known: nothing is guessed. Facts: day, first, last (years)."""

    code = "calendar-unknown"


@dataclass(frozen=True, slots=True)
class Eve:
    """A day that the law counts as a holiday although it is none: the only `weekday` (0 Monday … 6) from `first` to
    `last` ("MM-DD"); without a weekday `first` itself.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    name: Text
    first: str
    last: str = ""
    weekday: int | None = None

    def on(self, year: int) -> date:
        day = date.fromisoformat(f"{year}-{self.first}")
        end = date.fromisoformat(f"{year}-{self.last or self.first}")
        while self.weekday is not None and day.weekday() != self.weekday and day < end:
            day += ONE
        return day


@dataclass(frozen=True, slots=True)
class Rules:
    """Which days are free, with the law they are free by. `weekdays`: 0 Monday … 6 Sunday."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    section: str
    weekdays: tuple[int, ...]
    eves: tuple[Eve, ...]
    first_year: int
    last_year: int
    sources: tuple[Source, ...]
    note: Text


@dataclass(frozen=True, slots=True)
class Calendar:
    """The days that are no working days from the first of January of `first` to the last of December of `last`."""

    first: int
    last: int
    weekdays: frozenset[int]
    named: Mapping[date, str]  # holidays and eves, with their Swedish names

    def is_working(self, day: date) -> bool:
        """Raises CalendarUnknown for a year whose holidays are not known."""
        if not self.first <= day.year <= self.last:
            raise CalendarUnknown(day=day, first=self.first, last=self.last)
        return day.weekday() not in self.weekdays and day not in self.named


def calendar_of(rules: Rules, holidays: Mapping[date, str]) -> Calendar:
    """Holidays and eves of the rules' years in one calendar."""
    years = range(rules.first_year, rules.last_year + 1)
    eves = {eve.on(year): eve.name.sv for year in years for eve in rules.eves}
    return Calendar(rules.first_year, rules.last_year, frozenset(rules.weekdays), {**eves, **holidays})


def last_day(day: date, calendar: Calendar) -> date:
    """The day itself where it is a working day, else the next one (section 2)."""
    while not calendar.is_working(day):
        day += ONE
    return day


def working_day_before(day: date, calendar: Calendar) -> date:
    """The day itself where it is a working day, else the one before: for what must have reached somebody by then."""
    while not calendar.is_working(day):
        day -= ONE
    return day


def working_days(start: date, end: date, calendar: Calendar) -> int:
    """Working days after `start` up to and with `end`; negative where `end` has passed, counted from `end`."""
    if end < start:
        return -working_days(end, start, calendar)
    return sum(calendar.is_working(start + ONE * ahead) for ahead in range(1, (end - start).days + 1))


def add_working_days(start: date, count: int, calendar: Calendar) -> date:
    """The day that lies `count` working days after `start` (before it, where negative). 0: `start` itself."""
    step, day = (ONE if count > 0 else -ONE), start
    for _ in range(abs(count)):
        day += step
        while not calendar.is_working(day):
            day += step
    return day


@dataclass(frozen=True, slots=True)
class Standstill:
    """The days during which no contract may be signed. `counted`: the last day by counting alone; `last`: as it holds.

    `section`: of the parameter that the days come from.
    """

    sent_on: date
    days: int
    counted: date
    last: date
    section: str

    @property
    def contract_from(self) -> date:
        """The first day on which a contract may be signed."""
        return self.last + ONE

    @property
    def moved(self) -> bool:
        return self.last != self.counted

    def runs(self, today: date) -> bool:
        return self.sent_on <= today <= self.last


def standstill(
    sent_on: date,
    how: str,
    regime: Regime | None,
    parameters: Mapping[str, Parameter],
    calendar: Calendar,
) -> Standstill | None:
    """The standstill after a notice sent that day. None where the regime has none or no number that we have read.

    how: "electronic" (to every bidder) or "other" (to at least one). Raises ParameterNotYet for a day before the law
    we have read, CalendarUnknown past the known holidays. A direct award has a standstill only after a voluntary
    notice, which is not counted here.
    """
    if regime is None or regime is Regime.LOU_19A or how not in SENT:
        return None
    own = "" if regime in OF_LOU else f"{regime.value}_"
    parameter = parameters.get(f"standstill_{own}{SENT[how]}")
    if parameter is None or regime not in parameter.applies.regimes:
        return None
    days = int(parameter.on(sent_on).value)
    counted = sent_on + timedelta(days=days)
    return Standstill(sent_on, days, counted, last_day(counted, calendar), parameter.section)


AfterContract = Literal["report_days", "result_notice_days", "documentation_days"]
AFTER_CONTRACT: tuple[AfterContract, ...] = ("result_notice_days", "documentation_days", "report_days")


@dataclass(frozen=True, slots=True)
class Reporting:
    """What must be done within a number of days after the contract. `parameter`: its id; `day`: the last day."""

    parameter: str
    name: Text
    days: int
    day: date
    section: str


def after_contract(
    signed_on: date, regime: Regime | None, parameters: Mapping[str, Parameter], calendar: Calendar
) -> tuple[Reporting, ...]:
    """Result notice, documentation and individual report, where the regime has them and they held on that day."""
    found = []
    for parameter in _of_regime(parameters, regime):
        entry = next((one for one in parameter.values if one.holds_on(signed_on)), None)
        if entry is None:
            continue
        days = int(entry.value)
        last = last_day(signed_on + timedelta(days=days), calendar)
        found.append(Reporting(parameter.id, parameter.name, days, last, parameter.section))
    return tuple(found)


def _of_regime(parameters: Mapping[str, Parameter], regime: Regime | None) -> Iterable[Parameter]:
    for name in AFTER_CONTRACT:
        for id in (name, f"{name}_{regime.value}" if regime else ""):
            parameter = parameters.get(id)
            if parameter is not None and regime in parameter.applies.regimes:
                yield parameter
