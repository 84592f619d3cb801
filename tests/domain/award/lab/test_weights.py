"""S5: who can win over a box of weights – exact volumes against geometry, against sampling, against trying every corner."""

from dataclasses import replace
from decimal import Decimal as D
from itertools import product

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from omlopp.domain.award.lab.arrays import winners
from omlopp.domain.award.lab.given import given as ready
from omlopp.domain.award.lab.polytope import cut_box, feasible_size, volume
from omlopp.domain.award.lab.weights import (
    acceptability,
    drawn_models,
    exact_shares,
    intervals,
    is_linear,
    lines_of,
    robust_fields,
)
from omlopp.domain.model.award import AwardCriterion
from tests.domain.award.lab.models import LEVELS, bids, honest_fields, in_money, in_points

UNIT = np.zeros(3), np.ones(3)


@pytest.mark.parametrize(
    "plane, share",
    [
        ([1, 1, 1, -0.5], 1 - 0.5**3 / 6),  # all but a corner
        ([-1, -1, -1, 0.5], 0.5**3 / 6),  # that corner
        ([1, 1, 1, -1.5], 1 / 2),
        ([0, 1, 0, -0.25], 3 / 4),
        ([1, 0, 0, -2], 0),  # none
        ([1, 0, 0, 2], 1),  # all
    ],
)
def test_the_share_of_a_cube_on_one_side_of_a_plane(plane, share):
    assert volume(*cut_box(*UNIT, np.array([plane], float))) == pytest.approx(share, abs=1e-9)


@pytest.mark.parametrize("plane", [[1, -1, 0, 0], [1, 1, 1, -1]])
def test_a_plane_through_the_cube_s_own_corners_is_left_to_sampling(plane):
    assert volume(*cut_box(*UNIT, np.array([plane], float))) is None


def test_too_many_choices_of_rows_are_not_tried():
    assert feasible_size(16, 6) and not feasible_size(60, 20) and not feasible_size(3, 0)


@settings(max_examples=40, deadline=None)
@given(
    prices=st.lists(st.integers(900_000, 1_200_000), min_size=3, max_size=4, unique=True),
    letters=st.lists(st.text("nsma", min_size=3, max_size=3), min_size=4, max_size=4, unique=True),
)
def test_exact_shares_are_those_of_a_large_sample(prices, letters):
    model, given_bids = in_money(100_000, 150_000, 120_000), bids(*zip(prices, letters, strict=False))
    lines = lines_of(model, ready(model, given_bids).field, D("0.5"))
    exact = exact_shares(lines)
    assume(exact is not None)
    rng = np.random.default_rng(1)
    drawn = lines.low + (lines.high - lines.low) * rng.random((40_000, 3))
    first = (lines.base[:, 0] + drawn @ lines.slopes[:, :, 0]).argmax(axis=1)
    assert exact == pytest.approx(np.bincount(first, minlength=len(prices)) / 40_000, abs=0.015)


@pytest.mark.parametrize(
    "model",
    [in_money(300_000, 200_000), in_points("relative.lowest_price_ratio")],
    ids=lambda one: one.family,
)
def test_a_robust_field_has_the_same_winner_in_every_corner_of_the_box(model):
    """Exact by the one worst corner; here every corner is tried."""
    field = honest_fields(400)
    field = replace(
        field, shares=np.repeat(field.shares, sum(not one.price for one in model.criteria), axis=0)
    )
    rng = np.random.default_rng(2)
    field = replace(field, shares=rng.random(field.shares.shape))
    before, stands = winners(model, field), np.ones(400, bool)
    box = intervals(model, D("0.2"))
    for corner in product(*box.values()):
        moved = dict(zip(box, corner, strict=True))
        whole = sum(moved.values()) if any(one.weight for one in model.criteria) else D(1)
        criteria = tuple(
            replace(one, **{"value" if one.value else "weight": moved[one.id] / whole})
            for one in model.criteria
        )
        stands &= winners(replace(model, criteria=criteria), field) == before
    assert robust_fields(model, field).number == pytest.approx(stands.mean())
    assert 0.3 < stands.mean() < 1


def test_given_bids_that_win_everywhere_and_bids_that_share_the_box():
    model = in_money(100_000, 100_000)
    safe = acceptability(ready(model, bids((900_000, "aa"), (1_000_000, "nn"))), 2000, 1)
    assert (safe.variant, safe.number, safe.error) == ("robust", 1.0, None)
    # B's quality 0 must be worth 100 000 to make up for its price: half of the box.
    even = acceptability(ready(model, bids((1_000_000, "nn"), (1_100_000, "an"))), 4000, 1)
    assert even.number == pytest.approx(0.5) and even.facts["can_win"] == 2 and even.serious
    shares = {row["bid"]: row for row in even.rows}
    assert shares["A"]["share"] + shares["B"]["share"] == pytest.approx(1)
    assert shares["B"]["central"]["q0"] == pytest.approx(110_000, rel=0.01)  # the middle of 100 000–120 000
    assert [row["confidence"] for row in even.rows] == [1, 1]


def test_the_documents_own_intervals_are_used_and_weights_still_sum_to_one():
    quality = AwardCriterion("quality", weight=D("0.4"), weight_between=(D("0.3"), D("0.5")), levels=LEVELS)
    model = in_points("relative.lowest_price_ratio", quality)
    assert intervals(model, D("0.2"))["quality"] == (D("0.3"), D("0.5"))
    assert intervals(model, D("0.2"))["price"] == (D("0.48"), D("0.72"))
    for one in drawn_models(model, 20, 5, D("0.2")):
        assert sum(c.weight for c in one.criteria) == pytest.approx(1)
    assert robust_fields(model, honest_fields(500)).variant == "fields_intervals"


def test_a_formula_that_is_no_line_is_tried_at_drawn_weights():
    model = in_points("monetised.percent_of_own_price")
    assert not is_linear(model) and is_linear(in_points("relative.min_max"))
    assert robust_fields(model, honest_fields(500)).facts["how"] == "tried"
