"""Two versions of a document: every word that came or went is shown, and nothing else."""

import io
from dataclasses import replace
from datetime import date

import pytest
from docx import Document as read_docx
from hypothesis import given, settings
from hypothesis import strategies as some

from omlopp.documents import docx, html, pdf, plain
from omlopp.documents.diff import Version, comparison, words
from omlopp.documents.plan import (
    Block,
    Bullets,
    Callout,
    Document,
    Facts,
    Heading,
    Paragraph,
    Picture,
    Reference,
    Revised,
    Sources,
    Table,
)
from omlopp.documents.stored import VersionUnreadable, as_plain, digest_of, from_plain, same_content
from omlopp.library.numbers import day as shown_day
from tests.documents.reading import docx_text, pdf_text

TEXT = some.text(some.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=40)
BLOCK = some.one_of(
    some.builds(Heading, TEXT, some.integers(1, 4), some.just("")),
    some.builds(Paragraph, TEXT, some.sampled_from(["plain", "lead", "quote", "note"])),
    some.builds(Bullets, some.lists(TEXT, max_size=4).map(tuple), some.booleans(), some.booleans()),
    some.builds(Facts, some.lists(some.tuples(TEXT, TEXT), max_size=4).map(tuple)),
    some.builds(
        Table, some.tuples(TEXT, TEXT), some.lists(some.tuples(TEXT, TEXT), max_size=4).map(tuple), TEXT,
        some.frozensets(some.integers(0, 1)), some.just((1, 2)),
    ),
    some.builds(Picture, TEXT, TEXT, TEXT, TEXT),
    some.builds(Callout, some.sampled_from(["missing", "warning", "info"]), TEXT, TEXT),
    some.builds(Sources, some.lists(some.builds(Reference, TEXT, TEXT), max_size=3).map(tuple)),
)  # fmt: skip


def document(*blocks: Block, day: date = date(2030, 1, 1)) -> Document:
    marks = (("Upphandling", "Möbler"), ("Upprättat", shown_day(day, "sv")))
    return Document("needs_analysis", "sv", "Behovsanalys", "Möbler", marks, day, blocks)


def compared(before: Document, after: Document) -> Document:
    return comparison(Version("Version 1", before), Version("Version 2", after))


def revised(made: Document) -> list[Revised]:
    return [block for block in made.blocks if isinstance(block, Revised)]


class TestWords:
    @settings(deadline=None)
    @given(before=TEXT, after=TEXT)
    def test_both_texts_can_be_read_out_of_the_parts(self, before: str, after: str) -> None:
        parts = words(before, after)
        assert "".join(text for kind, text in parts if kind != "added") == before
        assert "".join(text for kind, text in parts if kind != "removed") == after

    @settings(deadline=None)
    @given(text=TEXT)
    def test_the_same_text_has_no_change(self, text: str) -> None:
        assert {kind for kind, _ in words(text, text)} <= {"same"}

    def test_only_the_words_that_differ_are_marked(self) -> None:
        parts = words("Minst 40 procent av vikten.", "Minst 50 procent av vikten.")
        assert parts == (
            ("same", "Minst "),
            ("removed", "40"),
            ("added", "50"),
            ("same", " procent av vikten."),
        )


