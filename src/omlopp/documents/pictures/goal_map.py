"""The goal map: five goals round the loop of a product's life, their strategies beside them, chosen ones lit."""

from collections.abc import Collection, Mapping, Sequence
from math import cos, pi, sin

from omlopp.documents.pictures.drawing import LINE_HEIGHT, Drawing, wrap
from omlopp.documents.plan import Picture
from omlopp.documents.words import say
from omlopp.domain.model.goals import Goal

SIZE = 15.0
PAD = 14.0
NODE = 25.0
Chosen = Mapping[str, Collection[str]]


def goal_map(
    goals: Sequence[Goal], language: str, chosen: Chosen | None = None, *, narrow: bool = False
) -> Picture:
    """`chosen`: goal id → ids of lit strategies; None shows the map without any choice.

    Each goal is a group with `data-goal`, each strategy one with `data-strategy`; what is lit has the class `lit`.
    `narrow`: ring first, cards under each other, for small screens.
    """
    drawing = Drawing(360 if narrow else 980)
    height = _narrow(drawing, goals, language, chosen) if narrow else _wide(drawing, goals, language, chosen)
    return drawing.finish(
        height,
        title=say("picture.goal_map.title", language),
        alt=_alt(goals, language, chosen),
        source=say("picture.goal_map.source", language),
    )


def _wide(drawing: Drawing, goals: Sequence[Goal], language: str, chosen: Chosen | None) -> float:
    """A on top, then clockwise: B and C to the right, D and E to the left, as the ring turns."""
    side, middle, radius, gap = 296.0, 330.0, 122.0, 28.0
    heights: dict[str, float] = {
        goal.id: _card_height(goal, language, middle if goal.id == "A" else side) for goal in goals
    }
    sides = [sum(heights.get(letter, 0) + gap for letter in pair) - gap for pair in ("BC", "ED")]
    top = heights.get("A", 0)
    height = max(*sides, top + 2 * (radius + NODE) + 56)
    centre_x, centre_y = drawing.width / 2, top + (height - top) / 2 + 6
    at = _nodes(goals, centre_x, centre_y, radius)
    far = drawing.width - side - 1
    places = {
        "A": ((drawing.width - middle) / 2, 1.0, middle),
        "B": (far, 1.0, side),
        "E": (1.0, 1.0, side),
        "C": (far, heights.get("B", 0) + gap, side),
        "D": (1.0, heights.get("E", 0) + gap, side),
    }
    for goal in goals:
        x, y, width = places[goal.id]
        node_x, node_y = at[goal.id]
        inside = min(max(node_y, y + 24), y + heights[goal.id] - 24)
        edge = (centre_x, y + top) if goal.id == "A" else (x if x > centre_x else x + width, inside)
        lit = chosen is None or goal.id in chosen
        drawing.path(
            f"M{node_x:.1f} {node_y:.1f} L{edge[0]:.1f} {edge[1]:.1f}",
            stroke=f"goal-{goal.id}" if lit else "line",
            dashed=not lit,
        )
        _card(drawing, goal, x, y, width, heights[goal.id], language, chosen)
    _ring(drawing, goals, at, centre_x, centre_y, radius, language, chosen)
    return height + 2


def _narrow(drawing: Drawing, goals: Sequence[Goal], language: str, chosen: Chosen | None) -> float:
    radius, centre_x = 112.0, drawing.width / 2
    centre_y = radius + NODE + 6
    at = _nodes(goals, centre_x, centre_y, radius)
    _ring(drawing, goals, at, centre_x, centre_y, radius, language, chosen)
    y = 2 * centre_y
    for goal in goals:
        height = _card_height(goal, language, drawing.width - 2)
        _card(drawing, goal, 1, y, drawing.width - 2, height, language, chosen)
        y += height + 14
    return y


def _turn(goal: Goal) -> float:
    """Where on the ring: A at the top, then clockwise. Radians."""
    return 2 * pi * "ABCDE".index(goal.id) / 5


def _nodes(goals: Sequence[Goal], x: float, y: float, radius: float) -> dict[str, tuple[float, float]]:
    return {goal.id: (x + radius * sin(_turn(goal)), y - radius * cos(_turn(goal))) for goal in goals}


