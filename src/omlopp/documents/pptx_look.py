"""The look of slides: LOOK.md's colours, Arial (metrics that every program has), four layouts, 16:9."""

import io
import re
from datetime import date, datetime
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from lxml import etree
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml.ns import qn
from pptx.util import Pt

from omlopp.documents.plan import Document
from omlopp.documents.slide_parts import (
    ACROSS,
    BOTTOM,
    HEIGHT,
    LINE,
    MARGIN,
    NUMBER_WIDTH,
    SMALLEST,
    TOP,
    WIDTH,
)
from omlopp.documents.words import say

INK, MUTED, FOREST, COPPER, WHITE = "18262B", "4C5B60", "17594A", "A8471F", "FFFFFF"
PAPER, SOFT, WARM, HAIR = "FBFAF7", "E8EFEC", "FBEEE7", "B9C2C0"
BAND = 32.0
FONT = "Arial"
LANGUAGES = {"sv": "sv-SE", "en": "en-GB"}
ACCENTS = ("17594A", "3F78A2", "725D25", "20A177", "641079", "803459")
LAYOUTS = {"title": 0, "text": 1, "section": 2, "only": 5}  # of the library's own empty presentation
TITLE_TOP = 44.0


def ours(deck: Any, document: Document) -> dict[str, Any]:
    """The empty presentation with our page, theme and layouts. → layouts by name."""
    deck.slide_width, deck.slide_height = Pt(WIDTH), Pt(HEIGHT)
    about = deck.core_properties
    about.title, about.subject, about.language = (
        document.title,
        document.subtitle,
        LANGUAGES[document.language],
    )
    about.author = about.last_modified_by = "Omlopp"
    about.keywords = say("exercise", document.language) if document.exercise else ""
    about.created = about.modified = datetime(
        document.made_on.year, document.made_on.month, document.made_on.day
    )
    master = deck.slide_masters[0]
    _theme(master)
    found = {name: deck.slide_layouts[number] for name, number in LAYOUTS.items()}
    for layout in list(deck.slide_layouts):
        if layout not in found.values():
            deck.slide_layouts.remove(layout)
    for held in (master, *found.values()):
        fill = held.background.fill
        fill.solid()
        fill.fore_color.rgb = _colour(PAPER)
        for shape in list(held.placeholders):
            kind = shape.placeholder_format.type
            if "DATE" in str(kind) or "FOOTER" in str(kind):
                shape._element.getparent().remove(shape._element)
    _layout(master)
    for name, layout in found.items():
        _layout(layout, name)
    return found


def _layout(held: Any, name: str = "") -> None:
    for shape in held.placeholders:
        kind = str(shape.placeholder_format.type)
        frame = shape.text_frame
        frame.auto_size = MSO_AUTO_SIZE.NONE
        if "SLIDE_NUMBER" in kind:
            place, anchor = (
                (WIDTH - MARGIN - NUMBER_WIDTH, BOTTOM - SMALLEST * LINE - 6, NUMBER_WIDTH, 26.0),
                "b",
            )
        elif name == "title" and "SUBTITLE" in kind:
            place, anchor = (MARGIN, 266, ACROSS, 210), "t"
        elif "TITLE" in kind and name == "title":
            place, anchor = (MARGIN, 90, ACROSS, 160), "b"
        elif "TITLE" in kind and name == "section":
            place, anchor = (MARGIN, 180, ACROSS, 120), "b"
        elif "TITLE" in kind:
            place, anchor = (MARGIN, TITLE_TOP, ACROSS, TOP - TITLE_TOP - 8), "ctr"
        elif name == "section":
            shape._element.getparent().remove(shape._element)
            continue
        else:
            place, anchor = (MARGIN, TOP, ACROSS, BOTTOM - TOP - 30), "t"
        shape.left, shape.top, shape.width, shape.height = (Pt(each) for each in place)
        frame.vertical_anchor = {"b": MSO_ANCHOR.BOTTOM, "t": MSO_ANCHOR.TOP, "ctr": MSO_ANCHOR.MIDDLE}[
            anchor
        ]
        for level in shape._element.iter(*(qn(f"a:lvl{n}pPr") for n in range(1, 10))):
            level.set("algn", "l")
            for look in level.iter(qn("a:defRPr")):
                look.attrib.pop("cap", None)
    master_styles = held._element.find(qn("p:txStyles"))
    if master_styles is not None:
        for level in master_styles.find(qn("p:titleStyle")):
            level.set("algn", "l")


