"""All contracts of an organisation: when they end, what can be done with them, who answers for them."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from omlopp.domain.model.errors import OmloppError
from omlopp.domain.process.contract_change import notice_day
from omlopp.web.download import csv_of
from omlopp.web.pages import reads, reads_and_writes, refusal, signed_in, status_of
from omlopp.web.records.access import may_in
from omlopp.web.records.actions.contracts import register_contract
from omlopp.web.records.contracts import register_of, today
from omlopp.web.records.models import Contract
from omlopp.web.screens.contracts.forms import ContractForm
from omlopp.web.screens.contracts.seat import organisation_of, seat
from omlopp.web.screens.contracts.views import page_context, person
from omlopp.web.words import say

PAGE = 50
MONTH = 30.44  # days, for "within so many months"
STATES = ("running", "ending", "ended", "undated")


@reads
def contracts(request: HttpRequest, organisation: int) -> HttpResponse:
    ours = organisation_of(request, organisation)
    user = signed_in(request)
    every = register_of(user, ours)
    found, asked = filtered(every, request)
    page = number_of(request.GET.get("sida", ""), 1)
    pages = max(1, -(-len(found) // PAGE))
    page = min(page, pages)
    context = {
        "organisation": ours,
        "rows": [(row, notice_day(row.ends_on, row.notice_months)) for row in found[(page - 1) * PAGE : page * PAGE]],
        "found": len(found),
        "every": len(every),
        "asked": asked,
        "page": page,
        "pages": pages,
        "states": STATES,
        "owners": sorted({row.owner.get_username() for row in every if row.owner}),
        "on": today(),
        "may_write": may_in(user, "contracts", ours),
        "may_import": may_in(user, "import", ours),
        "value": sum((row.value_sek for row in found if row.value_sek is not None), Decimal(0)),
        "valued": sum(row.value_sek is not None for row in found),
    }  # fmt: skip
    return render(request, "contracts/contracts.html", context)


def filtered(every: Sequence[Contract], request: HttpRequest) -> tuple[list[Contract], dict[str, Any]]:
    """By words, state, months and who answers for it; those that end first come first."""
    asked: dict[str, Any] = {
        "q": request.GET.get("q", "").strip()[:100],
        "lage": request.GET.get("lage", ""),
        "ansvarig": request.GET.get("ansvarig", "")[:150],
        "manader": number_of(request.GET.get("manader", ""), 12),
    }
    on, words = today(), asked["q"].casefold()

    def fits(row: Contract) -> bool:
        text = f"{row.title} {row.supplier} {row.number} {' '.join(row.cpv)}".casefold()
        owner = row.owner.get_username() if row.owner else ""
        return (words in text and asked["ansvarig"] in ("", owner)
                and (asked["lage"] not in STATES or state_of(row, on, asked["manader"]) == asked["lage"]
                     or (asked["lage"] == "running" and state_of(row, on, asked["manader"]) == "ending")))  # fmt: skip

    found = [row for row in every if fits(row)]
    return sorted(found, key=lambda row: (row.ends_on is None, row.ends_on, row.pk)), asked


def state_of(row: Contract, on: Any, months: int) -> str:
    if row.ended_on is not None or (row.ends_on is not None and row.ends_on < on):
        return "ended"
    if row.ends_on is None:
        return "undated"
    return "ending" if (row.ends_on - on).days <= months * MONTH else "running"


def number_of(text: str, otherwise: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and 0 < len(text) < 4 and int(text) else otherwise


@reads
def contracts_file(request: HttpRequest, organisation: int) -> HttpResponse:
    """The same list for a spreadsheet, filtered as on the page."""
    ours = organisation_of(request, organisation)
    found, _ = filtered(register_of(signed_in(request), ours), request)
    head = say(
        "Avtal;Nummer;Leverantör;Organisationsnummer;CPV;Värde (kr utan moms);Börjar;Slutar;Kan förlängas till;"
        "Sista dag att säga till;Ansvarig;Avslutat",
        "Contract;Number;Supplier;Supplier's number;CPV;Value (SEK without VAT);Begins;Ends;Can be extended to;"
        "Last day of notice;Responsible;Ended",
    ).split(";")
    rows = [
        (row.title, row.number, row.supplier, row.supplier_number, " ".join(row.cpv),
         row.value_sek if row.value_sek is not None else "", row.starts_on or "", row.ends_on or "",
         row.option_until or "", notice_day(row.ends_on, row.notice_months) or "",
         row.owner.get_username() if row.owner else "", row.ended_on or "")
        for row in found
    ]  # fmt: skip
    return csv_of(say("avtal.csv", "contracts.csv"), head, rows)


@reads_and_writes
def new(request: HttpRequest, organisation: int) -> HttpResponse:
    """A contract that was not procured here, entered by hand."""
    ours = organisation_of(request, organisation)
    user = signed_in(request)
    error, status = "", 200
    people = sorted(set(ours.roles.values_list("user__username", flat=True)))
    form = ContractForm(request.POST or None, people=people)
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                row = register_contract(
                    by=user, organisation=ours, facts=form.facts, owner=person(form),
                    source=say("inskrivet för hand", "entered by hand"),
                )  # fmt: skip
                messages.success(request, say("Avtalet är inskrivet.", "The contract is entered."))
                return redirect("register-contract", ours.pk, row.pk)
            except OmloppError as refused:
                error, status = refusal(refused), status_of(refused)
                status = 403 if refused.code == "not-allowed-in-organisation" else status
    context = {"organisation": ours, "form": form, "error": error, "base": "contracts/ours.html",
               "may_write": may_in(user, "contracts", ours), "creating": True}  # fmt: skip
    return render(request, "contracts/form.html", context, status=status)


@reads
def page(request: HttpRequest, organisation: int, contract: int) -> HttpResponse:
    found = seat(request, contract, organisation=organisation)
    return render(request, "contracts/contract.html", page_context(found))
