"""The procurement's own answers in a document: told under a label, or said to be missing – never invented."""

from collections.abc import Collection, Iterable
from datetime import date
from decimal import Decimal, InvalidOperation

from omlopp.documents.dossier import Dossier
from omlopp.documents.plan import Block, Callout, Facts
from omlopp.documents.words import say
from omlopp.domain.model.process import Question
from omlopp.domain.model.text import Language
from omlopp.domain.process.standing import NO, YES
from omlopp.library.load import Library
from omlopp.library.numbers import day, number


def question_of(library: Library, question_id: str) -> Question | None:
    every = (one for step in library.model.steps for one in step.questions)
    return next((one for one in every if one.id == question_id), None)


def answer(dossier: Dossier, library: Library, question_id: str, language: Language) -> str:
    """The answer as people read it; empty where there is none. One that cannot be read stands as it was typed."""
    question, given = question_of(library, question_id), dossier.answers.get(question_id, "").strip()
    if not given or question is None:
        return given
    if question.kind == "choice":
        found = [option.text.within(language) for option in question.options if option.id == given]
        return found[0] if found else given
    if question.kind == "yes_no" and given in (YES, NO):
        return say(f"answers.{given}", language)
    if question.kind == "number" and (value := number_of(dossier, question_id)) is not None:
        return number(value, question.unit.within(language) if question.unit else "", language)
    if question.kind == "date" and (on := day_of(dossier, question_id)) is not None:
        return day(on, language)
    return given


def number_of(dossier: Dossier, question_id: str) -> Decimal | None:
    try:
        found = Decimal(dossier.answers.get(question_id, "").replace(" ", "").replace(",", "."))
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def day_of(dossier: Dossier, question_id: str) -> date | None:
    try:
        return date.fromisoformat(dossier.answers.get(question_id, "").strip())
    except ValueError:
        return None


def told(
    dossier: Dossier,
    library: Library,
    question_ids: Iterable[str],
    language: Language,
    *,
    needed: bool = True,
    may_lack: Collection[str] = (),
) -> list[Block]:
    """Facts of the answers that there are, in order; then one callout naming those that are missing.

    `needed` False: a question that may stay unanswered is not said to be missing. `may_lack`: those that never are.
    """
    pairs, lacking = [], []
    for question_id in question_ids:
        question = question_of(library, question_id)
        if question is None or question.only not in (None, dossier.procurement.entrance):
            continue
        label = say(f"answers.label.{question_id}", language)
        if text := answer(dossier, library, question_id, language):
            pairs.append((label, text))
        elif question_id not in may_lack and (needed or question.required):
            lacking.append(label)
    blocks: list[Block] = [Facts(tuple(pairs))] if pairs else []
    return [*blocks, *lacks(lacking, language)]


def length_told(dossier: Dossier) -> tuple[str, ...]:
    """The length in years need not be given where the first and the last day of the contract are."""
    days = all(day_of(dossier, name) for name in ("contract_from", "contract_to"))
    return ("planned_years",) if days else ()


def lacks(labels: Iterable[str], language: Language) -> list[Block]:
    """One callout for what is not there; nothing where nothing is missing."""
    named = [label if at == 0 else label[:1].lower() + label[1:] for at, label in enumerate(labels)]
    if not named:
        return []
    return [Callout("missing", say("missing", language), f"{'; '.join(named)}.")]
