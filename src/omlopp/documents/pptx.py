"""Slides as a PowerPoint file: native charts and tables, notes, alt texts, language, titles that are all different."""

import io
from collections.abc import Iterable, Sequence
from typing import Any

import vl_convert
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Emu, Pt

from omlopp.documents import slide_parts as plan
from omlopp.documents.plan import Document, printable
from omlopp.documents.pptx_chart import draw
from omlopp.documents.pptx_look import (
    BAND,
    COPPER,
    FOREST,
    HAIR,
    INK,
    MUTED,
    SOFT,
    WARM,
    WHITE,
    dated,
    ours,
    slide_number,
    speak,
)
from omlopp.documents.slide_parts import Box, Drawing, Line, Rows, Shown, Slide, Texts
from omlopp.documents.slides import slides
from omlopp.documents.words import say

TITLE, LARGEST_TITLE = 40.0, 32.0


def render(document: Document, blocks: Iterable[Shown] | None = None) -> bytes:
    """The bytes of a .pptx file. `blocks`: the document's blocks with notes, charts and sources; None: without them."""
    held = printable(document)
    shown = tuple(printable(each) for each in blocks) if blocks is not None else _bare(held)
    deck: Any = Presentation()
    layouts = ours(deck, held)
    _opening(deck, layouts["title"], held)
    for each in slides(shown, held.title, held.language):
        _slide(deck, layouts, each, held)
    for slide in deck.slides:
        speak(slide, held.language)
    out = io.BytesIO()
    deck.save(out)
    return dated(out, held.made_on)


def _bare(document: Document) -> tuple[Shown, ...]:
    return tuple(Shown(each) for each in document.blocks)


def _opening(deck: Any, layout: Any, document: Document) -> None:
    slide = deck.slides.add_slide(layout)
    _band(slide, document)
    title, below = slide.shapes.title, slide.placeholders[1]
    size = _fitting(document.title, plan.ACROSS, TITLE, 3)
    _say(title.text_frame, [Line(document.title, size, strong=len(document.title))], FOREST)
    lines = [Line(document.subtitle, 26.0)] if document.subtitle else []
    lines += [Line(f"{label}: {text}", plan.SMALLEST, style="note") for label, text in document.marks]
    _say(below.text_frame, lines)


def _slide(deck: Any, layouts: dict[str, Any], each: Slide, document: Document) -> None:
    kind = "text" if each.parts and isinstance(each.parts[0], Texts) else "only" if each.parts else "section"
    slide = deck.slides.add_slide(layouts[kind])
    _band(slide, document)
    size = _fitting(each.title, plan.ACROSS, LARGEST_TITLE if each.parts else TITLE, 2)
    _say(slide.shapes.title.text_frame, [Line(each.title, size, strong=len(each.title))], FOREST)
    y, left = plan.TOP, plan.room(each.foot) - sum(part.height for part in each.parts)
    for number, part in enumerate(each.parts):
        match part:
            case Texts():
                box = slide.placeholders[1] if kind == "text" and number == 0 else _textbox(slide)
                _place(box, plan.MARGIN, y, plan.ACROSS, part.height)
                _say(box.text_frame, part.lines)
            case Box():
                _box(slide, part, y)
            case Rows():
                _table(slide, part, y, each.title)
            case Drawing():
                _drawing(slide, part, y, part.height + max(left, 0), document.language)
                y += max(left, 0)
                left = 0
        y += part.height
    if each.foot:
        foot = _textbox(slide)
        height = each.foot_height
        _place(foot, plan.MARGIN, plan.BOTTOM - height, plan.ACROSS - plan.NUMBER_WIDTH, height)
        _say(foot.text_frame, [Line(each.foot, plan.SMALLEST, style="note")], tight=True)
        foot.name = say("slides.source", document.language)
    slide_number(slide, document.language)
    notes = each.notes or each.title
    slide.notes_slide.notes_text_frame.text = notes


def _fitting(text: str, width: float, largest: float, most: int) -> float:
    """The largest size, not below 18 points, in which the text takes at most so many lines."""
    size = largest
    while size > plan.SMALLEST and plan.lines_of(text, width - 8, size, bold=True) > most:
        size -= 2
    return max(size, plan.SMALLEST)


def _band(slide: Any, document: Document) -> None:
    """What is invented says so, across the top of the slide."""
    says = [say("exercise", document.language)] if document.exercise else []
    if not (says := [*says, *document.stamps]):
        return
    shape = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, 0, 0, Pt(plan.WIDTH), Pt(BAND))
    shape.name = says[0]
    shape.shadow.inherit = False
    _fill(shape, COPPER if document.exercise else FOREST)
    shape.text_frame.margin_top = shape.text_frame.margin_bottom = 0
    _say(shape.text_frame, [Line(" · ".join(says), plan.SMALLEST, strong=999)], WHITE, tight=True)
    shape.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE


def _textbox(slide: Any) -> Any:
    return slide.shapes.add_textbox(0, 0, Pt(10), Pt(10))


def _place(shape: Any, x: float, y: float, width: float, height: float) -> None:
    shape.left, shape.top, shape.width, shape.height = (Pt(each) for each in (x, y, width, height))


def _fill(shape: Any, colour: str, line: str = "") -> None:
    shape.fill.solid()
    shape.fill.fore_color.rgb = RGBColor.from_string(colour)
    if line:
        shape.line.color.rgb, shape.line.width = RGBColor.from_string(line), Pt(1)
    else:
        shape.line.fill.background()


