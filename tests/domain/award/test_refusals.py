"""Bad input gets a named refusal that carries its facts, and a sentence in both languages."""

from decimal import Decimal as D

import pytest

from omlopp.domain.award import errors
from omlopp.domain.award.break_even import Vary, break_even
from omlopp.domain.award.evaluate import evaluate
from omlopp.domain.award.worth import worth
from omlopp.domain.model import award as nouns
from omlopp.domain.model.award import AwardCriterion, AwardModel, Bid, PriceLine
from omlopp.library.messages import sentence

REUSE = AwardCriterion("reuse", "Återbruk", value=D(100), levels={"none": D(0), "all": D(1)})
MONEY = AwardModel("monetised.fixed_amounts", (REUSE,))
PRICE = AwardCriterion("price", weight=D("0.6"), price=True)
QUALITY = AwardCriterion("quality", weight=D("0.4"))
RATIO = AwardModel("relative.lowest_price_ratio", (PRICE, QUALITY))


def bid(**changes):
    return Bid(**({"id": "A", "bidder": "Alfa AB", "price": D(500), "levels": {"reuse": "all"}} | changes))


def graded(**changes):
    return Bid(**({"id": "A", "price": D(500), "grades": {"quality": D("0.5")}} | changes))


def ratio(*criteria):
    return AwardModel("relative.lowest_price_ratio", criteria)


REFUSED = {
    "no such family": (lambda: evaluate(AwardModel("price.guess"), [bid()]), errors.UnknownFamily),
    "no bids": (lambda: evaluate(MONEY, []), errors.NoBids),
    "no price": (lambda: evaluate(MONEY, [bid(price=None)]), errors.MissingPrice),
    "negative price": (lambda: bid(price=D("-0.01")), nouns.NegativePrice),
    "a price that is no number": (lambda: bid(price=D("NaN")), nouns.AmountNotAllowed),
    "a price beyond all money": (lambda: bid(price=D("1e999999")), nouns.AmountNotAllowed),
    "a grade that is no number": (lambda: graded(grades={"quality": D("Infinity")}), nouns.AmountNotAllowed),
    "lot that does not exist": (lambda: evaluate(MONEY, [bid(lot_id="LOT-9")], lots=["LOT-1"]), errors.UnknownLot),
    "bids on two lots": (
        lambda: evaluate(MONEY, [bid(lot_id="LOT-1"), bid(id="B", lot_id="LOT-2")]), errors.SeveralLots),
    "no level": (lambda: evaluate(MONEY, [bid(levels={})]), errors.MissingLevel),
    "unknown level": (lambda: evaluate(MONEY, [bid(levels={"reuse": "some"})]), errors.UnknownLevel),
    "level of another model": (
        lambda: evaluate(MONEY, [bid(levels={"reuse": "all", "colour": "red"})]), nouns.UnknownAwardCriterion),
    "two bids of one name": (lambda: evaluate(MONEY, [bid(), bid()]), nouns.NamedTwice),
    "two criteria of one name": (lambda: AwardModel("x", (REUSE, REUSE)), nouns.NamedTwice),
    "value missing": (
        lambda: evaluate(AwardModel(MONEY.family, (AwardCriterion("reuse"),)), [bid()]), errors.CriterionWithoutValue),
    "negative value": (lambda: AwardCriterion("reuse", value=D(-1)), nouns.AmountNotAllowed),
    "share above 1": (lambda: AwardCriterion("reuse", levels={"all": D("1.01")}), nouns.FractionOutOfRange),
    "weight below 0": (lambda: AwardCriterion("reuse", weight=D("-0.1")), nouns.FractionOutOfRange),
    "weights above 100 %": (
        lambda: evaluate(ratio(PRICE, AwardCriterion("quality", weight=D("0.45"))), [graded()]),
        errors.WeightsDoNotSum),
    "weights below 100 %": (lambda: evaluate(ratio(PRICE), [graded(grades={})]), errors.WeightsDoNotSum),
    "a weight missing": (
        lambda: evaluate(ratio(PRICE, AwardCriterion("quality", max_points=D(4))), [graded()]),
        errors.CriterionWithoutWeight),
    "no criteria": (lambda: evaluate(ratio(), [Bid("A", price=D(1))]), errors.NoCriteria),
    "no price criterion": (
        lambda: evaluate(ratio(AwardCriterion("quality", weight=D(1))), [graded()]), errors.NoPriceCriterion),
    "zero lowest price": (lambda: evaluate(RATIO, [graded(price=D(0))]), errors.ZeroLowestPrice),
    "zero among the prices looked at": (lambda: evaluate(RATIO, [graded()], field=[D(0)]), errors.ZeroLowestPrice),
    "grade off the scale": (
        lambda: evaluate(RATIO, [graded(grades={"quality": D("1.2")})]), errors.GradeOutsideScale),
    "points above the maximum": (
        lambda: evaluate(
            ratio(AwardCriterion("price", max_points=D(6), price=True), AwardCriterion("quality", max_points=D(4))),
            [graded(grades={}, points={"quality": D(5)})]),
        errors.PointsOutsideRange),
    "empty scale": (lambda: AwardModel("x", grade_scale=(D(5), D(5))), nouns.GradeScaleEmpty),
    "rounding to nothing": (lambda: AwardModel("x", rounding=D(0)), nouns.AmountNotAllowed),
    "unknown tie rule": (lambda: AwardModel("x", ties=("coin",)), nouns.UnknownTieRule),
    "no price lines": (lambda: evaluate(AwardModel("price.basket_sum"), [Bid("A")]), errors.MissingLines),
    "negative unit price": (
        lambda: evaluate(AwardModel("price.basket_sum"), [Bid("A", lines=(PriceLine("1", D(1), D(-1)),))]),
        nouns.AmountNotAllowed),
    "break-even of an unknown bid": (
        lambda: break_even(MONEY, [bid()], ("A", "Z"), Vary("value", "reuse")), errors.UnknownBid),
    "break-even of a lowest price that does not count": (
        lambda: break_even(MONEY, [bid(), bid(id="B")], ("A", "B"), Vary("lowest_price")), errors.CannotVary),
    "worth of a ratio without prices": (lambda: worth(RATIO), errors.NoBids),
}  # fmt: skip


@pytest.mark.parametrize("attempt, expected", REFUSED.values(), ids=REFUSED.keys())
def test_bad_input_is_refused_by_name_and_told_in_both_languages(attempt, expected):
    with pytest.raises(expected) as caught:
        attempt()
    swedish, english = (sentence(caught.value, language) for language in ("sv", "en"))
    assert swedish != english
    assert "–" not in swedish.replace("0–1", ""), "every fact the sentence names is there"
    assert swedish.endswith(".") and english.endswith(".")


def test_the_refusal_says_who_what_and_where():
    with pytest.raises(errors.MissingLevel) as caught:
        evaluate(MONEY, [bid(levels={})])
    assert caught.value.facts == {"bid": "A", "bidder": "Alfa AB", "criterion": "Återbruk"}
    assert "anbudet från Alfa AB saknar nivå eller betyg för ”Återbruk”" in sentence(caught.value, "sv")


def test_the_sum_of_weights_is_told_in_per_cent():
    with pytest.raises(errors.WeightsDoNotSum) as caught:
        evaluate(ratio(PRICE, AwardCriterion("quality", weight=D("0.45"))), [graded()])
    assert "Vikterna blir tillsammans 105 procent" in sentence(caught.value, "sv")


def test_a_free_bid_is_lawful_where_price_is_counted_in_money():
    assert evaluate(MONEY, [bid(price=D(0))]).comparison == {"A": D(-100)}
