"""The arithmetic of an indicator: recorded figures in, a value or an honest "unknown" out."""

from dataclasses import dataclass
from decimal import Decimal

from omlopp.domain.indicators.computed import compute
from omlopp.domain.indicators.found import Given
from omlopp.domain.model.errors import OmloppError
from omlopp.domain.model.indicators import Indicator, Measured, Measurement


@dataclass(frozen=True, slots=True)
class Comparison:
    """Promised against realised, both in the indicator's unit (a share as 0–1).

    difference: realised minus promised; None when either is unknown.
    kept: at least as good as promised, in the indicator's direction; None when that cannot be told.
    """

    indicator: str
    promised: Decimal | None
    realised: Decimal | None
    difference: Decimal | None
    kept: bool | None


def measure(indicator: Indicator, measurement: Measurement) -> Measured:
    """The indicator's value at one stage.

    share: first input ÷ second, 0–1. per: first ÷ second. amount: the first input. computed: by the card's function,
    known only where nothing it needs is undeclared.
    A figure that was not recorded makes the value unknown (None) and is named in `missing`; it is never zero.
    Raises WrongIndicator, InputUnknown, FigureOutOfRange, PartLargerThanWhole, NothingToMeasureAgainst.
    """
    if measurement.indicator != indicator.id:
        raise WrongIndicator(indicator=indicator.id, measurement=measurement.indicator)
    names = tuple(one.id for one in indicator.inputs)
    for name, figure in measurement.inputs.items():
        if name not in names:
            raise InputUnknown(indicator=indicator.id, input=name, inputs=", ".join(names))
        if not figure.is_finite() or figure < 0:
            raise FigureOutOfRange(indicator=indicator.id, input=name, figure=figure)
    missing = tuple(one.id for one in indicator.inputs if one.needed and one.id not in measurement.inputs)
    facts = dict(measurement.inputs)
    computed = indicator.formula in ("amount", "computed")
    base = None if computed else measurement.inputs.get(names[1])
    if missing:
        return Measured(indicator.id, measurement.stage, None, base, missing, facts)
    if indicator.formula == "computed":
        found = compute(indicator, Given(facts))
        known = found.value if found.completeness == 1 else None
        return Measured(indicator.id, measurement.stage, known, None, found.missing, facts)
    first = measurement.inputs[names[0]]
    if base is None:
        return Measured(indicator.id, measurement.stage, first, None, (), facts)
    if base == 0:
        raise NothingToMeasureAgainst(indicator=indicator.id, input=names[1], stage=measurement.stage.value)
    if indicator.formula == "share" and first > base:
        raise PartLargerThanWhole(
            indicator=indicator.id, part_input=names[0], part=first, whole_input=names[1], whole=base
        )
    return Measured(indicator.id, measurement.stage, first / base, base, (), facts)


def compare(indicator: Indicator, promised: Decimal | None, realised: Decimal | None) -> Comparison:
    """Was the promise kept? An unknown side gives an unknown answer, not a broken or a kept promise."""
    if promised is None or realised is None:
        return Comparison(indicator.id, promised, realised, None, None)
    kept = realised >= promised if indicator.direction == "higher" else realised <= promised
    return Comparison(indicator.id, promised, realised, realised - promised, kept)


class WrongIndicator(OmloppError):
    code = "indicator.wrong"


class InputUnknown(OmloppError):
    code = "indicator.input_unknown"


class FigureOutOfRange(OmloppError):
    """Below zero, or not a number."""

    code = "indicator.figure_out_of_range"


class PartLargerThanWhole(OmloppError):
    code = "indicator.part_larger_than_whole"


class NothingToMeasureAgainst(OmloppError):
    """The whole is zero: nothing delivered is not a share of zero."""

    code = "indicator.nothing_to_measure_against"
