"""expression: any published formula, typed in. A closed arithmetic language; nothing in it can run code.

Names: `p` price, `q` quality 0–1 (weight × share, over the qualities), `n` number of bids, a criterion's id
(its share), and the model's parameters. Functions: min, max, ln, sqrt, pow, clip(x, low, high), and over all
bids lowest(x), highest(x), total(x), mean(x). Operators + − * / ** and brackets. Parsed by Python's own
parser, then held to this list.
"""

import ast
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from functools import cache

from omlopp.domain.award.arith import EXACT, Arith, Number
from omlopp.domain.award.errors import (
    ExpressionNotRead,
    ExpressionUndefined,
    ExpressionUnknownName,
    NotOneOf,
)
from omlopp.domain.award.ratio import coefficients
from omlopp.domain.award.shares import price_of, share_earned, words
from omlopp.domain.model.award import AwardCriterion, AwardModel, Bid, Evaluation, TraceStep

LONGEST = 2_000  # characters
DEEPEST = 200  # brackets, signs or sums inside one another
OVER_BIDS = ("lowest", "highest", "total", "mean")
FUNCTIONS = {"min": (2, 9), "max": (2, 9), "ln": (1, 1), "sqrt": (1, 1), "pow": (2, 2), "clip": (3, 3)} | {
    name: (1, 1) for name in OVER_BIDS
}
_OPERATORS = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.Pow)
ZERO = Decimal(0)


def demand(model: AwardModel) -> None:
    """The formula is in the language, names only what there is, and says which end is better."""
    better = model.words.get("better", "high")
    if better not in ("high", "low"):
        raise NotOneOf(where="better", found=better, known="high, low")
    _check(parsed(model.words.get("formula", "")), _names(model))


def lowest_wins(model: AwardModel) -> bool:
    return model.words.get("better", "high") == "low"


def _names(model: AwardModel) -> set[str]:
    numbers = set(model.parameters)
    return {"p", "q", "n"} | {one.id for one in model.criteria if not one.price} | numbers


@cache
def parsed(formula: str) -> ast.expr:
    """The formula as a tree, its numbers as they are written. Refused: what is empty, too long, nested too
    deeply, or not arithmetic.
    """
    text = formula.strip().replace("^", "**").replace("−", "-").replace("×", "*").replace("÷", "/")
    if not text or len(text) > LONGEST:
        raise ExpressionNotRead(formula=formula[:80], place=1, length=len(text), longest=LONGEST)
    try:
        tree = ast.parse(text, mode="eval").body
    except (SyntaxError, RecursionError, MemoryError, ValueError) as error:
        place = getattr(error, "offset", None) or 1
        raise ExpressionNotRead(
            formula=formula[:80], place=place, length=len(text), longest=LONGEST
        ) from None
    level: list[ast.AST] = [tree]
    for _ in range(DEEPEST):
        level = [inner for node in level for inner in ast.iter_child_nodes(node)]
    if level:
        raise ExpressionNotRead(formula=formula[:80], place=1, length=len(text), longest=LONGEST)
    written = text.encode()
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and type(node.value) in (int, float):
            node.value = _exact(written[node.col_offset : node.end_col_offset].decode(), node)  # type: ignore[assignment]
    return tree


def _exact(digits: str, node: ast.Constant) -> Decimal:
    """The number as it is typed, never by way of a binary float."""
    try:
        return Decimal(digits)
    except InvalidOperation:
        raise ExpressionNotRead(
            formula=digits[:80], place=node.col_offset + 1, length=0, longest=LONGEST
        ) from None


def _check(node: ast.expr, names: set[str]) -> None:
    if isinstance(node, ast.BinOp) and isinstance(node.op, _OPERATORS):
        _check(node.left, names)
        _check(node.right, names)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub | ast.UAdd):
        _check(node.operand, names)
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in FUNCTIONS:
        least, most = FUNCTIONS[node.func.id]
        if node.keywords or not least <= len(node.args) <= most:
            raise ExpressionNotRead(
                formula=node.func.id, place=node.col_offset + 1, length=len(node.args), longest=most
            )
        for argument in node.args:
            _check(argument, names)
    elif isinstance(node, ast.Name):
        if node.id not in names:
            raise ExpressionUnknownName(name=node.id, known=", ".join(sorted(names | set(FUNCTIONS))))
    elif not (isinstance(node, ast.Constant) and isinstance(node.value, Decimal)):
        raise ExpressionNotRead(
            formula=ast.unparse(node)[:80], place=node.col_offset + 1, length=0, longest=LONGEST
        )


