"""Each contract of .importlinter holds, and each catches a fault planted in a copy of the house."""

import configparser
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Fault:
    """A line written at the end of a file (made where it does not exist), and the contracts that must catch it."""

    says: str
    file: str
    line: str
    breaks: tuple[str, ...]


FAULTS = [
    Fault("a lower room calls a higher", "library/load.py", "import omlopp.documents", ("rooms",)),
    Fault("flows reach into web", "flows/packs.py", "import omlopp.web", ("rooms",)),
    Fault("rooms of one floor know each other", "documents/plan.py", "import omlopp.statistics", ("rooms",)),
    Fault("a new room without a floor", "attic/__init__.py", "", ("rooms",)),
    Fault(
        "award reaches up to process",
        "domain/award/planted.py",
        "import omlopp.domain.process",
        ("domain-rooms",),
    ),
    Fault(
        "criteria know indicators",
        "domain/criteria/x.py",
        "import omlopp.domain.indicators",
        ("domain-rooms",),
    ),
    Fault("a new room of the domain without a floor", "domain/attic/__init__.py", "", ("domain-rooms",)),
    Fault("declarations and notices know each other", "epd/ilcd.py", "import omlopp.notices", ("rooms",)),
    Fault(
        "indicators reach up to footprints",
        "domain/indicators/x.py",
        "import omlopp.domain.footprint",
        ("domain-rooms",),
    ),
    Fault("numpy outside what draws", "domain/indicators/mci.py", "import numpy", ("domain-pure",)),
    Fault(
        "regression outside the market evidence", "flows/market.py", "import statsmodels.api", ("regression",)
    ),
    Fault("the domain reads YAML", "domain/model/text.py", "import yaml", ("domain-pure",)),
    Fault(
        "the domain calls the network, hidden in a function",
        "domain/award/x.py",
        "def f(): import httpx",
        ("domain-pure",),
    ),
    Fault(
        "the domain knows Django", "domain/process/x.py", "import django.db", ("domain-pure", "django-in-web")
    ),
    Fault(
        "the award counts in floats outside the lab", "domain/award/x.py", "import numpy", ("domain-pure",)
    ),
    Fault("documents know Django", "documents/x.py", "from django.conf import settings", ("django-in-web",)),
    Fault("the command line knows Django", "cli/serve.py", "import django", ("django-in-web",)),
    Fault("a group reaches into web", "cli/packs.py", "def f(): import omlopp.web.settings", ("cli-web",)),
    Fault(
        "one screen imports another",
        "web/screens/a/views.py",
        "import omlopp.web.screens.b.views",
        ("screens",),
    ),
    Fault("records import a screen", "web/records/x.py", "import omlopp.web.screens.b.views", ("records",)),
    Fault("two modules import each other", "library/one.py", "import omlopp.library.two", ("cycles",)),
]

# What a fault needs beside it to be an import at all.
BESIDE = {
    "documents/plan.py": {"statistics/__init__.py": ""},
    "web/screens/a/views.py": {
        "web/screens/a/__init__.py": "",
        "web/screens/b/__init__.py": "",
        "web/screens/b/views.py": "",
    },
    "web/records/x.py": {"web/screens/b/__init__.py": "", "web/screens/b/views.py": ""},
    "library/one.py": {"library/two.py": "import omlopp.library.one"},
}


def contracts() -> dict[str, str]:
    """Identifier → name, from .importlinter."""
    config = configparser.ConfigParser()
    config.read(ROOT / ".importlinter", "utf-8")
    start = "importlinter:contract:"
    return {
        section.removeprefix(start): config[section]["name"]
        for section in config
        if section.startswith(start)
    }


@pytest.fixture
def house(tmp_path: Path) -> Path:
    return copy_of_the_house(tmp_path)


@pytest.fixture(scope="module")
def before(tmp_path_factory) -> tuple[int, set[str], str]:
    """The verdicts on the house as it stands: a contract broken already proves nothing of the planted fault."""
    return broken(copy_of_the_house(tmp_path_factory.mktemp("before")))


def copy_of_the_house(tmp_path: Path) -> Path:
    for path in (ROOT / "src/omlopp").rglob("*.py"):
        copy = tmp_path / "src" / path.relative_to(ROOT / "src")
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)
    shutil.copyfile(ROOT / ".importlinter", tmp_path / ".importlinter")
    return tmp_path


def broken(house: Path) -> tuple[int, set[str], str]:
    """Exit code, identifiers of broken contracts, everything said."""
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "from importlinter.cli import lint_imports_command as c; c()",
            "--no-cache",
            "--no-logo",
        ],
        cwd=house,
        env=os.environ | {"PYTHONPATH": str(house / "src"), "COLUMNS": "200"},
        capture_output=True,
        text=True,
    )
    said = done.stdout + done.stderr
    names = {name: identifier for identifier, name in contracts().items()}
    verdicts = re.findall(r"^(.+?) (KEPT|BROKEN)(?: \(.*\))?$", said, re.MULTILINE)
    assert {name for name, _ in verdicts} == set(names), said
    return done.returncode, {names[name] for name, verdict in verdicts if verdict == "BROKEN"}, said


def test_the_house_as_it_stands_keeps_every_contract(before):
    code, found, said = before
    assert (code, found) == (0, set()), said


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.says.replace(" ", "-"))
def test_a_planted_fault_is_caught(house, fault, before):
    for name, content in {**BESIDE.get(fault.file, {}), fault.file: fault.line}.items():
        place = house / "src/omlopp" / name
        place.parent.mkdir(parents=True, exist_ok=True)
        with place.open("a", encoding="utf-8") as file:
            file.write(f"\n{content}\n")
    code, found, said = broken(house)
    assert code == 1, said
    assert set(fault.breaks) <= found, said
    assert not set(fault.breaks) & before[1], "the house itself breaks this contract: see the first test"


def test_every_contract_has_a_planted_fault():
    assert {identifier for fault in FAULTS for identifier in fault.breaks} == set(contracts())


def test_the_command_line_imports_web_only_inside_functions():
    """Lazily: so that `omlopp --help`, and every group that needs no workbench, starts without Django."""
    at_the_top = re.compile(r"^(?:from|import) omlopp\.web", re.MULTILINE)
    offending = [
        path.name
        for path in (ROOT / "src/omlopp/cli").rglob("*.py")
        if at_the_top.search(path.read_text("utf-8"))
    ]
    assert offending == []
