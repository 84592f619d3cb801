"""The six faults a formula can have, each on the smallest model that has it and the nearest that has not."""

from dataclasses import replace
from decimal import Decimal as D

import pytest

from omlopp.domain.award.lint import flat_below, lifts, lint, reorderings
from omlopp.domain.model.award import AwardCriterion, AwardModel, Bid
from tests.domain.award.examples import model

BOUNDS = "absolute.linear_between_bounds"


def bounded(clip, full=500, zero=2000):
    own = {"full_points_at": D(full), "zero_points_at": D(zero)} | ({"clip": clip} if clip else {})
    return model(BOUNDS, parameters=own)


@pytest.mark.parametrize(
    "clip, floor", [("both", 500), ("high", 500), ("low", None), ("none", None), (None, None)]
)
def test_below_the_price_with_full_points_a_krona_less_earns_nothing(clip, floor):
    assert flat_below(bounded(clip)) == floor
    assert lint(bounded(clip))["price-without-effect-below-floor"] is (floor is not None)


def test_where_no_lower_price_can_be_bid_or_points_rise_with_the_price_there_is_no_floor():
    assert flat_below(bounded("both", full=0)) is None
    assert flat_below(bounded("both", full=2000, zero=500)) is None
    assert flat_below(bounded("both", full=1)) == 1
    reference = model("absolute.reference_price_ratio", words={"clip": "high"})
    assert flat_below(reference) is None, "it has no end with no points"
    assert flat_below(model("relative.linear_from_lowest", words={"clip": "both"})) is None
    assert flat_below(model("monetised.fixed_amounts")) is None
    assert flat_below(model("absolute.capped_hyperbola", words={"clip": "both"})) == 300


@pytest.mark.parametrize("own, grows", [
    (model("monetised.percent_of_own_price"), True), (model("monetised.markup_for_missing"), True),
    (model("monetised.fixed_amounts"), False), (model("monetised.quality_margin"), False),
    (AwardModel("monetised.level_discount", ladder={"1": D("0.1")}), True),
    (AwardModel("monetised.level_discount", ladder={"1": D("0.1")}, words={"method": "share"}), True),
    (AwardModel("monetised.level_discount", ladder={"1": D(9)}, words={"method": "amount"}), False),
    (AwardModel("price.basket_sum", words={"method": "share"}), False),
], ids=lambda one: getattr(one, "family", ""))  # fmt: skip
def test_a_deduction_that_is_a_share_of_the_own_price_grows_with_it(own, grows):
    assert lifts(own) is grows is lint(own)["deduction-grows-with-own-price"]


def test_what_is_settled_after_the_bids_is_said():
    assert lint(replace(bounded(None), slope_known_before_bidding=False))["slope-not-known-before-bidding"]
    assert not lint(bounded(None))["slope-not-known-before-bidding"]


