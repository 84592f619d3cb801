"""ODT: paragraphs, headings, lists and table rows of content.xml, in reading order."""

from lxml import etree

from omlopp.notices.draft_docx import parsed
from omlopp.notices.draft_sheets import checked
from omlopp.notices.draft_text import CELLS, Line, numbered, structured
from omlopp.notices.errors import BrokenDocument, LockedDocument

_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"


def odt_lines(data: bytes, file: str) -> list[Line]:
    """The lines of the text. ODT does not say where pages end. Raises BrokenDocument, LockedDocument, ArchiveBomb."""
    archive = checked(data, file)
    names = archive.namelist()
    if "META-INF/manifest.xml" in names and b"encryption-data" in archive.read("META-INF/manifest.xml"):
        raise LockedDocument(file=file)
    if "content.xml" not in names:
        raise BrokenDocument(file=file, says="content.xml")
    root = parsed(archive.read("content.xml"), file)
    body = root.find(f".//{_OFFICE}text")
    if body is None:
        raise BrokenDocument(file=file, says="office:text")
    made: list[Line] = []
    _walk(body, made)
    return list(structured(made))


def _walk(parent: etree._Element, made: list[Line]) -> None:
    for child in parent:
        tag = child.tag
        if tag == f"{_TEXT}h":
            level = child.get(f"{_TEXT}outline-level", "1")
            _add(made, _words(child), int(level) if level.isdigit() else 1)
        elif tag == f"{_TEXT}p":
            _add(made, _words(child), 0)
        elif tag == f"{_TABLE}table-row":
            cells = tuple(
                " ".join(" ".join(_words(p) for p in cell.iter(f"{_TEXT}p", f"{_TEXT}h")).split())
                for cell in child.iterchildren(f"{_TABLE}table-cell")
            )
            filled = tuple(cell for cell in cells if cell)
            if filled:
                made.append(
                    Line(CELLS.join(filled), line=len(made) + 1, cells=filled if len(filled) > 1 else ())
                )
        elif isinstance(tag, str) and tag != f"{_TEXT}tracked-changes":
            _walk(child, made)


def _add(made: list[Line], text: str, level: int) -> None:
    text = " ".join(text.split())
    if text:
        number, rest = numbered(text) if level else ("", text)
        made.append(Line(rest, level, number, line=len(made) + 1))


def _words(element: etree._Element) -> str:
    """All text of a paragraph; notes are read where they are called."""
    made = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str):
            name = child.tag.rpartition("}")[2]
            if name in ("s", "tab", "line-break"):
                made.append(" ")
            elif name not in ("annotation", "bookmark-start", "bookmark-end"):
                made.append(_words(child))
        made.append(child.tail or "")
    return "".join(made)
