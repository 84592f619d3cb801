"""No write outside actions: the source of the workbench is read and every call that writes is looked up."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps

WEB = Path(__file__).parents[2] / "src/omlopp/web"
WRITES = {
    "save", "create", "update", "delete", "bulk_create", "bulk_update", "get_or_create", "update_or_create",
    "create_user", "create_superuser", "set_password", "add", "set", "clear", "remove",
    "asave", "acreate", "aupdate", "adelete", "abulk_create", "executemany", "executescript",
}  # fmt: skip
MAY = ("records/actions/", "records/migrations/", "records/events.py")
# Calls of these names that touch no table, or that are told of in the file itself. One line each, with the reason.
ELSEWHERE = {
    "server.py: user.save": "signing in: the workspace's own account gets a new password",
    "server.py: user.set_password": "signing in: the workspace's own account gets a new password",
}
# Rows that libraries write of themselves, in tables of theirs; what a person does with them is an action with an event.
THEIRS = {
    "django.contrib.sessions": "sessions, with the forms held in them (omlopp.web.held); `end_sessions` and others end them",
    "django.contrib.auth": "the day of the last signing in; `signed_in` is the event",
    "allauth.mfa": "when a second factor was last used, and which recovery codes are used; `signed_in` is the event",
}
SQL = re.compile(r"\b(INSERT\s+INTO|UPDATE\s+\w+\s+SET|DELETE\s+FROM|REPLACE\s+INTO)\b", re.IGNORECASE)


def written_in(source: str, name: str) -> list[str]:
    """`file: object.method` for every call that could write a row."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITES:
            target = ast.unparse(node.func.value)
            plain = node.func.attr in ("add", "set", "clear", "remove", "update") and not is_rows(target)
            if not plain:
                found.append(f"{name}: {target}.{node.func.attr}")
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and SQL.search(node.value):
            found.append(f"{name}: SQL {node.value[:40]}")
    return found


def is_rows(target: str) -> bool:
    """A queryset or a relation, not a set or a dict: `.objects`, `_set`, or a filter before the call."""
    return bool(re.search(r"\.objects\b|_set\b|\.filter\(|\.all\(\)|\.exclude\(|\.order_by\(", target))


def test_only_actions_events_and_migrations_write_rows():
    found = [
        each
        for path in sorted(WEB.rglob("*.py"))
        if not (name := path.relative_to(WEB).as_posix()).startswith(MAY)
        for each in written_in(path.read_text("utf-8"), name)
    ]
    assert sorted(found) == sorted(ELSEWHERE), "write it as an action in records/actions, with its event"


def test_libraries_with_tables_are_named():
    """Whoever adds an app with tables says here what it writes of itself, or that it writes nothing."""
    silent = {"contenttypes", "messages", "staticfiles", "django_htmx", "records", "account"}
    named = {name.rpartition(".")[2] for name in THEIRS}
    assert {app.label for app in apps.get_app_configs()} == named | silent


@pytest.mark.parametrize(
    "line",
    [
        "row.save()", "BidRecord.objects.create(lot=lot)", "row.lots.all().update(title='')", "choice.delete()",
        "Event.objects.bulk_create([])", "Event.objects.filter(pk=1).update(by='x')", "cursor.execute('DELETE FROM x')",
        "Membership.objects.update_or_create(role='x')",
    ],
)  # fmt: skip
def test_a_planted_write_is_found(line: str):
    assert written_in(line, "screens/planted.py")


@pytest.mark.parametrize("line", ["facts.update(a=1)", "seen.add(3)", "'UPDATE'", "query.pop('sida', None)"])
def test_what_writes_no_row_is_left_alone(line: str):
    assert not written_in(line, "screens/planted.py")
