"""The chain: need → goal → strategy → criterion → clause → indicator → three measurements → consequence.

What is missing stands open: a dashed outline in copper, and the word for it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from omlopp.documents.pictures.drawing import LINE_HEIGHT, Drawing, wrap
from omlopp.documents.plan import Picture
from omlopp.documents.words import say

BEFORE = ("need", "goal", "strategy", "criterion", "clause")
AFTER = ("indicator", "baseline", "contract", "end", "consequence")
LINKS = BEFORE + AFTER


@dataclass(frozen=True, slots=True)
class ChainRow:
    """One way from a need to a consequence. None: that link is missing. `goal_id` A–E gives letter and colour."""

    goal_id: str | None
    need: str | None
    goal: str | None
    strategy: str | None
    criterion: str | None
    clause: str | None
    indicator: str | None
    baseline: str | None
    contract: str | None
    end: str | None
    consequence: str | None

    @property
    def missing(self) -> tuple[str, ...]:
        return tuple(link for link in LINKS if getattr(self, link) is None)


SIZE, GAP, PAD, MOST_LINES = 15.0, 26.0, 10.0, 5


def chain(rows: Sequence[ChainRow], language: str, *, narrow: bool = False) -> Picture:
    """Wide: five links, a turn, five links. `narrow`: all ten under each other. One row is titled by its goal."""
    drawing = Drawing(360 if narrow else 880)
    y = 0.0
    for row in rows:
        y += (_down if narrow else _across)(drawing, row, y, language) + 22
    if not rows:
        drawing.text(
            0, 24, wrap(say("picture.chain.empty", language), drawing.width, SIZE), size=SIZE, fill="muted"
        )
        y = 60
    return drawing.finish(
        y - 20,
        title=_title(rows, language),
        alt=alt(rows, language),
        source=say("picture.chain.source", language),
    )


def _title(rows: Sequence[ChainRow], language: str) -> str:
    if len(rows) == 1 and rows[0].goal_id and rows[0].goal:
        return say("picture.chain.title_of", language, goal=f"{rows[0].goal_id} {rows[0].goal}")
    return say("picture.chain.title", language)


def alt(rows: Sequence[ChainRow], language: str) -> str:
    """The chain in words, row by row, what is missing said as missing."""
    if not rows:
        return say("picture.chain.empty", language)
    said = []
    for row in rows:
        links = (
            f"{_name(link, language)}: {getattr(row, link) or say('picture.chain.missing', language)}"
            for link in LINKS
        )
        said.append(" → ".join(links))
    return ". ".join(said) + "."


def _across(drawing: Drawing, row: ChainRow, top: float, language: str) -> float:
    """Height of what was drawn."""
    part, inner = _row(drawing, row), drawing.width - 30
    width = (inner - 4 * GAP) / 5
    heights = [max(_height(row, link, width, language) for link in half) for half in (BEFORE, AFTER)]
    whole = heights[0] + heights[1] + 34 + 28
    part.rect(1, top + 1, drawing.width - 2, whole, fill="card", stroke="hairline", radius=8)
    part.rect(1, top + 1, 7, whole, fill=f"goal-{row.goal_id}" if row.goal_id else "line", radius=3)
    xs = [20 + index * (width + GAP) for index in range(5)]
    first, second = top + 15, top + 15 + heights[0] + 34
    for half, y, height in ((BEFORE, first, heights[0]), (AFTER, second, heights[1])):
        for index, link in enumerate(half):
            _box(part, row, link, xs[index], y, width, height, language)
            if index:
                _join(
                    part,
                    row,
                    half[index - 1],
                    link,
                    [(xs[index] - GAP + 3, y + height / 2), (xs[index] - 4, y + height / 2)],
                )
    turn = second - 17
    right, left = xs[4] + width / 2, xs[0] + width / 2
    _join(
        part,
        row,
        "clause",
        "indicator",
        [(right, first + heights[0] + 2), (right, turn), (left, turn), (left, second - 3)],
    )
    return whole


def _down(drawing: Drawing, row: ChainRow, top: float, language: str) -> float:
    part, width = _row(drawing, row), drawing.width - 34
    heights = [_height(row, link, width, language) for link in LINKS]
    whole = sum(heights) + 22 * 9 + 26
    part.rect(1, top + 1, drawing.width - 2, whole, fill="card", stroke="hairline", radius=8)
    part.rect(1, top + 1, 7, whole, fill=f"goal-{row.goal_id}" if row.goal_id else "line", radius=3)
    y = top + 14
    for index, (link, height) in enumerate(zip(LINKS, heights, strict=True)):
        if index:
            _join(part, row, LINKS[index - 1], link, [(20 + width / 2, y - 21), (20 + width / 2, y - 3)])
        _box(part, row, link, 20, y, width, height, language)
        y += height + 22
    return whole


def _row(drawing: Drawing, row: ChainRow) -> Drawing:
    return drawing.group(class_="chain-row", **({"data_goal": row.goal_id} if row.goal_id else {}))


def _lines(row: ChainRow, link: str, width: float, language: str) -> list[str]:
    label = getattr(row, link)
    room = width - 2 * PAD - (24 if link == "goal" and label and row.goal_id else 0)
    return wrap(label or say(f"picture.chain.no_{link}", language), room, SIZE, most=MOST_LINES)


def _height(row: ChainRow, link: str, width: float, language: str) -> float:
    return PAD + 14 + 6 + len(_lines(row, link, width, language)) * SIZE * LINE_HEIGHT + PAD - 2


def _box(
    drawing: Drawing,
    row: ChainRow,
    link: str,
    x: float,
    y: float,
    width: float,
    height: float,
    language: str,
) -> None:
    there = getattr(row, link) is not None
    part = drawing.group(class_=f"link {'there' if there else 'missing'}", data_link=link)
    part.rect(
        x,
        y,
        width,
        height,
        fill="paper" if there else "card",
        stroke="line" if there else "copper",
        thick=1 if there else 2,
        dashed=not there,
    )
    part.text(
        x + PAD,
        y + PAD + 10,
        _name(link, language),
        size=12.5,
        fill="muted" if there else "copper",
        bold=True,
    )
    across = 0.0
    if link == "goal" and there and row.goal_id:
        across = 24.0
        part.circle(x + PAD + 8, y + PAD + 30, 9, fill="card", stroke=f"goal-{row.goal_id}", thick=3)
        part.text(x + PAD + 8, y + PAD + 34, row.goal_id, size=11.5, bold=True, anchor="middle")
    lines = _lines(row, link, width, language)
    part.text(x + PAD + across, y + PAD + 34, lines, size=SIZE, fill="ink" if there else "copper")


def _join(
    drawing: Drawing, row: ChainRow, start: str, end: str, points: Sequence[tuple[float, float]]
) -> None:
    whole = getattr(row, start) is not None and getattr(row, end) is not None
    drawing.arrow(points, stroke="forest" if whole else "copper", dashed=not whole)


def _name(link: str, language: str) -> str:
    return say(f"picture.chain.{link}", language)
