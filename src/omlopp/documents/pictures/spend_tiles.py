"""Tiles of a treemap: areas in proportion, as near to squares as rows of them allow (Bruls, Huizing, van Wijk 2000)."""

from collections.abc import Sequence

Tile = tuple[float, float, float, float]  # x, y, width, height


def squarified(values: Sequence[float], x: float, y: float, width: float, height: float) -> list[Tile]:
    """A tile for each value, largest first, filling the rectangle exactly. Values are above zero."""
    whole = sum(values)
    areas = [value * width * height / whole for value in values]
    tiles: list[Tile] = []
    while areas:
        side = min(width, height)
        count = 1
        while count < len(areas) and _worst(areas[: count + 1], side) <= _worst(areas[:count], side):
            count += 1
        row, areas = areas[:count], areas[count:]
        thick = sum(row) / side if side else 0.0
        along = 0.0
        for area in row:
            length = area / thick if thick else 0.0
            tiles.append((x, y + along, thick, length) if width >= height else (x + along, y, length, thick))
            along += length
        if width >= height:
            x, width = x + thick, width - thick
        else:
            y, height = y + thick, height - thick
    return tiles


def _worst(row: Sequence[float], side: float) -> float:
    """The most elongated tile of a row laid along `side`: longest over shortest edge."""
    if not side:
        return float("inf")
    whole = sum(row)
    return max(max(side**2 * area / whole**2, whole**2 / (side**2 * area)) for area in row)
