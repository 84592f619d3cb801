"""Talking with the market before it is asked: suppliers, questions and answers, hearings, drafts, and coming needs."""

from django.db import models

from omlopp.web.records.models.people import Organisation
from omlopp.web.records.models.procurement import ProcurementRecord


class Supplier(models.Model):
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="suppliers")
    name = models.CharField(max_length=300)
    number = models.CharField(max_length=40, blank=True)
    county = models.CharField(max_length=10, blank=True)
    municipality = models.CharField(max_length=10, blank=True)
    size = models.CharField(max_length=20, blank=True)
    capabilities = models.JSONField(default=list)  # strategies of the goals: what it can do
    cpv = models.JSONField(default=list)
    email = models.EmailField(blank=True)
    website = models.CharField(max_length=300, blank=True)
    note = models.TextField(blank=True)
    source = models.TextField()
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=150)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["name", "id"]


class Dialogue(models.Model):
    """Questions to the market (rfi), a hearing, or a draft out for comments. `token` opens the public page.

    `asked`: whom the buyer turned to, so that answers have a base.
    """

    procurement = models.ForeignKey(ProcurementRecord, models.CASCADE, related_name="dialogues")
    kind = models.CharField(max_length=20)
    title = models.CharField(max_length=400)
    body = models.TextField(blank=True)
    questions = models.JSONField(default=list)  # list of {id, text}
    criteria = models.JSONField(
        default=list
    )  # copies of the wordings asked about: list of {choice, name, text}
    asked = models.JSONField(default=list)  # list of {name, number, how, on}
    opens_on = models.DateField(null=True)
    closes_on = models.DateField(null=True)
    token = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=150)
    published_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    summary = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]


class DialogueAnswer(models.Model):
    """What a firm answered, through the public page or noted at a hearing. `digest`: a second click adds nothing.

    An answer is never written over: one that the firm has changed is a new row with the same receipt, and the last
    holds. Of the receipt's code the checksum is kept.
    """

    dialogue = models.ForeignKey(Dialogue, models.CASCADE, related_name="answers")
    firm = models.CharField(max_length=300)
    number = models.CharField(max_length=40, blank=True)
    county = models.CharField(max_length=10, blank=True)
    size = models.CharField(max_length=20, blank=True)
    contact = models.CharField(max_length=300, blank=True)
    answers = models.JSONField(default=dict)  # question id → text
    criteria = models.JSONField(default=dict)  # choice id → {can, note}
    asks_secrecy = models.BooleanField(default=False)
    noted_by = models.CharField(max_length=150, blank=True)  # empty: the firm itself
    receipt_sha256 = models.CharField(max_length=64, blank=True, db_index=True)  # empty: noted at a hearing
    at = models.DateTimeField()
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["dialogue", "digest"], name="an_answer_once")]


class SharedInformation(models.Model):
    """What one firm was told, and how all others were told the same."""

    procurement = models.ForeignKey(ProcurementRecord, models.CASCADE, related_name="shared")
    what = models.TextField()
    given_to = models.CharField(max_length=300)
    given_on = models.DateField()
    shared_how = models.TextField(blank=True)
    shared_on = models.DateField(null=True)
    noted_by = models.CharField(max_length=150)

    class Meta:
        ordering = ["id"]


class PublicNeed(models.Model):
    """A coming need, shown to everybody on the public page and in the feed until it is withdrawn."""

    procurement = models.OneToOneField(ProcurementRecord, models.CASCADE, related_name="public_need")
    token = models.CharField(max_length=64, unique=True)
    summary_sv = models.TextField()
    summary_en = models.TextField(blank=True)
    planned_on = models.DateField(null=True)
    contact = models.CharField(max_length=300)  # a function's address, not a person's
    shows_calculator = models.BooleanField(default=False)  # the bidders' calculators may be reached from it
    published_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
