"""A procurement document as a Notice: its sections as texts with heading and page, its criteria, its lots.

A text's field is its place: "3.2 Krav på föremålet (s. 4)". What its heading is about says what kind of requirement a
passage in it is (library/notices/document_cues.csv).
"""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import PurePosixPath
from typing import cast

from omlopp.library.codelists import cpv_name, rows
from omlopp.notices.draft_read import lines_of
from omlopp.notices.draft_text import Line
from omlopp.notices.fields import FOLDER
from omlopp.notices.language import identified
from omlopp.notices.masking import masked
from omlopp.notices.schema import About, CriterionKind, CriterionNotice, LotNotice, Notice, TextField
from omlopp.notices.values import weight_words, weights

ABOUT = ("award", "technical", "performance", "selection", "subject")
_OURS, _OTHERS = re.compile(r"[åäö]", re.IGNORECASE), re.compile(r"[øæßüõ]", re.IGNORECASE)
_CPV = re.compile(r"(?<!\d)(\d{8})(?:-\d)?(?!\d)")
_BARE = re.compile(r"\d{1,4}(?:[.,]\d{1,2})?")


@cache
def _weight() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A line that ends in a weight ("Miljö 20 %", "Pris: 60 poäng"), and a weight alone."""
    units = f"{weight_words('percent')}|{weight_words('points')}"
    weight = rf"(?:(?:{weight_words('most')})\s)?\d{{1,4}}(?:[.,]\d{{1,2}})?\s?(?:{units})"
    return (
        re.compile(rf"(?P<name>[^\W\d_].{{1,120}}?)[\s:–—.…(|-]*(?P<weight>{weight})\)?[.;]?", re.I),
        re.compile(weight, re.I),
    )


@dataclass(slots=True)
class Section:
    """A heading and what stands below it on one page, up to the next heading."""

    place: str
    about: About
    lot_id: str | None
    lines: list[Line] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)


def notice(data: bytes, file: str) -> Notice:
    """The document as a notice. Its id is made of its contents: the same file twice is the same document.

    Raises the refusals of documents in omlopp.notices.errors.
    """
    layout, lines = lines_of(data, file)
    written = "\n".join(line.text for line in lines)
    # A draft of a few sentences tells too little; with our letters and no others' it is read as Swedish.
    language = identified(written) or ("sv" if _OURS.search(written) and not _OTHERS.search(written) else "")
    parts, lots = sections(lines, language)
    title = _title(lines, file)
    made = [
        TextField(
            masked(part.place, language), part.lot_id, language, masked(part.text, language), part.about
        )
        for part in parts
        if part.text
    ]
    cpv = _cpv(lines)
    # A document without lots has one where it states criteria, since criteria stand in lots.
    named = lots or ({"1": title} if criteria(parts, language) else {})
    own_cpv = () if lots else cpv
    found = tuple(
        LotNotice(
            lot_id, masked(name, language), "", own_cpv, (), None, criteria(_of_lot(parts, lot_id), language)
        )
        for lot_id, name in named.items()
    )
    return Notice(
        notice_id=f"made:{hashlib.sha256(data).hexdigest()[:16]}",
        procedure_id=None,
        file=file,
        format="document",
        schema_version="",
        form=layout,
        kind="other",
        country="",
        languages=(language,) if language else (),
        language=language,
        published_on=None,
        sent_on=None,
        title=masked(title, language),
        buyer_name="",
        buyer_id=None,
        nuts=(),
        cpv=cpv,
        object_kind=None,
        value_amount=None,
        currency=None,
        value_kind=None,
        bids_received=None,
        deadline=None,
        lots=found,
        declared=(),
        texts=tuple(made),
        links=(),
        unread=(),
        text_read="document",
        remarks=("made_id",),
    )


@cache
def _cues(language: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """What a word in a heading or a table tells, for a language; for one without cues, those of all."""
    table = rows(FOLDER / "document_cues.csv")
    own = [row for row in table if row["language"] == language] or table
    return tuple(
        (
            row["about"],
            re.compile(("" if row["word"][0] == "*" else r"\b") + re.escape(row["word"].lstrip("*")), re.I),
        )
        for row in own
    )


def cue(text: str, language: str, kinds: Sequence[str]) -> str:
    """The kind whose word begins first in the text, the longest of those; "" when none does."""
    hits = [
        (hit.start(), -len(hit[0]), kind)
        for kind, pattern in _cues(language)
        if kind in kinds and (hit := pattern.search(text))
    ]
    return min(hits)[2] if hits else ""


@cache
def _lot_pattern(language: str) -> re.Pattern[str]:
    table = [row for row in rows(FOLDER / "document_cues.csv") if row["about"] == "lot"]
    words = [row["word"] for row in table if row["language"] == language] or [row["word"] for row in table]
    named = "|".join(sorted(map(re.escape, words), key=len, reverse=True))
    return re.compile(rf"(?:{named})\s+(?P<id>\d{{1,3}}|[A-Z])(?![\w])\s?[:.–-]?\s*(?P<name>.*)", re.I)


def sections(lines: Iterable[Line], language: str) -> tuple[list[Section], dict[str, str]]:
    """The document's sections in order, and its lots: number as written → title.

    A heading without a cue is about what the heading above it is about. A lot's heading holds for what lies below it.
    """
    made: list[Section] = []
    lots: dict[str, str] = {}
    path: list[tuple[int, str, About, str | None]] = []  # the headings above: level, shown, about, lot
    used: dict[str, int] = {}
    for line in lines:
        if line.level:
            while path and path[-1][0] >= line.level:
                path.pop()
            about = cue(line.text, language, ABOUT) or (path[-1][2] if path else "subject")
            lot = path[-1][3] if path else None
            if hit := _lot_pattern(language).fullmatch(line.text):
                lot = hit["id"].upper()
                lots.setdefault(lot, hit["name"].strip() or line.text)
            path.append((line.level, f"{line.number} {line.text}".strip(), cast(About, about), lot))
        shown, about, lot = path[-1][1:] if path else ("", "subject", None)
        place = _place(shown, line)
        if not made or made[-1].place.split(" ¶")[0] != place or line.level:
            used[place] = used.get(place, 0) + 1
            made.append(Section(place if used[place] == 1 else f"{place} ¶{used[place]}", about, lot))
        made[-1].lines.append(line)
    return made, lots


def _place(heading: str, line: Line) -> str:
    """ "3.2 Krav på föremålet (s. 4)"; a sheet by its name and row."""
    if line.sheet:
        return f"{line.sheet}, rad {line.line}" if line.line else line.sheet
    short = heading if len(heading) <= 100 else heading[:97] + "…"
    page = f"s. {line.page}" if line.page else ""
    if short and page:
        return f"{short} ({page})"
    return short or page or "text"


def _of_lot(parts: list[Section], lot_id: str) -> list[Section]:
    """A lot's own sections; those that hold for all lots where the lot says nothing of criteria."""
    own = [part for part in parts if part.lot_id == lot_id]
    return (
        own
        if any(part.about == "award" for part in own)
        else [*own, *(one for one in parts if one.lot_id is None)]
    )


