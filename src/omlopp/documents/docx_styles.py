"""The styles our Word files are written in: made in our own look, or put into a template that lacks them.

A template that has a style of the same name keeps it: that is how an organisation sets its own.
"""

from copy import deepcopy
from functools import cache
from typing import Any

from docx import Document as new_document
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.parts.numbering import NumberingPart
from docx.shared import Pt, RGBColor
from docx.styles.style import ParagraphStyle

FONT = "Arial"
FOREST, INK, MUTED, COPPER = (RGBColor.from_string(one) for one in ("17594A", "18262B", "4C5B60", "A8471F"))
BUILT_IN = (
    # name, size, colour, space before, space after
    ("Normal", 10.5, INK, 0, 6),
    ("Title", 24, FOREST, 0, 2),
    ("Subtitle", 14, MUTED, 0, 12),
    ("Heading 1", 16, FOREST, 20, 6),
    ("Heading 2", 13, FOREST, 14, 4),
    ("Heading 3", 11.5, INK, 12, 3),
    ("Heading 4", 10.5, INK, 10, 2),
    ("Caption", 9.5, MUTED, 8, 3),
    ("List Bullet", 10.5, INK, 0, 3),
    ("List Number", 10.5, INK, 0, 3),
    ("Intense Quote", 10.5, INK, 2, 8),
)
OWN = (
    # name, share of the body's size, colour in our own look, bold, space before, space after
    ("Omlopp Lead", 1.19, INK, False, 0, 8),
    ("Omlopp Note", 0.9, MUTED, False, 0, 6),
    ("Omlopp Table", 0.9, INK, False, 2, 2),
    ("Omlopp Table Head", 0.9, INK, True, 2, 2),
    ("Omlopp Label", 0.9, MUTED, True, 2, 2),
    ("Omlopp Callout", 1.0, INK, False, 6, 8),
    ("Omlopp Mark", 0.78, MUTED, False, 0, 2),
)
BODY_PT = 10.5
BULLET = """<w:abstractNum {ns} w:abstractNumId="{id}"><w:multiLevelType w:val="singleLevel"/>
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="&#8226;"/><w:lvlJc w:val="left"/>
<w:pPr><w:ind w:left="360" w:hanging="360"/></w:pPr></w:lvl></w:abstractNum>"""


def set_ours(word: WordDocument) -> None:
    """Our own look on python-docx's own template."""
    for name, size, colour, before, after in BUILT_IN:
        style: Any = word.styles[name]
        style.font.size, style.font.name, style.font.color.rgb = Pt(size), FONT, colour
        _own_font(style.element)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
        if name.startswith("Heading") or name == "Caption":
            style.paragraph_format.keep_with_next = True
    normal: Any = word.styles["Normal"]
    normal.paragraph_format.line_spacing = 1.2
    for name in ("Caption", "Intense Quote", "Subtitle"):
        word.styles[name].font.italic = False
    word.styles["Intense Quote"].font.bold = False
    word.styles["Caption"].font.bold = True
    _bar_left(word.styles["Intense Quote"].element)
    for name in ("Title", "Subtitle"):
        _no_borders(word.styles[name].element)
    _add_own(word, BODY_PT, coloured=True)


def fill_in(word: WordDocument) -> tuple[str, ...]:
    """What a template lacks of our styles, added in its own font and colours. → names of those added."""
    have = {style.name for style in word.styles}
    if "Normal" not in have:  # every other style rests on it
        made = word.styles.add_style("Normal", WD_STYLE_TYPE.PARAGRAPH, builtin=True)
        made.element.set(qn("w:default"), "1")
    added = [name for name, *_ in BUILT_IN[1:] if name not in have]
    for name in added:
        _copied(word, name)
    if "Table Grid" not in have:
        _copied(word, "Table Grid")
        added.append("Table Grid")
    if "List Bullet" in added:
        _numbered(word)
    size = word.styles["Normal"].font.size
    added += _add_own(word, size.pt if size is not None else _default_size(word), coloured=False)
    return tuple(added)


def _add_own(word: WordDocument, body: float, *, coloured: bool) -> list[str]:
    have = {style.name for style in word.styles}
    added = []
    for name, share, colour, bold, before, after in OWN:
        if name in have:
            continue
        style = word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        assert isinstance(style, ParagraphStyle)
        style.base_style = word.styles["Normal"]
        style.font.size = Pt(round(body * share * 2) / 2)
        style.font.bold = bold or None
        if coloured:
            style.font.color.rgb = colour
        layout = style.paragraph_format
        layout.space_before, layout.space_after = Pt(before), Pt(after)
        if name.startswith(("Omlopp Table", "Omlopp Label")):
            layout.line_spacing = 1.1
        added.append(name)
    return added


