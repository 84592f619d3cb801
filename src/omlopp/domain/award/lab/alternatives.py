"""S2: the same bids under other formulas. How often would another common formula, with the same stated
weights, choose another bid?"""

from dataclasses import replace
from decimal import Decimal

import numpy as np
import numpy.typing as npt

from omlopp.domain.award.families import FAMILIES
from omlopp.domain.award.lab.arrays import Fields, winners
from omlopp.domain.award.lab.found import Found, example_of, first_where, not_applicable, share_found
from omlopp.domain.award.worth import stated_price_weight
from omlopp.domain.model.award import AwardCriterion, AwardModel

ONE = Decimal(1)
COMMON: tuple[tuple[str, dict[str, Decimal], dict[str, str]], ...] = (
    ("monetised.fixed_amounts", {}, {}),
    ("relative.lowest_price_ratio", {}, {}),
    ("relative.linear_from_lowest", {"slope": ONE}, {"clip": "low"}),
    ("relative.log_price", {"zero_at_ratio": Decimal(2)}, {}),
    ("relative.min_max", {}, {}),
    ("relative.average", {}, {}),
    ("relative.share_of_sum", {}, {}),
    ("relative.quality_rescaled", {}, {}),
    (
        "absolute.linear_between_bounds",
        {"full_points_at": Decimal("0.4"), "zero_points_at": Decimal("1.6")},
        {},
    ),
    ("ratio.quality_per_price", {}, {}),
    ("monetised.percent_of_own_price", {}, {}),
)
"""Eleven formulas that a buyer may call "60/40". Bounds are shares of the expected price; they and the
logarithm's base are our choices, since a formula's name does not tell them."""


def translated(
    model: AwardModel,
    family: str,
    expected_price: Decimal,
    parameters: dict[str, Decimal],
    words: dict[str, str],
) -> AwardModel:
    """The same qualities under another formula, with the same stated weights.

    Money becomes weight through the expected price: a quality worth V beside a price P weighs V ÷ (P + ΣV),
    and back.
    """
    qualities = [one for one in model.criteria if not one.price]
    price_weight, weights = stated_price_weight(model, expected_price)
    if family == "monetised.fixed_amounts":
        criteria = [
            replace(one, weight=None, max_points=None, value=weights[one.id] / price_weight * expected_price)
            for one in qualities
        ]
    else:
        criteria = [replace(one, weight=weights[one.id], max_points=None, value=None) for one in qualities]
        if FAMILIES[family].price_scores or family.startswith(("ratio", "absolute")):
            criteria = [AwardCriterion("price", name="Pris", weight=price_weight, price=True), *criteria]
    scaled = {
        name: value * expected_price if name.endswith("_points_at") else value
        for name, value in parameters.items()
    }
    return replace(
        model,
        family=family,
        criteria=tuple(criteria),
        parameters=scaled,
        words=words,
        grade_scale=None,
        most_deducted_share=None,
    )


def comparable(model: AwardModel, expected_price: Decimal) -> str:
    """Why the model's weights cannot be carried over to other formulas; empty: they can."""
    if all(one.price for one in model.criteria):
        return "price_only"
    price, weights = stated_price_weight(model, expected_price)
    return "" if price > 0 and any(weights.values()) else "no_weights"


def winner_map(model: AwardModel, fields: Fields, expected_price: Decimal) -> tuple[Found, ...]:
    """Share of fields in which all formulas agree, and in which each agrees with the model."""
    because = comparable(model, expected_price)
    if because or fields.bids < 2:
        return (not_applicable("S2", because or "one_bid"),)
    own = winners(model, fields)
    agree = np.ones(fields.count, np.bool_)
    rows: list[dict[str, object]] = []
    chosen: dict[str, npt.NDArray[np.uint8]] = {}
    for family, parameters, words in COMMON:
        chosen[family] = winners(translated(model, family, expected_price, parameters, words), fields)
        agree &= chosen[family] == chosen[COMMON[0][0]]
        share, error, of = share_found(chosen[family] == own)
        rows.append({"family": family, "agrees": share, "error": error, "of": of})
    share, error, of = share_found(agree)
    at = first_where(~agree)
    told = (
        example_of(model, fields, at, **{name: int(won[at]) for name, won in chosen.items()})
        if at is not None
        else None
    )
    least = min(rows, key=lambda row: float(str(row["agrees"])))
    facts = {"families": len(COMMON), "least": least["family"]}
    return (
        Found("S2", "all_agree", share, error, of, "share", facts, tuple(rows), told, about="all_agree"),
        Found(
            "S2",
            "least_agreement",
            float(str(least["agrees"])),
            float(str(least["error"])),
            of,
            "share",
            facts,
            (),
            told,
            about="least_agreement",
        ),
    )
