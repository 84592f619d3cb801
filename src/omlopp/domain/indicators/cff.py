"""The material part of the EU's Circular Footprint Formula. Parameters are data, none stands here."""

from dataclasses import dataclass
from decimal import Decimal, localcontext

from omlopp.domain.indicators.checked import ONE, ZERO, fractions, not_below_zero
from omlopp.domain.model.exact import EXACT


@dataclass(frozen=True, slots=True)
class Formula:
    """Shares 0–1: `allocation` (A) of recycling's burden and credit to the user of recycled material, `recycled_in`
    (R1), `recycled_out` (R2). Impacts in one unit per kg: virgin (E_V), recycled feedstock (E_rec), recycling at the
    end of life (E_recEoL), the virgin material it replaces (E_V*). Quality ratios Qs/Qp ≥ 0. None: not known.
    """

    allocation: Decimal | None = None
    recycled_in: Decimal = ZERO
    recycled_out: Decimal = ZERO
    virgin: Decimal | None = None
    recycled: Decimal | None = None
    recycling_after: Decimal | None = None
    replaced: Decimal | None = None
    quality_in: Decimal | None = None
    quality_out: Decimal | None = None

    def __post_init__(self) -> None:
        fractions({"A": self.allocation, "R1": self.recycled_in, "R2": self.recycled_out})
        not_below_zero({"Qsin_over_Qp": self.quality_in, "Qsout_over_Qp": self.quality_out})


@dataclass(frozen=True, slots=True)
class Footprint:
    """Impact per kg. A term whose values are missing is None, and so is the sum; a term with share 0 is 0."""

    virgin: Decimal | None  # M1
    recycled: Decimal | None  # M2
    after: Decimal | None  # M3
    per_kg: Decimal | None


def footprint(of: Formula) -> Footprint:
    """M1 = (1−R1)·E_V; M2 = R1·(A·E_rec + (1−A)·E_V·Qsin/Qp); M3 = (1−A)·R2·(E_recEoL − E_V*·Qsout/Qp)."""
    a, r1, r2 = of.allocation, of.recycled_in, of.recycled_out
    with localcontext(EXACT):
        first = ZERO if r1 == ONE else None if of.virgin is None else (ONE - r1) * of.virgin
        second: Decimal | None = ZERO
        if r1:
            second = None
            if a is not None and (of.recycled is not None or not a):
                own = a * (of.recycled or ZERO)
                if a == ONE:
                    second = r1 * own
                elif of.virgin is not None and of.quality_in is not None:
                    second = r1 * (own + (ONE - a) * of.virgin * of.quality_in)
        third: Decimal | None = ZERO
        if r2 and a != ONE:
            third = None
            if None not in (a, of.recycling_after, of.replaced, of.quality_out):
                assert a is not None and of.recycling_after is not None
                assert of.replaced is not None and of.quality_out is not None
                third = (ONE - a) * r2 * (of.recycling_after - of.replaced * of.quality_out)
        whole = None if first is None or second is None or third is None else first + second + third
    return Footprint(first, second, third, whole)
