"""Suggestions: the right object first, then the lit goals, always with reasons, always the same."""

import random
from dataclasses import replace

import pytest

from omlopp.domain.criteria.find import cpv_match, find, goals_lit
from omlopp.domain.model.criteria import CriterionKind, Level
from omlopp.domain.model.procurement import ChosenGoal
from omlopp.library.load import library
from omlopp.library.messages import sentences

CRITERIA = tuple(library().criteria.values())


@pytest.mark.parametrize(
    ("prefixes", "code", "match"),
    [
        (("3913",), "39130000", "3913"),
        (("3913",), "39130000-2", "3913"),
        (("391", "3913"), "39130000", "3913"),  # the closest prefix tells
        (("3913",), "39000000", "39"),  # the notice names the division: the object may be within it
        (("3913",), "39134000", "3913"),
        (("3913",), "39200000", None),
        (("302131",), "30200000", "302"),
        (("391",), "30000000", None),
    ],
)
def test_how_close_a_code_is(prefixes, code, match):
    assert cpv_match(prefixes, code) == match


def test_only_criteria_for_the_object_are_suggested():
    found = find(CRITERIA, cpv=["39130000"], goals=(), level=None)
    assert found and all(cpv_match(one.criterion.cpv, "39130000") for one in found)
    assert {one.criterion.group for one in found} >= {"furniture"} and "it" not in {
        one.criterion.group for one in found
    }
    assert find(CRITERIA, cpv=["66000000"], goals=(), level=None) == ()  # financial services


def test_only_lit_goals_are_suggested():
    found = find(CRITERIA, cpv=(), goals=goals_lit(["C"]), level=None)
    assert found and {one.criterion.goal for one in found} == {"C"}


def test_a_lit_strategy_comes_before_the_rest_of_its_goal():
    found = find(CRITERIA, cpv=["39130000"], goals=(ChosenGoal("D", ("D5",), None),), level=None)
    assert found[0].criterion.strategy == "D5"
    assert [reason.facts for reason in found[0].reasons if reason.key == "strategy"] == [{"strategy": "D5"}]


def test_a_level_keeps_the_lower_ones_and_leaves_out_the_higher():
    levels = {one.criterion.level for one in find(CRITERIA, cpv=(), goals=(), level=Level.AVANCERAD)}
    assert levels == {Level.BAS, Level.AVANCERAD}


def test_kinds_limit():
    found = find(CRITERIA, cpv=(), goals=(), level=None, kinds=[CriterionKind.AWARD])
    assert found and all(one.criterion.scored for one in found)


def test_the_score_is_the_sum_of_reasons_a_person_can_read():
    found = find(CRITERIA, cpv=["39130000", "50850000"], goals=goals_lit(["A", "D"]), level=Level.BAS)
    assert found
    for one in found:
        assert one.score == sum(reason.points for reason in one.reasons)
        assert {"cpv", "goal"} <= {reason.key for reason in one.reasons}
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)


@pytest.mark.parametrize(("code", "key"), [("39130000", "cpv"), ("39000000", "cpv_wider")])
def test_a_wide_code_is_said_to_be_wide(code, key):
    found = find(CRITERIA, cpv=[code], goals=(), level=None)
    reasons = {one.criterion.id: one.reasons[0].key for one in found}
    assert reasons["reused_furniture_share"] == key


def test_a_criterion_for_the_very_code_comes_before_one_for_a_part_of_it():
    one = library().criteria["reused_furniture_share"]
    whole, part = replace(one, id="whole", cpv=("3913",)), replace(one, id="part", cpv=("391341",))
    found = find([part, whole], cpv=["39130000"], goals=(), level=None)
    assert [each.criterion.id for each in found] == ["whole", "part"]


def test_every_reason_has_its_sentence_in_both_languages():
    wide = find(CRITERIA, cpv=["39000000"], goals=(ChosenGoal("D", ("D5",), None),), level=Level.SPJUTSPETS)
    narrow = find(CRITERIA, cpv=["98310000"], goals=(), level=Level.SPJUTSPETS)
    reasons = {reason.key: reason for one in (*wide, *narrow) for reason in one.reasons}
    assert set(reasons) == {
        "cpv",
        "cpv_wider",
        "goal",
        "strategy",
        "level",
        "level_below",
        "binds",
        "above_market",
    }
    for reason in reasons.values():
        for language in ("sv", "en"):
            assert sentences()[f"reason.{reason.key}"][language].format(**reason.facts)


def test_the_same_question_gets_the_same_answer_whatever_the_order_of_files():
    asked = {"cpv": ["18100000"], "goals": goals_lit(["C", "D"]), "level": Level.SPJUTSPETS}
    first = find(CRITERIA, **asked)
    for seed in range(20):
        shuffled = random.Random(seed).sample(CRITERIA, len(CRITERIA))
        assert find(shuffled, **asked) == first


def test_every_suggestion_for_an_office_chair_notice_is_apt():
    """Read by hand: office chairs, longer life and reuse, advanced level."""
    found = find(CRITERIA, cpv=["39112000"], goals=goals_lit(["C", "D"]), level=Level.AVANCERAD)
    names = [one.criterion.id for one in found]
    assert {
        "furniture_warranty_years",
        "reused_furniture_share",
        "furniture_spare_parts",
        "furniture_take_back",
    } <= set(names)
    assert {one.criterion.group for one in found[:8]} == {"furniture"}
    assert "laptop_battery_warranty" not in names
