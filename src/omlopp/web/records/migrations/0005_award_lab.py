"""Assessors apart, questions about low prices, rejected bids, and why an award model was changed."""

import django.db.models.deletion
from django.db import migrations, models

ID = models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


class Migration(migrations.Migration):
    dependencies = [("records", "0004_saved_search")]
    operations = [
        migrations.AddField("awardmodelversion", "why", models.TextField(blank=True, default=""), preserve_default=False),
        migrations.AddField("awardmodelversion", "after_opening", models.BooleanField(default=False)),
        migrations.AddField(
            "awardmodelversion", "token", models.CharField(blank=True, default="", max_length=64), preserve_default=False
        ),
        migrations.AddField("bidrecord", "more", models.JSONField(default=dict)),
        migrations.AlterField(
            "bidrecord", "price_sek", models.DecimalField(decimal_places=2, max_digits=18, null=True)
        ),
        migrations.CreateModel(
            name="AssessmentRecord",
            fields=[
                ("id", ID.clone()),
                ("criterion", models.CharField(max_length=120)),
                ("assessor", models.CharField(max_length=150)),
                ("level", models.CharField(blank=True, max_length=120)),
                ("number", models.DecimalField(decimal_places=6, max_digits=18, null=True)),
                ("reason", models.TextField()),
                ("at", models.DateTimeField()),
                (
                    "bid",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="assessments", to="records.bidrecord"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(fields=("bid", "criterion", "assessor"), name="one_assessment_per_assessor")
                ],
            },
        ),
        migrations.CreateModel(
            name="InquiryRecord",
            fields=[
                ("id", ID.clone()),
                ("question", models.TextField()),
                ("asked_on", models.DateField()),
                ("answer_by", models.DateField()),
                ("answer", models.TextField(blank=True)),
                ("answered_on", models.DateField(null=True)),
                ("accepted", models.BooleanField(null=True)),
                ("reason", models.TextField(blank=True)),
                (
                    "bid",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="inquiries", to="records.bidrecord"
                    ),
                ),
            ],
            options={"ordering": ["id"]},
        ),
        migrations.CreateModel(
            name="RejectionRecord",
            fields=[
                ("id", ID.clone()),
                ("ground", models.CharField(max_length=20)),
                ("reason", models.TextField()),
                ("decided_on", models.DateField()),
                ("decided_by", models.CharField(max_length=150)),
                (
                    "bid",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="rejection", to="records.bidrecord"
                    ),
                ),
            ],
        ),
    ]
