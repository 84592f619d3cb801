"""Bars from zero with their numbers beside them: one or more for each row, the same scale for all."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from omlopp.documents.pictures.drawing import Drawing, text_width, wrap
from omlopp.documents.plan import Picture

THICK, BETWEEN, ROW = 18.0, 4.0, 12.0
FILLS = ("forest", "hairline", "muted")


@dataclass(frozen=True, slots=True)
class BarRow:
    """`values`: one for each series, None where it is not known; `shown`: the same as people read them."""

    name: str
    values: tuple[float | None, ...]
    shown: tuple[str, ...]


def bars(
    rows: Sequence[BarRow], series: Sequence[str], *, title: str, alt: str, source: str, empty: str
) -> Picture:
    """Wide and narrow. With no rows the picture says `empty`. `series`: names, told where there is more than one."""
    wide, narrow = (_drawn(rows, series, width, title, alt, source, empty) for width in (720.0, 320.0))
    return replace(wide, narrow_svg=narrow.svg)


def _drawn(
    rows: Sequence[BarRow], series: Sequence[str], width: float, title: str, alt: str, source: str, empty: str
) -> Picture:
    drawing, y = Drawing(width), 20.0
    if not rows:
        y = drawing.text(0, y, wrap(empty, width, 14), fill="muted")
        return drawing.finish(y, title=title, alt=alt, source=source)
    if len(series) > 1:
        x = 0.0
        for at, name in enumerate(series):
            drawing.rect(x, y - 12, 14, 14, fill=FILLS[at % 3], stroke="line", thick=1, radius=0)
            drawing.text(x + 20, y, name)
            x += 44 + text_width(name, 14)
        y += 22
    most = max((one for row in rows for one in row.values if one is not None), default=0) or 1
    numbers = max(text_width(one, 14) for row in rows for one in row.shown) + 10
    left = 230.0 if width > 400 else 0.0
    for row in rows:
        lines = wrap(row.name, (left or width) - 12, 14)
        below = drawing.text(0, y + 8, lines)
        if not left:
            y = below - 4
        top = y - 6
        for at, (value, shown) in enumerate(zip(row.values, row.shown, strict=True)):
            place = top + at * (THICK + BETWEEN)
            length = 0.0 if value is None else max(value, 0) / most * (width - left - numbers)
            if length:
                drawing.rect(
                    left, place, length, THICK, fill=FILLS[at % 3], stroke="line", thick=0.8, radius=0
                )
            drawing.text(left + length + 6, place + THICK - 4, shown)
        y = max(top + len(row.values) * (THICK + BETWEEN), below - 8 if left else 0) + ROW + 6
    return drawing.finish(y, title=title, alt=alt, source=source)
