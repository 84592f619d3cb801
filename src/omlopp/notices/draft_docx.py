"""DOCX: paragraphs and table rows in reading order, with headings, and the numbers Word shows but does not write."""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from omlopp.notices.draft_sheets import checked
from omlopp.notices.draft_text import CELLS, Line, numbered
from omlopp.notices.errors import BrokenDocument

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HEADING = re.compile(
    r"(?:heading|rubrik|overskrift|otsikko|überschrift|kop|titre|título|titolo)\s*([1-9])", re.I
)
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def parsed(data: bytes, file: str) -> etree._Element:
    """An XML part of a document, without entities, network or DTD. Raises BrokenDocument."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise BrokenDocument(file=file, says=error.msg or "XML") from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise BrokenDocument(file=file, says="DTD")
    return root


@dataclass(slots=True)
class _Style:
    level: int = 0
    list_id: str = ""
    depth: int = 0
    based_on: str = ""


@dataclass(slots=True)
class _Numbers:
    """The counters of one document: list id → its levels (format, text, start), and where each stands."""

    levels: dict[str, dict[int, tuple[str, str, int]]] = field(default_factory=dict)
    abstract: dict[str, str] = field(default_factory=dict)
    at: dict[str, dict[int, int]] = field(default_factory=dict)

    def next(self, list_id: str, depth: int) -> str:
        """The number of the next paragraph on this level, as Word would show it; "" for bullets."""
        home = self.abstract.get(list_id, "")
        levels = self.levels.get(home)
        if not levels or depth not in levels:
            return ""
        counters = self.at.setdefault(home, {})
        counters[depth] = counters.get(depth, levels[depth][2] - 1) + 1
        for deeper in [one for one in counters if one > depth]:
            del counters[deeper]
        form, text, _ = levels[depth]
        if form in ("bullet", "none"):
            return ""

        def one(hit: re.Match[str]) -> str:
            place = int(hit[1]) - 1
            shape, _, start = levels.get(place, ("decimal", "", 1))
            return _shaped(counters.get(place, start), shape)

        return re.sub(r"%([1-9])", one, text).strip(" .)(")


def _shaped(number: int, form: str) -> str:
    if form in ("lowerLetter", "upperLetter") and 0 < number <= 26:
        letter = _LETTERS[number - 1]
        return letter.upper() if form == "upperLetter" else letter
    if form in ("lowerRoman", "upperRoman") and 0 < number < 40:
        tens, ones = divmod(number, 10)
        roman = "x" * tens + ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"][ones]
        return roman.upper() if form == "upperRoman" else roman
    return str(number)


def docx_lines(data: bytes, file: str) -> list[Line]:
    """The lines of the body. Pages are counted where Word has written its page breaks; 0 where it has not.

    Text that is deleted with tracking is not text; what is inserted is. Raises BrokenDocument, ArchiveBomb.
    """
    archive = checked(data, file)
    root = parsed(_part(archive, "word/document.xml", file), file)
    body = root.find(f"{_W}body")
    if body is None:
        raise BrokenDocument(file=file, says="w:body")
    styles, numbers = _styles(archive, file), _numbers(archive, file)
    paged = next(root.iter(f"{_W}lastRenderedPageBreak"), None) is not None
    page = 1
    made: list[Line] = []
    for block in _blocks(body):
        if block.tag == f"{_W}tbl":
            for row in block.iter(f"{_W}tr"):
                cells = tuple(
                    " ".join(" ".join(_words(p) for p in cell.iter(f"{_W}p")).split())
                    for cell in row.iterchildren(f"{_W}tc")
                )
                page += _breaks(row) if paged else 0
                filled = tuple(cell for cell in cells if cell)
                if filled:
                    row_cells = filled if len(filled) > 1 else ()
                    made.append(Line(CELLS.join(filled), 0, "", page * paged, len(made) + 1, "", row_cells))
            continue
        page += _breaks(block) if paged else 0
        level, number = _place(block, styles, numbers)
        text = " ".join(_words(block).split())
        if not text:
            continue
        if level and not number:
            number, text = numbered(text)
        elif number and not level:
            text, number = f"{number} {text}", ""
        made.append(Line(text, level, number, page * paged, len(made) + 1))
    return made


def _part(archive: zipfile.ZipFile, name: str, file: str) -> bytes:
    try:
        return archive.read(name)
    except (KeyError, zipfile.BadZipFile, RuntimeError) as error:
        raise BrokenDocument(file=file, says=str(error)) from None


def _blocks(parent: etree._Element) -> Iterator[etree._Element]:
    """Paragraphs and tables in order, also those within content controls and insertions."""
    for child in parent:
        if child.tag in (f"{_W}p", f"{_W}tbl"):
            yield child
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml"):
            yield from _blocks(child)


def _words(paragraph: etree._Element) -> str:
    made: list[str] = []
    for part in paragraph.iter(f"{_W}t", f"{_W}tab", f"{_W}br", f"{_W}cr", f"{_W}noBreakHyphen"):
        if part.tag == f"{_W}t":
            made.append(part.text or "")
        else:
            made.append("-" if part.tag.endswith("Hyphen") else " ")
    return "".join(made)


def _breaks(block: etree._Element) -> int:
    return sum(1 for _ in block.iter(f"{_W}lastRenderedPageBreak"))


def _value(parent: etree._Element | None, *names: str) -> str:
    """The w:val of the element at the end of a path of names; "" where there is none."""
    for name in names:
        parent = parent.find(f"{_W}{name}") if parent is not None else None
    return str(parent.get(f"{_W}val", "")) if parent is not None else ""


def _place(paragraph: etree._Element, styles: dict[str, _Style], numbers: _Numbers) -> tuple[int, str]:
    """Heading level (0: none) and number of a paragraph, by itself or by its style and those it is based on."""
    about = paragraph.find(f"{_W}pPr")
    outline = _value(about, "outlineLvl")
    level = int(outline) + 1 if outline.isdigit() and int(outline) < 9 else 0
    list_id, depth = _value(about, "numPr", "numId"), _value(about, "numPr", "ilvl")
    name, seen = _value(about, "pStyle"), set()
    while name in styles and name not in seen:
        seen.add(name)
        style = styles[name]
        level = level or style.level
        if not list_id and style.list_id:
            list_id, depth = style.list_id, depth or str(style.depth)
        name = style.based_on
    number = numbers.next(list_id, int(depth) if depth.isdigit() else 0) if list_id not in ("", "0") else ""
    return level, number


def _styles(archive: zipfile.ZipFile, file: str) -> dict[str, _Style]:
    if "word/styles.xml" not in archive.namelist():
        return {}
    found: dict[str, _Style] = {}
    for style in parsed(_part(archive, "word/styles.xml", file), file).iter(f"{_W}style"):
        about = style.find(f"{_W}pPr")
        outline, name = _value(about, "outlineLvl"), _value(style, "name")
        hit = _HEADING.match(name) or _HEADING.match(style.get(f"{_W}styleId", ""))
        level = int(outline) + 1 if outline.isdigit() and int(outline) < 9 else int(hit[1]) if hit else 0
        if not level and name.lower() in ("title", "rubrik"):
            level = 1
        depth = _value(about, "numPr", "ilvl")
        found[style.get(f"{_W}styleId", "")] = _Style(
            level,
            _value(about, "numPr", "numId"),
            int(depth) if depth.isdigit() else max(0, level - 1),
            _value(style, "basedOn"),
        )
    return found


def _numbers(archive: zipfile.ZipFile, file: str) -> _Numbers:
    made = _Numbers()
    if "word/numbering.xml" not in archive.namelist():
        return made
    root = parsed(_part(archive, "word/numbering.xml", file), file)
    for one in root.iter(f"{_W}abstractNum"):
        levels: dict[int, tuple[str, str, int]] = {}
        for level in one.iter(f"{_W}lvl"):
            depth, start = level.get(f"{_W}ilvl", "0"), _value(level, "start")
            text = _value(level, "lvlText")
            if depth.isdigit():
                levels[int(depth)] = (_value(level, "numFmt"), text, int(start) if start.isdigit() else 1)
        made.levels[one.get(f"{_W}abstractNumId", "")] = levels
    for one in root.iter(f"{_W}num"):
        made.abstract[one.get(f"{_W}numId", "")] = _value(one, "abstractNumId")
    return made
