"""The procurements a person may read: filtered by state, organisation, words and whose; by page or as a table."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib.auth.models import User
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from omlopp.domain.model.process import Step
from omlopp.library.load import library
from omlopp.web.download import csv_of
from omlopp.web.pages import reads, signed_in
from omlopp.web.records import convert
from omlopp.web.records.access import visible_to
from omlopp.web.records.models import ProcurementRecord
from omlopp.web.words import keyed, language, say

OUTCOMES = ("open", "awarded", "no_purchase", "closed", "cancelled")
WHOSE = ("", "mina", "vara")
PAGE = 50


@dataclass(frozen=True)
class Line:
    """A procurement as the list shows it."""

    row: ProcurementRecord
    now: Step | None
    goals: list[str]
    role: str  # the person's own in it; empty: only through the organisation


@dataclass(frozen=True)
class Found:
    """The list as it was asked for. `totals`: by state, of all that the person may read."""

    rows: "QuerySet[ProcurementRecord]"
    totals: list[tuple[str, int]]
    roles: Mapping[int, str]
    organisations: list[tuple[str, str]]
    asked: dict[str, str]

    @property
    def query(self) -> str:
        return urlencode({name: value for name, value in self.asked.items() if value})

    def lines(self, rows: "QuerySet[ProcurementRecord] | list[ProcurementRecord]") -> list[Line]:
        return [
            Line(
                row, first_open_step(row), [goal.goal for goal in row.goals.all()], self.roles.get(row.pk, "")
            )
            for row in rows
        ]


def first_open_step(row: ProcurementRecord) -> Step | None:
    passed = {step.step_id for step in row.steps.all() if step.passed_at}
    return next((step for step in convert.edition(row.model).steps if step.id not in passed), None)


def find(user: User, asked: Mapping[str, str]) -> Found:
    """What a person may read, as asked: lage (state), organisation (id), sok (words), vems (mina, vara)."""
    every = ProcurementRecord.objects.filter(pk__in=visible_to(user))
    roles = dict(user.memberships.values_list("procurement_id", "role"))
    known = {name: asked.get(name, "").strip()[:200] for name in ("lage", "organisation", "sok", "vems")}
    known["lage"] = known["lage"] if known["lage"] in OUTCOMES else ""
    known["vems"] = known["vems"] if known["vems"] in WHOSE else ""
    organisation = known["organisation"]
    rows = every
    if known["lage"]:
        rows = rows.filter(outcome=known["lage"])
    if organisation.isascii() and organisation.isdigit() and len(organisation) < 18:
        rows = rows.filter(organisation_id=int(organisation))
    for word in known["sok"].split()[:10]:
        rows = rows.filter(Q(title__icontains=word) | Q(buyer_name__icontains=word))
    if known["vems"]:
        rows = rows.filter(pk__in=roles) if known["vems"] == "mina" else rows.exclude(pk__in=roles)
    counted = Counter(every.values_list("outcome", flat=True))
    places = every.exclude(organisation=None).values_list("organisation_id", "organisation__name").distinct()
    return Found(
        rows.select_related("model", "organisation").prefetch_related("steps", "goals"),
        [(outcome, count) for outcome in OUTCOMES if (count := counted.get(outcome, 0))],
        roles,
        sorted(((str(pk), name) for pk, name in places.order_by()), key=lambda pair: pair[1].casefold()),
        known,
    )


@reads
def procurements(request: HttpRequest) -> HttpResponse:
    found = find(signed_in(request), request.GET.dict())
    page = Paginator(found.rows, PAGE).get_page(request.GET.get("sida"))
    context = {
        "section": "procurements",
        "found": found,
        "page": page,
        "lines": found.lines(list(page.object_list)),
        "count": page.paginator.count,
        "outcomes": OUTCOMES,
    }
    return render(request, "home/procurements.html", context)


@reads
def procurements_file(request: HttpRequest) -> HttpResponse:
    found = find(signed_in(request), request.GET.dict())
    names, to = library().names, language()
    head = (
        say("Upphandling", "Procurement"), say("Beställare", "Buyer"), say("Läge", "State"), say("Nu", "Now"),
        say("Mål", "Goals"), say("Värde, kronor", "Value, SEK"), "CPV", say("Planerad", "Planned"),
        say("Din roll", "Your role"), say("Övning", "Exercise"), say("Ändrad", "Changed"),
    )  # fmt: skip
    rows = [
        (
            line.row.title, line.row.buyer_name, names.of("outcome", line.row.outcome, to),
            line.now.name.within(to) if line.now and line.row.outcome in ("open", "awarded") else "",
            " ".join(line.goals), "" if line.row.value_sek is None else line.row.value_sek, " ".join(line.row.cpv),
            line.row.planned_on.isoformat() if line.row.planned_on else "",
            names.of("role", line.role, to) if line.role else "",
            say("övning", "exercise") if line.row.exercise else "",
            timezone.localtime(line.row.changed_at).date().isoformat(),
        )
        for line in found.lines(found.rows)
    ]  # fmt: skip
    return csv_of(f"{keyed('procurements.file', {})}.csv", head, rows)
