"""A picture as a file of its own: title above, source line below, on paper; as SVG and as PNG."""

from lxml import etree

from omlopp.documents.pictures.drawing import COLOURS, SVG, Drawing, wrap
from omlopp.documents.plan import Picture


def standalone(picture: Picture) -> str:
    """The picture as a file of its own: title above, source line below, on paper."""
    root = etree.fromstring(picture.svg.encode())
    width, height = (float(part) for part in str(root.get("viewBox")).split()[2:])
    drawing = Drawing(width)
    above = drawing.text(16, 28, wrap(picture.title, width - 8, 18, bold=True), size=18, bold=True)
    lines = wrap(picture.source, width - 8, 12)
    inner = drawing.group(transform=f"translate(16 {above - 6:.0f})")
    for child in root:
        if child.tag not in (f"{{{SVG}}}title", f"{{{SVG}}}desc"):
            inner.here.append(child)
    below = drawing.text(16, above + height + 16, lines, size=12, fill="muted")
    drawing.width += 32
    whole = drawing.finish(below, title=picture.title, alt=picture.alt, source=picture.source)
    made = etree.fromstring(whole.svg.encode())
    paper = etree.Element(f"{{{SVG}}}rect", width="100%", height="100%", fill=COLOURS["paper"])
    made.insert(2, paper)
    return etree.tostring(made, encoding="unicode")


def png(svg: str, scale: float = 2) -> bytes:
    """The picture in points, twice as fine as it is wide."""
    import vl_convert

    made: bytes = vl_convert.svg_to_png(svg, scale=scale)
    return made
