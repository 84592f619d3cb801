"""Bids read from a filled form: the form is made from the model, and every faulty cell is named."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from omlopp.documents.bid_form import bid_form
from omlopp.domain.award.bid_table import CellsRefused
from omlopp.domain.model.award import AwardModel
from omlopp.domain.model.errors import OmloppError
from omlopp.flows.award_files import read_bids_table
from omlopp.flows.publish import Made, slug
from omlopp.library.messages import keyed
from omlopp.web.download import download
from omlopp.web.pages import Place, place, reads, refusal, writes
from omlopp.web.records.actions.award import register_bids
from omlopp.web.words import language, say

MOST_BYTES = 10_000_000


@reads
def form(request: HttpRequest, pk: int, lot_id: str) -> HttpResponse:
    """The empty form of the lot's model: nothing in it is secret, so bidders can be given it."""
    here = place(request, pk)
    name = f"{slug(here.value.title)}-{slug(lot_id)}-{say('anbudsformular', 'bid-form')}.xlsx"
    return download(Made(name, bid_form(_model(here, lot_id), language())))


@writes
def read(request: HttpRequest, pk: int, lot_id: str) -> HttpResponse:
    """All bids of the file are registered, or none: then each cell that cannot be read is shown with its fault."""
    here = place(request, pk, "register_bids")
    given, faults, error = request.FILES.get("file"), [], ""
    if given is None:
        error = say("Välj en fil först.", "Choose a file first.")
    elif (given.size or 0) > MOST_BYTES:
        error = say(
            "Filen är större än 10 MB. Ett anbudsformulär är mycket mindre.",
            "The file is larger than 10 MB. A bid form is much smaller.",
        )
    else:
        try:
            bids = read_bids_table(_model(here, lot_id), given.read(), given.name or "anbud.xlsx")
            rows = register_bids(
                by=here.user, procurement=here.row, lot_id=lot_id, bids=bids, source=given.name or ""
            )
            messages.success(
                request, say(f"{len(rows)} anbud är registrerade.", f"{len(rows)} bids are registered.")
            )
            return redirect("bids", pk)
        except CellsRefused as refused:
            faults = [(one.cell, keyed(one.code, one.facts, language())) for one in refused.facts["faults"]]
            error = refusal(refused)
        except OmloppError as refused:
            error = refusal(refused)
    context = {
        "place": here,
        "lot_id": lot_id,
        "error": error,
        "faults": faults,
        "file": given.name if given else "",
    }
    return render(request, "bids/import.html", context, status=422)


def _model(here: Place, lot_id: str) -> AwardModel:
    model = here.value.award_models.get(lot_id)
    if model is None:
        raise Http404
    return model
