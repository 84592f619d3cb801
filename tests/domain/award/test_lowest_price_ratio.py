"""relative.lowest_price_ratio: points for lowest ÷ own price. What it does, and what it cannot promise."""

from dataclasses import replace
from decimal import Decimal as D

from hypothesis import given
from hypothesis import strategies as st

from omlopp.domain.award.break_even import Vary, break_even
from omlopp.domain.award.evaluate import evaluate
from omlopp.domain.award.worth import worth
from omlopp.domain.model.award import AwardCriterion, AwardModel, Bid

MODEL = AwardModel(
    "relative.lowest_price_ratio",
    (AwardCriterion("price", max_points=D(60), price=True), AwardCriterion("quality", max_points=D(40))),
)
A = Bid("A", price=D(90), points={"quality": D(10)})
B = Bid("B", price=D(110), points={"quality": D(20)})
C = Bid("C", price=D(80), points={"quality": D(0)})


def test_the_bid_that_comes_last_decides_who_wins():
    assert evaluate(MODEL, [A, B, C]).winner == "B"
    assert evaluate(MODEL, [A, B, C]).rank["C"] == 3
    assert evaluate(MODEL, [A, B]).winner == "A"


def test_a_price_that_is_not_ranked_counts_as_the_lowest():
    evaluation = evaluate(MODEL, [A, B], field=[D(80)])
    assert evaluation.winner == "B"
    assert set(evaluation.rank) == {"A", "B"}
    assert evaluation.trace[0].output == D(80)


@given(st.lists(st.integers(1, 10**12), min_size=1, max_size=6), st.data())
def test_a_lower_price_never_worsens_the_place(prices, data):
    bids = [
        Bid(str(n), price=D(price), points={"quality": D(data.draw(st.integers(0, 40)))})
        for n, price in enumerate(prices)
    ]
    lucky = data.draw(st.sampled_from(bids))
    cheaper = replace(lucky, price=D(data.draw(st.integers(1, int(lucky.price)))))
    after = evaluate(MODEL, [cheaper if bid is lucky else bid for bid in bids])
    assert after.rank[lucky.id] <= evaluate(MODEL, bids).rank[lucky.id]


@given(st.lists(st.integers(1, 10**9), min_size=2, max_size=5), st.integers(2, 1000))
def test_the_currency_unit_does_not_matter(prices, factor):
    bids = [Bid(str(n), price=D(price), points={"quality": D(n)}) for n, price in enumerate(prices)]
    scaled = [replace(bid, price=bid.price * factor) for bid in bids]
    assert evaluate(MODEL, bids).rank == evaluate(MODEL, scaled).rank


def test_weights_and_levels_give_the_same_as_points():
    weighted = AwardModel("relative.lowest_price_ratio", (
        AwardCriterion("price", weight=D("0.6"), price=True),
        AwardCriterion("quality", weight=D("0.4"), levels={"low": D("0.25"), "half": D("0.5")}),
    ))  # fmt: skip
    bids = [
        Bid("A", price=D(90), levels={"quality": "low"}),
        Bid("B", price=D(110), levels={"quality": "half"}),
    ]
    shares, points = evaluate(weighted, bids).total, evaluate(MODEL, [A, B]).total
    assert all(abs(shares[bid] * 100 - points[bid]) < D("1e-20") for bid in "AB")


def test_break_even_tells_at_which_lowest_price_the_two_are_equal():
    at = break_even(MODEL, [A, B], ("A", "B"), Vary("lowest_price"))
    assert at == D("82.5")
    assert evaluate(MODEL, [A, B], field=[at]).tied == ("A", "B")
    assert break_even(MODEL, [A, B, C], ("A", "B"), Vary("lowest_price")) is None  # C is cheaper already


def test_worth_is_a_slope_that_grows_with_the_square_of_the_price():
    (quality,) = worth(MODEL, [A, B, C])
    full_marks = D(40) / D(60)
    assert quality.per_bid["C"] == quality.low
    assert abs(quality.per_bid["C"] - full_marks * 80) < D("1e-20")
    assert abs(quality.high - full_marks * 110 * 110 / 80) < D("1e-20")
    # and it is the slope: a hundredth of a point more quality is worth that much dearer a price, near enough
    a_little, price = D("0.0001"), B.price + quality.per_bid["B"] * D("0.0001") / 40
    moved = replace(B, price=price, points={"quality": D(20) + a_little})
    assert abs(evaluate(MODEL, [A, moved, C]).total["B"] - evaluate(MODEL, [A, B, C]).total["B"]) < D("1e-8")


def test_a_scale_that_begins_at_one_gives_the_lowest_level_the_lowest_grade():
    model = AwardModel(
        "relative.lowest_price_ratio",
        (
            AwardCriterion("price", weight=D("0.5"), price=True),
            AwardCriterion("quality", weight=D("0.5"), levels={"bare": D(0), "half": D("0.5")}),
        ),
        grade_scale=(D(1), D(5)),
    )
    bids = [
        Bid("A", price=D(100), levels={"quality": "bare"}),
        Bid("B", price=D(200), levels={"quality": "half"}),
    ]
    assert evaluate(model, bids).points["A"]["quality"] == D("0.5")  # half of the grade 1
    assert evaluate(model, bids).points["B"]["quality"] == D("1.5")  # half of the grade 3
    (quality,) = worth(model, bids)
    assert quality.low == D(80)  # from 1 to 5 is 2 points; the price has 2.5, at 100 kronor
    assert quality.levels["half"] == (D(40), D(160))


def test_a_weight_that_no_document_could_print_is_no_break_even():
    model = AwardModel(
        "relative.lowest_price_ratio",
        (AwardCriterion("price", weight=D("0.5"), price=True), AwardCriterion("quality", weight=D("0.5"))),
    )
    better = Bid("A", price=D(100), grades={"quality": D("0.9")})
    worse = Bid("B", price=D(200), grades={"quality": D("0.1")})
    for criterion in ("price", "quality"):  # cheaper and better: only a negative weight could make them equal
        assert break_even(model, [better, worse], ("A", "B"), Vary("weight", criterion, "fixed")) is None
    # 0.5 × (1 − 0.5) apart on price would take 2.5 times as much weight on a quality 0.1 apart
    close = Bid("B", price=D(200), grades={"quality": D(1)})
    assert break_even(model, [better, close], ("A", "B"), Vary("weight", "quality", "fixed")) is None
