"""Drawing SVG: colours by name, text that wraps, title and description on every picture.

Colours are written as attributes (light) and as classes (`f-ink`, `s-line`), never as style: a page with a strict
content policy shows the picture as it is, and library/templates/style/pictures.css turns it dark.
"""

import hashlib
import re
from collections.abc import Sequence

from lxml import etree

from omlopp.documents.plan import Picture, printable

# LOOK.md, light. Dark values for the same names stand in library/templates/style/pictures.css.
COLOURS = {
    "paper": "#FBFAF7",
    "card": "#FFFFFF",
    "ink": "#18262B",
    "muted": "#4C5B60",
    "line": "#7C8A8D",
    "hairline": "#D5DAD8",
    "forest": "#17594A",
    "copper": "#A8471F",
    "goal-A": "#3F78A2",
    "goal-B": "#725D25",
    "goal-C": "#20A177",
    "goal-D": "#641079",
    "goal-E": "#803459",
}
FONT = "Liberation Sans, Arial, Helvetica, sans-serif"
SVG = "http://www.w3.org/2000/svg"
LINE_HEIGHT = 1.32


class Drawing:
    """A picture being drawn, `width` units wide; the height is given when it is finished."""

    def __init__(self, width: float) -> None:
        self.width = width
        self.root = etree.Element(f"{{{SVG}}}svg", nsmap={None: SVG})  # type: ignore[dict-item]
        self.here = self.root

    def group(self, **attributes: str) -> "Drawing":
        """A part of the same picture with its own attributes (`class_`, `data_goal`)."""
        part = Drawing.__new__(Drawing)
        part.width, part.root = self.width, self.root
        part.here = self._add("g", **attributes)
        return part

    def link(self, href: str, name: str) -> "Drawing":
        """A part of the picture that leads somewhere; with no `href` a part like any other.

        `name` is what the link is called. A picture with links is a group of them, no longer one image.
        """
        if not href:
            return self.group()
        self.root.set("role", "group")
        part = Drawing.__new__(Drawing)
        part.width, part.root = self.width, self.root
        part.here = self._add("a", href=href, aria_label=printable(name))
        return part

    def rect(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        fill: str = "none",
        stroke: str = "none",
        thick: float = 1.5,
        radius: float = 5,
        dashed: bool = False,
    ) -> None:
        self._shape("rect", fill, stroke, thick, dashed, x=x, y=y, width=width, height=height, rx=radius)

    def circle(
        self,
        x: float,
        y: float,
        radius: float,
        *,
        fill: str = "none",
        stroke: str = "none",
        thick: float = 2,
        dashed: bool = False,
    ) -> None:
        self._shape("circle", fill, stroke, thick, dashed, cx=x, cy=y, r=radius)

    def path(
        self, d: str, *, stroke: str = "none", fill: str = "none", thick: float = 2, dashed: bool = False
    ) -> None:
        self._shape("path", fill, stroke, thick, dashed, d=d)

    def arrow(
        self,
        points: Sequence[tuple[float, float]],
        *,
        stroke: str = "line",
        thick: float = 2,
        dashed: bool = False,
    ) -> None:
        """A line through `points` (last leg straight across or straight down) that ends in a head."""
        (x0, y0), (x1, y1) = points[-2], points[-1]
        along_x, along_y = _sign(x1 - x0), _sign(y1 - y0)
        self.path(
            "M" + " L".join(f"{_n(x)} {_n(y)}" for x, y in points), stroke=stroke, thick=thick, dashed=dashed
        )
        back_x, back_y = x1 - 7 * along_x, y1 - 7 * along_y
        self.path(
            f"M{_n(back_x - 5 * along_y)} {_n(back_y - 5 * along_x)} L{_n(x1)} {_n(y1)} "
            f"L{_n(back_x + 5 * along_y)} {_n(back_y + 5 * along_x)}",
            stroke=stroke,
            thick=thick,
        )

    def text(
        self,
        x: float,
        y: float,
        lines: str | Sequence[str],
        *,
        size: float = 14,
        fill: str = "ink",
        bold: bool = False,
        anchor: str = "start",
    ) -> float:
        """Lines from baseline `y` down; gives the next baseline."""
        for line in (lines,) if isinstance(lines, str) else lines:
            element = self._add("text", x=_n(x), y=_n(y), font_size=_n(size), text_anchor=anchor)
            if bold:
                element.set("font-weight", "bold")
            _paint(element, "fill", fill)
            element.text = printable(line)
            y += size * LINE_HEIGHT
        return y

    def finish(self, height: float, *, title: str, alt: str, source: str) -> Picture:
        """The picture with role, title and description; ids are made from the content, so two never clash."""
        mark = hashlib.sha256(etree.tostring(self.root) + title.encode("utf-8", "replace")).hexdigest()[:8]
        for name, value in {
            "viewBox": f"0 0 {_n(self.width)} {_n(height)}",
            "width": _n(self.width),
            "height": _n(height),
            "role": self.root.get("role", "img"),
            "class": "picture",
            "font-family": FONT,
            "aria-labelledby": f"t{mark} d{mark}",
        }.items():
            self.root.set(name, value)
        for place, (tag, words) in enumerate((("title", title), ("desc", alt))):
            element = etree.Element(f"{{{SVG}}}{tag}", id=f"{tag[0]}{mark}")
            element.text = printable(words)
            self.root.insert(place, element)
        return Picture(
            etree.tostring(self.root, encoding="unicode"), printable(alt), printable(title), source
        )

    def _shape(
        self, tag: str, fill: str, stroke: str, thick: float, dashed: bool, **place: float | str
    ) -> None:
        element = self._add(tag, **{name: _n(value) for name, value in place.items()})
        _paint(element, "fill", fill)
        if stroke != "none":
            _paint(element, "stroke", stroke)
            element.set("stroke-width", _n(thick))
            element.set("stroke-linecap", "round")
            element.set("stroke-linejoin", "round")
        if dashed:
            element.set("stroke-dasharray", "5 5")

    def _add(self, tag: str, **attributes: str) -> etree._Element:
        element = etree.SubElement(self.here, f"{{{SVG}}}{tag}")
        for name, value in attributes.items():
            element.set(name.rstrip("_").replace("_", "-"), value)
        return element


