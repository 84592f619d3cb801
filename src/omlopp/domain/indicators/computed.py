"""From a card and figures to a result. A card names its function here; every function takes and answers one shape."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, localcontext
from functools import partial

from omlopp.domain.indicators import material, money
from omlopp.domain.indicators.checked import not_below_zero
from omlopp.domain.indicators.errors import InputNotKnown, NothingToMeasure, OutOfRange
from omlopp.domain.indicators.found import Found, Given, Row, beside, share_of
from omlopp.domain.indicators.result import FactorUsed, Result, fingerprint
from omlopp.domain.model.exact import EXACT
from omlopp.domain.model.indicators import Indicator, Stage


@dataclass(frozen=True, slots=True)
class Function:
    """`of_parts`: it takes rows, one for each part, material or article; else figures of the whole alone."""

    compute: Callable[[Given], Found]
    of_parts: bool = True


FUNCTIONS: Mapping[str, Function] = {
    "mci": Function(material.mci),
    "inflow_reused": Function(partial(material.inflow_share, name="reused_kg")),
    "inflow_recycled": Function(partial(material.inflow_share, name="recycled_kg")),
    "inflow_renewable": Function(partial(material.inflow_share, name="renewable_kg")),
    "outflow_reused": Function(partial(material.outflow_share, name="out_reused_kg")),
    "outflow_recycled": Function(partial(material.outflow_share, name="out_recycled_kg")),
    "outflow_biological": Function(partial(material.outflow_share, name="out_biological_kg")),
    "cti": Function(material.cti),
    "virgin": Function(material.virgin),
    "waste": Function(material.waste),
    "hazardous": Function(material.hazardous, of_parts=False),
    "land": Function(material.land),
    "mki": Function(money.mki, of_parts=False),
    "cff": Function(money.cff, of_parts=False),
    "avoided": Function(money.avoided, of_parts=False),
    "cost_per_year": Function(money.cost_per_year, of_parts=False),
    "recirculated_value": Function(money.recirculated_value),
    "net_energy": Function(money.net_energy, of_parts=False),
}
MOST_DIGITS = 30  # before the decimal mark: more is a slip of the keyboard, not a mass or a sum
BESIDE = ("mass_kg", "pieces")  # may always be said: a share is shown with tonnes and pieces


@dataclass(frozen=True, slots=True)
class About:
    """What a measurement says of itself."""

    stage: Stage | None = None
    measured_on: date | None = None
    source: str = ""
    proof: str = ""
    pedigree: Mapping[str, int] | None = None
    factors: tuple[FactorUsed, ...] = ()


def result(card: Indicator, given: Given, about: About | None = None) -> Result:
    """The indicator's value with its interval, completeness and provenance.

    Refuses figures that nobody reads (InputNotKnown) or that are no numbers (OutOfRange), and whatever the function
    refuses.
    """
    about = about or About()
    return Result(
        card.id,
        f"{card.id}/{card.weights}" if card.weights else card.id,
        compute(card, given),
        about.stage,
        about.measured_on,
        about.source,
        about.proof,
        dict(about.pedigree or {}),
        about.factors,
        rules=fingerprint(
            card.formula, card.function, [one.id for one in card.inputs], card.weights, given.weights
        ),
        inputs=fingerprint(given.whole, list(given.rows)),
    )


def compute(card: Indicator, given: Given) -> Found:
    """The figures alone, worked out as the card says."""
    _checked(card, (given.whole, *given.rows))
    if card.formula == "computed":
        function = FUNCTIONS[card.function]
        if given.rows and not function.of_parts:
            raise InputNotKnown(fields=("rows",), known=", ".join(one.id for one in card.inputs))
        return function.compute(given)
    names = [one.id for one in card.inputs]
    if card.formula == "amount":
        return _amount(given, names[0])
    if card.formula == "per":
        return _rate(given, names[0], names[1])
    unit = card.inputs[1].unit.en
    if unit == "m³":  # water is neither weighed nor counted
        return replace(share_of(given, names[0], names[1]), beside={"m3": given.sum(names[1])})
    whole_kg = names[1] if unit == "kg" else "mass_kg"
    pieces = names[1] if unit == "items" else "pieces"
    shown = beside(given, whole_kg, pieces)
    if unit == "SEK":
        shown["value_sek"] = given.sum(names[1])
    return replace(share_of(given, names[0], names[1]), beside=shown)


def _checked(card: Indicator, rows: Iterable[Row]) -> None:
    known = {one.id for one in card.inputs} | set(BESIDE)
    if card.function == "mki":
        known |= {name for subs in money.SUB_ROWS.values() for name in subs}
    for row in rows:
        unknown = tuple(name for name in row if name not in known)
        if unknown:
            raise InputNotKnown(fields=unknown, known=", ".join(one.id for one in card.inputs))
        wrong = tuple(name for name, value in row.items() if value is not None and not _sane(value))
        if wrong:
            raise OutOfRange(fields=wrong)


def _sane(value: Decimal) -> bool:
    return value.is_finite() and value.adjusted() < MOST_DIGITS


def _amount(given: Given, name: str) -> Found:
    """The sum of what is told; without an upper bound where a row is silent."""
    values = [row.get(name) for row in given.each()]
    known = [value for value in values if value is not None]
    not_below_zero({name: min(known, default=None)})
    with localcontext(EXACT):
        whole = sum(known, Decimal(0)) if known else None
        told = Decimal(len(known)) / len(values)
    silent = len(known) < len(values)
    missing = (name,) if silent else ()
    return Found(whole, whole, None if silent else whole, told, "rows", beside(given), missing=missing)


def _rate(given: Given, first: str, second: str) -> Found:
    """Σ first ÷ Σ second of the rows that tell both."""
    rows = given.each()
    both = [
        (a, b) for row in rows if (a := row.get(first)) is not None and (b := row.get(second)) is not None
    ]
    wholes = [row.get(second) for row in rows]
    missing = tuple(name for name in (first, second) if any(row.get(name) is None for row in rows))
    if not both:
        return Found(None, None, None, Decimal(0), second, beside(given), missing=missing)
    for a, b in both:
        not_below_zero({first: a, second: b})
    with localcontext(EXACT):
        over = sum((b for _, b in both), Decimal(0))
        if not over:
            raise NothingToMeasure(fields=(second,))
        value = sum((a for a, _ in both), Decimal(0)) / over
        told = None if None in wholes else over / sum((b for b in wholes if b is not None), Decimal(0))
    whole = value if not missing else None
    return Found(value, whole, whole, told, second, beside(given), missing=missing)
