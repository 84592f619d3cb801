"""Two bids side by side: what the winner earned more, what it earned less, and how far apart the two came."""

from decimal import Decimal as D

import pytest

from omlopp.domain.award.advantages import advantages, compared_price
from omlopp.domain.award.errors import UnknownBid
from omlopp.domain.award.evaluate import evaluate
from omlopp.domain.model.award import (
    AwardCriterion,
    AwardModel,
    Bid,
    Evaluation,
    ModelLine,
    PriceLine,
    TraceStep,
)
from omlopp.domain.model.lifecycle import LccLine, LccMethod

STEPS = {"none": D(0), "half": D("0.5"), "all": D(1)}
MONEY = AwardModel("monetised.fixed_amounts", (
    AwardCriterion("reuse", value=D(300), levels=STEPS), AwardCriterion("parts", value=D(100), levels=STEPS)))  # fmt: skip
POINTS = AwardModel("relative.lowest_price_ratio", (
    AwardCriterion("price", max_points=D(60), price=True), AwardCriterion("quality", max_points=D(40))))  # fmt: skip


def compared(model, *bids, winner="A", own="B", evaluation=None):
    named = {bid.id: bid for bid in bids}
    return advantages(model, evaluation or evaluate(model, bids), named, winner, own)


def leads(found):
    return {one.criterion.id: (one.winner, one.own, one.lead) for one in found.differences}


def test_in_money_each_quality_tells_what_it_took_off():
    found = compared(
        MONEY,
        Bid("A", price=D(1000), levels={"reuse": "all", "parts": "none"}),  # 1000 − 300 = 700
        Bid("B", price=D(950), levels={"reuse": "half", "parts": "half"}),  # 950 − 150 − 50 = 750
    )
    assert found.unit == "money"
    assert leads(found) == {"reuse": (300, 150, 150), "parts": (0, 50, -50)}
    assert found.price_lead == -50, "the winner is fifty dearer"
    assert found.result_lead == 50


def test_in_points_the_price_is_one_of_the_criteria():
    found = compared(
        POINTS,
        Bid("A", price=D(90), points={"quality": D(10)}),  # 60 + 10
        Bid("B", price=D(120), points={"quality": D(20)}),  # 60 × 90 ÷ 120 + 20 = 65
    )
    assert found.unit == "points"
    assert leads(found) == {"price": (60, 45, 15), "quality": (10, 20, -10)}
    assert (found.price_lead, found.result_lead) == (30, 5)


def test_a_family_that_earns_nothing_piece_by_piece_has_no_differences():
    lines = (PriceLine("1", D(2), D(10)),), (PriceLine("1", D(2), D(12)),)
    found = compared(AwardModel("price.basket_sum"), Bid("A", lines=lines[0]), Bid("B", lines=lines[1]))
    assert found.differences == () and found.result_lead == 4
    assert found.price_lead is None, "neither bid has one price"


@pytest.mark.parametrize("prices", [(None, D(9)), (D(9), None), (None, None)])
def test_where_one_price_is_not_known_there_is_no_lead_in_price(prices):
    bids = (Bid("A", price=prices[0]), Bid("B", price=prices[1]))
    found = compared(MONEY, *bids, evaluation=Evaluation(total={"A": D(3), "B": D(1)}))
    assert found.price_lead is None and found.result_lead == 2


@pytest.mark.parametrize("counted", ["A", "B"])
def test_a_bid_that_was_rejected_has_no_result_to_compare(counted):
    evaluation = Evaluation(deduction={counted: {"reuse": D(1)}}, comparison={counted: D(700)})
    found = compared(MONEY, Bid("A", price=D(1)), Bid("B", price=D(2)), evaluation=evaluation)
    assert (found.differences, found.result_lead, found.price_lead) == ((), None, 1)
    nothing = compared(MONEY, Bid("A", price=D(1)), Bid("B", price=D(2)), evaluation=Evaluation())
    assert (nothing.unit, nothing.differences, nothing.result_lead) == ("points", (), None)


def test_a_bid_that_is_not_there_is_refused_with_those_that_are():
    for winner, own in (("A", "Z"), ("Z", "A")):
        with pytest.raises(UnknownBid) as caught:
            compared(MONEY, Bid("A", price=D(1)), winner=winner, own=own, evaluation=Evaluation())
        assert caught.value.facts == {"bid": "Z", "known": "A"}


class TestThePriceCompared:
    def test_is_the_bid_s_own_or_the_sum_of_the_form_or_the_life_cycle_cost(self):
        form = (ModelLine("chair", D(4)),)
        energy = LccLine("el", "running", "once", asks_quantity="kwh", unit_value=D(2))
        buy = LccLine("kop", "investment", "once", asks_value="price")
        method = LccMethod(1, D(0), (buy, energy))
        bid = Bid("A", lines=(PriceLine("chair", None, D(25)),))
        summed = evaluate(AwardModel("monetised.fixed_amounts", lines=form), [bid])
        assert compared_price(summed, bid) == 100
        costed = Bid("A", lines=bid.lines, lcc_inputs={"kwh": D(7)})
        whole = evaluate(AwardModel("monetised.fixed_amounts", lines=form, lcc=method), [costed])
        assert compared_price(whole, costed) == 114, "100 and seven kilowatt-hours at two kronor"
        plain = Bid("A", price=D(100))
        assert compared_price(evaluate(AwardModel("monetised.fixed_amounts"), [plain]), plain) == 100

    def test_is_read_from_the_bid_s_own_steps(self):
        trace = (TraceStep("B", "lcc", {}, D(9)), TraceStep("A", "line", {}, D(8)))
        assert compared_price(Evaluation(trace=trace), Bid("A", price=D(100))) == 100
