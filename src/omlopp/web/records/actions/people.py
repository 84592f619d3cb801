"""Giving people accounts, and roles in a procurement."""

from django.contrib.auth.models import User
from django.db import transaction

from omlopp.domain.model.errors import OmloppError
from omlopp.web.records.actions import acting
from omlopp.web.records.events import record
from omlopp.web.records.models import Membership, ProcurementRecord
from omlopp.web.records.models.people import ROLES


class UnknownPerson(OmloppError):
    code = "unknown-person"


class PersonExists(OmloppError):
    code = "person-exists"


class UnknownRole(OmloppError):
    code = "unknown-role"


class LastBuyer(OmloppError):
    """A procurement keeps at least one buyer."""

    code = "last-buyer"


@transaction.atomic
def add_person(*, by: str, username: str, password: str) -> User:
    """An account in this workspace."""
    if User.objects.filter(username=username).exists():
        raise PersonExists(person=username)
    user = User.objects.create_user(username=username, password=password)
    record("person-added", by=by, person=username)
    return user


def give_role(*, by: User, procurement: ProcurementRecord, username: str, role: str) -> None:
    """Give a person a role in a procurement, or change it."""
    if role not in ROLES:
        raise UnknownRole(role=role, known=", ".join(ROLES))
    user = User.objects.filter(username=username).first()
    if user is None:
        raise UnknownPerson(person=username)
    with acting("role-given", by=by, procurement=procurement, right="people", also_ended=True) as says:
        buyers = procurement.memberships.filter(role="buyer")
        if role != "buyer" and buyers.count() == 1 and buyers.filter(user=user).exists():
            raise LastBuyer(person=username)
        Membership.objects.update_or_create(procurement=procurement, user=user, defaults={"role": role})
        says |= {"person": username, "role": role}
