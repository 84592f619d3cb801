"""Price scores: how the points for price follow from the prices. One entry per formula, written once for
decimals and arrays. Sources: docs/method/award.

Every score is a share of the maximum: 1 at full points. Clipping, the maximum and the quality points are
added by `points`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from omlopp.domain.award.arith import Arith, Number
from omlopp.domain.award.errors import ParameterOutOfRange, ZeroLowestPrice

Terms = Mapping[str, Number]
Formula = Callable[[Arith, Sequence[Number], Sequence[Number], Terms], list[Number]]
Clip = Literal["none", "low", "high", "both"]


@dataclass(frozen=True, slots=True)
class PriceScore:
    """A price formula. `formula(arith, prices, field, terms)` gives a share of full points for each of
    `prices`.

    `field`: every price the formula looks at, `prices` among them. `needs`: parameters it cannot do without,
    each with the open range it must lie in. `bounds`: the prices with full and with no points, None where
    there is none. `relative`: other bids' prices stand in the score. `lowest_positive`: the lowest price must
    be above zero. `apart`: two parameters whose difference the formula divides by.
    """

    formula: Formula
    bounds: Callable[[Sequence[Decimal], Mapping[str, Decimal]], tuple[Decimal | None, Decimal | None]]
    steepness: Callable[[Decimal, Sequence[Decimal], Mapping[str, Decimal]], Decimal]
    relative: bool
    needs: tuple[tuple[str, Decimal, Decimal | None], ...] = ()
    clips: bool = False
    lowest_positive: bool = False
    every_positive: bool = False
    apart: tuple[str, ...] = ()

    def demand(self, terms: Mapping[str, Decimal]) -> None:
        """Every parameter is there and within its range, and those that must differ do."""
        for name, above, below in self.needs:
            value = terms[name]
            if not value.is_finite() or value <= above or (below is not None and value >= below):
                raise ParameterOutOfRange(
                    fields=(name,), value=value, above=above, below="" if below is None else below
                )
        if self.apart and len({terms[name] for name in self.apart}) == 1:
            value = terms[self.apart[0]]
            raise ParameterOutOfRange(fields=self.apart, value=value, above=value, below="")

    def refuse(self, field: Sequence[Decimal]) -> None:
        """Prices the formula cannot divide by are refused, by name."""
        if self.every_positive or self.lowest_positive:
            lowest = min(field)
            if lowest <= 0:
                raise ZeroLowestPrice(lowest=lowest)


def _lowest_ratio(a: Arith, prices: Sequence[Number], field: Sequence[Number], t: Terms) -> list[Number]:
    lowest = a.lowest(field)
    return [lowest / price for price in prices]


def _from_lowest(a: Arith, prices: Sequence[Number], field: Sequence[Number], t: Terms) -> list[Number]:
    lowest = a.lowest(field)
    return [1 - (price - lowest) / (t["slope"] * lowest) for price in prices]


def _n_times(a: Arith, prices: Sequence[Number], field: Sequence[Number], t: Terms) -> list[Number]:
    lowest, n = a.lowest(field), t["times"]
    return [(n * lowest - price) / ((n - 1) * lowest) for price in prices]


def _estimate_mixed(a: Arith, prices: Sequence[Number], field: Sequence[Number], t: Terms) -> list[Number]:
    middle, n = (t["estimate"] + a.lowest(field)) / 2, t["times"]
    return [(n * middle - price) / ((n - 1) * middle) for price in prices]


def _min_max(a: Arith, prices: Sequence[Number], field: Sequence[Number], t: Terms) -> list[Number]:
    lowest, highest = a.lowest(field), a.highest(field)
    span, one = highest - lowest, a.number(Decimal(1))
    return [a.over(highest - price, span, one) for price in prices]


def _average(a: Arith, prices: Sequence[Number], field: Sequence[Number], t: Terms) -> list[Number]:
    average = a.total(field) / len(field)
    return [1 - (price - average) / average for price in prices]


def _share_of_sum(a: Arith, prices: Sequence[Number], field: Sequence[Number], t: Terms) -> list[Number]:
    whole = a.total(field)
    return [1 - price / whole for price in prices]


def _log(a: Arith, prices: Sequence[Number], field: Sequence[Number], t: Terms) -> list[Number]:
    lowest, scale = a.lowest(field), a.ln(t["zero_at_ratio"])
    return [1 - a.ln(price / lowest) / scale for price in prices]


def _between_bounds(a: Arith, prices: Sequence[Number], field: Sequence[Number], t: Terms) -> list[Number]:
    zero, full = t["zero_points_at"], t["full_points_at"]
    return [(zero - price) / (zero - full) for price in prices]


def _reference_ratio(a: Arith, prices: Sequence[Number], field: Sequence[Number], t: Terms) -> list[Number]:
    return [t["reference_price"] / price for price in prices]


def _capped_hyperbola(a: Arith, prices: Sequence[Number], field: Sequence[Number], t: Terms) -> list[Number]:
    """K/(1−K) · D/(1−D): D the discount on the base price, K the lowest plausible price over the base price."""
    base, lowest = t["base_price"], t["lowest_plausible_price"]
    return [lowest / (base - lowest) * (base - price) / price for price in prices]


def _at_lowest(field: Sequence[Decimal], t: Mapping[str, Decimal]) -> tuple[Decimal, None]:
    return min(field), None


def _linear_bounds(field: Sequence[Decimal], t: Mapping[str, Decimal]) -> tuple[Decimal, Decimal]:
    return min(field), min(field) * (1 + t["slope"])


def _times_bounds(field: Sequence[Decimal], t: Mapping[str, Decimal]) -> tuple[Decimal, Decimal]:
    return min(field), min(field) * t["times"]


def _mixed_bounds(field: Sequence[Decimal], t: Mapping[str, Decimal]) -> tuple[Decimal, Decimal]:
    middle = (t["estimate"] + min(field)) / 2
    return middle, middle * t["times"]


def _ends(field: Sequence[Decimal], t: Mapping[str, Decimal]) -> tuple[Decimal, Decimal]:
    return min(field), max(field)


def _average_bounds(field: Sequence[Decimal], t: Mapping[str, Decimal]) -> tuple[Decimal, Decimal]:
    average = sum(field, Decimal(0)) / len(field)
    return average, 2 * average


def _sum_bounds(field: Sequence[Decimal], t: Mapping[str, Decimal]) -> tuple[Decimal, Decimal]:
    return Decimal(0), sum(field, Decimal(0))


def _log_bounds(field: Sequence[Decimal], t: Mapping[str, Decimal]) -> tuple[Decimal, Decimal]:
    return min(field), min(field) * t["zero_at_ratio"]


def _set_bounds(field: Sequence[Decimal], t: Mapping[str, Decimal]) -> tuple[Decimal, Decimal]:
    return t["full_points_at"], t["zero_points_at"]


def _reference_bounds(field: Sequence[Decimal], t: Mapping[str, Decimal]) -> tuple[Decimal, None]:
    return t["reference_price"], None


def _hyperbola_bounds(field: Sequence[Decimal], t: Mapping[str, Decimal]) -> tuple[Decimal, Decimal]:
    return t["lowest_plausible_price"], t["base_price"]


def _average_of(field: Sequence[Decimal]) -> Decimal:
    return sum(field, Decimal(0)) / len(field)


ZERO, ONE = Decimal(0), Decimal(1)
_TIMES = (("times", ONE, None),)

PRICE_SCORES: dict[str, PriceScore] = {
    "relative.lowest_price_ratio": PriceScore(
        _lowest_ratio, _at_lowest, lambda p, field, t: min(field) / (p * p), True, lowest_positive=True
    ),
    "relative.linear_from_lowest": PriceScore(
        _from_lowest,
        _linear_bounds,
        lambda p, field, t: 1 / (t["slope"] * min(field)),
        True,
        (("slope", ZERO, None),),
        clips=True,
        lowest_positive=True,
    ),
    "relative.n_times_lowest": PriceScore(
        _n_times,
        _times_bounds,
        lambda p, field, t: 1 / ((t["times"] - 1) * min(field)),
        True,
        _TIMES,
        clips=True,
        lowest_positive=True,
    ),
    "relative.estimate_mixed": PriceScore(
        _estimate_mixed,
        _mixed_bounds,
        lambda p, field, t: 2 / ((t["times"] - 1) * (t["estimate"] + min(field))),
        True,
        (*_TIMES, ("estimate", ZERO, None)),
        clips=True,
    ),
    "relative.min_max": PriceScore(
        _min_max,
        _ends,
        lambda p, field, t: 1 / (max(field) - min(field)) if max(field) > min(field) else ZERO,
        True,
    ),
    "relative.average": PriceScore(
        _average,
        _average_bounds,
        lambda p, field, t: 1 / _average_of(field),
        True,
        clips=True,
        lowest_positive=True,
    ),
    "relative.share_of_sum": PriceScore(
        _share_of_sum, _sum_bounds, lambda p, field, t: 1 / sum(field, ZERO), True, lowest_positive=True
    ),
    "relative.log_price": PriceScore(
        _log,
        _log_bounds,
        lambda p, field, t: 1 / (p * t["zero_at_ratio"].ln()),
        True,
        (("zero_at_ratio", ONE, None),),
        clips=True,
        lowest_positive=True,
    ),
    "relative.quality_rescaled": PriceScore(
        _lowest_ratio, _at_lowest, lambda p, field, t: min(field) / (p * p), True, lowest_positive=True
    ),
    "absolute.linear_between_bounds": PriceScore(
        _between_bounds,
        _set_bounds,
        lambda p, field, t: 1 / (t["zero_points_at"] - t["full_points_at"]),
        False,
        (("full_points_at", Decimal(-1), None), ("zero_points_at", Decimal(-1), None)),
        clips=True,
        apart=("full_points_at", "zero_points_at"),
    ),
    "absolute.reference_price_ratio": PriceScore(
        _reference_ratio,
        _reference_bounds,
        lambda p, field, t: t["reference_price"] / (p * p),
        False,
        (("reference_price", ZERO, None),),
        every_positive=True,
    ),
    "absolute.capped_hyperbola": PriceScore(
        _capped_hyperbola,
        _hyperbola_bounds,
        lambda p, field, t: (
            t["lowest_plausible_price"]
            / (t["base_price"] - t["lowest_plausible_price"])
            * t["base_price"]
            / (p * p)
        ),
        False,
        (("base_price", ZERO, None), ("lowest_plausible_price", ZERO, None)),
        clips=True,
        every_positive=True,
        apart=("base_price", "lowest_plausible_price"),
    ),
}
"""`relative.quality_rescaled` scores price as the lowest-price ratio; what differs is the quality (module
points).
"""


def clipped(a: Arith, share: Number, clip: str) -> Number:
    """A share of full points held above 0 (low), below 1 (high), or both."""
    if clip in ("low", "both"):
        share = a.at_least(share, a.number(ZERO))
    if clip in ("high", "both"):
        share = a.at_most(share, a.number(ONE))
    return share
