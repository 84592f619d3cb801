"""The older addresses of documents: each hands out the same file as the page of documents does."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from omlopp.domain.model.errors import OmloppError
from omlopp.flows.papers import Form, made, paper
from omlopp.web.download import download
from omlopp.web.pages import Place, place, reads, reads_and_writes, refusal
from omlopp.web.records import convert, papers
from omlopp.web.records.actions.bids import look_at_bids
from omlopp.web.words import language


@reads
def requirement_annex(request: HttpRequest, pk: int) -> HttpResponse:
    """The requirement specification, which took the annex's place."""
    return _handed(place(request, pk), "requirement_specification", "", "docx")


@reads
def follow_up_plan(request: HttpRequest, pk: int) -> HttpResponse:
    return _handed(place(request, pk), "follow_up_plan", "", "docx")


@reads_and_writes
def evaluation_record(request: HttpRequest, pk: int, lot_id: str) -> HttpResponse:
    """A lot's record, for those who may see the bids."""
    here = place(request, pk, "see_bids")
    if lot_id not in [lot.id for lot in here.value.lots]:
        raise Http404
    try:
        handed = _handed(here, "evaluation_record", lot_id, "pdf")
    except OmloppError as refused:
        return render(request, "refusal.html", {"says": refusal(refused)}, status=409)
    if here.row.outcome == "open":  # still secret: that somebody took it out is noted
        look_at_bids(by=here.user, procurement=here.row, what=f"record {lot_id}")
    return handed


def _handed(here: Place, kind: str, part: str, form: Form) -> HttpResponse:
    own, known = papers.dossier(here.row, here.value), convert.library_of(here.row)
    file = made(
        paper(kind), own, part, known, language(), timezone.localdate(), form, papers.look(here.row)[0]
    )
    return download(file)
