"""Bids per lot and per procurement, single bids, and winners by size of firm, for a place against the nation."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from omlopp.domain.model.text import Text
from omlopp.library.codelists import nuts_name
from omlopp.notices.filters import Filters
from omlopp.statistics.asked import asked, total
from omlopp.statistics.disclosure import nested, rules
from omlopp.statistics.facts_sql import SIZES
from omlopp.statistics.intervals import Interval, wilson
from omlopp.statistics.places import named_buyers
from omlopp.statistics.rows import BidsRow, BidsTable, By, WinnersRow
from omlopp.statistics.store import Store
from omlopp.statistics.words import say

LARGEST = 2  # procurements left out in the rows "without the largest"


@dataclass(frozen=True, slots=True)
class _Group:
    """Whom a row counts: a condition on `facts`."""

    code: str
    name: Text
    where: str
    given: Sequence[Any]


def bids(store: Store, filters: Filters, text_read: str, on: date, county: str = "") -> BidsTable | None:
    """Rows for the nation (or all that the filters choose) and for a county; None where nothing has bids.

    One stratum of text only: a procurement may stand both in a register of titles and among the notices.

    `county`: NUTS 3; without it the place of the filters, if that is a county. A county's core buyers get rows of
    their own where library/statistics/buyers_se.csv names them.
    """
    county = county or (filters.nuts if len(filters.nuts) == 5 else "")
    swedish = county.startswith("SE") or filters.country == "SE" or _swedish(store)
    chosen = replace(filters.without("nuts"), country="SE") if county.startswith("SE") else filters
    whole = asked(store, chosen, text_read)
    groups = [_Group("", say("nation") if swedish else say("all"), whole.where, whole.given)]
    if county:
        groups += _county_groups(store, whole.where, whole.given, county)
    kept = rules(on)
    rows: list[BidsRow] = []
    for group in groups:
        for trimmed in (0, LARGEST) if group.code else (0,):
            rows += _rows(store, group, trimmed, kept.smallest_base)
    if not rows:
        return None
    first = next(row for row in rows if row.by == "lot")
    of = total(store, whole)[3]
    note = say("bids.note", lots=first.lots, procurements=first.procurements, of=of)
    return BidsTable(tuple(rows), _winners(store, groups, kept.smallest_count), note)


def _swedish(store: Store) -> bool:
    """Is everything in the store Swedish? Then all of it is the nation."""
    return [code for code, _ in store.notes["choices"]["country"]] == ["SE"]


def _county_groups(store: Store, where: str, given: Sequence[Any], county: str) -> list[_Group]:
    name = Text(nuts_name(county) or county, nuts_name(county) or county)
    groups = [_Group(county, name, f"{where} AND county = TRY_CAST(? AS county_code)", [*given, county])]
    listed = named_buyers(county, "core")
    if listed:
        numbers = "buyer IN (SELECT buyer FROM buyers WHERE list_contains(?::VARCHAR[], number))"
        said = say("bids.core", county=name)
        groups.append(_Group(f"{county}-core", said, f"{where} AND {numbers}", [*given, list(listed)]))
    return groups


def _rows(store: Store, group: _Group, trimmed: int, smallest: int) -> list[BidsRow]:
    """A row by lot and one by procurement; none where fewer procurements than `smallest` have a number of bids."""
    where, given = f"{group.where} AND lots > 0", list(group.given)
    if trimmed:
        largest = store.rows(
            f"SELECT pid FROM facts WHERE {where} ORDER BY lots DESC, procedure LIMIT {trimmed}", given
        )
        where += " AND pid NOT IN (SELECT unnest(?::INTEGER[]))"
        given.append(tuple(row[0] for row in largest))
    # Few different shapes stand for many procurements, so the sums are made here.
    shapes = store.rows(
        f"SELECT lots, bids_in_all, single_lots, count(*) FROM facts WHERE {where} GROUP BY ALL", given
    )
    procurements = sum(times for *_, times in shapes)
    if procurements < smallest:
        return []
    numbers = store.rows(
        f"SELECT number, count(*) FROM (SELECT unnest(bids) AS number FROM facts WHERE {where}) GROUP BY 1",
        given,
    )
    [(buyers,)] = store.rows(f"SELECT count(*) FROM (SELECT DISTINCT buyer FROM facts WHERE {where})", given)
    lots = sum(of * times for of, _, _, times in shapes)
    single = sum(alone * times for _, _, alone, times in shapes)
    mean = sum(number * times for _, number, _, times in shapes) / lots
    means = [(number / of, times) for of, number, _, times in shapes]
    mean_of = sum(value * times for value, times in means) / procurements
    alone_of = sum(alone / of * times for of, _, alone, times in shapes) / procurements
    size = (buyers, lots, procurements)
    return [
        _row(group, "lot", trimmed, size, mean, median(numbers), single, single / lots, lots),
        _row(
            group, "procurement", trimmed, size, mean_of, median(means), round(alone_of * procurements), alone_of,
            procurements,
        ),
    ]  # fmt: skip


def median(values: Sequence[tuple[float, int]]) -> float:
    """The middle of values that each stand so many times; between the two middle ones where there are two."""
    ordered = sorted(values)
    number = sum(times for _, times in ordered)
    middle, passed = [], 0
    for value, times in ordered:
        for place in ((number - 1) // 2, number // 2):
            if passed <= place < passed + times:
                middle.append(value)
        passed += times
    return sum(middle) / len(middle)


def _row(
    group: _Group, by: By, trimmed: int, size: tuple[int, int, int], mean: float, middle: float, single: int,
    single_share: float, of: int,
) -> BidsRow:  # fmt: skip
    # By procurement the share is a mean of shares; it spreads no more than a yes-or-no, so Wilson's is wide enough.
    interval = wilson(round(single_share * of), of)
    low, high = min(interval.low, single_share), max(interval.high, single_share)
    return BidsRow(
        group.code,
        group.name,
        by,
        trimmed,
        *size,
        mean,
        middle,
        single,
        single_share,
        Interval(low, high),
        of,
    )


def _winners(store: Store, groups: Sequence[_Group], smallest: int) -> tuple[WinnersRow, ...]:
    """Each group lies within the one before."""
    sizes = ", ".join(f"coalesce(sum({size}), 0)::BIGINT" for size in SIZES)
    counted = [store.rows(f"SELECT {sizes} FROM facts WHERE {one.where}", one.given)[0] for one in groups]
    return tuple(
        WinnersRow(group.code, group.name, dict(zip(SIZES, kept.counts, strict=True)), kept.total)
        for group, kept in zip(groups, nested(counted, smallest), strict=True)
    )
