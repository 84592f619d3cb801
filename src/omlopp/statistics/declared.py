"""What buyers declare by code beside what their words ask for. Never a ranking on declared codes.

The platform table shows why: the flag tells how a platform's form looks, not how a buyer acts.
"""

from collections.abc import Mapping
from functools import cache

import yaml

from omlopp.domain.model.text import Text
from omlopp.library.load import ROOT
from omlopp.notices.filters import Filters, value_of
from omlopp.statistics.asked import Asked, asked
from omlopp.statistics.intervals import wilson
from omlopp.statistics.rows import DeclaredCell, DeclaredMatrix, PlatformBias, PlatformRow
from omlopp.statistics.store import Store
from omlopp.statistics.words import Percent, say

STATED = (True, False, None)
FOUND = ("yes", "weak", "no")
CLEAR = 2  # times: below that, and where intervals meet, no difference is claimed
BY = {"country": "country", "cpv": "cpv2", "platform": "platform"}
COMPARED = 30  # procurements a platform needs before the sentence about the difference names it


@cache
def flag() -> Text:
    """Which codes count as the flag, in words."""
    return Text(**yaml.safe_load((ROOT / "statistics" / "declared.yaml").read_text("utf-8"))["flag"])


def matrix(store: Store, filters: Filters, text_read: str) -> DeclaredMatrix:
    """Declared yes, no or nothing, against found yes (explicit), weak or no – of all procurements of the stratum."""
    base = asked(store, filters, text_read)
    counted = _counted(store, base, "''")
    return _matrix("", say("all"), counted.get("", {}))


def matrices(store: Store, filters: Filters, by: str, text_read: str) -> tuple[DeclaredMatrix, ...]:
    """The same for each country, CPV division or platform; largest first."""
    base = asked(store, filters, text_read)
    counted = _counted(store, base, f"{BY[by]}::VARCHAR")
    made = [
        _matrix(code, value_of(by, code) if code else say(f"unplaced.{by}"), cells)
        for code, cells in counted.items()
    ]
    return tuple(sorted(made, key=lambda one: (-one.of, one.code)))


def _counted(store: Store, base: Asked, column: str) -> dict[str, dict[tuple[bool | None, str], int]]:
    """Incidental hits stand with the weak: neither is an explicit ask, and the cells must sum to the base."""
    rows = store.rows(
        f"SELECT {column}, flag, CASE WHEN {base.hit} THEN 'yes' WHEN circular = 'no' THEN 'no' ELSE 'weak' END,"
        f" count(*) FROM facts WHERE {base.where} GROUP BY ALL",
        base.given,
    )
    found: dict[str, dict[tuple[bool | None, str], int]] = {}
    for code, stated, seen, count in rows:
        found.setdefault(code or "", {})[stated, seen] = count
    return found


def _matrix(code: str, name: Text, counted: Mapping[tuple[bool | None, str], int]) -> DeclaredMatrix:
    cells = tuple(
        DeclaredCell(stated, seen, counted.get((stated, seen), 0))  # type: ignore[arg-type]
        for stated in STATED
        for seen in FOUND
    )
    declared_not_found = sum(counted.get((True, seen), 0) for seen in ("weak", "no"))
    found_not_declared = sum(counted.get((stated, "yes"), 0) for stated in (False, None))
    return DeclaredMatrix(
        code,
        name,
        cells,
        sum(counted.values()),
        declared_not_found,
        found_not_declared,
        flag(),
        say("declared.note", found_not_declared=found_not_declared, declared_not_found=declared_not_found),
    )


def platform_bias(store: Store, filters: Filters, text_read: str) -> PlatformBias:
    """How often the flag is set on each platform, by size. Procurements without a platform are left out."""
    base = asked(store, filters, text_read)
    rows = store.rows(
        f"SELECT platform::VARCHAR, count(*) FILTER (flag), count(*), count(*) FILTER ({base.hit}),"
        f" count(*) FILTER (({base.hit}) AND flag) FROM facts WHERE {base.where} AND platform::VARCHAR <> ''"
        " GROUP BY 1 ORDER BY 3 DESC, 1",
        base.given,
    )
    made = tuple(_platform(row, filters) for row in rows)
    total = _platform(("", *(sum(row[place] for row in rows) for place in range(1, 5))), filters)
    return PlatformBias(made, total, _difference(made))


def _platform(row: tuple[str, int, int, int, int], filters: Filters) -> PlatformRow:
    platform, declared, of, found, both = row
    query = filters.query() | ({"platform": platform} if platform else {})
    share = declared / of if of else 0.0
    return PlatformRow(platform, declared, of, share, wilson(declared, of), found, both, query)


def _difference(rows: tuple[PlatformRow, ...]) -> Text:
    large = [row for row in rows if row.of >= COMPARED]
    if len(large) < 2:
        return say("bias.none")
    most, least = max(large, key=lambda row: row.share), min(large, key=lambda row: row.share)
    if most.interval.low <= least.interval.high or most.share < CLEAR * least.share:
        return say("bias.even")
    return say(
        "bias.note",
        most=most.platform,
        high=Percent(most.share),
        high_n=most.declared,
        high_of=most.of,
        least=least.platform,
        low=Percent(least.share),
        low_n=least.declared,
        low_of=least.of,
    )
