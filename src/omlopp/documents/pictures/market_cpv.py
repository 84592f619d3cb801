"""The CPV tree as indented bars."""

from collections.abc import Sequence
from dataclasses import replace

from omlopp.documents.pictures.drawing import Drawing, wrap
from omlopp.documents.pictures.market import Row, n_of, pct, told
from omlopp.documents.plan import Picture
from omlopp.documents.words import say

MOST_BARS = 26  # rows of the tree that are drawn; the rest stand in the table beside it


def cpv_tree(rows: Sequence[Row], language: str, source: str) -> Picture:
    """Bars indented by level, from zero, with intervals: the rows with most hits, in the order of their codes."""
    kept = sorted((row for row in rows if row.hits and row.share is not None), key=lambda row: -row.hits)[
        :MOST_BARS
    ]
    chosen = {row.code for row in kept}
    chosen |= {row.code for row in rows if any(code.startswith(row.code) for code in chosen)}
    shown = [row for row in rows if row.code in chosen and row.share is not None]
    wide, narrow = (_bars(shown, len(rows), language, source, width) for width in (760.0, 360.0))
    return replace(wide, narrow_svg=narrow.svg)


def _bars(rows: Sequence[Row], of: int, language: str, source: str, width: float) -> Picture:
    drawing = Drawing(width)
    beside = width > 500
    left = 330.0 if beside else 6.0
    label = 150.0
    length = width - left - label
    most = max((row.high for row in rows), default=0) or 0.01
    y = 6.0
    for row in rows:
        indent = 18.0 * row.depth
        room = (left - 16 if beside else width - 8) - indent
        lines = wrap(row.name, room, 14, bold=not row.depth, most=2)
        drawing.text(indent + 2, y + 14, lines, size=14, bold=not row.depth)
        middle = y + 10 if beside else y + 18.5 * len(lines) + 8
        share = row.share or 0
        drawing.rect(
            left,
            middle - 6,
            max(1.5, length * share / most),
            12,
            fill="forest" if not row.depth else "line",
            radius=2,
        )
        low, end, high = (left + length * value / most for value in (row.low, share, row.high))
        # Light within the bar and dark beyond it, so that both ends of the interval are seen.
        drawing.path(
            f"M{low:.1f} {middle - 4:.1f} V{middle + 4:.1f} M{low:.1f} {middle:.1f} H{end:.1f}",
            stroke="card",
            thick=1.4,
        )
        drawing.path(
            f"M{high:.1f} {middle - 5:.1f} V{middle + 5:.1f} M{end:.1f} {middle:.1f} H{high:.1f}",
            stroke="ink",
            thick=1.2,
        )
        drawing.text(
            high + 8, middle + 5, f"{pct(row, language)} · {n_of(row, language)}", size=13, fill="muted"
        )
        y = max(y + 18.5 * len(lines), middle + 12) + 8
    words = say(
        "picture.market.cpv.some" if len(rows) < of else "picture.market.cpv.all",
        language,
        shown=len(rows),
        of=of,
    )
    y = drawing.text(2, y + 14, wrap(words, width - 4, 13), size=13, fill="muted")
    return drawing.finish(
        y,
        title=say("picture.market.cpv.title", language),
        alt=say("picture.market.cpv.alt", language, rows=told(rows, language) or "–"),
        source=source,
    )
