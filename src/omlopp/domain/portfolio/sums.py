"""What many contracts show together, one indicator at a time. Indicators are never added to each other.

A contract without a figure is counted as unknown; it is never left out in silence and never zero.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext

from omlopp.domain.indicators.computed import FUNCTIONS, compute
from omlopp.domain.indicators.decompose import Change, change
from omlopp.domain.indicators.found import Found, Given
from omlopp.domain.indicators.result import RATES, Result, added
from omlopp.domain.indicators.uncertain import DRAWS, SEED, Compared, Factor, Line, Lognormal, compared
from omlopp.domain.model.exact import EXACT
from omlopp.domain.model.indicators import Indicator, Measurement, Stage

Sigma = Callable[[Measurement], float]  # a measurement's standard deviation of the logarithm


@dataclass(frozen=True, slots=True)
class Contract:
    """A procurement that follows an indicator: its newest figures now and before, None where there are none.

    `now`: the end measurement, else the newest of the contract's time.
    """

    id: str
    now: Result | None
    before: Result | None
    measured_now: Measurement | None = None
    measured_before: Measurement | None = None


@dataclass(frozen=True, slots=True)
class Whole:
    """The sum over contracts, or the share of all of them together. `found` None: the indicator has no sum.

    `known`, `unknown`: ids of the contracts with a value and without one.
    """

    found: Found | None
    known: tuple[str, ...]
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AgainstBaseline:
    """Only contracts measured both before and now. `better`: how likely now is better, in the indicator's direction.

    For a share the amount of the part (kg, pieces) is compared: what it is now, and what the share of before would
    have made of the same deliveries. `alike`: measurements that share a factor and so meet the same draw.
    """

    contracts: tuple[str, ...]
    compared: Compared
    better: float
    alike: tuple[str, ...]


def newest(
    measurements: Sequence[Measurement], indicator: str, stages: Sequence[Stage]
) -> Measurement | None:
    """The newest of the first stage that has any; of two on the same day the one recorded last."""
    for stage in stages:
        own = [one for one in measurements if one.indicator == indicator and one.stage is stage]
        if own:
            return max(enumerate(own), key=lambda pair: (pair[1].measured_on, pair[0]))[1]
    return None


def whole(card: Indicator, contracts: Sequence[Contract], before: bool = False) -> Whole:
    """Σ over contracts of amounts; a share or a rate of all their figures together. Index numbers have no sum."""
    results = [each.before if before else each.now for each in contracts]
    measured = [each.measured_before if before else each.measured_now for each in contracts]
    have = [one is not None and one.found.value is not None for one in results]
    known = tuple(each.id for each, yes in zip(contracts, have, strict=True) if yes)
    unknown = tuple(each.id for each, yes in zip(contracts, have, strict=True) if not yes)
    if not known or not adds_up(card):
        return Whole(None, known, unknown)
    if card.formula == "computed" and not card.is_share:
        found = added(card, [one for one in results if one is not None])
    else:
        rows = [dict(one.inputs) if one else {} for one in measured]
        found = compute(card, Given({}, tuple(rows)))
    return Whole(found, known, unknown)


def adds_up(card: Indicator) -> bool:
    """Can figures of several contracts be put together? Years of warranty and indices cannot, nor shares that are not
    made of rows.
    """
    if not card.additive:
        return False
    if card.formula != "computed":
        return True
    if card.function in RATES:
        return False
    return not card.is_share or FUNCTIONS[card.function].of_parts


def amounts(card: Indicator, one: Contract) -> tuple[Decimal, Decimal] | None:
    """(now, before) in the unit of what is counted; None where either is unknown or the indicator is a rate.

    For a share: the part now, and the share of before times the whole of now.
    """
    now, before = one.now, one.before
    if now is None or before is None or now.found.value is None or before.found.value is None:
        return None
    if card.formula == "share" and one.measured_now is not None:
        part, size = (one.measured_now.inputs.get(each.id) for each in card.inputs[:2])
        if part is None or size is None:
            return None
        with localcontext(EXACT):
            return part, before.found.value * size
    if not adds_up(card):
        return None
    if card.formula == "amount" or (card.formula == "computed" and not card.is_share):
        return now.found.value, before.found.value
    return None


def against_baseline(
    card: Indicator,
    contracts: Sequence[Contract],
    sigma: Sigma,
    correlation: float,
    draws: int = DRAWS,
    seed: int = SEED,
) -> AgainstBaseline | None:
    """None where no contract has both. Every measurement is off by a lognormal factor of its own; two that stand on
    the same factor meet the same draw; between all of them the stated correlation of the logarithms.
    """
    own: list[Line] = []
    other: list[Line] = []
    factors: dict[str, Factor] = {}
    ids: list[str] = []
    for each in contracts:
        pair = amounts(card, each)
        if pair is None or each.measured_now is None or each.measured_before is None:
            continue
        ids.append(each.id)
        for lines, value, measured in (
            (own, pair[0], each.measured_now),
            (other, pair[1], each.measured_before),
        ):
            name = draw_of(measured)
            known = factors.get(name)
            wide = max(sigma(measured), known.sigma if isinstance(known, Lognormal) else 0.0)
            factors[name] = Lognormal(1.0, wide)
            lines.append(Line(float(value), (name,)))
    if not ids:
        return None
    found = compared(own, other, factors, draws, seed, correlation, weigh=False)
    better = found.better if card.direction == "lower" else 1 - found.better
    return AgainstBaseline(tuple(ids), found, better, found.shared)


def draw_of(one: Measurement) -> str:
    """What a measurement's error is drawn as: the factors it stands on, else itself."""
    if one.factors:
        return "+".join(sorted(f"{each.set}/{each.version}/{each.id}" for each in one.factors))
    return f"measurement/{one.id}"


def why_changed(card: Indicator, contracts: Sequence[Contract]) -> Change | None:
    """How much of the change in the part (kg, pieces) is more or less delivered, another mix, or another share.

    Only shares, and only contracts measured before and now. None where there is none.
    """
    if card.formula != "share":
        return None
    sides: list[dict[str, Decimal]] = [{}, {}, {}, {}]
    for each in contracts:
        if amounts(card, each) is None or each.measured_before is None or each.measured_now is None:
            continue
        size = [one.inputs.get(card.inputs[1].id) for one in (each.measured_before, each.measured_now)]
        if size[0] is None or size[1] is None or each.before is None or each.now is None:
            continue
        assert each.before.found.value is not None and each.now.found.value is not None
        sides[0][each.id], sides[1][each.id] = size[0], each.before.found.value
        sides[2][each.id], sides[3][each.id] = size[1], each.now.found.value
    return change(*sides) if sides[0] else None
