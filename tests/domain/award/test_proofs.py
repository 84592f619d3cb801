"""What follows from a formula alone, family by family, and where exactly each ground gives way."""

from dataclasses import replace
from decimal import Decimal as D

import pytest

from omlopp.domain.award.proofs import on_its_own, price_reaches, proofs
from omlopp.domain.model.award import AwardCriterion, AwardModel, Threshold, ValueFunction
from omlopp.domain.model.lifecycle import LccLine, LccMethod
from tests.domain.award.examples import EVERY, LEVELS, model

# lower price never worse · every krona counts · better quality never worse · no third bid turns two · any currency unit ·
# known before bidding; P7 (who bids is never read) follows for all
PROVED = {
    "monetised.fixed_amounts": "12346", "relative.lowest_price_ratio": "1235", "price.basket_sum": "123456",
    "relative.linear_from_lowest": "1235", "relative.n_times_lowest": "1235", "relative.estimate_mixed": "123",
    "relative.min_max": "135", "relative.average": "1235", "relative.share_of_sum": "1235", "relative.log_price": "12345",
    "relative.quality_rescaled": "1235", "absolute.linear_between_bounds": "12346",
    "absolute.reference_price_ratio": "12346", "absolute.capped_hyperbola": "12346", "additive.weighted_grades": "3456",
    "monetised.percent_of_own_price": "123456", "monetised.markup_for_missing": "123456", "monetised.quality_margin": "1234",
    "monetised.level_discount": "123456", "monetised.environmental_cost": "12346", "ratio.quality_per_price": "123456",
    "ratio.band": "135", "absolute.utility_index": "1235", "value.relative_cost": "1235", "value.cost_effectiveness": "123456",
    "ratio.feature_coefficient": "123456", "absolute.superformula": "12346", "priority.order": "12345", "expression": "12346",
}  # fmt: skip
NOT_STRICT, NOT_AT_ALL = ("1",), ()


def proved(own):
    return proofs(own, D(1000))


def price(own):
    """Which of P1 and P2 are proved."""
    return tuple(name[1] for name in ("P1", "P2") if name in proved(own))


def weighed(own, **weights):
    return replace(
        own,
        criteria=tuple(replace(one, weight=D(weights[one.id])) for one in own.criteria if one.id in weights),
    )


@pytest.mark.parametrize("family", EVERY)
def test_what_is_proved_of_each_family(family):
    assert "".join(sorted(name[1:] for name in proved(model(family)))) == "".join(
        sorted(PROVED[family] + "7")
    )


def test_the_grounds():
    assert proved(model("monetised.fixed_amounts")) == {
        "P1": "price_monotone", "P2": "price_strict", "P3": "quality_monotone", "P4": "own_bid_only", "P6": "own_bid_only",
        "P7": "symmetric",
    }  # fmt: skip
    assert (
        proved(model("priority.order"))["P4"]
        == proved(model("monetised.quality_margin"))["P4"]
        == "same_for_all"
    )
    assert proved(model("price.basket_sum"))["P5"] == "scale_free"
    assert {proved(model("expression"))[name] for name in ("P1", "P2", "P3")} == {"slope"}


