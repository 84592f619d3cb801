"""Counter-examples on the buyer's own numbers: two fields of bids, and what the model makes of each.

Every search is the same for every family and looks at nothing but results, so that it can contradict a proof.
Prices are moved by factors; a finding is always a pair of fields that anyone can recompute.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import combinations, pairwise

from omlopp.domain.award import monetised
from omlopp.domain.award.own_numbers import (
    at_share,
    leads,
    place_of,
    price_now,
    scaled,
    standing,
    steps_of,
    with_share,
)
from omlopp.domain.model.award import AwardCriterion, AwardModel, Bid

ZERO, ONE = Decimal(0), Decimal(1)
FACTORS = tuple(Decimal(10) ** (Decimal(step) / 8) for step in range(-16, 17))  # a hundredth to a hundredfold
NEAREST_FIRST = tuple(sorted(FACTORS, key=lambda factor: max(factor, 1 / factor)))
TRIED = tuple(sorted({*FACTORS[::2], *(Decimal(step) / 20 for step in range(12, 31, 2))}))  # lowest first
FLAT = tuple(sorted({*FACTORS[6:-6:2], *(Decimal(step) / 40 for step in range(26, 57, 2))}))
SCALES = (Decimal("1.25"), Decimal("0.8"), Decimal(2), Decimal("0.5"), Decimal(1000), Decimal("0.001"))
SHARES = (ZERO, Decimal("0.5"), ONE)
SAME = Decimal("1e-20")  # results closer than this share of themselves are equal: decimals have forty digits
CLEAR = Decimal("1e-9")  # and a change must be larger than this, as in the ranking
PHANTOM = "·"  # the id of a bid that is added


@dataclass(frozen=True, slots=True)
class Shown:
    """A counter-example: the bids before and after, what ranks them (as the model prints it), and their places."""

    before: tuple[Bid, ...]
    after: tuple[Bid, ...]
    results_before: Mapping[str, Decimal] = field(default_factory=dict)
    results_after: Mapping[str, Decimal] = field(default_factory=dict)
    places_before: Mapping[str, int] = field(default_factory=dict)
    places_after: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Refuted:
    """`facts` fill the sentence."""

    shown: Shown
    facts: Mapping[str, object]


Search = Callable[[AwardModel, Sequence[Bid]], Refuted | None]


def shown(model: AwardModel, before: Sequence[Bid], after: Sequence[Bid]) -> Shown:
    one, other = standing(model, before) or {}, standing(model, after) or {}
    return Shown(
        tuple(before),
        tuple(after),
        {bid: abs(own) for bid, own in one.items()},
        {bid: abs(own) for bid, own in other.items()},
        {bid: place_of(one, bid) for bid in one},
        {bid: place_of(other, bid) for bid in other},
    )


def price_monotone(model: AwardModel, bids: Sequence[Bid]) -> Refuted | None:
    """P1 fails: a bid that lowers its price falls behind."""
    for variant in _varied(model, bids):
        for place, bid in enumerate(variant):
            found = [
                (field, now)
                for field, now in ((one, standing(model, one)) for one in _at(variant, place, TRIED))
                if now is not None and bid.id in now
            ]
            for near, (cheap, then) in enumerate(found):
                for dear, first in found[near + 1 :]:
                    if _fell(first, then, bid.id):
                        return _moved(model, dear, cheap, bid.id)
    return None


def price_matters(model: AwardModel, bids: Sequence[Bid]) -> Refuted | None:
    """P2 fails: between two prices, and at one between them, nothing stands otherwise against any other bid."""
    for variant in _varied(model, bids):
        for place, bid in enumerate(variant):
            fields = [(one, standing(model, one)) for one in _at(variant, place, FLAT)]
            for at, ((cheap, then), (dear, first)) in enumerate(pairwise(fields)):
                if not (first and then and bid.id in first and bid.id in then and _still([first, then])):
                    continue
                low, high = FLAT[at], FLAT[at + 1]
                between = _at(variant, place, ((low + high) / 2, low + (high - low) / 7))
                if _still([first, then, *(standing(model, one) for one in between)]):
                    return _moved(model, dear, cheap, bid.id)
    return None


def _at(bids: Sequence[Bid], place: int, factors: Sequence[Decimal]) -> list[tuple[Bid, ...]]:
    """The field with one bid's price times each factor."""
    return [_swap(bids, place, scaled(bids[place], factor)) for factor in factors]


