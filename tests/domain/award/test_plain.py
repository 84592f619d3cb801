"""A model and bids from a file's maps and lists: read by the shape of the nouns themselves, and refused by name."""

from decimal import Decimal as D

import pytest

from omlopp.domain.award.errors import (
    MissingArgument,
    NotANumber,
    NotAText,
    NotFields,
    NotOneOf,
    UnknownArgument,
)
from omlopp.domain.award.plain import bids_from, items, model_from, number, numbers, text
from omlopp.domain.model.award import (
    AwardCriterion,
    AwardModel,
    Bid,
    LowBidQuestion,
    PriceLine,
    ValueFunction,
)
from omlopp.domain.model.lifecycle import LccLine, LccMethod


class TestModel:
    def test_parameters_stand_together_and_each_finds_its_place(self):
        own = model_from({"family": "x", "words": {"formula": "p"}, "parameters": {
            "slope": D(2), "clip": "low", "method": "share", "levels": {"1": D("0.5")}, "slope_known_before_bidding": False,
            "better": "low", "decided_by": "reuse"}})  # fmt: skip
        assert own.parameters == {"slope": 2} and own.ladder == {"1": D("0.5")}
        assert own.words == {
            "formula": "p",
            "clip": "low",
            "method": "share",
            "better": "low",
            "decided_by": "reuse",
        }
        assert own.slope_known_before_bidding is False
        assert model_from({"family": "x", "parameters": None}) == AwardModel("x")

    def test_a_scale_is_two_ends_by_name_or_in_a_list(self):
        for scale in ({"min": D(1), "max": 5}, [1, D(5)]):
            assert model_from({"family": "x", "grade_scale": scale}).grade_scale == (1, 5)
        with pytest.raises(MissingArgument):
            model_from({"family": "x", "grade_scale": {"min": 1}})
        with pytest.raises(NotFields) as caught:
            model_from({"family": "x", "grade_scale": [1, 2, 3]})
        assert caught.value.facts == {"where": "grade_scale", "found": "3"}

    def test_what_is_none_is_as_if_not_said_but_for_rounding(self):
        assert model_from({"family": "x", "currency": None, "rounding": None}) == AwardModel(
            "x", rounding=None
        )
        assert model_from({"family": "x"}).rounding == D("0.01")

    def test_every_noun_inside_is_read(self):
        own = model_from({
            "family": "x", "ground": "cost",
            "criteria": [{"id": "life", "price": False, "weight_between": [D("0.1"), D("0.2")],
                          "value_function": {"kind": "linear", "points": [[0, 0], [D(9), 1]], "unit": "år"}}],
            "low_bid_questions": [{"compared_with": "next", "under_share": D("0.3")}],
            "lcc": {"horizon_years": 5, "rate": D("0.03"), "lines": [
                {"id": "el", "kind": "running", "when": "yearly", "verified": False, "first_year": D(2), "last_year": None}]},
        })  # fmt: skip
        curve = ValueFunction("linear", ((D(0), D(0)), (D(9), D(1))), "år")
        assert own == AwardModel(
            "x", (AwardCriterion("life", weight_between=(D("0.1"), D("0.2")), value_function=curve),), ground="cost",
            low_bid_questions=(LowBidQuestion("next", D("0.3")),),
            lcc=LccMethod(5, D("0.03"), (LccLine("el", "running", "yearly", verified=False, first_year=2),)),
        )  # fmt: skip

    @pytest.mark.parametrize("data, error, facts", [
        ({}, MissingArgument, {"fields": ("family",), "where": "model"}),
        ({"family": None}, MissingArgument, {"fields": ("family",)}),
        ({"family": "x", "famly": 1, "rate": 2}, UnknownArgument, {"fields": ("famly", "rate"), "where": "model"}),
        ([], NotFields, {"where": "model", "found": "list"}),
        ({"family": "x", "parameters": [1]}, NotFields, {"where": "parameters"}),
        ({"family": "x", "parameters": {"levels": [1]}}, NotFields, {"where": "ladder"}),
        ({"family": "x", "criteria": {"id": "a"}}, NotFields, {"where": "criteria", "found": "dict"}),
        ({"family": "x", "criteria": [{"name": "a"}]}, MissingArgument, {"fields": ("id",), "where": "criteria"}),
        ({"family": "x", "criteria": [{"id": "a", "price": 1}]}, NotOneOf, {"where": "price", "known": "true, false"}),
        ({"family": "x", "criteria": [{"id": "a", "weight": 0.5}]}, NotANumber, {"where": "weight"}),
        ({"family": "x", "criteria": [{"id": "a", "levels": {"all": "1"}}]}, NotANumber, {"where": "levels: all"}),
        ({"family": "x", "ground": "best"}, NotOneOf, {"where": "ground", "known": "ratio, cost, price"}),
        ({"family": "x", "lcc": {"horizon_years": D("2.5"), "rate": 0, "lines": []}}, NotANumber, {"where": "horizon_years"}),
        ({"family": ["x"]}, NotAText, {"where": "family"}),
    ])  # fmt: skip
    def test_what_is_wrong_is_named_where_it_stands(self, data, error, facts):
        with pytest.raises(error) as caught:
            model_from(data)
        assert facts.items() <= caught.value.facts.items()


class TestBids:
    def test_from_a_list_of_their_fields(self):
        found = bids_from([{"id": "A", "price": 5, "lines": [{"id": "1", "unit_price": D(2), "quantity": None}]},
                           {"id": D(7), "price": None}])  # fmt: skip
        assert found == (Bid("A", price=D(5), lines=(PriceLine("1", None, D(2)),)), Bid("7"))
        assert bids_from(None) == ()
        assert (
            bids_from([{"id": "A", "lines": [{"id": "1", "unit_price": D(2)}]}])[0].lines[0].quantity is None
        )
        with pytest.raises(MissingArgument) as caught:
            bids_from([{"id": "A", "lines": [{"id": "1"}]}])
        assert caught.value.facts["fields"] == ("unit_price",)


class TestSmallValues:
    def test_numbers(self):
        assert (number(3, ""), number(D("0.5"), "")) == (3, D("0.5"))
        assert numbers({"a": 1}, "") == {"a": 1} and numbers(None, "") == {}
        for value, told in ((True, True), (None, "–"), ("3", "3"), (0.5, 0.5)):
            with pytest.raises(NotANumber) as caught:
                number(value, "here")
            assert caught.value.facts == {"where": "here", "found": told}
        with pytest.raises(NotANumber) as caught:
            numbers({"a": "x"}, "here")
        assert caught.value.facts["where"] == "here: a"

    def test_texts_and_lists(self):
        assert (text("a", ""), text(D("1E+2"), "")) == ("a", "100")
        assert (items(None, ""), items((1, 2), "")) == ([], [1, 2])
        with pytest.raises(NotAText):
            text(3, "")
        with pytest.raises(NotFields):
            items("ab", "")
