"""Three invented bids show a model before anyone bids: cheap and plain, in between, dear and best."""

from decimal import Decimal as D

import pytest

from omlopp.domain.award.example import example_bids
from omlopp.domain.model.award import (
    AwardCriterion,
    AwardModel,
    ModelLine,
    PriceLine,
    Threshold,
    ValueFunction,
)
from omlopp.domain.model.lifecycle import LccLine, LccMethod


def asked(*criteria, price=D(1000), **more):
    return example_bids(AwardModel("monetised.fixed_amounts", criteria, **more), price)


def judged(function):
    return AwardCriterion("life", value=D(1), value_function=function)


def test_nine_tenths_the_expected_price_and_a_tenth_more():
    bids = asked(AwardCriterion("price", price=True))
    assert [(one.id, one.bidder, one.price) for one in bids] == [
        ("A", "A", D(900)), ("B", "B", D(1000)), ("C", "C", D(1100))
    ]  # fmt: skip
    assert [one.quality for one in bids] == [0, D("0.5"), 1], "nothing is judged: the whole quality is told"
    assert not any(one.levels or one.grades or one.points or one.measured or one.lcc_inputs for one in bids)


class TestLevels:
    def test_the_nearest_to_none_half_and_all(self):
        reuse = AwardCriterion("reuse", value=D(1), levels={"bare": D("0.1"), "some": D("0.6"), "all": D(1)})
        bids = asked(reuse)
        assert [one.levels for one in bids] == [{"reuse": "bare"}, {"reuse": "some"}, {"reuse": "all"}]
        assert [(one.quality, one.grades, one.measured) for one in bids] == [(None, {}, {})] * 3

    def test_of_two_as_near_the_first_by_name(self):
        reuse = AwardCriterion("reuse", value=D(1), levels={"z": D("0.4"), "a": D("0.6")})
        assert [one.levels["reuse"] for one in asked(reuse)] == ["z", "a", "a"]

    def test_none_lies_under_the_threshold_unless_all_do(self):
        steps = {"none": D(0), "half": D("0.5"), "all": D(1)}
        held = AwardCriterion("reuse", value=D(1), levels=steps, threshold=Threshold(D("0.5")))
        assert [one.levels["reuse"] for one in asked(held)] == ["half", "half", "all"]
        low = AwardCriterion("reuse", value=D(1), levels={"none": D(0)}, threshold=Threshold(D("0.5")))
        assert [one.levels["reuse"] for one in asked(low)] == ["none"] * 3


class TestMeasured:
    @pytest.mark.parametrize("points, numbers", [
        (((2, "0"), (10, "1")), (2, 6, 10)),
        (((2, "1"), (10, "0")), (10, 6, 2)),  # less is better
        (((0, "0"), (4, "0.2"), (10, "0.8"), (20, "1")), (0, 7, 20)),  # 4 + 6 × (0.5 − 0.2) ÷ (0.8 − 0.2)
        (((0, "0.2"), (10, "0.4")), (0, 10, 10)),  # nothing earns half or all: the nearest there is
        (((0, "0"), (5, "0"), (9, "1")), (5, 7, 9)),  # where it is flat, no one number earns the share
    ])  # fmt: skip
    def test_the_number_that_earns_the_share(self, points, numbers):
        curve = ValueFunction("linear", tuple((D(at), D(share)) for at, share in points))
        bids = asked(judged(curve))
        assert tuple(one.measured["life"] for one in bids) == numbers
        assert [(one.levels, one.grades, one.quality) for one in bids] == [({}, {}, None)] * 3

    def test_where_the_function_steps_the_first_number_nearest(self):
        stairs = ValueFunction("step", ((D(0), D(1)), (D(3), D("0.6")), (D(4), D("0.4")), (D(9), D(0))))
        assert [one.measured["life"] for one in asked(judged(stairs))] == [9, 3, 0]


class TestAssessed:
    def test_points_up_to_the_maximum(self):
        bids = asked(AwardCriterion("reuse", max_points=D(40)))
        assert [(one.points, one.grades) for one in bids] == [({"reuse": at}, {}) for at in (0, 20, 40)]

    def test_grades_on_the_scale_there_is_even_where_points_are_given(self):
        bids = asked(AwardCriterion("reuse", max_points=D(40)), grade_scale=(D(1), D(5)))
        assert [(one.points, one.grades) for one in bids] == [({}, {"reuse": at}) for at in (1, 3, 5)]

    def test_without_a_scale_grades_run_from_nought_to_one(self):
        assert [one.grades["reuse"] for one in asked(AwardCriterion("reuse", weight=D(1)))] == [
            0,
            D("0.5"),
            1,
        ]

    def test_each_quality_is_answered_once(self):
        bids = asked(
            AwardCriterion("parts", value=D(1), levels={"all": D(1)}),
            judged(ValueFunction("linear", ((D(0), D(0)), (D(10), D(1))))),
            AwardCriterion("sound", max_points=D(4)),
            AwardCriterion("looks", weight=D(1)),
        )
        assert (bids[1].levels, bids[1].measured) == ({"parts": "all"}, {"life": D(5)})
        assert (bids[1].points, bids[1].grades) == ({"sound": D(2)}, {"looks": D("0.5")})


def test_a_ladder_is_answered_by_its_nearest_level():
    bids = example_bids(AwardModel("monetised.level_discount", ladder={"0": D(0), "3": D("0.4")}), D(1000))
    assert [(one.level, one.quality) for one in bids] == [("0", None), ("3", None), ("3", None)]


class TestPriceForm:
    def test_every_line_comes_to_the_same_sum_to_the_ore(self):
        lines = (ModelLine("chair", D(4)), ModelLine("table", D(3)))
        first, *_ = example_bids(AwardModel("monetised.fixed_amounts", lines=lines), D(1000))
        assert first.price is None
        # 900 in two parts: 450 ÷ 4 and 450 ÷ 3
        assert first.lines == (PriceLine("chair", None, D("112.50")), PriceLine("table", None, D("150.00")))
        third, *_ = example_bids(AwardModel("x", lines=(ModelLine("hour", D(7)),)), D(1000))
        assert third.lines[0].unit_price == D("128.57"), "900 ÷ 7 = 128.571…"

    def test_a_line_of_no_quantity_is_priced_all_the_same(self):
        lines = (ModelLine("chair", D(1)), ModelLine("spares", D(0)))
        first, *_ = example_bids(AwardModel("x", lines=lines), D(1000))
        assert [line.unit_price for line in first.lines] == [D(450), D(900)]


def test_life_cycle_ten_units_a_twentieth_of_the_price_and_half_the_horizon():
    def line(name, **asks):
        return LccLine(name, "running", "yearly", **asks)

    def answers(years):
        lines = (
            LccLine("buy", "investment", "cycle", asks_value="price", asks_cycle="life"),
            line("energy", asks_quantity="kwh", unit_value=D(2)),
            line("care", asks_value="service"),
        )
        return [one.lcc_inputs for one in asked(lcc=LccMethod(years, D("0.03"), lines))]

    first, second, _ = answers(9)
    assert first == {"kwh": D(10), "service": D(45), "life": D(4)}, "the price itself is not asked twice"
    assert second["service"] == D(50)
    assert answers(1)[0]["life"] == 1, "half a year would be none"
    assert answers(2)[0]["life"] == 1
