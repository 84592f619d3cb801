"""Programmes: goals, participants, pilots with the help they get, days, money, risks and decisions.

A line is taken away by `removed_at` and can be put back; `edition` counts saves, so that a save from an older page is
refused. Persons are named by user name only; `contact` of a participant is a shared mailbox.
"""

from django.db import models

from omlopp.web.records.models.people import Organisation
from omlopp.web.records.models.procurement import ProcurementRecord


class ProgrammeRecord(models.Model):
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="programmes")
    kind = models.CharField(max_length=20)  # ProgrammeKind
    title = models.CharField(max_length=300)
    diary_number = models.CharField(max_length=80, blank=True)
    about = models.TextField(blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField()
    deliverables = models.JSONField(default=list)  # list of str
    state_aid = models.TextField(blank=True)
    horizontal = models.JSONField(default=dict)  # principle id → how it is met
    exercise = models.BooleanField(default=False)
    token = models.CharField(max_length=64, blank=True)  # of the open page where buyers apply; empty: closed
    apply_until = models.DateField(null=True)
    edition = models.IntegerField(default=0)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=150)
    closed_on = models.DateField(null=True)
    closed_why = models.TextField(blank=True)

    class Meta:
        ordering = ["-starts_on", "-id"]


class Line(models.Model):
    """What every row of a programme has beside its own fields."""

    edition = models.IntegerField(default=1)
    written_at = models.DateTimeField()
    written_by = models.CharField(max_length=150)
    removed_at = models.DateTimeField(null=True)
    removed_why = models.TextField(blank=True)

    class Meta:
        abstract = True


class ProgrammeGoal(Line):
    programme = models.ForeignKey(ProgrammeRecord, models.CASCADE, related_name="goals")
    text = models.TextField()
    target = models.DecimalField(max_digits=18, decimal_places=6)
    unit = models.CharField(max_length=80)
    counted = models.CharField(max_length=20)  # Counted
    serves = models.JSONField(default=list)  # ids of strategies
    reached = models.DecimalField(max_digits=18, decimal_places=6, null=True)  # counted by hand

    class Meta:
        ordering = ["id"]


class ProgrammeActivity(Line):
    programme = models.ForeignKey(ProgrammeRecord, models.CASCADE, related_name="activities")
    title = models.CharField(max_length=300)
    starts_on = models.DateField()
    ends_on = models.DateField()  # the same day as it starts: a milestone
    done_on = models.DateField(null=True)
    who = models.CharField(max_length=150, blank=True)  # user name or office

    class Meta:
        ordering = ["starts_on", "id"]


class ProgrammeBudget(Line):
    programme = models.ForeignKey(ProgrammeRecord, models.CASCADE, related_name="budget")
    cost_type = models.CharField(max_length=60)
    amount_sek = models.DecimalField(max_digits=18, decimal_places=2)

    class Meta:
        ordering = ["id"]


class ProgrammeCofunding(Line):
    programme = models.ForeignKey(ProgrammeRecord, models.CASCADE, related_name="cofunding")
    name = models.CharField(max_length=300)
    kind = models.CharField(max_length=20)  # Funder
    amount_sek = models.DecimalField(max_digits=18, decimal_places=2)
    certified_on = models.DateField(null=True)
    number = models.CharField(max_length=80, blank=True)  # of the certificate

    class Meta:
        ordering = ["id"]


class ProgrammeSpent(Line):
    programme = models.ForeignKey(ProgrammeRecord, models.CASCADE, related_name="spent")
    on = models.DateField()
    cost_type = models.CharField(max_length=60)
    amount_sek = models.DecimalField(max_digits=18, decimal_places=2)
    voucher = models.CharField(max_length=80, blank=True)
    text = models.CharField(max_length=300, blank=True)
    flat = models.BooleanField(default=False)  # reckoned by a simplified cost option
    source = models.CharField(max_length=300, blank=True)  # the file it was read from; empty: by hand

    class Meta:
        ordering = ["on", "id"]


class ProgrammeClaim(Line):
    programme = models.ForeignKey(ProgrammeRecord, models.CASCADE, related_name="claims")
    number = models.IntegerField()
    period_from = models.DateField()
    period_to = models.DateField()
    claimed_on = models.DateField()
    claimed_sek = models.DecimalField(max_digits=18, decimal_places=2)
    approved_on = models.DateField(null=True)
    approved_sek = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    paid_on = models.DateField(null=True)
    paid_sek = models.DecimalField(max_digits=18, decimal_places=2, null=True)

    class Meta:
        ordering = ["number", "id"]


