"""How much each criterion decides. The fields are worked out here once more, in binary floats, from their description:
the n-th field takes n steps round the unit circle, each number with the square root of its own prime.
"""

from dataclasses import replace
from decimal import Decimal as D
from math import sqrt

import pytest

from omlopp.domain.award.influence import influences
from omlopp.domain.award.worth import sanction, stated_price_weight, worth
from omlopp.domain.model.award import AwardCriterion, AwardModel, Bid, ValueFunction
from omlopp.domain.model.lifecycle import LccMethod

PRIMES = (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37)
LEVELS = {"none": D("0.1"), "some": D("0.5"), "all": D(1)}
REUSE = AwardCriterion("reuse", "Återbruk", value=D(300), levels=LEVELS)
LIFE = AwardCriterion(
    "life",
    "Livslängd",
    value=D(200),
    value_function=ValueFunction("linear", ((D(0), D("0.2")), (D(9), D("0.8")))),
)
MONEY = AwardModel("monetised.fixed_amounts", (REUSE, LIFE))
BIDS = [Bid(name, price=D(price), levels={"reuse": "all"}, measured={"life": D(1)})
        for name, price in (("A", 900), ("B", 1000), ("C", 1100))]  # fmt: skip


def fields(count, bids):
    """Prices within a quarter of 1,000, one of the three levels, and a share between 0.2 and 0.8."""
    for n in range(1, count + 1):
        at = [n * sqrt(prime) % 1 for prime in PRIMES[: 3 * bids]]
        prices = [1000 * (1 + 0.25 * (2 * one - 1)) for one in at[:bids]]
        levels = [(0.1, 0.5, 1.0)[int(3 * one)] for one in at[bids : 2 * bids]]
        yield prices, levels, [0.2 + 0.6 * one for one in at[2 * bids :]]


def alike(row):
    return [sum(row) / len(row)] * len(row)


def in_money(rows):
    return [price - 300 * reuse - 200 * life for price, reuse, life in zip(*rows, strict=True)]


def by_hand(count, bids, results=in_money, best=min):
    """Criterion → how often it decides, and its part of the squared differences of the first two; the price last."""
    decides, spread = [0, 0, 0], [0.0, 0.0, 0.0]
    for field in fields(count, bids):
        usual = results(field)
        for place, which in enumerate((1, 2, 0)):
            moved = results([alike(row) if at == which else row for at, row in enumerate(field)])
            decides[place] += moved.index(best(moved)) != usual.index(best(usual))
            alone = results([row if at == which else alike(row) for at, row in enumerate(field)])
            spread[place] += (alone[0] - alone[1]) ** 2
    return decides, [one / sum(spread) for one in spread]


@pytest.mark.parametrize("bids, seen", [(BIDS, 3), ([*BIDS, Bid("D", price=D(1000))], 4), ([BIDS[1]], 3)])
def test_the_winner_changes_and_results_differ_as_often_as_by_hand(bids, seen):
    found = influences(MONEY, bids, 40)
    decides, real = by_hand(40, seen)
    assert [(one.criterion, one.name, one.of) for one in found] == [
        ("reuse", "Återbruk", 40), ("life", "Livslängd", 40), ("", "", 40)
    ]  # fmt: skip
    assert [one.decides for one in found] == decides
    assert [float(one.real) for one in found] == pytest.approx(real)
    # of a price of 1,000 and 500 kronor at most
    assert [float(one.stated) for one in found] == pytest.approx([300 / 1500, 200 / 1500, 1000 / 1500])


def test_a_typed_formula_in_which_quality_multiplies_the_price():
    qualities = replace(REUSE, value=None, weight=D("0.75")), replace(LIFE, value=None, weight=D("0.25"))
    own = AwardModel(
        "expression", qualities, {"v": D("0.5")}, words={"formula": "p * (1 - v * q)", "better": "low"}
    )

    def results(rows):
        return [price * (1 - 0.375 * reuse - 0.125 * life) for price, reuse, life in zip(*rows, strict=True)]

    decides, real = by_hand(30, 3, results)
    found = influences(own, BIDS, 30)
    assert [one.decides for one in found] == decides
    assert [float(one.real) for one in found] == pytest.approx(real)


