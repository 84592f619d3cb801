"""Points for quality, each way they can be given, and the totals: every number worked by hand."""

from dataclasses import replace
from decimal import Decimal as D

import pytest

from omlopp.domain.award.arith import EXACT
from omlopp.domain.award.errors import (
    CriterionWithoutWeight,
    GradeOutsideScale,
    MissingLevel,
    MissingPrice,
    NoPriceCriterion,
    PointsOutsideRange,
    UnknownLevel,
    WeightsDoNotSum,
)
from omlopp.domain.award.evaluate import evaluate
from omlopp.domain.award.families import FAMILIES
from omlopp.domain.award.points import coefficients, full_price_points, full_quality_points, results
from omlopp.domain.award.shares import percent, share_earned
from omlopp.domain.award.value_functions import piecewise_linear, share_of
from omlopp.domain.award.worth import worth
from omlopp.domain.model.award import AwardCriterion, AwardModel, Bid, Threshold, ValueFunction
from tests.domain.award.examples import EVERY, bid, model

STEPS = {"none": D(0), "half": D("0.5"), "all": D(1)}
RATIO, RESCALED, GRADED = (
    "relative.lowest_price_ratio",
    "relative.quality_rescaled",
    "additive.weighted_grades",
)


def weighed(*, family=RATIO, scale=None, price="0.6", **weights):
    first = (AwardCriterion("price", weight=D(price), price=True),) if price else ()
    qualities = (AwardCriterion(name, weight=D(weight), levels=STEPS) for name, weight in weights.items())
    return AwardModel(family, (*first, *qualities), grade_scale=scale)


def steps(evaluation, bid):
    return [(one.rule, dict(one.inputs), one.output) for one in evaluation.trace if one.bid == bid]


