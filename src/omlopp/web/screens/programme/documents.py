"""The programme's documents: the list, each on the page, and as Word and PDF."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe

from omlopp.documents import html
from omlopp.domain.model.errors import OmloppError
from omlopp.domain.programme.model import Programme
from omlopp.flows.programme_documents import made, paper, papers
from omlopp.web.download import download
from omlopp.web.pages import reads, refusal
from omlopp.web.programme_papers import material
from omlopp.web.records.access import visible_to
from omlopp.web.records.models import ProcurementRecord
from omlopp.web.records.programme import programme as as_value
from omlopp.web.screens.programme.here import Here, here
from omlopp.web.words import language, say

GROUPS = ("reports", "decisions", "forms")
REPORTS = ("half_time", "final")


@reads
def documents(request: HttpRequest, programme: int) -> HttpResponse:
    """Every document that can be made of the programme."""
    at = here(request, programme)
    found = papers(as_value(at.row), language())
    grouped = [(name, [one for one in found if one.of == name]) for name in GROUPS]
    return render(request, "programme/documents.html", at.context(tab="documents", grouped=grouped))


@reads
def document(request: HttpRequest, programme: int, paper_of: str) -> HttpResponse:
    """One document: on the page, or (?fil=docx, ?fil=pdf) as a file."""
    at = here(request, programme)
    on = timezone.localdate()
    value, given = material(at.row, on)
    try:
        plan = paper(value, paper_of, given, language(), on)
    except OmloppError as missing:
        context = at.context(tab="documents", error=refusal(missing))
        return render(request, "programme/document.html", context, status=404)
    form = request.GET.get("fil", "")
    if form in ("docx", "pdf"):
        return download(made(plan, paper_of, value, "docx" if form == "docx" else "pdf"))
    # html.fragment escapes every text of the plan: nothing a person wrote is read as markup.
    told = _told(at, value) if paper_of in REPORTS else None
    body = mark_safe(html.fragment(plan, folded="pictured"))
    more = {"plan": plan, "body": body, "what": paper_of, "told": told}
    return render(request, "programme/document.html", at.context(tab="documents", **more))


def _told(at: Here, value: Programme) -> dict[str, Any]:
    """Where what a report says is entered: the programme's pages, and the lessons of the pilots the person reads."""

    def part(name: str) -> str:
        return reverse("programme-part", args=[at.row.pk, name])

    parts = (
        (say("Mål och hur de räknas", "Goals and how they are counted"), (part("mal"), say("Mål", "Goals"))),
        (say("Läge, stöd och timmar", "State, help and hours"),
         (reverse("programme-pilots", args=[at.row.pk]), say("Piloter", "Pilots"))),
        (say("Köpare", "Buyers"),
         (reverse("programme-participants", args=[at.row.pk]), say("Deltagare", "Participants"))),
        (say("Budget, finansiering, utgifter och utbetalningar", "Budget, funding, spending and payments"),
         (part("pengar"), say("Pengar", "Money"))),
        (say("Tidslinje", "Timeline"), (part("tid"), say("Tid", "Time"))),
        (say("Avvikelser och beslut", "Deviations and decisions"), (part("beslut"), say("Beslut", "Decisions"))),
        (say("Riskvärden", "Risk values"), (part("risker"), say("Risker", "Risks"))),
        (say("Kommunikation", "Communication"), (part("kommunikation"), say("Kommunikation", "Communication"))),
    )  # fmt: skip
    readable = frozenset(visible_to(at.user)) & {int(one.procurement) for one in value.pilots}
    rows = ProcurementRecord.objects.filter(pk__in=readable).order_by("pk").values_list("pk", "title")
    return {"parts": parts, "lessons": list(rows)}
