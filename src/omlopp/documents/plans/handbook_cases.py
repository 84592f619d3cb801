"""The documented cases as chapters: what was bought, what was asked, what came of it, and how sure that is."""

from collections.abc import Iterable
from typing import Literal

from omlopp.documents.plan import Block, Bullets, Heading, Paragraph
from omlopp.documents.plans.common import facts, source_line, strategy_label
from omlopp.documents.words import say
from omlopp.domain.model.cases import Case, Result
from omlopp.domain.model.goals import Goal
from omlopp.domain.model.text import Language
from omlopp.library.load import Library
from omlopp.library.numbers import number

Level = Literal[1, 2, 3, 4]
UNDER: dict[Level, Level] = {1: 2, 2: 3, 3: 4, 4: 4}


def has_source(case: Case) -> bool:
    """Publisher and title: without them a case is not published."""
    return bool(case.source.title.strip() and case.source.publisher.strip())


def in_order(cases: Iterable[Case], language: Language) -> list[Case]:
    """Swedish cases first, then by name; those without source are not there."""
    kept = (one for one in cases if has_source(one))
    return sorted(kept, key=lambda one: (one.country != "SE", one.name.within(language).casefold()))


def case_blocks(case: Case, library: Library, language: Language, level: Level = 2) -> list[Block]:
    """A case with its source. What no source says is left out, and so is what nobody asked."""
    names = library.names
    year = "" if case.year == "not_stated" else str(case.year)
    inferred = set(case.inferred)

    def said(field: str, text: str) -> str:
        return f"{text} {say('handbook.case.inferred', language)}" if field in inferred else text

    goals = "\n".join(
        strategy_label(library, goal, one, language)
        for one in case.strategies
        if (goal := _goal_of(one, library.goals)) is not None
    )
    blocks: list[Block] = [
        Heading(case.name.within(language), level, f"fall-{case.id.replace('_', '-')}"),
        Paragraph(case.object.within(language)),
        facts(
            (
                say("handbook.case.buyer", language),
                ", ".join(
                    one for one in (case.buyer, names.of("country", case.country, language), year) if one
                ),
            ),
            (say("handbook.case.outcome", language), names.of("case_outcome", case.outcome, language)),
            (say("handbook.case.counter", language), say("handbook.case.counter_says", language))
            if case.counter_example
            else None,
            (say("handbook.case.strategies", language), said("strategies", goals)) if goals else None,
            (say("handbook.case.asked", language), case.asked.within(language))
            if case.asked != "not_stated"
            else None,
            (say("handbook.case.award", language), case.award_model.within(language))
            if case.award_model != "not_stated"
            else None,
            (say("handbook.case.bids", language), str(case.bids)) if case.bids != "not_stated" else None,
        ),
    ]
    if case.results != "not_stated":
        blocks.append(Heading(say("handbook.case.results", language), _under(level)))
        blocks.append(Bullets(tuple(_result(one, library, language) for one in case.results)))
    if case.obstacles != "not_stated":
        blocks.append(Heading(say("handbook.case.obstacles", language), _under(level)))
        blocks.append(
            Bullets(
                tuple(
                    f"{names.of('obstacle', one.kind, language)}: {one.says.within(language)} "
                    f"({source_line(one.source, language, library)})"
                    for one in case.obstacles
                )
            )
        )
    if case.lessons != "not_stated":
        blocks.append(Heading(say("handbook.case.lessons", language), _under(level)))
        blocks.append(
            Bullets(
                tuple(
                    f"{one.says.within(language)} ({source_line(one.source, language, library)})"
                    for one in case.lessons
                )
            )
        )
    source = f"{say('source', language)}: {source_line(case.source, language, library)}"
    return [*blocks, Paragraph(f"{source} {case.source.link}".strip(), "note")]


def _under(level: Level) -> Level:
    return UNDER[level]


def _goal_of(strategy: str, goals: Iterable[Goal]) -> str | None:
    return next((goal.id for goal in goals if strategy in [one.id for one in goal.strategies]), None)


def _result(one: Result, library: Library, language: Language) -> str:
    """What the source says, how it was found, and whose figure it is."""
    parts = [one.says.within(language)]
    if one.figure != "not_stated" and one.method != "not_stated":
        parts.append(say("handbook.case.method", language, method=one.method.within(language)))
    if one.figure != "not_stated" and one.method == "not_stated":
        parts.append(say("handbook.case.no_method", language))
    if one.seller:
        parts.append(say("handbook.case.seller", language))
    return f"{' '.join(parts)} ({source_line(one.source, language, library)})"


def figure_of(one: Result, language: Language) -> str:
    """`170 509 kg koldioxid`; a dash where the source tells in words only."""
    if one.figure == "not_stated":
        return "–"
    return number(one.figure, one.unit.within(language) if one.unit else "", language)
