"""The signature pictures in motion: the chain that lights link by link, the goal map, the model's way, and a map."""

from omlopp.documents.film.cards import disc, ring
from omlopp.documents.film.shot import Item
from omlopp.documents.film.stage import LEFT, RIGHT, Stage
from omlopp.documents.pictures.drawing import Drawing

LIGHTS = 0.42  # seconds from one link to the next


def chain(stage: Stage) -> float:
    """Ten links in two rows. An item whose `mark` is `open` is missing: what comes after it stays dark."""
    top = stage.head() + 34
    items = stage.shot.items
    count, gap = 5, 44.0
    width = (RIGHT - LEFT - gap * (count - 1)) / count
    between = 62.0
    high = min((stage.below - top - between) / 2, 176.0)
    top += max((stage.below - top - 2 * high - between) / 3, 0)
    broken = next((place for place, item in enumerate(items) if item.mark == "open"), len(items))
    for place, item in enumerate(items):
        row, at = divmod(place, count)
        x, y = LEFT + at * (width + gap), top + row * (high + between)
        lit = stage.at(0.8 + LIGHTS * place, 0.4) if place < broken else 0.0
        missing = place == broken and stage.t >= 0.8 + LIGHTS * place
        _link(stage, item, x, y, width, high, lit, missing)
        if place and at:
            _arrow(
                stage.part(0.4, rise=0), [(x - gap + 5, y + high / 2), (x - 6, y + high / 2)], lit, missing
            )
        elif place:
            _turn(stage, x + width / 2, y, RIGHT - width / 2, between, lit, missing)
    stage.foot()
    return 0.8 + LIGHTS * min(len(items), broken + 1) + 0.5


def _link(
    stage: Stage, item: Item, x: float, y: float, width: float, high: float, lit: float, missing: bool
) -> None:
    on = stage.part(0.4, rise=0)
    on.rect(
        x,
        y,
        width,
        high,
        fill="card",
        stroke="copper" if missing else "hairline",
        thick=4 if missing else 2,
        dashed=missing,
    )
    if lit > 0:
        part = stage.drawing.group(opacity=f"{lit:.3f}") if lit < 1 else stage.drawing
        part.rect(x, y, width, high, fill="#E8F1ED", stroke="forest", thick=4)
        part.rect(x, y, width, 12, fill="forest", radius=3)
    size = min(stage.fitted(each.label, width - 36, 44, bold=True, most=2) for each in stage.shot.items)
    lines = stage.lines(item.label, width - 36, size, bold=True, most=2)
    fill = "copper" if missing else "ink" if lit > 0.5 else "muted"
    below = stage.write(on, x + 20, y + 66, lines, size, bold=True, fill=fill, leading=1.1)
    if item.shown:
        words = stage.lines(item.shown, width - 36, 28, most=3)
        stage.write(on, x + 20, below + 2, words, 28, fill="copper" if missing else "muted", leading=1.14)


def _arrow(on: Drawing, points: list[tuple[float, float]], lit: float, missing: bool) -> None:
    colour = "copper" if missing else "forest" if lit > 0.1 else "line"
    (x0, y0), (x1, y1) = points[-2], points[-1]
    on.path("M" + " L".join(f"{x:.1f} {y:.1f}" for x, y in points), stroke=colour, thick=5, dashed=missing)
    across, down = (x1 > x0) - (x1 < x0), (y1 > y0) - (y1 < y0)
    bx, by = x1 - 13 * across, y1 - 13 * down
    on.path(
        f"M{bx - 10 * down:.1f} {by - 10 * across:.1f} L{x1:.1f} {y1:.1f} L{bx + 10 * down:.1f} {by + 10 * across:.1f}",
        stroke=colour,
        thick=5,
    )


def _turn(
    stage: Stage, left: float, y: float, right: float, between: float, lit: float, missing: bool
) -> None:
    over = y - between
    middle = over + between / 2
    _arrow(
        stage.part(0.4, rise=0),
        [(right, over + 4), (right, middle), (left, middle), (left, y - 6)],
        lit,
        missing,
    )


def goals(stage: Stage) -> float:
    """The ring of five goals, and what each is called; with a number where there is one."""
    top = stage.head(width=RIGHT - LEFT)
    middle = (top + stage.below) / 2 + 8
    radius = min((stage.below - top) / 2 - 58, 236.0)
    ring(stage, LEFT + radius + 70, middle, radius, from_=0.6, apart=0.55)
    x = LEFT + 2 * radius + 230
    items = stage.shot.items
    step = min((stage.below - top - 10) / max(len(items), 1), 112.0)
    y = middle - step * (len(items) - 1) / 2
    for place, item in enumerate(items):
        part = stage.part(0.7 + 0.55 * place)
        disc(part, item.mark, x, y, 36)
        part.text(x + 66, y + (14 if not item.shown else -2), item.label, size=42, bold=True)
        if item.shown:
            part.text(x + 66, y + 40, item.shown, size=34, fill="muted")
        y += step
    stage.foot()
    return 0.7 + 0.55 * len(items) + 0.6


