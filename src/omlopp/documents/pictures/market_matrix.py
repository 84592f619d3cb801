"""Declared by code against found in words: nine counts."""

from collections.abc import Mapping
from dataclasses import replace

from omlopp.documents.pictures.drawing import Drawing, wrap
from omlopp.documents.plan import Picture
from omlopp.documents.words import say
from omlopp.library.numbers import number

Counts = Mapping[tuple[str, str], int | None]
STATED, FOUND = ("yes", "no", "nothing"), ("yes", "weak", "no")
DIFFER = {("yes", "no"), ("no", "yes"), ("nothing", "yes")}  # code and words say different things


def matrix(counts: Counts, language: str, source: str) -> Picture:
    """Declared (yes, no, nothing stated) down, found (yes, weak, no) across: counts of procurements.

    The cells where code and words differ are outlined: they are what to look at.
    """
    wide, narrow = (_grid(counts, language, source, width) for width in (680.0, 360.0))
    return replace(wide, narrow_svg=narrow.svg)


def _grid(counts: Counts, language: str, source: str, width: float) -> Picture:
    drawing = Drawing(width)
    left = 168.0 if width > 500 else 92.0
    cell, high, top = (width - left) / 3, 72.0, 46.0
    size = 14.0 if width > 500 else 12.0
    for at, found in enumerate(FOUND):
        words = wrap(_word("found", found, language), cell - 8, size, bold=True)
        drawing.text(left + cell * (at + 0.5), 18, words, size=size, bold=True, anchor="middle")
    for down, stated in enumerate(STATED):
        y = top + down * high
        words = wrap(_word("stated", stated, language), left - 10, size, bold=True)
        drawing.text(2, y + high / 2 - 4 - 8 * (len(words) - 1), words, size=size, bold=True)
        for at, found in enumerate(FOUND):
            apart = (stated, found) in DIFFER
            x = left + at * cell
            drawing.rect(
                x + 3,
                y + 3,
                cell - 6,
                high - 6,
                fill="card",
                stroke="copper" if apart else "line",
                thick=2.5 if apart else 1,
            )
            drawing.text(
                x + cell / 2,
                y + high / 2 + 7,
                _shown(counts, stated, found, language),
                size=19 if width > 500 else 16,
                bold=apart,
                anchor="middle",
            )
    base = sum(count or 0 for count in counts.values())
    y = top + 3 * high + 18
    words = wrap(
        say("picture.market.matrix.under", language, of=number(base, language=language)), width - 4, 13
    )
    y = drawing.text(2, y, words, size=13, fill="muted")
    cells = "; ".join(
        f"{_word('stated', stated, language)}, {_word('found', found, language).lower()}: "
        + _shown(counts, stated, found, language)
        for stated in STATED
        for found in FOUND
    )
    return drawing.finish(
        y,
        title=say("picture.market.matrix.title", language),
        alt=say("picture.market.matrix.alt", language, of=number(base, language=language), rows=cells),
        source=source,
    )


def _word(axis: str, value: str, language: str) -> str:
    return say(f"picture.market.matrix.{axis}.{value}", language)


def _shown(counts: Counts, stated: str, found: str, language: str) -> str:
    count = counts.get((stated, found))
    return "–" if count is None else number(count, language=language)
