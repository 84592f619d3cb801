"""A person's own account: signing in, password, second factor, sessions, and what is known of the person.

Names, addresses, passwords and codes never stand in the log: it tells that something was changed, not to what.
"""

import secrets

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.utils import encrypt
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.db import transaction

from omlopp.domain.model.errors import OmloppError
from omlopp.web.records.access import NotAllowedHere, require_in
from omlopp.web.records.actions import need_reason
from omlopp.web.records.actions.leaving import refuse_to_leave
from omlopp.web.records.actions.people import UnknownPerson
from omlopp.web.records.events import record
from omlopp.web.records.models import Organisation, Person, Unit
from omlopp.web.records.signing_in import second_factor_of, session_keys, who_ask_for_a_second_factor


class NoSecondFactor(OmloppError):
    """There is none to turn off, reset or make codes for. Facts: person."""

    code = "account.no-second-factor"


class HasSecondFactor(OmloppError):
    """One app at a time: the one that is on is turned off first. Facts: person."""

    code = "account.has-second-factor"


class SecondFactorAsked(OmloppError):
    """An organisation wants it on. Facts: organisation."""

    code = "account.second-factor-asked"


class UnitOfAnother(OmloppError):
    """The unit belongs to an organisation where the person has no role. Facts: unit."""

    code = "account.unit-of-another"


@transaction.atomic
def signed_in(*, by: User, second_factor: str = "") -> None:
    """A session has begun. `second_factor`: "totp", "recovery_codes" or empty."""
    record("signed-in", by=by.get_username(), second_factor=second_factor)


@transaction.atomic
def change_password(*, by: User, password: str) -> None:
    """A new password, already checked. Every session of the person ends; the caller may begin the present one anew."""
    by.set_password(password)
    by.save(update_fields=["password"])
    Person.objects.filter(user=by).update(must_change_password=False)
    record("password-changed", by=by.get_username(), ended=_end(by))


@transaction.atomic
def reset_password(*, by: str, username: str) -> str:
    """A password made up here, told once, that the person must change at the next signing in. → the password."""
    user = _known(username)
    password = secrets.token_urlsafe(12)
    user.set_password(password)
    user.save(update_fields=["password"])
    Person.objects.update_or_create(user=user, defaults={"must_change_password": True})
    record("password-reset", by=by, person=username, ended=_end(user))
    return password


@transaction.atomic
def second_factor_on(*, by: User, secret: str, step: int) -> None:
    """The app has shown a code made with `secret` (base32) for time step `step`: that code is used up by this."""
    if second_factor_of(by) is not None:
        raise HasSecondFactor(person=by.get_username())
    data = {"secret": encrypt(secret), "last_step": step}
    Authenticator.objects.create(user=by, type=Authenticator.Type.TOTP, data=data)
    RecoveryCodes.activate(by)
    record("second-factor-on", by=by.get_username())


@transaction.atomic
def second_factor_off(*, by: User) -> None:
    if second_factor_of(by) is None:
        raise NoSecondFactor(person=by.get_username())
    if asking := who_ask_for_a_second_factor(by):
        raise SecondFactorAsked(organisation=", ".join(asking))
    Authenticator.objects.filter(user=by).delete()
    record("second-factor-off", by=by.get_username())


@transaction.atomic
def new_recovery_codes(*, by: User) -> None:
    """Ten new codes; those before no longer open anything."""
    if second_factor_of(by) is None:
        raise NoSecondFactor(person=by.get_username())
    Authenticator.objects.filter(user=by, type=Authenticator.Type.RECOVERY_CODES).delete()
    RecoveryCodes.activate(by)
    record("recovery-codes-made", by=by.get_username())


@transaction.atomic
def use_step(authenticator: Authenticator, step: int) -> bool:
    """Take a time step of an app's codes out of use. False if it, or a later one, has been used already.

    Part of signing in, which is the event: hence no event of its own. Kept in the row and not in memory, so that
    a code does not open twice even when the server has been started again between (RFC 6238, 5.2).
    """
    row = Authenticator.objects.select_for_update().get(pk=authenticator.pk)
    if step <= row.data.get("last_step", -1):
        return False
    row.data["last_step"] = step
    row.save(update_fields=["data"])
    return True


@transaction.atomic
def reset_second_factor(*, by: User, organisation: Organisation, username: str, why: str) -> None:
    """Somebody of the organisation has lost the phone and the codes. The password is still asked for."""
    require_in(by, "people", organisation)
    why = need_reason(why, action="reset-second-factor")
    user = _known(username)
    if not organisation.roles.filter(user=user).exists():
        raise NotAllowedHere(person=by.get_username(), right="people", organisation=organisation.name)
    _reset(user, by.get_username(), why, organisation.pk)


@transaction.atomic
def reset_second_factor_of(*, by: str, username: str, why: str) -> None:
    """The same, by who runs the workspace (`omlopp people reset-second-factor`)."""
    why = need_reason(why, action="reset-second-factor")
    _reset(_known(username), by, why, None)


def _reset(user: User, by: str, why: str, organisation: int | None) -> None:
    if not Authenticator.objects.filter(user=user).delete()[0]:
        raise NoSecondFactor(person=user.get_username())
    ended = _end(user)
    record(
        "second-factor-reset",
        by=by,
        why=why,
        person=user.get_username(),
        ended=ended,
        organisation=organisation,
    )


@transaction.atomic
def end_sessions(*, by: User, keep: str = "") -> int:
    """Signed out everywhere, but for the session whose key is `keep`. → how many ended."""
    ended = _end(by, keep)
    record("sessions-ended", by=by.get_username(), ended=ended)
    return ended


@transaction.atomic
def close_account(*, by: str, username: str, why: str, anyway: bool = False) -> None:
    """The account opens nothing any more, from this moment. What the person did stays in the log.

    `anyway`: although procurements get no buyer, or contracts no owner. Raises LeavesBehind, LastAdministrator.
    """
    why = need_reason(why, action="close-account")
    user = _known(username)
    left = refuse_to_leave(user, anyway=anyway)
    user.is_active = False
    user.save(update_fields=["is_active"])
    record("account-closed", by=by, why=why, person=username, ended=_end(user), **left)


@transaction.atomic
def open_account(*, by: str, username: str, why: str) -> None:
    """A closed account is opened again, with the roles it had."""
    why = need_reason(why, action="open-account")
    user = _known(username)
    user.is_active = True
    user.save(update_fields=["is_active"])
    record("account-opened", by=by, why=why, person=username)


@transaction.atomic
def describe_person(*, by: User, name: str, email: str, wants_mail: bool, unit: Unit | None) -> None:
    """What the person says of themselves. The log tells which fields, never what stood or stands in them."""
    if unit is not None and not unit.organisation.roles.filter(user=by).exists():
        raise UnitOfAnother(unit=unit.name)
    row, _ = Person.objects.get_or_create(user=by)
    said = {"name": name, "email": email, "wants_mail": wants_mail, "unit": unit}
    changed = sorted(field for field, value in said.items() if getattr(row, field) != value)
    for field in changed:
        setattr(row, field, said[field])
    row.save(update_fields=changed)
    record("person-described", by=by.get_username(), fields=changed)


def _known(username: str) -> User:
    user = User.objects.select_for_update().filter(username=username).first()
    if user is None:
        raise UnknownPerson(person=username)
    return user


def _end(user: User, keep: str = "") -> int:
    keys = [key for key in session_keys(user) if key != keep]
    return Session.objects.filter(session_key__in=keys).delete()[0]
