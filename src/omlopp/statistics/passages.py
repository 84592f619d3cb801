"""From a figure down to the very sentence: passages in their context, and one notice as the store holds it."""

from collections.abc import Sequence
from typing import Any

from omlopp.domain.model.text import Text
from omlopp.library.detection import concepts
from omlopp.notices.fields import field_names
from omlopp.notices.filters import Filters
from omlopp.statistics.asked import asked
from omlopp.statistics.rows import NoticeRow, Sentence, SentencePage
from omlopp.statistics.store import Store

CONTEXT = 160  # characters of the stored text on either side of a quote
_PASSAGE = (
    "e.notice_id, e.file, e.lot_id, e.field, e.language, e.concept, e.r_strategy, e.goal, e.requirement, e.strength,"
    ' e.intent, e.weak, e.confidence, e.quote, e.start, e."end", e.year'
)


def sentences(store: Store, filters: Filters, limit: int, offset: int, text_read: str = "") -> SentencePage:
    """The passages behind the hits: of class yes, the explicit first; of class weak where the filter asks for that.

    Within a class the latest notice comes first. A filter on R-step, goal, kind or concept narrows the passages too.
    """
    base = asked(store, filters, text_read)
    narrowed, given = _narrowed(filters)
    weak = filters.circular == "weak"
    chosen = base.hit if filters.circular else f"({base.hit}) OR ({base.incidental})"
    source = (
        f"FROM (SELECT file, notice_id, published_on, ({base.hit}) AS hit FROM {base.among}"
        f" WHERE ({base.where}) AND ({chosen})) f"
        f" JOIN evidence e ON e.file = f.file AND e.notice_id = f.notice_id"
        f" WHERE {_kept(store, weak)}{narrowed}"
    )
    values = [*base.given, *given]
    [(total,)] = store.rows(f"SELECT count(*) {source}", values)
    found = store.named(
        f"SELECT {_PASSAGE} {source} ORDER BY f.hit DESC, f.published_on DESC NULLS LAST, e.file, e.notice_id, e.start,"
        f" e.concept LIMIT {int(limit)} OFFSET {int(offset)}",
        values,
    )
    return SentencePage(_in_context(store, found), total, limit, offset)


def of_notice(store: Store, file: str, notice_id: str) -> NoticeRow | None:
    """One notice of the store with every passage found in it; None where the store does not hold it."""
    have = store.columns("notices")
    wanted = [name for name in NoticeRow.__dataclass_fields__ if name in have]
    rows = store.named(
        f"SELECT {', '.join(wanted)}, year FROM notices WHERE file = ? AND notice_id = ? LIMIT 1",
        [file, notice_id],
    )
    if not rows:
        return None
    row = rows[0]
    year = row.pop("year")
    found = store.named(
        f"SELECT {_PASSAGE} FROM evidence e WHERE e.year = ? AND e.file = ? AND e.notice_id = ?"
        " ORDER BY e.weak, e.start",
        [year, file, notice_id],
    )
    plain = {
        name: _plain(name, row.get(name)) for name in NoticeRow.__dataclass_fields__ if name != "sentences"
    }
    return NoticeRow(**plain, sentences=_in_context(store, found))


def _plain(name: str, value: Any) -> Any:
    if name in ("nuts", "cpv", "declared"):
        return tuple(value or ())
    if name in ("published_on", "bids_received"):
        return value
    if name == "value_amount":
        return None if value is None else float(value)
    if name in ("waste_service", "barrier"):
        return bool(value)
    return float(value or 0) if name == "circular_score" else value or ""


def _kept(store: Store, weak: bool) -> str:
    """Weak passages only where weak is asked for; waste and barriers ask for nothing circular."""
    says = (
        " AND (e.says IS NULL OR e.says IN ('strong', 'weak'))" if "says" in store.columns("evidence") else ""
    )
    return ("true" if weak else "NOT coalesce(e.weak, false)") + says


def _narrowed(filters: Filters) -> tuple[str, list[str]]:
    parts, given = "", []
    for column, value in (
        ("r_strategy", filters.r),
        ("goal", filters.goal),
        ("requirement", filters.kind),
        ("concept", filters.concept),
    ):
        if value:
            parts += f" AND e.{column} = ?"
            given.append(value)
    return parts, given


def _in_context(store: Store, found: Sequence[dict[str, Any]]) -> tuple[Sentence, ...]:
    """The passages with what stands round them. A quote that is not in its text as said is shown without context."""
    if not found:
        return ()
    # Written out, not as lists: then DuckDB passes over the folders and row groups that cannot hold them.
    years, files = sorted({one["year"] for one in found}), sorted({one["file"] for one in found})
    those = f" WHERE year IN ({', '.join(map(str, years))}) AND file IN ({', '.join('?' * len(files))})"
    notices = {
        (row["file"], row["notice_id"]): row
        for row in store.named(
            f"SELECT file, notice_id, title, buyer_name, published_on, country, format, {_text_read(store)}"
            f" FROM notices{those}",
            files,
        )
    }
    texts: dict[tuple[str, str, str, str | None], list[str]] = {}
    for file, notice_id, field, lot_id, text in store.rows(
        f"SELECT file, notice_id, field, lot_id, text FROM texts{those}", files
    ):
        texts.setdefault((file, notice_id, field, lot_id), []).append(text)
    return tuple(
        _sentence(
            one,
            notices.get((one["file"], one["notice_id"]), {}),
            texts.get((one["file"], one["notice_id"], one["field"], one["lot_id"]), []),
        )
        for one in found
    )


def _text_read(store: Store) -> str:
    return "text_read" if "text_read" in store.columns("notices") else "'notice' AS text_read"


def _sentence(one: dict[str, Any], notice: dict[str, Any], texts: Sequence[str]) -> Sentence:
    begin, end, quote = one["start"], one["end"], one["quote"]
    text = next((text for text in texts if text[begin:end] == quote), None)
    before, after = ("", "") if text is None else (_before(text, begin), _after(text, end))
    concept = concepts().get(one["concept"])
    name = field_names().get(one["field"]) or (one["field"], one["field"])
    return Sentence(
        one["notice_id"],
        one["file"],
        notice.get("title") or "",
        notice.get("buyer_name") or "",
        notice.get("published_on"),
        notice.get("country") or "",
        notice.get("format") or "",
        one["lot_id"],
        one["field"],
        Text(*name),
        one["language"] or "",
        one["concept"],
        Text(concept.sv, concept.en) if concept else Text(one["concept"], one["concept"]),
        one["r_strategy"] or "",
        one["goal"] or "",
        one["requirement"] or "",
        one["strength"] or "",
        one["intent"] or "",
        bool(one["weak"]),
        None if one["confidence"] is None else float(one["confidence"]),
        before,
        quote,
        after,
        notice.get("text_read") or "notice",
    )


def _before(text: str, begin: int) -> str:
    """At most CONTEXT characters before, from the beginning of a word."""
    start = max(0, begin - CONTEXT)
    if start and not text[start - 1].isspace():
        space = text.find(" ", start, begin)
        start = space + 1 if space >= 0 else start
    return text[start:begin]


def _after(text: str, end: int) -> str:
    stop = min(len(text), end + CONTEXT)
    if stop < len(text) and not text[stop].isspace():
        space = text.rfind(" ", end, stop)
        stop = space if space >= 0 else stop
    return text[end:stop]
