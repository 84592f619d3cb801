"""From a question and filters to what the engine is asked. Nothing here reads a document."""

from collections.abc import Iterable
from typing import Any

from tantivy import Occur, Query

from omlopp.notices.filters import FIRST_YEAR, LAST_YEAR, Filters
from omlopp.notices.search.asking import Asked, Part, Phrase, Prefix, Word
from omlopp.notices.search.data import weights
from omlopp.notices.search.meaning import Meaning
from omlopp.notices.search.shape import MARKED, mark, source_of
from omlopp.notices.search.words import tokens, words

POSITIONED = ("title", "evidence", "body")
EXACT = ("country", "format", "circular", "text_read", "platform", "buyer_kind")


def query(
    schema: Any,
    asked: Asked,
    filters: Filters,
    *,
    meant: tuple[Meaning, ...] = (),
    some: bool = False,
    published: bool = False,
) -> Any:
    """Every part must be there, none of `never`, and each filter holds.

    `meant`: in place of words that mean something circular, a passage of that meaning is enough. `some`: one of the
    parts is enough, and who has more of them comes first. `published`: without uploaded documents, which are nobody
    else's to read.
    """
    needed = _some(schema, asked) if some else _needed(schema, asked, meant)
    clauses = [(Occur.Must, one) for one in needed]
    clauses += [(Occur.Must, Query.const_score_query(one, 0.0)) for one in narrowing(schema, filters)]
    if not clauses:
        clauses = [(Occur.Must, Query.all_query())]
    clauses += [(Occur.Should, _beside(schema, phrase)) for phrase in asked.near]
    clauses += [(Occur.MustNot, part_query(schema, part)) for part in asked.never]
    if published:
        clauses.append((Occur.MustNot, Query.term_query(schema, "format", "document")))
    return clauses[0][1] if len(clauses) == 1 else Query.boolean_query(clauses)


def _needed(schema: Any, asked: Asked, meant: tuple[Meaning, ...]) -> list[Any]:
    """A question for each part; for parts that mean something: their words, or a passage that means the same."""
    rules = weights()
    covered = {number for one in meant for number in one.parts}
    made = [part_query(schema, part) for number, part in enumerate(asked.must) if number not in covered]
    for one in meant:
        parts = [part_query(schema, asked.must[number]) for number in one.parts]
        weight = rules["meant_together"] if one.together else rules["meant"]
        passage = _best(
            Query.const_score_query(Query.term_query(schema, "marks", mark({"concept": concept})), share)
            for concepts, share in ((one.concepts, weight), (one.kin, weight * rules["kin_share"]))
            for concept in concepts
        )
        alike = [(Occur.Must, passage), *((Occur.Must, anywhere(schema, stem)) for stem in one.beside)]
        if one.together:
            alike += [(Occur.Should, each) for each in parts]
        literal = [(Occur.Must, each) for each in parts]
        made.append(_best([Query.boolean_query(literal), Query.boolean_query(alike)]))
    return made


def _some(schema: Any, asked: Asked) -> list[Any]:
    """Any of the parts; each that stands in the notice's own words lifts it above all that have fewer."""
    any_of = [(Occur.Should, part_query(schema, part)) for part in asked.must]
    lift = weights()["each_word"]
    any_of += [
        (Occur.Should, Query.const_score_query(part_query(schema, part, about=False), lift))
        for part in asked.must
    ]
    return [Query.boolean_query(any_of)]


def _beside(schema: Any, part: Phrase) -> Any:
    """Words near each other in the title, the evidence or the text: what lifts a notice, and never lets one in."""
    rules = weights()
    share, between = rules["near"], rules["near_words"]
    return _best(
        Query.boost_query(
            Query.phrase_query(schema, field, list(row), slop=between), rules["fields"][field] * share
        )
        for row in part.stems[:2]
        for field in POSITIONED
    )


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
    marks = mark({name: getattr(filters, name) for name in MARKED})
    if marks:
        made.append(Query.term_query(schema, "marks", marks))
    if filters.buyer_number:
        made.append(Query.term_query(schema, "buyer_id", filters.buyer_number))
    elif filters.buyer:
        named = [words("sv").forms(word).main for _, _, word in tokens(filters.buyer)]
        made += [Query.term_query(schema, "buyer", name) for name in named] or [Query.empty_query()]
    return made


def part_query(schema: Any, part: Part, *, about: bool = True) -> Any:
    """`about`: the names of buyer, codes and places count too."""
    if isinstance(part, Word):
        return _word(schema, part, about)
    if isinstance(part, Phrase):
        rules = weights()["fields"]
        return _best(
            Query.boost_query(Query.phrase_query(schema, field, list(row)), rules[field])
            for row in part.stems
            for field in POSITIONED
        )
    return _prefix(schema, part)


def _word(schema: Any, part: Word, about: bool) -> Any:
    rules = weights()
    fields: dict[str, float] = rules["fields"]
    spelt = [
        Query.boost_query(Query.term_query(schema, f"{field}_more", form), fields[field] * rules["exact"])
        for form in part.exact
        for field in POSITIONED
    ]
    if part.strict:
        return _best(spelt)
    found: list[Any] = []
    foreign: list[Any] = []
    for term, weight in part.terms:
        of_text = foreign if part.abroad(term) else found
        for field in POSITIONED:
            of_text.append(_weighed(schema, field, term, fields[field] * weight))
            of_text.append(_weighed(schema, f"{field}_more", term, fields[field] * weight * rules["more"]))
        if about:  # buyer, codes and places are named in two languages whatever the notice's own
            found.append(_weighed(schema, "about", term, fields["about"] * weight))
    if foreign:
        home = Query.term_query(schema, "language", part.home)
        found.append(Query.boolean_query([(Occur.Must, _best(foreign)), (Occur.MustNot, home)]))
    for row in part.split:
        beside = [(Occur.Must, anywhere(schema, term)) for term in row]
        found.append(Query.boost_query(Query.boolean_query(beside), rules["split"]))
    if part.typed.isascii() and part.typed.isdigit():
        if len(part.typed) == 8:
            code = part.typed.rstrip("0").ljust(2, "0")
            found.append(Query.const_score_query(Query.term_query(schema, "cpv", code), 2.0))
        if len(part.typed) == 10:
            found.append(Query.const_score_query(Query.term_query(schema, "buyer_id", part.typed), 2.0))
        if len(part.typed) == 4 and FIRST_YEAR <= int(part.typed) <= LAST_YEAR:  # möbler 2021: published then
            found.append(
                Query.const_score_query(Query.term_query(schema, "year", int(part.typed)), rules["year"])
            )
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
