"""What the saved model promises buyers and bidders: P1–P15, each decided, with its place in law."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from omlopp.documents.lint_words import finding_says, property_says, verdict_says
from omlopp.domain.award.faults import faults
from omlopp.domain.award.properties import decide
from omlopp.domain.model.errors import OmloppError
from omlopp.flows.award import legal_place
from omlopp.flows.award_lint import Linted
from omlopp.flows.award_lint import place as place_in_law
from omlopp.library.award_law import limits
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
    context: dict[str, object] = {
        "place": here,
        "lot": lot,
        "model": model,
        "groups": [],
        "faults": [],
        "error": "",
    }
    if model is not None:
        regime = here.value.regime.regime.value if here.value.regime else ""
        try:
            verdicts = decide(model, limits(), (), lot.value_sek)
            linted = Linted(model, (), regime, verdicts, faults(model, ()))
            rows = [
                {
                    "id": one.property,
                    "status": one.status,
                    "says": property_says(one.property, language()),
                    "because": verdict_says(one, language()),
                    "law": place_in_law(linted, one, language()) if regime else None,
                }
                for one in verdicts
            ]
            context["groups"] = [
                (status, [row for row in rows if row["status"] == status]) for status in ORDER
            ]
            context["faults"] = [
                (
                    finding_says(one, language()),
                    legal_place(one.check, regime, language()) if regime else None,
                )
                for one in linted.failed
            ]
        except OmloppError as refused:
            context["error"] = refusal(refused)
    return render(request, "award/properties.html", context)
