"""An indicator worked out from a file or from figures on the command line; an offer compared with its baseline."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from omlopp.domain.award.plain import items, number, text
from omlopp.domain.footprint.pedigree import spread
from omlopp.domain.indicators.computed import About, result
from omlopp.domain.indicators.errors import InputMissing, OutOfRange
from omlopp.domain.indicators.found import Given, Row, Weight
from omlopp.domain.indicators.result import FactorUsed, Result, fingerprint
from omlopp.domain.model.errors import OmloppError
from omlopp.domain.model.indicators import Indicator, Stage
from omlopp.flows.calls import checked_arguments
from omlopp.library.cases import read_exact
from omlopp.library.load import library
from omlopp.library.uncertainty import pedigree as pedigree_tables
from omlopp.library.weights import weight_set

ABOUT = ("stage", "measured_on", "source", "proof", "pedigree", "factors")
PEDIGREE_VERSION = 2


class UnknownIndicator(OmloppError):
    """Facts: indicator, near (the closest names), known (how many there are)."""

    code = "impact.unknown-indicator"


class NotADay(OmloppError):
    """Facts: found."""

    code = "impact.not-a-day"


class UnknownStage(OmloppError):
    """Facts: found, known."""

    code = "impact.unknown-stage"


def card(id: str) -> Indicator:
    """The card of that id. Refuses one that is not there, with the names closest to it."""
    cards = library().indicators
    if id not in cards:
        from difflib import get_close_matches

        raise UnknownIndicator(
            indicator=id, near=tuple(get_close_matches(id, cards, 3, 0.4)) or ("–",), known=len(cards)
        )
    return cards[id]


def answered(path: Path, id: str, draws: int, seed: int) -> "ComparedFile | tuple[Result, ...]":
    """What a file asks for: an offer compared with its baseline, or measurements worked out."""
    data = read_exact(path)
    if isinstance(data, Mapping) and {"offer", "baseline"} & set(data):
        return compared_data(data, path, draws, seed)
    return computed_data(data, path, id)


def computed_file(path: Path, id: str = "") -> tuple[Result, ...]:
    """A file with one measurement, or with `measurements`: a list of them. `id`: the indicator where none is named."""
    return computed_data(read_exact(path), path, id)


def computed_data(data: Any, path: Path, id: str = "") -> tuple[Result, ...]:
    """The content of such a file; `path` is where it came from."""
    if isinstance(data, Mapping) and "measurements" in data:
        checked_arguments(data, path.name, needed=("measurements",), may=("indicator",))
        listed = items(data["measurements"], "measurements")
        named = {"indicator": data["indicator"]} if data.get("indicator") else {}
        return tuple(_computed(named | dict(_fields(one, "measurements")), path.name, id) for one in listed)
    return (_computed(data, path.name, id),)


def _fields(data: Any, where: str) -> Mapping[str, Any]:
    checked_arguments(data, where, needed=(), may=tuple(data) if isinstance(data, Mapping) else ())
    fields: Mapping[str, Any] = data
    return fields


def _computed(data: Any, where: str, id: str) -> Result:
    checked_arguments(data, where, needed=(), may=("indicator", "inputs", "rows", *ABOUT))
    named = data.get("indicator") or id
    if not named:
        raise InputMissing(fields=("indicator",), where=where)
    rows = [
        _row(one, f"rows {number + 1}") for number, one in enumerate(items(data.get("rows") or [], "rows"))
    ]
    about = About(
        _stage(data.get("stage")),
        _day(data.get("measured_on")),
        text(data.get("source") or "", "source"),
        text(data.get("proof") or "", "proof"),
        {
            name: int(number(score, name))
            for name, score in _fields(data.get("pedigree") or {}, "pedigree").items()
        },
        tuple(_factor_used(one) for one in items(data.get("factors") or [], "factors")),
    )
    return computed(text(named, "indicator"), _row(data.get("inputs") or {}, "inputs"), rows, about)


def computed(id: str, inputs: Row, rows: Sequence[Row] = (), about: About | None = None) -> Result:
    """An indicator by its id, with the weights that its card names."""
    one = card(id)
    weights: dict[str, Weight] = {}
    if one.weights:
        told = weight_set(one.weights).weights
        weights = {name: Weight(each.value, each.unit, each.mark.value) for name, each in told.items()}
    return result(one, Given(dict(inputs), tuple(rows), weights), about)


def _row(data: Any, where: str) -> dict[str, Decimal | None]:
    return {
        name: None if value is None else number(value, f"{where}: {name}")
        for name, value in _fields(data, where).items()
    }


def _stage(given: Any) -> Stage | None:
    if given is None:
        return None
    if given not in list(Stage):
        raise UnknownStage(found=str(given), known=", ".join(Stage))
    return Stage(given)


def _day(given: Any) -> date | None:
    return given if given is None or isinstance(given, date) else day_of(str(given))


def day_of(written: str) -> date:
    """2030-01-31 as a day. Refuses what no calendar has."""
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise NotADay(found=written) from None


def _factor_used(data: Any) -> FactorUsed:
    checked_arguments(data, "factors", needed=("id", "set", "version", "licence"), may=("year",))
    return _provenance(text(data["id"], "id"), data)


def _provenance(id: str, data: Mapping[str, Any]) -> FactorUsed:
    year = None if data.get("year") is None else int(number(data["year"], "year"))
    told = {name: text(data.get(name) or "", name) for name in ("set", "version", "licence")}
    return FactorUsed(id, told["set"], told["version"], year, told["licence"])


@dataclass(frozen=True, slots=True)
class ComparedFile:
    """An offer against its baseline, with the factors it stands on and a hash of what was supposed."""

    name: str
    unit: str
    offer_median: float
    compared: Any  # domain.indicators.uncertain.Compared; not named here, so that numpy is read only when it is used
    factors: tuple[FactorUsed, ...]
    rules: str
    inputs: str


def compared_data(data: Any, path: Path, draws: int, seed: int) -> ComparedFile:
    """`offer` and `baseline`: lists of {quantity, factors: [id]}; `factors`: id → median with sigma or pedigree scores,
    low, mode and high, yes and asked, or value. Lower is better. `correlation`: between different factors (0).
    """
    from omlopp.domain.indicators import uncertain

    checked_arguments(
        data, path.name, needed=("offer", "baseline", "factors"), may=("name", "unit", "correlation")
    )
    factors: dict[str, uncertain.Factor] = {}
    used = []
    for id, one in _fields(data["factors"], "factors").items():
        factors[id] = _factor(id, one)
        used.append(_provenance(id, one))
    sides = [[_line(one, side) for one in items(data[side], side)] for side in ("offer", "baseline")]
    correlation = float(number(data.get("correlation", Decimal(0)), "correlation"))
    found = uncertain.compared(sides[0], sides[1], factors, draws, seed, correlation)
    rules = fingerprint("compared", draws, seed, correlation, PEDIGREE_VERSION)
    told = text(data.get("name") or path.stem, "name")
    unit = text(data.get("unit") or "kg CO₂e", "unit")
    return ComparedFile(told, unit, found.offer.median, found, tuple(used), rules, fingerprint(data))


def _line(data: Any, where: str) -> Any:
    from omlopp.domain.indicators.uncertain import Line

    checked_arguments(data, where, needed=("quantity", "factors"))
    ids = tuple(text(one, "factors") for one in items(data["factors"], "factors"))
    return Line(float(number(data["quantity"], "quantity")), ids)


_SHAPES = (("median",), ("low", "mode", "high"), ("yes", "asked"), ("value",))
_NAMED = ("set", "version", "year", "licence")


def _factor(id: str, data: Any) -> Any:
    from omlopp.domain.indicators.uncertain import Fixed, Lognormal, Pert, Survey

    known = {name for shape in _SHAPES for name in shape} | {
        "sigma",
        "pedigree",
        "basic_uncertainty",
        *_NAMED,
    }
    checked_arguments(data, f"factors: {id}", needed=(), may=tuple(known))
    shape = next((one for one in _SHAPES if data.get(one[0]) is not None), None)
    if shape is None:
        raise InputMissing(fields=("median",), where=f"factors: {id}")
    missing = tuple(name for name in shape if data.get(name) is None)
    if missing:
        raise InputMissing(fields=missing, where=f"factors: {id}")
    values = [float(number(data[name], name)) for name in shape]
    if shape == ("value",):
        return Fixed(values[0])
    if shape == ("low", "mode", "high"):
        return Pert(*values)
    if shape == ("yes", "asked"):
        return Survey(int(values[0]), int(values[1]))
    return Lognormal(values[0], _sigma(id, data))


def _sigma(id: str, data: Mapping[str, Any]) -> float:
    if data.get("sigma") is not None:
        return float(number(data["sigma"], "sigma"))
    if data.get("pedigree") is None:
        raise InputMissing(fields=("sigma",), where=f"factors: {id}")
    scores = {name: int(number(score, name)) for name, score in _fields(data["pedigree"], "pedigree").items()}
    basic = float(number(data.get("basic_uncertainty", Decimal(1)), "basic_uncertainty"))
    if basic < 1:
        raise OutOfRange(fields=("basic_uncertainty",))
    return spread(pedigree_tables()[PEDIGREE_VERSION], basic, scores).sigma_ln
