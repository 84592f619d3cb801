"""A programme's budget: whole kronor that add up, who pays what, flat rates, and spending against plan."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from typing import Literal

from omlopp.domain.model.errors import OmloppError
from omlopp.domain.programme.model import Funder, Programme

ZERO, KRONA = Decimal(0), Decimal(1)


class NoWhole(OmloppError):
    """Nothing to divide by: shares that come to nothing. Facts: total."""

    code = "programme.no-whole"


@dataclass(frozen=True, slots=True)
class CostOption:
    """A simplified cost option: a cost that is reckoned instead of proven.

    flat_rate: at most `rate` (0–1) of the costs of the types `of` is taken as the cost of type `gives`. `excludes`:
    an option that may not be used at the same time. Days None: no end is known.
    """

    id: str
    kind: Literal["flat_rate", "unit_cost", "lump_sum"]
    gives: tuple[str, ...]
    of: tuple[str, ...] = ()
    rate: Decimal | None = None
    hours_a_year: int | None = None
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class TypeRow:
    """One cost type. `planned` None: it is not in the budget. `rate`: what was spent, 0–1; None without a plan."""

    cost_type: str
    planned: Decimal | None
    spent: Decimal

    @property
    def left(self) -> Decimal | None:
        return None if self.planned is None else self.planned - self.spent

    @property
    def rate(self) -> Decimal | None:
        return self.spent / self.planned if self.planned else None


@dataclass(frozen=True, slots=True)
class FunderRow:
    """`share` of all funding, 0–1. `certified`: the certificate of co-funding is there."""

    name: str
    kind: Funder
    amount: Decimal
    share: Decimal
    certified: bool


@dataclass(frozen=True, slots=True)
class MonthRow:
    """`month`: its first day. Plan and spending from the beginning to the end of that month, whole kronor.

    `spent` None: the month has not begun on the day it is looked at.
    """

    month: date
    planned: Decimal
    spent: Decimal | None


@dataclass(frozen=True, slots=True)
class FlatCheck:
    """A cost type reckoned by a flat rate: `spent` flat against the most the option allows on what it rests on."""

    option: str
    cost_type: str
    rests_on: Decimal
    most: Decimal
    spent: Decimal

    @property
    def over(self) -> Decimal:
        return max(self.spent - self.most, ZERO)


def whole_kronor(parts: Sequence[Decimal]) -> tuple[Decimal, ...]:
    """Parts in whole kronor whose sum is the rounded sum of the parts (the largest remainders are rounded up)."""
    total = sum(parts, ZERO).quantize(KRONA, ROUND_HALF_UP)
    down = [part.to_integral_value("ROUND_FLOOR") for part in parts]
    short = int(total - sum(down, ZERO))
    order = sorted(range(len(parts)), key=lambda at: (down[at] - parts[at], at))
    for at in order[:short]:
        down[at] += 1
    return tuple(down)


def split(total: Decimal, weights: Sequence[Decimal]) -> tuple[Decimal, ...]:
    """`total` in whole kronor by weights, so that the parts are the whole. Raises NoWhole."""
    whole = sum(weights, ZERO)
    if whole <= 0:
        raise NoWhole(total=total)
    return whole_kronor([total.quantize(KRONA, ROUND_HALF_UP) * each / whole for each in weights])


def planned(programme: Programme) -> Decimal:
    return sum((one.amount_sek for one in programme.budget), ZERO)


def funded(programme: Programme) -> Decimal:
    return sum((one.amount_sek for one in programme.cofunding), ZERO)


def spent(programme: Programme, until: date | None = None) -> Decimal:
    return sum((one.amount_sek for one in programme.spent if until is None or one.on <= until), ZERO)


def by_type(programme: Programme, until: date | None = None) -> tuple[TypeRow, ...]:
    """Every cost type of the budget in its order, then what was spent on types that are not in it."""
    plan: dict[str, Decimal] = {}
    used: dict[str, Decimal] = {}
    for line in programme.budget:
        plan[line.cost_type] = plan.get(line.cost_type, ZERO) + line.amount_sek
    for cost in programme.spent:
        if until is None or cost.on <= until:
            used[cost.cost_type] = used.get(cost.cost_type, ZERO) + cost.amount_sek
    return tuple(
        TypeRow(name, plan.get(name), used.get(name, ZERO)) for name in dict.fromkeys([*plan, *used])
    )


def funding(programme: Programme) -> tuple[FunderRow, ...]:
    """Who pays what; the shares sum to one. Without funding nothing."""
    whole = funded(programme)
    return tuple(
        FunderRow(
            one.name,
            one.kind,
            one.amount_sek,
            one.amount_sek / whole if whole else ZERO,
            one.certified_on is not None,
        )
        for one in programme.cofunding
    )


def rate_of(programme: Programme, kind: Funder = "eu") -> Decimal | None:
    """The share that funders of a kind pay of what is funded, 0–1; None without funding, or without such a funder."""
    whole = funded(programme)
    paid = [one.amount_sek for one in programme.cofunding if one.kind == kind]
    return sum(paid, ZERO) / whole if whole and paid else None


def allows(option: CostOption, spent_on: Mapping[str, Decimal]) -> Decimal:
    """The most a flat rate gives on the costs it rests on, whole kronor (a krona is never rounded up)."""
    base = sum((spent_on.get(name, ZERO) for name in option.of), ZERO)
    return (base * (option.rate or ZERO)).quantize(KRONA, ROUND_DOWN)


def flat_checks(programme: Programme, options: Sequence[CostOption]) -> tuple[FlatCheck, ...]:
    """What was entered by a flat rate, against every option that gives that cost type and was in force at the start."""
    used = {row.cost_type: row.spent for row in by_type(programme)}
    flat: dict[str, Decimal] = {}
    for cost in programme.spent:
        if cost.flat:
            flat[cost.cost_type] = flat.get(cost.cost_type, ZERO) + cost.amount_sek
    found = []
    for option in options:
        if option.kind != "flat_rate" or not in_force(option, programme.starts_on):
            continue
        for name in option.gives:
            if name in flat:
                base = sum((used.get(each, ZERO) for each in option.of), ZERO)
                found.append(FlatCheck(option.id, name, base, allows(option, used), flat[name]))
    return tuple(found)


def in_force(option: CostOption, on: date) -> bool:
    after = option.valid_from is None or option.valid_from <= on
    return after and (option.valid_to is None or on <= option.valid_to)


def hourly(month_pay: Decimal, hours_a_year: int) -> Decimal:
    """The unit cost of an hour from an ordinary month's pay: pay × 12 ÷ hours a year, to the öre."""
    return (month_pay * 12 / hours_a_year).quantize(Decimal("0.01"), ROUND_HALF_UP)


