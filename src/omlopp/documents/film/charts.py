"""Animated charts: bars that grow, a ladder that falls, before against after, an interval on either side of zero.

Readable without colour: values stand in words beside their bars, what is not known is an open dashed outline, and
what others are compared with is grey. Bars begin at zero. Lengths move; numbers never do.
"""

from collections.abc import Sequence
from decimal import Decimal

from omlopp.documents.film.cards import disc
from omlopp.documents.film.shot import Item
from omlopp.documents.film.stage import LEFT, RIGHT, Stage, wide
from omlopp.documents.pictures.drawing import Drawing

GROWS = 0.7  # seconds


def bars(stage: Stage) -> float:
    """One bar an item, in their order. An item that is not known stands dashed, with the words for it."""
    shot = stage.shot
    top = stage.head() + 8
    rows = [item for item in shot.items if not item.promise]
    promise = next((item for item in shot.items if item.promise and item.value is not None), None)
    most = _most([*rows, promise] if promise else rows)
    lettered = any(len(item.mark) == 1 for item in rows)
    names = LEFT + (84 if lettered else 0)
    label_width = min(max((wide(item.label, 42, True) for item in rows), default=0), 640.0)
    start = names + label_width + 36
    room = max((wide(item.shown, 42, True) for item in rows), default=0.0) + 30
    end = max(RIGHT - room, start + 240)
    step = min((stage.below - top - (54 if promise else 0)) / max(len(rows), 1), 140.0)
    high = min(step * 0.62, 80.0)
    top += max((stage.below - top - step * len(rows)) / 2.6, 0) + (30 if promise else 0)
    shown = stage.part(0.5, rise=0)
    shown.path(f"M{start} {top - 6} V{top + step * len(rows) - step + high + 6}", stroke="line", thick=3)
    for place, item in enumerate(rows):
        y, begins = top + step * place, 0.7 + 0.3 * place
        middle = y + high / 2
        name = stage.part(begins - 0.2)
        if lettered and item.mark:
            disc(name, item.mark, LEFT + 34, middle, 33)
        lines = stage.lines(item.label, label_width + 8, 42, bold=True, most=2)
        stage.write(name, names, middle + 15 - (len(lines) - 1) * 23, lines, 42, bold=True, leading=1.1)
        length = _length(item, most, end - start) * stage.at(begins, GROWS)
        colour = "line" if item.aside else f"goal-{item.mark}" if lettered and item.mark else "forest"
        _bar(stage.drawing, item, start, y, length, high, colour, stage.at(begins, GROWS))
        said = stage.part(begins + 0.35, rise=0)
        at = start + (_length(item, most, end - start) if item.value is not None else 150) + 20
        at = end + 24 if promise is not None else at  # a line of what was promised goes through no number
        said.text(
            at,
            middle + 15,
            item.shown,
            size=42,
            bold=True,
            fill="ink" if item.value is not None else "copper",
        )
    if promise is not None:
        _promised(
            stage,
            promise,
            start + _length(promise, most, end - start),
            top,
            top + step * (len(rows) - 1) + high,
        )
    last = 0.7 + 0.3 * len(rows) + GROWS
    stage.foot(min(last, 2.0))
    return last + 0.8


before_after = bars
"""Items: before (`aside`), after, and the promise as a line they reach or miss."""


def ladder(stage: Stage) -> float:
    """Columns that fall from one rung to the next; open dashed above each: those nobody knows."""
    shot = stage.shot
    top, rungs = stage.head(size=64) + 12, shot.items
    most = max((item.of or Decimal(0) for item in rungs), default=Decimal(0)) or _most(rungs)
    apart = (RIGHT - LEFT) / max(len(rungs), 1)
    column, floor = apart * 0.56, stage.below - 92.0
    high = floor - top - 44

    def height(item: Item) -> float:
        return float(item.value / most) * high if item.value is not None and most else 0.0

    stage.part(0.4, rise=0).path(f"M{LEFT} {floor} H{RIGHT}", stroke="line", thick=3)
    for place, item in enumerate(rungs):
        begins = 0.7 + 0.95 * place
        if stage.t <= begins:
            break
        x = LEFT + apart * place + 8
        before = height(rungs[place - 1]) if place else 0.0
        now = before + (height(item) - before) * stage.at(begins, 0.8)
        if place and before:
            stage.part(begins, 0.3, rise=0).path(
                f"M{x - apart + column + 6} {floor - before} H{x - 6}", stroke="line", thick=2, dashed=True
            )
        top_of = floor - now
        stage.drawing.rect(x, top_of, column, max(now, 2), fill="forest", radius=3)
        said = stage.part(begins + 0.5, rise=0)
        if item.unknown and most:
            open_ = float(Decimal(item.unknown) / most) * high
            said.rect(
                x, floor - height(item) - open_, column, open_, stroke="line", thick=4, radius=3, dashed=True
            )
            if item.unknown_shown and open_ > 54:
                words = stage.fitted(item.unknown_shown, column - 20, 36)
                at = floor - height(item) - open_ / 2 + 12
                said.text(x + column / 2, at, item.unknown_shown, size=words, fill="muted", anchor="middle")
            top_of = floor - height(item) - open_
        if item.value is None:
            said.rect(
                x, floor - high * 0.3, column, high * 0.3, stroke="copper", thick=3, radius=3, dashed=True
            )
            top_of = floor - high * 0.3
        size = stage.fitted(item.shown, apart - 24, 40, bold=True)
        said.text(
            x,
            top_of - 18,
            item.shown,
            size=size,
            bold=True,
            fill="ink" if item.value is not None else "copper",
        )
        label = stage.lines(item.label, apart - 76, 32, most=2)
        said.text(x, floor + 44, item.mark, size=36, bold=True, fill="copper")
        stage.write(said, x + 38, floor + 44, label, 32, leading=1.15)
    last = 0.7 + 0.95 * len(rungs)
    stage.foot(1.0)
    return last + 0.6


