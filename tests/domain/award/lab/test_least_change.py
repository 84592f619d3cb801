"""S4: what would have won – the highest price that wins, to the öre, and the nearest level that does."""

from dataclasses import replace
from decimal import Decimal as D

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from omlopp.domain.award.evaluate import evaluate
from omlopp.domain.award.lab.given import given as ready
from omlopp.domain.award.lab.least_change import least_changes, nearest
from tests.domain.award.lab.models import LEVELS, bids, in_money, in_points

CENT = D("0.01")


@settings(max_examples=25, deadline=None)
@given(
    rows=st.lists(
        st.tuples(st.integers(800_000, 1_300_000), st.text("nsma", min_size=2, max_size=2)),
        min_size=2,
        max_size=4,
    ),
    ratio=st.booleans(),
)
def test_the_price_found_wins_and_one_ore_more_does_not(rows, ratio):
    model = in_money(150_000, 90_000)
    if ratio:
        weights = (D("0.25"), D("0.15"))
        qualities = [
            replace(one, value=None, weight=w) for one, w in zip(model.criteria, weights, strict=True)
        ]
        model = in_points("relative.lowest_price_ratio", *qualities)
    given_bids = bids(*rows)
    for change in least_changes(ready(model, given_bids)):
        if change.price is None:
            continue
        for price, wins in ((change.price, True), (change.price + CENT, False)):
            tried = [replace(bid, price=price) if bid.id == change.bid else bid for bid in given_bids]
            assert (evaluate(model, tried).winner == change.bid) is wins
        assert change.cut > 0


@settings(max_examples=25, deadline=None)
@given(
    rows=st.lists(
        st.tuples(st.integers(950_000, 1_050_000), st.text("nsm", min_size=2, max_size=2)),
        min_size=2,
        max_size=4,
    )
)
def test_the_level_found_wins_and_the_one_below_does_not(rows):
    model, given_bids = in_money(150_000, 90_000), bids(*rows)
    order = list(LEVELS)
    for change in least_changes(ready(model, given_bids)):
        for criterion, level in change.levels.items():
            for name, wins in ((level, True), (order[order.index(level) - 1], False)):
                tried = [
                    replace(bid, levels={**bid.levels, criterion: name}) if bid.id == change.bid else bid
                    for bid in given_bids
                ]
                assert (evaluate(model, tried).winner == change.bid) is wins


def test_by_hand():
    """A 1 000 000 with nothing; B 1 050 000 with all of 100 000: comparison 950 000. A must go under 950 000, or reach
    ’most’ (60 000 off)."""
    found = least_changes(ready(in_money(100_000), bids((1_000_000, "n"), (1_050_000, "a"))))
    assert [(one.bid, one.price, one.levels) for one in found] == [("A", D("949999.99"), {"q0": "most"})]


def test_the_nearest_loser_is_named_and_nothing_is_said_without_bids():
    found = nearest(ready(in_money(100_000), bids((1_000_000, "n"), (1_050_000, "a"), (1_060_000, "a"))))
    assert (found.facts["bidder"], found.number, found.variant) == ("C", pytest.approx(10_000.01), "close")
    assert nearest(None).facts["because"] == "no_bids"
