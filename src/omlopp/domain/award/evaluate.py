"""evaluate(model, bids): the one function that compares bids, in design and in earnest. Exact decimals."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from decimal import ROUND_FLOOR, Decimal, localcontext

from omlopp.domain.award.errors import NoBids, SeveralLots, UnknownLot
from omlopp.domain.award.families import family_of
from omlopp.domain.award.prepare import above_thresholds, priced, questions
from omlopp.domain.model.award import AwardModel, Bid, Evaluation, NamedTwice, TraceStep, digest
from omlopp.domain.model.exact import EXACT

HALF = Decimal("0.5")
SAME = Decimal("1e-9")  # bids closer than this share of their result share a rank


def evaluate(
    model: AwardModel,
    bids: Sequence[Bid],
    field: Sequence[Decimal] = (),
    lots: Collection[str] | None = None,
) -> Evaluation:
    """Every column the family has, rank 1 = best, and the trace of each step.

    Pure and deterministic: the same model and bids give the same Evaluation. `field`: further prices that
    relative families look at and that are not ranked. `lots`: the lots there are; None leaves them unchecked.
    Refuses with the named errors of domain/award/errors.
    """
    family = family_of(model.family)
    _admissible(model, bids, lots)
    with localcontext(EXACT):
        family.demand(model)
        steps: list[TraceStep] = []
        kept, rejected = above_thresholds(model, [priced(model, bid, steps) for bid in bids], steps)
        if not kept:
            return Evaluation(rejected=rejected, trace=tuple(steps), model_digest=digest(model))
        scored = family.score(model, kept, field)
        scored = replace(
            scored,
            rejected=rejected,
            questions=questions(model, kept, steps),
            trace=(*steps, *scored.trace),
        )
        return _ranked(model, kept, scored)


def _admissible(model: AwardModel, bids: Sequence[Bid], lots: Collection[str] | None) -> None:
    if not bids:
        raise NoBids()
    ids = [bid.id for bid in bids]
    if len(set(ids)) < len(ids):
        raise NamedTwice(what="bid", id=next(one for one in ids if ids.count(one) > 1))
    for bid in bids:
        if lots is not None and bid.lot_id not in lots:
            raise UnknownLot(bid=bid.id, bidder=bid.title, lot=bid.lot_id, known=", ".join(sorted(lots)))
        for named in (*bid.levels, *bid.grades, *bid.points, *bid.measured):
            model.criterion(named)
    found = sorted({bid.lot_id for bid in bids if bid.lot_id is not None})
    if len(found) > 1:
        raise SeveralLots(lots=", ".join(found))


def _ranked(model: AwardModel, bids: Sequence[Bid], scored: Evaluation) -> Evaluation:
    family = family_of(model.family)
    lowest_wins = family.lowest_wins(model)
    trace = list(scored.trace)
    if scored.comparison is not None:
        results = {bid.id: _rounded(scored.comparison[bid.id], model.rounding) for bid in bids}
        scored = replace(scored, comparison=results)
    elif scored.total is not None:
        results = dict(scored.total)
    else:  # coefficients whose prices are not known yet
        return replace(scored, model_digest=digest(model))
    best_first = sorted(bids, key=lambda bid: results[bid.id], reverse=not lowest_wins)
    places: list[list[Bid]] = []
    for group in _equals(best_first, results):
        places.extend(_parted(model, group, scored, trace) if len(group) > 1 and model.ties else [group])
    rank: dict[str, int] = {}
    for place in places:
        rank |= dict.fromkeys((bid.id for bid in place), len(rank) + 1)
    names = {bid.id: bid.title for bid in bids}
    for bid in best_first:
        said = {"bidder": bid.title, "currency": model.currency}
        rule = "rank_order" if family.counts_in == "place" else "rank_low" if lowest_wins else "rank_high"
        rule += "_number" if family.counts_in == "number" else ""
        trace.append(TraceStep(bid.id, rule, {"result": results[bid.id]}, Decimal(rank[bid.id]), said))
    first = {bid.id for bid in places[0]}
    tied = tuple(bid.id for bid in bids if bid.id in first) if len(first) > 1 else ()
    winner = None if tied else places[0][0].id
    if tied:
        trace.append(TraceStep("", "tied", {}, None, {"bidders": ", ".join(names[one] for one in tied)}))
    return replace(
        scored,
        rank={bid.id: rank[bid.id] for bid in bids},
        winner=winner,
        tied=tied,
        trace=tuple(trace),
        model_digest=digest(model),
    )


def _rounded(result: Decimal, step: Decimal | None) -> Decimal:
    """To the model's step, a half always upwards, so that rounding treats all bids alike on both sides of
    zero.
    """
    return result if step is None else (result / step + HALF).to_integral_value(ROUND_FLOOR) * step


def _equals(best_first: Sequence[Bid], results: dict[str, Decimal]) -> list[list[Bid]]:
    """Groups of bids whose results lie within SAME of the group's first."""
    groups: list[list[Bid]] = []
    for bid in best_first:
        if groups:
            leading, own = results[groups[-1][0].id], results[bid.id]
            if abs(leading - own) <= SAME * max(abs(leading), abs(own)):
                groups[-1].append(bid)
                continue
        groups.append([bid])
    return groups


def _parted(
    model: AwardModel, group: list[Bid], scored: Evaluation, trace: list[TraceStep]
) -> list[list[Bid]]:
    """Equal bids, parted by the rules the documents name, in their order. Drawing lots is left to people."""
    places = [group]
    for rule in model.ties:
        if rule == "lot":
            for place in places:
                if len(place) > 1:
                    said = {"bidders": ", ".join(bid.title for bid in place)}
                    trace.append(TraceStep("", "tie_lot", {}, None, said))
            break
        before = len(places)
        places = [part for place in places for part in _by(_better(rule, scored), place)]
        if len(places) > before:
            name = model.criterion(rule.removeprefix("better:")).title if ":" in rule else ""
            said = {"bidders": ", ".join(bid.title for bid in group), "criterion": name}
            trace.append(TraceStep("", "tie_better" if name else "tie_lower_price", {}, None, said))
    return places


def _better(rule: str, scored: Evaluation) -> Callable[[Bid], Decimal]:
    """A key that is lower for the better bid."""
    if rule == "lower_price":
        return lambda bid: Decimal(0) if bid.price is None else bid.price
    criterion = rule.removeprefix("better:")
    earned = scored.points or scored.deduction or {}
    return lambda bid: -earned.get(bid.id, {}).get(criterion, Decimal(0))


def _by(key: Callable[[Bid], Decimal], place: list[Bid]) -> list[list[Bid]]:
    found: dict[Decimal, list[Bid]] = {}
    for bid in place:
        found.setdefault(key(bid), []).append(bid)
    return [found[value] for value in sorted(found)]
