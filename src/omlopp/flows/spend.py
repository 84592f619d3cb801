"""From a ledger to what it shows: read, remember, categorise, footprint, and the shortlist of pilots."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path

from omlopp.domain.model.errors import OmloppError
from omlopp.flows.spend_potential import MONTHS, Pilot, Potential, counties, potentials, shortlist
from omlopp.library import factors, packs
from omlopp.library.codelists import nuts_name
from omlopp.library.spend import columns
from omlopp.spend import cube, decided, footing, ledger, mappings, reading, register, screening
from omlopp.spend.categorise import Desk
from omlopp.spend.cube import Cube, Folded, Seen
from omlopp.spend.decided import Rules
from omlopp.spend.footing import Footprints
from omlopp.spend.screening import Screening
from omlopp.statistics import supply as market
from omlopp.statistics.places import tiles
from omlopp.statistics.supply import Market, Pool, Supply

SET = "epa_v1_3"  # ships with the program; which set is used is always shown
REGISTRY = "registry-se"


class NoSuchFile(OmloppError):
    """Facts: file."""

    code = "spend.no-such-file"


class RateWrong(OmloppError):
    """Facts: found."""

    code = "spend.rate-wrong"


class DayWrong(OmloppError):
    """Facts: found."""

    code = "spend.day-wrong"


class NoCounty(OmloppError):
    """Facts: county."""

    code = "spend.no-county"


class RegistryMissing(OmloppError):
    """Facts: pack."""

    code = "spend.registry-missing"


@dataclass(frozen=True, slots=True)
class Asked:
    """How a ledger is to be read and placed.

    `columns` ours → theirs, added to what is remembered or known and then remembered itself. `rates`: SEK per unit.
    `chart`: "" told from the buyers' numbers. `origin`: shares of producing regions, where the factor set has regions.
    `rules`: a file of rules, which go before those that the workspace remembers.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    rates: Mapping[str, Decimal] = field(default_factory=dict)
    chart: str = ""
    factors: str = SET
    origin: Mapping[str, Decimal] = field(default_factory=dict)
    rules: Path | None = None


@dataclass(frozen=True, slots=True)
class Screened:
    """What a screening stands on and shows. `footprints` rank groups and nothing else."""

    read: tuple[Folded, ...]
    cube: Cube
    screening: Screening
    footprints: Footprints
    charts: Mapping[str, int]  # chart ("" unknown) → rows

    @property
    def credits(self) -> tuple[str, ...]:
        """Who must be credited wherever these figures stand; share-alike sets say so."""
        return (self.footprints.set.card.credit,)


@dataclass(frozen=True, slots=True)
class Shortlist:
    """`pools`, `regions` are empty where the statistics are not at hand. `county` "" for none."""

    screened: Screened
    potentials: tuple[Potential, ...]
    pilots: tuple[Pilot, ...]
    county: str
    regions: tuple[Supply, ...]
    pools: tuple[Pool, ...]
    register: register.Register | None


def read(paths: Sequence[Path], asked: Asked = Asked(), place: Path | None = None) -> tuple[Folded, ...]:
    """Each ledger folded.

    Several are read together: what overlaps is counted once. What `columns` says is remembered.
    """
    seen = Seen() if len(paths) > 1 else None
    found = []
    for path in paths:
        if not path.is_file():
            raise NoSuchFile(file=str(path))
        found.append(reading.read(path, columns_of(path, asked.columns, place), asked.rates, seen=seen))
    return tuple(found)


def columns_of(path: Path, chosen: Mapping[str, str], place: Path | None = None) -> dict[str, str]:
    """Ours → theirs: what is known of names, then what was remembered for this head, then what is said now."""
    head = reading.head_of(path)
    known = ledger.mapped(head) | (mappings.remembered(head, place) or {})
    if not chosen:
        return known
    found = known | mappings.checked(head, chosen, path.name)
    mappings.remember(head, found, place)
    return found


def screen(
    paths: Sequence[Path],
    asked: Asked = Asked(),
    contracts: register.Register | None = None,
    place: Path | None = None,
) -> Screened:
    """Read, clean, categorise and footprint. Raises what reading raises, RuleFileWrong, GroupUnknown."""
    known = mappings.rules(place)
    if asked.rules is not None:
        if not asked.rules.is_file():
            raise NoSuchFile(file=str(asked.rules))
        known = known.with_these(decided.read(asked.rules))
    parts = read(paths, asked, place)
    return screened(parts, asked, contracts, known)


