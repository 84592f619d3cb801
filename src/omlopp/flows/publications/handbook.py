"""The handbook's chapters from the library, and its index of terms."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, ClassVar

from omlopp.documents.plan import Block, Heading, Paragraph
from omlopp.documents.plans import handbook as model
from omlopp.documents.plans.common import sources_of
from omlopp.documents.plans.handbook_bank import goal_blocks, indicator_blocks, law_blocks
from omlopp.documents.plans.handbook_cases import case_blocks, in_order
from omlopp.documents.plans.handbook_checklists import checklists as checklist_blocks
from omlopp.documents.plans.handbook_groups import group_chapters
from omlopp.documents.words import say
from omlopp.domain.model.text import STRICT, Language, Source, Text
from omlopp.flows.publications.base import Base
from omlopp.flows.publications.errors import BrokenPlan
from omlopp.flows.publications.fill import Figures
from omlopp.library.files import Problem, read_one
from omlopp.library.load import ROOT, Library

MOST_PLACES = 8  # of a word in the index: a word that is everywhere is found nowhere


@dataclass(frozen=True, slots=True)
class Term:
    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    term: Text
    find: Mapping[Language, tuple[str, ...]] = field(default_factory=dict)

    def sought(self, language: Language) -> tuple[str, ...]:
        return self.find.get(language) or (self.term.within(language).casefold(),)


@dataclass(frozen=True, slots=True)
class Terms:
    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    terms: tuple[Term, ...]


@cache
def terms() -> tuple[Term, ...]:
    found = read_one(ROOT / "publications" / "handledning" / "terms.yaml", Terms, ROOT)
    if isinstance(found, Problem):
        raise BrokenPlan(file=found.file, where=found.where, says=found.says)
    return found.terms


def entrances(base: Base, figures: Figures, language: Language) -> Iterable[Block]:
    return model.entrances(base.library, language)


def phases(base: Base, figures: Figures, language: Language) -> Iterable[Block]:
    for phase in base.library.model.phases:
        yield from model.phase_blocks(phase, base.library, language)


def goals(base: Base, figures: Figures, language: Language) -> Iterable[Block]:
    return goal_blocks(base.library, language)


def checklists(base: Base, figures: Figures, language: Language) -> Iterable[Block]:
    return checklist_blocks(base.library, language)


def groups(base: Base, figures: Figures, language: Language) -> Iterable[Block]:
    return group_chapters(base.library, language)


def cases(base: Base, figures: Figures, language: Language) -> Iterable[Block]:
    yield Heading(say("handbook.cases", language), 1, "fall")
    yield Paragraph(say("handbook.cases_text", language))
    for each in in_order(base.library.cases.values(), language):
        yield from case_blocks(each, base.library, language)


def indicators(base: Base, figures: Figures, language: Language) -> Iterable[Block]:
    return indicator_blocks(base.library, language)


def law(base: Base, figures: Figures, language: Language) -> Iterable[Block]:
    return law_blocks(base.library, language, base.on)


def provenance(base: Base, figures: Figures, language: Language) -> Iterable[Block]:
    return model.provenance(base.library, language)


def sources(base: Base, figures: Figures, language: Language) -> Iterable[Block]:
    return sources_of(_all(base.library), language, base.library)


def _all(library: Library) -> list[Source | None]:
    """What the model, the bank, the groups' pages and the cases rest on."""
    found = model.all_sources(library)
    for page in library.groups.values():
        for claims in (page.impact, page.market, page.contract_end):
            found += [one.source for one in claims]
        found += [one.source for one in page.typical] + [one.source for one in page.works]
        found += [one.source for one in page.pitfalls] + [page.substances.source]
    found += [case.source for case in in_order(library.cases.values(), "sv")]
    return found


def index(blocks: Sequence[Block], language: Language) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Word → anchors of the sections that say most of it, in the order of the book. Words in the alphabet's order."""
    from omlopp.documents.contents import sections_of

    sections = [one for one in sections_of(blocks) if one.level <= 2]
    found = []
    for term in terms():
        counts = [
            (sum(section.text.count(word) for word in term.sought(language)), at)
            for at, section in enumerate(sections)
        ]
        best = sorted(
            sorted((one for one in counts if one[0]), key=lambda one: (-one[0], one[1]))[:MOST_PLACES],
            key=lambda one: one[1],
        )
        if best:
            found.append((term.term.within(language), tuple(sections[at].anchor for _, at in best)))
    return tuple(sorted(found, key=lambda one: _alphabet(one[0])))


def _alphabet(word: str) -> str:
    """Swedish order: å, ä and ö last, in that order."""
    return word.casefold().translate({ord("å"): "{", ord("ä"): "|", ord("ö"): "}"})
