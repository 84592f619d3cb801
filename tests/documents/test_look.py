"""An organisation's own logo and Word template: used as they are, or refused with what to do."""

import io
import zipfile
from dataclasses import replace
from typing import Any

import pytest
from docx import Document as new_word
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from PIL import Image
from pypdf import PdfReader

from omlopp.documents import docx, pdf
from omlopp.documents.docx_styles import BUILT_IN, OWN
from omlopp.documents.look import (
    LARGEST_LOGO,
    LogoRefused,
    Look,
    TemplateFetches,
    TemplateHasMacros,
    TemplateRefused,
    TemplateTooLarge,
    TemplateTooNarrow,
    looked_at_logo,
    looked_at_template,
)
from omlopp.documents.plan import Heading
from omlopp.documents.plans.needs_analysis import needs_analysis
from omlopp.flows import papers
from omlopp.library.messages import sentence
from tests.documents.dossiers import whole_dossier, whole_library
from tests.documents.reading import docx_text, pdf_text
from tests.documents.sample import DAY


def picture(kind: str = "PNG", size: tuple[int, int] = (300, 100)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, (20, 90, 70)).save(out, kind)
    return out.getvalue()


def saved(word: Any) -> bytes:
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def template(*, width: float = 16.0, bare: bool = False) -> bytes:
    """A municipality's template: own font, own heading, own header and footer. `bare`: most styles are missing."""
    word = new_word()
    word.styles["Normal"].font.name, word.styles["Normal"].font.size = "Georgia", Pt(12)
    word.styles["Heading 1"].font.name, word.styles["Heading 1"].font.size = "Impact", Pt(22)
    if bare:
        keep = {"Normal", "Heading 1", "Default Paragraph Font", "Normal Table", "No List"}
        for style in list(word.styles):
            if style.name not in keep:
                style.delete()
        word.styles.add_style("Omlopp Note", WD_STYLE_TYPE.PARAGRAPH).font.size = Pt(7)
    section = word.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm((21 - width) / 2)
    section.header.paragraphs[0].text = "Sagostads kommun"
    section.footer.paragraphs[0].text = "Torget 1, Sagostad"
    word.add_paragraph("Exempeltext som inte ska följa med")
    return saved(word)


