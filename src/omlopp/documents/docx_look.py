"""What stands round the text of a Word file: page, language, head and foot with marks, stamps and logo."""

import io
from typing import Any

from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Emu, Pt, RGBColor
from docx.text.paragraph import Paragraph as WordParagraph

from omlopp.documents.docx_styles import INK
from omlopp.documents.look import Look
from omlopp.documents.plan import Document
from omlopp.documents.words import say

WIDTH_CM = 16.0
LOGO_HIGH_CM, LOGO_WIDE_CM = 1.3, 6.0
LANGUAGES = {"sv": "sv-SE", "en": "en-GB"}
WHITE, EXERCISE, STAMP = RGBColor(255, 255, 255), "A8471F", "EEF1EE"


def describe(word: WordDocument, plan: Document) -> None:
    """Title, language and author of the file itself; nothing of the template's own."""
    properties = word.core_properties
    properties.title, properties.subject = plan.title, plan.subtitle
    properties.language, properties.author = LANGUAGES[plan.language], "Omlopp"
    properties.last_modified_by, properties.comments, properties.keywords = "Omlopp", "", ""
    _language(word.styles["Normal"].element, plan.language)


def our_page(word: WordDocument) -> None:
    section = word.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm((21 - WIDTH_CM) / 2)
    section.top_margin, section.bottom_margin = Cm(2.6), Cm(2.3)


def head_and_foot(word: WordDocument, plan: Document, look: Look) -> None:
    """In our own look: stamps, logo and title at the top, marks and page number at the bottom."""
    section = word.sections[0]
    head = section.header.paragraphs[0]
    for line, is_exercise in _stamps(plan):
        _stamp(head, line, is_exercise)
        head = section.header.add_paragraph()
    if look.logo is not None:
        _logo(head, look)
        head = section.header.add_paragraph()
    head.style = word.styles["Omlopp Mark"]
    run(head, f"{plan.title} · {plan.subtitle}" if plan.subtitle else plan.title)
    head.paragraph_format.space_after = Pt(10)  # air, also where logo and stamps push the text down
    foot = section.footer.paragraphs[0]
    foot.style = word.styles["Omlopp Mark"]
    run(foot, _marks(plan))
    last = section.footer.add_paragraph(style="Omlopp Mark")
    last.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _page_of(last, plan)


def marks_in_template(word: WordDocument, plan: Document) -> None:
    """In a template: its own head and foot stay; stamps go above the one, our marks below the other."""
    section = word.sections[-1]
    pairs = [(section.header, section.footer)]
    if section.different_first_page_header_footer:
        pairs.append((section.first_page_header, section.first_page_footer))
    if word.settings.odd_and_even_pages_header_footer:
        pairs.append((section.even_page_header, section.even_page_footer))
    for header, footer in pairs:
        header.is_linked_to_previous = footer.is_linked_to_previous = False
        first = header.paragraphs[0] if header.paragraphs else header.add_paragraph()
        for line, is_exercise in _stamps(plan):
            _stamp(first.insert_paragraph_before(), line, is_exercise)
        marks = footer.add_paragraph(style="Omlopp Mark")
        run(marks, _marks(plan))
        if not footer._element.xpath(".//w:instrText[contains(., 'PAGE')] | .//w:fldSimple"):
            _page_of(footer.add_paragraph(style="Omlopp Mark"), plan)


def run(paragraph: WordParagraph, text: str, *, bold: bool = False, colour: RGBColor | None = None) -> None:
    made = paragraph.add_run(text)
    made.bold = bold or None
    if colour is not None:
        made.font.color.rgb = colour


def shade(properties: Any, fill: str) -> None:
    made = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", fill)):
        made.set(qn(f"w:{name}"), value)
    for old in properties.findall(qn("w:shd")):
        properties.remove(old)
    if hasattr(properties, "insert_element_before"):
        properties.insert_element_before(
            made, "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:contextualSpacing", "w:jc",
            "w:noWrap", "w:tcMar", "w:vAlign", "w:rPr",
        )  # fmt: skip
    else:
        properties.append(made)


def _stamps(plan: Document) -> list[tuple[str, bool]]:
    exercise = [(say("exercise", plan.language), True)] if plan.exercise else []
    return exercise + [(one, False) for one in plan.stamps]


def _stamp(paragraph: WordParagraph, text: str, is_exercise: bool) -> None:
    run(paragraph, text, bold=True, colour=WHITE if is_exercise else INK)
    shade(paragraph._p.get_or_add_pPr(), EXERCISE if is_exercise else STAMP)


def _logo(paragraph: WordParagraph, look: Look) -> None:
    assert look.logo is not None
    shape = paragraph.add_run().add_picture(io.BytesIO(look.logo), height=Cm(LOGO_HIGH_CM))
    if shape.width > Cm(LOGO_WIDE_CM):
        shape.height = Emu(round(shape.height * Cm(LOGO_WIDE_CM) / shape.width))
        shape.width = Cm(LOGO_WIDE_CM)
    described(shape, look.name, look.name)


def described(shape: Any, alt: str, title: str) -> None:
    """Alt text, and no distances: without them some programs shift the picture to the right."""
    for side in ("distT", "distB", "distL", "distR"):
        shape._inline.set(side, "0")
    shape._inline.docPr.set("descr", alt)
    shape._inline.docPr.set("title", title)


def _marks(plan: Document) -> str:
    return " · ".join(f"{label}: {text}" for label, text in plan.marks[1:])


def _page_of(paragraph: WordParagraph, plan: Document) -> None:
    before, between, after = say("page_of", plan.language, page="\0", pages="\0").split("\0")
    for text, field in ((before, "PAGE"), (between, "NUMPAGES"), (after, "")):
        run(paragraph, text)
        if field:
            _field(paragraph, field)


def _language(style_element: Any, language: str) -> None:
    properties = style_element.get_or_add_rPr()
    for old in properties.findall(qn("w:lang")):
        properties.remove(old)
    lang = OxmlElement("w:lang")
    lang.set(qn("w:val"), LANGUAGES[language])
    lang.set(qn("w:eastAsia"), LANGUAGES[language])
    properties.append(lang)


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
        paragraph.add_run()._r.append(element)
