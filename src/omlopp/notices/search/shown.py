"""A hit as it is shown: the title with its words marked, and passages in their context. No HTML here."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from omlopp.notices.filters import Filters
from omlopp.notices.search.asking import Asked
from omlopp.notices.search.marks import Passage, Piece, marked, passage, spans, with_words

QUOTES = 3  # passages of a hit
ROOM = 90  # characters of context on either side of a quote


@dataclass(frozen=True, slots=True)
class Quote:
    """Evidence of a notice in its context: before, the quote itself, after; words of the question marked in all."""

    before: tuple[Piece, ...]
    quote: tuple[Piece, ...]
    after: tuple[Piece, ...]
    field: str
    lot_id: str
    concept: str
    r: str
    kind: str
    weak: bool
    goals: tuple[str, ...]

    @property
    def text(self) -> str:
        """The quote itself on one line."""
        return " ".join("".join(piece.text for piece in self.quote).split())


@dataclass(frozen=True, slots=True)
class Hit:
    """A notice that answers. `others`: how many more notices of the same procedure are held."""

    card: Mapping[str, Any]
    title: tuple[Piece, ...]
    quotes: tuple[Quote, ...]
    passage: Passage | None
    others: int

    @property
    def key(self) -> str:
        return str(self.card["key"])

    @property
    def title_only(self) -> bool:
        return bool(self.card["text_read"] == "title")


def hit_of(
    card: Mapping[str, Any], asked: Asked, filters: Filters, others: int, meant: tuple[str, ...] = ()
) -> Hit:
    """`meant`: concepts that stand in for words of the question; their passages are shown before others."""
    language = card["language"] or "sv"
    title = card["title"]
    quotes = quotes_of(card, asked, filters, meant)
    told = any(spans(quote.text, asked, language) for quote in quotes)
    found = None if told or card["text_read"] == "title" else _best_passage(card, asked)
    meaning = [row.get("words") or "" for row in card["quotes"] if row["concept"] in meant]
    in_title = with_words(title, spans(title, asked, language), meaning)
    return Hit(card, marked(title, in_title), quotes, found, others)


def quotes_of(
    card: Mapping[str, Any], asked: Asked, filters: Filters, meant: tuple[str, ...] = (), most: int = QUOTES
) -> tuple[Quote, ...]:
    """The evidence that answers best: what the filters ask for, what the words mean, the words, what is not weak."""
    ranked: dict[tuple[str, str], tuple[bool, bool, int, bool, int]] = {}
    for place, row in enumerate(card["quotes"]):
        hits = len(spans(row["quote"], asked, row["language"] or card["language"] or "sv"))
        rank = (not _fits(row, filters), row["concept"] not in meant, -hits, row["weak"], place)
        one = (row["quote"], row["concept"])
        ranked[one] = min(rank, ranked.get(one, rank))
    return tuple(_quote(card, card["quotes"][place], asked) for *_, place in sorted(ranked.values())[:most])


def _fits(row: Mapping[str, Any], filters: Filters) -> bool:
    return (
        filters.concept in ("", row["concept"])
        and filters.r in ("", row["r"])
        and filters.kind in ("", row["kind"])
        and (not filters.goal or filters.goal in row["goals"])
    )


def _quote(card: Mapping[str, Any], row: Mapping[str, Any], asked: Asked) -> Quote:
    language = row["language"] or card["language"] or "sv"
    start, text = row["start"], row["quote"]
    end = start + len(text)
    whole = next((each[3] for each in card["texts"] if each[0] == row["text"]), "")
    before, after = "", ""
    if whole[start:end] == text:
        begin, stop = max(0, start - ROOM), min(len(whole), end + ROOM)
        while 0 < begin < start and not whole[begin - 1].isspace():
            begin += 1
        while end < stop < len(whole) and not whole[stop].isspace():
            stop -= 1
        before = ("… " if begin else "") + whole[begin:start]
        after = whole[end:stop] + (" …" if stop < len(whole) else "")
    told = spans(text, asked, language)
    in_context = [
        marked(before, spans(before, asked, language)),
        marked(text, told or with_words(text, (), [row.get("words") or ""])),
        marked(after, spans(after, asked, language)),
    ]
    return Quote(
        before=in_context[0],
        quote=in_context[1],
        after=in_context[2],
        field=row["field"],
        lot_id=row["lot_id"],
        concept=row["concept"],
        r=row["r"],
        kind=row["kind"],
        weak=row["weak"],
        goals=tuple(row["goals"]),
    )


def _best_passage(card: Mapping[str, Any], asked: Asked) -> Passage | None:
    """The stretch of the notice's text with most words of the question; its title is shown anyway."""
    best: Passage | None = None
    for _, _, language, text in card["texts"]:
        if text == card["title"]:
            continue
        found = passage(text, asked, language or card["language"] or "sv")
        if found and (best is None or found.words > best.words):
            best = found
    return best