def _default_size(word: WordDocument) -> float:
    """Points; what Word takes where nothing is said is 10."""
    sizes = word.styles.element.xpath("w:docDefaults/w:rPrDefault/w:rPr/w:sz/@w:val")
    return int(sizes[0]) / 2 if sizes else 10.0


@cache
def _source() -> WordDocument:
    word = new_document()
    set_ours(word)
    return word


def _copied(word: WordDocument, name: str) -> None:
    """One of our styles into a template: its shape, not its font and colour."""
    element = deepcopy(_source().styles[name].element)
    taken = {style.style_id for style in word.styles}
    own = element.get(qn("w:styleId"))
    while own in taken:
        own += "_"
    element.set(qn("w:styleId"), own)
    based, base = element.find(qn("w:basedOn")), word.styles["Normal"].style_id
    if based is not None:
        if element.get(qn("w:type")) == "paragraph":
            based.set(qn("w:val"), base)
        else:
            element.remove(based)
    for tag in ("w:link", "w:next"):
        for child in element.findall(qn(tag)):
            element.remove(child)
    runs = element.find(qn("w:rPr"))
    if runs is not None:
        for tag in ("w:rFonts", "w:color"):
            for child in runs.findall(qn(tag)):
                runs.remove(child)
    for numbered in element.xpath("w:pPr/w:numPr"):
        numbered.getparent().remove(numbered)
    word.styles.element.append(element)


def _numbered(word: WordDocument) -> None:
    """A real list for our bullets, so that readers aloud hear a list."""
    part = _numbering(word)
    root = part.element
    ids = [int(one) for one in root.xpath("w:abstractNum/@w:abstractNumId")]
    numbers = [int(one) for one in root.xpath("w:num/@w:numId")]
    abstract, number = max(ids, default=-1) + 1, max(numbers, default=0) + 1
    made = parse_xml(BULLET.format(ns=nsdecls("w"), id=abstract))
    first = root.find(qn("w:num"))
    if first is None:
        root.append(made)
    else:
        first.addprevious(made)
    root.append(
        parse_xml(f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="{abstract}"/></w:num>')
    )
    properties = word.styles["List Bullet"].element.get_or_add_pPr()
    properties.insert_element_before(
        parse_xml(f'<w:numPr {nsdecls("w")}><w:numId w:val="{number}"/></w:numPr>'),
        "w:suppressLineNumbers", "w:pBdr", "w:shd", "w:tabs", "w:spacing", "w:ind", "w:contextualSpacing", "w:jc",
        "w:outlineLvl", "w:rPr",
    )  # fmt: skip


def _numbering(word: WordDocument) -> Any:
    try:
        return word.part.part_related_by(RELATIONSHIP_TYPE.NUMBERING)
    except KeyError:
        empty = parse_xml(f"<w:numbering {nsdecls('w')}/>")
        part = NumberingPart(
            PackURI("/word/numbering.xml"),
            CONTENT_TYPE.WML_NUMBERING,
            empty,
            word.part.package,
        )
        word.part.relate_to(part, RELATIONSHIP_TYPE.NUMBERING)
        return part


def _own_font(style_element: Any) -> None:
    """Word's theme fonts would win over ours."""
    fonts = style_element.rPr.rFonts
    for name in list(fonts.attrib):
        if "Theme" in name:
            del fonts.attrib[name]
    for name in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(name), FONT)


def _no_borders(style_element: Any) -> None:
    """Off with the rules and the letter-spacing of Word's default styles."""
    for border in style_element.pPr.findall(qn("w:pBdr")):
        style_element.pPr.remove(border)
    for spacing in style_element.rPr.findall(qn("w:spacing")):
        style_element.rPr.remove(spacing)


def _bar_left(style_element: Any) -> None:
    """A quoted wording: a bar at its left, no indent at its right."""
    _no_borders(style_element)
    properties = style_element.pPr
    for indent in properties.findall(qn("w:ind")):
        properties.remove(indent)
    borders, bar = OxmlElement("w:pBdr"), OxmlElement("w:left")
    for name, value in (("val", "single"), ("sz", "18"), ("space", "8"), ("color", "17594A")):
        bar.set(qn(f"w:{name}"), value)
    borders.append(bar)
    properties.insert_element_before(borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr")
    indent = OxmlElement("w:ind")
    indent.set(qn("w:left"), "227")
    properties.insert_element_before(indent, "w:contextualSpacing", "w:jc", "w:rPr")
