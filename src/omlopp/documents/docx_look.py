"""How our Word files look: styles, language, head and foot."""

from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph as WordParagraph

from omlopp.documents.plan import Document
from omlopp.documents.words import say

FONT = "Arial"
FOREST, INK, MUTED, COPPER = (RGBColor.from_string(one) for one in ("17594A", "18262B", "4C5B60", "A8471F"))
WIDTH_CM = 16.0
LANGUAGES = {"sv": "sv-SE", "en": "en-GB"}


def set_up(word: WordDocument, plan: Document) -> None:
    properties = word.core_properties
    properties.title, properties.subject = plan.title, plan.subtitle
    properties.language, properties.author = LANGUAGES[plan.language], "Omlopp"
    properties.comments = ""
    section = word.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm((21 - WIDTH_CM) / 2)
    section.top_margin, section.bottom_margin = Cm(2.6), Cm(2.3)
    for name, size, colour, before, after in (
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
    ):
        style = word.styles[name]
        style.font.size, style.font.name, style.font.color.rgb = Pt(size), FONT, colour
        _own_font(style.element)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
        if name.startswith("Heading") or name == "Caption":
            style.paragraph_format.keep_with_next = True
    normal = word.styles["Normal"]
    normal.paragraph_format.line_spacing = 1.2
    _language(normal.element, plan.language)
    for name in ("Caption", "Intense Quote", "Subtitle"):
        word.styles[name].font.italic = False
    word.styles["Intense Quote"].font.bold = False
    word.styles["Caption"].font.bold = True
    _bar_left(word.styles["Intense Quote"].element)
    _no_borders(word.styles["Title"].element)
    _no_borders(word.styles["Subtitle"].element)


def head_and_foot(word: WordDocument, plan: Document) -> None:
    section = word.sections[0]
    head = section.header.paragraphs[0]
    if plan.exercise:
        _exercise(head, plan.language, 9)
        head = section.header.add_paragraph()
    run(head, f"{plan.title} · {plan.subtitle}" if plan.subtitle else plan.title, size=8.5, colour=MUTED)
    foot = section.footer.paragraphs[0]
    run(foot, " · ".join(f"{label}: {text}" for label, text in plan.marks[1:]), size=8, colour=MUTED)
    last = section.footer.add_paragraph()
    last.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    before, between, after = say("page_of", plan.language, page="\0", pages="\0").split("\0")
    for text, field in ((before, "PAGE"), (between, "NUMPAGES"), (after, "")):
        run(last, text, size=8, colour=MUTED)
        if field:
            _field(last, field)


def run(
    paragraph: WordParagraph,
    text: str,
    *,
    size: float | None = None,
    bold: bool = False,
    colour: RGBColor | None = None,
) -> None:
    made = paragraph.add_run(text)
    made.bold = bold or None
    if size:
        made.font.size = Pt(size)
    if colour is not None:
        made.font.color.rgb = colour


def shade(properties: object, fill: str) -> None:
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", fill)):
        shade.set(qn(f"w:{name}"), value)
    properties.append(shade)  # type: ignore[attr-defined]


def _own_font(style_element: object) -> None:
    """Word's theme fonts would win over ours."""
    fonts = style_element.rPr.rFonts  # type: ignore[attr-defined]
    for name in list(fonts.attrib):
        if "Theme" in name:
            del fonts.attrib[name]
    for name in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(name), FONT)


def _language(style_element: object, language: str) -> None:
    lang = OxmlElement("w:lang")
    lang.set(qn("w:val"), LANGUAGES[language])
    lang.set(qn("w:eastAsia"), LANGUAGES[language])
    style_element.get_or_add_rPr().append(lang)  # type: ignore[attr-defined]


def _no_borders(style_element: object) -> None:
    """Off with the rules and the letter-spacing of Word's default styles."""
    for border in style_element.pPr.findall(qn("w:pBdr")):  # type: ignore[attr-defined]
        style_element.pPr.remove(border)  # type: ignore[attr-defined]
    for spacing in style_element.rPr.findall(qn("w:spacing")):  # type: ignore[attr-defined]
        style_element.rPr.remove(spacing)  # type: ignore[attr-defined]


def _bar_left(style_element: object) -> None:
    """A quoted wording: a bar at its left, no indent at its right."""
    _no_borders(style_element)
    properties = style_element.pPr  # type: ignore[attr-defined]
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


def _field(paragraph: WordParagraph, name: str) -> None:
    for kind, text in (("begin", None), (None, name), ("separate", None), ("text", "1"), ("end", None)):
        if kind is None:
            element = OxmlElement("w:instrText")
            element.set(qn("xml:space"), "preserve")
            element.text = f" {text} "
        elif kind == "text":
            element = OxmlElement("w:t")
            element.text = text
        else:
            element = OxmlElement("w:fldChar")
            element.set(qn("w:fldCharType"), kind)
        made = paragraph.add_run()
        made.font.size, made.font.color.rgb = Pt(8), MUTED
        made._r.append(element)


def _exercise(paragraph: WordParagraph, language: str, size: float) -> None:
    run(paragraph, say("exercise", language), size=size, bold=True, colour=RGBColor(255, 255, 255))
    shade(paragraph._p.get_or_add_pPr(), "A8471F")