class ProgrammeRisk(Line):
    programme = models.ForeignKey(ProgrammeRecord, models.CASCADE, related_name="risks")
    text = models.TextField()
    likelihood = models.IntegerField()  # 1–5
    effect = models.IntegerField()  # 1–5
    measure = models.TextField(blank=True)
    who = models.CharField(max_length=150, blank=True)
    closed_on = models.DateField(null=True)

    class Meta:
        ordering = ["id"]


class ProgrammeOutreach(Line):
    programme = models.ForeignKey(ProgrammeRecord, models.CASCADE, related_name="outreach")
    target_group = models.CharField(max_length=300)
    message = models.TextField()
    channel = models.CharField(max_length=300)
    on = models.DateField()
    result = models.TextField(blank=True)

    class Meta:
        ordering = ["on", "id"]


class ProgrammeDecision(Line):
    programme = models.ForeignKey(ProgrammeRecord, models.CASCADE, related_name="decisions")
    kind = models.CharField(max_length=20)  # DecisionKind
    number = models.CharField(max_length=80, blank=True)
    title = models.CharField(max_length=300)
    matter = models.TextField()
    decision = models.TextField()
    by = models.CharField(max_length=300)  # an office or body
    basis = models.JSONField(default=list)
    delegation = models.CharField(max_length=300, blank=True)
    decided_on = models.DateField(null=True)
    reported_to = models.CharField(max_length=300, blank=True)
    extract_to = models.JSONField(default=list)
    effect_sek = models.DecimalField(max_digits=18, decimal_places=2, null=True)

    class Meta:
        ordering = ["decided_on", "id"]


class ProgrammeDeviation(Line):
    programme = models.ForeignKey(ProgrammeRecord, models.CASCADE, related_name="deviations")
    on = models.DateField()
    what = models.TextField()
    why = models.TextField()
    measure = models.TextField(blank=True)

    class Meta:
        ordering = ["on", "id"]


class Participant(Line):
    """A buyer that applied. `organisation`: the same in this workspace, where it is here; it joins its procurements."""

    programme = models.ForeignKey(ProgrammeRecord, models.CASCADE, related_name="participants")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="takes_part")
    buyer_name = models.CharField(max_length=300)
    county = models.CharField(max_length=10, blank=True)
    contact = models.CharField(max_length=254, blank=True)  # a shared mailbox
    why = models.TextField(blank=True)
    by_link = models.BooleanField(default=False)
    nonce = models.CharField(max_length=64, blank=True)  # of the open form: the same sent twice adds nothing
    applied_on = models.DateField()
    chosen_on = models.DateField(null=True)
    declined_on = models.DateField(null=True)
    signed_on = models.DateField(null=True)
    left_on = models.DateField(null=True)
    left_why = models.TextField(blank=True)

    class Meta:
        ordering = ["applied_on", "id"]


class ProgrammePilot(models.Model):
    programme = models.ForeignKey(ProgrammeRecord, models.CASCADE, related_name="pilots")
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="pilots")
    procurement = models.ForeignKey(ProcurementRecord, models.CASCADE, related_name="pilots")
    process_leader = models.CharField(max_length=150, blank=True)  # user name
    joined_on = models.DateField()
    joined_by = models.CharField(max_length=150)
    left_on = models.DateField(null=True)
    left_why = models.TextField(blank=True)
    stuck_since = models.DateField(null=True)
    stuck_at = models.CharField(max_length=60, blank=True)  # step of the model
    stuck_why = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "procurement"],
                condition=models.Q(left_on=None),
                name="a_pilot_once",
            )
        ]


class ProgrammeHelp(Line):
    """One piece of help to a pilot. `answered` empty and `kind` question: it waits for an answer."""

    pilot = models.ForeignKey(ProgrammePilot, models.CASCADE, related_name="help")
    on = models.DateField()
    by = models.CharField(max_length=150)  # who gave it, or asks while it waits
    kind = models.CharField(max_length=20)  # HelpKind
    asked = models.TextField(blank=True)
    asked_by = models.CharField(max_length=150, blank=True)
    answered = models.TextField(blank=True)
    instrument = models.CharField(max_length=120, blank=True)
    hours = models.DecimalField(max_digits=8, decimal_places=2, default=0)

    class Meta:
        ordering = ["on", "id"]
