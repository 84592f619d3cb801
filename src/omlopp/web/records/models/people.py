"""Organisations, the people who work in them, and who works on which procurement as what.

Personal data stand here alone: everything else names a person by user name.
"""

from django.conf import settings
from django.db import models

ROLES = (
    "buyer",
    "requester",
    "environmental_strategist",
    "contract_manager",
    "assessor",
    "lawyer",
    "leader",
    "project_lead",
    "process_leader",
    "reader",
    "supplier_contact",
)
ORGANISATION_ROLES = (
    "administrator",
    "buyer",
    "requester",
    "environmental_strategist",
    "contract_manager",
    "lawyer",
    "leader",
    "project_lead",
    "process_leader",
    "reader",
)


class Organisation(models.Model):
    """A municipality, region or agency. Logo and Word template: checksums of files kept by omlopp.web.evidence."""

    name = models.CharField(max_length=300, unique=True)
    number = models.CharField(max_length=40, blank=True)
    kind = models.CharField(max_length=40)
    county = models.CharField(max_length=10, blank=True)
    contact_email = models.EmailField(blank=True)  # where faults of accessibility are reported, too
    logo = models.JSONField(null=True)  # {name, sha256}
    word_template = models.JSONField(null=True)  # {name, sha256}
    two_factor = models.BooleanField(default=False)  # everybody in it must have a second factor

    class Meta:
        ordering = ["name"]


class Unit(models.Model):
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="units")
    name = models.CharField(max_length=300)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["organisation", "name"], name="one_unit_per_name")]


class Person(models.Model):
    """What is known of a person beside the account: as little as mail and calendars need. Can be erased."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="person")
    name = models.CharField(max_length=200, blank=True)
    email = models.EmailField(blank=True)
    unit = models.ForeignKey(Unit, models.SET_NULL, null=True, related_name="people")
    wants_mail = models.BooleanField(default=True)
    calendar_token = models.CharField(max_length=64, blank=True)
    must_change_password = models.BooleanField(default=False)  # somebody else has chosen the one that stands


class OrganisationRole(models.Model):
    """What a person is in the whole organisation. It never opens bids: those are seen by who is named."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="roles")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="organisation_roles")
    role = models.CharField(max_length=40, choices=[(role, role) for role in ORGANISATION_ROLES])

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "user", "role"], name="an_organisation_role_once")
        ]


class Invitation(models.Model):
    """A way in for somebody without an account. The link is shown once; its checksum is kept.

    To an organisation or to a procurement, which may have none. `email` is emptied when the link has been used or
    withdrawn.
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, null=True, related_name="invitations")
    procurement = models.ForeignKey(
        "ProcurementRecord", models.CASCADE, null=True, related_name="invitations"
    )
    email = models.EmailField(blank=True)
    role = models.CharField(max_length=40)
    token_sha256 = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=150)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    used_by = models.CharField(max_length=150, blank=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]


class Membership(models.Model):
    procurement = models.ForeignKey("ProcurementRecord", models.CASCADE, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=40, choices=[(role, role) for role in ROLES])

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["procurement", "user"], name="one_role_per_procurement")
        ]
