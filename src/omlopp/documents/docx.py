"""A plan as a Word file: real heading styles, repeated table heads, alt text, language, marks on every page."""

import io
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import vl_convert
from docx import Document as new_document
from docx.document import Document as WordDocument
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph as WordParagraph

from omlopp.documents.docx_look import (
    WIDTH_CM,
    describe,
    described,
    head_and_foot,
    marks_in_template,
    our_page,
    run,
    shade,
)
from omlopp.documents.docx_styles import COPPER, FOREST, fill_in, set_ours
from omlopp.documents.look import OURS, Look, opened, text_width_cm
from omlopp.documents.plan import (
    Block,
    Bullets,
    Callout,
    Document,
    Facts,
    Heading,
    Paragraph,
    Picture,
    Revised,
    Sources,
    Table,
    printable,
)
from omlopp.documents.revised import signed
from omlopp.documents.words import say

KEPT_WHOLE = 8  # a table of at most so many rows is not parted by a page
LABEL_CM = 3.8
STYLES = {"quote": "Intense Quote", "lead": "Omlopp Lead", "note": "Omlopp Note", "plain": "Normal"}


@dataclass(frozen=True, slots=True)
class Page:
    """The file being written, the width of its text, and its language."""

    word: WordDocument
    width_cm: float
    language: str


def render(document: Document, look: Look = OURS) -> bytes:
    """The bytes of a .docx file. `look`: an organisation's logo or template; a template that cannot be used raises."""
    plan = printable(document)
    if look.template is None:
        word = new_document()
        set_ours(word)
        our_page(word)
        describe(word, plan)
        head_and_foot(word, plan, look)
        page = Page(word, WIDTH_CM, plan.language)
    else:
        word = opened(look.template)
        fill_in(word)
        describe(word, plan)
        marks_in_template(word, plan)
        page = Page(word, text_width_cm(word), plan.language)
    word.add_paragraph(plan.title, style="Title")
    if plan.subtitle:
        word.add_paragraph(plan.subtitle, style="Subtitle")
    _facts(page, Facts(plan.marks))
    for block, after in zip(plan.blocks, (*plan.blocks[1:], None), strict=True):
        _block(page, block)
        if isinstance(block, Paragraph) and isinstance(after, Table):  # a sentence that leads to a table
            word.paragraphs[-1].paragraph_format.keep_with_next = True
    _days(word, plan.made_on)
    out = io.BytesIO()
    word.save(out)
    return _dated(out, plan.made_on)


def _days(word: WordDocument, day: date) -> None:
    at = datetime(day.year, day.month, day.day)
    word.core_properties.created = word.core_properties.modified = at


def _dated(package: io.BytesIO, day: date) -> bytes:
    """The same package with the document's own day on every part, so that the same document is the same bytes."""
    out = io.BytesIO()
    with ZipFile(package) as before, ZipFile(out, "w", ZIP_DEFLATED) as after:
        for part in before.infolist():
            stamped = ZipInfo(part.filename, (max(day.year, 1980), day.month, day.day, 0, 0, 0))
            after.writestr(stamped, before.read(part), ZIP_DEFLATED)
    return out.getvalue()


def _block(page: Page, block: Block) -> None:
    match block:
        case Heading():
            page.word.add_paragraph(block.text, style=f"Heading {block.level}")
        case Paragraph():
            run(page.word.add_paragraph(style=STYLES[block.style]), block.text)
        case Bullets():
            _bullets(page, block)
        case Facts():
            _facts(page, block)
        case Table():
            _table(page, block)
        case Picture():
            _picture(page, block)
        case Callout():
            _callout(page, block)
        case Revised():
            _revised(page, block)
        case Sources():
            for reference in block.references:
                text = f"{reference.text}. {reference.link}" if reference.link else reference.text
                page.word.add_paragraph(text, style="List Bullet")


def _bullets(page: Page, block: Bullets) -> None:
    """Ordered lists are numbered by us: Word would go on counting from the list before."""
    for number, item in enumerate(block.items, 1):
        if not block.ordered:
            first, *rest = item.split("\n")
            paragraph = page.word.add_paragraph(style="List Bullet")
            run(paragraph, first, bold=block.strong_first)
            if rest:
                run(paragraph, "\n" + "\n".join(rest))
            continue
        paragraph = page.word.add_paragraph(f"{number}.\t{item}")
        layout = paragraph.paragraph_format
        layout.left_indent, layout.first_line_indent, layout.space_after = Cm(0.8), Cm(-0.8), Pt(3)
        layout.tab_stops.add_tab_stop(Cm(0.8))


