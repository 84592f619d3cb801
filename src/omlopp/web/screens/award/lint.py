"""What the saved model promises buyers and bidders: P1–P15, each decided, with its place in law."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from omlopp.domain.model.errors import OmloppError
from omlopp.flows.award_lint import as_plain, lint
from omlopp.web.pages import place, reads, refusal
from omlopp.web.words import language

ORDER = ("refuted", "not_applicable", "proved")


@reads
def properties(request: HttpRequest, pk: int, lot_id: str) -> HttpResponse:
    """Bids are never looked at: the model is judged before there are any, on supposed ones about the lot's value."""
    here = place(request, pk)
    lot = next((lot for lot in here.value.lots if lot.id == lot_id), None)
    if lot is None:
        raise Http404
    model = here.value.award_models.get(lot_id)
    context: dict[str, object] = {"place": here, "lot": lot, "model": model}
    if model is not None:
        regime = here.value.regime.regime.value if here.value.regime else ""
        try:
            said = as_plain(lint(model, (), regime, lot.value_sek), language())
        except OmloppError as refused:
            context["error"] = refusal(refused)
        else:
            context["groups"] = [
                (status, [one for one in said["properties"] if one["status"] == status]) for status in ORDER
            ]
            context["faults"] = [one for one in said["findings"] if one["status"] == "failed"]
    return render(request, "award/properties.html", context)
