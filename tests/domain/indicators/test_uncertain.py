"""Draws against closed forms; the same seed, the same answer; shared factors drawn once."""

from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from omlopp.domain.indicators.errors import InputMissing, OutOfRange
from omlopp.domain.indicators.likelihood import probability_lower, spread_of_sum
from omlopp.domain.indicators.sums import portfolio_sums
from omlopp.domain.indicators.uncertain import (
    Fixed,
    Interval,
    Line,
    Lognormal,
    Pert,
    Survey,
    compared,
    drawn,
    interval,
    totals,
)

MANY = 200_000


@pytest.mark.parametrize(("rho", "says"), [(0.0, 0.80), (0.5, 0.88), (0.8, 0.97)])
def test_the_probability_of_being_lower_is_the_closed_form(rho, says):
    a, b = Lognormal(70, 0.3), Lognormal(100, 0.3)
    found = compared([Line(1, ("a",))], [Line(1, ("b",))], {"a": a, "b": b}, MANY, 1, rho)
    exact = probability_lower(70, 0.3, 100, 0.3, rho)
    assert abs(found.better - exact) < 0.005 and abs(exact - says) < 0.01
    assert found.correlation == rho and found.shared == () and (found.draws, found.seed) == (MANY, 1)


def test_a_shared_factor_is_drawn_once_and_makes_the_difference_sure():
    factor = {"steel": Lognormal(2, 0.5), "other": Lognormal(2, 0.5)}
    same = compared([Line(90, ("steel",))], [Line(100, ("steel",))], factor, 2_000)
    apart = compared([Line(90, ("steel",))], [Line(100, ("other",))], factor, 2_000)
    assert same.better == 1.0 and same.shared == ("steel",) and apart.better < 0.7
    assert same.weight_of == {"steel": pytest.approx(1.0)}
    assert (
        same.saved.low > 0
        and abs(same.offer.median - 180) < 10
        and same.offer.low < same.offer.median < same.offer.high
    )
    assert apart.weight_of["other"] > 0.2 and set(apart.weight_of) == {"other", "steel"}


def test_equals_are_even():
    found = compared([Line(1, ("a",))], [Line(1, ("a",))], {"a": Lognormal(1, 1), "unused": Fixed(1)}, 500)
    assert found.better == 0.5 and found.saved == Interval(0, 0, 0) and found.weight_of == {"a": 0.0}


def test_the_same_seed_gives_the_same_draws_whatever_else_is_drawn():
    one = drawn(Lognormal(3, 0.4), "a", 1_000, 7)
    drawn(Pert(0, 0.5, 1), "b", 1_000, 7)
    assert np.array_equal(one, drawn(Lognormal(3, 0.4), "a", 1_000, 7))
    assert not np.array_equal(one, drawn(Lognormal(3, 0.4), "b", 1_000, 7))
    assert not np.array_equal(one, drawn(Lognormal(3, 0.4), "a", 1_000, 8))
    assert np.allclose(drawn(Lognormal(6, 0.4), "a", 1_000, 7), 2 * one)


def test_a_lognormal_has_its_median_and_ends():
    low, median, high = np.percentile(drawn(Lognormal(50, 0.4), "a", MANY, 1), (5, 50, 95))
    z = NormalDist().inv_cdf(0.95)
    assert (
        abs(median - 50) < 0.5
        and abs(low - 50 * np.exp(-0.4 * z)) < 0.5
        and abs(high - 50 * np.exp(0.4 * z)) < 1
    )


def test_the_interval_is_nine_in_ten():
    found = interval(np.arange(101.0))
    assert found == Interval(5, 50, 95)


def test_shares_stay_within_their_ends():
    pert = drawn(Pert(0.2, 0.6, 0.8), "d", MANY, 1)
    assert pert.min() >= 0.2 and pert.max() <= 0.8 and abs(pert.mean() - (0.2 + 4 * 0.6 + 0.8) / 6) < 0.002
    survey = drawn(Survey(646, 1000), "d", MANY, 1)
    assert abs(survey.mean() - 647 / 1002) < 0.001 and survey.min() >= 0 and survey.max() <= 1
    assert (drawn(Fixed(3), "d", 5, 1) == 3).all()


