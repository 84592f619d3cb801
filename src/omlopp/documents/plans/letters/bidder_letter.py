"""The answer to one bidder who asks why it did not win (LOU 12:13, 19:20)."""

from datetime import date, timedelta
from decimal import Decimal

from omlopp.documents.plan import Block, Bullets, Document, Facts, Heading, Paragraph, Table
from omlopp.documents.plans.common import document_of, sources_of
from omlopp.documents.plans.letters.common import (
    PRICE,
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
)
from omlopp.domain.award.advantages import Advantages, WouldHaveWon, advantages, compared_price
from omlopp.domain.award.errors import UnknownBid
from omlopp.domain.model.award import Bid
from omlopp.domain.model.errors import OmloppError
from omlopp.domain.model.procurement import Procurement
from omlopp.domain.model.text import Language
from omlopp.library.load import Library
from omlopp.library.numbers import day, money, number


class WinnerNeedsNoLetter(OmloppError):
    code = "letter-to-winner"


def bidder_letter(
    procurement: Procurement,
    lot_id: str,
    bid_id: str,
    release: Release,
    library: Library,
    language: Language,
    on: date,
    *,
    asked_on: date | None = None,
    would_have_won: WouldHaveWon | None = None,
) -> Document:
    """`asked_on`: the day the request came in; `would_have_won` is given only where the buyer has ticked
    it after examining secrecy. Refuses the winner's own bid and a lot that is not decided.
    """
    case = case_of(procurement, lot_id, library, language)
    if bid_id not in case.bids:
        raise UnknownBid(bid=bid_id, known=", ".join(case.bids))
    bid = case.bids[bid_id]
    if case.decision.winner_bid == bid_id:
        raise WinnerNeedsNoLetter(bidder=bid.title)
    why_out = out_of_comparison(case).get(bid_id)
    blocks: list[Block] = [Paragraph(case.say("letter_lead", bidder=bid.title, lot=case.lot.title), "lead")]
    blocks += _asked(case, asked_on)
    blocks += _rejected(case, bid, why_out) if why_out is not None else _acceptable(case, bid, release)
    if would_have_won is not None and why_out is None:
        blocks += _what_would_have_won(case, would_have_won)
    blocks += [Heading(case.say("made_again"), 1), Paragraph(case.say("made_again_says")), checksums(case)]
    hooks = [library.hook(one) for one in ("reasons_on_request", "abnormally_low") if case.section(one)]
    blocks += sources_of([hook.source for hook in hooks], language, library)
    return document_of(
        procurement,
        blocks,
        kind="bidder_letter",
        title=case.say("letter_title"),
        subtitle=bid.title,
        library=library,
        language=language,
        on=on,
        lot=case.lot,
        decided=True,
    )


def _asked(case: Case, asked_on: date | None) -> list[Block]:
    due = case.answer_due(asked_on) if asked_on else None
    if asked_on is None or due is None:
        return []
    last = asked_on + timedelta(due.days)
    return [
        Facts((
            (case.say("asked_on"), day(asked_on, case.language)),
            (case.say("answer_by"), case.say("answer_by_says", day=day(last, case.language), section=due.section)),
        ))
    ]  # fmt: skip


def _rejected(case: Case, bid: Bid, why: str) -> list[Block]:
    rejection = case.rejections.get(bid.id)
    ground = rejection.ground if rejection else "threshold"
    pairs = [(case.say("rejected_ground"), case.say(f"ground_of.{ground}")), (case.say("rejected_why"), why)]
    section = case.section("abnormally_low") if ground == "abnormally_low" else ""
    if section:
        pairs.append((case.say("rejected_law"), section))
    if rejection:
        pairs.append((case.say("decided_on"), day(rejection.decided_on, case.language)))
    asked = [one for one in case.procurement.inquiries if one.bid == bid.id and one.lot_id == case.lot.id]
    for inquiry in asked:
        pairs.append((case.say("we_asked", day=day(inquiry.asked_on, case.language)), inquiry.question))
        pairs.append((case.say("you_answered"), inquiry.answer or case.say("no_answer")))
    return [Heading(case.say("rejected"), 1), Paragraph(case.say("rejected_says")), Facts(tuple(pairs))]