class TestReorderings:
    """Two bids 900 and 1,000, the dearer so much better; one more bid turns them round, or none can."""

    def found(self, family, lead, one=900, other=1000, words=None, **parameters):
        quality = AwardCriterion("quality", weight=D("0.4"), levels={"low": D(0), "high": D(str(lead))})
        own = AwardModel(family, (AwardCriterion("price", weight=D("0.6"), price=True), quality),
                         {name: D(str(value)) for name, value in parameters.items()}, words=words or {})  # fmt: skip
        bids = [
            Bid("A", price=D(str(one)), levels={"quality": "low"}),
            Bid("B", price=D(str(other)), levels={"quality": "high"}),
        ]
        found = reorderings(own, bids)
        assert lint(own, bids)["irrelevant-alternative-can-reorder"] is bool(found)
        return found

    def test_solved_where_the_formula_can_be_turned_round(self):
        assert self.found("relative.lowest_price_ratio", "0.1") == (("A", "B", 600),)
        assert self.found("relative.lowest_price_ratio", "0.15") == (("A", "B", 900),), "at the lowest itself"
        assert self.found("relative.lowest_price_ratio", "0.16") == ()
        assert self.found("relative.log_price", "0.1", zero_at_ratio=3) == (), (
            "the logarithm looks at ratios alone"
        )

    def test_else_prices_are_tried_from_a_thousand_times_the_highest_down(
        self,
    ):
        # alone 0.6 × 100 ÷ 1,900 is more than 0.4 × 0.0625; with a sum over 2,400 it is less
        assert self.found("relative.share_of_sum", "0.0625") == (("A", "B", 1_000_000),)
        # the middle of 1,000 and x must lie below 800: 600 is passed in step 86, at 1,000 × 10^(3 − 86 × 9/240)
        assert self.found("relative.estimate_mixed", "0.1875", times=2, estimate=1000) == (
            ("A", "B", D("595.66")),
        )
        assert self.found("relative.estimate_mixed", "0.01", times=2, estimate=1000) == ()

    def test_a_clip_makes_it_search_too(self):
        clipped = self.found("relative.linear_from_lowest", "0.3", other=2000, words={"clip": "low"}, slope=1)
        # equal at 500; 2,000 × 10^(3 − 97 × 9/240) is the first price tried below
        assert clipped == (("A", "B", D("460.82")),)
        assert self.found("relative.linear_from_lowest", "0.3", other=2000, slope=1) == ()

    def test_down_to_a_millionth_of_the_highest(self):
        # equal at three times what they are apart
        low = {"words": {"clip": "high"}, "slope": 1}
        assert self.found("relative.linear_from_lowest", "0.5", one=9_000_000, other=9_000_003.4, **low) == (
            ("A", "B", D("9.81")),
        )
        assert self.found("relative.linear_from_lowest", "0.5", one=9_000_000, other=9_000_002.9, **low) == ()

    def test_two_that_are_alike_stay_alike(self):
        own = model("relative.min_max")
        assert (
            reorderings(
                own, [Bid(name, price=D(90), levels={"reuse": "all", "parts": "all"}) for name in "AB"]
            )
            == ()
        )

    def test_two_bids_with_prices_are_needed_and_a_formula_that_looks_at_them(self):
        own = model("relative.min_max")
        bids = [Bid(name, price=D(0), levels={"reuse": "none", "parts": "none"}) for name in "AB"]
        assert reorderings(own, bids) == (), "free bids leave no price to try"
        assert reorderings(own, bids[:1]) == reorderings(own, [bids[0], replace(bids[1], price=None)]) == ()
        assert reorderings(model("monetised.fixed_amounts"), bids) == ()


class TestPrintedTables:
    OWN = model("relative.lowest_price_ratio")
    BIDS = (Bid("A", price=D(100), levels={"reuse": "all", "parts": "all"}),
            Bid("B", price=D(200), levels={"reuse": "all", "parts": "all"}))  # fmt: skip

    def disagrees(self, printed, tolerance=D(0), bids=BIDS):
        return lint(self.OWN, bids, printed, tolerance)["published-table-disagrees-with-published-formula"]

    @pytest.mark.parametrize("printed, tolerance, wrong", [
        ({"price_score": {"A": "1", "B": "0.5"}, "total": {"A": "1", "B": "0.7"}}, "0", False),
        ({"price_score": {"B": "0.51"}}, "0", True), ({"price_score": {"B": "0.51"}}, "0.01", False),
        ({"price_score": {"B": "0.49"}}, "0.009", True), ({"total": {"A": "1", "B": "0.71"}}, "0", True),
        ({"total": {"C": "1"}}, "1", True), ({"comparison": {"A": "1"}}, "9", True), ({"total": {}}, "0", False),
    ])  # fmt: skip
    def test_every_number_is_recomputed(self, printed, tolerance, wrong):
        tables = {column: {bid: D(number) for bid, number in own.items()} for column, own in printed.items()}
        assert self.disagrees(tables, D(tolerance)) is wrong

    def test_to_the_last_figure_where_no_tolerance_is_given(self):
        wrong = lint(self.OWN, self.BIDS, {"total": {"A": D("1.001")}})
        assert wrong["published-table-disagrees-with-published-formula"]

    def test_nothing_printed_or_nobody_bidding_disagrees_with_nothing(self):
        assert (
            self.disagrees(None)
            is self.disagrees({})
            is self.disagrees({"total": {"A": D(9)}}, bids=())
            is False
        )
