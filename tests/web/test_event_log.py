"""The log of everything done: whole after the demo; what is altered, removed or moved is found and named."""

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction

from omlopp.web.records.actions import acting
from omlopp.web.records.events import record, verify
from omlopp.web.records.models import Event, ProcurementRecord
from tests.web import building
from tests.web.building import Workspace

TRIGGERS = ("event_no_update", "event_no_delete")
Query = Callable[[str], object]


def execute(sql: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def without_triggers() -> None:
    for trigger in TRIGGERS:
        execute(f"DROP TRIGGER {trigger}")


@pytest.mark.django_db
def test_the_log_is_whole_after_the_demo_and_tells_every_step_of_the_exercise(workspace: Workspace):
    verdict = verify()
    assert verdict.broken is None and verdict.events == Event.objects.count() > 60
    assert verdict.head == Event.objects.order_by("-pk")[0].seal
    told = Event.objects.filter(procurement_id=workspace.exercise)
    steps = ProcurementRecord.objects.get(pk=workspace.exercise).steps.count()
    assert told.filter(action="step-passed").count() == steps
    assert {"bid-registered", "lot-evaluated", "award-decided", "measured", "ended-closed"} <= set(
        told.values_list("action", flat=True)
    )


ALTERED = {
    "by": "upphandlarf", "action": "bid-corrected", "why": "annat", "at": "2020-01-01 00:00:00", "procurement_id": 99,
    "content": '{"title": "Ny titel"}', "seal": "0" * 64,
}  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("column", ALTERED)
def test_an_altered_row_is_found_and_named(workspace: Workspace, column: str):
    victim = Event.objects.order_by("pk")[7]
    without_triggers()
    execute(f"UPDATE records_event SET {column} = %s WHERE id = %s", ALTERED[column], victim.pk)
    verdict = verify()
    assert verdict.broken is not None and (verdict.broken.pk, verdict.because) == (victim.pk, "content")
    assert verdict.events == 7, "the rows before it stand"


@pytest.mark.django_db
def test_one_byte_of_the_content_is_enough(workspace: Workspace):
    victim = Event.objects.filter(procurement_id=workspace.exercise, action="measured").first()
    assert victim is not None
    said = json.dumps(victim.content)
    without_triggers()
    other = said.replace('"moved_items": "0"', '"moved_items": "1"')
    assert said != other
    execute("UPDATE records_event SET content = %s WHERE id = %s", other, victim.pk)
    verdict = verify()
    assert verdict.broken is not None and (verdict.broken.pk, verdict.because) == (victim.pk, "content")


@pytest.mark.django_db
def test_a_content_that_is_no_json_any_more_is_found_too(workspace: Workspace):
    victim = Event.objects.order_by("pk")[3]
    without_triggers()
    execute("PRAGMA ignore_check_constraints = ON")
    execute("UPDATE records_event SET content = %s WHERE id = %s", '{"title": ', victim.pk)
    verdict = verify()
    assert verdict.broken is not None and (verdict.broken.pk, verdict.because) == (victim.pk, "content")


@pytest.mark.django_db
def test_a_removed_row_is_found_at_the_row_after_it(workspace: Workspace):
    victim, after = Event.objects.order_by("pk")[4:6]
    without_triggers()
    execute("DELETE FROM records_event WHERE id = %s", victim.pk)
    verdict = verify()
    assert verdict.broken is not None and (verdict.broken.pk, verdict.because) == (after.pk, "order")


@pytest.mark.django_db
def test_swapped_rows_are_found_at_the_first_of_them(workspace: Workspace):
    one, other = Event.objects.order_by("pk")[10:12]
    without_triggers()
    for taken, given in ((one.pk, -1), (other.pk, one.pk), (-1, other.pk)):
        execute("UPDATE records_event SET id = %s WHERE id = %s", given, taken)
    verdict = verify()
    assert verdict.broken is not None and (verdict.broken.pk, verdict.because) == (one.pk, "order")


@pytest.mark.django_db
def test_a_row_put_in_between_is_found(workspace: Workspace):
    last = Event.objects.order_by("-pk")[0]
    execute("INSERT INTO records_event (at, by, action, procurement_id, why, content, previous, seal) "
            "VALUES (%s, 'x', 'measured', 1, '', '{}', %s, %s)", last.at, last.previous, "1" * 64)  # fmt: skip
    verdict = verify()
    assert verdict.broken is not None and verdict.because == "order"


@pytest.mark.django_db
def test_a_cut_end_shows_against_a_head_noted_elsewhere(workspace: Workspace):
    """The chain alone cannot tell that its last rows are gone; that is why `audit verify` prints the head."""
    noted = verify()
    last = Event.objects.order_by("-pk")[0]
    without_triggers()
    execute("DELETE FROM records_event WHERE id = %s", last.pk)
    verdict = verify()
    assert verdict.broken is None and verdict.head != noted.head and verdict.events == noted.events - 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "sql", ["UPDATE records_event SET why = 'x' WHERE id = {pk}", "DELETE FROM records_event WHERE id = {pk}",
            "DELETE FROM records_event", "UPDATE records_event SET id = id + 1000"],
)  # fmt: skip
def test_the_database_itself_refuses_to_change_or_remove_an_event(workspace: Workspace, sql: str):
    before = building.state()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        execute(sql.format(pk=Event.objects.order_by("pk")[0].pk))
    assert building.state() == before


