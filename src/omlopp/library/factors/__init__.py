"""Factor sets: kg CO2e per unit of money or mass, one folder per source with a card that says what it is.

A set has one price basis, one currency and one year. Sets are never mixed in one figure: `spend.footing` refuses.
Share-alike figures are never in this folder: such a card names the pack they are read from, in place.
"""

import csv
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from statistics import median
from typing import Any, ClassVar

from omlopp.domain.model.errors import OmloppError
from omlopp.domain.model.text import STRICT, Text
from omlopp.library import packs
from omlopp.library.files import Problem, read_one
from omlopp.library.workspace import home

FOLDER = Path(__file__).parent
CARD = "card.yaml"
TABLE = "factors.csv"
KEYS = ("naics2017", "exiobase_product", "material", "cpv")
BASES = ("", "purchaser", "basic")


class FactorSetUnknown(OmloppError):
    """No set of that name. Facts: name, known."""

    code = "factors.unknown-set"


class FactorsNotAtHand(OmloppError):
    """The card is known, its pack is not here. Facts: name, pack, file."""

    code = "factors.not-at-hand"


class FactorCardWrong(OmloppError):
    """A card or table that cannot be read. Facts: file, says."""

    code = "factors.card-wrong"


@dataclass(frozen=True, slots=True)
class Card:
    """What a set is. `per`: the unit a factor is for (USD, EUR, tonne). `price_basis` "" where it is no money."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT | {"coerce_numbers_to_str": True}
    title: Text
    publisher: str
    source: str
    version: str
    licence: str
    licence_verified: bool
    share_alike: bool
    credit: str
    keyed_by: str
    unit: str
    per: str
    year: int
    checked: date
    currency: str = ""
    price_basis: str = ""
    caution: Text | None = None
    pack: str = ""
    file: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Factor:
    """kg CO2e per unit. `low` and `high`: what is known of its range, None where nothing is."""

    value: Decimal
    name: str = ""
    low: Decimal | None = None
    high: Decimal | None = None


@dataclass(frozen=True, slots=True)
class FactorSet:
    """A card with its figures. `rules_hash`: sha256 of card and figures, first twelve hex digits."""

    id: str
    card: Card
    factors: Mapping[str, Factor]
    rules_hash: str
    origin: Mapping[str, Decimal] = field(default_factory=dict)

    @property
    def basis(self) -> tuple[str, str, int]:
        """What may be added to what: price basis, currency, year."""
        return self.card.price_basis, self.card.currency, self.card.year


@dataclass(frozen=True, slots=True)
class Listed:
    """A set as it is listed: at hand or not, and what is wrong with its card (empty: nothing)."""

    id: str
    folder: Path
    card: Card | None
    at_hand: bool
    ours: bool
    problem: str = ""


def folders() -> list[Path]:
    """Where sets are looked for: those of the program first, then those that were added."""
    return [FOLDER, home() / "factors"]


def listed(places: Sequence[Path] | None = None) -> list[Listed]:
    """Every set that is known, those of the program first."""
    found: dict[str, Listed] = {}
    for top in folders() if places is None else places:
        for folder in sorted(top.iterdir()) if top.is_dir() else ():
            if (folder / CARD).is_file() and folder.name not in found:
                found[folder.name] = _listed(folder, top == FOLDER)
    return list(found.values())


def _listed(folder: Path, ours: bool) -> Listed:
    try:
        card = read_card(folder)
    except FactorCardWrong as error:
        return Listed(folder.name, folder, None, False, ours, str(error.facts["says"]))
    return Listed(folder.name, folder, card, _table(folder, card) is not None, ours)


def read_card(folder: Path) -> Card:
    """Raises FactorCardWrong."""
    card = read_one(folder / CARD, Card, folder)
    if isinstance(card, Problem):
        raise FactorCardWrong(file=f"{folder.name}/{CARD}", says=str(card))
    if card.keyed_by not in KEYS:
        raise FactorCardWrong(file=f"{folder.name}/{CARD}", says=f"keyed_by: one of {', '.join(KEYS)}")
    if card.price_basis not in BASES or bool(card.price_basis) != bool(card.currency):
        raise FactorCardWrong(
            file=f"{folder.name}/{CARD}",
            says="price_basis: purchaser or basic, with a currency; both or none",
        )
    return card


def _table(folder: Path, card: Card) -> Path | None:
    if not card.pack:
        return folder / TABLE if (folder / TABLE).is_file() else None
    try:
        path = packs.find(card.pack).folder / card.file
    except packs.UnknownPack:
        return None
    return path if path.is_file() else None


def factor_set(
    name: str, origin: Mapping[str, Decimal] | None = None, places: Sequence[Path] | None = None
) -> FactorSet:
    """The set with its figures. `origin`: shares of the producing regions (sum 1), where the set has regions.

    Raises FactorSetUnknown, FactorsNotAtHand, FactorCardWrong.
    """
    known = listed(places)
    one = next((each for each in known if each.id == name), None)
    if one is None:
        raise FactorSetUnknown(name=name, known=", ".join(each.id for each in known) or "–")
    card = read_card(one.folder)
    path = _table(one.folder, card)
    if path is None:
        raise FactorsNotAtHand(name=name, pack=card.pack or name, file=card.file or TABLE)
    mark = hashlib.sha256((one.folder / CARD).read_bytes() + path.read_bytes()).hexdigest()[:12]
    rows = _rows(path)
    if card.columns.get("region"):
        found = _of_regions(rows, card, dict(origin or {}), f"{name}/{path.name}")
    else:
        found = {
            row[0]: row[1] for row in (_plain(row, number, f"{name}/{path.name}") for number, row in rows)
        }
    return FactorSet(name, card, found, mark, dict(origin or {}))


def _rows(path: Path) -> list[tuple[int, dict[str, str]]]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(enumerate(csv.DictReader(lines), 2))


def _plain(row: Mapping[str, str], line: int, file: str) -> tuple[str, Factor]:
    try:
        low, high = (Decimal(row[name]) if row.get(name) else None for name in ("low", "high"))
        return row["key"], Factor(Decimal(row["kgco2e_per_unit"]), row.get("name", ""), low, high)
    except (KeyError, InvalidOperation, TypeError):
        raise FactorCardWrong(file=file, says=f"line {line}: key, name, kgco2e_per_unit") from None


def _of_regions(
    rows: Sequence[tuple[int, Mapping[str, str]]], card: Card, origin: Mapping[str, Decimal], file: str
) -> dict[str, Factor]:
    """The published median, or the mix that `origin` gives; low and high over regions that make the product at all."""
    names = card.columns
    regions: dict[str, dict[str, Decimal]] = {}
    middle: dict[str, Decimal] = {}
    for _, row in rows:
        key = row[names["key"]]
        regions.setdefault(key, {})[row[names["region"]]] = Decimal(row[names["of_region"]])
        if names.get("value") and row[names["value"]]:
            middle[key] = Decimal(row[names["value"]])
    if origin and sum(origin.values()) != 1:
        raise FactorCardWrong(file=file, says="origin: shares that sum to 1")
    found = {}
    for key, values in regions.items():
        made = sorted(value for value in values.values() if value > 0)
        if not made:
            continue
        value = middle.get(key) or median(made)
        if origin:
            if any(region not in values for region in origin):
                raise FactorCardWrong(file=file, says=f"origin: regions are {', '.join(sorted(values))}")
            if any(values[region] == 0 for region in origin):
                continue  # nothing is made there: no factor, never zero
            value = sum((share * values[region] for region, share in origin.items()), Decimal(0))
        found[key] = Factor(value, key, made[0], made[-1])
    return found


@dataclass(frozen=True, slots=True)
class Price:
    """One value of a price series. `recalled`: not read in the source, to be checked."""

    value: Decimal
    year: int
    source: str
    recalled: bool


@cache
def prices() -> Mapping[tuple[str, int], Price]:
    """(series, year) → value: `cpi_se`, `sek_per_eur`, `sek_per_usd`."""
    return {
        (row["series"], int(row["year"])): Price(
            Decimal(row["value"]), int(row["year"]), row["source"], row["status"] != "verified"
        )
        for _, row in _rows(FOLDER / "prices_se.csv")
    }


def price(series: str, year: int) -> Price | None:
    """The value of that year, else of the nearest year that has one; None where the series is not known.

    Exchange rates are never taken from another year.
    """
    known = {one: found for (name, one), found in prices().items() if name == series}
    if year in known or not known or series.startswith("sek_per_"):
        return known.get(year)
    return known[min(known, key=lambda one: (abs(one - year), one))]
