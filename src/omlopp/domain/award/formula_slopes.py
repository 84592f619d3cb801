"""Which way a typed formula runs: intervals with slopes, over every price and share the buyer can meet.

Interval arithmetic with automatic differentiation: each part of the formula gets a range of values and a range of
slopes that surely hold the true ones. If the whole slope keeps one sign, that is a proof. `degree` tells whether
multiplying every price by one number multiplies every result alike.
"""

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from math import inf, isfinite, log, nan, nextafter

from omlopp.domain.award.expression import OVER_BIDS, looks_at_others, parsed
from omlopp.domain.model.award import AwardModel

CELLS = 48  # pieces of the price range; finer pieces lose less in the bounds
SHARE_CELLS = 8


@dataclass(frozen=True, slots=True)
class Range:
    """Closed interval; everything from −∞ to ∞ where nothing is known."""

    low: float
    high: float

    def __add__(self, other: "Range") -> "Range":
        return _wide(self.low + other.low, self.high + other.high)

    def __neg__(self) -> "Range":
        return Range(-self.high, -self.low)

    def __mul__(self, other: "Range") -> "Range":
        ends = [a * b for a in (self.low, self.high) for b in (other.low, other.high)]
        return ANY if any(not isfinite(one) for one in ends) else _wide(min(ends), max(ends))

    def inverse(self) -> "Range":
        return ANY if self.low <= 0 <= self.high else _wide(1 / self.high, 1 / self.low)


ANY = Range(-inf, inf)
NOTHING = Range(0.0, 0.0)


def _wide(low: float, high: float) -> Range:
    """Rounded outwards, so that the truth stays inside."""
    return Range(nextafter(low, -inf), nextafter(high, inf)) if low == low and high == high else ANY


Dual = tuple[Range, Range]  # value, slope


def falls_in_price(model: AwardModel, low: Decimal, high: Decimal) -> str:
    """'strict', 'weak' or '' – does the result get worse when the own price rises, at every price from `low` to
    `high` and every share? '' where that is not shown."""
    if looks_at_others(model) or not 0 < low < high:
        return ""
    sign = -1 if model.words.get("better", "high") == "low" else 1
    return _worst(_slopes(model, "p", float(low), float(high)), -sign)


def moves_with_price(model: AwardModel, low: Decimal, high: Decimal) -> bool:
    """Does every krona move the result, the one way or the other?"""
    if looks_at_others(model) or not 0 < low < high:
        return False
    slopes = _slopes(model, "p", float(low), float(high))
    return "strict" in (_worst(slopes, 1), _worst(slopes, -1))


def rises_in_quality(model: AwardModel, low: Decimal, high: Decimal) -> bool:
    """Does the result get no worse when the bid does better on any criterion?"""
    if looks_at_others(model) or not 0 < low < high:
        return False
    sign = -1 if model.words.get("better", "high") == "low" else 1
    names = [one.id for one in model.criteria if not one.price]
    return all(_worst(_slopes(model, name, float(low), float(high)), sign) for name in names)


def _worst(slopes: list[Range], sign: int) -> str:
    turned = [one if sign > 0 else -one for one in slopes]
    least = min((one.low for one in turned), default=nan)
    return "strict" if least > 0 else "weak" if least >= -5e-324 else ""


def _slopes(model: AwardModel, by: str, low: float, high: float) -> list[Range]:
    """The slope by one name, in every cell of the prices (and of that name's share)."""
    tree = parsed(model.words.get("formula", ""))
    qualities = [one for one in model.criteria if not one.price]
    whole = sum((one.weight or Decimal(0) for one in qualities), Decimal(0)) or Decimal(1)
    weights = {one.id: float((one.weight or Decimal(0)) / whole) for one in qualities}
    step = (log(high) - log(low)) / CELLS
    found: list[Range] = []
    for cell in range(CELLS):
        price = Range(
            low * 2.718281828459045 ** (step * cell), low * 2.718281828459045 ** (step * (cell + 1))
        )
        for part in range(1 if by == "p" else SHARE_CELLS):
            names: dict[str, Dual] = {
                name: (Range(float(value), float(value)), NOTHING) for name, value in model.parameters.items()
            }
            names["p"] = (_wide(price.low, price.high), _unit(by == "p"))
            quality: Dual = (NOTHING, NOTHING)
            for name, weight in weights.items():
                own = by == name
                share = Range(part / SHARE_CELLS, (part + 1) / SHARE_CELLS) if own else Range(0.0, 1.0)
                names[name] = (share, _unit(own))
                quality = _plus(quality, _times((Range(weight, weight), NOTHING), names[name]))
            names["q"] = quality
            found.append(_dual(tree, names)[1])
    return found


