"""What the organisation owns and does not use, and what of it was moved to where it was needed."""

from django.db import models

from omlopp.web.records.models.people import Organisation, Unit
from omlopp.web.records.models.procurement import ProcurementRecord


class StockItem(models.Model):
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="stock")
    unit = models.ForeignKey(Unit, models.SET_NULL, null=True, related_name="+")
    number = models.CharField(max_length=80, blank=True)  # the store's own
    name = models.CharField(max_length=300)
    cpv = models.CharField(max_length=12, blank=True)
    group = models.CharField(max_length=60, blank=True)  # a group of the bank
    pieces = models.IntegerField()
    condition = models.CharField(max_length=20, blank=True)
    place = models.CharField(max_length=300, blank=True)
    mass_kg_each = models.DecimalField(max_digits=12, decimal_places=3, null=True)
    bought_year = models.IntegerField(null=True)
    free_from = models.DateField(null=True)
    note = models.TextField(blank=True)
    source = models.CharField(max_length=300)  # the file it came from
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=150)
    gone_at = models.DateTimeField(null=True)  # not in the store any more

    class Meta:
        ordering = ["name", "id"]


class Transfer(models.Model):
    """Pieces of the stock that met a need: a result without a purchase."""

    procurement = models.ForeignKey(ProcurementRecord, models.CASCADE, related_name="transfers")
    item = models.ForeignKey(StockItem, models.PROTECT, related_name="transfers")
    pieces = models.IntegerField()
    to_place = models.CharField(max_length=300)
    new_price_each_sek = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    price_source = models.TextField(blank=True)
    decided_on = models.DateField()
    decided_by = models.CharField(max_length=150)
    undone_at = models.DateTimeField(null=True)
    undone_why = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]
