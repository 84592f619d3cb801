"""The follow-up plan: what is measured when, by whom, against which promise, and what happens if it is not kept."""

from collections.abc import Sequence
from datetime import date

from omlopp.documents.drawn import chain_rows, indicator_name, promises
from omlopp.documents.pictures.chain import chain
from omlopp.documents.pictures.promised import promised, promised_table
from omlopp.documents.plan import Block, Bullets, Document, Heading, Paragraph, Table
from omlopp.documents.plans.common import (
    document_of,
    facts,
    goal_label,
    law_blocks,
    lot_name,
    missing,
    official_fact,
    own_hooks_fact,
    shared_hooks,
    source_line,
    sources_of,
)
from omlopp.documents.plans.deviations import deviations, due_days
from omlopp.documents.plans.measured import recorded_table
from omlopp.documents.words import say
from omlopp.domain.model.criteria import ChosenCriterion
from omlopp.domain.model.law import NO_RULE, LegalHook
from omlopp.domain.model.process import Question
from omlopp.domain.model.procurement import Procurement
from omlopp.domain.model.text import Language, Source
from omlopp.library.load import Library
from omlopp.library.messages import keyed, sentences
from omlopp.library.numbers import day


def follow_up_plan(procurement: Procurement, library: Library, language: Language, on: date) -> Document:
    """`on`: the day the document is made."""
    followed = [chosen for chosen in procurement.criteria if chosen.criterion.follow_up is not None]
    blocks: list[Block] = [Paragraph(say("plan.lead", language), "lead")]
    blocks += _open_links(procurement, library, language)
    blocks += _when(procurement, library, language)
    blocks += _promised(procurement, library, language)
    blocks += _calendar(followed, library, language)
    blocks += due_days(procurement, library, language, on)
    blocks += _criteria(followed, procurement, library, language)
    blocks += law_blocks(_shared_law(followed, procurement), procurement, language)
    blocks += _recorded(procurement, library, language)
    blocks += deviations(procurement, library, language)
    indicators = {goal.indicator for goal in procurement.goals} | {
        one.criterion.measured_by for one in followed
    }
    cards = [
        library.indicators[one].source
        for one in sorted(filter(None, indicators))
        if one in library.indicators
    ]
    used: list[Source | None] = [*(chosen.criterion.source for chosen in followed), *cards]
    used += [hook.source for chosen in followed for hook in chosen.criterion.hooks]
    blocks += sources_of(used, language, library)
    return document_of(
        procurement,
        blocks,
        kind="follow_up_plan",
        title=say("plan.title", language),
        subtitle=procurement.title,
        library=library,
        language=language,
        on=on,
    )


def _open_links(procurement: Procurement, library: Library, language: Language) -> list[Block]:
    """The chain, and in words what is missing in it."""
    blocks: list[Block] = [Heading(say("plan.chain", language), 1)]
    if not procurement.goals:
        return [*blocks, missing(language, "plan.no_goals")]
    rows = chain_rows(procurement, library, language)
    blocks += [chain([row], language) for row in rows]  # one picture a goal, so that pages break between them
    open_now = tuple(
        say(
            "plan.open",
            language,
            goal=goal_label(library, row.goal_id or "", language),
            links=", ".join(say(f"picture.chain.{link}", language).lower() for link in row.missing),
        )
        for row in rows
        if row.missing
    )
    if open_now:
        blocks += [Paragraph(say("plan.open_lead", language)), Bullets(open_now)]
    return blocks


def _when(procurement: Procurement, library: Library, language: Language) -> list[Block]:
    """Per indicator: three measurements. Then the days that the answers give."""
    blocks: list[Block] = [Heading(say("plan.when", language), 1)]
    with_indicator = [goal for goal in procurement.goals if goal.indicator]
    if not with_indicator:
        blocks.append(missing(language, "plan.no_indicators"))
    else:
        blocks.append(
            Table(
                head=(
                    say("goal", language),
                    say("indicator", language),
                    *(say(f"plan.{one}", language) for one in ("baseline", "contract", "end")),
                ),
                rows=tuple(
                    (
                        goal_label(library, goal.goal, language),
                        indicator_name(goal.indicator or "", procurement, library, language),
                        say("plan.baseline_when", language),
                        _each(goal.indicator or "", procurement, library, language),
                        say("plan.end_when", language),
                    )
                    for goal in with_indicator
                ),
                caption=say("plan.when_table", language),
                widths=(3, 3, 2, 3, 2),
            )
        )
    days = [
        (
            _event(question, language),
            day(date.fromisoformat(procurement.answers[question.id]), language),
        )
        for step in library.model.steps
        for question in step.questions
        if question.kind == "date" and _is_day(procurement.answers.get(question.id, ""))
    ]
    if days:
        blocks.append(
            Table(
                head=(say("strategy.what", language), say("plan.day", language)),
                rows=tuple(days),
                caption=say("plan.days_table", language),
                widths=(3, 1),
            )
        )
    else:
        blocks.append(Paragraph(say("plan.no_days", language), "note"))
    return blocks


