"""The six faults a formula can have, decided for a model and, where the numbers matter, for given bids.

True means that the model has the fault. The codes are those of the contract of worked cases.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal, localcontext
from itertools import combinations

from omlopp.domain.award.evaluate import EXACT, evaluate
from omlopp.domain.award.families import family_of
from omlopp.domain.model.award import AwardModel, Bid

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

    `printed`: {"price_score" or "total": {bid: number}} as a document prints it. In the families there are,
    no slope is fixed after the bids, every krona counts at every price, and no deduction is a share of the
    own price: three codes are false for all of them.
    """
    family = family_of(model.family)
    found = dict.fromkeys(LINT_CODES, False)
    found["relative-price-score"] = family.relative
    found["irrelevant-alternative-can-reorder"] = bool(reorderings(model, bids))
    found["published-table-disagrees-with-published-formula"] = (
        bool(printed) and bool(bids) and _disagrees(model, bids, printed or {}, printed_tolerance)
    )
    return found


def reorderings(model: AwardModel, bids: Sequence[Bid]) -> tuple[tuple[str, str, Decimal], ...]:
    """Pairs of bids whose order one more bid changes, with the price of that bid at which they are equal."""
    family = family_of(model.family)
    if family.tie_at_lowest_price is None or len(bids) < 2:
        return ()
    with localcontext(EXACT):
        pairs = [
            (one, other, family.tie_at_lowest_price(model, one, other))
            for one, other in combinations(bids, 2)
        ]
        lowest = min(bid.price for bid in bids if bid.price is not None)
    return tuple((one.id, other.id, at) for one, other, at in pairs if at is not None and at <= lowest)


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
