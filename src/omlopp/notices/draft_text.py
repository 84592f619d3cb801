"""The line of a document that every reader gives, and plain text, Markdown and web pages as such lines."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html.parser import HTMLParser

from omlopp.notices.errors import NotUtf8, UnknownDocument
from omlopp.notices.plain import text_of_bytes

CELLS = "\t"  # between the cells of a table row


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph, heading or table row. `level`: 1–9 for a heading, 0 for text; `number` as in the document ("3.2.1").

    `page` from 1, 0 where the format has no pages; `line` its place on the page or in the document, from 1. `sheet` is
    the name of a workbook's sheet. `cells`: the texts of a table row, empty for what is no row.
    """

    text: str
    level: int = 0
    number: str = ""
    page: int = 0
    line: int = 0
    sheet: str = ""
    cells: tuple[str, ...] = ()


def plain_lines(data: bytes, file: str) -> list[Line]:
    """Plain text and Markdown. Text that is not UTF-8 is read as Windows-1252, which Swedish editors wrote for long."""
    try:
        text = text_of_bytes(data, file)
    except NotUtf8:
        try:
            text = data.decode("cp1252")
        except UnicodeDecodeError:
            raise NotUtf8(file=file, place=0) from None
    if "\x00" in text:
        raise UnknownDocument(file=file)
    return list(structured(_paragraphs(text)))


def _paragraphs(text: str) -> Iterator[Line]:
    """Paragraphs of plain text: lines up to an empty one belong together, but for lists, rows and short lines."""
    held: list[str] = []
    first = 0
    longest = max((len(line) for line in text.splitlines()), default=0)

    def end() -> Iterator[Line]:
        if held:
            yield Line(" ".join(held), line=first)
            held.clear()

    for number, raw in enumerate(text.splitlines(), 1):
        line = " ".join(raw.split())
        marks = re.match(r"#{1,6} ", line)
        if not line:
            yield from end()
        elif marks:
            yield from end()
            yield Line(line[marks.end() :].strip(" #"), level=marks.end() - 1, line=number)
        elif raw.strip().startswith("|"):
            yield from end()
            cells = tuple(cell.strip() for cell in raw.strip().strip("|").split("|"))
            if not all(re.fullmatch(r":?-+:?", cell) for cell in cells if cell):
                yield Line(CELLS.join(cell for cell in cells if cell), line=number, cells=cells)
        else:
            if held and (starts_anew(line) or len(held[-1]) < 0.6 * longest or numbered(line)[1]):
                yield from end()
            if not held:
                first = number
            held.append(line)
    yield from end()


class _Page(HTMLParser):
    """The text of a web page: blocks as lines, table rows with their cells; scripts and styles are not text."""

    _BLOCKS = frozenset(
        ("p", "div", "li", "br", "tr", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6", "section", "article")
        + ("table", "ul", "ol", "dd", "dt", "blockquote")
    )

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[Line] = []
        self._held: list[str] = []
        self._cells: list[str] | None = None
        self._level = self._hidden = 0

    def _end(self) -> None:
        text = " ".join("".join(self._held).split())
        self._held.clear()
        if text and self._cells is not None:
            self._cells.append(text)
        elif text:
            self.lines.append(Line(text, level=self._level, line=len(self.lines) + 1))

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag in ("script", "style", "template"):
            self._hidden += 1
        if tag in self._BLOCKS:
            self._end()
        if tag == "tr":
            self._cells = []
        if re.fullmatch("h[1-6]", tag):
            self._level = int(tag[1])

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style", "template"):
            self._hidden = max(0, self._hidden - 1)
        if tag in self._BLOCKS:
            self._end()
        if tag == "tr" and self._cells is not None:
            cells, self._cells = tuple(self._cells), None
            if cells:
                row = cells if len(cells) > 1 else ()
                self.lines.append(Line(CELLS.join(cells), line=len(self.lines) + 1, cells=row))
        if re.fullmatch("h[1-6]", tag):
            self._level = 0

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self._held.append(data)


def html_lines(data: bytes, file: str) -> list[Line]:
    page = _Page()
    page.feed(text_of_bytes(data, file))
    page._end()
    return [*structured(page.lines)]


_NUMBERED = re.compile(r"((?:\d{1,3}\.)*\d{1,3}|[A-Z](?:\.\d{1,3})+)[.)]?\s+(?=[^\W\d_])(.*)", re.DOTALL)
_BULLET = re.compile(r"(?:[•·▪●○–—*-]|\(?[a-zåäö0-9]{1,2}[.)])\s")
HEADING_LENGTH = 110


def numbered(text: str) -> tuple[str, str]:
    """ "3.2.1 Krav på föremålet" → ("3.2.1", "Krav på föremålet"); ("", text) where no number leads."""
    hit = _NUMBERED.match(text)
    return (hit[1], hit[2]) if hit else ("", text)


def starts_anew(line: str) -> bool:
    """A line that cannot go on from the one before: a point in a list."""
    return _BULLET.match(line) is not None


def structured(lines: Iterable[Line]) -> Iterator[Line]:
    """Lines with headings known by number where the format has none: "3.2 Krav", short and without a full stop."""
    for line in lines:
        number, rest = numbered(line.text) if not line.cells else ("", line.text)
        if line.level and number:
            yield Line(rest, line.level, number, line.page, line.line, line.sheet)
        elif number and len(rest) <= HEADING_LENGTH and _names(rest):
            yield Line(rest, number.count(".") + 1, number, line.page, line.line, line.sheet)
        else:
            yield line


def _names(text: str) -> bool:
    """A heading names: a capital first, no stop last, and no weight ("1 Pris 60 %" is a row)."""
    weighs = re.search(r"\d\s?(?:%|\w{1,6}\.?)?$", text) is not None
    return text[:1].isupper() and text[-1:] not in ".,;:" and not weighs
