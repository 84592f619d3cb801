"""Searches that people have saved, each with the secret address of its feed."""

from django.conf import settings
from django.db import models


class SavedSearch(models.Model):
    """`query`: filters and reach as an address writes them. `token`: who has it reads the feed, without signing in."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="searches")
    name = models.CharField(max_length=120)
    query = models.JSONField(default=dict)
    token = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["name", "pk"]