class TestPrice:
    @pytest.mark.parametrize(
        "reuse, answer", [("0.89", ("1", "2")), ("0.9", NOT_STRICT), ("0.91", NOT_AT_ALL)]
    )
    def test_deductions_in_per_cent_of_the_price_may_not_take_all_of_it(self, reuse, answer):
        assert price(weighed(model("monetised.percent_of_own_price"), reuse=reuse, parts="0.1")) == answer

    @pytest.mark.parametrize("most, answer", [("0.99", ("1", "2")), ("1", NOT_STRICT)])
    def test_nor_may_a_ladder_or_a_cap(self, most, answer):
        ladder = {"0": D(0), "5": D(most)}
        assert price(AwardModel("monetised.level_discount", ladder=ladder)) == answer
        assert price(AwardModel("monetised.level_discount", ladder=ladder, words={"method": "amount"})) == (
            "1",
            "2",
        )
        assert price(model("monetised.fixed_amounts", most_deducted_share=D(most))) == answer
        above = AwardModel("monetised.level_discount", ladder={"5": D("1.1")})
        assert price(above) == NOT_AT_ALL

    @pytest.mark.parametrize("own, answer", [("0.51", ("1", "2")), ("0.5", NOT_STRICT), ("0.49", NOT_AT_ALL)])
    def test_the_utility_index_holds_while_quality_weighs_less_than_price(self, own, answer):
        rest = str(1 - D(own))
        assert price(weighed(model("absolute.utility_index"), price=own, reuse=rest, parts="0")) == answer

    @pytest.mark.parametrize("clip, linear, bounds", [
        ("none", "12", "12"), ("low", "1", "1"), ("both", "1", "1"), ("high", "12", "1")
    ])  # fmt: skip
    def test_a_clip_that_holds_a_score_still_makes_some_kronor_count_for_nothing(self, clip, linear, bounds):
        """No score of the families counted from the lowest price lies above full points, so that end holds nothing."""
        for family, answer in (("relative.linear_from_lowest", linear), ("relative.n_times_lowest", linear),
                               ("relative.log_price", linear), ("relative.average", bounds),
                               ("absolute.linear_between_bounds", bounds)):  # fmt: skip
            assert "".join(price(model(family, words={"clip": clip}))) == answer, family

    @pytest.mark.parametrize("family, low, high", [
        ("absolute.linear_between_bounds", "full_points_at", "zero_points_at"),
        ("absolute.capped_hyperbola", "lowest_plausible_price", "base_price"),
    ])  # fmt: skip
    def test_a_scale_turned_upside_down_rewards_a_higher_price(self, family, low, high):
        assert price(model(family, parameters={low: D(500), high: D(501)})) == ("1", "2")
        assert price(model(family, parameters={low: D(500), high: D(499)})) == NOT_AT_ALL

    def test_a_price_of_no_weight_does_not_count(self):
        own = weighed(model("relative.lowest_price_ratio"), price="0", reuse="0.75", parts="0.25")
        assert price(own) == NOT_STRICT
        assert price(weighed(own, price="0.1", reuse="0.65", parts="0.25")) == ("1", "2")

    def test_quality_per_krona_needs_some_quality_in_every_bid(self):
        own = model("ratio.quality_per_price")
        assert price(own) == ("1", "2"), "the least level earns a tenth"

        def least(*levels, threshold=None):
            first = replace(own.criteria[0], levels=dict(zip("ab", levels, strict=True)), threshold=threshold)
            bare = replace(own.criteria[1], levels={"none": D(0), "all": D(1)})
            return price(replace(own, criteria=(first, bare)))

        assert least(D(0), D(1)) == NOT_STRICT
        assert least(D(0), D(1), threshold=Threshold(D("0.1"))) == ("1", "2")
        assert least(D(0), D(1), threshold=Threshold(D("0.1"), "zero")) == NOT_STRICT
        assert least(D("0.2"), D(1), threshold=Threshold(D("0.1"))) == ("1", "2")
        graded = replace(own, criteria=tuple(replace(one, levels={}) for one in own.criteria))
        assert price(graded) == NOT_STRICT
        idle = replace(
            own, criteria=(replace(own.criteria[0], weight=D(1)), replace(own.criteria[1], weight=D(0)))
        )
        assert price(idle) == ("1", "2")

    def test_in_an_order_of_priority_the_price_comes_first_or_counts_in_some_places_only(self):
        own = model("priority.order")
        assert price(own) == ("1", "2")
        assert price(replace(own, criteria=own.criteria[::-1])) == NOT_STRICT
        assert price(replace(own, criteria=())) == NOT_STRICT


