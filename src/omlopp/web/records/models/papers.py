"""Versions of documents: the plan of each as it stood when somebody kept it."""

from django.db import models

from omlopp.web.records.models.procurement import ProcurementRecord


class PaperVersion(models.Model):
    procurement = models.ForeignKey(ProcurementRecord, models.CASCADE, related_name="papers")
    kind = models.CharField(max_length=40)
    lot_id = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=2)
    number = models.IntegerField()
    content = models.JSONField()  # Document
    digest = models.CharField(max_length=64)
    of_bids = models.BooleanField(default=False)
    note = models.TextField(blank=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=150)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["procurement", "kind", "lot_id", "language", "number"], name="one_paper_per_number"
            )
        ]