@pytest.mark.parametrize("factor", [Pert(0, 0.3, 1), Survey(30, 100), Lognormal(2, 0.5)])
def test_correlation_goes_through_the_ranks_and_leaves_the_spread(factor):
    one, other = (drawn(factor, name, MANY, 1, 0.8) for name in "ab")
    alone = drawn(factor, "a", MANY, 1)
    ranks = [np.argsort(np.argsort(values)) for values in (one, other)]
    # Spearman's of a Gaussian correlation r is 6/π·asin(r/2).
    assert abs(np.corrcoef(*ranks)[0, 1] - 6 / np.pi * np.arcsin(0.4)) < 0.01
    assert abs(np.median(one) - np.median(alone)) < 0.02 and abs(one.std() - alone.std()) < 0.02


def test_lines_are_quantities_times_factors():
    draws_of = {"a": np.array([1.0, 2.0]), "b": np.array([10.0, 20.0])}
    assert totals([Line(3, ("a", "b")), Line(5, ())], draws_of, 2).tolist() == [35, 125]
    with pytest.raises(InputMissing) as refusal:
        totals([Line(1, ("x", "x", "y"))], draws_of, 2)
    assert refusal.value.facts["fields"] == ("x", "y")


@pytest.mark.parametrize(
    "make",
    [
        lambda: Lognormal(0, 0.1), lambda: Lognormal(1, -0.1), lambda: Lognormal(float("nan"), 1), lambda: Lognormal(1, float("inf")),
        lambda: Pert(0, 2, 1), lambda: Pert(1, 1, 1), lambda: Pert(0, 1, float("inf")), lambda: Survey(2, 1), lambda: Survey(-1, 1),
        lambda: drawn(Fixed(1), "a", 0, 1), lambda: drawn(Fixed(1), "a", 1, 1, 1.1), lambda: drawn(Fixed(1), "a", 1, 1, -0.1),
        lambda: probability_lower(0, 1, 1, 1), lambda: probability_lower(1, 1, 1, 1, 1.1), lambda: probability_lower(1, 1, 1, 1, -1.1), lambda: probability_lower(1, -1, 1, 1),
        lambda: probability_lower(1, 1, 0, 1), lambda: probability_lower(1, 1, 1, -1),
        lambda: spread_of_sum(0.3, 0, 0), lambda: spread_of_sum(-1, 1, 0), lambda: spread_of_sum(1, 1, 2),
        lambda: portfolio_sums([[1.0]], [[-1.0]], 0), lambda: portfolio_sums([[1.0]], [[1.0, 2.0]], 0),
        lambda: portfolio_sums([[1.0]], [[1.0]], 2), lambda: portfolio_sums([[1.0]], [[1.0]], 0, [[1.0], [2.0]]),
        lambda: portfolio_sums([[float("nan")]], [[1.0]], 0), lambda: portfolio_sums([[1.0]], [[1.0]], 0, draws=0),
        lambda: portfolio_sums([1.0], [1.0], 0),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(make):
    with pytest.raises(OutOfRange):
        make()


def test_certain_numbers_are_lower_or_they_are_not():
    assert (
        probability_lower(1, 0, 2, 0) == 1
        and probability_lower(2, 0, 1, 0) == 0
        and probability_lower(1, 0, 1, 0) == 0.5
    )
    assert probability_lower(1, 0.3, 2, 0.3, 1) == 1


@given(st.floats(0.1, 100), st.floats(0, 2), st.floats(0.1, 100), st.floats(0, 2), st.floats(-1, 1))
def test_one_is_lower_or_the_other_is(a, s, b, t, rho):
    assert probability_lower(a, s, b, t, rho) + probability_lower(b, t, a, s, rho) == pytest.approx(1)


# Sums over a portfolio


@given(st.floats(0, 2), st.integers(1, 500))
def test_the_limits_of_a_sum(c, n):
    assert spread_of_sum(c, n, 0) == pytest.approx(c / n**0.5) and spread_of_sum(c, n, 1) == pytest.approx(c)


def spread(found):
    """σ of the logarithm from the ends, for a sum that is close to lognormal."""
    return np.log(found.whole.high / found.whole.low) / 2 / NormalDist().inv_cdf(0.95)


@pytest.mark.parametrize("rho", [0.0, 1.0])
def test_drawn_sums_meet_the_closed_form_at_its_limits(rho):
    n, sigma = 20, 0.3
    (found,) = portfolio_sums([[1.0]] * n, [[sigma]] * n, rho, draws=MANY // 4)
    variation = (np.exp(sigma**2) - 1) ** 0.5
    exact = spread_of_sum(variation, n, rho)
    assert spread(found) == pytest.approx(np.sqrt(np.log(1 + exact**2)), abs=0.004)
    assert found.whole.median == pytest.approx(n * (1 if rho else np.exp(sigma**2 / 2)), rel=0.01)
    assert found.saved is None and found.better is None


def test_between_the_limits_the_sum_lies_between():
    n, sigma = 20, 0.3
    spreads = [
        spread(portfolio_sums([[1.0]] * n, [[sigma]] * n, rho, draws=20_000)[0]) for rho in (0, 0.3, 0.6, 1)
    ]
    assert spreads == sorted(spreads)
    (found,) = portfolio_sums([[1.0]] * n, [[sigma]] * n, 0.3, draws=100_000)
    variation = (np.exp(sigma**2) - 1) ** 0.5
    between = (np.exp(0.3 * sigma**2) - 1) / (
        np.exp(sigma**2) - 1
    )  # correlation of the numbers, given that of logs
    assert spread(found) == pytest.approx(
        np.sqrt(np.log(1 + spread_of_sum(variation, n, between) ** 2)), abs=0.004
    )


def test_an_offer_and_its_baseline_meet_the_same_draws():
    (found,) = portfolio_sums([[90.0], [45.0]], [[0.5], [0.5]], 0.2, [[100.0], [50.0]], draws=5_050)
    assert found.better == 1.0
    for end in ("low", "median", "high"):
        assert getattr(found.saved, end) == pytest.approx(getattr(found.whole, end) / 9, rel=1e-4)
    (even,) = portfolio_sums([[90.0]], [[0.5]], 0.2, [[90.0]], draws=500)
    assert even.better == 0.5
    (mixed,) = portfolio_sums([[90.0], [50.0]], [[0.5], [0.5]], 0.0, [[100.0], [45.0]], draws=5_000)
    assert 0.5 < mixed.better < 1


def test_indicators_are_summed_apart_and_the_seed_decides():
    both = portfolio_sums([[1.0, 100.0]] * 3, [[0.2, 0.0]] * 3, 0.5, draws=1_000, seed=3)
    assert len(both) == 2 and both[1].whole.low == pytest.approx(300) == both[1].whole.high
    assert portfolio_sums([[1.0, 100.0]] * 3, [[0.2, 0.0]] * 3, 0.5, draws=1_000, seed=3) == both
    assert portfolio_sums([[1.0, 100.0]] * 3, [[0.2, 0.0]] * 3, 0.5, draws=1_000, seed=9) != both
    (nothing,) = portfolio_sums([[0.0]], [[0.3]], 0, draws=100)
    assert nothing.whole == Interval(0, 0, 0)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.floats(0.1, 1e6), min_size=1, max_size=5), st.floats(0, 1), st.sampled_from([1e-6, 1e3]))
def test_the_unit_does_not_matter_to_a_sum(medians, rho, scale):
    sigmas = [[0.4]] * len(medians)
    (one,) = portfolio_sums([[m] for m in medians], sigmas, rho, draws=400)
    (other,) = portfolio_sums([[m * scale] for m in medians], sigmas, rho, draws=400)
    assert other.whole.median == pytest.approx(one.whole.median * scale, rel=1e-4)
