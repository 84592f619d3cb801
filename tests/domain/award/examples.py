"""Every family with small numbers that a test can vary: models of two qualities, bids of a price and shares."""

from decimal import Decimal as D

from omlopp.domain.award.families import FAMILIES
from omlopp.domain.award.plain import model_from
from omlopp.domain.model.award import AwardModel, Bid

LEVELS = {"none": D("0.1"), "some": D("0.5"), "all": D(1)}
PARAMETERS = {
    "relative.linear_from_lowest": {"slope": D(1)},
    "relative.n_times_lowest": {"times": D(2)},
    "relative.estimate_mixed": {"times": D(2), "estimate": D(1000)},
    "relative.log_price": {"zero_at_ratio": D(3)},
    "absolute.linear_between_bounds": {"full_points_at": D(500), "zero_points_at": D(2000)},
    "absolute.reference_price_ratio": {"reference_price": D(1000)},
    "absolute.capped_hyperbola": {"base_price": D(3000), "lowest_plausible_price": D(300)},
    "monetised.quality_margin": {"estimate": D(1000)},
    "monetised.level_discount": {"method": "share", "levels": {"none": D(0), "some": D("0.05"), "all": D("0.2")}},
    "monetised.environmental_cost": {"factor": D(2)},
    "ratio.quality_per_price": {"scale": D(1000)},
    "ratio.band": {"band": D("0.1"), "decided_by": "reuse"},
    "absolute.superformula": {
        "reference_price": D(1000), "reference_quality": D("0.7"), "full_quality": D(1), "full_quality_price": D(1300),
    },
    "expression": {"formula": "60 * 1000 / p + 40 * q", "better": "high"},
}  # fmt: skip
NO_PRICE_CRITERION = ("monetised.percent_of_own_price", "ratio.", "value.", "expression")


def model(family: str, **more: object) -> AwardModel:
    """The family's model: reuse and parts, 60/40 or its like."""
    priced = not family.startswith(NO_PRICE_CRITERION)
    levels = {"levels": LEVELS}
    if family == "monetised.fixed_amounts":
        criteria = [{"id": "reuse", "value": D(300), **levels}, {"id": "parts", "value": D(100), **levels}]
    elif family in (
        "monetised.level_discount",
        "monetised.environmental_cost",
        "price.basket_sum",
        "absolute.superformula",
    ):
        criteria = []
    elif family == "ratio.feature_coefficient":
        criteria = [{"id": "reuse", "steps": [D(0), D("0.1"), D("0.2")]}]
    elif family == "priority.order":
        criteria = [{"id": "price", "price": True}, {"id": "reuse", **levels}, {"id": "parts", **levels}]
    else:
        whole = D("0.4") if priced or family.startswith("monetised") else D(1)
        criteria = [
            {"id": "reuse", "weight": whole * 3 / 4, **levels}, {"id": "parts", "weight": whole / 4, **levels}
        ]  # fmt: skip
        if priced:
            criteria.insert(0, {"id": "price", "weight": D("0.6"), "price": True})
    parameters = {"parameters": PARAMETERS[family]} if family in PARAMETERS else {}
    return model_from({"family": family, "criteria": criteria, "rounding": None, **parameters, **more})


def bid(family: str, name: str, price: D, reuse: str = "some", parts: str = "some") -> Bid:
    """A bid as the family wants it, from a price and two levels."""
    from omlopp.domain.model.award import PriceLine

    if family == "price.basket_sum":
        return Bid(name, lines=(PriceLine("1", D(2), price / 2),))
    if family == "monetised.level_discount":
        return Bid(name, price=price, level=reuse)
    if family == "monetised.environmental_cost":
        return Bid(name, price=price, features={"mki": 400 * (1 - LEVELS[reuse])})
    if family == "ratio.feature_coefficient":
        return Bid(
            name, price=price, features={"reuse": {"none": D(0), "some": D("0.1"), "all": D("0.2")}[reuse]}
        )
    if family == "absolute.superformula":
        return Bid(name, price=price, quality=LEVELS[reuse])
    grades = {"price": D("0.5")} if family == "additive.weighted_grades" else {}
    return Bid(name, price=price, levels={"reuse": reuse, "parts": parts}, grades=grades)


EVERY = tuple(FAMILIES)
