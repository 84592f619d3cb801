"""Before bids are scored: a price from the price form or the life-cycle method, thresholds, and questions
about low prices.
"""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from omlopp.domain.award.errors import LineMissing, LineTwicePriced, PartPriceTooLow, UnknownLine
from omlopp.domain.award.shares import ONE, price_of, raw_share
from omlopp.domain.lifecycle.cost import life_cycle_cost
from omlopp.domain.model.award import AwardModel, Bid, LowBidQuestion, PriceLine, TraceStep

ZERO = Decimal(0)


def priced(model: AwardModel, bid: Bid, trace: list[TraceStep]) -> Bid:
    """The bid with its comparison price: the sum of the form's lines, then the life-cycle cost where the
    model has a method.
    """
    said = {"bidder": bid.title}
    if model.lines:
        lines = _form(model, bid)
        total = ZERO
        for line in lines:
            assert line.quantity is not None
            own = line.quantity * line.unit_price
            total += own
            inputs = {"quantity": line.quantity, "unit_price": line.unit_price}
            trace.append(TraceStep(bid.id, "line", inputs, own, said | {"line": line.id}))
        if bid.price is not None and bid.price != total:
            raise LineTwicePriced(bid=bid.id, bidder=bid.title, price=bid.price, lines=total)
        trace.append(TraceStep(bid.id, "sum_of_lines", {}, total, said))
        bid = replace(bid, price=total, lines=lines)
    if model.lcc is None:
        return bid
    inputs = dict(bid.lcc_inputs)
    if "price" in model.lcc.asked:
        inputs["price"] = price_of(bid)  # the purchase itself is one of the method's numbers
    cost = life_cycle_cost(model.lcc, inputs, bid.title)
    for found in cost.lines:
        given = {"years": Decimal(len(found.amounts)), "rate_percent": model.lcc.rate * 100}
        trace.append(TraceStep(bid.id, "lcc_line", given, found.present_value, said | {"line": found.name}))
    trace.append(TraceStep(bid.id, "lcc", {"years": Decimal(model.lcc.horizon_years)}, cost.total, said))
    return replace(bid, price=cost.total)


def _form(model: AwardModel, bid: Bid) -> tuple[PriceLine, ...]:
    """The bid's lines in the model's order, with the published quantities."""
    filled = {line.id: line for line in bid.lines}
    known = [line.id for line in model.lines]
    for name in filled:
        if name not in known:
            raise UnknownLine(bid=bid.id, bidder=bid.title, line=name, known=", ".join(known))
    found: list[PriceLine] = []
    for line in model.lines:
        if line.id not in filled:
            raise LineMissing(bid=bid.id, bidder=bid.title, line=line.name or line.id)
        own = filled[line.id].unit_price
        if line.least_unit_price is not None and own < line.least_unit_price:
            least = line.least_unit_price
            raise PartPriceTooLow(
                bid=bid.id, bidder=bid.title, line=line.name or line.id, price=own, least=least
            )
        found.append(PriceLine(line.id, line.quantity, own))
    return tuple(found)


def above_thresholds(
    model: AwardModel, bids: Sequence[Bid], trace: list[TraceStep]
) -> tuple[list[Bid], dict[str, str]]:
    """The bids that reach every announced threshold, and for the others the first criterion they miss."""
    kept: list[Bid] = []
    rejected: dict[str, str] = {}
    for bid in bids:
        for criterion in model.criteria:
            limit = criterion.threshold
            if limit is None or limit.effect != "reject":
                continue
            share = raw_share(model, criterion, bid)
            if share < limit.least:
                rejected[bid.id] = criterion.id
                inputs = {"share_percent": share * 100, "least_percent": limit.least * 100}
                said = {"bidder": bid.title, "criterion": criterion.title}
                trace.append(TraceStep(bid.id, "below_threshold", inputs, None, said))
                break
        else:
            kept.append(bid)
    return kept, rejected


def questions(model: AwardModel, bids: Sequence[Bid], trace: list[TraceStep]) -> tuple[str, ...]:
    """Bids whose price the documents say must be asked about. A question, never a rejection."""
    asked: list[str] = []
    for bid in bids:
        for rule in model.low_bid_questions:
            against = _compared(rule, bid, bids)
            if against is None or bid.price is None or bid.price > against * (ONE - rule.under_share):
                continue
            inputs = {"price": bid.price, "against": against, "under_percent": rule.under_share * 100}
            trace.append(
                TraceStep(bid.id, f"low_bid.{rule.compared_with}", inputs, None, {"bidder": bid.title})
            )
            asked.append(bid.id)
            break
    return tuple(asked)


def _compared(rule: LowBidQuestion, bid: Bid, bids: Sequence[Bid]) -> Decimal | None:
    others = sorted(one.price for one in bids if one.id != bid.id and one.price is not None)
    if rule.compared_with == "estimate":
        return rule.estimate
    if not others or bid.price is None:
        return None
    if rule.compared_with == "mean_of_others":
        return sum(others, ZERO) / len(others)
    above = [price for price in others if price >= bid.price]
    return above[0] if above else None
