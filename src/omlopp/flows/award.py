"""Walks of the award room: files to an evaluation, a trace to sentences, the calls of worked cases."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from decimal import Decimal, localcontext
from pathlib import Path
from typing import Any

from omlopp.documents.trace import trace_sentence
from omlopp.domain.award.break_even import Vary, break_even
from omlopp.domain.award.errors import CannotVary, MissingArgument, NoPriceScore, NotFields, UnknownArgument
from omlopp.domain.award.evaluate import evaluate
from omlopp.domain.award.families import family_of
from omlopp.domain.award.lint import lint
from omlopp.domain.award.low_bid import two_ratio
from omlopp.domain.award.plain import bids_from, items, model_from, number, numbers, text
from omlopp.domain.award.points import price_scores, terms
from omlopp.domain.award.prices import PRICE_SCORES
from omlopp.domain.award.smaa import indices
from omlopp.domain.award.value_functions import piecewise_linear
from omlopp.domain.award.worth import sanction
from omlopp.domain.model.award import AwardModel, Bid, Evaluation
from omlopp.domain.model.exact import EXACT
from omlopp.domain.model.law import Regime
from omlopp.flows.award_files import read_bids
from omlopp.flows.calls import Call, checked_arguments
from omlopp.library.award_law import award_law
from omlopp.library.cases import read_exact
from omlopp.library.messages import sentences


@dataclass(frozen=True, slots=True)
class Walked:
    model: AwardModel
    bids: tuple[Bid, ...]
    evaluation: Evaluation


def evaluate_files(model_path: Path, bids_path: Path) -> Walked:
    """A model file and a bids file (YAML, JSON, our workbook or CSV) to an evaluation."""
    model = model_file(model_path)
    read = read_bids(bids_path, model)
    return Walked(model, read.bids, evaluate(model, read.bids, read.field, read.lots))


def model_file(path: Path) -> AwardModel:
    """The award model of a file. Refuses what is not one, by name."""
    data = read_exact(path)
    if not isinstance(data, dict):
        raise NotFields(where=path.name, found=type(data).__name__)
    return model_from(data)


def compare_files(one_path: Path, other_path: Path, bids_path: Path) -> tuple[Walked, Walked]:
    """The same bids by two models. A table of bids is read by the first model's form."""
    one = evaluate_files(one_path, bids_path)
    other = model_file(other_path)
    return one, Walked(other, one.bids, evaluate(other, one.bids))


def compared_as_plain(one: Walked, other: Walked) -> dict[str, Any]:
    """Both results as plain data: what ranks, the places and the winner by each, and whether they agree."""

    def said(walked: Walked) -> dict[str, Any]:
        found = walked.evaluation
        return {
            "family": walked.model.family,
            "model_digest": found.model_digest,
            "results": dict(found.comparison or found.total or {}),
            "rank": dict(found.rank),
            "winner": found.winner,
            "tied": list(found.tied),
            "rejected": dict(found.rejected),
        }

    same = one.evaluation.winner == other.evaluation.winner and one.evaluation.tied == other.evaluation.tied
    return {"a": said(one), "b": said(other), "same_winner": same}


def explained(evaluation: Evaluation, model: AwardModel, language: str) -> list[tuple[str, str]]:
    """The trace as (bid id, sentence), in the order computed. The bid id is empty for the whole field."""
    return [(step.bid, trace_sentence(step, model, language)) for step in evaluation.trace]


def legal_place(check: str, regime: str, language: str) -> str | None:
    """What a check rests on in law or case law under a regime; None: no rule there, none that we have read, or
    nobody has said yet which rules govern (regime "").
    """
    hook = award_law().hook(check) if regime else None
    section = hook.section(Regime(regime)) if hook else None
    return section if section is None or language == "sv" else _in_english(section)


def _in_english(section: str) -> str:
    """16 kap. 2 § LOU → Chapter 16, section 2 LOU. Names of courts and cases stand as they are."""
    return re.sub(r"(\d+(?: a)?) kap\. ([\d–]+) §§?", r"Chapter \1, section \2", section)


# The calls of the worked cases: plain arguments in, a plain map out.


def call_evaluate(arguments: Mapping[str, Any]) -> dict[str, Any]:
    model, bids = _model(arguments), bids_from(arguments["bids"])
    field = [number(one, "field") for one in items(arguments.get("field"), "field")]
    evaluation = evaluate(model, bids, field)
    return {one.name: getattr(evaluation, one.name) for one in fields(evaluation)}


def call_price_score(arguments: Mapping[str, Any]) -> dict[str, Any]:
    model = _model(arguments)
    if not family_of(model.family).price_scores:
        raise NoPriceScore(family=model.family)
    values = [number(one, "values") for one in items(arguments["values"], "values")]
    field = [number(one, "field") for one in items(arguments.get("field"), "field")]
    if not values:
        raise MissingArgument(fields=("values",), where="award.price_score")
    maximum = model.number("max_points", Decimal(1))
    with localcontext(EXACT):
        scores = price_scores(model, values, field, maximum)
        full, zero = PRICE_SCORES[model.family].bounds([*values, *field], terms(model))
    per_point = abs(zero - full) / maximum if full is not None and zero is not None and maximum else None
    return {"scores": scores, "full_points_at": full, "zero_points_at": zero, "value_per_point": per_point}


