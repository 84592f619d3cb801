"""The award decision of one lot: who is awarded, why, by whom, on which calculation, and when to sign."""

from datetime import date

from omlopp.documents.dossier import Dossier
from omlopp.documents.plan import Block, Callout, Document, Facts, Heading, Paragraph, Table
from omlopp.documents.plans.answers import day_of
from omlopp.documents.plans.common import (
    document_of,
    facts,
    law_blocks,
    missing,
    paragraphs,
    ruled,
    sources_of,
)
from omlopp.documents.plans.letters.common import (
    Case,
    Release,
    case_of,
    checksums,
    out_of_comparison,
    result_name,
    result_of,
    standstill,
)
from omlopp.documents.words import say
from omlopp.domain.model.award import digest
from omlopp.domain.model.text import Language
from omlopp.library.load import Library
from omlopp.library.numbers import day, money

LAW = ("notice_to_bidders", "standstill", "reasons_on_request")


def award_decision(dossier: Dossier, lot_id: str, library: Library, language: Language, on: date) -> Document:
    """`on`: the day the document is made. Refuses (NotDecidedYet) a lot without evaluation and decision."""
    procurement = dossier.procurement
    case = case_of(procurement, lot_id, library, language)
    hooks = ruled([library.hook(one, procurement.rules_fixed_on) for one in LAW], procurement)
    blocks: list[Block] = [Paragraph(_lead(case), "lead")]
    blocks += [
        Heading(say("record.decision", language), 1),
        _decided(case, dossier.decided_by.get(lot_id, "")),
    ]
    blocks += _warnings(case)
    blocks.append(Heading(say("record.reason", language), 1))
    blocks += paragraphs(case.decision.reason) or [missing(language, "record.no_reason")]
    blocks += _outcome(case)
    sent = day_of(dossier, "notice_sent_on")
    blocks += standstill(
        case, Release(sent_on=sent, electronically=dossier.answers.get("notice_sent_how") != "other")
    )
    blocks += law_blocks(hooks, procurement, language)
    blocks += [
        Heading(case.say("made_again"), 1),
        Paragraph(say("decision.made_again", language)),
        checksums(case),
    ]
    blocks += sources_of([hook.source for hook in hooks], language, library)
    return document_of(
        procurement,
        blocks,
        kind="award_decision",
        title=say("decision.title", language),
        subtitle=f"{procurement.title} – {case.lot.title}",
        library=library,
        language=language,
        on=on,
        lot=case.lot,
    )


def _lead(case: Case) -> str:
    said = {"buyer": case.procurement.buyer.name, "lot": case.lot.title or case.lot.id}
    if case.winner is None:
        return say("decision.lead_nobody", case.language, **said)
    return say("decision.lead", case.language, winner=case.winner.title, **said)


def _decided(case: Case, decided_by: str) -> Facts:
    winner = case.winner
    price = None
    if winner is not None:
        said = "–" if winner.price is None else money(winner.price, case.model.currency, case.language)
        price = (say("record.price", case.language), said)
    return facts(
        (
            say("record.winner", case.language),
            winner.title if winner else say("record.nobody", case.language),
        ),
        price,
        (result_name(case), result_of(case, winner.id)) if winner else None,
        (say("record.decided_on", case.language), day(case.decision.decided_on, case.language)),
        (say("decision.by", case.language), decided_by or say("decision.by_unknown", case.language)),
        (case.say("ground"), case.say(f"ground_{case.model.ground or 'unstated'}")),
    )


def _warnings(case: Case) -> list[Block]:
    """A decision that rests on another calculation, or does not follow it, says so."""
    blocks: list[Block] = []
    head = say("warning", case.language)
    if case.decision.evaluation_digest != digest(case.evaluation):
        blocks.append(Callout("warning", head, say("record.other_evaluation", case.language)))
    first = case.evaluation.winner
    if first and case.decision.winner_bid not in (None, first):
        name = case.bids[first].title if first in case.bids else first
        blocks.append(Callout("warning", head, say("record.other_winner", case.language, first=name)))
    return blocks


def _outcome(case: Case) -> list[Block]:
    rank, why = case.evaluation.rank, out_of_comparison(case)
    blocks: list[Block] = [
        Heading(say("decision.outcome", case.language), 1),
        Paragraph(say("decision.counted", case.language, compared=len(rank), of=len(case.bids))),
    ]
    order = sorted(rank, key=lambda bid: (rank[bid], case.bids[bid].title))
    if order:
        rows = tuple((str(rank[bid]), case.bids[bid].title, result_of(case, bid)) for bid in order)
        columns = (say("record.place", case.language), say("record.bidder", case.language), result_name(case))
        caption = say("record.ranking_table", case.language)
        blocks.append(Table(columns, rows, caption, numeric=frozenset({2}), widths=(1, 5, 3)))
    if why:
        left_out = tuple((case.bids[bid].title, reason) for bid, reason in why.items() if bid in case.bids)
        heads = tuple(say(f"record.{one}", case.language) for one in ("bidder", "reason"))
        blocks.append(Table(heads, left_out, say("record.rejections_table", case.language), widths=(2, 5)))
    return blocks
