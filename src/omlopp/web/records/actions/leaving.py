"""What would stand without anybody if a person's account were closed: told before it is."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User

from omlopp.domain.model.errors import OmloppError
from omlopp.web.records.actions import ENDED
from omlopp.web.records.actions.people import LastAdministrator
from omlopp.web.records.models import (
    Contract,
    Membership,
    Organisation,
    OrganisationRole,
    ProcurementRecord,
)


class LeavesBehind(OmloppError):
    """Procurements without a buyer or contracts without an owner, and nobody has said that it is so meant.

    Facts: person, left_sv, left_en.
    """

    code = "leaves-behind"


@dataclass(frozen=True, slots=True)
class Left:
    """procurements: go on and have no other buyer whose account is open. contracts: run, and wait for their owner.

    organisations: have no other administrator whose account is open.
    """

    procurements: tuple[ProcurementRecord, ...]
    contracts: tuple[Contract, ...]
    organisations: tuple[Organisation, ...]


def left_by(user: User) -> Left:
    """In order of title or name."""
    going = only_buyer_of(user)
    contracts = Contract.objects.filter(owner=user, ended_on=None).order_by("title", "pk")
    others = OrganisationRole.objects.filter(role="administrator", user__is_active=True).exclude(user=user)
    runs = Organisation.objects.filter(roles__user=user, roles__role="administrator")
    alone = runs.exclude(pk__in=others.values("organisation")).order_by("name").distinct()
    return Left(tuple(going), tuple(contracts), tuple(alone))


def only_buyer_of(user: User) -> list[ProcurementRecord]:
    """The procurements that go on and have no other buyer whose account is open."""
    going = ProcurementRecord.objects.filter(memberships__user=user, memberships__role="buyer", sandbox=None)
    others = Membership.objects.filter(role="buyer", user__is_active=True).exclude(user=user)
    left = going.exclude(outcome__in=ENDED).exclude(pk__in=others.values("procurement"))
    return list(left.order_by("title", "pk").distinct())


def refuse_to_leave(user: User, *, anyway: bool) -> dict[str, Any]:
    """→ what is left behind, for the log. Raises LastAdministrator, LeavesBehind (not `anyway`)."""
    left = left_by(user)
    if left.organisations:
        names = _named(one.name for one in left.organisations)
        raise LastAdministrator(person=user.get_username(), organisation=names)
    if (left.procurements or left.contracts) and not anyway:
        raise LeavesBehind(
            person=user.get_username(), left_sv=_said(left, "ensam upphandlare i", "ägare av avtalen"),
            left_en=_said(left, "the only buyer of", "owner of the contracts"),
        )  # fmt: skip
    found = {"without_buyer": left.procurements, "without_owner": left.contracts}
    return {name: [row.pk for row in rows] for name, rows in found.items() if rows}


def _said(left: Left, buyer: str, owner: str) -> str:
    parts = [f"{buyer} {_named(one.title for one in left.procurements)}"] if left.procurements else []
    parts += [f"{owner} {_named(one.title for one in left.contracts)}"] if left.contracts else []
    return "; ".join(parts)


def _named(names: Iterable[str]) -> str:
    return ", ".join(f"”{name}”" for name in names)
