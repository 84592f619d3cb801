"""monetised.fixed_amounts: price less money for quality. What it promises to buyers and bidders."""

from dataclasses import replace
from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omlopp.domain.award.evaluate import evaluate
from omlopp.domain.model.award import AwardCriterion, AwardModel, Bid

LEVELS = {"none": D(0), "some": D("0.35"), "all": D(1)}
ORDER = list(LEVELS)
MODEL = AwardModel(
    family="monetised.fixed_amounts",
    criteria=(
        AwardCriterion("reuse", value=D(200_000), levels=LEVELS),
        AwardCriterion("parts", value=D("60000.50"), levels=LEVELS),
    ),
)
prices = st.decimals(min_value=0, max_value=10**15, places=2)
levels = st.sampled_from(ORDER)


@st.composite
def bid_fields(draw, least: int = 1):
    size = draw(st.integers(least, 6))
    return [
        Bid(f"bid {n}", price=draw(prices), levels={"reuse": draw(levels), "parts": draw(levels)})
        for n in range(size)
    ]


def order(evaluation, ids):
    """Pairs of bids and which of the two is better, if any."""
    sign = {}
    for one in ids:
        for other in ids:
            one_rank, other_rank = evaluation.rank[one], evaluation.rank[other]
            sign[one, other] = (one_rank > other_rank) - (one_rank < other_rank)
    return sign


@given(bid_fields(), st.data())
def test_a_lower_price_never_worsens_the_place(bids, data):
    lucky = data.draw(st.sampled_from(bids))
    cheaper = replace(lucky, price=data.draw(st.decimals(min_value=0, max_value=lucky.price, places=2)))
    before = evaluate(MODEL, bids)
    after = evaluate(MODEL, [cheaper if bid is lucky else bid for bid in bids])
    assert after.rank[lucky.id] <= before.rank[lucky.id]
    assert after.comparison[lucky.id] == before.comparison[lucky.id] - lucky.price + cheaper.price


@given(bid_fields(), st.data())
def test_a_better_level_never_worsens_the_place(bids, data):
    lucky = data.draw(st.sampled_from(bids))
    at_least = ORDER[ORDER.index(lucky.levels["reuse"]) :]
    better = replace(lucky, levels=lucky.levels | {"reuse": data.draw(st.sampled_from(at_least))})
    before = evaluate(MODEL, bids)
    after = evaluate(MODEL, [better if bid is lucky else bid for bid in bids])
    assert after.rank[lucky.id] <= before.rank[lucky.id]
    assert after.comparison[lucky.id] <= before.comparison[lucky.id]


@given(bid_fields(least=2), st.data())
def test_the_order_of_two_does_not_depend_on_a_third(bids, data):
    gone = data.draw(st.sampled_from(bids))
    staying = [bid for bid in bids if bid is not gone]
    ids = [bid.id for bid in staying]
    exact = replace(MODEL, rounding=None)
    whole, part = evaluate(exact, bids), evaluate(exact, staying)
    assert all(whole.comparison[one] == part.comparison[one] for one in ids)
    # Bids that a billionth parts may be equal to a third one; all others keep their order to the letter.
    apart = [
        (one, other)
        for one in ids
        for other in ids
        if abs(whole.comparison[one] - whole.comparison[other]) > D("1e-7") * abs(whole.comparison[one]) + 1
    ]
    before, after = order(whole, ids), order(part, ids)
    assert all(before[pair] == after[pair] for pair in apart)


@given(bid_fields(), st.randoms(use_true_random=False))
def test_the_order_in_which_bids_are_listed_changes_nothing(bids, random):
    shuffled = random.sample(bids, len(bids))
    one, other = evaluate(MODEL, bids), evaluate(MODEL, shuffled)
    assert (one.rank, one.winner, set(one.tied)) == (other.rank, other.winner, set(other.tied))
    assert one.comparison == other.comparison


@given(bid_fields())
def test_twice_the_same_question_gives_the_same_answer_to_the_last_step(bids):
    assert evaluate(MODEL, bids) == evaluate(MODEL, list(bids))


def test_the_trace_holds_every_step_and_adds_up_to_the_result():
    bid = Bid("A", price=D(1_000_000), levels={"reuse": "some", "parts": "all"})
    evaluation = evaluate(MODEL, [bid])
    assert [(step.rule, step.output) for step in evaluation.trace] == [
        ("price", D(1_000_000)),
        ("deduction", D(70_000)),
        ("deduction", D("60000.50")),
        ("comparison", D("869999.50")),
        ("rank_low", D(1)),
    ]
    assert evaluation.trace[1].inputs == {"value": D(200_000), "share_percent": D(35)}


def test_comparison_prices_are_rounded_half_up_before_ranking():
    model = AwardModel(
        "monetised.fixed_amounts", (AwardCriterion("reuse", value=D("0.01"), levels={"half": D("0.5")}),)
    )
    bids = [
        Bid("A", price=D("10.01"), levels={"reuse": "half"}),
        Bid("B", price=D("10.015"), levels={"reuse": "half"}),
    ]
    assert evaluate(model, bids).comparison == {"A": D("10.01"), "B": D("10.01")}
    assert evaluate(model, bids).tied == ("A", "B")
    assert evaluate(replace(model, rounding=None), bids).winner == "A"


def test_huge_prices_keep_their_hundredth_of_an_ore():
    model = AwardModel("monetised.fixed_amounts", rounding=None)
    price = D("1000000000000000.0001")
    assert evaluate(model, [Bid("A", price=price)]).comparison == {"A": price}


@pytest.mark.parametrize("ties, winner, rules", [
    ((), None, ["tied"]),
    (("lot",), None, ["tie_lot", "tied"]),
    (("lower_price",), "A", ["tie_lower_price"]),
    (("better:reuse", "lot"), "B", ["tie_better"]),
])  # fmt: skip
def test_equal_bids_are_parted_only_by_what_the_model_says(ties, winner, rules):
    bids = [
        Bid("A", price=D(100_000), levels={"reuse": "none", "parts": "none"}),
        Bid("B", price=D(300_000), levels={"reuse": "all", "parts": "none"}),
    ]
    evaluation = evaluate(replace(MODEL, ties=ties), bids)
    assert evaluation.winner == winner
    assert evaluation.tied == (() if winner else ("A", "B"))
    assert [step.rule for step in evaluation.trace if step.rule.startswith("tie")] == rules
