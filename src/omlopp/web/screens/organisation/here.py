"""Where a person stands in an organisation: the row, what the person may there, and the page's frame."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from omlopp.web.pages import signed_in
from omlopp.web.records.access import ORGANISATION_MAY, organisation_roles, require_in
from omlopp.web.records.models import Organisation


@dataclass(frozen=True)
class Here:
    user: User
    row: Organisation
    rights: dict[str, bool]


def here(request: HttpRequest, organisation: int, right: str = "read") -> Here:
    """The organisation, to who has a role in it (else 404, so that it is not told that it exists)."""
    user = signed_in(request)
    row = Organisation.objects.filter(pk=organisation).first()
    roles = organisation_roles(user, row)
    if row is None or not roles:
        raise Http404
    require_in(user, right, row)
    held = frozenset[str]().union(*(ORGANISATION_MAY[role] for role in roles))
    every = frozenset[str]().union(*ORGANISATION_MAY.values())
    return Here(user, row, {name: name in held for name in every})


def page(
    request: HttpRequest, template: str, where: Here, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    said = {
        "here": where,
        "organisation": where.row,
        "rights": where.rights,
        "section": "organisation",
    } | context
    return render(request, f"organisation/{template}.html", said, status=status)
