"""Sweden's counties as tiles with a count in each: what there is, and how much of it is proven. Never a share."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from omlopp.documents.pictures.drawing import Drawing, wrap
from omlopp.documents.pictures.market import Tile
from omlopp.documents.plan import Picture
from omlopp.documents.words import say
from omlopp.library.numbers import number


@dataclass(frozen=True, slots=True)
class County:
    """`all`: procurements of the county; `shown`: those of them whose contract phase showed the promise."""

    all: int
    shown: int


def county_map(
    held: Mapping[str, County], tiles: Sequence[Tile], unplaced: int, language: str, source: str
) -> Picture:
    """`unplaced`: procurements whose county is not told. With nothing to show the picture says so."""
    wide, narrow = (
        _drawn(held, tiles, unplaced, language, source, narrow=narrow) for narrow in (False, True)
    )
    return replace(wide, narrow_svg=narrow.svg)


def _drawn(
    held: Mapping[str, County],
    tiles: Sequence[Tile],
    unplaced: int,
    language: str,
    source: str,
    *,
    narrow: bool,
) -> Picture:
    width, height, gap = (70.0, 84.0, 2.5) if narrow else (132.0, 84.0, 6.0)
    pad, size, small = (4, 12.0, 11.0) if narrow else (10, 14.0, 12.5)
    drawing = Drawing((max(tile.x for tile in tiles) + 1) * (width + gap) + gap)
    for tile in tiles:
        x, y = gap + tile.x * (width + gap), gap + tile.y * (height + gap)
        one = held.get(tile.code)
        part = drawing.group(class_="county", data_code=tile.code)
        part.rect(x, y, width, height, fill="card", stroke="forest" if one else "line", thick=2 if one else 1)
        part.text(
            x + pad,
            y + size + 5,
            wrap(tile.narrow, width - 2 * pad, size) if narrow else [tile.short],
            size=size,
        )
        base = y + (52 if narrow else 46)
        if one is None:
            part.text(x + pad, base, "–", size=size, fill="muted")
            continue
        part.text(x + pad, base, number(one.all, language=language), size=16 if narrow else 20, bold=True)
        said = say(
            "picture.county.shown_short" if narrow else "picture.county.shown", language, count=one.shown
        )
        part.text(x + pad, y + height - 10, said, size=small, fill="muted")
        for at in range(min(one.all, 12)):  # a mark for each, filled when proven: told without colour
            left = x + width - pad - 8 - at % 4 * 11
            part.circle(
                left,
                base - 4 - at // 4 * 11,
                4,
                fill="forest" if at < one.shown else "none",
                stroke="forest",
                thick=1.5,
            )
    bottom = gap + (max(tile.y for tile in tiles) + 1) * (height + gap)
    told = [say("picture.county.under", language)]
    if unplaced:
        told.append(say("picture.county.unplaced", language, count=unplaced))
    if not held:
        told.insert(0, say("picture.county.none", language))
    bottom = drawing.text(4, bottom + 18, wrap(" ".join(told), drawing.width - 8, 13), size=13, fill="muted")
    names = {tile.code: tile.short for tile in tiles}
    rows = "; ".join(
        say("picture.county.row", language, county=names[code], all=one.all, shown=one.shown)
        for code, one in sorted(held.items(), key=lambda pair: names[pair[0]])
    )
    alt = say("picture.county.alt", language, rows=rows) if rows else say("picture.county.none", language)
    return drawing.finish(bottom, title=say("picture.county.title", language), alt=alt, source=source)