def wrap(text: str, width: float, size: float, *, bold: bool = False, most: int = 99) -> list[str]:
    """Lines of at most `width`; a word too long is cut with a hyphen; past `most` lines the last ends in …"""
    lines: list[str] = []
    cut = False  # the last line is the first part of a word: nothing more goes on it
    for word in re.findall(r"[^ \t\n]+", printable(text)):  # a no-break space holds
        while text_width(word, size, bold) > width and len(word) > 2:
            fits = (n for n in range(len(word) - 1, 1, -1) if text_width(word[:n] + "-", size, bold) <= width)
            keep = next(fits, 1)
            lines.append(word[:keep] + "-")
            word, cut = word[keep:], True
        if lines and not cut and text_width(f"{lines[-1]} {word}", size, bold) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
        cut = False
    if len(lines) > most:
        lines = lines[:most]
        while lines[-1] and text_width(lines[-1] + " …", size, bold) > width:
            lines[-1] = lines[-1][:-1]
        lines[-1] = lines[-1].rstrip(" ,.–-") + " …"
    return lines


def text_width(text: str, size: float, bold: bool = False) -> float:
    """About how wide `text` is, from the widths of a common sans; a little too wide rather than too narrow."""
    return sum(_letter(char) for char in text) * size * (1.07 if bold else 1.0)


def _letter(char: str) -> float:
    if char in "ijl.,:;|!'’":
        return 0.26
    if char in 'ftIr()[]-/ \N{NO-BREAK SPACE}"':
        return 0.33
    if char in "mMW%@–…":
        return 0.9
    return 0.72 if char.isupper() or char == "w" else 0.56


def _paint(element: etree._Element, what: str, colour: str) -> None:
    element.set(what, COLOURS.get(colour, colour))
    if colour in COLOURS:
        element.set("class", f"{element.get('class', '')} {what[0]}-{colour}".strip())


def _n(value: float | str) -> str:
    return value if isinstance(value, str) else f"{value:.1f}".rstrip("0").rstrip(".")


def _sign(value: float) -> int:
    return (value > 0) - (value < 0)
