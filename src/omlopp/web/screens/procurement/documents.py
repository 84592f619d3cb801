"""Documents of a procurement, made when asked for from what is stored."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from omlopp.flows.publish import annex, plan, record
from omlopp.web.download import download
from omlopp.web.pages import place, reads, reads_and_writes
from omlopp.web.records import convert
from omlopp.web.records.actions.bids import look_at_bids
from omlopp.web.words import language, say


@reads
def requirement_annex(request: HttpRequest, pk: int) -> HttpResponse:
    here = place(request, pk)
    return download(annex(here.value, convert.library_of(here.row), language(), timezone.localdate()))


@reads
def follow_up_plan(request: HttpRequest, pk: int) -> HttpResponse:
    here = place(request, pk)
    return download(plan(here.value, convert.library_of(here.row), language(), timezone.localdate()))


@reads_and_writes
def evaluation_record(request: HttpRequest, pk: int, lot_id: str) -> HttpResponse:
    """A lot's record, for those who may see the bids."""
    here = place(request, pk, "see_bids")
    if lot_id not in [lot.id for lot in here.value.lots]:
        raise Http404
    if lot_id not in here.value.evaluations:
        says = say(
            f"{lot_id} är inte utvärderad än. Utvärdera anbuden först, sedan kan protokollet göras.",
            f"{lot_id} is not evaluated yet. Evaluate the bids first; then the record can be made.",
        )
        return render(request, "refusal.html", {"says": says}, status=409)
    if here.row.outcome == "open":  # still secret: that somebody took it out is noted
        look_at_bids(by=here.user, procurement=here.row)
    known = convert.library_of(here.row)
    return download(record(here.value, lot_id, known, language(), timezone.localdate()))
