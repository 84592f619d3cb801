"""omlopp criteria: what the person reads, what a program reads, and the exit codes."""

import json
import os
import shutil
import subprocess
import sys

import pytest

from omlopp.library.load import ROOT


def omlopp(*arguments: str, language: str = "sv") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "omlopp", "criteria", *arguments],
        env=os.environ | {"OMLOPP_LANG": language},
        capture_output=True,
        text=True,
    )


def test_list_filters_and_counts():
    done = omlopp("list", "--group", "furniture", "--goal", "d", "--kind", "award", "--json")
    assert done.returncode == 0
    rows = json.loads(done.stdout)
    assert "reused_furniture_share" in {row["id"] for row in rows}
    assert {(row["group"], row["goal"], row["kind"]) for row in rows} == {("furniture", "D", "award")}
    read = omlopp("list", "--group", "furniture", "--level", "bas").stdout
    assert "Slitdelar i tio år" in read and "Avancerad" not in read


def test_show_tells_the_whole_story_in_the_language_asked():
    swedish = omlopp("show", "laptop_battery_warranty").stdout
    for head in ("Kravtext:", "Bevis:", "Avtalsvillkor:", "Konsekvens:", "Uppföljning:", "Lag:", "Källa:"):
        assert head in swedish
    assert "LUF: inte prövat (över tröskelvärdet: 16 kap. 1 §)" in swedish and "LOU: 17 kap. 1 §" in swedish
    assert "Requirement:" in omlopp("show", "laptop_battery_warranty", language="en").stdout
    assert json.loads(omlopp("show", "laptop_battery_warranty", "--json").stdout)["strategy"] == "C1"


def test_find_ranks_and_gives_reasons():
    rows = json.loads(
        omlopp("find", "--cpv", "30213100-6", "--goal", "C", "--level", "avancerad", "--json").stdout
    )
    assert rows and {row["goal"] for row in rows} == {"C"}
    assert [row["score"] for row in rows] == sorted((row["score"] for row in rows), reverse=True)
    assert all(reason["says"] for row in rows for reason in row["reasons"])
    assert "Du har valt mål C." in omlopp("find", "--cpv", "30213100", "--goal", "C").stdout


def test_find_says_when_nothing_fits():
    done = omlopp("find", "--cpv", "66000000")
    assert done.returncode == 0 and "Inget krav i biblioteket passar" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("show", "laptop_battery_waranty"), "laptop_battery_warranty"),
        (("list", "--group", "boats"), "furniture"),
        (("find", "--goal", "F"), "A, B, C, D"),
        (("find", "--cpv", "möbler"), "39130000"),
    ],
)
def test_wrong_use_says_what_is_right(arguments, says):
    done = omlopp(*arguments)
    assert done.returncode == 2
    assert says in done.stderr and "Traceback" not in done.stderr


def test_check_of_the_own_bank_is_green():
    done = omlopp("check", "--json")
    found = json.loads(done.stdout)
    assert (done.returncode, found["problems"]) == (0, [])
    assert found["counts"]["files"]["criteria"] >= 28


def test_check_names_every_problem_by_file_place_and_mend(tmp_path):
    for name in ("process", "goals", "criteria", "indicators", "parameters", "groups"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "names.yaml", tmp_path)
    spare = tmp_path / "criteria/furniture/furniture_spare_parts.yaml"
    spare.write_text(
        spare.read_text("utf-8").replace("measured_by: spare_parts_years", "measured_by: luck"), "utf-8"
    )
    unread = tmp_path / "criteria/it/upgradable_computer.yaml"
    unread.write_text(unread.read_text("utf-8") + "level: bas\n", "utf-8")
    shutil.copy(
        tmp_path / "criteria/workwear/removable_marks.yaml", tmp_path / "criteria/it/removable_marks.yaml"
    )
    done = omlopp("check", "--library", str(tmp_path))
    assert done.returncode == 1
    lines = done.stdout.splitlines()
    at = spare.read_text("utf-8").splitlines().index("measured_by: luck") + 1
    assert any(
        line.startswith(f"criteria/furniture/furniture_spare_parts.yaml: rad {at}, measured_by: ")
        for line in lines
    )
    assert any(line.startswith("criteria/it/upgradable_computer.yaml: rad ") for line in lines)
    assert any("removable_marks.yaml" in line and "Döp om" in line for line in lines)
    assert int(lines[-1].split()[0]) >= 3
