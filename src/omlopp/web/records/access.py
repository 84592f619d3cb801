"""Who may do what. Roles are given per procurement; bids are absolutely secret until the award decision."""

from django.contrib.auth.models import User

from omlopp.domain.model.errors import OmloppError
from omlopp.web.records.models import ProcurementRecord

MAY: dict[str, frozenset[str]] = {
    "buyer": frozenset(
        {"read", "edit", "see_bids", "register_bids", "evaluate", "decide", "measure", "people"}
    ),
    "assessor": frozenset({"read", "see_bids", "evaluate"}),
    "environmental_strategist": frozenset({"read", "edit"}),
    "contract_manager": frozenset({"read", "measure"}),
    "lawyer": frozenset({"read", "see_bids"}),
    "reader": frozenset({"read"}),
}


class NotAllowed(OmloppError):
    """The person's role in the procurement does not hold this right."""

    code = "not-allowed"


def role_of(user: User, procurement: ProcurementRecord) -> str | None:
    return procurement.memberships.filter(user=user).values_list("role", flat=True).first()


def may(user: User, right: str, procurement: ProcurementRecord) -> bool:
    role = role_of(user, procurement)
    return role is not None and right in MAY[role]


def require(user: User, right: str, procurement: ProcurementRecord) -> None:
    if not may(user, right, procurement):
        raise NotAllowed(person=user.get_username(), right=right, procurement=procurement.title)


def usernames() -> list[str]:
    """Everybody with an account in the workspace, in order of name."""
    return list(User.objects.order_by("username").values_list("username", flat=True))


def visible_to(user: User) -> "list[int]":
    """Ids of the procurements a person is a member of."""
    return list(user.memberships.values_list("procurement_id", flat=True))
