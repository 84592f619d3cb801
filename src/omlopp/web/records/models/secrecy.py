"""The opening of bids as it went on, and decisions to dispose of what is kept."""

from django.db import models

from omlopp.web.records.models.people import Organisation
from omlopp.web.records.models.procurement import LotRecord, ProcurementRecord


class OpeningRecord(models.Model):
    """The opening of a lot's bids, which happened elsewhere: when, who were there, what was opened.

    Never changed: a correction is a new record that says what it replaces and why. As secret as the bids.
    """

    lot = models.ForeignKey(LotRecord, models.CASCADE, related_name="openings")
    opened_at = models.DateTimeField()
    place = models.CharField(max_length=300, blank=True)
    present = models.JSONField(default=list)  # names and whom they stand for: list of {name, as}
    chamber_asked = models.BooleanField(
        default=False
    )  # a bidder asked for somebody from a chamber of commerce
    chamber = models.BooleanField(default=False)  # somebody named by a chamber of commerce was there
    bids = models.IntegerField()
    bidders = models.JSONField(default=list)  # names in the order the bids were opened
    note = models.TextField(blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=150)
    replaces = models.OneToOneField("self", models.RESTRICT, null=True, related_name="replaced_by")
    why = models.TextField(blank=True)  # why it was corrected

    class Meta:
        ordering = ["id"]


class DisposalDecision(models.Model):
    """A decision to dispose of records (gallringsbeslut), and what was removed under it."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="disposals")
    procurement = models.ForeignKey(ProcurementRecord, models.SET_NULL, null=True, related_name="disposals")
    number = models.CharField(max_length=80)  # diarienummer
    decided_on = models.DateField()
    basis = models.TextField()
    what = models.JSONField(default=list)
    carried_out_at = models.DateTimeField()
    carried_out_by = models.CharField(max_length=150)

    class Meta:
        ordering = ["id"]
