"""What many procurements gave of each effect sought, in tonnes, kg CO₂e, kronor, pieces – one measure at a time.

Effects are never added to each other, and of one procurement one line at most counts in each effect and measure: the
same chair is a kilo reused and a kilo of waste that never came, and told twice it would be two.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext

from omlopp.domain.indicators.measure import measure
from omlopp.domain.indicators.uncertain import DRAWS, SEED, Factor, Interval, Line, Lognormal, compared
from omlopp.domain.model.errors import OmloppError
from omlopp.domain.model.exact import EXACT
from omlopp.domain.model.indicators import Indicator, Measurement, Stage
from omlopp.domain.portfolio.read_own import STAGES, newest
from omlopp.domain.portfolio.seen import Amount, Seen

CORRELATION = 0.3  # between different measurements; docs/method/indicators/uncertainty.md shows what it does


@dataclass(frozen=True, slots=True)
class Source:
    """A line of library/evaluation/effects.yaml: which figure tells of the effect, and how.

    `take`: an input's id, or `value`, the indicator itself; `less`: an input taken off. `times`: to the measure's unit.
    `change`: lower is better, and what counts is how much less it became. `stock`: what of the own store met needs
    (pieces, mass_kg, avoided_sek), instead of an indicator.
    """

    indicator: str
    take: str
    times: Decimal
    change: bool = False
    less: str = ""
    stock: str = ""


@dataclass(frozen=True, slots=True)
class Stocked:
    """A figure of what was met from the own store, and how far it may be off."""

    value: Decimal
    spread: float


@dataclass(frozen=True, slots=True)
class Kind:
    """An effect in one measure, with the figures that tell of it, best first."""

    effect: str
    measure: str
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Sum:
    """`value` None: nothing is known. `known`: ids; `unknown`: ids that follow it without a figure. `base`: all at
    hand, also those where nobody follows it: of them nothing is known either. `interval`: nine draws in ten; None where
    no source says how far the figures may be off.
    """

    effect: str
    measure: str
    value: Decimal | None
    known: tuple[str, ...]
    unknown: tuple[str, ...]
    interval: Interval | None
    change: bool
    unjudged: int  # of the known, those whose figures nobody has wholly judged
    base: int


def amounts(
    kinds: Sequence[Kind],
    measurements: Sequence[Measurement],
    cards: Mapping[str, Indicator],
    spreads: Mapping[str, tuple[float, bool]],
    stock: Mapping[str, Stocked] | None = None,
) -> tuple[Amount, ...]:
    """Of each kind the first source that is known; else, where any is followed, an amount nobody knows.

    `cards`: what is followed. `spreads`: measurement id → standard deviation of the logarithm, and whether people have
    judged all of it.
    """
    made = []
    for kind in kinds:
        found = [
            one
            for source in kind.sources
            if (one := _amount(kind, source, measurements, cards, spreads, stock or {})) is not None
        ]
        if found:
            made.append(next((one for one in found if one.value is not None), found[0]))
    return tuple(made)


def _amount(
    kind: Kind,
    source: Source,
    measurements: Sequence[Measurement],
    cards: Mapping[str, Indicator],
    spreads: Mapping[str, tuple[float, bool]],
    stock: Mapping[str, Stocked],
) -> Amount | None:
    """None where nobody follows it."""
    if source.stock:
        held = stock.get(source.stock)
        if held is None:
            return None
        worth = held.value * source.times
        return Amount(kind.effect, kind.measure, "stock", worth, spread=held.spread, draw="stock")
    card = cards.get(source.indicator)
    if card is None:
        return None
    rows = [one for one in measurements if one.indicator == source.indicator]
    now = next((one for stage in STAGES if (one := newest(rows, stage))), None)
    before = newest(rows, Stage.BASELINE) if source.change else None
    known = [spreads[one.id] for one in (now, before) if one is not None and one.id in spreads]
    return Amount(
        kind.effect,
        kind.measure,
        source.indicator,
        _figure(source, card, now),
        _figure(source, card, before),
        source.change,
        True,
        max((spread for spread, _ in known), default=None),
        bool(known) and all(judged for _, judged in known),
        _draw(now) if now else "",
        card.goals,
    )


def _figure(source: Source, card: Indicator, one: Measurement | None) -> Decimal | None:
    if one is None:
        return None
    if source.take == "value":
        try:
            given = measure(card, one).value
        except OmloppError:
            return None  # figures that the indicator refuses are not known
    else:
        given = one.inputs.get(source.take)
    if given is None or (source.less and source.less not in one.inputs):
        return None
    with localcontext(EXACT):
        return (given - (one.inputs[source.less] if source.less else 0)) * source.times


def _draw(one: Measurement) -> str:
    """What its error is drawn as: the factors it stands on, else itself."""
    if one.factors:
        return "factors/" + "+".join(sorted(f"{each.set}/{each.version}/{each.id}" for each in one.factors))
    return f"measurement/{one.id}"


def summed(kind: tuple[str, str], rows: Iterable[Seen], goal: str = "") -> Sum:
    """One effect in one measure over those at hand; with `goal` over those that lit it. Shares are not summed here."""
    asked = [
        each
        for each in rows
        if (each.position == "counted" or each.amounts)
        and (not goal or any(lit.goal == goal for lit in each.lit))
    ]
    held: list[tuple[str, Amount]] = [
        (each.id, one)
        for each in asked
        for one in each.amounts
        if (one.effect, one.measure) == kind and one.summed
    ]
    known = [(id, one) for id, one in held if one.value is not None]
    unknown = tuple(dict.fromkeys(id for id, one in held if one.value is None))
    with localcontext(EXACT):
        value = sum((one.value for _, one in known if one.value is not None), Decimal(0)) if known else None
    return Sum(
        *kind,
        value,
        tuple(dict.fromkeys(id for id, _ in known)),
        unknown,
        _interval(known),
        any(one.change for _, one in held),
        sum(not one.judged for _, one in known),
        len(asked),
    )


def _interval(known: Sequence[tuple[str, Amount]]) -> Interval | None:
    """Every figure is off by a lognormal factor; two on the same factor meet the same draw."""
    if not known or any(one.spread is None for _, one in known):
        return None
    factors: dict[str, Factor] = {}
    own: list[Line] = []
    before: list[Line] = []
    for id, one in sorted(
        known, key=lambda pair: (pair[0], pair[1].line)
    ):  # the same draws in whatever order
        sides = (
            [(own, one.now, "now"), (before, one.before, "before")]
            if one.change
            else [(before, one.now, "now")]
        )
        for lines, value, stage in sides:
            name = one.draw if one.draw.startswith("factors/") else f"{id}/{one.line}/{stage}"
            old = factors.get(name)
            wide = max(one.spread or 0.0, old.sigma if isinstance(old, Lognormal) else 0.0)
            factors[name] = Lognormal(1.0, wide)
            lines.append(Line(float(value or 0), (name,)))
    # what counts is "saved": the sum of `before` less the sum of `own`, draw by draw
    return compared(own, before, factors, DRAWS, SEED, CORRELATION, weigh=False).saved
