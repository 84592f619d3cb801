"""The award model, the bids opened elsewhere, the evaluation and the decision."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from django.contrib.auth.models import User
from django.utils import timezone

from omlopp.domain.award.errors import NoBids
from omlopp.domain.award.evaluate import evaluate
from omlopp.domain.award.families import family_of
from omlopp.domain.model.award import AwardModel, Bid, digest
from omlopp.domain.model.errors import OmloppError
from omlopp.library.files import as_data, from_data
from omlopp.web.records import convert
from omlopp.web.records.actions import acting, need_reason
from omlopp.web.records.actions.criteria import lot_of
from omlopp.web.records.models import (
    AwardModelVersion,
    BidRecord,
    DecisionRecord,
    EvaluationRecord,
    LotRecord,
    ProcurementRecord,
)


class BidsAreOpen(OmloppError):
    """The award model cannot be changed once bids have been registered."""

    code = "bids-are-open"


class NoAwardModel(OmloppError):
    code = "no-award-model"


class NotEvaluated(OmloppError):
    """No evaluation, or one made before a bid was added or corrected."""

    code = "not-evaluated"


class AlreadyDecided(OmloppError):
    code = "already-decided"


class SameBidder(OmloppError):
    code = "same-bidder"


class UnknownBid(OmloppError):
    code = "unknown-bid"


def set_award_model(
    *, by: User, procurement: ProcurementRecord, lot_id: str, model: AwardModel, why: str = ""
) -> AwardModelVersion:
    """A new version of a lot's award model. Once bids are registered it is refused without a reason (`why`); with one
    it is kept as made after the opening, and the record says so for as long as there is a record.
    """
    why = why.strip()
    with acting("award-model-set", by=by, procurement=procurement, why=why) as says:
        lot = lot_of(procurement, lot_id)
        require_open(lot)
        family_of(model.family).demand(model)  # a model that cannot be used is never a version
        opened = lot.bids.exists()
        if opened and not why:
            raise BidsAreOpen(lot=lot_id)
        number = (lot.award_models.order_by("-number").values_list("number", flat=True).first() or 0) + 1
        row = AwardModelVersion.objects.create(
            lot=lot,
            number=number,
            content=as_data(model),
            digest=digest(model),
            made_at=timezone.now(),
            made_by=by.get_username(),
            why=why,
            after_opening=opened,
            token=secrets.token_urlsafe(24),
        )
        says |= {"lot": lot_id, "number": number, "family": model.family, "digest": row.digest}
        if opened:
            says["after_opening"] = True
    return row


def register_bid(
    *,
    by: User,
    procurement: ProcurementRecord,
    lot_id: str,
    bidder: str,
    price_sek: Decimal,
    levels: Mapping[str, str] | None = None,
    points: Mapping[str, Decimal] | None = None,
) -> BidRecord:
    """Register a bid that was opened elsewhere. The log says that it was registered, never what it holds."""
    with acting("bid-registered", by=by, procurement=procurement, right="register_bids") as says:
        lot = lot_of(procurement, lot_id)
        require_open(lot)
        require_sound(lot, bidder, price_sek, levels or {}, points or {})
        if lot.bids.filter(bidder=bidder).exists():
            raise SameBidder(bidder=bidder, lot=lot_id)
        row = BidRecord.objects.create(
            lot=lot,
            bidder=bidder,
            price_sek=price_sek,
            levels=dict(levels or {}),
            points=convert.plain(dict(points or {})),
            registered_at=timezone.now(),
            registered_by=by.get_username(),
        )
        says |= {"lot": lot_id, "bid": row.pk}
    return row


def register_bids(
    *, by: User, procurement: ProcurementRecord, lot_id: str, bids: Sequence[Bid], source: str
) -> list[BidRecord]:
    """Bids from a filled form (`source`: the file's name): all of them or none. The log tells how many, never what."""
    with acting("bids-imported", by=by, procurement=procurement, right="register_bids") as says:
        lot = lot_of(procurement, lot_id)
        require_open(lot)
        newest = convert.newest_model(lot)
        if newest is None:
            raise NoAwardModel(lot=lot_id)
        if not bids:
            raise NoBids()
        model = from_data(AwardModel, newest.content)
        rows = []
        for given in bids:
            named = replace(given, id=given.title, bidder=given.title, lot_id=lot_id)
            evaluate(model, [named])  # evaluating it alone must not be refused
            if lot.bids.filter(bidder=named.title).exists():
                raise SameBidder(bidder=named.title, lot=lot_id)
            rows.append(
                BidRecord.objects.create(
                    lot=lot,
                    bidder=named.title,
                    price_sek=named.price,
                    levels=dict(named.levels),
                    points=convert.plain(dict(named.points)),
                    more=as_data(convert.answers_of(named)),
                    registered_at=timezone.now(),
                    registered_by=by.get_username(),
                )
            )
        says |= {"lot": lot_id, "bids": [row.pk for row in rows], "file": source[:200]}
    return rows


def correct_bid(
    *,
    by: User,
    bid: BidRecord,
    price_sek: Decimal | None,
    why: str,
    levels: Mapping[str, str] | None = None,
    points: Mapping[str, Decimal] | None = None,
) -> None:
    """Mend a bid that was registered wrongly (the bid itself never changes), with the reason."""
    why = need_reason(why, action="correct-bid")
    with acting(
        "bid-corrected", by=by, procurement=bid.lot.procurement, right="register_bids", why=why
    ) as says:
        require_open(bid.lot)
        newest = convert.newest_model(bid.lot)
        if newest is None:
            raise NoAwardModel(lot=bid.lot.lot_id)
        mended = replace(
            convert.bid(bid), price=price_sek, levels=dict(levels or {}), points=dict(points or {})
        )
        evaluate(from_data(AwardModel, newest.content), [mended])  # its other answers stay as they were
        bid.price_sek, bid.levels = price_sek, dict(levels or {})
        bid.points = convert.plain(dict(points or {}))
        # An evaluation made before the correction is shown as out of date; who registered first stands in the log.
        bid.registered_at, bid.registered_by = timezone.now(), by.get_username()
        bid.save()
        says |= {"lot": bid.lot.lot_id, "bid": bid.pk}


def require_open(lot: LotRecord) -> None:
    if hasattr(lot, "decision"):
        raise AlreadyDecided(lot=lot.lot_id)


def require_sound(
    lot: LotRecord, bidder: str, price_sek: Decimal, levels: Mapping[str, str], points: Mapping[str, Decimal]
) -> None:
    """A bid must fit the lot's model when it is registered: evaluating it alone must not be refused."""
    newest = convert.newest_model(lot)
    if newest is None:
        raise NoAwardModel(lot=lot.lot_id)
    alone = Bid(
        id=bidder,
        bidder=bidder,
        lot_id=lot.lot_id,
        price=price_sek,
        grades={},
        points=dict(points),
        levels=dict(levels),
    )
    evaluate(from_data(AwardModel, newest.content), [alone])


def evaluate_lot(*, by: User, procurement: ProcurementRecord, lot_id: str) -> EvaluationRecord:
    """Compute a lot's evaluation from the published model and the registered bids. A calculation, not a decision."""
    with acting("lot-evaluated", by=by, procurement=procurement, right="evaluate") as says:
        lot = lot_of(procurement, lot_id)
        require_open(lot)
        newest = convert.newest_model(lot)
        if newest is None:
            raise NoAwardModel(lot=lot_id)
        model = from_data(AwardModel, newest.content)
        result = evaluate(model, compared(lot))
        row = EvaluationRecord.objects.create(
            lot=lot,
            model=newest,
            content=as_data(result),
            digest=digest(result),
            made_at=timezone.now(),
            made_by=by.get_username(),
        )
        says |= {"lot": lot_id, "evaluation": row.digest, "model": newest.digest, "bids": lot.bids.count()}
    return row


def still_holds(evaluation: EvaluationRecord, lot: LotRecord) -> bool:
    """The evaluation is what the bids give as they stand: none was added or corrected since."""
    model = from_data(AwardModel, evaluation.model.content)
    try:
        return evaluation.content == as_data(evaluate(model, compared(lot)))
    except NoBids:  # all were rejected since
        return not evaluation.content["rank"]


def compared(lot: LotRecord) -> list[Bid]:
    """The bids that nobody has rejected."""
    return [convert.bid(bid) for bid in lot.bids.filter(rejection__isnull=True)]


def decide(
    *, by: User, procurement: ProcurementRecord, lot_id: str, winner: str | None, reason: str, on: date
) -> DecisionRecord:
    """The award decision of a lot, with its reason. When every lot is decided the procurement is awarded."""
    reason = need_reason(reason, action="decide")
    with acting("award-decided", by=by, procurement=procurement, right="decide", why=reason) as says:
        lot = lot_of(procurement, lot_id)
        require_open(lot)
        evaluation = convert.newest_evaluation(lot)
        if evaluation is None or not still_holds(evaluation, lot):
            raise NotEvaluated(lot=lot_id)
        bid = lot.bids.filter(bidder=winner).first() if winner else None
        if winner and bid is None:
            raise UnknownBid(bidder=winner, lot=lot_id)
        row = DecisionRecord.objects.create(
            lot=lot,
            winner=bid,
            reason=reason,
            decided_on=on,
            evaluation=evaluation,
            decided_by=by.get_username(),
        )
        decided = DecisionRecord.objects.filter(lot__procurement=procurement)
        if decided.count() == procurement.lots.count():
            procurement.outcome = "awarded" if decided.filter(winner__isnull=False).exists() else "cancelled"
            procurement.save(update_fields=["outcome"])
        says |= {"lot": lot_id, "winner": winner, "on": on, "evaluation": evaluation.digest}
    return row
