"""What people say to each other, what they are to do, files they attach, and what they are told."""

from django.conf import settings
from django.db import models

from omlopp.web.records.models.procurement import ProcurementRecord


class Comment(models.Model):
    """Said beside a part of the procurement: `place` is a step id or empty. Struck ones stay, with the reason."""

    procurement = models.ForeignKey(ProcurementRecord, models.CASCADE, related_name="comments")
    place = models.CharField(max_length=80, blank=True)
    text = models.TextField()
    mentions = models.JSONField(default=list)  # user names
    by = models.CharField(max_length=150)
    at = models.DateTimeField()
    struck_at = models.DateTimeField(null=True)
    struck_by = models.CharField(max_length=150, blank=True)
    struck_why = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]


class Task(models.Model):
    procurement = models.ForeignKey(ProcurementRecord, models.CASCADE, related_name="tasks")
    place = models.CharField(max_length=80, blank=True)
    text = models.CharField(max_length=400)
    who = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="tasks")
    due_on = models.DateField(null=True)
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField()
    done_by = models.CharField(max_length=150, blank=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["due_on", "id"]


class FileRecord(models.Model):
    """A file of the procurement; its bytes lie by checksum (omlopp.web.evidence). `of_bids`: seen as bids are."""

    procurement = models.ForeignKey(ProcurementRecord, models.CASCADE, related_name="files")
    place = models.CharField(max_length=80, blank=True)
    kind = models.CharField(max_length=40, blank=True)  # contract, follow_up, need … (names.yaml: file_kind)
    name = models.CharField(max_length=200)
    what = models.TextField(blank=True)
    size = models.BigIntegerField()  # bytes
    sha256 = models.CharField(max_length=64)
    of_bids = models.BooleanField(default=False)
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=150)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["procurement", "sha256"], name="one_file_per_procurement")
        ]


class Message(models.Model):
    """What a person is told, once: `key` says of what, so that telling twice is impossible. Holds no bid."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="messages_told")
    key = models.CharField(max_length=200)
    kind = models.CharField(max_length=60)
    facts = models.JSONField(default=dict)
    link = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="told_once")]