def interval(stage: Stage) -> float:
    """Effects with how sure they are, about one zero line. `points`: what left and right of zero mean."""
    items = stage.shot.items
    top, low = stage.head() + 4, stage.below - 62.0
    step = (low - top) / max(len(items), 1)
    middle, half = (LEFT + RIGHT) / 2, (RIGHT - LEFT) / 2 - 40
    edges = [abs(each) for item in items for each in (item.low, item.value, item.high) if each is not None]
    span = max(edges, default=Decimal(0)) * Decimal("1.1") or Decimal(1)
    axis = stage.part(0.4, rise=0)
    for place in range(len(items)):
        bottom = top + step * (place + 1)
        axis.path(f"M{middle} {bottom - step + 78} V{bottom + 4}", stroke="ink", thick=3)
    axis.text(middle, low + 48, "0", size=40, bold=True, anchor="middle")
    for at, anchor, words in zip(
        (middle - half, middle + half), ("start", "end"), stage.shot.points, strict=False
    ):
        lines = stage.lines(words, half - 60, 36, most=1)
        stage.write(axis, at, low + 48, lines, 36, fill="muted", anchor=anchor)
    for place, item in enumerate(items):
        _effect(stage, item, top + step * place, step, span, 0.9 + 0.6 * place)
    stage.foot(1.5)
    return 2.2 + 0.6 * max(len(items) - 1, 0)


def _effect(stage: Stage, item: Item, top: float, high: float, span: Decimal, begins: float) -> None:
    """One effect: what it is of and its number in words, and under them dot and band."""
    middle, half = (LEFT + RIGHT) / 2, (RIGHT - LEFT) / 2 - 40
    y = top + 78 + (high - 78) / 2

    def across(value: Decimal) -> float:
        return middle + float(value / span) * half

    stage.part(0.4, rise=0).path(f"M{middle - half} {y} H{middle + half}", stroke="line", thick=3)
    if item.value is not None:
        come, at = stage.at(begins + 0.1, 0.9), across(item.value)
        if item.low is not None and item.high is not None:
            left, right = (at + (across(edge) - at) * come for edge in (item.low, item.high))
            stage.drawing.rect(
                left, y - 22, right - left, 44, fill="#BFD2CB", stroke="forest", thick=3, radius=4
            )
        stage.part(begins, rise=0).circle(at, y, 17, fill="forest", stroke="card", thick=4)
    said = stage.part(begins, rise=0)
    room = RIGHT - LEFT - 40
    size = stage.fitted(item.shown, room * 0.55, 40, bold=True)
    name = stage.fitted(item.label, room - wide(item.shown, size, True), 36)
    said.text(LEFT, top + 52, item.label, size=name)
    fill = "ink" if item.value is not None else "copper"
    said.text(RIGHT, top + 52, item.shown, size=size, bold=True, anchor="end", fill=fill)


def _bar(
    on: Drawing, item: Item, x: float, y: float, length: float, high: float, colour: str, come: float
) -> None:
    if item.value is None:
        on.group(opacity=f"{come:.3f}").rect(
            x + 2, y, 130, high, stroke="copper", thick=3, radius=3, dashed=True
        )
        return
    on.rect(x + 1, y, max(length, 3), high, fill=colour, radius=3)


def _promised(stage: Stage, promise: Item, x: float, top: float, below: float) -> None:
    part = stage.part(0.6, rise=0)
    part.path(f"M{x} {top - 34} V{below + 22}", stroke="copper", thick=5, dashed=True)
    said = f"{promise.label} {promise.shown}"
    half = wide(said, 34, True) / 2
    part.text(
        min(max(x, LEFT + half), RIGHT - half),
        top - 50,
        said,
        size=34,
        bold=True,
        fill="copper",
        anchor="middle",
    )


def _most(items: Sequence[Item | None]) -> Decimal:
    return max((item.value for item in items if item and item.value is not None), default=Decimal(0))


def _length(item: Item, most: Decimal, room: float) -> float:
    return float(max(item.value, Decimal(0)) / most) * room if item.value is not None and most > 0 else 0.0
