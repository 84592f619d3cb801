"""Procurements like one at hand: the same kind of goods, the same circular concepts, the same rare words."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tantivy import Occur, Query

from omlopp.notices.search import shape
from omlopp.notices.search.data import kin_of, stopwords, weights
from omlopp.notices.search.question import anywhere
from omlopp.notices.search.words import tokens, words

DIGITS = (3, 4, 5)  # of a CPV code that two procurements share; trailing zeros say nothing


@dataclass(frozen=True, slots=True)
class Similar:
    """A procurement like the one at hand, and what they share: CPV digits, concepts, words as the other writes them."""

    card: Mapping[str, Any]
    cpv: str
    concepts: tuple[str, ...]
    words: tuple[str, ...]


def question(index: Any, card: Mapping[str, Any]) -> Any | None:
    """What is asked to find notices like the card's; None when it says too little to compare."""
    schema, searcher, rules = index.schema, index.searcher(), weights()["similar"]
    clauses = []
    for digits in DIGITS:
        codes = {code[:digits] for code in card["cpv"] if len(code.rstrip("0")) >= digits}
        clauses += [
            _flat(Query.term_query(schema, "cpv", code), rules["cpv"][digits]) for code in sorted(codes)
        ]
    own = _concepts(card)
    for concepts, share in ((own, 1.0), (kin_of(own), rules["kin"])):
        clauses += [
            _flat(
                Query.term_query(schema, "marks", shape.mark({"concept": concept})), rules["concept"] * share
            )
            for concept in concepts
        ]
    for term, rarity in rarest(searcher, card)[: rules["words"]]:
        clauses.append(Query.boost_query(anywhere(schema, term), rules["title_word"] * rarity))
    if not clauses:
        return None
    itself = Query.term_query(schema, "procedure", shape.procedure_number(card))
    return Query.boolean_query([*((Occur.Should, one) for one in clauses), (Occur.MustNot, itself)])


def shared(card: Mapping[str, Any], other: Mapping[str, Any]) -> Similar | None:
    """What two notices share; None when it is too little to call them alike: no code, no concept, at most one word."""
    mine = {code[:digits] for code in card["cpv"] for digits in DIGITS if len(code.rstrip("0")) >= digits}
    codes = [code[:digits] for digits in reversed(DIGITS) for code in other["cpv"] if code[:digits] in mine]
    own = _concepts(card)
    concepts = tuple(concept for concept in _concepts(other) if concept in (*own, *kin_of(own)))
    terms = {form for form, _ in _title_forms(card)}
    common = tuple(dict.fromkeys(word for form, word in _title_forms(other) if form in terms))
    if not (codes or concepts or len(common) > 1):
        return None
    return Similar(other, codes[0] if codes else "", concepts, common)


def rarest(searcher: Any, card: Mapping[str, Any]) -> list[tuple[str, float]]:
    """The words of the title, the rarest first, with their rarity from 0 (in every notice) to 1."""
    whole = max(int(searcher.num_docs), 2)
    found: dict[str, float] = {}
    for form, _ in _title_forms(card):
        held = searcher.doc_freq("title", form) + searcher.doc_freq("title_more", form)
        if held > 1:  # once: only here
            found[form] = max(0.0, 1 - math.log(held) / math.log(whole))
    return sorted(found.items(), key=lambda one: -one[1])


def _title_forms(card: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(form, word) of the title: whole words and the parts of compounds, without stop words and numbers."""
    language = card["language"] or "sv"
    small = stopwords(language) | stopwords("sv")
    made = []
    for _, _, word in tokens(card["title"]):
        if word not in small and len(word) > 2 and not word.isdigit():
            forms = words(language).forms(word)
            made += [(form, word) for form in (forms.main, *forms.parts)]
    return made


def _concepts(card: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(row["concept"] for row in card["quotes"] if row["concept"] and not row["weak"])
    )


def _flat(query: Any, score: float) -> Any:
    return Query.const_score_query(query, score)
