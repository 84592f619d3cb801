"""The needs analysis: what does not work, what was tried before buying, and why this way was chosen."""

from datetime import date
from decimal import Decimal

from omlopp.documents.dossier import Dossier, Moved
from omlopp.documents.drawn import indicator_name, measured_one, shown_value
from omlopp.documents.plan import Block, Document, Facts, Heading, Paragraph, Table
from omlopp.documents.plans.answers import answer, number_of, question_of, told
from omlopp.documents.plans.common import (
    document_of,
    law_blocks,
    missing,
    paragraphs,
    ruled,
    sources_of,
)
from omlopp.documents.words import say
from omlopp.domain.model.indicators import Stage
from omlopp.domain.model.process import Entrance
from omlopp.domain.model.text import Language
from omlopp.library.load import Library
from omlopp.library.numbers import day, kr, number, per_cent

STEPS = ("need", "reuse_first")


def needs_analysis(dossier: Dossier, library: Library, language: Language, on: date) -> Document:
    """`on`: the day the document is made."""
    procurement = dossier.procurement
    stream = procurement.entrance is Entrance.WASTE
    blocks: list[Block] = [Paragraph(say("need.lead", language), "lead")]
    blocks.append(Heading(say("need.mandate", language), 1))
    blocks += told(dossier, library, ("mandate", "follow_up_owner"), language)
    blocks += told(dossier, library, ("time_limit",), language, needed=False)
    blocks.append(Heading(say("need.stream" if stream else "need.need", language), 1))
    wanted = (
        ("stream_what", "stream_amount_kg", "holder_intent")
        if stream
        else ("need_statement", "need_function")
    )
    blocks += told(dossier, library, wanted, language)
    blocks += _reuse(dossier, library, language)
    blocks.append(Heading(say("need.way", language), 1))
    blocks += told(dossier, library, ("stream_way" if stream else "way_forward", "way_reason"), language)
    blocks += _amounts(dossier, library, language)
    blocks += _baseline(dossier, library, language)
    hooks = ruled(
        [hook for step in library.model.steps if step.id in STEPS for hook in step.hooks], procurement
    )
    blocks += law_blocks(hooks, procurement, language)
    cards = [library.indicators.get(goal.indicator or "") for goal in procurement.goals]
    used = [*(card.source for card in cards if card), *(hook.source for hook in hooks)]
    blocks += sources_of(used, language, library)
    return document_of(
        procurement,
        blocks,
        kind="needs_analysis",
        title=say("need.title", language),
        subtitle=procurement.title,
        library=library,
        language=language,
        on=on,
    )


def _reuse(dossier: Dossier, library: Library, language: Language) -> list[Block]:
    """Reuse first: was the own stock looked at, and what was moved from it?"""
    blocks: list[Block] = [Heading(say("need.reuse", language), 1)]
    blocks += told(dossier, library, ("stock_checked",), language)
    if not dossier.moved:
        return [*blocks, Paragraph(say("need.nothing_moved", language))]
    table = Table(
        head=tuple(
            say(f"need.{one}", language) for one in ("thing", "pieces", "from", "to", "decided", "new_price")
        ),
        rows=tuple(_moved(one, language) for one in dossier.moved),
        caption=say("need.moved_table", language),
        numeric=frozenset({1, 5}),
        widths=(5, 3, 5, 6, 5, 4),
    )
    return [*blocks, table, Paragraph(_sum(dossier.moved, language))]


def _moved(one: Moved, language: Language) -> tuple[str, ...]:
    unknown = say("unknown", language)
    price = unknown if one.new_price_each is None else kr(one.new_price_each, language)
    return (
        one.what,
        number(one.pieces, language=language),
        one.from_place or unknown,
        one.to_place,
        day(one.decided_on, language),
        price,
    )


def _sum(moved: tuple[Moved, ...], language: Language) -> str:
    """What it would have cost new, for the pieces whose price is known – and how many those are."""
    pieces = sum(one.pieces for one in moved)
    priced = [one for one in moved if one.new_price_each is not None]
    known = sum(one.pieces for one in priced)
    if not known:
        return say("need.moved_sum_unknown", language, pieces=number(pieces, language=language))
    worth = sum((one.pieces * (one.new_price_each or Decimal(0)) for one in priced), Decimal(0))
    return say(
        "need.moved_sum",
        language,
        pieces=number(pieces, language=language),
        known=number(known, language=language),
        worth=kr(worth, language),
    )


def _amounts(dossier: Dossier, library: Library, language: Language) -> list[Block]:
    before, after = number_of(dossier, "amount_before"), number_of(dossier, "amount_after")
    head = Heading(say("need.amount", language), 1)
    if before is None and after is None:
        return [head, missing(language, "need.no_amount")]
    pairs = [
        (
            say(f"answers.label.{name}", language),
            answer(dossier, library, name, language) or say("unknown", language),
        )
        for name in ("amount_before", "amount_after")
    ]
    blocks: list[Block] = [head, Facts(tuple(pairs))]
    if before is not None and after is not None and before > 0:
        fewer = before - after
        question = question_of(library, "amount_before")
        unit = question.unit.within(language) if question and question.unit else ""
        key = "need.fewer" if fewer > 0 else "need.more" if fewer < 0 else "need.as_many"
        blocks.append(
            Paragraph(
                say(
                    key,
                    language,
                    count=number(abs(fewer), unit, language),
                    share=per_cent(abs(fewer) / before, language),
                    before=number(before, unit, language),
                )
            )
        )
    return blocks


def _baseline(dossier: Dossier, library: Library, language: Language) -> list[Block]:
    """How it is now, by the measures that the goals will be held against."""
    procurement = dossier.procurement
    head = Heading(say("need.baseline", language), 1)
    found = [one for one in procurement.measurements if one.stage is Stage.BASELINE]
    rows = tuple(
        (
            indicator_name(one.indicator, procurement, library, language),
            shown_value(library.indicators.get(one.indicator), measured_one(one, library), language),
            day(one.measured_on, language),
            "; ".join(part for part in (one.source, one.note) if part) or say("plan.no_source", language),
        )
        for one in sorted(found, key=lambda each: (each.indicator, each.measured_on))
    )
    blocks: list[Block] = [head]
    if rows:
        columns = tuple(say(f"plan.{one}", language) for one in ("indicator", "value", "day", "shown_by"))
        blocks.append(Table(columns, rows, say("need.baseline_table", language), widths=(4, 4, 3, 4)))
    measured = {one.indicator for one in found}
    lacking = [
        goal.indicator for goal in procurement.goals if goal.indicator and goal.indicator not in measured
    ]
    why = procurement.answers.get("baseline_unknown", "").strip()
    if lacking or not procurement.goals:
        names = ", ".join(indicator_name(one, procurement, library, language) for one in lacking)
        if why:
            blocks.append(Heading(say("need.baseline_unknown", language), 2))
            blocks += paragraphs(why)
        elif lacking:
            blocks.append(missing(language, "need.no_baseline_of", indicators=names))
        else:
            blocks.append(missing(language, "need.no_baseline"))
    return blocks
