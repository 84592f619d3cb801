"""Handed over: rows as plain data for publications, and who may see them."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import User
from django.db.models import QuerySet

from omlopp.web.records.access import organisations_of
from omlopp.web.records.models import Addressee, Dispatch


def dispatched() -> tuple[Mapping[str, Any], ...]:
    """What was sent and stands, the oldest first: id, on, to, office, publication, title, language, file, sha256,
    diary_number, channel, replied_on, reply, led_to, programme (id or ""), exercise. No person is in it.
    """
    rows = Dispatch.objects.filter(taken_back_at=None).select_related("addressee").order_by("sent_on", "id")
    return tuple(
        {
            "id": str(row.pk),
            "on": row.sent_on,
            "to": row.addressee.name,
            "office": row.addressee.office,
            "publication": row.publication,
            "title": row.title,
            "language": row.language,
            "file": row.file,
            "sha256": row.sha256,
            "diary_number": row.diary_number,
            "channel": row.channel,
            "replied_on": row.replied_on,
            "reply": row.reply,
            "led_to": row.led_to,
            "programme": str(row.programme_id or ""),
            "exercise": row.exercise,
        }
        for row in rows
    )


def addressees_of(user: User) -> "QuerySet[Addressee]":
    """Those of the organisations the person is in, also what was taken out."""
    return Addressee.objects.filter(organisation__in=organisations_of(user)).select_related("organisation")


def dispatches_of(user: User) -> "QuerySet[Dispatch]":
    return Dispatch.objects.filter(addressee__organisation__in=organisations_of(user)).select_related(
        "addressee", "addressee__organisation", "programme"
    )
