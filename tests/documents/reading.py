"""Reading our own files back: all text of a DOCX, text per page of a PDF."""

import io
from collections.abc import Iterator

from docx import Document
from docx.table import Table
from docx.text.paragraph import Paragraph
from pypdf import PdfReader


def plain(text: str) -> str:
    """One line, ordinary spaces: what a search by a reader would compare."""
    return " ".join(text.split())


def docx_text(content: bytes) -> str:
    word = Document(io.BytesIO(content))
    parts = [word.element.body, *(part._element for s in word.sections for part in (s.header, s.footer))]
    return plain(" ".join(text for part in parts for text in _texts(part, word)))


def _texts(element: object, parent: object) -> Iterator[str]:
    for child in element.iterchildren():  # type: ignore[attr-defined]
        if child.tag.endswith("}p"):
            yield Paragraph(child, parent).text  # type: ignore[arg-type]
        elif child.tag.endswith("}tbl"):
            for row in Table(child, parent).rows:  # type: ignore[arg-type]
                for cell in row.cells:
                    yield cell.text


def pdf_pages(content: bytes) -> list[str]:
    return [plain(page.extract_text()) for page in PdfReader(io.BytesIO(content)).pages]


def pdf_text(content: bytes) -> str:
    return plain(" ".join(pdf_pages(content)))
