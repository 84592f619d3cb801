"""Accounts, and roles in an organisation and in a procurement."""

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet

from omlopp.domain.model.errors import OmloppError
from omlopp.library.load import library
from omlopp.web.records.access import MAY, OF_BIDS, rights_of
from omlopp.web.records.actions import acting, acting_in
from omlopp.web.records.events import record
from omlopp.web.records.models import Membership, Organisation, OrganisationRole, ProcurementRecord
from omlopp.web.records.models.people import ORGANISATION_ROLES, ROLES


class UnknownPerson(OmloppError):
    code = "unknown-person"


class PersonExists(OmloppError):
    code = "person-exists"


class UnknownRole(OmloppError):
    code = "unknown-role"


class LastBuyer(OmloppError):
    """A procurement keeps at least one buyer."""

    code = "last-buyer"


class OwnBidsRole(OmloppError):
    """Who may not see bids cannot open them by a role of one's own making. Facts: role_sv, role_en, procurement."""

    code = "own-bids-role"


class LastAdministrator(OmloppError):
    """An organisation keeps at least one administrator. Facts: person, organisation."""

    code = "last-administrator"


def give_organisation_role(*, by: User, organisation: Organisation, username: str, role: str) -> None:
    """What a person is in the whole organisation. Several roles may be held at once."""
    if role not in ORGANISATION_ROLES:
        raise UnknownRole(role=role, known=", ".join(ORGANISATION_ROLES))
    user = User.objects.filter(username=username).first()
    if user is None:
        raise UnknownPerson(person=username)
    with acting_in("organisation-role-given", by=by, organisation=organisation, right="people") as says:
        OrganisationRole.objects.get_or_create(organisation=organisation, user=user, role=role)
        says |= {"person": username, "role": role}


def take_organisation_role(*, by: User, organisation: Organisation, username: str, role: str) -> None:
    """A role in the organisation ends; the last administrator whose account is open stays."""
    with acting_in("organisation-role-taken", by=by, organisation=organisation, right="people") as says:
        held = organisation.roles.filter(role=role)
        left = held.filter(user__is_active=True).exclude(user__username=username)
        if role == "administrator" and not left.exists():
            raise LastAdministrator(person=username, organisation=organisation.name)
        if not held.filter(user__username=username).delete()[0]:
            raise UnknownPerson(person=username)
        says |= {"person": username, "role": role}


def take_role(*, by: User, procurement: ProcurementRecord, username: str) -> None:
    """Nobody's role in the procurement any more; the last buyer whose account is open stays."""
    with acting("role-taken", by=by, procurement=procurement, right="people", also_ended=True) as says:
        found = procurement.memberships.filter(user__username=username).first()
        if found is None:
            raise UnknownPerson(person=username)
        if found.role == "buyer" and not _other_buyers(procurement, username).exists():
            raise LastBuyer(person=username)
        says |= {"person": username, "role": found.role}
        found.delete()


@transaction.atomic
def add_person(*, by: str, username: str, password: str | None) -> User:
    """An account in this workspace. Without a password nobody can sign in to it: somebody invented, in an exercise."""
    if User.objects.filter(username=username).exists():
        raise PersonExists(person=username)
    user = User.objects.create_user(username=username, password=password)
    record("person-added", by=by, person=username)
    return user


def give_role(*, by: User, procurement: ProcurementRecord, username: str, role: str) -> None:
    """Give a person a role in a procurement, or change it. A role that opens bids is never one's own to take."""
    if role not in ROLES:
        raise UnknownRole(role=role, known=", ".join(ROLES))
    user = User.objects.filter(username=username).first()
    if user is None:
        raise UnknownPerson(person=username)
    with acting("role-given", by=by, procurement=procurement, right="people", also_ended=True) as says:
        no_own_bids_role(user, role, procurement, giver=by.get_username())
        was_buyer = procurement.memberships.filter(role="buyer", user=user).exists()
        if role != "buyer" and was_buyer and not _other_buyers(procurement, username).exists():
            raise LastBuyer(person=username)
        Membership.objects.update_or_create(procurement=procurement, user=user, defaults={"role": role})
        says |= {"person": username, "role": role}


def _other_buyers(procurement: ProcurementRecord, username: str) -> QuerySet[Membership]:
    buyers = procurement.memberships.filter(role="buyer", user__is_active=True)
    return buyers.exclude(user__username=username)


def no_own_bids_role(user: User, role: str, procurement: ProcurementRecord, *, giver: str) -> None:
    """Who gives (or invited to) the role and who gets it are two, where it opens bids to somebody who sees none."""
    if user.get_username() == giver and OF_BIDS & MAY[role] - rights_of(user, procurement):
        names = library().names
        raise OwnBidsRole(
            role_sv=names.of("role", role, "sv"), role_en=names.of("role", role, "en"), procurement=procurement.title
        )  # fmt: skip
