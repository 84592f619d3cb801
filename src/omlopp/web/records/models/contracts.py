"""Contracts and what happens under them: reports, questions, changes, the end, and what was learnt."""

from django.conf import settings
from django.db import models

from omlopp.web.records.models.people import Organisation
from omlopp.web.records.models.procurement import ProcurementRecord


class Contract(models.Model):
    """Of a procurement carried out here, or from a register: then `procurement` is empty."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="contracts")
    procurement = models.ForeignKey(ProcurementRecord, models.CASCADE, null=True, related_name="contracts")
    lot_id = models.CharField(max_length=40, blank=True)
    title = models.CharField(max_length=400)
    number = models.CharField(max_length=80, blank=True)
    supplier = models.CharField(max_length=300)
    supplier_number = models.CharField(max_length=40, blank=True)
    cpv = models.JSONField(default=list)
    value_sek = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    option_until = models.DateField(null=True)  # how far it can be extended
    notice_months = models.IntegerField(null=True)
    options = models.TextField(blank=True)
    report_each = models.CharField(max_length=20, blank=True)  # as Criterion.follow_up.each
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="contracts")
    contacts = models.JSONField(default=list)  # user names of the supplier's contacts that may report
    source = models.TextField(blank=True)
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=150)
    ended_on = models.DateField(null=True)

    class Meta:
        ordering = ["ends_on", "id"]


class SupplierLink(models.Model):
    """The supplier's way in to report. The link is shown once; its checksum is kept."""

    contract = models.ForeignKey(Contract, models.CASCADE, related_name="links")
    label = models.CharField(max_length=200)
    token_sha256 = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=150)
    expires_on = models.DateField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]


class DeliveryReport(models.Model):
    """What the supplier reports for a period. `state`: awaited, received, questioned, returned, accepted, missed."""

    contract = models.ForeignKey(Contract, models.CASCADE, related_name="reports")
    period_from = models.DateField()
    period_to = models.DateField()
    due_on = models.DateField()
    state = models.CharField(max_length=20, default="awaited")
    asks = models.JSONField(default=list)  # list of {indicator, since, criteria, each}: what is asked for
    figures = models.JSONField(default=dict)  # indicator id → {input id: number as text; null: not known}
    note = models.TextField(blank=True)
    file = models.JSONField(null=True)  # {name, size, sha256}: the filled spreadsheet, where one was used
    files = models.JSONField(default=list)  # list of {name, size, sha256}: what shows the figures
    reported_by = models.CharField(max_length=200, blank=True)
    received_at = models.DateTimeField(null=True)
    edition = models.IntegerField(default=0)  # counts what the supplier sent in
    judged_by = models.CharField(max_length=150, blank=True)
    judged_at = models.DateTimeField(null=True)
    reminded = models.JSONField(default=list)  # dates
    escalated_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["period_from", "id"]
        constraints = [
            models.UniqueConstraint(fields=["contract", "period_from"], name="one_report_per_period")
        ]


class ReportMessage(models.Model):
    """A question about a report, or the supplier's answer."""

    report = models.ForeignKey(DeliveryReport, models.CASCADE, related_name="messages")
    text = models.TextField()
    of_supplier = models.BooleanField(default=False)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]


class ContractChange(models.Model):
    """A change of the contract or a used option, with the check as it stood."""

    contract = models.ForeignKey(Contract, models.CASCADE, related_name="changes")
    ground = models.CharField(max_length=40)
    what = models.TextField()
    value_sek = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    new_end = models.DateField(null=True)
    indexed_sek = models.DecimalField(
        max_digits=18, decimal_places=2, null=True
    )  # the value as indexed, where asked
    answers = models.JSONField(default=dict)  # question id → yes, no
    findings = models.JSONField(default=list)
    why = models.TextField()
    decided_on = models.DateField()
    decided_by = models.CharField(max_length=150)

    class Meta:
        ordering = ["id"]


class ContractEnd(models.Model):
    """What became of what was left when the contract ended."""

    contract = models.OneToOneField(Contract, models.CASCADE, related_name="ending")
    came = models.JSONField(default=dict)  # {pieces, mass_kg}: what came under the contract; null: not known
    left = models.JSONField(default=list)  # list of {what, pieces, mass_kg, way, to}
    note = models.TextField(blank=True)
    ended_on = models.DateField()
    recorded_by = models.CharField(max_length=150)
    recorded_at = models.DateTimeField()


class Lesson(models.Model):
    """What was learnt; shown at the need step of the next procurement of the same kind."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="lessons")
    procurement = models.ForeignKey(ProcurementRecord, models.CASCADE, related_name="lessons")
    cpv = models.JSONField(default=list)
    step = models.CharField(max_length=60, blank=True)
    criterion_id = models.CharField(max_length=120, blank=True)
    text = models.TextField()
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
