"""What is missing is skipped by name with the line that mends it, and fails where it must be there."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

WANTING = """
from tests.conftest import needs_pack, needs_program

@needs_program("no-such-program", "no-such-package")
def test_program():
    raise AssertionError("ran")

@needs_pack("no-such-pack")
def test_pack():
    raise AssertionError("ran")
"""


@pytest.fixture
def tests_that_want(tmp_path):
    """Run two tests that need what no machine has, under the project's own conftest."""

    def run(**environment: str) -> subprocess.CompletedProcess[str]:
        (tmp_path / "test_wanting.py").write_text(WANTING)
        clean = {
            name: value
            for name, value in os.environ.items()
            if name not in ("OMLOPP_PACKS", "OMLOPP_REQUIRE_SYSTEM", "DJANGO_SETTINGS_MODULE")
            and not name.startswith("PYTEST_")
        }
        return subprocess.run(
            [sys.executable, "-m", "tests", "-p", "no:cacheprovider", "-p", "tests.conftest", tmp_path],
            cwd=ROOT,
            env=clean | environment,
            capture_output=True,
            text=True,
        )

    return run


def test_both_are_skipped_by_name_and_the_closing_line_stands_last(tests_that_want):
    done = tests_that_want()
    lines = done.stdout.strip().splitlines()
    reason = lines.index("no-such-program is missing: sudo apt-get install no-such-package")
    assert lines[reason + 1].endswith("test_wanting.py::test_program")
    assert "the pack no-such-pack is missing: set OMLOPP_PACKS to a folder that holds it" in lines
    assert lines[-2] == "To run them: sudo apt-get install no-such-package"
    assert "2 skipped" in lines[-1]
    assert done.returncode == 0


def test_a_missing_program_fails_where_the_system_is_required(tests_that_want):
    done = tests_that_want(OMLOPP_REQUIRE_SYSTEM="1")
    assert done.returncode == 1
    assert "1 skipped" in done.stdout and "1 error" in done.stdout
    assert "ERROR" in done.stdout and "test_program" in done.stdout


def test_a_missing_pack_fails_where_packs_are_named(tests_that_want, tmp_path):
    done = tests_that_want(OMLOPP_PACKS=str(tmp_path))
    assert done.returncode == 1
    assert "1 skipped" in done.stdout and "1 error" in done.stdout
