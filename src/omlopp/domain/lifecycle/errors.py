"""What a life-cycle calculation refuses. Sentences stand in library/messages/lifecycle.yaml.

`contract`: the code the contract of worked cases has for it, where that is another than ours.
"""

from typing import Any

from omlopp.domain.model.errors import OmloppError


class RateTooLow(OmloppError):
    """A rate at or below −100 per cent: money would vanish, or turn its sign."""

    code = "lifecycle-rate-too-low"
    contract = "OUT_OF_RANGE"

    def __init__(self, *, rate: object, name: str = "rate", **facts: Any) -> None:
        super().__init__(fields=(name,), named=name, rate=rate, **facts)


class YearsNotAllowed(OmloppError):
    """A number of years or periods that is negative, not whole, or longer than two centuries."""

    code = "lifecycle-years-not-allowed"
    contract = "OUT_OF_RANGE"

    def __init__(self, *, name: str, found: object, **facts: Any) -> None:
        super().__init__(fields=(name,), named=name, found=found, **facts)


class LccInputMissing(OmloppError):
    """A number the method asks for and the bid does not give."""

    code = "lifecycle-input-missing"


class LccInputUnknown(OmloppError):
    """A number the method does not ask for."""

    code = "lifecycle-input-unknown"


class LccLineNotFit(OmloppError):
    """A line named twice, or one that is a share of a line that is not there, or cannot have shares."""

    code = "lifecycle-line-not-fit"


class MixedWeightSets(OmloppError):
    """Environmental costs by two weight sets cannot be added."""

    code = "lifecycle-mixed-weight-sets"


class SeriesDiffer(OmloppError):
    """Two series that belong together have different lengths."""

    code = "lifecycle-series-differ"


class NotADay(OmloppError):
    """A day that is not written YYYY-MM-DD, or does not exist."""

    code = "lifecycle-not-a-day"


class NothingToCompare(OmloppError):
    code = "lifecycle-no-bids"


class UnknownNotFit(OmloppError):
    """An uncertain number the method does not have, or whose corners are out of order."""

    code = "lifecycle-unknown-not-fit"
