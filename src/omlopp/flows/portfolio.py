"""Procurements together: what each followed indicator sums to, how sure that is, and why it changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from omlopp.domain.indicators.decompose import Change
from omlopp.domain.indicators.result import Result
from omlopp.domain.model.errors import OmloppError
from omlopp.domain.model.indicators import Indicator, Measurement, Stage
from omlopp.domain.portfolio.sums import (
    AgainstBaseline,
    Contract,
    Whole,
    against_baseline,
    newest,
    whole,
    why_changed,
)
from omlopp.domain.process.reuse import Met, Moved, met
from omlopp.flows.follow_up import judged, result_of, rules_of, spread_of

CORRELATIONS = (0.0, 0.3, 1.0)
CORRELATION = (
    0.3  # supposed when the reader has not chosen: docs/method/indicators/uncertainty.md shows what it does
)
LATEST, BEFORE = (Stage.END, Stage.CONTRACT), (Stage.BASELINE,)


@dataclass(frozen=True, slots=True)
class Item:
    """A procurement as the portfolio needs it: what it follows, and its standing measurements."""

    id: str
    title: str
    indicators: Mapping[str, Indicator]  # its own copies of the cards it follows
    measurements: tuple[Measurement, ...]
    exercise: bool = False
    outcome: str = "open"
    moved: tuple[Moved, ...] = ()  # what of the organisation's own stock met its need
    in_hindsight: bool = False  # carried out before it was entered here


@dataclass(frozen=True, slots=True)
class Row:
    """An indicator over the items that follow it. `other_rules`: items whose card computes otherwise; not summed."""

    card: Indicator
    contracts: tuple[Contract, ...]
    now: Whole
    before: Whole
    other_rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Depth:
    """What an indicator's own page needs. `not_judged`: compared measurements whose quality is not wholly judged."""

    against: AgainstBaseline | None
    change: Change | None
    correlation: float
    not_judged: int
    measured: int


@dataclass(frozen=True, slots=True)
class Stocked:
    """Needs met from what was already owned. `ended`: of `of` procurements, those that needed no purchase at all;
    `from_stock`: those of them that the stock met; `lowered`: others whose purchase it made smaller.
    """

    met: Met
    ended: int
    from_stock: int
    lowered: int
    of: int


def stocked(items: Sequence[Item]) -> Stocked:
    """What was met without a purchase, over the items given."""
    ended = [item for item in items if item.outcome == "no_purchase"]
    return Stocked(
        met(one for item in items for one in item.moved),
        len(ended),
        sum(bool(item.moved) for item in ended),
        sum(bool(item.moved) for item in items if item.outcome != "no_purchase"),
        len(items),
    )


def rows(items: Sequence[Item], cards: Mapping[str, Indicator]) -> tuple[Row, ...]:
    """One row per indicator that any item follows, in the order of the library; then those that are gone from it."""
    wanted = {name for item in items for name in item.indicators}
    order = [name for name in cards if name in wanted] + sorted(wanted - set(cards))
    return tuple(row(name, items, cards) for name in order)


def row(indicator: str, items: Sequence[Item], cards: Mapping[str, Indicator]) -> Row:
    followed = [item for item in items if indicator in item.indicators]
    card = cards.get(indicator) or followed[0].indicators[indicator]
    rules = rules_of(card)
    alike = [item for item in followed if rules_of(item.indicators[indicator]) == rules]
    contracts = tuple(_contract(card, item) for item in alike)
    other = tuple(item.id for item in followed if item not in alike)
    return Row(card, contracts, whole(card, contracts), whole(card, contracts, before=True), other)


def depth(found: Row, correlation: float = CORRELATION) -> Depth:
    """The comparison with the baseline, drawn; and why it changed."""
    against = against_baseline(found.card, found.contracts, lambda one: spread_of(one).sigma_ln, correlation)
    compared = [each for each in found.contracts if against and each.id in against.contracts]
    measured = [one for each in compared for one in (each.measured_now, each.measured_before) if one]
    unsure = sum(judged(one) < 5 for one in measured)
    return Depth(against, why_changed(found.card, found.contracts), correlation, unsure, len(measured))


def _contract(card: Indicator, item: Item) -> Contract:
    now = newest(item.measurements, card.id, LATEST)
    before = newest(item.measurements, card.id, BEFORE)
    return Contract(item.id, _result(card, now), _result(card, before), now, before)


def _result(card: Indicator, one: Measurement | None) -> Result | None:
    if one is None:
        return None
    try:
        return result_of(card, one)
    except OmloppError:
        return None  # figures that the indicator refuses are not known