class TestWaysOfGivingPoints:
    A, B = Bid("A", price=D(100), levels={"reuse": "half"}), Bid("B", price=D(200), levels={"reuse": "all"})

    def test_weights_and_shares_from_nought_to_one(self):
        found = evaluate(weighed(reuse="0.4"), [self.A, self.B])
        assert found.price_score == {"A": 1, "B": D("0.5")}
        assert found.points == {
            "A": {"price": D("0.6"), "reuse": D("0.2")},
            "B": {"price": D("0.3"), "reuse": D("0.4")},
        }
        assert found.total == {"A": D("0.8"), "B": D("0.7")} and found.total_percent is None

    def test_each_step_is_told(self):
        found = evaluate(weighed(reuse="0.4"), [self.A, self.B], field=[D(50)])
        known = {"maximum": 1, "lowest": 50, "highest": 200, "sum": 350, "average": D(350) / 3}
        field = found.trace[0]
        assert (field.rule, field.output) == ("field.lowest_price_ratio", 50)
        assert {name: round(value, 20) for name, value in field.inputs.items()} == {
            name: round(D(value), 20) for name, value in known.items()
        }  # fmt: skip
        first, price, quality, total, _ = steps(found, "B")
        assert (first[0], first[1]["price"], first[2]) == ("price_score.lowest_price_ratio", 200, D("0.25"))
        assert price == ("points_price_weighted", {"score": D("0.25"), "weight_percent": 60}, D("0.15"))
        assert quality == ("points_graded", {"grade": 1, "weight_percent": 40}, D("0.4"))
        assert total == ("total", {"price": D("0.15"), "reuse": D("0.4")}, D("0.55"))

    def test_an_absolute_score_has_no_step_about_the_field(self):
        own = replace(
            weighed(family="absolute.reference_price_ratio", reuse="0.4"),
            parameters={"reference_price": D(80)},
        )
        found = evaluate(own, [self.A])
        assert found.trace[0].rule == "price_score.reference_price_ratio"
        assert found.trace[0].inputs["reference_price"] == 80

    def test_a_score_that_is_held_says_so(self):
        own = replace(
            weighed(family="absolute.reference_price_ratio", reuse="0.4"),
            parameters={"reference_price": D(150)},
        )
        held = evaluate(replace(own, words={"clip": "high"}), [self.A, self.B])
        assert [one.rule for one in held.trace if "score" in one.rule] == [
            "price_score.reference_price_ratio.clipped", "price_score.reference_price_ratio"
        ]  # fmt: skip
        assert held.price_score == {"A": 1, "B": D("0.75")}

    def test_a_scale_of_grades_is_the_maximum_of_every_criterion(self):
        own = weighed(scale=(D(1), D(5)), reuse="0.4")
        found = evaluate(own, [self.A, replace(self.B, levels={}, grades={"reuse": D(4)})])
        assert found.price_score == {"A": 5, "B": D("2.5")}
        assert found.points == {
            "A": {"price": 3, "reuse": D("1.2")},
            "B": {"price": D("1.5"), "reuse": D("1.6")},
        }
        assert (full_price_points(own), full_quality_points(own)) == (3, 2)
        assert coefficients(own) == ((D("1.6"),), D("0.4")), (
            "from 1 to 5 is 4, and the grade 1 is given to all"
        )

    def test_or_the_parameter_max_points(self):
        own = replace(weighed(reuse="0.4"), parameters={"max_points": D(10)})
        assert evaluate(own, [self.A, self.B]).price_score == {"A": 10, "B": 5}
        assert full_price_points(own) == 6

    def test_maximum_points_instead_of_weights(self):
        own = AwardModel(RATIO, (AwardCriterion("price", max_points=D(60), price=True),
                                 AwardCriterion("reuse", max_points=D(30), levels=STEPS),
                                 AwardCriterion("looks", max_points=D(20))))  # fmt: skip
        found = evaluate(
            own, [replace(self.A, points={"looks": D(7)}), replace(self.B, points={"looks": D(20)})]
        )
        assert found.points["A"] == {"price": 60, "reuse": 15, "looks": 7}
        assert found.total == {"A": 82, "B": 80}
        assert {name: round(own, 20) for name, own in found.total_percent.items()} == {
            name: round(own, 20) for name, own in {"A": D(8200) / 110, "B": D(8000) / 110}.items()
        }  # fmt: skip
        assert steps(found, "A")[1:4] == [
            ("points_price", {}, 60), ("points_share", {"share_percent": 50, "maximum": 30}, 15), ("points_given", {}, 7)
        ]  # fmt: skip
        assert (full_price_points(own), full_quality_points(own)) == (60, 50)
        assert coefficients(own) == ((30, 20), 0)

    def test_a_price_of_no_points_is_scored_and_weighs_nothing(self):
        own = replace(weighed(price="0", reuse="1"))
        assert evaluate(own, [self.A, self.B]).winner == "B"
        with pytest.raises(CriterionWithoutWeight):
            worth(own, [self.A, self.B])

    @pytest.mark.parametrize("criteria, error", [
        ((AwardCriterion("reuse", weight=D(1)),), NoPriceCriterion),
        ((AwardCriterion("p", weight=D("0.5"), price=True), AwardCriterion("r", weight=D("0.5"), price=True)), NoPriceCriterion),
        ((AwardCriterion("p", weight=D(1), price=True), AwardCriterion("r", max_points=D(4))), CriterionWithoutWeight),
        ((AwardCriterion("p", max_points=D(4), price=True), AwardCriterion("r")), CriterionWithoutWeight),
        ((AwardCriterion("p", weight=D("0.6"), price=True), AwardCriterion("r", weight=D("0.39"))), WeightsDoNotSum),
        ((AwardCriterion("p", weight=D("0.6"), price=True), AwardCriterion("r", weight=D("0.4000000011"))), WeightsDoNotSum),
    ])  # fmt: skip
    def test_what_does_not_add_up_is_refused(self, criteria, error):
        with pytest.raises(error):
            evaluate(AwardModel(RATIO, criteria), [Bid("A", price=D(1))])

    def test_but_for_a_third_written_out(self):
        own = weighed(price="0.6", reuse="0.400000001")
        assert evaluate(own, [self.A]).winner == "A"


class TestGradesAlone:
    OWN = weighed(family=GRADED, scale=(D(0), D(10)), reuse="0.4")

    def test_the_price_has_a_grade_too(self):
        found = evaluate(self.OWN, [Bid("A", grades={"price": D(8), "reuse": D(5)})])
        assert (found.points, found.total) == ({"A": {"price": D("4.8"), "reuse": 2}}, {"A": D("6.8")})
        assert found.price_score is None and found.trace[0].rule == "points_graded"
        assert coefficients(self.OWN) == ((6, 4), 0)
        assert worth(self.OWN, [Bid("A", price=D(1))]) == ()

    def test_or_does_not_count(self):
        own = weighed(family=GRADED, price=None, reuse="1")
        assert evaluate(own, [Bid("A", levels={"reuse": "half"})]).total == {"A": D("0.5")}


