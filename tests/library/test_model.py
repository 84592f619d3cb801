"""The model, the goals and the law's numbers as the library holds them."""

import shutil
from dataclasses import replace
from datetime import date

import pytest

from omlopp.cli.model import library_faults
from omlopp.domain.model.goals import RStep
from omlopp.domain.model.process import Condition, Gate
from omlopp.domain.model.text import Certainty, Text
from omlopp.domain.process.soundness import hook_faults, model_faults, parameter_faults
from omlopp.library.load import ROOT, library
from omlopp.library.messages import sentences

HELD = library()
MODEL = HELD.model
STEPS = {step.id: step for step in MODEL.steps}


def faults(model):
    return {fault.key for fault in model_faults(model, HELD.goals, HELD.indicators)}


def with_step(step):
    return replace(MODEL, steps=tuple(step if one.id == step.id else one for one in MODEL.steps))


def test_the_library_holds_together():
    assert library_faults() == []


def test_nine_phases_in_order_from_steering_to_exit():
    assert [phase.id for phase in MODEL.phases] == [
        "steer", "need", "ambition", "market", "documents", "award", "use", "follow_up", "exit",
    ]  # fmt: skip
    walked = [step.phase for step in MODEL.steps]
    assert walked == sorted(walked, key=[phase.id for phase in MODEL.phases].index), (
        "phases are walked in order"
    )


def test_reuse_is_tested_before_anything_is_bought():
    ids = [step.id for step in MODEL.steps]
    assert ids.index("reuse_first") < ids.index("ambition") < ids.index("requirements")
    (way,) = [question for question in STEPS["reuse_first"].questions if question.id == "way_forward"]
    assert [option.id for option in way.options if option.ends], "no purchase is a result"


def test_the_model_is_nowhere_said_to_be_published_by_others():
    assert "Omlopps egen modell" in MODEL.credit.sv and "ingen källa" in MODEL.credit.sv


def test_every_step_says_what_is_ours_or_taken():
    for step in MODEL.steps:
        assert step.provenance, step.id
        assert step.roles and step.records.sv, step.id


def test_the_version_is_the_edition_and_a_hash():
    edition, digest = MODEL.version.split("+")
    assert edition == "1.0" and len(digest) == 8


@pytest.mark.parametrize("goal", HELD.goals, ids=lambda goal: goal.id)
def test_a_goal_is_tied_to_strategies_ladder_codes_and_indicators(goal):
    assert goal.codes.eforms_bt_774 == ("circ-econ",)
    assert "environmental.circularEconomy" in goal.codes.ocds_goal
    assert goal.indicators and set(goal.indicators) <= set(HELD.indicators)
    for strategy in goal.strategies:
        assert strategy.r_steps and strategy.dimensions
        assert all(step in RStep for step in strategy.r_steps)


def test_five_goals_and_what_could_not_be_read_is_said_to_be_ours():
    assert [goal.id for goal in HELD.goals] == ["A", "B", "C", "D", "E"]
    assert HELD.goal("E").source.certainty is Certainty.INFERENCE
    ours = [strategy for strategy in HELD.goal("D").strategies if strategy.id in ("D7", "D8")]
    assert all("slutsats" in strategy.text.sv for strategy in ours)


def test_law_that_is_a_number_has_a_first_day_a_last_day_if_known_and_a_source():
    assert HELD.parameters["direct_award_limit_lou"].on(date(2026, 11, 21)).value == 700000
    held = HELD.parameters["threshold_lou_other"].on(date(2025, 6, 1))
    assert (held.value, held.valid_to) == (2389585, date(2025, 12, 31))
    for parameter in HELD.parameters.values():
        assert all(value.source.title and value.source.publisher for value in parameter.values), parameter.id
        if parameter.kind == "threshold":
            assert all(value.valid_to for value in parameter.values), "a threshold has a last day"


# The checks of the library find what is planted.
def test_a_file_that_cannot_be_read_is_named_and_the_rest_loads(tmp_path):
    for folder in ("process", "goals", "parameters"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    shutil.copy(ROOT / "names.yaml", tmp_path)
    (tmp_path / "process/steps/need.yaml").write_text("phase: need\nphase: need\n", "utf-8")
    read = library(tmp_path)
    assert [problem.file for problem in read.problems] == ["process/steps/need.yaml"]
    assert len(read.model.steps) == len(MODEL.steps) - 1


def test_an_unknown_check_is_found():
    step = STEPS["need"]
    assert "check_unknown" in faults(with_step(replace(step, gate=Gate(step.gate.says, (Condition("fly"),)))))


def test_a_question_nobody_asks_and_one_no_gate_names_are_found():
    step = STEPS["steer"]
    planted = replace(step, gate=Gate(step.gate.says, (Condition("answered", ("gone",)),)))
    assert {"question_unknown", "required_not_in_gate"} <= faults(with_step(planted))


def test_a_question_asked_twice_is_found():
    planted = replace(STEPS["lessons"], questions=STEPS["lessons"].questions + STEPS["steer"].questions)
    assert "question_twice" in faults(with_step(planted))


def test_a_missing_translation_is_found():
    assert "text_blank" in faults(with_step(replace(STEPS["need"], purpose=Text("Syfte", " "))))


def test_an_indicator_the_library_lost_is_found():
    lost = model_faults(MODEL, HELD.goals, set(HELD.indicators) - {"reused_share"})
    assert ("indicator_unknown", "goal:D") in {(fault.key, fault.where) for fault in lost}


def test_a_hook_out_of_place_is_found_in_a_step():
    hook = STEPS["requirements"].hooks[0]
    rules = dict(hook.rules) | {"lou_19": "9 kap. 1 §"}
    (fault,) = hook_faults("step:requirements", [replace(hook, rules=rules)])
    assert fault.facts["chapter"] == "9"


def test_two_values_for_the_same_day_are_found():
    parameter = HELD.parameters["threshold_lou_other"]
    doubled = replace(parameter, values=parameter.values + (replace(parameter.values[0], value=1),))
    assert "parameter_overlap" in {fault.key for fault in parameter_faults([doubled])}


def test_every_sentence_is_in_both_languages():
    for key, sentence in sentences().items():
        assert set(sentence) == {"sv", "en"} and all(sentence.values()), key
