"""What a document says, in order, without a word about how it looks. Renderers turn a Document into a file.

Text is plain text everywhere: no markup is read in it, so nothing a user writes can become layout or code.
"""

import unicodedata
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from typing import Any, Literal, TypeVar

from omlopp.domain.model.text import Language

T = TypeVar("T")
DocumentKind = Literal[
    "needs_analysis",
    "rfi",
    "procurement_strategy",
    "requirement_specification",
    "worked_example",
    "contract_clauses",
    "evaluation_record",
    "award_decision",
    "award_notice",
    "bidder_letter",
    "price_question",
    "follow_up_plan",
    "follow_up_report",
    "comparison",
    "handbook",
    "award_lab",
    "criterion_sheet",
    "interview_guide",
    "publication",
]


@dataclass(frozen=True, slots=True)
class Heading:
    """`level` 1–4; a level is never skipped downwards. `anchor`: what the contents link to."""

    text: str
    level: int = 1
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str
    style: Literal["plain", "lead", "quote", "note"] = "plain"


@dataclass(frozen=True, slots=True)
class Bullets:
    """`strong_first`: the first line of each item says what the rest is about."""

    items: tuple[str, ...]
    ordered: bool = False
    strong_first: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """Label and text, pair by pair: how a criterion or a step is told."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """`numeric`: the columns whose numbers line up to the right. `widths`: relative, empty means equal."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str
    numeric: frozenset[int] = frozenset()
    widths: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """An SVG with what it shows in words. `source` says what the picture is drawn from.

    `narrow_svg`: the same for small screens, where there is one.
    """

    svg: str
    alt: str
    title: str
    source: str
    narrow_svg: str = ""


@dataclass(frozen=True, slots=True)
class Callout:
    """Something to notice: what is missing, what is a warning, what to know. The kind is also said in `title`."""

    kind: Literal["missing", "warning", "info"]
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Reference:
    text: str
    link: str = ""


@dataclass(frozen=True, slots=True)
class Sources:
    references: tuple[Reference, ...]


@dataclass(frozen=True, slots=True)
class Revised:
    """A text in two versions at once: its parts in order, each the same, added or removed. `label`: where it stands.

    Added and removed are told by signs in the text, never by colour alone.
    """

    parts: tuple[tuple[Literal["same", "added", "removed"], str], ...]
    label: str = ""


Block = Heading | Paragraph | Bullets | Facts | Table | Picture | Callout | Sources | Revised


@dataclass(frozen=True, slots=True)
class Document:
    """One document. `marks` stand on every page: what the document belongs to and which model version it follows.

    `exercise`: everything in it is invented, said in word and colour on every page.
    `stamps`: what else must be seen at the top of every page (secrecy; made in hindsight).
    `cover`: a first page of its own, and chapters that begin a page. `index`: word → anchors of headings, in order.
    """

    kind: DocumentKind
    language: Language
    title: str
    subtitle: str
    marks: tuple[tuple[str, str], ...]
    made_on: date
    blocks: tuple[Block, ...]
    exercise: bool = False
    contents: bool = False
    stamps: tuple[str, ...] = ()
    cover: bool = False
    index: tuple[tuple[str, tuple[str, ...]], ...] = ()


def printable(value: T) -> T:
    """`value` with every text freed from characters no file format can hold (control characters, lone surrogates)."""
    cleaned: T = _printable(value)
    return cleaned


def _printable(value: Any) -> Any:
    if isinstance(value, str):
        return "".join(
            char for char in value if char in "\n\t" or unicodedata.category(char) not in ("Cc", "Cs")
        )
    if isinstance(value, tuple):
        return tuple(_printable(each) for each in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{each.name: _printable(getattr(value, each.name)) for each in fields(value)})
    return value
