"""The domain runs where nothing of the edges is installed, and its tests need no database."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
EDGES = ("django", "duckdb", "httpx", "jinja2", "lxml", "pydantic", "sqlite3", "typer", "yaml")

IMPORT_ALL = f"""
import sys
sys.modules.update(dict.fromkeys({EDGES!r}))
import importlib, pkgutil, omlopp.domain
names = [module.name for module in pkgutil.walk_packages(omlopp.domain.__path__, "omlopp.domain.")]
for name in names:
    importlib.import_module(name)
print(len(names))
"""

# The tests read worked cases, so YAML is there; Django and the database are not.
RUN_TESTS = """
import sys
sys.modules.update(dict.fromkeys(("django", "sqlite3")))
import pytest
without = ["-p", "no:django", "-p", "no:cacheprovider"]
sys.exit(pytest.main([*without, "-m", "not long", "--no-header", "tests/domain"]))
"""


def python(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)


def test_every_module_of_the_domain_loads_without_the_edges():
    done = python(IMPORT_ALL)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 10


def test_a_module_that_does_reach_for_an_edge_would_be_found():
    done = python(IMPORT_ALL + "import omlopp.library.files")
    assert done.returncode != 0 and "yaml" in done.stderr


@pytest.mark.long
def test_the_tests_of_the_domain_pass_without_django_and_without_a_database():
    done = python(RUN_TESTS)
    assert done.returncode == 0, done.stdout + done.stderr
    assert " passed" in done.stdout
