"""What every test stands on: a workspace of its own, and skips that name what is missing.

`needs_chromium`, `needs_program(program, package)` and `needs_pack(name)` are marks:

    @needs_pack("notices")
    def test_every_notice_is_read(): ... pack_folder("notices") ...

A missing program skips the test by name, or fails it where OMLOPP_REQUIRE_SYSTEM=1 (as in CI). A missing
pack skips it, or fails it where OMLOPP_PACKS is set: whoever names a folder means it to be used.
"""

import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
WITH_DJANGO = ("web", "browser")  # folders of tests/ that need the workbench

# Before anything of Omlopp is imported: no test touches the workspace of whoever runs it.
HOME = Path(tempfile.mkdtemp(prefix="omlopp-tests-"))
os.environ["OMLOPP_HOME"] = str(HOME)
os.environ.pop("OMLOPP_LANG", None)
# Playwright keeps an event loop running in the thread where the database is used too.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")


def needs_program(program: str, package: str) -> pytest.MarkDecorator:
    """The Debian package that holds the program, so that the skip can say how to mend it."""
    return pytest.mark.needs_program(program, package)


def needs_pack(name: str) -> pytest.MarkDecorator:
    return pytest.mark.needs_pack(name)


needs_chromium = needs_program("chromium", "chromium")


def pack_folder(name: str) -> Path | None:
    """Where the pack lies, or None. Packs are looked for only where OMLOPP_PACKS points."""
    from omlopp.library.packs import UnknownPack, find

    try:
        return find(name).folder if os.environ.get("OMLOPP_PACKS") else None
    except UnknownPack:
        return None


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Django is set up only when tests that need it are among those asked for; the domain's never are."""
    if not (ROOT / "src/omlopp/web/settings.py").exists() or not _asks_for_django(config):
        return
    os.environ["DJANGO_SETTINGS_MODULE"] = "omlopp.web.settings"
    from django.conf import settings

    # On file, as in use: a database in memory would hide what eight writers do to each other.
    settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = str(HOME / "test.sqlite3")


def _asks_for_django(config: pytest.Config) -> bool:
    rooms = [ROOT / "tests" / room for room in WITH_DJANGO]
    asked = [(config.invocation_params.dir / argument.split("::")[0]).resolve() for argument in config.args]
    return any(
        path == room or path in room.parents or room in path.parents for path in asked for room in rooms
    )


def pytest_unconfigure() -> None:
    shutil.rmtree(HOME, ignore_errors=True)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    for mark in item.iter_markers("needs_program"):
        program, package = mark.args
        if not (CHROMIUM if program == "chromium" else shutil.which(program)):
            says = f"{program} is missing: sudo apt-get install {package}"
            refuse = pytest.fail if os.environ.get("OMLOPP_REQUIRE_SYSTEM") == "1" else pytest.skip
            refuse(says)
    for mark in item.iter_markers("needs_pack"):
        if pack_folder(mark.args[0]) is None:
            says = f"the pack {mark.args[0]} is missing: set OMLOPP_PACKS to a folder that holds it"
            refuse = pytest.fail if os.environ.get("OMLOPP_PACKS") else pytest.skip
            refuse(says)


@pytest.fixture(scope="session")
def demonstrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace as `omlopp demo --no-serve` leaves it on the project's own samples. To be copied, never changed.

    Made once, by whichever of the processes that test comes first.
    """
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    place = shared / "demonstrated"
    away = ("OMLOPP_PACKS", "DJANGO_SETTINGS_MODULE")
    env = {name: value for name, value in os.environ.items() if name not in away}
    env |= {"OMLOPP_HOME": str(place), "OMLOPP_LANG": "sv"}
    with (shared / "demonstrated.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (place / "out" / "summary.json").exists():
            command = [sys.executable, "-m", "omlopp", "demo", "--no-serve"]
            done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=600)
            assert done.returncode == 0, done.stderr[-2000:]
    return place


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The system's Chromium: nothing is downloaded. Its sandbox does not work for root (containers)."""
    arguments = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": arguments}


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """The closing list: each skipped test by name under its reason, then one line that installs the rest."""
    reasons: dict[str, list[str]] = {}
    for report in terminalreporter.stats.get("skipped", []):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        reasons.setdefault(reason.removeprefix("Skipped: "), []).append(report.nodeid)
    if not reasons:
        return
    terminalreporter.section("skipped by name")
    for reason, tests in sorted(reasons.items()):
        terminalreporter.write_line(f"{reason}")
        for test in sorted(tests):
            terminalreporter.write_line(f"    {test}")
    packages = {reason.split("apt-get install ", 1)[1] for reason in reasons if "apt-get install " in reason}
    if packages:
        terminalreporter.write_line(f"To run them: sudo apt-get install {' '.join(sorted(packages))}")
