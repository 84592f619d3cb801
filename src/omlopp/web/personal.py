"""Everything the workspace holds about a person, as a ZIP of JSON and a page to read.

What bids hold is left out: that the person worked with them is told, with when and where.
"""

import io
import json
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.contrib.auth.models import User
from django.db import models
from django.template.loader import render_to_string
from django.utils import timezone, translation

from omlopp.domain.model.errors import OmloppError
from omlopp.web.records import convert
from omlopp.web.records.access import may, visible_to
from omlopp.web.records.convert import plain
from omlopp.web.records.models import Comment, Event, ProcurementRecord
from omlopp.web.records.waiting import secret_places

WHOLE = frozenset({
    "Comment", "Membership", "Message", "OrganisationRole", "Person", "SavedSearch", "Task", "TrainingAnswer",
})  # fmt: skip
"""Tables whose rows are about the person and given whole; of all others it is told that the person wrote them."""
KEPT_BACK = ("token", "token_sha256", "calendar_token", "seal", "previous")  # what opens something


class NobodyOfThatName(OmloppError):
    """Facts: person."""

    code = "nobody-of-that-name"


def held(username: str, seen_by: User | None = None) -> dict[str, Any]:
    """Account, roles, what was written and done, what was told. Raises NobodyOfThatName.

    `seen_by`: somebody else asks for it, and reads nothing by it of procurements that are not open to that person.
    """
    user = User.objects.filter(username=username).first()
    if user is None:
        raise NobodyOfThatName(person=username)
    readable = None if seen_by is None else frozenset(visible_to(seen_by))
    reader = seen_by or user
    return {
        "made_at": timezone.now().isoformat(timespec="seconds"),
        "account": {
            "username": username, "first_name": user.first_name, "last_name": user.last_name, "email": user.email,
            "joined": user.date_joined.isoformat(), "last_signed_in": _plain(user.last_login), "open": user.is_active,
        },
        "signing_in": {name: [_row(one) for one in getattr(user, name).all()] for name in _signing_in(user)},
        "rows": {name: rows for name, rows in _tables(user, reader, readable)},
        "events": list(_events(user, reader, readable)),
    }  # fmt: skip


def _signing_in(user: User) -> list[str]:
    return [name for name in ("emailaddress_set",) if hasattr(user, name)]


def _tables(
    user: User, reader: User, readable: frozenset[int] | None
) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Every table with a row that names the person, by account or by user name."""
    for table in sorted(apps.get_app_config("records").get_models(), key=lambda one: one.__name__):
        if table is Event:
            continue
        asked = models.Q()
        for name in naming(table):
            field = table._meta.get_field(name)
            asked |= models.Q(**{name: user if field.is_relation else user.get_username()})
        if not asked:
            continue
        rows = table._default_manager.filter(asked).order_by("pk")
        whole = table.__name__ in WHOLE
        found = [_row(one) if whole and _open_to(one, reader, readable) else _told(one) for one in rows]
        if table.__name__ == "Comment":
            told = Comment.objects.exclude(mentions=[])
            mentioned = [one for one in told if user.get_username() in one.mentions]
            found += [_told(one) | {"mentioned": True} for one in mentioned]
        if found:
            yield table.__name__, found


def _open_to(row: Any, reader: User, readable: frozenset[int] | None) -> bool:
    """Nothing said inside a procurement, and nothing a person was told, is read by others through this; and what was
    said beside the bids only by who may see them now.
    """
    if readable is not None and (
        type(row).__name__ in ("Message", "TrainingAnswer")
        or getattr(row, "procurement_id", None) not in {None, *readable}
    ):
        return False
    if not getattr(row, "place", ""):
        return True
    beside_bids = row.place in secret_places(convert.edition(row.procurement.model))
    return not beside_bids or may(reader, "see_bids", row.procurement)


def naming(table: type[models.Model]) -> list[str]:
    """The fields that name a person: links to the account, and user names (`by`, `made_by`, `assessor` …)."""
    links = [field.name for field in table._meta.fields if field.is_relation and field.related_model is User]
    names = [
        field.name
        for field in table._meta.fields
        if isinstance(field, models.CharField)
        and (field.name in ("by", "assessor") or field.name.endswith("_by"))
    ]
    return links + names


def _row(row: models.Model) -> dict[str, Any]:
    return {
        field.name: _plain(getattr(row, field.attname))
        for field in row._meta.fields
        if field.name not in KEPT_BACK
    }


def _told(row: models.Model) -> dict[str, Any]:
    """That the row is there, where and when: no more, since it is of the procurement and may be secret."""
    when = {
        field.name: _plain(getattr(row, field.name))
        for field in row._meta.fields
        if isinstance(field, models.DateTimeField)
    }
    where = getattr(row, "procurement_id", None)
    return {"id": row.pk, **({"procurement": where} if where else {}), **when}


def _events(user: User, reader: User, readable: frozenset[int] | None) -> Iterator[dict[str, Any]]:
    """What the person did, and what others did to the person's account and roles."""
    name = user.get_username()
    undecided = {
        row.pk for row in ProcurementRecord.objects.filter(outcome="open") if not may(reader, "see_bids", row)
    }
    about = models.Q(by=name) | models.Q(content__person=name)
    for event in Event.objects.filter(about).order_by("id"):
        secret = event.action.startswith(("bid", "price")) and event.procurement_id in undecided
        secret |= readable is not None and event.procurement_id not in {None, *readable}
        yield {
            "number": event.pk, "at": event.at.isoformat(), "by": event.by, "action": event.action,
            "procurement": event.procurement_id, "why": "" if secret else event.why,
            "content": {} if secret else event.content,
        }  # fmt: skip


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else plain(value)


def export(username: str, language: str = "sv", seen_by: User | None = None) -> bytes:
    """The ZIP: `uppgifter.json`, and `uppgifter.html` to read. Raises NobodyOfThatName."""
    found = held(username, seen_by)
    with translation.override(language):
        page = render_to_string("organisation/person_export.html", {"held": found, "language": language})
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("uppgifter.json", json.dumps(found, ensure_ascii=False, indent=2))
        parts.writestr("uppgifter.html", page)
    return made.getvalue()
