"""What stands on a slide and how high it is, measured before anything is drawn; nothing smaller than 18 points.

Measures are in points of a slide 960 × 540 (16:9). Text is measured with the same generous widths as pictures, so that
what fits here fits in any program that shows the file.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from omlopp.documents.chart import Chart
from omlopp.documents.pictures.drawing import wrap
from omlopp.documents.plan import Block, Picture

WIDTH, HEIGHT, MARGIN = 960.0, 540.0, 48.0
ACROSS = WIDTH - 2 * MARGIN
TOP, BOTTOM = 132.0, 522.0  # of what stands under the title, source line included
SMALLEST = 18.0
LINE = 1.2
GAP = 10.0
PICTURE_LEAST = 240.0
MOST_BARS, MOST_STACKS, MOST_POINTS = 15, 8, 12  # of a chart on one slide
PADDING = 12.0
CELL = 7.0
SIZES = {"lead": 26.0, "plain": 22.0, "quote": 22.0, "note": SMALLEST}
BULLET, BOX, TABLE = 22.0, 20.0, SMALLEST
GROWTH = (1.27, 1.18, 1.09)
NUMBER_WIDTH = 64.0  # kept free at the foot for the slide's number


@dataclass(frozen=True, slots=True)
class Shown:
    """A block as it is laid: what is said aloud beside it, the chart of a picture, and where its numbers come from."""

    block: Block
    notes: str = ""
    chart: Chart | None = None
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph on a slide. `mark`: what stands before it ("•", "1."); `strong`: how many of its signs are bold."""

    text: str
    size: float
    mark: str = ""
    strong: int = 0
    style: str = "plain"
    air: float = GAP  # under it

    @property
    def height(self) -> float:
        width = ACROSS - (self.size * 1.2 if self.mark else 0) - 8
        return lines_of(self.text, width, self.size, bold=self.strong > 0) * self.size * LINE + self.air


@dataclass(frozen=True, slots=True)
class Texts:
    lines: tuple[Line, ...]

    @property
    def height(self) -> float:
        return sum(each.height for each in self.lines)


@dataclass(frozen=True, slots=True)
class Box:
    """A callout."""

    kind: str
    title: str
    text: str

    @property
    def height(self) -> float:
        width = ACROSS - 2 * PADDING - 8
        said = lines_of(f"{self.title}: {self.text}", width, BOX, bold=True)
        return said * BOX * LINE + 2 * PADDING + GAP


@dataclass(frozen=True, slots=True)
class Rows:
    """A table or a part of one, with its columns' widths and its rows' heights; the head is row 0."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: frozenset[int]
    columns: tuple[float, ...]

    def height_of(self, row: Sequence[str], *, bold: bool = False) -> float:
        most = max(
            (
                lines_of(cell, width - 2 * CELL, TABLE, bold=bold)
                for cell, width in zip(row, self.columns, strict=True)
            ),
            default=1,
        )
        return max(most, 1) * TABLE * LINE + CELL

    @property
    def heights(self) -> tuple[float, ...]:
        return (self.height_of(self.head, bold=True), *(self.height_of(row) for row in self.rows))

    @property
    def height(self) -> float:
        return sum(self.heights) + GAP


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture or a native chart; it takes the room that is left. `caption`: what it shows, and in what unit.
    `top`: where its scale ends, the same for charts that were parted.
    """

    picture: Picture
    chart: Chart | None
    caption: str
    height: float = PICTURE_LEAST
    top: float | None = None


Part = Texts | Box | Rows | Drawing


@dataclass(frozen=True, slots=True)
class Slide:
    title: str
    parts: tuple[Part, ...] = ()
    notes: str = ""
    foot: str = ""  # the source line

    @property
    def foot_height(self) -> float:
        return foot_height(self.foot)


def lines_of(text: str, width: float, size: float, *, bold: bool = False) -> int:
    return sum(max(len(wrap(one, width, size, bold=bold)), 1) for one in text.split("\n"))


def foot_height(foot: str) -> float:
    """Of the source line; one line is always kept free, for the slide's number."""
    lines = lines_of(foot, ACROSS - NUMBER_WIDTH, SMALLEST) if foot else 1
    return lines * SMALLEST * LINE + 6


def room(foot: str = "") -> float:
    """Height for what stands between title and foot."""
    return BOTTOM - foot_height(foot) - 6 - TOP
