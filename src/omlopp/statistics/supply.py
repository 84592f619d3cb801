"""Who bids and who wins, by county and product group: from the Swedish procurement statistics' tables of bids,
winners and values.

Counted by lot and by procurement, because one large procurement may hold most of a county's lots. A contracted
value is what contracts promise over years, never spend. Where the firms lie is not in the source: neither local
share nor distance is measured.
"""

import csv
import gzip
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from pathlib import Path
from statistics import mean, median

from omlopp.library.spend import group_of
from omlopp.notices.registry import MASKED
from omlopp.notices.registry_files import columns, table_of
from omlopp.statistics.places import county_of

SIZES = {
    "Mikroföretag": "micro",
    "Små företag": "small",
    "Medelstora företag": "medium",
    "Stora företag": "large",
}
LARGEST = 2  # procurements left out in "without the largest"
PLACEHOLDER_SEK = Decimal(1_000)
LEVEL = 3  # digits of a CPV code that make two purchases of one kind


@dataclass(frozen=True, slots=True)
class Lot:
    """A lot with a known number of bids."""

    procurement: str
    county: str
    group: str
    bids: int


@dataclass(frozen=True, slots=True)
class Win:
    """A supplier with a contract in a lot: what is counted as a win. `supplier` "" where the source masks it."""

    procurement: str
    lot: str
    county: str
    group: str
    supplier: str
    size: str


@dataclass(frozen=True, slots=True)
class Procurement:
    """`value_sek` None: not reported or a placeholder. `joint`: coordinated with others, as the buyer reported."""

    id: str
    county: str
    group: str
    cpv: str
    buyer: str
    buyer_id: str
    sector: str
    title: str
    announced_on: str
    joint: bool
    value_sek: Decimal | None
    platform: str = ""  # the advertising database


@dataclass(frozen=True, slots=True)
class Market:
    """The tables of one delivery. `placeholders`: values of 0 to 1,000 SEK, left out of sums."""

    procurements: Mapping[str, Procurement]
    lots: tuple[Lot, ...]
    wins: tuple[Win, ...]
    placeholders: int
    source: str


@dataclass(frozen=True, slots=True)
class Bids:
    """Bids of some lots. `single`: lots with one bid. Means and medians are None where nothing was counted."""

    lots: int
    procurements: int
    mean: float | None
    median: float | None
    single: int
    mean_of_procurements: float | None
    single_share_of_procurements: float | None


@dataclass(frozen=True, slots=True)
class Supply:
    """Who supplies a county, or a product group there.

    `suppliers`: firms that won anything, masked ones not among them (`masked_wins`). `here_only`: wins of firms that
    won in no other county of the source in the year; it says nothing of where the firm lies.
    """

    county: str
    group: str
    bids: Bids
    without_largest: Bids
    suppliers: int
    wins: int
    masked_wins: int
    largest_share: float | None
    sizes: Mapping[str, int]
    here_only: int
    contracted_sek: Decimal
    of_procurements: int


@dataclass(frozen=True, slots=True)
class Pool:
    """Municipal buyers of a county that bought the same kind of thing each for itself within the year."""

    county: str
    cpv: str
    buyers: tuple[str, ...]
    procurements: tuple[Procurement, ...]
    contracted_sek: Decimal
    valued: int
    bids_mean: float | None = field(default=None)


def market(folder: Path) -> Market:
    """The tables in a folder, known by their columns. Rows whose procurement is in none of the tables are left out."""
    tables: dict[str, list[dict[str, str]]] = {}
    names = []
    for path in sorted(folder.glob("*.csv*")):
        rows = _rows(path)
        head = next(rows, {})
        if (found := table_of(list(head))) is not None:
            tables.setdefault(found, []).extend([head, *rows])
            names.append(path.name)
    values, placeholders = _values(tables.get("values", ()))
    known = {row["id"]: _procurement(row, values) for row in map(_plain, tables.get("procurements", ()))}
    lots, wins = [], []
    for row in map(_plain, tables.get("bids", ())):
        one = known.get(row["id"])
        if one and row.get("bids", "").isdigit() and int(row["bids"]) > 0:
            lots.append(Lot(one.id, one.county, one.group, int(row["bids"])))
    for row in map(_plain, tables.get("winners", ())):
        if one := known.get(row["id"]):
            name = row.get("supplier", "")
            wins.append(
                Win(
                    one.id,
                    row.get("lot", ""),
                    one.county,
                    one.group,
                    "" if name == MASKED else name.casefold(),
                    SIZES.get(row.get("size", ""), "not_stated"),
                )
            )
    return Market(known, tuple(lots), tuple(wins), placeholders, ", ".join(names))


def _rows(path: Path) -> Iterator[dict[str, str]]:
    data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    yield from csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""))


# What this module calls the uses of library/notices/registry_se.csv.
_NAMES = {
    "upphandlings_id": "id", "kopare": "buyer", "kopare_orgnr": "buyer_id", "sektor": "sector", "cpv": "cpv",
    "samordnad": "joint", "annonsdatabas": "platform", "titel": "title", "publicerad": "announced_on",
    "anbudsomrades_id": "lot", "antal_anbud": "bids", "leverantor": "supplier", "leverantor_storlek": "size",
    "kontrakterat_varde_sek": "value",
}  # fmt: skip


