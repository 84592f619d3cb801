"""What every formula must keep: total, deterministic, blind to order and names. That arrays rank alike is held in lab/test_arrays."""

from dataclasses import replace
from decimal import Decimal as D

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from omlopp.domain.award.errors import AwardError
from omlopp.domain.award.evaluate import evaluate
from omlopp.domain.model.award import canonical
from omlopp.domain.model.errors import OmloppError
from tests.domain.award.examples import EVERY, LEVELS, bid, model

levels = st.sampled_from(sorted(LEVELS))
prices = st.integers(1, 10**7).map(lambda cents: D(cents) / 100)


@st.composite
def fields(draw, family, least=1):
    size = draw(st.integers(least, 6))
    return [bid(family, f"bid {n}", draw(prices), draw(levels), draw(levels)) for n in range(size)]


@pytest.mark.parametrize("family", EVERY)
@given(data=st.data())
@settings(max_examples=10, deadline=None)
def test_ranks_are_whole_blind_to_order_and_the_same_twice(family, data):
    own, bids = model(family), data.draw(fields(family))
    one = evaluate(own, bids)
    assert sorted(one.rank) == sorted(offer.id for offer in bids)
    assert min(one.rank.values()) == 1
    assert canonical(evaluate(own, list(bids))) == canonical(one)
    turned = evaluate(own, data.draw(st.permutations(bids)))
    assert (turned.rank, turned.winner, set(turned.tied)) == (one.rank, one.winner, set(one.tied))
    renamed = evaluate(own, [replace(offer, id=f"x{offer.id}") for offer in bids])
    assert {name[1:]: place for name, place in renamed.rank.items()} == dict(one.rank)
    if one.winner is not None:
        assert one.rank[one.winner] == 1 and one.tied == ()


BAD = {
    "no price": lambda offer: replace(offer, price=None, lines=()),
    "no answer": lambda offer: replace(
        offer, levels={}, level=None, quality=None, features={}, coefficient=None
    ),
}


@pytest.mark.parametrize("family", EVERY)
@pytest.mark.parametrize("fault", BAD)
def test_a_bid_that_lacks_something_is_refused_by_name_or_does_not_need_it(family, fault):
    offers = [bid(family, "A", D(900)), BAD[fault](bid(family, "B", D(1000)))]
    try:
        evaluation = evaluate(model(family), offers)
    except OmloppError as error:
        assert isinstance(error, AwardError)
        assert "B" in str(error.facts.get("bidder", error.facts.get("where", "")))
        return
    if fault == "no price":
        assert family in ("additive.weighted_grades", "ratio.feature_coefficient")
    else:
        assert family in ("price.basket_sum", "ratio.feature_coefficient")
    assert evaluation.trace


@pytest.mark.parametrize("family", EVERY)
@pytest.mark.parametrize("price", ["1000000000000000", "0.0001", "0"])
def test_the_ends_of_money_are_counted_or_refused_by_name(family, price):
    offers = [bid(family, "A", D(price)), bid(family, "B", D(1000))]
    try:
        evaluation = evaluate(model(family), offers)
    except AwardError:
        assert price == "0", "only a price of zero may be beyond a formula"
        return
    assert set(evaluation.rank) == {"A", "B"}


@pytest.mark.parametrize("family", EVERY)
def test_one_bid_and_equal_bids_are_ranked(family):
    assert evaluate(model(family), [bid(family, "A", D(900))]).winner == "A"
    both = evaluate(model(family), [bid(family, "A", D(900)), bid(family, "B", D(900))])
    assert both.winner is None and both.tied == ("A", "B") and set(both.rank.values()) == {1}