class TestStretched:
    """The best quality gets all the points there are, and the others in proportion."""

    OWN = weighed(family=RESCALED, reuse="0.3", parts="0.1")
    A = Bid("A", price=D(100), levels={"reuse": "half", "parts": "half"})  # 0.15 + 0.05
    B = Bid("B", price=D(200), levels={"reuse": "none", "parts": "all"})  # 0.1

    def test_by_hand(self):
        found = evaluate(self.OWN, [self.A, self.B])
        assert found.points == {"A": {"price": D("0.6"), "reuse": D("0.3"), "parts": D("0.1")},
                                "B": {"price": D("0.3"), "reuse": 0, "parts": D("0.2")}}  # fmt: skip
        assert found.total == {"A": 1, "B": D("0.5")}
        (step,) = [one for one in found.trace if one.rule == "quality_rescaled"]
        assert (step.inputs, step.output) == ({"best": D("0.2"), "full": D("0.4")}, 2)

    def test_where_nobody_has_any_nothing_is_stretched(self):
        bare = replace(self.A, levels={"reuse": "none", "parts": "none"})
        found = evaluate(self.OWN, [bare])
        assert found.points == {"A": {"price": D("0.6"), "reuse": 0, "parts": 0}}
        assert next(one for one in worth(self.OWN, [bare]) if one.criterion == "reuse").low == 50

    def test_it_doubles_what_a_quality_is_worth(self):
        # 0.3 × 2 ÷ 0.6 × 100 at the lowest price, times four at twice the price
        reuse = next(one for one in worth(self.OWN, [self.A, self.B]) if one.criterion == "reuse")
        assert {name: round(own, 20) for name, own in reuse.per_bid.items()} == {"A": 100, "B": 400}


@pytest.mark.parametrize(
    "family", [name for name in EVERY if FAMILIES[name].results and name != "ratio.band"]
)
@pytest.mark.parametrize("held", [False, True])
def test_from_prices_and_quality_alone_the_same_numbers_come_out(family, held):
    own = model(family)
    if held and family == "monetised.fixed_amounts":
        own = replace(own, most_deducted_share=D("0.2"))
    bids = [
        bid(family, "A", D(900), "none", "all"),
        bid(family, "B", D(1000), "all", "some"),
        bid(family, "C", D(1150)),
    ]
    weights, base = FAMILIES[family].coefficients(own)
    counted = [one for one in own.criteria if not one.price or family == GRADED]
    quality = [
        base + sum((w * share_earned(own, one, each) for one, w in zip(counted, weights, strict=True)), D(0))
        for each in bids
    ]
    prices = [D(900), D(1000), D(1150)]
    found = evaluate(own, bids)
    said = list((found.total or found.comparison).values())
    assert all(
        abs(one - other) < D("1e-20")
        for one, other in zip(
            FAMILIES[family].results(EXACT, prices, quality, prices, own), said, strict=True
        )
    )


@pytest.mark.parametrize("family, totals", [(RATIO, ["0.6", "0.3"]), (RESCALED, ["0.7", "0.35"])])
def test_a_price_that_is_only_looked_at_counts_in_the_totals(family, totals):
    # price: 0.6 × 50/100 and 0.6 × 50/200; quality: 0.3 and 0.15 as it is, or so stretched that the best has 0.4
    own, quality = weighed(family=family, reuse="0.4"), [D("0.3"), D("0.15")]
    found = results(EXACT, [D(100), D(200)], quality, [D(50), D(100), D(200)], own)
    assert found == [D(one) for one in totals]


