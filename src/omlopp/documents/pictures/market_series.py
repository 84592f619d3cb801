"""Shares year by year, with the band of their interval."""

from collections.abc import Sequence
from dataclasses import replace

from omlopp.documents.pictures.drawing import Drawing, wrap
from omlopp.documents.pictures.market import Row, of_base, pct, told
from omlopp.documents.plan import Picture
from omlopp.documents.words import say
from omlopp.library.numbers import number, percent_short


def series(rows: Sequence[Row], language: str, source: str) -> Picture:
    """Shares year by year, from zero: a line, and a band for the interval. A year withheld breaks the line."""
    wide, narrow = (_line(rows, language, source, width) for width in (760.0, 360.0))
    return replace(wide, narrow_svg=narrow.svg)


def _line(rows: Sequence[Row], language: str, source: str, width: float) -> Picture:
    drawing = Drawing(width)
    left, right, top, bottom = 52.0, width - 30, 26.0, 236.0
    most = max((row.high for row in rows if row.share is not None), default=0) or 0.01
    apart = (right - left) / max(1, len(rows))
    places = [left + apart * (place + 0.5) for place in range(len(rows))]

    def height(share: float) -> float:
        return bottom - (bottom - top) * share / (most * 1.08)

    steps = _steps(most)
    decimals = next(
        places for places in (0, 1, 2) if all(_whole(step * 10 ** (places + 2)) for step in steps)
    )
    for step in steps:
        drawing.path(f"M{left} {height(step):.1f} H{right}", stroke="hairline", thick=1)
        drawing.text(
            left - 8,
            height(step) + 4,
            percent_short(step, language, decimals=decimals),
            size=13,
            fill="muted",
            anchor="end",
        )
    drawing.path(f"M{left} {bottom} H{right}", stroke="line", thick=1)
    for run in _runs(rows):
        if len(run) > 1:
            up = " L".join(f"{places[at]:.1f} {height(rows[at].high):.1f}" for at in run)
            down = " L".join(f"{places[at]:.1f} {height(rows[at].low):.1f}" for at in reversed(run))
            drawing.path(f"M{up} L{down} Z", fill="hairline")
            along = " L".join(f"{places[at]:.1f} {height(rows[at].share or 0):.1f}" for at in run)
            drawing.path(f"M{along}", stroke="forest", thick=3)
    every = max(
        1, -(-len(rows) * 50 // int(right - left))
    )  # as many labels as there is room for, the last one first
    for at, row in enumerate(rows):
        x = places[at]
        if row.share is not None:
            _whisker(drawing, x, height(row.low), height(row.high))
            drawing.circle(x, height(row.share), 5, fill="forest", stroke="card")
        if (len(rows) - 1 - at) % every == 0:
            drawing.text(x, bottom + 20, row.name, size=13.5, bold=True, anchor="middle")
            drawing.text(x, bottom + 39, pct(row, language), size=13.5, anchor="middle")
            base = [number(row.hits, language=language), of_base(row, language)]
            drawing.text(x, bottom + 57, base, size=12, fill="muted", anchor="middle")
    words = wrap(say("picture.market.series.under", language), width - 4, 13)
    under = drawing.text(2, bottom + 98, words, size=13, fill="muted")
    return drawing.finish(
        under,
        title=say("picture.market.series.title", language),
        alt=say("picture.market.series.alt", language, rows=told(rows, language)),
        source=source,
    )


def _whisker(drawing: Drawing, x: float, low: float, high: float) -> None:
    drawing.path(
        f"M{x - 5:.1f} {high:.1f} H{x + 5:.1f} M{x:.1f} {high:.1f} V{low:.1f} M{x - 5:.1f} {low:.1f} H{x + 5:.1f}",
        stroke="ink",
        thick=1.2,
    )


def _runs(rows: Sequence[Row]) -> list[list[int]]:
    runs: list[list[int]] = [[]]
    for at, row in enumerate(rows):
        if row.share is None:
            runs.append([])
        else:
            runs[-1].append(at)
    return [run for run in runs if run]


def _whole(value: float) -> bool:
    return abs(value - round(value)) < 1e-9


def _steps(most: float) -> list[float]:
    """Two to five round shares up to the largest, zero among them."""
    for step in (0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.25):
        if most / step <= 4.5:
            return [step * place for place in range(int(most / step) + 1)]
    return [0.0, 0.5, 1.0]