def _say(frame: Any, lines: Sequence[Line], colour: str = "", *, tight: bool = False) -> None:
    """The lines as paragraphs, the first in the one that is there."""
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = Pt(0)
    frame.margin_top = frame.margin_bottom = Pt(0)
    for number, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        paragraph.line_spacing = 1.0
        paragraph.space_before, paragraph.space_after = Pt(0), Pt(0 if tight else line.air - 2)
        _bulleted(paragraph, line)
        shade = colour or (MUTED if line.style == "note" else INK)
        for at, part in enumerate(line.text.split("\n")):
            if at:
                paragraph.add_line_break()
            head = part[: line.strong] if at == 0 else ""
            for text, bold in ((head, True), (part[len(head) :], False)):
                if text:
                    run = paragraph.add_run()
                    run.text = text
                    run.font.size, run.font.bold = Pt(line.size), bold
                    run.font.italic = line.style == "quote"
                    run.font.color.rgb = RGBColor.from_string(shade)


def _bulleted(paragraph: Any, line: Line) -> None:
    """Its own mark or none, whatever the layout has."""
    mark, indent = line.mark, Pt(line.size * 1.2)
    properties = paragraph._p.get_or_add_pPr()
    if not mark:
        properties.set("marL", "0")
        properties.set("indent", "0")
        properties.append(properties.makeelement(qn("a:buNone"), {}))
        return
    properties.set("marL", str(indent))
    properties.set("indent", str(-indent))
    if mark == "•":
        properties.append(properties.makeelement(qn("a:buChar"), {"char": "•"}))
    else:
        start = {"type": "arabicPeriod", "startAt": mark.rstrip(".")}
        properties.append(properties.makeelement(qn("a:buAutoNum"), start))


def _box(slide: Any, part: Box, y: float) -> None:
    """A callout: a bar to the left and a pale ground; its kind is said in its title."""
    warns = part.kind != "info"
    shape = slide.shapes.add_shape(
        MSO_SHAPE.RECTANGLE, Pt(plan.MARGIN), Pt(y), Pt(plan.ACROSS), Pt(part.height - plan.GAP)
    )
    shape.shadow.inherit = False
    shape.name = part.title
    _fill(shape, WARM if warns else SOFT, COPPER if warns else FOREST)
    frame = shape.text_frame
    text = f"{part.title}: {part.text}"
    _say(frame, [Line(text, plan.BOX, strong=len(part.title) + 1)], tight=True)
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = Pt(plan.PADDING)
    frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    frame.paragraphs[0].alignment = PP_ALIGN.LEFT


def _table(slide: Any, part: Rows, y: float, title: str) -> None:
    heights = part.heights
    frame = slide.shapes.add_table(
        len(heights), len(part.head), Pt(plan.MARGIN), Pt(y), Pt(plan.ACROSS), Pt(sum(heights))
    )
    frame.name = title
    frame._element.nvGraphicFramePr.cNvPr.set("descr", title)
    table = frame.table
    table._tbl.tblPr.find(qn("a:tableStyleId")).text = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # plain
    table.horz_banding = False
    for column, width in zip(table.columns, part.columns, strict=True):
        column.width = Pt(width)
    for number, (row, height) in enumerate(zip((part.head, *part.rows), heights, strict=True)):
        table.rows[number].height = Pt(height)
        for at, text in enumerate(row):
            cell = table.cell(number, at)
            cell.margin_left = cell.margin_right = Pt(plan.CELL)
            cell.margin_top = cell.margin_bottom = Pt(plan.CELL / 2)
            _say(cell.text_frame, [Line(text, plan.TABLE, strong=999 if number == 0 else 0)], tight=True)
            cell.margin_left = cell.margin_right = Pt(plan.CELL)
            cell.margin_top = cell.margin_bottom = Pt(plan.CELL / 2)
            cell.vertical_anchor = MSO_ANCHOR.TOP
            for paragraph in cell.text_frame.paragraphs:
                paragraph.alignment = PP_ALIGN.RIGHT if at in part.numeric else PP_ALIGN.LEFT
            cell.fill.solid()
            cell.fill.fore_color.rgb = RGBColor.from_string(SOFT if number == 0 else WHITE)
            _underline(cell)


def _underline(cell: Any) -> None:
    properties = cell._tc.get_or_add_tcPr()
    line = properties.makeelement(qn("a:lnB"), {"w": str(Emu(9525))})
    fill = line.makeelement(qn("a:solidFill"), {})
    fill.append(fill.makeelement(qn("a:srgbClr"), {"val": HAIR}))
    line.append(fill)
    properties.insert(0, line)


def _drawing(slide: Any, part: Drawing, y: float, height: float, language: str) -> None:
    if part.caption:
        caption = _textbox(slide)
        tall = plan.lines_of(part.caption, plan.ACROSS, plan.SMALLEST, bold=True) * plan.SMALLEST * plan.LINE
        _place(caption, plan.MARGIN, y, plan.ACROSS, tall)
        _say(caption.text_frame, [Line(part.caption, plan.SMALLEST, strong=999)], tight=True)
        y, height = y + tall + 4, height - tall - 4
    if part.chart is not None:
        shape = draw(slide, part.chart, (plan.MARGIN, y, plan.ACROSS, height), part.top, language)
        properties = shape._element.nvGraphicFramePr.cNvPr
    else:
        drawn = io.BytesIO(vl_convert.svg_to_png(part.picture.svg, scale=3))
        shape = slide.shapes.add_picture(drawn, 0, 0)
        scale = min(plan.ACROSS / shape.width, height / shape.height)
        wide, tall = shape.width * scale, shape.height * scale
        _place(shape, plan.MARGIN + (plan.ACROSS - wide) / 2, y + (height - tall) / 2, wide, tall)
        properties = shape._element.nvPicPr.cNvPr
    properties.set("descr", part.picture.alt)
    properties.set("name", part.picture.title)