class TestShares:
    """How much of a criterion a bid earns, by whichever way it is told."""

    def earned(self, bid, *, scale=None, **criterion):
        own = AwardCriterion("reuse", "Återbruk", **criterion)
        return share_earned(AwardModel("x", (own,), grade_scale=scale), own, Bid("A", "Alfa", **bid))

    def test_a_level_a_number_a_grade_or_points(self):
        straight = ValueFunction("linear", ((D(0), D(0)), (D(10), D(1))))
        assert self.earned({"levels": {"reuse": "half"}}, levels=STEPS) == D("0.5")
        assert self.earned({"measured": {"reuse": D(7)}}, value_function=straight) == D("0.7")
        assert self.earned({"grades": {"reuse": D("0.3")}}) == D("0.3")
        assert self.earned({"grades": {"reuse": D(4)}}, scale=(D(1), D(5))) == D("0.75")
        assert self.earned({"points": {"reuse": D(6)}}, max_points=D(8)) == D("0.75")

    @pytest.mark.parametrize("grade", ["0.9", "5.1"])
    def test_a_grade_off_the_scale_is_refused(self, grade):
        with pytest.raises(GradeOutsideScale) as caught:
            self.earned({"grades": {"reuse": D(grade)}}, scale=(D(1), D(5)))
        assert caught.value.facts == {
            "bid": "A", "bidder": "Alfa", "criterion": "Återbruk", "grade": D(grade), "lowest": 1, "highest": 5
        }  # fmt: skip
        assert [self.earned({"grades": {"reuse": D(end)}}, scale=(D(1), D(5))) for end in (1, 5)] == [0, 1]

    @pytest.mark.parametrize("points", ["-0.1", "8.1"])
    def test_points_beyond_the_maximum_are_refused(self, points):
        with pytest.raises(PointsOutsideRange) as caught:
            self.earned({"points": {"reuse": D(points)}}, max_points=D(8))
        assert caught.value.facts["highest"] == 8
        assert [self.earned({"points": {"reuse": D(end)}}, max_points=D(8)) for end in (0, 8)] == [0, 1]
        assert self.earned({"points": {"reuse": D("0.5")}}, max_points=D(8)) == D("0.0625")

    def test_nothing_told_or_not_fitting_is_refused(self):
        for told, criterion in (
            ({}, {"levels": STEPS}),
            ({"measured": {"reuse": D(1)}}, {}),
            ({"points": {"reuse": D(1)}}, {}),
        ):
            with pytest.raises(MissingLevel):
                self.earned(told, **criterion)
        with pytest.raises(UnknownLevel) as caught:
            self.earned({"levels": {"reuse": "some"}}, levels=STEPS)
        assert caught.value.facts["known"] == "none, half, all"
        with pytest.raises(MissingPrice):
            evaluate(weighed(reuse="0.4"), [Bid("A", levels={"reuse": "all"})])

    def test_below_a_threshold_that_says_so_it_earns_nothing(self):
        held = Threshold(D("0.5"), "zero")
        for level, share in (("none", 0), ("half", D("0.5")), ("all", 1)):
            assert self.earned({"levels": {"reuse": level}}, levels=STEPS, threshold=held) == share
        low = {"low": D("0.4")}
        assert self.earned({"levels": {"reuse": "low"}}, levels=low, threshold=held) == 0
        assert self.earned({"levels": {"reuse": "low"}}, levels=low, threshold=Threshold(D("0.5"))) == D(
            "0.4"
        )

    @pytest.mark.parametrize(
        "share, told", [("0.95", "95"), ("1", "100"), ("0.3330", "33.3"), ("0.10", "10"), ("0", "0")]
    )
    def test_per_cent_has_no_idle_zeros(self, share, told):
        assert str(percent(D(share))) == told


class TestValueFunctions:
    """Straight lines between what was said; steps at it; and what lies beyond."""

    POINTS = ((D(0), D(0)), (D(4), D("0.2")), (D(10), D("0.8")))

    @pytest.mark.parametrize("number, share", [
        (0, "0"), (2, "0.1"), (4, "0.2"), (7, "0.5"), (10, "0.8"), (-5, "0"), (99, "0.8")
    ])  # fmt: skip
    def test_lines(self, number, share):
        assert share_of(ValueFunction("linear", self.POINTS), D(number)) == D(share)

    @pytest.mark.parametrize("number, share", [(-2, "-0.1"), (2, "0.1"), (12, "1")])
    def test_lines_that_go_on(self, number, share):
        assert share_of(ValueFunction("linear", self.POINTS, clip="none"), D(number)) == D(share)

    @pytest.mark.parametrize(
        "number, share", [(-1, "0"), (0, "0.1"), ("3.9", "0.1"), (4, "0.2"), (9, "0.2"), (10, "0.8")]
    )
    def test_steps(self, number, share):
        stairs = ValueFunction("step", ((D(0), D("0.1")), *self.POINTS[1:]))
        assert share_of(stairs, D(number)) == D(share)

    def test_the_three_answers_beyond_the_ends(self):
        from omlopp.domain.award.errors import MissingArgument, OutOfBounds

        line = [D(10), D(20), D(40)], [D(1), D(0), D(4)]
        assert [piecewise_linear(*line, D(x), "clip") for x in (9, 41)] == [1, 4]
        assert [piecewise_linear(*line, D(x), "interpolate") for x in (5, 45)] == [D("1.5"), 5]
        assert [piecewise_linear(*line, D(x)) for x in (10, 15, 20, 30, 40)] == [1, D("0.5"), 0, 2, 4]
        for x in (9, 41):
            with pytest.raises(OutOfBounds) as caught:
                piecewise_linear(*line, D(x))
            assert caught.value.facts == {
                "fields": ("x",),
                "named": "x",
                "value": x,
                "lowest": 10,
                "highest": 40,
            }
        for cutoffs, values in (([1], [1]), ([1, 2], [1]), ([1, 1], [0, 1]), ([1, 3, 2], [0, 1, 2])):
            with pytest.raises(MissingArgument) as refused:
                piecewise_linear([D(one) for one in cutoffs], [D(one) for one in values], D(1))
            assert refused.value.facts["fields"] == ("cutoffs", "values")
        assert piecewise_linear([D(1), D(2)], [D(0), D(1)], D("1.5")) == D("0.5")
