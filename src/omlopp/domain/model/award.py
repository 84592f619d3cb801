"""The award nouns: an award model as data, a bid, and an evaluation with every step it took.

Money is Decimal in the model's currency; weights and shares are fractions 0–1. An Evaluation is a
calculation and never a Decision: who is awarded, and why, is said by a person.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from decimal import Decimal
from typing import Any, ClassVar

from omlopp.domain.model.errors import OmloppError
from omlopp.domain.model.text import STRICT

BEYOND_AMOUNTS = Decimal("1e24")  # a slip of the pen; below it every sum is exact
Parameter = Decimal | str | bool | Mapping[str, Decimal]
TIE_RULES = ("lower_price", "lot")  # and "better:<criterion id>"


@dataclass(frozen=True, slots=True)
class AwardCriterion:
    """One thing a bid is judged on.

    Points families: `weight` (a fraction) or `max_points`. Monetised families: `value`, the money a full
    mark takes off the price. `steps`: the values a bidder can declare of a feature. `levels`: level id → share earned, 0–1. `clause` names the contract clause that
    binds the promise; `chosen_criterion` the procurement's criterion that is scored here.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: str
    name: str = ""
    weight: Decimal | None = None
    max_points: Decimal | None = None
    price: bool = False
    value: Decimal | None = None
    steps: tuple[Decimal, ...] = ()
    levels: Mapping[str, Decimal] = field(default_factory=dict)
    level_texts: Mapping[str, str] = field(default_factory=dict)
    chosen_criterion: str | None = None
    clause: str | None = None

    def __post_init__(self) -> None:
        _fractions("weight", self.id, () if self.weight is None else (self.weight,))
        _fractions("levels", self.id, self.levels.values())
        for what, amount in (("value", self.value), ("max_points", self.max_points)):
            _amount(what, self.id, amount)

    @property
    def title(self) -> str:
        return self.name or self.id


@dataclass(frozen=True, slots=True)
class AwardModel:
    """How bids are compared. `family` names the formula, one of domain/award/families.

    `grade_scale`: lowest and highest grade of an assessor; None means that shares 0–1 are used.
    `rounding`: the step to which a comparison price is rounded half up before ranking; None: not rounded.
    `ties`: what parts bids that end equal, in order; "lot" is drawn by people, never here.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    family: str
    criteria: tuple[AwardCriterion, ...] = ()
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    grade_scale: tuple[Decimal, Decimal] | None = None
    currency: str = "SEK"
    rounding: Decimal | None = Decimal("0.01")
    ties: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _unique("criterion", (criterion.id for criterion in self.criteria))
        if self.grade_scale and not self.grade_scale[0] < self.grade_scale[1]:
            raise GradeScaleEmpty(lowest=self.grade_scale[0], highest=self.grade_scale[1])
        if self.rounding is not None and not self.rounding > 0:
            raise AmountNotAllowed(what="rounding", where="", value=self.rounding)
        for rule in self.ties:
            better = rule.removeprefix("better:") if rule.startswith("better:") else None
            if rule not in TIE_RULES and better not in {criterion.id for criterion in self.criteria}:
                raise UnknownTieRule(rule=rule, known=", ".join((*TIE_RULES, "better:<criterion>")))

    def number(self, name: str, default: Decimal | None = None) -> Decimal:
        """A parameter that is a number; refused where it is something else, or missing without a default."""
        value = self.parameters.get(name, default)
        if not isinstance(value, Decimal):
            raise ParameterNotRead(
                parameter=name, found="–" if value is None else str(value), family=self.family
            )
        return value

    def word(self, name: str, default: str) -> str:
        """A parameter that is a word."""
        value = self.parameters.get(name, default)
        if not isinstance(value, str):
            raise ParameterNotRead(parameter=name, found=str(value), family=self.family)
        return value

    def criterion(self, criterion_id: str) -> AwardCriterion:
        for criterion in self.criteria:
            if criterion.id == criterion_id:
                return criterion
        raise UnknownAwardCriterion(criterion=criterion_id, known=", ".join(one.id for one in self.criteria))


@dataclass(frozen=True, slots=True)
class PriceLine:
    """One line of a price form."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: str
    quantity: Decimal
    unit_price: Decimal

    def __post_init__(self) -> None:
        _amount("quantity", self.id, self.quantity)
        _amount("unit_price", self.id, self.unit_price)


