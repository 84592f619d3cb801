"""S9: the arithmetic over draws is that of the award's own life-cycle cost, and break-even values do turn the award."""

from dataclasses import replace
from decimal import Decimal as D

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from omlopp.domain.award.evaluate import evaluate
from omlopp.domain.award.lab.given import given as ready
from omlopp.domain.award.lab.unknowns import Unknown, costs, drawn, lcc_uncertainty, usual
from omlopp.domain.lifecycle.cost import life_cycle_cost
from omlopp.domain.model.award import AwardModel, Bid
from omlopp.domain.model.lifecycle import LccLine, LccMethod

LINES = (
    LccLine("buy", "investment", "cycle", asks_value="price", asks_cycle="life", first_year=0),
    LccLine("el", "running", "yearly", asks_quantity="kwh", unit_value=D("1.5"), escalation=D("0.02")),
    LccLine("care", "running", "cycle", unit_value=D(300), cycle_years=3),
    LccLine("co2", "external", "once", asks_quantity="kg", unit_value=D(2), year=1, unit="kg"),
    LccLine("back", "residual", "end", asks_value="rest"),
)
METHOD = LccMethod(10, D("0.035"), LINES)
MODEL = AwardModel("monetised.fixed_amounts", lcc=METHOD)
BIDS = (
    Bid("A", price=D(1000), lcc_inputs={"life": D(4), "kwh": D(200), "kg": D(90), "rest": D(50)}),
    Bid("B", price=D(2100), lcc_inputs={"life": D(9), "kwh": D(150), "kg": D(40), "rest": D(400)}),
)


@settings(max_examples=50, deadline=None)
@given(
    price=st.integers(1, 10_000),
    life=st.integers(1, 20),
    kwh=st.integers(0, 1000),
    rest=st.integers(0, 900),
    rate=st.sampled_from(["0", "0.035", "0.2"]),
)
def test_costs_over_arrays_are_the_award_s_own(price, life, kwh, rest, rate):
    method = replace(METHOD, rate=D(rate))
    inputs = {"price": D(price), "life": D(life), "kwh": D(kwh), "kg": D(7), "rest": D(rest)}
    assert costs(method, [inputs], {})[0, 0] == pytest.approx(
        float(life_cycle_cost(method, inputs, "A").total)
    )


def test_a_number_known_for_certain_changes_nothing_and_one_unknown_has_its_own_stream():
    certain = (Unknown("rate", 0, 0, 0), Unknown("value:el", 1, 1, 1))
    found = lcc_uncertainty(MODEL, BIDS, ready(MODEL, BIDS), certain, 100)[0]
    assert found.number == 1 and found.variant == "stands"
    few, more = (drawn(some, 2, 50, 3) for some in (usual(METHOD)[:1], usual(METHOD)))
    assert (few["rate"] == more["rate"]).all()


def test_what_the_lab_assumes_covers_rate_prices_lives_and_residuals():
    assert [one.what for one in usual(METHOD)] == [
        "rate", "input:life", "value:el", "value:care", "value:co2", "value:back"
    ]  # fmt: skip


def test_a_wide_unknown_shakes_the_award_and_is_named():
    found = lcc_uncertainty(
        MODEL,
        BIDS,
        ready(MODEL, BIDS),
        (Unknown("input:life", 0.2, 1, 3, own=True), Unknown("rate", 0, 0, 0.001)),
        2000,
    )[0]
    assert found.variant == "shaky" and found.serious and found.facts["weakest"] == "input:life"
    assert sum(row["share"] for row in found.rows if "share" in row) == pytest.approx(1)


def test_at_the_break_even_another_bid_wins_and_just_before_the_same():
    found = next(one for one in lcc_uncertainty(MODEL, BIDS, ready(MODEL, BIDS)) if one.about == "co2")
    now = evaluate(MODEL, BIDS).winner

    def winner(value: float) -> str | None:
        lines = tuple(replace(one, unit_value=D(str(value))) if one.id == "co2" else one for one in LINES)
        return evaluate(replace(MODEL, lcc=replace(METHOD, lines=lines)), BIDS).winner

    step = 0.001 if found.number > 2 else -0.001
    assert found.variant == "break_even"
    assert winner(found.number + step) != now and winner(found.number - step) == now


def test_without_a_method_or_bids_it_says_so():
    assert lcc_uncertainty(AwardModel("monetised.fixed_amounts"), (), None)[0].facts["because"] == "no_method"
    assert lcc_uncertainty(MODEL, (), None)[0].facts["because"] == "no_bids"
