"""The model's way: the phases as a path with gates, and where a procurement stands on it."""

from collections.abc import Collection
from typing import Literal

from omlopp.documents.pictures.drawing import LINE_HEIGHT, Drawing, wrap
from omlopp.documents.plan import Picture
from omlopp.documents.words import say
from omlopp.domain.model.process import Phase, ProcessModel

State = Literal["plain", "passed", "here", "ahead"]


def way(
    model: ProcessModel, language: str, passed_steps: Collection[str] | None = None, *, narrow: bool = False
) -> Picture:
    """`passed_steps` None: the way as such. Else it shows the phases passed, the first that is not, and the rest."""
    states = phase_states(model, passed_steps)
    drawing = Drawing(360 if narrow else 980)
    height = (_down if narrow else _across)(drawing, model, states, language)
    return drawing.finish(
        height,
        title=say("picture.way.title", language),
        alt=_alt(model, states, language),
        source=say("picture.way.source", language, name=model.name.within(language), version=model.version),
    )


def phase_states(model: ProcessModel, passed_steps: Collection[str] | None) -> dict[str, State]:
    if passed_steps is None:
        return {phase.id: "plain" for phase in model.phases}
    states: dict[str, State] = {}
    found_here = False
    for phase in model.phases:
        done = all(step.id in passed_steps for step in model.of_phase(phase.id))
        if not found_here and not done:
            states[phase.id], found_here = "here", True
        else:
            states[phase.id] = "passed" if done else "ahead"
    return states


def _across(drawing: Drawing, model: ProcessModel, states: dict[str, State], language: str) -> float:
    left, y, radius = 118.0, 74.0, 23.0
    count = len(model.phases)
    apart = (drawing.width - left - 48) / max(1, count - 1)
    for entrance, at in (("need", y - 34), ("waste", y + 34)):
        drawing.text(0, at + 5, say(f"picture.way.{entrance}", language), size=15, bold=True)
        drawing.path(f"M{80} {at} C{100} {at} {90} {y} {left - radius - 2} {y}", stroke="line")
    lowest = y
    for index, phase in enumerate(model.phases):
        x, state = left + index * apart, states[phase.id]
        if index:
            before = states[model.phases[index - 1].id]
            walked = before in ("passed", "plain")
            _leg(drawing, x - apart + radius, x - radius, y, walked)
        part = drawing.group(class_=f"phase {state}", data_phase=phase.id)
        _stop(part, index + 1, x, y, radius, state)
        lines = wrap(phase.name.within(language), apart - 10, 14.5, bold=True)
        lowest = max(
            lowest,
            part.text(
                x,
                y + radius + 24,
                lines,
                size=14.5,
                bold=state in ("here", "plain"),
                anchor="middle",
                fill="muted" if state == "ahead" else "ink",
            ),
        )
        if state == "here":
            part.text(
                x,
                y - radius - 14,
                say("picture.way.here", language),
                size=14,
                bold=True,
                fill="copper",
                anchor="middle",
            )
    back, last = lowest + 12, left + (count - 1) * apart
    drawing.path(
        f"M{last} {lowest - 12} C{last} {back + 10} {last - 20} {back + 10} {last - 40} {back + 10} "
        f"L{left + apart + 40} {back + 10}",
        stroke="forest",
        dashed=True,
    )
    second = left + apart
    drawing.path(
        f"M{second + 40} {back + 10} C{second + 10} {back + 10} {second} {back + 10} {second} {lowest - 10}",
        stroke="forest",
        dashed=True,
    )
    drawing.path(
        f"M{second - 5} {lowest - 4} L{second} {lowest - 11} L{second + 5} {lowest - 4}", stroke="forest"
    )
    drawing.text(
        (second + last) / 2,
        back + 30,
        say("picture.way.again", language),
        size=14,
        fill="muted",
        anchor="middle",
    )
    return back + 40