class TestQuality:
    def own(self, *shares):
        points = tuple((D(n), D(str(share))) for n, share in enumerate(shares))
        life = AwardCriterion("life", value=D(9), value_function=ValueFunction("linear", points))
        return AwardModel(
            "monetised.fixed_amounts", (AwardCriterion("reuse", value=D(9), levels=LEVELS), life)
        )

    @pytest.mark.parametrize("shares, rises", [
        ((0, "0.5", 1), True), ((1, "0.5", 0), True), ((0, 1, "0.5"), False), ((1, 0, "0.5"), False), ((0, 0, 1), True)
    ])  # fmt: skip
    def test_a_value_function_runs_one_way(self, shares, rises):
        assert ("P3" in proved(self.own(*shares))) is rises

    @pytest.mark.parametrize("factor, holds", [("2", True), ("0", True), ("-0.1", False)])
    def test_a_harm_that_is_paid_for_is_no_harm(self, factor, holds):
        assert (
            "P3" in proved(model("monetised.environmental_cost", parameters={"factor": D(factor)}))
        ) is holds

    def test_a_typed_formula_needs_both_its_slope_and_its_value_functions(self):
        def typed(formula, criteria=None, better="low"):
            own = model("expression", parameters={"formula": formula, "better": better})
            return proved(replace(own, criteria=criteria or own.criteria))

        assert "P3" in typed("p - 9 * q") and "P3" not in typed("p + 9 * q")
        hump = (replace(self.own(0, 1, "0.5").criteria[1], value=None, weight=D(1)),)
        assert "P3" not in typed("p - 9 * q", hump)
        assert set(typed("max(p, 1000) - 9 * q")) == {"P1", "P3", "P4", "P6", "P7"}
        assert set(typed("p * (1 - 0.5 * q)")) == {"P1", "P2", "P3", "P4", "P5", "P6", "P7"}
        assert set(typed("lowest(p) / p", better="high")) == {"P5", "P7"}
        assert set(typed("9 * q - p")) == {"P2", "P4", "P6", "P7"}
        # shown from a hundredth of 1,000 to a hundred times it
        assert "P1" in typed("ln(p - 9)") and "P1" not in typed("ln(p - 11)")
        assert "P1" in typed("p * (220000 - p)") and "P1" not in typed("p * (190000 - p)")


class TestLifeCycle:
    BUY = LccLine("buy", "investment", "once", asks_value="price")

    @pytest.mark.parametrize("line, reaches", [
        ({}, True), ({"quantity": D(2)}, True), ({"quantity": D("0.5")}, True), ({"quantity": D(0)}, False),
        ({"kind": "running"}, False), ({"asks_quantity": "pieces"}, False), ({"asks_value": "other"}, False),
        ({"asks_value": "", "asks_quantity": "price"}, False),
    ])  # fmt: skip
    def test_the_price_reaches_the_comparison_as_a_purchase_at_full_value(self, line, reaches):
        own = replace(model("price.basket_sum"), lcc=LccMethod(5, D(0), (replace(self.BUY, **line),)))
        assert price_reaches(own) is reaches
        assert price(own) == (("1", "2") if reaches else ())
        assert "P5" not in proved(own), "what else is paid does not grow with the price"

    def test_every_line_that_reads_it_must(self):
        running = replace(self.BUY, id="care", kind="running")
        assert not price_reaches(
            replace(model("price.basket_sum"), lcc=LccMethod(5, D(0), (self.BUY, running)))
        )
        assert price_reaches(model("price.basket_sum"))
        formula = {"formula": "p * (1 - 0.5 * q)", "better": "low"}
        whole = replace(model("expression", parameters=formula), lcc=LccMethod(5, D(0), (self.BUY,)))
        assert set(proved(whole)) == {"P1", "P2", "P3", "P4", "P6", "P7"}
        apart = replace(model("expression", parameters=formula), lcc=LccMethod(5, D(0), (running,)))
        assert set(proved(apart)) == {"P3", "P4", "P6", "P7"}


@pytest.mark.parametrize("own, alone", [
    (model("monetised.fixed_amounts"), True), (model("relative.min_max"), False), (model("monetised.quality_margin"), False),
    (model("priority.order"), False), (model("expression"), True),
    (model("expression", parameters={"formula": "mean(p) - p"}), False),
], ids=lambda one: getattr(one, "family", ""))  # fmt: skip
def test_a_bid_s_result_comes_from_the_bid_alone(own, alone):
    assert on_its_own(own) is alone


@pytest.mark.parametrize("changes, proved_here", [
    ({"words": {"clip": "low"}}, False), ({"words": {"clip": "none"}}, True), ({}, True)
])  # fmt: skip
def test_an_unclipped_logarithm_parts_two_bids_alike_whoever_else_bids(changes, proved_here):
    assert ("P4" in proved(model("relative.log_price", **changes))) is proved_here


def test_a_ladder_in_kronor_does_not_follow_the_currency():
    amounts = AwardModel("monetised.level_discount", ladder={"5": D(40)}, words={"method": "amount"})
    assert "P5" not in proved(amounts) and "P5" in proved(replace(amounts, ladder={"5": D("0.4")}, words={}))
