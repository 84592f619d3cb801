"""Slides: read back as anybody's program reads them – charts one can edit, notes, alt texts, and nothing too small."""

import io
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pptx import Presentation

from omlopp.documents import pptx
from omlopp.documents.chart import Chart
from omlopp.documents.pictures.bars import BarRow, bars
from omlopp.documents.plan import (
    Bullets,
    Callout,
    Document,
    Facts,
    Heading,
    Paragraph,
    Picture,
    Sources,
    Table,
)
from omlopp.documents.slide_parts import SMALLEST, Shown, room
from omlopp.documents.slides import slides

DAY = date(2026, 11, 22)
CHART = Chart(
    "stacked", ("a", "b"), (("Ja", (Decimal(5), None)), ("Okänt", (Decimal(1), Decimal(6)))), "antal"
)
WORDS = st.text(alphabet="abcdefgåäö ", min_size=1, max_size=300).filter(str.strip)
ROWS = st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=25)
BLOCKS = st.one_of(
    WORDS.map(Heading),
    WORDS.map(Paragraph),
    st.lists(WORDS, min_size=1, max_size=8).map(lambda items: Bullets(tuple(items))),
    st.tuples(WORDS, WORDS).map(lambda pair: Callout("info", *pair)),
    st.tuples(WORDS, WORDS).map(lambda pair: Facts((pair,))),
    ROWS.map(lambda rows: Table(("Ett", "Två"), tuple(rows), "En tabell")),
)


def picture() -> Picture:
    rows = (BarRow("a", (5.0,), ("5",)),)
    return bars(rows, ("Antal",), title="Staplar", alt="En stapel, 5.", source="Prov", empty="Tomt")


def made(*blocks: Shown, language: Any = "sv", exercise: bool = False) -> tuple[Any, bytes]:
    document = Document(
        "publication", language, "Provet", "Under", (("Framställd med", "Omlopp"),), DAY,
        tuple(each.block for each in blocks), exercise=exercise,
    )  # fmt: skip
    content = pptx.render(document, blocks)
    return Presentation(io.BytesIO(content)), content


def texts(slide: Any) -> list[str]:
    found = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
    for shape in slide.shapes:
        if shape.has_table:
            found += [cell.text for row in shape.table.rows for cell in row.cells]
    return found


def test_a_chart_is_native_and_holds_its_numbers_and_what_is_not_known_is_a_gap():
    deck, _ = made(Shown(Heading("Svaret")), Shown(picture(), "Säg detta.", CHART))
    [frame] = [shape for shape in deck.slides[1].shapes if shape.has_chart]
    yes, unknown = frame.chart.plots[0].series
    assert list(yes.values) == [5.0, None]
    assert list(unknown.values) == [1.0, 6.0]
    assert frame.chart.part.chart_workbook.xlsx_part is not None  # the reader's own program can edit it


def test_every_picture_and_chart_says_what_it_shows_and_notes_are_spoken_text():
    deck, _ = made(
        Shown(Heading("Ett")), Shown(picture(), "Säg detta.", CHART), Shown(Heading("Två")), Shown(picture())
    )
    told = [
        shape._element.xpath(".//p:cNvPr")[0].get("descr")
        for slide in deck.slides
        for shape in slide.shapes
        if shape.has_chart or shape.shape_type == 13
    ]
    assert told == ["En stapel, 5."] * 2
    assert deck.slides[1].notes_slide.notes_text_frame.text == "Säg detta."


@pytest.mark.parametrize(("language", "code"), [("sv", "sv-SE"), ("en", "en-GB")])
def test_every_word_is_marked_with_its_language(language: str, code: str):
    deck, _ = made(Shown(Heading("Ett"), "Noter."), Shown(Paragraph("Text.")), language=language)
    runs = [run for slide in deck.slides for run in slide._element.xpath(".//a:r/a:rPr")]
    notes = [run for slide in deck.slides for run in slide.notes_slide._element.xpath(".//a:r/a:rPr")
             if slide.has_notes_slide]  # fmt: skip
    assert runs and notes
    assert {run.get("lang") for run in (*runs, *notes)} == {code}


def test_titles_are_all_different_and_the_source_stands_on_each_slide_with_figures():
    rows = tuple((f"rad {n}", str(n)) for n in range(30))
    shown = Shown(Table(("Vad", "Tal"), rows, "Långa listan"), sources=("Arbetsytan",))
    deck, _ = made(Shown(Heading("Listan")), shown)
    titles = [slide.shapes.title.text for slide in deck.slides]
    assert len(titles) == len(set(titles)) > 3
    for slide in list(deck.slides)[1:]:
        assert "Källa: Arbetsytan" in texts(slide)


