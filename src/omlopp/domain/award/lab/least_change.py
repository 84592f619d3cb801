"""S4: the least change that makes a losing bid win – the counterfactual behind "what would have won". Exact,
for given bids."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from omlopp.domain.award.lab.found import Found, not_applicable
from omlopp.domain.award.lab.given import Given, with_share
from omlopp.domain.award.shares import raw_share
from omlopp.domain.model.award import AwardCriterion, Bid

CENT = Decimal("0.01")
ZERO, ONE = Decimal(0), Decimal(1)
HALVINGS = 60  # of the share, where a criterion has no levels: finer than any document


@dataclass(frozen=True, slots=True)
class LeastChange:
    """What a losing bid lacked. `price`: the highest price, to 0.01, at which it alone is first (None: no
    price is low enough).

    `levels`: criterion → the nearest better level (or the least share, as text) that alone would have made it
    first.
    """

    bid: str
    bidder: str
    price_now: Decimal
    price: Decimal | None
    levels: dict[str, str]

    @property
    def cut(self) -> Decimal | None:
        return None if self.price is None else self.price_now - self.price


def least_changes(given: Given) -> tuple[LeastChange, ...]:
    """One for every bid that does not win alone, in the bids' order."""
    winner = given.evaluated().winner
    return tuple(
        LeastChange(bid.id, bid.title, bid.price or ZERO, _price(given, bid), _levels(given, bid))
        for bid in given.bids
        if bid.id != winner
    )


def _wins(given: Given, bids: Sequence[Bid], bid_id: str) -> bool:
    return given.evaluated(bids).winner == bid_id


def _price(given: Given, bid: Bid) -> Decimal | None:
    """Halved down to whole öre: the ends are tried themselves, so the answer wins and one öre more does
    not."""

    def wins(cents: int) -> bool:
        price = cents * CENT
        lines = tuple(
            replace(line, unit_price=price / line.quantity) for line in bid.lines[:1] if line.quantity
        )
        changed = replace(bid, price=price, lines=lines if given.model.family == "price.basket_sum" else ())
        return _wins(given, [changed if one.id == bid.id else one for one in given.bids], bid.id)

    lost = int((bid.price or ZERO) / CENT)
    won = 0 if all((one.price or ZERO) == 0 for one in given.bids) else _floor(given)
    if lost <= won or not wins(won):
        return None
    while lost - won > 1:
        half = (won + lost) // 2
        won, lost = (half, lost) if wins(half) else (won, half)
    return won * CENT


def _floor(given: Given) -> int:
    """Zero, or one öre where the formula divides by the price."""
    return 0 if given.model.family.startswith(("monetised.", "price.", "priority.")) else 1


def _levels(given: Given, bid: Bid) -> dict[str, str]:
    found: dict[str, str] = {}
    for criterion in given.model.criteria:
        if criterion.price or given.model.family == "price.basket_sum":
            continue
        own = raw_share(given.model, criterion, bid)

        def wins(share: Decimal, criterion: AwardCriterion = criterion) -> bool:
            model, bids = with_share(given.model, given.bids, bid.id, criterion, share)
            return replace(given, model=model).evaluated(bids).winner == bid.id

        level = _level(criterion, own, wins)
        if level:
            found[criterion.id] = level
    return found


def _level(criterion: AwardCriterion, own: Decimal, wins: Callable[[Decimal], bool]) -> str:
    """The nearest better level that wins; without levels, the least share; empty: nothing there is enough."""
    if own >= ONE or not wins(ONE):
        return ""
    if criterion.levels:
        better = sorted((share, name) for name, share in criterion.levels.items() if share > own)
        return next((name for share, name in better if wins(share)), "")
    low, high = own, ONE
    for _ in range(HALVINGS):
        half = (low + high) / 2
        low, high = (low, half) if wins(half) else (half, high)
    return format(high.quantize(Decimal("0.0001"), rounding="ROUND_CEILING"), "f")


def nearest(given: Given | None) -> Found:
    """The loser that came nearest: how much lower its price had to be. Rows hold all losers."""
    if given is None:
        return not_applicable("S4", "no_bids")
    if len(given.bids) < 2:
        return not_applicable("S4", "one_bid")
    changes = least_changes(given)
    titles = {one.id: one.title for one in given.model.criteria}
    rows = tuple(
        {
            "bid": one.bid,
            "bidder": one.bidder,
            "price": one.price_now,
            "needed": one.price,
            "cut": one.cut,
            "levels": {titles[name]: level for name, level in one.levels.items()},
        }
        for one in changes
    )
    possible = [one for one in changes if one.cut is not None]
    if not possible:
        return Found("S4", "no_price", 0.0, None, len(changes), "count", {}, rows, base="losing_bids")
    least = min(possible, key=lambda one: one.cut or ZERO)
    share = (least.cut or ZERO) / least.price_now if least.price_now else ZERO
    facts = {"bidder": least.bidder, "needed": least.price, "cut_share": float(share)}
    close = share < Decimal("0.01")
    return Found(
        "S4",
        "close" if close else "clear",
        float(least.cut or ZERO),
        None,
        len(changes),
        "money",
        facts,
        rows,
        base="losing_bids",
    )
