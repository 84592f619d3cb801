"""From a question and filters to what the engine is asked. Nothing here reads a document."""

import re
from collections.abc import Iterable
from typing import Any

from tantivy import Occur, Query

from omlopp.notices.filters import Filters
from omlopp.notices.search.asking import Asked, Part, Phrase, Prefix, Word
from omlopp.notices.search.data import weights
from omlopp.notices.search.shape import MARKED, mark, source_of
from omlopp.notices.search.words import tokens, words

POSITIONED = ("title", "evidence", "body")
EXACT = ("country", "format", "circular", "text_read", "platform", "buyer_kind")


def query(
    schema: Any, asked: Asked, filters: Filters, *, any_word: bool = False, published: bool = False
) -> Any:
    """Every part must be there, none of `never`, and each filter holds. `any_word`: one of the parts is enough.

    `published`: without uploaded documents, which are nobody else's to read.
    """
    needed = [part_query(schema, part) for part in asked.must]
    if any_word and len(needed) > 1:
        needed = [Query.boolean_query([(Occur.Should, one) for one in needed])]
    clauses = [(Occur.Must, one) for one in needed]
    clauses += [(Occur.Must, Query.const_score_query(one, 0.0)) for one in narrowing(schema, filters)]
    if not clauses:
        clauses = [(Occur.Must, Query.all_query())]
    clauses += [(Occur.MustNot, part_query(schema, part)) for part in asked.never]
    if published:
        clauses.append((Occur.MustNot, Query.term_query(schema, "format", "document")))
    return clauses[0][1] if len(clauses) == 1 else Query.boolean_query(clauses)


def narrowing(schema: Any, filters: Filters) -> list[Any]:
    """One question per filter. The marks of a passage are asked for together: they must hold of the same passage."""
    made = [
        Query.term_query(schema, name, getattr(filters, name)) for name in EXACT if getattr(filters, name)
    ]
    made += [
        Query.term_query(schema, name, getattr(filters, name))
        for name in ("cpv", "nuts")
        if getattr(filters, name)
    ]
    if filters.source:
        made.append(Query.term_query(schema, "source", source_of(filters.source) or f"{filters.source}/"))
    if filters.year is not None:
        made.append(Query.term_query(schema, "year", filters.year))
    if filters.source:  # a part is named after what was read: year=2026/uppladdat-1f2e….part-000000.parquet
        made.append(Query.regex_query(schema, "part", rf"[^/]*/{re.escape(filters.source.strip('/'))}\..*"))
    marks = mark({name: getattr(filters, name) for name in MARKED})
    if marks:
        made.append(Query.term_query(schema, "marks", marks))
    if filters.buyer_number:
        made.append(Query.term_query(schema, "buyer_id", filters.buyer_number))
    elif filters.buyer:
        named = [words("sv").forms(word).main for _, _, word in tokens(filters.buyer)]
        made += [Query.term_query(schema, "buyer", name) for name in named] or [Query.empty_query()]
    return made


def part_query(schema: Any, part: Part) -> Any:
    if isinstance(part, Word):
        return _word(schema, part)
    if isinstance(part, Phrase):
        rules = weights()["fields"]
        return _best(
            Query.boost_query(Query.phrase_query(schema, field, list(row)), rules[field])
            for row in part.stems
            for field in POSITIONED
        )
    return _prefix(schema, part)


def _word(schema: Any, part: Word) -> Any:
    rules = weights()
    fields: dict[str, float] = rules["fields"]
    spelt = [
        Query.boost_query(Query.term_query(schema, f"{field}_more", form), fields[field] * rules["exact"])
        for form in part.exact
        for field in POSITIONED
    ]
    if part.strict:
        return _best(spelt)
    found = []
    for term, weight in part.terms:
        for field in POSITIONED:
            found.append(_weighed(schema, field, term, fields[field] * weight))
            found.append(_weighed(schema, f"{field}_more", term, fields[field] * weight * rules["more"]))
        found.append(_weighed(schema, "about", term, fields["about"] * weight))
    for row in part.split:
        beside = [(Occur.Must, anywhere(schema, term)) for term in row]
        found.append(Query.boost_query(Query.boolean_query(beside), rules["split"]))
    if part.typed.isascii() and part.typed.isdigit():
        if len(part.typed) == 8:
            code = part.typed.rstrip("0").ljust(2, "0")
            found.append(Query.const_score_query(Query.term_query(schema, "cpv", code), 2.0))
        if len(part.typed) == 10:
            found.append(Query.const_score_query(Query.term_query(schema, "buyer_id", part.typed), 2.0))
    best = _best(found)
    return (
        Query.boolean_query([(Occur.Must, best), *((Occur.Should, one) for one in spelt)]) if spelt else best
    )


def anywhere(schema: Any, term: str) -> Any:
    """A form in any field, weighed by the field."""
    fields = weights()["fields"]
    return _best(
        _weighed(schema, name, term, fields[field])
        for field in POSITIONED
        for name in (field, f"{field}_more")
    )


def _prefix(schema: Any, part: Prefix) -> Any:
    fields = weights()["fields"]
    found = [
        Query.boost_query(Query.regex_query(schema, name, f"{part.start}.*"), fields[field])
        for field in POSITIONED
        for name in (field, f"{field}_more")
    ]
    return _best([*found, anywhere(schema, part.stem)])


def _weighed(schema: Any, field: str, term: str, weight: float) -> Any:
    return Query.boost_query(Query.term_query(schema, field, term), weight)


def _best(found: Iterable[Any]) -> Any:
    """The best field counts, the others a little."""
    return Query.disjunction_max_query(list(found), weights()["tie"])
