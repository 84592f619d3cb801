"""Promised against delivered over time: the baseline, what the contract promises, and every measurement up to the end.

What is not known is an open ring on the axis and says so; it is never drawn as zero.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Literal

from omlopp.documents.pictures.drawing import Drawing, text_width, wrap
from omlopp.documents.plan import Picture
from omlopp.documents.words import say
from omlopp.domain.model.indicators import Stage
from omlopp.library.numbers import number, per_cent

WIDE, NARROW = 720.0, 288.0
PLOT = 210.0  # height of the plot


@dataclass(frozen=True, slots=True)
class Point:
    """One measurement. `value` None: measured with a figure missing. `said`: the value with what it is a share of;
    `of`: that alone (`av 3 160 kg`), written under a percentage.
    """

    day: date
    stage: Stage
    value: Decimal | None
    said: str = ""
    of: str = ""


@dataclass(frozen=True, slots=True)
class Series:
    """One indicator over time. A share is 0–1. `late`: days that were asked for and are not answered.

    `promise_from`: the contract's first day; None where nobody has said.
    """

    indicator: str
    unit: str
    share: bool
    direction: Literal["higher", "lower"]
    promised: Decimal | None
    promise: str  # as it is said: "Avtalat: 40 % av levererade kg"
    points: tuple[Point, ...] = ()
    late: tuple[date, ...] = ()
    promise_from: date | None = None

    def short(self, value: Decimal, language: str) -> str:
        return per_cent(value, language) if self.share else number(value, "", language)


def promised_series(series: Series, language: str, *, narrow: bool = False) -> Picture:
    drawing = Drawing(NARROW if narrow else WIDE)
    left, right, size = (44.0, NARROW - 12, 12.5) if narrow else (64.0, WIDE - 30, 14.0)
    better = say(f"picture.promised.{series.direction}", language)
    arrow = "↑" if series.direction == "higher" else "↓"
    drawing.text(0, 16, f"{arrow} {better}", size=size, fill="muted")
    y = 26.0
    if series.promised is not None:
        y = drawing.text(
            0,
            y + 12,
            wrap(series.promise, drawing.width - 4, size, bold=True),
            size=size,
            bold=True,
            fill="copper",
        )
    top = y + 22
    bottom = top + PLOT
    most = _most(series)
    _axis(drawing, series, left, right, top, bottom, most, size, language)
    across = _across(series, left, right)

    def high(value: Decimal) -> float:
        return bottom - float(value / most) * PLOT

    line = None
    if series.promised is not None:
        begins = across(series.promise_from) if series.promise_from and across else left
        line = high(series.promised)
        drawing.path(f"M{max(begins, left):.1f} {line:.1f} H{right:.1f}", stroke="copper", thick=2.5)
    if across is None:
        drawing.text(
            left + 10, (top + bottom) / 2, say("picture.promised.unknown", language), size=size, fill="muted"
        )
        return _finished(drawing, series, bottom + 30, language)
    known = [(across(one.day), high(one.value), one) for one in series.points if one.value is not None]
    gaps = [*series.late, *(one.day for one in series.points if one.value is None)]
    for (x0, y0, one), (x1, y1, other) in pairwise(known):  # dashed where something between is not known
        unsure = any(one.day < day < other.day for day in gaps)
        drawing.path(f"M{x0:.1f} {y0:.1f} L{x1:.1f} {y1:.1f}", stroke="forest", thick=2, dashed=unsure)
    for day in series.late:
        drawing.circle(across(day), bottom, 5, fill="card", stroke="copper")
    for one in series.points:
        if one.value is None:
            drawing.circle(across(one.day), bottom, 6, fill="card", stroke="line")
    for x, y, one in known:
        end = one.stage is not Stage.CONTRACT
        drawing.circle(
            x,
            y,
            7 if end else 5.5,
            fill="card" if one.stage is Stage.BASELINE else "forest",
            stroke="forest",
            thick=2.5,
        )
    _values(drawing, series, known, left, right, size, line, language)
    y = _days(drawing, series, across, bottom, size, language)
    return _finished(drawing, series, y, language)


def _finished(drawing: Drawing, series: Series, height: float, language: str) -> Picture:
    return drawing.finish(
        height,
        title=say("picture.promised.title_of", language, indicator=series.indicator),
        alt=_alt(series, language),
        source=say("picture.series.source", language),
    )


def _most(series: Series) -> Decimal:
    seen = [one.value for one in series.points if one.value is not None]
    seen += [series.promised] if series.promised is not None else []
    largest = max(seen, default=Decimal(0))
    if series.share and largest * Decimal("1.15") > 1:
        return Decimal(1)
    return _round_up(largest * Decimal("1.15")) if largest else Decimal(1)


def _round_up(value: Decimal) -> Decimal:
    """The next 1, 2, 4, 5 or 10 of its size, so that the axis has numbers one can read."""
    size = Decimal(10) ** value.adjusted()
    return next(
        step * size for step in map(Decimal, ("1", "2", "4", "5", "6", "8", "10")) if step * size >= value
    )


def _axis(
    drawing: Drawing, series: Series, left: float, right: float, top: float, bottom: float, most: Decimal,
    size: float, language: str,
) -> None:  # fmt: skip
    for part in (Decimal(0), Decimal("0.5"), Decimal(1)):
        y = bottom - float(part) * (bottom - top)
        drawing.path(f"M{left:.1f} {y:.1f} H{right:.1f}", stroke="line" if not part else "hairline", thick=1)
        drawing.text(
            left - 8, y + 4, series.short(most * part, language), size=size - 1.5, fill="muted", anchor="end"
        )
    if not series.share:
        drawing.text(left, top - 8, series.unit, size=size - 1.5, fill="muted", anchor="start")


class _Across:
    """From a day to a place across."""

    def __init__(self, first: date, last: date, left: float, right: float) -> None:
        self.first, self.days = first, max((last - first).days, 1)
        self.left, self.wide = left, right - left

    def __call__(self, day: date) -> float:
        return self.left + (day - self.first).days / self.days * self.wide


def _across(series: Series, left: float, right: float) -> _Across | None:
    days = [one.day for one in series.points] + list(series.late)
    if not days:
        return None
    inset = (right - left) * 0.06
    first, last = min(days), max(days)
    if first == last:
        return _Across(first, last, (left + right) / 2, right)
    return _Across(first, last, left + inset, right - inset)


def _values(
    drawing: Drawing, series: Series, known: Sequence[tuple[float, float, Point]], left: float, right: float,
    size: float, line: float | None, language: str,
) -> None:  # fmt: skip
    """A value at its point; the last and the first come first, the others where there is room."""
    order = sorted(range(len(known)), key=lambda n: (n != len(known) - 1, n != 0, n))
    taken: list[tuple[float, float, float, float]] = []
    if line is not None:  # nothing is written across the promise
        taken.append((left, line - 3, right, line + 3))
    for n in order:
        x, y, one = known[n]
        assert one.value is not None
        said, small = series.short(one.value, language), size - 2
        wide = max(text_width(said, size, True), text_width(one.of, small))
        tall = size + (small * 1.25 if one.of else 0)
        middle = min(max(x, left + wide / 2), right - wide / 2)
        for above in (y - 12 - tall, y + 10):
            box = (middle - wide / 2 - 2, above, middle + wide / 2 + 2, above + tall + 3)
            if any(box[0] < b[2] and b[0] < box[2] and box[1] < b[3] and b[1] < box[3] for b in taken):
                continue
            taken.append(box)
            drawing.rect(box[0], above, wide + 4, tall + 2, fill="paper", radius=3)
            drawing.text(middle, above + size, said, size=size, bold=True, anchor="middle")
            if one.of:
                drawing.text(
                    middle, above + size + small * 1.2, one.of, size=small, fill="muted", anchor="middle"
                )
            break


def _days(
    drawing: Drawing, series: Series, across: _Across, bottom: float, size: float, language: str
) -> float:
    """Below the axis: the stage and the day; what is unknown or missing says so."""
    small = size - 1.5
    marks: list[tuple[int, float, str, date]] = []  # what is written first, where it is, its word and day
    for one in series.points:
        unknown = one.value is None
        word = say("unknown" if unknown else f"picture.promised.{one.stage}", language)
        turn = 0 if one.stage is not Stage.CONTRACT else 1 if unknown else 2
        marks.append((turn, across(one.day), word, one.day))
    marks += [(3, across(day), say("picture.series.late", language), day) for day in series.late]
    drawn: list[tuple[float, float]] = []
    for turn, x, word, day in sorted(marks, key=lambda mark: (mark[0], -mark[1])):
        wide = max(text_width(word, small), text_width(day.isoformat(), small)) + 6
        start = min(max(x - wide / 2, 0), drawing.width - wide)
        if any(start < end and begin < start + wide for begin, end in drawn):
            continue
        drawn.append((start, start + wide))
        middle, below = start + wide / 2, bottom + 22 + small * 1.3
        loud = "copper" if turn in (1, 3) else "ink"
        drawing.text(middle, bottom + 22, word, size=small, anchor="middle", fill=loud)
        drawing.text(middle, below, day.isoformat(), size=small, anchor="middle", fill="muted")
    return bottom + 26 + small * 2


def _alt(series: Series, language: str) -> str:
    better = say(f"picture.promised.{series.direction}", language)
    told = [f"{series.indicator}. {better}.", series.promise + "."]
    told += [
        f"{say(f'picture.promised.{one.stage}', language)} {one.day.isoformat()}: "
        f"{one.said or say('picture.promised.incomplete', language)}."
        for one in series.points
    ]
    told += [f"{day.isoformat()}: {say('picture.series.late', language)}." for day in series.late]
    if not series.points:
        told.append(say("picture.promised.unknown", language) + ".")
    return " ".join(told)
