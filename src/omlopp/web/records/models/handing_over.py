"""Handed over: to whom publications are sent, what was sent in which version, and what came of it.

An addressee is an organisation and an office, never a person. What was sent is kept as it was: a dispatch holds the
file's hash, and is taken back with a reason, never removed.
"""

from django.db import models

from omlopp.web.records.models.people import Organisation
from omlopp.web.records.models.programme import ProgrammeRecord


class Addressee(models.Model):
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="addressees")
    kind = models.CharField(max_length=40, blank=True)  # id of library/policy/addressees.yaml
    name = models.CharField(max_length=300)  # the organisation written to
    office = models.CharField(max_length=300, blank=True)
    address = models.TextField(blank=True)
    email = models.CharField(max_length=254, blank=True)  # a shared mailbox
    edition = models.IntegerField(default=1)
    written_at = models.DateTimeField()
    written_by = models.CharField(max_length=150)
    removed_at = models.DateTimeField(null=True)
    removed_why = models.TextField(blank=True)

    class Meta:
        ordering = ["name", "office", "id"]


class Dispatch(models.Model):
    addressee = models.ForeignKey(Addressee, models.PROTECT, related_name="dispatches")
    programme = models.ForeignKey(ProgrammeRecord, models.PROTECT, null=True, related_name="dispatches")
    sent_on = models.DateField()
    channel = models.CharField(max_length=20)  # post, email, meeting
    diary_number = models.CharField(max_length=80, blank=True)
    message = models.TextField(blank=True)  # of the cover letter
    publication = models.CharField(max_length=80)
    title = models.CharField(max_length=300)
    language = models.CharField(max_length=2)
    form = models.CharField(max_length=40)
    file = models.CharField(max_length=300)
    sha256 = models.CharField(max_length=64)
    built_on = models.DateField()
    exercise = models.BooleanField(default=False)
    replied_on = models.DateField(null=True)
    their_number = models.CharField(max_length=80, blank=True)
    reply = models.TextField(blank=True)
    led_to = models.TextField(blank=True)
    edition = models.IntegerField(default=1)
    written_at = models.DateTimeField()
    written_by = models.CharField(max_length=150)
    taken_back_at = models.DateTimeField(null=True)
    taken_back_why = models.TextField(blank=True)

    class Meta:
        ordering = ["-sent_on", "-id"]
