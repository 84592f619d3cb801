"""Answers: hits of a question with what was found in them, one per procedure, and how the rest divides."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import tantivy
from tantivy import Order, Query

from omlopp.notices.filters import Filters
from omlopp.notices.search import build, shape, similar
from omlopp.notices.search.asking import Asked, ask
from omlopp.notices.search.errors import DamagedIndex, NoSuchNotice
from omlopp.notices.search.meaning import Meaning, meanings
from omlopp.notices.search.question import query
from omlopp.notices.search.shown import Hit, hit_of
from omlopp.notices.search.similar import Similar

PAGE = 20  # hits of a page
DEEPEST = 1_000  # procedures that can be paged through: after that the question is too wide to read
MOST_NOTICES = 8_000  # notices looked through for them
FACETS_KEPT = 200
SHOWN_OF = {"year": 40, "county": 25, "division": 46, "concept": 45, "country": 40}
Sort = Literal["best", "new"]
Reach = Literal["", "words", "wide"]  # how far from its words a question reaches; "" lets its words decide


@dataclass(frozen=True, slots=True)
class Count:
    """How many of the notices found have a value."""

    value: str
    notices: int


@dataclass(frozen=True, slots=True)
class Answer:
    """A page of hits. `notices`: how many were found in all, `of`: how many are searched.

    `meant`: the concepts that stood in for words, where the answer is a wider one; `wider`: how many notices that would
    find, 0 where it is not wider than what is shown. `relaxed`: no notice holds every word, and these hold some,
    those with most of them first. `last`: no page follows.
    """

    asked: Asked
    filters: Filters
    hits: tuple[Hit, ...]
    notices: int
    of: int
    facets: Mapping[str, tuple[Count, ...]]
    relaxed: bool
    page: int
    last: bool
    meant: tuple[str, ...] = ()
    wider: int = 0


class Market:
    """The index of a workspace, open for questions. Sees what is indexed after it was opened."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._made: Path | None = None
        self._state = ""
        self._index: Any = None
        self._facets_of: dict[tuple[Filters, bool, str], Mapping[str, tuple[Count, ...]]] = {}
        self._buyers: dict[str, str] = {}
        self._languages: tuple[str, ...] = ()

    def _open(self) -> Any:
        made = build.current(self.folder)
        meta = (made / "meta.json").stat()
        state = f"{made.name}:{meta.st_mtime_ns}:{meta.st_size}"
        if state != self._state:
            try:
                if made != self._made:
                    self._index, self._made = tantivy.Index.open(str(made)), made
                else:
                    self._index.reload()
            except ValueError as error:
                self._made = None
                raise DamagedIndex(folder=str(self.folder)) from error
            self._facets_of, self._buyers, self._languages = {}, {}, ()
            self._state = state
        return self._index

    def find(
        self,
        filters: Filters,
        *,
        page: int = 1,
        sort: Sort = "best",
        size: int = PAGE,
        facets: bool = True,
        published: bool = False,
        reach: Reach = "",
    ) -> Answer:
        """A page of the notices that answer. `published`: without documents that somebody uploaded.

        `reach`: words – every word must be there; wide – or a passage that means the same; "" – words, but terms of
        several words (produkt som tjänst) by what they mean. Nothing found reaches further: meaning, then some words.

        Raises a CannotAsk for words that cannot be looked for, and NoIndex.
        """
        index = self._open()
        searcher = index.searcher()
        asked = ask(filters.q, self.languages(), filtered=filters.narrows)
        newest = sort == "new" or not asked.must
        page = min(max(page, 1), DEEPEST // size)
        meant = meanings(asked)
        ways = list(_ways(asked, meant, reach))
        for way in ways:
            wanted = query(index.schema, asked, filters, published=published, **way)
            groups, total, more = self._groups(searcher, wanted, page * size, newest)
            if total:
                break
        else:
            way = ways[0]
        used = tuple(
            dict.fromkeys(one for each in way.get("meant", ()) for one in (*each.concepts, *each.kin))
        )
        shown = groups[(page - 1) * size : page * size]
        hits = tuple(
            hit_of(
                self._card(searcher, address), asked, filters, self._others(index, searcher, procedure), used
            )
            for address, procedure in shown
        )
        counted = self._facets(index, wanted, filters, (published, str(way))) if facets else {}
        last = (page * size >= len(groups) and not more) or page * size >= DEEPEST
        wider = 0
        if total and "some" not in way and way.get("meant", ()) != meant:
            alike = query(index.schema, asked, filters, meant=meant, published=published)
            wider = int(searcher.search(alike, 1).count or 0)
        return Answer(
            asked, filters, hits, total, int(searcher.num_docs), counted, "some" in way, page, last, used,
            wider if wider > total else 0,
        )  # fmt: skip

    def languages(self) -> tuple[str, ...]:
        """By whose rules words are read: Swedish, the languages held, the most frequent first, and English."""
        index = self._open()
        if not self._languages:
            asked = {"language": {"terms": {"field": "language", "size": 24}}}
            found = index.searcher().aggregate(Query.all_query(), asked)
            listed = [bucket["key"] for bucket in found["language"]["buckets"]]
            self._languages = tuple(dict.fromkeys(["sv", *listed, "en"]))
        return self._languages

    def card(self, key: str) -> dict[str, Any]:
        """What is kept of one notice. Raises NoSuchNotice."""
        index = self._open()
        searcher = index.searcher()
        found = searcher.search(Query.term_query(index.schema, "key", key), 1).hits
        if not found:
            raise NoSuchNotice(key=key[:40])
        return self._card(searcher, found[0][1])

    def of_procedure(self, card: Mapping[str, Any], most: int = 50) -> list[dict[str, Any]]:
        """The other notices of the same procurement, oldest first."""
        index = self._open()
        searcher = index.searcher()
        same = Query.term_query(index.schema, "procedure", shape.procedure_number(card))
        found = searcher.search(same, most, order_by_field="day", order=Order.Asc).hits
        cards = [self._card(searcher, address) for _, address in found]
        return [one for one in cards if one["key"] != card["key"]]

    def similar(self, card: Mapping[str, Any], most: int = 6) -> tuple[Similar, ...]:
        """Procurements like the card's, the most alike first; one notice of each, and none of its own procedure."""
        index = self._open()
        searcher = index.searcher()
        wanted = similar.question(index, card)
        if wanted is None:
            return ()
        groups, _, _ = self._groups(searcher, wanted, most * 2, newest=False)
        found = (similar.shared(card, self._card(searcher, address)) for address, _ in groups)
        return tuple(one for one in found if one is not None)[:most]

    def buyer_named(self, key: str) -> str:
        """The name that the newest notice of a buyer gives it; "" for a number nobody has."""
        known = self._buyers.get(key)
        if known is None:
            index = self._open()
            searcher = index.searcher()
            found = searcher.search(
                Query.term_query(index.schema, "buyer_key", key), 1, order_by_field="day", order=Order.Desc
            ).hits
            known = self._buyers[key] = self._card(searcher, found[0][1])["buyer_name"] if found else ""
        return known

    def _groups(
        self, searcher: Any, wanted: Any, enough: int, newest: bool
    ) -> tuple[list[tuple[Any, int]], int, bool]:
        """(best notice, procedure) in order, at least `enough` where there are; how many notices; are there more?"""
        window = enough * 2 + 20
        while True:
            order = {"order_by_field": "day", "order": Order.Desc} if newest else {}
            found = searcher.search(wanted, window, **order)
            addresses = [address for _, address in found.hits]
            numbers = searcher.fast_field_values("procedure", addresses) if addresses else []
            groups: dict[int, Any] = {}
            for address, number in zip(addresses, numbers, strict=True):
                groups.setdefault(number, address)
            total = int(found.count or 0)
            if len(groups) > enough or len(addresses) >= total or window >= MOST_NOTICES:
                more = len(addresses) < total and window < MOST_NOTICES
                return [(address, number) for number, address in groups.items()], total, more
            window *= 4

    def _card(self, searcher: Any, address: Any) -> dict[str, Any]:
        read: dict[str, Any] = json.loads(searcher.doc(address)["card"][0])
        return read

    def _others(self, index: Any, searcher: Any, procedure: int) -> int:
        same = Query.term_query(index.schema, "procedure", procedure)
        return max(0, int(searcher.search(same, 1).count or 0) - 1)

    def _facets(
        self, index: Any, wanted: Any, filters: Filters, way: tuple[bool, str]
    ) -> Mapping[str, tuple[Count, ...]]:
        """How the notices found divide; kept while the index is the same, since every page of an answer asks again."""
        known = self._facets_of.get((filters, *way))
        if known is None:
            sizes = {
                name: {"terms": {"field": name, "size": SHOWN_OF.get(name, 12)}} for name in shape.FACETS
            }
            found = index.searcher().aggregate(wanted, sizes)
            known = {name: tuple(map(_count, found[name]["buckets"])) for name in shape.FACETS}
            if len(self._facets_of) >= FACETS_KEPT:
                self._facets_of.clear()
            self._facets_of[(filters, *way)] = known
        return known


def _ways(asked: Asked, meant: tuple[Meaning, ...], reach: Reach) -> Iterator[dict[str, Any]]:
    """How a question is put, the strictest first: by its words, by all they mean, by some of its words."""
    terms = tuple(one for one in meant if one.together)
    if reach == "words" or not (meant if reach == "wide" else terms):
        yield {}
    elif reach == "" and terms != meant:
        yield {"meant": terms}
    if meant:
        yield {"meant": meant}
    if len(asked.must) > 1:
        yield {"some": True}


def _count(bucket: Mapping[str, Any]) -> Count:
    value = bucket["key"]
    return Count(str(int(value)) if isinstance(value, int | float) else str(value), int(bucket["doc_count"]))
