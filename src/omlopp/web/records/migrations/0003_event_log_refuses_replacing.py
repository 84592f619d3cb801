"""INSERT OR REPLACE removes a row without running SQLite's delete trigger: an id or seal that is there is refused."""

from django.db import migrations

SQLITE = (
    "CREATE TRIGGER event_no_replace BEFORE INSERT ON records_event "
    "WHEN EXISTS (SELECT 1 FROM records_event WHERE id = NEW.id OR seal = NEW.seal) "
    "BEGIN SELECT RAISE(ABORT, 'the event log is append-only'); END"
)


def add(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(SQLITE)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TRIGGER event_no_replace")


class Migration(migrations.Migration):
    dependencies = [("records", "0002_event_log_is_append_only")]
    operations = [migrations.RunPython(add, drop)]
