"""Bids per lot and per procurement, single bids, and winners by size of firm, for a place against the nation."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from omlopp.domain.model.text import Text
from omlopp.library.codelists import nuts_name
from omlopp.notices.filters import Filters
from omlopp.statistics.asked import asked
from omlopp.statistics.disclosure import rules, withhold
from omlopp.statistics.facts_sql import SIZES
from omlopp.statistics.intervals import wilson
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
    rows: list[BidsRow] = []
    for group in groups:
        for trimmed in (0, LARGEST) if group.code else (0,):
            rows += _rows(store, group, trimmed)
    if not rows:
        return None
    first = next(row for row in rows if row.by == "lot")
    [(of,)] = store.rows(f"SELECT count(*) FROM facts WHERE {whole.where}", whole.given)
    note = say("bids.note", lots=first.lots, procurements=first.procurements, of=of)
    return BidsTable(tuple(rows), tuple(_winners(store, group, on) for group in groups), note)


def _swedish(store: Store) -> bool:
    """Is everything in the store Swedish? Then all of it is the nation."""
    return store.rows("SELECT DISTINCT country::VARCHAR FROM facts") == [("SE",)]


def _county_groups(store: Store, where: str, given: Sequence[Any], county: str) -> list[_Group]:
    name = Text(nuts_name(county) or county, nuts_name(county) or county)
    groups = [_Group(county, name, f"{where} AND starts_with(nuts::VARCHAR, ?)", [*given, county])]
    listed = named_buyers(county, "core")
    if listed:
        numbers = "buyer IN (SELECT buyer FROM buyers WHERE list_contains(?::VARCHAR[], number))"
        said = say("bids.core", county=name)
        groups.append(_Group(f"{county}-core", said, f"{where} AND {numbers}", [*given, list(listed)]))
    return groups


def _rows(store: Store, group: _Group, trimmed: int) -> list[BidsRow]:
    """A row by lot and one by procurement; none where no lot has a number of bids."""
    where, given = f"{group.where} AND lots > 0", list(group.given)
    if trimmed:
        largest = store.rows(
            f"SELECT procedure FROM facts WHERE {where} ORDER BY lots DESC, procedure LIMIT {trimmed}", given
        )
        where += " AND NOT list_contains(?::VARCHAR[], procedure)"
        given.append([row[0] for row in largest])
    found = store.rows(
        "SELECT count(DISTINCT buyer), count(*), sum(lots)::BIGINT, sum(bids_in_all) / sum(lots),"
        f" (SELECT median(number) FROM (SELECT unnest(bids) AS number FROM facts WHERE {where})),"
        " sum(single_lots)::BIGINT, avg(bids_in_all / lots), median(bids_in_all / lots), avg(single_lots / lots)"
        f" FROM facts WHERE {where}",
        [*given, *given],
    )
    buyers, procurements, lots, mean, middle, single, mean_of, middle_of, single_of = found[0]
    if not procurements:
        return []
    return [
        _row(group, "lot", trimmed, buyers, lots, procurements, mean, middle, single, single / lots, lots),
        _row(
            group, "procurement", trimmed, buyers, lots, procurements, mean_of, middle_of,
            round(single_of * procurements), single_of, procurements,
        ),
    ]  # fmt: skip


def _row(
    group: _Group, by: By, trimmed: int, buyers: int, lots: int, procurements: int, mean: float, middle: float,
    single: int, single_share: float, of: int,
) -> BidsRow:  # fmt: skip
    # By procurement the share is a mean of shares; it spreads no more than a yes-or-no, so Wilson's is wide enough.
    interval = wilson(round(single_share * of), of)
    low, high = min(interval.low, single_share), max(interval.high, single_share)
    return BidsRow(
        group.code, group.name, by, trimmed, buyers, lots, procurements, mean, middle, single, single_share,
        type(interval)(low, high), of,
    )  # fmt: skip


def _winners(store: Store, group: _Group, on: date) -> WinnersRow:
    sums = ", ".join(f"coalesce(sum({size}), 0)::BIGINT" for size in SIZES)
    [found] = store.rows(f"SELECT {sums} FROM facts WHERE {group.where}", group.given)
    kept = withhold(found, rules(on).smallest_count)
    return WinnersRow(group.code, group.name, dict(zip(SIZES, kept.counts, strict=True)), kept.total)
