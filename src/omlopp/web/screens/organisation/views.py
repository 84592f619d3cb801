"""Organisations: those of the person, making one, its first page, its facts, units and files."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header

from omlopp.domain.model.errors import OmloppError
from omlopp.library.codelists import nuts_name
from omlopp.library.roles import roles
from omlopp.statistics.places import tiles
from omlopp.web import evidence
from omlopp.web.forms import choices
from omlopp.web.pages import reads, reads_and_writes, refusal, signed_in, status_of, writes
from omlopp.web.records.access import organisation_roles, organisations_of, visible_to
from omlopp.web.records.actions.organisations import (
    FILES,
    add_unit,
    create_organisation,
    describe_organisation,
    drop_organisation_file,
    remove_unit,
    rename_unit,
    set_organisation_file,
)
from omlopp.web.records.events import verify
from omlopp.web.screens.organisation.here import here, page
from omlopp.web.words import say

SHOWN = 12
FIELDS = ("name", "number", "kind", "county", "contact_email")


class NoFileChosen(OmloppError):
    code = "no-file-chosen"


def counties() -> list[tuple[str, str]]:
    return sorted(((tile.code, nuts_name(tile.code)) for tile in tiles()), key=lambda one: one[1])


def form_lists() -> dict[str, Any]:
    return {"kinds": choices("buyer_kind"), "counties": counties()}


@reads_and_writes
def organisations(request: HttpRequest) -> HttpResponse:
    """The person's own organisations, and the form for making one."""
    user, error, status = signed_in(request), "", 200
    typed = {name: request.POST.get(name, "") for name in FIELDS}
    if request.method == "POST":
        try:
            said = {name: typed[name] for name in ("name", "number", "kind", "county")}
            made = create_organisation(by=user, **said)
            messages.success(
                request,
                say(
                    "Organisationen är skapad. Bjud in kollegor.",
                    "The organisation is made. Invite colleagues.",
                ),
            )
            return redirect("organisation", made.pk)
        except OmloppError as refused:
            error, status = refusal(refused), status_of(refused)
    mine = [(each, sorted(organisation_roles(user, each))) for each in organisations_of(user)]
    context = {"mine": mine, "error": error, "typed": typed, "section": "organisation", **form_lists()}
    return render(request, "organisation/organisations.html", context, status=status)


@reads
def organisation(request: HttpRequest, organisation: int) -> HttpResponse:
    """What the organisation has, with ways on to everything that belongs to it."""
    where = here(request, organisation)
    found = where.row.procurements.order_by("-changed_at")
    readable = found.filter(pk__in=visible_to(where.user))
    context = {
        "roles": sorted(organisation_roles(where.user, where.row)),
        "units": where.row.units.all(),
        "people": where.row.roles.values("user").distinct().count(),
        "procurements": found.count(),
        "readable": readable[:SHOWN],
        "more": readable.count() > SHOWN,
        "disposals": where.row.disposals.count(),
    }
    return page(request, "organisation", where, context)


@reads_and_writes
def settings(request: HttpRequest, organisation: int) -> HttpResponse:
    where = here(request, organisation, "settings")
    error, status = "", 200
    typed: dict[str, Any] = {name: getattr(where.row, name) for name in FIELDS} | {
        "two_factor": where.row.two_factor
    }
    if request.method == "POST":
        typed = {name: request.POST.get(name, "") for name in FIELDS} | {
            "two_factor": "two_factor" in request.POST
        }
        try:
            describe_organisation(by=where.user, organisation=where.row, **typed)
            messages.success(request, say("Sparat.", "Saved."))
            return redirect("organisation-settings", organisation)
        except OmloppError as refused:
            error, status = refusal(refused), status_of(refused)
    context = {"typed": typed, "error": error, "units": where.row.units.all(), **form_lists()}
    return page(request, "settings", where, context, status)


@reads_and_writes
def file(request: HttpRequest, organisation: int, what: str) -> HttpResponse:
    """The logo or the template: handed out on GET; kept or taken away on POST."""
    where = here(request, organisation, "read" if request.method in ("GET", "HEAD") else "settings")
    if what not in FILES:
        raise Http404
    if request.method != "POST":
        held = getattr(where.row, what)
        if not held:
            raise Http404
        content = evidence.content_of(held["name"], held["sha256"])
        response = HttpResponse(content, content_type="application/octet-stream")
        response["Content-Disposition"] = content_disposition_header(True, held["name"]) or "attachment"
        return response
    try:
        if request.POST.get("do") == "drop":
            drop_organisation_file(by=where.user, organisation=where.row, what=what)
        else:
            given = request.FILES.get("file")
            if given is None:
                raise NoFileChosen()
            set_organisation_file(
                by=where.user,
                organisation=where.row,
                what=what,
                name=given.name or "fil",
                content=given.read(),
            )
        messages.success(request, say("Sparat.", "Saved."))
    except OmloppError as refused:
        messages.error(request, refusal(refused))
    return redirect("organisation-settings", organisation)


@writes
def units(request: HttpRequest, organisation: int) -> HttpResponse:
    """Add, rename or remove a unit."""
    where = here(request, organisation, "settings")
    name, unit = request.POST.get("name", ""), request.POST.get("unit", "")
    number = int(unit) if unit.isascii() and unit.isdigit() and len(unit) < 18 else 0
    try:
        match request.POST.get("do", "add"):
            case "rename":
                rename_unit(by=where.user, organisation=where.row, unit=number, name=name)
            case "remove":
                remove_unit(by=where.user, organisation=where.row, unit=number)
            case _:
                add_unit(by=where.user, organisation=where.row, name=name)
        messages.success(request, say("Sparat.", "Saved."))
    except OmloppError as refused:
        messages.error(request, refusal(refused))
    return redirect("organisation-settings", organisation)


@reads
def role_table(request: HttpRequest) -> HttpResponse:
    """The whole matrix of roles and rights, as the workbench itself reads it."""
    table = roles()
    parts = [
        ("in_procurement", table.rights, table.in_procurement),
        ("in_organisation", table.rights, table.in_organisation),
        ("of_organisation", table.organisation_rights, table.of_organisation),
    ]
    shown = []
    for part, rights, given in parts:
        used = {right for row in given.values() for right in row}
        rows = [
            (right, facts, [(role, right in given[role]) for role in given])
            for right, facts in rights.items()
            if right in used
        ]
        shown.append({"id": part, "roles": list(given), "rows": rows})
    return render(
        request,
        "organisation/roles.html",
        {"parts": shown, "section": "organisation", "read_on": table.read_on},
    )


@reads
def log_check(request: HttpRequest, organisation: int) -> HttpResponse:
    """The whole chain recomputed now, with its head, for who may check the log."""
    where = here(request, organisation, "audit")
    return page(request, "check", where, {"verdict": verify()})
