"""What a page needs in order to show the form that invites: {% include "account/invite_form.html" %}."""

from typing import Any

from django.urls import reverse
from django.utils import timezone

from omlopp.web.records.models import Invitation, Organisation, ProcurementRecord
from omlopp.web.records.models.people import ORGANISATION_ROLES, ROLES


def invite_context(
    *,
    organisation: Organisation | None = None,
    procurement: ProcurementRecord | None = None,
    form: Any = None,
) -> dict[str, Any]:
    """For an organisation or for a procurement, to merge into the page's own context. Only for who may invite."""
    rows = Invitation.objects.filter(used_at=None, withdrawn_at=None, expires_at__gt=timezone.now())
    if procurement is not None:
        action = reverse("invite-here", args=[procurement.pk])
        roles: tuple[str, ...] = ROLES
        rows = rows.filter(procurement=procurement)
    else:
        assert organisation is not None
        action, roles = reverse("invite-organisation", args=[organisation.pk]), ORGANISATION_ROLES
        rows = rows.filter(organisation=organisation, procurement=None)
    return {"invite_action": action, "invite_roles": roles, "invitations": rows, "invite_form": form}
