"""The draft of a question to a bidder whose price seems abnormally low (LOU 16:7, 19:18). Nothing is rejected by it.

Bids are absolutely secret until the award decision: the question holds the bidder's own figures and no others.
"""

from datetime import date

from omlopp.documents.plan import Block, Bullets, Document, Facts, Heading, Paragraph
from omlopp.documents.plans.common import cited, document_of, paragraphs, sources_of
from omlopp.documents.words import say
from omlopp.domain.award.errors import UnknownBid
from omlopp.domain.model.procurement import Inquiry, Procurement
from omlopp.domain.model.text import Language
from omlopp.library.load import Library
from omlopp.library.numbers import day, kr


def price_question(
    procurement: Procurement, inquiry: Inquiry, library: Library, language: Language, on: date
) -> Document:
    """The letter of one inquiry. Under a regime without a rule it is an ordinary question and cites nothing."""

    def told(key: str, **facts: object) -> str:
        return say(f"question.{key}", language, **facts)

    bid = next((one for one in procurement.bids if one.id == inquiry.bid), None)
    lot = next(one for one in procurement.lots if one.id == inquiry.lot_id)
    if bid is None:
        raise UnknownBid(bid=inquiry.bid, known=", ".join(one.id for one in procurement.bids))
    hook = library.hook("abnormally_low")
    regime = procurement.regime.regime if procurement.regime else None
    section = cited(hook, regime, language) if regime is not None and hook.section(regime) else ""
    pairs = [(told("lot"), lot.title or lot.id)]
    if bid.price is not None:
        pairs.append((told("your_price"), kr(bid.price, language)))
    pairs.append((told("answer_by"), day(inquiry.answer_by, language)))
    blocks: list[Block] = [
        Paragraph(told("lead", bidder=bid.title), "lead"),
        Facts(tuple(pairs)),
        Heading(told("asks"), 1),
        *paragraphs(inquiry.question),
        Heading(told("may_tell"), 1),
        Bullets(
            tuple(told(f"may_tell_{one}") for one in ("method", "technique", "terms", "quality", "duties"))
        ),
        Heading(told("what_follows"), 1),
        Paragraph(
            told(f"follows_{regime.value}") if section and regime is not None else told("follows_plain")
        ),
    ]
    if section:
        blocks.append(Paragraph(told("law", section=section), "note"))
    blocks += sources_of([hook.source] if section else [], language, library)
    return document_of(
        procurement,
        blocks,
        kind="price_question",
        title=told("title"),
        subtitle=bid.title,
        library=library,
        language=language,
        on=on,
        lot=lot,
    )
