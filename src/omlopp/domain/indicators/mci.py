"""The Material Circularity Indicator (Ellen MacArthur Foundation and Granta, 2015, revised 2019) of one product.

1 is restorative, 0 linear or worse. Formulas and their certainty: docs/method/indicators/mci.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext

from omlopp.domain.indicators.checked import ONE, ZERO, above_zero, fractions, parts_of_one
from omlopp.domain.indicators.errors import FractionOutOfRange
from omlopp.domain.model.exact import EXACT

LINEAR_UTILITY = Decimal("0.9")  # of F(X) = 0.9 ÷ X: a linear product of average life and use scores 0.1
SURELY_RISING = ONE / 3  # from this efficiency on, more recycled feedstock never lowers the indicator


@dataclass(frozen=True, slots=True)
class Materials:
    """Where a product's mass comes from and where it goes. `mass_kg` > 0; the rest are shares 0–1 of that mass.

    From: recycled, reused and sustainably regrown feedstock; what is left is virgin. To: collected for recycling,
    components reused, composted, energy recovery that qualifies; what is left is landfilled or plainly burnt.
    `recycling_in` (E_F) and `recycling_out` (E_C): efficiency of the recycling before and after. E_F may be 0 only
    where nothing recycled goes in.
    """

    mass_kg: Decimal
    recycled: Decimal = ZERO  # F_R
    reused: Decimal = ZERO  # F_U
    regrown: Decimal = ZERO  # F_S
    to_recycling: Decimal = ZERO  # C_R
    to_reuse: Decimal = ZERO  # C_U
    to_compost: Decimal = ZERO  # C_C
    to_energy: Decimal = ZERO  # C_E
    recycling_out: Decimal = ONE  # E_C
    recycling_in: Decimal = ONE  # E_F

    def __post_init__(self) -> None:
        above_zero({"M": self.mass_kg})
        feedstock = {"F_R": self.recycled, "F_U": self.reused, "F_S": self.regrown}
        after = {
            "C_R": self.to_recycling,
            "C_U": self.to_reuse,
            "C_C": self.to_compost,
            "C_E": self.to_energy,
        }
        fractions({**feedstock, **after, "E_C": self.recycling_out, "E_F": self.recycling_in})
        parts_of_one(feedstock)
        parts_of_one(after)
        if not self.recycling_in and self.recycled:
            raise FractionOutOfRange(fields=("E_F",), sum=None)


@dataclass(frozen=True, slots=True)
class Flow:
    """Masses in kg, and the linear flow index: 1 fully linear, 0 fully restorative."""

    virgin_kg: Decimal  # V
    to_landfill_kg: Decimal  # W_0
    lost_before_kg: Decimal  # W_F
    lost_after_kg: Decimal  # W_C
    waste_kg: Decimal  # W
    linear: Decimal  # LFI


@dataclass(frozen=True, slots=True)
class Circularity:
    """`value` 0–1; `unfloored` is what it was before a negative value was shown as 0.

    `not_monotone`: here more recycled feedstock may lower the value, because so much is lost in making it.
    """

    value: Decimal
    unfloored: Decimal
    utility: Decimal  # X
    utility_factor: Decimal  # F(X)
    linear: Decimal
    flow: Flow | None
    not_monotone: bool


def flow(*parts: Materials) -> Flow:
    """V, W and LFI; losses of recycling are shared half and half between the product before and the one after.

    A product of several parts or materials: every mass is the sum over them, and the index is worked out once.
    """
    with localcontext(EXACT):
        mass = sum((of.mass_kg for of in parts), ZERO)
        virgin = sum((of.mass_kg * (ONE - of.recycled - of.reused - of.regrown) for of in parts), ZERO)
        landfill = sum(
            (
                of.mass_kg * (ONE - of.to_recycling - of.to_reuse - of.to_compost - of.to_energy)
                for of in parts
            ),
            ZERO,
        )
        after = sum((of.mass_kg * (ONE - of.recycling_out) * of.to_recycling for of in parts), ZERO)
        before = sum(
            (
                of.mass_kg * (ONE - of.recycling_in) * of.recycled / of.recycling_in
                for of in parts
                if of.recycled
            ),
            ZERO,
        )
        waste = landfill + (before + after) / 2
        return Flow(
            virgin, landfill, before, after, waste, (virgin + waste) / (2 * mass + (before - after) / 2)
        )


def utility(life: Decimal, average_life: Decimal, use: Decimal = ONE, average_use: Decimal = ONE) -> Decimal:
    """X: life and intensity of use against the industry's average, each above zero in one unit."""
    above_zero({"L": life, "L_av": average_life, "U": use, "U_av": average_use})
    with localcontext(EXACT):
        return life / average_life * use / average_use


def circularity(of: Materials | Sequence[Materials], utility: Decimal) -> Circularity:
    """The indicator of a product from its materials (one, or one for each part) and its utility X > 0."""
    parts = (of,) if isinstance(of, Materials) else tuple(of)
    found = flow(*parts)
    risky = any(one.recycled and one.recycling_in < SURELY_RISING for one in parts)
    return from_linear(found.linear, utility, found, risky)


def from_linear(
    linear: Decimal, utility: Decimal, flow: Flow | None = None, not_monotone: bool = False
) -> Circularity:
    """The last step alone: from a linear flow index 0–1 and X > 0."""
    fractions({"LFI": linear})
    above_zero({"X": utility})
    with localcontext(EXACT):
        factor = LINEAR_UTILITY / utility
        value = ONE - linear * factor
    return Circularity(max(ZERO, value), value, utility, factor, linear, flow, not_monotone)
