"""Scenes of words: cards, quotations, one large number, and the sources at the end."""

from math import cos, pi, sin

from omlopp.documents.film.stage import BELOW, LEFT, RIGHT, SERIF, SMALLEST, TOP, Stage, eased
from omlopp.documents.pictures.drawing import Drawing, wrap


def card(stage: Stage) -> float:
    """A title and a few words; with `ring` the five goals turn up beside them. Gives when all has come in."""
    shot = stage.shot
    width = 1010.0 if shot.ring else RIGHT - LEFT
    size = 96.0 if not shot.points else 84.0
    lines = stage.lines(shot.title, width, size, bold=True, most=3)
    words = stage.lines(shot.text, width, 44, most=4) if shot.text else []
    points = [stage.lines(point, width - 50, 52, most=2) for point in shot.points]
    height = len(lines) * size * 1.14 + (24 + len(words) * 56 if words else 0)
    height += sum(len(point) * 64 + 32 for point in points) + (30 if points else 0)
    y = max(TOP + 110, (TOP + BELOW) / 2 - height / 2 + size)
    if shot.kicker:
        part = stage.part(0)
        part.rect(LEFT, y - size - 55, 44, 8, fill="copper" if not stage.dark else "card", radius=0)
        part.text(
            LEFT + 62,
            y - size - 34,
            shot.kicker,
            size=32,
            bold=True,
            fill="forest" if not stage.dark else "card",
        )
    y = stage.write(stage.part(0.1), LEFT, y, lines, size, bold=True, leading=1.14)
    if words:
        y = stage.write(stage.part(0.5), LEFT, y - 4, words, 44, fill=stage.quiet, leading=1.27)
    y += 22
    for number, point in enumerate(points):
        part = stage.part(0.7 + 0.45 * number)
        part.circle(LEFT + 12, y - 17, 10, fill="copper" if not stage.dark else "card")
        y = stage.write(part, LEFT + 50, y, point, 52, leading=1.24) + 32
    if shot.ring:
        ring(stage, 1450, (TOP + BELOW) / 2 + 20, 270)
    stage.foot()
    return 1.2 + 0.45 * len(points) + (1.6 if shot.ring else 0)


def ring(stage: Stage, x: float, y: float, radius: float, *, from_: float = 0.5, apart: float = 0.3) -> None:
    """The five goals round the loop, one arc after another, as on the goal map."""
    for place, letter in enumerate("ABCDE"):
        come = stage.at(from_ + apart * place, 0.45)
        if come <= 0:
            continue
        start = 2 * pi * place / 5
        arc(stage.drawing, letter, x, y, radius, start, 2 * pi / 5 - 82 / radius, come, stage.dark)
    for place, letter in enumerate("ABCDE"):
        turn = 2 * pi * place / 5
        part = stage.part(from_ + apart * place, 0.3, rise=0)
        disc(part, letter, x + radius * sin(turn), y - radius * cos(turn), 48)


def arc(
    on: Drawing,
    letter: str,
    x: float,
    y: float,
    radius: float,
    start: float,
    whole: float,
    come: float,
    dark: bool,
) -> None:
    """From a goal towards the next, with a head that points along the loop."""
    end = start + 54 / radius + max(whole - 54 / radius, 0.02) * come
    start += 54 / radius
    x0, y0 = x + radius * sin(start), y - radius * cos(start)
    x1, y1 = x + radius * sin(end), y - radius * cos(end)
    colour = "card" if dark else f"goal-{letter}"
    on.path(f"M{x0:.1f} {y0:.1f} A{radius} {radius} 0 0 1 {x1:.1f} {y1:.1f}", stroke=colour, thick=13)
    tip_x, tip_y = x1 + 9 * cos(end), y1 + 9 * sin(end)
    wings = [
        (x1 - 15 * cos(end) + side * 19 * sin(end), y1 - 15 * sin(end) - side * 19 * cos(end))
        for side in (1, -1)
    ]
    on.path(
        f"M{wings[0][0]:.1f} {wings[0][1]:.1f} L{tip_x:.1f} {tip_y:.1f} L{wings[1][0]:.1f} {wings[1][1]:.1f}",
        stroke=colour,
        thick=9,
    )


