"""Tables in the terminal, of every command of the market."""

import sys

from omlopp.cli.tell import out


def table(
    caption: str, head: tuple[str, ...], rows: tuple[tuple[str, ...], ...], numeric: frozenset[int]
) -> None:
    """Columns under each other; long first columns are cut where somebody reads on a screen."""
    longest = 46 if sys.stdout.isatty() else 120
    cells = [
        tuple(cell if len(cell) <= longest else cell[: longest - 1] + "…" for cell in row)
        for row in (head, *rows)
    ]
    widths = [max(len(row[place]) for row in cells) for place in range(len(head))]
    out(caption)
    for row in cells:
        out(
            "  "
            + "  ".join(
                cell.rjust(width) if place in numeric else cell.ljust(width)
                for place, (cell, width) in enumerate(zip(row, widths, strict=True))
            ).rstrip()
        )
