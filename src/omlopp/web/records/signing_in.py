"""What is known of people's ways in: open sessions, second factors, and what must be done before anything else.

Sessions are Django's own rows and second factors django-allauth's; both are only read here.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from omlopp.web.records.models import Organisation, Person

# What a session keeps of itself: when it began and was last used (seconds since 1970), and in what browser. No address.
BEGUN, SEEN, DEVICE = "omlopp_begun", "omlopp_seen", "omlopp_device"


@dataclass(frozen=True, slots=True)
class OpenSession:
    key: str
    begun: datetime
    seen: datetime
    device: str  # "Firefox, Linux"; empty when the browser did not say


def too_old(begun: int, seen: int, now: int) -> bool:
    """Has a session ended, by its age or by standing unused? All in seconds since 1970."""
    return now - begun >= settings.SESSION_LONGEST_SECONDS or now - seen >= settings.SESSION_IDLE_SECONDS


def open_sessions(user: User) -> list[OpenSession]:
    """The person's sessions that still open something, the last used first.

    Django keeps no column for whose a session is: every session that has not expired is read.
    """
    now, found = int(timezone.now().timestamp()), []
    for row in Session.objects.filter(expire_date__gt=timezone.now()).iterator():
        kept = row.get_decoded()
        begun, seen = kept.get(BEGUN, now), kept.get(SEEN, now)
        if kept.get(SESSION_KEY) != str(user.pk) or too_old(begun, seen, now):
            continue
        if constant_time_compare(kept.get(HASH_SESSION_KEY, ""), user.get_session_auth_hash()):
            found.append(OpenSession(row.session_key, _at(begun), _at(seen), kept.get(DEVICE, "")))
    return sorted(found, key=lambda each: each.seen, reverse=True)


def session_keys(user: User) -> list[str]:
    """Every session that names the person, also those that no longer open anything."""
    rows = Session.objects.iterator()
    return [row.session_key for row in rows if row.get_decoded().get(SESSION_KEY) == str(user.pk)]


def _at(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def second_factor_of(user: User) -> Authenticator | None:
    """The person's authenticator app, or None."""
    return Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()


def recovery_codes_left(user: User) -> list[str]:
    """The codes that have not been used; none where there is no second factor."""
    row = Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).first()
    return list(row.wrap().get_unused_codes()) if row else []


def who_ask_for_a_second_factor(user: User) -> list[str]:
    """Names of the organisations that want one of this person.

    Of all who have a role in the organisation, and of those from outside who have one in a procurement of it: they
    may be the ones who open the bids.
    """
    theirs = Q(roles__user=user) | Q(procurements__memberships__user=user)
    found = Organisation.objects.filter(theirs, two_factor=True).distinct().order_by("name")
    return list(found.values_list("name", flat=True))


def first_thing(user: User) -> str | None:
    """What the person must do before anything else: "password", "second-factor" or None."""
    if Person.objects.filter(user=user, must_change_password=True).exists():
        return "password"
    if who_ask_for_a_second_factor(user) and second_factor_of(user) is None:
        return "second-factor"
    return None
