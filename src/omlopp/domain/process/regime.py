"""Which rules govern a procurement: a proposal with its reasons, for a person to confirm.

LOU 1 kap. 4 § divides by value and object, 19 a kap. 2 § opens direct award. The amounts are parameters with
dates: one whose last day has passed is never used silently.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from omlopp.domain.model.errors import OmloppError
from omlopp.domain.model.law import (
    BuyerKind,
    ObjectKind,
    Parameter,
    ParameterExpired,
    ParameterNotYet,
    Regime,
)

NEAR = Decimal("0.25")
"""How near an expired amount a value may lie before it says nothing. Between two-year periods the Swedish
thresholds have moved less than 10 per cent since 2018, so a value a quarter away is on the same side."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why, as the key of a sentence ("regime.<key>") and the facts that fill it."""

    key: str
    facts: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Proposal:
    """`regime` None: it cannot be told. `uncertain`: the amounts that have no value on the day."""

    regime: Regime | None
    because: tuple[Reason, ...]
    uncertain: tuple[OmloppError, ...] = ()

    @property
    def sure(self) -> bool:
        return self.regime is not None and not self.uncertain


@dataclass(frozen=True, slots=True)
class _Answer:
    """Is the value below the amount? None: cannot be told. `error`: the amount has no value on the day."""

    below: bool | None
    facts: dict[str, object]
    error: OmloppError | None = None


def propose(
    value_sek: Decimal | None,
    object_kind: ObjectKind,
    buyer_kind: BuyerKind,
    parameters: Iterable[Parameter],
    on: date,
) -> Proposal:
    """The regime of a procurement of `value_sek` (SEK without VAT, options counted) begun on the day `on`."""
    known = tuple(parameters)
    if object_kind == "concession":
        return Proposal(Regime.LUK, (Reason("concession"),))
    if buyer_kind == "utility":
        return Proposal(Regime.LUF, (Reason("utility"),))
    if value_sek is None:
        return Proposal(None, (Reason("value_unknown"),))

    limits = [
        _compare(value_sek, limit, on)
        for limit in applying(known, "direct_award_limit", Regime.LOU_19A, object_kind, buyer_kind)
    ]
    allowed = next((answer for answer in limits if answer.below and not answer.error), None)
    if allowed:
        return Proposal(Regime.LOU_19A, (Reason("below_direct_award_limit", allowed.facts),))
    if object_kind == "annex2_services":
        return _annex2(value_sek, limits)
    return _by_threshold(value_sek, object_kind, buyer_kind, known, on, limits)


def applying(
    parameters: Iterable[Parameter], kind: str, regime: Regime, object_kind: ObjectKind, buyer_kind: BuyerKind
) -> tuple[Parameter, ...]:
    """The parameters of a kind that apply to a regime, an object and a buyer, in the order given."""
    return tuple(
        one
        for one in parameters
        if one.kind == kind
        and (not one.applies.regimes or regime in one.applies.regimes)
        and (not one.applies.objects or object_kind in one.applies.objects)
        and (not one.applies.buyers or buyer_kind in one.applies.buyers)
    )


def _annex2(value_sek: Decimal, limits: list[_Answer]) -> Proposal:
    """Services in annex 2 follow chapter 19 at every value; below their limit direct award is open."""
    errors = tuple(answer.error for answer in limits if answer.error)
    expired = next((answer for answer in limits if answer.error and answer.below), None)
    if expired:
        return Proposal(Regime.LOU_19A, (Reason("below_expired_direct_award_limit", expired.facts),), errors)
    return Proposal(Regime.LOU_19, (Reason("annex2_services", {"value_sek": value_sek}),), errors)


def _by_threshold(
    value_sek: Decimal,
    object_kind: ObjectKind,
    buyer_kind: BuyerKind,
    known: tuple[Parameter, ...],
    on: date,
    limits: list[_Answer],
) -> Proposal:
    thresholds = applying(known, "threshold", Regime.LOU, object_kind, buyer_kind)
    if not thresholds:
        return Proposal(None, (Reason("no_threshold", {"value_sek": value_sek}),))
    answer = _compare(value_sek, thresholds[0], on)
    errors = (answer.error,) if answer.error else ()
    if answer.below is None:
        return Proposal(None, (Reason("near_expired_threshold", answer.facts),), errors)
    side = "below" if answer.below else "above"
    reason = Reason(f"{side}_expired_threshold" if answer.error else f"{side}_threshold", answer.facts)
    if not answer.below:
        return Proposal(Regime.LOU, (reason,), errors)
    unknown = tuple(limit.error for limit in limits if limit.error)
    if unknown or not limits:
        # Below the threshold, but whether direct award is open cannot be told: both chapters are possible.
        return Proposal(None, (reason, Reason("direct_award_limit_unknown")), errors + unknown)
    return Proposal(Regime.LOU_19, (reason,), errors)


def _compare(value_sek: Decimal, parameter: Parameter, on: date) -> _Answer:
    """Below the amount of the day; below the last known one only when the value is well away from it."""
    facts: dict[str, object] = {
        "parameter": parameter.id,
        "name_sv": parameter.name.sv,
        "name_en": parameter.name.en,
        "value_sek": value_sek,
    }
    try:
        amount = parameter.on(on).value
    except ParameterExpired as error:
        last: Decimal = error.facts["value"]
        facts |= {"amount_sek": last, "last_day": error.facts["last_day"]}
        near = abs(value_sek - last) < NEAR * last
        return _Answer(None if near else value_sek < last, facts, error)
    except ParameterNotYet as error:
        return _Answer(None, facts, error)
    return _Answer(value_sek < amount, facts | {"amount_sek": amount})