def way(stage: Stage) -> float:
    """The phases as a path with gates between them, walked from left to right and back to a new need."""
    top = stage.head() + 20
    items = stage.shot.items
    radius = 52.0
    y = top + (stage.below - top) * 0.36
    first, last = LEFT + 80, RIGHT - 80
    apart = (last - first) / max(len(items) - 1, 1)
    pace = 0.45
    size = min((stage.fitted(item.label, apart - 8, 34, bold=True, most=2) for item in items), default=34.0)
    for place, item in enumerate(items):
        x, begins = first + apart * place, 0.6 + pace * place
        if place:
            come = stage.at(begins - pace * 0.6, 0.4)
            if come > 0:
                x0 = x - apart + radius
                stage.drawing.path(
                    f"M{x0:.1f} {y} H{x0 + (apart - 2 * radius) * come:.1f}", stroke="forest", thick=7
                )
                if come > 0.5:
                    gate = x - apart / 2
                    stage.drawing.rect(
                        gate - 11, y - 25, 22, 50, fill="card", stroke="forest", thick=5, radius=3
                    )
                    stage.drawing.path(f"M{gate - 11} {y} H{gate + 11}", stroke="forest", thick=7)
        part = stage.part(begins, 0.4, rise=10)
        part.circle(x, y, radius, fill="card", stroke="forest", thick=7)
        part.text(x, y + 17, str(place + 1), size=50, bold=True, anchor="middle")
        lines = stage.lines(item.label, apart - 10, size, bold=True, most=2)
        stage.write(part, x, y + radius + 58, lines, size, bold=True, anchor="middle", leading=1.12)
    begins = 0.6 + pace * len(items)
    if stage.shot.points:
        part = stage.part(begins, 0.6, rise=0)
        low, second = y + radius + 190, first + apart
        part.path(
            f"M{last} {y + radius + 108} C{last} {low} {last - 40} {low} {last - 90} {low} H{second + 90} "
            f"C{second + 40} {low} {second} {low} {second} {y + radius + 108}",
            stroke="copper",
            thick=5,
            dashed=True,
        )
        at = y + radius + 104
        part.path(
            f"M{second - 12} {at + 15} L{second} {at} L{second + 12} {at + 15}", stroke="copper", thick=5
        )
        said = stage.lines(stage.shot.points[0], last - second - 100, 36, most=1)
        stage.write(part, (second + last) / 2, low + 54, said, 36, fill="muted", anchor="middle")
    stage.foot(1.0)
    return begins + 1.0


def map_(stage: Stage) -> float:
    """A map of tiles: `mark` is the country's code, `low` and `high` its column and row. Filled where a number is."""
    shot = stage.shot
    places = [item for item in shot.items if item.low is not None and item.high is not None]
    columns = int(max((item.low for item in places if item.low is not None), default=0)) + 1
    rows = int(max((item.high for item in places if item.high is not None), default=0)) + 1
    head = 60 if shot.exercise else 0
    tile = min((stage.below + 30 - 96 - head) / rows, 840 / columns)
    stage.head(width=RIGHT - LEFT - tile * columns - 80, most=4)
    left, top = RIGHT - tile * columns, 96.0 + head
    known = sorted((item for item in places if item.value), key=lambda item: -(item.value or 0))
    order = {item.mark: place for place, item in enumerate(known)}
    for item in places:
        x, y = left + tile * float(item.low or 0), top + tile * float(item.high or 0)
        stage.part(0.3, rise=0).rect(
            x + 5, y + 5, tile - 10, tile - 10, fill="card", stroke="hairline", thick=2
        )
        here = stage.part(0.3, rise=0)
        here.text(x + tile / 2, y + tile / 2 + 10, item.mark, size=28, fill="muted", anchor="middle")
        if item.mark in order:
            part = stage.part(0.9 + 0.28 * order[item.mark], 0.4, rise=12)
            part.rect(x + 5, y + 5, tile - 10, tile - 10, fill="forest")
            part.text(x + tile / 2, y + tile / 2 - 6, item.mark, size=30, fill="card", anchor="middle")
            part.text(
                x + tile / 2, y + tile / 2 + 34, item.shown, size=40, bold=True, fill="card", anchor="middle"
            )
    stage.foot()
    return 1.4 + 0.28 * len(known)
