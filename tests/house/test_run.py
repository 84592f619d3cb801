"""run.py: a short bootstrap that needs nothing but Python, and costs nothing the second time."""

import ast
import importlib.util
import os
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = (ROOT / "run.py").read_text("utf-8")


@pytest.fixture
def run(tmp_path, monkeypatch):
    """The module, set up for a checkout of its own; what it would run is only written down."""
    spec = importlib.util.spec_from_file_location("run_under_test", ROOT / "run.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    venv = tmp_path / ".venv"
    venv.mkdir()
    for name, value in {
        "ROOT": tmp_path,
        "VENV": venv,
        "STAMP": venv / "omlopp-setup",
        "PYTHON": venv / "python",
    }.items():
        monkeypatch.setattr(module, name, value)
    for name in ("requirements.lock", "requirements-test.lock", "requirements-bench.lock", "pyproject.toml"):
        (tmp_path / name).write_text(name)
    module.steps, module.handed_over = [], []
    monkeypatch.setattr(module, "step", module.steps.append)
    monkeypatch.setattr(module, "run", lambda command: module.handed_over.append(command[2:]) or 0)
    monkeypatch.setattr(os, "chdir", lambda _: None)
    return module


def installed(run) -> list[str]:
    """The lock files that would have been installed."""
    return [Path(word).name for step in run.steps for word in step if word.endswith(".lock")]


def test_it_is_short():
    assert len(SOURCE.splitlines()) < 120


def test_it_imports_the_standard_library_only():
    nodes = list(ast.walk(ast.parse(SOURCE)))
    names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}
    assert {name.split(".")[0] for name in names} <= set(sys.stdlib_module_names)


def test_it_names_the_debian_package_where_venv_is_missing(run, monkeypatch):
    monkeypatch.setitem(sys.modules, "ensurepip", None)  # as on Debian without python3-venv
    with pytest.raises(SystemExit) as stopped:
        run.set_up("core")
    assert "sudo apt-get install python3-venv" in str(stopped.value.code)
    assert run.steps == []


def test_a_repeat_installs_nothing(run):
    run.set_up("core")
    assert installed(run) == ["requirements.lock"]
    run.steps.clear()
    run.set_up("core")
    assert run.steps == []


def test_the_test_set_holds_the_core_set_but_not_the_reverse(run):
    run.set_up("core")
    run.set_up("test")
    assert installed(run) == ["requirements.lock", "requirements-test.lock"]
    run.steps.clear()
    run.set_up("core")
    run.set_up("test")
    assert run.steps == []


@pytest.mark.parametrize("changed", ["requirements-test.lock", "pyproject.toml"])
def test_a_changed_lock_or_project_sets_up_again_and_keeps_the_test_set(run, changed):
    run.set_up("test")
    run.steps.clear()
    (run.ROOT / changed).write_text("changed")
    run.set_up("core")
    assert installed(run) == ["requirements-test.lock"]


def test_installing_demands_hashes(run):
    run.set_up("core")
    [install] = [step for step in run.steps if any(word.endswith(".lock") for word in step)]
    assert "--require-hashes" in install


def test_a_failing_set_up_leaves_no_stamp(run, monkeypatch):
    def failing(command):
        raise SystemExit("stopped")

    monkeypatch.setattr(run, "step", failing)
    with pytest.raises(SystemExit):
        run.set_up("core")
    assert not run.STAMP.exists()


@pytest.mark.parametrize(
    ("typed", "handed_over"),
    [
        ([], ["omlopp", "demo"]),
        (["--no-serve"], ["omlopp", "demo", "--no-serve"]),
        (["demo", "--reset"], ["omlopp", "demo", "--reset"]),
        (["test", "long"], ["tests", "long"]),
        (["bench", "startup", "--json"], ["bench", "startup", "--json"]),
        (["notices", "explain", "a b.xml"], ["omlopp", "notices", "explain", "a b.xml"]),
    ],
)
def test_what_is_typed_is_handed_over(run, typed, handed_over):
    assert run.main(typed) == 0
    assert run.handed_over == [handed_over]
