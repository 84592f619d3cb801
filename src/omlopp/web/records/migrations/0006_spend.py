"""Rules for the categories of purchases, and from which product group of which ledger a procurement was begun."""

from django.db import migrations, models

ID = models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


class Migration(migrations.Migration):
    dependencies = [("records", "0005_award_lab")]
    operations = [
        migrations.AddField("procurementrecord", "from_spend", models.JSONField(null=True)),
        migrations.CreateModel(
            name="SpendRule",
            fields=[
                ("id", ID),
                ("kind", models.CharField(max_length=10)),
                ("supplier", models.CharField(blank=True, max_length=300)),
                ("account", models.CharField(blank=True, max_length=120)),
                ("word", models.CharField(blank=True, max_length=120)),
                ("about", models.CharField(max_length=600, unique=True)),
                ("cpv", models.CharField(blank=True, max_length=10)),
                ("left_out", models.CharField(blank=True, max_length=30)),
                ("why", models.TextField()),
                ("made_by", models.CharField(max_length=150)),
                ("made_at", models.DateTimeField()),
            ],
            options={"ordering": ["-made_at", "-pk"]},
        ),
    ]
