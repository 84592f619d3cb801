"""What an outcome is compared with: named, dated, frozen and sealed with a hash, so that it cannot drift afterwards."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext
from enum import StrEnum

from omlopp.domain.indicators.checked import ONE, ZERO, above_zero, not_below_zero
from omlopp.domain.indicators.errors import InputMissing
from omlopp.domain.indicators.result import fingerprint
from omlopp.domain.model.errors import OmloppError
from omlopp.domain.model.exact import EXACT


class BaselineKind(StrEnum):
    """What the quantities and factors of the lines are.

    historical: bought before × factors then. intensity: the same, grown or shrunk with the activity (employees, bed
    days, pupils). market: bought now × the market's factors. promise: bought now × the factors that were offered.
    """

    HISTORICAL = "historical"
    INTENSITY = "intensity"
    MARKET = "market"
    PROMISE = "promise"


class BaselineChanged(OmloppError):
    """What is there is not what was sealed. Facts: name, sealed, found."""

    code = "impact.baseline-changed"


@dataclass(frozen=True, slots=True)
class BaselineLine:
    """`quantity` × `factor`; `factor_id` names the factor and its version."""

    item: str
    quantity: Decimal
    factor: Decimal
    factor_id: str

    def __post_init__(self) -> None:
        not_below_zero({self.item or "quantity": self.quantity})


@dataclass(frozen=True, slots=True)
class Baseline:
    """`value` in `unit`; `seal`: hash of everything else here."""

    name: str
    kind: BaselineKind
    frozen_on: date
    unit: str
    lines: tuple[BaselineLine, ...]
    activity: str
    activity_then: Decimal | None
    activity_now: Decimal | None
    value: Decimal
    seal: str


def freeze(
    name: str,
    kind: BaselineKind,
    frozen_on: date,
    unit: str,
    lines: Sequence[BaselineLine],
    activity: str = "",
    activity_then: Decimal | None = None,
    activity_now: Decimal | None = None,
) -> Baseline:
    """Σ quantity × factor, for `intensity` times activity now ÷ activity then. Refuses lines or activity missing."""
    if not lines:
        raise InputMissing(fields=("lines",), where=name)
    times = ONE
    with localcontext(EXACT):
        if kind is BaselineKind.INTENSITY:
            given = {"activity_then": activity_then, "activity_now": activity_now}
            missing = tuple(one for one, value in given.items() if value is None)
            if missing or activity_then is None or activity_now is None:
                raise InputMissing(fields=missing, where=name)
            above_zero(given)
            times = activity_now / activity_then
        value = times * sum((one.quantity * one.factor for one in lines), ZERO)
    made = (name, kind, frozen_on, unit, tuple(lines), activity, activity_then, activity_now, value)
    return Baseline(*made, seal=fingerprint(*made))


def unchanged(baseline: Baseline) -> None:
    """Refuses a baseline whose seal is not that of its content (BaselineChanged)."""
    found = fingerprint(
        baseline.name, baseline.kind, baseline.frozen_on, baseline.unit, baseline.lines, baseline.activity,
        baseline.activity_then, baseline.activity_now, baseline.value,
    )  # fmt: skip
    if found != baseline.seal:
        raise BaselineChanged(name=baseline.name, sealed=baseline.seal, found=found)


def difference_in_differences(
    treated_before: Decimal, treated_after: Decimal, control_before: Decimal, control_after: Decimal
) -> Decimal:
    """(treated after − before) − (control after − before). Needs buyers that would otherwise have gone alike."""
    with localcontext(EXACT):
        return (treated_after - treated_before) - (control_after - control_before)
