"""The main job on the command line: it begins, continues, starts over, stops when told, and steps over a taken port."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

OMLOPP = [sys.executable, "-m", "omlopp"]


def environment(home: Path) -> dict[str, str]:
    own = {name: value for name, value in os.environ.items() if name not in ("OMLOPP_PACKS", "OMLOPP_LANG")}
    return own | {"OMLOPP_HOME": str(home), "PYTHONUNBUFFERED": "1"}


def omlopp(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*OMLOPP, *arguments], env=environment(home), capture_output=True, text=True, timeout=600
    )


@pytest.fixture(scope="module")
def home(demonstrated: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(demonstrated, tmp_path_factory.mktemp("demo") / "arbetsyta"))


def summary(home: Path) -> dict[str, object]:
    told: dict[str, object] = json.loads((home / "out" / "summary.json").read_text("utf-8"))
    return told


def test_it_reads_notices_begins_a_procurement_carries_the_exercise_and_writes_documents(home: Path) -> None:
    told = summary(home)
    assert told["notices_read"] == len(
        list((Path(__file__).parents[2] / "src/omlopp/library/samples/notices").glob("*.xml"))
    )
    assert told["notices_rejected"] == 0 and told["samples_only"] is True
    begun, *pilots = told["procurements"]  # type: ignore[misc]
    assert begun["from_notice"] and begun["outcome"] == "open"
    assert len(pilots) == 10 and all(each["exercise"] for each in pilots)
    assert pilots[0]["outcome"] == "closed"
    for name in told["documents"]:  # type: ignore[attr-defined]
        assert (home / "out" / name).stat().st_size > 1000, name
    assert any("handledning" in name and name.endswith(".html") for name in told["documents"])  # type: ignore[attr-defined]


def test_run_again_it_continues_adds_nothing_and_names_the_command_that_fetches_real_notices(
    home: Path,
) -> None:
    before, events = summary(home), json.loads(omlopp(home, "audit", "verify", "--json").stdout)
    again = omlopp(home, "demo", "--no-serve")
    assert again.returncode == 0 and "notices fetch --country SE" in again.stdout
    after = summary(home)
    assert after | {"seconds": 0} == before | {"seconds": 0}
    assert json.loads(omlopp(home, "audit", "verify", "--json").stdout) == events


def test_only_the_owner_reads_the_sign_in_and_the_key(home: Path) -> None:
    for secret in ("sign-in.txt", "secret-key"):
        assert (home / secret).stat().st_mode & 0o077 == 0, secret


def test_reset_never_removes_a_folder_that_is_no_workspace(tmp_path: Path) -> None:
    mine = tmp_path / "mitt"
    mine.mkdir()
    (mine / "viktigt.txt").write_text("behåll")
    refused = omlopp(mine, "demo", "--no-serve", "--reset")
    assert refused.returncode == 2 and "tas inte bort" in refused.stderr
    assert (mine / "viktigt.txt").read_text() == "behåll"


@pytest.fixture
def servers(home: Path, tmp_path: Path) -> Iterator[list[subprocess.Popen[str]]]:
    """Two workbenches started at the same moment on the same first port, one of them not yet a workspace."""
    first = free_port()
    started = [
        subprocess.Popen(
            [*OMLOPP, "serve", "--port", str(first)],
            env=environment(place),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
        )
        for place in (home, tmp_path / "ny")
    ]
    yield started
    for server in started:
        server.kill()
        server.wait()
        assert server.stdout is not None
        server.stdout.close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def test_a_taken_port_is_stepped_over_also_at_the_same_moment_and_ctrl_c_ends_with_130(
    servers: list[subprocess.Popen[str]],
) -> None:
    addresses = []
    for server in servers:
        assert server.stdout is not None
        line = next(line for line in server.stdout if "http://" in line)
        found = re.search(r"http://\S+", line)
        assert found is not None
        addresses.append(found[0])
    assert len(set(addresses)) == 2
    for address in addresses:
        answer(address + "konto/logga-in/")
    for server in servers:
        server.send_signal(signal.SIGINT)
        assert server.wait(timeout=20) == 130


def answer(address: str) -> None:
    """The page answers within ten seconds of being asked for the first time."""
    for _ in range(100):
        try:
            with urllib.request.urlopen(address, timeout=5) as page:
                assert page.status == 200
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"{address} never answered")


def stopped(place: Path, *options: str) -> None:
    """Begin the main job and stop it, as Ctrl-C does, when it tells its first progress."""
    running = subprocess.Popen(
        [*OMLOPP, "demo", "--no-serve", *options],
        env=environment(place),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    assert running.stderr is not None
    running.stderr.readline()
    running.send_signal(signal.SIGINT)
    assert running.wait(timeout=60) == 130
    running.stderr.close()


def test_stopped_in_the_middle_it_ends_with_130_starts_over_when_told_and_the_next_run_finishes(
    home: Path, tmp_path: Path
) -> None:
    place = tmp_path / "stoppad"
    stopped(place)
    first = {name: (place / name).read_text() for name in ("sign-in.txt", "secret-key")}
    stopped(place, "--reset")
    for name, told in first.items():
        assert (place / name).read_text() not in (told, (home / name).read_text()), name
    assert omlopp(place, "demo", "--no-serve").returncode == 0
    assert len(summary(place)["procurements"]) == len(summary(home)["procurements"])  # type: ignore[arg-type]
