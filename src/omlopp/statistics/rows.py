"""The rows of the published tables. Shares are 0–1; counts are procurements unless a row says lots or notices."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from omlopp.domain.model.text import Text
from omlopp.statistics.intervals import Corrected, Interval

By = Literal["lot", "procurement"]


@dataclass(frozen=True, slots=True)
class Share:
    """One row of a table of shares.

    `hits`: procurements of class yes with explicit intent – what the share counts. `incidental` (class yes, it just
    happens: a used tractor) and `weak` stand beside and are never added. `of`: all procurements of the row.
    `hidden`: the base is smaller than the small-number rules ask for: the counts stay, share and interval are None.
    `query`: filters, as an address writes them, that lead to the procurements of the row.
    """

    code: str
    name: Text
    hits: int
    incidental: int
    weak: int
    of: int
    share: float | None
    interval: Interval | None
    corrected: Corrected | None = None
    hidden: bool = False
    query: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ShareTable:
    """Rows of one stratum of text (`text_read`), never of two pooled. `unplaced`: what has no value to sort it by."""

    id: str
    title: Text
    rows: tuple[Share, ...]
    total: Share
    unplaced: Share | None
    text_read: str
    note: Text


@dataclass(frozen=True, slots=True)
class DeclaredCell:
    """`declared`: yes, no, or None where the notice states nothing. `count` None: withheld."""

    declared: bool | None
    found: Literal["yes", "weak", "no"]
    count: int | None
    query: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DeclaredMatrix:
    """Declared by code against found in words, of `of` procurements. `code`: "" for all, else a country, CPV …"""

    code: str
    name: Text
    cells: tuple[DeclaredCell, ...]
    of: int
    declared_not_found: int | None
    found_not_declared: int | None
    flag: Text
    note: Text

    def count(self, declared: bool | None, found: str) -> int | None:
        return next(cell.count for cell in self.cells if cell.declared is declared and cell.found == found)


@dataclass(frozen=True, slots=True)
class PlatformRow:
    """How often the environmental flag is set on one advertising platform, and how often words ask for circularity.

    `platform` "": all of them, or the small ones together; `name` says which.
    """

    platform: str
    name: Text
    declared: int
    of: int
    share: float
    interval: Interval
    found: int
    found_declared: int
    query: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PlatformBias:
    """Rows by size. Never by declared share: that would rank software."""

    rows: tuple[PlatformRow, ...]
    total: PlatformRow
    note: Text


@dataclass(frozen=True, slots=True)
class BidsRow:
    """Bids of a group of buyers, counted by lot or by procurement (the mean of its lots first).

    `single`: lots with one bid; by procurement, what the mean share comes to in procurements. `trimmed`: how many of
    the group's largest procurements (by number of lots) are left out. `single_share` of `of` lots or procurements; by
    procurement it is the mean of each procurement's share of single-bid lots.
    """

    code: str
    name: Text
    by: By
    trimmed: int
    buyers: int
    lots: int
    procurements: int
    mean: float
    median: float
    single: int
    single_share: float
    interval: Interval
    of: int


@dataclass(frozen=True, slots=True)
class WinnersRow:
    """Contracted winners by size of firm, rows of the source. None: withheld."""

    code: str
    name: Text
    sizes: Mapping[str, int | None]
    total: int | None


@dataclass(frozen=True, slots=True)
class BidsTable:
    rows: tuple[BidsRow, ...]
    winners: tuple[WinnersRow, ...]
    note: Text


@dataclass(frozen=True, slots=True)
class SourceLine:
    """What one source gave. `notices` as read; `procurements` as counted."""

    source: str
    text_read: str
    procurements: int
    notices: int
    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Notices not counted, and why. `repeats`: notices of a procurement that is counted by another notice."""

    repeats: int
    unreviewed_language: int
    test_notices: int
    undated: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """A passage in its context: before + quote + after are literal pieces of the stored text. `source`: its format."""

    notice_id: str
    file: str
    title: str
    buyer: str
    published_on: date | None
    country: str
    source: str
    lot_id: str | None
    field: str
    field_name: Text
    language: str
    concept: str
    concept_name: Text
    r: str
    goal: str
    requirement: str
    strength: str
    intent: str
    weak: bool
    confidence: float | None
    before: str
    quote: str
    after: str
    text_read: str = ""


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """One notice as the store holds it, with the passages found in it. `value_amount` as written, in `currency`."""

    notice_id: str
    file: str
    title: str
    description: str
    buyer_name: str
    buyer_id: str
    country: str
    language: str
    nuts: tuple[str, ...]
    cpv: tuple[str, ...]
    published_on: date | None
    value_amount: float | None
    currency: str
    bids_received: int | None
    kind: str
    format: str
    platform: str
    text_read: str
    circular: str
    circular_score: float
    waste_service: bool
    barrier: bool
    intent: str
    declared: tuple[str, ...]
    sentences: tuple[Sentence, ...] = ()


@dataclass(frozen=True, slots=True)
class SentencePage:
    rows: tuple[Sentence, ...]
    total: int
    limit: int
    offset: int


@dataclass(frozen=True, slots=True)
class ComparableNotice:
    """A notice that asks what a criterion asks. `by`: the same concept, or like wording (`similarity` 0–1)."""

    notice_id: str
    file: str
    title: str
    buyer: str
    published_on: date | None
    quote: str
    by: Literal["concept", "wording"]
    similarity: float | None = None


@dataclass(frozen=True, slots=True)
class MarketFound:
    """How many comparable procurements already ask what a criterion asks.

    `above`: the answer to "does it ask for more than the market gives" as far as it follows from the count.
    """

    criterion: str
    asks: int
    of: int
    share: float | None
    interval: Interval | None
    by_concept: int
    by_wording: int
    cpv: tuple[str, ...]
    years: tuple[int, int]
    text_read: str
    verdict: Literal["not_yet_known", "rare", "some", "common"]
    word: Text
    says: Text
    notices: tuple[ComparableNotice, ...]
    above: Literal["yes", "no", "not_yet_known"]
