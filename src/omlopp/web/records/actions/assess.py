"""Judging bids: assessors apart, one agreed judgement, questions about low prices, bids taken out, letters released.

Reasons stand with the bid; the log, which more people read, keeps their checksums.
"""

import hashlib
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Literal

from django.contrib.auth.models import User
from django.utils import timezone

from omlopp.domain.award.evaluate import evaluate
from omlopp.domain.model.award import AwardCriterion, AwardModel
from omlopp.domain.model.errors import OmloppError
from omlopp.library.files import as_data, from_data
from omlopp.web.records import convert
from omlopp.web.records.actions import acting, need_reason
from omlopp.web.records.actions.award import NoAwardModel, require_open
from omlopp.web.records.models import (
    AssessmentRecord,
    BidRecord,
    InquiryRecord,
    LotRecord,
    ProcurementRecord,
    RejectionRecord,
)

GROUNDS = ("abnormally_low", "requirement")


class NothingToAssess(OmloppError):
    """Neither a level nor a number of the scale was given, or one that the model does not have."""

    code = "nothing-to-assess"


class NotAskedYet(OmloppError):
    """A bid cannot be rejected as abnormally low before the bidder was asked and the answer judged."""

    code = "not-asked-yet"


class UnknownGround(OmloppError):
    code = "unknown-ground"


def assess(
    *,
    by: User,
    bid: BidRecord,
    criterion_id: str,
    reason: str,
    level: str = "",
    number: Decimal | None = None,
) -> AssessmentRecord:
    """One assessor's own judgement, with its reason. The log says that it was made, never what it says."""
    reason = need_reason(reason, action="assess")
    lot = bid.lot
    with acting("bid-assessed", by=by, procurement=lot.procurement, right="evaluate") as says:
        require_open(lot)
        criterion = _criterion(lot, criterion_id)
        if not (level in criterion.levels if criterion.levels else number is not None):
            raise NothingToAssess(criterion=criterion.title, bidder=bid.bidder)
        row, _ = AssessmentRecord.objects.update_or_create(
            bid=bid,
            criterion=criterion_id,
            assessor=by.get_username(),
            defaults={
                "level": level if criterion.levels else "",
                "number": None if criterion.levels else number,
                "reason": reason,
                "at": timezone.now(),
            },
        )
        says |= {"lot": lot.lot_id, "bid": bid.pk, "criterion": criterion_id}
    return row


def agree(
    *,
    by: User,
    bid: BidRecord,
    why: str,
    levels: Mapping[str, str] | None = None,
    grades: Mapping[str, Decimal] | None = None,
) -> None:
    """The judgement that counts, agreed on after the assessors judged apart, with its reason."""
    why = need_reason(why, action="agree")
    lot = bid.lot
    with acting("assessment-agreed", by=by, procurement=lot.procurement, right="evaluate") as says:
        require_open(lot)
        answers = convert.answers_of(convert.bid(bid)).fields
        answers["grades"] = {**answers["grades"], **(grades or {})}
        bid.levels = {**bid.levels, **(levels or {})}
        bid.more = as_data(convert.BidAnswers(**answers))
        evaluate(_model(lot), [convert.bid(bid)])  # refuses what the model does not know
        bid.registered_at = timezone.now()  # an evaluation made before is out of date
        bid.save()
        says |= {
            "lot": lot.lot_id,
            "bid": bid.pk,
            "criteria": sorted({*(levels or {}), *(grades or {})}),
        } | _sealed(why)


def ask_about_price(*, by: User, bid: BidRecord, question: str, answer_by: date, on: date) -> InquiryRecord:
    """Note that a bidder is asked about a price that seems abnormally low. Nothing is rejected by asking."""
    question = need_reason(question, action="ask-about-price")
    with acting("price-asked", by=by, procurement=bid.lot.procurement, right="register_bids") as says:
        require_open(bid.lot)
        row = InquiryRecord.objects.create(bid=bid, question=question, asked_on=on, answer_by=answer_by)
        says |= {"lot": bid.lot.lot_id, "bid": bid.pk, "answer_by": answer_by}
    return row


def judge_answer(
    *, by: User, inquiry: InquiryRecord, answer: str, answered_on: date | None, accepted: bool, reason: str
) -> None:
    """What the bidder answered (nothing: no answer came), and whether it explains the price."""
    reason = need_reason(reason, action="judge-answer")
    bid = inquiry.bid
    with acting("price-answer-judged", by=by, procurement=bid.lot.procurement, right="decide") as says:
        require_open(bid.lot)
        inquiry.answer, inquiry.answered_on = answer.strip(), answered_on
        inquiry.accepted, inquiry.reason = accepted, reason
        inquiry.save()
        says |= {"lot": bid.lot.lot_id, "bid": bid.pk, "accepted": accepted} | _sealed(reason)


def reject_bid(
    *, by: User, bid: BidRecord, ground: Literal["abnormally_low", "requirement"], reason: str, on: date
) -> RejectionRecord:
    """Take a bid out of the comparison. As abnormally low only after a question whose answer was not accepted."""
    reason = need_reason(reason, action="reject-bid")
    with acting("bid-rejected", by=by, procurement=bid.lot.procurement, right="decide") as says:
        require_open(bid.lot)
        if ground not in GROUNDS:
            raise UnknownGround(ground=ground, known=", ".join(GROUNDS))
        if ground == "abnormally_low" and not bid.inquiries.filter(accepted=False).exists():
            raise NotAskedYet(bidder=bid.bidder)
        row, _ = RejectionRecord.objects.update_or_create(
            bid=bid,
            defaults={"ground": ground, "reason": reason, "decided_on": on, "decided_by": by.get_username()},
        )
        _touch(bid)
        says |= {"lot": bid.lot.lot_id, "bid": bid.pk, "ground": ground} | _sealed(reason)
    return row


def take_back_rejection(*, by: User, bid: BidRecord, why: str) -> None:
    """A rejection that was wrong is undone before the decision, with the reason."""
    why = need_reason(why, action="take-back-rejection")
    with acting("rejection-taken-back", by=by, procurement=bid.lot.procurement, right="decide") as says:
        require_open(bid.lot)
        RejectionRecord.objects.filter(bid=bid).delete()
        _touch(bid)
        says |= {"lot": bid.lot.lot_id, "bid": bid.pk} | _sealed(why)


def release_letter(
    *,
    by: User,
    procurement: ProcurementRecord,
    lot_id: str,
    what: str,
    bidder: str,
    withheld: list[str],
    why: str,
) -> None:
    """Note that a letter was made for release, what was withheld, and how secrecy was examined (`why`)."""
    why = need_reason(why, action="release-letter")
    with acting(
        "letter-released", by=by, procurement=procurement, right="decide", why=why, also_ended=True
    ) as says:
        says |= {"lot": lot_id, "what": what, "bidder": bidder, "withheld": withheld}


def _sealed(reason: str) -> dict[str, str]:
    """The log is read by more people than may see bids, and a reason tells of one: the log keeps its checksum."""
    return {"reason_sha256": hashlib.sha256(reason.encode()).hexdigest()}


def _touch(bid: BidRecord) -> None:
    bid.registered_at = timezone.now()
    bid.save(update_fields=["registered_at"])


def _model(lot: LotRecord) -> AwardModel:
    newest = convert.newest_model(lot)
    if newest is None:
        raise NoAwardModel(lot=lot.lot_id)
    return from_data(AwardModel, newest.content)


def _criterion(lot: LotRecord, criterion_id: str) -> AwardCriterion:
    return _model(lot).criterion(criterion_id)