def _leg(drawing: Drawing, x0: float, x1: float, y: float, walked: bool) -> None:
    """The path between two phases, with its gate half-way: open posts when it is passed, a bar when it is not."""
    drawing.path(
        f"M{x0} {y} L{x1} {y}",
        stroke="forest" if walked else "line",
        thick=3 if walked else 2,
        dashed=not walked,
    )
    _gate(drawing, (x0 + x1) / 2, y, walked)


def _gate(drawing: Drawing, x: float, y: float, is_open: bool, *, down: bool = False) -> None:
    """Two posts; the path goes through them, or a bar stands across it."""
    colour = "forest" if is_open else "line"
    wide, high = (11, 6) if down else (6, 11)
    drawing.rect(x - wide, y - high, 2 * wide, 2 * high, fill="card", stroke=colour, thick=2, radius=2)
    through = is_open != down
    drawing.path(
        f"M{x - wide} {y} L{x + wide} {y}" if through else f"M{x} {y - high} L{x} {y + high}",
        stroke=colour,
        thick=3 if is_open else 2,
    )


def _stop(drawing: Drawing, number: int, x: float, y: float, radius: float, state: State) -> None:
    if state == "passed":
        drawing.circle(x, y, radius, fill="forest", stroke="forest")
        drawing.path(f"M{x - 9} {y + 1} L{x - 3} {y + 8} L{x + 10} {y - 7}", stroke="card", thick=3.5)
        return
    colour = {"plain": "forest", "here": "copper", "ahead": "line"}[state]
    drawing.circle(x, y, radius, fill="card", stroke=colour, thick={"plain": 3, "here": 5, "ahead": 2}[state])
    drawing.text(
        x,
        y + 7,
        str(number),
        size=19,
        bold=True,
        anchor="middle",
        fill="muted" if state == "ahead" else "ink",
    )


def _down(drawing: Drawing, model: ProcessModel, states: dict[str, State], language: str) -> float:
    x, radius, y = 30.0, 20.0, 76.0
    entrances = " · ".join(say(f"picture.way.{entrance}", language) for entrance in ("need", "waste"))
    drawing.text(0, 18, entrances, size=15, bold=True)
    drawing.arrow([(x, 28), (x, y - radius - 4)])
    for index, phase in enumerate(model.phases):
        state = states[phase.id]
        lines = wrap(phase.name.within(language), 230, 16, bold=True)
        if index:
            walked = states[model.phases[index - 1].id] in ("passed", "plain")
            drawing.path(
                f"M{x} {y - 74 + radius} L{x} {y - radius}",
                stroke="forest" if walked else "line",
                thick=3 if walked else 2,
                dashed=not walked,
            )
            _gate(drawing, x, y - 37, walked, down=True)
        part = drawing.group(class_=f"phase {state}", data_phase=phase.id)
        _stop(part, index + 1, x, y, radius, state)
        shift = (len(lines) - 1) * 16 * LINE_HEIGHT / 2
        below = part.text(
            66,
            y + 6 - shift,
            lines,
            size=16,
            bold=state in ("here", "plain"),
            fill="muted" if state == "ahead" else "ink",
        )
        if state == "here":
            part.text(66, below - 2, say("picture.way.here", language), size=14, bold=True, fill="copper")
        y += 74
    last = y - 74 + radius
    drawing.arrow([(x, last + 4), (x, last + 26)], stroke="forest", dashed=True)
    again = wrap(say("picture.way.again", language), drawing.width, 14)
    return drawing.text(0, last + 46, again, size=14, fill="muted")


def _alt(model: ProcessModel, states: dict[str, State], language: str) -> str:
    def said(phase: Phase) -> str:
        state = states[phase.id]
        name = phase.name.within(language)
        return name if state == "plain" else f"{name} ({say(f'picture.way.{state}', language).lower()})"

    return say("picture.way.alt", language, phases=", ".join(said(phase) for phase in model.phases))
