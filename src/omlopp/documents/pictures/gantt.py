"""The timeline of a programme: activities as bars, milestones as diamonds, and a line for the day it is drawn."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Literal

from omlopp.documents.pictures.drawing import Drawing, text_width, wrap
from omlopp.documents.plan import Picture
from omlopp.documents.words import say
from omlopp.domain.programme.model import Activity
from omlopp.library.numbers import day as day_in_words

State = Literal["done", "late", "going", "coming"]
STATES: tuple[State, ...] = ("done", "late", "going", "coming")
SIZE, ROW, BAR = 14, 34, 16


def state_of(activity: Activity, on: date) -> State:
    """Done, late (should have ended), going on, or still to come."""
    if activity.done_on is not None:
        return "done"
    if activity.ends_on < on:
        return "late"
    return "going" if activity.starts_on <= on else "coming"


def gantt(
    activities: Sequence[Activity],
    starts_on: date,
    ends_on: date,
    on: date,
    language: str,
    *,
    narrow: bool = False,
) -> Picture:
    """From the first to the last day of the programme, or of what lies outside it. `on`: the day it is drawn.

    The state is told by the shape of the bar and by words, never by colour alone. Without activities the picture says
    so.
    """
    first = min([starts_on, *(one.starts_on for one in activities)])
    last = max([ends_on, *(one.ends_on for one in activities)])
    drawing = Drawing(360 if narrow else 960)
    left, right = (8.0, 352.0) if narrow else (320.0, 940.0)

    def x(day: date) -> float:
        return left + (day - first).days / max((last - first).days, 1) * (right - left)

    y = _scale(drawing, x, first, last)
    top = y
    for one in activities:
        y = _row(drawing, one, x, y, on, language, left=left, narrow=narrow)
    if not activities:
        drawing.text(
            left if narrow else 8, y + 22, say("picture.gantt.none", language), size=SIZE, fill="muted"
        )
        y += ROW
    if first <= on <= last:
        if not narrow:
            line = f"M{x(on):.1f} {top - 4:.1f} L{x(on):.1f} {y:.1f}"
            drawing.path(line, stroke="copper", thick=2, dashed=True)
        words = say("picture.gantt.today", language)
        half = text_width(words, SIZE, True) / 2
        at = min(max(x(on), half + 2), drawing.width - half - 2)
        drawing.text(at, y + 18, words, size=SIZE, fill="copper", bold=True, anchor="middle")
        y += 24
    return drawing.finish(
        y + 8,
        title=say("picture.gantt.title", language),
        alt=alt(activities, first, last, on, language),
        source=say("picture.gantt.source", language, day=day_in_words(on, language)),
    )


def alt(activities: Sequence[Activity], first: date, last: date, on: date, language: str) -> str:
    """The same in words: how many of each state, and what is late by name."""
    told = [state_of(one, on) for one in activities]
    counts = ", ".join(
        f"{told.count(state)} {say(f'picture.gantt.{state}', language)}" for state in STATES if state in told
    )
    late = [one.title for one, state in zip(activities, told, strict=True) if state == "late"]
    return say(
        "picture.gantt.alt" if activities else "picture.gantt.alt_none", language,
        n=len(activities), first=day_in_words(first, language), last=day_in_words(last, language), counts=counts,
    ) + (say("picture.gantt.late_ones", language, names="; ".join(late)) if late else "")  # fmt: skip


def _scale(drawing: Drawing, x: Callable[[date], float], first: date, last: date) -> float:
    """Years and, where there is room, quarters above the bars; gives where the bars begin."""
    ends = -1e9
    for year in range(first.year, last.year + 1):
        for month in (1, 4, 7, 10):
            day = date(year, month, 1)
            if not first <= day <= last and not (month == 1 and year == first.year):
                continue
            at = x(max(day, first))
            text = str(year) if month == 1 or (year == first.year and ends < 0) else f"{year}-{month:02}"
            width = text_width(text, SIZE)
            if at < ends + 10 or at + width > drawing.width:
                continue
            drawing.path(f"M{at:.1f} 26 L{at:.1f} 32", stroke="line", thick=1)
            drawing.text(at, 20, text, size=SIZE, fill="muted")
            ends = at + width
    start, end = x(first), x(last)
    drawing.path(f"M{start:.1f} 32 L{end:.1f} 32", stroke="line", thick=1)
    return 42


def _row(
    drawing: Drawing,
    one: Activity,
    x: Callable[[date], float],
    y: float,
    on: date,
    language: str,
    *,
    left: float,
    narrow: bool,
) -> float:
    start, end = x(one.starts_on), x(one.ends_on)
    state = state_of(one, on)
    words = f"{one.title} ({say(f'picture.gantt.{state}', language)})"
    lines = wrap(words, drawing.width - 16 if narrow else left - 24, SIZE, most=3)
    colour = {"done": "forest", "late": "copper", "going": "forest", "coming": "line"}[state]
    text_end = drawing.text(8, y + 15, lines, size=SIZE, fill="ink")
    bar_y = text_end - 6 if narrow else y + 4
    if one.starts_on == one.ends_on:
        at, middle, half = start, bar_y + BAR / 2, 8
        d = f"M{at:.1f} {middle - half:.1f} L{at + half:.1f} {middle:.1f} L{at:.1f} {middle + half:.1f} L{at - half:.1f} {middle:.1f} Z"  # noqa: E501
        drawing.path(d, fill=colour if state == "done" else "card", stroke=colour)
    else:
        width = max(end - start, 4)
        drawing.rect(start, bar_y, width, BAR, fill=colour if state == "done" else "card", stroke=colour,
                     dashed=state == "coming", radius=3)  # fmt: skip
        if state in ("going", "late") and on > one.starts_on:
            so_far = min(x(on), end) - start
            drawing.rect(start, bar_y, max(so_far, 2), BAR, fill=colour, stroke=colour, radius=3)
    if (
        narrow and 0 <= x(on) <= drawing.width
    ):  # the words stand above the bars: the line of today crosses the bars alone
        drawing.path(
            f"M{x(on):.1f} {bar_y - 3:.1f} L{x(on):.1f} {bar_y + BAR + 3:.1f}", stroke="copper", thick=2
        )
    return max(bar_y + BAR, text_end - SIZE) + 14 if narrow else max(y + ROW, text_end - 2)
