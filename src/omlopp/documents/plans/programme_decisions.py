"""A decision about a programme as its paper: official letter, decision on delegation, commission."""

from datetime import date

from omlopp.documents.plan import Block, Document, Facts, Paragraph
from omlopp.documents.plans.common import paragraphs
from omlopp.documents.plans.programme_common import document, lacking, listed, section, text_or
from omlopp.documents.words import say
from omlopp.domain.model.text import Language
from omlopp.domain.programme.model import Decision, Programme
from omlopp.library.numbers import day, kr


def decision_paper(programme: Programme, decision: Decision, language: Language, on: date) -> Document:
    """The parts that a Swedish authority's paper has, each said to be missing where it is.

    A letter proposes and is put to a body; a decision on delegation names its point of the order and whom it is
    reported to. Undecided: every page says that it is a draft.
    """
    letter = decision.kind == "service_letter"
    blocks: list[Block] = []
    if not decision.number.strip():
        blocks += lacking(language, "number")
    blocks += section(
        say("prog.proposed" if letter else "prog.decision", language), list(paragraphs(decision.decision))
    )
    if decision.kind == "delegation":
        blocks += section(
            say("prog.point", language), text_or(decision.delegation, language, "delegation"), 2
        )
    elif decision.delegation.strip():
        blocks += section(say("prog.point", language), list(paragraphs(decision.delegation)), 2)
    blocks += section(say("prog.matter", language), text_or(decision.matter, language, "matter"), 2)
    amount = decision.effect_sek
    said = (
        say("prog.no_effect", language)
        if amount is None
        else say("prog.effect", language, kr=kr(amount, language))
    )
    blocks += section(say("prog.economy", language), [Paragraph(said)], 2)
    blocks += section(say("prog.basis", language), listed(decision.basis, language, "basis"), 2)
    if decision.reported_to.strip():
        key = "prog.goes_to" if letter else "prog.reported_to"
        told: list[Block] = [Paragraph(say(key, language, who=decision.reported_to))]
    else:
        told = lacking(language, "reported") if decision.kind == "delegation" else []
    if told:
        blocks += section(say("prog.put_to" if letter else "prog.reported", language), told, 2)
    blocks += section(say("prog.extract", language), listed(decision.extract_to, language, "extract"), 2)
    line = say("prog.sign.line", language)
    blocks += section(
        say("prog.signature", language),
        [Facts(((say("prog.sign.office", language), decision.by), (say("prog.sign.name", language), line),
                (say("prog.sign.day", language), line)))],
        2,
    )  # fmt: skip
    decided = decision.decided_on
    marks = [(say("prog.mark.handled" if letter else "prog.mark.by", language), decision.by)]
    if decided is not None:
        marks.append(
            (say("prog.mark.dated" if letter else "prog.mark.decided", language), day(decided, language))
        )
    return document(
        programme,
        say(f"prog.{decision.kind}", language),
        decision.title,
        blocks,
        language,
        on,
        diary=decision.number,
        marks=marks,
        stamps=() if decided is not None else (say("prog.draft", language),),
    )
