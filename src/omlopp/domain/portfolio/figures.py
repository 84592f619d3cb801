"""A number that is published: with its unit, its base, what is unknown, how sure it is, and where it comes from.

Nothing is written in a publication that is not such a figure: the check of a publication recomputes every one.
"""

from dataclasses import dataclass
from decimal import Decimal

Value = (
    Decimal | str
)  # a str: a day or a name that is reckoned from data (newest measurement, widest-read source)


@dataclass(frozen=True, slots=True)
class Figure:
    """`value` None: not known, and said so. `base`: what it is out of (a share or count is never shown without it).

    `unknown`: how many of the base nobody knows. `low`–`high`: the interval, in the unit. `about`: ids of the
    procurements, documented cases or data it rests on. `source`: set, version, year, licence, in Swedish and English.
    `method`: page and anchor under docs/method. `exercise`: reckoned over invented procurements.
    """

    id: str  # dotted, unique: "ladder.a.yes"
    value: Value | None
    unit: str  # a code of library/names.yaml, table "unit"
    source: tuple[str, str]
    method: str
    base: int | None = None
    unknown: int = 0
    low: Decimal | None = None
    high: Decimal | None = None
    about: tuple[str, ...] = ()
    decimals: int = 0
    exercise: bool = False
