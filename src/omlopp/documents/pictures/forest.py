"""A forest plot: an estimate with its interval on each line, the main model first; told by form, not colour."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from omlopp.documents.pictures.drawing import Drawing, wrap
from omlopp.documents.plan import Picture
from omlopp.documents.words import say

SIZE = 13.5
FURTHEST = {True: math.log(8), False: 0.6}  # where the axis is cut: eight times as much, 60 points


@dataclass(frozen=True, slots=True)
class Line:
    """`effect`, `low`, `high`: relative change or difference of shares; `effect` None: not estimated; an end None: no
    limit. `shown`: the numbers in words. `main`: the model that answers.
    """

    name: str
    effect: float | None
    low: float | None
    high: float | None
    shown: str
    main: bool = False


def forest(
    lines: Sequence[Line], *, ratio: bool, smallest: float, smallest_shown: str, title: str, source: str, language: str
) -> Picture:  # fmt: skip
    """`ratio`: a logarithmic axis, so that half as many lies as far away as twice as many. `smallest`: the band."""
    wide, narrow = (
        _drawn(lines, ratio, smallest, smallest_shown, title, source, language, width)
        for width in (760.0, 340.0)
    )
    return replace(wide, narrow_svg=narrow.svg)


def _drawn(
    lines: Sequence[Line], ratio: bool, smallest: float, smallest_shown: str, title: str, source: str, language: str,
    width: float,
) -> Picture:  # fmt: skip
    drawing = Drawing(width)
    known = [line for line in lines if line.effect is not None]
    told = " ".join(f"{line.name}: {line.shown}." for line in lines)
    alt = say("picture.forest.alt", language, rows=told)
    if not known:
        said = wrap(say("picture.forest.empty", language), width - 8, 15)
        below = drawing.text(2, 24, said, size=15, fill="muted")
        return drawing.finish(below, title=title, alt=f"{said[0]} {told}", source=source)
    narrow = width < 500
    left, right = (10.0, width - 12) if narrow else (372.0, width - 14)
    most = _most(known, ratio, smallest)
    middle, half = (left + right) / 2, (right - left) / 2

    def across(value: float) -> float:
        return middle + half * _scale(value, ratio) / most

    words_width = width - 8 if narrow else left - 22
    wrapped = [wrap(line.name, words_width, SIZE, bold=line.main, most=3) for line in lines]
    heights = [18.0 * (len(names) + 1) + (34 if narrow else 12) for names in wrapped]
    top = 30.0
    bottom = top + sum(heights)
    for sign, key in ((-1, "less"), (1, "more")):
        words = say(f"picture.forest.{key}", language)
        x = middle + sign * 8
        drawing.text(x, 14, words, size=12.5, fill="muted", anchor="end" if sign < 0 else "start")
    low, high = max(left, across(max(-0.99, -smallest))), min(right, across(smallest))

    def ground(above: float, below: float) -> None:
        drawing.rect(low, above, high - low, below - above, fill="hairline", radius=0)
        drawing.path(f"M{middle:.1f} {above} V{below}", stroke="ink", thick=1.4)

    if not narrow:
        ground(top - 10, bottom)
    y = top
    for line, names, height in zip(lines, wrapped, heights, strict=True):
        below = drawing.text(2, y + 12, names, size=SIZE, bold=line.main)
        drawing.text(2, below - 1, wrap(line.shown, words_width, 12.5, most=1), size=12.5, fill="muted")
        at = below + 18 if narrow else y + 16
        if narrow and line.effect is not None:  # the words stand above: no line through them
            ground(at - 10, at + 10)
        if line.effect is not None:
            _interval(drawing, line, at, across, left, right)
        y += height
    for step in _steps(most, ratio):
        x = across(step)
        drawing.path(f"M{x:.1f} {bottom} v6", stroke="line", thick=1)
        drawing.text(x, bottom + 21, _tick(step, ratio, language), size=12.5, fill="muted", anchor="middle")
    drawing.path(f"M{left} {bottom} H{right}", stroke="line", thick=1)
    under = say("picture.forest.band", language, smallest=smallest_shown)
    below = drawing.text(2, bottom + 46, wrap(under, width - 6, 12.5), size=12.5, fill="muted")
    return drawing.finish(below, title=title, alt=alt, source=source)


def _interval(
    drawing: Drawing, line: Line, y: float, place: Callable[[float], float], left: float, right: float
) -> None:
    low = left if line.low is None else max(left, place(line.low))
    high = right if line.high is None else min(right, place(line.high))
    thick = 3.0 if line.main else 1.8
    drawing.path(f"M{low:.1f} {y:.1f} H{high:.1f}", stroke="ink" if line.main else "muted", thick=thick)
    for end, edge, sign in ((low, left, 1), (high, right, -1)):
        if abs(end - edge) < 0.05:  # the interval goes beyond the axis
            drawing.path(
                f"M{end + 7 * sign:.1f} {y - 5:.1f} L{end:.1f} {y:.1f} L{end + 7 * sign:.1f} {y + 5:.1f}",
                stroke="muted",
                thick=1.8,
            )
        else:
            drawing.path(f"M{end:.1f} {y - 5:.1f} V{y + 5:.1f}", stroke="muted", thick=1.8)
    x = min(max(place(line.effect or 0.0), left), right)
    if line.main:
        drawing.rect(x - 7, y - 7, 14, 14, fill="forest", stroke="card", radius=1)
    else:
        drawing.circle(x, y, 5, fill="card", stroke="forest")


def _scale(value: float, ratio: bool) -> float:
    return math.log1p(max(value, -0.999)) if ratio else value


def _most(lines: Sequence[Line], ratio: bool, smallest: float) -> float:
    """How far the axis reaches, alike on both sides."""
    ends = [
        abs(_scale(value, ratio))
        for line in lines
        for value in (line.effect, line.low, line.high)
        if value is not None
    ]
    return min(FURTHEST[ratio], max(*ends, abs(_scale(smallest, ratio)) * 1.6) * 1.06)


def _steps(most: float, ratio: bool) -> list[float]:
    if ratio:
        steps = (-0.75, -0.5, 0, 1, 3) if most > 1.2 else (-0.5, -0.25, 0, 0.3, 1)
        return [step for step in steps if abs(_scale(step, True)) <= most]
    for step in (0.01, 0.02, 0.05, 0.1, 0.2):
        if most / step <= 3.6:
            return [step * place for place in range(-int(most / step), int(most / step) + 1)]
    return [-0.5, 0.0, 0.5]


def _tick(step: float, ratio: bool, language: str) -> str:
    number = f"{abs(round(step * 100))}"
    sign = "" if abs(step) < 1e-9 else "−" if step < 0 else "+"
    unit = ("\N{NO-BREAK SPACE}%" if language == "sv" else "%") if ratio else ""
    return f"{sign}{number}{unit}"
