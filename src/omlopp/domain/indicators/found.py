"""What a computed indicator is given, and what it answers: a value, how much of it is known, and what it could be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, localcontext

from omlopp.domain.indicators.checked import ONE, ZERO, not_below_zero
from omlopp.domain.indicators.errors import InputMissing, NothingToMeasure, PartsExceedWhole
from omlopp.domain.model.exact import EXACT

Row = Mapping[str, Decimal | None]
KG_PER_TONNE = 1000


@dataclass(frozen=True, slots=True)
class Weight:
    """What one unit of an impact counts for. `mark`: how sure it is (read, secondary, inference, unverified)."""

    value: Decimal
    unit: str
    mark: str


@dataclass(frozen=True, slots=True)
class Given:
    """The figures: of the whole, and of each part where it has parts. One that is not there, or None, is unknown."""

    whole: Row = field(default_factory=dict)
    rows: Sequence[Row] = ()
    weights: Mapping[str, Weight] = field(default_factory=dict)

    def each(self) -> Sequence[Row]:
        """The parts, or the whole as its only part."""
        return self.rows or (self.whole,)

    def one(self, name: str) -> Decimal | None:
        """A figure of the whole."""
        return self.whole.get(name)

    def sum(self, name: str) -> Decimal | None:
        """The sum over the parts; None where nobody said any."""
        known = [value for row in self.each() if (value := row.get(name)) is not None]
        with localcontext(EXACT):
            return sum(known, ZERO) if known else self.one(name)


@dataclass(frozen=True, slots=True)
class Found:
    """`value`: of what is declared. `low`, `high`: what it would be were all that is undeclared at its worst and at its
    best for the number (low ≤ value ≤ high); None: no bound.

    `completeness` 0–1: how much of `of` (mass_kg, value_sek, pieces …) is declared; None: not even that is known.
    `beside`: what a share is shown with – tonnes and pieces, None where nobody counted; kWh or m³ for energy and
    water. `parts`: the working.
    `missing`: inputs that were not given; `assumed` and `warnings`: codes with a sentence each. `marks`: how sure a
    weight is.
    """

    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    completeness: Decimal | None
    of: str
    beside: Mapping[str, Decimal | None] = field(default_factory=dict)
    parts: Mapping[str, Decimal | None] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    assumed: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    marks: Mapping[str, str] = field(default_factory=dict)


def beside(given: Given, mass: str = "mass_kg", pieces: str = "pieces") -> dict[str, Decimal | None]:
    """Tonnes and pieces of what was measured; None where nobody counted."""
    kg = given.sum(mass)
    with localcontext(EXACT):
        return {"tonnes": None if kg is None else kg / KG_PER_TONNE, "pieces": given.sum(pieces)}


def known_in_full(
    value: Decimal, of: str, parts: Row, beside: Mapping[str, Decimal | None] | None = None
) -> Found:
    """Nothing was left out."""
    return Found(value, value, value, ONE, of, beside or {}, parts)


def needed(row: Row, *names: str) -> tuple[Decimal, ...]:
    """Figures that cannot be done without. Refuses with the names of all that are not there."""
    missing = tuple(name for name in names if row.get(name) is None)
    if missing:
        raise InputMissing(fields=missing, where="inputs")
    return tuple(value for name in names if (value := row[name]) is not None)


@dataclass(frozen=True, slots=True)
class Part:
    """One row of a share: the whole, how much of it is what is asked for, and how much nobody has spoken of."""

    whole: Decimal
    part: Decimal
    unspoken: Decimal


def share(parts: Sequence[Part], of: str) -> Found:
    """The share of what is declared, and what it would be with the undeclared at nothing and at all it could be.

    Refuses a whole of zero (NothingToMeasure).
    """
    with localcontext(EXACT):
        whole = sum((one.whole for one in parts), ZERO)
        if not whole:
            raise NothingToMeasure(fields=(of,))
        have = sum((one.part for one in parts), ZERO)
        unspoken = sum((one.unspoken for one in parts), ZERO)
        told = whole - unspoken
        value = have / told if told else None
        return Found(value, have / whole, (have + unspoken) / whole, told / whole, of)


def share_of(given: Given, part: str, whole: str) -> Found:
    """Part ÷ whole over all rows. A row whose whole nobody knows makes the completeness unknown and is named."""
    rows = given.each()
    with_whole = [row for row in rows if row.get(whole) is not None]
    if not with_whole:
        return Found(None, None, None, None, whole, missing=(whole,))
    parts = []
    for row in with_whole:
        size, some = row[whole], row.get(part)
        assert size is not None
        not_below_zero({whole: size, part: some})
        if some is not None and some > size:
            raise PartsExceedWhole(fields=(part,), sum=some, whole=size)
        parts.append(Part(size, some or ZERO, size if some is None else ZERO))
    found = share(parts, whole)
    missing = (part,) if any(row.get(part) is None for row in with_whole) else ()
    if len(with_whole) < len(rows):
        return Found(found.value, None, None, None, whole, missing=(whole, *missing))
    return Found(found.value, found.low, found.high, found.completeness, whole, missing=missing)
