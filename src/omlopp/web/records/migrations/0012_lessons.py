import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("records", "0011_training")]

    operations = [
        migrations.CreateModel(
            name="LessonProposal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.CharField(max_length=20, unique=True)),
                ("kind", models.CharField(max_length=20)),
                ("target", models.CharField(max_length=120)),
                ("passage", models.CharField(max_length=120)),
                ("before", models.JSONField()),
                ("after", models.JSONField()),
                ("why", models.TextField()),
                ("source", models.JSONField()),
                ("exercise", models.BooleanField()),
                ("state", models.CharField(default="proposed", max_length=20)),
                ("proposed_by", models.CharField(max_length=150)),
                ("proposed_at", models.DateTimeField()),
                ("judged_by", models.CharField(blank=True, max_length=150)),
                ("judged_at", models.DateTimeField(null=True)),
                ("judged_why", models.TextField(blank=True)),
                (
                    "lesson",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="proposals",
                        to="records.lesson",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lesson_proposals",
                        to="records.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "proposed")),
                        fields=("kind", "target", "passage", "organisation"),
                        name="one_open_proposal_per_passage",
                    )
                ],
            },
        ),
    ]
