"""omlopp evaluate: the bank's cases without a workspace, own procurements in one, and the same figures for programs."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from omlopp.library.load import library


def evaluate(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "omlopp", "evaluate", *arguments],
        env=os.environ | {"OMLOPP_HOME": str(home), "OMLOPP_LANG": "sv"}, capture_output=True, text=True,
    )  # fmt: skip


def test_the_cases_are_told_in_either_language_without_a_workspace(tmp_path: Path):
    done = evaluate(tmp_path, "--cases")
    assert (done.returncode, done.stderr) == (0, "")
    assert (
        f"Dokumenterade fall: {len(library().cases)}" in done.stdout
        and "d. är bevisat i avtalet" in done.stdout
    )
    assert "Egna upphandlingar" not in done.stdout and not list(tmp_path.glob("*.sqlite3"))
    assert "d. is proven in the contract" in evaluate(tmp_path, "--cases", "--lang", "en").stdout


def test_a_program_gets_every_figure_with_base_and_every_case_with_its_reasons(tmp_path: Path):
    found = json.loads(evaluate(tmp_path, "--cases", "--group", "furniture", "--json").stdout)["cases"]
    one = found["figures"]["ladder.a.yes"]
    assert int(one["value"]) == len(one["about"]) and one["base"] >= int(one["value"])
    counted = [each for each in found["rows"] if each["position"] == "counted"]
    assert len(counted) == one["base"] and all(set(each["rungs"]) == set("abcd") for each in counted)
    assert all(rung["because"] for each in counted for rung in each["rungs"].values())


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--group", "enhörning"), "Gruppen enhörning finns inte"),
        (("--lang", "fi"), "--lang är sv eller en, inte fi"),
    ],
)
def test_what_does_not_exist_is_said_with_what_does(tmp_path: Path, arguments: tuple[str, ...], says: str):
    done = evaluate(tmp_path, "--cases", *arguments)
    assert done.returncode == 2 and says in done.stderr and not done.stdout


def test_an_empty_workspace_and_a_year_without_anything_say_so(tmp_path: Path):
    assert "Det finns inga upphandlingar att utvärdera än." in evaluate(tmp_path, "--own").stdout
    assert (
        "Det finns inga upphandlingar att utvärdera än."
        in evaluate(tmp_path, "--cases", "--year", "1901").stdout
    )