@pytest.mark.django_db
@pytest.mark.parametrize("how", ["save", "delete", "update", "queryset delete"])
def test_django_gets_no_further_than_the_database_lets_it(workspace: Workspace, how: str):
    event = Event.objects.order_by("pk")[0]
    event.why = "efteråt"
    ways: dict[str, Callable[[], object]] = {
        "save": event.save, "delete": event.delete, "update": lambda: Event.objects.update(why="x"),
        "queryset delete": lambda: Event.objects.all().delete(),
    }  # fmt: skip
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        ways[how]()
    assert verify().broken is None


@pytest.mark.django_db
def test_a_row_cannot_be_replaced_either(workspace: Workspace):
    """SQLite runs no delete trigger for INSERT OR REPLACE; a trigger of its own refuses it."""
    first = Event.objects.order_by("pk")[0]
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        execute("INSERT OR REPLACE INTO records_event (id, at, by, action, why, content, previous, seal) "
                "VALUES (%s, %s, 'x', 'measured', '', '{}', %s, %s)", first.pk, first.at, first.previous, "2" * 64)  # fmt: skip


@pytest.mark.django_db(transaction=False)
def test_an_event_stands_in_the_transaction_of_what_it_tells_of(workspace: Workspace):
    """A change that fails after the event takes the event with it."""
    before, row = building.state(), workspace.row("open")
    with pytest.raises(ZeroDivisionError), acting("measured", by=workspace.user("buyer"), procurement=row):
        row.title = "Halvt"
        row.save()
        raise ZeroDivisionError
    assert building.state() == before
    assert connection.in_atomic_block and record("measured", by="x").pk


COMMAND = [sys.executable, "-m", "omlopp", "audit", "verify"]


@pytest.fixture
def copied(workspace: Workspace, tmp_path: Path) -> Path:
    """A copy of the workspace, as somebody would take it along."""
    # By a connection of its own: the test's stands in a transaction.
    with sqlite3.connect(str(connection.settings_dict["NAME"])) as whole:
        whole.backup(sqlite3.connect(tmp_path / "omlopp.sqlite3"))
    return tmp_path


def audit(home: Path, *more: str) -> tuple[int, str]:
    environment = {**os.environ, "OMLOPP_HOME": str(home), "OMLOPP_LANG": "sv"}
    done = subprocess.run([*COMMAND, *more], env=environment, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


@pytest.mark.django_db
def test_audit_verify_ends_with_0_and_the_head_when_the_log_is_whole(copied: Path):
    code, says = audit(copied)
    assert code == 0 and "Loggen är hel" in says and verify().head in says


@pytest.mark.django_db
def test_audit_verify_ends_with_1_and_names_the_event(copied: Path):
    with sqlite3.connect(copied / "omlopp.sqlite3") as database:
        for trigger in TRIGGERS:
            database.execute(f"DROP TRIGGER {trigger}")
        database.execute("UPDATE records_event SET by = 'någon' WHERE id = 9")
    code, says = audit(copied)
    assert code == 1 and "händelse 9" in says and "ändrad" in says and "säkerhetskopia" in says
    code, says = audit(copied, "--json")
    told = json.loads(says[: says.rindex("}") + 1])
    assert code == 1 and (told["whole"], told["broken"], told["because"]) == (False, 9, "content")
