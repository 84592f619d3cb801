"""Lessons on their way into the library: proposed by who learnt it, judged by somebody else."""

from django.db import models

from omlopp.web.records.models.contracts import Lesson
from omlopp.web.records.models.people import Organisation


class LessonProposal(models.Model):
    """A passage of a requirement, group page or step that a lesson would have worded otherwise.

    `before` and `after`: {sv, en}. `public_id` names it outside the workspace, where the procurement is not told.
    `source`: {buyer_kind, cpv, learnt_on}, all that is told of where it was learnt; it stays when the procurement is
    disposed of. `state`: proposed, accepted, refused, withdrawn. `exercise`: invented; never leaves the workspace.
    """

    lesson = models.ForeignKey(Lesson, models.SET_NULL, null=True, related_name="proposals")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="lesson_proposals")
    public_id = models.CharField(max_length=20, unique=True)
    kind = models.CharField(max_length=20)  # criteria, groups, steps
    target = models.CharField(max_length=120)
    passage = models.CharField(max_length=120)
    before = models.JSONField()
    after = models.JSONField()
    why = models.TextField()
    source = models.JSONField()
    exercise = models.BooleanField()
    state = models.CharField(max_length=20, default="proposed")
    proposed_by = models.CharField(max_length=150)
    proposed_at = models.DateTimeField()
    judged_by = models.CharField(max_length=150, blank=True)
    judged_at = models.DateTimeField(null=True)
    judged_why = models.TextField(blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "target", "passage", "organisation"],
                condition=models.Q(state="proposed"),
                name="one_open_proposal_per_passage",
            )
        ]
