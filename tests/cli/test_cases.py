"""omlopp cases check: what the person reads, what a program reads, and the exit code."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

OWN = Path(__file__).parents[1] / "cases/award"
GOOD = """
  - call: award.sanction
    with: {offered_value: 50000, reached_value: 30000, factor: 1.5}
    expect: {sanction: 30000}
    tolerance: {abs: 0.005}
    status: published
"""
WRONG = GOOD.replace("sanction: 30000}", "sanction: 31000}")
NO_CALL = "  - {call: indicator.score, with: {}, expect: {}, status: derived}\n"


def cases(*arguments: str, language: str = "sv") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "omlopp", "cases", *arguments],
        env=os.environ | {"OMLOPP_LANG": language}, capture_output=True, text=True,
    )  # fmt: skip


def test_our_own_cases_all_pass():
    done = cases("check", str(OWN))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-1].endswith("godkända, 0 fallna, 0 ej tillämpliga.")


@pytest.mark.parametrize("checks, code", [(GOOD, 0), (GOOD + WRONG, 1), (GOOD + NO_CALL, 1)])
def test_only_a_folder_where_all_passed_ends_with_zero(tmp_path, checks, code):
    (tmp_path / "case.yaml").write_text("id: c\nchecks:" + checks)
    assert cases("check", str(tmp_path)).returncode == code


def test_a_program_reads_summary_and_checks(tmp_path):
    (tmp_path / "case.yaml").write_text("id: c\nchecks:" + GOOD + WRONG + NO_CALL)
    assert json.loads(cases("check", str(tmp_path), "--json").stdout) == {
        "summary": {"passed": 1, "failed": 2, "not_applicable": 0},
        "checks": [
            {"file": "case.yaml", "case": "c", "call": "award.sanction", "index": 0, "status": "passed",
             "differences": []},
            {"file": "case.yaml", "case": "c", "call": "award.sanction", "index": 1, "status": "failed",
             "differences": [{"at": "sanction", "expected": "31000", "found": "30000.0"}]},
            {"file": "case.yaml", "case": "c", "call": "indicator.score", "index": 2, "status": "failed",
             "differences": [{"at": "", "expected": "a result", "found": "UNKNOWN_CALL: call='indicator.score'"}]},
        ],
    }  # fmt: skip


def test_a_person_reads_where_it_differs_in_either_language(tmp_path):
    (tmp_path / "case.yaml").write_text("id: c\nchecks:" + WRONG)
    assert "sanction: väntat 31000, räknat 30000.0" in cases("check", str(tmp_path)).stdout
    assert "sanction: expected 31000, found 30000.0" in cases("check", str(tmp_path), language="en").stdout


@pytest.mark.parametrize("content, says", [
    ("checks: [", "bad.yaml går inte att läsa (rad 1)"),
    (None, "inga räkneexempel"),
])  # fmt: skip
def test_a_broken_file_or_an_empty_folder_gets_one_sentence(tmp_path, content, says):
    if content:
        (tmp_path / "bad.yaml").write_text(content)
    done = cases("check", str(tmp_path))
    assert (done.returncode, done.stdout) == (2, "")
    assert says in done.stderr and len(done.stderr.splitlines()) == 1
