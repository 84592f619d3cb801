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
