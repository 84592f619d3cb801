"""Eight processes write at once, and one is killed in the middle: none fails, the chain is unbroken, nothing is half done."""

import sqlite3
import time
from pathlib import Path

import pytest

from bench import writes
from tests.web.test_event_log import audit


def told(home: Path, sql: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(home / "omlopp.sqlite3") as database:
        return database.execute(sql).fetchall()


def edition(home: Path) -> int:
    return int(str(told(home, "SELECT edition FROM records_steprecord WHERE step_id = 'need'")[0][0]))


def saved(home: Path) -> list[tuple[object, ...]]:
    """(who, edition) of every save in the log, in order."""
    return told(
        home,
        "SELECT by, json_extract(content, '$.edition') FROM records_event WHERE action = 'step-answered' ORDER BY id",
    )


@pytest.fixture
def home(tmp_path: Path) -> Path:
    writes.prepare(tmp_path, writes.WRITERS)
    return tmp_path


@pytest.mark.parametrize("seconds", [3.0, pytest.param(60.0, marks=pytest.mark.long)])
def test_eight_processes_write_at_once_and_none_fails(home: Path, seconds: float):
    running = [writes.start(home, writes.name_of(number), seconds) for number in range(writes.WRITERS)]
    done = [writes.finished(one) for one in running]
    assert [one["failed"] for one in done] == [0] * writes.WRITERS, [one["first"] for one in done]
    total = sum(one["writes"] for one in done)
    assert total > writes.WRITERS
    if (
        seconds > 10
    ):  # SQLite's queue is not fair: in a few seconds on a busy machine one may wait all the time
        assert all(one["writes"] for one in done), "everybody gets to write"
    assert total == edition(home) == len(saved(home)), "as many answers saved as events written"
    assert [number for _, number in saved(home)] == list(range(1, total + 1)), (
        "no save is lost or counted twice"
    )
    for number, one in enumerate(done):
        assert len([1 for by, _ in saved(home) if by == writes.name_of(number)]) == one["writes"]
    code, says = audit(home)
    assert code == 0 and "Loggen är hel" in says


def test_a_writer_killed_in_the_middle_leaves_nothing_half_done(home: Path):
    """kill -9, five times over, each a little later in the write than before."""
    before = 0
    for round_ in range(5):
        writer = writes.start(home, writes.name_of(0), 30)
        until = time.monotonic() + 20
        while edition(home) < before + 20:
            assert writer.poll() is None and time.monotonic() < until
            time.sleep(0.01)
        time.sleep(0.003 * round_)
        writer.kill()
        assert writer.wait(10) == -9
        assert writer.stdout is not None
        writer.stdout.close()
        now = edition(home)
        assert now == len(saved(home)) > before, "every save has its event, every event its save"
        before = now
    last = told(home, "SELECT answers, saved_by FROM records_steprecord WHERE step_id = 'need'")[0]
    assert "writer-0: " in str(last[0]) and last[1] == "writer-0"
    code, says = audit(home)
    assert code == 0 and "Loggen är hel" in says
    after = writes.finished(writes.start(home, writes.name_of(1), 0.5))
    assert after["failed"] == 0 and after["writes"] > 0, "the next one writes on at once"


def test_the_workbench_opens_sqlite_as_promised(home: Path):
    """WAL stays with the file; IMMEDIATE takes the write lock at once instead of failing half way."""
    assert told(home, "PRAGMA journal_mode") == [("wal",)]
    from django.conf import settings

    options = settings.DATABASES["default"]["OPTIONS"]
    assert options["transaction_mode"] == "IMMEDIATE" and options["timeout"] >= 10
