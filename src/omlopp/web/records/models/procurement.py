"""A procurement and all it holds. JSON columns keep copies of domain objects as they stood when chosen."""

from django.conf import settings
from django.db import models


class ModelEdition(models.Model):
    """The model a procurement was begun under, kept whole: a later edition never changes it."""

    version = models.CharField(max_length=60, unique=True)
    content = models.JSONField()  # ProcessModel
    goals = models.JSONField()  # list of Goal


class ProcurementRecord(models.Model):
    title = models.CharField(max_length=400)
    buyer_name = models.CharField(max_length=300)
    buyer_kind = models.CharField(max_length=40)
    buyer_number = models.CharField(max_length=40, blank=True)
    entrance = models.CharField(max_length=10)
    object_kind = models.CharField(max_length=40)
    value_sek = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    cpv = models.JSONField(default=list)
    rules_fixed_on = models.DateField()
    model = models.ForeignKey(ModelEdition, models.PROTECT)
    regime = models.CharField(max_length=10, blank=True)
    regime_reason = models.TextField(blank=True)
    regime_proposed = models.CharField(max_length=10, blank=True)
    regime_confirmed_on = models.DateField(null=True)
    exercise = models.BooleanField(default=False)
    outcome = models.CharField(max_length=20, default="open")
    from_notice = models.ForeignKey("NoticeRecord", models.SET_NULL, null=True, related_name="procurements")
    organisation = models.ForeignKey("Organisation", models.PROTECT, null=True, related_name="procurements")
    unit = models.ForeignKey("Unit", models.SET_NULL, null=True, related_name="+")
    in_hindsight = models.BooleanField(default=False)  # carried out before it was entered here
    copied_from = models.ForeignKey("self", models.SET_NULL, null=True, related_name="copies")
    planned_on = models.DateField(null=True)  # when it is meant to be announced
    from_spend = models.JSONField(null=True)  # the product group and ledger it was begun from, as they stood
    begun_at = models.DateTimeField()
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["-changed_at"]


class LotRecord(models.Model):
    procurement = models.ForeignKey(ProcurementRecord, models.CASCADE, related_name="lots")
    lot_id = models.CharField(max_length=40)
    title = models.CharField(max_length=400)
    value_sek = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    cpv = models.JSONField(default=list)

    class Meta:
        ordering = ["lot_id"]
        constraints = [models.UniqueConstraint(fields=["procurement", "lot_id"], name="one_lot_per_id")]


class StepRecord(models.Model):
    """Answers of one step. `edition` counts saves: a save from an older page is refused, not merged."""

    procurement = models.ForeignKey(ProcurementRecord, models.CASCADE, related_name="steps")
    step_id = models.CharField(max_length=60)
    answers = models.JSONField(default=dict)
    edition = models.IntegerField(default=0)
    saved_by = models.CharField(max_length=150, blank=True)
    saved_at = models.DateTimeField(null=True)
    passed_at = models.DateTimeField(null=True)
    passed_by = models.CharField(max_length=150, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["procurement", "step_id"], name="one_record_per_step")]


class GoalChoice(models.Model):
    procurement = models.ForeignKey(ProcurementRecord, models.CASCADE, related_name="goals")
    goal = models.CharField(max_length=1)
    strategies = models.JSONField(default=list)
    indicator = models.CharField(max_length=80, blank=True)
    indicator_copy = models.JSONField(null=True)
    target = models.DecimalField(max_digits=18, decimal_places=6, null=True)

    class Meta:
        ordering = ["goal"]
        constraints = [models.UniqueConstraint(fields=["procurement", "goal"], name="one_choice_per_goal")]


class CriterionChoice(models.Model):
    procurement = models.ForeignKey(ProcurementRecord, models.CASCADE, related_name="criteria")
    lot = models.ForeignKey(LotRecord, models.CASCADE, null=True, related_name="+")
    criterion_id = models.CharField(max_length=120)
    copy = models.JSONField()  # Criterion as it stood
    indicator_copy = models.JSONField(null=True)  # Indicator as it stood; null: not in the library then
    wording_sv = models.TextField()
    wording_en = models.TextField()
    clause_sv = models.TextField(blank=True)
    clause_en = models.TextField(blank=True)
    owner = models.CharField(max_length=200, blank=True)
    market = models.JSONField(null=True)  # what the market answered about it, counted, with its base

    class Meta:
        ordering = ["id"]


