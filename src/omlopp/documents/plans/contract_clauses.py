"""The contract clauses: conditions of performance, what binds each promise and what follows, changes and the end."""

from collections.abc import Sequence
from datetime import date

from omlopp.documents.dossier import Dossier
from omlopp.documents.plan import Block, Document, Heading, Paragraph, Table
from omlopp.documents.plans.answers import lacks, length_told, told
from omlopp.documents.plans.common import (
    document_of,
    facts,
    law_blocks,
    missing,
    official_fact,
    own_hooks_fact,
    paragraphs,
    ruled,
    shared_hooks,
    sources_of,
)
from omlopp.documents.plans.requirement_specification import parts
from omlopp.documents.words import say
from omlopp.domain.model.award import AwardCriterion
from omlopp.domain.model.criteria import ChosenCriterion, CriterionKind
from omlopp.domain.model.law import LegalHook
from omlopp.domain.model.procurement import Procurement
from omlopp.domain.model.text import Language
from omlopp.library.load import Library
from omlopp.library.numbers import number

NEEDED = (CriterionKind.TECHNICAL, CriterionKind.AWARD, CriterionKind.PERFORMANCE)
LAW = ("condition_linked", "documents_state_conditions", "change_clause")


def contract_clauses(dossier: Dossier, library: Library, language: Language, on: date) -> Document:
    """`on`: the day the document is made. Clauses are numbered through."""
    procurement = dossier.procurement
    bound = [
        one
        for one in procurement.criteria
        if one.criterion.kind is CriterionKind.PERFORMANCE or one.clause_wording is not None
    ]
    shared = shared_hooks([one for one in bound if one.criterion.kind is CriterionKind.PERFORMANCE])
    of_kind = [library.hook(one, procurement.rules_fixed_on) for one in LAW]
    hooks = ruled([*shared, *of_kind], procurement)
    blocks: list[Block] = [Paragraph(say("clauses.lead", language), "lead")]
    blocks += _period(dossier, library, language)
    if not bound:
        blocks.append(missing(language, "clauses.none" if procurement.criteria else "annex.nothing"))
    at = 0
    for heading, criteria in parts(bound, procurement, language):
        blocks.append(Heading(heading, 1))
        if not criteria:
            blocks.append(Paragraph(say("clauses.nothing_own", language)))
        for chosen in criteria:
            at += 1
            blocks += _clause(at, chosen, shared, procurement, library, language)
    blocks += _unbound(procurement, language)
    blocks += _reporting(bound, library, language)
    blocks.append(Heading(say("clauses.changes", language), 1))
    blocks += told(dossier, library, ("change_clauses", "goods_at_end"), language)
    blocks += law_blocks(hooks, procurement, language)
    used = [one.criterion.source for one in bound] + [hook.source for hook in hooks]
    used += [hook.source for one in bound for hook in one.criterion.hooks if hook.source]
    blocks += sources_of(used, language, library)
    return document_of(
        procurement,
        blocks,
        kind="contract_clauses",
        title=say("clauses.title", language),
        subtitle=procurement.title,
        library=library,
        language=language,
        on=on,
        contents=len(bound) > 3,
    )


def _period(dossier: Dossier, library: Library, language: Language) -> list[Block]:
    blocks: list[Block] = [Heading(say("clauses.period", language), 1)]
    wanted = ("contract_from", "contract_to", "planned_years")
    may_lack = length_told(dossier)
    return [
        *blocks,
        *told(dossier, library, wanted, language, needed=not dossier.contracts, may_lack=may_lack),
    ]


def _clause(
    at: int,
    chosen: ChosenCriterion,
    shared: Sequence[LegalHook],
    procurement: Procurement,
    library: Library,
    language: Language,
) -> list[Block]:
    """What the supplier shall do, what binds it, and what follows when it is not done."""
    criterion = chosen.criterion
    blocks: list[Block] = [Heading(f"{at}. {criterion.name.within(language)}", 2)]
    if criterion.kind is CriterionKind.PERFORMANCE:
        blocks += [Paragraph(part.text, "quote") for part in paragraphs(chosen.wording.within(language))]
    if chosen.clause_wording is None:
        blocks.append(missing(language, "clauses.no_clause"))
    else:
        blocks += [
            Paragraph(part.text, "quote") for part in paragraphs(chosen.clause_wording.within(language))
        ]
    clause = criterion.clause
    consequence = clause.consequence.within(language) if clause else say("consequence.missing", language)
    blocks.append(
        facts(
            (say("consequence", language), consequence) if chosen.clause_wording else None,
            *(
                (say("clauses.deduction", language), said)
                for said in _deductions(chosen, procurement, language)
            ),
            (say("follow_up", language), _follow_up(chosen, library, language)),
            (say("proof", language), criterion.proof.within(language)),
            (say("clauses.from", language), library.names.of("kind", criterion.kind.value, language)),
            own_hooks_fact(chosen, shared, procurement, language)
            if criterion.kind is CriterionKind.PERFORMANCE
            else None,
            official_fact(criterion, library, language),
        )
    )
    return blocks


def _deductions(chosen: ChosenCriterion, procurement: Procurement, language: Language) -> list[str]:
    """What a level below the bid costs, as the award model announces it, and how that is set off against the clause."""
    scored: list[AwardCriterion] = [
        one
        for model in procurement.award_models.values()
        for one in model.criteria
        if one.chosen_criterion == chosen.id and one.sanction_factor is not None
    ]
    return [
        say("model.sanction", language, factor=number(one.sanction_factor, language=language))
        for one in scored[:1]
        if one.sanction_factor is not None
    ]


def _follow_up(chosen: ChosenCriterion, library: Library, language: Language) -> str:
    follow_up = chosen.criterion.follow_up
    if follow_up is None:
        return say("follow_up.none", language)
    each = library.names.of("each", follow_up.each, language)
    owner = f" {say('follow_up.owner', language, owner=chosen.owner)}" if chosen.owner else ""
    return f"{follow_up.record.within(language)}, {each}.{owner}"


def _unbound(procurement: Procurement, language: Language) -> list[Block]:
    """Requirements that nothing in the contract binds: named, so that somebody decides."""
    without = [
        one.criterion.name.within(language)
        for one in procurement.criteria
        if one.criterion.kind in NEEDED
        and one.criterion.kind is not CriterionKind.PERFORMANCE
        and one.clause_wording is None
    ]
    if not without:
        return []
    return [Heading(say("clauses.unbound", language), 1), *lacks(without, language)]


def _reporting(bound: Sequence[ChosenCriterion], library: Library, language: Language) -> list[Block]:
    rows = tuple(
        (
            one.criterion.name.within(language),
            one.criterion.follow_up.record.within(language),
            library.names.of("each", one.criterion.follow_up.each, language),
        )
        for one in bound
        if one.criterion.follow_up is not None
    )
    head = Heading(say("clauses.reporting", language), 1)
    if not rows:
        return [head, missing(language, "plan.no_criteria")]
    columns = tuple(say(one, language) for one in ("criterion", "plan.record", "plan.each"))
    said = Paragraph(say("clauses.reporting_says", language))
    return [head, said, Table(columns, rows, say("plan.calendar_table", language), widths=(4, 6, 3))]
