"""The table of flip rates in the lab's method page is what the lab gives, within one percentage point.

Source: our own simulation of 200 000 fields (lognormal prices sd 12 %, quality beta(4, 2), 60/40), docs/method/award-lab.md.
"""

from decimal import Decimal as D

import pytest

from omlopp.domain.award.lab.alternatives import COMMON, winner_map
from omlopp.domain.award.lab.independence import phantom, ring, withdrawal
from omlopp.domain.award.lab.slopes import kronor
from omlopp.domain.model.award import AwardCriterion, AwardModel
from tests.domain.award.lab.models import honest_fields, in_points

FIELDS = honest_fields(60_000)
MONEY = AwardModel("monetised.fixed_amounts", (AwardCriterion("quality", value=D("666666.67")),))
# a random loser leaves, some loser could, a phantom 30 % under the lowest, a phantom at three times the highest: per cent
RATES = {
    "relative.min_max": (1.5, 6.3, 15.3, 52.4),
    "relative.share_of_sum": (2.8, 4.1, 1.6, 6.2),
    "relative.average": (0.5, 1.5, 2.1, 10.0),
    "relative.lowest_price_ratio": (0.1, 0.4, 10.9, 0),
    "relative.quality_rescaled": (0.2, 1.0, 10.8, 0),
    "relative.linear_from_lowest": (0.1, 0.3, 9.9, 0),
}
NEVER = (
    "relative.log_price",
    "absolute.linear_between_bounds",
    "ratio.quality_per_price",
    "monetised.percent_of_own_price",
)
WORDS = {"relative.linear_from_lowest": {"clip": "low"}}


@pytest.mark.parametrize("family, rates", RATES.items())
def test_how_often_a_loser_or_a_phantom_decides(family, rates):
    model = in_points(family, **WORDS.get(family, {}))
    found = [100 * one.number for one in (*withdrawal(model, FIELDS, 3), *phantom(model, FIELDS))]
    assert found == pytest.approx(rates, abs=1)


@pytest.mark.parametrize(
    "model", [in_points(family) for family in NEVER] + [MONEY], ids=lambda one: one.family
)
def test_a_formula_that_looks_at_no_other_bid_is_never_flipped(model):
    answers = (*withdrawal(model, FIELDS, 3), *phantom(model, FIELDS), ring(model, FIELDS.first(3000)))
    assert [one.number for one in answers] == [0] * 5
    assert not any(one.serious for one in answers)


def test_eleven_formulas_agree_in_two_fields_of_five():
    agree, least = winner_map(MONEY, FIELDS, D(1_000_000))
    assert len(COMMON) == 11
    assert agree.number == pytest.approx(0.39, abs=0.01)
    agrees = {row["family"]: 100 * row["agrees"] for row in agree.rows}
    said = {
        "relative.average": 99,
        "relative.lowest_price_ratio": 98,
        "relative.linear_from_lowest": 96,
        "absolute.linear_between_bounds": 95,
        "monetised.percent_of_own_price": 93,
        "relative.log_price": 87,
        "relative.min_max": 69,
        "relative.share_of_sum": 64,
    }
    assert {name: agrees[name] for name in said} == pytest.approx(said, abs=1)
    assert least.number == min(agrees.values()) / 100


@pytest.mark.parametrize(
    "family, low, middle, high",
    [
        ("relative.lowest_price_ratio", 55_000, 75_000, 115_000),
        ("relative.linear_from_lowest", 50_000, 58_000, 66_000),
        ("relative.min_max", 8_000, 18_000, 31_000),
    ],
)
def test_what_a_tenth_of_quality_is_worth(family, low, middle, high):
    (found,) = kronor(in_points(family, **WORDS.get(family, {})), (FIELDS,), 1e6)
    assert [found.facts["low"] / 10, found.number / 10, found.facts["high"] / 10] == pytest.approx(
        [low, middle, high], abs=1000
    )


def test_in_money_it_is_worth_the_same_everywhere():
    (found,) = kronor(MONEY, (FIELDS,), 1e6)
    assert (
        found.variant == "same" and found.number == pytest.approx(666_666.67, abs=0.1) and found.error is None
    )
