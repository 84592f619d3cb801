import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("records", "0009_programme")]

    operations = [
        migrations.CreateModel(
            name="Addressee",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(blank=True, max_length=40)),
                ("name", models.CharField(max_length=300)),
                ("office", models.CharField(blank=True, max_length=300)),
                ("address", models.TextField(blank=True)),
                ("email", models.CharField(blank=True, max_length=254)),
                ("edition", models.IntegerField(default=1)),
                ("written_at", models.DateTimeField()),
                ("written_by", models.CharField(max_length=150)),
                ("removed_at", models.DateTimeField(null=True)),
                ("removed_why", models.TextField(blank=True)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="addressees",
                        to="records.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ["name", "office", "id"],
            },
        ),
        migrations.CreateModel(
            name="Dispatch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sent_on", models.DateField()),
                ("channel", models.CharField(max_length=20)),
                ("diary_number", models.CharField(blank=True, max_length=80)),
                ("message", models.TextField(blank=True)),
                ("publication", models.CharField(max_length=80)),
                ("title", models.CharField(max_length=300)),
                ("language", models.CharField(max_length=2)),
                ("form", models.CharField(max_length=40)),
                ("file", models.CharField(max_length=300)),
                ("sha256", models.CharField(max_length=64)),
                ("built_on", models.DateField()),
                ("exercise", models.BooleanField(default=False)),
                ("replied_on", models.DateField(null=True)),
                ("their_number", models.CharField(blank=True, max_length=80)),
                ("reply", models.TextField(blank=True)),
                ("led_to", models.TextField(blank=True)),
                ("edition", models.IntegerField(default=1)),
                ("written_at", models.DateTimeField()),
                ("written_by", models.CharField(max_length=150)),
                ("taken_back_at", models.DateTimeField(null=True)),
                ("taken_back_why", models.TextField(blank=True)),
                (
                    "addressee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dispatches",
                        to="records.addressee",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dispatches",
                        to="records.programmerecord",
                    ),
                ),
            ],
            options={
                "ordering": ["-sent_on", "-id"],
            },
        ),
    ]
