"""The award nouns: an award model as data, a bid, and an evaluation with every step it took.

Money is Decimal in the model's currency; weights and shares are fractions 0–1. An Evaluation is a
calculation and never a Decision: who is awarded, and why, is said by a person.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Any, ClassVar, Literal

from omlopp.domain.model.errors import OmloppError
from omlopp.domain.model.lifecycle import LccMethod
from omlopp.domain.model.text import STRICT

BEYOND_AMOUNTS = Decimal("1e24")  # a slip of the pen; below it every sum is exact
TIE_RULES = ("lower_price", "lot")  # and "better:<criterion id>"


@dataclass(frozen=True, slots=True)
class ValueFunction:
    """From a measured number to a share 0–1: straight lines between `points` (number → share), or steps at
    them.

    `clip`: what a number beyond the ends earns – the end's share (both), or a line that goes on (none).
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    kind: Literal["linear", "step"]
    points: tuple[tuple[Decimal, Decimal], ...]
    unit: str = ""
    clip: Literal["both", "none"] = "both"

    def __post_init__(self) -> None:
        numbers = [number for number, _ in self.points]
        if len(numbers) < 2 or any(one >= other for one, other in pairwise(numbers)):
            raise ValueFunctionBroken(points=", ".join(map(str, numbers)))
        _fractions("value function", self.unit, (share for _, share in self.points))


@dataclass(frozen=True, slots=True)
class Threshold:
    """The least share a bid must earn. `reject`: it is out; `zero`: it earns nothing there. Announced
    beforehand.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    least: Decimal
    effect: Literal["reject", "zero"] = "reject"

    def __post_init__(self) -> None:
        _fractions("threshold", "", (self.least,))


@dataclass(frozen=True, slots=True)
class AwardCriterion:
    """One thing a bid is judged on.

    Points families: `weight` (a fraction; `weight_between` where the documents give an interval, LOU 16:6) or
    `max_points`. Monetised families: `value`, the money a full mark takes off the price. `steps`: the values
    a bidder can declare of a feature. `levels`: level id → share earned, 0–1; `value_function` for what is
    measured. `part_of`: the heading it stands under. `clause` names the contract clause that binds the
    promise, `sanction_factor` how many times the lost advantage a breach costs; `chosen_criterion` the
    procurement's criterion that is scored here.
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
    part_of: str = ""
    weight_between: tuple[Decimal, Decimal] | None = None
    value_function: ValueFunction | None = None
    threshold: Threshold | None = None
    link_to_object: str = ""
    proof: str = ""
    sanction_factor: Decimal | None = None

    def __post_init__(self) -> None:
        _fractions("weight", self.id, () if self.weight is None else (self.weight,))
        _fractions("levels", self.id, self.levels.values())
        if self.weight_between is not None:
            _fractions("weight", self.id, self.weight_between)
            if self.weight_between[0] > self.weight_between[1]:
                raise GradeScaleEmpty(lowest=self.weight_between[0], highest=self.weight_between[1])
        for what, amount in (
            ("value", self.value),
            ("max_points", self.max_points),
            ("sanction_factor", self.sanction_factor),
        ):
            _amount(what, self.id, amount)

    @property
    def title(self) -> str:
        return self.name or self.id


@dataclass(frozen=True, slots=True)
class ModelLine:
    """A line of the price form as published. `quantity` is compared; `contract_quantity` is what will be
    bought, where it is another (None: the same). `least_unit_price`: 0 forbids negative part prices (HFD 2023
    ref. 7).
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: str
    quantity: Decimal
    name: str = ""
    unit: str = ""
    contract_quantity: Decimal | None = None
    least_unit_price: Decimal | None = Decimal(0)

    def __post_init__(self) -> None:
        _amount("quantity", self.id, self.quantity)
        _amount("contract_quantity", self.id, self.contract_quantity)


@dataclass(frozen=True, slots=True)
class LowBidQuestion:
    """When to ask a bidder about a low price (a share under the mean of the others, or under the next). It
    never rejects.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    compared_with: Literal["mean_of_others", "next", "estimate"]
    under_share: Decimal
    estimate: Decimal | None = None

    def __post_init__(self) -> None:
        _fractions("under_share", self.compared_with, (self.under_share,))


