"""Faults of accessibility that somebody reported, from the public page."""

from django.db import models


class FaultReport(models.Model):
    page = models.CharField(max_length=300, blank=True)
    text = models.TextField()
    contact = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    handled_at = models.DateTimeField(null=True)
    handled_by = models.CharField(max_length=150, blank=True)
    handled_how = models.TextField(blank=True)

    class Meta:
        ordering = ["-id"]