def quality_monotone(model: AwardModel, bids: Sequence[Bid]) -> Refuted | None:
    """P3 fails: a bid that does better falls behind. A measured number counts as better the further it lies
    towards the end that earns more."""
    for group in (tuple(bids), *_close_pairs(model, bids)):
        for criterion in model.criteria:
            if not criterion.price and not criterion.steps:
                found = _worse_for_better(model, group, criterion)
                if found is not None:
                    return found
    return None


def _worse_for_better(model: AwardModel, bids: Sequence[Bid], criterion: AwardCriterion) -> Refuted | None:
    for place, bid in enumerate(bids):
        for one, other in _ways(model, bid, criterion.id):
            worse, better = _swap(bids, place, one), _swap(bids, place, other)
            first, then = standing(model, worse), standing(model, better)
            if first and then and bid.id in first and (bid.id not in then or _fell(first, then, bid.id)):
                found = _moved(model, worse, better, bid.id)
                return replace(found, facts={**found.facts, "criterion": criterion.title})
    return None


def _ways(model: AwardModel, bid: Bid, name: str) -> Iterator[tuple[Bid, Bid]]:
    """The bid worse and better on one criterion."""
    criterion = model.criterion(name)
    if criterion.value_function is None:
        steps = steps_of(model, criterion)
        for one, other in combinations(steps, 2):
            yield with_share(model, bid, criterion, one), with_share(model, bid, criterion, other)
        return
    points = criterion.value_function.points
    rising = points[-1][1] >= points[0][1]
    for (one, _), (other, _) in combinations(points, 2):
        low, high = (
            replace(bid, measured={**bid.measured, name: number})
            for number in ((one, other) if rising else (other, one))
        )
        yield low, high


def independence(model: AwardModel, bids: Sequence[Bid]) -> Refuted | None:
    """P4 fails: one more bid turns the order of two. Tried on the bids as they are, then at prices where two of
    them are all but equal."""
    tries = [tuple(bids), *(pair for pair in _close_pairs(model, bids))]
    for group in tries:
        first = standing(model, group)
        if first is None or len(first) < 2:
            continue
        before = leads(first)
        for phantom in _phantoms(model, group):
            more = (*group, phantom)
            then = standing(model, more)
            if then is None or not all(bid.id in then for bid in group):
                continue
            for (one, other), lead in before.items():
                now = then[one] - then[other]
                if lead * now < 0 and _clear(lead, first, one) and _clear(now, then, one):
                    facts = {
                        "one": _name(group, one if lead > 0 else other),
                        "other": _name(group, other if lead > 0 else one),
                        "price": price_now(phantom, model),
                    }
                    return Refuted(shown(model, group, more), facts)
    return None


def _close_pairs(model: AwardModel, bids: Sequence[Bid]) -> Iterator[tuple[Bid, ...]]:
    """Pairs of own bids, the price of the second moved to just beside the point where the two are equal."""
    for one, other in combinations(bids, 2):
        low = high = None
        for factor in FACTORS:
            found = standing(model, (one, scaled(other, factor)))
            if found is None or len(found) < 2:
                continue
            lead = found[one.id] - found[other.id]
            if lead < 0:
                low = factor
            elif lead > 0 and low is not None:
                high = factor
                break
        if low is None or high is None:
            continue
        for _ in range(40):
            middle = (low + high) / 2
            found = standing(model, (one, scaled(other, middle)))
            if found is None or len(found) < 2:
                break
            low, high = (middle, high) if found[one.id] < found[other.id] else (low, middle)
        for aside in (Decimal("0.9999"), Decimal("1.0001")):
            yield (one, _to_the_krona(scaled(other, high * aside)))


def _to_the_krona(bid: Bid) -> Bid:
    """A price as a bid would have it, where it is large enough to be rounded."""
    if bid.price is not None and bid.price >= 10_000:
        return replace(bid, price=bid.price.quantize(ONE))
    return bid


def _phantoms(model: AwardModel, group: Sequence[Bid]) -> Iterator[Bid]:
    """One more bid: the first one's form, at many prices, with nothing, half and everything of every quality."""
    bases = [replace(at_share(model, group[0], share), id=PHANTOM, bidder="") for share in SHARES]
    for factor in NEAREST_FIRST:
        for base in bases:
            yield scaled(base, factor)


