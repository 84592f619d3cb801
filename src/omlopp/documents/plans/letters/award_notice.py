"""The notice to all bidders of the award decision, with its reasons (LOU 12:12, 19:19, 19 a:10)."""

from datetime import date

from omlopp.documents.plan import Block, Document, Facts, Heading, Paragraph, Table
from omlopp.documents.plans.common import document_of, paragraphs, sources_of
from omlopp.documents.plans.letters.common import (
    RESULT,
    Case,
    Release,
    case_of,
    checksums,
    earned_amount,
    earned_words,
    out_of_comparison,
    result_name,
    result_of,
    standstill,
)
from omlopp.domain.model.award import Bid
from omlopp.domain.model.procurement import Procurement
from omlopp.domain.model.text import Language
from omlopp.library.load import Library
from omlopp.library.numbers import day


def award_notice(
    procurement: Procurement, lot_id: str, release: Release, library: Library, language: Language, on: date
) -> Document:
    """One lot's notice. `on`: the day it is made. Refuses a lot without evaluation and decision."""
    case = case_of(procurement, lot_id, library, language)
    blocks: list[Block] = [Paragraph(_lead(case), "lead"), _facts(case)]
    blocks += [Heading(case.say("reasons"), 1), *paragraphs(case.decision.reason)]
    if case.winner is not None and case.winner.id in case.evaluation.rank:
        blocks += _how_it_won(case, case.winner, release)
    blocks += _ranking(case, release)
    blocks += _left_out(case)
    blocks += standstill(case, release)
    blocks += _further(case)
    hooks = [
        library.hook(one)
        for one in ("notice_to_bidders", "standstill", "reasons_on_request")
        if case.section(one)
    ]
    blocks += [Heading(case.say("made_again"), 1), Paragraph(case.say("made_again_says")), checksums(case)]
    blocks += sources_of([hook.source for hook in hooks], language, library)
    return document_of(
        procurement,
        blocks,
        kind="award_notice",
        title=case.say("notice_title"),
        subtitle=f"{procurement.title} – {case.lot.title}",
        library=library,
        language=language,
        on=on,
        lot=case.lot,
        decided=True,
    )


def _lead(case: Case) -> str:
    said = {
        "buyer": case.procurement.buyer.name,
        "lot": case.lot.title,
        "day": day(case.decision.decided_on, case.language),
    }
    if case.winner is None:
        return case.say("lead_nobody", **said)
    section = case.section("notice_to_bidders")
    lead = case.say("lead", winner=case.winner.title, **said)
    return f"{lead} {case.say('lead_law', section=section)}" if section else lead


def _facts(case: Case) -> Facts:
    compared, left_out = len(case.evaluation.rank), len(out_of_comparison(case))
    return Facts((
        (case.say("ground"), case.say(f"ground_{case.model.ground or 'unstated'}")),
        (case.say("bids_received"), str(len(case.bids))),
        (case.say("bids_compared"), str(compared)),
        (case.say("bids_left_out"), str(left_out)),
    ))  # fmt: skip


def _how_it_won(case: Case, winner: Bid, release: Release) -> list[Block]:
    """The winner's assessment, criterion by criterion, tied to the level that was announced."""
    first = case.evaluation.rank[winner.id] == 1
    told = release.shows(RESULT)
    says = "came_first" if first else "came_later"
    blocks: list[Block] = [
        Heading(case.say("how_it_won"), 1),
        Paragraph(
            case.say(
                says if told else f"{says}_secret",
                winner=winner.title,
                result_name=result_name(case).lower(),
                result=result_of(case, winner.id) if told else "",
                of=len(case.evaluation.rank),
            )
        ),
    ]
    rows = []
    for criterion in case.model.criteria:
        if criterion.price:
            continue
        shown = release.shows(criterion.id)
        rows.append((
            criterion.title,
            earned_words(case, criterion, winner) if shown else case.say("secret"),
            earned_amount(case, criterion, winner.id) if shown else case.say("secret"),
        ))  # fmt: skip
    if rows:
        head = (case.say("criterion"), case.say("assessed"), case.say("earned"))
        caption = case.say("winner_table", winner=winner.title)
        blocks.append(Table(head, tuple(rows), caption, numeric=frozenset({2}), widths=(3, 5, 2)))
    return blocks


def _ranking(case: Case, release: Release) -> list[Block]:
    rank = case.evaluation.rank
    if not rank:
        return []
    shown = release.shows(RESULT)
    order = sorted(rank, key=lambda bid: (rank[bid], case.bids[bid].title))
    rows = tuple(
        (str(rank[bid]), case.bids[bid].title, result_of(case, bid) if shown else case.say("secret"))
        for bid in order
    )
    head = (case.say("place"), case.say("bidder"), result_name(case))
    return [
        Heading(case.say("ranking"), 1),
        Table(head, rows, case.say("ranking_table"), numeric=frozenset({2}), widths=(1, 5, 3)),
    ]


def _left_out(case: Case) -> list[Block]:
    why = out_of_comparison(case)
    if not why:
        return []
    pairs = tuple((case.bids[bid].title, reason) for bid, reason in why.items() if bid in case.bids)
    return [Heading(case.say("left_out"), 1), Facts(pairs)]


def _further(case: Case) -> list[Block]:
    due = case.answer_due(case.decision.decided_on)
    if due is None:
        return []
    return [Heading(case.say("ask"), 1), Paragraph(case.say("ask_says", section=due.section, days=due.days))]
