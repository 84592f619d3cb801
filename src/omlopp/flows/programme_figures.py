"""Figures of programmes: goals, pilots by state, participants, help, budget, funding, spending and claims."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from omlopp.domain.portfolio.figures import Figure, Value
from omlopp.domain.programme import budget, claims, report
from omlopp.domain.programme.model import Programme
from omlopp.domain.programme.state import STATES, hours, state_of
from omlopp.flows.portfolio_base import Base
from omlopp.library.programme.costs import cost_types

METHOD = "programme.md"
FUNDERS = ("eu", "state", "region", "municipality", "own", "private")
KINDS = ("question", "answer", "instrument", "meeting", "training")
STANDINGS = ("met", "on_way", "missed", "unknown")
ZERO = Decimal(0)


def figures(base: Base) -> Iterable[Figure]:
    """The same ids on every base; on one without a programme every value is None, out of 0."""
    told = _Told(base)
    yield told("programme.count", _n(len(base.programmes)), "count", "programme")
    first, last = _days(base.programmes)
    yield told(
        "programme.title", "; ".join(one.title for one in base.programmes) or None, "text", "programme"
    )
    yield told("programme.starts", first, "day", "programme")
    yield told("programme.ends", last, "day", "programme")
    yield from _goals(base, told)
    yield from _participants(base.programmes, told)
    yield from _pilots(base, told)
    yield from _help(base.programmes, told)
    yield from _money(base, told)
    yield from _claims(base, told)
    risks = [one for each in base.programmes for one in each.risks]
    open_now = sum(one.closed_on is None for one in risks)
    yield told("programme.risks.open", _n(open_now), "count", "programme", len(risks))
    many = sum(len(one.deviations) for one in base.programmes)
    yield told("programme.deviations", _n(many), "count", "programme")
    outreach = [one for each in base.programmes for one in each.outreach]
    told_of = sum(bool(one.result) for one in outreach)
    yield told("programme.outreach.told", _n(told_of), "count", "programme", len(outreach))
    yield told(
        "programme.decisions", _n(sum(len(one.decisions) for one in base.programmes)), "count", "programme"
    )


def source(base: Base) -> tuple[str, str]:
    """The programme by its title, where there is one; many by that they are many."""
    day = base.on.isoformat()
    if len(base.programmes) > 1:
        return f"Programmen i arbetsytan, {day}", f"The programmes in the workspace, {day}"
    if not base.programmes:
        return f"Inget program i arbetsytan, {day}", f"No programme in the workspace, {day}"
    title = base.programmes[0].title
    return f"Programmet i arbetsytan: {title}, {day}", f"The programme in the workspace: {title}, {day}"


class _Told:
    """Makes figures with what all of them share; no programme means that nothing is known."""

    def __init__(self, base: Base) -> None:
        self.programmes = base.programmes
        self.about = tuple(one.id for one in base.programmes)
        self.exercise = any(one.exercise for one in base.programmes)
        self.source = source(base)

    def __call__(
        self, id: str, value: Value | None, unit: str, anchor: str, of: int | None = None, *, unknown: int = 0,
        about: tuple[str, ...] | None = None, decimals: int = 0,
    ) -> Figure:  # fmt: skip
        known = value if self.programmes else None
        chosen = self.about if about is None else about
        return Figure(
            id, known, unit, self.source, f"{METHOD}#{anchor}", of, unknown, about=chosen, decimals=decimals,
            exercise=self.exercise,
        )  # fmt: skip


def _n(value: int) -> Decimal:
    return Decimal(value)


def _days(programmes: Sequence[Programme]) -> tuple[str | None, str | None]:
    if not programmes:
        return None, None
    return min(one.starts_on for one in programmes).isoformat(), max(
        one.ends_on for one in programmes
    ).isoformat()


def _goals(base: Base, told: _Told) -> Iterator[Figure]:
    procurements = {one.procurement.id: one.procurement for one in base.entries}
    rows = [row for one in base.programmes for row in report.goals(one, procurements, base.on)]
    unknown = sum(row.standing == "unknown" for row in rows)
    for standing in STANDINGS:
        count = sum(row.standing == standing for row in rows)
        yield told(f"programme.goals.{standing}", _n(count), "count", "goals", len(rows), unknown=unknown)
    for place, row in enumerate(rows, 1):  # one per goal, on top of the ids that every base has
        yield told(f"programme.goal.{place}.now", row.now, "count", "goals", int(row.goal.target))


def _participants(programmes: Sequence[Programme], told: _Told) -> Iterator[Figure]:
    every = [one for each in programmes for one in each.participants]
    yield told("programme.buyers.applied", _n(len(every)), "buyers", "participants")
    counts = {
        "signed": sum(one.signed_on is not None for one in every), "taking_part": sum(one.takes_part for one in every),
        "declined": sum(one.declined_on is not None for one in every),
        "left": sum(one.left_on is not None for one in every),
    }  # fmt: skip
    for name, count in counts.items():
        yield told(f"programme.buyers.{name}", _n(count), "buyers", "participants", len(every))


def _pilots(base: Base, told: _Told) -> Iterator[Figure]:
    procurements = {one.procurement.id: one.procurement for one in base.entries}
    every = [one for each in base.programmes for one in each.pilots]
    known = [one for one in every if one.procurement in procurements]
    unknown = len(every) - len(known)
    ids = tuple(one.procurement for one in every)
    yield told("programme.pilots.all", _n(len(every)), "pilots", "pilots", about=ids)
    for state in STATES:
        there = tuple(
            one.procurement for one in known if state_of(one, procurements[one.procurement]) == state
        )
        yield told(
            f"programme.pilots.{state}",
            _n(len(there)),
            "pilots",
            "pilots",
            len(every),
            unknown=unknown,
            about=there,
        )
    rows = [row for one in base.programmes for row in report.pilots(one, procurements)]
    measured = tuple(row.procurement for row in rows if row.measured)
    yield told(
        "programme.pilots.measured",
        _n(len(measured)),
        "pilots",
        "pilots",
        len(every),
        unknown=unknown,
        about=measured,
    )
    for name, states in (("live", ("moving", "stuck")), ("ended", ("finished", "no_purchase", "cancelled"))):
        there = tuple(row.procurement for row in rows if row.state in states)
        yield told(
            f"programme.pilots.{name}",
            _n(len(there)),
            "pilots",
            "pilots",
            len(every),
            unknown=unknown,
            about=there,
        )


def _help(programmes: Sequence[Programme], told: _Told) -> Iterator[Figure]:
    every = [one for each in programmes for one in each.help]
    given = [one for one in every if not one.waits]
    about = tuple(dict.fromkeys(one.procurement for one in given))
    spent = sum((hours(one) for one in programmes), ZERO)
    pilots = len({one.procurement for each in programmes for one in each.pilots})
    yield told("help.hours", spent, "hours", "help", len(given), about=about, decimals=1)
    yield told("help.pieces", _n(len(given)), "count", "help", about=about)
    yield told("help.waiting", _n(len(every) - len(given)), "count", "help", len(every))
    yield told("help.pilots", _n(len(about)), "pilots", "help", pilots, about=about)
    yield told(
        "help.hours_a_pilot", spent / len(about) if about else None, "hours", "help", len(about), decimals=1
    )
    for kind in KINDS:
        there = [one for one in given if one.kind == kind]
        yield told(f"help.{kind}.pieces", _n(len(there)), "count", "help", len(given))
        yield told(
            f"help.{kind}.hours",
            sum((one.hours for one in there), ZERO),
            "hours",
            "help",
            len(there),
            decimals=1,
        )
    instruments = {one.instrument for one in given if one.instrument}
    yield told("help.instruments", _n(len(instruments)), "count", "help")


def _money(base: Base, told: _Told) -> Iterator[Figure]:
    programmes = base.programmes
    whole = sum((budget.planned(one) for one in programmes), ZERO)
    paid = sum((budget.funded(one) for one in programmes), ZERO)
    used = sum((budget.spent(one, base.on) for one in programmes), ZERO)
    lines = [one for each in programmes for one in each.budget]
    funders = [one for each in programmes for one in each.cofunding]
    costs = [one for each in programmes for one in each.spent if one.on <= base.on]
    yield told("budget.total", whole if lines else None, "kr", "budget", len(lines))
    yield told("budget.funded", paid if funders else None, "kr", "funding", len(funders))
    yield told("budget.gap", whole - paid if lines and funders else None, "kr", "funding")
    certified = sum((one.amount_sek for one in funders if one.certified_on), ZERO)
    yield told("budget.certified", certified if funders else None, "kr", "funding", len(funders))
    yield told(
        "budget.certificates",
        _n(sum(one.certified_on is not None for one in funders)),
        "count",
        "funding",
        len(funders),
    )
    yield told("budget.spent", used if costs else None, "kr", "spending", len(costs))
    even = sum((budget.planned_until(one, base.on) for one in programmes), ZERO)
    yield told("budget.even", even if lines else None, "kr", "spending", len(lines))
    # A share of kronor: its base is an amount, which budget.total tells; per cent keeps it out of "of N".
    yield told(
        "budget.spent_per_cent", used / whole * 100 if whole else None, "per_cent", "spending", decimals=1
    )
    for kind in FUNDERS:
        amount = sum((one.amount_sek for one in funders if one.kind == kind), ZERO)
        there = [one for one in funders if one.kind == kind]
        yield told(f"budget.funder.{kind}", amount if there else None, "kr", "funding", len(there))
        share = amount / paid * 100 if there and paid else None
        yield told(f"budget.funder.{kind}.per_cent", share, "per_cent", "funding", decimals=1)
    for name in cost_types():
        plan = [one for one in lines if one.cost_type == name]
        gone = [one for one in costs if one.cost_type == name]
        amount = sum((one.amount_sek for one in plan), ZERO)
        yield told(f"budget.type.{name}", amount if plan else None, "kr", "budget", len(plan))
        spent = sum((one.amount_sek for one in gone), ZERO)
        yield told(f"budget.type.{name}.spent", spent if gone or plan else None, "kr", "spending", len(gone))


def _claims(base: Base, told: _Told) -> Iterator[Figure]:
    sums = [claims.sums(one, base.on) for one in base.programmes]
    many = sum(one.claims for one in sums)
    decided = many - sum(one.undecided for one in sums)
    paid = many - sum(one.unpaid for one in sums)
    yield told("claims.all", _n(many), "count", "claims")
    yield told("claims.decided", _n(decided), "count", "claims", many)
    claimed = sum((one.claimed for one in sums), ZERO)
    yield told("claims.claimed", claimed if many else None, "kr", "claims", many)
    approved = sum((one.approved for one in sums), ZERO)
    yield told("claims.approved", approved if decided else None, "kr", "claims", many, unknown=many - decided)
    given = sum((one.paid for one in sums), ZERO)
    yield told("claims.paid", given if paid else None, "kr", "claims", many, unknown=many - paid)
    yield told(
        "claims.cut", sum((one.cut for one in sums), ZERO) if decided else None, "kr", "claims", decided
    )
    coming = [
        one for one in (claims.next_claim(each, base.on) for each in base.programmes) if one is not None
    ]
    yield told("claims.next", sum((one.amount for one in coming), ZERO) if coming else None, "kr", "claims")
    yield told(
        "claims.laid_out", sum((one.laid_out for one in coming), ZERO) if coming else None, "kr", "claims"
    )
    waiting = sum(one.stops for each in base.programmes for one in claims.missing(each, base.on))
    yield told("claims.missing", _n(waiting), "count", "claims")
