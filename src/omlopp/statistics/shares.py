"""Shares with an explicit circular requirement, by place, buyer, CPV, year, R-step and kind of requirement."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from omlopp.domain.model.text import Text
from omlopp.library.codelists import cpv_name, nuts_name
from omlopp.notices.filters import R_STEPS, Filters, value_of
from omlopp.statistics.asked import Asked, Counts, asked, counts, largest_buyers, sums, total
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
    "nuts": "nuts",
    "cpv": "cpv",
}
FILTER_OF = {"county": "nuts", "nuts": "nuts", "cpv": "cpv"}
# The detector's error is measured over all notices of a stratum. It is taken to hold for a place, a year or a kind of
# buyer; for one CPV group, one R-step or one buyer it does not, so there the raw count stands alone.
CORRECTED = ("strata", "county", "country", "nuts", "year", "buyer_kind")
BUYERS = 50


def strata(store: Store, filters: Filters, on: date) -> ShareTable:
    """One row per text read. They are never added together: what a title shows and what a notice shows differ."""
    base = asked(store, filters)
    found = counts(store, base, "text_read")
    order = sorted(found, key=lambda code: -found[code][3])
    rows = tuple(
        share(code, value_of("text_read", code), found[code], filters, base, on, "text_read", text_read=code)
        for code in order
    )
    # Where one text was read it is all there is; several are never one.
    whole = rows[0] if rows else share("", say("all"), (0, 0, 0, 0), filters, base, on, "text_read")
    text_read = filters.text_read or (order[0] if order else "notice")
    return ShareTable(
        "strata", say("title.strata"), rows, whole, None, text_read, note("strata", text_read, base)
    )


def table(store: Store, filters: Filters, by: str, text_read: str, on: date) -> ShareTable:
    """A table of one stratum. `by`: county, country, nuts, year, cpv, r, kind, buyer_kind, buyer or platform."""
    base = asked(store, filters, text_read)
    whole = share("", say("all"), total(store, base), filters, base, on, "", text_read=text_read)
    unplaced = None
    if by in ("r", "kind"):
        rows = _by_passage(store, filters, by, base, on, whole.of)
    elif by == "buyer":
        rows = _by_buyer(store, filters, text_read, on, base)
    else:
        rows, unplaced = _by_column(store, filters, by, text_read, on, base)
    return ShareTable(by, say(f"title.{by}"), rows, whole, unplaced, text_read, note(by, text_read, base))


def share(
    code: str,
    name: Text,
    counted: Counts,
    filters: Filters,
    base: Asked,
    on: date,
    by: str,
    *,
    text_read: str = "",
) -> Share:
    """A row from its counts. Fewer procurements than the rules ask for: the counts stay, the share is withheld."""
    hits, incidental, weak, of = counted
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


def _by_column(
    store: Store, filters: Filters, by: str, text_read: str, on: date, base: Asked
) -> tuple[tuple[Share, ...], Share | None]:
    found = counts(store, base, COLUMNS[by])
    if by == "cpv":
        found = cpv_tree(found, filters.cpv)
    elif by == "nuts":
        found = _gathered(found, max(3, len(filters.nuts) + 1))
    missing = found.pop("0" if by == "year" else "", None)
    if by == "county" and not filters.nuts and filters.country in ("", "SE"):
        for tile in tiles():  # a county without a procurement is a fact too
            found.setdefault(tile.code, (0, 0, 0, 0))
    in_order = by in ("county", "nuts", "year", "cpv")
    rows = tuple(
        share(code, _name(by, code), found[code], filters, base, on, by, text_read=text_read)
        for code in sorted(found, key=lambda code: code if in_order else (-found[code][3], code))
    )
    if missing is None:
        return rows, None
    code = "0" if by == "year" else ""
    unplaced = share(code, say(f"unplaced.{by}"), missing, filters, base, on, by, text_read=text_read)
    return rows, replace(unplaced, corrected=None, query={})


def _gathered(found: Mapping[str, Counts], digits: int) -> dict[str, Counts]:
    """Counts of codes as counts of their first `digits`; shorter codes stand by themselves."""
    several: dict[str, list[Counts]] = {}
    for code, counted in found.items():
        several.setdefault(code[:digits], []).append(counted)
    return {code: sums(some) for code, some in several.items()}


def _name(by: str, code: str) -> Text:
    if by == "county":
        return Text(nuts_name(code) or code, nuts_name(code) or code)
    if by == "cpv":
        names = [cpv_name(code.ljust(8, "0"), language) for language in ("sv", "en")]
        return Text(*(f"{code} {name}".strip() for name in names))
    return value_of(by, code)


def cpv_tree(found: Mapping[str, Counts], chosen: str) -> dict[str, Counts]:
    """Divisions, and under those with hits their groups; below a chosen code it and the next two levels.

    A code whose next digit is 0 is no code of that level but its parent itself (39000000 is division 39): what no lower
    level names stays with the parent.
    """
    first = min(max(2, len(chosen) + (len(chosen) >= 2)), 8)
    kept = {code: counted for code, counted in _gathered(found, first).items() if _is_level(code, first)}
    if len(chosen) >= 2 and found:
        kept[chosen] = sums(list(found.values()))
    if first < 8:
        lower = _gathered(found, first + 1)
        kept |= {
            code: counted
            for code, counted in lower.items()
            if _is_level(code, first + 1) and any(counted[:3])
        }
    if "" in found and not chosen:
        kept[""] = found[""]
    return kept


def _is_level(code: str, digits: int) -> bool:
    return len(code) == digits and (digits == 2 or not code.endswith("0"))


def _by_passage(store: Store, filters: Filters, by: str, base: Asked, on: date, of: int) -> tuple[Share, ...]:
    """A row for each R-step or kind of requirement; the base is the same in all of them.

    A procurement stands in a row as a hit where it asks explicitly with a passage of that row; else incidental.
    """
    codes: Sequence[str] = R_STEPS if by == "r" else KINDS
    also = f" WHERE {base.passages}" if base.passages else ""
    if filters.circular == "no":  # what asks for nothing asks in no way
        return ()
    rows = store.rows(
        f"SELECT code, count(*) FILTER (class = 3 AND best = 3),"
        " count(*) FILTER (class >= 2 AND best >= 2 AND NOT (class = 3 AND best = 3)), count(*) FILTER (class = 1)"
        f" FROM (SELECT pid, {by} AS code, max(level) AS best FROM found{also} GROUP BY ALL)"
        f" JOIN asking USING (pid) WHERE {base.where} GROUP BY 1",
        base.given,
    )
    found = {codes[code - 1]: (hits, incidental, weak) for code, hits, incidental, weak in rows if code}
    made = []
    for code in codes:
        hits, incidental, weak = found.get(code, (0, 0, 0))
        if filters.circular == "weak":  # then the weak are what is counted
            hits, incidental, weak = weak, 0, 0
        elif filters.circular == "yes":
            weak = 0
        if hits or incidental or weak:
            one = replace(filters, r=code) if by == "r" else replace(filters, kind=code)
            made.append(share(code, value_of(by, code), (hits, incidental, weak, of), one, base, on, by))
    return tuple(made)


def _by_buyer(store: Store, filters: Filters, text_read: str, on: date, base: Asked) -> tuple[Share, ...]:
    """The buyers with most procurements, in that order: never by their share."""
    found = largest_buyers(store, base, BUYERS)
    rows = store.rows(
        "SELECT buyer, name, number FROM buyers WHERE buyer IN (SELECT unnest(?::INTEGER[])) AND name <> ''",
        [tuple(found)],
    )
    named = {buyer: (name, number) for buyer, name, number in rows}
    made = []
    for buyer, counted in found.items():
        if buyer in named:
            name, number = named[buyer]
            code = number if number.isdigit() and len(number) == 10 else name
            made.append(
                share(code, Text(name, name), counted, filters, base, on, "buyer", text_read=text_read)
            )
    return tuple(made)