def _facts(page: Page, block: Facts) -> None:
    """Label and text in two columns without lines."""
    if not block.pairs:
        return
    table = page.word.add_table(rows=0, cols=2)
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.LEFT, False
    widths = (LABEL_CM, page.width_cm - LABEL_CM)
    for label, text in block.pairs:
        row = table.add_row()
        _whole(row)
        left, right = row.cells
        left.width, right.width = Cm(widths[0]), Cm(widths[1])
        _fill(page, left, label, "Omlopp Label")
        _fill(page, right, text, "Normal")
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    _after(page)


def _table(page: Page, block: Table) -> None:
    if block.caption:
        page.word.add_paragraph(block.caption, style="Caption")
    table = page.word.add_table(rows=1, cols=len(block.head))
    table.style, table.autofit = "Table Grid", False
    _thin(table)
    shares = block.widths or tuple(1 for _ in block.head)
    widths = [Cm(page.width_cm * share / sum(shares)) for share in shares]
    for row, cells in enumerate((block.head, *block.rows)):
        made = table.rows[0] if row == 0 else table.add_row()
        _whole(made)
        for column, (cell, text) in enumerate(zip(made.cells, cells, strict=True)):
            cell.width = widths[column]
            style = "Omlopp Table" if row else "Omlopp Table Head"
            _fill(page, cell, text, style, right=column in block.numeric)
            if row == 0:
                shade(cell._tc.get_or_add_tcPr(), "E8EFEC")
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    if len(block.rows) <= KEPT_WHOLE:
        for made in table.rows[:-1]:
            for cell in made.cells:
                cell.paragraphs[-1].paragraph_format.keep_with_next = True
    repeat = OxmlElement("w:tblHeader")
    repeat.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(repeat)
    _after(page)


def _whole(row: Any) -> None:
    """A row is not split over two pages."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _thin(table: Any) -> None:
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):  # in the schema's order
        line = OxmlElement(f"w:{side}")
        if side in ("top", "bottom", "insideH"):
            for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", "B9C2C0")):
                line.set(qn(f"w:{name}"), value)
        else:
            line.set(qn("w:val"), "nil")
        borders.append(line)
    properties = table._tbl.tblPr
    after = [
        child for child in properties if child.tag in (qn("w:tblLayout"), qn("w:tblCellMar"), qn("w:tblLook"))
    ]
    if after:
        after[0].addprevious(borders)
    else:
        properties.append(borders)


def _fill(page: Page, cell: _Cell, text: str, style: str, *, right: bool = False) -> None:
    """Lines of `text` as paragraphs of the cell."""
    for number, line in enumerate(text.split("\n")):
        paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
        paragraph.style = page.word.styles[style]
        if style == "Normal":
            layout = paragraph.paragraph_format
            layout.space_before = layout.space_after = Pt(2)
        if right:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        run(paragraph, line)


def _after(page: Page) -> None:
    """Air under a table; Word puts none."""
    space = page.word.add_paragraph()
    space.paragraph_format.space_after = Pt(0)
    space.paragraph_format.line_spacing = Pt(8)


def _picture(page: Page, block: Picture) -> None:
    page.word.add_paragraph(block.title, style="Caption")
    drawn = io.BytesIO(vl_convert.svg_to_png(block.svg, scale=2))
    described(page.word.add_picture(drawn, width=Cm(page.width_cm)), block.alt, block.title)
    page.word.paragraphs[-1].paragraph_format.keep_with_next = True
    said = say("picture_source", page.language, source=block.source)
    page.word.add_paragraph(said, style="Omlopp Note")


def _callout(page: Page, block: Callout) -> None:
    paragraph = page.word.add_paragraph(style="Omlopp Callout")
    run(paragraph, f"{block.title}: ", bold=True, colour=FOREST if block.kind == "info" else COPPER)
    run(paragraph, block.text)
    shade(paragraph._p.get_or_add_pPr(), "E8EFEC" if block.kind == "info" else "FBEEE7")


def _revised(page: Page, block: Revised) -> None:
    """Added underlined, removed struck, and both in signs."""
    paragraph: WordParagraph = page.word.add_paragraph()
    if block.label:
        run(paragraph, f"{block.label}: ", bold=True)
    for kind, text in block.parts:
        made = paragraph.add_run(signed(kind, text))
        made.font.underline = kind == "added" or None
        made.font.strike = kind == "removed" or None
        if kind != "same":
            made.font.color.rgb = FOREST if kind == "added" else COPPER
