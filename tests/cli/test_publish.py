"""omlopp publish: what the person reads, and the exit code a script reads."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture
def omlopp(home: Path):
    def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        clean = {
            name: value for name, value in os.environ.items() if name not in ("OMLOPP_LANG", "OMLOPP_HOME")
        }
        return subprocess.run(
            [sys.executable, "-m", "omlopp", "publish", *arguments],
            env=clean | {"OMLOPP_HOME": str(home)} | environment,
            capture_output=True,
            text=True,
        )

    return run


def test_the_list_names_each_publication_with_its_forms(omlopp):
    done = omlopp("list")
    assert done.returncode == 0
    assert re.search(
        r"^handledning +Handledning för cirkulär upphandling +\(handbook_site, pdf\)$", done.stdout, re.M
    )
    assert {"handledning", "portfolj"} <= {one["name"] for one in json.loads(omlopp("list", "--json").stdout)}


@pytest.mark.parametrize("arguments", [("nope",), ("portfolj", "--lang", "de"), ("check", "/no/such/folder")])
def test_wrong_use_says_what_to_write_instead(omlopp, arguments: tuple[str, ...]):
    done = omlopp(*arguments)
    assert done.returncode == 2 and done.stdout == "" and len(done.stderr.strip()) > 20


def test_an_empty_workspace_is_published_checked_and_found_out_when_changed(omlopp, home: Path):
    made = omlopp("portfolj")
    assert made.returncode == 0, made.stderr
    folder = home / "out" / "publications"
    assert "[1/1] portfolj sv public_site" in made.stderr and str(folder) in made.stdout
    assert "0 filer byggda" in omlopp("portfolj").stdout
    assert omlopp("check").stdout == "0 fel.\n"
    page = folder / "portfolj" / "sv" / "index.html"
    page.write_text(
        page.read_text("utf-8").replace("av 82", "av 83").replace("av\u00a082", "av\u00a083"), "utf-8"
    )
    found = omlopp("check", str(folder), OMLOPP_LANG="en")
    assert found.returncode == 1 and "portfolj/sv/index.html" in found.stdout
