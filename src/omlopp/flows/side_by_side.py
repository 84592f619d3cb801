"""Two award models tried on the same imagined bids: in how many fields do they name different winners?"""

from dataclasses import dataclass
from decimal import Decimal

from omlopp.domain.model.award import AwardModel


@dataclass(frozen=True, slots=True)
class SideBySide:
    """`differ` of `of` drawn fields have different winners."""

    differ: int
    of: int
    expected_price: Decimal


def side_by_side(
    one: AwardModel, other: AwardModel, expected_price: Decimal, count: int
) -> SideBySide | None:
    """`count` fields of the lab's own market, drawn once. None where the two do not judge the same qualities, or one of
    them cannot be simulated.
    """
    from omlopp.domain.award.errors import AwardError
    from omlopp.domain.award.lab.arrays import simulated, winners
    from omlopp.domain.award.lab.draw import Market, draw

    judged = [[each.id for each in model.criteria if not each.price] for model in (one, other)]
    if judged[0] != judged[1]:
        return None
    try:
        for model in (one, other):
            simulated(model)
    except AwardError:
        return None
    differ = of = 0
    for fields in draw(one, Market(float(expected_price)), count, 1):
        differ += int((winners(one, fields) != winners(other, fields)).sum())
        of += fields.count
    return SideBySide(differ, of, expected_price)
