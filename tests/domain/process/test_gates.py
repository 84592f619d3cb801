"""What each check answers, when a gate opens, and which step comes next."""

from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from omlopp.domain.model.process import Condition, Entrance
from omlopp.domain.process.checks import CHECKS
from omlopp.domain.process.gates import gate_of, judge, next_step, open_gates, sentence_key
from omlopp.domain.process.standing import Standing, ending_option, readable
from omlopp.library.load import library
from omlopp.library.messages import sentences
from tests.domain.process.build import procurement

CASES = yaml.safe_load((Path(__file__).parents[2] / "cases/process/gates.yaml").read_text("utf-8"))
MODEL = library().model
KNOWN = frozenset({"reused_share", "warranty_years"})


@pytest.mark.parametrize("case", CASES, ids=[f"{case['check']}: {case['says']}" for case in CASES])
def test_the_worked_cases(case):
    standing = Standing(procurement(case["given"]), MODEL, KNOWN)
    finding = judge(standing, Condition(case["check"], tuple(case.get("of", ()))))
    expect = case["expect"]
    assert finding.status == expect["status"]
    assert finding.check == expect.get("named", case["check"])
    assert finding.because == expect.get("because", finding.because)
    if "names" in expect:
        assert ", ".join(name.sv for name in finding.facts["names"]) == expect["names"]
    assert sentence_key(finding) in sentences()


def test_every_check_has_a_case_that_fails_it():
    failed = {case["check"] for case in CASES if case["expect"]["status"] == "failed"}
    assert set(CHECKS) <= failed


def test_every_check_has_its_sentences_in_both_languages():
    for name in CHECKS:
        for status in ("passed", "failed"):
            assert set(sentences()[f"check.{name}.{status}"]) == {"sv", "en"}


def test_a_new_procurement_starts_at_the_first_step_with_its_gate_closed():
    new = procurement({})
    assert next_step(new, MODEL, KNOWN) == MODEL.steps[0]
    assert not open_gates(new, MODEL, KNOWN)[0].open


def test_a_passed_step_whose_gate_still_holds_is_left_behind():
    given = {"answers": {"mandate": "Nämnden", "follow_up_owner": "Avtalsenheten"}}
    passed = procurement(given, passed_steps=frozenset({"steer"}))
    assert next_step(passed, MODEL, KNOWN).id == "regime"


def test_a_passed_step_comes_back_when_its_gate_closes_again():
    given = {"goals": {"D": {}}, "criteria": [{"id": "a"}]}
    done = procurement(given, passed_steps=frozenset(step.id for step in MODEL.steps))
    lost = gate_of(done, MODEL, "requirements", frozenset())
    assert not lost.open and [finding.check for finding in lost.failed] == ["each_indicator_known"]
    assert gate_of(done, MODEL, "requirements", KNOWN).open


@pytest.mark.parametrize("outcome", ["no_purchase", "cancelled", "closed"])
def test_what_has_ended_has_no_next_step(outcome):
    assert next_step(procurement({}, outcome=outcome), MODEL, KNOWN) is None


def test_a_forgotten_award_criterion_warns_but_does_not_close_the_gate():
    given = {"lots": ["LOT-0001"], "models": {"LOT-0001": "sound"}, "criteria": [{"id": "forgotten"}]}
    result = gate_of(procurement(given), MODEL, "award_model", KNOWN)
    assert result.open and [finding.check for finding in result.failed] == ["each_award_criterion_scored"]


def test_a_way_without_a_purchase_is_seen():
    staying = procurement({"answers": {"way_forward": "repair"}})
    assert ending_option(staying, MODEL).id == "repair"
    assert ending_option(procurement({"answers": {"way_forward": "buy_new"}}), MODEL) is None
    assert ending_option(replace(staying, entrance=Entrance.WASTE), MODEL) is None, (
        "the question is not asked there"
    )


def test_every_option_of_every_question_can_be_answered():
    for question in (one for step in MODEL.steps for one in step.questions):
        for option in question.options:
            assert readable(question, option.id)