def months(programme: Programme, on: date) -> tuple[MonthRow, ...]:
    """Month by month from beginning to end: the budget laid evenly over the programme's days, and what was spent.

    Nobody has planned months: that the plan is even is said wherever it is shown. Spending before the first month
    counts in it, and what was spent after the last in the last.
    """
    whole, days = planned(programme), (programme.ends_on - programme.starts_on).days + 1
    rows = []
    month = programme.starts_on.replace(day=1)
    while month <= programme.ends_on:
        following = (month + timedelta(days=32)).replace(day=1)
        last = min(following - timedelta(days=1), programme.ends_on)
        gone = (last - programme.starts_on).days + 1
        is_last = following > programme.ends_on
        used = None
        if month <= on:
            used = spent(programme, on if is_last else min(last, on)).quantize(KRONA, ROUND_HALF_UP)
        rows.append(MonthRow(month, (whole * gone / days).quantize(KRONA, ROUND_HALF_UP), used))
        month = following
    return tuple(rows)


def planned_until(programme: Programme, on: date) -> Decimal:
    """How much of the budget an even pace would have used at the end of a day, whole kronor."""
    days = (programme.ends_on - programme.starts_on).days + 1
    gone = min(max((on - programme.starts_on).days + 1, 0), days)
    return (planned(programme) * gone / days).quantize(KRONA, ROUND_HALF_UP)