class TestComparison:
    @settings(deadline=None)
    @given(blocks=some.lists(BLOCK, max_size=6), day=some.dates(date(2030, 1, 1), date(2030, 1, 28)))
    def test_a_document_made_on_another_day_with_the_same_words_has_no_difference(
        self, blocks: list[Block], day: date
    ) -> None:
        one, other = document(*blocks), document(*blocks, day=day)
        assert same_content(one, other) and not revised(compared(one, other))

    @settings(deadline=None)
    @given(before=some.lists(BLOCK, max_size=5), after=some.lists(BLOCK, max_size=5))
    def test_every_word_that_came_or_went_is_there(self, before: list[Block], after: list[Block]) -> None:
        made = compared(document(*before), document(*after))
        for blocks, kind, others in ((after, "added", before), (before, "removed", after)):
            unique = {
                block.text
                for block in blocks
                if isinstance(block, Paragraph) and block.text.strip()
            } - {text for text in _all(others)}  # fmt: skip
            shown = " ".join(
                text for one in revised(made) for which, text in one.parts if which in (kind, "same")
            )
            assert all("".join(text.split()) in "".join(shown.split()) for text in unique)

    def test_a_change_stands_under_its_heading_and_what_is_the_same_is_counted(self) -> None:
        same = [Paragraph(f"Stycke {number} är som förut.") for number in range(5)]
        before = document(Heading("Behovet"), *same, Heading("Vägen"), Paragraph("Vi köper nytt."))
        after = document(Heading("Behovet"), *same, Heading("Vägen"), Paragraph("Vi köper begagnat."))
        made = compared(before, after)
        at = [block.text for block in made.blocks if isinstance(block, Heading)]
        assert at == ["Vägen"] and len(revised(made)) == 1
        assert any(isinstance(block, Paragraph) and "oförändrade" in block.text for block in made.blocks)
        assert any(isinstance(block, Paragraph) and "1 omformulerade" in block.text for block in made.blocks)

    def test_a_row_a_fact_and_an_item_are_compared_one_by_one(self) -> None:
        table = Table(("Del", "Värde"), (("A", "10 kr"), ("B", "20 kr")), "Delar")
        before = document(table, Facts((("Antal", "60"),)), Bullets(("Inventera", "Laga")))
        after = document(
            replace(table, rows=(("A", "10 kr"), ("B", "25 kr"), ("C", "5 kr"))),
            Facts((("Antal", "38"),)),
            Bullets(("Inventera", "Laga", "Dela")),
        )
        shown = {(one.label, one.parts) for one in revised(compared(before, after))}
        assert ("Antal", (("removed", "60"), ("added", "38"))) in shown
        assert ("", (("added", "C | 5 kr"),)) in shown and ("", (("added", "Dela"),)) in shown
        assert ("", (("same", "B | "), ("removed", "20"), ("added", "25"), ("same", " kr"))) in shown
        assert len(shown) == 4

    def test_signs_carry_the_meaning_in_every_form(self) -> None:
        made = compared(document(Paragraph("Minst 40 procent.")), document(Paragraph("Minst 50 procent.")))
        for text in (docx_text(docx.render(made)), pdf_text(pdf.render(made)), plain.render(made)):
            assert "[−40−]" in text and "[+50+]" in text
        page = html.render(made).decode()
        assert "<del>[−40−]</del>" in page and "<ins>[+50+]</ins>" in page

    def test_added_is_underlined_and_removed_struck_in_word(self) -> None:
        made = compared(document(Paragraph("Minst 40 procent.")), document(Paragraph("Minst 50 procent.")))
        word = read_docx(io.BytesIO(docx.render(made)))
        runs = {run.text: run.font for paragraph in word.paragraphs for run in paragraph.runs}
        assert runs["[+50+]"].underline and not runs["[+50+]"].strike
        assert runs["[−40−]"].strike and not runs["[−40−]"].underline

    def test_a_very_long_pair_is_shown_whole(self) -> None:
        long = " ".join(f"ord{number}" for number in range(3000))
        made = revised(compared(document(Paragraph(long)), document(Paragraph(f"{long} till"))))
        assert {text for one in made for _, text in one.parts} == {long, f"{long} till"}


class TestStored:
    @settings(deadline=None)
    @given(blocks=some.lists(BLOCK, max_size=6))
    def test_what_is_kept_reads_back_as_the_same_document(self, blocks: list[Block]) -> None:
        made = document(*blocks)
        again = from_plain(as_plain(made))
        assert again == made and digest_of(again) == digest_of(made)

    def test_a_comparison_can_be_kept_too(self) -> None:
        made = compared(document(Paragraph("a b")), document(Paragraph("a c")))
        assert from_plain(as_plain(made)) == made

    @pytest.mark.parametrize(
        "broken",
        [
            {},
            {"blocks": [{"is": "script", "text": "x"}]},
            {"blocks": [{"is": "heading"}]},
            {"blocks": [{"is": "paragraph", "text": "x", "style": "plain", "onload": "x"}]},
            {"made_on": "i går"},
        ],
    )
    def test_what_we_do_not_know_is_refused(self, broken: dict[str, object]) -> None:
        data = as_plain(document(Paragraph("x"))) | broken if broken else {}
        with pytest.raises(VersionUnreadable):
            from_plain(data)


def _all(blocks: list[Block]) -> set[str]:
    return {block.text for block in blocks if isinstance(block, Paragraph)}
