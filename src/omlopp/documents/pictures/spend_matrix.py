"""The matrix of a screening: footprint across, circular levers up. Parts side by side; no score."""

import math
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from omlopp.documents.pictures.drawing import Drawing, text_width, wrap
from omlopp.documents.plan import Picture
from omlopp.library.messages import keyed
from omlopp.library.numbers import number

WIDTH, LEFT, RIGHT, TOP, HIGH = 720.0, 64.0, 700.0, 16.0, 360.0
SHADES = {"H": "forest", "M": "goal-A", "L": "line"}
NAMED = 9  # groups that are named in the picture, by place; all stand in the table beside it


def matrix(
    rows: Sequence[Mapping[str, Any]], language: str, credit: str, links: Mapping[str, str] | None = None
) -> Picture:
    """One circle a group: across its footprint (tonnes, logarithmic), up its circular levers; the area is kroner.

    `links`: cpv → address.
    """
    known = [row for row in rows if row["kg"] and row["kg"] > 0]
    drawing = Drawing(WIDTH)
    most = max([row["levers"] for row in known] or [1])
    low = math.floor(math.log10(min([row["kg"] for row in known] or [1])))
    high = math.ceil(math.log10(max([row["kg"] for row in known] or [10])) + 0.01)
    sums = max([row["sek"] for row in known] or [1.0])

    def across(kg: float) -> float:
        return LEFT + (RIGHT - LEFT) * (math.log10(kg) - low) / max(high - low, 1)

    def up(levers: float) -> float:
        return TOP + HIGH - (HIGH - 40) * levers / max(most, 1) - 20

    for levers in range(most + 1):
        drawing.path(f"M{LEFT} {up(levers):.1f} H{RIGHT}", stroke="hairline", thick=1)
        drawing.text(LEFT - 10, up(levers) + 5, str(levers), size=12, fill="muted", anchor="end")
    for power in range(low, high + 1):
        x = across(10.0**power)
        drawing.path(f"M{x:.1f} {TOP} V{TOP + HIGH}", stroke="hairline", thick=1)
        shown = number(Decimal(10) ** (power - 3), language=language)
        drawing.text(x, TOP + HIGH + 16, shown, size=12, fill="muted", anchor="middle")
    placed: list[tuple[float, float, float, float]] = []
    for row in sorted(known, key=lambda one: -one["sek"]):
        x, y = across(row["kg"]), up(row["levers"])
        radius = 4 + 18 * math.sqrt(row["sek"] / sums)
        first = row["front"] == 1
        spot = drawing.link(
            (links or {}).get(row["cpv"], ""), f"{row['name']}, {_tonnes(row['kg'], language)}"
        )
        spot.circle(
            x,
            y,
            radius,
            fill=SHADES[row["potential"]],
            stroke="copper" if first else "card",
            thick=3 if first else 1.5,
        )
        placed.append((x - radius, y - radius, x + radius, y + radius))
    for row in sorted(known, key=lambda one: one["place"])[:NAMED]:
        _name(
            drawing, row, across(row["kg"]), up(row["levers"]), 4 + 18 * math.sqrt(row["sek"] / sums), placed
        )
    y = TOP + HIGH + 34
    drawing.text(
        (LEFT + RIGHT) / 2, y, keyed("spend.picture.matrix.x", {}, language), size=13, anchor="middle"
    )
    drawing.text(2, TOP - 2, keyed("spend.picture.matrix.y", {}, language), size=13)
    y += 24
    x = 2.0
    for potential in ("H", "M", "L"):
        drawing.circle(x + 7, y - 5, 7, fill=SHADES[potential])
        words = f"{potential}: {keyed(f'spend.picture.potential.{potential}', {}, language)}"
        drawing.text(x + 20, y, words, size=13)
        x += 40 + text_width(words, 13)
    drawing.circle(x + 7, y - 5, 7, fill="card", stroke="copper", thick=3)
    drawing.text(x + 20, y, keyed("spend.picture.matrix.first", {}, language), size=13)
    y = drawing.text(
        2, y + 22, wrap(keyed("spend.ranks-only", {}, language), WIDTH - 4, 12), size=12, fill="muted"
    )
    y = drawing.text(2, y, wrap(credit, WIDTH - 4, 12), size=12, fill="muted")
    told = "; ".join(
        f"{row['name']}: {_tonnes(row['kg'], language)}, {row['levers']}, {row['potential']}"
        for row in sorted(known, key=lambda one: one["place"])
    )
    return drawing.finish(
        y,
        title=keyed("spend.picture.matrix.title", {}, language),
        alt=keyed("spend.picture.matrix.alt", {"each": told}, language),
        source=credit,
    )


def _tonnes(kg: float, language: str) -> str:
    return number(Decimal(str(round(kg / 1000, 1))), "t", language)


def _name(
    drawing: Drawing,
    row: Mapping[str, Any],
    x: float,
    y: float,
    radius: float,
    placed: list[tuple[float, float, float, float]],
) -> None:
    """The group's name where it covers nothing: right, left, above or below its circle; else only its number of CPV."""
    [words] = wrap(row["name"], 170, 12, most=1)
    for text in (words, row["cpv"]):
        wide = text_width(text, 12)
        for left, base in (
            (x + radius + 4, y - 5), (x - radius - 4 - wide, y - 5), (x - wide / 2, y - radius - 5),
            (x - wide / 2, y + radius + 14),
        ):  # fmt: skip
            box = (left, base - 11, left + wide, base + 3)
            inside = left >= LEFT and box[2] <= WIDTH and box[1] >= TOP
            if inside and not any(_meet(box, other) for other in placed):
                drawing.text(left, base, text, size=12)
                placed.append(box)
                return


def _meet(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