class AwardModelVersion(models.Model):
    """A version of a lot's award model. `token`: who knows it reaches the bidders' calculator, without signing in.

    `after_opening`: it was made when bids had been registered, which needs a reason (`why`) and stands in the record.
    """

    lot = models.ForeignKey(LotRecord, models.CASCADE, related_name="award_models")
    number = models.IntegerField()
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=150)
    why = models.TextField(blank=True)
    after_opening = models.BooleanField(default=False)
    token = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["lot", "number"], name="one_model_per_number")]


class BidRecord(models.Model):
    """A bid opened elsewhere and registered here. Absolutely secret until the award decision."""

    lot = models.ForeignKey(LotRecord, models.CASCADE, related_name="bids")
    bidder = models.CharField(max_length=300)
    price_sek = models.DecimalField(
        max_digits=18, decimal_places=2, null=True
    )  # null: the price form says it
    levels = models.JSONField(default=dict)  # criterion id → level id (money for qualities)
    points = models.JSONField(default=dict)  # criterion id → points (ratio)
    more = models.JSONField(
        default=dict
    )  # the bid's other answers: price form, measured numbers, life-cycle inputs
    registered_at = models.DateTimeField()
    registered_by = models.CharField(max_length=150)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["lot", "bidder"], name="one_bid_per_bidder_and_lot")]


class AssessmentRecord(models.Model):
    """What one assessor gave one bid for one criterion, apart from the others: a `level` or a `number` of the scale.

    `assessor` empty: what they agreed on afterwards, beside what each of them gave.
    """

    bid = models.ForeignKey(BidRecord, models.CASCADE, related_name="assessments")
    criterion = models.CharField(max_length=120)
    assessor = models.CharField(max_length=150)
    level = models.CharField(max_length=120, blank=True)
    number = models.DecimalField(max_digits=18, decimal_places=6, null=True)
    reason = models.TextField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["bid", "criterion", "assessor"], name="one_assessment_per_assessor"
            )
        ]


class InquiryRecord(models.Model):
    """A question to a bidder about a low price, and its answer. `accepted` null: not judged yet."""

    bid = models.ForeignKey(BidRecord, models.CASCADE, related_name="inquiries")
    question = models.TextField()
    asked_on = models.DateField()
    answer_by = models.DateField()
    answer = models.TextField(blank=True)
    answered_on = models.DateField(null=True)
    accepted = models.BooleanField(null=True)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]


class RejectionRecord(models.Model):
    """A bid that people took out of the comparison."""

    bid = models.OneToOneField(BidRecord, models.CASCADE, related_name="rejection")
    ground = models.CharField(max_length=20)
    reason = models.TextField()
    decided_on = models.DateField()
    decided_by = models.CharField(max_length=150)


class EvaluationRecord(models.Model):
    lot = models.ForeignKey(LotRecord, models.CASCADE, related_name="evaluations")
    model = models.ForeignKey(AwardModelVersion, models.PROTECT)
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=150)

    class Meta:
        ordering = ["id"]


class DecisionRecord(models.Model):
    lot = models.OneToOneField(LotRecord, models.CASCADE, related_name="decision")
    winner = models.ForeignKey(BidRecord, models.PROTECT, null=True)
    reason = models.TextField()
    decided_on = models.DateField()
    evaluation = models.ForeignKey(EvaluationRecord, models.PROTECT)
    decided_by = models.CharField(max_length=150)


class MeasurementRecord(models.Model):
    """Figures of one stage. Never changed: a correction is a new record that says what it replaces and why."""

    procurement = models.ForeignKey(ProcurementRecord, models.CASCADE, related_name="measurements")
    criterion = models.ForeignKey(CriterionChoice, models.SET_NULL, null=True, related_name="measurements")
    indicator = models.CharField(max_length=80)
    stage = models.CharField(max_length=10)
    inputs = models.JSONField()  # input id → figure as text; an input that is not there is unknown
    measured_on = models.DateField()
    source = models.TextField()
    proof = models.TextField(blank=True)
    note = models.TextField(blank=True)
    recorded_by = models.CharField(max_length=150)
    period_to = models.DateField(null=True)  # last day of the period that the figures are about
    pedigree = models.JSONField(default=dict)  # name → score 1–5; one that is not there was not judged
    factors = models.JSONField(default=list)  # list of FactorUsed
    rules = models.CharField(
        max_length=16, blank=True
    )  # hash of card and weights as they were when it was recorded
    indicator_copy = models.JSONField(null=True)  # Indicator as it stood, where no goal or criterion holds it
    replaces = models.OneToOneField("self", models.RESTRICT, null=True, related_name="replaced_by")
    correction = models.TextField(blank=True)

    class Meta:
        ordering = ["measured_on", "id"]