def test_points_with_a_share_that_all_bids_get():
    criteria = (AwardCriterion("price", weight=D("0.6"), price=True), replace(REUSE, value=None, weight=D("0.3")),
                replace(LIFE, value=None, weight=D("0.1")))  # fmt: skip
    own = AwardModel("relative.lowest_price_ratio", criteria, grade_scale=(D(1), D(5)))

    def results(rows):
        lowest = min(rows[0])
        return [
            3 * lowest / price + 0.4 + 1.2 * reuse + 0.4 * life
            for price, reuse, life in zip(*rows, strict=True)
        ]

    decides, real = by_hand(30, 3, results, max)
    found = influences(own, BIDS, 30)
    assert [one.decides for one in found] == decides
    assert [float(one.real) for one in found] == pytest.approx(real)
    assert [one.stated for one in found] == [D("0.3"), D("0.1"), D("0.6")]


def test_what_does_not_come_down_to_prices_and_shares_is_not_tried():
    nothing = AwardModel("monetised.level_discount", ladder={"1": D(0)})
    graded = AwardModel("additive.weighted_grades", (
        AwardCriterion("price", weight=D("0.5"), price=True), AwardCriterion("looks", weight=D("0.5"))))  # fmt: skip
    for own in (nothing, graded, replace(MONEY, lcc=LccMethod(5, D(0), ())), replace(MONEY, criteria=())):
        assert influences(own, BIDS, 3) == ()
    assert influences(MONEY, [replace(bid, price=D(0)) for bid in BIDS], 3) == ()
    assert len(influences(MONEY, [replace(BIDS[0], price=D("0.5"))], 3)) == 3
    alone = AwardModel("additive.weighted_grades", (AwardCriterion("looks", weight=D(1)),))
    (looks, price) = influences(alone, BIDS, 3)
    assert (looks.real, price.real, looks.stated, price.stated) == (1, 0, 1, 0)
    broken = replace(MONEY, criteria=(replace(REUSE, value=None),))
    assert influences(broken, BIDS, 3) == ()


def test_where_nothing_differs_nobody_has_any_part():
    flat = replace(MONEY, criteria=(replace(REUSE, value=D(0)),))
    found = influences(flat, BIDS, 3)
    assert [one.real for one in found] == [0, 1], "only prices differ"


class TestStatedWeights:
    """What a reader of the documents takes for the weight of price and of each quality."""

    PRICE = AwardCriterion("price", weight=D("0.6"), price=True)

    @pytest.mark.parametrize("criteria, price, each", [
        ((REUSE, LIFE), D(2) / 3, {"reuse": D("0.2"), "life": D(2) / 15}),
        ((PRICE, AwardCriterion("a", weight=D("0.3")), AwardCriterion("b", weight=D("0.1"))), D("0.6"),
         {"a": D("0.3"), "b": D("0.1")}),
        ((AwardCriterion("a", weight=D("0.3")), AwardCriterion("b", weight=D("0.1"))), D("0.6"), {"a": D("0.3"), "b": D("0.1")}),
        ((AwardCriterion("p", max_points=D(60), price=True), AwardCriterion("a", max_points=D(20))), D("0.75"), {"a": D("0.25")}),
        ((AwardCriterion("a", max_points=D(20)), AwardCriterion("b", max_points=D(60))), D(0), {"a": D("0.25"), "b": D("0.75")}),
        ((AwardCriterion("a", weight=D("0.8")), AwardCriterion("b", weight=D("0.8"))), D(0), {"a": D("0.5"), "b": D("0.5")}),
        ((PRICE, AwardCriterion("a"), AwardCriterion("b", max_points=D("0.2"))), D("0.75"), {"a": D(0), "b": D("0.25")}),
        ((replace(PRICE, weight=D(0)), AwardCriterion("a")), D(0), {"a": D(0)}),
        ((PRICE,), D(1), {}), ((), D(1), {}),
    ])  # fmt: skip
    def test_by_hand(self, criteria, price, each):
        assert stated_price_weight(AwardModel("x", criteria), D(1000)) == (price, each)

    def test_worths_stand_between_their_ends_and_follow_the_levels(self):
        own = AwardModel(
            "monetised.percent_of_own_price",
            (AwardCriterion("reuse", "Återbruk", weight=D("0.3"), levels=LEVELS),),
        )
        (found,) = worth(own, BIDS)
        assert (found.criterion, found.name, found.low, found.high) == ("reuse", "Återbruk", 270, 330)
        assert found.per_bid == {"A": 270, "B": 300, "C": 330}
        assert found.levels == {"none": (27, 33), "some": (135, 165), "all": (270, 330)}
        (alone, _) = worth(MONEY)
        assert (alone.low, alone.high, alone.per_bid) == (300, 300, {})

    def test_a_broken_promise_costs_what_it_earned_times_the_factor(self):
        assert sanction(D(300), D(120), D("1.5")) == 270
