"""Procurement documents as notices: the same words in every format give the same facts. Every document is invented."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from omlopp.domain.model.errors import OmloppError
from omlopp.library.messages import sentence
from omlopp.notices import draft, errors
from omlopp.notices.draft_pdf import pdf_lines
from omlopp.notices.draft_read import lines_of
from omlopp.notices.errors import Rejected
from omlopp.notices.evidence import evidence
from omlopp.notices.read import notices
from omlopp.notices.schema import Notice
from tests.notices import documents

FORMATS = {
    "utkast.docx": documents.docx,
    "utkast.odt": documents.odt,
    "utkast.pdf": documents.pdf,
    "utkast.txt": documents.TEXT.encode,
    "utkast.md": documents.TEXT.encode,
}


@pytest.fixture(scope="module", params=FORMATS, ids=lambda name: name.rpartition(".")[2])
def read(request):
    return draft.notice(FORMATS[request.param](), request.param)


def test_title_language_and_codes_are_read(read):
    assert read.title == documents.TITLE and read.language == "sv" and read.cpv == ("39130000",)
    assert (read.format, read.text_read, read.kind) == ("document", "document", "other")


def test_a_text_says_where_it_stands_and_what_it_is_about(read):
    about = {text.field.split(" (")[0]: text.about for text in read.texts}
    assert about["2.1 Krav på föremålet"] == "technical"
    assert about["3 Utvärdering"] == "award" and about["4 Avtalsvillkor"] == "performance"
    assert len({(text.field, text.lot_id) for text in read.texts}) == len(read.texts), "a field is one place"


def test_criteria_come_with_their_weights_and_the_sum_is_none(read):
    [lot] = read.lots
    assert [(one.kind, one.name, one.weight_as_written, one.weight) for one in lot.criteria] == [
        ("price", "Pris", "50 %", 0.5),
        ("quality", "Andel återbrukade möbler", "30 %", 0.3),
        ("quality", "Garanti", "20 %", 0.2),
    ]


def test_passages_are_quoted_to_the_letter_with_their_kind_of_requirement(read):
    found = evidence(read)
    texts = {text.field: text.text for text in read.texts}
    assert all(one.quote == texts[one.field][one.start : one.end] for one in found)
    kinds = {(one.concept, one.requirement) for one in found}
    assert {("reuse", "technical"), ("take_back", "performance")} <= kinds
    assert any(one.says == "barrier" and documents.BARRIER in one.quote for one in found)


def test_a_pdf_names_the_page_and_leaves_running_heads_out():
    read = draft.notice(documents.pdf(), "utkast.pdf")
    assert {text.field for text in read.texts if text.about == "technical"} == {
        "2 Kravspecifikation (s. 2)",
        "2.1 Krav på föremålet (s. 2)",
    }
    assert not any("dnr 1" in text.text for text in read.texts)


def test_lines_of_a_pdf_are_joined_to_paragraphs():
    [paragraph] = [
        line for line in pdf_lines(documents.pdf(), "u.pdf") if "sextio arbetsplatser" in line.text
    ]
    assert paragraph.text.count("sextio arbetsplatser") == 6 and "\n" not in paragraph.text


def test_a_workbook_gives_sheet_and_row_and_its_weights():
    read = draft.notice(documents.workbook(), "krav.xlsx")
    assert read.title == "krav" and read.form == "xlsx"
    [barrier] = [one for one in evidence(read) if one.says == "barrier"]
    assert barrier.field == "Krav, rad 3"
    assert [(one.name, one.weight) for one in read.lots[0].criteria] == [
        ("Pris", 0.5),
        ("Andel återbrukade möbler", 0.3),
        ("Garanti", 0.2),
    ]


def test_a_formula_is_read_as_its_last_value():
    _, lines = lines_of(documents.xlsx({"Blad1": [["Pris", "=SUM(A1:A9)"]]}), "a.xlsx")
    assert lines[1].cells == ("Pris", "42")


def test_lots_are_told_by_their_headings():
    text = (
        "ÖVNING – textilier\n\n1 Del 1: Arbetskläder\n\nKläderna ska tvättas varsamt.\n\n1.1 Utvärdering\n\nPris 60 %\n\n"
        "Livslängd 40 %\n\n2 Del 2: Lakan\n\nLakanen ska vara vita och de ska levereras varje vecka.\n\n"
        "2.1 Utvärdering\n\nPris 100 %\n\n"
    )
    read = draft.notice(text.encode(), "u.txt")
    assert [(lot.lot_id, lot.title) for lot in read.lots] == [("1", "Arbetskläder"), ("2", "Lakan")]
    assert [[one.weight for one in lot.criteria] for lot in read.lots] == [[0.6, 0.4], [1.0]]
    assert {text.lot_id for text in read.texts if "lakan" in text.text.lower()} == {"2"}


def test_points_are_weights_where_all_have_them():
    text = "ÖVNING\n\n1 Tilldelningskriterier\n\nPris 60 poäng\n\nMiljö 40 poäng\n\nVi och ni ska läsa det som står här.\n"
    [lot] = draft.notice(text.encode(), "u.txt").lots
    assert [(one.weight_as_written, one.weight) for one in lot.criteria] == [
        ("60 poäng", 0.6),
        ("40 poäng", 0.4),
    ]


def test_deleted_words_are_no_text_and_inserted_are():
    word = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    body = (
        "<w:p><w:del><w:r><w:delText>begagnade</w:delText></w:r></w:del><w:ins><w:r><w:t>nya</w:t></w:r></w:ins>"
        "<w:r><w:t xml:space='preserve'> stolar</w:t></w:r></w:p>"
    )
    data = documents.packed({"word/document.xml": f"<w:document {word}><w:body>{body}</w:body></w:document>"})
    _, [line] = lines_of(data, "u.docx")
    assert line.text == "nya stolar"


def test_web_pages_are_read_as_text_only():
    html = "<html><head><style>p{}</style><script>återbruk()</script></head><body><h1>ÖVNING</h1><p>Köp <b>begagnat</b>.</p></body></html>"
    _, lines = lines_of(html.encode(), "u.html")
    assert [(line.text, line.level) for line in lines] == [("ÖVNING", 1), ("Köp begagnat.", 0)]


def test_text_from_an_old_swedish_editor_is_read():
    read = draft.notice(documents.TEXT.encode("cp1252"), "u.txt")
    assert read.title == documents.TITLE


def locked_pdf():
    import io

    import pypdf

    writer = pypdf.PdfWriter(io.BytesIO(documents.pdf()))
    writer.encrypt("hemligt")
    held = io.BytesIO()
    writer.write(held)
    return held.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)
WORD = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
REFUSED = {
    "a PDF of scanned pages": (
        "u.pdf",
        lambda: documents.pdf("#rect(width: 5cm)\n#pagebreak()\n#circle()"),
        errors.NoTextInPdf,
    ),
    "a PDF cut off": ("u.pdf", lambda: documents.pdf()[:200], errors.BrokenDocument),
    "a PDF in name only": ("u.pdf", lambda: b"%PDF-1.7 and nothing more", errors.BrokenDocument),
    "a PDF with a password": ("u.pdf", locked_pdf, errors.LockedDocument),
    "a DOCX with a password": (
        "u.docx",
        lambda: OLE + "EncryptedPackage".encode("utf-16-le"),
        errors.LockedDocument,
    ),
    "a .doc": ("u.doc", lambda: OLE, errors.OldDocument),
    "a DOCX that swells": (
        "u.docx",
        lambda: documents.packed({"word/document.xml": b" " * 50_000_000}),
        errors.ArchiveBomb,
    ),
    "a DOCX with broken XML": (
        "u.docx",
        lambda: documents.packed({"word/document.xml": f"{WORD}><w:body>"}),
        errors.BrokenDocument,
    ),
    "a DOCX with an entity bomb": (
        "u.docx",
        lambda: documents.packed(
            {
                "word/document.xml": f'<!DOCTYPE a [<!ENTITY b "c">]>{WORD}><w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>'
            }
        ),
        errors.BrokenDocument,
    ),
    "an empty DOCX": (
        "u.docx",
        lambda: documents.packed({"word/document.xml": f"{WORD}><w:body/></w:document>"}),
        errors.NoTextInDocument,
    ),
    "a ZIP file cut off": ("u.docx", lambda: documents.docx()[:900], errors.BrokenDocument),
    "an ODT without content": (
        "u.odt",
        lambda: documents.packed({"mimetype": "application/vnd.oasis.opendocument.text"}),
        errors.BrokenDocument,
    ),
    "an empty workbook": ("u.xlsx", lambda: documents.xlsx({"Blad1": []}), errors.NoTextInDocument),
    "a ZIP file of something else": (
        "u.docx",
        lambda: documents.packed({"a.jar": "x"}),
        errors.UnknownDocument,
    ),
    "bytes that are no text": ("u.txt", lambda: b"\x81\x8d\x8f\x90 \xff", errors.NotUtf8),
    "an empty text": ("u.txt", lambda: b" \n", errors.EmptyFile),
}


@pytest.mark.parametrize("case", REFUSED, ids=str)
def test_a_document_that_cannot_be_read_is_refused_by_name(case):
    name, make, kind = REFUSED[case]
    with pytest.raises(OmloppError) as refusal:
        draft.notice(make(), name)
    assert type(refusal.value) is kind
    for language in ("sv", "en"):
        said = sentence(refusal.value, language)
        assert said.startswith(f"{name}: ") and "{" not in said and said.endswith(".")


def test_a_document_too_long_is_refused_by_its_pages():
    with pytest.raises(errors.TooManyPages) as refusal:
        pdf_lines(documents.pdf(), "u.pdf", pages=2)
    assert refusal.value.facts == {"file": "u.pdf", "pages": 3, "limit": 2}


def test_a_document_that_takes_too_long_is_left():
    with pytest.raises(errors.DocumentTooSlow):
        pdf_lines(documents.pdf(), "u.pdf", seconds=0)


def test_a_refused_document_among_notices_is_rejected_and_the_run_goes_on():
    [rejected] = notices(OLE, "mapp/u.doc")
    assert isinstance(rejected, Rejected) and rejected.file == "mapp/u.doc"
    assert rejected.error.code == "notices.old_document"


def test_a_workbook_with_a_cell_at_the_end_of_the_world_ends_only_its_own_reader():
    cell = documents._cell("XFD1048576", "långt bort")
    data = documents.xlsx({"Blad1": [["Krav"]]})
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"].decode()
    parts["xl/worksheets/sheet1.xml"] = sheet.replace(
        "</sheetData>", f'<row r="1048576">{cell}</row></sheetData>'
    )
    with pytest.raises(errors.BrokenDocument):
        lines_of(documents.packed(parts), "u.xlsx")


@given(
    st.binary(max_size=200) | st.sampled_from([b"%PDF-", b"PK\x03\x04", b"\xd0\xcf\x11\xe0"]),
    st.sampled_from(["a.txt", "a.html", "a.docx", "a.json", "a.jsonl", "a.csv", "a.xml", "stdin"]),
)
@settings(max_examples=200, deadline=None)
def test_no_bytes_break_the_run(data, name):
    if b"%PDF-" not in data or data == b"%PDF-":
        assert all(isinstance(one, (Notice, Rejected)) for one in notices(data, name))


def test_a_draft_of_two_sentences_with_our_letters_is_read_as_swedish():
    written = "Möblerna lagas på plats. Hela stolar återbrukas."
    assert draft.notice(written.encode(), "utkast.txt").language == "sv"
    assert draft.notice("Möbler repariert. Größe 3.".encode(), "utkast.txt").language != "sv"