@dataclass(frozen=True, slots=True)
class AwardModel:
    """How bids are compared. `family` names the formula, one of domain/award/families.

    `ground`: what the award rests on (LOU 16:1); `lines`: the price form, where there is one; `lcc`: the
    method by which price becomes life-cycle cost. `parameters` are the formula's numbers, `words` its choices
    by name, `ladder` its one set of levels; `slope_known_before_bidding` false: part of the formula is
    settled after the bids. `grade_scale`: lowest and highest grade of an assessor; None means that shares 0–1
    are used. `rounding`: the step to which a comparison price is rounded half up before ranking; None: not
    rounded. `ties`: what parts bids that end equal, in order; "lot" is drawn by people, never here.
    `most_deducted_share`: a cap on what qualities may take off, as a share of the price. `disclosed`: what
    bidders know before they bid.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    family: str
    criteria: tuple[AwardCriterion, ...] = ()
    parameters: Mapping[str, Decimal] = field(default_factory=dict)
    grade_scale: tuple[Decimal, Decimal] | None = None
    currency: str = "SEK"
    rounding: Decimal | None = Decimal("0.01")
    ties: tuple[str, ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)
    ladder: Mapping[str, Decimal] = field(default_factory=dict)
    slope_known_before_bidding: bool = True
    ground: Literal["ratio", "cost", "price"] | None = None
    lines: tuple[ModelLine, ...] = ()
    lcc: LccMethod | None = None
    most_deducted_share: Decimal | None = None
    low_bid_questions: tuple[LowBidQuestion, ...] = ()
    disclosed: tuple[str, ...] = ()
    version: str = ""

    def __post_init__(self) -> None:
        _unique("criterion", (criterion.id for criterion in self.criteria))
        _unique("line", (line.id for line in self.lines))
        if self.most_deducted_share is not None:
            _fractions("most_deducted_share", "", (self.most_deducted_share,))
        if self.grade_scale and not self.grade_scale[0] < self.grade_scale[1]:
            raise GradeScaleEmpty(lowest=self.grade_scale[0], highest=self.grade_scale[1])
        if self.rounding is not None and not self.rounding > 0:
            raise AmountNotAllowed(what="rounding", where="", value=self.rounding)
        for rule in self.ties:
            better = rule.removeprefix("better:") if rule.startswith("better:") else None
            if rule not in TIE_RULES and better not in {criterion.id for criterion in self.criteria}:
                raise UnknownTieRule(rule=rule, known=", ".join((*TIE_RULES, "better:<criterion>")))

    def number(self, name: str, default: Decimal | None = None) -> Decimal:
        """A number of the formula; refused where it is missing and there is no default."""
        value = self.parameters.get(name, default)
        if value is None:
            raise ParameterMissing(fields=(name,), named=name, where="parameters", family=self.family)
        return value

    def criterion(self, criterion_id: str) -> AwardCriterion:
        for criterion in self.criteria:
            if criterion.id == criterion_id:
                return criterion
        raise UnknownAwardCriterion(criterion=criterion_id, known=", ".join(one.id for one in self.criteria))


@dataclass(frozen=True, slots=True)
class PriceLine:
    """One line of a filled price form. `quantity` None: the model's own line says it. A discount may be
    negative.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    id: str
    quantity: Decimal | None
    unit_price: Decimal

    def __post_init__(self) -> None:
        _amount("quantity", self.id, self.quantity)
        if not (self.unit_price.is_finite() and abs(self.unit_price) < BEYOND_AMOUNTS):
            raise AmountNotAllowed(what="unit_price", where=self.id, value=self.unit_price)


@dataclass(frozen=True, slots=True)
class Bid:
    """A bid on one lot, as it was opened. Zero is a lawful price; `price` None: it is not known.

    How a criterion is met: `levels` (criterion → level), `grades` (on the model's scale), `measured` (a
    number in the criterion's unit) or `points`. `lcc_inputs`: what the life-cycle method asks of the bidder.
    `level`: the one level of a model with a single ladder. `quality`: the whole quality, 0–1. `features`:
    declared values, with `coefficient` where it is given ready-made.
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
    measured: Mapping[str, Decimal] = field(default_factory=dict)
    lcc_inputs: Mapping[str, Decimal] = field(default_factory=dict)
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
    rejected: Mapping[str, str] = field(default_factory=dict)  # bid → the criterion whose threshold it misses
    questions: tuple[str, ...] = ()  # bids whose low price the documents say must be asked about
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
        held = ((one.name, getattr(value, one.name), one.default) for one in fields(value))
        return {name: _plain(item) for name, item, usual in held if _said(item) and not _usual(item, usual)}
    if isinstance(value, Mapping):
        return {str(name): _plain(item) for name, item in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    return value


def _usual(item: Any, usual: Any) -> bool:
    """What a field added later says when nobody has said anything (a word or yes): left out, as None and
    empty are.
    """
    return item is True and usual is True


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


class ParameterMissing(OmloppError):
    """A number the formula cannot do without. `contract`: what the contract of worked cases calls it."""

    code = "award-parameter-missing"
    contract = "MISSING_ARGUMENT"


class ValueFunctionBroken(OmloppError):
    """Fewer than two points, or points that do not rise."""

    code = "award-value-function-broken"


class UnknownAwardCriterion(OmloppError):
    code = "award-unknown-criterion"
