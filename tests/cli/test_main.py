"""`omlopp` as a whole: help that teaches in both languages, a quick start, exit codes."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from omlopp.cli.main import GROUPS

ROOT = Path(__file__).resolve().parents[2]
HEAVY = {"django", "docx", "httpx", "lxml", "pydantic", "typst", "vl_convert", "yaml", "babel", "granian"}
OWN_OF_RUN = {"test", "bench"}

# Walks every command as Typer built it; the language is fixed when the module is loaded.
WALK = """
import importlib, json, typer.main
from omlopp.cli.main import GROUPS
def told(command):
    options = {param.name: getattr(param, "help", None) for param in command.params if param.name != "help"}
    under = {name: told(one) for name, one in getattr(command, "commands", {}).items()}
    return {"help": command.help, "params": options, "commands": under}
def group(name):
    found = told(typer.main.get_command(importlib.import_module(f"omlopp.cli.{name}").app))
    return {**found, "help": found["help"] or GROUPS[name]}
print(json.dumps({name: group(name) for name in GROUPS}))
"""


def python(*arguments: str, language: str = "sv") -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"OMLOPP_LANG": language, "COLUMNS": "120"}
    return subprocess.run([sys.executable, *arguments], env=environment, capture_output=True, text=True)


@pytest.fixture(scope="module")
def commands() -> dict[str, dict[str, Any]]:
    """Language → group → {help, params, commands}."""
    walked = {language: python("-c", WALK, language=language) for language in ("sv", "en")}
    for done in walked.values():
        assert done.returncode == 0, done.stderr
    return {language: json.loads(done.stdout) for language, done in walked.items()}


def flat(tree: dict[str, Any], above: str = "omlopp") -> dict[str, dict[str, Any]]:
    found = {}
    for name, command in tree.items():
        found[f"{above} {name}"] = command
        found |= flat(command["commands"], f"{above} {name}")
    return found


# Help


def test_every_command_argument_and_option_is_documented_in_both_languages(commands):
    swedish, english = flat(commands["sv"]), flat(commands["en"])
    assert set(swedish) == set(english)
    for name in swedish:
        for language, told in (("sv", swedish[name]), ("en", english[name])):
            assert (told["help"] or "").strip(), f"{name} has no help ({language})"
            undocumented = [
                param for param, help_text in told["params"].items() if not (help_text or "").strip()
            ]
            assert undocumented == [], f"{name} ({language})"
        assert swedish[name]["help"] != english[name]["help"], f"{name} says the same in both languages"


@pytest.mark.parametrize(
    ("language", "sentence"), [("sv", "Slutkoder: 0 klart"), ("en", "Exit codes: 0 done")]
)
def test_help_names_every_group_and_the_exit_codes(language, sentence):
    done = python("-m", "omlopp", "--help", language=language)
    assert done.returncode == 0
    assert all(group in done.stdout for group in GROUPS)
    assert sentence in done.stdout


def test_commands_named_in_the_pages_exist(commands):
    known = flat(commands["sv"])
    pages = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]
    for page in pages:
        text = page.read_text("utf-8")
        for group, sub in re.findall(
            r"(?:python3 run\.py|`omlopp)(?: ([a-z]+)(?: ([a-z]+(?:-[a-z]+)*)\b)?)?", text
        ):
            if not group or group in OWN_OF_RUN:
                continue
            assert f"omlopp {group}" in known, f"{page.name}: {group}"
            if sub and known[f"omlopp {group}"]["commands"]:
                assert f"omlopp {group} {sub}" in known, f"{page.name}: {group} {sub}"


def test_the_readme_gives_the_two_commands_first():
    text = (ROOT / "README.md").read_text("utf-8")
    assert re.search(r"^\s*python3 run\.py\s*(#.*)?$", text, re.MULTILINE)
    assert re.search(r"^\s*python3 run\.py test\s*(#.*)?$", text, re.MULTILINE)


# Start


def test_help_imports_nothing_heavy():
    done = python("-X", "importtime", "-m", "omlopp", "--help")
    imported = {
        line.rsplit("|", 1)[-1].strip().split(".")[0] for line in done.stderr.splitlines() if "|" in line
    }
    assert "typer" in imported, "the report of imports could not be read"
    assert imported & HEAVY == set()


# Exit codes


def test_wrong_use_gives_two():
    assert python("-m", "omlopp", "no-such-group").returncode == 2
    assert python("-m", "omlopp", "packs", "add").returncode == 2


def test_a_stopped_command_gives_130(tmp_path):
    """Ctrl-C in the middle of work: no traceback, exit code 130."""
    waiting = (
        "import time, omlopp.cli.main as main\n"
        "main.app = lambda **_: (print('at work', flush=True), time.sleep(30))\n"
        "main.run()"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", waiting], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout and process.stdout.readline() == "at work\n"
    time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=10)
    assert (process.returncode, said) == (130, "")
