"""What reuse, repair and longer life save – net, with the displacement rate said and the remaining life counted."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal, localcontext
from typing import Literal

from omlopp.domain.indicators.checked import ONE, ZERO, above_zero, fractions, not_below_zero
from omlopp.domain.model.exact import EXACT


@dataclass(frozen=True, slots=True)
class Item:
    """One thing and its footprint in kg CO2e, `count` times."""

    name: str
    kgco2e: Decimal
    count: Decimal = ONE

    def __post_init__(self) -> None:
        not_below_zero({self.name or "count": self.count})


@dataclass(frozen=True, slots=True)
class Saving:
    """kg CO2e; `per_year_t` in tonnes a year, None where no interval is given. Below zero: reuse cost more."""

    baseline_kgco2e: Decimal
    alternative_kgco2e: Decimal
    saved_kgco2e: Decimal
    per_year_t: Decimal | None


def avoided(
    baseline: Sequence[Item],
    alternative: Sequence[Item],
    displacement_rate: Decimal,
    units: Decimal = ONE,
    share: Decimal = ONE,
    interval_years: Decimal | None = None,
) -> Saving:
    """units × share × (displacement rate × baseline − alternative).

    `displacement_rate`, 0–1: how many new things one reused thing keeps from being bought. It is always said, never
    supposed: 1 only where the organisation's own request for a new one was withdrawn.
    """
    fractions({"displacement_rate": displacement_rate, "share": share})
    not_below_zero({"units": units})
    above_zero({"interval_years": interval_years})
    with localcontext(EXACT):
        before, after = (
            sum((one.kgco2e * one.count for one in some), ZERO) for some in (baseline, alternative)
        )
        saved = units * share * (displacement_rate * before - after)
        yearly = None if interval_years is None else saved / 1000 / interval_years
    return Saving(before, after, saved, yearly)


@dataclass(frozen=True, slots=True)
class ReusedItem:
    """One reused item against a new one, kg CO2e. Lives in years, above zero; use in kg CO2e a year."""

    new_kgco2e: Decimal  # making and end of life
    new_life_years: Decimal
    remaining_life_years: Decimal
    displacement_rate: Decimal
    reuse_kgco2e: Decimal = ZERO  # transport, cleaning, repair, parts
    use_old_kgco2e_per_year: Decimal = ZERO
    use_new_kgco2e_per_year: Decimal = ZERO

    def __post_init__(self) -> None:
        above_zero({"new_life_years": self.new_life_years, "remaining_life_years": self.remaining_life_years})
        fractions({"displacement_rate": self.displacement_rate})
        not_below_zero({"new_kgco2e": self.new_kgco2e, "reuse_kgco2e": self.reuse_kgco2e})


@dataclass(frozen=True, slots=True)
class NetSaving:
    """kg CO2e. `needed_displacement`: the rate at which reuse saves nothing; None where no rate does."""

    saved_kgco2e: Decimal
    displaced_kgco2e: Decimal
    reuse_kgco2e: Decimal
    use_penalty_kgco2e: Decimal
    needed_displacement: Decimal | None


def net_saving(of: ReusedItem) -> NetSaving:
    """D·E_new·min(1, L_re/L_new) − what reuse costs − what the older thing uses more while it lasts."""
    with localcontext(EXACT):
        part = min(ONE, of.remaining_life_years / of.new_life_years)
        displaced = of.displacement_rate * of.new_kgco2e * part
        penalty = (of.use_old_kgco2e_per_year - of.use_new_kgco2e_per_year) * of.remaining_life_years
        most = of.new_kgco2e * part
        needed = (of.reuse_kgco2e + penalty) / most if most else None
    return NetSaving(displaced - of.reuse_kgco2e - penalty, displaced, of.reuse_kgco2e, penalty, needed)


Rule = Literal["general", "netherlands", "germany"]
RULES: tuple[Rule, ...] = ("general", "netherlands", "germany")


def replacements(rule: Rule, period_years: Decimal, life_years: Decimal) -> Decimal:
    """How often a product is replaced within a period: general ⌈P/L⌉−1, Netherlands P/L−1, Germany
    ⌊P/L⌋−1. Below zero where the product outlives the period, as the published formulas have it.

    The rule changes the answer, so it is always named.
    """
    above_zero({"building_years": period_years, "products": life_years})
    with localcontext(EXACT):
        times = period_years / life_years
        if rule == "general":
            times = times.to_integral_value(ROUND_CEILING)
        elif rule == "germany":
            times = times.to_integral_value(ROUND_FLOOR)
        return times - 1


def yearly(making_kgco2e: Decimal, life_years: Decimal, use_kgco2e_per_year: Decimal = ZERO) -> Decimal:
    """kg CO2e a year over a life: what is made and thrown away is shared over the years it serves."""
    above_zero({"life_years": life_years})
    with localcontext(EXACT):
        return making_kgco2e / life_years + use_kgco2e_per_year


def saved_by_longer_life(making_kgco2e: Decimal, life_years: Decimal, longer_by_years: Decimal) -> Decimal:
    """kg CO2e saved a year when a life of L becomes L + d, use being equal: E·(1/L − 1/(L+d))."""
    above_zero({"life_years": life_years})
    not_below_zero({"longer_by_years": longer_by_years})
    with localcontext(EXACT):
        return making_kgco2e * (ONE / life_years - ONE / (life_years + longer_by_years))
