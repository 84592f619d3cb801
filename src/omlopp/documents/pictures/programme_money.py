"""A programme's money: spending month by month against an even pace, and spending against budget by cost type."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from omlopp.documents.pictures.drawing import Drawing, text_width, wrap
from omlopp.documents.plan import Picture
from omlopp.documents.words import say
from omlopp.domain.programme.budget import MonthRow
from omlopp.library.numbers import day, kr, number

WIDTH, SIZE = 720.0, 14
LEFT, RIGHT, TOP, HIGH = 16.0, 590.0, 30.0, 170.0
BAR, ROW = 18, 34


def pace(rows: Sequence[MonthRow], on: date, language: str) -> Picture:
    """Two lines from zero: the even pace (dashed) and what was spent (whole). Told at their ends in words."""
    drawing = Drawing(WIDTH)
    known = [row.spent for row in rows if row.spent is not None]
    top = max([*(row.planned for row in rows), *known, Decimal(1)])
    if len(rows) < 2 or not any(row.planned for row in rows):
        drawing.text(0, 24, say("prog.picture.months_none", language), size=15, fill="muted")
        return _done(drawing, 44, "months", say("prog.picture.months_none", language), on, language)

    def at(place: int, value: Decimal) -> tuple[float, float]:
        across = LEFT + (RIGHT - LEFT) * (place + 1) / len(rows)
        return across, TOP + HIGH - float(value / top) * HIGH

    for share in (Decimal(0), Decimal("0.5"), Decimal(1)):
        y = TOP + HIGH - float(share) * HIGH
        drawing.path(f"M{LEFT} {y:.1f} H{RIGHT}", stroke="hairline" if share else "line", thick=1)
        drawing.text(LEFT, y - 5, kr((top * share).quantize(Decimal(1)), language), size=12, fill="muted")
    even = [(LEFT, TOP + HIGH), *(at(place, row.planned) for place, row in enumerate(rows))]
    used = [
        (LEFT, TOP + HIGH),
        *(at(place, row.spent) for place, row in enumerate(rows) if row.spent is not None),
    ]
    drawing.path(_line(even), stroke="line", thick=2, dashed=True)
    drawing.path(_line(used), stroke="forest", thick=3.5)
    marks = [
        (even[-1], say("prog.picture.even", language), "muted"),
        (used[-1], say("prog.picture.used", language), "forest"),
    ]
    near = len(used) == len(even) and abs(even[-1][1] - used[-1][1]) < 18
    for (x, y), words, fill in marks:
        low = 18 if near and fill == "forest" and y >= even[-1][1] else 0
        drawing.circle(x, y, 3.5, fill=fill if fill == "forest" else "line")
        drawing.text(x + 9, y + 5 + low, words, size=SIZE, fill=fill, bold=fill == "forest")
    taken = -1.0
    for place, row in enumerate(rows):
        x = at(place, Decimal(0))[0]
        words = f"{row.month.year}-{row.month.month:02}"
        wide = text_width(words, 12)
        if (row.month.month in (1, 7) or place == 0) and x - wide / 2 > taken:
            drawing.text(x, TOP + HIGH + 18, words, size=12, fill="muted", anchor="middle")
            taken = x + wide / 2 + 8
    alt = say(
        "prog.picture.months_alt", language, first=day(rows[0].month, language), last=day(rows[-1].month, language),
        total=kr(rows[-1].planned, language), spent=kr(known[-1] if known else Decimal(0), language),
        on=day(on, language),
    )  # fmt: skip
    return _done(drawing, TOP + HIGH + 30, "months", alt, on, language)


def bars(rows: Sequence[tuple[str, Decimal | None, Decimal]], on: date, language: str) -> Picture:
    """(name, budget, spent): the budget as an outline, what was spent filled; both in kronor from zero."""
    drawing = Drawing(WIDTH)
    top = max(
        [Decimal(1), *(spent for _, _, spent in rows), *(plan for _, plan, _ in rows if plan is not None)]
    )
    y, left, right = 8.0, 230.0, 520.0
    told = []
    for name, plan, spent in rows:
        lines = wrap(name, left - 14, SIZE, most=2)
        drawing.text(0, y + 14, lines, size=SIZE)
        wide = float(max(spent, Decimal(0)) / top) * (right - left)
        if plan is not None:
            drawing.rect(left, y, max(float(plan / top) * (right - left), 1), BAR, stroke="line", radius=2)
        drawing.rect(left, y + 4, max(wide, 1), BAR - 8, fill="forest", radius=1)
        planned = (
            say("prog.not_in_budget", language)
            if plan is None
            else number(plan, language=language, decimals=0)
        )
        shown = number(spent, language=language, decimals=0)
        words = say("prog.picture.type_of", language, name="", spent=shown, planned=planned).strip()
        ends = left + max(wide, float((plan or Decimal(0)) / top) * (right - left))
        drawing.text(ends + 8, y + 14, words, size=13, fill="muted")
        told.append(say("prog.picture.type_of", language, name=name, spent=shown, planned=planned))
        y += max(ROW, 14 + 19 * len(lines))
    if not rows:
        drawing.text(0, 24, say("prog.no_budget", language), size=15, fill="muted")
        y = 44
    alt = say("prog.picture.types_alt", language, each="; ".join(told) or say("prog.no_budget", language))
    return _done(drawing, y, "types", alt, on, language)


def _line(points: Sequence[tuple[float, float]]) -> str:
    return "M" + " L".join(f"{x:.1f} {y:.1f}" for x, y in points)


def _done(drawing: Drawing, height: float, name: str, alt: str, on: date, language: str) -> Picture:
    source = say("prog.picture.source", language, on=day(on, language))
    return drawing.finish(height, title=say(f"prog.picture.{name}", language), alt=alt, source=source)
