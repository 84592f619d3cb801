"""E-mail: what people have not seen is sent to those who want mail, one letter a person and run.

OMLOPP_MAIL says how, as an address: smtp://name:password@server:587?tls=1 (smtps:// from the first byte), or
file:///folder for tests and laptops. Without it nothing is sent. OMLOPP_ADDRESS is where the workbench is reached.
A letter says what has happened and where to look, never more: mail is read on other people's servers.
"""

import logging
import os
import smtplib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit
from uuid import NAMESPACE_URL, uuid5

from django.contrib.auth.models import User
from django.core.mail import EmailMessage, get_connection
from django.utils import timezone

from omlopp.domain.model.errors import OmloppError
from omlopp.library.messages import keyed
from omlopp.web.records.actions.messages import claim_mail, return_mail
from omlopp.web.records.models import Message
from omlopp.web.told import readable, text_of

log = logging.getLogger(__name__)
SECONDS = 20  # a mail server that has not answered by then is away
OLDEST = timedelta(days=14)  # what is older than this is not news to somebody who just asked for mail
MOST = 50  # lines of one letter; the rest are counted
BACKENDS = {
    "smtp": "django.core.mail.backends.smtp.EmailBackend",
    "smtps": "django.core.mail.backends.smtp.EmailBackend",
    "file": "django.core.mail.backends.filebased.EmailBackend",
}
AWAY = (OSError, smtplib.SMTPException)


class MailAddressUnclear(OmloppError):
    """OMLOPP_MAIL is no address that mail can be sent by. Facts: says."""

    code = "mail.url"


class OwnAddressUnclear(OmloppError):
    """OMLOPP_ADDRESS is no http address. Facts: found."""

    code = "mail.address"


@dataclass(frozen=True, slots=True)
class Way:
    """How mail goes out: a backend of Django's with its settings, and who the letters are from."""

    backend: str
    settings: dict[str, Any]
    sender: str


@dataclass(frozen=True, slots=True)
class Sent:
    """What a run did: `letters` handed over, `kept` for the next run, and why ("" where nothing was wrong)."""

    letters: int = 0
    kept: int = 0
    because: str = ""


def way(address: str, own: str = "") -> Way | None:
    """OMLOPP_MAIL as settings; None when it is empty. Raises MailAddressUnclear – which never repeats a password."""
    if not address.strip():
        return None
    try:
        parts = urlsplit(address.strip())
        port, asked = parts.port, parse_qs(parts.query)
    except ValueError:
        raise MailAddressUnclear(says="port") from None
    if parts.scheme not in BACKENDS:
        raise MailAddressUnclear(says=f"{parts.scheme or '?'}://")
    host = urlsplit(own).hostname or "localhost"
    sender = asked.get("from", [f"omlopp@{host}"])[0]
    if parts.scheme == "file":
        if parts.netloc or not parts.path.strip("/"):
            raise MailAddressUnclear(says="file://")
        return Way(BACKENDS["file"], {"file_path": unquote(parts.path)}, sender)
    if not parts.hostname:
        raise MailAddressUnclear(says="server")
    settings = {
        "host": parts.hostname,
        "port": port or (465 if parts.scheme == "smtps" else 587 if asked.get("tls") == ["1"] else 25),
        "username": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "use_tls": parts.scheme == "smtp" and asked.get("tls") == ["1"],
        "use_ssl": parts.scheme == "smtps",
        "timeout": SECONDS,
    }
    return Way(BACKENDS["smtp"], settings, sender)


def own_address() -> str:
    """OMLOPP_ADDRESS without its last slash; by default this computer. Raises OwnAddressUnclear."""
    found = os.environ.get("OMLOPP_ADDRESS", "").strip() or "http://127.0.0.1:8765"
    parts = urlsplit(found)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise OwnAddressUnclear(found=found[:100])
    return found.rstrip("/")


