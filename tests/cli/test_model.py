"""omlopp model: what the person reads, and the exit code a script reads."""

import json
from dataclasses import replace

import pytest
from typer.testing import CliRunner

from omlopp.cli import model as command
from omlopp.library import load
from omlopp.library.load import library


@pytest.fixture
def omlopp():
    return lambda *arguments, **environment: CliRunner().invoke(command.app, arguments, env=environment)


def test_the_model_is_shown_phase_by_phase(omlopp):
    done = omlopp("show")
    assert done.exit_code == 0
    assert done.stdout.index("Styra") < done.stdout.index("Återbruk först") < done.stdout.index("Lärdomar")
    assert "Omlopps egen modell" in done.stdout


def test_a_step_shows_questions_gate_law_and_origin(omlopp):
    done = omlopp("show", "market")
    assert "Vad fick ni veta?" in done.stdout
    assert "lou: 4 kap. 8 § · lou_19: ingen regel här" in done.stdout
    assert "luf: inte läst än" in done.stdout
    assert "Hämtat och vårt" in done.stdout


def test_english_when_asked_for(omlopp):
    assert "Taken and ours" in omlopp("show", "market", OMLOPP_LANG="en").stdout


def test_an_unknown_step_is_wrong_use_and_names_those_there_are(omlopp):
    done = omlopp("show", "flyga")
    assert done.exit_code == 2
    assert "reuse_first" in done.stderr


def test_json_for_a_program(omlopp):
    assert json.loads(omlopp("show", "need", "--json").stdout)["gate"]["holds"][0]["check"] == "answered"
    shown = json.loads(omlopp("show", "--json").stdout)["steps"]
    assert [step["id"] for step in shown] == [step.id for step in library().model.steps]


def test_the_law_on_a_day_and_after_the_last_day(omlopp):
    then = omlopp("law", "--on", "2025-06-01").stdout
    assert "2\u00a0389\u00a0585 kr" in then
    later = omlopp("law", "--on", "2200-01-01").stdout
    assert (
        "inget värde är känt för 1\u00a0januari\u00a02200" in later and "Svensk författningssamling" in later
    )
    rows = {
        row["id"]: row
        for row in json.loads(omlopp("law", "--on", "2200-01-01", "--json").stdout)["parameters"]
    }
    assert rows["threshold_lou_other"]["value"] is None
    assert rows["direct_award_limit_lou"]["value"] == "700000"


def test_a_day_that_is_none_is_wrong_use(omlopp):
    assert omlopp("law", "--on", "i våras").exit_code == 2


def test_check_is_content_and_lists_what_has_expired_as_notes(omlopp):
    done = omlopp("check", "--on", "2200-01-01")
    assert done.exit_code == 0
    assert "0 fel" in done.stdout and "· LOU: tröskelvärde" in done.stdout
    assert json.loads(omlopp("check", "--json").stdout)["faults"] == []


def test_check_falls_on_a_hook_that_cites_what_does_not_apply(omlopp, monkeypatch):
    held = load.library()
    step = held.model.step("requirements")
    wrong = replace(step.hooks[0], rules=dict(step.hooks[0].rules) | {"lou_19": "9 kap. 1 §"})
    steps = tuple(replace(one, hooks=(wrong,)) if one.id == step.id else one for one in held.model.steps)
    broken = replace(held, model=replace(held.model, steps=steps))
    monkeypatch.setattr(load, "library", lambda: broken)
    done = omlopp("check")
    assert done.exit_code == 1
    assert "step:requirements: 9 kap. 1 § åberopas under lou_19" in done.stdout
