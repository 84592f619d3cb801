"""The market drawn: Sweden's counties as tiles, and what the market's other pictures share.

All are drawn from plain rows. Every share stands with its count, its base and its interval; bars begin at zero.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from omlopp.documents.pictures.drawing import Drawing, wrap
from omlopp.documents.plan import Picture
from omlopp.documents.words import say
from omlopp.library.numbers import NBSP, number, percent_short


@dataclass(frozen=True, slots=True)
class Row:
    """A share to draw: `hits` of `of`, 0–1, None where it is withheld. `depth`: how far a bar is indented."""

    code: str
    name: str
    hits: int
    of: int
    share: float | None
    low: float = 0.0
    high: float = 0.0
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Tile:
    """Where a county lies: column and row from 0. `narrow`: its name broken over two lines."""

    code: str
    short: str
    narrow: str
    x: int
    y: int


def tile_map(
    rows: Sequence[Row], tiles: Sequence[Tile], unplaced: int, language: str, source: str
) -> Picture:
    """A tile for each county with its share, its count and a bar as long as the share. `unplaced`: of no county."""
    found = {row.code: row for row in rows}
    most = max((row.share or 0 for row in rows), default=0) or 1
    wide = _tiles(found, tiles, unplaced, most, language, source, narrow=False)
    narrow = _tiles(found, tiles, unplaced, most, language, source, narrow=True)
    return replace(wide, narrow_svg=narrow.svg)


def _tiles(
    rows: Mapping[str, Row],
    tiles: Sequence[Tile],
    unplaced: int,
    most: float,
    language: str,
    source: str,
    *,
    narrow: bool,
) -> Picture:
    width, height, gap = (70.0, 108.0, 2.5) if narrow else (132.0, 108.0, 6.0)
    pad, size, small, step = (4, 12.0, 11.5, 15) if narrow else (10, 14.0, 13.0, 18)
    drawing = Drawing((max(tile.x for tile in tiles) + 1) * (width + gap) + gap)
    for tile in tiles:
        x, y = gap + tile.x * (width + gap), gap + tile.y * (height + gap)
        row = rows.get(tile.code)
        part = drawing.group(class_="county", data_code=tile.code)
        part.rect(x, y, width, height, fill="card", stroke="line", thick=1)
        lines = wrap(tile.narrow, width - 2 * pad, size) if narrow else [tile.short]
        part.text(x + pad, y + size + 5, lines, size=size, bold=not narrow)
        base = y + (52 if narrow else 44)
        if row is None or not row.of:
            part.text(x + pad, base, "–", size=size, fill="muted")
            continue
        part.text(x + pad, base, pct(row, language), size=13.5 if narrow else 19, bold=narrow)
        lines = [n_of(row, language), *([interval(row, language)] if row.share is not None else [])]
        part.text(x + pad, base + step, lines, size=small, fill="muted")
        _meter(part, x + pad, y + height - 11, width - 2 * pad, row, most)
    bottom = gap + (max(tile.y for tile in tiles) + 1) * (height + gap)
    shown = [rows[tile.code] for tile in tiles if tile.code in rows]
    said = [say("picture.market.map.under", language)]
    if unplaced:
        said.insert(
            0, say("picture.market.map.unplaced", language, count=number(unplaced, language=language))
        )
    if _overlap(shown):
        said.append(say("picture.market.map.overlap", language))
    bottom = drawing.text(4, bottom + 18, wrap(" ".join(said), drawing.width - 8, 13), size=13, fill="muted")
    return drawing.finish(
        bottom,
        title=say("picture.market.map.title", language),
        alt=say("picture.market.map.alt", language, rows=told(shown, language)),
        source=source,
    )


def _overlap(rows: Sequence[Row]) -> bool:
    """Does some share lie within every interval? Then chance alone may make all the differences."""
    known = [row for row in rows if row.share is not None]
    return len(known) > 1 and max(row.low for row in known) <= min(row.high for row in known)


def _meter(drawing: Drawing, x: float, y: float, width: float, row: Row, most: float) -> None:
    """A bar from zero, in a groove as long as the largest share."""
    drawing.rect(x, y, width, 6, fill="hairline", radius=2)
    if row.share:
        drawing.rect(x, y, max(2.0, width * row.share / most), 6, fill="forest", radius=2)


def pct(row: Row, language: str) -> str:
    """The share as per cent; – where it is withheld."""
    return "–" if row.share is None else percent_short(row.share, language)


def of_base(row: Row, language: str) -> str:
    """`av 507`."""
    return say("picture.market.of", language, of=number(row.of, language=language))


def n_of(row: Row, language: str) -> str:
    """`3 av 507`, held together."""
    return f"{number(row.hits, language=language)} {of_base(row, language)}".replace(" ", NBSP)


def interval(row: Row, language: str) -> str:
    """`0,2–1,7 %`."""
    low, high = (percent_short(share, language, decimals=1) for share in (row.low, row.high))
    return f"{low.rstrip('%').rstrip()}–{high}"


def told(rows: Sequence[Row], language: str) -> str:
    """Rows in words, for descriptions."""
    return "; ".join(
        f"{row.name}: {pct(row, language)}, {n_of(row, language)}"
        + (f" ({interval(row, language)})" if row.share is not None else "")
        for row in rows
    )
