"""Criteria seen together, cards, and what differs between two versions."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omlopp.domain.criteria.bank import bank_faults
from omlopp.domain.criteria.cards import card_faults, source_faults
from omlopp.domain.criteria.diff import differences
from omlopp.domain.model.cases import Result
from omlopp.domain.model.criteria import Relations
from omlopp.domain.model.crosswalk import Meeting, Ours
from omlopp.domain.model.groups import Gap
from omlopp.domain.model.law import DatedSection, Regime
from omlopp.domain.model.text import Certainty, Source, Text
from omlopp.flows.library import _known
from omlopp.library.load import library
from omlopp.library.plain import plain_rules

LIBRARY = library()
KNOWN = _known(LIBRARY)
SHARE = replace(LIBRARY.criteria["reused_furniture_share"], relations=Relations())
MASS = replace(LIBRARY.criteria["virgin_mass_per_workplace"], relations=Relations())
CONDITION = replace(LIBRARY.criteria["reused_furniture_condition"], relations=Relations())
SAME = Text("Samma ord", "Same words")
SOURCE = Source("Rapport", "Myndighet", 2024)


def together(*criteria):
    return {(one.id, name) for one, name, _, _ in bank_faults(criteria, LIBRARY.groups, plain_rules())}


# Relations


def test_a_criterion_that_requires_what_rules_it_out_can_never_be_chosen():
    share = replace(SHARE, relations=Relations(requires=(CONDITION.id,)))
    condition = replace(CONDITION, relations=Relations(conflicts=(SHARE.id,)))
    assert together(share, CONDITION) == set()
    assert (share.id, "relation-impossible") in together(share, condition)


def test_nor_one_that_requires_two_that_rule_each_other_out_at_any_remove():
    share = replace(SHARE, relations=Relations(requires=(CONDITION.id,)))
    condition = replace(CONDITION, relations=Relations(requires=(MASS.id,)))
    mass = replace(MASS, relations=Relations(replaces=(SHARE.id,)))
    assert (share.id, "relation-impossible") in together(share, condition, mass)


def test_two_that_replace_each_other_leave_nothing():
    share = replace(SHARE, relations=Relations(replaces=(MASS.id,)))
    mass = replace(MASS, relations=Relations(replaces=(SHARE.id,)))
    assert [name for _, name in together(share, mass)] == ["relation-mutual"]


@pytest.mark.parametrize(
    ("relations", "found"),
    [
        (Relations(), True),
        (Relations(conflicts=(SHARE.id,)), False),
        (Relations(replaces=(SHARE.id,)), False),
        (Relations(combines=(SHARE.id,)), False),
    ],
)
def test_two_award_criteria_with_one_indicator_say_how_they_stand(relations, found):
    mass = replace(MASS, measured_by=SHARE.measured_by, relations=relations)
    assert ((MASS.id, "counted-twice") in together(SHARE, mass)) is found


# Cards


def names(card) -> set[str]:
    return {name for name, _, _ in card_faults(card, KNOWN)}


PAGE = LIBRARY.groups["furniture"]
CASE = LIBRARY.cases["malmo_reused_furniture_2019"]
WALK = LIBRARY.crosswalks["r_ladder"]
POINT = LIBRARY.legal["environmental_care"]
TOOL = LIBRARY.instruments["flemish_ambition_map"]


@pytest.mark.parametrize("card", [PAGE, CASE, WALK, POINT, TOOL], ids=lambda card: card.id)
def test_the_card_is_whole(card):
    assert names(card) == set()


CARDS = {
    "a part is empty and nothing is said": (replace(PAGE, market=()), "part-silent"),
    "a part is full and said to be empty": (replace(PAGE, not_found=(*PAGE.not_found, Gap("impact", SAME))), "part-both"),
    "one question is no dialogue": (replace(PAGE, questions=replace(PAGE.questions, need=PAGE.questions.need[:1])), "questions-few"),
    "a figure without its unit": (replace(PAGE, typical=(replace(PAGE.typical[0], low=Decimal(3), high=Decimal(4), unit=None),)), "figure-half"),
    "an indicator that is not there": (replace(PAGE, indicators=("luck",)), "id-unknown"),
    "a strategy of another goal": (replace(PAGE, works=(replace(PAGE.works[0], strategies=("A1",)),)), "strategy-unknown"),
    "a result whose figure the text does not say": (
        replace(CASE, results=(Result(SAME, Decimal("42.5"), SOURCE, unit=SAME),)), "result-figure-unsaid",
    ),
    "a result without a unit": (replace(CASE, results=(Result(Text("42", "42"), Decimal(42), SOURCE),)), "result-no-unit"),
    "a CPV code that is none": (replace(CASE, cpv=("39999999",)), "id-unknown"),
    "an entry that meets nothing without saying why": (replace(WALK, entries=(Meeting("R0", SAME, "none"),)), "entry-none"),
    "an entry that meets what is not there": (
        replace(WALK, entries=(Meeting("R0", SAME, "same", (Ours("step", ("fly",)),)),)), "id-unknown",
    ),
    "a should told as a shall": (
        replace(POINT, says=Text("Myndigheten ska ta miljöhänsyn.", "The authority must.")), "force-unsaid",
    ),
    "a section that is none": (replace(POINT, rules={**POINT.rules, Regime.LOU: (DatedSection("LOU 4"),)}), "section-form"),
    "a chapter that does not apply below the thresholds": (
        replace(POINT, rules={**POINT.rules, Regime.LOU_19: (DatedSection("4 kap. 3 §"),)}), "section-other-chapter",
    ),
    "two sections on one day": (
        replace(POINT, rules={**POINT.rules, Regime.LOU: (
            DatedSection("4 kap. 3 §", date(2017, 1, 1)), DatedSection("4 kap. 3 a §", date(2027, 1, 1)),
        )}), "sections-overlap",
    ),
    "an instrument said to be used, nowhere": (replace(TOOL, verdict=replace(TOOL.verdict, where=None)), "verdict-nowhere"),
    "a step that is not the model's": (replace(TOOL, steps=("fly",)), "id-unknown"),
}  # fmt: skip


@pytest.mark.parametrize(("card", "name"), CARDS.values(), ids=CARDS)
def test_what_is_wrong_with_a_card(card, name):
    assert name in names(card)


@pytest.mark.parametrize(
    ("source", "name"),
    [
        (replace(SOURCE, publisher=" "), "source-blank"),
        (replace(SOURCE, link="https://docplayer.se/1-x.html"), "source-mirror"),
        (replace(SOURCE, certainty=Certainty.UNVERIFIED), "source-unverified"),
    ],
)
def test_a_source_is_named_first_hand_and_checked(source, name):
    assert [found for found, _, _ in source_faults(source)] == [name]
    assert list(source_faults(SOURCE)) == []


# Law as it read on a day


def test_a_point_of_law_reads_as_it_did_on_the_day():
    older = DatedSection("4 kap. 3 §", date(2017, 1, 1), date(2026, 12, 31))
    newer = DatedSection("4 kap. 3 a §", date(2027, 1, 1))
    point = replace(POINT, rules={**POINT.rules, Regime.LOU: (older, newer)})
    assert point.hook(date(2026, 12, 31)).section(Regime.LOU) == "4 kap. 3 §"
    assert point.hook(date(2027, 1, 1)).section(Regime.LOU) == "4 kap. 3 a §"
    assert point.hook().section(Regime.LOU) == "4 kap. 3 a §"
    assert point.hook(date(2016, 12, 31)).section(Regime.LOU) is None, (
        "before the Act: not examined, never cited"
    )


# What differs


def test_what_came_what_went_and_which_field_changed():
    before = {"criteria": {"a": {"text": {"sv": "Fem", "en": "Five"}, "cpv": ["39"]}, "b": {}}}
    after = {"criteria": {"a": {"text": {"sv": "Sex", "en": "Five"}, "cpv": ["39", "18"]}, "c": {}}}
    found = [(one.id, one.what, one.where, one.before, one.after) for one in differences(before, after)]
    assert found == [
        ("a", "changed", "text.sv", "Fem", "Sex"),
        ("a", "changed", "cpv", ["39"], ["39", "18"]),
        ("b", "removed", "", {}, None),
        ("c", "added", "", None, {}),
    ]


PLAIN = st.none() | st.integers(0, 3) | st.lists(st.integers(0, 3), max_size=2)
THINGS = st.dictionaries(st.sampled_from("tu"), PLAIN | st.dictionaries(st.sampled_from("vw"), PLAIN))
BANKS = st.dictionaries(st.sampled_from("ab"), st.dictionaries(st.sampled_from("xyz"), THINGS))


@given(BANKS, BANKS)
def test_nothing_differs_from_itself_and_both_ways_see_the_same_things(one, other):
    assert differences(one, one) == ()
    there, back = differences(one, other), differences(other, one)
    assert {(each.kind, each.id) for each in there} == {(each.kind, each.id) for each in back}
