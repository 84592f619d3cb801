"""What the files of a publication say, where they link, and which pictures are silent: one reader per kind of file."""

import io
import re
import unicodedata
import zipfile
from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from lxml import etree, html

SVG = "{http://www.w3.org/2000/svg}"
DRAWN = (
    ("word/document.xml", "//wp:docPr"),
    ("ppt/slides/", "//p:pic/p:nvPicPr/p:cNvPr | //p:graphicFrame[.//c:chart]/p:nvGraphicFramePr/p:cNvPr"),
)
SPACES = {
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "p": "http://schemas.openxmlformats.org/presentationml/2006/main",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
}
PAGE = "\f"
ACROSS = 1500  # signs of a page's foot and head that may stand within a passage


@dataclass(frozen=True, slots=True)
class Read:
    """A file as it is read. `pages`: its text, a page, slide or the whole. `anchors`, `links`: of a web page.
    `silent`: pictures without words for those who do not see them.
    """

    pages: tuple[str, ...]
    links: tuple[str, ...] = ()
    anchors: frozenset[str] = frozenset()
    silent: tuple[str, ...] = ()


@dataclass
class Haystack:
    """The text of a file without the white space and hyphens that line breaks add; `raw` gives a place as it stands."""

    pages: tuple[str, ...]
    text: str = field(init=False)
    _at: "array[int]" = field(init=False)

    def __post_init__(self) -> None:
        self._raw = PAGE.join(self.pages)
        self.text, self._at = _plain(self._raw)

    def raw(self, start: int, end: int) -> str:
        return " ".join(self._raw[self._at[start] : self._at[end - 1] + 1].split()) if end > start else ""

    def holds(self, passage: str) -> bool:
        """Does the passage stand there, perhaps with the foot and head of a page within it?"""
        wanted = plain(passage)
        return not wanted or wanted in self.text or self._over_pages(wanted)

    def _over_pages(self, wanted: str) -> bool:
        low, high = 0, len(wanted)  # the longest beginning that stands somewhere
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if wanted[:middle] in self.text else (low, middle - 1)
        if low < 2:
            return False
        start = self.text.find(wanted[:low])
        while start >= 0:
            end = start + low
            ahead = self.text[end : end + ACROSS + len(wanted)]
            at = ahead.find(wanted[low:])
            if at >= 0 and PAGE in ahead[:at]:
                return True
            start = self.text.find(wanted[:low], start + 1)
        # the break may lie before the longest beginning ends (the next page begins with the same signs)
        return any(
            PAGE in match[0]
            for cut in range(low, max(low - 12, 1), -1)
            for match in _over(wanted[:cut], wanted[cut:], self.text)
        )


def _over(first: str, rest: str, text: str) -> Iterator[re.Match[str]]:
    if first and rest:
        yield from re.finditer(re.escape(first) + f".{{0,{ACROSS}}}?" + re.escape(rest), text, re.DOTALL)


def plain(text: str) -> str:
    """As texts are compared: compatible signs alike, no white space, no hyphens."""
    return _plain(text)[0]


def _plain(text: str) -> tuple[str, "array[int]"]:
    kept: list[str] = []
    at = array("I")
    for place, char in enumerate(text):
        if char == PAGE:
            kept.append(char)
            at.append(place)
            continue
        if char.isspace() or char in "-\u00ad\u2010\u2011\ufffe\uffff\x02\u200b":
            continue
        for one in unicodedata.normalize("NFKC", char):
            if not one.isspace():
                kept.append(one)
                at.append(place)
    return "".join(kept), at


def read(name: str, content: bytes) -> Read | None:
    """The file as it is read; None for kinds that hold no text (pictures, film). Raises ValueError when broken."""
    reader = READERS.get(PurePosixPath(name).suffix.lower())
    if reader is None:
        return None
    try:
        return reader(content)
    except Exception as error:  # whatever a broken file makes its reader say
        raise ValueError(str(error) or type(error).__name__) from error


