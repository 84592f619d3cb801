"""The common ground of every frame: margins, type, colours, and how things come in.

A frame is 1920 by 1080 units whatever its size in pixels. Nothing that must be read stands outside the margins, below
28 units, or in the lowest part, where a player lays its subtitles.
"""

from collections.abc import Sequence

from lxml import etree

from omlopp.documents.film.shot import DoesNotFit, Shot
from omlopp.documents.pictures.drawing import FONT, SVG, Drawing, text_width, wrap

WIDTH, HEIGHT = 1920.0, 1080.0
LEFT, RIGHT, TOP = 130.0, 1790.0, 112.0
BELOW = 876.0  # the picture's lower edge; under it the source, then room for subtitles
SOURCE_AT = 926.0
SMALLEST = 28.0
SERIF = "Liberation Serif, Georgia, serif"
LEADING = 1.22
COMES_IN = 0.5  # seconds


class Stage:
    """One frame being drawn: the shot at `t` seconds after its beginning."""

    def __init__(self, shot: Shot, t: float) -> None:
        self.shot, self.t = shot, t
        self.drawing = Drawing(WIDTH)
        root = self.drawing.root
        for name, value in {
            "viewBox": f"0 0 {WIDTH:.0f} {HEIGHT:.0f}",
            "width": f"{WIDTH:.0f}",
            "height": f"{HEIGHT:.0f}",
            "font-family": FONT,
        }.items():
            root.set(name, value)
        self.drawing.rect(0, 0, WIDTH, HEIGHT, fill="paper", radius=0)
        self.dark = shot.ground == "forest"
        if self.dark:
            self.part(0, 0.32, rise=0).rect(0, 0, WIDTH, HEIGHT, fill="forest", radius=0)

    @property
    def ink(self) -> str:
        return "card" if self.dark else "ink"

    @property
    def quiet(self) -> str:
        return "#D9E6E1" if self.dark else "muted"

    @property
    def below(self) -> float:
        """Where the picture ends: higher where the source takes two lines."""
        return BELOW - (len(self._source()) - 1) * SMALLEST * LEADING if self.shot.source else BELOW

    def at(self, start: float, length: float = COMES_IN) -> float:
        """How far something that begins at `start` has come, 0–1, quick at first and calm at the end."""
        return eased((self.t - start) / length)

    def part(self, start: float, length: float = COMES_IN, *, rise: float = 22.0) -> Drawing:
        """What is drawn on it comes in from `start` on, rising a little."""
        come = self.at(start, length)
        if come >= 1:
            return self.drawing
        return self.drawing.group(opacity=f"{come:.3f}", transform=f"translate(0 {rise * (1 - come):.2f})")

    def head(
        self, width: float = RIGHT - LEFT, *, most: int = 2, size: float = 72.0, text_size: float = 40.0
    ) -> float:
        """Kicker, title and text at the top; gives where the picture may begin."""
        shot, y = self.shot, TOP + (34 if self.shot.exercise else 0)
        if shot.kicker:
            part = self.part(0)
            part.rect(LEFT, y - 21, 44, 8, fill="copper" if not self.dark else "card", radius=0)
            part.text(
                LEFT + 62, y, shot.kicker, size=32, bold=True, fill="forest" if not self.dark else "card"
            )
            y += 84
        else:
            y += 44
        lines = self.lines(shot.title, width, size, bold=True, most=most)
        y = self.write(self.part(0.1), LEFT, y, lines, size, bold=True)
        if shot.text:
            y += 6
            lines = self.lines(shot.text, width, text_size, most=4)
            y = self.write(self.part(0.35), LEFT, y, lines, text_size, fill=self.quiet)
        return y

    def foot(self, start: float = 0.8) -> None:
        """The source line, and over everything the word for an exercise."""
        shot = self.shot
        if shot.source:
            lines = self._source()
            y = SOURCE_AT - (len(lines) - 1) * SMALLEST * LEADING
            self.write(self.part(start, rise=0), LEFT, y, lines, SMALLEST, fill=self.quiet)
        if shot.exercise:
            self.drawing.rect(0, 0, WIDTH, 64, fill="copper", radius=0)
            self.drawing.text(LEFT, 43, shot.exercise, size=32, bold=True, fill="card")

    def lines(self, text: str, width: float, size: float, *, bold: bool = False, most: int = 9) -> list[str]:
        """The text in lines of about the same length. Raises DoesNotFit instead of cutting: what is cut is not read."""
        found = wrap(text, width, size, bold=bold)
        if len(found) > most:
            raise DoesNotFit(scene=self.shot.id, text=text, lines=most)
        if 1 < len(found) <= 3:  # no last line of a single word
            for share in (0.55, 0.62, 0.69, 0.76, 0.83, 0.9):
                evener = wrap(text, width * share, size, bold=bold)
                if len(evener) == len(found) and not any(line.endswith("-") for line in evener):
                    return evener
        return found

    def _source(self) -> list[str]:
        """At most two lines; the whole of it stands in the transcript."""
        return wrap(self.shot.source, RIGHT - LEFT, SMALLEST, most=2)

    def fitted(self, text: str, width: float, largest: float, *, bold: bool = False, most: int = 1) -> float:
        """The largest size, down to the smallest that is shown, at which the text goes into `most` lines."""
        size = largest
        while size > SMALLEST and not _goes(text, width, size, bold, most):
            size -= 2
        self.lines(text, width, size, bold=bold, most=most)
        return size

    def write(
        self,
        on: Drawing,
        x: float,
        y: float,
        lines: Sequence[str],
        size: float,
        *,
        fill: str = "",
        bold: bool = False,
        anchor: str = "start",
        leading: float = LEADING,
    ) -> float:
        """Lines from baseline `y` down; gives the next baseline."""
        for line in lines:
            on.text(x, y, line, size=size, fill=fill or self.ink, bold=bold, anchor=anchor)
            y += size * leading
        return y

    def svg(self) -> str:
        for element in list(self.drawing.root.iter("{*}text")):
            _lowered(element)
        return etree.tostring(self.drawing.root, encoding="unicode")


def _goes(text: str, width: float, size: float, bold: bool, most: int) -> bool:
    """Into so many lines, without a word being parted."""
    whole = all(text_width(word, size, bold) <= width for word in text.split())
    return whole and len(wrap(text, width, size, bold=bold)) <= most


def _lowered(element: etree._Element) -> None:
    """CO₂ with a lowered 2 of the same letters: the sign for it is in few typefaces, and would change them all."""
    text = element.text or ""
    if "₂" not in text:
        return
    size = float(element.get("font-size", "0"))
    parts = text.split("₂")
    element.text = parts[0]
    for part in parts[1:]:
        low = etree.SubElement(element, f"{{{SVG}}}tspan", dy=f"{size * 0.16:.1f}")
        low.set("font-size", f"{size * 0.66:.1f}")
        low.text = "2"
        back = etree.SubElement(element, f"{{{SVG}}}tspan", dy=f"{-size * 0.16:.1f}")
        back.text = part


def eased(share: float) -> float:
    """0–1 → 0–1, cubic, slowing down."""
    share = min(max(share, 0.0), 1.0)
    return 1 - (1 - share) ** 3


def wide(text: str, size: float, bold: bool = False) -> float:
    return text_width(text, size, bold)
