"""What was bought, as pictures: a treemap of kroner, a Pareto of footprints and a matrix of footprint and levers.

Each takes plain rows (name, cpv, sek, kg, low, high, potential, levers, front), so that screens and documents
draw the same. Every picture says beneath that factors per unit of money rank only, and whom to credit.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from omlopp.documents.pictures.drawing import Drawing, text_width, wrap
from omlopp.documents.pictures.spend_matrix import matrix as matrix
from omlopp.documents.pictures.spend_tiles import squarified
from omlopp.documents.plan import Picture
from omlopp.library.messages import keyed
from omlopp.library.numbers import number, percent_short

Row = Mapping[str, Any]
WIDTH, HIGH = 720.0, 420.0
SHADES = {"H": "forest", "M": "goal-A", "L": "hairline"}  # always with the letter: told apart in grey too
INKS = {"H": "card", "M": "card", "L": "ink"}
SMALLEST = 0.004  # of the whole: smaller groups are one tile together
MOST_BARS = 12
CUT = 0.8  # the ABC cut: where four fifths are reached


def treemap(
    rows: Sequence[Row], language: str, credit: str, links: Mapping[str, str] | None = None
) -> Picture:
    """Areas are kroner; the shade is the judged potential (H, M, L), written in each tile too.

    `links`: cpv → address.
    """
    whole = sum(row["sek"] for row in rows) or 1.0
    large = [row for row in rows if row["sek"] / whole >= SMALLEST]
    rest = [row for row in rows if row["sek"] / whole < SMALLEST]
    tiles = [(row["sek"], row["name"], row["potential"], row["cpv"]) for row in large]
    if rest:
        name = keyed("spend.picture.rest", {"count": len(rest)}, language)
        tiles.append((sum(row["sek"] for row in rest), name, "L", ""))
    tiles.sort(key=lambda tile: -tile[0])
    drawing = Drawing(WIDTH)
    for (x, y, width, high), (sek, name, potential, cpv) in zip(
        squarified([tile[0] for tile in tiles], 0, 0, WIDTH, HIGH), tiles, strict=True
    ):
        money = _millions(sek, language)
        tile = drawing.link((links or {}).get(cpv, ""), f"{name}, {money}")
        tile.rect(x + 1, y + 1, max(width - 2, 0.5), max(high - 2, 0.5), fill=SHADES[potential], radius=2)
        _label(tile, x, y, width, high, name, cpv and potential, money, INKS[potential])
    y = _legend(drawing, HIGH + 22, language)
    told = "; ".join(f"{name} {_millions(sek, language)}" for sek, name, *_ in tiles)
    return _finish(
        drawing, y, "treemap", {"each": told, "whole": _millions(whole, language)}, language, credit
    )


def _label(
    drawing: Drawing,
    x: float,
    y: float,
    width: float,
    high: float,
    name: str,
    letter: str,
    money: str,
    ink: str,
) -> None:
    """As much as the tile holds: letter, name and sum; nothing where not even the letter fits."""
    size = 13.0 if width > 90 and high > 44 else 11.0
    if width < 16 or high < 15:
        return
    place = y + size + 5
    if letter:
        drawing.text(x + 6, place, letter, size=size, bold=True, fill=ink)
    room = int((high - 8) // (size * 1.32)) - 1
    left = x + (22 if letter else 6)
    if room < 1 or width < 56:
        return
    lines = wrap(name, width - (left - x) - 6, size, most=room)
    place = drawing.text(left, place, lines, size=size, fill=ink)
    if room > len(lines) and text_width(money, size) < width - (left - x) - 4:
        drawing.text(left, place, money, size=size, fill=ink, bold=True)


def pareto(
    rows: Sequence[Row], language: str, credit: str, links: Mapping[str, str] | None = None
) -> Picture:
    """Footprints as bars from zero, largest first, with their range where the factors have one, and the share
    reached so far.
    """
    known = sorted(
        (row for row in rows if row["kg"] is not None and row["kg"] > 0), key=lambda row: -row["kg"]
    )
    whole = sum(row["kg"] for row in known) or 1.0
    shown = known[:MOST_BARS]
    top = max((row["high"] or row["kg"] for row in shown), default=1.0) or 1.0
    drawing = Drawing(WIDTH)
    left, right, y, reached, cut = 250.0, 560.0, 8.0, 0.0, False
    told = []
    drawing.text(
        WIDTH - 2, y + 10, keyed("spend.picture.reached", {}, language), size=12, fill="muted", anchor="end"
    )
    y += 16
    for row in shown:
        lines = wrap(row["name"], left - 18, 13, most=2)
        bar = drawing.link(
            (links or {}).get(row["cpv"], ""), f"{row['name']}, {_tonnes(row['kg'], language)}"
        )
        bar.text(left - 10, y + (19 if len(lines) == 1 else 11), lines, size=13, anchor="end")
        across = (right - left) * row["kg"] / top
        bar.rect(left, y + 5, max(across, 1.5), 18, fill="forest" if not cut else "line", radius=2)
        if row["low"] is not None and row["high"] is not None:
            x0, x1 = (left + (right - left) * row[name] / top for name in ("low", "high"))
            drawing.path(f"M{x0:.1f} {y + 14:.1f} H{x1:.1f}", stroke="ink", thick=2)
        reached += row["kg"] / whole
        end = left + (right - left) * (row["high"] or row["kg"]) / top
        drawing.text(end + 8, y + 19, _tonnes(row["kg"], language), size=13, bold=True)
        drawing.text(WIDTH - 2, y + 19, percent_short(reached, language), size=13, fill="muted", anchor="end")
        told.append(f"{row['name']} {_tonnes(row['kg'], language)}")
        y += 34
        if not cut and reached >= CUT:
            cut = True
            drawing.path(f"M{left - 240:.1f} {y:.1f} H{WIDTH}", stroke="copper", thick=1.5, dashed=True)
            y += 6
    of = {"shown": len(shown), "of": len(known), "whole": _tonnes(whole, language)}
    y = drawing.text(
        2,
        y + 14,
        wrap(keyed("spend.picture.pareto.base", of, language), WIDTH - 4, 12),
        size=12,
        fill="muted",
    )
    return _finish(drawing, y, "pareto", {"each": "; ".join(told)} | of, language, credit)


def _legend(drawing: Drawing, y: float, language: str) -> float:
    x = 2.0
    for potential in ("H", "M", "L"):
        drawing.rect(x, y - 11, 14, 14, fill=SHADES[potential], radius=2)
        words = f"{potential}: {keyed(f'spend.picture.potential.{potential}', {}, language)}"
        drawing.text(x + 20, y, words, size=13)
        x += 40 + text_width(words, 13)
    return y + 20


def _finish(
    drawing: Drawing, y: float, key: str, facts: Mapping[str, object], language: str, credit: str
) -> Picture:
    ranks = (
        keyed("spend.ranks-only", {}, language)
        if key != "treemap"
        else keyed("spend.picture.judged", {}, language)
    )
    y = drawing.text(2, y + 4, wrap(ranks, drawing.width - 4, 12), size=12, fill="muted")
    y = drawing.text(2, y, wrap(credit, drawing.width - 4, 12), size=12, fill="muted")
    return drawing.finish(
        y,
        title=keyed(f"spend.picture.{key}.title", {}, language),
        alt=keyed(f"spend.picture.{key}.alt", facts, language),
        source=credit,
    )


def _millions(sek: float, language: str) -> str:
    value = number(Decimal(str(round(sek / 1e6, 1))), language=language, decimals=1)
    return f"{value} mnkr" if language == "sv" else f"SEK {value} m"


def _tonnes(kg: float, language: str) -> str:
    return number(Decimal(str(round(kg / 1000, 1 if kg < 1e5 else 0))), "t", language)
