"""The requirement annex: what is asked for, lot by lot, each requirement with its whole story."""

from datetime import date

from omlopp.documents.plan import Block, Document, Heading, Paragraph
from omlopp.documents.plans.award_model import award_model_blocks, levels_table, worth_of
from omlopp.documents.plans.common import (
    document_of,
    facts,
    goal_label,
    hooks_fact,
    lot_name,
    missing,
    official_fact,
    paragraphs,
    source_line,
    sources_of,
    strategy_label,
    wording_fact,
)
from omlopp.documents.words import say
from omlopp.domain.model.award import AwardCriterion, AwardModel
from omlopp.domain.model.criteria import ChosenCriterion, CriterionKind
from omlopp.domain.model.procurement import Procurement
from omlopp.domain.model.text import Language
from omlopp.library.load import Library

IN_ORDER = (
    CriterionKind.EXCLUSION,
    CriterionKind.SELECTION,
    CriterionKind.TECHNICAL,
    CriterionKind.AWARD,
    CriterionKind.PERFORMANCE,
)


def requirement_annex(procurement: Procurement, library: Library, language: Language, on: date) -> Document:
    """`on`: the day the document is made."""
    blocks: list[Block] = [Paragraph(say("annex.lead", language), "lead")]
    if not procurement.criteria:
        blocks.append(missing(language, "annex.nothing"))
    for heading, criteria, lot_id in _parts(procurement, language):
        blocks.append(Heading(heading, 1))
        blocks += _criteria(criteria, procurement, library, language, lot_id)
        if lot_id is not None:
            model = procurement.award_models.get(lot_id)
            ids = {chosen.id for chosen in criteria}
            told = [one.id for one in model.criteria if one.chosen_criterion in ids] if model else []
            blocks += award_model_blocks(model, language, 2, told=told)
    used = [chosen.criterion.source for chosen in procurement.criteria]
    used += [hook.source for chosen in procurement.criteria for hook in chosen.criterion.hooks if hook.source]
    blocks += sources_of(used, language, library)
    return document_of(
        procurement,
        blocks,
        kind="requirement_annex",
        title=say("annex.title", language),
        subtitle=procurement.title,
        library=library,
        language=language,
        on=on,
        contents=len(procurement.criteria) > 3,
    )


def _parts(
    procurement: Procurement, language: Language
) -> list[tuple[str, list[ChosenCriterion], str | None]]:
    """Heading, criteria, lot. With several lots, what holds for all stands first and once."""
    lots = procurement.lots
    if len(lots) <= 1:
        lot_id = lots[0].id if lots else None
        heading = say("lot", language, lot=lot_name(lots[0])) if lots else say("whole", language)
        return [(heading, list(procurement.criteria), lot_id)] if procurement.criteria or lots else []
    shared = [chosen for chosen in procurement.criteria if chosen.lot_id is None]
    parts: list[tuple[str, list[ChosenCriterion], str | None]] = []
    if shared:
        parts.append((say("all_lots", language), shared, None))
    for lot in lots:
        own = [chosen for chosen in procurement.criteria if chosen.lot_id == lot.id]
        parts.append((say("lot", language, lot=lot_name(lot)), own, lot.id))
    return parts


def _criteria(
    criteria: list[ChosenCriterion],
    procurement: Procurement,
    library: Library,
    language: Language,
    lot_id: str | None,
) -> list[Block]:
    if not criteria:
        return [Paragraph(say("annex.nothing_own", language))]
    blocks: list[Block] = []
    for kind in IN_ORDER:
        of_kind = [chosen for chosen in criteria if chosen.criterion.kind is kind]
        if of_kind:
            blocks.append(Heading(library.names.of("kind", kind.value, language), 2))
        for chosen in of_kind:
            blocks += _criterion(chosen, procurement, library, language, lot_id)
    return blocks


def _criterion(
    chosen: ChosenCriterion,
    procurement: Procurement,
    library: Library,
    language: Language,
    lot_id: str | None,
) -> list[Block]:
    criterion = chosen.criterion
    blocks: list[Block] = [Heading(criterion.name.within(language), 3)]
    blocks += [Paragraph(part.text, "quote") for part in paragraphs(chosen.wording.within(language))]
    blocks.append(
        facts(
            *_worths(chosen, procurement, language, lot_id),
            (say("proof", language), criterion.proof.within(language)),
            *_binding(chosen, language),
            (
                say("indicator", language),
                chosen.indicator_name.within(language)
                if chosen.indicator_name
                else say("indicator.gone", language),
            ),
            _follow_up(chosen, library, language),
            (
                say("goal", language),
                f"{goal_label(library, criterion.goal, language)} – "
                f"{strategy_label(library, criterion.goal, criterion.strategy, language)} ({criterion.r_step})",
            ),
            (say("level", language), library.names.of("level", criterion.level.value, language)),
            hooks_fact(criterion.hooks, procurement, language),
            official_fact(criterion, library, language),
            wording_fact(chosen, language),
            (say("source", language), source_line(criterion.source, language, library)),
        )
    )
    for model, scored in _scored(chosen, procurement, lot_id):
        if scored.levels:
            blocks.append(levels_table(model, scored, language))
    return blocks


def _scored(
    chosen: ChosenCriterion, procurement: Procurement, lot_id: str | None
) -> list[tuple[AwardModel, AwardCriterion]]:
    """Where the criterion is scored: in its lot's award model; one for all lots, in the first that scores it."""
    models = procurement.award_models
    lots = [lot_id] if lot_id is not None else list(models)
    found = [
        (models[lot], scored)
        for lot in lots
        if lot in models
        for scored in models[lot].criteria
        if scored.chosen_criterion == chosen.id
    ]
    return found[:1]


def _worths(
    chosen: ChosenCriterion, procurement: Procurement, language: Language, lot_id: str | None
) -> list[tuple[str, str]]:
    if not chosen.criterion.scored:
        return []
    found = _scored(chosen, procurement, lot_id)
    if not found:
        return [(say("worth", language), say("worth.none", language))]
    return [(say("worth", language), worth_of(model, scored, language)) for model, scored in found]


def _binding(chosen: ChosenCriterion, language: Language) -> list[tuple[str, str]]:
    """Clause and consequence. Said as missing where a promise in the contract would need them."""
    clause = chosen.criterion.clause
    if chosen.clause_wording is None:
        needed = chosen.criterion.kind in (
            CriterionKind.TECHNICAL,
            CriterionKind.AWARD,
            CriterionKind.PERFORMANCE,
        )
        return [(say("clause", language), say("clause.missing", language))] if needed else []
    pairs = [(say("clause", language), chosen.clause_wording.within(language))]
    consequence = clause.consequence.within(language) if clause else say("consequence.missing", language)
    return [*pairs, (say("consequence", language), consequence)]


def _follow_up(chosen: ChosenCriterion, library: Library, language: Language) -> tuple[str, str]:
    follow_up = chosen.criterion.follow_up
    if follow_up is None:
        return say("follow_up", language), say("follow_up.none", language)
    each = library.names.of("each", follow_up.each, language)
    owner = f" {say('follow_up.owner', language, owner=chosen.owner)}" if chosen.owner else ""
    return say("follow_up", language), f"{follow_up.record.within(language)}, {each}.{owner}"
