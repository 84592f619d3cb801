"""A plan as a Word file: real heading styles, repeated table heads, alt text, language, marks on every page."""

import io
from datetime import date
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import vl_convert
from docx import Document as new_document
from docx.document import Document as WordDocument
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.table import _Cell

from omlopp.documents.docx_look import COPPER, FOREST, INK, MUTED, WIDTH_CM, head_and_foot, run, set_up, shade
from omlopp.documents.plan import (
    Block,
    Bullets,
    Callout,
    Document,
    Facts,
    Heading,
    Paragraph,
    Picture,
    Sources,
    Table,
    printable,
)
from omlopp.documents.words import say

KEPT_WHOLE = 8  # a table of at most so many rows is not parted by a page


def render(document: Document) -> bytes:
    """The bytes of a .docx file."""
    plan = printable(document)
    word = new_document()
    set_up(word, plan)
    head_and_foot(word, plan)
    word.add_paragraph(plan.title, style="Title")
    if plan.subtitle:
        word.add_paragraph(plan.subtitle, style="Subtitle")
    _facts(word, Facts(plan.marks))
    for block in plan.blocks:
        _block(word, block, plan)
    out = io.BytesIO()
    word.save(out)
    return _dated(out, plan.made_on)


def _dated(package: io.BytesIO, day: date) -> bytes:
    """The same package with the document's own day on every part, so that the same document is the same bytes."""
    out = io.BytesIO()
    with ZipFile(package) as before, ZipFile(out, "w", ZIP_DEFLATED) as after:
        for part in before.infolist():
            stamped = ZipInfo(part.filename, (max(day.year, 1980), day.month, day.day, 0, 0, 0))
            after.writestr(stamped, before.read(part), ZIP_DEFLATED)
    return out.getvalue()


def _block(word: WordDocument, block: Block, plan: Document) -> None:
    match block:
        case Heading():
            word.add_heading(block.text, block.level)
        case Paragraph():
            style = "Intense Quote" if block.style == "quote" else "Normal"
            paragraph = word.add_paragraph(style=style)
            size, colour = {"lead": (12.5, INK), "note": (9.5, MUTED)}.get(block.style, (None, None))
            run(paragraph, block.text, size=size, colour=colour)
        case Bullets():
            _bullets(word, block)
        case Facts():
            _facts(word, block)
        case Table():
            _table(word, block)
        case Picture():
            _picture(word, block, plan.language)
        case Callout():
            _callout(word, block)
        case Sources():
            for reference in block.references:
                text = f"{reference.text}. {reference.link}" if reference.link else reference.text
                word.add_paragraph(text, style="List Bullet")


def _bullets(word: WordDocument, block: Bullets) -> None:
    """Ordered lists are numbered by us: Word would go on counting from the list before."""
    for number, item in enumerate(block.items, 1):
        if not block.ordered:
            first, *rest = item.split("\n")
            paragraph = word.add_paragraph(style="List Bullet")
            run(paragraph, first, bold=block.strong_first)
            if rest:
                run(paragraph, "\n" + "\n".join(rest))
            continue
        paragraph = word.add_paragraph(f"{number}.\t{item}")
        layout = paragraph.paragraph_format
        layout.left_indent, layout.first_line_indent, layout.space_after = Cm(0.8), Cm(-0.8), Pt(3)
        layout.tab_stops.add_tab_stop(Cm(0.8))


def _facts(word: WordDocument, block: Facts) -> None:
    """Label and text in two columns without lines."""
    if not block.pairs:
        return
    table = word.add_table(rows=0, cols=2)
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.LEFT, False
    for label, text in block.pairs:
        row = table.add_row()
        _whole(row)
        left, right = row.cells
        left.width, right.width = Cm(3.8), Cm(WIDTH_CM - 3.8)
        _fill(left, label, size=9.5, colour=MUTED, bold=True)
        _fill(right, text)
    for column, width in zip(table.columns, (3.8, WIDTH_CM - 3.8), strict=True):
        column.width = Cm(width)
    _after(word)


def _table(word: WordDocument, block: Table) -> None:
    word.add_paragraph(block.caption, style="Caption")
    table = word.add_table(rows=1, cols=len(block.head))
    table.style, table.autofit = "Table Grid", False
    _thin(table)
    shares = block.widths or tuple(1 for _ in block.head)
    widths = [Cm(WIDTH_CM * share / sum(shares)) for share in shares]
    for row, cells in enumerate((block.head, *block.rows)):
        made = table.rows[0] if row == 0 else table.add_row()
        _whole(made)
        for column, (cell, text) in enumerate(zip(made.cells, cells, strict=True)):
            cell.width = widths[column]
            _fill(cell, text, size=9.5, bold=row == 0, right=column in block.numeric)
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
    _after(word)


def _whole(row: object) -> None:
    """A row is not split over two pages."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # type: ignore[attr-defined]


def _thin(table: object) -> None:
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "bottom", "insideH"):
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", "B9C2C0")):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    for side in ("left", "right", "insideV"):
        line = OxmlElement(f"w:{side}")
        line.set(qn("w:val"), "nil")
        borders.append(line)
    properties = table._tbl.tblPr  # type: ignore[attr-defined]
    properties.append(borders)


def _fill(
    cell: _Cell,
    text: str,
    *,
    size: float | None = None,
    bold: bool = False,
    colour: RGBColor | None = None,
    right: bool = False,
) -> None:
    """Lines of `text` as paragraphs of the cell."""
    for number, line in enumerate(text.split("\n")):
        paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
        paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)
        if right:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        run(paragraph, line, size=size, bold=bold, colour=colour)


def _after(word: WordDocument) -> None:
    """Air under a table; Word puts none."""
    space = word.add_paragraph()
    space.paragraph_format.space_after = Pt(0)
    space.paragraph_format.line_spacing = Pt(8)


def _picture(word: WordDocument, block: Picture, language: str) -> None:
    word.add_paragraph(block.title, style="Caption")
    shape = word.add_picture(io.BytesIO(vl_convert.svg_to_png(block.svg, scale=2)), width=Cm(WIDTH_CM))
    for side in (
        "distT",
        "distB",
        "distL",
        "distR",
    ):  # without them some programs shift the picture to the right
        shape._inline.set(side, "0")
    shape._inline.docPr.set("descr", block.alt)
    shape._inline.docPr.set("title", block.title)
    word.paragraphs[-1].paragraph_format.keep_with_next = True
    run(word.add_paragraph(), say("picture_source", language, source=block.source), size=9, colour=MUTED)


def _callout(word: WordDocument, block: Callout) -> None:
    paragraph = word.add_paragraph()
    run(paragraph, f"{block.title}: ", bold=True, colour=FOREST if block.kind == "info" else COPPER)
    run(paragraph, block.text)
    shade(paragraph._p.get_or_add_pPr(), "E8EFEC" if block.kind == "info" else "FBEEE7")
