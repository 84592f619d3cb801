"""The a–d ladder: how many ask, get, get more than the market gives and prove it, and what nobody knows.

Filled is yes, striped is unknown, empty is no; a line under each bar is the interval. All bars begin at zero and are as
long as the base, so that the fall from a to d is what one sees.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from omlopp.documents.pictures.drawing import Drawing, text_width, wrap
from omlopp.documents.plan import Picture
from omlopp.domain.model.goals import RStep
from omlopp.library.messages import keyed
from omlopp.library.numbers import number

BAR, STRIPE = 26.0, 5.0


@dataclass(frozen=True, slots=True)
class Bar:
    """One rung. yes + no + unknown = base. `low`, `high`: the interval as shares of the base, 0–1."""

    rung: str
    name: str
    yes: int
    no: int
    unknown: int
    low: float
    high: float

    @property
    def base(self) -> int:
        return self.yes + self.no + self.unknown


@dataclass(frozen=True, slots=True)
class StepRow:
    """How many stand on a step of the R-ladder: in the need, in what was asked, in what came."""

    step: RStep
    name: str
    need: int
    asked: int
    came: int


def ladder(bars: Sequence[Bar], title: str, source: str, language: str) -> Picture:
    """Wide and narrow. With no base the picture says so."""
    wide, narrow = (_ladder(bars, width, title, source, language) for width in (720.0, 320.0))
    return replace(wide, narrow_svg=narrow.svg)


def r_steps(
    rows: Sequence[StepRow], base: int, unknown: int, title: str, source: str, language: str
) -> Picture:
    """Need, requirements and what came beside each other, step by step."""
    wide, narrow = (_r_steps(rows, base, unknown, width, title, source, language) for width in (720.0, 320.0))
    return replace(wide, narrow_svg=narrow.svg)


def _ladder(bars: Sequence[Bar], width: float, title: str, source: str, language: str) -> Picture:
    drawing = Drawing(width)
    base = bars[0].base if bars else 0
    if not base:
        said = keyed("evaluation.picture.empty", {}, language)
        y = drawing.text(0, 24, wrap(said, width, 15), size=15, fill="muted")
        return drawing.finish(y, title=title, alt=said, source=source)
    y, told = 4.0, []
    left, right = 34.0, width - 8
    for bar in bars:
        part = drawing.group(class_="rung", data_rung=bar.rung)
        part.circle(14, y + 15, 12, fill="card", stroke="forest", thick=2.5)
        part.text(14, y + 20, bar.rung, size=15, bold=True, anchor="middle")
        label = bar.name[:1].upper() + bar.name[1:]
        value = keyed("evaluation.picture.yes", {"n": bar.yes, "base": base}, language)
        room = right - left - text_width(value, 16, True) - 14
        lines = wrap(label, room, 15)
        part.text(right, y + 20, value, size=16, bold=True, anchor="end")
        y = part.text(left, y + 20, lines, size=15) - 10
        _bar(part, bar, left, y, right - left)
        y += BAR + 24
        told.append(
            keyed(
                "evaluation.picture.rung",
                {"rung": bar.rung, "yes": bar.yes, "no": bar.no, "unknown": bar.unknown, "base": base},
                language,
            )
        )
    key = wrap(keyed("evaluation.picture.key", {}, language), width, 13)
    y = drawing.text(0, y + 8, key, size=13, fill="muted")
    alt = keyed("evaluation.picture.alt", {"rows": "; ".join(told)}, language)
    return drawing.finish(y, title=title, alt=alt, source=source)


def _bar(drawing: Drawing, bar: Bar, x: float, y: float, width: float) -> None:
    yes, unknown = width * bar.yes / bar.base, width * bar.unknown / bar.base
    drawing.rect(x, y, width, BAR, fill="card", stroke="line", thick=1, radius=2)
    if bar.yes:
        drawing.rect(x, y, yes, BAR, fill="forest", radius=2)
    at = x + yes + STRIPE / 2
    while at < x + yes + unknown:
        drawing.path(f"M{at:.1f} {y + 3:.1f} V{y + BAR - 3:.1f}", stroke="line", thick=1.5)
        at += STRIPE
    low, high, under = x + width * bar.low, x + width * bar.high, y + BAR + 8
    drawing.path(
        f"M{low:.1f} {under - 4:.1f} V{under + 4:.1f} M{low:.1f} {under:.1f} H{high:.1f} "
        f"M{high:.1f} {under - 4:.1f} V{under + 4:.1f}",
        stroke="ink",
        thick=1.5,
    )


def _r_steps(
    rows: Sequence[StepRow],
    base: int,
    unknown: int,
    width: float,
    title: str,
    source: str,
    language: str,
) -> Picture:
    drawing = Drawing(width)
    if not base:
        said = keyed("evaluation.picture.empty", {}, language)
        y = drawing.text(0, 24, wrap(said, width, 15), size=15, fill="muted")
        return drawing.finish(y, title=title, alt=said, source=source)
    kinds = (("need", "card"), ("asked", "line"), ("came", "forest"))  # open, grey, dark: told apart in print
    x, y = 0.0, 18.0
    for kind, colour in kinds:
        word = keyed(f"evaluation.steps.{kind}", {}, language)
        drawing.rect(x, y - 11, 14, 12, fill=colour, stroke="line", thick=1, radius=2)
        drawing.text(x + 20, y, word, size=13)
        x += 34 + text_width(word, 13)
    y += 16
    left, size, pitch = (150.0, 12.0, 12.0) if width > 500 else (112.0, 14.0, 15.0)  # small screens shrink it
    room = width - left - 34
    told = []
    for row in rows:
        part = drawing.group(class_="step", data_step=str(row.step))
        part.text(0, y + 22, f"{row.step}", size=14, bold=True)
        part.text(32, y + 22, wrap(row.name, left - 36, 13, most=2), size=13)
        for place, (kind, colour) in enumerate(kinds):
            count = getattr(row, kind)
            top = y + place * pitch
            long = room * count / base
            if count:
                part.rect(left, top, max(long, 2), 9, fill=colour, stroke="line", thick=1, radius=1)
            part.text(left + long + 5, top + 9.5, number(count, language=language), size=size, fill="muted")
        part.path(f"M{left:.1f} {y - 2:.1f} V{y + 3 * pitch:.1f}", stroke="line", thick=1)
        y += 3 * pitch + 10
        facts = {"step": str(row.step), "need": row.need, "asked": row.asked, "came": row.came}
        told.append(keyed("evaluation.steps.row", facts, language))
    said = keyed("evaluation.steps.key", {"unknown": unknown, "base": base}, language)
    y = drawing.text(0, y + 8, wrap(said, width, 13), size=13, fill="muted")
    alt = keyed("evaluation.steps.alt", {"base": base, "rows": "; ".join(told)}, language)
    return drawing.finish(y, title=title, alt=alt, source=source)
