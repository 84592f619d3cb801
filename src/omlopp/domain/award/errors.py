"""What an evaluation refuses. Each error carries its facts; sentences stand in library/messages/award.yaml.

`contract`: the code the contract of worked cases has for it, where that is another than ours.
"""

from typing import Any

from omlopp.domain.model.errors import OmloppError


class AwardError(OmloppError):
    contract = ""


class UnknownFamily(AwardError):
    code = "UNKNOWN_FAMILY"


class FieldsError(AwardError):
    """About named fields of the data; `fields` is the list, `named` the same as text."""

    def __init__(self, *, fields: tuple[str, ...], **facts: Any) -> None:
        super().__init__(fields=fields, named=", ".join(fields), **facts)


class MissingArgument(FieldsError):
    """Something that cannot be done without."""

    code = "MISSING_ARGUMENT"


class UnknownArgument(FieldsError):
    """A field nobody reads: misspelt, or meant for another family."""

    code = "UNKNOWN_ARGUMENT"


class WeightsDoNotSum(AwardError):
    """`sum_percent` is not 100. Above 100 the contract calls it a fraction out of range."""

    code = "award-weights-do-not-sum"

    @property
    def contract(self) -> str:  # type: ignore[override]
        return "FRACTION_OUT_OF_RANGE" if self.facts["sum_percent"] > 100 else ""


class CriterionWithoutWeight(AwardError):
    code = "award-criterion-without-weight"
    contract = "MISSING_ARGUMENT"


class CriterionWithoutValue(AwardError):
    code = "award-criterion-without-value"
    contract = "MISSING_ARGUMENT"


class NoPriceCriterion(AwardError):
    code = "award-no-price-criterion"
    contract = "MISSING_ARGUMENT"


class NoCriteria(AwardError):
    code = "award-no-criteria"
    contract = "MISSING_ARGUMENT"


class NoBids(AwardError):
    code = "award-no-bids"
    contract = "MISSING_ARGUMENT"


class MissingPrice(AwardError):
    code = "award-missing-price"
    contract = "MISSING_ARGUMENT"


class MissingLines(AwardError):
    code = "award-missing-lines"
    contract = "MISSING_ARGUMENT"


class MissingLevel(AwardError):
    """A bid that has neither level, grade nor points on a criterion."""

    code = "award-missing-level"
    contract = "MISSING_ARGUMENT"


class UnknownLevel(AwardError):
    code = "award-unknown-level"


class GradeOutsideScale(AwardError):
    code = "award-grade-outside-scale"
    contract = "OUT_OF_RANGE"


class PointsOutsideRange(AwardError):
    code = "award-points-outside-range"
    contract = "OUT_OF_RANGE"


class UnknownLot(AwardError):
    code = "award-unknown-lot"


class SeveralLots(AwardError):
    code = "award-several-lots"


class UnknownBid(AwardError):
    code = "award-unknown-bid"


class ZeroLowestPrice(AwardError):
    """A ratio to the lowest price has no meaning when that price is zero."""

    code = "award-zero-lowest-price"


class ParameterOutOfRange(FieldsError):
    """A parameter outside the open range its formula allows; `below` is empty where there is no upper end."""

    code = "award-parameter-out-of-range"
    contract = "OUT_OF_RANGE"


class NoPriceScore(AwardError):
    code = "award-no-price-score"


class CannotVary(AwardError):
    code = "award-cannot-vary"


class NotANumber(AwardError):
    code = "award-not-a-number"


class NotAText(AwardError):
    code = "award-not-a-text"


class NotOneOf(AwardError):
    """A word that is not among those the field can hold."""

    code = "award-not-one-of"


class NotFields(AwardError):
    """A list or a lone value where fields (or a list of them) belong."""

    code = "award-not-fields"


class ZeroQuality(AwardError):
    """A price divided by quality has no meaning where the quality is zero."""

    code = "award-zero-quality"


class ExpressionNotRead(AwardError):
    """A formula outside the closed language, at a place in it."""

    code = "award-expression-not-read"


class ExpressionUnknownName(AwardError):
    """A name the formula has and the model has not."""

    code = "award-expression-unknown-name"


class ExpressionUndefined(AwardError):
    """A bid for which the formula has no number: division by zero, or a result beyond all numbers."""

    code = "award-expression-undefined"


class OutOfBounds(FieldsError):
    """A measured number outside the ends of its value function."""

    code = "award-out-of-bounds"
    contract = "OUT_OF_RANGE"


class NotSimulated(AwardError):
    """A family the lab cannot draw fields for."""

    code = "award-not-simulated"


class UnknownLine(AwardError):
    code = "award-unknown-line"


class LineMissing(AwardError):
    """A line of the price form that the bid leaves unpriced."""

    code = "award-line-missing"
    contract = "MISSING_ARGUMENT"


class LineTwicePriced(AwardError):
    """A bid whose stated price is not the sum of its lines."""

    code = "award-price-is-not-the-sum"


class PartPriceTooLow(AwardError):
    """A unit price below the least the documents allow."""

    code = "award-part-price-too-low"