def call_break_even(arguments: Mapping[str, Any]) -> dict[str, Any]:
    bids, between, asked = (
        bids_from(arguments["bids"]),
        items(arguments["between"], "between"),
        arguments["vary"],
    )
    if len(between) != 2 or not isinstance(asked, Mapping):
        raise MissingArgument(fields=("between", "vary"), where="award.break_even")
    checked_arguments(asked, "vary", needed=("what",), may=("criterion", "others"))
    what, others = text(asked["what"], "what"), text(asked.get("others", "fixed"), "others")
    if what not in ("weight", "value", "lowest_price") or others not in ("fixed", "keep_ratio"):
        raise CannotVary(what=f"{what}, {others}", family=text(arguments["family"], "family"))
    vary = Vary(what, text(asked.get("criterion", ""), "criterion"), others)  # type: ignore[arg-type]
    pair = (text(between[0], "between"), text(between[1], "between"))
    return {"value": break_even(_model(arguments), bids, pair, vary)}


def call_sanction(arguments: Mapping[str, Any]) -> dict[str, Any]:
    offered, reached, factor = (
        number(arguments[name], name) for name in ("offered_value", "reached_value", "factor")
    )
    return {"sanction": sanction(offered, reached, factor)}


def call_lint(arguments: Mapping[str, Any]) -> dict[str, Any]:
    model, bids = _model(arguments), bids_from(arguments.get("bids"))
    printed = arguments.get("printed") or {}
    if not isinstance(printed, Mapping):
        raise NotFields(where="printed", found=type(printed).__name__)
    checked_arguments(printed, "printed", needed=(), may=("price_score", "total"))
    tables = {column: numbers(said, "printed") for column, said in printed.items()}
    tolerance = number(arguments.get("printed_tolerance", Decimal(0)), "printed_tolerance")
    codes = lint(model, bids, tables, tolerance)
    findings = [
        {
            "code": code,
            "words": sentences()[f"check.award-{code}.failed"]["sv"],
            "paragraph": legal_place(f"award-{code}", "lou", "sv"),
        }
        for code, true in codes.items()
        if true
    ]
    return {"codes": codes, "findings": findings}


def call_low_bid(arguments: Mapping[str, Any]) -> dict[str, Any]:
    if arguments["test"] != "two_ratio":
        raise UnknownArgument(fields=(str(arguments["test"]),), where="low_bid.screen", known="two_ratio")
    opening, final = (_numbers(arguments, name) for name in ("opening", "final"))
    mean, following = (number(arguments[name], name) for name in ("mean_ratio", "next_ratio"))
    return {"criteria_met": list(two_ratio(opening, final, mean, following))}


def call_piecewise_linear(arguments: Mapping[str, Any]) -> dict[str, Any]:
    beyond = text(arguments.get("out_of_bounds", "refuse"), "out_of_bounds")
    if beyond not in ("refuse", "clip", "interpolate"):
        raise UnknownArgument(fields=(beyond,), where="out_of_bounds", known="refuse, clip, interpolate")
    cutoffs, values, given = (_numbers(arguments, name) for name in ("cutoffs", "values", "x"))
    return {"result": [piecewise_linear(cutoffs, values, one, beyond) for one in given]}  # type: ignore[arg-type]


def call_smaa(arguments: Mapping[str, Any]) -> dict[str, Any]:
    names = [text(one, "alternatives") for one in items(arguments["alternatives"], "alternatives")]
    values = [
        [[number(one, "values") for one in items(row, "values")] for row in items(draw, "values")]
        for draw in items(arguments["values"], "values")
    ]
    weights = [
        [number(one, "weights") for one in items(draw, "weights")]
        for draw in items(arguments["weights"], "weights")
    ]
    found = indices(names, values, weights)
    return {one.name: getattr(found, one.name) for one in fields(found)}


def _numbers(arguments: Mapping[str, Any], name: str) -> list[Decimal]:
    return [number(one, name) for one in items(arguments[name], name)]


_MODEL = ("parameters", "criteria", "grade_scale")
CALLS: dict[str, Call] = {
    "award.evaluate": Call(call_evaluate, ("family", "bids"), (*_MODEL, "field")),
    "award.price_score": Call(call_price_score, ("family", "parameters", "values"), ("field",)),
    "award.break_even": Call(call_break_even, ("family", "bids", "between", "vary"), _MODEL),
    "award.sanction": Call(call_sanction, ("offered_value", "reached_value", "factor")),
    "low_bid.screen": Call(call_low_bid, ("test", "opening", "final", "mean_ratio", "next_ratio")),
    "value.piecewise_linear": Call(call_piecewise_linear, ("cutoffs", "values", "x"), ("out_of_bounds",)),
    "smaa.indices": Call(call_smaa, ("alternatives", "values", "weights")),
    "lint.award": Call(call_lint, ("family",), (*_MODEL, "bids", "printed", "printed_tolerance")),
}


def _model(arguments: Mapping[str, Any]) -> AwardModel:
    """The contract's MODEL: no rounding, no tie-break, and only parameters the family reads."""
    named = {name: arguments[name] for name in ("family", *_MODEL) if name in arguments}
    family = family_of(text(named["family"], "family"))
    if named["family"] != "expression":  # whose parameters are the names of its formula
        checked_arguments(named.get("parameters") or {}, "parameters", (), tuple(family.parameters))
    return model_from(named | {"rounding": None})