def _unit(own: bool) -> Range:
    return Range(1.0, 1.0) if own else NOTHING


def _plus(one: Dual, other: Dual) -> Dual:
    return one[0] + other[0], one[1] if other[1] == NOTHING else other[1] if one[1] == NOTHING else one[
        1
    ] + other[1]


def _times(one: Dual, other: Dual) -> Dual:
    left = NOTHING if one[1] == NOTHING else one[1] * other[0]
    right = NOTHING if other[1] == NOTHING else one[0] * other[1]
    return one[0] * other[0], left if right == NOTHING else right if left == NOTHING else left + right


def _dual(node: ast.AST, names: Mapping[str, Dual]) -> Dual:
    """Value and slope of a part; unknown for what is not worked out here (powers that are no plain number)."""
    if isinstance(node, ast.Constant):
        number = float(node.value)  # type: ignore[arg-type]
        return _wide(number, number), NOTHING
    if isinstance(node, ast.Name):
        return names[node.id]
    if isinstance(node, ast.UnaryOp):
        value, slope = _dual(node.operand, names)
        return (-value, -slope) if isinstance(node.op, ast.USub) else (value, slope)
    if isinstance(node, ast.BinOp):
        left, right = _dual(node.left, names), _dual(node.right, names)
        if isinstance(node.op, ast.Add):
            return _plus(left, right)
        if isinstance(node.op, ast.Sub):
            return _plus(left, (-right[0], NOTHING if right[1] == NOTHING else -right[1]))
        if isinstance(node.op, ast.Mult):
            return _times(left, right)
        if isinstance(node.op, ast.Div):
            turned = right[0].inverse()
            slope = NOTHING if right[1] == NOTHING else -(right[1] * turned * turned)
            return _times(left, (turned, slope))
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        return _called(node.func.id, [_dual(one, names) for one in node.args])
    return ANY, ANY


def _called(name: str, given: list[Dual]) -> Dual:
    value, slope = given[0]
    if name == "ln" and value.low > 0:
        turned = value.inverse()
        return _wide(log(value.low), log(value.high)), NOTHING if slope == NOTHING else slope * turned
    if name in ("min", "max", "clip"):
        ends = [one[0] for one in given]
        slopes = [one[1] for one in given]
        hull = Range(min(one.low for one in slopes), max(one.high for one in slopes))
        return Range(min(one.low for one in ends), max(one.high for one in ends)), hull
    return ANY, ANY


def degree(model: AwardModel) -> Decimal | None:
    """The power of k by which results grow when every price is multiplied by k; None where there is none."""
    return _degree(parsed(model.words.get("formula", "")))


def _degree(node: ast.AST) -> Decimal | None:
    if isinstance(node, ast.Name):
        return Decimal(1) if node.id == "p" else Decimal(0)
    if isinstance(node, ast.Constant):
        return Decimal(0)
    if isinstance(node, ast.UnaryOp):
        return _degree(node.operand)
    if isinstance(node, ast.BinOp):
        left, right = _degree(node.left), _degree(node.right)
        if left is None or right is None:
            return None
        if isinstance(node.op, ast.Add | ast.Sub):
            return left if left == right else None
        if isinstance(node.op, ast.Mult):
            return left + right
        if isinstance(node.op, ast.Div):
            return left - right
        return Decimal(0) if left == right == 0 else None
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        inner = [_degree(one) for one in node.args]
        if node.func.id in (*OVER_BIDS, "min", "max", "clip"):
            return inner[0] if len(set(inner)) == 1 else None
        return Decimal(0) if set(inner) == {Decimal(0)} else None
    return None