def _html(content: bytes) -> Read:
    page: Any = html.document_fromstring(content.decode("utf-8"))
    silent = [img.get("src", "?")[:80] for img in page.iter("img") if not (img.get("alt") or "").strip()]
    for svg in (*page.iter("svg"), *page.iter(f"{SVG}svg")):
        hidden = svg.get("aria-hidden") == "true"
        if not hidden and not _named(svg):
            silent.append(f"svg {svg.get('class', '')}".strip())
    silent += [
        f"figure {figure.get('id', '')}".strip()
        for figure in page.iter("figure")
        if not any(str(one.text_content()).strip() for one in figure.iter("figcaption"))
    ]
    links = [str(one.get("href")) for one in page.iter("a", "link") if one.get("href")]
    links += [str(one.get("src")) for one in page.iter("img", "script") if one.get("src")]
    anchors = frozenset(str(one.get("id")) for one in page.iter() if one.get("id"))
    for unseen in (*page.iter("script"), *page.iter("style")):
        unseen.text = ""
    return Read((str(page.text_content()),), tuple(links), anchors, tuple(silent))


def _named(svg: Any) -> bool:
    if (svg.get("aria-label") or "").strip():
        return True
    words = {
        one.get("id"): (one.text or "").strip() for one in svg if str(one.tag).endswith(("title", "desc"))
    }
    named = (svg.get("aria-labelledby") or "").split()
    return bool(named) and all(words.get(one) for one in named)


def _office(content: bytes) -> Read:
    """Word and PowerPoint: the text of each slide, or of the whole document; notes count as pages of their own."""
    pages, silent = [], []
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        for name in sorted(package.namelist()):
            if not re.fullmatch(
                r"word/(document|header\d*|footer\d*)\.xml|ppt/(slides|notesSlides)/[^/]+\.xml|ppt/charts/[^/]+\.xml",
                name,
            ):
                continue
            root = etree.fromstring(package.read(name))
            paragraphs = ("".join(map(str, one.itertext())) for one in root.iter() if _tag(one) == "p")
            pages.append(
                "\n".join(paragraphs) if "charts" not in name else " ".join(map(str, root.itertext()))
            )
            for place, path in DRAWN:
                if name.startswith(place):
                    found: Any = root.xpath(path, namespaces=SPACES)
                    silent += [
                        str(one.get("name", "?")) for one in found if not (one.get("descr") or "").strip()
                    ]
    return Read(tuple(pages), silent=tuple(silent))


def _tag(element: Any) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _pdf(content: bytes) -> Read:
    import pypdfium2 as pdfium  # type: ignore[import-untyped]

    document = pdfium.PdfDocument(content)
    try:
        pages, silent = [], []
        for number, page in enumerate(document, 1):
            text = page.get_textpage()
            pages.append(text.get_text_bounded())
            text.close()
            silent += [f"{number}"] * _silent_figures(page)
            page.close()
        return Read(tuple(pages), silent=tuple(silent))
    finally:
        document.close()


def _silent_figures(page: Any) -> int:
    """Figures of the page's structure that have no alternative text."""
    import pypdfium2.raw as raw  # type: ignore[import-untyped]

    tree = raw.FPDF_StructTree_GetForPage(page.raw)
    if not tree:
        return 0

    def count(element: Any) -> int:
        import ctypes

        held = ctypes.create_string_buffer(64)
        raw.FPDF_StructElement_GetType(element, held, 64)
        kind = held.raw.decode("utf-16-le", "ignore").split("\0")[0]
        found = int(kind == "Figure" and raw.FPDF_StructElement_GetAltText(element, None, 0) <= 2)
        children = raw.FPDF_StructElement_CountChildren(element)
        inner = (raw.FPDF_StructElement_GetChildAtIndex(element, at) for at in range(children))
        return found + sum(count(one) for one in inner if one)

    try:
        tops = raw.FPDF_StructTree_CountChildren(tree)
        return sum(count(raw.FPDF_StructTree_GetChildAtIndex(tree, at)) for at in range(tops))
    finally:
        raw.FPDF_StructTree_Close(tree)


def _text(content: bytes) -> Read:
    return Read((content.decode("utf-8-sig"),))


def _xml(content: bytes) -> Read:
    root = etree.fromstring(content)
    links = [str(one.get("href")) for one in root.iter() if isinstance(one.tag, str) and one.get("href")]
    return Read(("\n".join(map(str, root.itertext())),), tuple(links))


READERS: dict[str, Callable[[bytes], Read]] = {
    ".html": _html,
    ".pdf": _pdf,
    ".docx": _office,
    ".pptx": _office,
    ".xml": _xml,
    ".atom": _xml,
    **dict.fromkeys((".txt", ".md", ".vtt", ".srt", ".csv", ".json"), _text),
}
