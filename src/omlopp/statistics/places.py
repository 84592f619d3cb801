"""The county of a Swedish buyer where the source has no NUTS code: library/statistics/places_se.yaml."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

import yaml

from omlopp.library.codelists import FOLDER as CODELISTS
from omlopp.library.codelists import rows
from omlopp.library.load import ROOT

FOLDER = ROOT / "statistics"
_WORD = re.compile(r"[\wåäöéü]+(?:-[\wåäöéü]+)*")


@dataclass(frozen=True, slots=True)
class Tile:
    """A county's place in the tile-grid map. `code` is NUTS 3; column and row count from 0, north-west first.

    `narrow`: the name as it breaks over two lines of a narrow tile.
    """

    code: str
    short: str
    narrow: str
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class _Places:
    numbers: Mapping[str, str]
    state: tuple[str, ...]
    heads: tuple[str, ...]
    counties: tuple[tuple[re.Pattern[str], str], ...]
    municipalities: Mapping[str, str]
    tails: frozenset[str]
    joined: tuple[str, ...]
    ordinary: frozenset[str]


@cache
def tiles() -> tuple[Tile, ...]:
    """The 21 counties as tiles: library/statistics/tiles_se.csv, own drawing."""
    return tuple(
        Tile(row["code"], row["short"], row["narrow"], int(row["x"]), int(row["y"]))
        for row in rows(FOLDER / "tiles_se.csv")
    )


@cache
def _places() -> _Places:
    words = yaml.safe_load((FOLDER / "places_se.yaml").read_text("utf-8"))
    nuts = {row["county_code"]: row["code"] for row in rows(CODELISTS / "nuts_se.csv") if row["county_code"]}
    return _Places(
        {row["organisation_id"]: row["county"] for row in rows(FOLDER / "buyers_se.csv")},
        tuple(words["state_numbers"]),
        tuple(words["county_heads"]),
        tuple(
            (re.compile(rf"\b{re.escape(name)}s?\b"), code)
            for code, names in words["counties"].items()
            for name in names
        ),
        {
            row["name"].casefold(): nuts[row["county_code"]]
            for row in rows(CODELISTS / "municipalities_se.csv")
        },
        frozenset(words["municipality_tails"]),
        tuple(words["joined"]),
        frozenset(words["ordinary"]),
    )


def named_buyers(county: str, group: str = "") -> dict[str, str]:
    """Organisation number → name of the buyers listed for a county by hand; `group` core or wider, both without it."""
    return {
        row["organisation_id"]: row["name"]
        for row in rows(FOLDER / "buyers_se.csv")
        if row["county"] == county and group in ("", row["group"])
    }


def county_of(name: str, organisation_id: str | None) -> str:
    """NUTS 3 code of the county a Swedish buyer belongs to; "" where neither number nor name tells.

    A listed number decides. Else a name says so by a county ("Region Skåne"), by a municipality with "kommun" or
    "stad" after it, or by a municipality's name in a company's ("Östersundshem"). State agencies other than the
    county administrative boards belong to no county; a name that points to two counties belongs to none.
    """
    places = _places()
    number = re.sub(r"\D", "", organisation_id or "")
    if number in places.numbers:
        return places.numbers[number]
    said = name.casefold()
    found = set(_by_county(said, places))
    if not found and not number.startswith(places.state):
        found = set(_by_municipality(_WORD.findall(said), places))
    return found.pop() if len(found) == 1 else ""


def _by_county(said: str, places: _Places) -> Iterable[str]:
    if any(head in said for head in places.heads):
        yield from (code for pattern, code in places.counties if pattern.search(said))


def _by_municipality(words: list[str], places: _Places) -> Iterable[str]:
    """Municipalities that a buyer's words name; with "kommun" after it, the name is the whole answer."""
    pairs = [" ".join(words[place : place + size]) for size in (1, 2, 3) for place in range(len(words))]
    for place, word in enumerate(words):
        if word in places.tails and place:
            for size in (3, 2, 1):
                code = _municipality(" ".join(words[max(0, place - size) : place]), places)
                if code:
                    yield code
                    return
    for pair in pairs:
        code = _municipality(pair, places, alone=True) or _joined(pair, places)
        if code:
            yield code


def _municipality(said: str, places: _Places, *, alone: bool = False) -> str:
    """A municipality by its name or its genitive; `alone`: not where the name is an ordinary word too."""
    for name in (said, said.removesuffix("s")):
        if name in places.municipalities and not (alone and name in places.ordinary):
            return places.municipalities[name]
    return ""


def _joined(word: str, places: _Places) -> str:
    for tail in places.joined:
        if word.endswith(tail) and len(word) > len(tail) + 2:
            return _municipality(word.removesuffix(tail), places, alone=True)
    return ""
