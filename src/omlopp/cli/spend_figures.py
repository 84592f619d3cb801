"""Figures of omlopp spend as lines of text show them: counts, kroner, tonnes, shares, and tables that line up."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from omlopp.library.numbers import number, percent_short


def count(value: int, language: str) -> str:
    return number(value, language=language)


def kr(value: Decimal, language: str) -> str:
    shown = number(value, language=language, decimals=0)
    return f"{shown} kr" if language == "sv" else f"SEK {shown}"


def tonnes(one: Mapping[str, Any], language: str) -> str:
    if one["kgco2e"] is None:
        return "ingen faktor" if language == "sv" else "no factor"
    tonnes = number(Decimal(one["kgco2e"]) / 1000, "t", language, decimals=1)
    if one["kgco2e_low"] is None:
        return tonnes
    low, high = (
        number(Decimal(one[name]) / 1000, language=language, decimals=0)
        for name in ("kgco2e_low", "kgco2e_high")
    )
    return f"{tonnes} ({low}–{high})"


def share(value: float | Decimal | None, language: str) -> str:
    return "–" if value is None else percent_short(float(value), language)


def decimals(value: float | None, language: str) -> str:
    return "–" if value is None else number(Decimal(str(round(value, 2))), language=language)


def table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Columns with figures to the right."""
    if not rows:
        return
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    right = [all(figure(row[place]) for row in rows[1:] or rows) for place in range(len(widths))]
    for row in rows:
        cells = [
            cell.rjust(width) if to_right else cell.ljust(width)
            for cell, width, to_right in zip(row, widths, right, strict=True)
        ]
        yield "  " + "  ".join(cells).rstrip()


def figure(cell: str) -> bool:
    return not cell or cell[:1].isdigit() or cell[:1] in "-−–" or cell.startswith("SEK")
