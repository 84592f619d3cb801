"""From chosen criteria to an award model: which are scored for a lot, and what comes along with each."""

from dataclasses import replace
from decimal import Decimal as D

import pytest

from omlopp.domain.award.compose import THREE_LEVELS, Added, StatedCriterion, award_criteria, compose
from omlopp.domain.award.errors import CriterionWithoutValue, UnknownFamily, WeightsDoNotSum
from omlopp.domain.award.families import FAMILIES
from omlopp.domain.model.criteria import ScoreLevel
from omlopp.domain.model.text import Text
from tests.domain.process.build import chosen

LEVELS = (ScoreLevel("none", Text("Inget", "None"), D(0)), ScoreLevel("all", Text("Allt", "All"), D(1)))


def scored(name, place=None, lot=None, clause="Villkor"):
    """A chosen award criterion with two levels; `place`: its id within the procurement."""
    one = chosen(name, lot=lot, clause=clause)
    return replace(one, id=place or name, criterion=replace(one.criterion, scores=LEVELS))


def places(found):
    return [one.id for one in found]


class TestWhichAreScored:
    def test_those_of_the_lot_and_those_of_all_lots_by_name(self):
        every = [scored("reuse"), scored("parts", lot="LOT-1"), scored("life", lot="LOT-2")]
        assert places(award_criteria(every, "LOT-1")) == ["parts", "reuse"]
        assert places(award_criteria(every, "LOT-2")) == ["life", "reuse"]

    def test_a_requirement_is_not_scored(self):
        assert award_criteria([chosen("must", kind="technical")], "LOT-1") == ()

    def test_the_lot_s_own_comes_before_that_of_all_lots_however_they_stand(self):
        both = [scored("reuse", "general"), scored("reuse", "own", lot="LOT-1")]
        assert places(award_criteria(both, "LOT-1")) == ["own"]
        assert places(award_criteria(both[::-1], "LOT-1")) == ["own"]
        assert places(award_criteria(both, "LOT-2")) == ["general"]

    def test_of_two_copies_the_first_chosen_counts(self):
        assert places(award_criteria([scored("reuse", "1"), scored("reuse", "2")], "LOT-1")) == ["1"]


class TestTheModel:
    def test_in_money_each_quality_brings_its_worth_levels_texts_and_clause(self):
        own = compose("monetised.fixed_amounts", [scored("reuse", "17")], {"reuse": D(300)})
        (one,) = own.criteria
        assert (one.id, one.name, one.value, one.weight, one.price) == (
            "reuse", "Krav reuse", D(300), None, False
        )  # fmt: skip
        assert one.levels == {"none": D(0), "all": D(1)}
        assert one.level_texts == {"none": "Inget", "all": "Allt"}
        assert (one.chosen_criterion, one.clause) == ("17", "Villkor")
        assert own.ties == ("lower_price", "lot")

    def test_in_points_the_price_comes_first_with_its_own_weight(self):
        own = compose("relative.lowest_price_ratio", [scored("reuse")], {"reuse": D("0.3")}, D("0.7"))
        assert [(one.id, one.price, one.weight, one.value) for one in own.criteria] == [
            ("price", True, D("0.7"), None), ("reuse", False, D("0.3"), None)
        ]  # fmt: skip

    @pytest.mark.parametrize("family", ["monetised.fixed_amounts", "relative.lowest_price_ratio"])
    def test_a_stated_quality_counts_when_it_has_a_worth_and_shows_its_gaps(self, family):
        stated = [StatedCriterion(name, name.title(), {"full": "Allt"}) for name in ("colour", "sound")]
        own = compose(family, [], {"colour": D("0.4")}, D("0.6"), stated, ties=())
        colour = own.criteria[-1]
        assert [one.id for one in own.criteria if not one.price] == ["colour"], "sound has no worth"
        weighted = FAMILIES[family].weighted
        assert (colour.weight, colour.value) == ((D("0.4"), None) if weighted else (None, D("0.4")))
        assert colour.levels == THREE_LEVELS == {"full": 1, "half": D("0.5"), "none": 0}
        assert (colour.name, colour.level_texts) == ("Colour", {"full": "Allt"})
        assert (colour.clause, colour.chosen_criterion, own.ties) == (None, None, ())

    def test_a_chosen_criterion_without_clause_comes_without(self):
        own = compose("monetised.fixed_amounts", [scored("reuse", clause=None)], {"reuse": D(300)})
        assert own.criteria[0].clause is None

    def test_what_the_buyer_adds_comes_with_the_quality_it_was_added_to(self):
        added = {
            "reuse": Added("återbruket gäller möblerna", D("1.5")),
            "colour": Added("färgen är möblernas"),
        }
        stated = [StatedCriterion("colour", "Färg", {})]
        own = compose("monetised.fixed_amounts", [scored("reuse"), scored("parts")],
                      {"reuse": D(3), "parts": D(2), "colour": D(1)}, stated=stated, added=added)  # fmt: skip
        assert [(one.link_to_object, one.sanction_factor, one.proof) for one in own.criteria] == [
            ("återbruket gäller möblerna", D("1.5"), "Bevis"), ("", None, "Bevis"), ("färgen är möblernas", None, "")
        ]  # fmt: skip

    def test_the_ground_is_what_the_model_uses(self):
        assert compose("monetised.fixed_amounts", [scored("reuse")], {"reuse": D(3)}).ground == "ratio"
        assert compose("monetised.fixed_amounts", [], {}).ground == "price"
        assert compose("relative.lowest_price_ratio", [], {}, D(1)).ground == "price"

    def test_what_is_missing_or_does_not_add_up_is_refused_by_the_family(self):
        with pytest.raises(CriterionWithoutValue):
            compose("monetised.fixed_amounts", [scored("reuse")], {})
        with pytest.raises(WeightsDoNotSum):
            compose("relative.lowest_price_ratio", [scored("reuse")], {"reuse": D("0.3")}, D("0.6"))
        with pytest.raises(UnknownFamily):
            compose("price.guess", [], {})
