"""What buyers declare by code beside what their words ask for. Never a ranking on declared codes.

The platform table shows why: the flag tells how a platform's form looks, not how a buyer acts.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache

import yaml

from omlopp.domain.model.text import Text
from omlopp.library.load import ROOT
from omlopp.notices.filters import Filters, value_of
from omlopp.statistics.asked import Asked, Counts, Flagged, asked, by_flag, sums
from omlopp.statistics.disclosure import rules
from omlopp.statistics.intervals import wilson
from omlopp.statistics.rows import DeclaredCell, DeclaredMatrix, PlatformBias, PlatformRow
from omlopp.statistics.store import Store
from omlopp.statistics.words import Percent, say

STATED = (True, False, None)
FOUND = ("yes", "weak", "no")
CLEAR = 2  # times: below that, and where intervals meet, no difference is claimed
BY = {"country": "country", "cpv": "cpv", "platform": "platform"}
COMPARED = 30  # procurements a platform needs before the sentence about the difference names it


@cache
def flag() -> Text:
    """Which codes count as the flag, in words."""
    return Text(**yaml.safe_load((ROOT / "statistics" / "declared.yaml").read_text("utf-8"))["flag"])


def matrix(store: Store, filters: Filters, text_read: str) -> DeclaredMatrix:
    """Declared yes, no or nothing, against found yes (explicit), weak or no – of all procurements of the stratum."""
    counted = by_flag(store, _asked(store, filters, text_read), "")
    return matrix_of("", say("all"), {flag: one for (_, flag), one in counted.items()})


def matrices(store: Store, filters: Filters, by: str, text_read: str) -> tuple[DeclaredMatrix, ...]:
    """The same for each country, CPV division or platform; largest first."""
    counted = by_flag(store, _asked(store, filters, text_read), BY[by])
    found: dict[str, dict[bool | None, list[Counts]]] = {}
    for (value, flag), one in counted.items():
        code = value[:2] if by == "cpv" else value
        found.setdefault(code, {}).setdefault(flag, []).append(one)
    made = [
        matrix_of(
            code,
            value_of(by, code) if code else say(f"unplaced.{by}"),
            {flag: sums(several) for flag, several in flags.items()},
        )
        for code, flags in found.items()
    ]
    return tuple(sorted(made, key=lambda one: (-one.of, one.code)))


def _asked(store: Store, filters: Filters, text_read: str) -> Asked:
    """All three classes stand in the matrix, whichever of them is counted elsewhere on the page."""
    return asked(store, filters.without("circular"), text_read)


def matrix_of(code: str, name: Text, counted: Mapping[bool | None, Counts]) -> DeclaredMatrix:
    """The cells of one group from its counts by flag. Incidental hits stand with the weak: neither is an explicit ask,
    and the cells must sum to the base.
    """
    found: dict[tuple[bool | None, str], int] = {}
    for stated, (hits, incidental, weak, of) in counted.items():
        found |= {
            (stated, "yes"): hits,
            (stated, "weak"): incidental + weak,
            (stated, "no"): of - hits - incidental - weak,
        }
    cells = tuple(
        DeclaredCell(stated, seen, found.get((stated, seen), 0))  # type: ignore[arg-type]
        for stated in STATED
        for seen in FOUND
    )
    declared_not_found = sum(found.get((True, seen), 0) for seen in ("weak", "no"))
    found_not_declared = sum(found.get((stated, "yes"), 0) for stated in (False, None))
    return DeclaredMatrix(
        code,
        name,
        cells,
        sum(found.values()),
        declared_not_found,
        found_not_declared,
        flag(),
        say("declared.note", found_not_declared=found_not_declared, declared_not_found=declared_not_found),
    )


def platform_bias(store: Store, filters: Filters, text_read: str, on: date) -> PlatformBias:
    """How often the flag is set on each platform, by size. Procurements without a platform are left out; platforms with
    fewer procurements than a share must rest on stand together in one row.
    """
    return bias_of(by_flag(store, _asked(store, filters, text_read), "platform"), filters, on)


def bias_of(counted: Flagged, filters: Filters, on: date) -> PlatformBias:
    """The same from counts by platform and flag, wherever they were counted."""
    found: dict[str, dict[bool | None, Counts]] = {}
    for (platform, flag), one in counted.items():
        if platform:
            found.setdefault(platform, {})[flag] = one
    rows = sorted(
        (_added(platform, flags) for platform, flags in found.items()), key=lambda one: (-one[2], one[0])
    )
    large = [row for row in rows if row[2] >= rules(on).smallest_base]
    small = [row for row in rows if row[2] < rules(on).smallest_base]
    made = [_platform(row, filters) for row in large]
    if small:
        name = say("bias.small", count=len(small))
        made.append(replace(_platform(_together(small), filters), name=name))
    return PlatformBias(
        tuple(made), _platform(_together(rows), filters), _difference(tuple(made[: len(large)]))
    )


_Row = tuple[str, int, int, int, int]  # platform, declared, of, found, found and declared


def _added(platform: str, flags: Mapping[bool | None, Counts]) -> _Row:
    yes = flags.get(True, (0, 0, 0, 0))
    return (
        platform,
        yes[3],
        sum(one[3] for one in flags.values()),
        sum(one[0] for one in flags.values()),
        yes[0],
    )


def _together(rows: Sequence[_Row]) -> _Row:
    return (
        "",
        sum(row[1] for row in rows),
        sum(row[2] for row in rows),
        sum(row[3] for row in rows),
        sum(row[4] for row in rows),
    )


def _platform(row: _Row, filters: Filters) -> PlatformRow:
    platform, declared, of, found, both = row
    name = Text(platform, platform) if platform else say("all")
    query = filters.query() | ({"platform": platform} if platform else {})
    share = declared / of if of else 0.0
    return PlatformRow(platform, name, declared, of, share, wilson(declared, of), found, both, query)


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
