"""Closing an account and opening it again, and forgetting what is known of a person."""

from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session

from omlopp.domain.model.errors import OmloppError
from omlopp.web.records.access import decides_on
from omlopp.web.records.actions import acting_in, need_reason
from omlopp.web.records.actions.leaving import only_buyer_of, refuse_to_leave
from omlopp.web.records.actions.people import UnknownPerson
from omlopp.web.records.models import Organisation, Person

OF_SIGNING_IN = ("emailaddress_set", "authenticator_set")  # what the library for signing in keeps of a person


class NotOfOrganisation(OmloppError):
    """The person has roles where the one who closes does not decide. Facts: person, organisation."""

    code = "not-of-organisation"


class OwnAccount(OmloppError):
    code = "own-account"


class AccountClosedAlready(OmloppError):
    """Facts: person."""

    code = "account-closed-already"


class AccountOpenAlready(OmloppError):
    """Facts: person."""

    code = "account-open-already"


class AccountForgotten(OmloppError):
    """Facts: person."""

    code = "account-forgotten"


class PersonHasWork(OmloppError):
    """The only buyer of a procurement that goes on. Facts: person, procurements."""

    code = "person-has-work"


def close_account(
    *, by: User, organisation: Organisation, username: str, why: str, anyway: bool = False
) -> None:
    """Nothing opens to the account any more and its sessions end. Roles stand, so that it can be opened again.

    `anyway`: it is known that procurements get no buyer, or contracts no owner, until somebody is named (some accounts
    must be closed at once). Raises LeavesBehind, LastAdministrator.
    """
    why = need_reason(why, action="close-account")
    with acting_in("account-closed", by=by, organisation=organisation, right="people", why=why) as says:
        user = _ours(by, organisation, username)
        if not user.is_active:
            raise AccountClosedAlready(person=username)
        left = refuse_to_leave(user, anyway=anyway)
        user.is_active = False
        user.save(update_fields=["is_active"])
        says |= {"person": username, "sessions": _end_sessions(user), **left}


def reopen_account(*, by: User, organisation: Organisation, username: str, why: str) -> None:
    why = need_reason(why, action="reopen-account")
    with acting_in("account-reopened", by=by, organisation=organisation, right="people", why=why) as says:
        user = _ours(by, organisation, username)
        if user.is_active:
            raise AccountOpenAlready(person=username)
        if not user.has_usable_password():
            raise AccountForgotten(person=username)
        user.is_active = True
        user.save(update_fields=["is_active"])
        says |= {"person": username}


def forget_person(*, by: User, organisation: Organisation, username: str, why: str) -> None:
    """Erase name, e-mail address, ways of signing in and what the person was told, and close the account for good.

    The user name stays in the log and beside what was done: they are parts of public documents, which are disposed of
    only under a decision. Comments and tasks stay for the same reason.
    """
    why = need_reason(why, action="forget-person")
    with acting_in("person-forgotten", by=by, organisation=organisation, right="people", why=why) as says:
        user = _ours(by, organisation, username)
        if alone := only_buyer_of(user):
            raise PersonHasWork(person=username, procurements=", ".join(row.title for row in alone))
        gone = {
            "person": Person.objects.filter(user=user).delete()[0],
            "messages": user.messages_told.all().delete()[0],
            "training": user.training_answers.all().delete()[0],
            "organisation_roles": user.organisation_roles.all().delete()[0],
        }
        for name in OF_SIGNING_IN:
            if hasattr(user, name):
                gone["sign_in"] = gone.get("sign_in", 0) + getattr(user, name).all().delete()[0]
        user.first_name = user.last_name = user.email = ""
        user.is_active = False
        user.set_unusable_password()
        user.save(update_fields=["first_name", "last_name", "email", "is_active", "password"])
        says |= {"person": username, "sessions": _end_sessions(user), "erased": gone}


def _ours(by: User, organisation: Organisation, username: str) -> User:
    """The person, if `by` decides on the people everywhere the person has work; so an administrator is always left."""
    user = User.objects.filter(username=username, organisation_roles__organisation=organisation).first()
    if user is None:
        raise UnknownPerson(person=username)
    if user == by:
        raise OwnAccount()
    if not decides_on(by, user):
        raise NotOfOrganisation(person=username, organisation=organisation.name)
    return user


def _end_sessions(user: User) -> int:
    mine = [
        session.pk
        for session in Session.objects.all().iterator()
        if session.get_decoded().get(SESSION_KEY) == str(user.pk)
    ]
    Session.objects.filter(pk__in=mine).delete()
    return len(mine)
