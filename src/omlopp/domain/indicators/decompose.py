"""Why a footprint changed: volume, mix and intensity without residual (LMDI), and a newer factor as its own bar."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, localcontext

from omlopp.domain.indicators.checked import ZERO, not_below_zero
from omlopp.domain.indicators.errors import InputMissing
from omlopp.domain.model.exact import EXACT

NEARLY = Decimal("1e-12")

Amounts = Mapping[str, Decimal]  # item → quantity, or item → factor


@dataclass(frozen=True, slots=True)
class Change:
    """after − before = factor_update + volume + mix + intensity, in the unit of quantity × factor.

    `factor_update`: what a newer factor set alone makes of the old purchases – no saving, and no worsening.
    """

    before: Decimal
    after: Decimal
    factor_update: Decimal
    volume: Decimal
    mix: Decimal
    intensity: Decimal


def change(
    bought_before: Amounts, factors_before: Amounts, bought_after: Amounts, factors_after: Amounts,
    updated_before: Amounts | None = None,
) -> Change:  # fmt: skip
    """`updated_before`: the factors of the old purchases in the set that the new ones use; None: one and the same set.

    Quantities of all items are in one unit (else there is no volume and no mix) and not below zero, as are factors.
    Refuses an item that was bought and has no factor (InputMissing).
    """
    newer = factors_before if updated_before is None else updated_before
    sides = ((bought_before, factors_before), (bought_before, newer), (bought_after, factors_after))
    for bought, factors in sides:
        not_below_zero(bought)
        not_below_zero(factors)
        missing = tuple(name for name in bought if name not in factors)
        if missing:
            raise InputMissing(fields=missing, where="factors")
    items = dict.fromkeys((*bought_before, *bought_after))
    with localcontext(EXACT):
        before, updated, after = (
            sum((quantity * factors[name] for name, quantity in bought.items()), ZERO)
            for bought, factors in sides
        )  # fmt: skip
        whole = (sum(bought_before.values(), ZERO), sum(bought_after.values(), ZERO))
        volume = mix = intensity = ZERO
        for name in items:
            old, new = bought_before.get(name, ZERO), bought_after.get(name, ZERO)
            shares = (old / whole[0] if whole[0] else ZERO, new / whole[1] if whole[1] else ZERO)
            each = (newer.get(name, ZERO), factors_after.get(name, ZERO))
            parts = _parts((whole, shares, each))
            volume, mix, intensity = volume + parts[0], mix + parts[1], intensity + parts[2]
        return Change(before, after, updated - before, volume, mix, intensity)


Pair = tuple[Decimal, Decimal]


def _parts(factors: tuple[Pair, Pair, Pair]) -> list[Decimal]:
    """ΔE of E = Π x shared out: L(E₁, E₀)·ln(x₁ ÷ x₀) each. Where a factor is nought on one side it takes all of the
    change, which is the limit of the formula.
    """
    before = factors[0][0] * factors[1][0] * factors[2][0]
    after = factors[0][1] * factors[1][1] * factors[2][1]
    if not before or not after:
        taking = next((n for n, (old, new) in enumerate(factors) if (not old) != (not new)), 0)
        return [after - before if n == taking else ZERO for n in range(3)]
    mean = logarithmic_mean(after, before)
    return [mean * (new / old).ln() for old, new in factors]


def logarithmic_mean(one: Decimal, other: Decimal) -> Decimal:
    """L(a, b) = (a − b) ÷ ln(a ÷ b), and a where they are equal. Both above zero.

    Nearly equal (products of the same size that were rounded): the mean, which differs by less than 10⁻²⁴ of it,
    since the logarithm of a ratio next to 1 has no digits left.
    """
    with localcontext(EXACT):
        if abs(one - other) <= NEARLY * other:
            return (one + other) / 2
        return (one - other) / (one / other).ln()
