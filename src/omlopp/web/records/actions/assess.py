"""Judging bids: assessors apart, one agreed judgement, questions about low prices, bids taken out, letters released.

Reasons stand with the bid; the log, which more people read, keeps their checksums.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from omlopp.domain.award.evaluate import evaluate
from omlopp.domain.model.award import AwardCriterion, AwardModel
from omlopp.domain.model.errors import OmloppError
from omlopp.library.files import as_data, from_data
from omlopp.web.records import convert
from omlopp.web.records.actions import ReasonMissing, acting
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
AGREED = ""  # the assessor of a judgement that all agreed on: no person has an empty name


class NothingToAssess(OmloppError):
    """Neither a level nor a number of the scale was given, or one that the model does not have."""

    code = "nothing-to-assess"


class AssessmentReasonMissing(OmloppError):
    """A level or a grade without why. Facts: criterion, bidder."""

    code = "assessment-reason-missing"


class BidReasonMissing(ReasonMissing):
    """As ReasonMissing; what is written is kept with the bid, and its checksum in the log."""

    code = "bid-reason-missing"


@dataclass(frozen=True, slots=True)
class Judgement:
    """What one person says of one criterion: a `level` of the model or a `number` of its scale, and why."""

    criterion: str
    reason: str
    level: str = ""
    number: Decimal | None = None


class NotAskedYet(OmloppError):
    """A bid cannot be rejected as abnormally low before the bidder was asked and the answer judged."""

    code = "not-asked-yet"


class NothingAgreed(OmloppError):
    code = "nothing-agreed"


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
    lot, reason = bid.lot, reason.strip()
    with acting("bid-assessed", by=by, procurement=lot.procurement, right="evaluate") as says:
        require_open(lot)
        model = _model(lot)
        criterion = model.criterion(criterion_id)
        low, high = scale_of(model, criterion)
        within = number is not None and low <= number <= high
        if not (level in criterion.levels if criterion.levels else within):
            raise NothingToAssess(criterion=criterion.title, bidder=bid.bidder)
        if not reason:
            raise AssessmentReasonMissing(criterion=criterion.title, bidder=bid.bidder)
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


@transaction.atomic
def assess_together(*, by: User, bid: BidRecord, given: Sequence[Judgement]) -> int:
    """One assessor's judgements of a bid, all or none. What has not changed since last is left; → how many did."""
    kept = {one.criterion: one for one in bid.assessments.filter(assessor=by.get_username())}
    changed = 0
    for one in given:
        own = kept.get(one.criterion)
        if own and (own.level, own.number, own.reason) == (one.level, one.number, one.reason.strip()):
            continue
        assess(
            by=by, bid=bid, criterion_id=one.criterion, reason=one.reason, level=one.level, number=one.number
        )
        changed += 1
    return changed


def agree(
    *,
    by: User,
    bid: BidRecord,
    why: str,
    levels: Mapping[str, str] | None = None,
    grades: Mapping[str, Decimal] | None = None,
) -> None:
    """The judgement that counts, agreed on after the assessors judged apart, with its reason.

    What each of them gave stays as it was; the agreed one stands beside, with AGREED for its assessor. A grade of a
    criterion that has points of its own (`max_points`) is kept as the bid's points.
    """
    why = _need_reason(why)
    lot = bid.lot
    with acting("assessment-agreed", by=by, procurement=lot.procurement, right="evaluate") as says:
        require_open(lot)
        given = [Judgement(name, why, level=level) for name, level in (levels or {}).items()]
        given += [Judgement(name, why, number=number) for name, number in (grades or {}).items()]
        if not given:
            raise NothingAgreed(bidder=bid.bidder)
        answers = convert.answers_of(convert.bid(bid)).fields
        model = _model(lot)
        pointed = {one.criterion for one in given if _in_points(model.criterion(one.criterion))}
        numbers = {one.criterion: one.number for one in given if one.number is not None}
        answers["grades"] = {**answers["grades"], **{n: g for n, g in numbers.items() if n not in pointed}}
        bid.points = {**bid.points, **convert.plain({n: g for n, g in numbers.items() if n in pointed})}
        bid.levels = {**bid.levels, **(levels or {})}
        bid.more = as_data(convert.BidAnswers(**answers))
        evaluate(model, [convert.bid(bid)])  # refuses what the model does not know
        bid.registered_at = timezone.now()  # an evaluation made before is out of date
        bid.save()
        for one in given:
            AssessmentRecord.objects.update_or_create(
                bid=bid, criterion=one.criterion, assessor=AGREED,
                defaults={"level": one.level, "number": one.number, "reason": why, "at": timezone.now()},
            )  # fmt: skip
        says |= {
            "lot": lot.lot_id,
            "bid": bid.pk,
            "criteria": sorted({*(levels or {}), *(grades or {})}),
        } | _sealed(why)


def ask_about_price(*, by: User, bid: BidRecord, question: str, answer_by: date, on: date) -> InquiryRecord:
    """Note that a bidder is asked about a price that seems abnormally low. Nothing is rejected by asking."""
    question = _need_reason(question)
    with acting("price-asked", by=by, procurement=bid.lot.procurement, right="register_bids") as says:
        require_open(bid.lot)
        row = InquiryRecord.objects.create(bid=bid, question=question, asked_on=on, answer_by=answer_by)
        says |= {"lot": bid.lot.lot_id, "bid": bid.pk, "answer_by": answer_by}
    return row


def judge_answer(
    *, by: User, inquiry: InquiryRecord, answer: str, answered_on: date | None, accepted: bool, reason: str
) -> None:
    """What the bidder answered (nothing: no answer came), and whether it explains the price."""
    reason = _need_reason(reason)
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
    reason = _need_reason(reason)
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
    why = _need_reason(why)
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
    why = _need_reason(why)
    with acting(
        "letter-released", by=by, procurement=procurement, right="decide", why=why, also_ended=True
    ) as says:
        says |= {"lot": lot_id, "what": what, "bidder": bidder, "withheld": withheld}


def _need_reason(why: str) -> str:
    if not why.strip():
        raise BidReasonMissing()
    return why.strip()


def scale_of(model: AwardModel, criterion: AwardCriterion) -> tuple[Decimal, Decimal]:
    """The lowest and the highest that a criterion without levels can be given."""
    if _in_points(criterion) and criterion.max_points is not None:
        return Decimal(0), criterion.max_points
    return model.grade_scale or (Decimal(0), Decimal(1))


def _in_points(criterion: AwardCriterion) -> bool:
    return not criterion.levels and criterion.weight is None and criterion.max_points is not None


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
