"""A procurement that was carried out before it came here: its notices, and interviews about it."""

from django.db import models

from omlopp.web.records.models.procurement import ProcurementRecord


class InterviewAnswer(models.Model):
    """One answer of one role. `known` false: asked, and nobody knows – which counts."""

    procurement = models.ForeignKey(ProcurementRecord, models.CASCADE, related_name="interviews")
    role = models.CharField(max_length=20)  # buyer, user, supplier
    question = models.CharField(max_length=80)
    answer = models.TextField(blank=True)
    known = models.BooleanField(default=True)
    said_by = models.CharField(max_length=200, blank=True)  # the function, not the name
    said_on = models.DateField()
    noted_by = models.CharField(max_length=150)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["procurement", "role", "question"], name="one_answer_per_role")
        ]


class HindsightNotice(models.Model):
    """The call or the award notice of it, with the facts as they stood when it was joined."""

    procurement = models.ForeignKey(ProcurementRecord, models.CASCADE, related_name="hindsight_notices")
    notice = models.ForeignKey("NoticeRecord", models.SET_NULL, null=True, related_name="+")
    part = models.CharField(max_length=10)  # call, award
    facts = models.JSONField()  # NoticeFacts
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=150)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["procurement", "part"], name="one_notice_of_each_part")
        ]
