"""What hangs on measurements: files that show them, what the contract promises, and what was decided when it failed."""

from django.db import models

from omlopp.web.records.models.procurement import CriterionChoice, MeasurementRecord, ProcurementRecord


class EvidenceRecord(models.Model):
    """A file that shows a measurement. Its bytes lie in OMLOPP_HOME/evidence by checksum (omlopp.web.evidence)."""

    measurement = models.ForeignKey(MeasurementRecord, models.CASCADE, related_name="evidence")
    name = models.CharField(max_length=200)
    what = models.TextField(blank=True)
    size = models.BigIntegerField()  # bytes
    sha256 = models.CharField(max_length=64)
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=150)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["measurement", "sha256"], name="one_file_per_measurement")
        ]


class PromiseRecord(models.Model):
    """What the contract promises of an indicator; the newest holds. `source`: where in the contract it stands."""

    procurement = models.ForeignKey(ProcurementRecord, models.CASCADE, related_name="promises")
    indicator = models.CharField(max_length=80)
    value = models.DecimalField(max_digits=24, decimal_places=6)  # a share is 0–1
    source = models.TextField()
    noted_on = models.DateField()
    noted_by = models.CharField(max_length=150)

    class Meta:
        ordering = ["id"]


class DeviationRecord(models.Model):
    """A missed promise and what was decided about it, with figures and clause as they stood. The newest holds."""

    measurement = models.ForeignKey(MeasurementRecord, models.CASCADE, related_name="deviations")
    criterion = models.ForeignKey(CriterionChoice, models.SET_NULL, null=True, related_name="deviations")
    indicator = models.CharField(max_length=80)
    promised = models.DecimalField(max_digits=24, decimal_places=6)
    realised = models.DecimalField(max_digits=24, decimal_places=6)
    ruling = models.CharField(max_length=10)
    text = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    clause_sv = models.TextField(blank=True)
    clause_en = models.TextField(blank=True)
    consequence_sv = models.TextField(blank=True)
    consequence_en = models.TextField(blank=True)
    decided_on = models.DateField()
    decided_by = models.CharField(max_length=150)

    class Meta:
        ordering = ["id"]