def _event(question: Question, language: Language) -> str:
    """What happens that day; the question itself where it has no label."""
    label = f"documents.answers.label.{question.id}"
    return keyed(label, {}, language) if label in sentences() else question.text.within(language)


def _is_day(answer: str) -> bool:
    try:
        date.fromisoformat(answer)
    except ValueError:
        return False
    return True


def _each(indicator: str, procurement: Procurement, library: Library, language: Language) -> str:
    """How often, as the criteria measured by the indicator say."""
    found = {
        library.names.of("each", chosen.criterion.follow_up.each, language)
        for chosen in procurement.criteria
        if chosen.criterion.measured_by == indicator and chosen.criterion.follow_up
    }
    return ", ".join(sorted(found)) if found else say("plan.each_open", language)


def _promised(procurement: Procurement, library: Library, language: Language) -> list[Block]:
    given = promises(procurement, library, language)
    if not given:
        return []
    told = [one for one in given if one.promised is not None or one.found]
    return [
        Heading(say("plan.promised", language), 1),
        *(promised([one], language) for one in told),
        promised_table(given, language),
    ]


def _calendar(followed: Sequence[ChosenCriterion], library: Library, language: Language) -> list[Block]:
    head = Heading(say("plan.calendar", language), 1)
    if not followed:
        return [head, missing(language, "plan.no_criteria")]
    rows = tuple(
        (
            chosen.criterion.name.within(language),
            chosen.criterion.follow_up.record.within(language),
            library.names.of("each", chosen.criterion.follow_up.each, language),
            chosen.owner or say("plan.no_owner", language),
        )
        for chosen in followed
        if chosen.criterion.follow_up
    )
    return [
        head,
        Table(
            head=(
                say("criterion", language),
                say("plan.record", language),
                say("plan.each", language),
                say("plan.owner", language),
            ),
            rows=rows,
            caption=say("plan.calendar_table", language),
            widths=(3, 4, 2, 3),
        ),
    ]


def _criteria(
    followed: Sequence[ChosenCriterion], procurement: Procurement, library: Library, language: Language
) -> list[Block]:
    """Per requirement: what was agreed, what shows it, what happens otherwise."""
    if not followed:
        return []
    lots = {lot.id: lot_name(lot) for lot in procurement.lots}
    blocks: list[Block] = [Heading(say("plan.criteria", language), 1)]
    shared = shared_hooks(followed)
    for chosen in followed:
        clause = chosen.criterion.clause
        blocks += [
            Heading(chosen.criterion.name.within(language), 2),
            facts(
                (say("lot_word", language), lots.get(chosen.lot_id or "", say("every_lot", language))),
                (say("plan.agreed", language), chosen.wording.within(language)),
                (
                    say("clause", language),
                    chosen.clause_wording.within(language)
                    if chosen.clause_wording
                    else say("clause.missing", language),
                ),
                (
                    say("consequence", language),
                    clause.consequence.within(language)
                    if clause and chosen.clause_wording
                    else say("consequence.missing", language),
                ),
                (say("proof", language), chosen.criterion.proof.within(language)),
                (
                    say("indicator", language),
                    chosen.indicator_name.within(language)
                    if chosen.indicator_name
                    else say("indicator.gone", language),
                ),
                _missing_means(chosen, library, language),
                own_hooks_fact(chosen, shared, procurement, language),
                official_fact(chosen.criterion, library, language),
                (say("source", language), source_line(chosen.criterion.source, language, library)),
            ),
        ]
    return blocks


def _shared_law(followed: Sequence[ChosenCriterion], procurement: Procurement) -> list[LegalHook]:
    """What all the requirements stand on, said once; what has no rule here is left out."""
    shared = shared_hooks(followed)
    if procurement.regime is None:
        return shared
    return [hook for hook in shared if hook.rules[procurement.regime.regime] != NO_RULE]


def _missing_means(chosen: ChosenCriterion, library: Library, language: Language) -> tuple[str, str] | None:
    card = library.indicators.get(chosen.criterion.measured_by)
    return (say("plan.missing_means", language), card.missing.within(language)) if card else None


def _recorded(procurement: Procurement, library: Library, language: Language) -> list[Block]:
    head = Heading(say("plan.recorded", language), 1)
    if not procurement.measurements:
        return [head, missing(language, "plan.nothing_recorded")]
    return [head, recorded_table(procurement, library, language)]
