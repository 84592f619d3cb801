"""The handbook of the model, made from the model itself: what is changed in the library is changed here."""

from collections.abc import Iterable
from datetime import date

from omlopp.documents.pictures.chain import LINKS, ChainRow, chain
from omlopp.documents.pictures.way import way
from omlopp.documents.plan import Block, Bullets, Document, Heading, Paragraph, Table
from omlopp.documents.plans.common import both_widths, facts, source_line, sources_of, unbroken
from omlopp.documents.plans.handbook_bank import criteria_blocks, goal_blocks, indicator_blocks, law_blocks
from omlopp.documents.words import say
from omlopp.domain.model.law import NO_RULE, UNEXAMINED, LegalHook, Regime
from omlopp.domain.model.process import Entrance, Phase, Question, Step
from omlopp.domain.model.text import Language, Source
from omlopp.library.load import Library
from omlopp.library.numbers import day


def handbook(library: Library, language: Language, on: date) -> Document:
    """`on`: the day it is built; law whose last day lies before it is shown as expired."""
    model = library.model
    blocks: list[Block] = [*_introduction(library, language), *entrances(library, language)]
    for phase in model.phases:
        blocks += phase_blocks(phase, library, language)
    blocks += goal_blocks(library, language)
    blocks += criteria_blocks(library, language)
    blocks += indicator_blocks(library, language)
    blocks += law_blocks(library, language, on)
    blocks += provenance(library, language)
    blocks += sources_of(all_sources(library), language, library)
    return Document(
        kind="handbook",
        language=language,
        title=say("handbook.title", language),
        subtitle=say("handbook.subtitle", language),
        marks=(
            (say("handbook.model", language), model.name.within(language)),
            (say("mark.model", language), model.version),
            (say("handbook.built_on", language), day(on, language)),
        ),
        made_on=on,
        blocks=tuple(blocks),
        contents=True,
    )


def _introduction(library: Library, language: Language) -> list[Block]:
    told = ChainRow(goal_id=None, **{link: say(f"handbook.chain.{link}", language) for link in LINKS})
    return [
        Heading(say("handbook.what", language), 1, "vad"),
        Paragraph(say("handbook.what_text", language), "lead"),
        Paragraph(say("handbook.how_text", language)),
        Heading(say("handbook.credit", language), 2),
        Paragraph(library.model.credit.within(language)),
        Heading(say("handbook.chain", language), 2),
        Paragraph(say("handbook.chain_text", language)),
        both_widths(chain((told,), language), chain((told,), language, narrow=True)),
        Heading(say("handbook.way", language), 2),
        Paragraph(say("handbook.way_text", language)),
        both_widths(way(library.model, language), way(library.model, language, narrow=True)),
        Table(
            head=(
                say("handbook.phase", language),
                say("handbook.phase_question", language),
                say("handbook.steps", language),
            ),
            rows=tuple(
                (
                    phase.name.within(language),
                    phase.question.within(language),
                    "\n".join(step.name.within(language) for step in library.model.of_phase(phase.id)),
                )
                for phase in library.model.phases
            ),
            caption=say("handbook.phases_table", language),
            widths=(2, 4, 3),
        ),
    ]


def entrances(library: Library, language: Language) -> list[Block]:
    blocks: list[Block] = [
        Heading(say("handbook.entrances", language), 1),
        Paragraph(say("handbook.entrances_text", language)),
    ]
    for entrance in Entrance:
        own = [
            question
            for step in library.model.steps
            for question in step.questions
            if question.only is entrance
        ]
        blocks += [
            Heading(library.names.of("entrance", entrance.value, language), 2),
            Paragraph(say(f"handbook.entrance_{entrance}", language)),
        ]
        if own:
            blocks += [
                Paragraph(say("handbook.own_questions", language)),
                Bullets(tuple(q.text.within(language) for q in own)),
            ]
    return blocks


