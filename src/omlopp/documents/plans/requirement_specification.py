"""The requirement specification: what the supplier and what is bought must fulfil, lot by lot, and how it is shown.

What is scored stands in the award model's document; what holds during the contract, in the contract clauses.
"""

from collections.abc import Sequence
from datetime import date

from omlopp.documents.dossier import Dossier
from omlopp.documents.plan import Block, Bullets, Document, Facts, Heading, Paragraph
from omlopp.documents.plans.answers import answer, number_of
from omlopp.documents.plans.common import (
    document_of,
    facts,
    goal_label,
    hook_lines,
    lot_name,
    missing,
    official_fact,
    own_hooks_fact,
    paragraphs,
    ruled,
    shared_hooks,
    sources_of,
)
from omlopp.documents.words import say
from omlopp.domain.model.criteria import ChosenCriterion, CriterionKind
from omlopp.domain.model.law import LegalHook
from omlopp.domain.model.procurement import Procurement
from omlopp.domain.model.text import Language
from omlopp.library.load import Library

MUST = (CriterionKind.EXCLUSION, CriterionKind.SELECTION, CriterionKind.TECHNICAL)
CAPACITY = ("turnover_required_sek", "insurance_required_sek", "references_asked")  # questions with a figure
EQUIVALENT = ("standard_or_equivalent", "equivalent_solution", "other_proof")


def requirement_specification(dossier: Dossier, library: Library, language: Language, on: date) -> Document:
    """`on`: the day the document is made. Requirements are numbered through, so that a question can name one."""
    procurement = dossier.procurement
    must = [one for one in procurement.criteria if one.criterion.kind in MUST]
    shared = shared_hooks(must)
    equivalent = [library.hook(one, procurement.rules_fixed_on) for one in EQUIVALENT]
    general = ruled([*equivalent, *shared], procurement)
    blocks: list[Block] = [Paragraph(say("specification.lead", language), "lead")]
    blocks += _reading(general, procurement, language)
    if not must:
        blocks.append(
            missing(language, "annex.nothing" if not procurement.criteria else "specification.none")
        )
    blocks += _capacity(dossier, library, language)
    number = 0
    for heading, criteria in parts(must, procurement, language):
        blocks.append(Heading(heading, 1))
        if not criteria:
            blocks.append(Paragraph(say("annex.nothing_own", language)))
        for kind in MUST:
            of_kind = [one for one in criteria if one.criterion.kind is kind]
            if of_kind:
                blocks.append(Heading(say(f"specification.{kind.value}", language), 2))
            for chosen in of_kind:
                number += 1
                blocks += _criterion(number, chosen, shared, procurement, library, language)
    blocks += _elsewhere(procurement, language)
    used = [chosen.criterion.source for chosen in must]
    used += [hook.source for chosen in must for hook in chosen.criterion.hooks if hook.source]
    blocks += sources_of([*used, *(hook.source for hook in general)], language, library)
    return document_of(
        procurement,
        blocks,
        kind="requirement_specification",
        title=say("specification.title", language),
        subtitle=procurement.title,
        library=library,
        language=language,
        on=on,
        contents=len(must) > 3,
    )


def parts(
    criteria: Sequence[ChosenCriterion], procurement: Procurement, language: Language
) -> list[tuple[str, list[ChosenCriterion]]]:
    """Heading and criteria. With several lots, what holds for all stands first and once."""
    lots = procurement.lots
    if len(lots) <= 1:
        heading = say("lot", language, lot=lot_name(lots[0])) if lots else say("whole", language)
        return [(heading, list(criteria))] if criteria else []
    shared = [chosen for chosen in criteria if chosen.lot_id is None]
    made = [(say("all_lots", language), shared)] if shared else []
    for lot in lots:
        own = [chosen for chosen in criteria if chosen.lot_id == lot.id]
        made.append((say("lot", language, lot=lot_name(lot)), own))
    return made


def _reading(general: Sequence[LegalHook], procurement: Procurement, language: Language) -> list[Block]:
    """How requirements are to be read, and the legal points that all of them stand on."""
    blocks: list[Block] = [
        Heading(say("specification.reading", language), 1),
        Paragraph(say("specification.reading_says", language)),
        Paragraph(say("specification.equivalent", language)),
    ]
    if general:
        blocks.append(Paragraph(say("specification.law", language)))
        blocks.append(Bullets(tuple(hook_lines(general, procurement, language))))
    return blocks


def _capacity(dossier: Dossier, library: Library, language: Language) -> list[Block]:
    """What the answers ask of the supplier's size: a figure above zero is a requirement, and so is no figure at all."""
    asked = [
        (say(f"answers.label.{name}", language), answer(dossier, library, name, language))
        for name in CAPACITY
        if (figure := number_of(dossier, name)) is not None and figure > 0
    ]
    if asked and (years := answer(dossier, library, "reference_years", language)):
        asked.append((say("answers.label.reference_years", language), years))
    if not asked:
        return []
    return [Heading(say("specification.capacity", language), 1), Facts(tuple(asked))]


def _criterion(
    number: int,
    chosen: ChosenCriterion,
    shared: Sequence[LegalHook],
    procurement: Procurement,
    library: Library,
    language: Language,
) -> list[Block]:
    criterion = chosen.criterion
    blocks: list[Block] = [Heading(f"{number}. {criterion.name.within(language)}", 3)]
    blocks += [Paragraph(part.text, "quote") for part in paragraphs(chosen.wording.within(language))]
    bound = (
        (say("clause", language), say("specification.bound", language))
        if chosen.clause_wording is not None
        else None
    )
    blocks.append(
        facts(
            (say("proof", language), criterion.proof.within(language)),
            bound,
            (say("goal", language), goal_label(library, criterion.goal, language)),
            own_hooks_fact(chosen, shared, procurement, language),
            official_fact(criterion, library, language),
        )
    )
    return blocks


def _elsewhere(procurement: Procurement, language: Language) -> list[Block]:
    """What is scored and what holds during the contract, by name: those documents have the words."""
    named = tuple(
        f"{chosen.criterion.name.within(language)} – {say(f'specification.in_{key}', language)}"
        for kind, key in ((CriterionKind.AWARD, "award"), (CriterionKind.PERFORMANCE, "clauses"))
        for chosen in procurement.criteria
        if chosen.criterion.kind is kind
    )
    if not named:
        return []
    return [
        Heading(say("specification.elsewhere", language), 1),
        Paragraph(say("specification.elsewhere_says", language)),
        Bullets(named),
    ]
