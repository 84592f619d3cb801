"""People: their roles in an organisation and in a procurement, accounts closed and opened again."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from omlopp.domain.model.errors import OmloppError
from omlopp.library.roles import roles
from omlopp.web.inviting import invite_context
from omlopp.web.pages import (
    place,
    place_of,
    reads_and_writes,
    refusal,
    signed_in,
    status_of,
    tell_secrecy,
    writes,
)
from omlopp.web.records.access import decides_on, organisations_of, rights_of
from omlopp.web.records.actions.closing import close_account, forget_person, reopen_account
from omlopp.web.records.actions.leaving import left_by
from omlopp.web.records.actions.organisations import hand_over, place_person
from omlopp.web.records.actions.people import (
    give_organisation_role,
    give_role,
    take_organisation_role,
    take_role,
)
from omlopp.web.records.models import Organisation, ProcurementRecord
from omlopp.web.records.models.people import ORGANISATION_ROLES, ROLES
from omlopp.web.screens.organisation.here import Here, here, page
from omlopp.web.words import say

INVITE = "account/invite_form.html"


@reads_and_writes
def organisation_people(request: HttpRequest, organisation: int) -> HttpResponse:
    """Everybody with a role in the organisation; who decides on people gives and takes roles."""
    where = here(request, organisation, "read" if request.method in ("GET", "HEAD") else "people")
    error, status = "", 200
    if request.method == "POST":
        try:
            _change(request, where)
            messages.success(request, say("Sparat.", "Saved."))
            return redirect("organisation-people", organisation)
        except OmloppError as refused:
            error, status = refusal(refused), status_of(refused)
    context = {
        "people": _people_of(where),
        "roles": _roles_with_rights(ORGANISATION_ROLES, "of_organisation", "in_organisation"),
        "units": where.row.units.all(),
        "error": error,
        "typed": {name: request.POST.get(name, "") for name in ("username", "role")},
        "procurements": where.row.procurements.order_by("title") if where.rights["people"] else (),
    }
    if where.rights["people"]:
        context |= {"invite_template": INVITE} | invite_context(organisation=where.row)
    return page(request, "people", where, context, status)


def _change(request: HttpRequest, where: Here) -> None:
    said: dict[str, Any] = {
        "by": where.user,
        "organisation": where.row,
        "username": request.POST.get("username", "").strip(),
    }
    match request.POST.get("do", "give"):
        case "take":
            take_organisation_role(**said, role=request.POST.get("role", ""))
        case "place":
            unit = request.POST.get("unit", "")
            place_person(
                **said, unit=int(unit) if unit.isascii() and unit.isdigit() and len(unit) < 18 else None
            )
        case _:
            give_organisation_role(**said, role=request.POST.get("role", ""))


def _people_of(where: Here) -> list[dict[str, Any]]:
    users = User.objects.filter(organisation_roles__organisation=where.row).distinct().order_by("username")
    tells = where.rights["people"]
    return [
        {
            "user": user,
            "left": left_by(user) if tells and user.is_active and user != where.user else None,
            "person": getattr(user, "person", None),
            "roles": [
                one.role for one in user.organisation_roles.all() if one.organisation_id == where.row.pk
            ],
            "decided": tells and decides_on(where.user, user),
        }
        for user in users.prefetch_related("organisation_roles").select_related("person__unit")
    ]


def _roles_with_rights(names: tuple[str, ...], *parts: str) -> list[tuple[str, list[Any]]]:
    """Each role with what it opens, said in words; own rights first, then those in each procurement."""
    table, found = roles(), []
    for name in names:
        says: list[Any] = []
        for part in parts:
            known = table.organisation_rights if part == "of_organisation" else table.rights
            given = getattr(table, part).get(name, ())
            everybody = (
                part == "of_organisation" and len(given) > 1
            )  # that all see its pages is not said of each
            says.append([known[right].says for right in given if not (everybody and right == "read")])
        found.append((name, says))
    return found


@writes
def account(request: HttpRequest, organisation: int) -> HttpResponse:
    """Close an account, open it again, or erase what is known of the person. Each needs a reason."""
    where = here(request, organisation, "people")
    doing = {"close": close_account, "reopen": reopen_account, "forget": forget_person}
    action = doing.get(request.POST.get("do", ""))
    if action is None:
        raise Http404
    said: dict[str, Any] = {"username": request.POST.get("username", ""), "why": request.POST.get("why", "")}
    if action is close_account:
        said["anyway"] = "anyway" in request.POST
    try:
        action(by=where.user, organisation=where.row, **said)
        messages.success(
            request, say("Klart. Åtgärden står i loggen.", "Done. The action stands in the log.")
        )
    except OmloppError as refused:
        messages.error(request, refusal(refused))
    return redirect("organisation-people", organisation)


@reads_and_writes
def people(request: HttpRequest, pk: int) -> HttpResponse:
    """Who takes part in a procurement, and who sees it by a role in its organisation.

    Who runs the organisation decides on the people of its procurements without reading them.
    """
    row = ProcurementRecord.objects.select_related("model", "organisation").filter(pk=pk).first()
    user = signed_in(request)
    if row is not None and "people" in (held := rights_of(user, row)) and "read" not in held:
        tell_secrecy(request, row, "other")
        shown = None
    else:
        at = place(request, pk)
        row, shown = at.row, at
    error, status = "", 200
    if request.method == "POST":
        try:
            _change_in(request, user, row)
            messages.success(request, say("Sparat.", "Saved."))
            still = "people" in rights_of(user, row)
            return redirect("people", pk) if still else redirect("home")
        except OmloppError as refused:
            error, status = refusal(refused), status_of(refused)
    by_organisation = (
        row.organisation.roles.select_related("user").order_by("user__username", "role")
        if row.organisation
        else ()
    )
    context = {
        "place": shown or place_of(row, user),
        "reads": shown is not None,
        "members": row.memberships.select_related("user").order_by("user__username"),
        "by_organisation": by_organisation,
        "roles": _roles_with_rights(ROLES, "in_procurement"),
        "gives": {role: rights for role, rights in _roles_with_rights(ORGANISATION_ROLES, "in_organisation")},
        "organisations": [each for each in organisations_of(user) if each.pk != row.organisation_id],
        "error": error,
        "typed": {name: request.POST.get(name, "") for name in ("username", "role")},
    }
    if "people" in rights_of(user, row) and shown is not None:
        context |= {"invite_template": INVITE} | invite_context(procurement=row)
    return render(request, "organisation/members.html", context, status=status)


def _change_in(request: HttpRequest, user: User, row: ProcurementRecord) -> None:
    username = request.POST.get("username", "").strip()
    match request.POST.get("do", "give"):
        case "take":
            take_role(by=user, procurement=row, username=username)
        case "hand_over":
            to = request.POST.get("organisation", "")
            found = (
                Organisation.objects.filter(pk=int(to)).first()
                if to.isascii() and to.isdigit() and len(to) < 18
                else None
            )
            if found is None or found not in organisations_of(user):
                raise Http404
            hand_over(by=user, procurement=row, organisation=found)
        case _:
            give_role(by=user, procurement=row, username=username, role=request.POST.get("role", ""))
