"""The server is killed in the middle of writing, started again, and killed again: nothing is lost, nothing is there twice.

Four people begin procurements as fast as they can, through the pages. What the server answered for is there, once,
whole, with its event; what it did not answer for is there whole or not at all.
"""

import os
import re
import sqlite3
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path

import httpx
import pytest

from tests.browser.conftest import OMLOPP, _address

PEOPLE = 4
FORM = {
    "buyer_name": "Provkommunen", "buyer_kind": "municipality", "buyer_number": "", "object_kind": "goods",
    "value_sek": "1", "cpv": "39130000",
}  # fmt: skip


class Server:
    """A workspace of its own and the server on it, which can be killed and started anew."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.home = folder, folder / "home"
        self.env = {
            name: value
            for name, value in os.environ.items()
            if name not in ("OMLOPP_PACKS", "DJANGO_SETTINGS_MODULE")
        } | {"OMLOPP_HOME": str(self.home), "OMLOPP_LANG": "sv"}
        self.starts = 0

    def start(self) -> str:
        self.starts += 1
        said = self.folder / f"said-{self.starts}"
        with said.open("w") as file:
            self.process = subprocess.Popen(
                [OMLOPP, "serve"],
                env=self.env,
                cwd=self.folder,
                stdout=file,
                stderr=file,
                start_new_session=True,
            )
        return _address(said, self.process)

    def kill(self) -> None:
        """kill -9 to it and all its children, at once."""
        os.killpg(self.process.pid, 9)
        self.process.wait(20)

    def rows(self, sql: str) -> list[tuple[object, ...]]:
        with sqlite3.connect(self.home / "omlopp.sqlite3", timeout=20) as database:
            return database.execute(sql).fetchall()

    def client(self, address: str) -> httpx.Client:
        """Signed in, with the token of the pages."""
        client = httpx.Client(base_url=address, timeout=10)
        name, password = (self.home / "sign-in.txt").read_text("utf-8").split()
        token = _token(client.get("/konto/logga-in/").text)
        answer = client.post(
            "/konto/logga-in/",
            data={"login": name, "username": name, "password": password, "csrfmiddlewaretoken": token},
        )
        assert answer.status_code == 302, answer.text[:500]
        return client


def _token(page: str) -> str:
    found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    assert found
    return found.group(1)


def write_on(client: httpx.Client, who: str, sent: list[str], answered: list[str]) -> None:
    """Begin procurements until the server is gone. `sent` and `answered` hold their titles."""
    try:
        token = _token(client.get("/borja/behov/").text)
        while True:
            title = f"{who}-{len(sent)}"
            sent.append(title)
            said = client.post("/borja/behov/", data=FORM | {"title": title, "csrfmiddlewaretoken": token})
            if said.status_code == 302:
                answered.append(title)
    except httpx.TransportError:
        return


@pytest.mark.parametrize("rounds", [3, pytest.param(20, marks=pytest.mark.long)])
def test_a_killed_server_loses_and_doubles_nothing(tmp_path: Path, rounds: int):
    server = Server(tmp_path)
    sent: list[str] = []
    answered: list[str] = []
    address = server.start()
    for number in range(rounds):
        clients = [server.client(address) for _ in range(PEOPLE)]
        each: list[tuple[list[str], list[str]]] = [([], []) for _ in clients]
        writing = [
            threading.Thread(target=write_on, args=(client, f"r{number}p{person}", *each[person]))
            for person, client in enumerate(clients)
        ]
        for one in writing:
            one.start()
        until = time.monotonic() + 60
        while sum(len(done) for _, done in each) < PEOPLE * 2:
            assert time.monotonic() < until and any(one.is_alive() for one in writing), "nobody could write"
            time.sleep(0.01)
        time.sleep(0.013 * (number % 7))  # a little later in the write each time
        server.kill()
        for one in writing:
            one.join(30)
        for tried, done in each:
            sent += tried
            answered += done
        address = server.start()
    server.kill()

    kept = Counter(str(title) for (title,) in server.rows("SELECT title FROM records_procurementrecord"))
    assert set(kept.values()) == {1}, "nothing is there twice"
    assert set(answered) <= set(kept) <= set(sent), "what was answered for is there, and nothing else"
    begun = server.rows(
        "SELECT p.title, (SELECT count(*) FROM records_event e WHERE e.procurement_id = p.id AND e.action = 'procurement-begun'), "
        "(SELECT count(*) FROM records_lotrecord l WHERE l.procurement_id = p.id), "
        "(SELECT count(*) FROM records_membership m WHERE m.procurement_id = p.id) FROM records_procurementrecord p"
    )
    assert {row[1:] for row in begun} == {(1, 1, 1)}, "each is whole: its event, its lot, its buyer"
    verdict = subprocess.run(
        [sys.executable, "-m", "omlopp", "audit", "verify"],
        env=server.env,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert verdict.returncode == 0 and "Loggen är hel" in verdict.stdout
    print(f"{rounds} rounds: {len(sent)} sent, {len(answered)} answered, {len(kept)} kept")
