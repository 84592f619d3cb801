"""A ledger on the board: screened by the rules of the moment, looked at group by group and line by line.

What is kept of a ledger is folded (omlopp.spend.kept); screening it anew is quick, so a correction shows at once.
Answers are remembered per process for as long as ledger, rules and question are the same.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from omlopp.flows import spend
from omlopp.flows.spend import Asked, Screened, Shortlist
from omlopp.flows.spend_potential import MONTHS, Pilot, Potential
from omlopp.library import factors
from omlopp.library.factors import Listed
from omlopp.library.spend import group_of
from omlopp.spend import kept, mappings, screening
from omlopp.spend.categorise import Desk, Placed
from omlopp.spend.cube import NOTHING, Folded, Key, Sum
from omlopp.spend.decided import Decided, Rules
from omlopp.spend.footing import UNIT
from omlopp.spend.register import Register
from omlopp.statistics.supply import Market

SAME = 8  # answers remembered of each kind
KRONA = Decimal(1)


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of a ledger. `ledger`: its kept files. `rules`: of the organisation. `county` "" for none."""

    ledger: tuple[Path, ...]
    rules: tuple[Decided, ...] = ()
    chart: str = ""
    factors: str = spend.SET
    register: Path | None = None
    county: str = ""
    on: date = date.min
    months: int = MONTHS


@dataclass(frozen=True, slots=True)
class Opened:
    """`placed`: every cell of the ledger with its place; what lines and suppliers are told from."""

    screened: Screened
    placed: tuple[tuple[Key, Sum, Placed], ...]
    register: Register | None


@dataclass(frozen=True, slots=True)
class Line:
    """Rows of one supplier on one account that went to one place: what a correction is about."""

    supplier: str
    supplier_id: str
    account: str
    account_name: str
    place: Placed
    sum: Sum

    @property
    def payee(self) -> str:
        return self.supplier_id or self.supplier


@dataclass(frozen=True, slots=True)
class Payee:
    """`share` of what was paid in the group, 0–1; None where the group came to nothing."""

    name: str
    number: str
    sum: Sum
    share: Decimal | None


def opened(asked: Question) -> Opened:
    """Raises KeptBroken, ChartUnknown and what a factor set refuses."""
    stamps = tuple(_stamp(path) for path in asked.ledger)
    contracts = _stamp(asked.register) if asked.register else 0
    said = tuple(sorted(mappings.rules().suppliers.items()))  # omlopp spend decide
    return _opened(
        asked.ledger, stamps, asked.rules, said, asked.chart, asked.factors, asked.register, contracts
    )


def shortlist(asked: Question) -> Shortlist:
    """Potentials and pilots. Without the statistics, or without a county, suppliers are not known."""
    found = opened(asked)
    folder = _statistics_folder() if asked.county else None
    return _shortlist(_Same(found), asked.county, asked.on, asked.months, folder)


def statistics() -> Market | None:
    """The procurement statistics where they are at hand, read once."""
    folder = _statistics_folder()
    return _statistics(folder) if folder else None


def has_statistics() -> bool:
    return _statistics_folder() is not None


def _statistics_folder() -> Path | None:
    try:
        return spend.packs.find(spend.REGISTRY).folder
    except spend.packs.UnknownPack:
        return None


def register(path: Path) -> Register:
    """Raises KeptBroken."""
    return _register(path, _stamp(path))


def sets() -> list[Listed]:
    """Factor sets that a ledger can be ranked by here: at hand, per unit of money, in kg CO2e."""
    return [
        one
        for one in factors.listed()
        if one.at_hand and one.card is not None and one.card.currency and one.card.unit == UNIT
    ]


def lines(found: Opened, where: str = "", words: str = "", cpv: str = "") -> list[Line]:
    """Largest first.

    `where`: "" all purchases, "none" those without a category, "=reason" or "=" those put aside, else a product group.
    `words`: all of them stand in the names or numbers of supplier and account.
    """
    sums: dict[tuple[str, str, str, str, Placed], Sum] = {}
    wanted = words.casefold().split()
    for key, one, place in found.placed:
        if not _is_there(place, where) or (cpv and place.group != cpv):
            continue
        if wanted:
            text = f"{key.supplier} {key.supplier_id} {key.account} {key.account_name}".casefold()
            if not all(word in text for word in wanted):
                continue
        at = (key.supplier, key.supplier_id, key.account, key.account_name, place)
        sums[at] = sums.get(at, NOTHING).plus(one)
    made = [Line(*at, one) for at, one in sums.items()]
    return sorted(made, key=lambda line: (-abs(line.sum.sek), line.supplier, line.account))


