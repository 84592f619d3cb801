"""A procurement document as lines in reading order, whatever format it came in: what is on each, and where it stands.

Every reader (`draft_docx`, `draft_odt`, `draft_pdf`, `draft_sheets`, `draft_text`) gives `Line`s. Nothing in a document
is run, followed or fetched.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Literal

from omlopp.notices.draft_docx import docx_lines
from omlopp.notices.draft_odt import odt_lines
from omlopp.notices.draft_pdf import pdf_lines
from omlopp.notices.draft_sheets import checked, sheets
from omlopp.notices.draft_text import CELLS, Line, html_lines, plain_lines
from omlopp.notices.errors import EmptyFile, LockedDocument, NoTextInDocument, OldDocument, UnknownDocument
from omlopp.notices.fields import settled

Layout = Literal["pdf", "docx", "odt", "xlsx", "ods", "text", "html"]
LINE_LIMIT = 200_000


def lines_of(data: bytes, file: str) -> tuple[Layout, list[Line]]:
    """The document's format and its lines.

    Raises the refusals of documents in omlopp.notices.errors, and EmptyFile, NotUtf8, ArchiveBomb.
    """
    if not data.strip():
        raise EmptyFile(file=file)
    layout = layout_of(data, file)
    lines = [_settled(line) for line in _READERS[layout](data, file)[:LINE_LIMIT]]
    if not any(re.search(r"\w", line.text) for line in lines):
        raise NoTextInDocument(file=file, pages=max((line.page for line in lines), default=0))
    return layout, lines


def _settled(line: Line) -> Line:
    if line.text.isascii():
        return line
    return replace(line, text=settled(line.text), cells=tuple(map(settled, line.cells)))


def layout_of(data: bytes, file: str) -> Layout:
    """The format by what the file holds; its name decides only what is plain text.

    Raises OldDocument, LockedDocument (Office documents with a password are OLE files), UnknownDocument.
    """
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data[:4] == b"PK\x03\x04":
        return _zipped(data, file)
    if data[:4] == b"\xd0\xcf\x11\xe0":
        # The names of streams are UTF-16: an encrypted DOCX or XLSX holds EncryptedPackage.
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise LockedDocument(file=file)
        raise OldDocument(file=file)
    lower = file.lower()
    if lower.endswith((".html", ".htm")) or data[:1000].lstrip().lower().startswith(
        (b"<!doctype html", b"<html")
    ):
        return "html"
    if lower.endswith((".txt", ".md", ".text", ".markdown")):
        return "text"
    raise UnknownDocument(file=file)


def _zipped(data: bytes, file: str) -> Layout:
    archive = checked(data, file)
    names = set(archive.namelist())
    kind = archive.read("mimetype")[:100].decode("ascii", "replace").strip() if "mimetype" in names else ""
    if "word/document.xml" in names:
        return "docx"
    if "xl/workbook.xml" in names or "xl/workbook.bin" in names:
        return "xlsx"
    if kind.endswith("opendocument.spreadsheet"):
        return "ods"
    if kind.endswith(("opendocument.text", "opendocument.text-template")):
        return "odt"
    raise UnknownDocument(file=file)


def _sheets(data: bytes, file: str) -> list[Line]:
    made: list[Line] = []
    for name, rows in sheets(data, file):
        made.append(Line(name, level=1, sheet=name))
        for number, row in enumerate(rows, 1):
            cells = tuple(" ".join(cell.split()) for cell in row)
            filled = tuple(cell for cell in cells if cell)
            if filled:
                made.append(
                    Line(CELLS.join(filled), line=number, sheet=name, cells=filled if len(filled) > 1 else ())
                )
    # A sheet's name alone is no text.
    return made if any(line.level == 0 for line in made) else []


_READERS: dict[Layout, Callable[[bytes, str], list[Line]]] = {
    "pdf": pdf_lines,
    "docx": docx_lines,
    "odt": odt_lines,
    "xlsx": _sheets,
    "ods": _sheets,
    "text": plain_lines,
    "html": html_lines,
}
