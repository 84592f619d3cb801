"""`omlopp people`: accounts, and help for who cannot get in."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

OMLOPP = Path(sys.executable).with_name("omlopp")


def omlopp(home: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    env = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    env |= {"OMLOPP_HOME": str(home), "OMLOPP_LANG": "sv"} | more
    return subprocess.run([OMLOPP, *arguments], env=env, capture_output=True, text=True, timeout=120)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("people") / "home"
    assert omlopp(place, "people", "add", "anna").returncode == 0
    return place


def test_a_password_is_made_anew_and_told_once(home: Path) -> None:
    told = omlopp(home, "people", "reset-password", "anna")
    assert (
        told.returncode == 0
        and re.search(r"anna: [\w-]{16} ", told.stdout)
        and "byts vid nästa" in told.stdout
    )
    assert omlopp(home, "audit", "verify").returncode == 0


def test_an_account_is_closed_and_opened_with_a_reason(home: Path) -> None:
    refused = omlopp(home, "people", "close", "anna", "--why", " ")
    assert refused.returncode == 2 and "Skriv varför" in refused.stderr
    assert omlopp(home, "people", "close", "anna", "--why", "Har slutat.").returncode == 0
    assert omlopp(home, "people", "open", "anna", "--why", "Är tillbaka.").returncode == 0


def test_what_is_not_there_is_told_plainly(home: Path) -> None:
    nobody = omlopp(home, "people", "reset-password", "finns-inte")
    assert nobody.returncode == 2 and "finns-inte" in nobody.stderr and "Traceback" not in nobody.stderr
    none = omlopp(home, "people", "reset-second-factor", "anna", "--why", "Tappad telefon.")
    assert none.returncode == 2 and "inte tvåstegsinloggning" in none.stderr


def test_a_setting_that_is_no_number_is_told_by_its_name(home: Path) -> None:
    wrong = omlopp(home, "people", "list", OMLOPP_IDLE_MINUTES="en timme")
    assert wrong.returncode != 0 and "OMLOPP_IDLE_MINUTES" in wrong.stderr and "Traceback" not in wrong.stderr


@pytest.mark.parametrize("https, clean", [("1", True), ("", False)])
def test_behind_https_djangos_own_check_for_deployment_has_nothing_to_say(
    home: Path, https: str, clean: bool
) -> None:
    env = {name: value for name, value in os.environ.items() if name != "DJANGO_ALLOW_ASYNC_UNSAFE"}
    env |= {"OMLOPP_HOME": str(home), "OMLOPP_HTTPS": https, "DJANGO_SETTINGS_MODULE": "omlopp.web.settings"}
    said = subprocess.run(
        [sys.executable, "-m", "django", "check", "--deploy"],
        env=env,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert said.returncode == 0 and ("security.W" not in said.stderr) is clean, said.stderr
