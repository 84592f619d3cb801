"""Invitations: a link, shown once, that gives a role to whoever comes with it."""

import hashlib
import secrets
from datetime import timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from omlopp.domain.model.errors import OmloppError
from omlopp.web.records.access import may, may_in
from omlopp.web.records.actions import acting, acting_in
from omlopp.web.records.actions.people import PersonExists, UnknownRole, no_own_bids_role
from omlopp.web.records.events import record
from omlopp.web.records.models import (
    Invitation,
    Membership,
    Organisation,
    OrganisationRole,
    Person,
    ProcurementRecord,
)
from omlopp.web.records.models.people import ORGANISATION_ROLES, ROLES

DAYS = 14
RESERVED = ("omlopp", "public", "system", "anonym", "anonymous")
"""User names that would read in the log as somebody else."""


class NoSuchInvitation(OmloppError):
    """Guessed, used, withdrawn, too old, or from somebody who may no longer invite: never told which."""

    code = "account.no-invitation"


class AlreadyIn(OmloppError):
    """The person has a role in the procurement already; the link is not used. Facts: procurement, role."""

    code = "account.already-in"


class NameReserved(OmloppError):
    """Facts: person."""

    code = "account.name-reserved"


def checksum(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def invite(
    *,
    by: User,
    role: str,
    email: str = "",
    organisation: Organisation | None = None,
    procurement: ProcurementRecord | None = None,
) -> tuple[Invitation, str]:
    """Invite to an organisation, or to a procurement. → the row, and the token of the link, which is not kept.

    An invitation of the same address to the same place that still waits is withdrawn: one link at a time.
    """
    known = ROLES if procurement else ORGANISATION_ROLES
    if role not in known:
        raise UnknownRole(role=role, known=", ".join(known))
    token, now = secrets.token_urlsafe(32), timezone.now()
    row = Invitation(
        organisation=procurement.organisation if procurement else organisation,
        procurement=procurement,
        email=email,
        role=role,
        token_sha256=checksum(token),
        made_at=now,
        made_by=by.get_username(),
        expires_at=now + timedelta(days=DAYS),
    )
    if procurement:
        doing = acting("invited", by=by, procurement=procurement, right="people", also_ended=True)
    else:
        assert organisation is not None
        doing = acting_in("invited", by=by, organisation=organisation, right="people")
    with doing as says:
        before = Invitation.objects.filter(
            organisation=row.organisation,
            procurement=procurement,
            email__iexact=email,
            used_at=None,
            withdrawn_at=None,
        ).exclude(email="")  # the same form twice, or a link that was lost
        replaced = before.update(withdrawn_at=now, email="")
        row.save()
        says |= {"invitation": row.pk, "role": role, "expires": row.expires_at, "replaced": replaced}
    return row, token


def withdraw_invitation(*, by: User, invitation: Invitation) -> None:
    """The link opens nothing any more. One that is used stays as it was."""
    if invitation.procurement:
        doing = acting(
            "invitation-withdrawn", by=by, procurement=invitation.procurement, right="people", also_ended=True
        )
    else:
        assert invitation.organisation is not None
        doing = acting_in("invitation-withdrawn", by=by, organisation=invitation.organisation, right="people")
    with doing as says:
        waiting = Invitation.objects.filter(pk=invitation.pk, used_at=None, withdrawn_at=None)
        if not waiting.update(withdrawn_at=timezone.now(), email=""):
            raise NoSuchInvitation
        says |= {"invitation": invitation.pk, "role": invitation.role}


def find_invitation(token: str) -> Invitation:
    """The invitation that the link opens today. Raises NoSuchInvitation, whatever the reason."""
    row = (
        Invitation.objects.select_related("organisation", "procurement")
        .filter(token_sha256=checksum(token), used_at=None, withdrawn_at=None, expires_at__gt=timezone.now())
        .first()
    )
    if row is None or not _may_still_invite(row):
        raise NoSuchInvitation
    return row


def _may_still_invite(row: Invitation) -> bool:
    """Somebody whose role has been taken gives no roles by links made before."""
    user = User.objects.filter(username=row.made_by, is_active=True).first()
    if user is None:
        return False
    if row.procurement:
        return may(user, "people", row.procurement)
    return row.organisation is not None and may_in(user, "people", row.organisation)


@transaction.atomic
def accept_invitation(*, by: User, token: str) -> Invitation:
    """The role, to somebody who has an account."""
    row = find_invitation(token)
    _use(row, by)
    return row


@transaction.atomic
def join_by_invitation(*, token: str, username: str, password: str, name: str = "", email: str = "") -> User:
    """A new account with the role. The password has been checked by the form."""
    row = find_invitation(token)
    if username.casefold() in RESERVED:
        raise NameReserved(person=username)
    if User.objects.filter(username__iexact=username).exists():
        raise PersonExists(person=username)
    user = User.objects.create_user(username=username, password=password)
    Person.objects.create(user=user, name=name, email=email)
    _use(row, user, new=True)
    return user


def _use(row: Invitation, user: User, new: bool = False) -> None:
    """Give the role and use the link up, once."""
    if row.procurement:
        no_own_bids_role(user, row.role, row.procurement, giver=row.made_by)
        held = row.procurement.memberships.filter(user=user).first()
        if held is not None:
            raise AlreadyIn(procurement=row.procurement.title, role=held.role)
        Membership.objects.create(procurement=row.procurement, user=user, role=row.role)
    else:
        OrganisationRole.objects.get_or_create(organisation=row.organisation, user=user, role=row.role)
    waiting = Invitation.objects.filter(pk=row.pk, used_at=None, withdrawn_at=None)
    if not waiting.update(used_at=timezone.now(), used_by=user.get_username(), email=""):
        raise NoSuchInvitation
    record(
        "invitation-accepted",
        by=user.get_username(),
        procurement_id=row.procurement_id,
        invitation=row.pk,
        role=row.role,
        organisation=row.organisation_id,
        new_account=new,
    )
