"""The six faults a formula can have, decided for a model and, where the numbers matter, for given bids.

True means that the model has the fault. The codes are those of the contract of worked cases.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal, localcontext
from itertools import combinations

from omlopp.domain.award import points
from omlopp.domain.award.evaluate import evaluate
from omlopp.domain.award.families import family_of
from omlopp.domain.award.monetised import LADDER, MARKUP, PERCENT
from omlopp.domain.award.prices import PRICE_SCORES
from omlopp.domain.model.award import AwardModel, Bid
from omlopp.domain.model.exact import EXACT

LINT_CODES = (
    "relative-price-score",
    "slope-not-known-before-bidding",
    "price-without-effect-below-floor",
    "deduction-grows-with-own-price",
    "irrelevant-alternative-can-reorder",
    "published-table-disagrees-with-published-formula",
)


def lint(
    model: AwardModel,
    bids: Sequence[Bid] = (),
    printed: Mapping[str, Mapping[str, Decimal]] | None = None,
    printed_tolerance: Decimal = Decimal(0),
) -> dict[str, bool]:
    """Every code with true or false.

    `printed`: {"price_score" or "total": {bid: number}} as a document prints it.
    """
    family = family_of(model.family)
    found = dict.fromkeys(LINT_CODES, False)
    found["relative-price-score"] = family.relative
    found["slope-not-known-before-bidding"] = not model.slope_known_before_bidding
    found["price-without-effect-below-floor"] = flat_below(model) is not None
    found["deduction-grows-with-own-price"] = lifts(model)
    found["irrelevant-alternative-can-reorder"] = bool(reorderings(model, bids))
    found["published-table-disagrees-with-published-formula"] = (
        bool(printed) and bool(bids) and _disagrees(model, bids, printed or {}, printed_tolerance)
    )
    return found


def lifts(model: AwardModel) -> bool:
    """The same grade takes off more money from a dearer bid: a deduction that is a share of the own price."""
    return model.family in (PERCENT, MARKUP) or (
        model.family == LADDER and model.words.get("method", "share") == "share"
    )


def flat_below(model: AwardModel) -> Decimal | None:
    """The price below which a lower price earns nothing more; None: every krona counts (HFD 2022 ref. 41)."""
    formula = PRICE_SCORES.get(model.family)
    if formula is None or formula.relative or model.words.get("clip", "none") not in ("high", "both"):
        return None
    full, zero = formula.bounds((), points.terms(model))
    return full if full is not None and zero is not None and 0 < full < zero else None


STEPS = 240  # prices tried for one more bid, evenly in the logarithm over nine powers of ten
SPAN = Decimal(9)


def reorderings(model: AwardModel, bids: Sequence[Bid]) -> tuple[tuple[str, str, Decimal], ...]:
    """Pairs of bids whose order one more bid changes, with a price of that bid at which they are equal, or
    change.

    Where the tie can be solved for, it is; else prices from a thousandth of a millionth of the highest price
    to a thousand times it are tried, and the change is narrowed down.
    """
    family = family_of(model.family)
    if not family.relative or len(bids) < 2 or any(bid.price is None for bid in bids):
        return ()
    with localcontext(EXACT):
        if family.tie_at_lowest_price is not None and model.words.get("clip", "none") == "none":
            pairs = [
                (one, other, family.tie_at_lowest_price(model, one, other))
                for one, other in combinations(bids, 2)
            ]
            lowest = min(bid.price for bid in bids if bid.price is not None)
            return tuple(
                (one.id, other.id, at) for one, other, at in pairs if at is not None and at <= lowest
            )
        return _searched(model, bids)


def _searched(model: AwardModel, bids: Sequence[Bid]) -> tuple[tuple[str, str, Decimal], ...]:
    highest = max(bid.price for bid in bids if bid.price is not None)
    if highest <= 0:
        return ()
    tried = [highest * Decimal(10) ** (3 - SPAN * step / STEPS) for step in range(STEPS + 1)]
    alone = _leads(model, bids, ())
    found: dict[tuple[str, str], Decimal] = {}
    for price in tried:
        for pair, lead in _leads(model, bids, (price,)).items():
            if pair not in found and lead * alone[pair] < 0:
                found[pair] = +price.quantize(Decimal("0.01"))
    return tuple((one, other, at) for (one, other), at in found.items())


def _leads(
    model: AwardModel, bids: Sequence[Bid], field: Sequence[Decimal]
) -> dict[tuple[str, str], Decimal]:
    """How far the one lies above the other, for every pair."""
    scored = family_of(model.family).score(model, bids, field)
    results = scored.comparison if scored.comparison is not None else scored.total
    assert results is not None
    return {(one.id, other.id): results[one.id] - results[other.id] for one, other in combinations(bids, 2)}


def _disagrees(
    model: AwardModel, bids: Sequence[Bid], printed: Mapping[str, Mapping[str, Decimal]], tolerance: Decimal
) -> bool:
    evaluation = evaluate(model, bids)
    for column, numbers in printed.items():
        computed = getattr(evaluation, column) or {}
        if any(
            bid not in computed or abs(computed[bid] - number) > tolerance for bid, number in numbers.items()
        ):
            return True
    return False
