"""What the filters ask, in SQL over `facts`: which procurements are counted (the base), and which of them are hits."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from omlopp.notices.filters import R_STEPS, Filters
from omlopp.statistics.facts_sql import GOALS, KINDS
from omlopp.statistics.store import Store

TEXTS = ("notice", "title", "document")


@dataclass(frozen=True, slots=True)
class Asked:
    """`where` with its `given` values narrows the base; `hit`, `incidental` and `weak` are conditions on a row.

    `plain`: no filter narrows what counts as a hit, so the detector's measured error applies.
    """

    where: str
    given: tuple[Any, ...]
    hit: str
    incidental: str
    weak: str
    plain: bool


def asked(store: Store, filters: Filters, text_read: str = "") -> Asked:
    """`text_read`: the stratum to count in; "" for all of them (only where each is shown by itself)."""
    parts: list[str] = []
    given: list[Any] = []

    def also(sql: str, *values: Any) -> None:
        parts.append(sql)
        given.extend(values)

    for column in ("country", "buyer_kind", "format", "platform"):
        if value := getattr(filters, column):
            also(f"{column}::VARCHAR = ?", value)
    stratum = text_read or filters.text_read
    if stratum:
        also("text_read::VARCHAR = ?", stratum)
    if filters.year is not None:
        also("year = ?", filters.year)
    if filters.nuts:
        also("starts_with(nuts::VARCHAR, ?)", filters.nuts)
    if filters.cpv:
        also("starts_with(cpv, ?)", filters.cpv)
    if source := getattr(filters, "source", ""):
        also("starts_with(file, ?)", source)
    if filters.buyer:
        also("list_contains(?::INTEGER[], buyer)", _buyers(store, filters))
    if filters.q:
        also("(file, notice_id) IN (SELECT file, notice_id FROM notices WHERE " + _words_sql(filters.q) + ")")
        given.extend(f"%{_escaped(word)}%" for word in filters.q.split() for _ in range(2))
    strong, weak = _evidence(filters)
    given_for_hits = filters.concept
    return Asked(
        " AND ".join(parts) or "true",
        tuple(given),
        _of_class(filters.circular or "yes", explicit=True) + strong,
        "(circular = 'yes' AND intent <> 'explicit')" + strong
        if filters.circular in ("", "yes")
        else "false",
        "circular = 'weak'" + weak if not filters.circular else "false",
        not (strong or given_for_hits or filters.circular),
    )


def _of_class(circular: str, *, explicit: bool) -> str:
    if circular == "yes":
        return "(circular = 'yes' AND intent = 'explicit')"
    return f"(circular = '{'weak' if circular == 'weak' else 'no'}')"


def _evidence(filters: Filters) -> tuple[str, str]:
    """What r, goal, kind and concept ask of a hit, and of a weak one (where weak passages count too)."""
    strong = weak = ""
    for value, known, column in (
        (filters.r, R_STEPS, "r"),
        (filters.kind, KINDS, "kinds"),
        (filters.goal, GOALS, "goals"),
    ):
        if value:
            bit = 1 << known.index(value)
            strong += f" AND ({column} & {bit}) > 0"
            weak += f" AND ({column}_any & {bit}) > 0"
    if filters.concept:  # one of the library's concepts: Filters lets no other through
        concept = filters.concept.replace("'", "''")
        strong += f" AND list_contains(concepts, '{concept}')"
        weak += f" AND list_contains(concepts_any, '{concept}')"
    return strong, weak


def _buyers(store: Store, filters: Filters) -> list[int]:
    number = filters.buyer_number
    if number:
        found = store.rows(
            "SELECT buyer FROM buyers WHERE regexp_replace(number, '\\D', '', 'g') = ?", [number]
        )
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
    found = counted_texts(store, filters)
    return found[0] if found else "notice"


def counted_texts(store: Store, filters: Filters) -> Sequence[str]:
    base = asked(store, filters)
    return [
        str(row[0])
        for row in store.rows(
            f"SELECT text_read FROM facts WHERE {base.where} GROUP BY 1 ORDER BY count(*) DESC, 1", base.given
        )
    ]
