"""Quantity times factor, spend in its own year and currency, and the economy behind a purchase."""

from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omlopp.domain.footprint.leontief import coefficients, extension, inverse
from omlopp.domain.footprint.lines import Activity, Spend, activity, deflate, spend, waste
from omlopp.domain.footprint.pedigree import SCORES, spread
from omlopp.domain.indicators.errors import Incompatible, InputMissing, OutOfRange
from omlopp.library.uncertainty import pedigree

NEAR = D("1e-25")
money = st.integers(1, 10**7).map(lambda n: D(n) / 100)


def test_activity_and_waste():
    assert activity([Activity(D(10), D("0.5"), D(100)), Activity(D(-1), D(2))]) == 498
    assert activity([]) == 0
    assert waste([(D(2), D(10)), (D(1), D(-3))]) == 17 and waste([]) == 0
    with pytest.raises(OutOfRange):
        waste([(D(2), D(1)), (D(-1), D(1))])


@given(amount=money, then=money, now=money, rate=money)
def test_deflation_and_exchange_commute(amount, then, now, rate):
    first = deflate(amount, then, now) / rate
    second = deflate(amount / rate, then, now)
    assert abs(first - second) <= abs(first) * D("1e-24")


@given(amount=money, then=money, now=money)
def test_there_and_back_is_where_it_began(amount, then, now):
    assert abs(deflate(deflate(amount, then, now), now, then) - amount) < NEAR * amount
    with pytest.raises(OutOfRange):
        deflate(amount, D(0), now)
    with pytest.raises(OutOfRange):
        deflate(amount, then, D(0))


def test_spend_is_deflated_in_its_own_currency_then_exchanged():
    line = Spend(D(200), "SEK", D(2), "EUR", 2020, 2025, D(100), D(125), 2024, D(10))
    found = spend([line])
    assert (found.kgco2e, found.not_deflated, found.index_year_fallback) == (32, False, True)
    assert not spend(
        [Spend(D(200), "SEK", D(2), "EUR", 2020, 2025, D(100), D(125), 2025, D(10))]
    ).index_year_fallback
    assert not spend(
        [Spend(D(200), "SEK", D(2), "EUR", 2020, 2025, D(100), D(125), None, D(10))]
    ).index_year_fallback


def test_a_price_level_that_was_not_changed_is_told_of():
    assert spend([Spend(D(10), "SEK", D(2), "SEK", 2020, 2025)]).not_deflated
    assert spend([Spend(D(10), "SEK", D(2), "SEK", 2020)]).not_deflated
    assert not spend([Spend(D(10), "SEK", D(2), "SEK", 2020, 2020)]).not_deflated
    assert not spend([Spend(D(10), "SEK", D(2))]).not_deflated


def test_the_suppliers_own_figure_is_shared_by_revenue():
    assert spend([Spend(D(10), "SEK", supplier_kgco2e=D(500), supplier_revenue=D(100))]).kgco2e == 50
    with pytest.raises(OutOfRange):
        spend([Spend(D(10), "SEK", supplier_kgco2e=D(500), supplier_revenue=D(0))])


def test_currencies_never_mix_and_a_line_needs_a_factor():
    with pytest.raises(Incompatible) as refusal:
        spend([Spend(D(10), "SEK", D(2), "EUR", label="desks")])
    assert refusal.value.facts == {"one": "SEK", "other": "EUR", "where": "desks"}
    for line in (
        Spend(D(10), "SEK"),
        Spend(D(10), "SEK", supplier_kgco2e=D(1)),
        Spend(D(10), "SEK", supplier_revenue=D(1)),
    ):
        with pytest.raises(InputMissing) as missing:
            spend([Spend(D(1), "SEK", D(1)), line])
        assert missing.value.facts["where"] == "2"
    with pytest.raises(OutOfRange):
        spend([Spend(D(10), "SEK", D(2), "EUR", exchange=D(0))])


# The economy behind a purchase


def product(one, other):
    return [
        [sum(a * b for a, b in zip(row, column, strict=True)) for column in zip(*other, strict=True)]
        for row in one
    ]


@given(st.lists(st.lists(st.floats(0, 0.3), min_size=3, max_size=3), min_size=3, max_size=3))
def test_the_inverse_undoes_what_each_sector_buys(direct):
    found = inverse(tuple(map(tuple, direct)))
    rest = [[float(i == j) - direct[i][j] for j in range(3)] for i in range(3)]
    for i, row in enumerate(product(found, rest)):
        assert row == pytest.approx([float(i == j) for j in range(3)], abs=1e-9)
    assert all(cell >= -1e-12 for row in found for cell in row)


def test_an_economy_of_two_sectors():
    assert coefficients([[150, 500], [200, 100]], [1000, 2000]) == ((0.15, 0.25), (0.2, 0.05))
    assert inverse(((0.15, 0.25), (0.2, 0.05)))[0] == pytest.approx((1.2541, 0.3300), abs=1e-4)
    assert extension([2, 3], [10, 20]) == (20, 60)
    for wrong in (
        lambda: coefficients([[1, 2], [3, 4]], [1, 0]), lambda: coefficients([[1, 2]], [1, 1]), lambda: coefficients([[1], [2]], [1, 1]),
        lambda: inverse(((1.0,),)), lambda: inverse(((0.5, 0.5), (0.5, 0.5))), lambda: extension([1], [1, 2]),
    ):  # fmt: skip
        with pytest.raises(OutOfRange):
            wrong()


# Pedigree

scores = st.fixed_dictionaries(dict.fromkeys(SCORES, st.integers(1, 5)))


@given(scores=scores, basic=st.floats(1, 3), version=st.sampled_from([1, 2]))
def test_a_worse_score_never_gives_a_narrower_spread(scores, basic, version):
    table = pedigree()[version]
    found = spread(table, basic, scores)
    assert found.sigma_ln >= 0 and found.gsd95 >= 1
    for name in SCORES:
        assert spread(table, basic, scores | {name: 5}).sigma_ln >= found.sigma_ln - 1e-12


def test_the_best_of_scores_leaves_the_basic_uncertainty():
    best = dict.fromkeys(SCORES, 1)
    assert spread(pedigree()[1], 1.0, best).sigma_ln == 0
    found = spread(pedigree()[1], 1.5, best)
    assert found.gsd95 == pytest.approx(1.5) and found.sigma_ln == pytest.approx(0.2027, abs=1e-4)


def test_scores_are_five_and_run_from_one_to_five():
    best = dict.fromkeys(SCORES, 1)
    with pytest.raises(InputMissing) as refusal:
        spread(pedigree()[1], 1.0, {"temporal": 1})
    assert refusal.value.facts["fields"] == tuple(name for name in SCORES if name != "temporal")
    for wrong in (best | {"temporal": 0}, best | {"temporal": 6}):
        with pytest.raises(OutOfRange) as refusal:
            spread(pedigree()[1], 1.0, wrong)
        assert refusal.value.facts["fields"] == ("temporal",)
    with pytest.raises(OutOfRange):
        spread(pedigree()[1], 0.0, best)
