"""The contracts of a procurement: entered from the decision, their days and promises, and the supplier's way in."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from omlopp.domain.model.errors import OmloppError
from omlopp.domain.process.contract_change import notice_day
from omlopp.flows.contracts import grounds, ways
from omlopp.web.pages import Place, place, reads, reads_and_writes, refusal, status_of, writes
from omlopp.web.records import convert
from omlopp.web.records.actions import ENDED
from omlopp.web.records.actions.contracts import (
    close_supplier_link,
    create_contract,
    describe_contract,
    link_days,
    name_contacts,
    open_supplier_link,
)
from omlopp.web.records.contracts import TO_JUDGE, cards_of, link_holds, offered, today
from omlopp.web.records.models import Contract
from omlopp.web.screens.contracts.forms import ContractForm, of_contract, of_offer
from omlopp.web.screens.contracts.seat import Seat, seat
from omlopp.web.screens.contracts.shown import marks, picture, promise_rows
from omlopp.web.words import say


@reads
def here(request: HttpRequest, pk: int) -> HttpResponse:
    """Every contract of the procurement, and the awarded lots that have none yet."""
    at = place(request, pk)
    rows = list(at.row.contracts.prefetch_related("reports").select_related("owner"))
    context = {
        "place": at,
        "contracts": [(row, *counted(row)) for row in rows],
        "offers": offered(at.row),
        "may_write": at.may("measure") and at.row.outcome not in ENDED,
        "awarded": any(decision.winner_bid for decision in at.value.decisions),
    }
    return render(request, "contracts/here.html", context)


def counted(row: Contract) -> tuple[int, int]:
    """Reports to judge, and reports that are missing."""
    states = [report.state for report in row.reports.all()]
    return sum(state in TO_JUDGE for state in states), states.count("missed")


@reads_and_writes
def new(request: HttpRequest, pk: int, lot_id: str) -> HttpResponse:
    """The contract of an awarded lot, prefilled from the decision and the answers of the step where it begins."""
    at = place(request, pk)
    offer = next((each for each in offered(at.row) if each["lot_id"] == lot_id), None)
    if offer is None and request.method != "POST":
        raise Http404
    people = members(at)
    error, status = "", 200
    form = ContractForm(request.POST or None, initial=of_offer(offer) if offer else {}, people=people)
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                row = create_contract(
                    by=at.user, procurement=at.row, lot_id=lot_id, facts=form.facts, owner=person(form)
                )
                messages.success(request, say("Avtalet är inskrivet.", "The contract is entered."))
                return redirect("contract", pk, row.pk)
            except OmloppError as refused:
                error, status = refusal(refused), status_of(refused)
    context = {"place": at, "form": form, "error": error, "lot_id": lot_id, "base": "procurement.html",
               "may_write": at.may("measure") and at.row.outcome not in ENDED, "creating": True}  # fmt: skip
    return render(request, "contracts/form.html", context, status=status)


@reads
def page(request: HttpRequest, pk: int, contract: int) -> HttpResponse:
    """One contract: its days, promises, reports, deviations, changes, way in, and end."""
    return render(request, "contracts/contract.html", page_context(seat(request, contract, pk)))


def page_context(found: Seat) -> dict[str, Any]:
    row, on = found.row, today()
    reports = list(row.reports.all())
    days = marks(row, reports, on)
    context = found.context | {
        "marks": days,
        "picture": picture(days),
        "notice": notice_day(row.ends_on, row.notice_months),
        "on": on,
        "reports": reports,
        "to_judge": [report for report in reports if report.state in TO_JUDGE],
        "missing": [report for report in reports if report.state == "missed"],
        "changes": [
            (change, grounds()[change.ground].name) for change in row.changes.all() if change.ground in grounds()
        ],
        "ending": getattr(row, "ending", None),
        "ways": {one.id: one.name for one in ways().values()},
    }  # fmt: skip
    if found.place is not None:
        at = found.place
        rows = promise_rows(at.value, row, cards_of(row), convert.library_of(at.row))
        own = row.links.order_by("-id")
        context |= {
            "promises": rows,
            "links_of": [(link, link_holds(link, on)) for link in own],
            "has_link": any(link_holds(link, on) for link in own),
            "link_days": link_days(),
            "contacts": at.row.memberships.filter(role="supplier_contact").values_list(
                "user__username", flat=True
            ),
            "end_missing": end_missing(at, row),
            "lessons": at.row.lessons.count(),
        }
    return context


def end_missing(at: Place, row: Contract) -> list[Any]:
    """Indicators that the contract is followed up by and that nobody has measured at its end."""
    measured = {one.indicator for one in at.value.measurements if one.stage == "end"}
    rows = promise_rows(at.value, row, cards_of(row), convert.library_of(at.row))
    return [each.card.name for each in rows if each.card and each.card.id not in measured]


@reads_and_writes
def describe(
    request: HttpRequest, contract: int, pk: int | None = None, organisation: int | None = None
) -> HttpResponse:
    """Correct what is known of a contract."""
    found = seat(request, contract, pk, organisation)
    people = members(found.place) if found.place else colleagues(found)
    error, status = "", 200
    form = ContractForm(request.POST or None, initial=of_contract(found.row), people=people)
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                describe_contract(by=found.user, contract=found.row, facts=form.facts, owner=person(form))
                messages.success(request, say("Uppgifterna är sparade.", "The facts are saved."))
                return redirect(found.address())
            except OmloppError as refused:
                error, status = refusal(refused), status_of(refused)
    return render(
        request, "contracts/form.html", found.context | {"form": form, "error": error}, status=status
    )


@writes
def open_link(request: HttpRequest, pk: int, contract: int) -> HttpResponse:
    """A way in for the supplier. The address is on this page and nowhere else: its checksum is what is kept."""
    found = seat(request, contract, pk)
    typed = request.POST.get("days", "")
    days = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 6 else 0
    try:
        link, token = open_supplier_link(
            by=found.user, contract=found.row, label=request.POST.get("label", ""), days=days, on=today()
        )
    except OmloppError as refused:
        status = status_of(refused)
        context = page_context(seat(request, contract, pk)) | {"error": refusal(refused)}
        return render(request, "contracts/contract.html", context, status=status)
    address = request.build_absolute_uri(reverse("deliver", args=(token,)))
    return render(request, "contracts/link.html", found.context | {"link": link, "address": address})


@writes
def close_link(request: HttpRequest, pk: int, contract: int, link: int) -> HttpResponse:
    found = seat(request, contract, pk)
    row = found.row.links.filter(pk=link).first()
    if row is None:
        raise Http404
    close_supplier_link(by=found.user, link=row)
    messages.success(request, say("Länken är stängd.", "The link is closed."))
    return redirect(found.address())


@writes
def contacts(request: HttpRequest, pk: int, contract: int) -> HttpResponse:
    """Which of the supplier's contacts report on this contract."""
    found = seat(request, contract, pk)
    try:
        name_contacts(by=found.user, contract=found.row, contacts=request.POST.getlist("contact"))
        messages.success(request, say("Kontakterna är sparade.", "The contacts are saved."))
    except OmloppError as refused:
        messages.error(request, refusal(refused))
    return redirect(found.address())


def members(at: Place) -> list[str]:
    """Who may be responsible for a contract here: those of the procurement who are not the supplier's."""
    rows = at.row.memberships.exclude(role="supplier_contact").values_list("user__username", flat=True)
    return sorted(set(rows))


def colleagues(found: Seat) -> list[str]:
    assert found.organisation is not None
    return sorted(set(found.organisation.roles.values_list("user__username", flat=True)))


def person(form: ContractForm) -> User | None:
    name = form.cleaned_data.get("owner")
    return User.objects.filter(username=name).first() if name else None
