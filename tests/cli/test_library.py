"""omlopp library: check, diff and export – what the person reads, what a program reads, and the exit codes."""

import csv
import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from omlopp.library.load import ROOT

DAY = ("--on", "2026-11-22")


def omlopp(*arguments: str, language: str = "sv") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "omlopp", *arguments],
        env=os.environ | {"OMLOPP_LANG": language},
        capture_output=True,
        text=True,
    )


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One whole group, and nothing that points outside it: a library without faults."""
    root = tmp_path_factory.mktemp("sound")
    for name in ("process", "goals", "parameters", "criteria/furniture"):
        shutil.copytree(ROOT / name, root / name)
    (root / "groups").mkdir()
    page = (ROOT / "groups/furniture.yaml").read_text("utf-8")
    lines = [line for line in page.splitlines(keepends=True) if not line.lstrip().startswith("cases:")]
    (root / "groups/furniture.yaml").write_text("".join(lines), "utf-8")
    shutil.copytree(ROOT / "indicators", root / "indicators")
    shutil.copy(ROOT / "names.yaml", root)
    from omlopp.flows.library import library_faults
    from omlopp.library.load import library

    for one in library_faults(library(root), root):  # indicators of other groups
        if "indicator-unused" in one.key:
            (root / one.file).unlink()
    library.cache_clear()
    return root


def test_check_counts_by_group_kind_level_goal_and_language():
    done = omlopp("library", "check", *DAY, "--json")
    counted = json.loads(done.stdout)["counts"]
    assert set(counted) == {"group", "kind", "level", "goal", "above_market", "language", "files"}
    criteria = counted["files"]["criteria"]
    for table in ("group", "kind", "level", "goal"):
        assert sum(counted[table].values()) == criteria, table
    assert counted["language"] == {"sv": criteria, "en": criteria}
    told = omlopp("library", "check", *DAY).stdout
    assert "Kravtyp" in told and "Tilldelningskriterium" in told


def test_check_ends_with_one_and_names_file_line_and_mend(sound, tmp_path):
    broken = tmp_path / "broken"
    shutil.copytree(sound, broken)
    path = broken / "criteria/furniture/furniture_spare_parts.yaml"
    text = path.read_text("utf-8")
    line = text[: text.index("goal:")].count("\n") + 1
    path.write_text(text.replace("goal: C", "goal: NO", 1), "utf-8")
    done = omlopp("library", "check", "--library", str(broken), *DAY)
    assert done.returncode == 1
    (told,) = [each for each in done.stdout.splitlines() if "furniture_spare_parts.yaml" in each]
    assert told.startswith(f"criteria/furniture/furniture_spare_parts.yaml: rad {line}, goal: ")
    assert "citattecken" in told
    assert omlopp("library", "check", "--library", str(sound), *DAY).returncode == 0
    english = omlopp("library", "check", "--library", str(broken), *DAY, language="en").stdout
    assert "quotation marks" in english


def test_only_looks_at_files_that_begin_so():
    told = json.loads(omlopp("library", "check", "--only", "crosswalk/", *DAY, "--json").stdout)
    assert all(one["file"].startswith("crosswalk/") for one in told["problems"])


def test_diff_says_what_came_went_and_changed(sound, tmp_path):
    later = tmp_path / "later"
    shutil.copytree(sound, later)
    path = later / "criteria/furniture/furniture_spare_parts.yaml"
    path.write_text(path.read_text("utf-8").replace("level: bas", "level: avancerad", 1), "utf-8")
    (later / "criteria/furniture/furniture_delivery_packaging.yaml").unlink()
    shutil.copy(path, path.with_name("new_one.yaml"))
    done = omlopp("library", "diff", str(sound), str(later), "--json")
    found = {(one["kind"], one["id"], one["what"], one["where"]) for one in json.loads(done.stdout)}
    assert found == {
        ("criteria", "furniture_spare_parts", "changed", "level"),
        ("criteria", "furniture_delivery_packaging", "removed", ""),
        ("criteria", "new_one", "added", ""),
    }
    read = omlopp("library", "diff", str(sound), str(later)).stdout
    assert (
        "- bas" in read and "+ avancerad" in read and read.rstrip().endswith("1 ny, 1 borttagen, 1 ändrad.")
    )


def test_model_diff_looks_at_steps_goals_and_law_alone(sound, tmp_path):
    later = tmp_path / "later"
    shutil.copytree(sound, later)
    point = later / "process/legal/environmental_care.yaml"
    point.write_text(point.read_text("utf-8").replace("4 kap. 3 §", "4 kap. 3 a §", 1), "utf-8")
    (later / "criteria/furniture/furniture_delivery_packaging.yaml").unlink()
    found = json.loads(omlopp("model", "diff", str(sound), str(later), "--json").stdout)
    assert {one["kind"] for one in found} >= {"legal", "steps"} and not {one["kind"] for one in found} & {
        "criteria"
    }
    assert all("4 kap. 3 a §" in str(one["after"]) for one in found)


@pytest.mark.parametrize("what", ["/nowhere", "README.md"])
def test_diff_of_what_is_no_library_says_what_to_name(what):
    done = omlopp("library", "diff", what)
    assert done.returncode == 2 and "omlopp library export" in done.stderr and "Traceback" not in done.stderr


def test_export_gives_the_whole_bank_in_three_forms(sound, tmp_path):
    done = omlopp("library", "export", "--library", str(sound), "--to", str(tmp_path), *DAY)
    assert done.returncode == 0, done.stderr
    files = {path.suffix: path for path in map(Path, done.stdout.splitlines()[:-1])}
    whole = json.loads(files[".json"].read_bytes())
    assert (
        whole["licence"] == "https://creativecommons.org/licenses/by/4.0/"
        and whole["made_on"] == "2026-11-22"
    )
    criteria = whole["tables"]["criteria"]
    assert criteria.keys() == {path.stem for path in (sound / "criteria/furniture").glob("*.yaml")}
    assert whole["version"] in done.stdout

    rows = list(csv.DictReader(io.StringIO(files[".csv"].read_text("utf-8-sig"))))
    assert {row["id"] for row in rows} == set(criteria)
    for row in rows:
        assert row["text.sv"] == criteria[row["id"]]["text"]["sv"]
        assert row["text.en"] and row["risks.cost.sv"] and row["cpv"]
        assert not any(cell[:1] in ("=", "+", "@") for cell in row.values()), "no formula in a spreadsheet"

    graph = json.loads(files[".jsonld"].read_bytes())["@graph"]
    dataset = graph[0]
    for needed in (
        "dcterms:title",
        "dcterms:description",
        "dcterms:publisher",
        "dcterms:license",
        "dcat:distribution",
    ):
        assert dataset[needed], needed
    for distribution in dataset["dcat:distribution"]:
        content = (tmp_path / distribution["dcterms:title"]).read_bytes()
        assert distribution["dcat:accessURL"] and distribution["dcterms:license"]
        assert distribution["spdx:checksum"]["spdx:checksumValue"] == hashlib.sha256(content).hexdigest()
    concepts = {one["skos:notation"] for one in graph[1:] if "omlopp:Criterion" in one["@type"]}
    assert concepts == set(criteria)


def test_the_version_follows_the_content_and_an_export_can_be_compared(sound, tmp_path):
    first = omlopp(
        "library", "export", "--library", str(sound), "--to", str(tmp_path / "a"), "--format", "json", *DAY
    )
    again = omlopp("library", "export", "--library", str(sound), "--to", str(tmp_path / "b"), "--format", "json",
                   "--on", "2026-11-23")  # fmt: skip
    assert first.stdout.splitlines()[-1] == again.stdout.splitlines()[-1]
    exported = next((tmp_path / "a").glob("*.json"))
    assert json.loads(omlopp("library", "diff", str(exported), str(sound), "--json").stdout) == []


def test_what_has_a_fault_is_not_given_away(sound, tmp_path):
    broken = tmp_path / "broken"
    shutil.copytree(sound, broken)
    path = broken / "criteria/furniture/furniture_spare_parts.yaml"
    path.write_text(
        path.read_text("utf-8").replace("measured_by: spare_parts_years", "measured_by: luck"), "utf-8"
    )
    done = omlopp("library", "export", "--library", str(broken), "--to", str(tmp_path / "out"), *DAY)
    assert done.returncode == 1 and "ges därför inte ut" in done.stderr
    assert not (tmp_path / "out").exists()


def test_a_format_there_is_not_is_wrong_use(tmp_path):
    done = omlopp("library", "export", "--to", str(tmp_path), "--format", "xml")
    assert done.returncode == 2 and "jsonld" in done.stderr
