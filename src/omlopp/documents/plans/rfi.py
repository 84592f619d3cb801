"""Questions to the market as a document: what is asked, how to answer, what becomes of the answers."""

from datetime import date

from omlopp.documents.plan import Block, Bullets, Callout, Document, Heading, Paragraph, Table
from omlopp.documents.plans.common import (
    document_of,
    facts,
    hook_lines,
    missing,
    paragraphs,
    sources_of,
)
from omlopp.documents.words import say
from omlopp.domain.model.law import LegalHook, Regime
from omlopp.domain.model.procurement import Procurement
from omlopp.domain.model.text import Language
from omlopp.domain.process.market import CANS, Asked
from omlopp.library.load import Library
from omlopp.library.numbers import day

EQUAL_INFORMATION = ("help_in_preparation", "equal_and_proportionate")
"""The legal points on telling all the same, the closest first: a regime without the first has the second."""


def equal_information(library: Library, regime: Regime | None, on: date) -> LegalHook | None:
    """The point that asks for equal information under the procurement's own rules; None before they are known."""
    if regime is None:
        return None
    points = (library.legal[id].hook(on) for id in EQUAL_INFORMATION if id in library.legal)
    return next((point for point in points if point.section(regime)), None)


def rfi(
    asked: Asked,
    procurement: Procurement,
    library: Library,
    language: Language,
    on: date,
    *,
    address: str = "",
) -> Document:
    """`on`: the day the document is made. `address`: the public page where it is answered, "" while not published."""
    blocks: list[Block] = [Paragraph(say(f"rfi.lead.{asked.kind}", language), "lead")]
    blocks.append(
        facts(
            (say("rfi.closes", language), day(asked.closes_on, language) if asked.closes_on else "–"),
            (say("rfi.answer_at", language), address or say("rfi.not_published", language)),
        )
    )
    blocks += paragraphs(asked.body)
    if not asked.questions and not asked.criteria:
        blocks.append(missing(language, "rfi.nothing"))
    if asked.questions:
        blocks.append(Heading(say("rfi.questions", language), 1))
        blocks.append(Bullets(tuple(one.text for one in asked.questions), ordered=True))
    if asked.criteria:
        blocks.append(Heading(say(f"rfi.criteria.{asked.kind}", language), 1))
        blocks.append(Paragraph(say("rfi.criteria_lead", language)))
        head = (say("rfi.requirement", language), *(say(f"rfi.can.{can}", language) for can in CANS))
        for one in asked.criteria:
            blocks.append(Heading(one.name, 2))
            blocks += [Paragraph(part.text, "quote") for part in paragraphs(one.text)]
        rows = tuple((one.name, *("☐" for _ in CANS)) for one in asked.criteria)
        blocks.append(Table(head, rows, say("rfi.table", language), widths=(4, *(2 for _ in CANS))))
    blocks.append(Heading(say("rfi.about", language), 1))
    blocks.append(
        Bullets(tuple(say(f"rfi.about.{name}", language) for name in ("no_bid", "public", "no_edge")))
    )
    blocks += _law(procurement, library, language)
    return document_of(
        procurement,
        blocks,
        kind="rfi",
        title=asked.title,
        subtitle=say(f"rfi.title.{asked.kind}", language),
        library=library,
        language=language,
        on=on,
    )


def _law(procurement: Procurement, library: Library, language: Language) -> list[Block]:
    """How all are told the same, with the section of the procurement's own regime; nothing of another's."""
    regime = procurement.regime.regime if procurement.regime else None
    point = equal_information(library, regime, procurement.rules_fixed_on)
    said = say("rfi.equal", language)
    if point is None:
        return [Callout("info", say("rfi.equal_title", language), said)]
    lines = hook_lines([point], procurement, language)
    return [
        Callout("info", say("rfi.equal_title", language), " ".join([said, *lines])),
        *sources_of([point.source], language, library),
    ]