def scale(model: AwardModel, bids: Sequence[Bid]) -> Refuted | None:
    """P5 fails: every price times the same number, and two bids change places."""
    for group in (tuple(bids), *_close_pairs(model, bids)):
        first = standing(model, group)
        if first is None or len(first) < 2:
            continue
        for factor in SCALES:
            other = tuple(scaled(bid, factor) for bid in group)
            then = standing(model, other)
            if then is None or then.keys() != first.keys():
                continue
            for (one, two), lead in leads(first).items():
                now = then[one] - then[two]
                if lead * now < 0 and _clear(lead, first, one) and _clear(now, then, one):
                    facts = {
                        "factor": factor,
                        "one": _name(group, one if lead > 0 else two),
                        "other": _name(group, two if lead > 0 else one),
                    }
                    return Refuted(shown(model, group, other), facts)
    return None


def knowable(model: AwardModel, bids: Sequence[Bid]) -> Refuted | None:
    """P6 fails: a bid's own result moves when somebody else bids otherwise."""
    for place, bid in enumerate(bids):
        others = [other for other in range(len(bids)) if other != place]
        changes = [_swap(bids, o, other) for o in others for other in _otherwise(model, bids[o])]
        changes += [tuple(one for n, one in enumerate(bids) if n != o) for o in others]
        changes += [(*bids, phantom) for phantom in _phantoms(model, bids)]
        first = standing(model, bids)
        if first is None or bid.id not in first:
            continue
        for after in changes:
            then = standing(model, after)
            if then and bid.id in then and abs(then[bid.id] - first[bid.id]) > CLEAR * abs(first[bid.id]):
                facts = {
                    "bidder": bid.title,
                    "result": abs(first[bid.id]),
                    "new_result": abs(then[bid.id]),
                }
                return Refuted(shown(model, bids, after), facts)
    return None


def _otherwise(model: AwardModel, bid: Bid) -> Iterator[Bid]:
    """The bid at another price, and at the least and the most of every quality."""
    yield scaled(bid, Decimal("0.7"))
    for share in (ZERO, ONE):
        yield at_share(model, bid, share)


def _varied(model: AwardModel, bids: Sequence[Bid]) -> Iterator[tuple[Bid, ...]]:
    """The bids as they are, each two of them alone, and with one bid at the least and at the most of every
    quality."""
    yield tuple(bids)
    if len(bids) > 2:
        yield from combinations(bids, 2)
    for place, bid in enumerate(bids):
        for share in (ZERO, ONE):
            yield _swap(bids, place, at_share(model, bid, share))
    if model.family == monetised.LADDER:
        for level in model.ladder:
            yield _swap(bids, 0, replace(bids[0], level=level))


def _swap(bids: Sequence[Bid], place: int, new: Bid) -> tuple[Bid, ...]:
    return (*bids[:place], new, *bids[place + 1 :])


def _fell(first: Mapping[str, Decimal], then: Mapping[str, Decimal], bid: str) -> bool:
    """Against somebody the bid led or equalled before, it is clearly behind now; or alone, it lost clearly."""
    others = [name for name in first if name != bid and name in then]
    return any(
        first[bid] - first[name] >= 0 > then[bid] - then[name]
        and abs(then[bid] - then[name]) > CLEAR * max(abs(then[bid]), abs(then[name]))
        for name in others
    )


def _still(found: Sequence[Mapping[str, Decimal] | None]) -> bool:
    """Nobody's distance to anybody changes; a lone bid's result does not."""
    fields = [one for one in found if one is not None]
    if len(fields) < len(found):
        return False
    tables = [
        leads(dict(one)) if len(one) > 1 else {("", name): own for name, own in one.items()} for one in fields
    ]
    largest = max((abs(own) for one in fields for own in one.values()), default=ZERO)
    return all(
        table.keys() == tables[0].keys()
        and all(abs(table[pair] - tables[0][pair]) <= SAME * largest for pair in table)
        for table in tables[1:]
    )


def _clear(lead: Decimal, found: Mapping[str, Decimal], one: str) -> bool:
    return abs(lead) > CLEAR * abs(found[one])


def _moved(model: AwardModel, before: Sequence[Bid], after: Sequence[Bid], bid: str) -> Refuted:
    found = shown(model, before, after)
    one, other = (next(each for each in field if each.id == bid) for field in (before, after))
    facts: dict[str, object] = {
        "bidder": one.title,
        "price": price_now(one, model),
        "new_price": price_now(other, model),
        "place": Decimal(found.places_before.get(bid, 0)),
        "new_place": Decimal(found.places_after.get(bid, 0)),
        "result": found.results_before.get(bid, ZERO),
        "new_result": found.results_after.get(bid, ZERO),
    }
    return Refuted(found, facts)


def _name(bids: Sequence[Bid], name: str) -> str:
    return next((bid.title for bid in bids if bid.id == name), name)