def value_of(
    a: Arith, node: ast.expr, own: Mapping[str, Number], every: Sequence[Mapping[str, Number]]
) -> Number:
    """The node's number for one bid. `own`: name → number; `every`: the same for all bids, for lowest(…) and
    its kin.
    """
    if isinstance(node, ast.Constant):
        return a.number(node.value)  # type: ignore[arg-type]
    if isinstance(node, ast.Name):
        return own[node.id]
    if isinstance(node, ast.UnaryOp):
        inner = value_of(a, node.operand, own, every)
        return -inner if isinstance(node.op, ast.USub) else inner
    if isinstance(node, ast.BinOp):
        left, right = value_of(a, node.left, own, every), value_of(a, node.right, own, every)
        if isinstance(node.op, ast.Add):
            return left + right
        if isinstance(node.op, ast.Sub):
            return left - right
        if isinstance(node.op, ast.Mult):
            return left * right
        return left / right if isinstance(node.op, ast.Div) else a.power(left, right)
    assert isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    name = node.func.id
    if name in OVER_BIDS:
        spread = [value_of(a, node.args[0], one, every) for one in every]
        if name == "mean":
            return a.total(spread) / len(spread)
        return {"lowest": a.lowest, "highest": a.highest, "total": a.total}[name](spread)
    given = [value_of(a, one, own, every) for one in node.args]
    if name == "min":
        return a.lowest(given)
    if name == "max":
        return a.highest(given)
    if name == "clip":
        return a.at_most(a.at_least(given[0], given[1]), given[2])
    if name == "ln":
        return a.ln(given[0])
    return a.power(given[0], a.number(Decimal("0.5")) if name == "sqrt" else given[1])


def score(model: AwardModel, bids: Sequence[Bid], field: Sequence[Decimal]) -> Evaluation:
    """All columns but the ranks: `total` where high is better, else `comparison`. `field` is not looked at."""
    tree = parsed(model.words.get("formula", ""))
    qualities = [one for one in model.criteria if not one.price]
    weights, _ = coefficients(model)
    trace: list[TraceStep] = []
    every: list[dict[str, Decimal]] = []
    fixed = dict(model.parameters)
    for bid in bids:
        shares: dict[str, Decimal] = {}
        for one, weight in zip(qualities, weights, strict=True):
            shares[one.id] = share_earned(model, one, bid)
            inputs = {"weight_percent": weight * 100, "share_percent": shares[one.id] * 100}
            trace.append(TraceStep(bid.id, "quality_share", inputs, weight * shares[one.id], words(one, bid)))
        quality = sum((w * shares[one.id] for one, w in zip(qualities, weights, strict=True)), ZERO)
        every.append(fixed | shares | {"p": price_of(bid), "q": quality, "n": Decimal(len(bids))})
    results: dict[str, Decimal] = {}
    for bid, own in zip(bids, every, strict=True):
        said = {"bidder": bid.title, "formula": model.words.get("formula", "")}
        try:
            results[bid.id] = value_of(EXACT, tree, own, every)
        except ArithmeticError:
            raise ExpressionUndefined(bid=bid.id, **said) from None
        if not results[bid.id].is_finite():
            raise ExpressionUndefined(bid=bid.id, **said)
        trace.append(
            TraceStep(bid.id, "expression", {"price": own["p"], "quality": own["q"]}, results[bid.id], said)
        )
    column = "comparison" if lowest_wins(model) else "total"
    return Evaluation(trace=tuple(trace), **{column: results})  # type: ignore[arg-type]


def results(
    a: Arith, prices: Sequence[Number], shares: Sequence[Sequence[Number]], model: AwardModel
) -> list[Number]:
    """The formula over arrays: `shares` holds, quality by quality, one number per bid."""
    tree = parsed(model.words.get("formula", ""))
    qualities = [one.id for one in model.criteria if not one.price]
    weights, _ = coefficients(model)
    fixed = {name: a.number(value) for name, value in model.parameters.items()}
    every: list[dict[str, Number]] = []
    for place, price in enumerate(prices):
        own = {name: shares[which][place] for which, name in enumerate(qualities)}
        quality = a.total([a.number(weights[which]) * own[name] for which, name in enumerate(qualities)])
        every.append(fixed | own | {"p": price, "q": quality, "n": a.number(Decimal(len(prices)))})
    return [value_of(a, tree, own, every) for own in every]


def looks_at_others(model: AwardModel) -> bool:
    """Does the formula name anything but the bid's own numbers and the model's?"""
    tree = parsed(model.words.get("formula", ""))
    return any(isinstance(node, ast.Name) and node.id in (*OVER_BIDS, "n") for node in ast.walk(tree))


def full_worth(model: AwardModel, criterion: AwardCriterion, bids: Sequence[Bid]) -> dict[str, Decimal]:
    """Not worked out for a typed formula: the lab measures it."""
    return {}