def repacked(content: bytes, changed: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(out, "w") as after:
        for part in before.namelist():
            after.writestr(part, changed.pop(part, before.read(part)))
        for part, added in changed.items():
            after.writestr(part, added)
    return out.getvalue()


def plan() -> Any:
    return needs_analysis(whole_dossier(), whole_library(), "sv", DAY)


class TestTemplate:
    @pytest.mark.parametrize("bare", [False, True])
    def test_its_header_footer_page_and_styles_are_used_and_its_text_is_not(self, bare: bool) -> None:
        content = docx.render(plan(), Look("Sagostad", template=template(bare=bare)))
        word, text = new_word(io.BytesIO(content)), docx_text(content)
        assert "Sagostads kommun" in text and "Torget 1, Sagostad" in text and "Exempeltext" not in text
        assert word.styles["Heading 1"].font.name == "Impact" and word.styles["Normal"].font.name == "Georgia"
        first = next(each for each in word.paragraphs if each.style.name == "Heading 1")
        assert not [run for run in first.runs if run.font.name or run.font.size], (
            "the template's style decides"
        )
        headings = [each.text for each in word.paragraphs if each.style.name.startswith("Heading")]
        assert headings == [block.text for block in plan().blocks if isinstance(block, Heading)]

    def test_a_style_that_is_missing_is_added_and_one_that_is_there_is_kept(self) -> None:
        word = new_word(io.BytesIO(docx.render(plan(), Look(template=template(bare=True)))))
        names = {style.name for style in word.styles}
        assert {name for name, *_ in (*BUILT_IN, *OWN)} <= names
        assert word.styles["Omlopp Note"].font.size == Pt(7)
        ids = [style.style_id for style in word.styles]
        assert len(ids) == len(set(ids))
        bullets = [each for each in word.paragraphs if each.style.name == "List Bullet"]
        assert bullets and word.styles["List Bullet"].element.pPr.find(qn("w:numPr")) is not None

    def test_marks_and_stamps_stand_on_every_page_also_on_a_first_page_of_its_own(self) -> None:
        word = new_word(io.BytesIO(template()))
        word.sections[0].different_first_page_header_footer = True
        word.settings.odd_and_even_pages_header_footer = True
        made = replace(plan(), exercise=True, stamps=("HEMLIGT",))
        section = new_word(io.BytesIO(docx.render(made, Look(template=saved(word))))).sections[0]
        for head, foot in (
            (section.header, section.footer),
            (section.first_page_header, section.first_page_footer),
            (section.even_page_header, section.even_page_footer),
        ):
            said = " ".join(each.text for each in head.paragraphs)
            assert "ÖVNING" in said and "HEMLIGT" in said
            assert made.marks[4][1] in " ".join(each.text for each in foot.paragraphs)

    def test_the_same_document_in_the_same_template_is_the_same_bytes(self) -> None:
        own = Look(template=template(bare=True))
        assert docx.render(plan(), own) == docx.render(plan(), own)

    def test_tables_fill_the_width_of_its_page(self) -> None:
        word = new_word(io.BytesIO(docx.render(plan(), Look(template=template(width=12.0)))))
        for table in word.tables:
            assert sum(column.width for column in table.columns) <= Cm(12.05)

    def test_one_that_names_its_own_template_on_a_server_is_taken_and_the_name_left_out(self) -> None:
        kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"
        word = new_word(io.BytesIO(template()))
        word.part._settings_part.relate_to("file:///G:/mallar/kommun.dotx", kind, is_external=True)
        content = docx.render(plan(), Look(template=saved(word)))
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            assert not [part for part in parts.namelist() if b"kommun.dotx" in parts.read(part)]


class TestRefused:
    def test_macros(self) -> None:
        with pytest.raises(TemplateHasMacros) as refused:
            looked_at_template("mall.docx", repacked(template(), {"word/vbaProject.bin": b"x"}))
        assert "makron" in sentence(refused.value, "sv") and "mall.docx" in sentence(refused.value, "sv")

    def test_a_picture_fetched_from_elsewhere(self) -> None:
        word = new_word(io.BytesIO(template()))
        kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
        word.part.relate_to("https://example.org/logga.png", kind, is_external=True)
        with pytest.raises(TemplateFetches) as refused:
            looked_at_template("mall.docx", saved(word))
        assert refused.value.facts["what"] == "https://example.org/logga.png"

    @pytest.mark.parametrize(
        "content",
        [
            b"",
            b"PK\x03\x04 nej",
            b"%PDF-1.7",
            template()[:3000],
            repacked(template(), {"word/document.xml": b"<nej"}),
        ],
        ids=["empty", "not a zip", "a pdf", "cut off", "broken xml"],
    )
    def test_what_is_no_word_file(self, content: bytes) -> None:
        with pytest.raises(TemplateRefused):
            looked_at_template("mall.docx", content)

    def test_a_file_that_unpacks_to_far_too_much(self) -> None:
        with pytest.raises(TemplateTooLarge):
            looked_at_template("mall.docx", _bomb())

    def test_a_page_too_narrow_for_tables(self) -> None:
        with pytest.raises(TemplateTooNarrow) as refused:
            looked_at_template("mall.docx", template(width=7.0))
        assert "7.0 cm" in sentence(refused.value, "sv")

    def test_the_document_is_made_in_our_own_look_all_the_same(self) -> None:
        broken = Look("Sagostad", template=b"nej")
        assert papers.render(plan(), "docx", broken) == docx.render(plan(), Look("Sagostad"))


class TestLogo:
    @pytest.mark.parametrize("kind", ["PNG", "JPEG"])
    def test_it_stands_in_the_word_header_and_on_the_first_page_of_the_pdf_with_its_text(
        self, kind: str
    ) -> None:
        own = Look("Sagostads kommun", logo=looked_at_logo("logga", picture(kind)))
        word = new_word(io.BytesIO(docx.render(plan(), own)))
        told = [each.get("descr") for each in word.sections[0].header._element.iter(qn("wp:docPr"))]
        assert told == ["Sagostads kommun"]
        content = pdf.render(plan(), own)
        reader = PdfReader(io.BytesIO(content))
        assert len(list(reader.pages[0].images)) == 1 and not list(reader.pages[1].images)
        assert "Sagostads kommun" in _alts(reader)
        assert pdf_text(content) == pdf_text(pdf.render(plan())) or len(reader.pages) > 1

    @pytest.mark.parametrize(
        "content",
        [
            b"", b"<svg/>", picture("GIF"), picture()[:60], picture(size=(900, 20)), picture(size=(20, 900)),
            b"\x89PNG\r\n\x1a\n" + b"0" * (LARGEST_LOGO + 1),
        ],
        ids=["empty", "svg", "gif", "cut off", "too wide", "too high", "too large"],
    )  # fmt: skip
    def test_what_cannot_be_drawn_is_refused(self, content: bytes) -> None:
        with pytest.raises(LogoRefused) as refused:
            looked_at_logo("logga.png", content)
        assert "PNG- eller JPG" in sentence(refused.value, "sv")


def _bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as parts:
        for number in range(7):
            parts.writestr(f"word/{number}.xml", b"0" * (10 * 2**20))
    return out.getvalue()


def _alts(reader: PdfReader) -> str:
    def walk(node: Any) -> list[str]:
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            return [text for each in node for text in walk(each)]
        if not hasattr(node, "get"):
            return []
        own = [str(node["/Alt"])] if "/Alt" in node else []
        return own + (walk(node["/K"]) if "/K" in node else [])

    return " ".join(walk(reader.trailer["/Root"]["/StructTreeRoot"]["/K"]))