def _acceptable(case: Case, bid: Bid, release: Release) -> list[Block]:
    blocks: list[Block] = _own(case, bid)
    winner = case.winner
    if winner is None:
        return [*blocks, Paragraph(case.say("nobody_won"))]
    found = advantages(case.model, case.evaluation, case.bids, winner.id, bid.id)
    blocks += [
        Heading(case.say("advantages", winner=winner.title), 1),
        Paragraph(case.say("advantages_says", winner=winner.title)),
        _differences(case, found, release),
    ]
    if found.result_lead is not None and release.shows(RESULT):
        blocks.append(
            Paragraph(
                case.say(
                    "ahead",
                    winner=winner.title,
                    lead=case.amount(found.result_lead),
                    result_name=result_name(case).lower(),
                )
            )
        )
    return blocks


def _own(case: Case, bid: Bid) -> list[Block]:
    """The bidder's own figures are the bidder's: all of them."""
    rank = case.evaluation.rank.get(bid.id)
    price = compared_price(case.evaluation, bid)
    rows = [
        (one.title, earned_words(case, one, bid), earned_amount(case, one, bid.id))
        for one in case.model.criteria
        if not one.price
    ]
    pairs = [
        (
            case.say("own_place"),
            case.say("place_of", place=rank, of=len(case.evaluation.rank)) if rank else "–",
        ),
        (case.say("own_price"), "–" if price is None else money(price, case.model.currency, case.language)),
        (result_name(case), result_of(case, bid.id)),
    ]
    blocks: list[Block] = [Heading(case.say("own"), 1), Facts(tuple(pairs))]
    if rows:
        head = (case.say("criterion"), case.say("assessed"), case.say("earned"))
        blocks.append(
            Table(head, tuple(rows), case.say("own_table"), numeric=frozenset({2}), widths=(3, 5, 2))
        )
    return blocks


def _differences(case: Case, found: Advantages, release: Release) -> Table:
    """Differences only, never the other bid's own figures; what is withheld leans one way without a number."""

    def told(lead: Decimal, shown: bool, in_points: bool) -> str:
        if not lead:
            return case.say("equal")
        ahead = lead > 0
        if not shown:
            return case.say("winner_ahead" if ahead else "you_ahead")
        size = abs(lead)
        amount = (
            case.say("points", points=number(size, language=case.language))
            if in_points
            else money(size, case.model.currency, case.language)
        )
        return case.say("winner_ahead_by" if ahead else "you_ahead_by", amount=amount)

    rows = []
    if found.price_lead is not None:
        rows.append((case.say("price_row"), told(found.price_lead, release.shows(PRICE), False)))
    for one in found.differences:
        if not one.criterion.price:
            rows.append(
                (one.criterion.title, told(one.lead, release.shows(one.criterion.id), found.unit == "points"))
            )
    return Table(
        (case.say("criterion"), case.say("difference")),
        tuple(rows),
        case.say("differences_table"),
        widths=(3, 4),
    )


def _what_would_have_won(case: Case, least: WouldHaveWon) -> list[Block]:
    says = []
    if least.price is not None:
        price = money(least.price, case.model.currency, case.language)
        says.append(case.say("would_price", price=price))
    for criterion_id, level in least.levels.items():
        criterion = case.model.criterion(criterion_id)
        says.append(
            case.say(
                "would_level", criterion=criterion.title, level=criterion.level_texts.get(level) or level
            )
        )
    head = Heading(case.say("would"), 1)
    if not says:
        return [head, Paragraph(case.say("would_nothing"))]
    return [head, Paragraph(case.say("would_says")), Bullets(tuple(says))]
