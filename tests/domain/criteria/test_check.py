"""The checks of chosen criteria: each has a case that falls, the whole has one that holds."""

from dataclasses import replace
from datetime import date

import pytest

from omlopp.domain.criteria.check import check
from omlopp.domain.criteria.compose import adapt, choose
from omlopp.domain.model.criteria import ChosenCriterion, Relations
from omlopp.domain.model.law import Regime
from omlopp.domain.model.process import Entrance
from omlopp.domain.model.procurement import Buyer, ChosenGoal, Lot, Procurement
from omlopp.domain.model.text import Text
from omlopp.library.load import library
from omlopp.library.messages import sentences

LIBRARY = library()


def chosen(name: str, at: str = "1", lot: str | None = None) -> ChosenCriterion:
    return choose(LIBRARY.criteria[name], LIBRARY.indicators, at, lot, owner="Avtalsansvarig")


def altered(one: ChosenCriterion, **changes) -> ChosenCriterion:
    return replace(one, criterion=replace(one.criterion, **changes))


def procurement(*criteria: ChosenCriterion, goals: str = "D") -> Procurement:
    return Procurement(
        id="p1",
        title="Möbler",
        buyer=Buyer("Övningskommun", "municipality"),
        entrance=Entrance.NEED,
        object_kind="goods",
        model_version="1",
        rules_fixed_on=date(2026, 12, 1),
        lots=(Lot("LOT-0001", "Stolar"), Lot("LOT-0002", "Bord")),
        goals=tuple(ChosenGoal(goal, (), None) for goal in goals),
        criteria=criteria,
    )


def answers(subject: Procurement, regime: Regime | None = Regime.LOU, on: date | None = None, known=None):
    return check(subject, LIBRARY.indicators if known is None else known, regime, on)


def fell(*arguments, **named) -> set[str]:
    return {finding.check for finding in answers(*arguments, **named) if finding.failed}


SHARE, CONDITION = chosen("reused_furniture_share", "1"), chosen("reused_furniture_condition", "2")


def test_a_whole_choice_passes_every_check():
    found = answers(procurement(SHARE, CONDITION))
    assert not [finding for finding in found if finding.failed]
    assert {finding.check for finding in found if finding.status == "not_applicable"} == {
        "criterion-wording-keeps-number"
    }


def test_nothing_chosen_is_not_applicable_rather_than_passed():
    assert {finding.status for finding in answers(procurement(goals=""))} == {"not_applicable"}


def test_a_promise_without_clause():
    assert fell(procurement(replace(SHARE, clause_wording=None), CONDITION)) == {
        "criterion-promise-has-clause"
    }


FAULTS = [
    ("criterion-has-indicator", (altered(CONDITION, measured_by=""),), True),
    ("criterion-award-has-levels", (altered(SHARE, scores=()), CONDITION), True),
    ("criterion-award-has-levels", (altered(SHARE, scores=SHARE.criterion.scores[:1]), CONDITION), True),
    ("criterion-only-award-scores", (altered(CONDITION, scores=SHARE.criterion.scores),), True),
    ("criterion-clause-has-follow-up", (altered(CONDITION, follow_up=None),), True),
    ("criterion-has-owner", (replace(CONDITION, owner=" "),), False),
    ("criterion-lot-exists", (replace(CONDITION, lot_id="LOT-0009"),), True),
    ("criterion-chosen-once", (CONDITION, replace(CONDITION, id="3", lot_id="LOT-0001")), False),
    ("criterion-has-what-it-requires", (SHARE,), True),
    ("criterion-has-what-it-requires", (SHARE, replace(CONDITION, lot_id="LOT-0001")), True),
]


@pytest.mark.parametrize(("name", "criteria", "blocks"), FAULTS)
def test_a_fault_is_found_by_name_and_place_and_alone(name, criteria, blocks):
    found = [finding for finding in answers(procurement(*criteria)) if finding.failed]
    assert [(finding.check, finding.blocks) for finding in found] == [(name, blocks)]
    assert found[0].where.startswith("criterion:")


def test_an_indicator_removed_from_the_library():
    found = [one for one in answers(procurement(CONDITION), known={"reused_share"}) if one.failed]
    assert [(one.check, one.facts["indicator"]) for one in found] == [
        ("criterion-indicator-in-library", "product_data_share")
    ]


def test_the_same_lot_is_not_scored_twice_on_the_same_kilos():
    virgin = chosen("virgin_mass_per_workplace", "3")
    assert fell(procurement(SHARE, CONDITION, virgin, goals="DA")) == {"criterion-no-conflict"}
    apart = (replace(SHARE, lot_id="LOT-0001"), CONDITION, replace(virgin, lot_id="LOT-0002"))
    assert fell(procurement(*apart, goals="DA")) == set()


def test_a_conflict_is_seen_from_either_side():
    other = chosen("furniture_disassembly", "3")
    said = altered(other, relations=Relations(conflicts=("reused_furniture_condition",)))
    replacing = altered(other, relations=Relations(replaces=("reused_furniture_condition",)))
    for subject in ((CONDITION, said), (said, CONDITION), (CONDITION, replacing)):
        assert fell(procurement(*subject)) == {"criterion-no-conflict"}


def test_an_adapted_text_that_lost_every_number():
    vague = adapt(CONDITION, Text(sv="Möbeln ska vara fin.", en="The furniture shall be nice."))
    sharper = adapt(CONDITION, Text(sv="Högst 2 skador.", en="At most 2 marks."))
    assert fell(procurement(vague)) == {"criterion-wording-keeps-number"}
    assert fell(procurement(sharper)) == set()


def test_goal_and_criterion_need_each_other():
    found = [one for one in answers(procurement(CONDITION, goals="C")) if one.failed]
    assert {(one.check, one.where, one.blocks) for one in found} == {
        ("goal-has-criterion", "goal:C", True),
        ("criterion-goal-is-chosen", "criterion:2", False),
    }


def test_a_review_date_is_held_against_the_day_asked():
    next_review = CONDITION.criterion.checked.next
    assert fell(procurement(CONDITION), on=next_review) == set()
    assert fell(procurement(CONDITION), on=next_review.replace(year=next_review.year + 1)) == {
        "criterion-reviewed-in-time"
    }


@pytest.mark.parametrize("regime", [Regime.LUF, Regime.LUK])
def test_rules_nobody_has_examined_give_a_warning_not_a_section(regime):
    found = [one for one in answers(procurement(CONDITION), regime) if one.failed]
    assert [(one.check, one.blocks, one.facts["regime"]) for one in found] == [
        ("criterion-has-lawful-place", False, regime.value)
    ]


def test_before_the_regime_is_confirmed_its_check_is_not_applicable():
    found = {one.check: one for one in answers(procurement(CONDITION), None)}
    assert found["criterion-has-lawful-place"].because == "criteria-because-no-regime"


def test_every_finding_has_its_sentence_in_both_languages():
    every = [
        *answers(procurement(goals="")),
        *answers(procurement(SHARE, CONDITION)),
        *(one for _, criteria, _ in FAULTS for one in answers(procurement(*criteria, goals="C"), Regime.LUF)),
    ]
    for finding in every:
        key = (
            finding.because
            if finding.status == "not_applicable"
            else f"check.{finding.check}.{finding.status}"
        )
        for language in ("sv", "en"):
            assert sentences()[key][language].format(**finding.facts)
