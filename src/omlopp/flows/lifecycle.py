"""Life-cycle cost from a file; and the life-cycle calls of the worked cases, plain arguments in, a plain map out."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from omlopp.domain.award.errors import MissingArgument, UnknownArgument
from omlopp.domain.award.plain import items, number, shaped, text
from omlopp.domain.lifecycle import discounting
from omlopp.domain.lifecycle.compare import (
    Alternative,
    BreakEven,
    Sureness,
    Unknowns,
    break_evens,
    cheapest,
    costs,
    sureness,
)
from omlopp.domain.lifecycle.cost import LifeCycleCost, by_year
from omlopp.domain.lifecycle.energy_service import PERIODS, esco_npv
from omlopp.domain.model.lifecycle import LccMethod
from omlopp.flows.calls import Call, checked_arguments
from omlopp.library.cases import read_exact

Arguments = Mapping[str, Any]
ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Compared:
    """A life-cycle file worked out. `unverified`: lines that may be shown and never used in an award."""

    method: LccMethod
    alternatives: tuple[Alternative, ...]
    costs: Mapping[str, LifeCycleCost]
    cheapest: tuple[str, ...]
    break_evens: tuple[BreakEven, ...]
    sureness: Sureness | None
    unverified: tuple[str, ...]


def lcc_file(path: Path, draws: int, seed: int) -> Compared:
    """A file with `method`, `bids` (id, name, inputs) and, where something is uncertain, `unknowns`."""
    data = read_exact(path)
    checked_arguments(data, path.name, needed=("method", "bids"), may=("unknowns",))
    method: LccMethod = shaped(LccMethod, data["method"], "method")
    alternatives = tuple(shaped(Alternative, one, "bids") for one in items(data["bids"], "bids"))
    found = costs(method, alternatives)
    sure = None
    if data.get("unknowns"):
        sure = sureness(method, alternatives, shaped(Unknowns, data["unknowns"], "unknowns"), draws, seed)
    return Compared(
        method,
        alternatives,
        found,
        cheapest(found),
        break_evens(method, alternatives),
        sure,
        tuple(line.name or line.id for line in method.lines if not line.verified),
    )


def compared_as_plain(compared: Compared) -> dict[str, Any]:
    """The whole answer as plain data, for programs."""
    return {
        "horizon_years": compared.method.horizon_years,
        "rate": compared.method.rate,
        "cheapest": list(compared.cheapest),
        "unverified": list(compared.unverified),
        "bids": {
            name: {
                "total": cost.total,
                "per_year": cost.per_year,
                "investment": cost.investment,
                "running_per_year": cost.running_per_year,
                "external": cost.external,
                "lines": [
                    {"id": line.id, "kind": line.kind, "present_value": line.present_value}
                    for line in cost.lines
                ],
                "years": [dict(year) for year in by_year(cost, compared.method.horizon_years)],
            }
            for name, cost in compared.costs.items()
        },
        "break_even": [asdict(one) for one in compared.break_evens],
        "uncertain": asdict(compared.sureness) if compared.sureness else None,
    }


# The calls of the worked cases: plain arguments in, a plain map out.


def _series(arguments: Arguments, name: str) -> list[Decimal]:
    return [number(one, name) for one in items(arguments[name], name)]


def _one_of(arguments: Arguments, where: str, *sets: tuple[str, ...]) -> tuple[str, ...]:
    """Which of several sets of arguments is given; none whole or two at once is refused by name."""
    given = [one for one in sets if any(name in arguments for name in one)]
    if len(given) > 1:
        raise UnknownArgument(fields=given[1], where=where, known=", ".join(given[0]))
    if not given:
        raise MissingArgument(fields=sets[0], where=where)
    missing = tuple(name for name in given[0] if arguments.get(name) is None)
    if missing:
        raise MissingArgument(fields=missing, where=where)
    return given[0]


def call_present_value(arguments: Arguments) -> dict[str, Any]:
    rate = number(arguments["rate"], "rate")
    if _one_of(arguments, "lcc.present_value", ("cashflows",), ("amount", "year"))[0] == "cashflows":
        return {"present_value": discounting.present_value(rate, _series(arguments, "cashflows"))}
    amount, year = number(arguments["amount"], "amount"), number(arguments["year"], "year")
    rise = number(arguments.get("escalation", ZERO), "escalation")
    return {"present_value": discounting.present_value_of(rate, amount, year, rise)}


def call_annuity(arguments: Arguments) -> dict[str, Any]:
    rate, periods, present = (number(arguments[name], name) for name in ("rate", "periods", "present_value"))
    return {"payment": discounting.annuity(rate, periods, present)}


def call_rate(arguments: Arguments) -> dict[str, Any]:
    needed = {
        "nominal": ("real", "inflation"),
        "real": ("nominal", "inflation"),
        "inflation": ("nominal", "real"),
        "real_escalation": ("nominal_escalation", "inflation"),
    }
    find = text(arguments["find"], "find")
    if find not in needed:
        raise UnknownArgument(fields=(find,), where="lcc.rate", known=", ".join(needed))
    missing = tuple(name for name in needed[find] if arguments.get(name) is None)
    if missing:
        raise MissingArgument(fields=missing, where="lcc.rate")
    one, other = (number(arguments[name], name) for name in needed[find])
    return {"rate": discounting.nominal(one, other) if find == "nominal" else discounting.real(one, other)}


def call_residual(arguments: Arguments) -> dict[str, Any]:
    names = ("cost", "year", "life", "study_period", "rate")
    return asdict(discounting.residual(*(number(arguments[name], name) for name in names)))


def call_recurring(arguments: Arguments) -> dict[str, Any]:
    names = ("quantity", "quantity_growth", "unit_value", "unit_value_growth", "rate", "first_year", "years")
    found = asdict(discounting.recurring(*(number(arguments[name], name) for name in names)))
    return {name: list(value) if isinstance(value, tuple) else value for name, value in found.items()}


def call_escalate(arguments: Arguments) -> dict[str, Any]:
    if _one_of(arguments, "lcc.escalate", ("amounts",), ("amount",))[0] == "amounts":
        indices = _series(arguments, "indices") if arguments.get("indices") is not None else None
        return {"amounts": list(discounting.escalate(_series(arguments, "amounts"), indices))}
    amount = number(arguments["amount"], "amount")
    if _one_of(arguments, "lcc.escalate", ("rates",), ("rate", "years"))[0] == "rates":
        return {"amount": discounting.escalated(amount, _series(arguments, "rates"))}
    times = discounting.years(number(arguments["years"], "years"), "years")
    return {"amount": discounting.escalated(amount, [number(arguments["rate"], "rate")] * int(times))}


def call_esco_npv(arguments: Arguments) -> dict[str, Any]:
    contract = arguments["contract"]
    if not isinstance(contract, Mapping) or contract.keys() - {"years", "days"}:
        raise MissingArgument(fields=("contract",), where="lcc.esco_npv")
    per_year = int(number(arguments["days_per_year"], "days_per_year"))
    length = number(contract.get("years", ZERO), "years") * per_year + number(
        contract.get("days", ZERO), "days"
    )
    count = discounting.years(number(arguments["rest_count"], "rest_count"), "rest_count")
    first, rest = (
        number(arguments["reduction_first"], "reduction_first"),
        number(arguments["reduction_rest"], "reduction_rest"),
    )
    if count != PERIODS - 1:
        discounting.years(Decimal(-1), "rest_count")
    found = esco_npv(
        number(arguments["rate"], "rate"),
        (first, *[rest] * int(count)),
        number(arguments["share"], "share"),
        int(length),
        str(arguments["announced"]),
        per_year,
    )
    return asdict(found)


CALLS: dict[str, Call] = {
    "lcc.present_value": Call(call_present_value, ("rate",), ("cashflows", "amount", "year", "escalation")),
    "lcc.annuity": Call(call_annuity, ("rate", "periods", "present_value")),
    "lcc.rate": Call(call_rate, ("find",), ("nominal", "real", "inflation", "nominal_escalation")),
    "lcc.residual": Call(call_residual, ("cost", "year", "life", "study_period", "rate")),
    "lcc.recurring": Call(
        call_recurring,
        ("quantity", "quantity_growth", "unit_value", "unit_value_growth", "rate", "first_year", "years"),
    ),
    "lcc.escalate": Call(call_escalate, (), ("amounts", "indices", "amount", "rate", "years", "rates")),
    "lcc.esco_npv": Call(
        call_esco_npv,
        (
            "rate",
            "reduction_first",
            "reduction_rest",
            "rest_count",
            "share",
            "contract",
            "announced",
            "days_per_year",
        ),
    ),
}
