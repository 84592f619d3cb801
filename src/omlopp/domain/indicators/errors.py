"""What indicators and footprints refuse. `contract`: the code that the contract of worked cases has for it."""

from typing import Any

from omlopp.domain.model.errors import OmloppError


class FieldsRefused(OmloppError):
    """About named inputs; `fields` is the list, `named` the same as text."""

    contract = ""

    def __init__(self, *, fields: tuple[str, ...], **facts: Any) -> None:
        super().__init__(fields=fields, named=", ".join(fields), **facts)


class FractionOutOfRange(FieldsRefused):
    """Shares below 0 or above 1, or shares of one whole that add to more than it."""

    code = "impact.fraction-out-of-range"
    contract = "FRACTION_OUT_OF_RANGE"


class OutOfRange(FieldsRefused):
    """An amount that can only be above zero (a mass, a life), or not a number at all."""

    code = "impact.out-of-range"
    contract = "OUT_OF_RANGE"


class InputMissing(FieldsRefused):
    code = "impact.input-missing"
    contract = "MISSING_ARGUMENT"


class UnitMismatch(OmloppError):
    """Two units without a conversion between them. Facts: one, other, where."""

    code = "impact.unit-mismatch"
    contract = "UNIT_MISMATCH"


class Incompatible(OmloppError):
    """Two values that may never be added or compared: other indicator, weight set, price basis or currency.

    Facts: one, other, where.
    """

    code = "impact.incompatible"


class PartsExceedWhole(FieldsRefused):
    """Masses, values or pieces of one whole that add to more than it. Facts: sum, whole."""

    code = "impact.parts-exceed-whole"
    contract = "FRACTION_OUT_OF_RANGE"


class NothingToMeasure(FieldsRefused):
    """The whole is zero: nothing is no share of nothing."""

    code = "impact.nothing-to-measure"
    contract = "OUT_OF_RANGE"


class InputNotKnown(FieldsRefused):
    """Figures nobody reads, misspelt or meant for another indicator. Facts: known."""

    code = "impact.input-not-known"
    contract = "UNKNOWN_ARGUMENT"


class DisplacementNotShown(OmloppError):
    """A displacement rate of 1 without a request that was withdrawn. Facts: rate."""

    code = "impact.displacement-not-shown"
    contract = "OUT_OF_RANGE"


class NotAdditive(OmloppError):
    """Shares and rates are not added: work them out again from all rows. Facts: indicator."""

    code = "impact.not-additive"
