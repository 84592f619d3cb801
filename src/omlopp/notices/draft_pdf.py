"""PDF: lines with page, joined to paragraphs. Read in a process of its own (`draft_child`)."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from omlopp.notices.draft_child import SECONDS, answer, asked
from omlopp.notices.draft_text import Line, starts_anew, structured
from omlopp.notices.errors import NoTextInPdf, TooManyPages

PAGES = 2_000
_KEEPS_HYPHEN = re.compile(r"(?:och|eller|and|or|und|oder|en|of|og|ja|tai|et|ou)\b", re.IGNORECASE)


def pdf_lines(data: bytes, file: str, seconds: float = SECONDS, pages: int = PAGES) -> list[Line]:
    """The lines of a PDF. Raises NoTextInPdf, LockedDocument, BrokenDocument, DocumentTooSlow, TooManyPages."""
    said = asked("draft_pdf", data, file, seconds, pages)
    if said["pages"] > pages:
        raise TooManyPages(file=file, pages=said["pages"], limit=pages)
    lines = [Line(**line) for line in said["lines"]]
    if not any(re.search(r"\w", line.text) for line in lines):
        raise NoTextInPdf(file=file, pages=said["pages"])
    return lines


def read_here(data: bytes, most: int) -> dict[str, Any]:
    """In the process of its own: what the document says, or what keeps it from being read."""
    import pypdfium2  # type: ignore[import-untyped]

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        return {"locked": True} if "assword" in str(error) else {"broken": str(error)}
    number = len(document)
    if number > most:
        return {"pages": number}
    try:
        pages = [_lines_of(document[place]) for place in range(number)]
    except pypdfium2.PdfiumError as error:
        return {"broken": str(error)}
    return {"pages": number, "lines": [asdict(line) for line in structured(_joined(_without_heads(pages)))]}


def _lines_of(page) -> list[tuple[str, float]]:  # type: ignore[no-untyped-def]
    """(text, size of its letters in points) of each line, in the order of the file."""
    from pypdfium2 import raw

    textpage = page.get_textpage()
    # PDFium marks a hyphen at the end of a line with U+0002 and leaves out the break.
    text = textpage.get_text_range(errors="ignore").replace("\ufffe", "-").replace("\x02", "-\n")
    made: list[tuple[str, float]] = []
    place = 0
    for line in re.split(r"\r\n|\r|\n", text):
        shown = " ".join(line.split())
        if shown:
            size = raw.FPDFText_GetFontSize(textpage, min(place, max(0, textpage.count_chars() - 1)))
            made.append((shown, round(size, 1)))
        place += len(line) + 2
    return made


def _without_heads(pages: list[list[tuple[str, float]]]) -> list[list[tuple[str, float]]]:
    """The pages without what stands first or last on three or more of them: running heads, page numbers."""

    def same(text: str) -> str:
        return re.sub(r"\d+", "#", text)

    seen = Counter(same(line[0]) for page in pages for line in {*page[:2], *page[-2:]})
    common = {text for text, number in seen.items() if number >= 3 and number >= len(pages) // 2}
    return [
        [
            line
            for place, line in enumerate(page)
            if not (same(line[0]) in common and (place < 2 or place >= len(page) - 2))
        ]
        for page in pages
    ]


def _joined(pages: list[list[tuple[str, float]]]) -> Iterator[Line]:
    """Paragraphs out of lines; larger letters than the body's make a heading."""
    sizes = Counter[float]()
    for page in pages:
        for text, size in page:
            sizes[size] += len(text)
    body = sizes.most_common(1)[0][0] if sizes else 0.0
    larger = sorted({size for size in sizes if size >= body * 1.15}, reverse=True)
    for number, page in enumerate(pages, 1):
        longest = max((len(text) for text, _ in page), default=0)
        held, first, begun, last_size, last_length = "", 0, 0, 0.0, 0
        for place, (text, size) in enumerate(page, 1):
            heading = size in larger and len(text) <= 160
            goes_on = (
                held
                and size == last_size
                and (heading or begun == 0)
                and not starts_anew(text)
                and not re.match(r"\d{1,3}(?:\.\d{1,3})*\.?\s+[A-ZÅÄÖ]", text)
                and (
                    heading  # a heading of two lines
                    or held[-1] == "-"
                    or (text[:1].islower() and held[-1] not in ".:;")
                    or (last_length >= 0.7 * longest and held[-1] not in ".:;?!")
                )
            )
            if goes_on:
                if held[-1] == "-" and text[:1].islower() and not _KEEPS_HYPHEN.match(text):
                    held = held[:-1] + text
                else:
                    held = f"{held} {text}"
            else:
                if held:
                    yield Line(held, begun, "", number, first)
                held, first, begun = text, place, 0
                if heading:
                    begun = min(9, larger.index(size) + 1)
            last_size, last_length = size, len(text)
        if held:
            yield Line(held, begun, "", number, first)


if __name__ == "__main__":
    answer(read_here)
