"""The organisation's register of suppliers: searched, filled from the market, kept with where each thing was learnt."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse

from omlopp.domain.model.errors import OmloppError
from omlopp.domain.process.market import Firm, near
from omlopp.flows.dialogue import MOST_SEEN, Seen, suppliers_seen
from omlopp.library.codelists import cpv_name
from omlopp.library.dialogue import counties, county_code, municipalities, nuts_counties, sizes
from omlopp.library.load import library
from omlopp.web.download import csv_of
from omlopp.web.pages import reads, reads_and_writes, refusal, signed_in, status_of, writes
from omlopp.web.records.access import may_in, organisation_roles
from omlopp.web.records.actions.suppliers import (
    Typed,
    add_supplier,
    change_supplier,
    fetch_suppliers,
    remove_supplier,
)
from omlopp.web.records.models import Organisation, Supplier
from omlopp.web.words import keyed, language, say

A_PAGE = 50
FILTERS = ("q", "lan", "storlek", "kan", "cpv")


def organisation_of(request: HttpRequest, number: int) -> Organisation:
    """The organisation, if this person has a role in it that may read (else 404: its existence is not told)."""
    user = signed_in(request)
    row = Organisation.objects.filter(pk=number).first() if number < 2**63 else None
    if row is None or not organisation_roles(user, row) or not may_in(user, "read", row):
        raise Http404
    return row


def supplier_of(row: Organisation, number: int) -> Supplier:
    found = row.suppliers.filter(pk=number, removed_at=None).first() if number < 2**63 else None
    if found is None:
        raise Http404
    return found


def _asked(request: HttpRequest) -> dict[str, str]:
    return {name: request.GET.get(name, "").strip()[:100] for name in FILTERS}


def _found(row: Organisation, asked: Mapping[str, str]) -> list[Supplier]:
    """The register is small: it is read whole and sifted here, codes by their beginnings and words by any part."""
    said = asked["q"].casefold()
    code = "".join(sign for sign in asked["cpv"][:8] if sign.isdigit())
    return [
        one
        for one in row.suppliers.filter(removed_at=None)
        if (not said or said in f"{one.name} {one.number} {one.note} {one.source}".casefold())
        and (not asked["lan"] or one.county == asked["lan"])
        and (not asked["storlek"] or one.size == asked["storlek"])
        and (not asked["kan"] or any(way.startswith(asked["kan"]) for way in one.capabilities))
        and (not code or any(own.startswith(code.rstrip("0") or code[:2]) for own in one.cpv))
    ]


@reads
def register(request: HttpRequest, organisation: int) -> HttpResponse:
    row = organisation_of(request, organisation)
    asked = _asked(request)
    found = _found(row, asked)
    everybody = row.suppliers.filter(removed_at=None)
    county = asked["lan"] or county_code(row.county)
    codes = [asked["cpv"]] if asked["cpv"] else []
    firms = [Firm(one.size, one.county, tuple(one.cpv)) for one in everybody]
    query = QueryDict(mutable=True)
    query.update({name: value for name, value in asked.items() if value})
    page = Paginator(found, A_PAGE).get_page(request.GET.get("sida"))
    context = {
        "organisation": row,
        "page": page,
        "total": len(firms),
        "asked": asked,
        "query": query.urlencode(),
        "near": near(firms, codes, county) if county else None,
        "county": counties().get(county, ""),
        "counties": counties(),
        "sizes": sizes(),
        "goals": library().goals,
        "may_edit": may_in(signed_in(request), "suppliers", row),
    }
    return render(request, "dialogue/suppliers.html", context)


@reads
def as_file(request: HttpRequest, organisation: int) -> HttpResponse:
    """The register as the filters choose it."""
    row = organisation_of(request, organisation)
    head = [
        say("Namn", "Name"), say("Organisationsnummer", "Number"), say("Län", "County"),
        say("Kommun", "Municipality"), say("Storlek", "Size"), say("Kan", "Can"), "CPV",
        say("E-post", "E-mail"), say("Webbplats", "Website"), say("Anteckning", "Note"), say("Källa", "Source"),
    ]  # fmt: skip
    lines = [
        [
            one.name, one.number, counties().get(one.county, ""), municipalities().get(one.municipality, ""),
            keyed(f"firm_size.{one.size or 'unknown'}", {}), " ".join(one.capabilities), " ".join(one.cpv),
            one.email, one.website, one.note, one.source,
        ]
        for one in _found(row, _asked(request))
    ]  # fmt: skip
    return csv_of(say("leverantorer.csv", "suppliers.csv"), head, lines)


@reads_and_writes
def new(request: HttpRequest, organisation: int) -> HttpResponse:
    row = organisation_of(request, organisation)
    typed = _typed(request.POST)
    error, status = "", 200
    if request.method == "POST":
        try:
            made = add_supplier(by=signed_in(request), organisation=row, typed=typed)
            messages.success(request, say(f"{made.name} är tillagd.", f"{made.name} is added."))
            return redirect("suppliers", organisation)
        except OmloppError as refused:
            error, status = refusal(refused), status_of(refused)
    return _form(request, row, None, typed, error, status)


@reads_and_writes
def change(request: HttpRequest, organisation: int, supplier: int) -> HttpResponse:
    row = organisation_of(request, organisation)
    held = supplier_of(row, supplier)
    typed = _typed(request.POST) if request.method == "POST" else _held(held)
    error, status = "", 200
    if request.method == "POST":
        try:
            change_supplier(by=signed_in(request), supplier=held, typed=typed)
            messages.success(request, say("Ändringen är sparad.", "The change is kept."))
            return redirect("suppliers", organisation)
        except OmloppError as refused:
            error, status = refusal(refused), status_of(refused)
    return _form(request, row, held, typed, error, status)


@writes
def remove(request: HttpRequest, organisation: int, supplier: int) -> HttpResponse:
    row = organisation_of(request, organisation)
    held = supplier_of(row, supplier)
    try:
        remove_supplier(by=signed_in(request), supplier=held)
        messages.success(request, say(f"{held.name} är borttagen.", f"{held.name} is removed."))
    except OmloppError as refused:
        says = {"says": refusal(refused), "status": status_of(refused)}
        return render(request, "refusal.html", says, status=status_of(refused))
    return redirect("suppliers", organisation)


def _typed(form: QueryDict) -> Typed:
    codes = [code.strip().split("-")[0] for code in form.get("cpv", "").replace(";", ",").split(",")]
    return Typed(
        **{
            name: form.get(name, "")
            for name in (
                "name",
                "source",
                "number",
                "county",
                "municipality",
                "size",
                "email",
                "website",
                "note",
            )
        },
        capabilities=tuple(form.getlist("capability")),
        cpv=tuple(code for code in codes if code),
    )


def _held(row: Supplier) -> Typed:
    values: dict[str, Any] = {name: getattr(row, name) for name in Typed.__dataclass_fields__}
    return Typed(**values | {"capabilities": tuple(row.capabilities), "cpv": tuple(row.cpv)})


def _form(
    request: HttpRequest, row: Organisation, held: Supplier | None, typed: Typed, error: str, status: int
) -> HttpResponse:
    context = {
        "organisation": row,
        "held": held,
        "typed": typed,
        "codes": ", ".join(typed.cpv),
        "counties": counties(),
        "municipalities": municipalities(),
        "sizes": sizes(),
        "goals": library().goals,
        "error": error,
        "may_edit": may_in(signed_in(request), "suppliers", row),
    }
    return render(request, "dialogue/supplier.html", context, status=status)


@reads_and_writes
def fetch(request: HttpRequest, organisation: int) -> HttpResponse:
    """Winners seen in the market of a CPV group, with where: chosen one by one into the register."""
    row = organisation_of(request, organisation)
    given = request.POST if request.method == "POST" else request.GET
    code = "".join(sign for sign in given.get("cpv", "")[:8] if sign.isdigit())
    county = given.get("lan", "") if given.get("lan", "") in counties() else ""
    found: tuple[Seen, ...] = ()
    error, status = "", 200
    try:
        if len(code) >= 2:
            found = suppliers_seen(code, nuts_counties().get(county, ""))
        if request.method == "POST":
            chosen = set(request.POST.getlist("firm"))
            typed = [
                Typed(one.name, one.where("sv"), one.number, size=one.size, cpv=one.cpv)
                for one in found
                if one.key in chosen
            ]
            new_ones = fetch_suppliers(by=signed_in(request), organisation=row, found=typed)
            messages.success(
                request,
                say(
                    f"Hämtat: {new_ones} nya av {len(typed)} valda. De andra fanns redan och har kompletterats.",
                    f"Fetched: {new_ones} new of {len(typed)} chosen. The others were there and have been added to.",
                ),
            )
            return redirect("suppliers", organisation)
    except OmloppError as refused:
        error, status = refusal(refused), status_of(refused)
    context = {
        "organisation": row,
        "found": [(one, one.where(language())) for one in found],
        "code": code,
        "named": cpv_name(code.ljust(8, "0"), language()) if code else "",
        "lan": county,
        "counties": counties(),
        "most": MOST_SEEN,
        "error": error,
        "searched": len(code) >= 2,
        "may_edit": may_in(signed_in(request), "suppliers", row),
        "back": reverse("suppliers", args=[row.pk]),
    }
    return render(request, "dialogue/fetch.html", context, status=status)