def phase_blocks(phase: Phase, library: Library, language: Language) -> list[Block]:
    blocks: list[Block] = [
        Heading(say("handbook.phase_title", language, phase=phase.name.within(language)), 1),
        Paragraph(phase.question.within(language), "lead"),
    ]
    for step in library.model.of_phase(phase.id):
        blocks += _step(step, library, language)
    return blocks


def _step(step: Step, library: Library, language: Language) -> list[Block]:
    blocks: list[Block] = [
        Heading(step.name.within(language), 2),
        Paragraph(step.purpose.within(language)),
        facts(
            (
                say("handbook.roles", language),
                ", ".join(library.names.of("role", role, language) for role in step.roles),
            ),
            (say("handbook.records", language), step.records.within(language)),
            (say("handbook.gate", language), step.gate.says.within(language)),
        ),
    ]
    if step.questions:
        blocks += [Heading(say("handbook.questions", language), 3)]
        blocks += [
            Bullets(
                tuple(_question(question, library, language) for question in step.questions),
                strong_first=True,
            )
        ]
    if step.instruments:
        blocks.append(Heading(say("handbook.instruments", language), 3))
        blocks.append(
            Bullets(
                strong_first=True,
                items=tuple(
                    f"{one.name.within(language)}\n{one.why.within(language)}"
                    + (f" ({source_line(one.source, language, library)})" if one.source else "")
                    for one in step.instruments
                ),
            )
        )
    if step.hooks:
        blocks += [
            Heading(say("handbook.hooks", language), 3),
            hooks_table(step.hooks, language, step.name.within(language)),
        ]
    return blocks


def _question(question: Question, library: Library, language: Language) -> str:
    """The question, whom it is for, what helps, and the answers to choose from."""
    said = question.text.within(language)
    if question.only is not None:
        said += f" ({library.names.of('entrance', question.only.value, language)})"
    if question.help is not None:
        said += f"\n{question.help.within(language)}"
    if question.options:
        said += (
            f"\n{say('handbook.options', language)}: "
            + "; ".join(one.text.within(language) for one in question.options)
            + "."
        )
    return said


def hooks_table(hooks: Iterable[LegalHook], language: Language, what: str) -> Table:
    """One column per regime: a section, no rule here, or not examined."""
    short = {NO_RULE: say("hook.none", language), UNEXAMINED: say("hook.unexamined", language)}
    return Table(
        head=(
            say("handbook.point", language),
            *(say(f"handbook.regime.{regime.value}", language) for regime in Regime),
        ),
        rows=tuple(
            (
                hook.says.within(language),
                *(short.get(hook.rules[regime], unbroken(hook.rules[regime])) for regime in Regime),
            )
            for hook in hooks
        ),
        caption=say("handbook.hooks_table", language, what=what),
        widths=(8, 5, 5, 6, 4, 4),
    )


def provenance(library: Library, language: Language) -> list[Block]:
    """Step by step: what is taken from where, and what is ours."""
    ours = say("handbook.ours", language)
    rows = [
        (
            step.name.within(language),
            one.what.within(language),
            source_line(one.source, language, library) if one.source else ours,
        )
        for step in library.model.steps
        for one in step.provenance
    ]
    blocks: list[Block] = [
        Heading(say("handbook.provenance", language), 1, "proveniens"),
        Paragraph(library.model.credit.within(language)),
    ]
    if rows:
        blocks.append(
            Table(
                head=(
                    say("handbook.step", language),
                    say("handbook.what_is", language),
                    say("handbook.from", language),
                ),
                rows=tuple(rows),
                caption=say("handbook.provenance_table", language),
                widths=(2, 5, 4),
            )
        )
    return blocks


def all_sources(library: Library) -> list[Source | None]:
    found: list[Source | None] = []
    for step in library.model.steps:
        found += [hook.source for hook in step.hooks]
        found += [one.source for one in step.provenance] + [one.source for one in step.instruments]
    for criterion in library.criteria.values():
        found += [criterion.source, *(hook.source for hook in criterion.hooks)]
    found += [goal.source for goal in library.goals]
    found += [indicator.source for indicator in library.indicators.values()]
    found += [value.source for parameter in library.parameters.values() for value in parameter.values]
    return found
