"""Who works on which procurement, and as what."""

from django.conf import settings
from django.db import models

ROLES = ("buyer", "assessor", "environmental_strategist", "contract_manager", "lawyer", "reader")


class Membership(models.Model):
    procurement = models.ForeignKey("ProcurementRecord", models.CASCADE, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=40, choices=[(role, role) for role in ROLES])

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["procurement", "user"], name="one_role_per_procurement")
        ]
