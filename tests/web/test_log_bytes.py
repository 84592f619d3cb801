"""One byte of the event table is enough: wherever it is altered, the event is named – and the log checks elsewhere too."""

import re
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from omlopp.web.records.events import lines, verify
from omlopp.web.records.models import Event
from tests.web import building
from tests.web.building import Workspace
from tests.web.test_event_log import audit, copied, without_triggers

pytestmark = pytest.mark.django_db
__all__ = ["copied"]
COLUMNS = ("at", "by", "action", "procurement_id", "why", "content", "previous", "seal")
DOCUMENT = Path(__file__).parents[2] / "docs/audit.md"


def written(column: str, pk: int) -> bytes:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT CAST("{column}" AS BLOB) FROM records_event WHERE id = %s', [pk])
        return bytes(cursor.fetchone()[0] or b"")


def write(column: str, pk: int, raw: bytes) -> None:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA ignore_check_constraints = ON")
        cursor.execute(f'UPDATE records_event SET "{column}" = CAST(%s AS TEXT) WHERE id = %s', [raw, pk])


@pytest.mark.parametrize("column", COLUMNS)
@settings(max_examples=25, deadline=None, derandomize=True, database=None,
          suppress_health_check=[HealthCheck.function_scoped_fixture])  # fmt: skip
@given(data=st.data())
def test_one_byte_anywhere_is_found_and_the_event_named(
    workspace: Workspace, column: str, data: st.DataObject
):
    events = Event.objects.exclude(why="").exclude(procurement_id=None).order_by("pk")
    victim = data.draw(st.sampled_from(list(events)))
    raw = written(column, victim.pk)
    at = data.draw(st.integers(0, len(raw) - 1))
    byte = data.draw(st.integers(1, 255).filter(lambda other: other != raw[at]))
    with building.undone():
        without_triggers()
        write(column, victim.pk, raw[:at] + bytes([byte]) + raw[at + 1 :])
        if written(column, victim.pk) == raw:  # a number written another way is the same number again
            return
        verdict = verify()
        assert verdict.broken is not None and verdict.broken.pk == victim.pk


@pytest.mark.parametrize("other", ["T", "\t"])
def test_the_same_time_written_another_way_is_an_alteration(workspace: Workspace, other: str):
    victim = Event.objects.order_by("pk")[5]
    raw = written("at", victim.pk)
    without_triggers()
    write("at", victim.pk, raw.replace(b" ", other.encode()))
    assert (verify().broken or Event()).pk == victim.pk


def test_the_same_content_written_another_way_is_an_alteration(workspace: Workspace):
    victim = Event.objects.exclude(content={}).order_by("pk")[5]
    raw = written("content", victim.pk)
    without_triggers()
    write("content", victim.pk, raw.replace(b": ", b":\n", 1))
    assert (verify().broken or Event()).pk == victim.pk


def test_another_number_of_the_last_row_is_found(workspace: Workspace):
    """No seal holds the number, and no row comes after it."""
    last = Event.objects.order_by("-pk")[0]
    without_triggers()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE records_event SET id = id + 1 WHERE id = %s", [last.pk])
    verdict = verify()
    assert verdict.broken is not None and (verdict.broken.pk, verdict.because) == (last.pk + 1, "order")


def test_a_time_that_no_calendar_has_is_named_and_not_a_fault_of_ours(copied: Path):
    with sqlite3.connect(copied / "omlopp.sqlite3") as database:
        database.execute("DROP TRIGGER event_no_update")
        database.execute("UPDATE records_event SET at = '2026-21-01 00:00:00' WHERE id = 9")
    code, says = audit(copied)
    assert code == 1 and "händelse 9" in says and "oläsbar tid" in says and "Traceback" not in says


def program() -> str:
    found = re.search(r"```python\n(.*?)```", DOCUMENT.read_text("utf-8"), re.DOTALL)
    assert found and len(found[1].splitlines()) <= 20
    return found[1]


def checked(tmp_path: Path, text: str) -> tuple[int, str]:
    file, code = tmp_path / "logg.jsonl", tmp_path / "check.py"
    file.write_text(text, "utf-8")
    code.write_text(program(), "utf-8")
    done = subprocess.run([sys.executable, "-I", code, file], capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def test_the_exported_log_is_checked_by_the_program_in_the_documentation(
    workspace: Workspace, tmp_path: Path
):
    whole = list(lines())
    assert len(whole) == Event.objects.count()
    code, says = checked(tmp_path, "\n".join(whole) + "\n")
    assert code == 0 and verify().head in says


@pytest.mark.parametrize("change", ["altered", "removed", "swapped"])
def test_and_finds_what_was_altered_in_it(workspace: Workspace, tmp_path: Path, change: str):
    whole = list(lines())
    if change == "altered":
        whole[6] = whole[6].replace('"by": "', '"by": "x', 1)
    elif change == "removed":
        del whole[5]
    else:
        whole[6], whole[7] = whole[7], whole[6]
    number = {"altered": 7, "removed": 7, "swapped": 8}[change]
    assert checked(tmp_path, "\n".join(whole) + "\n") == (1, f"broken at event {number}\n")
