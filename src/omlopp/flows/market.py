"""The walk of a statistic: store → facts → tables with their doubt → page, picture or file. No figure is made here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path

from omlopp.documents.pictures.market import Row, Tile, tile_map
from omlopp.documents.pictures.market_cpv import cpv_tree
from omlopp.documents.pictures.market_file import png, standalone
from omlopp.documents.pictures.market_matrix import matrix
from omlopp.documents.pictures.market_series import series
from omlopp.documents.plan import Picture, Table
from omlopp.domain.model.errors import OmloppError
from omlopp.domain.model.text import Text
from omlopp.flows.market_standard import (
    UnknownCriterion,
    as_market_knows,
    forget_standards,
    market_standard,
    standard_now,
)
from omlopp.library.codelists import nuts_name
from omlopp.notices.filters import Filters, value_of
from omlopp.statistics import METHOD, bids, declared, passages, publish, shares, told
from omlopp.statistics.asked import asked, by_flag, largest_text
from omlopp.statistics.places import tiles
from omlopp.statistics.publish import Export, UnknownForm
from omlopp.statistics.rows import (
    BidsTable,
    DeclaredMatrix,
    LeftOut,
    NoticeRow,
    PlatformBias,
    SentencePage,
    Share,
    ShareTable,
    SourceLine,
)
from omlopp.statistics.store import NoMarketStore, Store, has_store, open_store, workspace_store
from omlopp.statistics.words import say

SHARES = ("county", "country", "nuts", "year", "cpv", "r", "kind", "buyer_kind", "buyer", "platform")
TABLES = ("strata", *SHARES, "declared", "bias", "bids", "winners", "sentences")
PICTURES = ("map", "series", "cpv", "matrix")
FORMS = publish.FORMS
MOST_SENTENCES = 10_000  # in one file
__all__ = [
    "Export", "MarketView", "NoMarketStore", "NothingToDraw", "UnknownCounty", "UnknownCriterion", "UnknownForm",
    "UnknownTable", "as_market_knows", "county_bids", "county_tiles", "export", "has_store", "market_standard",
    "notice", "open_store", "overview", "pictures", "prepare", "sentences", "standard_now", "tables", "workspace_store",
]  # fmt: skip


class UnknownTable(OmloppError):
    """Facts: table, known."""

    code = "market.unknown_table"


class UnknownCounty(OmloppError):
    """Facts: county."""

    code = "market.unknown_county"


class NothingToDraw(OmloppError):
    """A picture of a selection that holds nothing for it. Facts: picture."""

    code = "market.nothing_to_draw"


@dataclass(frozen=True, slots=True)
class MarketView:
    """Everything the market page shows. `text_read`: the stratum of the tables; `strata` has each by itself.

    `tables`: by SHARES. `matrices`: by country, cpv and platform. `choices`: for the filter form, filter → code, name,
    procurements. `empty`: no procurement fits the filters.
    """

    filters: Filters
    text_read: str
    strata: ShareTable
    headline: Share
    tables: Mapping[str, ShareTable]
    matrix: DeclaredMatrix
    matrices: Mapping[str, tuple[DeclaredMatrix, ...]]
    bias: PlatformBias
    bids: BidsTable | None
    sources: tuple[SourceLine, ...]
    left_out: LeftOut
    source_line: Text
    method: str
    made_on: date
    empty: bool
    choices: Mapping[str, tuple[tuple[str, Text, int], ...]]


def today() -> date:
    return datetime.now(UTC).date()


def prepare(path: Path | None = None) -> None:
    """Make what the tables count, right after something was read, so that nobody waits for it at a page. It is kept
    beside the store and known by its files: what was made of other files is never used.
    """
    if has_store(path):
        open_store(path)


def overview(store: Store, filters: Filters, on: date | None = None) -> MarketView:
    """The market as the filters choose it. The last views are kept: the same question costs nothing twice."""
    if _latest.get(store.path) is not store:  # views of an older store would keep its facts in memory
        forget()
        _latest[store.path] = store
    return _overview(store, filters, on or today())


_latest: dict[Path, Store] = {}


@lru_cache(maxsize=32)
def _overview(store: Store, filters: Filters, on: date) -> MarketView:
    text_read = largest_text(store, filters)
    strata = shares.strata(store, filters, on)
    base = asked(store, filters)
    found = {by: shares.table(store, filters, by, text_read, on) for by in SHARES}
    headline = next((row for row in strata.rows if row.code == text_read), strata.total)
    lines = publish.sources(store, base.where, base.given)
    counted = [line for line in lines if line.text_read == text_read]
    return MarketView(
        filters,
        text_read,
        strata,
        headline,
        found,
        declared.matrix(store, filters, text_read),
        {by: declared.matrices(store, filters, by, text_read) for by in declared.BY},
        declared.platform_bias(store, filters, text_read, on),
        bids.bids(store, filters, text_read, on),
        lines,
        LeftOut(
            **{
                name: store.notes[name]
                for name in ("repeats", "unreviewed_language", "test_notices", "undated")
            }
        ),
        publish.source_line(counted, filters, text_read, on),
        METHOD,
        on,
        not any(row.of for row in strata.rows),
        _choices(store),
    )


def forget() -> None:
    """Drop the views that are kept."""
    _overview.cache_clear()
    by_flag.cache_clear()
    forget_standards()


def _choices(store: Store) -> Mapping[str, tuple[tuple[str, Text, int], ...]]:
    """Years in their order, all else by size."""
    made = {}
    for name, rows in store.notes["choices"].items():
        kept = sorted(rows, key=lambda row: row[0] if name == "year" else (-row[1], row[0]))
        made[name] = tuple((code, value_of(name, code), count) for code, count in kept if code)
    return made


def sentences(store: Store, filters: Filters, limit: int = 25, offset: int = 0) -> SentencePage:
    """The passages behind the figures."""
    return passages.sentences(store, filters, limit, offset)


def notice(store: Store, file: str, notice_id: str) -> NoticeRow | None:
    """One notice as the store holds it; None where it does not."""
    return passages.of_notice(store, file, notice_id)


def county_tiles() -> tuple[tuple[str, str, int, int], ...]:
    """NUTS 3 code, short name, column and row (from 0) of each county in the tile-grid map."""
    return tuple((tile.code, tile.short, tile.x, tile.y) for tile in tiles())


def county_bids(store: Store, filters: Filters, county: str, on: date | None = None) -> BidsTable | None:
    """Bids of a county against the nation. `county`: NUTS 3 or its name. Raises UnknownCounty."""
    code = next(
        (tile.code for tile in tiles() if county.casefold() in (tile.code.casefold(), tile.short.casefold())),
        None,
    ) or next((tile.code for tile in tiles() if nuts_name(tile.code).casefold() == county.casefold()), None)
    if code is None:
        raise UnknownCounty(county=county)
    return bids.bids(store, filters, largest_text(store, filters), on or today(), code)


def pictures(view: MarketView, language: str) -> dict[str, Picture]:
    """The pictures of a view by their names in PICTURES; what has no data is left out."""
    if view.empty:
        return {}
    source = view.source_line.within(language)
    county = view.tables["county"]
    made = {}
    if any(row.of for row in county.rows):
        unplaced = county.unplaced.of if county.unplaced else 0
        places = [Tile(*(getattr(tile, name) for name in Tile.__slots__)) for tile in tiles()]
        made["map"] = tile_map(_rows(county, language), places, unplaced, language, source)
    if view.tables["year"].rows:
        made["series"] = series(_rows(view.tables["year"], language), language, source)
    if any(row.hits for row in view.tables["cpv"].rows):
        made["cpv"] = cpv_tree(_rows(view.tables["cpv"], language), language, source)
    stated = {True: "yes", False: "no", None: "nothing"}
    counts = {(stated[cell.declared], str(cell.found)): cell.count for cell in view.matrix.cells}
    made["matrix"] = matrix(counts, language, source)
    return made


def _rows(table: ShareTable, language: str) -> list[Row]:
    """Rows as the pictures take them. A CPV code is indented by how many digits it has beyond the shortest."""
    shortest = min((len(row.code) for row in table.rows), default=0)
    return [
        Row(
            row.code,
            row.name.within(language),
            row.hits,
            row.of,
            row.share,
            row.interval.low if row.interval else 0.0,
            row.interval.high if row.interval else 0.0,
            len(row.code) - shortest if table.id == "cpv" else 0,
        )
        for row in table.rows
    ]


def tables(view: MarketView, language: str) -> dict[str, Table]:
    """The same as text tables, for documents, the terminal and whoever cannot see the pictures."""
    made = {
        name: told.of_shares(one, language) for name, one in {"strata": view.strata, **view.tables}.items()
    }
    made["declared"] = told.of_matrix(view.matrix, language)
    made["bias"] = told.of_platforms(view.bias, language)
    if view.bids:
        made["bids"] = told.of_bids(view.bids.rows, language)
        made["winners"] = told.of_winners(view.bids.winners, language)
    return {name: Table(one.head, one.rows, one.caption, one.numeric) for name, one in made.items()}


def export(
    store: Store, filters: Filters, table: str, form: str, language: str = "sv", on: date | None = None
) -> Export:
    """A table as CSV, Parquet or JSON, a picture as SVG or PNG. Raises UnknownTable, UnknownForm, NothingToDraw."""
    day = on or today()
    if table in PICTURES and form in ("svg", "png"):
        return _picture(store, filters, table, form, language, day)
    if table in PICTURES and table not in TABLES:
        raise UnknownForm(table=table, form=form, known=("svg", "png"))
    if table not in TABLES:
        raise UnknownTable(table=table, known=(*TABLES, *PICTURES))
    if form not in FORMS:
        raise UnknownForm(
            table=table, form=form, known=(*FORMS, *(("svg", "png") if table in PICTURES else ()))
        )
    view = overview(store, filters, day)
    line, said = view.source_line, Text("", "")
    match table:
        case "strata":
            rows, said = publish.of_shares(view.strata), view.strata.note
            line = publish.source_line(view.sources, filters, "", day)
        case "declared":
            every = [("all", view.matrix), *((by, one) for by, some in view.matrices.items() for one in some)]
            rows, said = publish.of_matrices(every), view.matrix.note
        case "bias":
            rows, said = publish.of_platforms(view.bias), view.bias.note
        case "bids" | "winners":
            of = publish.of_bids if table == "bids" else publish.of_winners
            rows = of(view.bids) if view.bids else []
            said = view.bids.note if view.bids else said
        case "sentences":
            rows = publish.of_sentences(sentences(store, filters, MOST_SENTENCES))
            line = publish.source_line(view.sources, filters, "", day)
        case _:
            rows, said = publish.of_shares(view.tables[table]), view.tables[table].note
    rows = [row if "text_read" in row else {**row, "text_read": view.text_read} for row in rows]
    return publish.written(
        rows, table, form, title=say(f"title.{table}"), note=said, line=line, filters=filters, on=day
    )


def _picture(store: Store, filters: Filters, name: str, form: str, language: str, on: date) -> Export:
    picture = pictures(overview(store, filters, on), language).get(name)
    if picture is None:
        raise NothingToDraw(picture=name)
    svg = standalone(picture)
    content = svg.encode() if form == "svg" else png(svg)
    return Export(content, publish.file_name(name, filters, on, form), publish.MEDIA[form])
