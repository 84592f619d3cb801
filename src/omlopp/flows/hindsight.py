"""A finished procurement entered afterwards: notices as facts, the guide as a document, figures in what was said."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from omlopp.documents import docx
from omlopp.documents.plan import Block, Document, Facts, Heading, Paragraph
from omlopp.domain.model.procurement import Procurement
from omlopp.domain.model.text import Language
from omlopp.domain.process.hindsight import (
    Likeness,
    LotFacts,
    NoticeFacts,
    Role,
    Said,
    WonBy,
    alike,
)
from omlopp.flows.publish import Made, slug
from omlopp.library.interview import guide, openings, roles
from omlopp.library.load import Library
from omlopp.library.messages import keyed
from omlopp.library.numbers import day

FIGURE = re.compile(r"(?<![\w,.])(\d{1,3}(?:[ \u00a0]\d{3})+|\d+)(?:[,.](\d+))?(?![\w])")


def facts_of(said: Mapping[str, Any]) -> NoticeFacts:
    """From an explanation as the workspace keeps it. What an older reading did not take is not said."""
    facts = said["facts"]
    return NoticeFacts(
        notice_id=facts["notice_id"],
        kind=facts.get("kind") or "",
        title=facts["title"],
        buyer_name=facts["buyer_name"],
        buyer_id=facts["buyer_id"] or "",
        procedure_id=facts["procedure_id"] or "",
        published_on=_day(facts.get("published_on") or facts.get("sent_on")),
        cpv=tuple(one["code"] for one in facts["cpv"]),
        object_kind=facts["object_kind"] or "",
        value_amount=_amount(facts["value_amount"]),
        currency=facts["currency"],
        bids_received=facts.get("bids_received"),
        lots=tuple(
            LotFacts(
                lot["lot_id"],
                lot["title"],
                _amount(lot["value_amount"]),
                lot["currency"],
                lot.get("bids_received"),
            )
            for lot in said["lots"]
        ),
        winners=tuple(
            WonBy(one["lot_id"] or "", one["name"], _amount(one["value_amount"]), one["currency"])
            for one in said.get("winners", ())
        ),
        repeats=tuple(facts.get("repeats", ())),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text[:10]) if text else None


def _amount(text: str | None) -> Decimal | None:
    return Decimal(text) if text else None


def likest(
    one: NoticeFacts, others: Iterable[tuple[int, NoticeFacts]], most: int = 10
) -> list[tuple[int, Likeness]]:
    """The notices that may be of the same procurement, the likest first: (key, how and why)."""
    found = [(key, alike(one, other)) for key, other in others]
    likely = [pair for pair in found if pair[1].likely]
    return sorted(likely, key=lambda pair: (-pair[1].score, pair[0]))[:most]


def first_figure(text: str) -> str:
    """The first number of an answer, as it stands: "omkring 31 % av vikten" → "31"; "" where there is none."""
    found = FIGURE.search(text)
    return found.group(0) if found else ""


@dataclass(frozen=True, slots=True)
class Guide:
    """The guide of one role for one procurement. `said`: answers that are noted already, by question."""

    role: Role
    said: Mapping[str, Said]


def guide_document(
    procurement: Procurement, asked: Guide, library: Library, language: Language, on: date
) -> Document:
    """Questions of one role, link by link, with room for the answer; what is answered already stands there."""

    def say(key: str, **facts: object) -> str:
        return keyed(f"hindsight.guide.{key}", facts, language)

    role = roles()[asked.role].within(language)
    blocks: list[Block] = [
        Paragraph(openings()[asked.role].within(language), "lead"),
        Facts(((say("said_by"), "____________________"), (say("said_on"), "____________________"))),
    ]
    link = None
    for number, one in enumerate((each for each in guide() if asked.role in each.roles), 1):
        if one.link is not link:
            link = one.link
            blocks.append(Heading(keyed(f"hindsight.link.{link}", {}, language), 1))
        blocks.append(Heading(f"{number}. {one.asks.within(language)}", 2))
        if one.help:
            blocks.append(Paragraph(one.help.within(language), "note"))
        known = asked.said.get(one.id)
        if known is None:
            answer = f"☐ {say('unknown')}"
            blocks += [Paragraph("_" * 60), Paragraph("_" * 60), Paragraph(answer)]
        else:
            blocks.append(Paragraph(known.text if known.known else say("unknown"), "quote"))
    return Document(
        kind="interview_guide",
        language=language,
        title=say("title", role=role),
        subtitle=procurement.title,
        marks=(
            (say("procurement"), procurement.title),
            (say("buyer"), procurement.buyer.name),
            (say("made_on"), day(on, language)),
        ),
        made_on=on,
        blocks=tuple(blocks),
        exercise=procurement.exercise,
        stamps=(keyed("hindsight.stamp", {}, language),),
    )


def guide_file(
    procurement: Procurement, asked: Guide, library: Library, language: Language, on: date
) -> Made:
    """The guide as DOCX, to take to the interview."""
    plan = guide_document(procurement, asked, library, language, on)
    name = f"{slug(procurement.title)}-{slug(plan.title)}.docx"
    return Made(name, docx.render(plan))
