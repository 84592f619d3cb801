"""An award model as a file: fetched as it is stored, or put in its place from a file of one's own."""

import yaml
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from omlopp.domain.award.plain import model_from
from omlopp.domain.model.award import canonical
from omlopp.domain.model.errors import OmloppError
from omlopp.flows.publish import slug
from omlopp.library.cases import exact
from omlopp.web.pages import place, reads_and_writes, refusal
from omlopp.web.records.actions.award import set_award_model
from omlopp.web.words import say

MOST = 400_000  # signs of a model file


@reads_and_writes
def model_file(request: HttpRequest, pk: int, lot_id: str) -> HttpResponse:
    """GET with ?hamta: the stored model as YAML. The form takes any family, price form and life-cycle method."""
    here = place(request, pk)
    if lot_id not in [lot.id for lot in here.value.lots]:
        raise Http404
    stored = here.value.award_models.get(lot_id)
    if "hamta" in request.GET and stored is not None:
        response = HttpResponse(_written(canonical(stored)), content_type="application/yaml; charset=utf-8")
        response["Content-Disposition"] = (
            f'attachment; filename="{slug(here.value.title)}-{slug(lot_id)}-modell.yaml"'
        )
        return response
    typed = (
        request.POST.get("text", "")
        if request.method == "POST"
        else _written(canonical(stored))
        if stored
        else ""
    )
    why, error = request.POST.get("why", ""), ""
    if request.method == "POST":
        try:
            given = request.FILES.get("file")
            if given is not None:
                typed = given.read(MOST * 4).decode("utf-8-sig", "replace")
            model = model_from(exact(typed[:MOST], say("modellen", "the model")))
            set_award_model(by=here.user, procurement=here.row, lot_id=lot_id, model=model, why=why)
            messages.success(request, say("Utvärderingsmodellen är sparad.", "The award model is saved."))
            return redirect("award-model", pk, lot_id)
        except OmloppError as refused:
            error = refusal(refused)
    context = {"place": here, "lot_id": lot_id, "typed": typed, "why": why, "error": error, "stored": stored,
               "opened": bool(here.row.lots.get(lot_id=lot_id).bids.count()), "may_edit": here.may("edit")}  # fmt: skip
    return render(request, "award/file.html", context, status=422 if error else 200)


def _written(plain: str) -> str:
    return yaml.safe_dump(yaml.safe_load(plain), allow_unicode=True, sort_keys=False, width=100)