def _plain(row: Mapping[str, str]) -> dict[str, str]:
    """A row by our names, whether its columns are the source's short or long ones."""
    uses = _uses()
    return {
        uses[name.strip().lower()]: value or ""
        for name, value in row.items()
        if name and name.strip().lower() in uses
    }


@cache
def _uses() -> dict[str, str]:
    same: dict[str, list[str]] = {}
    for name, use in columns().items():
        same.setdefault(use, []).append(name)
    found = dict(_NAMES)
    for short, own in _NAMES.items():
        for other in same.get(columns().get(short, ""), ()) if columns().get(short) != "left" else ():
            found[other] = own
    return found


def _values(rows: Iterable[Mapping[str, str]]) -> tuple[dict[str, Decimal], int]:
    found: dict[str, Decimal] = {}
    placeholders = 0
    for row in map(_plain, rows):
        try:
            value = Decimal(row.get("value", ""))
        except ArithmeticError:
            continue
        if value <= PLACEHOLDER_SEK:
            placeholders += 1
        else:
            found[row["id"]] = found.get(row["id"], Decimal(0)) + value
    return found, placeholders


def _procurement(row: Mapping[str, str], values: Mapping[str, Decimal]) -> Procurement:
    return Procurement(
        row["id"], _county(row["buyer"], row["buyer_id"]), group_of(row.get("cpv", "")), row.get("cpv", "")[:8],
        row["buyer"], row["buyer_id"], row.get("sector", ""), row.get("title", ""), row.get("announced_on", ""),
        row.get("joint", "") == "True", values.get(row["id"]), row.get("platform", ""),
    )  # fmt: skip


@cache
def _county(name: str, number: str) -> str:
    return county_of(name, number)


def bids_of(lots: Sequence[Lot], without: int = 0) -> Bids:
    """Bids by lot, and by procurement (the mean within each first).

    `without`: so many of those with most lots left out.
    """
    by: dict[str, list[int]] = {}
    for one in lots:
        by.setdefault(one.procurement, []).append(one.bids)
    largest = sorted(by, key=lambda name: (-len(by[name]), name))[:without]
    kept = {name: found for name, found in by.items() if name not in largest}
    every = [number for found in kept.values() for number in found]
    if not every:
        return Bids(0, 0, None, None, 0, None, None)
    return Bids(
        len(every), len(kept), mean(every), median(every), sum(number == 1 for number in every),
        mean(mean(found) for found in kept.values()),
        mean(sum(number == 1 for number in found) / len(found) for found in kept.values()),
    )  # fmt: skip


def supply(of: Market, county: str = "", group: str = "") -> Supply:
    """A county ("" for all of the source) and a product group ("" for all)."""
    lots = [one for one in of.lots if _in(one.county, one.group, county, group)]
    wins = [one for one in of.wins if _in(one.county, one.group, county, group)]
    elsewhere = {one.supplier for one in of.wins if county and one.county != county}
    by: Counter[str] = Counter()
    sizes: Counter[str] = Counter()
    for one in wins:
        by[one.supplier] += 1
        sizes[one.size] += 1
    masked = by.pop("", 0)
    whole = sum(by.values())
    procurements = [one for one in of.procurements.values() if _in(one.county, one.group, county, group)]
    return Supply(
        county, group, bids_of(lots), bids_of(lots, LARGEST), len(by), whole + masked, masked,
        max(by.values()) / whole if whole else None, dict(sizes),
        sum(times for name, times in by.items() if county and name not in elsewhere),
        sum((one.value_sek for one in procurements if one.value_sek), Decimal(0)), len(procurements),
    )  # fmt: skip


def _in(county: str, group: str, wanted_county: str, wanted_group: str) -> bool:
    return (not wanted_county or county == wanted_county) and (
        not wanted_group or group.startswith(wanted_group)
    )


def pools(of: Market, county: str, least: int = 2) -> tuple[Pool, ...]:
    """Kinds of purchase (three digits of CPV) that at least `least` municipal buyers of a county made apart, most
    buyers first.
    """
    found: dict[str, list[Procurement]] = {}
    for one in of.procurements.values():
        if one.county == county and one.sector == "Kommun" and not one.joint and one.cpv.strip("0"):
            found.setdefault(one.cpv[:LEVEL], []).append(one)
    bids: dict[str, list[int]] = {}
    for lot in of.lots:
        bids.setdefault(lot.procurement, []).append(lot.bids)
    made = []
    for cpv, every in found.items():
        buyers = {one.buyer_id: one.buyer for one in every}
        if len(buyers) < least:
            continue
        numbers = [number for one in every for number in bids.get(one.id, ())]
        made.append(
            Pool(
                county,
                cpv,
                tuple(sorted(buyers.values())),
                tuple(sorted(every, key=lambda one: (one.announced_on, one.id))),
                sum((one.value_sek for one in every if one.value_sek), Decimal(0)),
                sum(one.value_sek is not None for one in every),
                mean(numbers) if numbers else None,
            )
        )
    return tuple(sorted(made, key=lambda one: (-len(one.buyers), -one.contracted_sek, one.cpv)))
