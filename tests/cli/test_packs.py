"""omlopp packs: what the person reads, and the exit code a script reads."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.library.test_packs import make_pack


@pytest.fixture
def omlopp(tmp_path):
    def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        clean = {
            name: value for name, value in os.environ.items() if name not in ("OMLOPP_PACKS", "OMLOPP_LANG")
        }
        return subprocess.run(
            [sys.executable, "-m", "omlopp", "packs", *arguments],
            env=clean | {"OMLOPP_HOME": str(tmp_path / "home")} | environment,
            capture_output=True,
            text=True,
        )

    return run


def test_an_empty_workspace_says_how_to_add_a_pack(omlopp):
    done = omlopp("list")
    assert done.returncode == 0
    assert "omlopp packs add MAPP" in done.stdout


def test_add_list_remove(omlopp, tmp_path):
    pack = make_pack(tmp_path / "from")
    assert omlopp("add", str(pack)).returncode == 0
    listed = json.loads(omlopp("list", "--json").stdout)["packs"]
    assert [(row["name"], row["licence"], row["problems"]) for row in listed] == [("factors", "CC0-1.0", [])]
    assert omlopp("remove", "factors").returncode == 0
    assert json.loads(omlopp("list", "--json").stdout)["packs"] == []


def test_a_name_is_not_fetched_and_the_refusal_says_what_is_accepted(omlopp):
    done = omlopp("add", "ted-notices")
    assert done.returncode == 2
    assert "pack.yaml" in done.stderr and "Inget lades till" in done.stderr


def test_a_changed_file_is_a_failed_check_in_the_language_of_the_reader(omlopp, tmp_path):
    pack = make_pack(tmp_path / "from")
    (pack / "table.csv").write_text("changed")
    swedish, english = omlopp("add", str(pack)), omlopp("add", str(pack), OMLOPP_LANG="en")
    assert (swedish.returncode, english.returncode) == (1, 1)
    assert "table.csv har ändrats" in swedish.stderr
    assert "table.csv has changed" in english.stderr


def test_what_was_left_out_is_listed_and_gives_three(omlopp, tmp_path):
    pack = make_pack(tmp_path / "from")
    (pack / "notes.txt").write_text("not on the card")
    done = omlopp("add", str(pack))
    assert done.returncode == 3
    assert "notes.txt" in done.stdout


def test_list_checks_again_on_demand(omlopp, tmp_path):
    omlopp("add", str(make_pack(tmp_path / "from")))
    Path(tmp_path / "home/packs/factors/table.csv").write_text("changed")
    assert omlopp("list").returncode == 0
    done = omlopp("list", "--check")
    assert (done.returncode, "table.csv har ändrats" in done.stdout) == (1, True)


def test_a_pack_added_where_nobody_looks_is_said(omlopp, tmp_path):
    done = omlopp("add", str(make_pack(tmp_path / "from")), OMLOPP_PACKS=str(tmp_path / "elsewhere"))
    assert done.returncode == 0
    assert "OMLOPP_PACKS pekar någon annanstans" in done.stdout