def criteria(parts: Iterable[Section], language: str) -> tuple[CriterionNotice, ...]:
    """Award criteria with weights, from the tables and lines of sections about the award.

    A table tells its weights by the head of a column; a line by how it ends ("Miljö 20 %", "Pris: 60 poäng"). Rows that
    add up are no criteria. Where tables have weights no line is taken: it repeats or explains.
    """
    award = [line for part in parts if part.about == "award" for line in part.lines if not line.level]
    found = _rows([line for line in award if line.cells], language) or [
        (hit["name"].strip(" :–-"), hit["weight"])
        for line in award
        if (hit := _weight()[0].fullmatch(line.text.replace("\t", " ")))
    ]
    found = [
        (name, weight)
        for name, weight in dict.fromkeys(found)
        if name and cue(name, language, ("sum",)) == ""
    ]
    shares = weights([weight for _, weight in found], ["" for _ in found])
    return tuple(
        CriterionNotice(_kind(name, language), masked(name, language), "", share, weight)
        for (name, weight), share in zip(found, shares, strict=True)
    )


def _rows(table: list[Line], language: str) -> list[tuple[str, str]]:
    """(name, weight as written) of the rows of a table, by its column of weights or by cells that are weights."""
    made: list[tuple[str, str]] = []
    column: int | None = None
    unit = ""
    for line in table:
        cells = line.cells
        short = [place for place, cell in enumerate(cells) if place and len(cell) <= 40]
        heads = [place for place in short if cue(cells[place], language, ("weight",))]
        if heads and not any(re.search(r"\d\s?%", cell) for cell in cells):
            column, unit = heads[-1], " %" if "%" in cells[heads[-1]] else ""
            continue
        name = next(
            (cell for cell in cells if re.search(r"[^\W\d_]{2}", cell) and not _weight()[1].fullmatch(cell)),
            "",
        )
        weight = next((cell for cell in cells[1:] if _weight()[1].fullmatch(cell)), "")
        if not weight and column is not None and column < len(cells) and _BARE.fullmatch(cells[column]):
            weight = cells[column] + unit
        if name and weight:
            made.append((name, weight))
    return made


def _kind(name: str, language: str) -> CriterionKind:
    return cast(CriterionKind, cue(name, language, ("price", "cost")) or "quality")


def _title(lines: list[Line], file: str) -> str:
    """The first heading, else a short first line, else the file's name. A sheet's name is no heading."""
    head = next((line for line in lines[:60] if line.level and not line.sheet), None)
    first = next((line for line in lines if re.search(r"\w", line.text) and not line.sheet), None)
    if first and not first.level and len(first.text) <= 150 and not first.cells and (not head or head.number):
        return first.text
    if head:
        return head.text[:200]
    return PurePosixPath(file.replace("\\", "/").rpartition("!")[2]).stem.replace("_", " ")


def _cpv(lines: list[Line]) -> tuple[str, ...]:
    """Numbers of eight digits that are CPV codes, in a line that says CPV or with a check digit."""
    found: list[str] = []
    for line in lines:
        for hit in _CPV.finditer(line.text):
            if ("-" in hit[0] or "cpv" in line.text.lower()) and cpv_name(hit[1], "sv"):
                found.append(hit[1])
    return tuple(dict.fromkeys(found))
