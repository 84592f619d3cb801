"""A running workbench and a browser: the server that people start, on a workspace of its own, in the system's Chromium.

def test_something(page, bench): ...   page is signed in; anything the console or the server complains of fails
"""

import os
import re
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Response, expect

OMLOPP = Path(sys.executable).with_name("omlopp")
START_SECONDS = 60
PATIENCE_MS = 20_000


@dataclass(frozen=True)
class Bench:
    """Where the workbench answers, and who may sign in."""

    address: str
    name: str
    password: str
    log: Path

    def sign_in(self, page: Page, name: str = "", password: str = "") -> None:
        page.goto(self.address + "/konto/logga-in/")
        page.get_by_label("Användarnamn").fill(name or self.name)
        page.get_by_label("Lösenord").fill(password or self.password)
        page.get_by_role("button", name="Logga in").click()
        page.wait_for_url(self.address + "/")

    def add_person(self, name: str) -> str:
        """`omlopp people add`: an account in the workspace. → its password."""
        env = {**os.environ, "OMLOPP_HOME": str(self.log.parent / "home"), "OMLOPP_LANG": "sv"}
        env.pop("DJANGO_SETTINGS_MODULE", None)
        made = subprocess.run(
            [OMLOPP, "people", "add", name], env=env, capture_output=True, text=True, timeout=60
        )
        assert made.returncode == 0, made.stderr
        return made.stdout.split("Lösenord:")[1].split()[0]


@dataclass
class Complaints:
    """What a page complained of while it was used. A status that the test means to see is put in `expected`."""

    told: list[str] = field(default_factory=list)
    expected: set[int] = field(default_factory=set)

    def watch(self, page: Page) -> Page:
        page.on("console", self._said)
        page.on("response", self._answered)
        page.on("pageerror", lambda error: self.told.append(f"script: {error}"))
        return page

    def _said(self, message: ConsoleMessage) -> None:
        if any(f"Response Status Error Code {status} " in message.text for status in self.expected):
            return  # the same refusal, told once more by the script that fetches
        if message.type in ("error", "warning") and "Failed to load resource" not in message.text:
            self.told.append(f"console: {message.text}")

    def _answered(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self.expected:
            self.told.append(f"{response.status} {response.url}")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    arguments = [*browser_type_launch_args["args"], "--disable-background-networking"]
    return {**browser_type_launch_args, "args": arguments}


@pytest.fixture(scope="session")
def bench(demonstrated: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    """One workbench for all walks. They leave what they made: who needs it untouched serves one of its own."""
    with served(demonstrated, tmp_path_factory.mktemp("workbench")) as one:
        yield one


@contextmanager
def served(demonstrated: Path, folder: Path) -> Iterator[Bench]:
    """`omlopp serve` on a copy of what `omlopp demo` made of the project's own samples."""
    shutil.copytree(demonstrated, folder / "home")
    away = ("OMLOPP_PACKS", "DJANGO_SETTINGS_MODULE")
    env = {name: value for name, value in os.environ.items() if name not in away}
    env |= {"OMLOPP_HOME": str(folder / "home"), "OMLOPP_LANG": "sv"}
    with (folder / "said").open("w+") as said:
        server = subprocess.Popen([OMLOPP, "serve"], env=env, cwd=folder, stdout=said, stderr=said)
        try:
            address = _address(folder / "said", server)
            name, password = (folder / "home" / "sign-in.txt").read_text("utf-8").split()
            yield Bench(address, name, password, folder / "said")
        finally:
            server.terminate()
            server.wait(20)


def _address(said: Path, server: "subprocess.Popen[bytes]") -> str:
    """The address that the server tells, once it answers there."""
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and server.poll() is None:
        told = re.search(r"http://127\.0\.0\.1:\d+", said.read_text("utf-8"))
        if told:
            try:
                urllib.request.urlopen(told.group() + "/konto/logga-in/", timeout=5).close()
                return told.group()
            except OSError:
                pass
        time.sleep(0.2)
    raise AssertionError(f"the workbench did not start: {said.read_text('utf-8')[-2000:]}")


@pytest.fixture(scope="session")
def signed_in(browser: Browser, bench: Bench) -> Any:
    """The cookies of a signed-in person, so that each test does not sign in anew."""
    context = browser.new_context()
    bench.sign_in(context.new_page())
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture
def browser_context_args(browser_context_args: dict[str, Any], bench: Bench) -> dict[str, Any]:
    return {**browser_context_args, "base_url": bench.address, "viewport": {"width": 1280, "height": 900}}


@pytest.fixture
def complaints(bench: Bench) -> Iterator[Complaints]:
    found = Complaints()
    yield found
    assert not found.told, "\n".join([*found.told, bench.log.read_text("utf-8")[-1500:]])


@pytest.fixture
def context(context: BrowserContext) -> BrowserContext:
    context.set_default_timeout(PATIENCE_MS)
    expect.set_options(timeout=PATIENCE_MS)
    return context


@pytest.fixture
def stranger(context: BrowserContext, complaints: Complaints) -> Page:
    """A page of somebody who has not signed in."""
    return complaints.watch(context.new_page())


@pytest.fixture
def page(context: BrowserContext, signed_in: Any, complaints: Complaints) -> Page:
    """A page of the workspace's buyer, signed in."""
    context.add_cookies(signed_in["cookies"])
    return complaints.watch(context.new_page())
