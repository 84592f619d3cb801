"""The tables as text, cell by cell, in one language: for documents, for the terminal and beside every picture."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from omlopp.library.numbers import number, percent_short
from omlopp.statistics.facts_sql import SIZES
from omlopp.statistics.intervals import Interval
from omlopp.statistics.rows import BidsRow, DeclaredMatrix, PlatformBias, Share, ShareTable, WinnersRow
from omlopp.statistics.words import Percent, say

NONE = "–"


@dataclass(frozen=True, slots=True)
class Told:
    """A table in words. `numeric`: columns whose numbers line up to the right."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: frozenset[int]


def of_shares(table: ShareTable, language: str) -> Told:
    rows = [*table.rows, *([table.unplaced] if table.unplaced else [])]
    rows += [] if table.id == "strata" else [table.total]
    return _made(
        table.title.within(language),
        ["name", "hits", "share", "interval", "estimate", "incidental", "weak"],
        [_share(row, language) for row in rows],
        language,
    )


def _share(row: Share, language: str) -> tuple[str, ...]:
    kept = row.corrected
    if kept is None:
        estimate = NONE
    elif kept.may_be_zero:
        estimate = say("cell.zero", high=Percent(kept.high)).within(language)
    else:
        estimate = (
            f"{percent_short(kept.estimate, language)} ({_interval(Interval(kept.low, kept.high), language)})"
        )
    return (
        row.name.within(language),
        _n_of(row.hits, row.of, language),
        NONE if row.share is None else percent_short(row.share, language),
        _interval(row.interval, language),
        estimate,
        number(row.incidental, language=language),
        number(row.weak, language=language),
    )


def of_matrix(matrix: DeclaredMatrix, language: str) -> Told:
    rows = []
    for stated, key in ((True, "yes"), (False, "no"), (None, "nothing")):
        cells = [matrix.count(stated, found) for found in ("yes", "weak", "no")]
        rows.append((say(f"cell.stated.{key}").within(language), *(_count(cell, language) for cell in cells)))
    caption = f"{say('title.declared').within(language)} ({number(matrix.of, language=language)})"
    return _made(caption, ["stated", "found.yes", "found.weak", "found.no"], rows, language)


def of_platforms(bias: PlatformBias, language: str) -> Told:
    rows = [
        (
            row.name.within(language),
            _n_of(row.declared, row.of, language),
            percent_short(row.share, language),
            _interval(row.interval, language),
            number(row.found, language=language),
            number(row.found_declared, language=language),
        )
        for row in (*bias.rows, bias.total)
    ]
    head = ["platform", "declared", "share", "interval", "found", "both"]
    return _made(say("title.bias").within(language), head, rows, language)


def of_bids(rows: Sequence[BidsRow], language: str) -> Told:
    made = []
    for row in rows:
        name = row.name.within(language)
        if row.trimmed:
            name = f"{name}, {say('cell.trimmed', count=row.trimmed).within(language)}"
        made.append(
            (
                name,
                say(f"cell.by.{row.by}").within(language),
                number(row.buyers, language=language),
                number(row.lots, language=language),
                number(row.procurements, language=language),
                _decimal(row.mean, language),
                _decimal(row.median, language),
                percent_short(row.single_share, language),
                _n_of(row.single, row.of, language),
                _interval(row.interval, language),
            )
        )
    head = ["name", "by", "buyers", "lots", "procurements", "mean", "median", "single", "hits", "interval"]
    return _made(say("title.bids").within(language), head, made, language)


def of_winners(rows: Sequence[WinnersRow], language: str) -> Told:
    made = [
        (
            row.name.within(language),
            *(_count(row.sizes[size], language) for size in SIZES),
            _count(row.total, language),
        )
        for row in rows
    ]
    caption = say("title.winners").within(language)
    head = [say("cell.name"), *(say(f"size.{size}") for size in SIZES), say("all")]
    return Told(
        caption, tuple(one.within(language) for one in head), tuple(made), frozenset(range(1, len(head)))
    )


def _made(caption: str, head: Sequence[str], rows: Sequence[tuple[str, ...]], language: str) -> Told:
    names = tuple(say(f"cell.{name}").within(language) for name in head)
    first = 2 if "by" in head else 1
    return Told(caption, names, tuple(rows), frozenset(range(first, len(names))))


def _n_of(hits: int, of: int, language: str) -> str:
    return say("cell.n_of", hits=hits, of=of).within(language)


def _count(count: int | None, language: str) -> str:
    return say("cell.withheld").within(language) if count is None else number(count, language=language)


def _interval(interval: Interval | None, language: str) -> str:
    if interval is None:
        return NONE
    return f"{percent_short(interval.low, language)}–{percent_short(interval.high, language)}"


def _decimal(value: float, language: str) -> str:
    return number(Decimal(str(round(value, 2))), language=language)