def disc(on: Drawing, letter: str, x: float, y: float, radius: float) -> None:
    """A goal's letter: ink on card within its colour, readable whatever the colour is."""
    on.circle(x, y, radius, fill="card", stroke=f"goal-{letter}", thick=radius / 3.4)
    on.text(x, y + radius * 0.34, letter, size=radius * 0.95, bold=True, anchor="middle")


def quote(stage: Stage) -> float:
    """`title` is what is said, `text` who says it and where."""
    shot = stage.shot
    size = 68.0
    lines = stage.lines(shot.title, 1500, size, most=6)
    height = len(lines) * size * 1.3
    y = max(TOP + 200, (TOP + BELOW) / 2 - height / 2 + 30)
    serif = stage.drawing.group(font_family=SERIF)
    mark = stage.part(0, rise=0)
    mark.rect(LEFT, y - size, 10, height + 6, fill="copper" if not stage.dark else "card", radius=0)
    if shot.kicker:
        stage.part(0).text(
            LEFT + 62,
            y - size - 44,
            shot.kicker,
            size=32,
            bold=True,
            fill="forest" if not stage.dark else "card",
        )
    come = stage.at(0.15, 0.6)
    inner = serif.group(opacity=f"{come:.3f}", transform=f"translate(0 {20 * (1 - come):.2f})")
    y = stage.write(inner, LEFT + 62, y, lines, size, leading=1.3)
    cited = stage.lines(shot.text, 1500, 38, most=2)
    stage.write(stage.part(0.8), LEFT + 62, y + 26, cited, 38, fill=stage.quiet)
    stage.foot()
    return 1.4


def number(stage: Stage) -> float:
    """One number, large, and what it is. It is never counted up: a frame shows what is true or nothing."""
    shot = stage.shot
    item = shot.items[0]
    y = stage.head()
    size = stage.fitted(item.shown, RIGHT - LEFT, 210, bold=True)
    middle = (y + BELOW) / 2 + size * 0.2
    come = eased((stage.t - 0.7) / 0.7)
    part = stage.drawing.group(opacity=f"{come:.3f}", transform=f"translate({-40 * (1 - come):.2f} 0)")
    part.text(LEFT, middle, item.shown, size=size, bold=True, fill="card" if stage.dark else "forest")
    if item.label:
        lines = stage.lines(item.label, RIGHT - LEFT, 44, most=2)
        stage.write(stage.part(1.1), LEFT, middle + size * 0.24 + 62, lines, 44)
    stage.foot(1.3)
    return 1.9


def sources(stage: Stage) -> float:
    """`points`: one source a line, at most two on the screen; the whole of each stands in the transcript."""
    shot = stage.shot
    y = stage.head(size=58, text_size=36) + 24
    size = 32.0
    lines = [wrap(point, RIGHT - LEFT - 40, size, most=2) for point in shot.points]
    gap = 16.0
    while gap > 8 and y + sum(len(each) * size * LEAD + gap for each in lines) > BELOW + 60:
        size, gap = (size - 2, gap) if size > SMALLEST else (size, gap - 2)
        lines = [wrap(point, RIGHT - LEFT - 40, size, most=2) for point in shot.points]
    for place, each in enumerate(lines):
        if y + len(each) * size * LEAD > BELOW + 66:
            break  # all of them stand in the transcript; the last line on the screen says so
        part = stage.part(0.5 + 0.12 * place)
        part.circle(LEFT + 8, y - 10, 6, fill="copper")
        y = stage.write(part, LEFT + 40, y, each, size, leading=LEAD) + gap
    stage.foot()
    return 1.2 + 0.12 * len(lines)


LEAD = 1.24
