"""Shares with an explicit circular requirement, by place, buyer, CPV, year, R-step and kind of requirement."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from omlopp.domain.model.text import Text
from omlopp.library.codelists import cpv_name, nuts_name
from omlopp.notices.filters import R_STEPS, Filters, value_of
from omlopp.statistics.asked import Asked, asked
from omlopp.statistics.disclosure import rules
from omlopp.statistics.error import detector_errors
from omlopp.statistics.facts_sql import KINDS
from omlopp.statistics.intervals import DetectorError, corrected, wilson
from omlopp.statistics.places import tiles
from omlopp.statistics.rows import Share, ShareTable
from omlopp.statistics.store import Store
from omlopp.statistics.words import Percent, known, say

COLUMNS = {
    "country": "country",
    "county": "county",
    "buyer_kind": "buyer_kind",
    "platform": "platform",
    "year": "year",
}
FILTER_OF = {"county": "nuts", "nuts": "nuts", "cpv": "cpv"}
# The detector's error is measured over all notices of a stratum. It is taken to hold for a place, a year or a kind of
# buyer; for one CPV group, one R-step or one buyer it does not, so there the raw count stands alone.
CORRECTED = ("strata", "county", "country", "nuts", "year", "buyer_kind")
BUYERS = 50
Counts = tuple[int, int, int, int]  # hits, incidental, weak, of


def strata(store: Store, filters: Filters, on: date) -> ShareTable:
    """One row per text read. They are never added together: what a title shows and what a notice shows differ."""
    base = asked(store, filters)
    found = _counted(store, base, "text_read")
    order = sorted(found, key=lambda code: -found[code][3])
    rows = tuple(
        share(code, value_of("text_read", code), found[code], filters, base, on, "text_read", text_read=code)
        for code in order
    )
    total = rows[0] if rows else share("", say("all"), (0, 0, 0, 0), filters, base, on, "text_read")
    text_read = filters.text_read or (order[0] if order else "notice")
    return ShareTable(
        "strata", say("title.strata"), rows, total, None, text_read, note("strata", text_read, base)
    )


def table(store: Store, filters: Filters, by: str, text_read: str, on: date) -> ShareTable:
    """A table of one stratum. `by`: county, country, nuts, year, cpv, r, kind, buyer_kind, buyer or platform."""
    base = asked(store, filters, text_read)
    total = share("", say("all"), _total(store, base), filters, base, on, "", text_read=text_read)
    if by in ("r", "kind"):
        rows, unplaced = _by_evidence(store, filters, by, text_read, on, total), None
    else:
        rows, unplaced = _by_column(store, filters, by, text_read, on, base)
    return ShareTable(by, say(f"title.{by}"), rows, total, unplaced, text_read, note(by, text_read, base))


def share(
    code: str,
    name: Text,
    counts: Counts,
    filters: Filters,
    base: Asked,
    on: date,
    by: str,
    *,
    text_read: str = "",
) -> Share:
    """A row from its counts. Fewer procurements than the rules ask for: the counts stay, the share is withheld."""
    hits, incidental, weak, of = counts
    query = dict(filters.query())
    if by and code:
        query[FILTER_OF.get(by, by)] = code
    if of < rules(on).smallest_base:
        return Share(code, name, hits, incidental, weak, of, None, None, None, of > 0, query)
    made = Share(code, name, hits, incidental, weak, of, hits / of, wilson(hits, of), None, False, query)
    error = detector_errors().get(text_read)
    if error and base.plain and (not by or by in CORRECTED or by == "text_read"):
        return replace(made, corrected=corrected(hits, of, error))
    return made


def note(by: str, text_read: str, base: Asked) -> Text:
    """What stands beside every table: the text read, what the share counts, and how sure it is."""
    parts = [say(f"read.{text_read}"), say("note")]
    if by in ("r", "kind"):
        parts.append(say("note.overlap"))
    elif known(f"note.{by}"):
        parts.append(say(f"note.{by}"))
    error = detector_errors().get(text_read)
    if error and base.plain and by in CORRECTED:
        parts.append(error_note(error))
    else:
        parts.append(say("note.uncorrected"))
    return Text(*(" ".join(part.within(language) for part in parts) for language in ("sv", "en")))


def error_note(error: DetectorError) -> Text:
    return say(
        "note.error",
        positives=error.positives,
        negatives=error.negatives,
        labels=error.labels,
        day=error.measured_on,
        sensitivity=Percent(error.sensitivity),
        specificity=Percent(error.specificity),
    )


def _sums(base: Asked) -> str:
    return f"count(*) FILTER ({base.hit}), count(*) FILTER ({base.incidental}), count(*) FILTER ({base.weak}), count(*)"


def _total(store: Store, base: Asked) -> Counts:
    [found] = store.rows(f"SELECT {_sums(base)} FROM facts WHERE {base.where}", base.given)
    return found[0], found[1], found[2], found[3]


def _counted(store: Store, base: Asked, column: str) -> dict[str, Counts]:
    rows = store.rows(
        f"SELECT {column}::VARCHAR, {_sums(base)} FROM facts WHERE {base.where} GROUP BY 1", base.given
    )
    return {row[0] or "": (row[1], row[2], row[3], row[4]) for row in rows}


def _by_column(
    store: Store, filters: Filters, by: str, text_read: str, on: date, base: Asked
) -> tuple[tuple[Share, ...], Share | None]:
    if by == "buyer":
        return _by_buyer(store, filters, text_read, on, base), None
    if by == "cpv":
        found = _cpv_tree(store, filters, base)
    elif by == "nuts":
        found = _counted(store, base, f"left(nuts::VARCHAR, {max(3, len(filters.nuts) + 1)})")
    else:
        found = _counted(store, base, COLUMNS[by])
    missing = found.pop("0" if by == "year" else "", None)
    if by == "county" and not filters.nuts and filters.country in ("", "SE"):
        for tile in tiles():  # a county without a procurement is a fact too
            found.setdefault(tile.code, (0, 0, 0, 0))
    order = (
        sorted(found)
        if by in ("county", "nuts", "year", "cpv")
        else sorted(found, key=lambda each: -found[each][3])
    )
    rows = tuple(
        share(code, _name(by, code), found[code], filters, base, on, by, text_read=text_read)
        for code in order
    )
    if missing is None:
        return rows, None
    code = "0" if by == "year" else ""
    unplaced = share(code, say(f"unplaced.{by}"), missing, filters, base, on, by, text_read=text_read)
    return rows, replace(unplaced, corrected=None, query={})


def _name(by: str, code: str) -> Text:
    if by == "county":
        return Text(nuts_name(code) or code, nuts_name(code) or code)
    if by == "cpv":
        names = [cpv_name(code.ljust(8, "0"), language) for language in ("sv", "en")]
        return Text(*(f"{code} {name}".strip() for name in names))
    return value_of(by, code)


def _cpv_tree(store: Store, filters: Filters, base: Asked) -> dict[str, Counts]:
    """Divisions, and under those with hits their groups; below a chosen code the next two levels."""
    first = max(2, min(len(filters.cpv) + (1 if len(filters.cpv) >= 2 else 0), 8))
    upper = _counted(store, base, f"left(cpv, {first})")
    lower = _counted(store, base, f"left(cpv, {first + 1})") if first < 8 else {}
    found = {code: counts for code, counts in upper.items() if len(code) in (0, first)}
    if len(filters.cpv) >= 2:
        found |= _counted(store, base, f"left(cpv, {len(filters.cpv)})")
    found |= {
        code: counts
        for code, counts in lower.items()
        if len(code) == first + 1 and any(counts[:3]) and not code.endswith("0")
    }
    # 39000000 is the division itself, not a group "390": what no lower level names stays with its parent.
    return {code: counts for code, counts in found.items() if len(code) <= 2 or not code.endswith("0")}


def _by_evidence(
    store: Store, filters: Filters, by: str, text_read: str, on: date, total: Share
) -> tuple[Share, ...]:
    """A row for each R-step or kind of requirement: the base is the same in all of them."""
    codes: Sequence[str] = R_STEPS if by == "r" else KINDS
    bases = {
        code: asked(store, replace(filters, r=code) if by == "r" else replace(filters, kind=code), text_read)
        for code in codes
    }
    sums = ", ".join(
        f"count(*) FILTER ({one.hit}), count(*) FILTER ({one.incidental}), count(*) FILTER ({one.weak})"
        for one in bases.values()
    )
    plain = asked(store, filters, text_read)
    [found] = store.rows(f"SELECT {sums} FROM facts WHERE ({plain.where}) AND circular <> 'no'", plain.given)
    return tuple(
        share(
            code,
            value_of(by, code),
            (*found[3 * place : 3 * place + 3], total.of),
            filters,
            bases[code],
            on,
            by,
        )
        for place, code in enumerate(codes)
        if any(found[3 * place : 3 * place + 3])
    )


def _by_buyer(store: Store, filters: Filters, text_read: str, on: date, base: Asked) -> tuple[Share, ...]:
    rows = store.rows(
        f"SELECT buyers.name, buyers.number, counted.* FROM (SELECT buyer, {_sums(base)} FROM facts WHERE {base.where}"
        f" GROUP BY buyer ORDER BY count(*) DESC, buyer LIMIT {BUYERS}) counted JOIN buyers USING (buyer)"
        " WHERE buyers.name <> '' ORDER BY 7 DESC, 1",
        base.given,
    )
    made = []
    for name, number, _, *counts in rows:
        code = number if number.isdigit() and len(number) == 10 else name
        hits, incidental, weak, of = counts
        one = share(
            code,
            Text(name, name),
            (hits, incidental, weak, of),
            filters,
            base,
            on,
            "buyer",
            text_read=text_read,
        )
        made.append(one)
    return tuple(made)