def screened(
    parts: Sequence[Folded], asked: Asked, contracts: register.Register | None, rules: Rules
) -> Screened:
    """The same from ledgers that were read before: for the workbench, after a category was corrected."""
    desk = Desk(rules, asked.chart, contracts.cpv_of() if contracts else {})
    whole = cube.together(parts)
    found = screening.screen(whole, desk)
    feet = footing.footprints(found.bought, factors.factor_set(asked.factors, asked.origin))
    charts: dict[str, int] = {}
    for key, one in whole.items():
        chart = desk.chart_of(key)
        charts[chart] = charts.get(chart, 0) + one.rows
    return Screened(tuple(parts), whole, found, feet, charts)


def potential(
    found: Screened,
    on: date,
    county: str = "",
    contracts: register.Register | None = None,
    statistics: Market | None = None,
    months: int = MONTHS,
    most: int = 10,
) -> Shortlist:
    """The ordered groups and the shortlist. `county`: NUTS 3 code or name; it needs the statistics to say anything."""
    code = county_code(county) if county else ""
    every = potentials(found.screening, found.footprints, on, contracts, statistics, code, months)
    return Shortlist(
        found, every, shortlist(every, most), code, counties(statistics, code) if statistics else (),
        market.pools(statistics, code) if statistics and code else (), contracts,
    )  # fmt: skip


def statistics_at_hand(needed: bool = False) -> Market | None:
    """The Swedish procurement statistics as a pack; None where they are not at hand, RegistryMissing where they
    are needed.
    """
    try:
        return market.market(packs.find(REGISTRY).folder)
    except packs.UnknownPack:
        if needed:
            raise RegistryMissing(pack=REGISTRY) from None
        return None


def county_code(said: str) -> str:
    """SE322 of "SE322", "jämtland" or "Jämtlands län". Raises NoCounty."""
    plain = said.strip().casefold()
    for tile in tiles():
        names = {tile.code.casefold(), tile.short.casefold(), (nuts_name(tile.code) or "").casefold()}
        if plain in names or plain.removesuffix(" län").removesuffix("s") in names:
            return tile.code
    raise NoCounty(county=said)


def county_name(code: str) -> str:
    return next((tile.short for tile in tiles() if tile.code == code), code)


def rates(said: Sequence[str]) -> dict[str, Decimal]:
    """`EUR=11,25` to SEK per unit. Raises RateWrong."""
    found = {}
    for one in said:
        parts = re.fullmatch(r"\s*([A-Za-z]{3})\s*=\s*([0-9]+(?:[.,][0-9]+)?)\s*", one)
        try:
            value = Decimal(parts[2].replace(",", ".")) if parts else Decimal(0)
        except InvalidOperation:
            value = Decimal(0)
        if parts is None or value <= 0:
            raise RateWrong(found=one)
        found[parts[1].upper()] = value
    return found


def columns_said(said: Sequence[str]) -> dict[str, str]:
    """`account=Kontokod` to ours → theirs. A text without = is a use that is not known (UseUnknown)."""
    found = {}
    for one in said:
        own, sign, theirs = one.partition("=")
        if not sign:
            raise mappings.UseUnknown(use=one, known=", ".join(columns()))
        found[own.strip()] = theirs.strip()
    return found


def register_of(path: Path | None) -> register.Register | None:
    """Raises NoSuchFile and what `register.read` refuses."""
    if path is None:
        return None
    if not path.is_file():
        raise NoSuchFile(file=str(path))
    return register.read(path)


def day_of(said: str) -> date:
    """Raises DayWrong."""
    found = register.day(said)
    if found is None:
        raise DayWrong(found=said)
    return found


@dataclass(frozen=True, slots=True)
class Region:
    """A county held against others, with the product groups it buys most often and what may be bought together."""

    county: str
    regions: tuple[Supply, ...]
    groups: tuple[Supply, ...]
    pools: tuple[Pool, ...]
    statistics: Market


def region(statistics: Market | None, county: str, most: int = 12) -> Region:
    """Raises NoCounty, RegistryMissing."""
    code = county_code(county)
    if statistics is None:
        raise RegistryMissing(pack=REGISTRY)
    divisions = {
        one.group[:2] for one in statistics.procurements.values() if one.county == code and one.group
    }
    found = sorted(
        (market.supply(statistics, code, one) for one in divisions), key=lambda one: (-one.wins, one.group)
    )
    return Region(
        code, counties(statistics, code), tuple(found[:most]), market.pools(statistics, code), statistics
    )
