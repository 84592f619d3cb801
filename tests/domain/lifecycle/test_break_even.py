"""Where two alternatives change places, and how sure it is: each answer against one worked out by hand."""

from dataclasses import replace
from decimal import Decimal as D
from random import Random

import pytest

from omlopp.domain.lifecycle.compare import (
    Alternative,
    BreakEven,
    Triangle,
    Unknowns,
    break_evens,
    sureness,
)
from omlopp.domain.lifecycle.cost import life_cycle_cost
from omlopp.domain.lifecycle.errors import UnknownNotFit, YearsNotAllowed
from omlopp.domain.model.lifecycle import LccLine, LccMethod

NOW = LccLine("now", "investment", "once", asks_value="now")
LATER = LccLine("later", "running", "once", year=2, asks_value="later")
BUY = LccLine("buy", "investment", "cycle", first_year=0, asks_value="price", asks_cycle="life")
CO2 = LccLine("co2", "external", "once", asks_quantity="kg", unit_value=D(2))


def pay(name, now, later):
    return Alternative(name, {"now": D(str(now)), "later": D(str(later))})


def rates(now, later, rate="0.05"):
    """100 now against so much now and so much in two years."""
    method = LccMethod(6, D(rate), (NOW, LATER))
    return break_evens(method, (pay("one", 100, 0), pay("other", now, later)))[0].at


class TestRate:
    """100 now and X in two years cost the same where X = 100 (1 + r)²."""

    @pytest.mark.parametrize("rate", ["0.0013", "0.0525", "0.1", "0.1987"])
    def test_between_and_on_the_rates_that_are_tried(self, rate):
        assert rates(0, 100 * (1 + D(rate)) ** 2) == pytest.approx((D(rate),), abs=D("2e-9"))

    def test_it_is_looked_for_from_no_interest_to_twenty_per_cent(self):
        assert rates(0, 100) == (0,)
        assert rates(0, 100 * (1 + D("0.1999")) ** 2) != ()
        assert rates(0, 100 * (1 + D("0.2001")) ** 2) == ()
        assert rates(0, 100 * (1 - D("0.0001")) ** 2) == ()

    def test_two_that_cost_the_same_at_every_rate_have_no_point_where_they_change_places(self):
        assert rates(100, 0) == ()

    def test_all_the_places_are_told_lowest_first(self):
        middle = LccLine("middle", "running", "once", year=1, asks_value="middle")
        method = LccMethod(6, D("0.05"), (NOW, middle, LATER))
        # 100 (1 + r)² − 220 (1 + r) + 120.75 = 0 at 5 and 15 per cent
        one = Alternative("one", {"now": D(100), "middle": D(0), "later": D("120.75")})
        other = Alternative("other", {"now": D(0), "middle": D(220), "later": D(0)})
        method = replace(method, rate=D("0.1"))
        assert break_evens(method, (one, other))[0].at == pytest.approx((D("0.05"), D("0.15")), abs=D("2e-9"))


class TestPrice:
    def answers(self, *lines, **kg):
        method = LccMethod(6, D(0), (NOW, *lines))
        both = [
            Alternative(name, {"now": D(now)} | ({"kg": D(kg[name])} if kg else {}))
            for name, now in (("one", 10), ("other", 20))
        ]
        return [each for each in break_evens(method, both) if each.what == "price"]

    def test_ten_dearer_and_five_kilos_less_meet_at_two_kronor_a_kilo(self):
        line = replace(CO2, unit_value=D(1))
        assert self.answers(line, one=9, other=4) == [BreakEven("price", "co2", "one", "other", (D(2),))]

    def test_a_price_below_zero_is_none(self):
        assert self.answers(CO2, one=4, other=9)[0].at == ()
        assert self.answers(CO2, one=4, other=4)[0].at == (), "as dirty: no price tells them apart"

    def test_at_zero_they_may_meet(self):
        method = LccMethod(6, D(0), (NOW, CO2))
        both = [Alternative(name, {"now": D(10), "kg": D(kg)}) for name, kg in (("one", 1), ("other", 2))]
        assert break_evens(method, both)[1].at == (D(0),)

    def test_a_price_that_bidders_state_or_nobody_has_stated_is_not_asked_about(self):
        stated = LccLine("own", "external", "once", asks_value="own", unit_value=D(1))
        assert [each.name for each in self.answers(LccLine("none", "external", "once"))] == []
        method = LccMethod(6, D(0), (NOW, stated))
        both = [Alternative(name, {"now": D(1), "own": D(now)}) for name, now in (("one", 1), ("other", 2))]
        assert [each.what for each in break_evens(method, both)] == ["rate"]
        running = replace(CO2, kind="running")
        assert self.answers(running, one=9, other=4) == []


