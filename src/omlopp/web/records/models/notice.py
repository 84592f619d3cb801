"""Notices the workspace has read, with what was found in them (personal data masked before storing)."""

from django.db import models


class NoticeRecord(models.Model):
    notice_id = models.CharField(max_length=120, db_index=True)
    file = models.CharField(max_length=400)
    digest = models.CharField(max_length=64, unique=True)  # of the bytes read: the same file is stored once
    title = models.TextField()
    buyer_name = models.TextField(blank=True)
    country = models.CharField(max_length=10, blank=True)
    language = models.CharField(max_length=10, blank=True)
    kind = models.CharField(max_length=30, blank=True)
    published_on = models.DateField(null=True)
    cpv = models.CharField(max_length=12, blank=True)
    found = models.IntegerField(default=0)  # passages the draft lexicon points at
    sample = models.BooleanField(default=False)  # one of the project's own, invented
    explanation = models.JSONField()

    class Meta:
        ordering = ["-published_on", "notice_id"]
