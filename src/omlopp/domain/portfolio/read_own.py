"""An organisation's own procurement, read into the shape that is judged: only what its chain holds."""

from collections.abc import Mapping, Sequence
from typing import Literal

from omlopp.domain.indicators.measure import compare, measure
from omlopp.domain.indicators.promises import promise_of
from omlopp.domain.model.award import Bid
from omlopp.domain.model.criteria import ChosenCriterion
from omlopp.domain.model.errors import OmloppError
from omlopp.domain.model.goals import RStep, Strategy
from omlopp.domain.model.indicators import Indicator, Measurement, Stage
from omlopp.domain.model.procurement import ChosenGoal, Procurement
from omlopp.domain.portfolio.seen import Answer, Demand, Lit, Position, Told

STAGES = (Stage.END, Stage.CONTRACT)  # the end measurement, else the newest of the contract's time


def position_of(procurement: Procurement) -> Position:
    """Only what has been put to the market counts; a need met without buying is told beside, and so is a stop."""
    if procurement.outcome == "no_purchase":
        return "no_purchase"
    if procurement.outcome == "cancelled":
        return "cancelled"
    out = procurement.decisions or procurement.bids or procurement.outcome in ("awarded", "closed")
    return "counted" if out else "not_yet"


def demand(
    procurement: Procurement,
    chosen: ChosenCriterion,
    cards: Mapping[str, Indicator],
    above: Mapping[str, Literal["yes", "no"]],
) -> Demand:
    """`above`: chosen requirement → does it ask for more than the market gives; what is not there is taken from the
    requirement's own copy of its card.
    """
    return Demand(
        chosen.id,
        chosen.criterion.id,
        Told("yes", "asked", (chosen.id,)),
        offered(procurement, chosen, cards),
        market(chosen, above),
        shown(procurement, chosen, cards),
        frozenset({chosen.criterion.r_step}),
    )


def offered(procurement: Procurement, chosen: ChosenCriterion, cards: Mapping[str, Indicator]) -> Told:
    """What must be met is triggered by the award; what is scored, by what the winner offered above the lowest."""
    about = (chosen.id,)
    lots = [each for each in procurement.decisions if chosen.lot_id in (None, each.lot_id)]
    if not lots:
        return Told("unknown", "not_decided", about)
    if all(each.winner_bid is None for each in lots):
        return Told("no", "nobody_awarded", about)
    if not chosen.criterion.scored:
        return Told("yes", "mandatory", about)
    promised = procurement.agreed.get(chosen.criterion.measured_by)
    if promised is not None:
        card = cards.get(chosen.criterion.measured_by)
        lower = (
            card is not None and card.direction == "lower"
        )  # then a promise of nothing is the best there is
        some = lower or promised.value > 0
        return Told("yes", "promised", about) if some else Told("no", "nothing_offered", about)
    won = {(each.lot_id, each.winner_bid) for each in lots if each.winner_bid is not None}
    offers = [_offer(chosen, bid) for bid in procurement.bids if (bid.lot_id, bid.id) in won]
    if "yes" in offers:
        return Told("yes", "offered", about)
    if len(offers) == len(won) and all(each == "no" for each in offers):
        return Told("no", "nothing_offered", about)
    return Told("unknown", "offer_not_known", about)


def _offer(chosen: ChosenCriterion, bid: Bid) -> Answer:
    """Did the bid offer more than the lowest level, or any grade at all?"""
    name = chosen.criterion.id
    worth = {level.id: level.share for level in chosen.criterion.scores}
    if name in bid.levels and bid.levels[name] in worth:
        return "yes" if worth[bid.levels[name]] > min(worth.values()) else "no"
    given = bid.grades.get(name, bid.points.get(name, bid.measured.get(name)))
    return "unknown" if given is None else ("yes" if given > 0 else "no")


def market(chosen: ChosenCriterion, above: Mapping[str, Literal["yes", "no"]]) -> Told:
    held: Answer = above.get(chosen.id, "unknown")
    card = chosen.criterion.market.above
    if held == "unknown" and card != "not_yet_known":
        held = card
    because = {"yes": "above_market", "no": "market_gives_it", "unknown": "market_not_known"}[held]
    return Told(held, because, (chosen.id,))


def shown(procurement: Procurement, chosen: ChosenCriterion, cards: Mapping[str, Indicator]) -> Told:
    """What the contract's time shows of what the requirement is measured by; a clause left out is a no."""
    if chosen.criterion.clause is not None and chosen.clause_wording is None:
        return Told("no", "clause_dropped", (chosen.id,))
    return kept(procurement, chosen.criterion.measured_by, cards, (chosen.id,))


def kept(
    procurement: Procurement, indicator: str, cards: Mapping[str, Indicator], about: tuple[str, ...] = ()
) -> Told:
    """The newest measurement of the contract's time held against the promise, else against what was before."""
    card = cards.get(indicator)
    rows = [one for one in procurement.measurements if one.indicator == indicator]
    now = next((one for stage in STAGES if (one := newest(rows, stage))), None)
    if card is None or now is None:
        return Told("unknown", "not_measured", about)
    promise, before = promise_of(procurement, indicator), newest(rows, Stage.BASELINE)
    try:
        value = measure(card, now).value
        against = promise.value if promise else (measure(card, before).value if before else None)
        if value is not None and against is not None and promise is None and value == against:
            return Told("no", "unchanged", (*about, now.id))
        good = compare(card, against, value).kept
    except OmloppError:
        return Told(
            "unknown", "not_known", (*about, now.id)
        )  # figures that the indicator refuses are not known
    if good is None:
        because = "not_known" if value is None else "nothing_to_compare_with"
        return Told("unknown", because, (*about, now.id))
    return Told("yes", "kept", (*about, now.id)) if good else Told("no", "missed", (*about, now.id))


def newest(rows: Sequence[Measurement], stage: Stage) -> Measurement | None:
    """Of two on the same day the one recorded last."""
    own = [(place, one) for place, one in enumerate(rows) if one.stage is stage]
    return max(own, key=lambda pair: (pair[1].measured_on, pair[0]))[1] if own else None


def lit(procurement: Procurement, cards: Mapping[str, Indicator]) -> tuple[Lit, ...]:
    """The goals chosen, once each, and whether what was aimed at was reached."""
    made: dict[str, Lit] = {}
    for each in procurement.goals:
        told = Told("unknown", "no_indicator") if each.indicator is None else kept(
            procurement, each.indicator, cards
        )  # fmt: skip
        made.setdefault(each.goal, Lit(each.goal, told))
    return tuple(made.values())


def need_of(goals: Sequence[ChosenGoal], strategies: Mapping[str, Strategy]) -> frozenset[RStep]:
    """The R-steps of the strategies that were lit. A strategy may stand on several."""
    return frozenset(
        step
        for each in goals
        for name in each.strategies
        if name in strategies
        for step in strategies[name].r_steps
    )