class TestLife:
    """Over twelve years at no interest a thing costs its price times 12 ÷ life, rounded up."""

    METHOD = LccMethod(12, D(0), (BUY,))

    def lives(self, *both):
        found = break_evens(
            self.METHOD, [Alternative(name, {"price": D(p), "life": D(y)}) for name, p, y in both]
        )
        return {each.name.split(":")[1]: each.at for each in found if each.what == "life"}

    def test_the_cheaper_may_last_shorter_and_the_dearer_must_last_longer(self):
        # one: 300 × 2 = 600; other: 400 × 3 = 1,200. one at 3 years 300 × 4 = 1,200 is as dear; at 2 years dearer.
        # other at 6 years 400 × 2 = 800; at 12 years 400 < 600
        assert self.lives(("one", 300, 6), ("other", 400, 4)) == {"one": (D(2),), "other": (D(12),)}

    def test_as_dear_is_not_dearer(self):
        assert self.lives(("one", 300, 6), ("other", 600, 6))["other"] == ()

    def test_one_year_is_the_shortest_and_the_horizon_the_longest(self):
        assert self.lives(("one", 10, 12), ("other", 119, 12))["one"] == (D(1),)
        assert self.lives(("one", 10, 12), ("other", 121, 12)) == {"one": (), "other": ()}
        assert self.lives(("one", 10, 2), ("other", 9, 1)) == {"one": (D(1),), "other": (D(2),)}


class TestSureness:
    LINE = LccLine("x", "running", "once", unit_value=D(50))
    METHOD = LccMethod(1, D(0), (LINE,))
    ALONE = (Alternative("only", {}),)

    @pytest.mark.parametrize("draws", [1, 19, 20, 41])
    def test_the_fifth_and_the_ninety_fifth_percentile_leave_one_draw_in_twenty_outside(self, draws):
        found = sureness(
            self.METHOD, self.ALONE, Unknowns(lines={"x": Triangle(D(0), D(50), D(100))}), draws, 3
        )
        random = Random(3)
        own = sorted(D(repr(random.triangular(0, 100, 50))) for _ in range(draws))
        outside = draws // 20
        assert (found.low["only"], found.high["only"]) == (own[outside], own[draws - 1 - outside])

    def test_a_surprise_is_a_factor_of_each_bidder_s_own_number(self):
        method = LccMethod(1, D(0), (LccLine("x", "running", "once", asks_value="x"),))
        certain = Triangle(D(40), D(40), D(40))
        both = (Alternative("small", {"x": D(10)}), Alternative("large", {"x": D(30)}))
        assert sureness(method, both, Unknowns(inputs={"x": certain}), 3, 1).low == {"small": 10, "large": 30}
        moved = sureness(method, both, Unknowns(inputs={"x": Triangle(D(40), D(40), D(80))}), 50, 1)
        assert moved.low["small"] > 10 and moved.high["large"] < 60
        assert abs(moved.high["large"] / moved.high["small"] - 3) < D("1e-9")

    def test_a_number_of_no_use_is_left_as_it_was_stated(self):
        method = LccMethod(1, D(0), (LccLine("x", "running", "once", asks_value="x"),))
        unknowns = Unknowns(inputs={"x": Triangle(D(0), D(0), D(5))})
        assert sureness(method, (Alternative("a", {"x": D(7)}),), unknowns, 5, 1).high == {"a": 7}

    @pytest.mark.parametrize("line", [
        LccLine("x", "running", "once", asks_value="x"),
        LccLine("x", "running", "once", asks_value="x", unit_value=D(1)),
    ])  # fmt: skip
    def test_a_value_that_bidders_state_cannot_be_uncertain_as_a_line(self, line):
        with pytest.raises(UnknownNotFit):
            sureness(LccMethod(1, D(0), (line,)), (Alternative("a", {"x": D(1)}),),
                     Unknowns(lines={"x": Triangle(D(1), D(1), D(1))}), 1, 1)  # fmt: skip

    def test_the_likely_may_stand_at_either_corner(self):
        for likely in (D(1), D(3)):
            sureness(self.METHOD, self.ALONE, Unknowns(lines={"x": Triangle(D(1), likely, D(3))}), 1, 1)


def test_an_alternative_is_called_by_its_name_or_by_its_id():
    assert Alternative("a", {}).title == "a" and Alternative("a", {}, "Nya stolar").title == "Nya stolar"


@pytest.mark.parametrize("line", [
    LccLine("x", "running", "yearly", unit_value=D(1), first_year=201),
    LccLine("x", "running", "yearly", unit_value=D(1), last_year=201),
    LccLine("x", "running", "yearly", unit_value=D(1), first_year=-1),
    LccLine("x", "running", "cycle", unit_value=D(1)),
])  # fmt: skip
def test_a_year_outside_two_hundred_and_a_cycle_without_years_are_refused(line):
    with pytest.raises(YearsNotAllowed) as refused:
        life_cycle_cost(LccMethod(6, D(0), (line,)), {}, "Firman")
    assert refused.value.facts["named"] == ("cycle_years" if line.when == "cycle" else "x")


def test_a_line_is_called_by_its_name_or_by_its_id():
    lines = (replace(CO2, asks_quantity=""), replace(CO2, asks_quantity="", id="y", name="Utsläpp"))
    assert [line.name for line in life_cycle_cost(LccMethod(1, D(0), lines), {}).lines] == ["co2", "Utsläpp"]
