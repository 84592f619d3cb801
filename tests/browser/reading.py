"""Downloads read back as plain words."""

import io
import re

import docx
import pypdf
from playwright.sync_api import Download

from tests.browser.walking import Walker


def download(walk: Walker, name: str) -> bytes:
    with walk.page.expect_download() as started:
        walk.page.get_by_role("link", name=re.compile("^" + re.escape(name))).first.click()
    file: Download = started.value
    return file.path().read_bytes()


def words_of_docx(content: bytes) -> str:
    document = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return plain(" ".join([*(paragraph.text for paragraph in document.paragraphs), *cells]))


def plain(text: str) -> str:
    """Spaces of every kind, and line breaks, as one space."""
    return " ".join(text.split())


def words_of_pdf(content: bytes) -> str:
    return plain(" ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages))
