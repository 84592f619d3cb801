"""Eight processes write actions into one SQLite file at once, with the workbench's settings, beside one process.

    python -m bench.writes write HOME NAME SECONDS     one writer: prints {"writes", "failed", "first"} as JSON

A write is a whole action: an answer saved, with its event in the chain. `OMLOPP_BENCH_SECONDS` (default 10)
tells how long each round lasts.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

WRITERS = 8
SECONDS = float(os.environ.get("OMLOPP_BENCH_SECONDS", "10"))


def rows() -> Iterator[dict[str, Any]]:
    """Seconds per 1 000 writes of all processes together, beside those of one that writes alone."""
    alone, _ = measured(1, SECONDS)
    many, failed = measured(WRITERS, SECONDS)
    yield {
        "name": f"{WRITERS} processes write actions, {failed} failed", "n": many, "seconds": SECONDS / many * 1000,
        "beside": SECONDS / alone * 1000, "against": "one process (both: seconds per 1 000 writes)",
    }  # fmt: skip


def measured(writers: int, seconds: float) -> tuple[int, int]:
    """(writes done, writes failed) in a workspace made for it."""
    with tempfile.TemporaryDirectory(prefix="omlopp-writes-") as home:
        prepare(Path(home), writers)
        told = [
            finished(one)
            for one in [start(Path(home), name_of(number), seconds) for number in range(writers)]
        ]
    return sum(one["writes"] for one in told), sum(one["failed"] for one in told)


def name_of(number: int) -> str:
    return f"writer-{number}"


def prepare(home: Path, writers: int) -> None:
    """A workspace with one procurement, and the writers as its people."""
    subprocess.run(
        [sys.executable, "-m", "bench.writes", "prepare", str(home), str(writers)], check=True, env=at(home)
    )


def start(home: Path, name: str, seconds: float) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "bench.writes", "write", str(home), name, str(seconds)]
    return subprocess.Popen(command, env=at(home), stdout=subprocess.PIPE, text=True)


def finished(writer: "subprocess.Popen[str]") -> dict[str, Any]:
    out, _ = writer.communicate()
    told: dict[str, Any] = json.loads(out)
    return told


def at(home: Path) -> dict[str, str]:
    """The environment of a process that works in `home`, whatever workspace the caller has."""
    here = str(Path(__file__).resolve().parents[1])
    return {
        **os.environ,
        "OMLOPP_HOME": str(home),
        "DJANGO_SETTINGS_MODULE": "omlopp.web.settings",
        "PYTHONPATH": here,
    }


def prepare_here(writers: int) -> None:
    from omlopp.web.server import ready_workspace, set_up_django

    set_up_django()
    ready_workspace()
    from django.conf import settings

    from omlopp.domain.model.process import Entrance
    from omlopp.web.records.actions.begin import begin_procurement
    from omlopp.web.records.actions.people import add_person, give_role

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # nobody signs in here
    people = [add_person(by="bench", username=name_of(number), password="!") for number in range(writers)]
    row = begin_procurement(
        by=people[0], title="Skrivprov", buyer_name="Övningskommunen", buyer_kind="municipality",
        entrance=Entrance.NEED, object_kind="goods", on=date(2026, 1, 5), exercise=True,
    )  # fmt: skip
    for one in people[1:]:
        give_role(by=people[0], procurement=row, username=one.username, role="buyer")


def write_here(name: str, seconds: float) -> dict[str, Any]:
    """Save answers for `seconds`. Losing a race for the step is no failure: it is read again, as a person would."""
    from omlopp.web.server import set_up_django

    set_up_django()
    from django.contrib.auth.models import User

    from omlopp.web.records import convert
    from omlopp.web.records.actions.steps import StaleEdit, save_answers
    from omlopp.web.records.models import ProcurementRecord, StepRecord

    user, row = User.objects.get(username=name), ProcurementRecord.objects.get()
    step = convert.edition(row.model).step("need")
    writes, failed, first = 0, 0, ""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        answers = {"need_statement": f"{name}: {writes}", "need_function": name}
        try:
            edition = StepRecord.objects.values_list("edition", flat=True).get(
                procurement=row, step_id=step.id
            )
            save_answers(by=user, procurement=row, step=step, answers=answers, edition=edition)
            writes += 1
        except StaleEdit:
            continue
        except Exception as error:  # counted and told, whatever it is: none is expected
            failed, first = failed + 1, first or repr(error)
    return {"writes": writes, "failed": failed, "first": first}


if __name__ == "__main__":
    if sys.argv[1] == "prepare":
        prepare_here(int(sys.argv[3]))
    else:
        print(json.dumps(write_here(sys.argv[3], float(sys.argv[4]))))
