"""The event log refuses change and removal in the database itself, whoever asks."""

from django.db import migrations

SQLITE = [
    "CREATE TRIGGER event_no_update BEFORE UPDATE ON records_event "
    "BEGIN SELECT RAISE(ABORT, 'the event log is append-only'); END",
    "CREATE TRIGGER event_no_delete BEFORE DELETE ON records_event "
    "BEGIN SELECT RAISE(ABORT, 'the event log is append-only'); END",
]
POSTGRES = [
    "CREATE FUNCTION event_is_append_only() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'the event log is append-only'; END $$",
    "CREATE TRIGGER event_no_change BEFORE UPDATE OR DELETE ON records_event "
    "FOR EACH ROW EXECUTE FUNCTION event_is_append_only()",
]


def add(apps, schema_editor):
    for statement in POSTGRES if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP TRIGGER event_no_change ON records_event")
        schema_editor.execute("DROP FUNCTION event_is_append_only()")
        return
    schema_editor.execute("DROP TRIGGER event_no_update")
    schema_editor.execute("DROP TRIGGER event_no_delete")


class Migration(migrations.Migration):
    dependencies = [("records", "0001_first")]
    operations = [migrations.RunPython(add, drop)]