@dataclass(frozen=True, slots=True)
class Bid:
    """A bid on one lot, as it was opened. Zero is a lawful price; `price` None: it is not known.

    How a criterion is met: `levels` (criterion → level), `grades` (on the model's scale) or `points`. `level`: the one
    level of a model with a single ladder. `quality`: the whole quality, 0–1. `features`: declared values, with
    `coefficient` where it is given ready-made.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: str
    bidder: str = ""
    lot_id: str | None = None
    price: Decimal | None = None
    grades: Mapping[str, Decimal] = field(default_factory=dict)
    points: Mapping[str, Decimal] = field(default_factory=dict)
    levels: Mapping[str, str] = field(default_factory=dict)
    lines: tuple[PriceLine, ...] = ()
    level: str | None = None
    quality: Decimal | None = None
    features: Mapping[str, Decimal] = field(default_factory=dict)
    coefficient: Decimal | None = None

    def __post_init__(self) -> None:
        _unique("line", (line.id for line in self.lines))
        if self.price is not None and self.price.is_finite() and self.price < 0:
            raise NegativePrice(bid=self.id, bidder=self.title, price=self.price)
        _amount("price", self.title, self.price)
        if self.quality is not None:
            _fractions("quality", self.id, (self.quality,))
        for number in (*self.grades.values(), *self.points.values(), *self.features.values()):
            if not number.is_finite():
                raise AmountNotAllowed(what="grade", where=self.id, value=number)

    @property
    def title(self) -> str:
        return self.bidder or self.id


@dataclass(frozen=True, slots=True)
class TraceStep:
    """One step of the arithmetic: the `rule` applied, the numbers that went in, the number that came out.

    `bid` is empty for a step about the whole field. `words` holds names and ids the sentence needs.
    `says` is the key of that sentence; the edge puts it into Swedish or English.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    bid: str
    rule: str
    inputs: Mapping[str, Decimal]
    output: Decimal | None
    words: Mapping[str, str] = field(default_factory=dict)

    @property
    def says(self) -> str:
        return f"award.trace.{self.rule}"


PerBid = Mapping[str, Decimal]
PerBidAndName = Mapping[str, Mapping[str, Decimal]]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What came out, bid id by bid id. None: the family has no such thing.

    `rank` 1 is best and equal bids share a rank; `winner` is None when the first place is shared by `tied`.
    `total_percent`: total over the sum of the maximum points, times 100. `digest(model)` is `model_digest`.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    price_score: PerBid | None = None
    points: PerBidAndName | None = None
    total: PerBid | None = None
    total_percent: PerBid | None = None
    level_values: PerBidAndName | None = None  # criterion → level → money
    max_deduction: PerBidAndName | None = None
    deduction: PerBidAndName | None = None
    deduction_sum: PerBid | None = None
    line_sums: PerBidAndName | None = None
    sum_of_maxima: Decimal | None = None
    coefficient: PerBid | None = None
    exponent: Decimal | None = None
    comparison: PerBid | None = None
    rank: Mapping[str, int] = field(default_factory=dict)
    winner: str | None = None
    tied: tuple[str, ...] = ()
    trace: tuple[TraceStep, ...] = ()
    model_digest: str = ""


def canonical(value: AwardModel | Bid | Evaluation) -> str:
    """The one text for a value: keys sorted, numbers without idle zeros.

    What is None, false or empty is left out, so that a field added later changes no older digest.
    """
    return json.dumps(_plain(value), sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def digest(value: AwardModel | Bid | Evaluation) -> str:
    """sha256 of the canonical text, 64 hex digits."""
    return hashlib.sha256(canonical(value).encode()).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        text = format(value, "f") if value else "0"
        return text.rstrip("0").rstrip(".") if "." in text else text
    if is_dataclass(value):
        held = ((one.name, getattr(value, one.name)) for one in fields(value))
        return {name: _plain(item) for name, item in held if _said(item)}
    if isinstance(value, Mapping):
        return {str(name): _plain(item) for name, item in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    return value


def _said(item: Any) -> bool:
    return bool(item) if isinstance(item, str | bool | tuple | Mapping) else item is not None


def _fractions(what: str, where: str, values: Iterable[Decimal]) -> None:
    for value in values:
        if not (value.is_finite() and 0 <= value <= 1):
            raise FractionOutOfRange(fields=(what,), what=what, where=where, value=value)


def _amount(what: str, where: str, value: Decimal | None) -> None:
    if value is not None and not (value.is_finite() and 0 <= value < BEYOND_AMOUNTS):
        raise AmountNotAllowed(what=what, where=where, value=value)


def _unique(what: str, ids: Iterable[str]) -> None:
    seen: set[str] = set()
    for one in ids:
        if one in seen:
            raise NamedTwice(what=what, id=one)
        seen.add(one)


class FractionOutOfRange(OmloppError):
    """A weight or a share outside 0–1."""

    code = "FRACTION_OUT_OF_RANGE"


class AmountNotAllowed(OmloppError):
    """An amount below zero, beyond anything money can be, or no number at all."""

    code = "award-amount-not-allowed"


class NegativePrice(OmloppError):
    code = "award-negative-price"


class GradeScaleEmpty(OmloppError):
    code = "award-grade-scale-empty"


class NamedTwice(OmloppError):
    code = "award-named-twice"


class UnknownTieRule(OmloppError):
    code = "award-unknown-tie-rule"


class ParameterNotRead(OmloppError):
    """A parameter that is missing, or of another kind than the formula reads."""

    code = "award-parameter-not-read"


class UnknownAwardCriterion(OmloppError):
    code = "award-unknown-criterion"
