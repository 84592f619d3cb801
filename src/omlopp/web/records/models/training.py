"""What a person has done in the training, seen by that person only, and the person's own copies of the exercise."""

from django.conf import settings
from django.db import models

from omlopp.web.records.models.procurement import ProcurementRecord


class TrainingAnswer(models.Model):
    """The latest answer a person gave to a question of a lesson. Nobody else sees it, and it goes with the account."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="training_answers")
    lesson = models.CharField(max_length=60)
    question = models.CharField(max_length=60)
    option = models.CharField(max_length=60)
    right = models.BooleanField()
    tries = models.IntegerField(default=1)
    at = models.DateTimeField()

    class Meta:
        ordering = ["lesson", "question"]
        constraints = [
            models.UniqueConstraint(fields=["user", "lesson", "question"], name="one_answer_per_question")
        ]


class Sandbox(models.Model):
    """A person's own copy of the exercise. `reset_at`: put aside – it is kept, and shown and counted nowhere."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="sandboxes")
    procurement = models.OneToOneField(ProcurementRecord, models.CASCADE, related_name="sandbox")
    begins_at = models.CharField(max_length=60)  # the step it was carried to
    begun_at = models.DateTimeField()
    reset_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=models.Q(reset_at=None), name="one_sandbox_at_a_time"
            )
        ]