def _is_there(place: Placed, where: str) -> bool:
    if where == "none":
        return not place.reason and not place.group
    if where.startswith("="):
        return place.reason == where[1:] if where[1:] else bool(place.reason)
    return not place.reason and (not where or place.group == where)


def payees(found: Opened, group: str) -> list[Payee]:
    """Who was paid in a product group, most first. Sole traders and hidden suppliers are one class each."""
    sums: dict[str, tuple[str, str, Sum]] = {}
    whole = Decimal(0)
    for key, one, place in found.placed:
        if place.group != group:
            continue
        name, number, before = sums.get(key.payee, (key.supplier, key.supplier_id, NOTHING))
        sums[key.payee] = name or key.supplier, number, before.plus(one)
        whole += one.sek
    made = [
        Payee(name, number, one, one.sek / whole if whole > 0 else None)
        for name, number, one in sums.values()
    ]
    return sorted(made, key=lambda one: (-one.sum.sek, one.name))


def touched(found: Opened, one: Decided) -> Sum:
    """The rows that a rule now decides."""
    rule = {"line": "remembered_line", "supplier": "remembered", "account": "remembered_account"}.get(
        one.kind, "remembered_word"
    )
    whole = NOTHING
    supplier, account, word = one.about
    for key, cell, place in found.placed:
        if place.rule != rule:
            continue
        about = {
            "line": supplier in (key.supplier_id.casefold(), key.supplier.casefold())
            and key.account.casefold() == account,
            "supplier": supplier in (key.supplier_id.casefold(), key.supplier.casefold()),
            "account": key.account.casefold() == account,
            "word": place.because == word,
        }
        if about[one.kind]:
            whole = whole.plus(cell)
    return whole


def years(found: Opened) -> tuple[int, ...]:
    """The years of the ledger's rows, without those that tell none."""
    return tuple(sorted({key.year for key in found.screened.cube if key.year}))


def buyer(found: Opened) -> str:
    """The organisation number that most rows have as their buyer; "" where the ledger tells none."""
    rows: dict[str, int] = {}
    for key, one in found.screened.cube.items():
        rows[key.buyer_id] = rows.get(key.buyer_id, 0) + one.rows
    return max(rows, key=lambda number: rows[number], default="")


def potential(found: Shortlist, cpv: str) -> Potential | None:
    return next((one for one in found.potentials if one.group.cpv == cpv), None)


def pilot(found: Shortlist, cpv: str) -> Pilot | None:
    return next((one for one in found.pilots if one.potential.group.cpv == cpv), None)


def by_group(found: Iterable[Decided]) -> Mapping[str, list[Decided]]:
    made: dict[str, list[Decided]] = {}
    for one in found:
        made.setdefault(group_of(one.cpv), []).append(one)
    return made


class _Same:
    """An answer as a key of another answer: two are one when they are the same object, which lru_cache hands out."""

    def __init__(self, found: Opened) -> None:
        self.found = found

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.found is self.found

    def __hash__(self) -> int:
        return id(self.found)


def _stamp(path: Path) -> int:
    return path.stat().st_mtime_ns if path.is_file() else 0


@lru_cache(SAME)
def _parts(paths: Sequence[Path], _stamps: Sequence[int]) -> tuple[Folded, ...]:
    return tuple(kept.read(path) for path in paths)


@lru_cache(SAME)
def _register(path: Path, _of: int) -> Register:
    return kept.register_read(path)


@lru_cache(2)
def _statistics(folder: Path) -> Market:
    return spend.market.market(folder)


@lru_cache(SAME)
def _opened(
    paths: tuple[Path, ...], stamps: tuple[int, ...], decided: tuple[Decided, ...], said: tuple[tuple[str, str], ...],
    chart: str, by: str, contracts: Path | None, stamp: int,
) -> Opened:  # fmt: skip
    agreed = _register(contracts, stamp) if contracts else None
    rules = Rules(dict(said)).with_these(decided)
    screened = spend.screened(_parts(paths, stamps), Asked(chart=chart, factors=by), agreed, rules)
    desk = Desk(rules, chart, agreed.cpv_of() if agreed else {})
    return Opened(screened, tuple(screening.placed(screened.cube, desk)), agreed)


@lru_cache(SAME)
def _shortlist(same: _Same, county: str, on: date, months: int, folder: Path | None) -> Shortlist:
    """`folder`: where the statistics lie, so that a pack added or removed while the server runs is seen."""
    found = same.found
    known = _statistics(folder) if folder else None
    return spend.potential(found.screened, on, county, found.register, known, months)