def _ring(
    drawing: Drawing,
    goals: Sequence[Goal],
    at: Mapping[str, tuple[float, float]],
    x: float,
    y: float,
    radius: float,
    language: str,
    chosen: Chosen | None,
) -> None:
    """Arcs from goal to goal in the direction of the loop, then the goals' letters."""
    for goal in goals:
        start, end = _turn(goal), _turn(goal) + 2 * pi / 5 - (NODE + 14) / radius
        x0, y0 = x + radius * sin(start), y - radius * cos(start)
        x1, y1 = x + radius * sin(end), y - radius * cos(end)
        lit = chosen is None or goal.id in chosen
        colour = f"goal-{goal.id}" if lit else "line"
        drawing.path(
            f"M{x0:.1f} {y0:.1f} A{radius} {radius} 0 0 1 {x1:.1f} {y1:.1f}",
            stroke=colour,
            thick=7 if lit else 3,
        )
        # the head points along the circle: the tangent at `end` is (cos, sin)
        tip_x, tip_y = x1 + 5 * cos(end), y1 + 5 * sin(end)
        wings = [
            (x1 - 8 * cos(end) + side * 9 * sin(end), y1 - 8 * sin(end) - side * 9 * cos(end))
            for side in (1, -1)
        ]
        drawing.path(
            f"M{wings[0][0]:.1f} {wings[0][1]:.1f} L{tip_x:.1f} {tip_y:.1f} L{wings[1][0]:.1f} {wings[1][1]:.1f}",
            stroke=colour,
            thick=4,
        )
    for goal in goals:
        lit = chosen is not None and goal.id in chosen
        part = drawing.group(class_=f"goal-node{' lit' if lit else ''}", data_goal=goal.id)
        _letter_disc(part, goal.id, *at[goal.id], NODE, lit or chosen is None)
    words = (
        say("picture.goal_map.centre", language)
        if chosen is None
        else say("picture.goal_map.centre_chosen", language, count=len(chosen))
    )
    lines = wrap(words, radius * 1.2, 16, bold=True)
    drawing.text(
        x, y + 6 - (len(lines) - 1) * 16 * LINE_HEIGHT / 2, lines, size=16, bold=True, anchor="middle"
    )


def _letter_disc(drawing: Drawing, letter: str, x: float, y: float, radius: float, lit: bool) -> None:
    """The letter is ink on card, within the goal's colour: readable whatever the colour is."""
    drawing.circle(
        x,
        y,
        radius,
        fill="card",
        stroke=f"goal-{letter}",
        thick=radius / (3.2 if lit else 8),
        dashed=False,
    )
    drawing.text(x, y + radius * 0.3, letter, size=radius * 0.84, bold=True, anchor="middle")


def _card_height(goal: Goal, language: str, width: float) -> float:
    heading = _heading(goal, language, width)
    lines = [
        line
        for strategy in goal.strategies
        for line in _strategy_lines(strategy.name.within(language), width)
    ]
    body = len(lines) * SIZE * LINE_HEIGHT + len(goal.strategies) * 6
    return PAD + max(34, len(heading) * 16 * LINE_HEIGHT) + 8 + body + PAD - 4


def _heading(goal: Goal, language: str, width: float) -> list[str]:
    return wrap(goal.name.within(language), width - 74, 16, bold=True)


def _strategy_lines(name: str, width: float) -> list[str]:
    return wrap(name, width - 54, SIZE, bold=True)


def _card(
    drawing: Drawing,
    goal: Goal,
    x: float,
    y: float,
    width: float,
    height: float,
    language: str,
    chosen: Chosen | None,
) -> None:
    lit = chosen is not None and goal.id in chosen
    part = drawing.group(class_=f"goal{' lit' if lit else ''}", data_goal=goal.id)
    strong = lit or chosen is None
    part.rect(
        x,
        y,
        width,
        height,
        fill="card",
        stroke=f"goal-{goal.id}" if strong else "line",
        thick=2 if strong else 1,
    )
    _letter_disc(part, goal.id, x + 30, y + PAD + 16, 17, strong)
    heading = _heading(goal, language, width)
    part.text(x + 58, y + PAD + (21 if len(heading) == 1 else 13), heading, size=16, bold=True)
    below = y + PAD + max(34, len(heading) * 16 * LINE_HEIGHT) + 8 + SIZE
    for strategy in goal.strategies:
        on = chosen is not None and strategy.id in chosen.get(goal.id, ())
        item = part.group(class_=f"strategy{' lit' if on else ''}", data_strategy=strategy.id)
        _mark(item, goal.id, x + 20, below - 12, on, choosing=chosen is not None)
        lines = _strategy_lines(strategy.name.within(language), width)
        fill = "ink" if on or chosen is None else "muted"
        below = item.text(x + 44, below, lines, size=SIZE, bold=on, fill=fill) + 6


def _mark(drawing: Drawing, letter: str, x: float, y: float, on: bool, *, choosing: bool) -> None:
    """A ticked or empty box; a dot where nothing is being chosen."""
    if not choosing:
        drawing.circle(x + 7, y + 7, 4, fill=f"goal-{letter}")
        return
    drawing.rect(x, y, 14, 14, fill="forest" if on else "card", stroke="forest" if on else "line", radius=2)
    if on:
        drawing.path(f"M{x + 3} {y + 7.5} L{x + 6} {y + 10.5} L{x + 11.5} {y + 4}", stroke="card", thick=2)


def _alt(goals: Sequence[Goal], language: str, chosen: Chosen | None) -> str:
    parts = []
    for goal in goals:
        shown = [s for s in goal.strategies if chosen is None or s.id in chosen.get(goal.id, ())]
        if chosen is not None and goal.id not in chosen:
            continue
        names = "; ".join(strategy.name.within(language) for strategy in shown)
        parts.append(f"{goal.id} {goal.name.within(language)}" + (f": {names}" if names else ""))
    if not parts:
        return say("picture.goal_map.alt_none", language)
    return say(
        "picture.goal_map.alt" if chosen is None else "picture.goal_map.alt_chosen",
        language,
        goals=". ".join(parts),
    )