def send_waiting(now: datetime | None = None) -> Sent:
    """One letter to each who wants mail, has an address and has unseen messages that were never mailed.

    Never called inside a transaction of another action. The mail server is opened first: away, it costs nothing and
    changes nothing. Raises MailAddressUnclear, OwnAddressUnclear.
    """
    now = now or timezone.now()
    base = own_address()
    how = way(os.environ.get("OMLOPP_MAIL", ""), base)
    if how is None:
        return Sent()
    people = waiting(now)
    if not people:
        return Sent()
    connection = get_connection(how.backend, fail_silently=False, **how.settings)
    try:
        connection.open()
    except AWAY as error:
        log.warning("the mail server does not answer: %s", error)
        return Sent(0, len(people), f"{type(error).__name__}: {error}"[:200])
    try:
        return _each(people, connection, how, base, now)
    finally:
        try:
            connection.close()
        except AWAY as error:
            log.warning("the mail server did not say goodbye: %s", error)


def waiting(now: datetime) -> list[tuple[User, list[int]]]:
    """Who is to have a letter, and the numbers of the messages in it, oldest first."""
    rows = Message.objects.filter(
        mailed_at=None,
        seen_at=None,
        at__gte=now - OLDEST,
        user__is_active=True,
        user__person__wants_mail=True,
    ).exclude(user__person__email="")
    found: dict[int, tuple[User, list[Message]]] = {}
    for row in rows.select_related("user__person").order_by("user_id", "pk"):
        found.setdefault(row.user_id, (row.user, []))[1].append(row)
    lists = [(user, [one.pk for one in readable(user, rows)]) for user, rows in found.values()]
    return [(user, numbers) for user, numbers in lists if numbers]


def _each(
    people: Sequence[tuple[User, list[int]]], connection: Any, how: Way, base: str, now: datetime
) -> Sent:
    letters, because = 0, ""
    for place, (user, numbers) in enumerate(people):
        claimed = claim_mail(user, numbers, now)
        if not claimed:  # another run has them
            continue
        mine, taken = [one.pk for one in claimed], False
        try:
            letter(user, claimed, how, base, connection).send()
            taken = True
            letters += 1
        except smtplib.SMTPRecipientsRefused as error:  # this address alone: the others get theirs
            because = f"{user.get_username()}: {error.recipients}"[:200]
            taken = all(code >= 500 for code, _ in error.recipients.values())  # for good: not tried again
            log.warning("an address was refused: %s", because)
        except AWAY as error:
            because = f"{type(error).__name__}: {error}"[:200]
            return_mail(user, mine, because)
            taken = True
            return Sent(letters, len(people) - place, because)
        finally:
            if not taken:  # also when the run is asked to stop in the middle
                return_mail(user, mine, because or "stopped")
    return Sent(letters, 0 if not because else 1, because)


def letter(user: User, messages: Sequence[Message], how: Way, base: str, connection: Any) -> EmailMessage:
    """Swedish first, English after. The same messages give the same Message-ID: a mailbox knows a double."""
    keys = "\n".join(sorted(one.key for one in messages))
    identity = uuid5(NAMESPACE_URL, f"omlopp:{user.pk}:{keys}")
    count = len(messages)
    return EmailMessage(
        subject=keyed("mail.subject", {"count": "1 sak" if count == 1 else f"{count} saker"}, "sv"),
        body="\n".join([*_part(messages, base, "sv"), "", "—", "", *_part(messages, base, "en")]),
        from_email=how.sender,
        to=[user.person.email],
        connection=connection,
        headers={
            "Message-ID": f"<{identity}@omlopp>",
            "Auto-Submitted": "auto-generated",
            "Precedence": "bulk",
        },
    )


def _part(messages: Sequence[Message], base: str, language: str) -> list[str]:
    lines = []
    for one in messages[:MOST]:
        lines += [f"- {text_of(one, language)}", f"  {base}{one.link or '/meddelanden/'}"]
    if len(messages) > MOST:
        lines.append(keyed("mail.more", {"count": len(messages) - MOST}, language))
    return [
        keyed("mail.opening", {}, language),
        "",
        *lines,
        "",
        keyed("mail.ending", {"address": f"{base}/meddelanden/"}, language),
    ]