def test_an_exercise_says_so_on_every_slide():
    deck, _ = made(Shown(Heading("Ett")), Shown(Paragraph("x " * 900)), exercise=True)
    assert len(deck.slides) > 2
    assert all(any("ÖVNING" in text for text in texts(slide)) for slide in deck.slides)


def test_the_page_is_wide_and_no_letter_is_under_18_points():
    deck, _ = made(
        Shown(Heading("Ett")), Shown(picture(), "", CHART), Shown(Table(("A", "B"), (("1", "2"),), "T")),
        Shown(Sources(())), Shown(Callout("warning", "Se upp", "Text.")),
    )  # fmt: skip
    assert deck.slide_width * 9 == deck.slide_height * 16
    sizes = [
        int(look.get("sz")) / 100 for slide in deck.slides for look in slide._element.xpath(".//a:rPr[@sz]")
    ]
    assert min(sizes) >= SMALLEST
    [frame] = [shape for slide in deck.slides for shape in slide.shapes if shape.has_chart]
    charts = frame.chart._chartSpace.xpath(".//*[@sz]")
    assert min(int(each.get("sz")) for each in charts) >= SMALLEST * 100


def test_the_table_of_a_chart_stands_last():
    table = Table(("Vad", "Tal"), (("a", "5"),), "Talen")
    found = slides(
        (Shown(picture(), "", CHART), Shown(table), Shown(Heading("Sedan")), Shown(Paragraph("x"))), "P", "sv"
    )
    assert [one.title for one in found] == ["P", "Sedan", "Tabellerna bakom diagrammen", "Tabell: Talen"]


def test_a_chart_of_many_bars_is_parted_with_one_scale():
    chart = Chart(
        "bar",
        tuple("abcdefghij"),
        tuple((name, (Decimal(1),) * 9 + (Decimal(7),)) for name in "xyz"),
        "antal",
    )
    found = [part for one in slides([Shown(picture(), "", chart)], "P", "sv") for part in one.parts]
    assert [len(part.chart.categories) for part in found] == [5, 5]  # type: ignore[union-attr]
    assert len({part.top for part in found}) == 1  # type: ignore[union-attr]


def test_a_chart_with_one_point_and_one_with_none_are_drawn():
    one = Chart("column", ("a",), (("Antal", (Decimal(1),)),), "antal")
    none = Chart("line", (), (("Antal", ()),), "antal")
    deck, _ = made(Shown(picture(), "", one), Shown(Heading("Två")), Shown(picture(), "", none))
    assert sum(shape.has_chart for slide in deck.slides for shape in slide.shapes) == 2


def test_the_same_slides_are_the_same_bytes():
    assert made(Shown(picture(), "", CHART))[1] == made(Shown(picture(), "", CHART))[1]


def test_markup_in_a_text_stays_text():
    deck, _ = made(Shown(Heading("<b>Kommun</b> & co")), Shown(Paragraph("]]> \x07 <script>")))
    assert deck.slides[1].shapes.title.text == "<b>Kommun</b> & co"
    assert "<script>" in "".join(texts(deck.slides[1]))


@settings(max_examples=60, deadline=None)
@given(st.lists(BLOCKS, max_size=8))
def test_nothing_is_ever_higher_than_its_slide_and_nothing_falls_away(blocks: list[Any]):
    found = slides([Shown(each) for each in blocks], "Provet", "sv")
    for slide in found:
        assert sum(part.height for part in slide.parts) <= room(slide.foot) + 0.01
    titles = [slide.title.casefold() for slide in found]
    assert len(titles) == len(set(titles))
    said = "".join(_said(slide) for slide in found)
    for each in blocks:
        for text in _texts(each):
            assert _bare(text) in said


def _texts(block: Any) -> list[str]:
    match block:
        case Heading() | Paragraph():
            return [block.text]
        case Bullets():
            return list(block.items)
        case Callout():
            return [block.title, block.text]
        case Facts():
            return [one for pair in block.pairs for one in pair]
        case Table():
            return [cell for row in block.rows for cell in row]
    return []


def _said(slide: Any) -> str:
    found = [slide.title]
    for part in slide.parts:
        found += [line.text for line in getattr(part, "lines", ())]
        found += [cell for row in getattr(part, "rows", ()) for cell in row]
        found += [part.title, part.text] if hasattr(part, "kind") else []
    return _bare("".join(found))


def _bare(text: str) -> str:
    return "".join(text.split()).replace("-", "")
