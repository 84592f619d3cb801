"""Who may do what: by role in a procurement, and by role in the organisation that owns it.

Bids are absolutely secret until the award decision: only roles given in the procurement itself open them.
"""

from django.contrib.auth.models import User
from django.db.models import Q

from omlopp.domain.model.errors import OmloppError
from omlopp.library.roles import roles
from omlopp.web.records.models import Organisation, ProcurementRecord

_TABLE = roles()
RIGHTS = tuple(_TABLE.rights)
MAY: dict[str, frozenset[str]] = {role: frozenset(rights) for role, rights in _TABLE.in_procurement.items()}
"""What a role in a procurement gives there. What each right is, and who has it: library/roles.yaml."""
IN_ORGANISATION: dict[str, frozenset[str]] = {
    role: frozenset(rights) for role, rights in _TABLE.in_organisation.items()
}
"""What a role in the whole organisation gives in each of its procurements: never a right over bids."""
OF_BIDS = _TABLE.of_bids
ORGANISATION_MAY: dict[str, frozenset[str]] = {
    role: frozenset(rights) for role, rights in _TABLE.of_organisation.items()
}
"""What a role in the organisation opens in the organisation itself."""


class NotAllowed(OmloppError):
    """The person's role in the procurement does not hold this right."""

    code = "not-allowed"


class NotAllowedHere(OmloppError):
    """The person's role in the organisation does not hold this right. Facts: person, right, organisation."""

    code = "not-allowed-in-organisation"


class NotAllowedToSpend(NotAllowedHere):
    """No role of the person holds the right to change ledgers and their rules. Facts: person."""

    code = "not-allowed-spend"


def role_of(user: User, procurement: ProcurementRecord) -> str | None:
    return procurement.memberships.filter(user=user).values_list("role", flat=True).first()


def organisation_roles(user: User, organisation: Organisation | int | None) -> frozenset[str]:
    if organisation is None:
        return frozenset()
    key = organisation if isinstance(organisation, int) else organisation.pk
    return frozenset(user.organisation_roles.filter(organisation_id=key).values_list("role", flat=True))


def rights_of(user: User, procurement: ProcurementRecord) -> frozenset[str]:
    """All a person may do in a procurement. A closed account may nothing."""
    if not user.is_active:
        return frozenset()
    own = MAY.get(role_of(user, procurement) or "", frozenset())
    roles = organisation_roles(user, procurement.organisation_id)
    return own.union(*(IN_ORGANISATION[role] for role in roles))


def may(user: User, right: str, procurement: ProcurementRecord) -> bool:
    return right in rights_of(user, procurement)


def require(user: User, right: str, procurement: ProcurementRecord) -> None:
    if not may(user, right, procurement):
        raise NotAllowed(person=user.get_username(), right=right, procurement=procurement.title)


def may_in(user: User, right: str, organisation: Organisation) -> bool:
    """May the person do this in the organisation itself (its people, stock, suppliers, contracts)?"""
    roles = organisation_roles(user, organisation) if user.is_active else ()
    return any(right in ORGANISATION_MAY[role] for role in roles)


def require_in(user: User, right: str, organisation: Organisation) -> None:
    if not may_in(user, right, organisation):
        raise NotAllowedHere(person=user.get_username(), right=right, organisation=organisation.name)


def may_spend(user: User) -> bool:
    """May the person read in ledgers and correct them? They are the workspace's: a role in any organisation gives it.

    Who has no organisation (one person on a laptop) may, unless every role of theirs changes no procurement.
    Anyone may make an organisation, so this keeps from mistakes; what was done, and by whom, stands in the log.
    """
    if not user.is_active:
        return False
    roles = set(user.organisation_roles.values_list("role", flat=True))
    if roles:
        return any("spend" in ORGANISATION_MAY[role] for role in roles)
    held = set(user.memberships.values_list("role", flat=True))
    return not held or any("edit" in MAY[role] for role in held)


def require_spend(user: User) -> None:
    if not may_spend(user):
        raise NotAllowedToSpend(person=user.get_username())


def organisations_of(user: User) -> list[Organisation]:
    """The organisations a person has a role in, by name."""
    return list(Organisation.objects.filter(roles__user=user).distinct())


def decides_on(by: User, person: User) -> bool:
    """Does `by` decide on the people everywhere the person has work?

    Without this, whoever makes an organisation could give anybody a role in it, and then close the account.
    """
    organisations = {one.organisation for one in person.organisation_roles.select_related("organisation")}
    memberships = person.memberships.select_related("procurement")
    return all(may_in(by, "people", one) for one in organisations) and all(
        may(by, "people", one.procurement) for one in memberships
    )


def usernames() -> list[str]:
    """Everybody with an account in the workspace, in order of name."""
    return list(User.objects.order_by("username").values_list("username", flat=True))


def visible_to(user: User) -> "list[int]":
    """Ids of the procurements a person may read: by a role in them, or in the organisation that owns them."""
    reading = [role for role, rights in MAY.items() if "read" in rights]
    over = [role for role, rights in IN_ORGANISATION.items() if "read" in rights]
    mine = Q(memberships__user=user, memberships__role__in=reading)
    ours = Q(organisation__roles__user=user, organisation__roles__role__in=over)
    kept = ProcurementRecord.objects.filter(mine | ours).exclude(sandbox__reset_at__isnull=False)  # put aside
    return list(kept.order_by("pk").values_list("pk", flat=True).distinct())