def _theme(master: Any) -> None:
    """Arial and our colours, so that what is added by hand looks like the rest."""
    part = master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    root: Any = etree.fromstring(part.blob)
    a = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
    for font in (*root.iter(f"{a}majorFont"), *root.iter(f"{a}minorFont")):
        font.find(f"{a}latin").set("typeface", FONT)
    colours = dict(zip((f"accent{n}" for n in range(1, 7)), ACCENTS, strict=True))
    colours |= {"dk1": INK, "lt1": WHITE, "dk2": FOREST, "lt2": SOFT, "hlink": "1F5F8B", "folHlink": "641079"}
    for scheme in root.iter(f"{a}clrScheme"):
        scheme.set("name", "Omlopp")
        for name, value in colours.items():
            slot = scheme.find(f"{a}{name}")
            for child in list(slot):
                slot.remove(child)
            etree.SubElement(slot, f"{a}srgbClr", val=value)
    part._blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def slide_number(slide: Any, language: str) -> None:
    """The slide's number as a field, where its layout has one."""
    for shape in slide.slide_layout.placeholders:
        if "SLIDE_NUMBER" not in str(shape.placeholder_format.type):
            continue
        box = slide.shapes.add_textbox(shape.left, shape.top, shape.width, shape.height)
        box.name = say("slides.number", language)
        paragraph = box.text_frame.paragraphs[0]
        box.text_frame.margin_right = box.text_frame.margin_bottom = 0
        box.text_frame.vertical_anchor = MSO_ANCHOR.BOTTOM
        paragraph._p.get_or_add_pPr().set("algn", "r")
        made = etree.SubElement(
            paragraph._p, qn("a:fld"), id="{6E1A1F0C-7A0C-4C39-9D29-0F6E3C1B7A11}", type="slidenum"
        )
        look = etree.SubElement(made, qn("a:rPr"), sz=str(int(SMALLEST * 100)))
        fill = etree.SubElement(look, qn("a:solidFill"))
        etree.SubElement(fill, qn("a:srgbClr"), val=MUTED)
        etree.SubElement(made, qn("a:t")).text = str(
            len(slide.part.package.presentation_part.presentation.slides)
        )


def speak(slide: Any, language: str) -> None:
    """Every run of the slide and its notes in the language it is written in."""
    roots = [slide._element]
    if slide.has_notes_slide:
        roots.append(slide.notes_slide._element)
    for root in roots:
        for run in root.iter(qn("a:r"), qn("a:br"), qn("a:fld")):
            look = run.find(qn("a:rPr"))
            if look is None:
                look = run.makeelement(qn("a:rPr"), {})
                run.insert(0, look)
            look.set("lang", LANGUAGES[language])


def _colour(value: str) -> Any:
    from pptx.dml.color import RGBColor

    return RGBColor.from_string(value)


def dated(package: io.BytesIO, day: date) -> bytes:
    """The same package with the document's own day on every part, so that the same slides are the same bytes."""
    out = io.BytesIO()
    with ZipFile(package) as before, ZipFile(out, "w", ZIP_DEFLATED) as after:
        for part in before.infolist():
            content = before.read(part)
            if part.filename.endswith(".xlsx"):
                content = dated(io.BytesIO(_undated(content, day)), day)
            after.writestr(_stamp(part.filename, day), content, ZIP_DEFLATED)
    return out.getvalue()


def _undated(book: bytes, day: date) -> bytes:
    """The book of a chart's numbers without the moment it was written."""
    out = io.BytesIO()
    with ZipFile(io.BytesIO(book)) as before, ZipFile(out, "w", ZIP_DEFLATED) as after:
        for part in before.infolist():
            content = before.read(part)
            if part.filename == "docProps/core.xml":
                content = re.sub(
                    rb"\d{4}-\d\d-\d\dT[\d:]+Z", f"{day.isoformat()}T00:00:00Z".encode(), content
                )
            after.writestr(_stamp(part.filename, day), content, ZIP_DEFLATED)
    return out.getvalue()


def _stamp(name: str, day: date) -> ZipInfo:
    return ZipInfo(name, (max(day.year, 1980), day.month, day.day, 0, 0, 0))
