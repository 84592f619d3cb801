"""What the filters ask, in SQL over `facts`: which procurements are counted (the base), and which of them are hits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from omlopp.notices.filters import R_STEPS, Filters
from omlopp.statistics.facts_sql import GOALS, KINDS
from omlopp.statistics.store import Store

Counts = tuple[int, int, int, int]  # hits, incidental, weak, of
_NONE: Counts = (0, 0, 0, 0)
_FLAGS = (None, True, False)  # `flag` 0, 1, 2


@dataclass(frozen=True, slots=True)
class Asked:
    """`where` with its `given` values narrows the base; `hit`, `incidental` and `weak` are conditions on a row.

    `plain`: no filter narrows what counts as a hit, so the detector's measured error applies. `passages`: what filters
    ask of a passage (R-step, goal, kind, concept), on `found`; "" where they ask nothing.
    """

    where: str
    given: tuple[Any, ...]
    hit: str
    incidental: str
    weak: str
    plain: bool
    passages: str = ""

    @property
    def among(self) -> str:
        """The table that holds every hit: the few that ask for anything, unless it is the others that are counted."""
        return "facts" if self.hit == "(class = 0)" else "asking"


def asked(store: Store, filters: Filters, text_read: str = "") -> Asked:
    """`text_read`: the stratum to count in; "" for all of them (only where each is shown by itself)."""
    parts: list[str] = []
    given: list[Any] = []

    def also(sql: str, *values: Any) -> None:
        parts.append(sql)
        given.extend(values)

    for column in ("country", "buyer_kind", "format", "platform"):
        if value := getattr(filters, column):
            also(f"{column} = TRY_CAST(? AS {column}_code)", value)
    stratum = text_read or filters.text_read
    if stratum:
        also("text_read = TRY_CAST(? AS text_read_code)", stratum)
    if filters.year is not None:
        also("year = ?", filters.year)
    for column in ("nuts", "cpv"):
        if value := getattr(filters, column):
            also(f"{column} IN (SELECT unnest(?::{column}_code[]))", tuple(_beginning(store, column, value)))
    if filters.source:
        also("starts_with(file, ?)", filters.source)
    if filters.buyer:
        also("buyer IN (SELECT unnest(?::INTEGER[]))", tuple(_buyers(store, filters)))
    if filters.q:
        also("(file, notice_id) IN (SELECT file, notice_id FROM notices WHERE " + _words_sql(filters.q) + ")")
        given.extend(f"%{_escaped(word)}%" for word in filters.q.split() for _ in range(2))
    passages = _passages(filters)
    return Asked(
        " AND ".join(parts) or "true",
        tuple(given),
        *_conditions(filters.circular, passages),
        not (passages or filters.circular),
        passages,
    )


def _conditions(circular: str, passages: str) -> tuple[str, str, str]:
    """Hit, incidental, weak. Where a passage is asked for, it decides: a notice that wants circularity but has this
    R-step only in passing is incidental for that step.
    """

    def having(level: int) -> str:
        return f"pid IN (SELECT pid FROM found WHERE {passages} AND level >= {level})" if passages else "true"

    hit = f"(class = 3 AND {having(3)})"
    incidental = f"(class >= 2 AND {having(2)} AND NOT {hit})"
    weak = f"(class = 1 AND {having(1)})"
    if circular == "weak":
        return weak, "false", "false"
    if circular == "no":
        return "(class = 0)", "false", "false"
    return hit, incidental, "false" if circular == "yes" else weak


def _passages(filters: Filters) -> str:
    """The same passage must be all that is asked: take-back, as an award criterion."""
    parts = [
        f"{column} = {known.index(value) + 1 if value in known else 0}"
        for value, known, column in (
            (filters.r, R_STEPS, "r"),
            (filters.kind, KINDS, "kind"),
            (filters.goal, GOALS, "goal"),
        )
        if value
    ]
    if filters.concept:
        parts.append("concept = '{}'".format(filters.concept.replace("'", "''")))
    return " AND ".join(parts)


Flagged = Mapping[tuple[str, bool | None], Counts]


def counts(store: Store, base: Asked, column: str) -> dict[str, Counts]:
    """Counts by a column of `facts`; "" for all in one. A value without a procurement has no entry."""
    several: dict[str, list[Counts]] = {}
    for (value, _), counted in by_flag(store, base, column).items():
        several.setdefault(value, []).append(counted)
    return {value: sums(some) for value, some in several.items()}


@lru_cache(maxsize=256)
def by_flag(store: Store, base: Asked, column: str) -> Flagged:
    """Counts by column and declared flag. The base is counted over all procurements; what is found, over the few that
    ask for anything. Kept, since shares, matrices and platforms ask the same.
    """
    by = f"{column or 'NULL'} AS value, flag"
    shown = "value::VARCHAR, flag"  # as texts only when they are few
    whole = f"SELECT {shown}, n FROM (SELECT {by}, count(*) AS n FROM facts WHERE {base.where} GROUP BY ALL)"
    found = (
        f"SELECT {shown}, hits, incidental, weak FROM (SELECT {by}, count(*) FILTER ({base.hit}) AS hits,"
        f" count(*) FILTER ({base.incidental}) AS incidental, count(*) FILTER ({base.weak}) AS weak"
        f" FROM {base.among} WHERE {base.where} GROUP BY ALL)"
    )
    seen = {(value or "", flag): counted for value, flag, *counted in store.rows(found, base.given)}
    return {
        (value or "", _FLAGS[flag]): (*seen.get((value or "", flag), _NONE[:3]), n)
        for value, flag, n in store.rows(whole, base.given)
    }


def largest_buyers(store: Store, base: Asked, most: int) -> dict[int, Counts]:
    """The buyers with most procurements, largest first."""
    rows = store.rows(
        f"SELECT buyer, coalesce(hits, 0), coalesce(incidental, 0), coalesce(weak, 0), n FROM"
        f" (SELECT buyer, count(*) AS n FROM facts WHERE {base.where} GROUP BY 1 ORDER BY n DESC, 1 LIMIT {most})"
        f" LEFT JOIN (SELECT buyer, count(*) FILTER ({base.hit}) AS hits, count(*) FILTER ({base.incidental}) AS"
        f" incidental, count(*) FILTER ({base.weak}) AS weak FROM {base.among} WHERE {base.where}"
        " GROUP BY 1) USING (buyer) ORDER BY n DESC, buyer",
        [*base.given, *base.given],
    )
    return {buyer: (hits, incidental, weak, of) for buyer, hits, incidental, weak, of in rows}


def total(store: Store, base: Asked) -> Counts:
    return counts(store, base, "").get("", _NONE)


def _beginning(store: Store, column: str, prefix: str) -> list[str]:
    """The codes of the store that begin so: to compare codes is faster than to compare texts."""
    rows = store.rows(f"SELECT unnest(enum_range(NULL::{column}_code))::VARCHAR")
    return [row[0] for row in rows if row[0] and row[0].startswith(prefix)]


def _buyers(store: Store, filters: Filters) -> list[int]:
    number = filters.buyer_number
    if number:
        found = store.rows("SELECT buyer FROM buyers WHERE number = ?", [number])
    else:
        words = filters.buyer.split()
        found = store.rows(
            "SELECT buyer FROM buyers WHERE "
            + " AND ".join("contains(lower(name), lower(?))" for _ in words),
            words,
        )
    return [row[0] for row in found]


def _words_sql(q: str) -> str:
    return " AND ".join("(title ILIKE ? ESCAPE '\\' OR description ILIKE ? ESCAPE '\\')" for _ in q.split())


def _escaped(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def largest_text(store: Store, filters: Filters) -> str:
    """The stratum the tables show: the one asked for, else the one with most procurements."""
    if filters.text_read:
        return filters.text_read
    found = counts(store, asked(store, filters), "text_read")
    return min(found, key=lambda text: (-found[text][3], text), default="notice")


def sums(several: Sequence[Counts]) -> Counts:
    hits, incidental, weak, of = map(sum, zip(*several, strict=True))
    return hits, incidental, weak, of
